// The WebSocket API of the simulated Binance, and user data on it.
#include "domain/decimal.hpp"
#include "tests/sim/binance/binance_stream.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class BinanceUserStream : public binance_stream {
protected:
  BinanceUserStream()
      : binance_stream{
        {.accounts = 2, .balances = {{"BTC", "1"}, {"USDT", "100000"}}}} {
    open("/ws-api/v3");
  }

  /// A request signed as the manual says: all parameters by name.
  json signed_request(const std::string& method, json params,
                      const account_key& who) const {
    params["apiKey"] = who.key;
    params["timestamp"] = now.wall.time_since_epoch().count();
    auto text = std::string{};
    for (const auto& [name, value] : params.items())
      text += (text.empty() ? "" : "&") + name + '='
              + (value.is_string() ? value.get<std::string>() : value.dump());
    params["signature"] = hex_hmac(who.secret, text);
    return {{"id", "1"}, {"method", method}, {"params", params}};
  }
  void start() {
    say(signed_request("userDataStream.subscribe.signature", json::object(),
                       master));
    EXPECT_EQ(answer(), (json{{"id", "1"},
                              {"status", 200},
                              {"result", {{"subscriptionId", 0}}}}));
  }
  std::int64_t place(const std::string& query) {
    return body_of(
      call("POST", "/api/v3/order", "symbol=BTCUSDT&" + query))["orderId"];
  }
  std::int64_t place_far_away() {
    return place("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price="
                 + far_price());
  }
  /// A fifth below the market, within the symbol's band.
  std::string far_price() {
    const auto last = get_json("/api/v3/ticker/price?symbol=BTCUSDT");
    return std::to_string(static_cast<int>(
             std::stod(last["price"].get<std::string>()) * 0.8))
           + ".00";
  }
};

TEST_F(BinanceUserStream, TellsWhatBecomesOfAnOrder) {
  place_far_away();
  start(); // What was there before is not told.
  const auto id = place_far_away();
  const auto placed = heard();
  ASSERT_EQ(placed.size(), 2U);
  EXPECT_EQ(placed[0]["subscriptionId"], 0);
  const auto& event = placed[0]["event"];
  EXPECT_EQ(event["e"], "executionReport");
  EXPECT_EQ(event["i"], id);
  EXPECT_EQ(event["x"], "NEW");
  EXPECT_EQ(event["X"], "NEW");
  EXPECT_EQ(event["t"], -1);
  EXPECT_TRUE(event["N"].is_null());
  EXPECT_EQ(event["w"], true);
  const auto& balances = placed[1]["event"];
  EXPECT_EQ(balances["e"], "outboundAccountPosition");
  ASSERT_EQ(balances["B"].size(), 1U); // Only what changed.
  EXPECT_EQ(balances["B"][0]["a"], "USDT");
  EXPECT_GT(std::stod(balances["B"][0]["l"].get<std::string>()), 0);
  const auto name = event["c"];
  body_of(call("DELETE", "/api/v3/order",
               "symbol=BTCUSDT&orderId=" + std::to_string(id)));
  const auto gone = heard().at(0)["event"];
  EXPECT_EQ(gone["x"], "CANCELED");
  EXPECT_EQ(gone["C"], name); // The cancel has a name of its own.
  EXPECT_NE(gone["c"], name);
}

TEST_F(BinanceUserStream, TellsAStopAgainWhenItComesToTheBook) {
  start();
  const auto last
    = std::stod(get_json("/api/v3/ticker/price?symbol=BTCUSDT")["price"]
                  .get<std::string>());
  const auto dollars
    = [](double x) { return std::to_string(static_cast<int>(x)) + ".00"; };
  place("side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.05&price="
        + dollars(last * 0.95) + "&stopPrice=" + dollars(last * 0.9995));
  const auto placed = heard().at(0)["event"];
  EXPECT_EQ(placed["o"], "STOP_LOSS_LIMIT");
  EXPECT_EQ(placed["x"], "NEW");
  EXPECT_EQ(placed["P"], dollars(last * 0.9995) + "000000");
  EXPECT_EQ(placed["w"], false);
  EXPECT_FALSE(placed.contains("W"));
  for (auto i = 0; i < 600; ++i) {
    pass(1min);
    const auto news = heard();
    if (news.empty())
      continue;
    const auto& woken = news[0]["event"];
    EXPECT_EQ(woken["x"], "NEW");
    EXPECT_EQ(woken["i"], placed["i"]);
    EXPECT_EQ(woken["w"], true);
    EXPECT_GT(woken["W"], woken["O"]);
    EXPECT_EQ(news[1]["event"]["x"], "TRADE");
    EXPECT_EQ(news[1]["event"]["o"], "STOP_LOSS_LIMIT");
    return;
  }
  FAIL() << "the market never fell to it";
}

