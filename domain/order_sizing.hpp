// From what is wished to an order that the venue takes: an entry of money that
// risk has approved, an exit of a part of what is held.
//
//   money ─▶ less the fee ─▶ cost, or size at a price ─▶ down to the steps
//     ─▶ at least the venue's minima, and still when it is sold at the stop
//
//   part ─▶ down to the step ─▶ up to what can be sold ─▶ all of it, where what
//     would stay could not be sold
//
// Everything is rounded to the safe side: an entry never spends more than it
// may, its fee and its slippage among it, and an exit never sells more than is
// held. This is the one place where a price of statistics becomes one to send.
#pragma once

#include "domain/decimal.hpp"
#include "domain/decision.hpp"
#include "domain/exit_plan.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/order_gate.hpp"
#include "domain/risk_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace ballast {

enum class order_style : std::uint8_t {
  market_by_cost, ///< Spends a sum. Exits are by size all the same.
  market_by_size,
  limit, ///< At the price of the decision.
};

/// Where an order would go.
struct sizing_place {
  ballast::market market;
  order_abilities venue;
  order_style style = order_style::market_by_cost;
  /// Of the order as it is meant to be filled, a fraction; >= 0. Where nobody
  /// knows: the taker's.
  decimal fee;
  /// What a unit costs (for an entry) or brings (for an exit) now; zero where
  /// nobody knows.
  decimal price_now;
  /// What a market order may get worse than that by, a fraction in [0, 1).
  decimal slippage = decimal::from_units(percent(1).units() / 2);
  /// Of what a market order spends: cents are taken for dollars everywhere.
  decimal cost_step = percent(1);
  /// Instead of good till cancelled (market orders) and immediate or cancel
  /// (limits), where the venue has it.
  std::optional<time_in_force> lives;
};

/// The account's, in quote units.
struct sizing_means {
  decimal spend; ///< Approved by risk; the fee is paid of it.
  decimal available;
  decimal min_balance;
};

/// What is to be sold of.
struct sizing_holding {
  decimal held;         ///< In base units, free to be sold.
  decimal entered;      ///< In base units, what parts are parts of.
  bool is_last = false; ///< Nothing is to stay.
};

struct sized_order {
  order_ticket ticket; ///< Its client id is the intent's to give.
  /// What the gate reckons a market order by size with (approved_order).
  decimal price_reference;
};

/// Why there is no order. A new one is added here and in order_sizing.cpp.
enum class sizing_objection : std::uint8_t {
  figures_unusable,
  balance_below_minimum,
  not_offered,
  too_small,
  too_small_to_sell,
  dust,
};
constexpr std::size_t sizing_objection_count = 6;
const char* to_string(sizing_objection x) noexcept; ///< "too_small_to_sell"
/// What it means, for a person.
const char* to_sentence(sizing_objection x) noexcept;

struct sizing_refusal {
  sizing_objection why = sizing_objection::figures_unusable;
  ballast::figures figures;
  std::string text; ///< A sentence for a person.
};

using sizing = std::variant<sized_order, sizing_refusal>;

/// What an entry asks risk for: its part of the equity, rounded down; zero
/// where the figures cannot be.
decimal spend_wished(const entry& x, decimal equity);

sizing size_entry(const entry& x, const sizing_place& where,
                  const sizing_means& means);

/// A leg too small to be sold alone grows until it can be, or the position
/// would never get smaller.
sizing size_exit(const exit_leg& x, const sizing_place& where,
                 const sizing_holding& holding);

} // namespace ballast
