// What is sent over the sockets.
#include "venues/okx/stream.hpp"

#include "venues/okx/codec.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace ballast::venues::okx {

namespace {

// Members stay in the order in which they are added.
using json = nlohmann::ordered_json;

constexpr auto live_base = std::string_view{"wss://ws.okx.com:8443"};
constexpr auto demo_base = std::string_view{"wss://wspap.okx.com:8443"};

constexpr std::size_t arguments_per_message = 100;
constexpr std::size_t message_bytes_max = std::size_t{64} * 1024;

std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Empty where the venue has no such candles.
std::string channel_name(channel x, std::chrono::seconds timeframe) {
  switch (x) {
  case channel::tickers:
    return "tickers";
  case channel::candles:
    if (const auto bar = bar_of(timeframe))
      return "candle" + std::string{*bar};
    return {};
  case channel::book:
    return "books";
  case channel::trades:
    return "trades";
  case channel::orders:
    return "orders";
  case channel::balances:
    return "account";
  }
  return {};
}

std::vector<std::string> arguments_of(channel x,
                                      std::span<const market> markets,
                                      std::chrono::seconds timeframe) {
  const auto name = channel_name(x, timeframe);
  std::vector<std::string> all;
  if (x == channel::orders)
    return {text_of(json{{"channel", name}, {"instType", "SPOT"}})};
  if (x == channel::balances)
    return {text_of(json{{"channel", name}})};
  if (!name.empty())
    for (const auto& y : markets)
      all.push_back(
        text_of(json{{"channel", name}, {"instId", y.venue_symbol}}));
  return all;
}

/// As many messages as it takes to send all arguments.
std::vector<std::string> in_messages(std::string_view what,
                                     const std::vector<std::string>& all) {
  const auto begin
    = std::string{R"({"op":")"}.append(what).append(R"(","args":[)");
  constexpr auto end = std::string_view{"]}"};
  std::vector<std::string> messages;
  std::size_t count = arguments_per_message;
  for (const auto& x : all) {
    const auto is_full = count == arguments_per_message
                         || messages.back().size() + 1 + x.size() + end.size()
                              > message_bytes_max;
    if (is_full) {
      messages.push_back(begin);
      count = 0;
    }
    messages.back().append(count == 0 ? "" : ",").append(x);
    ++count;
  }
  for (auto& x : messages)
    x.append(end);
  return messages;
}

} // namespace

stream::stream(const caller& by, std::string base)
    : by_{by}, base_{std::move(base)} {
  if (base_.empty())
    base_ = by.is_demo() ? demo_base : live_base;
}

std::optional<socket_kind> stream::socket_of(channel x) const {
  if (is_private(x))
    return by_.by() == nullptr ? std::nullopt
                               : std::optional{socket_kind::account};
  return x == channel::candles ? socket_kind::candles
                               : socket_kind::market_data;
}

bool stream::has_candles(std::chrono::seconds timeframe) const {
  return !channel_name(channel::candles, timeframe).empty();
}

std::string stream::url(socket_kind x) const {
  switch (x) {
  case socket_kind::market_data:
    return base_ + "/ws/v5/public";
  case socket_kind::candles:
    return base_ + "/ws/v5/business";
  case socket_kind::account:
    break;
  }
  return base_ + "/ws/v5/private";
}

socket_rules stream::rules(socket_kind x) const {
  using namespace std::chrono_literals;
  socket_rules result;
  // The venue advises fewer than 30 deep books a socket, and closes those with
  // too many channels without saying how many that are.
  if (x != socket_kind::account)
    result.channels_max = x == socket_kind::market_data ? 29 : 100;
  result.per_message = arguments_per_message;
  result.message_bytes = message_bytes_max;
  // Logins, subscriptions and what ends them.
  result.messages = 480;
  result.messages_window = 1h;
  // A socket that is silent for 30 s is closed.
  result.ping_every = 20s;
  result.silence_max = 30s;
  result.login_answered = x == socket_kind::account;
  return result;
}

std::vector<std::string> stream::login(socket_kind x, unix_time now,
                                       const std::string& /*token*/) {
  if (x != socket_kind::account || by_.by() == nullptr)
    return {};
  return {by_.by()->login_message(now)};
}

std::vector<std::string>
stream::requests(std::string_view what, channel x,
                 std::span<const market> markets,
                 std::chrono::seconds timeframe) const {
  if (!socket_of(x))
    return {};
  return in_messages(what, arguments_of(x, markets, timeframe));
}

std::vector<std::string> stream::subscribe(channel x,
                                           std::span<const market> markets,
                                           std::chrono::seconds timeframe,
                                           unix_time /*now*/) {
  return requests("subscribe", x, markets, timeframe);
}

std::vector<std::string> stream::unsubscribe(channel x,
                                             std::span<const market> markets,
                                             std::chrono::seconds timeframe,
                                             unix_time /*now*/) {
  return requests("unsubscribe", x, markets, timeframe);
}

std::string stream::keep_alive(unix_time /*now*/) { return "ping"; }

void stream::restart(socket_kind x) {
  if (x == socket_kind::market_data)
    last_.clear();
}

} // namespace ballast::venues::okx
