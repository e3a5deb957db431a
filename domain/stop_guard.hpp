// The stop of a position asleep at its venue: should this node die, the venue
// still sells. One order a position, the guard; what is to be done about it now
// follows from what is held, its plan and what is known of the order.
//
//   nothing ──place──▶ asleep ──the market falls──▶ hit ──filled──▶ over
//      ▲                 │ the plan wants an exit, another size     │ not in
//      │                 │ or a higher stop                         │ time
//      └───── over ◀─────┴───────────── cancel ◀────────────────────┘
//
// The rules:
//  G1  There is never more than one live guard of a position, and what live
//      orders may still sell of it is never more than what is held. A guard
//      that may sell more than that is cancelled at once.
//  G2  An exit of the plan (a target, its own stop, whatever a person asks for)
//      first has the guard cancelled, and is sent once the guard is over and
//      all of its fills are known, for what is then left. A guard that is hit,
//      filled in part or with the price at its trigger, has `finish_within` to
//      end by itself before that.
//  G3  A guard is replaced where what is held has grown or its plan's stop has
//      risen by `raise_min`, not more often than once in `replace_every`, and
//      only where the next one can be placed. Its trigger never goes down while
//      the position lasts.
//  G4  None without a stop in the plan, where the venue takes none or nobody
//      wants one, below the venue's minima, or with the price at the stop
//      already: then the node's own stop is all there is.
//  G5  A guard that was refused, or that the venue ended unasked, is tried
//  again
//      after a pause that doubles; no pause ever holds up an exit.
//  G6  Its fate is settled as every order's is (order_desk.hpp): placed once,
//      and unknown until the venue says. Until then it counts as live.
//
// Source: issue "Exits always have a way": stop loss as a state to converge to,
// on the exchange where it offers it; docs/decisions/0023.
#pragma once

#include "domain/decimal.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/order_life.hpp"
#include "domain/risk_rules.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace ballast {

struct guard_rules {
  /// How far below its trigger a guard may sell, a fraction in [0, 1): more
  /// than an exit that somebody watches (risk_rules::max_slippage), since
  /// nobody follows the market down with another order.
  decimal slack = percent(2);
  /// By how much of the trigger a stop must have risen.
  decimal raise_min = decimal::from_units(percent(1).units() / 10);
  std::chrono::milliseconds replace_every = std::chrono::seconds{10};
  std::chrono::milliseconds finish_within = std::chrono::seconds{2};
  /// After the first failure, and at most.
  std::chrono::milliseconds retry_first = std::chrono::seconds{2};
  std::chrono::milliseconds retry_most = std::chrono::minutes{5};
};

/// The newest guard of a position, as the desk knows it.
struct guard_order {
  order_ticket ticket;
  life_stage stage = life_stage::intended;
  decimal filled;             ///< In base units.
  bool fills_complete = true; ///< All of these have been booked.
  bool is_cancelled = false;  ///< Somebody wishes so.
};

/// Whether a guard may still sell, or has sold what is not booked yet.
bool is_out(const std::optional<guard_order>& x) noexcept;

/// All that a decision rests on.
struct guard_view {
  decimal held;    ///< In base units, by our own books.
  double stop = 0; ///< The plan's; 0: none.
  /// Seen last; 0: nobody knows.
  double price = 0;
  bool is_exit_due = false; ///< And could be sent, were there no guard.
  /// One is out, its fate is unknown, or not all of its fills are booked.
  bool has_live_exit = false;
  bool has_live_entry = false; ///< The same: there may soon be more to guard.
  /// Whether the venue's orders are compared with the journal, and it answers.
  bool can_order = false;
  bool takes_stops = false; ///< The venue.
  bool is_wanted = true;    ///< As configured.
  ballast::market market;
  std::optional<guard_order> guard;
  unix_time now; ///< By the venue's time.
};

/// What is remembered of a position's guard from one decision to the next.
struct guard_memory {
  unix_time placed;     ///< The newest; before all time where none was.
  bool is_open = false; ///< Nobody has looked at how the newest ended.
  unsigned failures = 0;
  unix_time not_before;         ///< Of the next one, after a failure.
  std::optional<unix_time> hit; ///< When that was first seen.

  /// An intent is on its way to the journal.
  void intended(unix_time now) noexcept {
    placed = now;
    is_open = true;
    hit.reset();
  }
};

/// How things stand. A new one is added here and in stop_guard.cpp.
enum class guard_state : std::uint8_t {
  asleep,       ///< At the venue, as the plan has it.
  due,          ///< Is to be placed.
  settling,     ///< Being placed or cancelled; nobody knows more yet.
  finishing,    ///< Is hit, and has a moment to end by itself.
  exit_first,   ///< An exit is due or out.
  entry_first,  ///< An entry is out.
  no_stop,      ///< The plan has none.
  unwanted,     ///< Configured so.
  not_offered,  ///< The venue takes no stops.
  too_small,    ///< For the venue's minima.
  at_the_stop,  ///< The price is, or nobody knows it.
  paused,       ///< After a failure.
  unreachable,  ///< The venue is, or its orders are not compared yet.
  size_changed, ///< Replaced: what is held is.
  stop_rose,    ///< Replaced: the plan's stop did.
  unfinished,   ///< Hit, and not filled in time.
};
constexpr std::size_t guard_state_count = 16;
const char* to_string(guard_state x) noexcept; ///< "asleep"
/// What it means, for a person.
const char* to_sentence(guard_state x) noexcept;

enum class guard_action : std::uint8_t { none, place, cancel };

struct guard_step {
  guard_action action = guard_action::none;
  guard_state state = guard_state::asleep; ///< Of cancel: why.
  order_ticket ticket;                     ///< Of place; without a client id.
};

/// What is to be done now. Total: whatever the figures, there is an answer.
/// @param memory is brought up to date, but for `intended`.
guard_step next_step(const guard_rules& rules, guard_memory& memory,
                     const guard_view& x);

} // namespace ballast
