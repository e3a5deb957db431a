#include "sim/okx/order_json.hpp"

#include "sim/object_writer.hpp"
#include "sim/okx/market_data.hpp"

namespace ballast::sim::okx {

namespace {

std::string_view state_of(const order_record& x) {
  switch (x.state) {
  case order_state::pending:
  case order_state::open:
    return x.fills > 0 ? "partially_filled" : "live";
  case order_state::filled:
    return "filled";
  default:
    return "canceled";
  }
}

std::string_view type_of(const order_ticket& x) {
  if (x.type == order_type::market)
    return "market";
  if (x.post_only)
    return "post_only";
  if (x.lives == time_in_force::immediate_or_cancel)
    return "ioc";
  return x.lives == time_in_force::fill_or_kill ? "fok" : "limit";
}

/// Source: okx.md section 6.2.
std::string_view source_of(order_ending x) {
  switch (x) {
  case order_ending::by_user:
    return "1";
  case order_ending::all_or_none:
    return "13";
  case order_ending::immediate:
    return "14";
  case order_ending::post_only:
    return "31";
  default:
    return "";
  }
}

/// Empty where there is none.
std::string figure(decimal x) { return x.is_zero() ? "" : x.to_string(); }

} // namespace

namespace {

/// What an order says of itself wherever it is told.
void append_order(object_writer& to, const order_record& x) {
  const auto& ticket = x.ticket;
  const auto by_cost = ticket.size.is_zero();
  to.text("instType", "SPOT")
    .text("instId", x.market)
    .text("ordId", x.venue_id)
    .text("clOrdId", ticket.client_id)
    .text("tag", "")
    .text("px", figure(ticket.price))
    .text("sz", (by_cost ? ticket.cost : ticket.size).to_string())
    .text("tgtCcy", ticket.type != order_type::market ? ""
                    : by_cost                         ? "quote_ccy"
                                                      : "base_ccy")
    .text("ordType", type_of(ticket))
    .text("side", ticket.side == side::buy ? "buy" : "sell")
    .text("posSide", "net")
    .text("tdMode", "cash")
    .text("state", state_of(x))
    .text("accFillSz", x.filled.to_string())
    .text("fee", (-x.fee).to_string())
    .text("feeCcy", x.fee_currency)
    .text("rebate", "0")
    .text("rebateCcy",
          x.fee_currency == x.symbol.base ? x.symbol.quote : x.symbol.base)
    .text("cancelSource", source_of(x.ending))
    .text("cancelSourceReason", "")
    .text("category", "normal")
    .text("cTime", milliseconds_text(x.received))
    .text("uTime", milliseconds_text(x.updated))
    .text("tradeQuoteCcy", x.symbol.quote)
    .text("stpMode", "cancel_maker")
    .text("reduceOnly", "false");
  for (const auto* name :
       {"ccy", "lever", "pnl", "source", "stpId", "algoId", "algoClOrdId",
        "slOrdPx", "slTriggerPx", "slTriggerPxType", "tpOrdPx", "tpTriggerPx",
        "tpTriggerPxType", "pxUsd", "pxVol", "pxType", "quickMgnType"})
    to.text(name, "");
  to.bare("attachAlgoOrds", "[]").bare("linkedAlgoOrd", R"({"algoId":""})");
}

} // namespace

std::string order_json(const order_record& x) {
  auto out = std::string{};
  auto to = object_writer{out};
  append_order(to, x);
  to.text("avgPx", figure(average_price(x)))
    .text("fillPx", figure(average_price(x)))
    .text("fillSz", x.filled.to_string())
    .text("fillTime", x.last_fill ? milliseconds_text(*x.last_fill) : "")
    .text("tradeId", "")
    .end();
  return out;
}

std::string pushed_order_json(const account_event& x) {
  auto out = std::string{};
  auto to = object_writer{out};
  append_order(to, x.order);
  const auto average = average_price(x.order);
  to.text("avgPx", average.is_zero() ? "0" : average.to_string())
    .text("code", "0")
    .text("msg", "")
    .text("reqId", "")
    .text("amendResult", x.what == account_event::kind::amended ? "0" : "")
    .text("amendSource", x.what == account_event::kind::amended ? "1" : "");
  if (x.trade) {
    const auto& fill = *x.trade;
    to.text("fillPx", fill.price.to_string())
      .text("fillSz", fill.size.to_string())
      .text("fillTime", milliseconds_text(fill.at))
      .text("tradeId", fill.trade_id)
      .text("fillFee", (-fill.fee).to_string())
      .text("fillFeeCcy", fill.fee_currency)
      .text("execType", fill.maker.value_or(false) ? "M" : "T");
  } else {
    to.text("fillSz", "0").text("fillFee", "0");
    for (const auto* name :
         {"fillPx", "fillTime", "tradeId", "fillFeeCcy", "execType"})
      to.text(name, "");
  }
  for (const auto* name :
       {"fillNotionalUsd", "notionalUsd", "fillPnl", "lastPx"})
    to.text(name, "");
  to.end();
  return out;
}

std::string fill_json(const fill_record& x) {
  const auto& what = x.what;
  const auto is_maker = what.maker.value_or(false);
  auto out = std::string{};
  object_writer{out}
    .text("instType", "SPOT")
    .text("instId", x.market)
    .text("tradeId", what.trade_id)
    .text("ordId", what.order_id)
    .text("clOrdId", what.client_id)
    .text("billId", std::to_string(900'000'000 + x.number))
    .text("tag", "")
    .text("fillPx", what.price.to_string())
    .text("fillSz", what.size.to_string())
    .text("side", what.side == side::buy ? "buy" : "sell")
    .text("posSide", "net")
    .text("execType", is_maker ? "M" : "T")
    .text("feeCcy", what.fee_currency)
    .text("fee", (-what.fee).to_string())
    .text("feeRate", is_maker ? "-0.0008" : "-0.001")
    .text("subType", what.side == side::buy ? "1" : "2")
    .text("tradeQuoteCcy", what.symbol.quote)
    .text("fillTime", milliseconds_text(what.at))
    .text("ts", milliseconds_text(what.at))
    .end();
  return out;
}

} // namespace ballast::sim::okx
