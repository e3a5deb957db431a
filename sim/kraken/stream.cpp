#include "sim/kraken/stream.hpp"

#include "sim/kraken/stream_text.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim::kraken {

namespace {

using namespace std::chrono_literals;
using json = nlohmann::ordered_json;

constexpr auto no_symbol = "";

bool is_private(std::string_view channel) {
  return channel == "executions" || channel == "balances";
}

bool has_symbols(std::string_view channel) {
  constexpr auto names
    = std::array<std::string_view, 4>{"ticker", "ohlc", "book", "trade"};
  return std::find(names.begin(), names.end(), channel) != names.end();
}

/// What the answer to an unsubscription has of the subscription's.
json remains_of(json terms) {
  for (const auto* name :
       {"warnings", "maxratecount", "snap_orders", "snap_trades"})
    terms.erase(name);
  if (terms["channel"] != "book")
    terms.erase("snapshot");
  return terms;
}

std::string dump(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

struct client_stream::request {
  std::string method;
  std::optional<std::int64_t> id;
  nlohmann::json params = nlohmann::json::object();
  std::string channel;
};

client_stream::client_stream(entrance enter, const channel_sources& from,
                             session_tokens& tokens, fault_plan& faults,
                             const options& opts, instant now)
    : venue_stream{std::move(enter)}, from_{from}, tokens_{tokens},
      faults_{faults}, opts_{opts}, told_at_{now.steady}, heard_at_{
                                                            now.steady} {
  send_status(now);
}

void client_stream::tell(std::string message, instant now) {
  told_at_ = now.steady;
  send(std::move(message));
}

void client_stream::send_status(instant now) {
  system_ = faults_.post_only({}, now.steady) ? "post_only" : "online";
  // Numbers of connections are beyond what a signed number holds.
  constexpr auto first = std::uint64_t{13'834'774'380'200'032'777U};
  tell(dump({{"channel", "status"},
             {"type", "update"},
             {"data", json::array({{{"system", system_},
                                    {"api_version", "v2"},
                                    {"connection_id", first + opts_.connection},
                                    {"version", "2.0.0"}}})}}),
       now);
}

void client_stream::answer(const request& what, const json& result,
                           instant now) {
  auto body = json{{"method", what.method}};
  if (what.id)
    body["req_id"] = *what.id;
  if (!result.is_null()) {
    body["result"] = result;
    body["success"] = true;
  }
  body["time_in"] = body["time_out"] = microseconds_text(now.wall);
  tell(dump(body), now);
}

void client_stream::refuse(const request& what, const std::string& why,
                           const std::string& symbol, instant now) {
  auto body = json{{"error", why}, {"method", what.method}};
  if (what.id)
    body["req_id"] = *what.id;
  body["success"] = false;
  if (!symbol.empty())
    body["symbol"] = symbol;
  body["time_in"] = body["time_out"] = microseconds_text(now.wall);
  tell(dump(body), now);
}

void client_stream::take(std::string_view text, instant now) {
  heard_at_ = now.steady;
  const auto doc = nlohmann::json::parse(text, nullptr, false);
  auto what = request{};
  if (doc.is_object()) {
    what.method = text_of(doc, "method");
    if (const auto id = doc.find("req_id");
        id != doc.end() && id->is_number_integer())
      what.id = id->get<std::int64_t>();
    if (const auto params = doc.find("params");
        params != doc.end() && params->is_object())
      what.params = *params;
  }
  what.channel = text_of(what.params, "channel");
  if (what.method == "ping") {
    what.method = "pong";
    answer(what, nullptr, now);
  } else if (what.method == "subscribe") {
    subscribe(what, now);
  } else if (what.method == "unsubscribe") {
    unsubscribe(what, now);
  } else {
    refuse(what, "Malformed request", no_symbol, now);
  }
}

void client_stream::subscribe(const request& what, instant now) {
  from_.orders.advance(now);
  if (!has_symbols(what.channel)) {
    const auto wrong = open(what, {what.channel, no_symbol}, now);
    if (!wrong.empty())
      refuse(what, wrong, no_symbol, now);
    return;
  }
  const auto symbols = what.params.find("symbol");
  if (symbols == what.params.end() || !symbols->is_array()
      || symbols->empty()) {
    refuse(what, "Pair field must be an array", no_symbol, now);
    return;
  }
  for (const auto& x : *symbols) {
    const auto symbol = x.is_string() ? x.get<std::string>() : x.dump();
    const auto wrong = open(what, {what.channel, symbol}, now);
    if (!wrong.empty())
      refuse(what, wrong, symbol, now);
  }
}

std::string client_stream::open(const request& what, const place& where,
                                instant now) {
  if (channels_.contains(where))
    return where.first == "ohlc"
             ? "Already subscribed to one ohlc interval on this symbol"
             : "Already subscribed";
  auto made = make(what, where, now);
  if (auto* const wrong = std::get_if<std::string>(&made))
    return std::move(*wrong);
  auto& opened = channels_[where]
    = std::move(std::get<std::unique_ptr<channel>>(made));
  answer(what, opened->terms(), now);
  auto messages = message_list{};
  opened->begin(messages, now);
  for (auto& x : messages)
    tell(std::move(x), now);
  return {};
}

made_channel client_stream::make(const request& what, const place& where,
                                 instant now) {
  if (is_private(where.first)) {
    const auto account = account_of(text_of(what.params, "token"), now.steady);
    if (!account)
      return std::string{"ESession:Invalid session"};
    return make_account_channel(from_, *account, opts_.rate_count_max,
                                what.params);
  }
  if (where.first == "instrument") {
    const auto snapshot = flag_of(what.params, "snapshot", true);
    if (!snapshot)
      return std::string{"EGeneral:Invalid arguments:snapshot"};
    return make_instrument_channel(from_, *snapshot);
  }
  if (!has_symbols(where.first))
    return std::string{"Subscription name invalid"};
  const auto* const pair = pair_of_symbol(where.second);
  if (pair == nullptr || from_.markets.pair_named(pair->id, now) == nullptr)
    return "Currency pair not supported " + where.second;
  return make_market_channel(from_, *pair, what.params, now);
}

/// A token is good for long once it has opened a channel that is still there.
std::optional<std::size_t> client_stream::account_of(const std::string& token,
                                                     time_point now) {
  const auto is_in_use
    = std::any_of(channels_.begin(), channels_.end(), [](const auto& each) {
        return is_private(each.first.first);
      });
  if (session_ && session_->first == token && is_in_use)
    return session_->second;
  const auto account = tokens_.account_of(token, now);
  if (account)
    session_.emplace(token, *account);
  return account;
}

void client_stream::unsubscribe(const request& what, instant now) {
  auto symbols = std::vector<std::string>{};
  if (const auto list = what.params.find("symbol");
      list != what.params.end() && list->is_array())
    for (const auto& x : *list)
      symbols.push_back(x.is_string() ? x.get<std::string>() : x.dump());
  if (symbols.empty())
    symbols.emplace_back(no_symbol);
  for (const auto& symbol : symbols) {
    const auto at = channels_.find({what.channel, symbol});
    if (at == channels_.end()) {
      refuse(what, "Subscription not found", symbol, now);
      continue;
    }
    answer(what, remains_of(at->second->terms()), now);
    channels_.erase(at);
  }
}

void client_stream::look(instant now) {
  constexpr auto idle_max = 60s;
  constexpr auto silence = 1s;
  from_.orders.advance(now);
  if (faults_.post_only({}, now.steady) != (system_ == "post_only"))
    send_status(now);
  auto messages = message_list{};
  for (auto& [where, each] : channels_)
    each->look(messages, now);
  for (auto& x : messages)
    tell(std::move(x), now);
  if (channels_.empty()) {
    if (now.steady >= heard_at_ + idle_max)
      close();
  } else if (now.steady >= told_at_ + silence) {
    tell(R"({"channel":"heartbeat"})", now);
  }
}

} // namespace ballast::sim::kraken
