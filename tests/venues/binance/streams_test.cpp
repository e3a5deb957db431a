// The streams, as far as recorded vectors do not show them.
#include "venues/binance/adapter.hpp"
#include "venues/binance/streams.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>

namespace ballast::venues::binance {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto now = unix_time{1'499'827'319'559ms};
const auto live = stream_hosts{"wss://stream", "wss://api"};

caller signing() {
  return {"https://api.binance.com", std::move(*signer::make("k", "s"))};
}

caller anybody() { return {"https://api.binance.com", std::nullopt}; }

market_names some_names() {
  market x;
  x.venue_symbol = "BNBBTC";
  x.symbol = {"BNB", "BTC"};
  market_names names;
  names.learn({x});
  return names;
}

std::vector<market> markets(std::size_t count) {
  std::vector<market> all(count);
  for (std::size_t i = 0; i < count; ++i)
    all[i].venue_symbol = "C" + std::to_string(i) + "USDT";
  return all;
}

/// A dialect with what it refers to.
struct fixture {
  caller by = signing();
  market_names names = some_names();
  streams made{by, names, live};

  std::vector<stream_event> read(const std::string& text) {
    return made.read(socket_kind::market_data, text, now);
  }
  std::size_t kind_of(const std::string& text) {
    const auto found = read(text);
    return found.size() == 1 ? found.front().index() : std::variant_npos;
  }
};

template <class T>
const std::size_t index_of = stream_event{T{}}.index();

/// An order of 2 at 10, of which this event filled 1.
json execution() {
  return {{"e", "executionReport"},
          {"s", "BNBBTC"},
          {"c", "cancel-1"},
          {"C", "order-1"},
          {"S", "BUY"},
          {"o", "LIMIT"},
          {"f", "GTC"},
          {"q", "2"},
          {"p", "10"},
          {"x", "TRADE"},
          {"X", "PARTIALLY_FILLED"},
          {"r", "NONE"},
          {"i", 7},
          {"l", "1"},
          {"L", "9"},
          {"z", "1"},
          {"Z", "9"},
          {"n", "0.001"},
          {"N", "BNB"},
          {"T", 1'499'827'319'559},
          {"t", 5},
          {"m", false},
          {"O", 1'499'827'319'000}};
}

} // namespace

TEST(BinanceStreams, LiveBesideTheRestInterfaceTheyBelongTo) {
  const auto of = [](const char* rest_url, const char* ws_url = "") {
    const auto found = hosts_of(rest_url, ws_url);
    return found.market_data + ' ' + found.account;
  };
  EXPECT_EQ(of("https://api.binance.com"),
            "wss://stream.binance.com:9443 wss://ws-api.binance.com:443");
  EXPECT_EQ(of("https://testnet.binance.vision"),
            "wss://stream.testnet.binance.vision "
            "wss://ws-api.testnet.binance.vision");
  EXPECT_EQ(of("https://demo-api.binance.com"),
            "wss://demo-stream.binance.com wss://demo-ws-api.binance.com");
  EXPECT_EQ(of("http://127.0.0.1:8081"),
            "ws://127.0.0.1:8081 ws://127.0.0.1:8081");
  EXPECT_EQ(of("https://api.binance.com", "ws://localhost:1"),
            "ws://localhost:1 ws://localhost:1");
}

TEST(BinanceStreams, AnAddressThatIsNoSocketsIsRefused) {
  adapter_options opts;
  opts.ws_url = "ws://localhost:1/";
  const auto made = make_binance(opts);
  ASSERT_TRUE(made);
  EXPECT_EQ((*made)->streams()->url(socket_kind::market_data),
            "ws://localhost:1/stream");
  for (const auto* wrong : {"https://localhost", "localhost", "wss://a/path"}) {
    opts.ws_url = wrong;
    EXPECT_FALSE(make_binance(opts)) << wrong;
  }
}

TEST(BinanceStreams, TheAccountHasASocketOfItsOwn) {
  fixture with;
  const auto url_of
    = [&](channel x) { return with.made.url(*with.made.socket_of(x)); };
  for (const auto x :
       {channel::tickers, channel::candles, channel::book, channel::trades})
    EXPECT_EQ(url_of(x), "wss://stream/stream") << to_string(x);
  EXPECT_EQ(url_of(channel::orders), "wss://api/ws-api/v3");
  EXPECT_EQ(url_of(channel::balances), "wss://api/ws-api/v3");
}

