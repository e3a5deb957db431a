// Messages of the streams.
#include "tests/conformance/kraken.hpp"
#include "venues/kraken/stream.hpp"
#include "venues/rfc3339.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

namespace kraken = venues::kraken;
using venues::channel;
using venues::socket_kind;
using events = std::vector<venues::stream_event>;
using namespace std::chrono_literals;

/// After all that was recorded: each candle is over.
constexpr auto late = unix_time{2'000'000'000'000ms};

constexpr auto by_rest
  = std::string_view{"not followed: ours asks AssetPairs by REST"};

/// The increments of all pairs of the manual's books.
market market_named(const std::string& name) {
  market x;
  x.symbol = *symbol::parse(name);
  x.venue_symbol = name;
  x.price_increment = *decimal::parse("0.0001");
  x.size_increment = *decimal::parse("0.00000001");
  return x;
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

events read(venues::stream_dialect& by, const json& message) {
  return by.read(socket_kind::market_data, message.dump(), late);
}

/// A number, exactly; none is zero.
void compare_exactly(differences& to, std::string_view what,
                     const json& recorded, decimal ours) {
  to.texts(what,
           (recorded.is_null() ? decimal{} : decimal_of(recorded)).to_string(),
           ours.to_string());
}

/// As far as the seconds: "2023-09-25T07:49:37.708706Z".
void compare_moment(differences& to, const json& row, const char* name,
                    std::optional<unix_time> ours) {
  constexpr std::size_t seconds_end = 19;
  to.texts(name, text_at(row, name).substr(0, seconds_end),
           venues::to_rfc3339(ours.value()).substr(0, seconds_end));
}

judgement check_subscription(kraken::stream& by, const json& message) {
  auto theirs = message.at("params");
  const auto what = kraken::channel_named(text_at(theirs, "channel"));
  if (!what)
    return text_at(theirs, "channel") == "instrument"
             ? left_out(by_rest)
             : failed("a channel that is not understood");
  static_cast<void>(
    by.login(socket_kind::account, late, text_at(theirs, "token")));
  std::vector<market> markets;
  for (const auto& name : member(theirs, "symbol"))
    markets.push_back(market_named(name.get<std::string>()));
  const auto timeframe = std::chrono::minutes{theirs.value("interval", 0)};
  auto sent = by.subscribe(*what, markets, timeframe, late);
  if (text_at(message, "method") == "unsubscribe")
    sent = by.unsubscribe(*what, markets, timeframe, late);
  if (sent.size() != 1)
    return failed("not one message");
  auto ours = json::parse(sent.front());
  differences found;
  found.texts("method", text_at(message, "method"), text_at(ours, "method"));
  if (*what == channel::book)
    ours["params"].erase("depth");
  if (*what == channel::trades)
    theirs.erase("snapshot");
  found.texts("params", theirs.dump(), ours.at("params").dump());
  return found.verdict("less the number of the request, the depth of a book "
                       "and the latest trades");
}

judgement check_request(kraken::stream& by, const std::string& kind,
                        const json& message) {
  if (kind.starts_with("v2_request:subscribe:")
      || kind.starts_with("v2_request:unsubscribe:"))
    return check_subscription(by, message);
  if (kind != "v2_request:ping")
    return left_out("not sent: orders go by REST");
  differences found;
  found.texts("method", text_at(message, "method"),
              text_at(json::parse(by.keep_alive(late)), "method"));
  return found.verdict("less the number of the request");
}

judgement check_response(kraken::stream& by, const json& message) {
  const auto told = read(by, message);
  const auto method = text_at(message, "method");
  differences found;
  if (method == "pong") {
    only<venues::stream_heartbeat>(found, told);
    return found.verdict();
  }
  if (const auto words = text_at(message, "error"); !words.empty()) {
    if (const auto* x = only<venues::stream_refusal>(found, told))
      found.texts("error", words, x->text);
    return found.verdict();
  }
  if (method != "subscribe" && method != "unsubscribe") {
    if (message.at("success") != true)
      found.note("neither a success nor an error");
    found.texts("events", "0", std::to_string(told.size()));
    return found.verdict("as nobody's: orders go by REST");
  }
  const auto result = message.at("result");
  const auto name = text_at(result, "channel");
  if (name == "instrument" && told.empty())
    return left_out(by_rest);
  if (const auto* x = only<venues::stream_ack>(found, told)) {
    found.texts("channel", name, kraken::name_of(x->what));
    found.texts("symbol", text_at(result, "symbol"), x->venue_symbol);
    found.texts("method", method, x->subscribed ? "subscribe" : "unsubscribe");
  }
  return found.verdict();
}

void compare(differences& to, const json& row, const ticker& x) {
  to.texts("symbol", text_at(row, "symbol"), x.symbol.to_string());
  compare_exactly(to, "last", row.at("last"), x.last);
  compare_exactly(to, "bid", row.at("bid"), x.bid);
  compare_exactly(to, "ask", row.at("ask"), x.ask);
  to.numbers("volume", number_of(row.at("volume")) * number_of(row.at("vwap")),
             x.volume_quote);
  const auto change = number_of(row.at("change"));
  const auto opened = decimal_of(row.at("last")) - decimal_of(row.at("change"));
  to.numbers("change", change / opened.to_double(), x.change);
}

void compare(differences& to, const json& row, const trade& x) {
  to.texts("symbol", text_at(row, "symbol"), x.symbol.to_string());
  to.texts("trade_id", row.at("trade_id").dump(), x.trade_id);
  to.texts("side", text_at(row, "side"),
           x.taker.value() == side::buy ? "buy" : "sell");
  compare_exactly(to, "price", row.at("price"), x.price);
  compare_exactly(to, "qty", row.at("qty"), x.size);
  compare_moment(to, row, "timestamp", x.at);
}

void compare(differences& to, const json& row, const venues::stream_candle& x) {
  to.texts("symbol", text_at(row, "symbol"), x.symbol.to_string());
  to.texts("interval", row.at("interval").dump(),
           std::to_string(x.timeframe / 1min));
  compare_moment(to, row, "interval_begin", x.candle.start);
  to.numbers("open", number_of(row.at("open")), x.candle.open);
  to.numbers("high", number_of(row.at("high")), x.candle.high);
  to.numbers("low", number_of(row.at("low")), x.candle.low);
  to.numbers("close", number_of(row.at("close")), x.candle.close);
  to.numbers("volume", number_of(row.at("volume")), x.candle.volume);
}

/// One event a row.
template <class T>
judgement check_rows(kraken::stream& by, const json& message) {
  const auto told = read(by, message);
  const auto& rows = message.at("data");
  differences found;
  found.texts("rows", std::to_string(rows.size()), std::to_string(told.size()));
  for (std::size_t i = 0; i < std::min(rows.size(), told.size()); ++i)
    if (const auto* x = std::get_if<T>(&told[i]))
      compare(found, rows[i], *x);
    else
      found.note("not read as it should be");
  return found.verdict();
}

void compare_side(differences& to, const json& rows,
                  const std::vector<book_level>& ours) {
  to.texts("levels", std::to_string(rows.size()), std::to_string(ours.size()));
  for (std::size_t i = 0; i < std::min(rows.size(), ours.size()); ++i) {
    compare_exactly(to, "price", rows[i].at("price"), ours[i].price);
    compare_exactly(to, "qty", rows[i].at("qty"), ours[i].size);
  }
}

std::string state_of(const std::string& status) {
  if (status == "pending_new")
    return "pending";
  if (status == "new" || status == "partially_filled")
    return "open";
  return status == "canceled" ? "cancelled" : status;
}

void compare_order(differences& to, const json& row, const order_report& x) {
  to.texts("order_id", text_at(row, "order_id"), x.venue_id);
  to.texts("order_status", state_of(text_at(row, "order_status")),
           to_string(x.state));
  compare_moment(to, row, "timestamp", x.updated);
  if (row.contains("side"))
    to.texts("side", text_at(row, "side"),
             x.side == side::buy ? "buy" : "sell");
  if (row.contains("symbol"))
    to.texts("symbol", text_at(row, "symbol"), x.symbol.to_string());
  for (const auto& [name, ours] : {std::pair{"order_qty", x.size},
                                   {"limit_price", x.price},
                                   {"cum_qty", x.filled},
                                   {"cum_cost", x.filled_cost},
                                   {"avg_price", x.average_price}})
    if (row.contains(name))
      compare_exactly(to, name, row.at(name), ours);
}

void compare_fill(differences& to, const json& row, const fill& x) {
  to.texts("exec_id", text_at(row, "exec_id"), x.trade_id);
  to.texts("order_id", text_at(row, "order_id"), x.order_id);
  to.texts("liquidity_ind", text_at(row, "liquidity_ind"),
           x.maker.value() ? "m" : "t");
  compare_exactly(to, "last_qty", row.at("last_qty"), x.size);
  compare_exactly(to, "last_price", row.at("last_price"), x.price);
  compare_exactly(to, "fee", row.at("fees").at(0).at("qty"), x.fee);
  to.texts("asset", text_at(row.at("fees").at(0), "asset"), x.fee_currency);
}

/// One of before, for a message that continues.
json message_before(const char* channel_name, const json& of, json rows) {
  return {{"channel", channel_name},
          {"type", "snapshot"},
          {"sequence", of.at("sequence").get<int>() - 1},
          {"data", std::move(rows)}};
}

judgement check_balances(kraken::stream& by, const json& message) {
  const auto is_whole = text_at(message, "type") == "snapshot";
  if (!is_whole)
    read(by, message_before("balances", message, json::array()));
  const auto told = read(by, message);
  const auto& rows = message.at("data");
  differences found;
  const auto* x = only<venues::stream_balances>(found, told);
  if (x == nullptr)
    return found.verdict();
  found.texts("whole", is_whole ? "yes" : "no", x->is_whole ? "yes" : "no");
  found.texts("balances", std::to_string(rows.size()),
              std::to_string(x->balances.size()));
  for (std::size_t i = 0; i < std::min(rows.size(), x->balances.size()); ++i) {
    const auto& ours = x->balances[i];
    found.texts("asset", text_at(rows[i], "asset"), ours.currency);
    compare_exactly(found, "balance",
                    is_whole ? rows[i].at("wallets").at(0).at("balance")
                             : rows[i].at("balance"),
                    ours.available);
  }
  return found.verdict("of the wallet that trades");
}

judgement check_status(kraken::stream& by, const json& message) {
  differences found;
  const auto told = read(by, message);
  if (const auto* x = only<venues::stream_status>(found, told)) {
    const auto& system = message.at("data").at(0).at("system");
    found.texts("system", venue_state(system), to_string(x->state));
    found.texts("text", system.get<std::string>(), x->text);
  }
  return found.verdict();
}

} // namespace

