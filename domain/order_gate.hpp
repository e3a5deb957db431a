// Whether an order may be asked for at all, decided before anything is spent on
// it: what the venue would refuse, or take as something else, goes no further
// than this.
//
//   ticket ─▶ its form ─▶ what the venue has ─▶ what the market takes now
//                │               │                      │
//                ▼               ▼                      ▼ refusal: what is
//                                                         wrong, what to do
//
// A pure function of what it is given. Money is no question here.
#pragma once

#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ballast {

/// Some of the times in force.
class life_set {
public:
  constexpr life_set() noexcept = default;
  constexpr life_set(std::initializer_list<time_in_force> all) noexcept {
    for (const auto x : all)
      bits_ = static_cast<std::uint8_t>(bits_ | bit_of(x));
  }
  constexpr bool has(time_in_force x) const noexcept {
    return (bits_ & bit_of(x)) != 0;
  }
  constexpr bool is_empty() const noexcept { return bits_ == 0; }

private:
  static constexpr std::uint8_t bit_of(time_in_force x) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(x));
  }

  std::uint8_t bits_ = 0;
};

/// Which orders a venue has, for one of its markets.
struct order_abilities {
  life_set limit;     ///< Lives of limit orders that may take.
  life_set post_only; ///< Lives of limit orders that may not; empty: none such.
  life_set market;    ///< Lives of market orders; empty: none such.
  /// Lives of orders that sleep until their trigger and are limit orders from
  /// then on, never post-only; empty: none such.
  life_set stop_limit = {};
  bool sells_by_cost = true; ///< Market orders that sell for a sum.
  /// Lives of what is sized in fractions or by cost, where those are fewer;
  /// stops are limit orders here.
  std::optional<life_set> limit_of_fractions;
  std::optional<life_set> market_of_fractions;
};

/// What is known of the market's session. Coins are always in session.
struct session_view {
  bool is_open = true;
  std::optional<unix_time> next_open; ///< Where the calendar tells.
};

enum class order_objection : std::uint8_t {
  client_id,     ///< Not of the form that every venue takes.
  sizing,        ///< Not exactly one of size and cost, or a limit by cost.
  pricing,       ///< No price, or a market order with one.
  expiry,        ///< Good till a time without one, with one past, or the like.
  type,          ///< A kind of order that the venue does not have.
  post_only,     ///< The venue has no such order.
  time_in_force, ///< The venue does not offer it for this order.
  market_closed, ///< Halted, delisted, cancel-only.
  market_only_posts,
  market_only_limits,
  price_step,
  size_step,
  too_small,
  too_large,
  too_little_value,
  out_of_session,
  trigger, ///< A stop without one or with its price beyond it, or no stop.
};
constexpr auto order_objection_count
  = static_cast<std::size_t>(order_objection::trigger) + 1;

struct order_refused {
  order_objection why = order_objection::client_id;
  std::string text; ///< A sentence for a person: what is wrong, what to do.
};

/// 32 lower-case hexadecimal digits, the first of them a letter: the one form
/// that all five venues take. Sources: the venues' sheets; Kraken's is a UUID
/// without its dashes, OKX has neither dashes nor underscores.
bool is_client_id(std::string_view x) noexcept;

/// The first thing that is wrong, or nothing. The value of an order that is a
/// market order by size is not known here and so not compared.
/// @param now by the venue's time
std::optional<order_refused> refusal_of(const order_ticket& ticket,
                                        const market& what,
                                        const order_abilities& venue,
                                        const session_view& session,
                                        unix_time now);

} // namespace ballast
