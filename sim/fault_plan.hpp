// Which fault strikes which arrival.
#pragma once

#include "domain/random.hpp"
#include "sim/fault.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim {

/// Decides in the order of arrivals from a seeded generator, so that a run is
/// repeated by its seed. Counts how often each kind fired: a simulation in
/// which a fault never fired has shown nothing about it.
class fault_plan {
public:
  explicit fault_plan(std::uint64_t seed) : random_{seed}, seed_{seed} {}

  void set(std::vector<fault> faults, time_point now);

  /// The first active fault in the list that matches and fires. Conditions
  /// (clock_skew, delist and all below) never come out of here.
  std::optional<fault> strike(std::string_view target, time_point now);

  /// How far the venue's clock is ahead for this arrival.
  duration skew(std::string_view target, time_point now);

  /// Whether a product is gone. Each `true` counts as fired.
  bool delisted(std::string_view product, time_point now);

  /// Whether a product takes only orders that add liquidity; an empty one asks
  /// for the venue as a whole. Each `true` counts as fired.
  bool post_only(std::string_view product, time_point now);

  /// Whether an account's key has the right to withdraw, or lacks the one to
  /// trade. Each `true` counts as fired.
  bool can_withdraw(std::string_view account, time_point now);
  bool view_only(std::string_view account, time_point now);

  /// All that an account has, in dollars as decimal text; absent where it has
  /// what it was given. Each amount counts as fired.
  std::optional<std::string> low_balance(std::string_view account,
                                         time_point now);

  const std::map<std::string, std::uint64_t>& counts() const noexcept {
    return counts_;
  }

private:
  struct active_fault {
    fault what;
    time_point from;
    std::optional<time_point> until;
    bool is_on(time_point now) const {
      return now >= from && (!until || now < *until);
    }
  };
  bool fires(const active_fault& x);
  /// The first condition of this kind that holds for a product or an account;
  /// nullptr where none does.
  const fault* afflicts(fault_kind kind, std::string_view name, time_point now);
  void count(fault_kind kind) { ++counts_[std::string{to_string(kind)}]; }

  random_source random_;
  std::uint64_t seed_;
  std::vector<active_fault> faults_;
  std::map<std::string, std::uint64_t> counts_;
};

} // namespace ballast::sim