judgement kraken_vectors::executions(const json& message) const {
  auto by = kraken::stream{{}, true};
  const auto& row = message.at("data").at(0);
  const auto is_first = row.contains("order_qty");
  read(by, message_before("executions", message,
                          is_first ? json::array()
                                   : json::array({first_execution_})));
  const auto told = read(by, message);
  differences found;
  const auto is_trade = text_at(row, "exec_type") == "trade";
  const auto* order
    = told.empty() ? nullptr : std::get_if<order_report>(&told.front());
  found.texts("events", is_trade ? "2" : "1", std::to_string(told.size()));
  if (order == nullptr)
    return failed("not read as an order");
  compare_order(found, row, *order);
  if (!is_trade)
    return found.verdict();
  if (const auto* x = std::get_if<fill>(&told.back()))
    compare_fill(found, row, *x);
  else
    found.note("not read as a fill");
  return found.verdict();
}

judgement kraken_vectors::book(const json& message) const {
  auto by = kraken::stream{{}, true};
  const auto& row = message.at("data").at(0);
  const auto is_whole = text_at(message, "type") == "snapshot";
  const auto what = market_named(text_at(row, "symbol"));
  static_cast<void>(by.subscribe(channel::book, {&what, 1}, 0s, late));
  if (!is_whole) {
    auto before = book_snapshot_;
    before["data"][0]["symbol"] = row.at("symbol");
    read(by, before);
  }
  const auto told = read(by, message);
  const auto& real = book_snapshot_.at("data").at(0);
  const auto is_borrowed
    = text_at(row, "symbol") == "BTC/USD"
      && text_at(real, "symbol") != "BTC/USD" && told.size() == 1
      && std::holds_alternative<venues::stream_gap>(told.front());
  if (is_borrowed)
    return left_out("made up: its checksum is the one of the manual's book of "
                    "another market, so ours tells a gap");
  differences found;
  if (const auto* x = only<venues::stream_book>(found, told)) {
    found.texts("symbol", text_at(row, "symbol"), x->levels.symbol.to_string());
    found.texts("whole", is_whole ? "yes" : "no",
                x->is_snapshot ? "yes" : "no");
    compare_side(found, row.at("asks"), x->levels.asks);
    compare_side(found, row.at("bids"), x->levels.bids);
  }
  return found.verdict("with its checksum");
}

