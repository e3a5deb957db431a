// The trading half of Alpaca's adapter: venues/trading.hpp asked over REST.
#pragma once

#include "venues/alpaca/credentials.hpp"
#include "venues/alpaca/names.hpp"
#include "venues/alpaca/session.hpp"
#include "venues/limit_table.hpp"
#include "venues/trading.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ballast::venues::alpaca {

/// What an adapter and its halves know in common. What was learned from
/// answers stands here, as reading them is const for all venues.
struct account_state {
  account_limits limits;
  std::string trading_base;
  std::string data_base;
  std::optional<alpaca::credentials> credentials;
  coin_names coins;
  std::vector<std::string> shares; ///< That are traded, by their symbol.
  session hours;

  /// Remembers the shares of a list; one without any takes nothing away.
  void learn_shares(const std::vector<market>& listed);
};

/// A GET of one of both hosts, with the credentials where there are some:
/// without them the venue refuses, which says the same as we could.
request get_of(const account_state& from, const std::string& base,
               std::string target, std::vector<spend> spends);

/// What the venue does not have is absent: no test of orders (paper accounts
/// are for that), no change of an order that keeps its id (a replacement gets
/// another), no dead man's switch, no token for streams, and no cancelling of
/// all orders of one market.
///
/// Orders are cancelled by the venue's id alone: @pre cancel_request gets one.
/// Asked about one, the list of closed orders tells those that were *submitted*
/// since the moment given, and that of fills those of all markets.
/// place_request is for the session alone, see order_body.
class trader final : public trading {
public:
  /// @param state outlives this.
  explicit trader(const account_state& state) : state_{state} {}

  order_abilities abilities(const market& what) const override;
  /// Nothing in a request bounds it: an assumed time, and two questions.
  /// Source: the sheet, "Errors" (5xx, timeout); unconfirmed there.
  std::chrono::seconds placement_life() const override {
    return std::chrono::seconds{60};
  }
  unsigned absences_needed() const override { return 2; }
  /// Source: "Crypto fees".
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
  /// To the trading host.
  request made(order_action what, std::string method, std::string target) const;
  request data(order_action what, std::string target) const;

  const account_state& state_;
};

} // namespace ballast::venues::alpaca