TEST(BinanceStreams, WithoutCredentialsThereAreNoChannelsOfTheAccount) {
  const auto by = anybody();
  const auto names = some_names();
  auto made = streams{by, names, live};
  EXPECT_FALSE(made.socket_of(channel::orders));
  EXPECT_FALSE(made.socket_of(channel::balances));
  EXPECT_TRUE(made.socket_of(channel::book));
  EXPECT_TRUE(made.login(socket_kind::account, now, {}).empty());
}

TEST(BinanceStreams, TheLoginSignsItsParametersByName) {
  fixture with;
  EXPECT_TRUE(with.made.login(socket_kind::market_data, now, {}).empty());
  const auto sent = with.made.login(socket_kind::account, now, {});
  ASSERT_EQ(sent.size(), 1U);
  const auto message = json::parse(sent.front());
  EXPECT_EQ(message.at("method"), "userDataStream.subscribe.signature");
  EXPECT_EQ(message.at("params").at("timestamp"), 1'499'827'319'559);
  EXPECT_EQ(message.at("params").at("signature"),
            with.by.signer->sign("apiKey=k&timestamp=1499827319559"));
  // Nothing more is asked for: all events of the account come with it.
  EXPECT_TRUE(with.made.subscribe(channel::orders, {}, 0s, now).empty());
  EXPECT_TRUE(with.made.subscribe(channel::balances, {}, 0s, now).empty());
}

TEST(BinanceStreams, SubscribeInChunksWithinTheRules) {
  fixture with;
  const auto rules = with.made.rules(socket_kind::market_data);
  const auto sent
    = with.made.subscribe(channel::candles, markets(250), 1h, now);
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(json::parse(sent[0]).at("params").size(), rules.per_message);
  EXPECT_EQ(json::parse(sent[2]).at("params").size(), 50U);
  EXPECT_EQ(json::parse(sent[2]).at("params").at(49), "c249usdt@kline_1h");
  EXPECT_NE(json::parse(sent[0]).at("id"), json::parse(sent[1]).at("id"));
  EXPECT_TRUE(
    with.made.subscribe(channel::candles, markets(2), 7min, now).empty());
  EXPECT_TRUE(with.made.subscribe(channel::book, {}, 0s, now).empty());
  auto wide = markets(100);
  for (auto& x : wide)
    x.venue_symbol = std::string(500, 'A');
  const auto parts = with.made.unsubscribe(channel::trades, wide, 0s, now);
  EXPECT_GT(parts.size(), 1U);
  for (const auto& x : parts)
    EXPECT_LE(x.size(), rules.message_bytes);
}

TEST(BinanceStreams, AMinuteAndAMonthAreNotConfused) {
  fixture with;
  const auto asked
    = with.made.subscribe(channel::candles, markets(1), 1min, now);
  EXPECT_EQ(json::parse(asked.at(0)).at("params").at(0), "c0usdt@kline_1m");
  const auto bar = [](const char* interval) {
    return json{{"e", "kline"},
                {"s", "BNBBTC"},
                {"k",
                 {{"t", 1'672'515'780'000},
                  {"i", interval},
                  {"o", "2"},
                  {"h", "3"},
                  {"l", "1"},
                  {"c", "2"},
                  {"v", "5"},
                  {"x", true}}}}
      .dump();
  };
  const auto minute = with.read(bar("1m"));
  ASSERT_EQ(minute.size(), 1U);
  EXPECT_EQ(std::get<stream_candle>(minute.front()).timeframe, 1min);
  EXPECT_TRUE(with.read(bar("1M")).empty());
}

TEST(BinanceStreams, AnAnswerAcknowledgesWhatItsMessageAskedForOnce) {
  fixture with;
  with.made.subscribe(channel::trades, markets(2), 0s, now);
  with.made.unsubscribe(channel::book, markets(1), 0s, now);
  const auto left = with.read(R"({"result":null,"id":2})");
  ASSERT_EQ(left.size(), 1U);
  const auto& ack = std::get<stream_ack>(left.front());
  EXPECT_EQ(ack.what, channel::book);
  EXPECT_EQ(ack.venue_symbol, "C0USDT");
  EXPECT_FALSE(ack.subscribed);
  EXPECT_EQ(with.read(R"({"result":null,"id":1})").size(), 2U);
  EXPECT_TRUE(with.read(R"({"result":null,"id":1})").empty());
  EXPECT_TRUE(with.read(R"({"result":null,"id":-1})").empty());
}

