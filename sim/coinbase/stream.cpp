#include "sim/coinbase/stream.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace ballast::sim::coinbase {

namespace {

using namespace std::chrono_literals;
using json = nlohmann::ordered_json;

bool is_of_products(std::string_view channel) {
  constexpr auto names = std::array<std::string_view, 5>{
    "ticker", "ticker_batch", "candles", "level2", "market_trades"};
  return std::find(names.begin(), names.end(), channel) != names.end();
}

bool is_channel(std::string_view name) {
  return is_of_products(name) || name == "heartbeats" || name == "status"
         || name == "user";
}

std::string text_at(const json& x, const char* name) {
  const auto at = x.find(name);
  return at != x.end() && at->is_string() ? at->get<std::string>()
                                          : std::string{};
}

/// Under which product a subscription is told.
std::string told_as(const std::string& channel, const std::string& product) {
  if (channel == "heartbeats")
    return {};
  const auto* const x = product_named(product);
  return is_of_products(channel) && x != nullptr && !x->mirror_of.empty()
           ? x->mirror_of
           : product;
}

std::string dump(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

struct client_stream::request {
  std::string type;
  std::string channel;
  std::vector<std::string> products;
  std::optional<std::size_t> account; ///< Of a good token.
};

void client_stream::send_event(std::string_view channel, std::string_view event,
                               instant now) {
  told_at_ = now.steady;
  auto text = std::string{R"({"channel":")"};
  text += channel == "level2" ? "l2_data" : channel;
  text += R"(","client_id":"","timestamp":")" + microseconds_text(now.wall)
          + R"(","sequence_num":)" + std::to_string(sequence_++)
          + R"(,"events":[)";
  send(text.append(event) + "]}");
}

void client_stream::send_error(const std::string& text, instant now) {
  told_at_ = now.steady;
  send(dump({{"type", "error"}, {"message", text}}));
}

void client_stream::take(std::string_view text, instant now) {
  const auto doc = json::parse(text, nullptr, false);
  auto what = request{};
  auto token = std::string{};
  if (doc.is_object()) {
    what.type = text_at(doc, "type");
    what.channel = text_at(doc, "channel");
    token = text_at(doc, "jwt");
    if (const auto list = doc.find("product_ids");
        list != doc.end() && list->is_array())
      for (const auto& x : *list)
        what.products.push_back(x.is_string() ? x.get<std::string>()
                                              : x.dump());
  }
  if (!token.empty())
    what.account = from_.tokens.stream_account_of(token, now.wall);
  if (!what.account) {
    if (!from_.messages.has_room(1, now.steady)) {
      from_.over_limit();
      return send_error("rate limit exceeded", now);
    }
    from_.messages.take(1, now.steady);
  }
  if (!token.empty() && !what.account) {
    from_.bad_token();
    return send_error("authentication failure", now);
  }
  if (what.type != "subscribe" && what.type != "unsubscribe")
    return send_error("failure to parse message", now);
  if (!is_channel(what.channel))
    return send_error("channel not found: " + what.channel, now);
  what.type == "subscribe" ? subscribe(what, now) : unsubscribe(what, now);
}

void client_stream::subscribe(const request& what, instant now) {
  from_.orders.advance(now);
  if (what.channel == "user" && !what.account)
    return send_error("authentication failure", now);
  if (is_of_products(what.channel) && what.products.empty())
    return send_error("product_ids required", now);
  if (what.channel != "heartbeats")
    for (const auto& x : what.products)
      if (!from_.markets.state_of(x, now))
        return send_error("product not found: " + x, now);
  has_subscribed_ = true;
  auto& names = subscriptions_[what.channel];
  if (what.channel == "heartbeats") {
    names.insert(what.channel);
    open({what.channel, {}}, what, now);
  } else if (what.products.empty()) {
    // Whoever hears of all needs no channel for some.
    std::erase_if(channels_, [&](const auto& each) {
      return each.first.first == what.channel;
    });
    open({what.channel, {}}, what, now);
  } else if (!channels_.contains({what.channel, {}})) {
    for (const auto& x : what.products)
      open({what.channel, told_as(what.channel, x)}, what, now);
  }
  if (what.channel == "user")
    names.insert(
      uuid_of("user of " + from_.tokens.accounts()[*what.account].portfolio));
  else
    names.insert(what.products.begin(), what.products.end());
  send_subscriptions(now);
}

void client_stream::open(const place& where, const request& what, instant now) {
  auto& opened = channels_[where];
  if (opened)
    return;
  const auto& [name, product] = where;
  if (name == "heartbeats")
    opened = make_heartbeats_channel(now);
  else if (name == "status")
    opened = make_status_channel(from_.markets, product, now);
  else if (name == "user")
    opened = make_user_channel(from_.orders.engine(), *what.account,
                               from_.tokens.accounts()[*what.account], product);
  else
    opened = make_market_channel(name, *product_named(product),
                                 from_.orders.engine(), now);
  for (const auto& x : opened->begin(now))
    send_event(name, x, now);
}

void client_stream::unsubscribe(const request& what, instant now) {
  auto& names = subscriptions_[what.channel];
  for (const auto& x : what.products)
    names.erase(x);
  if (what.products.empty() || !is_of_products(what.channel))
    names.clear();
  auto kept = std::set<std::string>{};
  for (const auto& x : names)
    kept.insert(told_as(what.channel, x));
  std::erase_if(channels_, [&](const auto& each) {
    return each.first.first == what.channel
           && !kept.contains(each.first.second);
  });
  if (names.empty())
    subscriptions_.erase(what.channel);
  send_subscriptions(now);
}

void client_stream::send_subscriptions(instant now) {
  auto all = json::object();
  for (const auto& [name, products] : subscriptions_)
    all[name] = products;
  send_event("subscriptions", dump({{"subscriptions", all}}), now);
}

void client_stream::look(instant now) {
  constexpr auto first_message = 5s;
  constexpr auto silence_max = 90s;
  from_.orders.advance(now);
  for (auto& [where, each] : channels_)
    for (const auto& x : each->look(now))
      send_event(where.first, x, now);
  const auto is_late
    = !has_subscribed_ && now.steady >= opened_at_ + first_message;
  if (is_late || now.steady >= told_at_ + silence_max)
    close();
}

} // namespace ballast::sim::coinbase
