#include "domain/limit_factor.hpp"

#include <algorithm>
#include <cassert>

namespace ballast {

namespace {

/// Steps of one climb; a second climb may follow.
constexpr std::int64_t steps = 120;
constexpr std::int64_t steps_cubed = steps * steps * steps;
constexpr duration far_away = std::chrono::hours{24 * 365 * 30};

/// From `low` to `high` after `step` of the steps, rounded down.
constexpr std::int64_t climb(std::int64_t low, std::int64_t high,
                             std::int64_t step) noexcept {
  const auto left = steps - step;
  const auto gap = (high - low) * left * left * left;
  return high - (gap + steps_cubed - 1) / steps_cubed;
}

static_assert(climb(700'000, 1'000'000, 0) == 700'000);
static_assert(climb(700'000, 1'000'000, 60) == 962'500);
static_assert(climb(700'000, 1'000'000, 120) == 1'000'000);

} // namespace

limit_factor::limit_factor(duration window) : window_{window} {
  assert(window > duration::zero());
  const duration recovery
    = std::max<duration>(std::chrono::seconds{60}, 2 * window);
  // Rounded up: a climb may last longer than T, never shorter.
  step_ = (recovery + duration{steps - 1}) / steps;
}

bool limit_factor::cut(time_point now, time_point recovers_from) {
  if (cut_at_ && now - *cut_at_ < window_)
    return false;
  before_ = at(now);
  low_ = std::max(least, before_ * 7 / 10);
  from_ = std::max(now, recovers_from);
  cut_at_ = now;
  return true;
}

void limit_factor::resume(std::int64_t millionths, time_point cut_at,
                          time_point recovers_from) {
  before_ = whole;
  low_ = std::clamp(millionths, least, whole);
  from_ = recovers_from;
  cut_at_ = cut_at;
}

std::int64_t limit_factor::height(std::int64_t step) const noexcept {
  if (step < steps)
    return climb(low_, before_, step);
  if (step < 2 * steps)
    return climb(before_, whole, step - steps);
  return whole;
}

std::int64_t limit_factor::step_at(time_point t) const noexcept {
  if (!cut_at_)
    return 2 * steps;
  if (t < from_)
    return 0;
  return std::min<std::int64_t>((t - from_) / step_, 2 * steps);
}

time_point limit_factor::step_end(std::int64_t step) const noexcept {
  return step < 2 * steps ? from_ + (step + 1) * step_ : time_point::max();
}

std::int64_t limit_factor::at(time_point t) const noexcept {
  return height(step_at(t));
}

int128 limit_factor::integral(time_point from, time_point to) const noexcept {
  int128 sum = 0;
  for (auto step = step_at(from); from < to; ++step) {
    const auto end = std::min(to, step_end(step));
    sum += static_cast<int128>(height(step)) * (end - from).count();
    from = end;
  }
  return sum;
}

time_point limit_factor::reached(time_point from,
                                 int128 amount) const noexcept {
  const auto horizon = from + far_away;
  for (auto step = step_at(from); amount > 0; ++step) {
    const auto end = std::min(horizon, step_end(step));
    const auto share = static_cast<int128>(height(step));
    const auto whole_step = share * (end - from).count();
    if (amount <= whole_step)
      return from
             + duration{
               static_cast<std::int64_t>((amount + share - 1) / share)};
    if (end == horizon)
      return horizon;
    amount -= whole_step;
    from = end;
  }
  return from;
}

std::optional<time_point>
limit_factor::first_at(time_point t, std::int64_t millionths) const noexcept {
  if (millionths > whole)
    return std::nullopt;
  for (auto step = step_at(t);; ++step) {
    if (height(step) >= millionths)
      return t;
    t = step_end(step);
  }
}

} // namespace ballast