TEST_F(BinanceUserStream, TellsEachFillAndBothBalances) {
  start();
  const auto id = place("side=BUY&type=MARKET&quantity=0.05");
  auto filled = decimal{};
  auto fills = std::size_t{0};
  auto last = json{};
  auto assets = std::size_t{0};
  for (const auto& x : heard()) {
    const auto& event = x["event"];
    if (event["e"] == "outboundAccountPosition")
      assets = event["B"].size();
    if (event.value("x", "") != "TRADE")
      continue;
    ++fills;
    filled += *decimal::parse(event["l"].get<std::string>());
    EXPECT_EQ(event["N"], "BTC");
    EXPECT_EQ(event["m"], false);
    last = event;
  }
  EXPECT_EQ(assets, 2U);
  EXPECT_EQ(last["X"], "FILLED");
  EXPECT_EQ(last["w"], false);
  EXPECT_EQ(filled, *decimal::parse("0.05"));
  const auto listed = body_of(signed_get(
    "/api/v3/myTrades", "symbol=BTCUSDT&orderId=" + std::to_string(id)));
  ASSERT_EQ(listed.size(), fills);
  EXPECT_EQ(listed.back()["id"], last["t"]);
  EXPECT_EQ(listed.back()["commission"], last["n"]);
}

TEST_F(BinanceUserStream, TellsNobodyOfAnothersOrders) {
  say(signed_request("userDataStream.subscribe.signature", json::object(),
                     venue->accounts().at(1)));
  EXPECT_EQ(answer()["status"], 200);
  place_far_away();
  EXPECT_TRUE(heard().empty());
}

TEST_F(BinanceUserStream, IsNotOpenedTwiceAndCanBeClosed) {
  start();
  say(signed_request("userDataStream.subscribe.signature", json::object(),
                     master));
  EXPECT_EQ(answer()["error"]["code"], -2035);
  say({{"id", 2}, {"method", "userDataStream.unsubscribe"}});
  EXPECT_EQ(answer()["status"], 200);
  place_far_away();
  EXPECT_TRUE(heard().empty());
  say({{"id", 3}, {"method", "userDataStream.unsubscribe"}});
  EXPECT_EQ(answer()["error"]["code"], -2036);
}

TEST_F(BinanceUserStream, ChecksSignatureKeyAndTime) {
  const auto code = [&](const json& what) {
    say(what);
    return answer()["error"]["code"].get<int>();
  };
  const auto method = std::string{"userDataStream.subscribe.signature"};
  auto who = master;
  who.secret += "x";
  EXPECT_EQ(code(signed_request(method, json::object(), who)), -1022);
  who.key[0] = who.key[0] == 'a' ? 'b' : 'a';
  EXPECT_EQ(code(signed_request(method, json::object(), who)), -2015);
  const auto late = signed_request(method, json::object(), master);
  pass(6s);
  EXPECT_EQ(code(late), -1021);
  EXPECT_EQ(code({{"id", 1}, {"method", "userDataStream.subscribe"}}), -2015);
  EXPECT_EQ(code({{"id", 1}, {"method", "order.shout"}}), -1020);
  line->receive("[]", now);
  EXPECT_EQ(answer()["error"]["code"], -1135);
  // listenKeys are gone.
  EXPECT_EQ(call("POST", "/api/v3/userDataStream").status, 404U);
}

TEST_F(BinanceUserStream, TakesOrdersToo) {
  start();
  say(signed_request("order.place",
                     {{"symbol", "BTCUSDT"},
                      {"side", "SELL"},
                      {"type", "MARKET"},
                      {"quantity", "0.01"}},
                     master));
  const auto all = heard();
  ASSERT_GT(all.size(), 2U);
  EXPECT_EQ(all[0]["id"], "1");
  EXPECT_EQ(all[0]["status"], 200);
  EXPECT_EQ(all[0]["result"]["status"], "FILLED");
  EXPECT_EQ(all[0]["rateLimits"][0]["rateLimitType"], "REQUEST_WEIGHT");
  EXPECT_EQ(all[1]["event"]["i"], all[0]["result"]["orderId"]);
  say({{"id", nullptr}, {"method", "ping"}});
  const auto pong = answer();
  EXPECT_EQ(pong["result"], json::object());
  EXPECT_TRUE(pong["id"].is_null());
}

TEST_F(BinanceUserStream, LogsNobodyOnByHmac) {
  say(signed_request("session.logon", json::object(), master));
  EXPECT_EQ(answer()["status"], 400);
  say({{"id", 1}, {"method", "session.status"}});
  EXPECT_TRUE(answer()["result"]["apiKey"].is_null());
}

} // namespace
} // namespace ballast::sim
