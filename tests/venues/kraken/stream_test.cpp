// The streams, as far as recorded vectors do not show them.
#include "venues/kraken/stream.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace ballast::venues::kraken {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto now = unix_time{1'700'000'000'000ms};

decimal number(const char* text) { return *decimal::parse(text); }

market bitcoin() {
  market x;
  x.symbol = {"BTC", "USD"};
  x.venue_symbol = "XXBTZUSD";
  x.price_increment = number("0.1");
  x.size_increment = number("0.001");
  return x;
}

std::vector<market> markets(int count) {
  std::vector<market> all(static_cast<std::size_t>(count), bitcoin());
  for (int i = 0; i < count; ++i)
    all[static_cast<std::size_t>(i)].symbol.base = "C" + std::to_string(i);
  return all;
}

std::string book(const char* type, const char* asks, std::uint32_t checksum) {
  return std::string{R"({"channel":"book","type":")"} + type
         + R"(","data":[{"symbol":"BTC/USD","bids":[],"asks":[)" + asks
         + R"(],"checksum":)" + std::to_string(checksum)
         + R"(,"timestamp":"2023-11-14T22:13:20.5Z"}]})";
}

std::string executions(const char* type, int sequence,
                       const std::string& rows) {
  return std::string{R"({"channel":"executions","type":")"} + type
         + R"(","sequence":)" + std::to_string(sequence) + R"(,"data":[)" + rows
         + "]}";
}

constexpr auto whole_order
  = R"({"order_id":"O1","cl_ord_id":"mine","symbol":"BTC/USD","side":"sell",)"
    R"("order_type":"limit","order_qty":0.3,"limit_price":100.5,)"
    R"("time_in_force":"GTC","post_only":true,"fee_ccy_pref":"fciq",)"
    R"("exec_type":"pending_new","order_status":"pending_new","cum_qty":0,)"
    R"("timestamp":"2023-11-14T22:13:20Z"})";

template <class T>
const T* only(const std::vector<stream_event>& from) {
  return from.size() == 1 ? std::get_if<T>(&from.front()) : nullptr;
}

std::vector<stream_event> read(stream& by, std::string_view text) {
  return by.read(socket_kind::market_data, text, now);
}

} // namespace

TEST(KrakenStream, TheAccountHasAnAddressOfItsOwnUnlessOneIsGiven) {
  const auto made = stream{{}, true};
  EXPECT_EQ(made.url(*made.socket_of(channel::tickers)),
            "wss://ws.kraken.com/v2");
  EXPECT_EQ(made.url(*made.socket_of(channel::candles)),
            "wss://ws.kraken.com/v2");
  EXPECT_EQ(made.url(*made.socket_of(channel::balances)),
            "wss://ws-auth.kraken.com/v2");
  EXPECT_EQ((stream{"ws://localhost:1", true}.url(socket_kind::account)),
            "ws://localhost:1/v2");
}

TEST(KrakenStream, WithoutCredentialsThereAreNoChannelsOfTheAccount) {
  auto made = stream{{}, false};
  EXPECT_FALSE(made.socket_of(channel::orders));
  EXPECT_TRUE(made.subscribe(channel::orders, {}, 0s, now).empty());
  EXPECT_TRUE(made.unsubscribe(channel::balances, {}, 0s, now).empty());
}

TEST(KrakenStream, TheTokenIsPartOfEachMessageAboutTheAccount) {
  auto made = stream{{}, true};
  EXPECT_TRUE(made.login(socket_kind::account, now, "t0ken").empty());
  // Of a socket without a token.
  EXPECT_TRUE(made.login(socket_kind::market_data, now, {}).empty());
  const auto sent = made.subscribe(channel::orders, {}, 0s, now);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(json::parse(sent.front()),
            json::parse(R"({"method":"subscribe","params":{
              "channel":"executions","token":"t0ken","snap_orders":true,
              "snap_trades":true}})"));
  EXPECT_EQ(
    made.subscribe(channel::tickers, markets(1), 0s, now).front().find("t0ken"),
    std::string::npos);
}

TEST(KrakenStream, WhatIsFollowedAlreadyIsLetGoFirst) {
  auto made = stream{{}, true};
  EXPECT_EQ(made.subscribe(channel::balances, {}, 0s, now).size(), 1U);
  const auto again = made.subscribe(channel::balances, {}, 0s, now);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(json::parse(again.front()).at("method"), "unsubscribe");
  made.restart(socket_kind::account);
  EXPECT_EQ(made.subscribe(channel::balances, {}, 0s, now).size(), 1U);
}

