// The last look at an order before it is sent: is it the one that was approved,
// still now, and are there not too many of them?
//
//   leaving ─▶ as approved? ─▶ worth no more? ─▶ sent before? ─▶ too many?
//                                │ entries alone: halted? price too old?
//                                ▼
//                              sent, and counted
//
// One gate for each account, and no way around it. It trusts nobody before it:
// where strategy, sizing or risk go mad, what leaves in a minute is bounded.
// Entries are capped by number and by worth. Exits have a count of their own,
// as large, so that no number of entries stands in their way and a loop of
// exits ends all the same; so have guards, which are judged as exits.
//
// Source: faults.md, section 1, O7 and O8; SEC rule 15c3-5 (c)(1): orders that
// exceed thresholds or seem to be duplicates are kept from leaving.
#pragma once

#include "domain/decimal.hpp"
#include "domain/journal_entry.hpp"
#include "domain/order.hpp"
#include "domain/risk_rules.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace ballast {

/// An order with all that says whose it is and where it goes.
struct addressed_order {
  std::string venue;
  std::string account;
  symbol market;
  order_purpose purpose = order_purpose::entry;
  order_ticket ticket;
};

/// What was decided, journalled and shown to nobody but the gate since.
struct approved_order {
  addressed_order order;
  decimal value; ///< Of an entry: what risk has approved (risk_verdict::value).
  /// Of a market order by size: the price that its worth is reckoned with.
  decimal price_reference;
};

/// What can have changed since.
struct sending_conditions {
  bool entries_halted = false;
  duration data_age{0}; ///< Now, not when it was decided.
};

enum class gate_reason : std::uint8_t {
  not_as_approved,
  wrong_side,    ///< An entry that sells, or an exit that buys.
  unpriced,      ///< Nobody can say what it is worth.
  over_approval, ///< Worth more than was approved.
  halted,
  data_stale,
  sent_before,
  too_many_orders,
  too_much_notional,
};
constexpr std::size_t gate_reason_count = 9;
const char* to_string(gate_reason x) noexcept; ///< "too_many_orders"
/// What it means, for a person.
const char* to_sentence(gate_reason x) noexcept;

struct gate_refusal {
  gate_reason why = gate_reason::not_as_approved;
  std::string text; ///< A sentence for a person.
};

class final_gate {
public:
  explicit final_gate(const risk_rules& rules) : rules_{rules} {}

  /// Lets an order pass and counts it, or refuses it and counts nothing.
  /// @param now never goes back.
  std::optional<gate_refusal> pass(const addressed_order& leaving,
                                   const approved_order& approved,
                                   const sending_conditions& conditions,
                                   time_point now);
  /// Counts one that was sent before a restart, oldest first.
  void count(const addressed_order& sent, decimal worth, time_point at);

private:
  struct passed {
    std::string client_id;
    decimal worth;
    time_point at;
  };
  using window = std::deque<passed>;

  std::optional<gate_refusal> refuse_entry(const approved_order& approved,
                                           const sending_conditions& conditions,
                                           decimal worth) const;
  std::optional<gate_refusal> refuse_many(const addressed_order& leaving,
                                          decimal worth);
  window& window_of(order_purpose x) {
    return x == order_purpose::entry  ? entries_
           : x == order_purpose::exit ? exits_
                                      : guards_;
  }
  static void forget(window& x, time_point now);

  risk_rules rules_;
  window entries_; ///< Of the last minute; no longer than the cap.
  window exits_;
  window guards_;
};

/// What an order is worth at most in quote units, rounded up; zero where it is
/// a market order by size without a price to reckon with.
decimal worth_of(const order_ticket& x, decimal price_reference);

} // namespace ballast
