// The life of one order of ours, from the intent to its end. Total: every event
// in every state gives a state, and a note where the venue contradicts itself.
//
//   intended ──left──▶ sent ──accepted──▶ working ──▶ over
//       │               │ └──no word──▶ unknown ──found──▶ working
//       │               │                  │ └──surely absent──▶ absent
//       └──never left───┴──refused─────────┴──refused──▶ absent
//
// `unknown` is a state of its own: the venue may have the order. It ends on
// positive evidence alone (the venue shows it, or refused it), or when the
// venue, asked after the request can no longer be taken, does not have it.
// Errors of transport and parsing are never evidence. No placement is ever sent
// twice, so nothing here leads back to `sent`.
//
// `over` changes only by a fill that was on its way. What was filled never goes
// back, and each fill counts once, whoever tells of it.
//
// Source: faults.md, section 1, O1 to O5, M1, M2; E5 to E8, E14 to E16.
#pragma once

#include "domain/decimal.hpp"
#include "domain/order.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

enum class life_stage : std::uint8_t {
  intended, ///< Committed; no byte of its request has left.
  sent,     ///< A byte may have left; no answer yet.
  unknown,  ///< No answer that says: the venue may have it.
  working,  ///< The venue has it, and it may be filled.
  over,     ///< The venue had it, and nothing more can happen but late fills.
  absent,   ///< The venue never had it, or refused it.
};
const char* to_string(life_stage x) noexcept; ///< "unknown"

constexpr bool is_final(life_stage x) noexcept {
  return x == life_stage::over || x == life_stage::absent;
}

/// What cannot be and was said all the same. The venue's fact is recorded; who
/// reads it halts the market and tells somebody.
enum class contradiction : std::uint8_t {
  none,
  overfilled,       ///< More filled than ordered.
  impossible_fill,  ///< A price or a size that is not above zero.
  shrunk,           ///< Less filled than in an older report.
  risen_from_grave, ///< Open after it had ended, or placed after its absence.
  changed_identity, ///< Another side or market than ordered.
};
const char* to_string(contradiction x) noexcept; ///< "overfilled"

/// What is to be done next about an order.
enum class life_duty : std::uint8_t {
  none,
  ask,    ///< The venue, by client id: after `ask_after`.
  cancel, ///< Cancelling was wished for, and the venue has it.
};

class order_life {
public:
  /// @param window_end until when the venue may still take the request, in its
  ///        own time: its recvWindow, expTime, deadline, or how long one can be
  ///        under way.
  order_life(symbol market, order_ticket ticket, unix_time window_end);

  // -- what happens; each returns what of it cannot be ------------------------

  /// Its request is about to leave. Only after the intent is durable (O1).
  contradiction leaves();
  /// The transport is sure that no byte of it left.
  contradiction never_left();
  /// An answer to the placement, or none: `unknown` for every failure that is
  /// no word of the venue's. @param venue_id with accepted; may be empty.
  contradiction answered(placement fate, const std::string& venue_id);
  /// The venue shows the order: by question, list or stream, in any order.
  contradiction reported(const order_report& x);
  /// A fill, perhaps told before.
  contradiction filled(const fill& x);
  /// The venue, asked by its ids at `asked_at` (its time), does not have it.
  contradiction not_found(unix_time asked_at);
  /// Somebody wants it gone. A wish, until the venue has it.
  void wish_cancelled() noexcept { cancel_wished_ = true; }
  bool is_cancel_wished() const noexcept { return cancel_wished_; }

  // -- what is known ----------------------------------------------------------

  life_stage stage() const noexcept { return stage_; }
  const symbol& market() const noexcept { return market_; }
  const order_ticket& ticket() const noexcept { return ticket_; }
  const std::string& venue_id() const noexcept { return venue_id_; }
  /// How it ended, of `over` alone.
  order_state ending() const noexcept { return ending_; }
  /// In base units: the most that the venue has ever said, or its fills.
  decimal filled_size() const noexcept { return filled_; }
  /// In quote units, of the fills that were told one by one.
  decimal fills_cost() const noexcept { return fills_cost_; }
  decimal fills_size() const noexcept { return fills_size_; }
  /// Whether the fills told one by one are all there are: else ask for them.
  bool fills_complete() const noexcept { return fills_size_ == filled_; }
  life_duty duty() const noexcept;
  /// Before it, absence proves nothing.
  unix_time ask_after() const noexcept { return window_end_; }

private:
  contradiction take_filled(decimal cumulative);
  contradiction rise();
  void end(order_state how);

  symbol market_;
  order_ticket ticket_;
  unix_time window_end_;
  life_stage stage_ = life_stage::intended;
  order_state ending_ = order_state::pending;
  std::string venue_id_;
  std::optional<unix_time>
    updated_;           ///< By the latest report that dates itself.
  decimal told_filled_; ///< By that report.
  decimal filled_;
  decimal fills_size_;
  decimal fills_cost_;
  std::set<std::string> trades_; ///< Ids of fills that have counted.
  bool cancel_wished_ = false;
};

} // namespace ballast
