// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/binance/codec.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/binance/replies.hpp"
#include "venues/binance/streams.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::binance {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{std::chrono::seconds{1'760'000'000}};

market_names some_names() {
  market x;
  x.venue_symbol = "BNBBTC";
  x.symbol = {"BNB", "BTC"};
  market_names names;
  names.learn({x});
  return names;
}

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x,
            const market_names& names) {
  const auto is_meant
    = [&](const char* name) { return kind.empty() || kind == name; };
  if (is_meant("candles"))
    expect_prices(decode_candles(x, 1h, now), ban_max);
  if (is_meant("markets"))
    expect_increments(decode_markets(x), ban_max);
  if (is_meant("tickers"))
    expect_sound(decode_tickers(x, names), ban_max);
  if (is_meant("balances"))
    expect_sound(decode_balances(x), ban_max);
  if (is_meant("permissions"))
    expect_sound(decode_permissions(x), ban_max);
  if (is_meant("time"))
    expect_sound(decode_time(x), ban_max);
  if (is_meant("status"))
    expect_sound(decode_status(x), ban_max);
}

/// Bodies of the trading half; the first is read by all that read an order.
const std::vector<std::string>& trading_bodies() {
  static const auto bodies = std::vector<std::string>{
    R"({"symbol":"BNBBTC","orderId":28,"clientOrderId":"a","price":"0.1",)"
    R"("origQty":"10","executedQty":"5","cummulativeQuoteQty":"0.5",)"
    R"("status":"PARTIALLY_FILLED","timeInForce":"GTC","type":"LIMIT",)"
    R"("side":"SELL","transactTime":1507725176595,"fills":[{"price":"0.1",)"
    R"("qty":"5","commission":"0.4","commissionAsset":"BTC","tradeId":56}]})",
    R"([{"symbol":"BNBBTC","orderId":28,"clientOrderId":"a","price":"0.1",)"
    R"("origQty":"10","executedQty":"10","cummulativeQuoteQty":"1",)"
    R"("status":"FILLED","timeInForce":"GTC","type":"LIMIT","side":"BUY",)"
    R"("time":1499827319559,"updateTime":1499827319560}])",
    R"([{"symbol":"BNBBTC","id":28457,"orderId":100234,"price":"4.1",)"
    R"("qty":"12","commission":"10.1","commissionAsset":"BNB",)"
    R"("time":1499865549590,"isBuyer":true,"isMaker":false}])",
    R"({"symbol":"BNBBTC","standardCommission":{"maker":"0.001",)"
    R"("taker":"0.002","buyer":"0.0001","seller":"0.0003"}})",
    R"({"lastUpdateId":9,"bids":[["4","431"]],"asks":[["5","12"]]})",
    R"([{"a":26129,"p":"0.01633102","q":"4.70443515","T":1498793709153,)"
    R"("m":true}])"};
  return bodies;
}

void decode_trading(const net::reply& x, const market_names& names) {
  const auto placed = decode_placement(x, names);
  expect_sound(placed, ban_max);
  ASSERT_EQ(placed.value.has_value(), placed.fate == placement::accepted);
  const auto amended = decode_amendment(x, names);
  expect_sound(amended, ban_max);
  ASSERT_EQ(amended.value.has_value(), amended.fate == placement::accepted);
  expect_sound(decode_test(x), ban_max);
  expect_sound(decode_cancel(x), ban_max);
  expect_sound(decode_cancel_all(x), ban_max);
  expect_sound(decode_query(x, names), ban_max);
  expect_sound(decode_open_orders(x, names), ban_max);
  expect_sound(decode_closed_orders(x, names), ban_max);
  expect_sound(decode_fills(x, names), ban_max);
  expect_sound(decode_fees(x), ban_max);
  expect_sound(decode_book(x), ban_max);
  expect_sound(decode_trades(x), ban_max);
  expect_sound(decode_ticker(x, names), ban_max);
}

