// The trading half of an account at Binance.
#pragma once

#include "venues/binance/caller.hpp"
#include "venues/binance/codec.hpp"
#include "venues/limit_table.hpp"
#include "venues/market_names.hpp"
#include "venues/trading.hpp"

namespace ballast::venues::binance {

/// What the venue has, and where it is narrower than venues/trading.hpp:
///
/// An order's client id is unique among open orders alone: an id that is used
/// again after its order has ended makes a second order, so none ever is.
/// Orders until a time or for a day are refused by the venue.
/// Closed orders and fills are asked for market by market; without one the
/// venue refuses. All orders are cancelled market by market too.
/// An amendment makes an order smaller and keeps its price.
/// There is no dead man's switch, and no token for streams: those are signed.
///
/// Spends of a book are those of up to 100 levels; a request for a deeper one
/// says what it spends itself. An empty market's open orders are all markets'.
class trader final : public trading {
public:
  /// All three outlive this.
  trader(const caller& by, const market_names& names,
         const account_limits& limits)
      : by_{by}, names_{names}, limits_{limits} {}

  order_abilities abilities(const market& what) const override;
  /// recvWindow, and the second that a clock may be ahead of the venue's.
  std::chrono::seconds placement_life() const override {
    return std::chrono::ceil<std::chrono::seconds>(receive_window)
           + std::chrono::seconds{1};
  }
  /// Source: "commissionAsset" of a fill, where fees are not paid in BNB.
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

private:
  request of_account(order_action x, const market* what,
                     std::string_view method, std::string_view path,
                     std::string parameters, unix_time now) const;

  const caller& by_;
  const market_names& names_;
  const account_limits& limits_;
};

} // namespace ballast::venues::binance
