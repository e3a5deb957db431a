// Events of markets.
#include "venues/binance/stream_events.hpp"

#include "venues/binance/codec.hpp"
#include "venues/binance/member_reading.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/candle_rows.hpp"
#include "venues/ticker_figures.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::object;

using events = std::vector<stream_event>;

/// "BNBBTC" of "bnbbtc@depth20@100ms".
std::string id_in(std::string_view stream) {
  auto id = std::string{stream.substr(0, stream.find('@'))};
  std::transform(id.begin(), id.end(), id.begin(), [](char c) {
    return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return id;
}

events read_day(const object& x, const symbol& which) {
  constexpr double percent = 0.01;
  const auto last = parse_positive(text_at(x, "c"));
  if (!last)
    return unreadable("a ticker");
  ticker made;
  made.symbol = which;
  made.last = *last;
  made.bid = parse_positive(text_at(x, "b")).value_or(decimal{});
  made.ask = parse_positive(text_at(x, "a")).value_or(decimal{});
  made.volume_quote = day_figure(text_at(x, "q"));
  // The shorter form tells no change.
  const auto change = text_at(x, "P");
  made.change = change.empty()
                  ? change_since(parse_positive(text_at(x, "o")), *last)
                  : parse_finite(change).value_or(0) * percent;
  return {made};
}

events read_best(const object& x, const symbol& which) {
  const auto bid = parse_positive(text_at(x, "b"));
  const auto ask = parse_positive(text_at(x, "a"));
  if (!bid || !ask)
    return unreadable("a pair of best prices");
  ticker made;
  made.symbol = which;
  made.bid = *bid;
  made.ask = *ask;
  return {made};
}

constexpr auto candle_fields = std::array{
  candle_field{"o", &candle::open, true},
  candle_field{"h", &candle::high, true},
  candle_field{"l", &candle::low, true},
  candle_field{"c", &candle::close, true},
  candle_field{"v", &candle::volume, false},
};

events read_candle(const object& x, const symbol& which) {
  object bar;
  if (x.at_key("k").get_object().get(bar) != simdjson::SUCCESS)
    return unreadable("a kline");
  const auto start = time_at(bar, "t");
  const auto is_over = flag_at(bar, "x");
  stream_candle made;
  if (!start || !is_over || !read_figures(bar, candle_fields, made.candle))
    return unreadable("a kline");
  const auto timeframe = timeframe_of(text_at(bar, "i"));
  if (!timeframe) // Weeks and months, which ours follows nowhere.
    return {};
  made.symbol = which;
  made.timeframe = *timeframe;
  made.candle.start = *start;
  made.candle.closed = *is_over;
  return {made};
}

events read_trade(const object& x, const symbol& which, const char* id) {
  trade made;
  made.trade_id = id_at(x, id);
  const auto price = positive_at(x, "p");
  const auto size = positive_at(x, "q");
  const auto at = time_at(x, "T");
  const auto is_buyer_maker = flag_at(x, "m");
  if (made.trade_id.empty() || !price || !size || !at || !is_buyer_maker)
    return unreadable("a trade");
  made.symbol = which;
  made.taker = *is_buyer_maker ? side::sell : side::buy;
  made.price = *price;
  made.size = *size;
  made.at = *at;
  return {made};
}

events read_change(const object& x, const symbol& which) {
  auto change = read_depth_change(x);
  if (!change)
    return unreadable("a change of a book");
  stream_book made;
  made.levels.symbol = which;
  made.levels.bids = std::move(change->bids);
  made.levels.asks = std::move(change->asks);
  made.levels.at = time_at(x, "E");
  made.levels.sequence = change->last;
  put_best_first(made.levels);
  return {std::move(made)};
}

events read_top(const object& x, std::string_view stream,
                const market_names& names) {
  const auto sequence = whole_at(x, "lastUpdateId");
  auto bids = read_levels(x, "bids");
  auto asks = read_levels(x, "asks");
  if (stream.empty() || !sequence || *sequence <= 0 || !bids || !asks)
    return unreadable("a book");
  const auto* known = names.find(id_in(stream));
  if (known == nullptr)
    return {};
  stream_book made;
  made.is_snapshot = true;
  made.levels.symbol = *known;
  made.levels.bids = std::move(*bids);
  made.levels.asks = std::move(*asks);
  made.levels.sequence = static_cast<std::uint64_t>(*sequence);
  put_best_first(made.levels);
  return {std::move(made)};
}

events read_market_event(std::string_view kind, const object& x,
                         const symbol& which) {
  if (kind == "24hrTicker" || kind == "24hrMiniTicker")
    return read_day(x, which);
  if (kind == "kline")
    return read_candle(x, which);
  if (kind == "aggTrade")
    return read_trade(x, which, "a");
  if (kind == "trade")
    return read_trade(x, which, "t");
  if (kind == "depthUpdate")
    return read_change(x, which);
  // Best prices come without a kind.
  if (kind.empty() && member(x, "u"))
    return read_best(x, which);
  return {};
}

} // namespace

events unreadable(std::string_view what) {
  return {stream_malformed{std::string{what}.append(" cannot be read")}};
}

std::optional<depth_change> read_depth_change(const object& x) {
  const auto first = whole_at(x, "U");
  const auto last = whole_at(x, "u");
  auto bids = read_levels(x, "b");
  auto asks = read_levels(x, "a");
  if (!first || !last || *first <= 0 || *last < *first || !bids || !asks)
    return std::nullopt;
  return depth_change{static_cast<std::uint64_t>(*first),
                      static_cast<std::uint64_t>(*last), std::move(*bids),
                      std::move(*asks)};
}

events read_event(const object& x, std::string_view stream,
                  const market_names& names) {
  const auto kind = text_at(x, "e");
  if (kind == "executionReport")
    return read_execution(x, names);
  if (kind == "outboundAccountPosition")
    return read_position(x);
  if (kind == "serverShutdown")
    return {stream_closing{"the server shuts down"}};
  if (kind == "eventStreamTerminated")
    return {
      stream_gap{channel::orders, {}, "the account's stream has ended"},
      stream_gap{channel::balances, {}, "the account's stream has ended"}};
  if (kind.empty() && member(x, "lastUpdateId"))
    return read_top(x, stream, names);
  const auto id = text_at(x, "s");
  if (kind.empty() && id.empty())
    return unreadable("an event of no kind");
  const auto* known = names.find(id);
  return known == nullptr ? events{} : read_market_event(kind, x, *known);
}

} // namespace ballast::venues::binance
