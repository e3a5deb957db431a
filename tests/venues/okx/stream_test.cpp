// The streams, as far as recorded vectors do not show them.
#include "venues/okx/stream.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace ballast::venues::okx {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto now = unix_time{1'538'054'050'999ms};

caller signing(bool is_demo = false) {
  return {"https://www.okx.com", std::move(*signer::make("k", "s", "p q")),
          is_demo};
}

std::vector<market> markets(std::size_t count) {
  std::vector<market> all(count);
  for (std::size_t i = 0; i < count; ++i)
    all[i].venue_symbol = "C" + std::to_string(i) + "-USDT";
  return all;
}

std::string book(int before, int number) {
  return json{{"arg", {{"channel", "books"}, {"instId", "BTC-USDT"}}},
              {"action", before == -1 ? "snapshot" : "update"},
              {"data",
               {{{"asks", json::array({json::array({"2", "1", "0", "1"})})},
                 {"bids", json::array()},
                 {"ts", "1597026383085"},
                 {"prevSeqId", before},
                 {"seqId", number}}}}}
    .dump();
}

std::size_t kind_of(stream& by, const std::string& text) {
  const auto found = by.read(socket_kind::market_data, text, now);
  return found.size() == 1 ? found.front().index() : std::variant_npos;
}

template <class T>
const std::size_t index_of = stream_event{T{}}.index();

} // namespace

TEST(OkxStream, HasASocketForMarketsOneForCandlesAndOneForTheAccount) {
  const auto by = signing();
  const auto made = stream{by, {}};
  EXPECT_EQ(made.url(*made.socket_of(channel::tickers)),
            "wss://ws.okx.com:8443/ws/v5/public");
  EXPECT_EQ(made.url(*made.socket_of(channel::candles)),
            "wss://ws.okx.com:8443/ws/v5/business");
  EXPECT_EQ(made.url(*made.socket_of(channel::orders)),
            "wss://ws.okx.com:8443/ws/v5/private");
  const auto demo = signing(true);
  EXPECT_EQ((stream{demo, {}}.url(socket_kind::account)),
            "wss://wspap.okx.com:8443/ws/v5/private");
  EXPECT_EQ((stream{by, "ws://localhost:1"}.url(socket_kind::account)),
            "ws://localhost:1/ws/v5/private");
}

TEST(OkxStream, WithoutCredentialsThereAreNoChannelsOfTheAccount) {
  const auto by = caller{"https://www.okx.com", std::nullopt, false};
  auto made = stream{by, {}};
  EXPECT_FALSE(made.socket_of(channel::orders));
  EXPECT_TRUE(made.subscribe(channel::orders, {}, 0s, now).empty());
  EXPECT_TRUE(made.login(socket_kind::account, now, {}).empty());
}

TEST(OkxStream, LogsInWithSecondsAndOnTheAccountsSocketAlone) {
  const auto by = signing();
  auto made = stream{by, {}};
  EXPECT_TRUE(made.login(socket_kind::market_data, now, {}).empty());
  const auto sent = made.login(socket_kind::account, now, {});
  ASSERT_EQ(sent.size(), 1U);
  const auto argument = json::parse(sent.front()).at("args").at(0);
  EXPECT_EQ(argument.at("timestamp"), "1538054050");
  EXPECT_EQ(argument.at("passphrase"), "p q");
  EXPECT_EQ(argument.at("sign"),
            by.by()->sign("1538054050", "GET", "/users/self/verify", ""));
}

TEST(OkxStream, SubscribesInChunksWithinTheRules) {
  const auto by = signing();
  auto made = stream{by, {}};
  const auto rules = made.rules(socket_kind::candles);
  const auto sent = made.subscribe(channel::candles, markets(250), 1h, now);
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(json::parse(sent[0]).at("args").size(), rules.per_message);
  EXPECT_EQ(json::parse(sent[2]).at("args").size(), 50U);
  EXPECT_EQ(json::parse(sent[2]).at("args").at(49),
            (json{{"channel", "candle1H"}, {"instId", "C249-USDT"}}));
  EXPECT_TRUE(made.subscribe(channel::candles, markets(2), 7min, now).empty());
  EXPECT_TRUE(made.subscribe(channel::book, {}, 0s, now).empty());
  auto wide = markets(100);
  for (auto& x : wide)
    x.venue_symbol = std::string(2000, 'A');
  for (const auto& x : made.unsubscribe(channel::trades, wide, 0s, now))
    EXPECT_LE(x.size(), rules.message_bytes);
}

