#include "venues/alpaca/trader.hpp"

#include "venues/alpaca/orders.hpp"
#include "venues/verdict.hpp"

#include <cassert>
#include <utility>

namespace ballast::venues::alpaca {

namespace {

/// The answer to what was never asked.
constexpr auto not_asked = "the venue has no such request";

} // namespace

void account_state::learn_shares(const std::vector<market>& listed) {
  std::vector<std::string> found;
  for (const auto& x : listed)
    if (x.kind == market_kind::equity && is_scannable(x.state))
      found.push_back(x.venue_symbol);
  if (!found.empty())
    shares = std::move(found);
}

request get_of(const account_state& from, const std::string& base,
               std::string target, std::vector<spend> spends) {
  request result;
  result.call.method = "GET";
  result.call.base = base;
  result.call.target = std::move(target);
  result.call.headers = {{"Accept", "application/json"}};
  result.spends = std::move(spends);
  if (from.credentials)
    from.credentials->add_to(result.call.headers);
  return result;
}

request trader::made(order_action what, std::string method,
                     std::string target) const {
  assert(state_.credentials);
  auto result = get_of(state_, state_.trading_base, std::move(target),
                       state_.limits.spends_of(what));
  result.call.method = std::move(method);
  return result;
}

request trader::data(order_action what, std::string target) const {
  return get_of(state_, state_.data_base, std::move(target),
                state_.limits.spends_of(what));
}

/// Source: "Orders at Alpaca", "Crypto orders", "Fractional trading". A market
/// order for shares is sent for the day where it has no end, see order_body.
order_abilities trader::abilities(const market& what) const {
  auto x = order_abilities{};
  if (is_crypto(what.venue_symbol)) {
    x.limit = x.market = {time_in_force::good_till_cancelled,
                          time_in_force::immediate_or_cancel};
    x.stop_limit = x.limit;
    return x;
  }
  x.limit = x.market
    = {time_in_force::good_till_cancelled, time_in_force::immediate_or_cancel,
       time_in_force::fill_or_kill, time_in_force::day};
  // That a stop of shares may end at once is said nowhere.
  x.stop_limit = {time_in_force::good_till_cancelled, time_in_force::day};
  x.limit_of_fractions = {time_in_force::day};
  x.market_of_fractions
    = {time_in_force::good_till_cancelled, time_in_force::day};
  return x;
}

std::vector<spend> trader::spends_of(order_action x,
                                     const market& /*what*/) const {
  return state_.limits.spends_of(x);
}

request trader::place_request(const market& what, const order_ticket& ticket,
                              unix_time now) {
  assert(ticket.client_id.size() <= client_id_max);
  const auto in_session
    = is_crypto(what.venue_symbol) || state_.hours.is_open(now);
  auto result = made(order_action::place, "POST", orders_target());
  result.call.headers.push_back({"Content-Type", "application/json"});
  result.call.body = order_body(what, ticket, in_session);
  return result;
}

placement_answer trader::place_answer(const net::reply& x) const {
  return decode_placement(x, state_.coins);
}

std::optional<request> trader::test_request(const market& /*what*/,
                                            const order_ticket& /*ticket*/,
                                            unix_time /*now*/) {
  return std::nullopt;
}

answer<done> trader::test_answer(const net::reply& x) const {
  return malformed<done>(x, not_asked);
}

request trader::cancel_request(const order_ref& which, unix_time /*now*/) {
  // Without an id the address would be that of all orders.
  assert(!which.venue_id.empty());
  constexpr auto none = std::string_view{"none"};
  return made(order_action::cancel, "DELETE",
              order_target(which.venue_id.empty() ? none : which.venue_id));
}

cancel_answer trader::cancel_answer_of(const net::reply& x) const {
  return decode_cancel(x);
}

std::optional<request> trader::cancel_all_request(const market* what,
                                                  unix_time /*now*/) {
  if (what != nullptr)
    return std::nullopt;
  return made(order_action::cancel_all, "DELETE", orders_target());
}

answer<done> trader::cancel_all_answer(const net::reply& x) const {
  return decode_cancel_all(x);
}

std::optional<request> trader::amend_request(const order_ref& /*which*/,
                                             decimal /*price*/,
                                             decimal /*size*/,
                                             unix_time /*now*/) {
  return std::nullopt;
}

placement_answer trader::amend_answer(const net::reply& x) const {
  placement_answer result;
  static_cast<answer<order_report>&>(result)
    = malformed<order_report>(x, not_asked);
  return result;
}

request trader::query_request(const order_ref& which, unix_time /*now*/) {
  assert(!which.venue_id.empty() || !which.client_id.empty());
  return made(order_action::query, "GET",
              which.venue_id.empty() ? client_order_target(which.client_id)
                                     : order_target(which.venue_id));
}

answer<order_lookup> trader::query_answer(const net::reply& x) const {
  return decode_lookup(x, state_.coins);
}

request trader::open_orders_request(const market* what, const std::string& page,
                                    unix_time /*now*/) {
  return made(order_action::open_orders, "GET",
              order_list_target("open", what, page));
}

answer<order_page> trader::open_orders_answer(const net::reply& x) const {
  return decode_orders(x, state_.coins);
}

request trader::closed_orders_request(const market* what,
                                      std::optional<unix_time> since,
                                      const std::string& page,
                                      unix_time /*now*/) {
  const auto from = since ? moment_before(*since) : std::string{};
  return made(order_action::closed_orders, "GET",
              order_list_target("closed", what, page.empty() ? from : page));
}

answer<order_page> trader::closed_orders_answer(const net::reply& x) const {
  return decode_orders(x, state_.coins);
}

request trader::fills_request(const market* /*what*/,
                              std::optional<unix_time> since,
                              const std::string& page, unix_time /*now*/) {
  return made(order_action::fills, "GET", fills_target(since, page));
}

answer<fill_page> trader::fills_answer(const net::reply& x) const {
  return decode_fills(x, state_.coins);
}

request trader::fees_request(const market& what, unix_time /*now*/) {
  return made(order_action::fees, "GET", fees_target(what.venue_symbol));
}

answer<fee_tier> trader::fees_answer(const net::reply& x) const {
  return decode_fees(x);
}

request trader::book_request(const market& what, unsigned /*depth*/) {
  return data(order_action::book, book_target(what.venue_symbol));
}

answer<book_levels> trader::book_answer(const net::reply& x) const {
  return decode_book(x);
}

request trader::trades_request(const market& what) {
  return data(order_action::trades, trades_target(what.venue_symbol));
}

answer<std::vector<trade>> trader::trades_answer(const net::reply& x) const {
  return decode_trades(x, state_.coins);
}

request trader::ticker_request(const market& what) {
  return data(order_action::ticker, ticker_target(what.venue_symbol));
}

answer<ticker> trader::ticker_answer(const net::reply& x) const {
  return decode_ticker(x);
}

} // namespace ballast::venues::alpaca
