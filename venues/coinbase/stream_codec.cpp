#include "venues/coinbase/stream_codec.hpp"

#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/order_words.hpp"
#include "venues/coinbase/replies.hpp"
#include "venues/coinbase/symbols.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

/// One message on its way into values.
struct reader {
  stream_message to;
  std::optional<unix_time> at; ///< Of the envelope.
  unix_time now;

  bool tickers(const object& event);
  bool candles(const object& event);
  bool book(const object& event);
  bool trades(const object& event);
  bool orders(const object& event);
  bool heartbeat(const object& event);
  bool subscriptions(const object& event);

  bool ticker_row(const object& row);
  bool candle_row(const object& row, bool is_snapshot);
  bool trade_row(const object& row);
  bool order_row(const object& row);
};

bool is_snapshot(const object& event) {
  return text_at(event, "type") == "snapshot";
}

/// Whether every row of a list was read by `read`.
template <class Read>
bool for_each_row(const object& event, std::string_view name, Read read) {
  const auto list = list_at(event, name);
  if (!list)
    return false;
  return std::all_of(list->begin(), list->end(), [&](const auto& x) {
    object row;
    return x.get_object().get(row) == simdjson::SUCCESS && read(row);
  });
}

bool reader::ticker_row(const object& row) {
  constexpr double percent = 0.01;
  const auto id = text_at(row, "product_id");
  const auto symbol = symbol_of(id);
  const auto last = parse_positive(text_at(row, "price"));
  if (!symbol || !last)
    return false;
  ticker x;
  x.symbol = *symbol;
  x.last = *last;
  x.bid = parse_positive(text_at(row, "best_bid")).value_or(decimal{});
  x.ask = parse_positive(text_at(row, "best_ask")).value_or(decimal{});
  x.change = parse_finite(text_at(row, "price_percent_chg_24_h")).value_or(0)
             * percent;
  to.news.push_back({channel::tickers, std::string{id}, x});
  return true;
}

bool reader::tickers(const object& event) {
  return for_each_row(event, "tickers",
                      [&](const object& row) { return ticker_row(row); });
}

bool reader::candle_row(const object& row, bool snapshot) {
  const auto id = text_at(row, "product_id");
  const auto symbol = symbol_of(id);
  const auto start = parse_whole(text_at(row, "start"));
  if (!symbol || !start || *start < 0 || *start > unix_seconds_max)
    return false;
  stream_candle x;
  x.symbol = *symbol;
  x.timeframe = stream_timeframe;
  x.is_snapshot = snapshot;
  x.candle.start = unix_time{std::chrono::seconds{*start}};
  for (const auto& [name, value] : {std::pair{"open", &candle::open},
                                    {"high", &candle::high},
                                    {"low", &candle::low},
                                    {"close", &candle::close}}) {
    const auto figure = parse_finite(text_at(row, name));
    if (!figure || *figure <= 0)
      return false;
    x.candle.*value = *figure;
  }
  const auto volume = parse_finite(text_at(row, "volume"));
  if (!volume || *volume < 0)
    return false;
  x.candle.volume = *volume;
  x.candle.closed = x.candle.start + stream_timeframe <= now;
  to.news.push_back({channel::candles, std::string{id}, x});
  return true;
}

bool reader::candles(const object& event) {
  const auto snapshot = is_snapshot(event);
  return for_each_row(event, "candles", [&](const object& row) {
    return candle_row(row, snapshot);
  });
}

bool reader::book(const object& event) {
  const auto id = text_at(event, "product_id");
  const auto symbol = symbol_of(id);
  // Sorted, and of a price named twice the last word.
  std::map<decimal, decimal, std::greater<>> bids;
  std::map<decimal, decimal> asks;
  const auto read = [&](const object& row) {
    const auto side = text_at(row, "side");
    const auto price = parse_positive(text_at(row, "price_level"));
    const auto size = decimal::parse(text_at(row, "new_quantity"));
    if (!price || !size || size->is_negative()
        || (side != "bid" && side != "offer"))
      return false;
    (side == "bid" ? bids[*price] : asks[*price]) = *size;
    return true;
  };
  if (!symbol || !for_each_row(event, "updates", read))
    return false;
  stream_book x;
  x.is_snapshot = is_snapshot(event);
  x.levels.symbol = *symbol;
  x.levels.at = at;
  const auto fill_side = [&](auto& from, std::vector<book_level>& side) {
    for (const auto& [price, size] : from)
      if (!x.is_snapshot || !size.is_zero())
        side.push_back({price, size});
  };
  fill_side(bids, x.levels.bids);
  fill_side(asks, x.levels.asks);
  to.news.push_back({channel::book, std::string{id}, std::move(x)});
  return true;
}

