#include "domain/strategies/baselines.hpp"

#include "domain/random.hpp"

#include <utility>

namespace ballast {

strategy::ruling buy_and_hold::judge_entry(const market_view& market) const {
  return {decision_reason::bought_to_hold, {{"close", market.last.close}}, 1};
}

double buy_and_hold::first_stop(const market_view&) const { return 0; }

random_entry::random_entry(options opts)
    : strategy{opts.common}, options_{std::move(opts)} {}

namespace {

/// Chance of a market's own.
random_source chance_of(const symbol& market, std::uint64_t seed) {
  auto result = random_source{seed};
  for (const char x : market.to_string())
    result = result.derive(static_cast<unsigned char>(x));
  return result;
}

} // namespace

strategy::ruling random_entry::judge_entry(const market_view& market) const {
  const auto start = market.last.start.time_since_epoch().count();
  const auto draw = chance_of(market.market, options_.seed)
                      .derive(static_cast<std::uint64_t>(start))
                      .uniform();
  const auto known = figures{{"draw", draw}, {"chance", options_.chance}};
  if (draw < options_.chance)
    return {decision_reason::chosen_by_chance, known, options_.size};
  return {decision_reason::chance_against, known};
}

} // namespace ballast
