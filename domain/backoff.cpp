#include "domain/backoff.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast {

namespace {

using namespace std::chrono_literals;

constexpr duration delay_first = 250ms;
constexpr duration delay_max = 20s;
constexpr auto window = 60s;

std::int64_t epoch_of(time_point x) noexcept {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()) / 5s;
}

} // namespace

duration next_delay(unsigned attempt, double random) noexcept {
  assert(0 <= random && random < 1);
  // Seven doublings pass the maximum; more would only overflow.
  const auto doubled = delay_first * (1U << std::min(attempt, 7U));
  const auto longest = std::min(doubled, delay_max);
  return duration{std::llround(random * static_cast<double>(longest.count()))};
}

retry_budget::retry_budget() : retry_budget(options{}) {}

retry_budget::retry_budget(options opts) : opts_{opts} {
  assert(opts_.share >= 0);
}

void retry_budget::succeeded(time_point now) {
  const auto epoch = epoch_of(now);
  auto& slot = buckets_[static_cast<std::size_t>(epoch) % buckets_.size()];
  if (slot.epoch != epoch)
    slot = bucket{epoch, 0};
  ++slot.successes;
}

bool retry_budget::take(time_point now) {
  while (!retries_.empty() && retries_.front() + window <= now)
    retries_.pop_front();
  if (static_cast<double>(retries_.size() + 1) > allowed(now))
    return false;
  retries_.push_back(now);
  return true;
}

double retry_budget::allowed(time_point now) const noexcept {
  const auto epoch = epoch_of(now);
  const auto oldest = epoch - static_cast<std::int64_t>(buckets_.size());
  auto successes = std::uint64_t{0};
  for (const auto& slot : buckets_)
    if (slot.epoch > oldest && slot.epoch <= epoch)
      successes += slot.successes;
  return opts_.per_minute + opts_.share * static_cast<double>(successes);
}

} // namespace ballast