TEST(BinanceStreams, WhatWasRefusedIsNotAcknowledgedLater) {
  fixture with;
  with.made.subscribe(channel::trades, markets(1), 0s, now);
  EXPECT_EQ(with.kind_of(R"({"error":{"code":2,"msg":"no"},"id":1})"),
            index_of<stream_refusal>);
  EXPECT_TRUE(with.read(R"({"result":null,"id":1})").empty());
}

TEST(BinanceStreams, ANewSocketForgetsWhatTheOldOneWasAsked) {
  fixture with;
  with.made.subscribe(channel::trades, markets(1), 0s, now);
  with.made.restart(socket_kind::account);
  with.made.restart(socket_kind::market_data);
  EXPECT_TRUE(with.read(R"({"result":null,"id":1})").empty());
  // Ids go on, so that a late answer fits none of the new ones.
  const auto again = with.made.subscribe(channel::trades, markets(1), 0s, now);
  EXPECT_EQ(json::parse(again.at(0)).at("id"), 2);
}

TEST(BinanceStreams, ErrorsOfTheAccountSayWhatToDo) {
  fixture with;
  const auto error = [](int status, int code, const char* message) {
    return json{{"id", "account"},
                {"status", status},
                {"error", {{"code", code}, {"msg", message}}}}
      .dump();
  };
  const auto kind_of_refusal = [&](const std::string& text) {
    const auto found = with.read(text);
    return std::get<stream_refusal>(found.at(0)).kind;
  };
  EXPECT_EQ(kind_of_refusal(error(401, -2015,
                                  "Invalid API-key, IP, or "
                                  "permissions for action.")),
            outcome_kind::unauthorised);
  EXPECT_EQ(kind_of_refusal(error(400, -1021,
                                  "Timestamp for this request is "
                                  "outside of the recvWindow.")),
            outcome_kind::clock_or_nonce);
  EXPECT_EQ(kind_of_refusal(error(418, -1003, "no")), outcome_kind::banned);
  EXPECT_EQ(kind_of_refusal(error(429, -9999, "no")), outcome_kind::throttled);
  EXPECT_TRUE(with.read(error(400, -2035, "already")).empty());
  EXPECT_EQ(with.kind_of(error(400, -2042, "used up")),
            index_of<stream_closing>);
  const auto ended = with.read(error(400, -2036, "not active"));
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(std::get<stream_gap>(ended[0]).what, channel::orders);
  EXPECT_EQ(std::get<stream_gap>(ended[1]).what, channel::balances);
}

TEST(BinanceStreams, ALoginBeginsBothChannelsOfTheAccount) {
  fixture with;
  const auto found = with.read(
    R"({"id":"account","status":200,"result":{"subscriptionId":0}})");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<stream_login>(found[0]));
  EXPECT_EQ(std::get<stream_ack>(found[1]).what, channel::orders);
  EXPECT_EQ(std::get<stream_ack>(found[2]).what, channel::balances);
}

TEST(BinanceStreams, ACancelsOwnIdIsNotTheOrders) {
  fixture with;
  const auto id_of = [&](const json& x) {
    return std::get<order_report>(with.read(x.dump()).at(0)).client_id;
  };
  auto x = execution();
  EXPECT_EQ(id_of(x), "order-1");
  x["C"] = "";
  EXPECT_EQ(id_of(x), "cancel-1");
  // An amendment gives the order a new id, and tells the old one.
  x["C"] = "old";
  x["x"] = "REPLACED";
  EXPECT_EQ(id_of(x), "cancel-1");
}

TEST(BinanceStreams, OnlyATradeIsAFill) {
  fixture with;
  auto x = execution();
  auto found = with.read(x.dump());
  ASSERT_EQ(found.size(), 2U);
  const auto& made = std::get<fill>(found[1]);
  EXPECT_EQ(made.trade_id, "5");
  EXPECT_EQ(made.order_id, "7");
  EXPECT_EQ(made.client_id, "order-1");
  EXPECT_EQ(made.fee.to_string(), "0.001");
  EXPECT_EQ(made.maker, std::optional{false});
  x["x"] = "TRADE_PREVENTION";
  EXPECT_EQ(with.read(x.dump()).size(), 1U);
  x = execution();
  x["t"] = -1;
  EXPECT_EQ(with.read(x.dump()).size(), 1U);
}

