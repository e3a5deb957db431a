#include "domain/held_bucket.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast {

held_bucket::held_bucket(std::uint32_t units, duration window)
    : unit_{static_cast<int128>(window.count()) * limit_factor::whole},
      rate_{units} {
  assert(units > 0 && window > duration::zero());
}

void held_bucket::refund(std::uint32_t units) noexcept {
  assert(units <= unanswered_);
  unanswered_ -= units;
}

void held_bucket::answer(std::uint32_t units) {
  refund(units);
  owe(units);
}

void held_bucket::resume(double units, time_point since) {
  debt_ = 0;
  settled_at_ = since;
  if (!(units > 0)) // Also a NaN from a damaged store.
    return;
  // To a thousandth of a unit and one more, which is more than a double and
  // its printed form lose: rounding can only make us slower. The cap keeps a
  // damaged figure within 128 bits.
  const auto thousandths = std::min(std::ceil(units * 1000.0) + 1.0, 1e13);
  debt_ = (static_cast<int128>(thousandths) * unit_ + 999) / 1000;
}

void held_bucket::delay(duration x) {
  debt_ += static_cast<int128>(x.count()) * limit_factor::whole * rate_;
}

int128 held_bucket::debt_at(time_point now,
                            const limit_factor& factor) const noexcept {
  if (debt_ == 0 || now <= settled_at_)
    return debt_;
  const auto drained = factor.integral(settled_at_, now) * rate_;
  return std::max<int128>(0, debt_ - drained);
}

void held_bucket::settle(time_point now, const limit_factor& factor) noexcept {
  debt_ = debt_at(now, factor);
  settled_at_ = std::max(settled_at_, now);
}

void held_bucket::clear() {
  debt_ = 0;
  unanswered_ = 0;
}

std::uint64_t held_bucket::used(time_point now,
                                const limit_factor& factor) const noexcept {
  const auto debt = (debt_at(now, factor) + unit_ - 1) / unit_;
  return static_cast<std::uint64_t>(debt) + unanswered_;
}

double held_bucket::used_about(time_point now,
                               const limit_factor& factor) const noexcept {
  return static_cast<double>(debt_at(now, factor)) / static_cast<double>(unit_)
         + static_cast<double>(unanswered_);
}

std::optional<time_point>
held_bucket::room_at(std::uint64_t units, std::uint64_t limit, time_point now,
                     const limit_factor& factor) const noexcept {
  const auto wanted = unanswered_ + units;
  if (wanted > limit)
    return std::nullopt;
  const auto excess = debt_at(now, factor) + wanted * unit_ - limit * unit_;
  if (excess <= 0)
    return now;
  return factor.reached(now, (excess + rate_ - 1) / rate_);
}

} // namespace ballast
