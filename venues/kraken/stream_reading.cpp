// What comes in over the sockets.
#include "venues/json_body.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/order_codec.hpp"
#include "venues/kraken/pair.hpp"
#include "venues/kraken/replies.hpp"
#include "venues/kraken/stream.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"
#include "venues/ticker_figures.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;
using events = std::vector<stream_event>;

events malformed_event(std::string_view why) {
  return {stream_malformed{printable(why)}};
}

/// Of the sockets alone, in words without a category.
outcome_kind kind_of_refusal(std::string_view words) {
  if (words.starts_with("Currency pair"))
    return outcome_kind::unknown_symbol;
  const auto kind = kind_of_error(words);
  return kind == outcome_kind::malformed ? outcome_kind::refused : kind;
}

events read_refusal(const object& message) {
  const auto words = text_at(message, "error");
  auto text = std::string{words.empty() ? "refused without a word" : words};
  if (const auto name = text_at(message, "symbol"); !name.empty())
    text.append(": ").append(name);
  return {stream_refusal{kind_of_refusal(words), printable(text)}};
}

decimal price_at(const object& row, std::string_view name) {
  return parse_positive(text_at(row, name)).value_or(decimal{});
}

bool add_ticker(events& to, const object& row) {
  const auto which = symbol::parse(text_at(row, "symbol"));
  if (!which)
    return false;
  ticker x;
  x.symbol = *which;
  x.last = price_at(row, "last");
  x.bid = price_at(row, "bid");
  x.ask = price_at(row, "ask");
  const auto volume
    = day_figure(text_at(row, "volume")) * day_figure(text_at(row, "vwap"));
  x.volume_quote = std::isfinite(volume) ? volume : 0;
  if (const auto change = decimal::parse(text_at(row, "change")))
    x.change = change_since(x.last - *change, x.last);
  to.emplace_back(std::move(x));
  return true;
}

bool add_trade(events& to, const object& row) {
  const auto which = symbol::parse(text_at(row, "symbol"));
  const auto price = parse_positive(text_at(row, "price"));
  const auto size = parse_positive(text_at(row, "qty"));
  const auto at = parse_rfc3339(text_at(row, "timestamp"));
  if (!which || !price || !size || !at)
    return false;
  trade x;
  x.trade_id = text_at(row, "trade_id");
  x.symbol = *which;
  x.taker = side_of(text_at(row, "side"));
  x.price = *price;
  x.size = *size;
  x.at = *at;
  to.emplace_back(std::move(x));
  return true;
}

bool add_status(events& to, const object& row) {
  const auto text = text_at(row, "system");
  if (text.empty())
    return false;
  to.emplace_back(stream_status{state_of(text), printable(text)});
  return true;
}

/// Reads each row with `read`, which returns whether it could and adds what it
/// says.
template <class Read>
events read_rows(const object& message, std::string_view what, Read read) {
  array rows;
  if (message.at_key("data").get_array().get(rows) != simdjson::SUCCESS)
    return malformed_event(std::string{what}.append(" without data"));
  events all;
  for (const auto x : rows) {
    object row;
    if (x.get_object().get(row) == simdjson::SUCCESS && read(all, row))
      continue;
    all.emplace_back(stream_malformed{
      printable(std::string{what}.append(": unreadable row"))});
    break;
  }
  return all;
}

/// Levels of one side, and the most decimals that any has.
bool read_levels(std::vector<book_level>& to, pair_decimals& seen,
                 const object& from, std::string_view name) {
  array list;
  if (from.at_key(name).get_array().get(list) != simdjson::SUCCESS)
    return false;
  for (const auto x : list) {
    object level;
    if (x.get_object().get(level) != simdjson::SUCCESS)
      return false;
    const auto price_text = text_at(level, "price");
    const auto size_text = text_at(level, "qty");
    const auto price = parse_positive(price_text);
    const auto size = decimal::parse(size_text);
    if (!price || !size || size->is_negative())
      return false;
    seen.price = std::max(seen.price, decimals_in(price_text));
    seen.size = std::max(seen.size, decimals_in(size_text));
    to.push_back({*price, *size});
  }
  return true;
}

/// What is in the wallet that trades; zero where the asset lies elsewhere.
std::optional<decimal> spot_balance(const object& row) {
  array wallets;
  if (row.at_key("wallets").get_array().get(wallets) != simdjson::SUCCESS) {
    const auto whole = decimal::parse(text_at(row, "balance"));
    return whole ? std::optional{*whole} : std::nullopt;
  }
  decimal sum;
  for (const auto x : wallets) {
    object wallet;
    if (x.get_object().get(wallet) != simdjson::SUCCESS)
      return std::nullopt;
    const auto amount = decimal::parse(text_at(wallet, "balance"));
    if (!amount)
      return std::nullopt;
    if (text_at(wallet, "type") == "spot")
      sum += *amount;
  }
  return sum;
}

