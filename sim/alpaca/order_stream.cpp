#include "sim/alpaca/order_stream.hpp"

#include "sim/alpaca/keys.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace ballast::sim::alpaca {

namespace {

using json = nlohmann::ordered_json;

const json& member(const json& x, const char* name) {
  static const auto none = json{};
  const auto at = x.is_object() ? x.find(name) : x.end();
  return !x.is_object() || at == x.end() ? none : *at;
}

std::string text_at(const json& x, const char* name) {
  const auto& found = member(x, name);
  return found.is_string() ? found.get<std::string>() : std::string{};
}

std::string authorization(const char* status, const char* action) {
  return json{{"stream", "authorization"},
              {"data", {{"status", status}, {"action", action}}}}
    .dump();
}

} // namespace

void order_stream::take(std::string_view text, instant now) {
  const auto doc = json::parse(text, nullptr, false);
  const auto action = text_at(doc, "action");
  const auto& data = member(doc, "data");
  if (action == "auth")
    return log_in(text_at(doc, "key"), text_at(doc, "secret"));
  if (action == "authenticate") // As older clients say it.
    return log_in(text_at(data, "key_id"), text_at(data, "secret_key"));
  // What the venue says to anything else is not known: nothing here.
  if (action != "listen")
    return;
  if (!account_)
    return send(authorization("unauthorized", "listen"));
  from_.orders.advance(now);
  auto listens = false;
  const auto& streams = member(data, "streams");
  for (const auto& x : streams)
    listens = listens || x == "trade_updates";
  if (!listens)
    told_.reset();
  else if (!told_)
    told_ = from_.orders.updates().last();
  // Names that are no streams are left out of what is listened to.
  auto heard = json::array();
  if (listens)
    heard.push_back("trade_updates");
  send(json{{"stream", "listening"}, {"data", {{"streams", heard}}}}.dump());
}

void order_stream::log_in(std::string_view key, std::string_view secret) {
  account_ = account_of(from_.accounts, key, secret);
  if (!account_) {
    told_.reset();
    from_.bad_key();
  }
  send(authorization(account_ ? "authorized" : "unauthorized", "authenticate"));
}

void order_stream::look(instant now) {
  if (!told_)
    return;
  from_.orders.advance(now);
  const auto& updates = from_.orders.updates();
  for (auto& x : updates.since(*told_, *account_))
    send(std::move(x));
  told_ = updates.last();
}

} // namespace ballast::sim::alpaca
