// One line of the journal: a fact about an account's orders that must survive.
//
// An entry is the event itself. What an account's orders are is what follows
// from its entries in their order (domain/order_desk.hpp), in the moment they
// are written as much as when they are read again after a crash.
//
// Every kind uses some of the fields; the others stay as they are made.
#pragma once

#include "domain/decimal.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ballast {

/// What an entry tells. Numbers are stored: add at the end, change none.
enum class journal_kind : std::uint8_t {
  intent = 0,    ///< An order is wanted: the ticket, purpose, why (`text`) and,
                 ///< in `until`, when the venue can no longer take its request.
  unsent,        ///< Surely no byte of its request left; `text` says why.
  answer,        ///< What the venue said to the request: `fate`, `text`.
  report,        ///< The order as the venue told it.
  fill,          ///< One trade of ours.
  absent,        ///< Asked after `until`, the venue does not have the order.
  cancel_wish,   ///< Somebody wants it gone; `text` says why.
  plan,          ///< The exits of a position now (`text`); empty: none left.
  halt,          ///< No new entries from here on; `text` says why.
  resume,        ///< New entries again.
  foreign,       ///< An order at the venue that is none of ours.
  contradiction, ///< The venue said what cannot be: `text`.
  marks,         ///< What losses are measured from (domain/entry_halts.hpp).
};
constexpr auto journal_kind_last = journal_kind::marks;
const char* to_string(journal_kind x) noexcept; ///< "cancel_wish"

/// What an order is for.
enum class order_purpose : std::uint8_t {
  entry, ///< Opens a position or adds to one.
  exit,  ///< Makes one smaller.
  guard, ///< An exit that sleeps at the venue until a stop is hit.
};
const char* to_string(order_purpose x) noexcept; ///< "exit"

struct journal_entry {
  journal_kind kind = journal_kind::intent;
  unix_time at; ///< By our clock, for people.
  std::string venue;
  std::string account;
  std::string client_id; ///< Of the intent that it is about; empty: of none.
  std::string venue_id;
  ballast::symbol symbol;
  ballast::side side = ballast::side::buy;
  order_type type = order_type::limit;
  time_in_force lives = time_in_force::good_till_cancelled;
  bool post_only = false;
  order_purpose purpose = order_purpose::entry;
  placement fate = placement::unknown;
  order_state state = order_state::pending;
  decimal size;    ///< In base units: of the ticket, the report or the fill.
  decimal cost;    ///< In quote units: of a ticket sized by it.
  decimal price;   ///< Of the ticket, the report or the fill.
  decimal trigger; ///< Of a stop_limit's ticket; else zero.
  decimal filled;
  decimal filled_cost;
  decimal fee;
  std::string fee_currency;
  std::string trade_id;
  std::optional<unix_time> expires; ///< Of a ticket good till a time.
  /// Of an intent: see there. Of report and fill: the venue's own time of it.
  std::optional<unix_time> until;
  std::string text;

  friend bool operator==(const journal_entry&, const journal_entry&) = default;
};

/// The ticket of an intent.
order_ticket ticket_of(const journal_entry& x);
order_report report_of(const journal_entry& x);
fill fill_of(const journal_entry& x);

/// Entries of what a venue told.
journal_entry entry_of(const order_report& x);
journal_entry entry_of(const fill& x);

} // namespace ballast
