#include "sim/binance/trading.hpp"

#include "sim/binance/order_entry.hpp"
#include "sim/binance/order_json.hpp"
#include "sim/binance/replies.hpp"
#include "sim/object_writer.hpp"
#include "sim/signing.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ballast::sim::binance {

namespace {

using namespace std::chrono_literals;

matching::options engine_options(std::uint64_t seed, std::size_t accounts) {
  const auto fee = *decimal::parse("0.001");
  auto x = matching::options{};
  x.seed = seed;
  x.accounts = accounts;
  x.fees = {fee, fee};
  x.fee_in = fee_rule::received;
  x.open_orders_max = 200;
  x.reached = matching::reached_stop::refused;
  x.order_id = [](std::uint64_t n) { return std::to_string(70'000'000 + n); };
  x.trade_id = [](std::uint64_t n) { return std::to_string(40'000'000 + n); };
  return x;
}

/// The last of a list, as far as a call wants them; 500 unless it says so.
template <class T>
void keep_last(std::vector<T>& all, const parameters& given) {
  constexpr auto rows_max = std::int64_t{1'000};
  const auto limit = whole_of(given.filled("limit").value_or("500"));
  const auto count
    = static_cast<std::size_t>(std::min(limit.value_or(rows_max), rows_max));
  if (all.size() > count)
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
}

/// Whether a time is within startTime and endTime.
bool is_within(const parameters& given, unix_time at) {
  const auto time = at.time_since_epoch().count();
  const auto from = whole_of(given.filled("startTime").value_or("0"));
  const auto to = given.filled("endTime");
  return time >= from.value_or(0) && (!to || time <= whole_of(*to).value_or(0));
}

} // namespace

trading::trading(std::uint64_t seed, std::size_t accounts,
                 const endowment& balances, market_data& markets)
    : markets_{markets}, engine_{engine_options(seed, accounts)}, seed_{seed} {
  for (const auto& x : markets.listings())
    engine_.list(x.market);
  for (auto i = std::size_t{0}; i < accounts; ++i)
    for (const auto& x : balances)
      if (const auto amount = decimal::parse(x.free))
        engine_.deposit(i, x.asset, *amount);
}

endowment trading::balances_of(std::size_t account, instant now) {
  engine_.advance(now);
  auto result = endowment{};
  for (const auto& [asset, owned] : engine_.wallets(account).all())
    result.push_back(
      {asset, owned.available.to_string(), owned.held.to_string()});
  return result;
}

std::string trading::next_id() {
  constexpr auto size = std::size_t{22};
  return letters_of("binance/client/" + std::to_string(seed_) + '/'
                      + std::to_string(++ids_),
                    size);
}

net::reply trading::answer(route_name what, const parameters& given,
                           std::size_t account,
                           const std::optional<std::string>& dollars,
                           instant now) {
  engine_.advance(now);
  auto x = call{given, account, dollars, now};
  if (what == route_name::order_usage)
    return usage(x);
  const auto name = given.filled("symbol");
  if (!name && what == route_name::open_orders)
    return orders(x, true);
  if (!name)
    return missing("symbol");
  x.where = markets_.find(*name, now);
  if (x.where == nullptr)
    return unknown_symbol();
  switch (what) {
  case route_name::place:
    return place(x);
  case route_name::test:
    return test(x);
  case route_name::query:
    return query(x);
  case route_name::cancel:
    return cancel(x, "orderId", "origClientOrderId");
  case route_name::cancel_all:
    return cancel_all(x);
  case route_name::open_orders:
    return orders(x, true);
  case route_name::all_orders:
    return orders(x, false);
  case route_name::replace:
    return replace(x);
  case route_name::amend:
    return amend(x);
  case route_name::fills:
    return fills(x);
  default:
    return no_such_route();
  }
}

std::uint32_t trading::unfilled(std::size_t account,
                                std::chrono::seconds window,
                                unix_time now) const {
  const auto begin = now - now.time_since_epoch() % window;
  auto count = std::uint32_t{0};
  const auto& all = engine_.orders();
  for (auto x = all.rbegin(); x != all.rend() && x->received >= begin; ++x)
    if (x->account == account && x->fills == 0)
      ++count;
  return count;
}

std::optional<net::reply> trading::too_many(const call& x) const {
  for (const auto& each : order_windows) {
    if (unfilled(x.account, each.length, x.now.wall) < each.limit)
      continue;
    auto reply
      = error_reply(429, -1015,
                    "Too many new orders; current limit is "
                      + std::to_string(each.limit) + " orders per "
                      + std::to_string(each.count) + ' ' + each.interval + '.');
    const auto rest = each.length - x.now.wall.time_since_epoch() % each.length;
    reply.headers.push_back(
      {"Retry-After",
       std::to_string(std::chrono::ceil<std::chrono::seconds>(rest).count())});
    return reply;
  }
  return std::nullopt;
}

void trading::add_usage(net::reply& to, const call& x) const {
  for (const auto& each : order_windows)
    to.headers.push_back({each.header, std::to_string(unfilled(
                                         x.account, each.length, x.now.wall))});
}

net::reply trading::usage(const call& x) const {
  auto out = std::string{"["};
  for (const auto& each : order_windows)
    object_writer{out}
      .text("rateLimitType", "ORDERS")
      .text("interval", each.interval)
      .number("intervalNum", each.count)
      .number("limit", each.limit)
      .number("count", unfilled(x.account, each.length, x.now.wall))
      .end();
  return json_reply(out + ']');
}

std::size_t trading::sleeping(const call& x) const {
  const auto& all = engine_.orders();
  return static_cast<std::size_t>(
    std::count_if(all.begin(), all.end(), [&](const order_record& each) {
      return each.account == x.account && each.asleep && !is_over(each.state)
             && each.market == x.where->facts->id;
    }));
}

net::reply trading::place(const call& x) {
  const auto top = markets_.top_of(*x.where, seconds_of(x.now.wall));
  const auto asked = read_order(x.given, *x.where, top, next_id());
  if (const auto* refused = std::get_if<net::reply>(&asked))
    return *refused;
  if (auto refused = too_many(x))
    return *refused;
  const auto& request = std::get<order_request>(asked);
  if (request.ticket.type == order_type::stop_limit
      && sleeping(x) >= algo_orders_max)
    return filter_failure("MAX_NUM_ALGO_ORDERS");
  const auto planned = engine_.check(x.account, request, x.now);
  const auto* const plan = std::get_if<order_plan>(&planned);
  // Told to be poor, an account has its dollars and nothing else.
  if (x.dollars && plan != nullptr
      && (plan->spends != "USDT" || plan->needs > *decimal::parse(*x.dollars)))
    return reply_to(order_refusal::insufficient_funds);
  const auto answer = engine_.place(x.account, request, x.now);
  if (!answer)
    return reply_to(answer.why);
  auto own = std::vector<const fill_record*>{};
  const auto& fills = engine_.fills();
  for (auto i = fills.size() - answer.order->fills; i < fills.size(); ++i)
    own.push_back(&fills[i]);
  const auto is_plain = !request.ticket.post_only
                        && request.ticket.type != order_type::stop_limit;
  const auto* const otherwise = is_plain ? "FULL" : "ACK";
  auto reply = json_reply(
    placed_json(*x.where->facts, *answer.order, own,
                x.given.filled("newOrderRespType").value_or(otherwise)));
  add_usage(reply, x);
  return reply;
}

net::reply trading::test(const call& x) {
  const auto top = markets_.top_of(*x.where, seconds_of(x.now.wall));
  const auto asked = read_order(x.given, *x.where, top, next_id());
  if (const auto* refused = std::get_if<net::reply>(&asked))
    return *refused;
  const auto planned
    = engine_.check(x.account, std::get<order_request>(asked), x.now);
  const auto* const why = std::get_if<order_refusal>(&planned);
  // Balances and the book are not looked at.
  if (why != nullptr && *why != order_refusal::insufficient_funds
      && *why != order_refusal::would_take
      && *why != order_refusal::would_trigger)
    return reply_to(*why);
  if (x.given.first("computeCommissionRates") != "true")
    return json_reply("{}");
  auto out = std::string{};
  object_writer{out}
    .bare("standardCommissionForOrder",
          R"({"maker":"0.00100000","taker":"0.00100000"})")
    .bare("specialCommissionForOrder",
          R"({"maker":"0.00000000","taker":"0.00000000"})")
    .bare("taxCommissionForOrder",
          R"({"maker":"0.00000000","taker":"0.00000000"})")
    .bare("discount", R"({"enabledForAccount":false,"enabledForSymbol":true,)"
                      R"("discountAsset":"BNB","discount":"0.75000000"})")
    .end();
  return json_reply(std::move(out));
}

const order_record* trading::named(const call& x, std::string_view id_name,
                                   std::string_view client_name) const {
  const auto id = x.given.filled(id_name);
  const auto client = x.given.filled(client_name);
  const auto* const found
    = id ? engine_.find(x.account, *id)
         : engine_.find_client(x.account, client.value_or(""));
  if (found == nullptr || found->market != x.where->facts->id
      || (client && found->ticket.client_id != *client))
    return nullptr;
  return found;
}

net::reply trading::query(const call& x) {
  if (!x.given.filled("orderId") && !x.given.filled("origClientOrderId"))
    return error_reply(400, -1102,
                       "Param 'origClientOrderId' or 'orderId' must be sent, "
                       "but both were empty/null!");
  const auto* const found = named(x, "orderId", "origClientOrderId");
  return found == nullptr ? error_reply(400, -2013, "Order does not exist.")
                          : json_reply(order_json(*x.where->facts, *found));
}

net::reply trading::cancel(const call& x, std::string_view id_name,
                           std::string_view client_name) {
  const auto only = x.given.filled("cancelRestrictions").value_or("");
  if (!only.empty() && only != "ONLY_NEW" && only != "ONLY_PARTIALLY_FILLED")
    return error_reply(400, -1145, "Invalid cancelRestrictions");
  const auto id = x.given.filled("newClientOrderId");
  if (id && !is_client_id(*id))
    return invalid("newClientOrderId");
  const auto* const found = named(x, id_name, client_name);
  if (found == nullptr)
    return reply_to(order_refusal::unknown_order);
  if (!is_over(found->state) && !only.empty()
      && (only == "ONLY_NEW") != (found->fills == 0))
    return error_reply(400, -2011,
                       "Order was not canceled due to cancel restrictions.");
  const auto answer = engine_.cancel(x.account, found->venue_id, x.now);
  if (!answer)
    return reply_to(answer.why);
  return json_reply(
    cancelled_json(*x.where->facts, *answer.order, id ? *id : next_id()));
}

net::reply trading::cancel_all(const call& x) {
  const auto all = engine_.cancel_all(x.account, x.where->facts->id, x.now);
  if (all.empty())
    return reply_to(order_refusal::unknown_order);
  auto out = std::string{"["};
  for (const auto* each : all) {
    out += out.size() == 1 ? "" : ",";
    out += cancelled_json(*x.where->facts, *each, next_id());
  }
  return json_reply(out + ']');
}

net::reply trading::orders(const call& x, bool only_open) {
  const auto first = whole_of(x.given.filled("orderId").value_or("0"));
  auto chosen = std::vector<const order_record*>{};
  for (const auto& each : engine_.orders())
    if (each.account == x.account && (!only_open || !is_over(each.state))
        && (x.where == nullptr || each.market == x.where->facts->id)
        && whole_of(each.venue_id).value_or(0) >= first.value_or(0)
        && is_within(x.given, each.received))
      chosen.push_back(&each);
  if (!only_open)
    keep_last(chosen, x.given);
  auto out = std::string{"["};
  for (const auto* each : chosen) {
    out += out.size() == 1 ? "" : ",";
    out += order_json(*symbol_named(each->market), *each);
  }
  return json_reply(out + ']');
}

net::reply trading::replace(const call& x) {
  const auto mode = x.given.filled("cancelReplaceMode");
  if (!mode)
    return missing("cancelReplaceMode");
  const auto cancelled = cancel(x, "cancelOrderId", "cancelOrigClientOrderId");
  const auto is_cancelled = cancelled.status == 200;
  const auto goes_on = is_cancelled || *mode == "ALLOW_FAILURE";
  const auto placed = goes_on ? place(x) : net::reply{};
  const auto is_placed = placed.status == 200;
  auto data = std::string{};
  object_writer{data}
    .text("cancelResult", is_cancelled ? "SUCCESS" : "FAILURE")
    .text("newOrderResult", is_placed ? "SUCCESS"
                            : goes_on ? "FAILURE"
                                      : "NOT_ATTEMPTED")
    .bare("cancelResponse", cancelled.body)
    .bare("newOrderResponse", goes_on ? placed.body : "null")
    .end();
  if (is_cancelled && is_placed)
    return json_reply(std::move(data));
  const auto is_partial = is_cancelled != is_placed;
  auto out = std::string{};
  object_writer{out}
    .number("code", is_partial ? -2021 : -2022)
    .text("msg", is_partial ? "Order cancel-replace partially failed."
                            : "Order cancel-replace failed.")
    .bare("data", data)
    .end();
  return json_reply(std::move(out), is_partial ? 409 : 400);
}

net::reply trading::amend(const call& x) {
  const auto text = x.given.filled("newQty");
  const auto size = text ? decimal::parse(*text) : decimal{};
  if (!text || !size)
    return missing("newQty");
  const auto* const found = named(x, "orderId", "origClientOrderId");
  if (found == nullptr)
    return error_reply(400, -2013, "Order does not exist.");
  // It keeps its place in the line, and that only who asks for less does.
  if (*size >= found->ticket.size)
    return error_reply(400, -2038,
                       "The requested action would change no state; "
                       "rejecting.");
  const auto answer
    = engine_.amend(x.account, found->venue_id, {{}, *size}, x.now);
  return answer ? json_reply(amended_json(*x.where->facts, *answer.order))
                : reply_to(answer.why);
}

net::reply trading::fills(const call& x) {
  const auto id = x.given.filled("orderId");
  const auto from = whole_of(x.given.filled("fromId").value_or("0"));
  auto chosen = std::vector<const fill_record*>{};
  for (const auto& each : engine_.fills())
    if (each.account == x.account && each.market == x.where->facts->id
        && (!id || each.what.order_id == *id)
        && whole_of(each.what.trade_id).value_or(0) >= from.value_or(0)
        && is_within(x.given, each.what.at))
      chosen.push_back(&each);
  keep_last(chosen, x.given);
  auto out = std::string{"["};
  for (const auto* each : chosen) {
    out += out.size() == 1 ? "" : ",";
    out += fill_json(*x.where->facts, *each);
  }
  return json_reply(out + ']');
}

} // namespace ballast::sim::binance
