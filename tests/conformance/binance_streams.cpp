// Messages of streams, and the scenarios of a book.
#include "tests/conformance/binance.hpp"
#include "venues/binance/depth_book.hpp"
#include "venues/binance/order_codec.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <variant>

namespace ballast::conformance {

namespace {

using venues::channel;
using venues::socket_kind;
using events = std::vector<venues::stream_event>;
using venues::binance::depth_book;
using venues::binance::depth_change;

/// The event itself, out of what it may be wrapped in.
json unwrapped(const json& raw) {
  if (raw.contains("data"))
    return raw.at("data");
  return raw.contains("event") ? raw.at("event") : raw;
}

template <class T>
const T* only(differences& to, const events& all) {
  if (all.size() == 1)
    if (const auto* found = std::get_if<T>(&all.front()))
      return found;
  const auto* wrong = all.empty()
                        ? nullptr
                        : std::get_if<venues::stream_malformed>(&all.front());
  to.note(std::to_string(all.size()) + " events of another kind"
          + (wrong != nullptr ? ": " + wrong->text : std::string{}));
  return nullptr;
}

/// A market of any id, as if the venue had listed it: those of the recordings
/// are older than the list, or newer.
std::string list_with(const std::vector<std::string>& ids) {
  auto rows = json::array();
  for (const auto& id : ids) {
    const auto quote = std::string{"QUOTE"};
    rows.push_back({{"symbol", id},
                    {"status", "TRADING"},
                    {"baseAsset", id},
                    {"quoteAsset", quote},
                    {"baseAssetPrecision", 8},
                    {"quoteAssetPrecision", 8},
                    {"filters", json::array()}});
  }
  return json{{"symbols", rows}}.dump();
}

/// An adapter that knows the market which a message is about.
std::unique_ptr<venues::adapter> knowing(const json& event,
                                         const api_key& key) {
  auto by = make_binance_adapter(key);
  auto ids = std::vector<std::string>{"BTCUSDT"};
  for (const auto* name : {"s", "symbol"})
    if (const auto id = text_at(event, name); !id.empty() && id != ids.front())
      ids.push_back(id);
  const auto read = by->markets_answer(binance_reply(list_with(ids)));
  if (!read.value)
    throw std::runtime_error{read.text};
  return by;
}

void compare_symbol(differences& to, const json& event, const symbol& ours) {
  to.texts("s", text_at(event, "s") + "/QUOTE", ours.to_string());
}

judgement check_ticker(const events& all, const json& x) {
  differences found;
  const auto* ours = only<ticker>(found, all);
  if (ours == nullptr)
    return found.verdict();
  compare_symbol(found, x, ours->symbol);
  compare_decimals(found, "c", member(x, "c"), ours->last);
  compare_decimals(found, "b", member(x, "b"), ours->bid);
  compare_decimals(found, "a", member(x, "a"), ours->ask);
  if (x.contains("q"))
    found.numbers("q", number_of(x.at("q")), ours->volume_quote);
  if (x.contains("P"))
    found.numbers("P", number_of(x.at("P")), ours->change * 100);
  else if (x.contains("o"))
    found.numbers("change", number_of(x.at("c")) / number_of(x.at("o")) - 1.0,
                  ours->change);
  return found.verdict("less sizes, and figures of a day that are not kept");
}

judgement check_candle(const events& all, const json& x) {
  differences found;
  const auto* ours = only<venues::stream_candle>(found, all);
  if (ours == nullptr)
    return found.verdict();
  const auto& bar = x.at("k");
  compare_symbol(found, x, ours->symbol);
  compare_time(found, ours->candle.start, bar.at("t"));
  found.texts("i", std::to_string(timeframe_of(text_at(bar, "i")).count()),
              std::to_string(ours->timeframe.count()));
  found.numbers("o", number_of(bar.at("o")), ours->candle.open);
  found.numbers("h", number_of(bar.at("h")), ours->candle.high);
  found.numbers("l", number_of(bar.at("l")), ours->candle.low);
  found.numbers("c", number_of(bar.at("c")), ours->candle.close);
  found.numbers("v", number_of(bar.at("v")), ours->candle.volume);
  found.texts("x", bar.at("x").dump(), ours->candle.closed ? "true" : "false");
  return found.verdict();
}

judgement check_trade(const events& all, const json& x) {
  differences found;
  const auto* ours = only<trade>(found, all);
  if (ours == nullptr)
    return found.verdict();
  compare_symbol(found, x, ours->symbol);
  found.texts("id", x.at(text_at(x, "e") == "trade" ? "t" : "a").dump(),
              ours->trade_id);
  compare_decimals(found, "p", x.at("p"), ours->price);
  compare_decimals(found, "q", x.at("q"), ours->size);
  found.texts("m", x.at("m") == true ? "sell" : "buy",
              ours->taker == side::sell ? "sell" : "buy");
  compare_time(found, ours->at, x.at("T"));
  return found.verdict();
}

void compare_levels(differences& to, const std::string& what, const json& raw,
                    const std::vector<book_level>& ours) {
  if (raw.size() != ours.size()) {
    to.texts(what, std::to_string(raw.size()), std::to_string(ours.size()));
    return;
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    compare_decimals(to, what + " price", raw[i].at(0), ours[i].price);
    compare_decimals(to, what + " size", raw[i].at(1), ours[i].size);
  }
}

judgement check_book(const events& all, const json& x) {
  differences found;
  const auto* ours = only<venues::stream_book>(found, all);
  if (ours == nullptr)
    return found.verdict();
  const auto is_whole = x.contains("lastUpdateId");
  found.texts("whole", is_whole ? "yes" : "no",
              ours->is_snapshot ? "yes" : "no");
  found.texts("number", x.at(is_whole ? "lastUpdateId" : "u").dump(),
              std::to_string(ours->levels.sequence));
  compare_levels(found, "bids", x.at(is_whole ? "bids" : "b"),
                 ours->levels.bids);
  compare_levels(found, "asks", x.at(is_whole ? "asks" : "a"),
                 ours->levels.asks);
  return found.verdict();
}

const std::map<std::string, order_state>& states() {
  static const auto result = std::map<std::string, order_state>{
    {"NEW", order_state::open},
    {"PARTIALLY_FILLED", order_state::open},
    {"PENDING_CANCEL", order_state::open},
    {"FILLED", order_state::filled},
    {"CANCELED", order_state::cancelled},
    {"REJECTED", order_state::rejected},
    {"EXPIRED", order_state::expired},
    {"EXPIRED_IN_MATCH", order_state::expired},
  };
  return result;
}

judgement check_execution(const events& all, const json& x) {
  differences found;
  const auto* order
    = all.empty() ? nullptr : std::get_if<order_report>(&all.front());
  if (order == nullptr)
    return failed("no order was read");
  compare_symbol(found, x, order->symbol);
  found.texts("i", x.at("i").dump(), order->venue_id);
  const auto original = text_at(x, "C");
  found.texts("c", original.empty() ? text_at(x, "c") : original,
              order->client_id);
  found.texts("X", to_string(states().at(text_at(x, "X"))),
              to_string(order->state));
  found.texts("S", text_at(x, "S"), order->side == side::buy ? "BUY" : "SELL");
  compare_decimals(found, "q", x.at("q"), order->size);
  compare_decimals(found, "p", x.at("p"), order->price);
  compare_decimals(found, "z", x.at("z"), order->filled);
  compare_decimals(found, "Z", x.at("Z"), order->filled_cost);
  const auto has_fill = text_at(x, "x") == "TRADE" && x.at("t") != -1
                        && number_of(x.at("l")) > 0 && number_of(x.at("L")) > 0;
  const auto* ours = all.size() == 2 ? std::get_if<fill>(&all[1]) : nullptr;
  if (has_fill != (ours != nullptr) || (all.size() == 2) != has_fill)
    found.note("a fill too many or too few");
  if (ours != nullptr) {
    found.texts("t", x.at("t").dump(), ours->trade_id);
    compare_decimals(found, "l", x.at("l"), ours->size);
    compare_decimals(found, "L", x.at("L"), ours->price);
    compare_decimals(found, "n", x.at("n"), ours->fee);
    found.texts("N", text_at(x, "N"), ours->fee_currency);
    found.texts("m", x.at("m").dump(), *ours->maker ? "true" : "false");
  }
  return found.verdict(has_fill ? "with its fill" : "");
}

judgement check_position(const events& all, const json& x) {
  differences found;
  const auto* ours = only<venues::stream_balances>(found, all);
  if (ours == nullptr)
    return found.verdict();
  const auto& rows = x.at("B");
  found.texts("balances", std::to_string(rows.size()),
              std::to_string(ours->balances.size()));
  for (std::size_t i = 0; i < std::min(rows.size(), ours->balances.size());
       ++i) {
    found.texts("a", text_at(rows[i], "a"), ours->balances[i].currency);
    compare_decimals(found, "f", rows[i].at("f"), ours->balances[i].available);
    compare_decimals(found, "l", rows[i].at("l"), ours->balances[i].held);
  }
  return found.verdict();
}

/// What says nothing that ours keeps: it must be read, and give nothing.
judgement check_silent(const events& all) {
  return all.empty() ? checked("read, and nothing of it is kept")
                     : failed("an event too many");
}

judgement check_other(const events& all, const json& x) {
  const auto kind = text_at(x, "e");
  differences found;
  if (kind == "serverShutdown") {
    only<venues::stream_closing>(found, all);
    return found.verdict();
  }
  if (kind == "eventStreamTerminated") {
    const auto gaps = std::count_if(all.begin(), all.end(), [](const auto& y) {
      return std::holds_alternative<venues::stream_gap>(y);
    });
    return gaps == 2 ? checked() : failed("orders and balances go on");
  }
  return check_silent(all);
}

judgement check_incoming(const std::string& kind, const events& all,
                         const json& x) {
  if (kind == "ws_ticker")
    return check_ticker(all, x);
  if (kind == "ws_candles")
    return check_candle(all, x);
  if (kind == "ws_trades")
    return check_trade(all, x);
  if (kind == "ws_book")
    return check_book(all, x);
  if (kind == "ws_other")
    return check_other(all, x);
  if (kind == "ws_error") {
    differences found;
    if (const auto* ours = only<venues::stream_refusal>(found, all))
      found.texts("text", "2: Invalid request: invalid stream", ours->text);
    return found.verdict();
  }
  const auto event = text_at(x, "e");
  if (event == "executionReport")
    return check_execution(all, x);
  if (event == "outboundAccountPosition")
    return check_position(all, x);
  return check_other(all, x);
}

/// An answer to a subscription, to be read after ours has asked for it.
judgement check_ack(venues::stream_dialect& by, const json& raw) {
  market what;
  what.venue_symbol = "BTCUSDT";
  by.subscribe(channel::trades, {&what, 1}, {}, {});
  const auto all = by.read(socket_kind::market_data, raw.dump(), {});
  if (raw.at("id") != 1 || !raw.at("result").is_null())
    return check_silent(all);
  differences found;
  if (const auto* ours = only<venues::stream_ack>(found, all))
    found.texts("market", "BTCUSDT", ours->venue_symbol);
  return found.verdict("as an answer to our first message");
}

judgement check_outgoing(venues::stream_dialect& by, const json& raw) {
  const auto method = text_at(raw, "method");
  if (method != "SUBSCRIBE" && method != "UNSUBSCRIBE")
    return left_out("not asked: lists and properties of a connection");
  market what;
  what.venue_symbol = "BTCUSDT";
  const auto is_trades = raw.at("params").front() == "btcusdt@aggTrade";
  const auto followed = is_trades ? channel::trades : channel::book;
  const auto ours = method == "SUBSCRIBE"
                      ? by.subscribe(followed, {&what, 1}, {}, {})
                      : by.unsubscribe(followed, {&what, 1}, {}, {});
  if (ours.size() != 1)
    return failed("not one message");
  const auto made = json::parse(ours.front());
  differences found;
  found.texts("method", method, text_at(made, "method"));
  found.texts("params",
              is_trades ? R"(["btcusdt@aggTrade"])"
                        : R"(["btcusdt@depth20@100ms"])",
              made.at("params").dump());
  return found.verdict("of a book ours follows the whole top levels, and one "
                       "channel a message");
}

depth_change change_of(const json& x) {
  const auto levels = [](const json& rows) {
    std::vector<book_level> made;
    for (const auto& y : rows)
      made.push_back({*decimal::parse(y.at(0).get<std::string>()),
                      *decimal::parse(y.at(1).get<std::string>())});
    return made;
  };
  return {x.at("U").get<std::uint64_t>(), x.at("u").get<std::uint64_t>(),
          levels(x.at("b")), levels(x.at("a"))};
}

std::string word_of(depth_book::outcome x) {
  switch (x) {
  case depth_book::outcome::synced:
    return "synced";
  case depth_book::outcome::gap:
    return "gap_resync";
  case depth_book::outcome::too_old:
    return "snapshot_too_old_refetch";
  case depth_book::outcome::buffered:
    break;
  }
  return "buffered";
}

/// The snapshot after so many changes; the rest follow it.
void play(differences& to, const json& raw, std::size_t before) {
  depth_book book;
  const auto& changes = raw.at("stream");
  for (std::size_t i = 0; i < before; ++i)
    book.add(change_of(changes[i]));
  const auto snapshot
    = venues::binance::decode_book(binance_reply(raw.at("snapshot").dump()));
  auto last = book.start(snapshot.value.value());
  if (last != depth_book::outcome::too_old)
    for (std::size_t i = before; i < changes.size(); ++i)
      last = book.add(change_of(changes[i]));
  const auto& expected = raw.at("expect");
  const auto where = "after " + std::to_string(before) + " changes ";
  to.texts(where, text_at(expected, "outcome"), word_of(last));
  if (!expected.contains("bids"))
    return;
  const auto ours = book.levels();
  to.texts(where + "number", expected.at("last_update_id").dump(),
           std::to_string(ours.sequence));
  compare_levels(to, where + "bids", expected.at("bids"), ours.bids);
  compare_levels(to, where + "asks", expected.at("asks"), ours.asks);
}

judgement check_scenario(const json& raw) {
  differences found;
  const auto count = raw.at("stream").size();
  for (std::size_t before = 1; before <= count; ++before)
    play(found, raw, before);
  return found.verdict("with the snapshot after each of the changes");
}

/// Of the WebSocket API only the account's events are asked for.
judgement check_api(const api_key& key, const std::string& direction,
                    const json& raw) {
  const auto is_ours
    = direction == "out"
        ? text_at(raw, "method") == "userDataStream.subscribe.signature"
        : member(member(raw, "result"), "subscriptionId") == 0
            || raw.contains("subscriptionId");
  if (!is_ours)
    return left_out("out of scope: requests of the WebSocket API");
  const auto by = knowing(unwrapped(raw), key);
  auto& dialect = *by->streams();
  if (direction == "in") {
    const auto all = dialect.read(socket_kind::account, raw.dump(), {});
    if (raw.contains("subscriptionId"))
      return check_position(all, unwrapped(raw));
    return !all.empty()
               && std::holds_alternative<venues::stream_login>(all.front())
             ? checked()
             : failed("the subscription is not read");
  }
  const auto now = unix_time{
    std::chrono::milliseconds{raw.at("params").at("timestamp").get<long>()}};
  const auto ours
    = json::parse(dialect.login(socket_kind::account, now, {}).at(0));
  differences found;
  found.texts("method", text_at(raw, "method"), text_at(ours, "method"));
  found.texts("timestamp", raw.at("params").at("timestamp").dump(),
              ours.at("params").at("timestamp").dump());
  found.texts("apiKey", key.name, text_at(ours.at("params"), "apiKey"));
  for (const auto& [name, value] : raw.at("params").items())
    if (!ours.at("params").contains(name))
      found.note("lacks " + name);
  return found.verdict("less its signature: the key is not published");
}

} // namespace

judgement binance_vectors::stream(const json& row) const {
  const auto kind = text_at(row, "kind");
  const auto direction = text_at(row, "direction");
  const auto& raw = row.at("raw");
  const auto& key = keys_.at("binance_ed25519");
  if (direction == "scenario" && kind == "scenario_depth_sync")
    return check_scenario(raw);
  if (kind == "wsapi")
    return check_api(key, direction, raw);
  const auto x = unwrapped(raw);
  const auto by = knowing(x, key);
  auto& dialect = *by->streams();
  if (kind == "ws_ack")
    return check_ack(dialect, raw);
  if (direction == "out" && kind == "ws_subscribe")
    return check_outgoing(dialect, raw);
  if (direction != "in")
    return failed("a direction that is not understood: " + direction);
  if (x.contains("bidPrice"))
    return left_out("out of scope: derivatives");
  // The top levels of a book say whose they are by their stream alone.
  const auto sent = x.contains("lastUpdateId")
                      ? json{{"stream", "btcusdt@depth20@100ms"}, {"data", x}}
                      : raw;
  const auto socket
    = kind == "ws_user" ? socket_kind::account : socket_kind::market_data;
  return check_incoming(kind, dialect.read(socket, sent.dump(), clock_), x);
}

} // namespace ballast::conformance
