// Whose turn it is among lanes and accounts that want the same thing.
//
// ENTRY, ACCOUNT, SCAN and BACKFILL share 8:4:2:1. Each lane has a clock that
// a granted unit moves on by 1, 2, 4 or 8; the lane whose clock is furthest
// behind is next. That gives the shares of a deficit round robin at any cost
// of a request and without walking rounds. A lane that wanted nothing for a
// while starts from the others' time, not from its own: it saves up nothing.
//
// Within a lane the account served longest ago is next, so that none is
// always last. EXIT does not share: it is always first.
#pragma once

#include "domain/limit.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace ballast {

class lane_shares {
public:
  /// Less is sooner.
  using place = std::tuple<std::uint64_t, std::uint8_t, std::uint64_t>;

  /// When an account was served last in each lane, counted in turns.
  using turns = std::array<std::uint64_t, lane_count>;

  /// Of an account; it stays where it is as long as these shares do.
  turns& turns_of(const std::string& account) { return served_[account]; }

  place place_of(lane where, const turns& account) const {
    const auto index = static_cast<std::uint8_t>(where);
    if (where == lane::exit)
      return {0, index, account[index]};
    return {std::max(clocks_[index], clock_), index, account[index]};
  }

  void serve(lane where, turns& account, std::uint32_t cost) {
    const auto index = static_cast<std::uint8_t>(where);
    account[index] = ++turn_;
    if (where == lane::exit)
      return;
    clock_ = std::max(clocks_[index], clock_);
    clocks_[index] = clock_ + std::uint64_t{cost} * strides[index];
  }

private:
  /// Clock ticks a unit: 8 / weight. EXIT's is never used.
  static constexpr std::array<std::uint64_t, lane_count> strides{0, 1, 2, 4, 8};

  std::array<std::uint64_t, lane_count> clocks_{};
  std::uint64_t clock_ = 0; ///< Of the one served last.
  std::uint64_t turn_ = 0;
  std::map<std::string, turns> served_;
};

} // namespace ballast
