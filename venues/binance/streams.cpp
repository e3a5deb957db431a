#include "venues/binance/streams.hpp"

#include "venues/binance/codec.hpp"
#include "venues/binance/member_reading.hpp"
#include "venues/binance/replies.hpp"
#include "venues/binance/stream_events.hpp"
#include "venues/json_body.hpp"
#include "venues/rest_url.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

using events = std::vector<stream_event>;

struct known_host {
  std::string_view rest; ///< How its authority ends.
  std::string_view market_data;
  std::string_view account;
};

// The first that fits decides. Source: "General API Information" of each.
constexpr auto known_hosts = std::array{
  known_host{"testnet.binance.vision", "wss://stream.testnet.binance.vision",
             "wss://ws-api.testnet.binance.vision"},
  known_host{"demo-api.binance.com", "wss://demo-stream.binance.com",
             "wss://demo-ws-api.binance.com"},
  known_host{"data-api.binance.vision", "wss://data-stream.binance.vision",
             "wss://ws-api.binance.com:443"},
  known_host{".binance.com", "wss://stream.binance.com:9443",
             "wss://ws-api.binance.com:443"},
};

std::string lower(std::string_view x) {
  auto text = std::string{x};
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

/// "@ticker"; empty where the venue has no such stream.
std::string suffix_of(channel x, std::chrono::seconds timeframe) {
  switch (x) {
  case channel::tickers:
    return "@ticker";
  case channel::candles:
    if (const auto name = interval_of(timeframe))
      return std::string{"@kline_"}.append(*name);
    return {};
  case channel::book:
    return "@depth20@100ms";
  case channel::trades:
    return "@aggTrade";
  case channel::orders:
  case channel::balances:
    break; // Come with the login.
  }
  return {};
}

/// Bytes of a name may be anything that the venue sent: what is no text is
/// replaced, and then refused there.
std::string written(const nlohmann::json& x) {
  return x.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Both of the account's channels.
template <class Event>
events of_account(Event make) {
  return {make(channel::orders), make(channel::balances)};
}

events ended(const std::string& why) {
  return of_account([&](channel x) { return stream_gap{x, {}, why}; });
}

events logged_in() {
  auto all = of_account([](channel x) { return stream_ack{x, {}, true}; });
  all.insert(all.begin(), stream_login{});
  return all;
}

outcome_kind kind_of(const venue_error& x, std::int64_t status) {
  if (status == 418)
    return outcome_kind::banned;
  if (const auto known = kind_of_error(x))
    return *known;
  return status == 429 ? outcome_kind::throttled : outcome_kind::refused;
}

/// The error that a message is, by itself or inside an answer.
std::optional<object> error_of(const object& x) {
  object error;
  if (x.at_key("error").get_object().get(error) == simdjson::SUCCESS)
    return error;
  return member(x, "code") && !member(x, "e") ? std::optional{x} : std::nullopt;
}

/// What an error means here. Source: "Error codes", -2035, -2036 and -2042.
events read_error(const object& x, std::int64_t status) {
  venue_error said;
  if (x.at_key("code").get_int64().get(said.code) != simdjson::SUCCESS)
    return unreadable("an error");
  said.message = text_at(x, "msg");
  const auto words = printable(said.to_string());
  if (said.code == -2035) // The account's events are followed already.
    return {};
  if (said.code == -2036)
    return ended(words);
  if (said.code == -2042) // No more of them on this connection.
    return {stream_closing{words}};
  return {stream_refusal{kind_of(said, status), words}};
}

events read_items(const array& list, std::string_view stream,
                  const market_names& names) {
  events all;
  for (const auto x : list) {
    object members;
    auto some = x.get_object().get(members) == simdjson::SUCCESS
                  ? read_event(members, stream, names)
                  : unreadable("an event");
    for (auto& y : some)
      all.push_back(std::move(y));
  }
  return all;
}

events read_data(element x, std::string_view stream,
                 const market_names& names) {
  object members;
  array list;
  if (x.get_object().get(members) == simdjson::SUCCESS)
    return read_event(members, stream, names);
  if (x.get_array().get(list) == simdjson::SUCCESS)
    return read_items(list, stream, names);
  return unreadable("an event");
}

/// An answer of the WebSocket API: {"id":..,"status":200,"result":{..}}.
events read_api_answer(const object& x) {
  object result;
  if (x.at_key("result").get_object().get(result) == simdjson::SUCCESS
      && whole_at(result, "subscriptionId"))
    return logged_in();
  return {};
}

} // namespace

stream_hosts hosts_of(std::string_view rest_url, std::string_view ws_url) {
  if (!ws_url.empty())
    return {std::string{ws_url}, std::string{ws_url}};
  const auto authority = authority_of(rest_url);
  const auto found = std::find_if(
    known_hosts.begin(), known_hosts.end(),
    [&](const known_host& x) { return authority.ends_with(x.rest); });
  if (found != known_hosts.end())
    return {std::string{found->market_data}, std::string{found->account}};
  const auto* const scheme
    = rest_url.starts_with("https://") ? "wss://" : "ws://";
  const auto same = std::string{scheme}.append(authority);
  return {same, same};
}

streams::streams(const caller& by, const market_names& names,
                 stream_hosts hosts)
    : by_{by}, names_{names}, hosts_{std::move(hosts)} {}

std::optional<socket_kind> streams::socket_of(channel x) const {
  if (!is_private(x))
    return socket_kind::market_data;
  return by_.signer ? std::optional{socket_kind::account} : std::nullopt;
}

bool streams::has_candles(std::chrono::seconds timeframe) const {
  return !suffix_of(channel::candles, timeframe).empty();
}

std::string streams::url(socket_kind x) const {
  return x == socket_kind::account ? hosts_.account + "/ws-api/v3"
                                   : hosts_.market_data + "/stream";
}

socket_rules streams::rules(socket_kind x) const {
  using namespace std::chrono_literals;
  socket_rules all;
  // The server pings every 20 s: three that did not come.
  all.silence_max = 1min;
  all.age_max = 24h;
  if (x == socket_kind::account)
    return all;
  all.channels_max = 1024;
  // How long a message may be is not told: ours are short of what others send.
  all.per_message = 100;
  all.message_bytes = 4096;
  // 5 a second, of which one is kept for the pong that counts as well.
  all.messages = 4;
  all.messages_window = 1s;
  return all;
}

std::vector<std::string> streams::login(socket_kind x, unix_time now,
                                        const std::string& /*token*/) {
  if (x != socket_kind::account || !by_.signer)
    return {};
  // Signed are all parameters, by name, as they are: not percent-encoded.
  const auto milliseconds = now.time_since_epoch().count();
  const auto payload = std::string{"apiKey="}
                         .append(by_.signer->key())
                         .append("&timestamp=")
                         .append(std::to_string(milliseconds));
  return {written({{"id", "account"},
                   {"method", "userDataStream.subscribe.signature"},
                   {"params",
                    {{"apiKey", by_.signer->key()},
                     {"timestamp", milliseconds},
                     {"signature", by_.signer->sign(payload)}}}})};
}

std::vector<std::string> streams::ask(bool subscribed, channel x,
                                      std::span<const market> markets,
                                      std::chrono::seconds timeframe) {
  constexpr std::size_t frame = 64; // {"method":"UNSUBSCRIBE", ... }
  const auto suffix = suffix_of(x, timeframe);
  if (suffix.empty())
    return {};
  const auto limit = rules(socket_kind::market_data);
  std::vector<std::string> messages;
  auto names = nlohmann::json::array();
  auto bytes = frame;
  asked one{x, subscribed, {}};
  const auto finish = [&] {
    if (names.empty())
      return;
    messages.push_back(
      written({{"method", subscribed ? "SUBSCRIBE" : "UNSUBSCRIBE"},
               {"params", std::exchange(names, nlohmann::json::array())},
               {"id", ++last_id_}}));
    unanswered_[last_id_] = std::exchange(one, {x, subscribed, {}});
    bytes = frame;
  };
  for (const auto& y : markets) {
    auto name = lower(y.venue_symbol) + suffix;
    const auto size = written(name).size() + 1;
    if (names.size() == limit.per_message || bytes + size > limit.message_bytes)
      finish();
    bytes += size;
    names.push_back(std::move(name));
    one.ids.push_back(y.venue_symbol);
  }
  finish();
  return messages;
}

std::vector<std::string> streams::subscribe(channel x,
                                            std::span<const market> markets,
                                            std::chrono::seconds timeframe,
                                            unix_time /*now*/) {
  return ask(true, x, markets, timeframe);
}

std::vector<std::string> streams::unsubscribe(channel x,
                                              std::span<const market> markets,
                                              std::chrono::seconds timeframe,
                                              unix_time /*now*/) {
  return ask(false, x, markets, timeframe);
}

std::string streams::keep_alive(unix_time /*now*/) { return {}; }

events streams::acknowledge(std::uint64_t id) {
  events all;
  if (const auto found = unanswered_.find(id); found != unanswered_.end()) {
    for (auto& x : found->second.ids)
      all.emplace_back(
        stream_ack{found->second.what, std::move(x), found->second.subscribed});
    unanswered_.erase(found);
  }
  return all;
}

events streams::read(socket_kind /*x*/, std::string_view text,
                     unix_time /*now*/) {
  return with_json(
    text,
    [&](element parsed) -> events {
      object x;
      if (parsed.get_object().get(x) != simdjson::SUCCESS)
        return read_data(parsed, {}, names_);
      if (const auto data = member(x, "data"); data && member(x, "stream"))
        return read_data(*data, text_at(x, "stream"), names_);
      if (const auto event = member(x, "event");
          event && member(x, "subscriptionId"))
        return read_data(*event, {}, names_);
      const auto id = static_cast<std::uint64_t>(
        std::max<std::int64_t>(whole_at(x, "id").value_or(0), 0));
      const auto status = whole_at(x, "status").value_or(0);
      if (const auto error = error_of(x)) {
        unanswered_.erase(id);
        return read_error(*error, status);
      }
      if (!member(x, "id"))
        return read_event(x, {}, names_);
      return member(x, "status") ? read_api_answer(x) : acknowledge(id);
    },
    [](const std::string& why) -> events {
      return {stream_malformed{printable(why)}};
    });
}

void streams::restart(socket_kind x) {
  if (x != socket_kind::account)
    unanswered_.clear();
}

} // namespace ballast::venues::binance
