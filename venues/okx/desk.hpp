// The trading half of OKX's adapter.
#pragma once

#include "venues/limit_table.hpp"
#include "venues/okx/caller.hpp"
#include "venues/trading.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::okx {

/// Orders are placed, amended and cancelled one at a time, and what places or
/// amends one is void ten seconds later (order_request_life).
///
/// There is no test of an order, and no request that cancels all of them: the
/// venue has the first in account modes with margin alone, and the second for
/// options alone. The dead man's switch covers all orders of the account.
///
/// Completed orders of the last seven days come from one list, older ones from
/// the archive, both by when they were placed and not by when they ended: what
/// comes back may be older than what was asked for. An order that was cancelled
/// without a fill is in either for two hours only.
class desk final : public trading {
public:
  /// Both outlive this object.
  desk(const caller& by, const account_limits& limits)
      : by_{by}, limits_{limits} {}

  /// How the account pays for orders, by acctLv of its configuration. Until it
  /// is known they are paid in cash, which the modes with margin refuse.
  void use_account_level(std::string_view level);

  order_abilities abilities(const market& what) const override;
  /// Source: caller.hpp, order_request_life.
  std::chrono::seconds placement_life() const override {
    return order_request_life;
  }
  /// Source: "feeCcy" of an order.
  bool takes_fees_from_received() const noexcept override { return true; }
  std::vector<spend> spends_of(order_action x,
                               const market& what) const override;
  request place_request(const market& what, const order_ticket& ticket,
                        unix_time now) override;
  placement_answer place_answer(const net::reply& x) const override;
  std::optional<request> test_request(const market& what,
                                      const order_ticket& ticket,
                                      unix_time now) override;
  answer<done> test_answer(const net::reply& x) const override;
  request cancel_request(const order_ref& which, unix_time now) override;
  cancel_answer cancel_answer_of(const net::reply& x) const override;
  std::optional<request> cancel_all_request(const market* what,
                                            unix_time now) override;
  answer<done> cancel_all_answer(const net::reply& x) const override;
  std::optional<request> amend_request(const order_ref& which, decimal price,
                                       decimal size, unix_time now) override;
  placement_answer amend_answer(const net::reply& x) const override;
  request query_request(const order_ref& which, unix_time now) override;
  answer<order_lookup> query_answer(const net::reply& x) const override;
  request open_orders_request(const market* what, const std::string& page,
                              unix_time now) override;
  answer<order_page> open_orders_answer(const net::reply& x) const override;
  request closed_orders_request(const market* what,
                                std::optional<unix_time> since,
                                const std::string& page,
                                unix_time now) override;
  answer<order_page> closed_orders_answer(const net::reply& x) const override;
  request fills_request(const market* what, std::optional<unix_time> since,
                        const std::string& page, unix_time now) override;
  answer<fill_page> fills_answer(const net::reply& x) const override;
  request fees_request(const market& what, unix_time now) override;
  answer<fee_tier> fees_answer(const net::reply& x) const override;
  request book_request(const market& what, unsigned depth) override;
  answer<book_levels> book_answer(const net::reply& x) const override;
  request trades_request(const market& what) override;
  answer<std::vector<trade>> trades_answer(const net::reply& x) const override;
  request ticker_request(const market& what) override;
  answer<ticker> ticker_answer(const net::reply& x) const override;
  std::optional<request> dead_man_request(std::chrono::seconds after,
                                          unix_time now) override;
  answer<done> dead_man_answer(const net::reply& x) const override;

private:
  request spending(order_action what, net::call made) const;

  const caller& by_;
  const account_limits& limits_;
  std::string_view trade_mode_ = "cash";
};

} // namespace ballast::venues::okx
