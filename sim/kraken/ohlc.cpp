// GET OHLC: the one route that is asked all day long.
#include "domain/result.hpp"
#include "sim/kraken/figures.hpp"
#include "sim/kraken/market_data.hpp"
#include "sim/kraken/replies.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim::kraken {

namespace {

constexpr auto intervals
  = std::array<std::int64_t, 9>{1, 5, 15, 30, 60, 240, 1'440, 10'080, 21'600};
/// Closed rows that are kept; the running one comes on top of them.
constexpr auto closed_max = std::int64_t{720};

/// What a call asks for, by the open times of its rows in Unix seconds.
struct row_window {
  std::int64_t width = 0;
  std::int64_t first = 0;
  std::int64_t running = 0; ///< The last one.
};

result<row_window> parse_window(const request_target& what, std::int64_t now) {
  const auto interval = whole_number(what.first("interval").value_or("1"));
  if (!interval
      || std::find(intervals.begin(), intervals.end(), *interval)
           == intervals.end())
    return ballast::fault{ec::invalid_argument, "interval"};
  const auto since = whole_number(what.first("since").value_or("0"));
  if (!since)
    return ballast::fault{ec::invalid_argument, "since"};
  auto window = row_window{};
  window.width = *interval * 60;
  window.running = now - now % window.width;
  // Strictly after `since`, of which the manual is not sure; and the running
  // row is there even for a time to come.
  const auto next = *since - *since % window.width + window.width;
  window.first = std::clamp(next, window.running - closed_max * window.width,
                            window.running);
  return window;
}

void append_row(std::string& out, const bar& x, const pair& facts) {
  const auto price = [&](std::int64_t ticks) {
    out += ",\"";
    append_fixed(out, ticks, facts.price_decimals);
    out += '"';
  };
  out += '[';
  out += std::to_string(x.start);
  price(x.open);
  price(x.high);
  price(x.low);
  price(x.close);
  price(x.volume == 0 ? 0 : average_price(x));
  out += ",\"";
  append_padded(out, x.volume, facts.lot_decimals, volume_places);
  out += "\"," + std::to_string(x.trades) + ']';
}

/// An interval without trades stands still where the last one ended.
bar quiet_bar(std::int64_t start, std::int64_t price) {
  return {start, price, price, price, price};
}

} // namespace

net::reply market_data::ohlc(const request_target& what, instant now) {
  const auto name = what.first("pair");
  if (!name)
    return invalid_argument("pair");
  const auto* const x = find(*name, now);
  if (x == nullptr)
    return unknown_pair();
  const auto time
    = std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch())
        .count();
  const auto window = parse_window(what, time);
  if (!window)
    return invalid_argument(window.error().text);
  auto bars = std::vector<bar>{};
  x->bars->append_bars(bars, window->first, window->running, window->width,
                       time);
  auto body = R"({")" + x->facts->id + R"(":[)";
  constexpr auto typical_size = std::size_t{90};
  body.reserve(static_cast<std::size_t>(closed_max) * typical_size);
  auto last = x->bars->last_price(window->first - 1);
  auto next = bars.begin();
  for (auto start = window->first; start <= window->running;
       start += window->width) {
    const auto traded = next != bars.end() && next->start == start;
    const auto row = traded ? *next++ : quiet_bar(start, last);
    last = row.close;
    body += start == window->first ? "" : ",";
    append_row(body, row, *x->facts);
  }
  body
    += R"(],"last":)" + std::to_string(window->running - window->width) + '}';
  return result_reply(body);
}

} // namespace ballast::sim::kraken