bool reader::trade_row(const object& row) {
  const auto id = text_at(row, "product_id");
  const auto symbol = symbol_of(id);
  const auto maker = side_of(text_at(row, "side"));
  const auto price = parse_positive(text_at(row, "price"));
  const auto size = parse_positive(text_at(row, "size"));
  const auto time = moment_of(text_at(row, "time"));
  if (!symbol || !price || !size || !time)
    return false;
  trade x;
  x.trade_id = text_at(row, "trade_id");
  x.symbol = *symbol;
  // Source: "Market Trades Channel": side is the maker's.
  if (maker)
    x.taker = *maker == side::buy ? side::sell : side::buy;
  x.price = *price;
  x.size = *size;
  x.at = *time;
  to.news.push_back({channel::trades, std::string{id}, std::move(x)});
  return true;
}

bool reader::trades(const object& event) {
  const auto first = static_cast<std::ptrdiff_t>(to.news.size());
  if (!for_each_row(event, "trades",
                    [&](const object& row) { return trade_row(row); }))
    return false;
  // Some come newest first.
  std::stable_sort(
    to.news.begin() + first, to.news.end(), [](const told& a, const told& b) {
      return std::get<trade>(a.event).at < std::get<trade>(b.event).at;
    });
  return true;
}

/// "Limit", "LIMIT", "Market", "Stop Limit".
order_type type_of(std::string_view word) {
  if (word == "Limit" || word == "LIMIT")
    return order_type::limit;
  if (word == "Stop Limit" || word == "STOP_LIMIT")
    return order_type::stop_limit;
  return word == "Market" || word == "MARKET" ? order_type::market
                                              : order_type::other;
}

bool reader::order_row(const object& row) {
  if (text_at(row, "product_type") == "FUTURE")
    return true;
  const auto id = text_at(row, "product_id");
  const auto symbol = symbol_of(id);
  const auto side = side_of(text_at(row, "order_side"));
  const auto filled = amount_of(text_at(row, "cumulative_quantity"));
  const auto leaves = amount_of(text_at(row, "leaves_quantity"));
  const auto price = amount_of(text_at(row, "limit_price"));
  const auto average = derived_amount_of(text_at(row, "avg_price"));
  const auto fee = derived_amount_of(text_at(row, "total_fees"));
  const auto cost = derived_amount_of(text_at(row, "filled_value"));
  order_report x;
  x.venue_id = text_at(row, "order_id");
  if (x.venue_id.empty() || !symbol || !side || !filled || !leaves || !price
      || !average || !fee || !cost)
    return false;
  x.client_id = text_at(row, "client_order_id");
  x.symbol = *symbol;
  x.side = *side;
  x.type = type_of(text_at(row, "order_type"));
  x.lives = lives_of(text_at(row, "time_in_force")).value_or(x.lives);
  x.post_only = flag_at(row, "post_only").value_or(false);
  x.state = state_of(text_at(row, "status"));
  // What is left of an order that ended is told as zero, so that its size is
  // known of a filled one alone.
  if (!is_over(x.state))
    x.size = *filled + *leaves;
  else if (x.state == order_state::filled)
    x.size = *filled;
  x.price = *price;
  x.filled = *filled;
  x.filled_cost = *cost;
  x.average_price = *average;
  x.fee = *fee;
  x.fee_currency = symbol->quote;
  const auto why = text_at(row, "reject_reason");
  if (is_over(x.state))
    x.reason = printable(why.empty() ? text_at(row, "cancel_reason") : why);
  x.created = moment_of(text_at(row, "creation_time"));
  x.updated = at;
  to.news.push_back({channel::orders, std::string{id}, std::move(x)});
  return true;
}

bool reader::orders(const object& event) {
  // An event may tell of positions alone.
  if (!member(event, "orders"))
    return true;
  return for_each_row(event, "orders",
                      [&](const object& row) { return order_row(row); });
}

