// Orders of one Kraken account.
#pragma once

#include "venues/kraken/calls.hpp"
#include "venues/kraken/names.hpp"
#include "venues/kraken/order_forms.hpp"
#include "venues/limit_table.hpp"
#include "venues/trading.hpp"

#include <string>

namespace ballast::venues::kraken {

/// Requests take their nonce when they are made, from the same source as all of
/// the account's. Answers are read with the pairs that the list of markets
/// explained: before it has been read, all markets are unknown.
///
/// Open and closed orders and fills come of all markets, whatever is asked for.
/// By our own id an order is looked for among the open ones first and then
/// among those that have ended (`more_query_request`); an id may be used again
/// once its order has ended.
class trader final : public trading {
public:
  /// All three outlive it.
  trader(calls& by, const pair_names& names, const account_limits& limits);

  order_abilities abilities(const market& what) const override;
  /// Source: order_forms.hpp, order_deadline.
  std::chrono::seconds placement_life() const override {
    return order_deadline;
  }
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
  std::optional<request> more_query_request(const order_ref& which,
                                            unix_time now) override;
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
  bool wants_stream_token() const noexcept override { return true; }
  std::optional<request> stream_token_request(unix_time now) override;
  answer<std::string> stream_token_answer(const net::reply& x) const override;

private:
  request posted(order_action what, form x, unix_time now);
  request got(order_action what, std::string target) const;

  calls& calls_;
  const pair_names& names_;
  const account_limits& limits_;
};

} // namespace ballast::venues::kraken
