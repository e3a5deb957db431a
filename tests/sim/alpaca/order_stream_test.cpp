// Alpaca's trade_updates, driven at given instants.
#include "tests/sim/alpaca/stream_client.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class AlpacaOrderStream : public alpaca_stream {
protected:
  AlpacaOrderStream()
      : alpaca_stream{
        {.accounts = 2,
         .balances = {"100000", {{"AAPL", "10"}, {"BTC/USD", "0.5"}}}}} {}

  std::unique_ptr<stream> listener(const account_key& who) {
    auto client = connect("/stream");
    EXPECT_TRUE(hear(*client).empty());
    EXPECT_EQ(ask_stream(*client, login(who)),
              std::vector{authorization("authorized", "authenticate")});
    EXPECT_EQ(ask_stream(*client, listen({"trade_updates"})),
              std::vector{listening({"trade_updates"})});
    return client;
  }
  static json listen(const json& streams) {
    return {{"action", "listen"}, {"data", {{"streams", streams}}}};
  }
  static json listening(const json& streams) {
    return {{"stream", "listening"}, {"data", {{"streams", streams}}}};
  }
  static json authorization(const char* status, const char* action) {
    return {{"stream", "authorization"},
            {"data", {{"status", status}, {"action", action}}}};
  }
  json place(const json& order) {
    const auto reply = ask("/v2/orders", headers(), "POST", order.dump());
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return json::parse(reply.body, nullptr, false);
  }
  static json limit(const char* symbol, const char* price,
                    const char* quantity = "1", const char* lives = "gtc") {
    return {{"symbol", symbol},     {"side", "buy"},
            {"qty", quantity},      {"type", "limit"},
            {"limit_price", price}, {"time_in_force", lives}};
  }
  /// "event/status of the order", one after the other.
  std::string told(stream& by) {
    auto result = std::string{};
    for (const auto& x : hear(by)) {
      EXPECT_EQ(x["stream"], "trade_updates");
      result += (result.empty() ? "" : " ")
                + x["data"]["event"].get<std::string>() + '/'
                + x["data"]["order"]["status"].get<std::string>();
    }
    return result;
  }
};

TEST_F(AlpacaOrderStream, KnowsBothWaysToLogIn) {
  const auto client = connect("/stream");
  EXPECT_EQ(ask_stream(*client, listen({"trade_updates"})),
            std::vector{authorization("unauthorized", "listen")});
  EXPECT_EQ(ask_stream(*client, {{"action", "authenticate"},
                                 {"data",
                                  {{"key_id", master.key},
                                   {"secret_key", master.secret + "x"}}}}),
            std::vector{authorization("unauthorized", "authenticate")});
  EXPECT_EQ(
    ask_stream(
      *client,
      {{"action", "authenticate"},
       {"data", {{"key_id", master.key}, {"secret_key", master.secret}}}}),
    std::vector{authorization("authorized", "authenticate")});
  EXPECT_EQ(ask_stream(*client, listen({"account_updates", "trade_updates"})),
            std::vector{listening({"trade_updates"})});
  client->receive("no JSON", now);
  EXPECT_TRUE(hear(*client).empty());
}

TEST_F(AlpacaOrderStream, TellsTheLifeOfAnOrderThatIsCancelled) {
  const auto client = listener(master);
  const auto other = listener(venue->accounts()[1]);
  const auto id = place(limit("BTC/USD", "20000", "0.1"))["id"];
  EXPECT_EQ(told(*client), "pending_new/pending_new new/new");
  ask("/v2/orders/" + id.get<std::string>(), headers(), "DELETE");
  const auto heard = hear(*client);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0]["data"]["event"], "canceled");
  EXPECT_EQ(heard[0]["data"]["order"],
            get_json("/v2/orders/" + id.get<std::string>()));
  EXPECT_TRUE(hear(*other).empty());
}