TEST(BinanceStreams, AnOrderOfAnUnknownMarketIsKeptWithoutItsSymbol) {
  fixture with;
  auto x = execution();
  x["s"] = "NEWUSDT";
  const auto found = with.read(x.dump());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(std::get<order_report>(found[0]).symbol, symbol{});
  // What is about markets, though, is of no use then.
  EXPECT_TRUE(
    with.read(R"({"e":"24hrMiniTicker","s":"NEWUSDT","c":"1","o":"1"})")
      .empty());
}

TEST(BinanceStreams, AnOrderWithAFigureThatIsNoneIsMalformed) {
  fixture with;
  for (const auto* name : {"q", "p", "z", "Z", "l", "L", "n"})
    for (const auto& wrong : {json("x"), json(1.5)}) {
      auto x = execution();
      x[name] = wrong;
      EXPECT_EQ(with.kind_of(x.dump()), index_of<stream_malformed>) << name;
    }
  for (const auto* name : {"q", "p", "z"}) {
    auto x = execution();
    x[name] = "-1";
    EXPECT_EQ(with.kind_of(x.dump()), index_of<stream_malformed>) << name;
  }
  for (const auto* name : {"S", "X", "i"}) {
    auto x = execution();
    x[name] = "?";
    EXPECT_EQ(with.kind_of(x.dump()), index_of<stream_malformed>) << name;
  }
}

TEST(BinanceStreams, TopLevelsAreTheWholeBookOfTheStreamsMarket) {
  fixture with;
  const auto data = std::string{
    R"("data":{"lastUpdateId":9,"bids":[["1","2"],["1.5","1"]],"asks":[]}})"};
  const auto found = with.read(R"({"stream":"bnbbtc@depth20@100ms",)" + data);
  ASSERT_EQ(found.size(), 1U);
  const auto& book = std::get<stream_book>(found.front());
  EXPECT_TRUE(book.is_snapshot);
  EXPECT_EQ(book.levels.symbol.to_string(), "BNB/BTC");
  EXPECT_EQ(book.levels.bids.front().price.to_string(), "1.5");
  EXPECT_TRUE(
    with.read(R"({"stream":"newusdt@depth20@100ms",)" + data).empty());
  EXPECT_EQ(with.kind_of(R"({"stream":"",)" + data),
            index_of<stream_malformed>);
}

TEST(BinanceStreams, ABuyerWhoMadeThePriceIsSoldTo) {
  fixture with;
  const auto taker_of = [&](const char* is_buyer_maker) {
    const auto found = with.read(
      R"({"e":"aggTrade","s":"BNBBTC","a":1,"p":"2","q":"1","T":9,"m":)"
      + std::string{is_buyer_maker} + '}');
    return std::get<trade>(found.at(0)).taker;
  };
  EXPECT_EQ(taker_of("true"), side::sell);
  EXPECT_EQ(taker_of("false"), side::buy);
}

TEST(BinanceStreams, WhatMakesNoSenseIsMalformed) {
  fixture with;
  for (const auto* text :
       {"", "pong", "{}", "1", "[1]", "<html>", R"({"stream":"a","data":1})",
        R"({"e":"aggTrade","s":"BNBBTC"})", R"({"e":"kline","s":"BNBBTC"})",
        R"({"e":"24hrTicker","s":"BNBBTC","c":"0"})",
        R"({"e":"depthUpdate","s":"BNBBTC","U":5,"u":4,"b":[],"a":[]})",
        R"({"u":1,"s":"BNBBTC","b":"1","a":"x"})", R"({"error":{},"id":1})",
        R"({"e":"executionReport","s":"BNBBTC"})",
        R"({"e":"outboundAccountPosition"})",
        R"({"e":"outboundAccountPosition","B":[{"a":"BTC","f":"1"}]})"})
    EXPECT_EQ(with.kind_of(text), index_of<stream_malformed>) << text;
}

TEST(BinanceStreams, TheServerPingsAndTellsBeforeItGoes) {
  fixture with;
  EXPECT_TRUE(with.made.keep_alive(now).empty());
  EXPECT_EQ(with.made.rules(socket_kind::account).ping_every, 0s);
  EXPECT_EQ(with.made.rules(socket_kind::market_data).age_max, 24h);
  EXPECT_EQ(with.kind_of(
              R"({"stream":"!serverShutdown","data":{"e":"serverShutdown"}})"),
            index_of<stream_closing>);
}

} // namespace ballast::venues::binance
