#include "domain/scan_meter.hpp"

#include <algorithm>

namespace ballast {

namespace {

std::int64_t second_of(time_point x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

} // namespace

scan_meter::slot& scan_meter::slot_of(time_point now) {
  const auto second = second_of(now);
  auto& result = slots_[static_cast<std::size_t>(second) % slots_.size()];
  if (result.second != second)
    result = {second, 0};
  return result;
}

void scan_meter::sent(bool for_scanning, time_point now) {
  if (frozen_ || (!first_ && !for_scanning))
    return;
  if (!first_)
    first_ = now;
  ++total_;
  ++slot_of(now).sent;
}

void scan_meter::unsent(time_point now) {
  if (total_ == 0)
    return;
  // Also once frozen: a permit that comes back was never sent.
  --total_;
  if (auto& recent = slot_of(now); recent.sent > 0)
    --recent.sent;
}

void scan_meter::freeze(time_point now) {
  if (!frozen_)
    frozen_ = now;
}

duration scan_meter::elapsed(time_point now) const {
  return first_ ? frozen_.value_or(now) - *first_ : duration::zero();
}

std::uint64_t scan_meter::last_minute(time_point now) const {
  const auto end = second_of(frozen_.value_or(now));
  std::uint64_t result = 0;
  for (const auto& x : slots_)
    if (x.second >= end - 59 && x.second <= end)
      result += x.sent;
  return result;
}

duration scan_meter::last_minute_length(time_point now) const {
  const auto end = frozen_.value_or(now);
  // The slots cover whole seconds: 59 of them and the part of this one.
  const auto start = time_point{std::chrono::seconds{second_of(end) - 59}};
  return std::min(elapsed(now), end - start);
}

} // namespace ballast
