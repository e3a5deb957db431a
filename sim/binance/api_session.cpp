#include "sim/binance/api_session.hpp"

#include "sim/binance/replies.hpp"
#include "sim/object_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace ballast::sim::binance {

namespace {

using json = nlohmann::ordered_json;

struct method_row {
  std::string_view name;
  std::string_view verb;
  std::string_view path;
};
/// Methods that are calls of REST too.
constexpr auto methods = std::array{
  method_row{"ping", "GET", "/api/v3/ping"},
  method_row{"time", "GET", "/api/v3/time"},
  method_row{"exchangeInfo", "GET", "/api/v3/exchangeInfo"},
  method_row{"depth", "GET", "/api/v3/depth"},
  method_row{"trades.recent", "GET", "/api/v3/trades"},
  method_row{"trades.aggregate", "GET", "/api/v3/aggTrades"},
  method_row{"klines", "GET", "/api/v3/klines"},
  method_row{"uiKlines", "GET", "/api/v3/uiKlines"},
  method_row{"avgPrice", "GET", "/api/v3/avgPrice"},
  method_row{"ticker", "GET", "/api/v3/ticker"},
  method_row{"ticker.24hr", "GET", "/api/v3/ticker/24hr"},
  method_row{"ticker.price", "GET", "/api/v3/ticker/price"},
  method_row{"ticker.book", "GET", "/api/v3/ticker/bookTicker"},
  method_row{"ticker.tradingDay", "GET", "/api/v3/ticker/tradingDay"},
  method_row{"order.place", "POST", "/api/v3/order"},
  method_row{"order.test", "POST", "/api/v3/order/test"},
  method_row{"order.status", "GET", "/api/v3/order"},
  method_row{"order.cancel", "DELETE", "/api/v3/order"},
  method_row{"order.cancelReplace", "POST", "/api/v3/order/cancelReplace"},
  method_row{"order.amend.keepPriority", "PUT",
             "/api/v3/order/amend/keepPriority"},
  method_row{"openOrders.status", "GET", "/api/v3/openOrders"},
  method_row{"openOrders.cancelAll", "DELETE", "/api/v3/openOrders"},
  method_row{"allOrders", "GET", "/api/v3/allOrders"},
  method_row{"myTrades", "GET", "/api/v3/myTrades"},
  method_row{"account.status", "GET", "/api/v3/account"},
  method_row{"account.commission", "GET", "/api/v3/account/commission"},
  method_row{"account.rateLimits.orders", "GET", "/api/v3/rateLimit/order"},
};

std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

struct api_session::request {
  json id;
  std::string method;
  parameters given;
  /// What a signature covers: all but itself, by name, as it is.
  std::string text;
};

api_session::api_session(entrance enter, api_parts parts, instant now)
    : venue_stream{std::move(enter)}, parts_{std::move(parts)},
      opened_{now.wall}, life_{now.steady} {}

void api_session::take(std::string_view text, instant now) {
  auto what = request{};
  const auto doc = json::parse(text, nullptr, false);
  if (!doc.is_object())
    return reply(what, error_reply(400, -1135, "Invalid JSON Request"), "");
  what.id = doc.value("id", json{});
  const auto params = doc.value("params", json::object());
  if (!doc.contains("method") || !doc["method"].is_string()
      || !params.is_object()
      || !(what.id.is_null() || what.id.is_string()
           || what.id.is_number_integer()))
    return reply(what, error_reply(400, -1135, "Invalid JSON Request"), "");
  what.method = doc["method"];
  auto sorted = std::map<std::string, std::string>{};
  for (const auto& [name, value] : params.items())
    sorted[name]
      = value.is_string() ? value.get<std::string>() : text_of(value);
  for (const auto& [name, value] : sorted) {
    what.given.set(name, value);
    if (name != "signature")
      what.text += (what.text.empty() ? "" : "&") + name + '=' + value;
  }
  answer(what, now);
}

void api_session::answer(const request& what, instant now) {
  constexpr auto weight = std::uint32_t{2};
  const auto of_session = what.method.starts_with("session.");
  if (!of_session && !what.method.starts_with("userDataStream."))
    return answer_route(what, now);
  if (auto refused = parts_.spend(weight, now))
    return reply(what, *refused, "");
  reply(what, of_session ? session(what, now) : user_data(what, now), "");
}

void api_session::answer_route(const request& what, instant now) {
  const auto* const found
    = std::find_if(methods.begin(), methods.end(),
                   [&](const auto& x) { return x.name == what.method; });
  const auto* const where
    = found == methods.end() ? nullptr : route_of(found->verb, found->path);
  if (where == nullptr)
    return reply(
      what, error_reply(400, -1020, "This operation is not supported."), "");
  const auto said = parts_.ask(
    *where, what.given, [&] { return signer(what, now); }, now);
  reply(what, said,
        what.given.first("returnRateLimits") == "false" ? ""
                                                        : parts_.limits(now));
}

/// Who has logged on need not sign.
std::variant<std::size_t, net::reply> api_session::signer(const request& what,
                                                          instant now) const {
  if (logon_ && !what.given.has("apiKey"))
    return logon_->account;
  return parts_.keys.check(what.given.first("apiKey").value_or(""), what.given,
                           what.text, now.wall);
}

net::reply api_session::session(const request& what, instant now) {
  if (what.method == "session.logon") {
    const auto found = signer(what, now);
    if (const auto* refused = std::get_if<net::reply>(&found))
      return *refused;
    const auto account = std::get<std::size_t>(found);
    if (parts_.keys.accounts()[account].kind != key_kind::ed25519)
      return error_reply(400, -4056, "HMAC-SHA-256 API key is not supported.");
    logon_ = logon{account, now.wall};
  } else if (what.method == "session.logout") {
    logon_.reset();
  } else if (what.method != "session.status") {
    return error_reply(400, -1020, "This operation is not supported.");
  }
  auto out = std::string{};
  object_writer{out}
    .bare("apiKey",
          logon_ ? '"' + parts_.keys.accounts()[logon_->account].credentials.key
                     + '"'
                 : "null")
    .bare("authorizedSince",
          logon_ ? std::to_string(logon_->since.time_since_epoch().count())
                 : "null")
    .number("connectedSince", opened_.time_since_epoch().count())
    .flag("returnRateLimits", true)
    .number("serverTime", now.wall.time_since_epoch().count())
    .flag("userDataStream", !subscriptions_.empty())
    .end();
  return json_reply(std::move(out));
}

net::reply api_session::user_data(const request& what, instant now) {
  if (what.method == "userDataStream.unsubscribe")
    return stop(what);
  const auto signs = what.method == "userDataStream.subscribe.signature";
  if (!signs && what.method != "userDataStream.subscribe")
    return error_reply(400, -1020, "This operation is not supported.");
  if (!signs && !logon_)
    return error_reply(401, -2015,
                       "Invalid API-key, IP, or permissions for action.");
  if (!signs)
    return listen(logon_->account, now);
  const auto found = parts_.keys.check(what.given.first("apiKey").value_or(""),
                                       what.given, what.text, now.wall);
  if (const auto* refused = std::get_if<net::reply>(&found))
    return *refused;
  return listen(std::get<std::size_t>(found), now);
}

net::reply api_session::listen(std::size_t account, instant now) {
  for (const auto& x : subscriptions_)
    if (x.events.account() == account)
      return error_reply(400, -2035,
                         "User Data Stream subscription already active.");
  subscriptions_.push_back({next_, {account, parts_.orders, now}});
  return json_reply(R"({"subscriptionId":)" + std::to_string(next_++) + '}');
}

net::reply api_session::stop(const request& what) {
  const auto id = what.given.first("subscriptionId");
  const auto gone = std::erase_if(subscriptions_, [&](const auto& x) {
    return !id || *id == std::to_string(x.id);
  });
  return gone == 0 ? error_reply(400, -2036,
                                 "User Data Stream subscription not active.")
                   : json_reply("{}");
}

void api_session::reply(const request& what, const net::reply& x,
                        std::string_view limits) {
  auto out = R"({"id":)" + text_of(what.id) + R"(,"status":)"
             + std::to_string(x.status)
             + (x.status < 300 ? R"(,"result":)" : R"(,"error":)") + x.body;
  if (!limits.empty())
    out.append(R"(,"rateLimits":)").append(limits);
  send(out + '}');
}

void api_session::look(instant now) {
  for (auto& x : subscriptions_)
    for (const auto& event : x.events.news(now))
      send(R"({"subscriptionId":)" + std::to_string(x.id) + R"(,"event":)"
           + event + '}');
  if (life_.warns(now.steady))
    send(lifetime::warning(now.wall));
  if (life_.is_over(now.steady))
    close();
}

} // namespace ballast::sim::binance