bool reader::heartbeat(const object& /*event*/) {
  to.others.push_back(stream_heartbeat{});
  return true;
}

/// Channels by the names that they are subscribed by.
struct channel_name {
  channel what;
  std::string_view name;
};
constexpr auto channel_names = std::array{
  channel_name{channel::tickers, "ticker"},
  channel_name{channel::candles, "candles"},
  channel_name{channel::book, "level2"},
  channel_name{channel::trades, "market_trades"},
  channel_name{channel::orders, "user"},
};

bool reader::subscriptions(const object& event) {
  const auto all = object_at(event, "subscriptions");
  if (!all)
    return false;
  auto& current
    = to.subscriptions ? *to.subscriptions : to.subscriptions.emplace();
  for (const auto& x : channel_names) {
    const auto ids = list_at(*all, x.name);
    if (!ids)
      continue;
    for (const auto id : *ids)
      // The account's channel names the user.
      current.emplace(x.what,
                      is_private(x.what) ? std::string_view{} : text_of(id));
  }
  return true;
}

struct received {
  std::string_view name;
  bool (reader::*read)(const object& event);
};

// A book is subscribed to as level2 and comes as l2_data.
constexpr auto received_names = std::array{
  received{"ticker", &reader::tickers},
  received{"ticker_batch", &reader::tickers},
  received{"candles", &reader::candles},
  received{"l2_data", &reader::book},
  received{"market_trades", &reader::trades},
  received{"user", &reader::orders},
  received{"heartbeats", &reader::heartbeat},
  received{"subscriptions", &reader::subscriptions},
};

stream_message malformed(std::optional<std::uint64_t> sequence,
                         std::string_view why) {
  stream_message result;
  result.sequence = sequence;
  result.others.push_back(stream_malformed{printable(why)});
  return result;
}

std::optional<std::uint64_t> sequence_of(const object& body) {
  std::uint64_t number = 0;
  if (body.at_key("sequence_num").get_uint64().get(number) != simdjson::SUCCESS)
    return std::nullopt;
  return number;
}

stream_message read_envelope(const object& body, unix_time now) {
  const auto sequence = sequence_of(body);
  const auto name = text_at(body, "channel");
  const auto events = list_at(body, "events");
  if (!sequence || name.empty() || !events)
    return malformed(sequence, "expected channel, sequence_num and events");
  const auto* known
    = std::find_if(received_names.begin(), received_names.end(),
                   [&](const received& x) { return x.name == name; });
  reader by{{}, moment_of(text_at(body, "timestamp")), now};
  by.to.sequence = sequence;
  if (known == received_names.end())
    return by.to;
  for (const auto x : *events) {
    object event;
    if (x.get_object().get(event) == simdjson::SUCCESS
        && (by.*known->read)(event))
      continue;
    auto result
      = malformed(sequence, std::string{name}.append(": unreadable event"));
    // What it would have changed is not known.
    for (const auto& [lost, of] :
         {std::pair{"l2_data", channel::book}, {"user", channel::orders}})
      if (name == lost)
        result.others.push_back(stream_gap{of, {}, "an unreadable message"});
    return result;
  }
  return by.to;
}

stream_message read_refusal(const object& body, std::string_view text) {
  const auto judged
    = judge_unfit(text, subject::service, "an error without a message");
  const auto is_known = judged.kind != outcome_kind::malformed;
  stream_message result;
  result.sequence = sequence_of(body);
  result.others.push_back(stream_refusal{
    is_known ? judged.kind : outcome_kind::refused, judged.text});
  return result;
}

} // namespace

std::string_view name_of(channel x) {
  for (const auto& one : channel_names)
    if (one.what == x)
      return one.name;
  return {};
}

stream_message read_message(std::string_view text, unix_time now) {
  const auto otherwise
    = [](const std::string& why) { return malformed(std::nullopt, why); };
  const auto then = [&](simdjson::dom::element x) {
    object body;
    if (x.get_object().get(body) != simdjson::SUCCESS)
      return otherwise("expected an object");
    return text_at(body, "type") == "error" ? read_refusal(body, text)
                                            : read_envelope(body, now);
  };
  return with_json(text, then, otherwise);
}

} // namespace ballast::venues::coinbase