bool add_balance(std::vector<balance>& to, const object& row) {
  const auto asset = text_at(row, "asset");
  const auto kind = text_at(row, "asset_class");
  const auto wallet = text_at(row, "wallet_type");
  const auto amount = spot_balance(row);
  if (asset.empty() || !amount)
    return false;
  const auto is_traded = (kind.empty() || kind == "currency")
                         && (wallet.empty() || wallet == "spot");
  if (is_traded)
    to.push_back({std::string{asset}, *amount, {}});
  return true;
}

events read_balances(const object& message, bool is_snapshot) {
  stream_balances told;
  told.is_whole = is_snapshot;
  auto all = read_rows(message, "balances", [&](events&, const object& row) {
    return add_balance(told.balances, row);
  });
  if (all.empty())
    all.emplace_back(std::move(told));
  return all;
}

} // namespace

std::vector<stream_event> stream::read(socket_kind /*x*/, std::string_view text,
                                       unix_time now) {
  if (const auto why = objection(text); !why.empty())
    return malformed_event(why);
  return with_json(
    numbers_as_text(without_mark(text)),
    [&](element parsed) { return read_message(parsed, now); },
    [](const std::string& why) { return malformed_event(why); });
}

stream::events stream::read_message(element parsed, unix_time now) {
  object message;
  if (parsed.get_object().get(message) != simdjson::SUCCESS)
    return malformed_event("a message that is no object");
  if (!text_at(message, "method").empty())
    return read_response(message);
  const auto name = text_at(message, "channel");
  if (name == "heartbeat")
    return {stream_heartbeat{}};
  if (name == "status")
    return read_rows(message, "a status", add_status);
  if (const auto what = channel_named(name))
    return read_push(*what, message, now);
  if (!text_at(message, "error").empty())
    return read_refusal(message);
  return name.empty() ? malformed_event("a message without method and channel")
                      : events{};
}

stream::events stream::read_response(const object& message) {
  const auto method = text_at(message, "method");
  if (method == "pong")
    return {stream_heartbeat{}};
  bool success = false;
  if (message.at_key("success").get_bool().get(success) != simdjson::SUCCESS)
    return malformed_event("an answer without success");
  if (!success)
    return read_refusal(message);
  // Orders go by REST here: an answer to one is nobody's.
  return method == "subscribe" || method == "unsubscribe"
           ? read_ack(message, method == "subscribe")
           : events{};
}

stream::events stream::read_ack(const object& message, bool subscribed) {
  constexpr std::int64_t depth_max = 1000;
  object result;
  if (message.at_key("result").get_object().get(result) != simdjson::SUCCESS)
    return malformed_event("an acknowledgement without result");
  const auto what = channel_named(text_at(result, "channel"));
  if (!what)
    return {};
  const auto name = text_at(result, "symbol");
  if (what == channel::book && subscribed) {
    const auto depth = parse_whole(text_at(result, "depth"));
    if (depth && 0 < *depth && *depth <= depth_max)
      books_[std::string{name}].levels.set_depth(
        static_cast<std::size_t>(*depth));
  }
  const auto& followed = followed_[static_cast<std::size_t>(*what)];
  if (!subscribed && followed.find(name) == followed.end()) {
    if (what == channel::book)
      books_.erase(std::string{name});
    if (what == channel::candles)
      candles_.erase(std::string{name});
  }
  return {stream_ack{*what, venue_symbol_of(name), subscribed}};
}

std::string stream::venue_symbol_of(std::string_view name) const {
  const auto found = listed_.find(name);
  return found == listed_.end() || found->second.venue_symbol.empty()
           ? printable(name)
           : found->second.venue_symbol;
}

stream::events stream::read_push(channel what, const object& message,
                                 unix_time now) {
  const auto is_snapshot = text_at(message, "type") == "snapshot";
  switch (what) {
  case channel::tickers:
    return read_rows(message, "a ticker", add_ticker);
  case channel::trades:
    return read_rows(message, "a trade", add_trade);
  case channel::candles:
    return read_rows(message, "a candle", [&](events& to, const object& row) {
      return add_candle(to, row, is_snapshot, now);
    });
  case channel::book:
    return read_rows(message, "a book", [&](events& to, const object& row) {
      return add_book(to, row, is_snapshot);
    });
  case channel::orders:
  case channel::balances:
    break;
  }
  events all;
  check_sequence(all, what, message, is_snapshot);
  auto told = what == channel::balances
                ? read_balances(message, is_snapshot)
                : read_rows(message, "an execution",
                            [&](events& to, const object& row) {
                              return add_execution(to, row, is_snapshot);
                            });
  std::move(told.begin(), told.end(), std::back_inserter(all));
  // What it would have changed is not known.
  if (!all.empty() && std::holds_alternative<stream_malformed>(all.back()))
    all.emplace_back(stream_gap{what, {}, "an unreadable message"});
  return all;
}