/// A message of each kind that a stream reads.
const std::vector<std::string>& messages() {
  static const auto all = std::vector<std::string>{
    R"({"stream":"bnbbtc@ticker","data":{"e":"24hrTicker","s":"BNBBTC",)"
    R"("P":"250.00","c":"0.0025","b":"0.0024","a":"0.0026","q":"18"}})",
    R"({"stream":"bnbbtc@kline_1m","data":{"e":"kline","s":"BNBBTC","k":{)"
    R"("t":1672515780000,"i":"1m","o":"0.0010","c":"0.0020","h":"0.0025",)"
    R"("l":"0.0015","v":"1000","x":false}}})",
    R"({"stream":"bnbbtc@aggTrade","data":{"e":"aggTrade","s":"BNBBTC",)"
    R"("a":12345,"p":"0.001","q":"100","T":1672515782136,"m":true}})",
    R"({"stream":"bnbbtc@depth20@100ms","data":{"lastUpdateId":160,)"
    R"("bids":[["0.0024","10"]],"asks":[["0.0026","100"]]}})",
    R"({"e":"depthUpdate","E":1672515782136,"s":"BNBBTC","U":157,"u":160,)"
    R"("b":[["0.0024","10"]],"a":[["0.0026","100"]]})",
    R"({"subscriptionId":0,"event":{"e":"executionReport","s":"BNBBTC",)"
    R"("c":"a","S":"BUY","o":"LIMIT","f":"GTC","q":"2","p":"10","C":"",)"
    R"("x":"TRADE","X":"PARTIALLY_FILLED","r":"NONE","i":7,"l":"1","z":"1",)"
    R"("L":"9","n":"0.01","N":"BNB","T":1499405658657,"t":5,"m":false,)"
    R"("O":1499405658657,"Z":"9","Q":"0"}})",
    R"({"subscriptionId":0,"event":{"e":"outboundAccountPosition",)"
    R"("B":[{"a":"ETH","f":"10000.000000","l":"0.000000"}]}})",
    R"({"id":"account","status":401,"error":{"code":-2015,"msg":"no"}})"};
  return all;
}

bool is_positive(decimal x) { return decimal{} < x; }

bool is_sound(const std::vector<book_level>& x) {
  return std::all_of(x.begin(), x.end(), [](const book_level& y) {
    return is_positive(y.price) && !y.size.is_negative();
  });
}

/// What must hold of an event, whatever the bytes were.
bool is_sound(const stream_event& x) {
  if (const auto* y = std::get_if<stream_malformed>(&x))
    return !y->text.empty() && y->text == printable(y->text);
  if (const auto* y = std::get_if<stream_refusal>(&x))
    return y->kind != outcome_kind::ok && y->text == printable(y->text);
  if (const auto* y = std::get_if<trade>(&x))
    return is_positive(y->price) && is_positive(y->size);
  if (const auto* y = std::get_if<fill>(&x))
    return is_positive(y->price) && is_positive(y->size);
  if (const auto* y = std::get_if<order_report>(&x))
    return !y->venue_id.empty() && !y->size.is_negative()
           && !y->filled.is_negative() && !y->price.is_negative();
  if (const auto* y = std::get_if<stream_book>(&x))
    return is_sound(y->levels.bids) && is_sound(y->levels.asks);
  if (const auto* y = std::get_if<stream_candle>(&x))
    return y->candle.low > 0 && std::isfinite(y->candle.volume);
  return true;
}

/// Headers, broken like the body.
std::vector<net::header> broken_headers(random_source& random) {
  auto headers
    = std::vector<net::header>{{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                               {"Retry-After", "120"},
                               {"X-MBX-USED-WEIGHT-1M", "5999"}};
  for (auto& x : headers)
    if (random.below(2) == 0)
      mutate(x.value, random);
  return headers;
}

} // namespace

TEST(BinanceMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'126};
  const auto bodies
    = recorded_bodies({"binance/replies.jsonl", "binance/errors.jsonl"});
  const auto names = some_names();
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 403, 418, 429, 503, 520};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))],
                      broken_headers(random));
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    decode(random.below(20) == 0 ? "" : body.kind, x, names);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

TEST(BinanceMutations, FaultE26_NoBytesCrashTheTradingHalfOrSlipPastIt) {
  auto random = random_source{20'261'127};
  const auto names = some_names();
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = trading_bodies()[random.below(trading_bodies().size())];
    auto x = reply_of(body, random.below(8) == 0 ? 400 : 200);
    mutate(x.body, random);
    decode_trading(x, names);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

TEST(BinanceMutations, FaultE26_NoBytesCrashAStreamOrSlipPastIt) {
  auto random = random_source{20'261'128};
  const auto by = caller{"https://api.binance.com", std::nullopt};
  const auto names = some_names();
  auto stream = streams{by, names, {"wss://a", "wss://b"}};
  const auto read = [&](const std::string& text) {
    return stream.read(socket_kind::market_data, text, now);
  };
  for (const auto& x : messages()) {
    const auto found = read(x);
    ASSERT_FALSE(found.empty()) << x;
    ASSERT_FALSE(std::holds_alternative<stream_malformed>(found[0])) << x;
  }
  for (int i = 0; i < 20'000; ++i) {
    auto x = messages()[random.below(messages().size())];
    mutate(x, random);
    for (const auto& event : read(x))
      ASSERT_TRUE(is_sound(event)) << "iteration " << i << ": " << x;
  }
}

} // namespace ballast::venues::binance
