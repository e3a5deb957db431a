// The sockets, as far as recorded vectors do not show them.
#include "tests/venues/coinbase/token.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/coinbase/stream.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <tuple>

namespace ballast::venues::coinbase {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto now = unix_time{std::chrono::milliseconds{1'709'992'985'123}};

stream signing() {
  return {{},
          std::move(*signer::make("organizations/o/apiKeys/k", p256_secret(),
                                  random_source{1}))};
}

stream unsigned_one() { return {{}, std::nullopt}; }

market market_of(std::string id, std::string mirror_of = {}) {
  market x;
  x.venue_symbol = std::move(id);
  x.mirror_of = std::move(mirror_of);
  return x;
}

std::vector<json> parsed(const std::vector<std::string>& messages) {
  std::vector<json> all;
  for (const auto& x : messages)
    all.push_back(json::parse(x));
  return all;
}

std::vector<json> begin(stream& by, channel x,
                        const std::vector<market>& markets) {
  return parsed(by.subscribe(x, markets, 5min, now));
}

std::string envelope(std::string_view name, int number, json event) {
  return json{{"channel", name},
              {"timestamp", "2026-04-07T14:30:00.5Z"},
              {"sequence_num", number},
              {"events", json::array({std::move(event)})}}
    .dump();
}

std::string book(int number, std::string_view type,
                 std::string_view id = "BTC-USD") {
  return envelope(
    "l2_data", number,
    {{"type", type},
     {"product_id", id},
     {"updates",
      json::array({{{"side", "bid"},
                    {"price_level", "7"},
                    {"new_quantity", type == "snapshot" ? "2" : "0"}}})}});
}

std::string acknowledgement(int number, json current) {
  return envelope("subscriptions", number,
                  {{"subscriptions", std::move(current)}});
}

json order() {
  return {{"order_id", "o"},
          {"client_order_id", "c"},
          {"product_id", "BTC-USD"},
          {"order_side", "SELL"},
          {"order_type", "Limit"},
          {"status", "OPEN"},
          {"cumulative_quantity", "1"},
          {"leaves_quantity", "2"},
          {"limit_price", "50"},
          {"avg_price", "49.5"},
          {"filled_value", "49.5"},
          {"total_fees", "0.3"},
          {"post_only", "true"},
          {"time_in_force", "GOOD_UNTIL_CANCELLED"},
          {"creation_time", "2024-06-21T18:29:13.909347Z"}};
}

/// What a message of the account's socket says of that order.
order_report read_order(json row) {
  auto by = signing();
  const auto found = by.read(
    socket_kind::account,
    envelope("user", 0,
             {{"type", "update"}, {"orders", json::array({std::move(row)})}}),
    now);
  EXPECT_EQ(found.size(), 1U);
  return std::get<order_report>(found.at(0));
}

/// "book", "gap" and so on, of all that a message gives.
std::string kinds_of(const std::vector<stream_event>& all) {
  std::string text;
  for (const auto& x : all) {
    const auto* name = std::holds_alternative<stream_book>(x)        ? "book"
                       : std::holds_alternative<stream_gap>(x)       ? "gap"
                       : std::holds_alternative<stream_ack>(x)       ? "ack"
                       : std::holds_alternative<stream_refusal>(x)   ? "refusal"
                       : std::holds_alternative<stream_heartbeat>(x) ? "beat"
                       : std::holds_alternative<stream_malformed>(x)
                         ? "malformed"
                         : "other";
    text += (text.empty() ? "" : " ") + std::string{name};
  }
  return text;
}

std::string kinds_of(stream& by, const std::string& text) {
  return kinds_of(by.read(socket_kind::market_data, text, now));
}

/// "+BTC-USD -ETH-USD" of what a message acknowledges.
std::string acknowledged(stream& by, const std::string& text) {
  std::string names;
  for (const auto& x : by.read(socket_kind::market_data, text, now)) {
    const auto& one = std::get<stream_ack>(x);
    names += std::string{names.empty() ? "" : " "}
             + (one.subscribed ? "+" : "-") + one.venue_symbol;
  }
  return names;
}

} // namespace

TEST(CoinbaseStream, HasASocketForMarketsAndOneForTheAccount) {
  const auto by = signing();
  EXPECT_EQ(by.url(*by.socket_of(channel::book)),
            "wss://advanced-trade-ws.coinbase.com");
  EXPECT_EQ(by.url(*by.socket_of(channel::orders)),
            "wss://advanced-trade-ws-user.coinbase.com");
  EXPECT_FALSE(by.socket_of(channel::balances));
  const auto local = stream{"ws://localhost:1", std::nullopt};
  EXPECT_EQ(local.url(socket_kind::account), "ws://localhost:1");
  EXPECT_EQ(local.url(socket_kind::market_data), "ws://localhost:1");
}

