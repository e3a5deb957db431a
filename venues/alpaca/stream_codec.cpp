#include "venues/alpaca/stream_codec.hpp"

#include "venues/alpaca/book_row.hpp"
#include "venues/candle_rows.hpp"
#include "venues/json_body.hpp"
#include "venues/payload.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

using events = std::vector<stream_event>;

constexpr auto minute = std::chrono::seconds{std::chrono::minutes{1}};
constexpr auto day = std::chrono::seconds{std::chrono::hours{24}};

/// What reading an item of market data takes.
struct reading_state {
  const coin_names& coins;
  subscriptions& lists;
  std::set<std::string>& books;
  unix_time now;
};

struct list_name {
  std::string_view name;
  channel what;
};

// Late corrections and the day's candles are followed with the candles.
constexpr auto lists_of_channels = std::array{
  list_name{"trades", channel::trades},
  list_name{"quotes", channel::tickers},
  list_name{"bars", channel::candles},
  list_name{"dailyBars", channel::candles},
  list_name{"orderbooks", channel::book},
};

stream_malformed broken(std::string_view what) { return {printable(what)}; }

bool read_lists(const object& from, subscriptions& to) {
  for (const auto& x : lists_of_channels) {
    const auto found = member(from, x.name);
    array names;
    if (!found || found->is_null())
      continue;
    if (found->get_array().get(names) != simdjson::SUCCESS)
      return false;
    for (const auto name : names) {
      const auto text = printable(text_of(name));
      to.emplace(x.what, text == "*" ? std::string{} : text);
    }
  }
  return true;
}

/// The venue tells the whole of what is followed: what is new in it began, and
/// what is not in it any more has ended.
void add_changes(const object& item, reading_state& with, events& to) {
  subscriptions next;
  if (!read_lists(item, next)) {
    to.push_back(broken("a list of subscriptions cannot be read"));
    return;
  }
  for (const auto& x : next)
    if (!with.lists.contains(x))
      to.push_back(stream_ack{x.first, x.second, true});
  for (const auto& x : with.lists)
    if (!next.contains(x)) {
      to.push_back(stream_ack{x.first, x.second, false});
      if (x.first == channel::book)
        with.books.erase(x.second);
    }
  with.lists = std::move(next);
}

void add_error(const object& item, events& to) {
  const auto code = text_at(item, "code");
  const auto number = parse_whole(code).value_or(0);
  to.push_back(stream_refusal{
    kind_of_stream_error(
      static_cast<std::uint64_t>(std::max(number, std::int64_t{0}))),
    printable(std::string{code}.append(" ").append(text_at(item, "msg")))});
}

void add_trade(const object& item, const symbol& which, events& to) {
  auto read = read_trade(item);
  if (!read) {
    to.push_back(broken("a trade cannot be read"));
    return;
  }
  read->symbol = which;
  to.push_back(std::move(*read));
}

void add_quote(const object& item, const symbol& which, events& to) {
  const auto read = read_quote(item);
  if (!read) {
    to.push_back(broken("a quote cannot be read"));
    return;
  }
  ticker result;
  result.symbol = which;
  if (!read->bids.empty())
    result.bid = read->bids.front().price;
  if (!read->asks.empty())
    result.ask = read->asks.front().price;
  to.push_back(std::move(result));
}

constexpr auto figures = std::array{
  candle_field{"o", &candle::open, true},
  candle_field{"h", &candle::high, true},
  candle_field{"l", &candle::low, true},
  candle_field{"c", &candle::close, true},
  candle_field{"v", &candle::volume, false},
};

void add_candle(const object& item, const symbol& which,
                std::chrono::seconds timeframe, unix_time now, events& to) {
  const auto start = parse_rfc3339(text_at(item, "t"));
  stream_candle result;
  if (!start || *start <= unix_time{}
      || !read_figures(item, figures, result.candle)) {
    to.push_back(broken("a candle cannot be read"));
    return;
  }
  result.symbol = which;
  result.timeframe = timeframe;
  result.candle.start = *start;
  // That of a minute is sent when it is over; a day's runs along.
  result.candle.closed = timeframe == minute || *start + timeframe <= now;
  to.push_back(std::move(result));
}

void add_book(const object& item, std::string_view name, const symbol& which,
              reading_state& with, events& to) {
  bool is_whole = false;
  if (item.at_key("r").get_bool().get(is_whole) != simdjson::SUCCESS)
    is_whole = false;
  const auto key = std::string{name};
  auto read = read_book(item, !is_whole);
  if (!read) {
    with.books.erase(key);
    to.push_back(broken("a book cannot be read"));
    to.push_back(stream_gap{channel::book, printable(name),
                            "a change of it could not be read"});
    return;
  }
  if (is_whole)
    with.books.insert(key);
  else if (!with.books.contains(key)) {
    to.push_back(stream_gap{channel::book, printable(name),
                            "a change of a book that never came whole"});
    return;
  }
  read->symbol = which;
  to.push_back(stream_book{std::move(*read), is_whole});
}

/// Items about a market. Kinds that nobody follows say nothing.
void add_market_item(const object& item, std::string_view kind,
                     reading_state& with, events& to) {
  const auto name = text_at(item, "S");
  if (name.empty()) {
    to.push_back(broken("an item without a market"));
    return;
  }
  const auto which = traded_symbol(name, {}, with.coins);
  if (kind == "t")
    add_trade(item, which, to);
  else if (kind == "q")
    add_quote(item, which, to);
  else if (kind == "b" || kind == "u")
    add_candle(item, which, minute, with.now, to);
  else if (kind == "d")
    add_candle(item, which, day, with.now, to);
  else if (kind == "o")
    add_book(item, name, which, with, to);
}

void add_item(element x, reading_state& with, events& to) {
  object item;
  if (x.get_object().get(item) != simdjson::SUCCESS) {
    to.push_back(broken("an item that is no object"));
    return;
  }
  const auto kind = text_at(item, "T");
  if (kind.empty())
    to.push_back(broken("an item without a kind"));
  else if (kind == "success") {
    if (text_at(item, "msg") == "authenticated")
      to.push_back(stream_login{});
  } else if (kind == "subscription")
    add_changes(item, with, to);
  else if (kind == "error")
    add_error(item, to);
  else if (kind.size() == 1)
    add_market_item(item, kind, with, to);
}

} // namespace

outcome_kind kind_of_stream_error(std::uint64_t code) noexcept {
  switch (code) {
  case 401:
  case 402:
    return outcome_kind::unauthorised;
  case 404:
  case 407:
  case 500:
    return outcome_kind::unavailable;
  case 406:
    return outcome_kind::throttled;
  case 408:
  case 409:
    return outcome_kind::not_permitted;
  default:
    return outcome_kind::refused;
  }
}

std::vector<stream_event> read_market_data(std::string_view text,
                                           const coin_names& coins,
                                           subscriptions& lists,
                                           std::set<std::string>& books,
                                           unix_time now) {
  reading_state with{coins, lists, books, now};
  return with_json(
    text,
    [&](element root) {
      events result;
      array items;
      if (root.get_array().get(items) != simdjson::SUCCESS)
        add_item(root, with, result);
      else
        for (const auto x : items)
          add_item(x, with, result);
      return result;
    },
    [](const std::string& why) { return events{broken(why)}; });
}

} // namespace ballast::venues::alpaca