TEST(KrakenStream, SubscribesInChunksWithinTheRules) {
  auto made = stream{{}, false};
  const auto rules = made.rules(socket_kind::market_data);
  const auto sent = made.subscribe(channel::book, markets(250), 0s, now);
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(json::parse(sent[0]).at("params").at("symbol").size(),
            rules.per_message);
  EXPECT_EQ(json::parse(sent[2]).at("params").at("symbol").size(), 50U);
  EXPECT_EQ(json::parse(sent[2]).at("params").at("depth"), stream_depth);
  EXPECT_TRUE(made.subscribe(channel::book, {}, 0s, now).empty());
  EXPECT_TRUE(made.unsubscribe(channel::trades, markets(1), 0s, now).empty());
}

TEST(KrakenStream, AMarketHasOneTimeframeAtATime) {
  auto made = stream{{}, false};
  EXPECT_TRUE(made.subscribe(channel::candles, markets(1), 7min, now).empty());
  EXPECT_EQ(made.subscribe(channel::candles, markets(1), 5min, now).size(), 1U);
  const auto other = made.subscribe(channel::candles, markets(1), 1h, now);
  ASSERT_EQ(other.size(), 2U);
  EXPECT_EQ(json::parse(other[0]).at("params").at("interval"), 5);
  EXPECT_EQ(json::parse(other[0]).at("method"), "unsubscribe");
  EXPECT_EQ(json::parse(other[1]).at("params").at("interval"), 60);
  EXPECT_TRUE(
    made.unsubscribe(channel::candles, markets(1), 5min, now).empty());
  EXPECT_EQ(made.unsubscribe(channel::candles, markets(1), 1h, now).size(), 1U);
}

TEST(KrakenStream, TellsMarketsByTheIdThatTheyWereAskedForWith) {
  auto made = stream{{}, false};
  const auto what = bitcoin();
  static_cast<void>(made.subscribe(channel::trades, {&what, 1}, 0s, now));
  const auto known = read(
    made,
    R"({"method":"subscribe","success":true,"result":{"channel":"trade","symbol":"BTC/USD"}})");
  ASSERT_NE(only<stream_ack>(known), nullptr);
  EXPECT_EQ(only<stream_ack>(known)->venue_symbol, "XXBTZUSD");
  const auto strange = read(
    made,
    R"({"method":"unsubscribe","success":true,"result":{"channel":"trade","symbol":"A/B"}})");
  ASSERT_NE(only<stream_ack>(strange), nullptr);
  EXPECT_EQ(only<stream_ack>(strange)->venue_symbol, "A/B");
  EXPECT_FALSE(only<stream_ack>(strange)->subscribed);
}

TEST(KrakenStream, AWrongChecksumIsAGapThatIsToldOnce) {
  auto made = stream{{}, false};
  const auto what = bitcoin();
  static_cast<void>(made.subscribe(channel::book, {&what, 1}, 0s, now));
  // Zeros that some writers drop are known by the increments.
  const auto first
    = read(made, book("snapshot", R"({"price":7,"qty":1.5})", crc32("701500")));
  ASSERT_NE(only<stream_book>(first), nullptr);
  EXPECT_TRUE(only<stream_book>(first)->is_snapshot);
  EXPECT_EQ(only<stream_book>(first)->levels.at, now + 500ms);
  const auto second
    = read(made, book("update", R"({"price":7.0,"qty":2})", crc32("702000")));
  ASSERT_NE(only<stream_book>(second), nullptr);
  const auto third = read(made, book("update", R"({"price":8,"qty":2})", 1));
  ASSERT_NE(only<stream_gap>(third), nullptr);
  EXPECT_EQ(only<stream_gap>(third)->venue_symbol, "XXBTZUSD");
  EXPECT_TRUE(read(made, book("update", "", 1)).empty());
  // A snapshot heals, and one that is wrong is another gap.
  const auto fourth = read(made, book("snapshot", "", 5));
  EXPECT_NE(only<stream_gap>(fourth), nullptr);
  const auto fifth = read(made, book("snapshot", "", 0));
  EXPECT_NE(only<stream_book>(fifth), nullptr);
}

TEST(KrakenStream, AChangeBeforeASnapshotIsAGapUnlessOneIsAwaited) {
  auto made = stream{{}, false};
  EXPECT_NE(only<stream_gap>(read(made, book("update", "", 0))), nullptr);
  const auto what = bitcoin();
  static_cast<void>(made.subscribe(channel::book, {&what, 1}, 0s, now));
  EXPECT_TRUE(read(made, book("update", "", 0)).empty());
  EXPECT_NE(only<stream_book>(read(made, book("snapshot", "", 0))), nullptr);
  const auto broken = read(made, book("update", R"({"price":"x","qty":1})", 0));
  EXPECT_NE(only<stream_gap>(broken), nullptr);
  static_cast<void>(read(made, book("snapshot", "", 0)));
  made.restart(socket_kind::market_data);
  EXPECT_NE(only<stream_gap>(read(made, book("update", "", 0))), nullptr);
}

