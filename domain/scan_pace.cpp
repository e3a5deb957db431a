#include "domain/scan_pace.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ballast {

namespace {

// A part is kept for exits, and permits come in bunches: less is no news.
constexpr double worth_telling = 0.25;
// Whatever was measured: with nothing a turn would never end.
constexpr double least = 0.01;

} // namespace

void scan_pace::sent(std::size_t scans, duration took, time_point now) {
  scans_ += scans;
  took_ += took;
  if (took_ < block)
    return;
  const auto pace = static_cast<double>(std::exchange(scans_, 0))
                    / seconds(std::exchange(took_, duration::zero()));
  if (!pace_ || now - pace_at_ > known_for
      || std::abs(pace - *pace_) > worth_telling * *pace_)
    pace_ = pace;
  pace_at_ = now;
}

double scan_pace::of(double published, time_point now) const noexcept {
  if (!pace_ || now - pace_at_ > known_for
      || *pace_ >= (1 - worth_telling) * published)
    return published;
  return std::max(*pace_, least * published);
}

} // namespace ballast