TEST(CoinbaseStream, WithoutCredentialsThereAreNoChannelsOfTheAccount) {
  auto by = unsigned_one();
  EXPECT_FALSE(by.socket_of(channel::orders));
  EXPECT_TRUE(by.subscribe(channel::orders, {}, 0s, now).empty());
  EXPECT_TRUE(by.unsubscribe(channel::orders, {}, 0s, now).empty());
  EXPECT_TRUE(by.socket_of(channel::trades));
}

TEST(CoinbaseStream, BeginsWithHeartbeatsWhichKeepASilentSocketOpen) {
  auto by = signing();
  const auto open = parsed(by.login(socket_kind::market_data, now, {}));
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0], (json{{"type", "subscribe"}, {"channel", "heartbeats"}}));
  const auto own = parsed(by.login(socket_kind::account, now, {}));
  ASSERT_EQ(own.size(), 1U);
  EXPECT_TRUE(own[0].contains("jwt"));
  EXPECT_TRUE(by.keep_alive(now).empty());
}

TEST(CoinbaseStream, EveryMessageOfTheAccountHasATokenOfItsOwn) {
  auto by = signing();
  std::set<std::string> nonces;
  for (const auto& sent :
       {parsed(by.subscribe(channel::orders, {}, 0s, now)),
        parsed(by.subscribe(channel::orders, {}, 0s, now)),
        parsed(by.unsubscribe(channel::orders, {}, 0s, now))}) {
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].at("channel"), "user");
    EXPECT_FALSE(sent[0].contains("product_ids"));
    const auto token = token_parts{sent[0].at("jwt").get<std::string>()};
    EXPECT_TRUE(verifies(token, p256_secret()));
    EXPECT_FALSE(token.claims.contains("uri"));
    EXPECT_EQ(token.claims.at("nbf"), 1'709'992'985);
    nonces.insert(token.header.at("nonce").get<std::string>());
  }
  EXPECT_EQ(nonces.size(), 3U);
}

TEST(CoinbaseStream, AnAdaptersCallsAndItsStreamShareAKeyAndNoNonce) {
  const auto secret = p256_secret();
  adapter_options opts;
  opts.key = "k";
  opts.secret = secret;
  const auto venue = std::move(*make_coinbase(opts));
  const auto call = venue->balances_request({}, now).call;
  const auto header = net::find_header(call.headers, "Authorization");
  const auto ours = token_parts{std::string{header.value().substr(7)}};
  const auto sent
    = venue->streams()->subscribe(channel::orders, {}, 0s, now).at(0);
  const auto theirs
    = token_parts{json::parse(sent).at("jwt").get<std::string>()};
  EXPECT_TRUE(verifies(ours, secret));
  EXPECT_TRUE(verifies(theirs, secret));
  EXPECT_NE(ours.header.at("nonce"), theirs.header.at("nonce"));
}

TEST(CoinbaseStream, AnAdapterTakesTheAddressOfItsSocketsOrSaysWhatIsWrong) {
  adapter_options opts;
  opts.ws_url = "ws://127.0.0.1:80/";
  EXPECT_EQ((*make_coinbase(opts))->streams()->url(socket_kind::account),
            "ws://127.0.0.1:80");
  for (const auto* url : {"http://x", "ws://", "wss://x/path", "x"}) {
    opts.ws_url = url;
    const auto made = make_coinbase(opts);
    ASSERT_FALSE(made.ok()) << url;
    EXPECT_EQ(made.error().text.find("coinbase ws_url"), 0U);
  }
}

TEST(CoinbaseStream, SubscribesInChunksWithinTheRules) {
  auto by = unsigned_one();
  std::vector<market> all;
  for (int i = 0; i < 250; ++i)
    all.push_back(market_of("C" + std::to_string(i) + "-USD"));
  const auto size = by.rules(socket_kind::market_data).per_message;
  for (const auto& sent :
       {begin(by, channel::book, all),
        parsed(by.unsubscribe(channel::book, all, 0s, now))}) {
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[0].at("channel"), "level2");
    EXPECT_EQ(sent[0].at("product_ids").size(), size);
    EXPECT_EQ(sent[2].at("product_ids").size(), 50U);
    EXPECT_FALSE(sent[0].contains("jwt"));
  }
  EXPECT_TRUE(begin(by, channel::book, {}).empty());
}

