#include "domain/held_window.hpp"

#include <algorithm>
#include <cassert>

namespace ballast {

held_window::held_window(duration window) : window_{window} {
  assert(window > duration::zero());
}

void held_window::refund(std::uint32_t units) noexcept {
  assert(units <= unanswered_);
  unanswered_ -= units;
}

bool held_window::answer(std::uint32_t units, time_point at) {
  refund(units);
  return keep(units, at + window_);
}

bool held_window::keep(std::uint64_t units, time_point leaves) {
  if (units == 0)
    return false;
  answered_ += units;
  // Answers come in the order of time, so this is nearly always the end.
  auto after = log_.end();
  while (after != log_.begin() && leaves < std::prev(after)->leaves)
    --after;
  const auto overtakes = after != log_.end();
  if (after != log_.begin() && std::prev(after)->leaves == leaves)
    std::prev(after)->units += units;
  else
    log_.insert(after, entry{leaves, units});
  return overtakes;
}

void held_window::settle(time_point now) {
  while (!log_.empty() && log_.front().leaves <= now) {
    answered_ -= log_.front().units;
    log_.pop_front();
  }
}

void held_window::clear() {
  log_.clear();
  answered_ = 0;
  unanswered_ = 0;
}

std::uint64_t held_window::used(time_point now) const noexcept {
  auto units = answered_ + unanswered_;
  for (const auto& x : log_) {
    if (x.leaves > now)
      break;
    units -= x.units;
  }
  return units;
}

std::optional<time_point> held_window::room_at(std::uint64_t units,
                                               std::uint64_t limit,
                                               time_point now) const noexcept {
  if (unanswered_ + units > limit)
    return std::nullopt;
  auto left = answered_ + unanswered_ + units;
  auto at = now;
  for (auto x = log_.begin(); left > limit; ++x) {
    assert(x != log_.end());
    left -= x->units;
    at = std::max(at, x->leaves);
  }
  return at;
}

} // namespace ballast
