#include "venues/okx/desk.hpp"

#include "venues/okx/order_codec.hpp"

#include <span>
#include <utility>

namespace ballast::venues::okx {

namespace {

std::string_view id_of(const market* what) noexcept {
  return what == nullptr ? std::string_view{} : what->venue_symbol;
}

} // namespace

void desk::use_account_level(std::string_view level) {
  trade_mode_ = trade_mode_of(level);
}

/// Source: "Place order", ordType, which has no time in force beside. Orders
/// that sleep are "algo orders", another interface; it is not spoken here, and
/// so the venue has none for us.
order_abilities desk::abilities(const market& /*what*/) const {
  auto x = order_abilities{};
  x.limit = {time_in_force::good_till_cancelled,
             time_in_force::immediate_or_cancel, time_in_force::fill_or_kill};
  x.post_only = {time_in_force::good_till_cancelled};
  x.market
    = {time_in_force::good_till_cancelled, time_in_force::immediate_or_cancel};
  return x;
}

std::vector<spend> desk::spends_of(order_action x,
                                   const market& /*what*/) const {
  return limits_.spends_of(x);
}

request desk::spending(order_action what, net::call made) const {
  return {std::move(made), limits_.spends_of(what)};
}

request desk::place_request(const market& what, const order_ticket& ticket,
                            unix_time now) {
  const auto one = ticket_of{what.venue_symbol, &ticket};
  auto made = placing({&one, 1}, trade_mode_);
  return spending(
    order_action::place,
    by_.timely_post(std::move(made.target), std::move(made.body), now));
}

placement_answer desk::place_answer(const net::reply& x) const {
  return decode_placement(x);
}

std::optional<request> desk::test_request(const market& /*what*/,
                                          const order_ticket& /*ticket*/,
                                          unix_time /*now*/) {
  return std::nullopt;
}

answer<done> desk::test_answer(const net::reply& /*x*/) const { return {}; }

request desk::cancel_request(const order_ref& which, unix_time now) {
  auto made = cancelling({&which, 1});
  return spending(
    order_action::cancel,
    by_.signed_post(std::move(made.target), std::move(made.body), now));
}

cancel_answer desk::cancel_answer_of(const net::reply& x) const {
  return decode_cancel(x);
}

std::optional<request> desk::cancel_all_request(const market* /*what*/,
                                                unix_time /*now*/) {
  return std::nullopt;
}

answer<done> desk::cancel_all_answer(const net::reply& /*x*/) const {
  return {};
}

std::optional<request> desk::amend_request(const order_ref& which,
                                           decimal price, decimal size,
                                           unix_time now) {
  auto made = amending(which, price, size);
  return spending(
    order_action::amend,
    by_.timely_post(std::move(made.target), std::move(made.body), now));
}

placement_answer desk::amend_answer(const net::reply& x) const {
  return decode_placement(x);
}

request desk::query_request(const order_ref& which, unix_time now) {
  return spending(order_action::query,
                  by_.signed_get(order_target(which), now));
}

answer<order_lookup> desk::query_answer(const net::reply& x) const {
  return decode_order(x);
}

request desk::open_orders_request(const market* what, const std::string& page,
                                  unix_time now) {
  return spending(order_action::open_orders,
                  by_.signed_get(open_orders_target(id_of(what), page), now));
}

answer<order_page> desk::open_orders_answer(const net::reply& x) const {
  return decode_orders(x);
}

request desk::closed_orders_request(const market* what,
                                    std::optional<unix_time> since,
                                    const std::string& page, unix_time now) {
  const auto archived = since && *since < now - history_reach;
  return spending(
    order_action::closed_orders,
    by_.signed_get(closed_orders_target(archived, id_of(what), page), now));
}

answer<order_page> desk::closed_orders_answer(const net::reply& x) const {
  return decode_orders(x);
}

request desk::fills_request(const market* what, std::optional<unix_time> since,
                            const std::string& page, unix_time now) {
  return spending(order_action::fills,
                  by_.signed_get(fills_target(id_of(what), since, page), now));
}

answer<fill_page> desk::fills_answer(const net::reply& x) const {
  return decode_fills(x);
}

request desk::fees_request(const market& what, unix_time now) {
  return spending(order_action::fees,
                  by_.signed_get(fees_target(what.venue_symbol), now));
}

answer<fee_tier> desk::fees_answer(const net::reply& x) const {
  return decode_fees(x);
}

request desk::book_request(const market& what, unsigned depth) {
  return spending(order_action::book,
                  by_.get(book_target(what.venue_symbol, depth)));
}

answer<book_levels> desk::book_answer(const net::reply& x) const {
  return decode_book(x);
}

request desk::trades_request(const market& what) {
  return spending(order_action::trades,
                  by_.get(trades_target(what.venue_symbol)));
}

answer<std::vector<trade>> desk::trades_answer(const net::reply& x) const {
  return decode_trades(x);
}

request desk::ticker_request(const market& what) {
  return spending(order_action::ticker,
                  by_.get(ticker_target(what.venue_symbol)));
}

answer<ticker> desk::ticker_answer(const net::reply& x) const {
  return decode_ticker(x);
}

std::optional<request> desk::dead_man_request(std::chrono::seconds after,
                                              unix_time now) {
  auto made = dead_man(after);
  return spending(
    order_action::dead_man,
    by_.signed_post(std::move(made.target), std::move(made.body), now));
}

answer<done> desk::dead_man_answer(const net::reply& x) const {
  return decode_dead_man(x);
}

} // namespace ballast::venues::okx
