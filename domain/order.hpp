// Orders, fills and books, as every venue's are told here.
//
// A report says what the venue says now; it is no decision of ours. What a
// venue does not tell stays empty or zero, and is never guessed.
#pragma once

#include "domain/decimal.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

/// Numbers are stored: add at the end, change none.
enum class order_type : std::uint8_t {
  market,
  limit,
  other,
  stop_limit, ///< Sleeps at the venue, and is a limit order once triggered.
};

enum class time_in_force : std::uint8_t {
  good_till_cancelled,
  good_till_time, ///< Until `expires`.
  immediate_or_cancel,
  fill_or_kill,
  day, ///< Until the session closes: stocks.
};

/// What one order asks for. Exactly one of `size` and `cost` is above zero;
/// only a market order may be sized by what it spends.
struct order_ticket {
  std::string client_id; ///< Ours, in a form that the venue takes.
  ballast::side side = ballast::side::buy;
  order_type type = order_type::limit;
  decimal size;  ///< In base units, a multiple of the market's step.
  decimal cost;  ///< In quote units.
  decimal price; ///< Of a limit order, a multiple of the market's tick.
  time_in_force lives = time_in_force::good_till_cancelled;
  std::optional<unix_time> expires; ///< With good_till_time, and only then.
  bool post_only = false;
  /// Of a stop_limit, and only of one: it wakes once the market trades there or
  /// beyond (a sale below, a purchase above). A multiple of the tick.
  decimal trigger = {};
};

/// What became of a request to place an order. Never guessed: `refused` is said
/// only where the venue's own words prove that no order came of it.
enum class placement : std::uint8_t { accepted, refused, unknown };

enum class order_state : std::uint8_t {
  pending, ///< Taken, and in no book yet.
  open,    ///< In the book, filled in part or not at all.
  filled,
  cancelled, ///< Perhaps after a part was filled.
  expired,
  rejected,
};

/// Whether nothing more can happen to an order.
constexpr bool is_over(order_state x) noexcept {
  return x != order_state::pending && x != order_state::open;
}

const char* to_string(order_state x) noexcept; ///< "filled"
const char* to_string(placement x) noexcept;   ///< "unknown"

/// An order as its venue tells it.
struct order_report {
  std::string venue_id;
  std::string client_id; ///< Empty where it has none, or the venue is silent.
  ballast::symbol symbol;
  ballast::side side = ballast::side::buy;
  order_type type = order_type::limit;
  time_in_force lives = time_in_force::good_till_cancelled;
  bool post_only = false;
  decimal size;             ///< In base units; zero where sized by its cost.
  decimal cost;             ///< In quote units; zero where sized in base units.
  decimal price;            ///< Zero: none.
  decimal filled;           ///< In base units, of all fills.
  decimal filled_cost;      ///< In quote units, without fees.
  decimal average_price;    ///< Of all fills; zero without any.
  decimal fee;              ///< Paid until now; below zero: earned.
  std::string fee_currency; ///< Empty where the venue does not tell.
  order_state state = order_state::pending;
  std::string reason; ///< The venue's own word for why it ended; or empty.
  std::optional<unix_time> created;
  std::optional<unix_time> updated;
};

/// One trade of ours.
struct fill {
  std::string trade_id;  ///< Unique in its venue and market.
  std::string order_id;  ///< The venue's.
  std::string client_id; ///< Empty where the venue does not tell.
  ballast::symbol symbol;
  ballast::side side = ballast::side::buy;
  decimal price;
  decimal size; ///< In base units.
  decimal fee;  ///< Below zero: earned.
  std::string fee_currency;
  std::optional<bool> maker;
  unix_time at;
};

/// One trade of the market's.
struct trade {
  std::string trade_id; ///< Empty where the venue numbers none.
  ballast::symbol symbol;
  std::optional<ballast::side> taker;
  decimal price;
  decimal size; ///< In base units.
  unix_time at;
};

struct book_level {
  decimal price;
  decimal size; ///< In base units; zero in a change: the level is gone.

  friend bool operator==(const book_level&, const book_level&) = default;
};

/// A book, or what changed of one.
struct book_levels {
  ballast::symbol symbol;
  std::vector<book_level> bids; ///< Best first.
  std::vector<book_level> asks; ///< Best first.
  std::optional<unix_time> at;
  /// The venue's number of this state; 0 where it numbers none.
  std::uint64_t sequence = 0;
};

/// What trading costs, as fractions: 0.0025 is 0.25 %; below zero: earned.
struct fee_tier {
  decimal maker;
  decimal taker;
};

} // namespace ballast