TEST(KrakenStream, TheDepthIsTheOneThatIsAcknowledged) {
  auto made = stream{{}, false};
  static_cast<void>(read(
    made,
    R"({"method":"subscribe","success":true,"result":{"channel":"book","symbol":"BTC/USD","depth":1}})"));
  static_cast<void>(
    read(made, book("snapshot", R"({"price":7,"qty":1})", crc32("71"))));
  const auto told
    = read(made, book("update", R"({"price":6,"qty":1})", crc32("61")));
  ASSERT_NE(only<stream_book>(told), nullptr);
  EXPECT_EQ(only<stream_book>(told)->levels.asks,
            (std::vector<book_level>{{number("6"), number("1")},
                                     {number("7"), decimal{}}}));
}

TEST(KrakenStream, ACandleIsToldAsClosedWhenALaterOneBegins) {
  auto made = stream{{}, false};
  const auto candle = [](const char* start) {
    return std::string{
             R"({"channel":"ohlc","type":"update","data":[{"symbol":"BTC/USD",)"
             R"("open":1,"high":2,"low":1,"close":2,"volume":0,"interval":5,)"
             R"("interval_begin":")"}
           + start + R"("}]})";
  };
  // Now is 22:13:20, by a clock that is late.
  const auto running = read(made, candle("2023-11-14T22:10:00.000000000Z"));
  ASSERT_NE(only<stream_candle>(running), nullptr);
  EXPECT_FALSE(only<stream_candle>(running)->candle.closed);
  const auto both = read(made, candle("2023-11-14T22:15:00.000000000Z"));
  ASSERT_EQ(both.size(), 2U);
  EXPECT_TRUE(std::get<stream_candle>(both[0]).candle.closed);
  EXPECT_EQ(std::get<stream_candle>(both[0]).candle.start,
            unix_time{1'699'999'800'000ms});
  EXPECT_FALSE(std::get<stream_candle>(both[1]).candle.closed);
  const auto over = read(made, candle("2023-11-14T22:05:00.000000000Z"));
  ASSERT_NE(only<stream_candle>(over), nullptr);
  EXPECT_TRUE(only<stream_candle>(over)->candle.closed);
}

TEST(KrakenStream, ReportsThatTellOnlyWhatChangedBecomeWholeOrders) {
  auto made = stream{{}, true};
  const auto first = read(made, executions("snapshot", 1, whole_order));
  ASSERT_NE(only<order_report>(first), nullptr);
  EXPECT_EQ(only<order_report>(first)->state, order_state::pending);
  const auto second = read(
    made,
    executions(
      "update", 2,
      R"({"order_id":"O1","exec_type":"new","order_status":"new","timestamp":"2023-11-14T22:13:21Z"})"));
  ASSERT_NE(only<order_report>(second), nullptr);
  const auto& open = *only<order_report>(second);
  EXPECT_EQ(open.state, order_state::open);
  EXPECT_EQ(open.client_id, "mine");
  EXPECT_EQ(open.size, number("0.3"));
  EXPECT_EQ(open.price, number("100.5"));
  EXPECT_TRUE(open.post_only);
  EXPECT_EQ(open.fee_currency, "USD");
  EXPECT_EQ(open.created, now);
  EXPECT_EQ(open.updated, now + 1s);
  const auto third = read(
    made,
    executions(
      "update", 3,
      R"({"order_id":"O1","exec_id":"T1","exec_type":"trade","last_qty":0.1,"last_price":100.5,"cum_qty":0.1,"cum_cost":10.05,"avg_price":100.5,"liquidity_ind":"m","order_status":"partially_filled","fees":[{"asset":"USD","qty":0.02}],"timestamp":"2023-11-14T22:13:22Z"})"));
  ASSERT_EQ(third.size(), 2U);
  EXPECT_EQ(std::get<order_report>(third[0]).filled, number("0.1"));
  const auto& traded = std::get<fill>(third[1]);
  EXPECT_EQ(traded.trade_id, "T1");
  EXPECT_EQ(traded.client_id, "mine");
  EXPECT_EQ(traded.side, side::sell);
  EXPECT_EQ(traded.fee, number("0.02"));
  EXPECT_EQ(traded.maker, true);
  const auto cancelled = executions(
    "update", 4,
    R"({"order_id":"O1","exec_type":"canceled","order_status":"canceled","reason":"User requested","timestamp":"2023-11-14T22:13:23Z"})");
  const auto fourth = read(made, cancelled);
  ASSERT_NE(only<order_report>(fourth), nullptr);
  EXPECT_EQ(only<order_report>(fourth)->state, order_state::cancelled);
  EXPECT_EQ(only<order_report>(fourth)->reason, "User requested");
  EXPECT_EQ(only<order_report>(fourth)->filled, number("0.1"));
}

