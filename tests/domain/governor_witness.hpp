// Who watches the governor in a world: what arrived at the venue, whether the
// venue's word was heeded, and what EXIT may count on.
//
// All of it is kept from the published rows and from what happened outside of
// the governor; nothing here asks the governor, or thinks as it does.
#pragma once

#include "domain/outcome.hpp"
#include "domain/rate_budgets.hpp"
#include "tests/domain/governor_plan.hpp"
#include "tests/support/limit_checker.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast::test {

/// The venue's books: each limit counts for an address, or for an account.
class arrival_book {
public:
  explicit arrival_book(const world_plan& plan) : rows_{&plan.rows} {}

  void arrive(const std::vector<planned_cost>& costs,
              const std::string& account, time_point at);
  /// What went over, in words; empty if nothing did.
  std::string over() const;

private:
  const std::vector<planned_row>* rows_;
  /// By row, and by account where the limit is not the address's.
  std::map<std::pair<std::size_t, std::string>, std::vector<arrival>> books_;
};

/// Holds and bans that the venue has pronounced.
class word_book {
public:
  /// A 429 that the governor did not take for a spurious one.
  /// @param concerned the budgets that it is about.
  void throttled(const std::vector<std::string>& concerned,
                 time_point granted_at, std::optional<duration> retry_after,
                 duration hold, time_point now);
  void banned(const std::string& budget, time_point until);
  /// After a start without memory nothing is owed to earlier words.
  void forget() { words_.clear(); }
  /// What a permit of `now` disregards; empty if nothing.
  std::string disregarded(const std::string& budget, lane where,
                          time_point now) const;

private:
  struct word {
    time_point held_until{}; ///< At least so long.
    time_point may_last{};   ///< At most so long.
    time_point banned_until{};
  };
  std::map<std::string, word> words_;
};

/// EXIT's use of each budget, counted so that it is never too little.
class exit_book {
public:
  void granted(permit_id id, const std::string& budget, std::uint32_t units,
               time_point now, duration memory);
  void ended(permit_id id, permit_end how, time_point now);
  std::uint32_t in_use(const std::string& budget, time_point now) const;

private:
  struct use {
    permit_id permit = 0;
    std::string budget;
    std::uint32_t units = 0;
    duration memory{};
    time_point until;
  };
  std::vector<use> uses_;
};

/// How long a unit answered now can be missing.
duration memory_of(const limit_row& row);

} // namespace ballast::test
