#include "venues/coinbase/trader.hpp"

#include "venues/coinbase/trading_codec.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace ballast::venues::coinbase {

namespace {

/// Pages of the list behind that of open orders begin so.
constexpr auto recent = std::string_view{"recent:"};
/// How long an order may be PENDING or QUEUED. Assumed: the venue says "for a
/// moment". One that is longer is asked for by its id all the same.
constexpr auto pending_at_most = std::chrono::hours{1};

std::string_view id_of(const market* x) {
  return x == nullptr ? std::string_view{} : std::string_view{x->venue_symbol};
}

} // namespace

/// Source: "Create Order", order_configuration.
order_abilities trader::abilities(const market& /*what*/) const {
  auto x = order_abilities{};
  x.limit = {time_in_force::good_till_cancelled, time_in_force::good_till_time,
             time_in_force::immediate_or_cancel, time_in_force::fill_or_kill};
  x.post_only
    = {time_in_force::good_till_cancelled, time_in_force::good_till_time};
  x.market = {time_in_force::good_till_cancelled,
              time_in_force::immediate_or_cancel, time_in_force::fill_or_kill};
  x.stop_limit = x.post_only;
  return x;
}

std::vector<spend> trader::spends_of(order_action x,
                                     const market& /*what*/) const {
  return limits_.spends_of(x);
}

request trader::place_request(const market& what, const order_ticket& ticket,
                              unix_time now) {
  return by_.signed_post(limits_.spends_of(order_action::place),
                         orders_target(), order_body(what.venue_symbol, ticket),
                         now);
}

placement_answer trader::place_answer(const net::reply& x) const {
  return decode_placement(x);
}

std::optional<request> trader::test_request(const market& what,
                                            const order_ticket& ticket,
                                            unix_time now) {
  auto nameless = ticket;
  nameless.client_id.clear();
  return by_.signed_post(limits_.spends_of(order_action::test),
                         preview_target(),
                         order_body(what.venue_symbol, nameless), now);
}

answer<done> trader::test_answer(const net::reply& x) const {
  return decode_preview(x);
}

request trader::cancel_request(const order_ref& which, unix_time now) {
  const auto ids = std::array{which.venue_id};
  return by_.signed_post(limits_.spends_of(order_action::cancel),
                         cancel_target(), cancel_body(ids), now);
}

cancel_answer trader::cancel_answer_of(const net::reply& x) const {
  return decode_cancel(x);
}

std::optional<request> trader::cancel_all_request(const market* /*what*/,
                                                  unix_time /*now*/) {
  return std::nullopt;
}

answer<done> trader::cancel_all_answer(const net::reply& /*x*/) const {
  return {};
}

std::optional<request> trader::amend_request(const order_ref& which,
                                             decimal price, decimal size,
                                             unix_time now) {
  if (price.is_zero() || size.is_zero())
    return std::nullopt;
  return by_.signed_post(limits_.spends_of(order_action::amend), edit_target(),
                         edit_body(which.venue_id, price, size), now);
}

placement_answer trader::amend_answer(const net::reply& x) const {
  return decode_edit(x);
}

request trader::query_request(const order_ref& which, unix_time now) {
  return by_.signed_get(limits_.spends_of(order_action::query),
                        which.venue_id.empty() ? order_list_target(
                          which.what.venue_symbol, which.since, which.page)
                                               : order_target(which.venue_id),
                        now);
}

answer<order_lookup> trader::query_answer(const net::reply& x) const {
  return decode_lookup(x);
}

answer<order_lookup> trader::query_answer_of(const net::reply& x,
                                             const order_ref& which) const {
  return which.venue_id.empty() ? decode_lookup_among(x, which.client_id)
                                : decode_lookup(x);
}

request trader::open_orders_request(const market* what, const std::string& page,
                                    unix_time now) {
  const auto is_recent = page.starts_with(recent);
  return by_.signed_get(
    limits_.spends_of(order_action::open_orders),
    is_recent ? order_list_target(id_of(what), now - pending_at_most,
                                  page.substr(recent.size()))
              : open_order_list_target(id_of(what), page),
    now);
}

answer<order_page> trader::open_orders_answer(const net::reply& x) const {
  return decode_orders(x, which_orders::live);
}

answer<order_page>
trader::open_orders_answer_of(const net::reply& x,
                              const std::string& page) const {
  auto result = open_orders_answer(x);
  if (!result.value)
    return result;
  auto& next = result.value->next;
  if (page.starts_with(recent) ? !next.empty() : next.empty())
    next.insert(0, recent);
  return result;
}

request trader::closed_orders_request(const market* what,
                                      std::optional<unix_time> since,
                                      const std::string& page, unix_time now) {
  return by_.signed_get(limits_.spends_of(order_action::closed_orders),
                        order_list_target(id_of(what), since, page), now);
}

answer<order_page> trader::closed_orders_answer(const net::reply& x) const {
  return decode_orders(x, which_orders::over);
}

request trader::fills_request(const market* what,
                              std::optional<unix_time> since,
                              const std::string& page, unix_time now) {
  return by_.signed_get(limits_.spends_of(order_action::fills),
                        fills_target(id_of(what), since, page), now);
}

answer<fill_page> trader::fills_answer(const net::reply& x) const {
  return decode_fills(x);
}

request trader::fees_request(const market& /*what*/, unix_time now) {
  return by_.signed_get(limits_.spends_of(order_action::fees), fees_target(),
                        now);
}

answer<fee_tier> trader::fees_answer(const net::reply& x) const {
  return decode_fees(x);
}

request trader::book_request(const market& what, unsigned depth) {
  return by_.get(limits_.spends_of(order_action::book),
                 book_target(what.venue_symbol, depth));
}

answer<book_levels> trader::book_answer(const net::reply& x) const {
  return decode_book(x);
}

request trader::trades_request(const market& what) {
  constexpr unsigned count = 100;
  return by_.get(limits_.spends_of(order_action::trades),
                 trades_target(what.venue_symbol, count));
}

answer<std::vector<trade>> trader::trades_answer(const net::reply& x) const {
  return decode_trades(x);
}

request trader::ticker_request(const market& what) {
  return by_.get(limits_.spends_of(order_action::ticker),
                 trades_target(what.venue_symbol, 1));
}

answer<ticker> trader::ticker_answer(const net::reply& x) const {
  return decode_ticker(x);
}

} // namespace ballast::venues::coinbase
