// Orders of the simulated Alpaca: from the client's form to the engine, and
// what is told of them.
//
// Stocks trade in the session alone. What comes while it is closed is accepted
// all the same and waits for the opening; the engine sees it then.
//
//     form ──▶ checks ──▶ waits for the opening ──▶ engine ──▶ filled …
//                │ market is open ───────────────────▲
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/alpaca/desk_order.hpp"
#include "sim/alpaca/market_data.hpp"
#include "sim/alpaca/order_updates.hpp"
#include "sim/alpaca/wallets.hpp"
#include "sim/matching.hpp"
#include "sim/request_target.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim::alpaca {

/// Not thread-safe: its exchange has the lock.
class order_desk {
public:
  /// @param data outlives this
  order_desk(std::uint64_t seed, std::size_t accounts,
             const endowment& balances, market_data& data);

  const matching& engine() const noexcept { return engine_; }
  /// An asset as the engine trades it.
  const matching_market& market(const tape& of);
  /// What became of orders.
  const order_updates& updates() const noexcept { return updates_; }
  /// Lets time pass: what rests trades, and the opening is met.
  void advance(instant now);

  /// POST /v2/orders. @param dollars all that the account has, where a fault
  ///        says so
  net::reply place(std::size_t account, std::string_view body,
                   const std::optional<std::string>& dollars, instant now);
  /// GET /v2/orders: status, limit, after, until, direction, symbols, side.
  net::reply list(std::size_t account, const request_target& what) const;
  /// GET /v2/orders/{id}
  net::reply one(std::size_t account, std::string_view id) const;
  /// GET /v2/orders:by_client_order_id
  net::reply one_by_client(std::size_t account, std::string_view id) const;
  /// DELETE /v2/orders/{id} and DELETE /v2/orders
  net::reply cancel(std::size_t account, std::string_view id, instant now);
  net::reply cancel_all(std::size_t account, instant now);
  /// PATCH /v2/orders/{id}
  net::reply replace(std::size_t account, std::string_view id,
                     std::string_view body, instant now);
  /// GET /v2/account/activities/FILL: after, until, direction, page_size,
  /// page_token.
  net::reply fills(std::size_t account, const request_target& what) const;

  /// What an account owns and what it paid for it.
  portfolio owned(std::size_t account, instant now);

private:
  std::optional<net::reply> objection(std::size_t account,
                                      const order_form& form,
                                      const std::optional<std::string>& dollars,
                                      instant now);
  std::optional<net::reply> wash_trade(std::size_t account,
                                       const order_form& form) const;
  net::reply too_poor(std::size_t account, const order_form& form,
                      decimal needs) const;
  std::optional<net::reply> too_small(const order_form& form,
                                      decimal cost) const;
  desk_order& add(std::size_t account, const order_form& form, instant now);
  /// Hands an order to the engine. @returns whether it took it
  bool hand_over(desk_order& x, instant now);
  /// Begins the life of the newest order. @param waits for the opening
  void start(desk_order& x, bool waits, instant now);
  void cancel(desk_order& x, instant now);
  /// Gives up one that waits for the opening.
  void give_up(desk_order& x, instant now);
  void book_fees(unix_time now);
  /// Puts what the engine did into the updates.
  void note_news();
  void note(const std::vector<account_event>& news, std::size_t which);
  desk_order* find(std::size_t account, std::string_view id);
  const desk_order* find(std::size_t account, std::string_view id) const;
  decimal average_cost(std::size_t account, const tape& of) const;

  market_data& data_;
  std::uint64_t seed_;
  std::string next_id_; ///< Of the order that goes to the engine now.
  matching engine_;
  std::deque<desk_order> orders_; ///< As they came.
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> by_client_id_;
  std::vector<std::size_t> waiting_; ///< For the opening, first come first.
  std::vector<holding> first_;       ///< What each account had at first.
  order_updates updates_;
  std::size_t fees_booked_ = 0;      ///< Of the engine's fills.
  std::vector<std::uint64_t> heard_; ///< The engine's last event, by account.
};

} // namespace ballast::sim::alpaca
