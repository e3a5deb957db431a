#include "sim/coinbase/trading.hpp"

#include "sim/coinbase/order_text.hpp"
#include "sim/coinbase/replies.hpp"
#include "sim/matching_ids.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace ballast::sim::coinbase {

namespace {

using json = nlohmann::ordered_json;

std::string dump(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

matching::options options_of(std::uint64_t seed, std::size_t accounts) {
  auto x = matching::options{};
  x.seed = seed;
  x.accounts = accounts;
  x.fees = {*decimal::parse("0.006"), *decimal::parse("0.012")};
  x.cost_includes_fee = true;
  // As recorded: PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE.
  x.reached = matching::reached_stop::refused;
  // Unconfirmed of the live venue, see coinbase.md section 6.2.
  x.client_id = matching::client_ids::repeat_gives_the_same;
  x.order_id
    = [seed](std::uint64_t n) { return uuid_text(seed, "coinbase order", n); };
  x.trade_id
    = [seed](std::uint64_t n) { return uuid_text(seed, "coinbase trade", n); };
  return x;
}

net::reply placed(const order_record& x) {
  const auto body
    = json{{"success", true},
           {"failure_reason", "UNKNOWN_FAILURE_REASON"},
           {"order_id", x.venue_id},
           {"success_response",
            {{"order_id", x.venue_id},
             {"product_id", x.market},
             {"side", x.ticket.side == side::buy ? "BUY" : "SELL"},
             {"client_order_id", x.ticket.client_id},
             {"attached_order_id", ""}}},
           {"order_configuration", configuration_of(x)}};
  return json_reply(200, dump(body));
}

net::reply refused(const order_failure& why, const json& configuration) {
  const auto body = json{{"success", false},
                         {"failure_reason", "UNKNOWN_FAILURE_REASON"},
                         {"order_id", ""},
                         {"error_response",
                          {{"error", why.error},
                           {"message", why.message},
                           {"error_details", ""},
                           {"preview_failure_reason", why.preview},
                           {"new_order_failure_reason", why.error}}},
                         {"order_configuration", configuration}};
  return json_reply(200, dump(body));
}

/// Whether an account with so many dollars and nothing else cannot pay.
bool is_too_poor(const order_plan& x, const std::string& dollars) {
  const auto amount = decimal::parse(dollars);
  return x.spends != "USD" || !amount || x.needs > *amount;
}

net::reply edit_reply(const std::string& why) {
  auto errors = json::array();
  if (!why.empty())
    errors.push_back(
      {{"edit_failure_reason", why},
       {"preview_failure_reason", "UNKNOWN_PREVIEW_FAILURE_REASON"}});
  return json_reply(200,
                    json{{"success", why.empty()}, {"errors", errors}}.dump());
}

std::string edit_failure_of(order_refusal x) {
  switch (x) {
  case order_refusal::unknown_order:
    return "ORDER_NOT_FOUND";
  case order_refusal::cannot_amend:
    return "CANNOT_EDIT_TO_BELOW_FILLED_SIZE";
  case order_refusal::bad_price_step:
    return "INVALID_EDITED_LIMIT_PRICE";
  case order_refusal::bad_size_step:
  case order_refusal::too_small:
  case order_refusal::too_large:
  case order_refusal::bad_request:
    return "INVALID_EDITED_SIZE";
  default:
    return "COMMANDER_REJECTED_EDIT_ORDER";
  }
}

std::string text_at(const json& x, const char* name) {
  const auto at = x.find(name);
  return at != x.end() && at->is_string() ? at->get<std::string>()
                                          : std::string{};
}

} // namespace

trading::trading(std::uint64_t seed,
                 const std::vector<coinbase_account>& accounts,
                 const endowment& balances, market_data& data)
    : accounts_{accounts}, data_{data}, engine_{
                                          options_of(seed, accounts.size())} {
  for (auto i = std::size_t{0}; i < accounts.size(); ++i)
    for (const auto& [currency, amount] : balances)
      engine_.deposit(i, currency,
                      decimal::parse(amount) ? *decimal::parse(amount)
                                             : decimal{});
}

void trading::list_markets() {
  for (auto& x : data_.markets())
    engine_.list(std::move(x));
}

net::reply trading::place(std::size_t account, std::string_view body,
                          const std::optional<std::string>& dollars,
                          instant now) {
  auto order = parse_order(body);
  if (!order)
    return invalid_argument(order.error().text);
  auto& [request, configuration] = *order;
  if (request.ticket.client_id.empty())
    return invalid_argument("client_order_id is required");
  if (request.ticket.type == order_type::other)
    return refused(failure_of(order_refusal::bad_request, request.ticket.side),
                   configuration);
  const auto state = data_.state_of(request.market, now);
  if (!state)
    return refused(
      failure_of(order_refusal::unknown_market, request.ticket.side),
      configuration);
  request.state = *state;
  if (dollars) {
    const auto plan = engine_.check(account, request, now);
    const auto* const known = std::get_if<order_plan>(&plan);
    if (known != nullptr && is_too_poor(*known, *dollars))
      return refused(
        failure_of(order_refusal::insufficient_funds, request.ticket.side),
        configuration);
  }
  const auto answer = engine_.place(account, request, now);
  return answer ? placed(*answer.order)
                : refused(failure_of(answer.why, request.ticket.side),
                          configuration);
}

net::reply trading::preview(std::size_t account, std::string_view body,
                            instant now) {
  auto order = parse_order(body);
  if (!order)
    return invalid_argument(order.error().text);
  auto& request = order->request;
  auto errors = json::array();
  auto plan = order_plan{};
  const auto state = data_.state_of(request.market, now);
  if (!state) {
    errors.push_back("PREVIEW_INVALID_PRODUCT_ID");
  } else {
    request.state = *state;
    const auto checked = engine_.check(account, request, now);
    if (const auto* why = std::get_if<order_refusal>(&checked))
      errors.push_back(failure_of(*why, request.ticket.side).preview);
    else
      plan = std::get<order_plan>(checked);
  }
  const auto* const market = engine_.market(request.market);
  const auto best
    = market != nullptr ? engine_.book(*market, 1, now.wall) : book_levels{};
  const auto is_limit = request.ticket.type != order_type::market;
  const auto size = is_limit ? request.ticket.size : plan.size;
  const auto value = is_limit ? product(request.ticket.price, size) : plan.cost;
  const auto fee = market != nullptr
                     ? product(value, engine_.fees(*market).taker)
                     : decimal{};
  const auto total
    = request.ticket.side == side::buy ? value + fee : value - fee;
  const auto price_of = [](const std::vector<book_level>& side) {
    return side.empty() ? std::string{} : side[0].price.to_string();
  };
  const auto reply = json{{"order_total", total.to_string()},
                          {"commission_total", fee.to_string()},
                          {"errs", errors},
                          {"warning", json::array()},
                          {"quote_size", value.to_string()},
                          {"base_size", size.to_string()},
                          {"best_bid", price_of(best.bids)},
                          {"best_ask", price_of(best.asks)},
                          {"is_max", false},
                          {"order_margin_total", "0"},
                          {"leverage", "0"},
                          {"long_leverage", "0"},
                          {"short_leverage", "0"},
                          {"slippage", "0"},
                          {"preview_id", uuid_of(std::string{body})}};
  return json_reply(200, dump(reply));
}

net::reply trading::cancel(std::size_t account, std::string_view body,
                           instant now) {
  const auto doc = json::parse(body, nullptr, false);
  const auto ids = doc.is_object() ? doc.find("order_ids") : doc.end();
  constexpr auto ids_max = std::size_t{100};
  if (!doc.is_object() || ids == doc.end() || !ids->is_array() || ids->empty()
      || ids->size() > ids_max)
    return invalid_argument("order_ids argument is invalid");
  auto results = json::array();
  for (const auto& id : *ids) {
    const auto name = id.is_string() ? id.get<std::string>() : std::string{};
    const auto answer = engine_.cancel(account, name, now);
    auto why = "UNKNOWN_CANCEL_FAILURE_REASON";
    if (!answer)
      why = answer.why == order_refusal::unknown_order
              ? "UNKNOWN_CANCEL_ORDER"
              : "INVALID_CANCEL_REQUEST";
    results.push_back({{"success", static_cast<bool>(answer)},
                       {"failure_reason", why},
                       {"order_id", name}});
  }
  return json_reply(200, dump(json{{"results", results}}));
}

net::reply trading::edit(std::size_t account, std::string_view body,
                         instant now) {
  const auto doc = json::parse(body, nullptr, false);
  if (!doc.is_object())
    return invalid_argument("body is no JSON object");
  const auto price = decimal::parse(text_at(doc, "price"));
  const auto size = decimal::parse(text_at(doc, "size"));
  // A figure that is missing counts as zero.
  auto change = matching::amendment{};
  change.price = price ? *price : decimal{};
  change.size = size ? *size : decimal{};
  const auto id = text_at(doc, "order_id");
  const auto* const before = engine_.find(account, id);
  if (before != nullptr
      && (before->ticket.type != order_type::limit
          || before->ticket.lives != time_in_force::good_till_cancelled))
    return edit_reply("ONLY_LIMIT_ORDER_EDITS_SUPPORTED");
  const auto answer = engine_.amend(account, id, change, now);
  return edit_reply(answer ? "" : edit_failure_of(answer.why));
}

} // namespace ballast::sim::coinbase