judgement kraken_vectors::push(const std::string& kind,
                               const json& message) const {
  auto by = kraken::stream{{}, true};
  if (kind.starts_with("v2_push:ticker:"))
    return check_rows<ticker>(by, message);
  if (kind.starts_with("v2_push:trade:"))
    return check_rows<trade>(by, message);
  if (kind.starts_with("v2_push:ohlc:"))
    return check_rows<venues::stream_candle>(by, message);
  if (kind.starts_with("v2_push:book:"))
    return book(message);
  if (kind.starts_with("v2_push:executions:"))
    return executions(message);
  if (kind.starts_with("v2_push:balances:"))
    return check_balances(by, message);
  if (kind.starts_with("v2_push:status:"))
    return check_status(by, message);
  const auto told = read(by, message);
  if (kind.starts_with("v2_push:instrument:") && told.empty())
    return left_out(by_rest);
  differences found;
  only<venues::stream_heartbeat>(found, told);
  return found.verdict();
}

judgement kraken_vectors::stream(const json& row) const {
  if (const auto known = venue_vectors::stream(row); known.what == fate::failed)
    return known;
  const auto kind = text_at(row, "kind");
  if (kind.starts_with("v1_"))
    return left_out(first_socket);
  const auto& raw = row.at("raw");
  const auto message
    = raw.is_string() ? json::parse(raw.get<std::string>()) : raw;
  auto by = kraken::stream{{}, true};
  if (kind.starts_with("v2_request:"))
    return check_request(by, kind, message);
  if (kind.starts_with("v2_response:"))
    return check_response(by, message);
  return kind.starts_with("v2_push:") ? push(kind, message)
                                      : failed("a kind that is not understood");
}

void kraken_vectors::learn_streams(const vector_folder& from) {
  constexpr std::size_t depth = 10;
  for (const auto& row : from.rows("ws_messages.json")) {
    const auto kind = text_at(row, "kind");
    if (!kind.starts_with("v2_push:book:snapshot")
        && !kind.starts_with("v2_push:executions:"))
      continue;
    const auto message = json::parse(row.at("raw").get<std::string>());
    const auto& first = message.at("data").at(0);
    if (kind.starts_with("v2_push:executions:") && first.contains("order_qty"))
      first_execution_ = first;
    if (member(first, "bids").size() == depth)
      book_snapshot_ = message;
  }
}

} // namespace ballast::conformance
