// A venue whose limits are used to the full by scans, and by calls of a lower
// lane that cost what a cancel costs, while now and then an order must be
// cancelled.
#pragma once

#include "domain/random.hpp"
#include "domain/rate_budgets.hpp"
#include "tests/venues/limits_of.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::test {

inline constexpr auto five_venues = std::array<std::string_view, 5>{
  "coinbase", "kraken", "okx", "binance", "alpaca"};

/// The published limits of a venue, and wishes that never end.
struct exit_load {
  explicit exit_load(std::string_view venue)
      : limits{venues::limits_of(std::string{venue})},
        budgets{limits.budgets(true)}, cancel{limits.spends_of(
                                         venues::order_action::cancel)} {}

  /// Scans, and in the account's lane calls that spend what a cancel spends, as
  /// though somebody asked for his orders all the time.
  std::vector<permit_wish> flood(demand_id first) const {
    constexpr std::uint32_t endless = 1'000'000;
    return {{first, "master", lane::scan,
             limits.spends_of(venues::question::candles), endless},
            {first + 1, "master", lane::account, cancel, endless}};
  }

  /// From one cancel to the next, on the average: a quarter of what EXIT's part
  /// of each budget allows, so that the limit has room for them.
  duration between_cancels() const {
    auto longest = duration::zero();
    for (const auto& [row, cost] : spent_rows()) {
      const auto part = std::max(1U, row.units / 10);
      longest = std::max(longest, 4 * row.window * cost / part);
    }
    return longest;
  }

  /// When the next one comes, at random, but no sooner than the limits would
  /// allow cancels alone for ever.
  duration next_cancel(random_source& random) const {
    auto least = duration::zero();
    for (const auto& [row, cost] : spent_rows())
      least = std::max(least, row.window * cost / row.units);
    const auto share = -std::log(1 - random.uniform());
    return std::max(
      least, std::chrono::duration_cast<duration>(between_cancels() * share));
  }

  /// The limits that a cancel spends from, and how much.
  std::vector<std::pair<limit_row, std::uint32_t>> spent_rows() const {
    std::vector<std::pair<limit_row, std::uint32_t>> result;
    for (const auto& s : cancel)
      for (const auto& x : budgets)
        if (x.id == s.budget)
          result.emplace_back(x.row, s.cost);
    return result;
  }

  venues::account_limits limits;
  std::vector<venues::budget_definition> budgets;
  std::vector<spend> cancel; ///< What one spends.
};

/// The value at `share` of them. @pre not empty
inline duration quantile(std::vector<duration> of, double share) {
  std::sort(of.begin(), of.end());
  return of[static_cast<std::size_t>(share
                                     * static_cast<double>(of.size() - 1))];
}

} // namespace ballast::test
