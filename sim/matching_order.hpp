// Orders, fills and refusals as a simulated venue keeps them, before they are
// put into any dialect.
#pragma once

#include "domain/market.hpp"
#include "domain/order.hpp"
#include "sim/matching_book.hpp"
#include "sim/wallet.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ballast::sim {

/// Why a venue does not do what it is asked. Each dialect has its own words.
enum class order_refusal : std::uint8_t {
  unknown_market,
  market_halted,     ///< Nothing new: halted, delisted or cancel-only.
  market_post_only,  ///< Only orders that add to the book.
  market_limit_only, ///< No market orders.
  bad_request,       ///< Neither size nor cost, or both; a limit without price.
  bad_price_step,
  bad_size_step,
  too_small,      ///< Below the least size.
  too_large,      ///< Above the greatest.
  below_notional, ///< price * size, or the cost, is too little.
  insufficient_funds,
  would_take, ///< Post-only, and its price meets the book.
  duplicate_client_id,
  too_many_open,
  unknown_order,
  order_is_over,
  cannot_amend,  ///< No resting limit order, or less than what is filled.
  would_trigger, ///< A stop whose trigger has been reached already.
};

/// Why an order came to its end, or `none`.
enum class order_ending : std::uint8_t {
  none,
  filled,
  by_user,
  expired,
  immediate,   ///< Of an IOC or a market order, what found nobody.
  all_or_none, ///< FOK that could not be filled whole.
  post_only,   ///< Would have taken, where the venue cancels such an order.
};

/// In which currency a fee is charged.
enum class fee_rule : std::uint8_t {
  quote,
  base,
  received, ///< Buyers pay in base, sellers in quote.
};

/// What a client asks for.
struct order_request {
  std::string market;  ///< The venue's id.
  order_ticket ticket; ///< `expires` counts whatever `lives` says.
  market_state state = market_state::tradable; ///< Of the market, now.
  std::optional<fee_rule> fee_in;              ///< Instead of the venue's.
  std::string note; ///< The dialect's own; comes back untouched.
};

/// One order as it stands.
struct order_record {
  std::uint64_t number = 0; ///< 1, 2, 3, … in order of arrival.
  std::string venue_id;
  std::size_t account = 0;
  std::string market;
  ballast::symbol symbol;
  order_ticket ticket;
  decimal filled;      ///< In base units.
  decimal filled_cost; ///< In quote units, without fees.
  decimal fee;         ///< Paid until now.
  decimal fee_exact;   ///< The same before it was rounded.
  fee_rule fee_in = fee_rule::quote;
  std::string fee_currency;
  std::uint32_t fills = 0;
  order_state state = order_state::pending;
  bool asleep = false; ///< A stop that waits for its trigger.
  order_ending ending = order_ending::none;
  decimal held; ///< What it holds of `held_currency`.
  std::string held_currency;
  unix_time received;
  unix_time queued; ///< In line since then: received, amended or woken.
  unix_time updated;
  std::optional<unix_time> last_fill;
  std::optional<unix_time> woken; ///< A stop: when its trigger was reached.
  std::uint32_t amendments = 0;
  std::string note;
};

/// Of all fills, to 10^-places; zero without any.
decimal average_price(const order_record& x, int places = 18);
/// What is not filled of an order by size; zero for one by cost.
decimal remaining(const order_record& x);

/// One fill and whose it is.
struct fill_record {
  std::uint64_t number = 0; ///< 1, 2, 3, … over all accounts.
  std::size_t account = 0;
  std::string market;
  fill what;
};

/// What one account's private stream has to tell.
struct account_event {
  enum class kind : std::uint8_t {
    accepted, ///< An order is in; it may rest, trade or end at once.
    traded,   ///< With `trade`.
    amended,
    ended,   ///< Over otherwise than by its last fill.
    balance, ///< With `currency` and `balance`.
    woken,   ///< A stop's trigger was reached: it is a limit order from now on.
  };
  std::uint64_t number = 0; ///< 1, 2, 3, … within the account.
  kind what = kind::accepted;
  unix_time at;
  order_record order; ///< As it was then; empty for a balance.
  std::optional<fill> trade;
  std::string currency;
  wallet balance;
};

/// What would become of an order now.
struct order_plan {
  const matching_market* market = nullptr;
  std::vector<book_level> takes; ///< What it takes from the book at once.
  decimal size;                  ///< Sum of that.
  decimal cost;                  ///< In quote units.
  decimal fee;        ///< Of that, in the currency that it is charged in.
  decimal needs;      ///< Of what it spends, with fees where those are spent.
  std::string spends; ///< The currency.
};

/// An order that was taken, or why not.
struct order_answer {
  const order_record* order = nullptr; ///< Until the engine is gone; or null.
  order_refusal why = order_refusal::unknown_market; ///< Where it is null.
  bool repeated = false; ///< The client id named one that was there before.

  explicit operator bool() const noexcept { return order != nullptr; }
};

} // namespace ballast::sim
