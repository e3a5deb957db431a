#include "venues/alpaca/stream.hpp"

#include "venues/alpaca/stream_codec.hpp"
#include "venues/payload.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace ballast::venues::alpaca {

namespace {

using nlohmann::json;

constexpr std::string_view data_socket = "wss://stream.data.alpaca.markets";
constexpr std::string_view crypto_path = "/v1beta3/crypto/us";
constexpr std::string_view stocks_path = "/v2/iex";
constexpr std::string_view account_path = "/stream";

// Source: Basic plan, symbols a connection, which counts those of trades and
// quotes; bars are not counted there, but here.
constexpr std::size_t symbols_max = 30;
constexpr std::size_t per_message = 30;
// The venue pings in times that it does not publish; these are ours.
constexpr auto ping_every = std::chrono::seconds{20};
constexpr auto silence_max = std::chrono::seconds{60};

constexpr auto minute = std::chrono::seconds{std::chrono::minutes{1}};
constexpr auto day = std::chrono::seconds{std::chrono::hours{24}};

/// Names of ours are ASCII; whatever else came in must not throw.
std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The venue's lists that make up a channel; none where it has no such.
std::vector<std::string> lists_of(channel x, bool is_coin,
                                  std::chrono::seconds timeframe) {
  switch (x) {
  case channel::trades:
    return {"trades"};
  case channel::tickers:
    return {"quotes"};
  case channel::candles:
    if (timeframe == minute)
      return {"bars", "updatedBars"};
    return timeframe == day ? std::vector<std::string>{"dailyBars"}
                            : std::vector<std::string>{};
  case channel::book:
    return is_coin ? std::vector<std::string>{"orderbooks"}
                   : std::vector<std::string>{};
  case channel::orders:
  case channel::balances:
    break;
  }
  return {};
}

std::string listening(bool on) {
  auto streams = json::array();
  if (on)
    streams.push_back("trade_updates");
  return text_of(
    json{{"action", "listen"}, {"data", {{"streams", std::move(streams)}}}});
}

std::vector<std::string> asked(const char* action, channel x,
                               std::span<const market> markets,
                               std::chrono::seconds timeframe) {
  const auto is_coin
    = [](const market& m) { return is_crypto(m.venue_symbol); };
  const auto coins = std::any_of(markets.begin(), markets.end(), is_coin);
  std::vector<std::string> names;
  for (const auto& m : markets)
    if (is_coin(m) == coins)
      names.push_back(m.venue_symbol);
  const auto lists = lists_of(x, coins, timeframe);
  std::vector<std::string> result;
  for (std::size_t i = 0; i < names.size() && !lists.empty();
       i += per_message) {
    const auto first = names.begin() + static_cast<std::ptrdiff_t>(i);
    const auto count = std::min(per_message, names.size() - i);
    auto message = json{{"action", action}};
    for (const auto& list : lists)
      message[list] = std::vector<std::string>(
        first, first + static_cast<std::ptrdiff_t>(count));
    result.push_back(text_of(message));
  }
  return result;
}

} // namespace

stream::stream(const account_state& state, std::string ws_url)
    : state_{state}, ws_url_{std::move(ws_url)} {
  while (ws_url_.ends_with('/'))
    ws_url_.pop_back();
}

std::optional<socket_kind> stream::socket_of(channel x) const {
  if (!state_.credentials || x == channel::balances)
    return std::nullopt;
  return x == channel::orders ? socket_kind::account : socket_kind::market_data;
}

std::optional<socket_kind> stream::socket_of(channel x,
                                             const market& what) const {
  const auto found = socket_of(x);
  if (found != socket_kind::market_data || is_crypto(what.venue_symbol))
    return found;
  return x == channel::book ? std::nullopt
                            : std::optional{socket_kind::candles};
}

bool stream::has_candles(std::chrono::seconds timeframe) const {
  return !lists_of(channel::candles, true, timeframe).empty();
}

std::string stream::url(socket_kind x) const {
  if (x == socket_kind::account) {
    // "https://api.alpaca.markets" is "wss://api.alpaca.markets" here.
    auto host = ws_url_.empty() ? state_.trading_base : ws_url_;
    if (host.starts_with("http"))
      host.replace(0, 4, "ws");
    return host.append(account_path);
  }
  auto base = ws_url_.empty() ? std::string{data_socket} : ws_url_;
  return base.append(x == socket_kind::candles ? stocks_path : crypto_path);
}

socket_rules stream::rules(socket_kind x) const {
  socket_rules result;
  if (x != socket_kind::account) {
    result.channels_max = symbols_max;
    result.per_message = per_message;
  }
  result.sockets_max = 1; // A second one is error 406.
  result.login_answered = true;
  // "updatedBars" come up to half a minute after the minute.
  result.candle_grace = std::chrono::seconds{35};
  result.ping_every = ping_every;
  result.silence_max = silence_max;
  return result;
}

std::vector<std::string> stream::login(socket_kind /*x*/, unix_time /*now*/,
                                       const std::string& /*token*/) {
  if (!state_.credentials)
    return {};
  std::vector<net::header> headers;
  state_.credentials->add_to(headers);
  auto message = json{{"action", "auth"}};
  message["key"] = net::find_header(headers, "APCA-API-KEY-ID").value_or("");
  message["secret"]
    = net::find_header(headers, "APCA-API-SECRET-KEY").value_or("");
  return {text_of(message)};
}

std::vector<std::string> stream::subscribe(channel x,
                                           std::span<const market> markets,
                                           std::chrono::seconds timeframe,
                                           unix_time /*now*/) {
  if (x == channel::orders)
    return {listening(true)};
  return asked("subscribe", x, markets, timeframe);
}

std::vector<std::string> stream::unsubscribe(channel x,
                                             std::span<const market> markets,
                                             std::chrono::seconds timeframe,
                                             unix_time /*now*/) {
  if (x == channel::orders)
    return {listening(false)};
  return asked("unsubscribe", x, markets, timeframe);
}

std::string stream::keep_alive(unix_time /*now*/) { return {}; }

std::vector<stream_event> stream::read(socket_kind x, std::string_view text,
                                       unix_time now) {
  if (const auto why = objection(text); !why.empty())
    return {stream_malformed{printable(why)}};
  const auto exact = numbers_as_text(without_mark(text));
  if (x == socket_kind::account)
    return read_account_data(exact, state_.coins);
  auto& at = sockets_[x];
  return read_market_data(exact, state_.coins, at.lists, at.books, now);
}

void stream::restart(socket_kind x) { sockets_.erase(x); }

} // namespace ballast::venues::alpaca
