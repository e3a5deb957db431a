// How often which reason decided, of which strategy, market and account.
//
// "Why does it not trade?" is answered by counting: each evaluation ends in one
// reason, so the counts of all reasons add up to the evaluations.
#pragma once

#include "domain/decision.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

/// What was evaluated. An account is one of one venue, so it tells that too.
struct evaluated {
  std::string strategy;
  symbol market;
  std::string account;

  friend auto operator<=>(const evaluated&, const evaluated&) = default;
};

/// Which evaluations are meant: those that are alike in all that is given.
struct evaluations_of {
  std::optional<std::string> strategy = std::nullopt;
  std::optional<symbol> market = std::nullopt;
  std::optional<std::string> account = std::nullopt;
};

class reason_counts {
public:
  /// By decision_reason.
  using counts = std::array<std::uint64_t, decision_reason_count>;

  /// The last decision on something, without what follows from it.
  struct latest {
    decision_reason why{};
    ballast::figures figures;
    unix_time at;
    unix_time since; ///< From when on each evaluation had the same reason.
  };

  /// An evaluation has ended so. @param at in the order of calls.
  void add(const evaluated& what, const decision& x, unix_time at);

  std::uint64_t evaluations(const evaluations_of& which = {}) const;
  std::uint64_t count(decision_reason why,
                      const evaluations_of& which = {}) const;
  counts all(const evaluations_of& which = {}) const;
  /// Reasons that decided at least once, the most frequent first; equally
  /// frequent ones in the order of their codes.
  std::vector<std::pair<decision_reason, std::uint64_t>>
  ranking(const evaluations_of& which = {}) const;

  /// @returns none where it was never evaluated.
  std::optional<latest> last(const evaluated& what) const;
  /// What is held without data now, in order.
  std::vector<evaluated> flagged() const;

  /// Forgets what was counted of a market, for one that is no longer scanned.
  void forget(const symbol& market);
  std::size_t size() const noexcept { return rows_.size(); }

private:
  struct tally {
    counts by_reason{};
    latest last;
  };
  std::map<evaluated, tally> rows_;
  counts total_{}; ///< Of all rows: asked for every second.
};

} // namespace ballast
