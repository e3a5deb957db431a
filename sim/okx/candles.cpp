#include "sim/okx/candles.hpp"

#include "sim/okx/market_data.hpp"
#include "sim/okx/replies.hpp"
#include "sim/span_figures.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast::sim::okx {

namespace {

struct bar_kind {
  std::string_view name;
  candle_span span;
};
/// Midnight of Hong Kong, where days begin unless UTC is asked for.
constexpr auto east = std::int64_t{57'600};
/// A Monday's beginning, 1970-01-05 UTC.
constexpr auto monday = std::int64_t{345'600};
constexpr auto hour = std::int64_t{3'600};
constexpr auto day = 24 * hour;
constexpr auto kinds = std::array{
  bar_kind{"1s", {1}},
  bar_kind{"1m", {60}},
  bar_kind{"3m", {180}},
  bar_kind{"5m", {300}},
  bar_kind{"15m", {900}},
  bar_kind{"30m", {1'800}},
  bar_kind{"1H", {hour}},
  bar_kind{"2H", {2 * hour}},
  bar_kind{"4H", {4 * hour}},
  bar_kind{"6H", {6 * hour, east}},
  bar_kind{"12H", {12 * hour, east}},
  bar_kind{"1D", {day, east}},
  bar_kind{"2D", {2 * day, east}},
  bar_kind{"3D", {3 * day, east}},
  bar_kind{"1W", {7 * day, monday - 8 * hour}},
  bar_kind{"1M", {0, -8 * hour, 1}},
  bar_kind{"3M", {0, -8 * hour, 3}},
  bar_kind{"6Hutc", {6 * hour}},
  bar_kind{"12Hutc", {12 * hour}},
  bar_kind{"1Dutc", {day}},
  bar_kind{"2Dutc", {2 * day}},
  bar_kind{"3Dutc", {3 * day}},
  bar_kind{"1Wutc", {7 * day, monday}},
  bar_kind{"1Mutc", {0, 0, 1}},
  bar_kind{"3Mutc", {0, 0, 3}},
};

constexpr auto never = std::numeric_limits<std::int64_t>::max();
/// When the first market opened: nothing is older.
constexpr auto begin_of_time = std::int64_t{1'515'628'800};
/// Rows that market/candles knows, the running one with them.
constexpr auto latest_rows = std::int64_t{1'440};

} // namespace

const candle_span* candle_span_of(std::string_view bar_name) {
  const auto* const kind
    = std::find_if(kinds.begin(), kinds.end(),
                   [&](const bar_kind& x) { return x.name == bar_name; });
  return kind == kinds.end() ? nullptr : &kind->span;
}

void append_candle(std::string& out, const instrument& x, const bar& row,
                   bool is_closed) {
  const auto text = [&](const std::string& value) {
    out += out.back() == '[' ? "\"" : ",\"";
    out += value;
    out += '"';
  };
  const auto paid = fixed_text(
    paid_in(row) * std::pow(10, -x.price_decimals - x.lot_decimals), 8);
  out += '[';
  text(std::to_string(row.start * 1'000));
  for (const auto ticks : {row.open, row.high, row.low, row.close})
    text(decimal_text(ticks, x.price_decimals));
  text(decimal_text(row.volume, x.lot_decimals));
  text(paid);
  text(paid);
  text(is_closed ? "1" : "0");
  out += ']';
}

net::reply market_data::candles(const request_target& what, bool is_history,
                                instant now) {
  const auto name = what.first("instId").value_or("");
  if (name.empty())
    return empty_parameter("instId");
  const auto bar_name = what.first("bar").value_or("1m");
  const auto* const kind = candle_span_of(bar_name);
  if (kind == nullptr || (bar_name == "1s" && !is_history))
    return wrong_parameter("bar");
  const auto limit = whole_of(what.first("limit").value_or("100"));
  if (!limit || *limit < 1 || *limit > 300)
    return wrong_parameter("limit");
  const auto after
    = whole_of(what.first("after").value_or(std::to_string(never / 10)));
  if (!after)
    return wrong_parameter("after");
  const auto before = whole_of(what.first("before").value_or("0"));
  if (!before)
    return wrong_parameter("before");
  const auto* const x = find(name, now);
  if (x == nullptr)
    return unknown_instrument();
  const auto& span = *kind;
  const auto time = seconds_of(now.wall);
  const auto running = span.start_of(time);
  // Rows that begin before `after`; the newest that may be told of.
  auto last = is_history ? span.advance(running, -1) : running;
  if (*after / 1'000 <= last)
    last = span.start_of((*after - 1 - (*after < 1'000 ? 1'000 : 0)) / 1'000);
  const auto oldest = is_history ? span.start_of(begin_of_time)
                                 : span.advance(running, 1 - latest_rows);
  auto first = std::max(oldest, span.advance(last, 1 - *limit));
  const auto since = std::min(*before / 1'000, time);
  if (span.start_of(since) >= first)
    first = span.advance(span.start_of(since), 1);
  const auto rows = candle_rows(*x->bars, span, first, last, time);
  auto data = std::string{"["};
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    data += data.size() == 1 ? "" : ",";
    append_candle(data, *x->facts, *row, row->start != running);
  }
  return data_reply(data + ']');
}

} // namespace ballast::sim::okx