/// The sheet has no event for waking: the next one is a fill.
TEST_F(AlpacaOrderStream, TellsNothingOfAStopUntilItTrades) {
  const auto client = listener(master);
  auto order = limit("BTC/USD", "20000", "0.1");
  order["side"] = "sell";
  order["type"] = "stop_limit";
  order["stop_price"] = "21000";
  place(order);
  EXPECT_EQ(told(*client), "pending_new/pending_new new/new");
  pass(1h); // At a third of the market's price it sleeps on.
  EXPECT_EQ(told(*client), "");
  order["stop_price"] = "900000"; // Reached already.
  place(order);
  const auto news = told(*client);
  EXPECT_TRUE(news.starts_with("pending_new/pending_new new/new ")) << news;
  EXPECT_TRUE(news.ends_with(" fill/filled")) << news;
}

TEST_F(AlpacaOrderStream, TellsFillsWithWhatIsOwnedAfterwards) {
  const auto client = listener(master);
  const auto id = place({{"symbol", "BTC/USD"},
                         {"side", "buy"},
                         {"qty", "0.2"},
                         {"type", "market"},
                         {"time_in_force", "gtc"}})["id"];
  auto filled = decimal{};
  auto last = json{};
  for (const auto& x : hear(*client)) {
    last = x["data"];
    if (!last.contains("price"))
      continue;
    filled += *decimal::parse(last["qty"].get<std::string>());
    EXPECT_EQ(last["order"]["filled_qty"], filled.to_string());
    EXPECT_EQ(last["order"]["id"], id);
    // Fees are booked when the day is over, so it is all that was bought.
    const auto owned = *decimal::parse(last["position_qty"].get<std::string>());
    EXPECT_EQ(owned, *decimal::parse("0.5") + filled);
  }
  EXPECT_EQ(last["event"], "fill");
  EXPECT_EQ(last["order"]["status"], "filled");
  EXPECT_EQ(filled, *decimal::parse("0.2"));
  EXPECT_EQ(get_json("/v2/positions/BTCUSD")["qty"], last["position_qty"]);
}

TEST_F(AlpacaOrderStream, TellsWhenAnOrderTakesThePlaceOfAnother) {
  const auto client = listener(master);
  const auto id
    = place(limit("BTC/USD", "20000", "0.1"))["id"].get<std::string>();
  hear(*client);
  const auto reply
    = ask("/v2/orders/" + id, headers(), "PATCH", R"({"limit_price":"21000"})");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const auto next = json::parse(reply.body)["id"];
  const auto heard = hear(*client);
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[0]["data"]["event"], "replaced");
  EXPECT_EQ(heard[0]["data"]["order"]["replaced_by"], next);
  EXPECT_EQ(heard[2]["data"]["event"], "new");
  EXPECT_EQ(heard[2]["data"]["order"]["id"], next);
  EXPECT_EQ(heard[2]["data"]["order"]["replaces"], id);
}

TEST_F(AlpacaOrderStream, TellsOfSharesThatWaitForTheOpening) {
  const auto client = listener(master);
  at(1'795'708'800); // Thanksgiving: closed until Friday, 09:30.
  place(limit("AAPL", "1", "1", "day"));
  EXPECT_EQ(told(*client), "accepted/accepted");
  const auto second
    = place(limit("AAPL", "1", "1", "day"))["id"].get<std::string>();
  ask("/v2/orders/" + second, headers(), "DELETE");
  EXPECT_EQ(told(*client), "accepted/accepted canceled/canceled");
  at(1'795'789'800 + 1); // Friday, 09:30:01.
  EXPECT_EQ(told(*client), "pending_new/pending_new new/new");
  at(1'795'789'800 + 4 * 3'600); // A half day is over.
  EXPECT_EQ(told(*client), "expired/expired");
}

TEST_F(AlpacaOrderStream, IsDeafToWhatWasBeforeAndAfterListening) {
  place(limit("BTC/USD", "20000", "0.01"));
  const auto client = listener(master);
  EXPECT_EQ(told(*client), "");
  EXPECT_EQ(ask_stream(*client, listen(json::array())),
            std::vector{listening(json::array())});
  place(limit("BTC/USD", "20001", "0.01"));
  EXPECT_EQ(told(*client), "");
}

} // namespace
} // namespace ballast::sim
