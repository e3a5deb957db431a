// What is sent over the sockets.
#include "venues/kraken/stream.hpp"

#include "venues/kraken/codec.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using namespace std::chrono_literals;
// Members stay in the order in which they are added.
using json = nlohmann::ordered_json;

constexpr auto market_base = std::string_view{"wss://ws.kraken.com"};
constexpr auto account_base = std::string_view{"wss://ws-auth.kraken.com"};

// The venue names no number: so many keep a message within a few kB.
constexpr std::size_t symbols_per_message = 100;

struct channel_name {
  channel what;
  std::string_view name;
};
constexpr auto channel_names = std::array{
  channel_name{channel::tickers, "ticker"},
  channel_name{channel::candles, "ohlc"},
  channel_name{channel::book, "book"},
  channel_name{channel::trades, "trade"},
  channel_name{channel::orders, "executions"},
  channel_name{channel::balances, "balances"},
};

} // namespace

std::string_view name_of(channel x) {
  for (const auto& one : channel_names)
    if (one.what == x)
      return one.name;
  return {};
}

std::optional<channel> channel_named(std::string_view name) {
  for (const auto& one : channel_names)
    if (one.name == name)
      return one.what;
  return std::nullopt;
}

stream::stream(std::string base, bool has_credentials)
    : base_{std::move(base)}, has_credentials_{has_credentials} {}

std::optional<socket_kind> stream::socket_of(channel x) const {
  if (is_private(x))
    return has_credentials_ ? std::optional{socket_kind::account}
                            : std::nullopt;
  return x == channel::candles ? socket_kind::candles
                               : socket_kind::market_data;
}

bool stream::has_candles(std::chrono::seconds timeframe) const {
  return interval_of(timeframe).has_value();
}

std::string stream::url(socket_kind x) const {
  const auto own = x == socket_kind::account ? account_base : market_base;
  return (base_.empty() ? std::string{own} : base_) + "/v2";
}

socket_rules stream::rules(socket_kind /*x*/) const {
  socket_rules result;
  result.per_message = symbols_per_message;
  result.ping_every = 30s;
  // Ten heartbeats.
  result.silence_max = 10s;
  // A quiet market gives no message of its own, so that no channel is stale
  // while its socket lives.
  return result;
}

std::vector<std::string> stream::login(socket_kind x, unix_time /*now*/,
                                       const std::string& token) {
  if (x == socket_kind::account)
    token_ = token;
  return {};
}

std::string stream::message(std::string_view method, channel x,
                            std::span<const std::string> symbols,
                            std::chrono::seconds timeframe) const {
  auto params = json{{"channel", name_of(x)}};
  if (is_private(x))
    // Without one the venue refuses, which says the same as we could.
    params["token"] = token_;
  else
    params["symbol"] = names{symbols.begin(), symbols.end()};
  if (x == channel::candles)
    params["interval"] = interval_of(timeframe).value_or(0);
  if (x == channel::book)
    params["depth"] = stream_depth;
  if (x == channel::orders && method == "subscribe") {
    params["snap_orders"] = true;
    params["snap_trades"] = true;
  }
  return json{{"method", method}, {"params", std::move(params)}}.dump(
    -1, ' ', false, json::error_handler_t::replace);
}

void stream::add_messages(names& to, std::string_view method, channel x,
                          std::span<const std::string> symbols,
                          std::chrono::seconds timeframe) const {
  while (!symbols.empty()) {
    const auto some
      = symbols.first(std::min(symbols_per_message, symbols.size()));
    to.push_back(message(method, x, some, timeframe));
    symbols = symbols.subspan(some.size());
  }
}

std::vector<std::string> stream::subscribe(channel x,
                                           std::span<const market> markets,
                                           std::chrono::seconds timeframe,
                                           unix_time /*now*/) {
  if (!socket_of(x) || (x == channel::candles && !interval_of(timeframe)))
    return {};
  auto& followed = followed_[static_cast<std::size_t>(x)];
  if (is_private(x)) {
    names both;
    if (!followed.try_emplace({}).second)
      both.push_back(message("unsubscribe", x, {}, timeframe));
    both.push_back(message("subscribe", x, {}, timeframe));
    return both;
  }
  if (x != channel::candles)
    timeframe = {};
  names begun;
  std::map<std::chrono::seconds, names> ended;
  for (const auto& one : markets) {
    const auto name = one.symbol.to_string();
    if (std::find(begun.begin(), begun.end(), name) != begun.end())
      continue;
    begun.push_back(name);
    listed_[name]
      = {one.venue_symbol,
         {decimals_of(one.price_increment), decimals_of(one.size_increment)}};
    if (const auto before = followed.find(name); before != followed.end())
      ended[before->second].push_back(name);
    followed[name] = timeframe;
    if (x == channel::book)
      books_[name] = {kept_book{stream_depth}, {}, false, true};
    if (x == channel::candles)
      candles_.erase(name);
  }
  names all;
  for (const auto& [before, some] : ended)
    add_messages(all, "unsubscribe", x, some, before);
  add_messages(all, "subscribe", x, begun, timeframe);
  return all;
}

std::vector<std::string> stream::unsubscribe(channel x,
                                             std::span<const market> markets,
                                             std::chrono::seconds timeframe,
                                             unix_time /*now*/) {
  if (!socket_of(x))
    return {};
  auto& followed = followed_[static_cast<std::size_t>(x)];
  if (is_private(x)) {
    followed.clear();
    return {message("unsubscribe", x, {}, timeframe)};
  }
  names ended;
  for (const auto& one : markets) {
    const auto found = followed.find(one.symbol.to_string());
    if (found == followed.end()
        || (x == channel::candles && found->second != timeframe))
      continue;
    ended.push_back(found->first);
    followed.erase(found);
  }
  names all;
  add_messages(all, "unsubscribe", x, ended, timeframe);
  return all;
}

std::string stream::keep_alive(unix_time /*now*/) {
  return R"({"method":"ping"})";
}

void stream::restart(socket_kind x) {
  for (const auto& one : channel_names)
    if (socket_of(one.what) == x)
      followed_[static_cast<std::size_t>(one.what)].clear();
  switch (x) {
  case socket_kind::market_data:
    books_.clear();
    break;
  case socket_kind::candles:
    candles_.clear();
    break;
  case socket_kind::account:
    orders_.clear();
    sequences_.clear();
    break;
  }
}

} // namespace ballast::venues::kraken
