// Messages of the sockets, and books over many of them.
#include "tests/conformance/coinbase.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/coinbase/symbols.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <set>

namespace ballast::conformance {

namespace {

namespace coinbase = venues::coinbase;
using venues::channel;
using venues::socket_kind;
using events = std::vector<venues::stream_event>;

constexpr auto candle_time = std::chrono::minutes{5};

/// Channels that ours does not follow.
const reasons& not_followed() {
  static const auto result = reasons{
    {"status", "not followed: ours asks for products by REST"},
    {"ticker_batch", "not followed: ticker tells of every match"},
  };
  return result;
}

std::optional<channel> channel_of(const std::string& name) {
  static const auto names
    = std::map<std::string, channel>{{"ticker", channel::tickers},
                                     {"candles", channel::candles},
                                     {"level2", channel::book},
                                     {"market_trades", channel::trades},
                                     {"user", channel::orders}};
  const auto found = names.find(name);
  return found == names.end() ? std::nullopt : std::optional{found->second};
}

std::vector<ballast::market> markets_of(const json& ids) {
  std::vector<ballast::market> all;
  for (const auto& id : ids)
    all.emplace_back().venue_symbol = id.get<std::string>();
  return all;
}

/// The tokens of the SDK's tests are placeholders: ours is held to the recipe
/// where there must be one, and is left out where there need not.
judgement check_request(venues::stream_dialect& by, json message,
                        const api_key& key, unix_time now) {
  const auto name = text_at(message, "channel");
  if (const auto found = not_followed().find(name);
      found != not_followed().end())
    return left_out(found->second);
  const auto followed = channel_of(name);
  const auto markets = markets_of(member(message, "product_ids"));
  std::vector<std::string> made;
  if (name == "heartbeats")
    made = by.login(socket_kind::market_data, now, {});
  else if (!followed)
    return failed("a channel that is not understood");
  else if (text_at(message, "type") == "subscribe")
    made = by.subscribe(*followed, markets, candle_time, now);
  if (made.size() != 1)
    return failed("not one message");
  auto ours = json::parse(made.front());
  differences found;
  const auto is_private = name == "user";
  if (is_private)
    check_token(found, text_at(ours, "jwt"), {}, key, now);
  else if (ours.contains("jwt"))
    found.note("a token that need not be");
  ours.erase("jwt");
  message.erase("jwt");
  found.texts("message", message.dump(), ours.dump());
  return found.verdict(is_private ? "the recorded token is none"
                                  : "without the token, which need not be");
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

/// What was read, which must be as many of one kind.
template <class T>
std::vector<T> all_of(differences& to, const events& from, std::size_t count) {
  std::vector<T> all;
  for (const auto& x : from)
    if (const auto* one = std::get_if<T>(&x))
      all.push_back(*one);
  if (all.size() != count || from.size() != count)
    to.note("not as many as recorded: " + std::to_string(from.size()));
  all.resize(count);
  return all;
}

/// "2026-04-07T14:30:02.789012Z" cut to milliseconds, as text alone.
std::string in_milliseconds(const std::string& text) {
  return text.substr(0, std::string_view{"2026-04-07T14:30:02.789"}.size());
}

std::string text_of(unix_time x) {
  using namespace std::chrono;
  const auto day = floor<days>(x);
  const auto date = year_month_day{day};
  const auto time = hh_mm_ss{x - day};
  std::array<char, 64> text{};
  std::snprintf(
    text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03d",
    static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
    static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
    static_cast<int>(time.minutes().count()),
    static_cast<int>(time.seconds().count()),
    static_cast<int>(time.subseconds().count()));
  return text.data();
}

void compare_ticker(differences& to, const json& row, const ticker& x) {
  constexpr double percent = 0.01;
  to.texts("product_id", text_at(row, "product_id"),
           coinbase::product_id_of(x.symbol));
  compare_decimals(to, "price", row.at("price"), x.last);
  compare_decimals(to, "best_bid", member(row, "best_bid"), x.bid);
  compare_decimals(to, "best_ask", member(row, "best_ask"), x.ask);
  to.numbers("price_percent_chg_24_h",
             number_of(row.at("price_percent_chg_24_h")) * percent, x.change);
}

void compare_candle(differences& to, const json& row, const json& event,
                    const venues::stream_candle& x) {
  to.texts("product_id", text_at(row, "product_id"),
           coinbase::product_id_of(x.symbol));
  to.texts("start", text_at(row, "start") + "000",
           milliseconds(x.candle.start));
  to.numbers("open", number_of(row.at("open")), x.candle.open);
  to.numbers("high", number_of(row.at("high")), x.candle.high);
  to.numbers("low", number_of(row.at("low")), x.candle.low);
  to.numbers("close", number_of(row.at("close")), x.candle.close);
  to.numbers("volume", number_of(row.at("volume")), x.candle.volume);
  to.texts("type", text_at(event, "type"),
           x.is_snapshot ? "snapshot" : "update");
  to.texts("timeframe", "300", std::to_string(x.timeframe.count()));
}

/// The maker's side is recorded, the taker's is ours.
void compare_trade(differences& to, const json& row, const trade& x) {
  to.texts("product_id", text_at(row, "product_id"),
           coinbase::product_id_of(x.symbol));
  to.texts("trade_id", text_at(row, "trade_id"), x.trade_id);
  to.texts("side", text_at(row, "side"),
           x.taker.value() == side::buy ? "SELL" : "BUY");
  to.texts("time", in_milliseconds(text_at(row, "time")), text_of(x.at));
  compare_decimals(to, "price", row.at("price"), x.price);
  compare_decimals(to, "size", row.at("size"), x.size);
}

void compare_order(differences& to, const json& row, const order_report& x) {
  const auto is_filled = text_at(row, "status") == "FILLED";
  to.texts("order_id", text_at(row, "order_id"), x.venue_id);
  to.texts("client_order_id", text_at(row, "client_order_id"), x.client_id);
  to.texts("product_id", text_at(row, "product_id"),
           coinbase::product_id_of(x.symbol));
  to.texts("order_side", text_at(row, "order_side"),
           x.side == side::buy ? "BUY" : "SELL");
  to.texts("order_type", text_at(row, "order_type"),
           x.type == order_type::limit ? "Limit" : "another");
  to.texts("status", is_filled ? "filled" : "open", to_string(x.state));
  to.texts("post_only", text_at(row, "post_only") == "true" ? "yes" : "no",
           x.post_only ? "yes" : "no");
  to.texts("creation_time", in_milliseconds(text_at(row, "creation_time")),
           text_of(x.created.value()));
  compare_decimals(
    to, "size", row.at(is_filled ? "cumulative_quantity" : "leaves_quantity"),
    is_filled ? x.size : x.size - x.filled);
  compare_decimals(to, "cumulative_quantity", row.at("cumulative_quantity"),
                   x.filled);
  compare_decimals(to, "limit_price", member(row, "limit_price"), x.price);
  compare_decimals(to, "avg_price", row.at("avg_price"), x.average_price);
  compare_decimals(to, "filled_value", member(row, "filled_value"),
                   x.filled_cost);
  compare_decimals(to, "total_fees", row.at("total_fees"), x.fee);
}

void compare_book(differences& to, const json& event,
                  const venues::stream_book& x) {
  to.texts("product_id", text_at(event, "product_id"),
           coinbase::product_id_of(x.levels.symbol));
  to.texts("type", text_at(event, "type"),
           x.is_snapshot ? "snapshot" : "update");
  const auto& rows = event.at("updates");
  if (rows.size() != x.levels.bids.size() + x.levels.asks.size())
    to.note("not as many levels");
  for (const auto& row : rows) {
    const auto& side
      = text_at(row, "side") == "bid" ? x.levels.bids : x.levels.asks;
    const auto price = *decimal::parse(text_at(row, "price_level"));
    const auto at
      = std::find_if(side.begin(), side.end(),
                     [&](const book_level& y) { return y.price == price; });
    if (at == side.end())
      to.note("no level at " + text_at(row, "price_level"));
    else
      compare_decimals(to, "new_quantity", row.at("new_quantity"), at->size);
  }
}

/// A change gets the snapshot that it follows.
judgement check_book(venues::stream_dialect& by, const json& message,
                     unix_time now) {
  differences found;
  const auto& event = message.at("events").at(0);
  const auto markets = markets_of(json::array({event.at("product_id")}));
  static_cast<void>(by.subscribe(channel::book, markets, {}, now));
  if (text_at(event, "type") == "update") {
    auto first = message;
    first["sequence_num"] = message.at("sequence_num").get<int>() - 1;
    first["events"][0]["type"] = "snapshot";
    static_cast<void>(by.read(socket_kind::market_data, first.dump(), now));
  }
  const auto read = by.read(socket_kind::market_data, message.dump(), now);
  if (const auto* x = only<venues::stream_book>(found, read)) {
    compare_book(found, event, *x);
    found.texts("timestamp", in_milliseconds(text_at(message, "timestamp")),
                text_of(x->levels.at.value()));
  }
  return found.verdict();
}

judgement check_acknowledgement(venues::stream_dialect& by, const json& message,
                                unix_time now) {
  std::multiset<std::string> theirs;
  for (const auto& [name, ids] :
       message.at("events").at(0).at("subscriptions").items())
    if (const auto what = channel_of(name))
      for (const auto& id : ids)
        theirs.insert(std::string{to_string(*what)} + ' '
                      + (name == "user" ? "" : id.get<std::string>()));
    else if (name != "heartbeats" && !not_followed().contains(name))
      return failed("a channel that is not understood");
  std::multiset<std::string> ours;
  differences found;
  for (const auto& x : by.read(socket_kind::market_data, message.dump(), now))
    if (const auto* one = std::get_if<venues::stream_ack>(&x))
      ours.insert(std::string{to_string(one->what)} + ' ' + one->venue_symbol
                  + (one->subscribed ? "" : " ended"));
    else
      found.note("more than acknowledgements");
  if (theirs != ours)
    found.note("other subscriptions");
  return found.verdict(theirs.empty() ? "none that ours follows" : "");
}

judgement check_tickers(const events& read, const json& rows) {
  differences found;
  const auto all = all_of<ticker>(found, read, rows.size());
  for (std::size_t i = 0; found.empty() && i < rows.size(); ++i)
    compare_ticker(found, rows[i], all[i]);
  return found.verdict();
}

judgement check_candles(const events& read, const json& event) {
  differences found;
  const auto& rows = event.at("candles");
  const auto all = all_of<venues::stream_candle>(found, read, rows.size());
  for (std::size_t i = 0; found.empty() && i < rows.size(); ++i)
    compare_candle(found, rows[i], event, all[i]);
  return found.verdict();
}

judgement check_trades(const events& read, json rows) {
  differences found;
  // Ours come in the order of time, which some recorded ones do not.
  std::sort(rows.begin(), rows.end(), [](const json& a, const json& b) {
    return text_at(a, "time") < text_at(b, "time");
  });
  const auto all = all_of<trade>(found, read, rows.size());
  for (std::size_t i = 0; found.empty() && i < rows.size(); ++i)
    compare_trade(found, rows[i], all[i]);
  return found.verdict();
}

judgement check_orders(const events& read, const json& rows) {
  differences found;
  const auto all = all_of<order_report>(found, read, rows.size());
  for (std::size_t i = 0; found.empty() && i < rows.size(); ++i)
    compare_order(found, rows[i], all[i]);
  return found.verdict();
}

judgement check_message(venues::stream_dialect& by, const json& message,
                        unix_time now) {
  const auto name = text_at(message, "channel");
  if (name == "l2_data")
    return check_book(by, message, now);
  if (name == "subscriptions")
    return check_acknowledgement(by, message, now);
  const auto is_account = name == "user";
  const auto read
    = by.read(is_account ? socket_kind::account : socket_kind::market_data,
              message.dump(), now);
  const auto& event = message.at("events").at(0);
  if (name == "heartbeats") {
    differences found;
    only<venues::stream_heartbeat>(found, read);
    return found.verdict();
  }
  if (name == "status")
    return read.empty() ? left_out(not_followed().at(name))
                        : failed("read, though it is not followed");
  if (name == "ticker" || name == "ticker_batch")
    return check_tickers(read, event.at("tickers"));
  if (name == "candles")
    return check_candles(read, event);
  if (name == "market_trades")
    return check_trades(read, event.at("trades"));
  return is_account ? check_orders(read, event.at("orders"))
                    : failed("a channel that is not understood");
}

/// A book as whoever follows it would keep it.
struct kept_book {
  std::map<decimal, decimal, std::greater<>> bids;
  std::map<decimal, decimal> asks;

  void take(const venues::stream_book& x) {
    if (x.is_snapshot)
      *this = {};
    for (const auto& level : x.levels.bids)
      put(bids, level);
    for (const auto& level : x.levels.asks)
      put(asks, level);
  }
  template <class Side>
  static void put(Side& side, const book_level& level) {
    if (level.size.is_zero())
      side.erase(level.price);
    else
      side[level.price] = level.size;
  }
};

template <class Side>
void compare_side(differences& to, const json& rows, const Side& ours) {
  if (rows.size() != ours.size())
    to.note("not as many levels");
  auto at = ours.begin();
  for (const auto& row : rows) {
    if (at == ours.end())
      return;
    compare_decimals(to, "price", row.at(0), at->first);
    compare_decimals(to, "size", row.at(1), at->second);
    ++at;
  }
}

/// After a gap there must be silence about the book until the next snapshot,
/// for which ours has to ask.
void check_recovery(differences& to, venues::stream_dialect& by,
                    const json& raw, unix_time now) {
  const auto markets = markets_of(json::array({raw.at("product_id")}));
  const auto sent = by.subscribe(channel::book, markets, {}, now);
  const auto is_asked
    = std::any_of(sent.begin(), sent.end(), [&](const std::string& x) {
        const auto message = json::parse(x);
        return text_at(message, "type") == "subscribe"
               && message.at("product_ids").at(0) == raw.at("product_id");
      });
  if (!is_asked)
    to.note("the book is not asked for again");
  auto snapshot = raw.at("messages").front();
  snapshot["sequence_num"]
    = raw.at("messages").back().at("sequence_num").get<int>() + 1;
  only<venues::stream_book>(
    to, by.read(socket_kind::market_data, snapshot.dump(), now));
}

judgement check_scenario(venues::stream_dialect& by, const json& raw,
                         unix_time now) {
  differences found;
  const auto& expected = raw.at("expect");
  const auto markets = markets_of(json::array({raw.at("product_id")}));
  static_cast<void>(by.subscribe(channel::book, markets, {}, now));
  kept_book kept;
  auto has_gap = false;
  for (const auto& message : raw.at("messages"))
    for (const auto& x : by.read(socket_kind::market_data, message.dump(), now))
      if (const auto* book = std::get_if<venues::stream_book>(&x)) {
        if (has_gap)
          found.note("a book after a gap");
        kept.take(*book);
      } else if (std::holds_alternative<venues::stream_gap>(x)) {
        has_gap = true;
      } else if (std::holds_alternative<venues::stream_malformed>(x)) {
        found.note("malformed");
      }
  found.texts("outcome", text_at(expected, "outcome"),
              has_gap ? "sequence_gap_resubscribe" : "ok");
  if (has_gap) {
    check_recovery(found, by, raw, now);
  } else {
    compare_side(found, expected.at("bids"), kept.bids);
    compare_side(found, expected.at("asks"), kept.asks);
  }
  return found.verdict();
}

/// ccxt's example is the row of an order alone.
json in_envelope(const json& row) {
  return {{"channel", "user"},
          {"timestamp", "2022-12-07T19:42:18.719312Z"},
          {"sequence_num", 0},
          {"events", json::array({{{"type", "update"},
                                   {"orders", json::array({row})}}})}};
}

} // namespace

judgement coinbase_vectors::stream(const json& row) const {
  if (const auto known = venue_vectors::stream(row); known.what == fate::failed)
    return known;
  const auto& key = keys_.at("coinbase_es256");
  venues::adapter_options options;
  options.key = key.name;
  options.secret = key.secret;
  const auto venue = venues::make_coinbase(options);
  if (!venue)
    return failed(venue.error().text);
  auto& by = *(*venue)->streams();
  const auto& raw = row.at("raw");
  const auto direction = text_at(row, "direction");
  if (direction == "out")
    return check_request(by, raw, key, clock_);
  if (text_at(row, "kind") == "scenario_l2")
    return check_scenario(by, raw, clock_);
  if (direction != "in")
    return failed("a kind that is not understood");
  return check_message(by, raw.contains("order_id") ? in_envelope(raw) : raw,
                       clock_);
}

} // namespace ballast::conformance
