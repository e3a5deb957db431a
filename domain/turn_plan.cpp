#include "domain/turn_plan.hpp"

#include <algorithm>
#include <cstdio>

namespace ballast {

namespace {

std::uint64_t units_of(const std::vector<spend>& spends, std::size_t calls,
                       const std::string& limit) {
  std::uint64_t result = 0;
  for (const auto& x : spends)
    result += x.budget == limit ? calls * x.cost : 0;
  return result;
}

std::string text_of(const limit_use& x) {
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.1f", x.seconds);
  return x.limit + ' ' + std::to_string(x.units) + " in " + seconds + 's';
}

} // namespace

turn_plan plan_turn(const turn_size& size, const scan_costs& costs,
                    double left) {
  turn_plan result{size, {}};
  for (const auto& x : costs.limits) {
    const auto of_candles = units_of(costs.candles, size.candle_calls, x.limit);
    const auto units = of_candles
                       + units_of(costs.ticker, size.ticker_calls, x.limit)
                       + units_of(costs.book, size.book_calls, x.limit);
    const auto pace = of_candles > 0 ? left * x.units_per_s : x.units_per_s;
    if (units > 0)
      result.limits.push_back(
        {x.limit, units, static_cast<double>(units) / pace});
  }
  std::stable_sort(result.limits.begin(), result.limits.end(),
                   [](const limit_use& a, const limit_use& b) {
                     return a.seconds > b.seconds;
                   });
  return result;
}

std::string to_string(const std::vector<limit_use>& x, std::size_t most) {
  std::string result;
  for (std::size_t i = 0; i < std::min(x.size(), most); ++i)
    result += (i == 0 ? "" : ", ") + text_of(x[i]);
  if (x.size() > most)
    result += ", and " + std::to_string(x.size() - most) + " that take less";
  return result;
}

} // namespace ballast
