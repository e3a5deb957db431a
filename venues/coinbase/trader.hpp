// Coinbase's half of an account that trades: see venues/trading.hpp.
#pragma once

#include "venues/coinbase/caller.hpp"
#include "venues/coinbase/signer.hpp"
#include "venues/limit_table.hpp"
#include "venues/trading.hpp"

#include <string>
#include <vector>

namespace ballast::venues::coinbase {

/// Books, trades and prices come from the public twins of their endpoints and
/// spend the IP's budget; all else is signed and spends the account's.
///
/// What the venue does not have: cancelling everything in one call (list the
/// open orders, cancel each), a dead man's switch, stream tokens (its streams
/// are signed). Orders are cancelled, edited and read by the venue's id alone;
/// by a client id they can be looked for in a list (query_answer_of).
class trader final : public trading {
public:
  /// Both outlive this.
  trader(caller& by, const account_limits& limits) : by_{by}, limits_{limits} {}

  order_abilities abilities(const market& what) const override;
  /// As long as its token lives. Source: signer.hpp.
  std::chrono::seconds placement_life() const override {
    return signer::lifetime;
  }
  std::vector<spend> spends_of(order_action x,
                               const market& what) const override;

  request place_request(const market& what, const order_ticket& ticket,
                        unix_time now) override;
  placement_answer place_answer(const net::reply& x) const override;

  /// By POST /orders/preview, which places nothing.
  std::optional<request> test_request(const market& what,
                                      const order_ticket& ticket,
                                      unix_time now) override;
  answer<done> test_answer(const net::reply& x) const override;

  /// @pre which.venue_id is known
  request cancel_request(const order_ref& which, unix_time now) override;
  cancel_answer cancel_answer_of(const net::reply& x) const override;

  std::optional<request> cancel_all_request(const market* what,
                                            unix_time now) override;
  answer<done> cancel_all_answer(const net::reply& x) const override;

  /// Orders good till cancelled alone. Absent unless both figures are given:
  /// the venue reads a missing one as zero.
  /// @pre which.venue_id is known
  std::optional<request> amend_request(const order_ref& which, decimal price,
                                       decimal size, unix_time now) override;
  placement_answer amend_answer(const net::reply& x) const override;

  /// By the venue's id where it is known; else the newest orders of the market,
  /// to be read by query_answer_of.
  request query_request(const order_ref& which, unix_time now) override;
  answer<order_lookup> query_answer(const net::reply& x) const override;
  answer<order_lookup> query_answer_of(const net::reply& x,
                                       const order_ref& which) const override;

  /// First all pages of those that are OPEN, then what lives among the orders
  /// of the last hour: the venue's filter leaves out what is PENDING or QUEUED.
  request open_orders_request(const market* what, const std::string& page,
                              unix_time now) override;
  answer<order_page> open_orders_answer(const net::reply& x) const override;
  answer<order_page>
  open_orders_answer_of(const net::reply& x,
                        const std::string& page) const override;

  /// @param since counts by the time of creation.
  request closed_orders_request(const market* what,
                                std::optional<unix_time> since,
                                const std::string& page,
                                unix_time now) override;
  answer<order_page> closed_orders_answer(const net::reply& x) const override;

  request fills_request(const market* what, std::optional<unix_time> since,
                        const std::string& page, unix_time now) override;
  answer<fill_page> fills_answer(const net::reply& x) const override;

  /// The same for all markets.
  request fees_request(const market& what, unix_time now) override;
  answer<fee_tier> fees_answer(const net::reply& x) const override;

  request book_request(const market& what, unsigned depth) override;
  answer<book_levels> book_answer(const net::reply& x) const override;

  request trades_request(const market& what) override;
  answer<std::vector<trade>> trades_answer(const net::reply& x) const override;

  request ticker_request(const market& what) override;
  answer<ticker> ticker_answer(const net::reply& x) const override;

private:
  caller& by_;
  const account_limits& limits_;
};

} // namespace ballast::venues::coinbase
