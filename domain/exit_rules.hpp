// When a position ends: the rules that a strategy chooses from.
#pragma once

#include "domain/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ballast {

/// In what a target is measured.
enum class target_unit : std::uint8_t {
  risk,  ///< R: from what was paid to the first stop.
  price, ///< A fraction of what was paid: 0.02 is 2 %.
};

/// A price at which a part is sold.
struct exit_target {
  double gain = 0; ///< > 0
  target_unit unit = target_unit::risk;
  double part = 0; ///< Of the position as it was entered; > 0. The last target
                   ///< takes all that is left where all parts make up one.
};

struct exit_rules {
  std::vector<exit_target> targets; ///< The nearest first.
  /// Raise the stop to what was paid once the first target was reached.
  bool break_even = false;
  /// Let the stop follow the highest price at so many R.
  std::optional<double> trail;
  /// Targets that must have been reached before it does; at most all of them.
  std::size_t trail_from = 0;
  /// A stop at this fraction below what was paid, instead of the strategy's.
  std::optional<double> stop;
  /// End the position after this time at the latest.
  std::optional<std::chrono::seconds> held_max;

  /// Thirds at 1 R, 2 R and 3 R. After the first the stop goes to what was
  /// paid; from the second on it follows the highest price at 1 R.
  static exit_rules thirds();
  /// Those of the bot before this one: a stop at -1 %, targets of profit (half
  /// at +1 %, half at +2 %) and no longer than 8 hours.
  static exit_rules profit_targets();
  /// The strategy's own signal and its stop.
  static exit_rules stop_alone() { return {}; }
};

/// @returns ec::invalid_argument where targets do not rise, parts are not above
///          zero or exceed the whole, or a distance or time is not above zero.
result<exit_rules> validate(exit_rules x);

} // namespace ballast
