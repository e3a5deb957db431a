#include "domain/exit_rules.hpp"

#include <utility>

namespace ballast {

namespace {

using namespace std::chrono_literals;

/// What rounding may leave of a whole that was cut in parts.
constexpr double part_tolerance = 1e-9;

std::optional<fault> wrong_targets(const std::vector<exit_target>& all) {
  double sum = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& x = all[i];
    if (!(x.gain > 0))
      return fault{ec::invalid_argument, "a target's gain must be above 0"};
    if (!(x.part > 0))
      return fault{ec::invalid_argument, "a target's part must be above 0"};
    if (i > 0 && (x.unit != all[0].unit || !(x.gain > all[i - 1].gain)))
      return fault{ec::invalid_argument,
                   "targets must rise and be measured alike"};
    sum += x.part;
  }
  if (!(sum <= 1 + part_tolerance))
    return fault{ec::invalid_argument, "targets sell more than the position"};
  return std::nullopt;
}

} // namespace

exit_rules exit_rules::thirds() {
  exit_rules result;
  for (const auto gain : {1.0, 2.0, 3.0})
    result.targets.push_back({gain, target_unit::risk, 1.0 / 3});
  result.break_even = true;
  result.trail = 1;
  result.trail_from = 2;
  return result;
}

exit_rules exit_rules::profit_targets() {
  exit_rules result;
  result.targets
    = {{0.01, target_unit::price, 0.5}, {0.02, target_unit::price, 0.5}};
  result.stop = 0.01;
  result.held_max = 8h;
  return result;
}

result<exit_rules> validate(exit_rules x) {
  if (auto wrong = wrong_targets(x.targets))
    return *wrong;
  if (x.trail && !(*x.trail > 0))
    return fault{ec::invalid_argument, "a trailing distance must be above 0"};
  if (x.trail_from > x.targets.size())
    return fault{ec::invalid_argument,
                 "a stop cannot follow after more targets than there are"};
  if (x.stop && !(*x.stop > 0 && *x.stop < 1))
    return fault{ec::invalid_argument, "a stop must lie between 0 and 1"};
  if (x.held_max && *x.held_max <= 0s)
    return fault{ec::invalid_argument, "a holding time must be above 0"};
  return x;
}

} // namespace ballast
