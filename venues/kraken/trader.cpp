#include "venues/kraken/trader.hpp"

#include "venues/kraken/order_codec.hpp"
#include "venues/kraken/order_forms.hpp"

#include <cassert>
#include <utility>

namespace ballast::venues::kraken {

trader::trader(calls& by, const pair_names& names, const account_limits& limits)
    : calls_{by}, names_{names}, limits_{limits} {}

request trader::posted(order_action what, form x, unix_time now) {
  assert(calls_.has_credentials());
  return {calls_.post(std::move(x), now), limits_.spends_of(what)};
}

request trader::got(order_action what, std::string target) const {
  return {calls_.get(std::move(target)), limits_.spends_of(what)};
}

/// Source: "Add Order", timeinforce and oflags. That market orders take a time
/// in force is said nowhere, nor that stops may end at once; a volume in quote
/// currency is for buyers alone.
order_abilities trader::abilities(const market& /*what*/) const {
  auto x = order_abilities{};
  x.limit = {time_in_force::good_till_cancelled, time_in_force::good_till_time,
             time_in_force::immediate_or_cancel, time_in_force::fill_or_kill};
  x.post_only
    = {time_in_force::good_till_cancelled, time_in_force::good_till_time};
  x.market = {time_in_force::good_till_cancelled};
  x.stop_limit = x.post_only;
  x.sells_by_cost = false;
  return x;
}

std::vector<spend> trader::spends_of(order_action x,
                                     const market& /*what*/) const {
  return limits_.spends_of(x);
}

request trader::place_request(const market& what, const order_ticket& ticket,
                              unix_time now) {
  return posted(order_action::place, place_form(what, ticket, now, false), now);
}

placement_answer trader::place_answer(const net::reply& x) const {
  return decode_placement(x);
}

std::optional<request> trader::test_request(const market& what,
                                            const order_ticket& ticket,
                                            unix_time now) {
  return posted(order_action::test, place_form(what, ticket, now, true), now);
}

answer<done> trader::test_answer(const net::reply& x) const {
  return decode_test(x);
}

request trader::cancel_request(const order_ref& which, unix_time now) {
  return posted(order_action::cancel, cancel_form(which), now);
}

cancel_answer trader::cancel_answer_of(const net::reply& x) const {
  return decode_cancel(x);
}

std::optional<request> trader::cancel_all_request(const market* what,
                                                  unix_time now) {
  if (what != nullptr)
    return std::nullopt;
  return posted(order_action::cancel_all, cancel_all_form(), now);
}

answer<done> trader::cancel_all_answer(const net::reply& x) const {
  return decode_cancel_all(x);
}

std::optional<request> trader::amend_request(const order_ref& which,
                                             decimal price, decimal size,
                                             unix_time now) {
  return posted(order_action::amend, amend_form(which, price, size), now);
}

placement_answer trader::amend_answer(const net::reply& x) const {
  return decode_amendment(x);
}

request trader::query_request(const order_ref& which, unix_time now) {
  return posted(order_action::query, query_form(which), now);
}

std::optional<request> trader::more_query_request(const order_ref& which,
                                                  unix_time now) {
  if (!which.venue_id.empty())
    return std::nullopt;
  return posted(order_action::query, ended_query_form(which), now);
}

answer<order_lookup> trader::query_answer(const net::reply& x) const {
  return decode_lookup(x, names_);
}

request trader::open_orders_request(const market* /*what*/,
                                    const std::string& /*page*/,
                                    unix_time now) {
  return posted(order_action::open_orders, open_orders_form(), now);
}

answer<order_page> trader::open_orders_answer(const net::reply& x) const {
  return decode_open_orders(x, names_);
}

request trader::closed_orders_request(const market* /*what*/,
                                      std::optional<unix_time> since,
                                      const std::string& page, unix_time now) {
  return posted(order_action::closed_orders, closed_orders_form(since, page),
                now);
}

answer<order_page> trader::closed_orders_answer(const net::reply& x) const {
  return decode_closed_orders(x, names_);
}

request trader::fills_request(const market* /*what*/,
                              std::optional<unix_time> since,
                              const std::string& page, unix_time now) {
  return posted(order_action::fills, fills_form(since, page), now);
}

answer<fill_page> trader::fills_answer(const net::reply& x) const {
  return decode_fills(x, names_);
}

request trader::fees_request(const market& what, unix_time now) {
  return posted(order_action::fees, fees_form(what), now);
}

answer<fee_tier> trader::fees_answer(const net::reply& x) const {
  return decode_fees(x);
}

request trader::book_request(const market& what, unsigned depth) {
  return got(order_action::book, book_target(what, depth));
}

answer<book_levels> trader::book_answer(const net::reply& x) const {
  return decode_book(x, names_);
}

request trader::trades_request(const market& what) {
  return got(order_action::trades, trades_target(what));
}

answer<std::vector<trade>> trader::trades_answer(const net::reply& x) const {
  return decode_trades(x, names_);
}

request trader::ticker_request(const market& what) {
  return got(order_action::ticker, ticker_target(what));
}

answer<ticker> trader::ticker_answer(const net::reply& x) const {
  return decode_ticker(x, names_);
}

std::optional<request> trader::dead_man_request(std::chrono::seconds after,
                                                unix_time now) {
  return posted(order_action::dead_man, dead_man_form(after), now);
}

answer<done> trader::dead_man_answer(const net::reply& x) const {
  return decode_dead_man(x);
}

std::optional<request> trader::stream_token_request(unix_time now) {
  return posted(order_action::stream_token, stream_token_form(), now);
}

answer<std::string> trader::stream_token_answer(const net::reply& x) const {
  return decode_stream_token(x);
}

} // namespace ballast::venues::kraken
