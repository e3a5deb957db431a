#include "sim/candle_rows.hpp"

#include <chrono>
#include <numeric>

namespace ballast::sim {

namespace {

constexpr auto day_seconds = std::int64_t{86'400};

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// Months from January 1970 to the one that holds `time`.
std::int64_t month_index(std::int64_t time) {
  using namespace std::chrono;
  const auto date
    = year_month_day{sys_days{days{floor_div(time, day_seconds)}}};
  return (static_cast<std::int64_t>(static_cast<int>(date.year())) - 1970) * 12
         + static_cast<std::int64_t>(static_cast<unsigned>(date.month())) - 1;
}

std::int64_t month_start(std::int64_t index) {
  using namespace std::chrono;
  const auto years = floor_div(index, 12);
  const auto first = year{static_cast<int>(1970 + years)}
                     / month{static_cast<unsigned>(index - 12 * years + 1)}
                     / day{1};
  return sys_days{first}.time_since_epoch().count() * day_seconds;
}

/// The widest bars of which all intervals of a span are made.
std::int64_t bar_width(const candle_span& x) {
  return std::gcd(std::gcd(x.length, day_seconds), x.offset);
}

} // namespace

std::int64_t candle_span::start_of(std::int64_t time) const {
  if (length > 0)
    return floor_div(time - offset, length) * length + offset;
  return month_start(floor_div(month_index(time - offset), months) * months)
         + offset;
}

std::int64_t candle_span::advance(std::int64_t start,
                                  std::int64_t count) const {
  if (length > 0)
    return start + count * length;
  return month_start(month_index(start - offset) + count * months) + offset;
}

std::vector<bar> candle_rows(const bar_source& source, const candle_span& span,
                             std::int64_t first, std::int64_t last,
                             std::int64_t now) {
  auto rows = std::vector<bar>{};
  if (first > last || first > now)
    return rows;
  const auto width = bar_width(span);
  auto bars = std::vector<bar>{};
  source.append_bars(bars, first, span.advance(last, 1) - width, width, now);
  auto price = source.last_price(first - 1);
  auto next = bars.begin();
  for (auto start = first; start <= last && start <= now;
       start = span.advance(start, 1)) {
    auto row = bar{start, price, price, price, price};
    const auto end = span.advance(start, 1);
    for (auto is_first = true; next != bars.end() && next->start < end;
         ++next, is_first = false) {
      if (is_first) {
        row = *next;
        row.start = start;
      } else {
        merge_later(row, *next);
      }
    }
    price = row.close;
    rows.push_back(row);
  }
  return rows;
}

} // namespace ballast::sim
