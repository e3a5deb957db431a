#include "sim/kraken/order_text.hpp"

#include <algorithm>

namespace ballast::sim::kraken {

namespace {

using json = nlohmann::ordered_json;

constexpr auto cost_places = 5;

std::string status_of(const order_record& x) {
  switch (x.state) {
  case order_state::pending:
    return "pending";
  case order_state::open:
    return "open";
  case order_state::filled:
    return "closed";
  case order_state::expired:
    return "expired";
  case order_state::cancelled:
  case order_state::rejected:
    break;
  }
  return "canceled";
}

json reason_of(const order_record& x) {
  switch (x.ending) {
  case order_ending::by_user:
    return "User requested";
  case order_ending::expired:
    return "Order expired";
  case order_ending::immediate:
    return "Out of liquidity";
  case order_ending::all_or_none:
    return "Cannot be filled whole";
  case order_ending::post_only:
    return "Post only order";
  case order_ending::none:
  case order_ending::filled:
    break;
  }
  return nullptr;
}

const char* name_of(side x) { return x == side::buy ? "buy" : "sell"; }

} // namespace

const char* name_of(order_type x) {
  if (x == order_type::stop_limit)
    return "stop-loss-limit";
  return x == order_type::market ? "market" : "limit";
}

namespace {

std::string volume_of(const order_ticket& x, const pair& where) {
  return padded_text(x.size.is_zero() ? x.cost : x.size, where.lot_decimals);
}

} // namespace

double seconds_text(unix_time x) {
  return static_cast<double>(x.time_since_epoch().count()) / 1000.0;
}

std::string words_of(order_refusal x) {
  switch (x) {
  case order_refusal::unknown_market:
    return "EQuery:Unknown asset pair";
  case order_refusal::market_halted:
    return "EService:Market in cancel_only mode";
  case order_refusal::market_post_only:
    return "EService:Market in post_only mode";
  case order_refusal::market_limit_only:
    return "EService:Market in limit_only mode";
  case order_refusal::bad_request:
    return "EGeneral:Invalid arguments";
  case order_refusal::bad_price_step:
    return "EOrder:Tick size check failed";
  case order_refusal::bad_size_step:
  case order_refusal::too_large:
    return "EGeneral:Invalid arguments:volume";
  case order_refusal::too_small:
    return "EOrder:Order minimum not met";
  case order_refusal::below_notional:
    return "EOrder:Cost minimum not met";
  case order_refusal::insufficient_funds:
    return "EOrder:Insufficient funds";
  case order_refusal::would_take:
    return "EOrder:Post only order";
  case order_refusal::duplicate_client_id:
    return "EOrder:Duplicate order";
  case order_refusal::too_many_open:
    return "EOrder:Orders limit exceeded";
  case order_refusal::unknown_order:
  case order_refusal::order_is_over:
    return "EOrder:Unknown order";
  case order_refusal::cannot_amend:
  case order_refusal::would_trigger: // Such a stop is taken here, and wakes.
    break;
  }
  return "EOrder:Invalid order";
}

std::string to_text(const order_note& x) {
  return json{{"userref", x.userref}, {"flags", x.flags}}.dump(
    -1, ' ', false, json::error_handler_t::replace);
}

order_note note_of(const order_record& x) {
  const auto doc = json::parse(x.note);
  return {doc["userref"].get<std::int64_t>(), doc["flags"].get<std::string>()};
}

std::string description_of(const order_ticket& x, const pair& where) {
  auto text = std::string{name_of(x.side)} + ' ' + volume_of(x, where) + ' '
              + where.altname + " @ ";
  const auto limit = "limit " + padded_text(x.price, where.price_decimals);
  if (x.type == order_type::market)
    return text + "market";
  if (x.type == order_type::stop_limit)
    return text + "stop loss " + padded_text(x.trigger, where.price_decimals)
           + " -> " + limit;
  return text + limit;
}

json order_json(const order_record& x, const pair& where) {
  const auto note = note_of(x);
  const auto places = where.price_decimals;
  const auto is_stop = x.ticket.type == order_type::stop_limit;
  auto result = json{{"refid", nullptr}, {"userref", note.userref}};
  if (!x.ticket.client_id.empty())
    result["cl_ord_id"] = x.ticket.client_id;
  result["status"] = status_of(x);
  if (is_over(x.state))
    result["reason"] = reason_of(x);
  result["opentm"] = seconds_text(x.received);
  if (is_over(x.state))
    result["closetm"] = seconds_text(x.updated);
  result["starttm"] = 0;
  result["expiretm"]
    = x.ticket.expires ? json(seconds_text(*x.ticket.expires)) : json(0);
  result["descr"] = {
    {"pair", where.altname},
    {"type", name_of(x.ticket.side)},
    {"ordertype", name_of(x.ticket.type)},
    {"price", padded_text(is_stop ? x.ticket.trigger : x.ticket.price, places)},
    {"price2", is_stop ? padded_text(x.ticket.price, places) : "0"},
    {"leverage", "none"},
    {"order", description_of(x.ticket, where)},
    {"close", ""}};
  result["vol"] = volume_of(x.ticket, where);
  result["vol_exec"] = padded_text(x.filled, where.lot_decimals);
  result["cost"] = padded_text(x.filled_cost, cost_places);
  result["fee"] = padded_text(x.fee, cost_places);
  result["price"] = padded_text(average_price(x, places + 4), places);
  result["stopprice"] = padded_text({}, cost_places);
  // That of a stop once it woke.
  result["limitprice"]
    = padded_text(x.woken ? x.ticket.price : decimal{}, cost_places);
  result["misc"] = x.woken            ? "stopped"
                   : x.amendments > 0 ? "amended"
                   : x.state == order_state::cancelled && x.fills > 0
                     ? "partial"
                     : "";
  result["oflags"] = note.flags;
  return result;
}

json trade_json(const fill_record& x, const order_record& of,
                const pair& where) {
  const auto cost = product(x.what.price, x.what.size);
  return {{"ordertxid", x.what.order_id},
          {"postxid", "TKH2SE-M7IF5-CFI7LT"},
          {"pair", where.id},
          {"time", seconds_text(x.what.at)},
          {"type", name_of(x.what.side)},
          {"ordertype", name_of(of.ticket.type)},
          {"price", padded_text(x.what.price, where.price_decimals)},
          {"cost", padded_text(cost, cost_places)},
          {"fee", padded_text(x.what.fee, cost_places)},
          {"vol", padded_text(x.what.size, where.lot_decimals)},
          {"margin", padded_text({}, cost_places)},
          {"leverage", "0"},
          {"misc", ""},
          {"trade_id", x.number},
          {"maker", x.what.maker.value_or(false)}};
}

} // namespace ballast::sim::kraken