TEST(KrakenStream, AChangeOfAnOrderThatWasNotToldIsAGap) {
  auto made = stream{{}, true};
  const auto strange
    = R"({"order_id":"O9","exec_type":"new","order_status":"new"})";
  EXPECT_NE(only<stream_gap>(read(made, executions("update", 1, strange))),
            nullptr);
  // A fill is told all the same; of a snapshot its order may be over.
  const auto traded
    = R"({"order_id":"O8","exec_id":"T8","exec_type":"trade","symbol":"BTC/USD","side":"buy","last_qty":1,"last_price":2,"timestamp":"2023-11-14T22:13:22Z"})";
  EXPECT_NE(only<fill>(read(made, executions("snapshot", 2, traded))), nullptr);
  EXPECT_EQ(read(made, executions("update", 3, traded)).size(), 2U);
  // Tokenised stocks are none of ours.
  const auto share
    = R"({"order_id":"O7","symbol":"AAPLx/USD","order_status":"new"})";
  EXPECT_TRUE(read(made, executions("update", 4, share)).empty());
  EXPECT_TRUE(
    read(made, executions("update", 5, R"({"order_id":"O7"})")).empty());
}

TEST(KrakenStream, ASequenceThatSkipsIsAGapAndWhatCameIsStillTold) {
  auto made = stream{{}, true};
  static_cast<void>(read(made, executions("snapshot", 1, "")));
  const auto skipped = read(made, executions("update", 3, whole_order));
  ASSERT_EQ(skipped.size(), 2U);
  EXPECT_EQ(std::get<stream_gap>(skipped[0]).what, channel::orders);
  EXPECT_TRUE(std::holds_alternative<order_report>(skipped[1]));
  EXPECT_TRUE(read(made, executions("update", 4, "")).empty());
  // Anew, and each channel by its own count.
  EXPECT_TRUE(read(made, executions("update", 1, "")).empty());
  const auto balances = read(
    made,
    R"({"channel":"balances","type":"update","sequence":1,"data":[{"asset":"USD","balance":5,"wallet_type":"spot"},{"asset":"USD","balance":9,"wallet_type":"earn"}]})");
  ASSERT_NE(only<stream_balances>(balances), nullptr);
  ASSERT_EQ(only<stream_balances>(balances)->balances.size(), 1U);
  EXPECT_EQ(only<stream_balances>(balances)->balances[0].available,
            number("5"));
  EXPECT_FALSE(only<stream_balances>(balances)->is_whole);
}

TEST(KrakenStream, RefusalsAreToldByTheirWords) {
  auto made = stream{{}, true};
  const auto kind = [&](const char* words) {
    const auto told = read(
      made, json{{"method", "subscribe"}, {"success", false}, {"error", words}}
              .dump());
    return only<stream_refusal>(told) == nullptr
             ? outcome_kind::malformed
             : only<stream_refusal>(told)->kind;
  };
  EXPECT_EQ(kind("Currency pair not supported XBT/USD"),
            outcome_kind::unknown_symbol);
  EXPECT_EQ(kind("ESession:Invalid session"), outcome_kind::unauthorised);
  EXPECT_EQ(kind("Event(s) not found"), outcome_kind::refused);
  EXPECT_EQ(kind("EOrder:Insufficient funds"), outcome_kind::refused);
}

TEST(KrakenStream, TheVenuesStateIsTold) {
  auto made = stream{{}, false};
  const auto told = read(
    made,
    R"({"channel":"status","data":[{"system":"cancel_only","connection_id":13834774380200032777}]})");
  ASSERT_NE(only<stream_status>(told), nullptr);
  EXPECT_EQ(only<stream_status>(told)->state, market_state::cancel_only);
}

TEST(KrakenStream, WhatMakesNoSenseIsMalformed) {
  auto made = stream{{}, true};
  for (const auto* text :
       {"", "[]", "{", "{}", R"({"channel":"ticker"})",
        R"({"method":"subscribe"})", R"({"method":"subscribe","success":true})",
        R"({"channel":"trade","data":[{"symbol":"BTC/USD"}]})",
        R"({"channel":"ohlc","data":[{"symbol":"BTC/USD","interval":-5}]})",
        R"({"channel":"book","data":[{"symbol":"btc"}]})"})
    EXPECT_NE(only<stream_malformed>(read(made, text)), nullptr) << text;
  // What came of the account in words that are not understood is lost.
  const auto lost
    = read(made, executions("snapshot", 1, R"({"exec_type":"new"})"));
  ASSERT_EQ(lost.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<stream_gap>(lost[1]));
}

} // namespace ballast::venues::kraken