TEST(OkxStream, AGapIsToldOnceUntilTheNextSnapshot) {
  const auto by = signing();
  auto made = stream{by, {}};
  EXPECT_EQ(kind_of(made, book(5, 6)), index_of<stream_gap>);
  EXPECT_EQ(kind_of(made, book(-1, 10)), index_of<stream_book>);
  EXPECT_EQ(kind_of(made, book(10, 15)), index_of<stream_book>);
  EXPECT_EQ(kind_of(made, book(15, 15)), index_of<stream_book>);
  EXPECT_EQ(kind_of(made, book(15, 3)), index_of<stream_book>);
  EXPECT_EQ(kind_of(made, book(4, 5)), index_of<stream_gap>);
  EXPECT_TRUE(made.read(socket_kind::market_data, book(5, 6), now).empty());
  EXPECT_EQ(kind_of(made, book(-1, 20)), index_of<stream_book>);
  made.restart(socket_kind::candles);
  EXPECT_EQ(kind_of(made, book(20, 21)), index_of<stream_book>);
  made.restart(socket_kind::market_data);
  EXPECT_EQ(kind_of(made, book(21, 22)), index_of<stream_gap>);
}

TEST(OkxStream, ABookThatCannotBeReadIsAGap) {
  const auto by = signing();
  auto made = stream{by, {}};
  EXPECT_EQ(kind_of(made, book(-1, 10)), index_of<stream_book>);
  auto broken = json::parse(book(10, 11));
  broken["data"][0]["asks"][0][1] = "-1";
  EXPECT_EQ(kind_of(made, broken.dump()), index_of<stream_gap>);
  EXPECT_TRUE(made.read(socket_kind::market_data, book(11, 12), now).empty());
}

TEST(OkxStream, BalancesAreWholeInASnapshotOnOnePage) {
  const auto by = signing();
  auto made = stream{by, {}};
  const auto whole = [&](json message) {
    message["arg"] = {{"channel", "account"}};
    message["data"] = json::array({{{"details", json::array()}}});
    const auto found = made.read(socket_kind::account, message.dump(), now);
    return std::get<stream_balances>(found.at(0)).is_whole;
  };
  EXPECT_FALSE(whole(json::object()));
  EXPECT_TRUE(whole({{"eventType", "snapshot"}}));
  EXPECT_TRUE(
    whole({{"eventType", "snapshot"}, {"curPage", 1}, {"lastPage", true}}));
  EXPECT_FALSE(
    whole({{"eventType", "snapshot"}, {"curPage", 1}, {"lastPage", false}}));
  EXPECT_FALSE(
    whole({{"eventType", "snapshot"}, {"curPage", 2}, {"lastPage", true}}));
  EXPECT_FALSE(whole({{"eventType", "event_update"}}));
}

TEST(OkxStream, WhatMakesNoSenseIsMalformed) {
  const auto by = signing();
  auto made = stream{by, {}};
  for (const auto* text :
       {"", "pongs", "[]", "{}", "1", "<html>", R"({"arg":{}})",
        R"({"arg":{"channel":"tickers"},"data":{}})",
        R"({"arg":{"channel":"tickers"},"data":[1]})",
        R"({"arg":{"channel":"trades"},"data":[{"instId":"BTC-USDT"}]})",
        R"({"arg":{"channel":"orders"},"data":[{"instType":"SPOT"}]})",
        R"({"arg":{"channel":"account"},"data":[{}]})",
        R"({"arg":{"channel":"candle1D","instId":"BTC-USDT"},"data":[]})",
        R"({"event":"subscribe"})"})
    EXPECT_EQ(kind_of(made, text), index_of<stream_malformed>) << text;
}

TEST(OkxStream, HeartbeatsAreBareTexts) {
  const auto by = signing();
  auto made = stream{by, {}};
  EXPECT_EQ(made.keep_alive(now), "ping");
  EXPECT_EQ(kind_of(made, "pong"), index_of<stream_heartbeat>);
  EXPECT_EQ(kind_of(made, R"({"event":"notice","code":"64008","msg":"soon"})"),
            index_of<stream_closing>);
  EXPECT_EQ(kind_of(made, R"({"event":"login","code":"0","msg":""})"),
            index_of<stream_login>);
  EXPECT_EQ(kind_of(made, R"({"event":"login","code":"60009","msg":"no"})"),
            index_of<stream_refusal>);
}

} // namespace ballast::venues::okx
