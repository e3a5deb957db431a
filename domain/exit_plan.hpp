// The life of a position's exits, as a function of the prices that were seen.
//
//              first target                 second target
//   initial ─────────────────▶ at break-even ─────────────▶ trailing
//      │                            │                           │
//      └── low <= stop ─────────────┴──── all that is left ─────┘
//
// (as exit_rules::thirds() has it; other rules leave out one or the other.)
// Within one range of prices nobody knows which came first. The stop that held
// before is taken to be hit before any target; a stop that was raised within
// the range is hit only where the last price proves it.
#pragma once

#include "domain/decimal.hpp"
#include "domain/exit_rules.hpp"
#include "domain/market.hpp"
#include "domain/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

enum class decision_reason : std::uint8_t;

enum class stop_state : std::uint8_t { initial, break_even, trailing };

const char* to_string(stop_state x) noexcept; ///< "break_even"
/// Why a position ends whose stop is hit.
decision_reason reason_of(stop_state x) noexcept;

/// Where one position stands.
struct exit_plan {
  double price = 0;        ///< What was paid; > 0.
  double stop_first = 0;   ///< >= 0, < price. 0: there is none.
  double stop = 0;         ///< Only ever rises.
  double highest = 0;      ///< Since it was entered.
  double left = 1;         ///< Of the position as it was entered.
  std::size_t reached = 0; ///< Targets.
  stop_state state = stop_state::initial;
  unix_time entered;

  double risk() const noexcept { return price - stop_first; } ///< R

  friend bool operator==(const exit_plan&, const exit_plan&) = default;
};

/// @param stop the strategy's; the rules may put another in its place.
/// @pre price > 0, 0 <= stop < price
exit_plan begin_plan(double price, double stop, unix_time entered,
                     const exit_rules& rules);

/// As a line of the journal has it: eight fields, numbers in the shortest form
/// that reads as the same double.
std::string to_text(const exit_plan& x);
/// @returns nothing for text that `to_text` has not made.
std::optional<exit_plan> plan_of(std::string_view text);

/// The price of target `which`. @pre which < rules.targets.size()
double target_price(const exit_plan& x, const exit_rules& rules,
                    std::size_t which);

/// What prices were since a plan was last advanced.
struct price_range {
  double low = 0;
  double high = 0;
  double last = 0;
};

price_range range_of(const candle& x) noexcept;
/// The same of what a candle has newly told: `before` is what it was when it
/// was last looked at, or an older one.
price_range range_since(const candle& before, const candle& x) noexcept;
/// Both of them, `b` after `a`.
price_range joined(const price_range& a, const price_range& b) noexcept;
/// Whether these can be prices: finite, above zero, in order.
bool is_usable(const price_range& x) noexcept;

/// How much of a position its plan no longer holds: what is to be sold.
/// @param size what is held now. @param entered what it was at its largest.
decimal surplus_of(const exit_plan& x, decimal size, decimal entered);

/// A part that is to be sold.
struct exit_leg {
  double part = 0;  ///< Of the position as it was entered; > 0.
  double level = 0; ///< The price that called for it; 0 where a signal did.
  decision_reason why{};

  friend bool operator==(const exit_leg&, const exit_leg&) = default;
};

struct exit_step {
  exit_plan plan;             ///< `left` is 0 once all is sold.
  std::vector<exit_leg> legs; ///< In order; empty where nothing is to be done.
};

/// @pre is_usable(seen), x.left > 0
exit_step advance(const exit_plan& x, const exit_rules& rules,
                  const price_range& seen, unix_time now);

} // namespace ballast