/// A candle has closed when its time is over or a later one comes: only then is
/// it told once more.
bool stream::add_candle(events& to, const object& from, bool is_snapshot,
                        unix_time now) {
  constexpr std::int64_t minutes_max = 21'600;
  const auto name = text_at(from, "symbol");
  const auto which = symbol::parse(name);
  const auto minutes = parse_whole(text_at(from, "interval"));
  const auto start = parse_rfc3339(text_at(from, "interval_begin"));
  if (!which || !minutes || *minutes <= 0 || *minutes > minutes_max || !start)
    return false;
  stream_candle x{*which, std::chrono::minutes{*minutes}, {}, is_snapshot};
  x.candle.start = *start;
  for (const auto& [member_name, value] : {std::pair{"open", &candle::open},
                                           {"high", &candle::high},
                                           {"low", &candle::low},
                                           {"close", &candle::close}}) {
    const auto figure = parse_finite(text_at(from, member_name));
    if (!figure || *figure <= 0)
      return false;
    x.candle.*value = *figure;
  }
  const auto volume = parse_finite(text_at(from, "volume"));
  if (!volume || *volume < 0)
    return false;
  x.candle.volume = *volume;
  x.candle.closed = *start + x.timeframe <= now;
  const auto [latest, is_first] = candles_.try_emplace(std::string{name}, x);
  auto& before = latest->second;
  if (!is_first && before.timeframe == x.timeframe
      && before.candle.start < *start && !before.candle.closed) {
    before.candle.closed = true;
    to.emplace_back(before);
  }
  if (before.timeframe != x.timeframe || before.candle.start <= *start)
    before = x;
  to.emplace_back(std::move(x));
  return true;
}

void stream::lose_book(events& to, std::string_view name, std::string text) {
  auto& book = books_[std::string{name}];
  book.is_sound = false;
  if (book.is_told)
    return;
  book.is_told = true;
  to.emplace_back(
    stream_gap{channel::book, venue_symbol_of(name), std::move(text)});
}

bool stream::add_book(events& to, const object& from, bool is_snapshot) {
  const auto name = text_at(from, "symbol");
  const auto which = symbol::parse(name);
  if (!which)
    return false;
  auto& book = books_[std::string{name}];
  if (is_snapshot) {
    book.levels.clear();
    book.seen = {};
    book.is_sound = true;
    book.is_told = false;
  }
  if (!book.is_sound) {
    lose_book(to, name, "a change of no snapshot");
    return true;
  }
  stream_book told{{}, is_snapshot};
  told.levels.symbol = *which;
  told.levels.at = parse_rfc3339(text_at(from, "timestamp"));
  const auto said = parse_whole(text_at(from, "checksum"));
  if (const auto listed = listed_.find(name); listed != listed_.end()) {
    const auto& known = listed->second.decimals;
    book.seen.price = std::max(book.seen.price, known.price);
    book.seen.size = std::max(book.seen.size, known.size);
  }
  if (!read_levels(told.levels.bids, book.seen, from, "bids")
      || !read_levels(told.levels.asks, book.seen, from, "asks") || !said) {
    // A change that is lost is a gap.
    lose_book(to, name, "a book that cannot be read");
    return true;
  }
  book.levels.apply(told.levels);
  const auto ours = book.levels.checksum(book.seen);
  if (*said != std::int64_t{ours}) {
    lose_book(to, name,
              "checksum " + std::to_string(*said) + ", ours "
                + std::to_string(ours));
    return true;
  }
  if (is_snapshot)
    for (auto* const side : {&told.levels.bids, &told.levels.asks})
      std::erase_if(*side,
                    [](const book_level& x) { return x.size.is_zero(); });
  to.emplace_back(std::move(told));
  return true;
}

bool stream::add_execution(events& to, const object& from, bool is_snapshot) {
  auto told = orders_.read(from);
  if (!told.is_readable)
    return false;
  // Those of a snapshot may belong to an order that is over.
  const auto is_known = told.order || told.is_strange || is_snapshot;
  if (told.order)
    to.emplace_back(std::move(*told.order));
  if (told.fill)
    to.emplace_back(std::move(*told.fill));
  if (!is_known)
    to.emplace_back(stream_gap{
      channel::orders,
      {},
      printable("a change of an order that was not told: "
                + std::string{text_at(from, "order_id").substr(0, 32)})});
  return true;
}

void stream::check_sequence(events& to, channel what, const object& message,
                            bool is_snapshot) {
  const auto number = parse_whole(text_at(message, "sequence"));
  const auto known = sequences_.find(what);
  const auto before = known == sequences_.end() ? 0 : known->second;
  // A subscription begins with 1.
  const auto follows
    = number && (is_snapshot || *number == 1 || *number - 1 == before);
  if (number)
    sequences_[what] = *number;
  if (!follows)
    to.emplace_back(stream_gap{
      what,
      {},
      "sequence " + (number ? std::to_string(*number) : std::string{"missing"})
        + " after " + std::to_string(before)});
}

} // namespace ballast::venues::kraken
