#include "domain/limit_brake.hpp"

#include "domain/outcome.hpp"

#include <algorithm>

namespace ballast {

namespace {

using namespace std::chrono_literals;

constexpr duration hold_min = 1s;
constexpr duration hold_max = 30s; ///< Of holds that the venue did not ask for.
constexpr duration lone_within = 10s;
/// No venue asks for more; a larger figure is damage.
constexpr duration believable_max = std::chrono::hours{24 * 30};

duration first_hold(const limit_row& row) {
  const auto wish = row.hold > duration::zero() ? row.hold : row.window;
  return std::clamp(wish, hold_min, hold_max);
}

} // namespace

limit_brake::limit_brake(const limit_row& row)
    : first_hold_{first_hold(row)}, factor_{row.window} {}

duration limit_brake::next_hold(std::optional<duration> retry_after) const {
  // 30 s are reached after five doublings of the shortest hold.
  const auto doubled
    = std::min(first_hold_ * (1 << std::min(repeats_, 5U)), hold_max);
  if (!retry_after || *retry_after <= duration::zero())
    return doubled;
  const auto asked = std::min(*retry_after, believable_max);
  // A venue that keeps saying "1" while it keeps refusing is not believed.
  return repeats_ > 0 ? std::max(asked, doubled) : asked;
}

limit_brake::effect limit_brake::throttled(time_point granted_at,
                                           std::optional<duration> retry_after,
                                           time_point now) {
  throttled_at_ = now;
  if (hold_began_ && granted_at < hold_ends_) {
    // Of the volley that began this hold, or an exit's answer during it: no
    // second cut, and only the venue's own word makes the hold longer. Were the
    // end to follow such answers, requests that overlap would carry it along
    // and no 429 would ever hold again.
    const auto asked = std::min(retry_after.value_or(0ns), believable_max);
    if (asked <= duration::zero() || now + asked <= hold_ends_)
      return {};
    hold_ends_ = now + asked;
    return {false, true};
  }
  const auto again = unproved_;
  repeats_ = again ? repeats_ + 1 : 0;
  hold_began_ = now;
  hold_ends_ = now + next_hold(retry_after);
  unproved_ = true;
  factor_.cut(now, hold_ends_);
  return {again, true};
}

bool limit_brake::would_be_lone(time_point now) const noexcept {
  if (unproved_ || held_until(now))
    return false;
  return !throttled_at_ || now - *throttled_at_ >= lone_within;
}

void limit_brake::answered_well(time_point granted_at) noexcept {
  if (unproved_ && granted_at >= hold_ends_) {
    unproved_ = false;
    repeats_ = 0;
  }
}

void limit_brake::ban(duration how_long, time_point now) {
  // A ban of no length is a ban all the same.
  const auto stated = how_long <= duration::zero()
                        ? duration{ban_unstated}
                        : std::min(how_long, believable_max);
  const auto until = now + stated + stated / 10;
  banned_until_ = std::max(banned_until_.value_or(until), until);
}

std::optional<time_point>
limit_brake::held_until(time_point now) const noexcept {
  if (hold_began_ && now < hold_ends_)
    return hold_ends_;
  return std::nullopt;
}

std::optional<time_point>
limit_brake::banned_until(time_point now) const noexcept {
  if (banned_until_ && now < *banned_until_)
    return banned_until_;
  return std::nullopt;
}

void limit_brake::resume_hold(time_point until, time_point now) {
  hold_began_ = now;
  hold_ends_ = until;
  unproved_ = true;
}

void limit_brake::resume_factor(std::int64_t millionths, time_point cut_at,
                                time_point now) {
  const auto from = held_until(now).value_or(now);
  factor_.resume(millionths, cut_at, from);
}

} // namespace ballast
