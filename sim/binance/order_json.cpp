#include "sim/binance/order_json.hpp"

#include "sim/binance/figures.hpp"
#include "sim/object_writer.hpp"
#include "sim/wallet.hpp"

namespace ballast::sim::binance {

namespace {

std::int64_t milliseconds_of(unix_time x) {
  return x.time_since_epoch().count();
}

/// What a market order by cost asks for is what it got.
decimal asked_size(const order_record& x) {
  return x.ticket.size.is_zero() ? x.filled : x.ticket.size;
}

/// When it came to the book; -1 while it sleeps.
std::int64_t working_time(const order_record& x) {
  return x.asleep ? -1 : milliseconds_of(x.woken.value_or(x.received));
}

void append_figures(object_writer& to, const symbol& x,
                    const order_record& order) {
  to.text("price", price_text(x, order.ticket.price))
    .text("origQty", size_text(x, asked_size(order)))
    .text("executedQty", size_text(x, order.filled))
    .text("origQuoteOrderQty", price_text(x, order.ticket.cost))
    .text("cummulativeQuoteQty", price_text(x, order.filled_cost))
    .text("status", status_of(order))
    .text("timeInForce", life_of_order(order))
    .text("type", type_of(order))
    .text("side", side_of(order));
}

} // namespace

std::string_view status_of(const order_record& x) {
  switch (x.state) {
  case order_state::pending:
    return "PENDING_NEW";
  case order_state::open:
    return x.fills > 0 ? "PARTIALLY_FILLED" : "NEW";
  case order_state::filled:
    return "FILLED";
  case order_state::cancelled:
    return x.ending == order_ending::by_user ? "CANCELED" : "EXPIRED";
  case order_state::expired:
    return "EXPIRED";
  case order_state::rejected:
    break;
  }
  return "REJECTED";
}

std::string_view type_of(const order_record& x) {
  if (x.ticket.type == order_type::market)
    return "MARKET";
  if (x.ticket.type == order_type::stop_limit)
    return "STOP_LOSS_LIMIT";
  return x.ticket.post_only ? "LIMIT_MAKER" : "LIMIT";
}

std::string_view life_of_order(const order_record& x) {
  if (x.ticket.type == order_type::market)
    return "GTC";
  if (x.ticket.lives == time_in_force::immediate_or_cancel)
    return "IOC";
  return x.ticket.lives == time_in_force::fill_or_kill ? "FOK" : "GTC";
}

std::string_view side_of(const order_record& x) {
  return x.ticket.side == side::buy ? "BUY" : "SELL";
}

std::string placed_json(const symbol& x, const order_record& order,
                        const std::vector<const fill_record*>& fills,
                        std::string_view kind) {
  auto out = std::string{};
  auto to = object_writer{out};
  to.text("symbol", x.id)
    .bare("orderId", order.venue_id)
    .number("orderListId", -1)
    .text("clientOrderId", order.ticket.client_id)
    .number("transactTime", milliseconds_of(order.received));
  if (kind == "ACK") {
    to.end();
    return out;
  }
  append_figures(to, x, order);
  if (order.ticket.type == order_type::stop_limit)
    to.text("stopPrice", price_text(x, order.ticket.trigger));
  to.number("workingTime", working_time(order))
    .text("selfTradePreventionMode", order.note);
  if (kind == "FULL") {
    auto list = std::string{"["};
    for (const auto* each : fills)
      object_writer{list}
        .text("price", price_text(x, each->what.price))
        .text("qty", size_text(x, each->what.size))
        .text("commission", padded_text(each->what.fee, 8))
        .text("commissionAsset", each->what.fee_currency)
        .bare("tradeId", each->what.trade_id)
        .end();
    to.bare("fills", list + ']');
  }
  to.end();
  return out;
}

std::string cancelled_json(const symbol& x, const order_record& order,
                           std::string_view cancel_id) {
  auto out = std::string{};
  auto to = object_writer{out};
  to.text("symbol", x.id)
    .text("origClientOrderId", order.ticket.client_id)
    .bare("orderId", order.venue_id)
    .number("orderListId", -1)
    .text("clientOrderId", cancel_id)
    .number("transactTime", milliseconds_of(order.updated));
  append_figures(to, x, order);
  to.text("selfTradePreventionMode", order.note).end();
  return out;
}

std::string order_json(const symbol& x, const order_record& order) {
  auto out = std::string{};
  auto to = object_writer{out};
  to.text("symbol", x.id)
    .bare("orderId", order.venue_id)
    .number("orderListId", -1)
    .text("clientOrderId", order.ticket.client_id);
  append_figures(to, x, order);
  to.text("stopPrice", price_text(x, order.ticket.trigger))
    .text("icebergQty", size_text(x, decimal{}))
    .number("time", milliseconds_of(order.received))
    .number("updateTime", milliseconds_of(order.updated))
    .flag("isWorking", !order.asleep)
    .number("workingTime", working_time(order))
    .text("selfTradePreventionMode", order.note)
    .end();
  return out;
}

std::string amended_json(const symbol& x, const order_record& order) {
  auto amended = std::string{};
  object_writer{amended}
    .text("symbol", x.id)
    .bare("orderId", order.venue_id)
    .number("orderListId", -1)
    .text("origClientOrderId", order.ticket.client_id)
    .text("clientOrderId", order.ticket.client_id)
    .text("price", price_text(x, order.ticket.price))
    .text("qty", size_text(x, order.ticket.size))
    .text("executedQty", size_text(x, order.filled))
    .text("preventedQty", size_text(x, decimal{}))
    .text("quoteOrderQty", price_text(x, decimal{}))
    .text("cumulativeQuoteQty", price_text(x, order.filled_cost))
    .text("status", status_of(order))
    .text("timeInForce", life_of_order(order))
    .text("type", type_of(order))
    .text("side", side_of(order))
    .number("workingTime", milliseconds_of(order.received))
    .text("selfTradePreventionMode", order.note)
    .end();
  auto out = std::string{};
  object_writer{out}
    .number("transactTime", milliseconds_of(order.updated))
    .number("executionId", order.amendments)
    .bare("amendedOrder", amended)
    .end();
  return out;
}

std::string fill_json(const symbol& x, const fill_record& one) {
  const auto& what = one.what;
  auto out = std::string{};
  object_writer{out}
    .text("symbol", x.id)
    .bare("id", what.trade_id)
    .bare("orderId", what.order_id)
    .number("orderListId", -1)
    .text("price", price_text(x, what.price))
    .text("qty", size_text(x, what.size))
    .text("quoteQty", price_text(x, product(what.price, what.size)))
    .text("commission", padded_text(what.fee, 8))
    .text("commissionAsset", what.fee_currency)
    .number("time", milliseconds_of(what.at))
    .flag("isBuyer", what.side == side::buy)
    .flag("isMaker", what.maker.value_or(false))
    .flag("isBestMatch", true)
    .end();
  return out;
}

} // namespace ballast::sim::binance