TEST(CoinbaseStream, NeverEndsAWholeChannelForWantOfIds) {
  auto by = unsigned_one();
  begin(by, channel::trades, {market_of("BTC-USD")});
  EXPECT_TRUE(by.unsubscribe(channel::trades, {}, 0s, now).empty());
  const auto other = market_of("ETH-USD");
  EXPECT_TRUE(by.unsubscribe(channel::trades, {&other, 1}, 0s, now).empty());
}

TEST(CoinbaseStream, HasCandlesOfFiveMinutesAlone) {
  auto by = unsigned_one();
  const auto what = market_of("BTC-USD");
  EXPECT_TRUE(by.subscribe(channel::candles, {&what, 1}, 1min, now).empty());
  EXPECT_EQ(by.subscribe(channel::candles, {&what, 1}, 5min, now).size(), 1U);
  EXPECT_TRUE(by.unsubscribe(channel::candles, {&what, 1}, 1h, now).empty());
}

TEST(CoinbaseStream, AfterAGapTellsABookFromItsNextSnapshotOn) {
  auto by = unsigned_one();
  const auto btc = market_of("BTC-USD");
  begin(by, channel::book, {btc});
  EXPECT_EQ(kinds_of(by, book(0, "update")), "");
  EXPECT_EQ(kinds_of(by, book(1, "snapshot")), "book");
  EXPECT_EQ(kinds_of(by, book(2, "update")), "book");
  EXPECT_EQ(kinds_of(by, book(4, "update")), "gap");
  EXPECT_EQ(kinds_of(by, book(5, "update")), "");
  // What is followed already is asked for as well, beside what is new.
  const auto sent = begin(by, channel::book, {btc, market_of("ETH-USD")});
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].at("type"), "unsubscribe");
  EXPECT_EQ(sent[0].at("product_ids"), json::array({"BTC-USD"}));
  EXPECT_EQ(sent[1].at("type"), "subscribe");
  EXPECT_EQ(sent[1].at("product_ids"), json::array({"BTC-USD", "ETH-USD"}));
  EXPECT_EQ(kinds_of(by, book(6, "snapshot")), "book");
  EXPECT_EQ(kinds_of(by, book(7, "update")), "book");
  EXPECT_EQ(kinds_of(by, book(8, "update", "ETH-USD")), "");
}

TEST(CoinbaseStream, CountsTheMessagesOfAllChannelsOfASocket) {
  auto by = unsigned_one();
  begin(by, channel::book, {market_of("BTC-USD")});
  begin(by, channel::trades, {market_of("BTC-USD")});
  const auto beat = [](int x) {
    return envelope("heartbeats", x, {{"heartbeat_counter", "5"}});
  };
  EXPECT_EQ(kinds_of(by, book(0, "snapshot")), "book");
  EXPECT_EQ(kinds_of(by, beat(1)), "beat");
  EXPECT_EQ(kinds_of(by, envelope("status", 2, json::object())), "");
  EXPECT_EQ(kinds_of(by, book(3, "update")), "book");
  // Both channels may have lost something.
  EXPECT_EQ(kinds_of(by, beat(5)), "gap gap beat");
  by.restart(socket_kind::account);
  EXPECT_EQ(kinds_of(by, beat(9)), "gap gap beat");
  by.restart(socket_kind::market_data);
  EXPECT_EQ(kinds_of(by, beat(0)), "beat");
  // The account's socket has a count of its own.
  EXPECT_EQ(kinds_of(by.read(socket_kind::account, beat(50), now)), "beat");
  EXPECT_EQ(kinds_of(by.read(socket_kind::account, beat(52), now)), "gap beat");
}

TEST(CoinbaseStream, AMessageThatCannotBeReadIsNotedInTheNextNumber) {
  auto by = unsigned_one();
  begin(by, channel::book, {market_of("BTC-USD")});
  EXPECT_EQ(kinds_of(by, book(0, "snapshot")), "book");
  EXPECT_EQ(kinds_of(by, R"({"channel":"l2_data")"), "malformed");
  EXPECT_EQ(kinds_of(by, book(2, "update")), "gap");
}

