// Messages of the streams, and books over many of them.
#include "tests/conformance/okx.hpp"
#include "venues/okx/symbols.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace ballast::conformance {

namespace {

namespace okx = venues::okx;
using venues::channel;
using venues::socket_kind;
using events = std::vector<venues::stream_event>;

constexpr auto placeholder
  = std::string_view{"a placeholder of the manual, no message"};
constexpr auto by_rest = std::string_view{"not followed: ours asks it by REST"};

/// Channels that ours does not follow.
const reasons& not_followed() {
  static const auto result = reasons{
    {"balance_and_position", "not followed: account tells balances"},
    {"bbo-tbt", "not followed: books has all levels"},
    {"books5", "not followed: books has all levels"},
    {"fills", "not followed: for the highest tiers; orders tells fills"},
    {"instruments", by_rest},
    {"status", by_rest},
  };
  return result;
}

std::optional<channel> channel_of(const std::string& name) {
  if (name.starts_with("candle"))
    return channel::candles;
  static const auto names
    = std::map<std::string, channel>{{"tickers", channel::tickers},
                                     {"books", channel::book},
                                     {"trades", channel::trades},
                                     {"orders", channel::orders},
                                     {"account", channel::balances}};
  const auto found = names.find(name);
  return found == names.end() ? std::nullopt : std::optional{found->second};
}

/// Why an argument is none of ours; empty where it is.
std::string_view objection_to(const json& argument) {
  const auto name = text_at(argument, "channel");
  const auto type = text_at(argument, "instType");
  const auto id = text_at(argument, "instId");
  if (name.empty())
    return placeholder;
  if (const auto found = not_followed().find(name);
      found != not_followed().end())
    return found->second;
  if ((!type.empty() && type != "SPOT") || (!id.empty() && !okx::symbol_of(id)))
    return okx_derivatives;
  if (argument.contains("ccy"))
    return "not followed: all currencies come in one answer";
  return {};
}

/// Days of ours begin at midnight UTC, the recorded ones in Hong Kong.
json in_utc(json argument) {
  if (text_at(argument, "channel") == "candle1D")
    argument["channel"] = "candle1Dutc";
  return argument;
}

judgement check_subscription(venues::stream_dialect& by, const json& message) {
  std::multiset<std::string> theirs;
  std::multiset<std::string> ours;
  const auto is_begin = text_at(message, "op") == "subscribe";
  for (const auto& argument : message.at("args")) {
    if (const auto why = objection_to(argument);
        !why.empty() && why != okx_derivatives)
      return left_out(why);
    if (text_at(argument, "channel") == "orders"
        && text_at(argument, "instType") != "SPOT")
      return left_out(okx_derivatives);
    theirs.insert(in_utc(argument).dump());
    ballast::market what;
    what.venue_symbol = text_at(argument, "instId");
    const auto followed = channel_of(text_at(argument, "channel"));
    if (!followed)
      return failed("a channel that is not understood");
    const auto day = std::chrono::hours{24};
    const auto made = is_begin
                        ? by.subscribe(*followed, {&what, 1}, day, okx_clock)
                        : by.unsubscribe(*followed, {&what, 1}, day, okx_clock);
    if (made.size() != 1)
      return failed("not one message");
    const auto sent = json::parse(made.front());
    if (sent.at("op") != message.at("op"))
      return failed("another operation");
    for (const auto& x : sent.at("args"))
      ours.insert(x.dump());
  }
  return theirs == ours ? checked("less the id, which may be left out")
                        : failed("other arguments");
}

judgement check_login(venues::stream_dialect& by, const json& message) {
  const auto theirs = message.at("args").at(0);
  if (theirs.empty())
    return left_out(placeholder);
  const auto made
    = json::parse(by.login(socket_kind::account,
                           unix_time{std::chrono::seconds{1538054050}}, {})
                    .at(0));
  differences found;
  found.texts("op", text_at(message, "op"), text_at(made, "op"));
  const auto ours = made.at("args").at(0);
  for (const auto& [name, value] : theirs.items())
    if (!ours.contains(name))
      found.note("no member " + name);
  if (ours.size() != theirs.size())
    found.note("another number of members");
  if (text_at(theirs, "timestamp") == "1538054050")
    found.texts("timestamp", "1538054050", text_at(ours, "timestamp"));
  return found.verdict("members; the recorded key is none");
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

std::string milliseconds(unix_time x) {
  return std::to_string(x.time_since_epoch().count());
}

void compare_ticker(differences& to, const json& row, const ticker& x) {
  to.texts("instId", text_at(row, "instId"), okx::instrument_id_of(x.symbol));
  compare_decimals(to, "last", row.at("last"), x.last);
  compare_decimals(to, "ask", row.at("askPx"), x.ask);
  compare_decimals(to, "bid", row.at("bidPx"), x.bid);
  to.numbers("volume", number_of(row.at("volCcy24h")), x.volume_quote);
}

void compare_trade(differences& to, const json& row, const trade& x) {
  to.texts("instId", text_at(row, "instId"), okx::instrument_id_of(x.symbol));
  to.texts("tradeId", text_at(row, "tradeId"), x.trade_id);
  to.texts("side", text_at(row, "side"),
           x.taker.value() == side::buy ? "buy" : "sell");
  to.texts("ts", text_at(row, "ts"), milliseconds(x.at));
  compare_decimals(to, "px", row.at("px"), x.price);
  compare_decimals(to, "sz", row.at("sz"), x.size);
}

void compare_candle(differences& to, const json& row,
                    const venues::stream_candle& x) {
  to.texts("start", row.at(0).get<std::string>(), milliseconds(x.candle.start));
  to.numbers("open", number_of(row.at(1)), x.candle.open);
  to.numbers("high", number_of(row.at(2)), x.candle.high);
  to.numbers("low", number_of(row.at(3)), x.candle.low);
  to.numbers("close", number_of(row.at(4)), x.candle.close);
  to.numbers("volume", number_of(row.at(5)), x.candle.volume);
  to.texts("closed", row.at(8).get<std::string>(), x.candle.closed ? "1" : "0");
  to.texts("timeframe", "86400", std::to_string(x.timeframe.count()));
}

void compare_side(differences& to, const json& rows,
                  const std::vector<book_level>& ours) {
  if (rows.size() != ours.size())
    to.note("not as many levels");
  for (std::size_t i = 0; i < std::min(rows.size(), ours.size()); ++i) {
    compare_decimals(to, "price", rows[i].at(0), ours[i].price);
    compare_decimals(to, "size", rows[i].at(1), ours[i].size);
  }
}

void compare_order(differences& to, const json& row, const events& from) {
  const auto* order
    = from.empty() ? nullptr : std::get_if<order_report>(&from.front());
  const auto* traded
    = from.size() == 2 ? std::get_if<fill>(&from.back()) : nullptr;
  if (order == nullptr || traded == nullptr) {
    to.note("not read as an order and its fill");
    return;
  }
  to.texts("ordId", text_at(row, "ordId"), order->venue_id);
  to.texts("clOrdId", text_at(row, "clOrdId"), order->client_id);
  to.texts("state", text_at(row, "state") == "filled" ? "filled" : "open",
           to_string(order->state));
  to.texts("side", text_at(row, "side"),
           order->side == side::buy ? "buy" : "sell");
  compare_decimals(to, "sz", row.at("sz"), order->size);
  compare_decimals(to, "px", row.at("px"), order->price);
  compare_decimals(to, "accFillSz", row.at("accFillSz"), order->filled);
  compare_decimals(to, "avgPx", row.at("avgPx"), order->average_price);
  compare_decimals(to, "fee", row.at("fee"), -order->fee);
  to.texts("feeCcy", text_at(row, "feeCcy"), order->fee_currency);
  to.texts("tradeId", text_at(row, "tradeId"), traded->trade_id);
  to.texts("fillTime", text_at(row, "fillTime"), milliseconds(traded->at));
  to.texts("execType", text_at(row, "execType"),
           traded->maker.value() ? "M" : "T");
  compare_decimals(to, "fillPx", row.at("fillPx"), traded->price);
  compare_decimals(to, "fillSz", row.at("fillSz"), traded->size);
  compare_decimals(to, "fillFee", member(row, "fillFee"), -traded->fee);
}

void compare_balances(differences& to, const json& rows, const events& from) {
  const auto* found = only<venues::stream_balances>(to, from);
  if (found == nullptr)
    return;
  if (found->balances.size() != rows.size())
    to.note("not as many balances");
  for (std::size_t i = 0; i < std::min(rows.size(), found->balances.size());
       ++i) {
    const auto& ours = found->balances[i];
    to.texts("ccy", text_at(rows[i], "ccy"), ours.currency);
    compare_decimals(to, "availBal", rows[i].at("availBal"), ours.available);
    compare_decimals(to, "frozenBal", rows[i].at("frozenBal"), ours.held);
  }
}

/// A message before today's numbers gets some; one that continues gets the
/// snapshot that it follows.
judgement check_book(venues::stream_dialect& by, json message) {
  differences found;
  auto& row = message.at("data").at(0);
  const auto is_change = text_at(message, "action") == "update";
  if (!row.contains("seqId")) {
    row["prevSeqId"] = is_change ? 5 : -1;
    row["seqId"] = 6;
  }
  if (is_change) {
    auto first = message;
    first["action"] = "snapshot";
    first["data"][0]["seqId"] = row.at("prevSeqId");
    first["data"][0]["prevSeqId"] = -1;
    static_cast<void>(
      by.read(socket_kind::market_data, first.dump(), okx_clock));
  }
  const auto read
    = by.read(socket_kind::market_data, message.dump(), okx_clock);
  if (const auto* x = only<venues::stream_book>(found, read)) {
    found.texts("is a snapshot", is_change ? "no" : "yes",
                x->is_snapshot ? "yes" : "no");
    found.texts("seqId", row.at("seqId").dump(),
                std::to_string(x->levels.sequence));
    found.texts("ts", text_at(row, "ts"), milliseconds(x->levels.at.value()));
    compare_side(found, row.at("asks"), x->levels.asks);
    compare_side(found, row.at("bids"), x->levels.bids);
  }
  return found.verdict();
}

judgement check_push(venues::stream_dialect& by, json message) {
  message["arg"] = in_utc(message.at("arg"));
  const auto& argument = message.at("arg");
  const auto& rows = message.at("data");
  if (const auto why = objection_to(argument);
      !why.empty() && (why != okx_derivatives || !is_okx_spot(rows.at(0))))
    return left_out(why);
  const auto followed = channel_of(text_at(argument, "channel"));
  if (!followed)
    return failed("a channel that is not understood");
  if (*followed == channel::book)
    return check_book(by, message);
  if (rows.size() != 1)
    return failed("expected one row");
  const auto read = by.read(socket_kind::account, message.dump(), okx_clock);
  const auto& row = rows.at(0);
  differences found;
  if (*followed == channel::orders) {
    compare_order(found, row, read);
  } else if (*followed == channel::balances) {
    compare_balances(found, row.at("details"), read);
  } else if (*followed == channel::tickers) {
    if (const auto* x = only<ticker>(found, read))
      compare_ticker(found, row, *x);
  } else if (*followed == channel::trades) {
    if (const auto* x = only<trade>(found, read))
      compare_trade(found, row, *x);
  } else if (const auto* x = only<venues::stream_candle>(found, read)) {
    compare_candle(found, row, *x);
  }
  return found.verdict();
}

judgement check_event(venues::stream_dialect& by, const json& message) {
  differences found;
  const auto event = text_at(message, "event");
  const auto read = by.read(socket_kind::account, message.dump(), okx_clock);
  if (event == "error" || event == "channel-conn-count-error") {
    const auto* x = only<venues::stream_refusal>(found, read);
    if (x != nullptr && x->text.find(text_at(message, "code")) != 0)
      found.texts("code", text_at(message, "code"), x->text);
  } else if (event == "login") {
    only<venues::stream_login>(found, read);
  } else if (event == "notice") {
    only<venues::stream_closing>(found, read);
  } else if (event == "channel-conn-count") {
    found.texts("events", "0", std::to_string(read.size()));
  } else {
    const auto& argument = message.at("arg");
    if (const auto why = objection_to(argument);
        why.starts_with("not followed: ") && read.empty())
      return left_out(why);
    if (const auto* x = only<venues::stream_ack>(found, read)) {
      found.texts("instId", text_at(argument, "instId"), x->venue_symbol);
      found.texts("event", event, x->subscribed ? "subscribe" : "unsubscribe");
      found.texts("channel",
                  to_string(channel_of(text_at(argument, "channel")).value()),
                  to_string(x->what));
    }
  }
  return found.verdict();
}

/// Orders go by REST: an answer to one that went well says nothing.
judgement check_operation(venues::stream_dialect& by, const json& message) {
  differences found;
  const auto read = by.read(socket_kind::account, message.dump(), okx_clock);
  if (text_at(message, "code") == "0")
    found.texts("events", "0", std::to_string(read.size()));
  else
    only<venues::stream_refusal>(found, read);
  return found.verdict("as nobody's: orders go by REST");
}

} // namespace

judgement okx_vectors::stream(const json& row) const {
  if (const auto known = venue_vectors::stream(row); known.what == fate::failed)
    return known;
  auto& by = *signer_->streams();
  by.restart(socket_kind::market_data);
  const auto& raw = row.at("raw");
  const auto message
    = raw.is_string() ? json::parse(raw.get<std::string>()) : raw;
  const auto kind = text_at(row, "kind");
  if (kind == "request:login")
    return check_login(by, message);
  if (kind == "request:subscribe" || kind == "request:unsubscribe")
    return check_subscription(by, message);
  if (kind.starts_with("request:"))
    return left_out("not sent: orders go by REST");
  if (kind.starts_with("response:"))
    return check_operation(by, message);
  if (kind.starts_with("event:"))
    return check_event(by, message);
  return kind.starts_with("push:") ? check_push(by, message)
                                   : failed("a kind that is not understood");
}

judgement okx_vectors::other(const std::string& file, const json& row) const {
  if (!file.starts_with("book_") || !row.contains("steps"))
    return venue_vectors::other(file, row);
  if (file.starts_with("book_legacy"))
    return left_out("the checksum of 2022 is retired: always zero today");
  auto& by = *signer_->streams();
  by.restart(socket_kind::market_data);
  differences found;
  for (const auto& step : row.at("steps")) {
    const auto message
      = json{{"arg", {{"channel", "books"}, {"instId", "BTC-USDT"}}},
             {"action", step.at("action")},
             {"data",
              {{{"asks", json::array()},
                {"bids", json::array()},
                {"ts", "1597026383085"},
                {"prevSeqId", step.at("prevSeqId")},
                {"seqId", step.at("seqId")}}}}};
    const auto read
      = by.read(socket_kind::market_data, message.dump(), okx_clock);
    const auto is_book
      = read.size() == 1
        && std::holds_alternative<venues::stream_book>(read.front());
    const auto is_gap
      = read.size() == 1
        && std::holds_alternative<venues::stream_gap>(read.front());
    const auto expected = text_at(step, "expect");
    found.texts("step", expected.substr(0, expected.find(':')),
                is_book  ? "accept"
                : is_gap ? "gap"
                         : "nothing");
  }
  return found.verdict();
}

} // namespace ballast::conformance
