#include "venues/binance/trader.hpp"

#include "venues/binance/limits.hpp"
#include "venues/binance/order_codec.hpp"

#include <utility>

namespace ballast::venues::binance {

namespace {

constexpr auto order_path = std::string_view{"/api/v3/order"};
constexpr auto test_path = std::string_view{"/api/v3/order/test"};
constexpr auto amend_path
  = std::string_view{"/api/v3/order/amend/keepPriority"};
constexpr auto open_path = std::string_view{"/api/v3/openOrders"};
constexpr auto all_path = std::string_view{"/api/v3/allOrders"};
constexpr auto fills_path = std::string_view{"/api/v3/myTrades"};
constexpr auto fees_path = std::string_view{"/api/v3/account/commission"};

} // namespace

/// Source: "New order", mandatory parameters by type; STOP_LOSS_LIMIT takes a
/// time in force as LIMIT does, and that of its limit order is meant.
/// LIMIT_MAKER and MARKET have no time in force: the one rests, the other does
/// not.
order_abilities trader::abilities(const market& /*what*/) const {
  auto x = order_abilities{};
  x.limit = {time_in_force::good_till_cancelled,
             time_in_force::immediate_or_cancel, time_in_force::fill_or_kill};
  x.post_only = {time_in_force::good_till_cancelled};
  x.market
    = {time_in_force::good_till_cancelled, time_in_force::immediate_or_cancel};
  x.stop_limit = x.limit;
  return x;
}

std::vector<spend> trader::spends_of(order_action x, const market& what) const {
  if (x == order_action::open_orders && what.venue_symbol.empty())
    return limits_.spends_of(x, {.variant = all_markets});
  return limits_.spends_of(x);
}

request trader::of_account(order_action x, const market* what,
                           std::string_view method, std::string_view path,
                           std::string parameters, unix_time now) const {
  return {signed_call(by_, method, path, std::move(parameters), now),
          spends_of(x, what != nullptr ? *what : market{})};
}

request trader::place_request(const market& what, const order_ticket& ticket,
                              unix_time now) {
  return of_account(order_action::place, &what, "POST", order_path,
                    order_parameters(what, ticket), now);
}

placement_answer trader::place_answer(const net::reply& x) const {
  return decode_placement(x, names_);
}

std::optional<request> trader::test_request(const market& what,
                                            const order_ticket& ticket,
                                            unix_time now) {
  return of_account(order_action::test, &what, "POST", test_path,
                    order_parameters(what, ticket), now);
}

answer<done> trader::test_answer(const net::reply& x) const {
  return decode_test(x);
}

request trader::cancel_request(const order_ref& which, unix_time now) {
  return of_account(order_action::cancel, &which.what, "DELETE", order_path,
                    order_parameters(which), now);
}

cancel_answer trader::cancel_answer_of(const net::reply& x) const {
  return decode_cancel(x);
}

std::optional<request> trader::cancel_all_request(const market* what,
                                                  unix_time now) {
  if (what == nullptr)
    return std::nullopt;
  return of_account(order_action::cancel_all, what, "DELETE", open_path,
                    market_parameters(what), now);
}

answer<done> trader::cancel_all_answer(const net::reply& x) const {
  return decode_cancel_all(x);
}

std::optional<request> trader::amend_request(const order_ref& which,
                                             decimal price, decimal size,
                                             unix_time now) {
  if (!price.is_zero() || size <= decimal{})
    return std::nullopt;
  return of_account(order_action::amend, &which.what, "PUT", amend_path,
                    amend_parameters(which, size), now);
}

placement_answer trader::amend_answer(const net::reply& x) const {
  return decode_amendment(x, names_);
}

request trader::query_request(const order_ref& which, unix_time now) {
  return of_account(order_action::query, &which.what, "GET", order_path,
                    order_parameters(which), now);
}

answer<order_lookup> trader::query_answer(const net::reply& x) const {
  return decode_query(x, names_);
}

request trader::open_orders_request(const market* what,
                                    const std::string& /*page*/,
                                    unix_time now) {
  return of_account(order_action::open_orders, what, "GET", open_path,
                    market_parameters(what), now);
}

answer<order_page> trader::open_orders_answer(const net::reply& x) const {
  return decode_open_orders(x, names_);
}

request trader::closed_orders_request(const market* what,
                                      std::optional<unix_time> since,
                                      const std::string& page, unix_time now) {
  return of_account(order_action::closed_orders, what, "GET", all_path,
                    closed_orders_parameters(what, since, page), now);
}

answer<order_page> trader::closed_orders_answer(const net::reply& x) const {
  return decode_closed_orders(x, names_);
}

request trader::fills_request(const market* what,
                              std::optional<unix_time> since,
                              const std::string& page, unix_time now) {
  return of_account(order_action::fills, what, "GET", fills_path,
                    fills_parameters(what, since, page), now);
}

answer<fill_page> trader::fills_answer(const net::reply& x) const {
  return decode_fills(x, names_);
}

request trader::fees_request(const market& what, unix_time now) {
  return of_account(order_action::fees, &what, "GET", fees_path,
                    market_parameters(&what), now);
}

answer<fee_tier> trader::fees_answer(const net::reply& x) const {
  return decode_fees(x);
}

request trader::book_request(const market& what, unsigned depth) {
  return {public_call(by_, book_target(what, depth)),
          limits_.spends_of(order_action::book, {.size = depth})};
}

answer<book_levels> trader::book_answer(const net::reply& x) const {
  return decode_book(x);
}

request trader::trades_request(const market& what) {
  return {public_call(by_, trades_target(what)),
          spends_of(order_action::trades, what)};
}

answer<std::vector<trade>> trader::trades_answer(const net::reply& x) const {
  return decode_trades(x);
}

request trader::ticker_request(const market& what) {
  return {public_call(by_, ticker_target(what)),
          spends_of(order_action::ticker, what)};
}

answer<ticker> trader::ticker_answer(const net::reply& x) const {
  return decode_ticker(x, names_);
}

} // namespace ballast::venues::binance
