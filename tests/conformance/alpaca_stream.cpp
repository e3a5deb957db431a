// Messages of the streams, and books over many of them.
#include "tests/conformance/alpaca.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace ballast::conformance {

namespace {

using venues::channel;
using venues::socket_kind;
using events = std::vector<venues::stream_event>;

constexpr auto all_at_once
  = std::string_view{"not asked: all markets at once; ours names each"};
constexpr auto halts = std::string_view{"not followed: halts of single shares"};
constexpr auto minute = std::chrono::seconds{60};
constexpr auto day = std::chrono::seconds{86'400};

struct followed {
  channel what;
  std::chrono::seconds timeframe;
};

/// What of ours a list of the venue's is; absent where ours follows none.
std::optional<followed> followed_by(const std::string& list) {
  static const auto names
    = std::map<std::string, followed>{{"trades", {channel::trades, minute}},
                                      {"quotes", {channel::tickers, minute}},
                                      {"bars", {channel::candles, minute}},
                                      {"dailyBars", {channel::candles, day}},
                                      {"orderbooks", {channel::book, minute}}};
  const auto found = names.find(list);
  return found == names.end() ? std::nullopt : std::optional{found->second};
}

template <class T>
const T* only(differences& to, const events& from) {
  const auto* found
    = from.size() == 1 ? std::get_if<T>(&from.front()) : nullptr;
  if (found == nullptr)
    to.note("not read as it should be: " + std::to_string(from.size())
            + " events");
  return found;
}

/// All lists that our messages ask for, each with its markets.
json lists_of(const std::vector<std::string>& messages,
              const std::string& action) {
  auto result = json::object();
  for (const auto& text : messages) {
    const auto message = json::parse(text);
    if (message.at("action") != action)
      return {};
    for (const auto& [name, markets] : message.items())
      // Late corrections are asked for with the candles that they correct.
      if (name != "action" && name != "updatedBars")
        for (const auto& x : markets)
          result[name].push_back(x);
  }
  return result;
}

judgement check_subscription(venues::stream_dialect& by, const json& message,
                             unix_time now) {
  const auto action = text_at(message, "action");
  auto theirs = json::object();
  std::vector<std::string> made;
  for (const auto& [list, names] : message.items()) {
    if (list == "action" || names.empty())
      continue;
    const auto what = followed_by(list);
    if (std::find(names.begin(), names.end(), json("*")) != names.end())
      return left_out(all_at_once);
    if (!what)
      return failed("a list that is not understood: " + list);
    theirs[list] = names;
    std::vector<ballast::market> markets;
    for (const auto& name : names)
      markets.push_back(alpaca_market(name.get<std::string>()));
    const auto more
      = action == "subscribe"
          ? by.subscribe(what->what, markets, what->timeframe, now)
          : by.unsubscribe(what->what, markets, what->timeframe, now);
    made.insert(made.end(), more.begin(), more.end());
  }
  differences found;
  found.texts("lists", theirs.dump(), lists_of(made, action).dump());
  return found.verdict("in messages of their own; with late corrections");
}

judgement check_sent(venues::stream_dialect& by, const json& message,
                     unix_time now) {
  const auto action = text_at(message, "action");
  if (action == "authenticate")
    return left_out("not asked: older words of the login, beside auth, which "
                    "both sockets take");
  if (action == "subscribe" || action == "unsubscribe")
    return check_subscription(by, message, now);
  differences found;
  if (action == "listen") {
    const auto made = by.subscribe(channel::orders, {}, minute, now);
    if (made.size() != 1 || json::parse(made.front()) != message)
      found.note("not the one message");
    return found.verdict();
  }
  if (action != "auth")
    return failed("a message that is not understood");
  const auto ours
    = json::parse(by.login(socket_kind::market_data, now, {}).at(0));
  found.texts("action", action, text_at(ours, "action"));
  for (const auto& [name, value] : message.items())
    if (!ours.contains(name))
      found.note("no member " + name);
  if (ours.size() != message.size())
    found.note("another number of members");
  return found.verdict("members; the recorded key is none");
}

// Messages of market data.

void compare_lists(differences& to, const json& item, const events& from) {
  std::set<std::pair<std::string, std::string>> theirs;
  std::set<std::pair<std::string, std::string>> ours;
  for (const auto& [list, names] : item.items())
    if (const auto what = followed_by(list))
      for (const auto& name : names)
        theirs.emplace(to_string(what->what),
                       name == "*" ? "" : name.get<std::string>());
  for (const auto& x : from) {
    const auto* ack = std::get_if<venues::stream_ack>(&x);
    if (ack == nullptr || !ack->subscribed)
      to.note("not read as what is followed");
    else
      ours.emplace(to_string(ack->what), ack->venue_symbol);
  }
  if (theirs != ours)
    to.note("other markets are followed");
}

/// The sheet's meanings of errors.
outcome_kind kind_of(const json& code) {
  using enum outcome_kind;
  static const auto kinds = std::map<int, outcome_kind>{
    {400, refused},       {401, unauthorised}, {402, unauthorised},
    {403, refused},       {404, unavailable},  {405, refused},
    {406, throttled},     {407, unavailable},  {408, not_permitted},
    {409, not_permitted}, {500, unavailable}};
  return kinds.at(code.get<int>());
}

void compare_refusal(differences& to, const json& item, const events& from) {
  if (const auto* x = only<venues::stream_refusal>(to, from)) {
    to.texts("kind", to_string(kind_of(item.at("code"))), to_string(x->kind));
    to.texts("text", item.at("code").dump() + ' ' + text_at(item, "msg"),
             x->text);
  }
}

void compare_said(differences& to, const json& item, const events& from) {
  if (text_at(item, "msg") == "authenticated")
    only<venues::stream_login>(to, from);
  else
    to.texts("events", "0", std::to_string(from.size()));
}

void compare_ticker(differences& to, const json& item, const events& from) {
  if (const auto* x = only<ticker>(to, from)) {
    to.texts("S", alpaca_market(text_at(item, "S")).symbol.to_string(),
             x->symbol.to_string());
    compare_decimals(to, "bp", item.at("bp"), x->bid);
    compare_decimals(to, "ap", item.at("ap"), x->ask);
  }
}

void compare_candle(differences& to, const json& item, const events& from) {
  const auto is_day = text_at(item, "T") == "d";
  if (const auto* x = only<venues::stream_candle>(to, from)) {
    to.texts("S", alpaca_market(text_at(item, "S")).symbol.to_string(),
             x->symbol.to_string());
    compare_alpaca_bar(to, item, x->candle);
    to.texts("timeframe", std::to_string((is_day ? day : minute).count()),
             std::to_string(x->timeframe.count()));
  }
}

void compare_trade(differences& to, const json& item, const events& from) {
  if (const auto* x = only<trade>(to, from)) {
    to.texts("S", alpaca_market(text_at(item, "S")).symbol.to_string(),
             x->symbol.to_string());
    compare_alpaca_trade(to, item, *x);
  }
}

void compare_book(differences& to, const json& item, const events& from) {
  if (const auto* x = only<venues::stream_book>(to, from)) {
    to.texts("S", text_at(item, "S"), x->levels.symbol.to_string());
    to.texts("r", item.value("r", false) ? "yes" : "no",
             x->is_snapshot ? "yes" : "no");
    compare_alpaca_moment(to, "t", item.at("t"), x->levels.at);
    compare_alpaca_levels(to, item.at("b"), x->levels.bids);
    compare_alpaca_levels(to, item.at("a"), x->levels.asks);
  }
}

using item_check = void (*)(differences&, const json&, const events&);

judgement check_item(venues::stream_dialect& by, const json& item,
                     unix_time now) {
  static const auto checks = std::map<std::string, item_check>{
    {"subscription", compare_lists}, {"error", compare_refusal},
    {"success", compare_said},       {"t", compare_trade},
    {"q", compare_ticker},           {"b", compare_candle},
    {"d", compare_candle},           {"o", compare_book}};
  const auto kind = text_at(item, "T");
  const auto read
    = by.read(socket_kind::market_data, json::array({item}).dump(), now);
  if (kind == "s")
    return read.empty() ? left_out(halts) : failed("a halt was read");
  const auto check = checks.find(kind);
  if (check == checks.end())
    return failed("an item that is not understood: " + kind);
  differences found;
  check->second(found, item, read);
  return found.verdict();
}

// Messages about the account.

void compare_update(differences& to, const json& data, const events& from) {
  const auto* traded
    = from.size() == 2 ? std::get_if<fill>(&from.front()) : nullptr;
  const auto* order
    = from.size() == 2 ? std::get_if<order_report>(&from.back()) : nullptr;
  if (traded == nullptr || order == nullptr) {
    to.note("not read as a fill and its order");
    return;
  }
  auto row = data.at("order");
  // The stream names pairs without their slash.
  row["symbol"] = "SOL/USD";
  to.texts("symbol", "SOLUSD", text_at(data.at("order"), "symbol"));
  compare_alpaca_order(to, row, *order);
  to.texts("order_id", text_at(row, "id"), traded->order_id);
  to.texts("trade_id", text_at(row, "id") + ':' + text_at(row, "filled_qty"),
           traded->trade_id);
  to.texts("side", text_at(row, "side"),
           traded->side == side::buy ? "buy" : "sell");
  to.texts("symbol of the fill", "SOL/USD", traded->symbol.to_string());
  compare_decimals(to, "price", data.at("price"), traded->price);
  compare_decimals(to, "qty", data.at("qty"), traded->size);
  compare_alpaca_moment(to, "timestamp", data.at("timestamp"), traded->at);
}

judgement check_account(venues::stream_dialect& by, const json& message,
                        unix_time now) {
  const auto stream = text_at(message, "stream");
  const auto& data = message.at("data");
  const auto read = by.read(socket_kind::account, message.dump(), now);
  differences found;
  if (stream == "trade_updates") {
    compare_update(found, data, read);
  } else if (stream == "listening") {
    if (const auto* x = only<venues::stream_ack>(found, read))
      found.texts("listens", data.at("streams").dump(),
                  x->subscribed ? "[\"trade_updates\"]" : "[]");
  } else if (stream != "authorization") {
    return failed("a stream that is not understood: " + stream);
  } else if (text_at(data, "status") == "authorized") {
    only<venues::stream_login>(found, read);
  } else if (const auto* x = only<venues::stream_refusal>(found, read)) {
    found.texts("kind", to_string(outcome_kind::unauthorised),
                to_string(x->kind));
  }
  return found.verdict();
}

judgement check_received(venues::stream_dialect& by, const json& message,
                         unix_time now) {
  if (message.contains("stream"))
    return check_account(by, message, now);
  if (!message.is_array())
    return check_item(by, message, now);
  auto judged = failed("a message without items");
  for (const auto& item : message) {
    judged = check_item(by, item, now);
    if (judged.what != fate::checked)
      return judged;
  }
  const auto whole = by.read(socket_kind::market_data, message.dump(), now);
  if (message.size() > 1 && whole.size() != message.size())
    return failed("several items are not read as several");
  return judged;
}

/// A book kept by whoever reads: a whole one replaces, a size of zero removes.
template <class Order>
void apply(std::map<decimal, decimal, Order>& to,
           const std::vector<book_level>& levels, bool is_snapshot) {
  if (is_snapshot)
    to.clear();
  for (const auto& x : levels)
    if (x.size.is_zero())
      to.erase(x.price);
    else
      to[x.price] = x.size;
}

template <class Order>
void compare_side(differences& to, const json& recorded,
                  const std::map<decimal, decimal, Order>& ours) {
  if (recorded.size() != ours.size())
    to.note("not as many levels");
  std::size_t place = 0;
  for (const auto& [price, size] : ours)
    if (place < recorded.size()) {
      compare_decimals(to, "price", recorded[place].at(0), price);
      compare_decimals(to, "size", recorded[place].at(1), size);
      ++place;
    }
}

judgement check_scenario(venues::stream_dialect& by, const json& scenario,
                         unix_time now) {
  std::map<decimal, decimal, std::greater<>> bids;
  std::map<decimal, decimal, std::less<>> asks;
  differences found;
  const auto& messages = scenario.at("messages");
  // What comes before the whole is a gap.
  const auto early
    = by.read(socket_kind::market_data, messages.back().dump(), now);
  only<venues::stream_gap>(found, early);
  for (const auto& message : messages) {
    const auto read = by.read(socket_kind::market_data, message.dump(), now);
    const auto* x = only<venues::stream_book>(found, read);
    if (x == nullptr)
      return found.verdict();
    found.texts("symbol", text_at(scenario, "symbol"),
                x->levels.symbol.to_string());
    apply(bids, x->levels.bids, x->is_snapshot);
    apply(asks, x->levels.asks, x->is_snapshot);
  }
  const auto& wanted = scenario.at("expect");
  compare_side(found, wanted.at("bids"), bids);
  compare_side(found, wanted.at("asks"), asks);
  return found.verdict();
}

} // namespace

judgement alpaca_vectors::stream(const json& row) const {
  const auto direction = text_at(row, "direction");
  const auto& raw = row.at("raw");
  const auto by = informed(key_);
  auto& dialect = *by->streams();
  if (direction == "out")
    return check_sent(dialect, raw, clock_);
  if (direction == "in")
    return check_received(dialect, raw, clock_);
  if (direction == "scenario")
    return check_scenario(dialect, raw, clock_);
  return failed("a message of no direction");
}

} // namespace ballast::conformance
