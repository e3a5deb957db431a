#include "bench/scan_limits.hpp"

#include "domain/rate_budgets.hpp"
#include "venues/limit_file.hpp"
#include "venues/limit_table.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

namespace ballast::bench {

namespace {

using namespace std::chrono_literals;

bool is_bucket(const limit_row& x) {
  return x.kind == limit_kind::token_bucket
         || x.kind == limit_kind::decaying_counter;
}

/// What the governor calls permitted, by this limit alone.
double scans_a_second(const venues::published_limit& x, const spend& cost) {
  rate_budgets budgets;
  budgets.add(cost.budget, x.row, x.exits_spend);
  return budgets.permitted({cost}, 1s);
}

} // namespace

scan_limit scan_limit_of(const std::string& venue) {
  const auto& table = venues::shipped_limits(venue);
  const auto* weight
    = table ? table->find(venues::name_of(venues::question::candles), {})
            : nullptr;
  if (weight == nullptr)
    throw std::runtime_error{"no limits of candles at " + venue};
  scan_limit result;
  for (const auto& cost : weight->spends) {
    const auto& limit = *table->find(cost.budget);
    const auto per_s = scans_a_second(limit, cost);
    if (result.row.id.empty() || per_s < result.per_s)
      result = {limit.row, per_s};
  }
  return result;
}

std::string text_of(const limit_row& x) {
  return is_bucket(x) ? fmt::format("{} per {} s, burst {}", x.units,
                                    seconds(x.window), x.burst)
                      : fmt::format("{} in {} s", x.units, seconds(x.window));
}

double least_share(const limit_row& x, path where) {
  if (is_bucket(x) && x.burst >= 10)
    return 0.97;
  const auto memory = is_bucket(x) ? x.window * x.burst / x.units : x.window;
  if (memory >= 10s)
    return 0.95;
  switch (where) {
  case path::quiet:
    return 0.93;
  case path::jitter:
    return 0.85;
  case path::stalls:
    return 0.80;
  }
  return 1.0;
}

} // namespace ballast::bench