TEST(CoinbaseStream, ABookThatCannotBeReadIsAGap) {
  auto by = unsigned_one();
  begin(by, channel::book, {market_of("BTC-USD")});
  EXPECT_EQ(kinds_of(by, book(0, "snapshot")), "book");
  for (const auto* quantity : {"-1", "x", ""}) {
    auto broken = json::parse(book(1, "update"));
    broken["events"][0]["updates"][0]["new_quantity"] = quantity;
    by.restart(socket_kind::market_data);
    begin(by, channel::book, {market_of("BTC-USD")});
    EXPECT_EQ(kinds_of(by, book(0, "snapshot")), "book");
    EXPECT_EQ(kinds_of(by, broken.dump()), "malformed gap") << quantity;
    EXPECT_EQ(kinds_of(by, book(2, "update")), "");
  }
}

TEST(CoinbaseStream, AnOrderThatCannotBeReadIsAGapOfOrders) {
  auto by = signing();
  const auto found = by.read(
    socket_kind::account,
    envelope("user", 0, {{"orders", json::array({json::object()})}}), now);
  ASSERT_EQ(kinds_of(found), "malformed gap");
  EXPECT_EQ(std::get<stream_gap>(found[1]).what, channel::orders);
}

TEST(CoinbaseStream, AMirrorIsFollowedByItsBooksIdAndToldUnderItsOwn) {
  auto by = unsigned_one();
  const auto usd = market_of("BTC-USD");
  const auto usdc = market_of("BTC-USDC", "BTC-USD");
  const auto sent = begin(by, channel::book, {usd, usdc});
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].at("product_ids"), json::array({"BTC-USD"}));
  const auto found
    = by.read(socket_kind::market_data, book(0, "snapshot"), now);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(std::get<stream_book>(found[0]).levels.symbol.to_string(),
            "BTC/USD");
  EXPECT_EQ(std::get<stream_book>(found[1]).levels.symbol.to_string(),
            "BTC/USDC");
  // The other one goes on.
  EXPECT_TRUE(by.unsubscribe(channel::book, {&usd, 1}, 0s, now).empty());
  const auto later = by.read(socket_kind::market_data, book(1, "update"), now);
  ASSERT_EQ(later.size(), 1U);
  EXPECT_EQ(std::get<stream_book>(later[0]).levels.symbol.to_string(),
            "BTC/USDC");
  const auto last = parsed(by.unsubscribe(channel::book, {&usdc, 1}, 0s, now));
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].at("product_ids"), json::array({"BTC-USD"}));
}

TEST(CoinbaseStream, TellsWhatIsNewInTheFullSetOfSubscriptions) {
  auto by = unsigned_one();
  const auto usdc = market_of("BTC-USDC", "BTC-USD");
  begin(by, channel::trades, {market_of("ETH-USD"), usdc});
  EXPECT_EQ(acknowledged(by, acknowledgement(
                               0, {{"market_trades", {"BTC-USD", "ETH-USD"}}})),
            "+BTC-USDC +ETH-USD");
  EXPECT_EQ(acknowledged(
              by, acknowledgement(1, {{"market_trades", {"BTC-USD", "ETH-USD"}},
                                      {"status", json::array({"ETH-USD"})}})),
            "");
  // A mirror that joins later, and one asked for anew, are told as well.
  begin(by, channel::trades, {market_of("BTC-USD")});
  EXPECT_EQ(acknowledged(by, acknowledgement(
                               2, {{"market_trades", {"BTC-USD", "ETH-USD"}}})),
            "+BTC-USD +BTC-USDC");
  by.unsubscribe(channel::trades, {&usdc, 1}, 0s, now);
  EXPECT_EQ(acknowledged(by, acknowledgement(3, {{"market_trades",
                                                  json::array({"BTC-USD"})}})),
            "-ETH-USD");
  EXPECT_EQ(acknowledged(by, acknowledgement(4, json::object())),
            "-BTC-USD -BTC-USDC");
}

TEST(CoinbaseStream, SortsABookAndLeavesEmptyLevelsOutOfASnapshot) {
  auto by = unsigned_one();
  auto rows = json::array();
  for (const auto& [side, price, size] : {std::tuple{"bid", "1", "5"},
                                          {"bid", "3", "5"},
                                          {"bid", "2", "0"},
                                          {"offer", "9", "5"},
                                          {"offer", "7", "5"},
                                          {"offer", "7", "6"}})
    rows.push_back(
      {{"side", side}, {"price_level", price}, {"new_quantity", size}});
  const auto message = [&](int number, const char* type) {
    return envelope(
      "l2_data", number,
      {{"type", type}, {"product_id", "BTC-USD"}, {"updates", rows}});
  };
  const auto at = [](int price, int size) {
    return book_level{decimal::whole(price), decimal::whole(size)};
  };
  auto read = by.read(socket_kind::market_data, message(0, "snapshot"), now);
  auto levels = std::get<stream_book>(read.at(0)).levels;
  EXPECT_EQ(levels.bids, (std::vector{at(3, 5), at(1, 5)}));
  EXPECT_EQ(levels.asks, (std::vector{at(7, 6), at(9, 5)}));
  read = by.read(socket_kind::market_data, message(1, "update"), now);
  levels = std::get<stream_book>(read.at(0)).levels;
  EXPECT_EQ(levels.bids, (std::vector{at(3, 5), at(2, 0), at(1, 5)}));
}

