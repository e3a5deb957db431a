#include "sim/faulty_exchange.hpp"

#include "sim/wire_text.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace ballast::sim {

namespace {

using json = nlohmann::json;

net::answer json_answer(unsigned status, const json& body) {
  return {{status, {{"content-type", "application/json"}}, body.dump()}};
}

json to_json(const stats_view& x) {
  return {{"requests", x.requests},
          {"accepted", x.accepted},
          {"rate_limited", x.rate_limited},
          {"banned", x.banned},
          {"bad_signature", x.bad_signature},
          {"bad_nonce", x.bad_nonce},
          {"orders", x.orders},
          {"over_limit", x.over_limit},
          {"faults", x.faults}};
}

const char* type_of(const order_ticket& x) {
  return x.type == order_type::market       ? "market"
         : x.type == order_type::stop_limit ? "stop_limit"
                                            : "limit";
}

/// A figure that an order may lack.
json figure(decimal x) {
  return x.is_zero() ? json(nullptr) : json(x.to_string());
}

json to_json(const order_record& x, const std::string& account) {
  return {{"client_id", x.ticket.client_id},
          {"venue_id", x.venue_id},
          {"account", account},
          {"symbol", x.symbol.to_string()},
          {"side", x.ticket.side == side::buy ? "buy" : "sell"},
          {"type", type_of(x.ticket)},
          {"quantity", figure(x.ticket.size)},
          {"cost", figure(x.ticket.cost)},
          {"price", figure(x.ticket.price)},
          {"trigger", figure(x.ticket.trigger)},
          {"asleep", x.asleep},
          {"filled", x.filled.to_string()},
          {"filled_cost", x.filled_cost.to_string()},
          {"fee", x.fee.to_string()},
          {"fee_currency", x.fee_currency},
          {"status", to_string(x.state)},
          {"received_at", iso_milliseconds(x.received)}};
}

} // namespace

faulty_exchange::faulty_exchange(std::uint64_t seed)
    : plan_{random_source{seed}.derive(1).next()} {}

net::answer faulty_exchange::arrive(const net::call& what, instant now) {
  const auto lock = std::scoped_lock{mutex_};
  if (what.target.starts_with("/sim/"))
    return control(what, now);
  ++stats_.requests;
  return through_gates(what, now);
}

net::answer faulty_exchange::misbehave(const fault& x,
                                       const net::call& /*what*/,
                                       instant /*now*/) {
  return replacement(x, words());
}

void faulty_exchange::count(refusal::reason why) {
  switch (why) {
  case refusal::reason::over_limit:
    ++stats_.over_limit;
    ++stats_.rate_limited;
    break;
  case refusal::reason::bad_signature:
    ++stats_.bad_signature;
    break;
  case refusal::reason::bad_nonce:
    ++stats_.bad_nonce;
    break;
  case refusal::reason::banned:
    ++stats_.banned;
    break;
  }
}

void faulty_exchange::count(fault_kind struck) {
  if (struck == fault_kind::throttle || struck == fault_kind::throttle_html
      || struck == fault_kind::retry_after)
    ++stats_.rate_limited;
  if (struck == fault_kind::ban)
    ++stats_.banned;
}

venue_stream::entrance faulty_exchange::entrance(std::string path) {
  return [this, path = std::move(path)](instant& now) {
    auto lock = locked();
    now = venue_time(path, now);
    return lock;
  };
}

instant faulty_exchange::venue_time(std::string_view target, instant now) {
  const auto skew = plan_.skew(target, now.steady);
  now.wall += std::chrono::floor<std::chrono::milliseconds>(skew);
  return now;
}

net::answer faulty_exchange::through_gates(const net::call& what, instant now) {
  now = venue_time(what.target, now);
  auto checked = gate(what, now);
  if (auto* refused = std::get_if<refusal>(&checked)) {
    count(refused->why);
    return {std::move(refused->reply)};
  }
  const auto struck = plan_.strike(what.target, now.steady);
  if (struck && replaces_handling(struck->kind)) {
    count(struck->kind);
    return misbehave(*struck, what, now);
  }
  ++stats_.accepted;
  const auto& whose = std::get<passport>(checked);
  auto answer = net::answer{handle(what, whose, now)};
  answer.content.headers.insert(answer.content.headers.end(),
                                whose.headers.begin(), whose.headers.end());
  return struck ? spoil(*struck, std::move(answer)) : answer;
}

net::answer faulty_exchange::control(const net::call& what, instant now) {
  const auto route = what.method + ' ' + what.target;
  if (route == "GET /sim/stats") {
    return json_answer(200, to_json(record()));
  }
  if (route == "GET /sim/orders")
    return {{200, {{"content-type", "application/json"}}, orders_json()}};
  if (route == "POST /sim/faults") {
    auto faults = parse_faults(what.body);
    if (!faults)
      return json_answer(400, {{"error", faults.error().text}});
    plan_.set(std::move(*faults), now.steady);
    return json_answer(200, {{"faults", json::parse(what.body).size()}});
  }
  return json_answer(404, {{"error", "no such simulator call"}});
}

stats_view faulty_exchange::stats() const {
  const auto lock = std::scoped_lock{mutex_};
  return record();
}

stats_view faulty_exchange::record() const {
  auto result = stats_;
  result.faults = plan_.counts();
  if (const auto* orders = engine())
    result.orders = orders->orders().size();
  return result;
}

/// Every order the venue ever took; refused ones are none.
std::string faulty_exchange::orders_json() const {
  auto list = json::array();
  const auto* const orders = engine();
  if (orders == nullptr)
    return list.dump();
  const auto names = accounts();
  for (const auto& x : orders->orders())
    list.push_back(to_json(x, names.at(x.account).account));
  // What a client sent as its id may be no text at all.
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

void faulty_exchange::set_faults(std::vector<fault> faults, instant now) {
  const auto lock = std::scoped_lock{mutex_};
  plan_.set(std::move(faults), now.steady);
}

} // namespace ballast::sim
