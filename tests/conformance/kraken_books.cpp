// Whole books, and books over many messages, by their checksums.
#include "tests/conformance/kraken.hpp"
#include "venues/kraken/stream.hpp"

#include <algorithm>
#include <stdexcept>

namespace ballast::conformance {

namespace {

namespace kraken = venues::kraken;

/// Rows [price, size, ...], read with the digits that they were written with.
std::vector<book_level> levels_of(const json& rows, kraken::pair_decimals& as) {
  std::vector<book_level> levels;
  for (const auto& row : rows) {
    const auto price = row.at(0).get<std::string>();
    const auto size = row.at(1).get<std::string>();
    as.price = std::max(as.price, kraken::decimals_in(price));
    as.size = std::max(as.size, kraken::decimals_in(size));
    const auto read_price = decimal::parse(price);
    const auto read_size = decimal::parse(size);
    if (!read_price || !read_size)
      throw std::runtime_error{"a level that is no number"};
    levels.push_back({*read_price, *read_size});
  }
  return levels;
}

void apply(kraken::kept_book& to, kraken::pair_decimals& as, const json& bids,
           const json& asks) {
  book_levels changes;
  changes.bids = levels_of(bids, as);
  changes.asks = levels_of(asks, as);
  to.apply(changes);
}

void compare_checksum(differences& to, const json& recorded,
                      std::uint32_t ours) {
  to.texts("checksum", recorded.dump(), std::to_string(ours));
}

judgement check_worked(const json& row) {
  constexpr std::size_t depth = 10;
  kraken::kept_book book{depth};
  kraken::pair_decimals as;
  differences found;
  apply(book, as, row.at("bids"), row.at("asks"));
  compare_checksum(found, row.at("checksum"), book.checksum(as));
  compare_checksum(found, row.at("checksum"),
                   kraken::crc32(text_at(row, "checksum_input")));
  return found.verdict();
}

/// [id, {"a":...} or {"b":...}, perhaps the other, "book-1000", "XBT/USD"].
judgement check_session(const json& row) {
  constexpr std::size_t depth = 1000;
  kraken::kept_book book{depth};
  kraken::pair_decimals as;
  differences found;
  apply(book, as, row.at("snapshot").at("bids"), row.at("snapshot").at("asks"));
  for (const auto& update : row.at("updates")) {
    const auto message = json::parse(text_at(update, "raw"));
    found.texts("pair", text_at(row, "pair"),
                message.back().get<std::string>());
    for (const auto& part : message)
      if (part.is_object())
        apply(book, as, member(part, "b"), member(part, "a"));
    compare_checksum(found, update.at("checksum"), book.checksum(as));
  }
  return found.verdict("the first socket's book, by the same rule");
}

/// Levels as tools print them, without the zeros at the end of a number.
json shortened_levels(const json& rows) {
  auto levels = json::array();
  for (const auto& row : rows)
    levels.push_back(
      {{"price", decimal::parse(row.at(0).get<std::string>())->to_string()},
       {"qty", decimal::parse(row.at(1).get<std::string>())->to_string()}});
  return levels;
}

/// One step of a recorded session, each after the one before it.
judgement check_step(venues::stream_dialect& by, const json& row) {
  market what;
  what.symbol = {"BTC", "USD"};
  what.venue_symbol = "XXBTZUSD";
  what.price_increment = *decimal::parse("0.1");
  what.size_increment = *decimal::parse("0.00000001");
  const auto is_whole = text_at(row, "type") == "snapshot";
  const auto read = [&](const json& message) {
    return by.read(venues::socket_kind::market_data, message.dump(),
                   unix_time{});
  };
  if (is_whole) {
    by.restart(venues::socket_kind::market_data);
    static_cast<void>(
      by.subscribe(venues::channel::book, {&what, 1}, {}, unix_time{}));
    read({{"method", "subscribe"},
          {"success", true},
          {"result",
           {{"channel", "book"}, {"symbol", "BTC/USD"}, {"depth", 10}}}});
  }
  const auto told = read({{"channel", "book"},
                          {"type", text_at(row, "type")},
                          {"data",
                           {{{"symbol", "BTC/USD"},
                             {"bids", shortened_levels(row.at("bids"))},
                             {"asks", shortened_levels(row.at("asks"))},
                             {"checksum", row.at("checksum")}}}}});
  const auto* x = told.size() == 1
                    ? std::get_if<venues::stream_book>(&told.front())
                    : nullptr;
  if (x == nullptr)
    return failed("not read as a book with this checksum");
  return x->is_snapshot == is_whole
           ? checked("with its checksum")
           : failed("a change taken for a book, or a book for a change");
}

} // namespace

judgement kraken_vectors::other(const std::string& file,
                                const json& row) const {
  if (!file.starts_with("book_"))
    return venue_vectors::other(file, row);
  if (row.contains("checksum_input"))
    return check_worked(row);
  if (row.contains("updates"))
    return check_session(row);
  return row.contains("checksum") ? check_step(*reader_->streams(), row)
                                  : venue_vectors::other(file, row);
}

} // namespace ballast::conformance