TEST(CoinbaseStream, TellsStopsByTheirName) {
  auto row = order();
  row["order_type"] = "Stop Limit";
  row["stop_price"] = "51";
  EXPECT_EQ(read_order(row).type, order_type::stop_limit);
  EXPECT_EQ(read_order(row).state, order_state::open);
  row["order_type"] = "Bracket";
  EXPECT_EQ(read_order(row).type, order_type::other);
}

TEST(CoinbaseStream, ReadsAnOrderWithItsFigures) {
  const auto x = read_order(order());
  EXPECT_EQ(x.client_id, "c");
  EXPECT_EQ(x.side, side::sell);
  EXPECT_EQ(x.type, order_type::limit);
  EXPECT_EQ(x.state, order_state::open);
  EXPECT_TRUE(x.post_only);
  EXPECT_EQ(x.size, decimal::whole(3));
  EXPECT_EQ(x.filled_cost, *decimal::parse("49.5"));
  EXPECT_EQ(x.fee, *decimal::parse("0.3"));
  EXPECT_EQ(x.fee_currency, "USD");
  EXPECT_EQ(x.updated, unix_time{std::chrono::milliseconds{1775572200500}});
}

TEST(CoinbaseStream, AnOrderThatEndedUnfilledDoesNotTellItsSize) {
  auto row = order();
  row["status"] = "CANCELLED";
  row["leaves_quantity"] = "0";
  row["cancel_reason"] = "User requested cancel";
  auto x = read_order(row);
  EXPECT_EQ(x.state, order_state::cancelled);
  EXPECT_EQ(x.size, decimal{});
  EXPECT_EQ(x.filled, decimal::whole(1));
  EXPECT_EQ(x.reason, "User requested cancel");
  row["status"] = "FILLED";
  EXPECT_EQ(read_order(row).size, decimal::whole(1));
}

TEST(CoinbaseStream, OrdersOfFuturesArePassedOver) {
  auto by = signing();
  auto row = order();
  row["product_type"] = "FUTURE";
  row["product_id"] = "BIP-20DEC30-CDE";
  EXPECT_TRUE(by.read(socket_kind::account,
                      envelope("user", 0, {{"orders", json::array({row})}}),
                      now)
                .empty());
}

TEST(CoinbaseStream, AnErrorSaysOfWhichKindItIs) {
  auto by = unsigned_one();
  const auto kind = [&](const char* text) {
    const auto message = json{{"type", "error"}, {"message", text}}.dump();
    const auto read = by.read(socket_kind::market_data, message, now);
    return std::get<stream_refusal>(read.at(0)).kind;
  };
  EXPECT_EQ(kind("rate limit exceeded"), outcome_kind::throttled);
  EXPECT_EQ(kind("authentication failure"), outcome_kind::unauthorised);
  EXPECT_EQ(kind("something else"), outcome_kind::refused);
}

TEST(CoinbaseStream, WhatMakesNoSenseIsMalformed) {
  for (const auto* text :
       {"", "pong", "[]", "{}", "1", "<html>", R"({"channel":"ticker"})",
        R"({"channel":"ticker","sequence_num":-1,"events":[]})",
        R"({"channel":"ticker","sequence_num":"1","events":[]})",
        R"({"channel":"ticker","sequence_num":1,"events":[1]})",
        R"({"channel":"ticker","sequence_num":1,"events":[{}]})",
        R"({"channel":"ticker","sequence_num":1,"events":[{"tickers":[{}]}]})",
        R"({"channel":"candles","sequence_num":1,"events":[{"candles":[{}]}]})",
        R"({"channel":"market_trades","sequence_num":1,"events":[
            {"trades":[{"product_id":"BTC-USD"}]}]})",
        R"({"channel":"subscriptions","sequence_num":1,"events":[{}]})"}) {
    auto by = unsigned_one();
    EXPECT_EQ(kinds_of(by, text), "malformed") << text;
  }
}

} // namespace ballast::venues::coinbase
