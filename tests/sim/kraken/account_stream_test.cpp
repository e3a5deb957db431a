// Kraken's private channels, driven at given instants.
#include "tests/sim/kraken/stream_client.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class KrakenAccountStream : public kraken_stream {
protected:
  std::vector<json> subscribe(stream& to, const std::string& channel,
                              const std::string& with,
                              const std::string& more = {}) {
    return ask_stream(to, R"({"method":"subscribe","params":{"channel":")"
                            + channel + R"(","token":")" + with + '"' + more
                            + "}}");
  }
  std::string place(const std::string& fields) {
    const auto reply = post("AddOrder", std::to_string(++nonce), master,
                            "pair=XBTUSD&" + fields);
    return result_of(reply)["txid"][0].get<std::string>();
  }
};

TEST_F(KrakenAccountStream, NeedsATokenThatIsNotOlderThanAQuarterOfAnHour) {
  const auto client = connect();
  hear(*client);
  EXPECT_EQ(subscribe(*client, "executions", "made-up")[0]["error"],
            "ESession:Invalid session");
  const auto good = token();
  const auto old = token();
  EXPECT_EQ(subscribe(*client, "executions", good)[0]["success"], true);
  pass(15min);
  // What has opened a channel goes on being good as long as that is there.
  EXPECT_EQ(subscribe(*client, "balances", good)[0]["success"], true);
  const auto other = connect();
  hear(*other);
  EXPECT_EQ(subscribe(*other, "balances", old)[0]["error"],
            "ESession:Invalid session");
}

TEST_F(KrakenAccountStream, TellsTheLifeOfAnOrderThatIsCancelled) {
  const auto client = connect();
  hear(*client);
  const auto heard = subscribe(*client, "executions", token());
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0]["result"],
            json::parse(R"({"channel":"executions","maxratecount":60,)"
                        R"("snap_orders":true,"snap_trades":false})"));
  EXPECT_EQ(heard[1]["type"], "snapshot");
  EXPECT_EQ(heard[1]["sequence"], 1);
  EXPECT_TRUE(heard[1]["data"].empty());
  const auto id = place("type=buy&ordertype=limit&price=1000.0&volume=0.01&"
                        "cl_ord_id=%22quoted%22&oflags=fciq,post");
  const auto placed = hear(*client);
  ASSERT_EQ(placed.size(), 2U);
  const auto& first = placed[0]["data"][0];
  EXPECT_EQ(first["exec_type"], "pending_new");
  EXPECT_EQ(first["order_id"], id);
  EXPECT_EQ(first["cl_ord_id"], "\"quoted\"");
  EXPECT_EQ(first["symbol"], "BTC/USD");
  EXPECT_EQ(first["limit_price"], 1000.0);
  EXPECT_EQ(first["order_qty"], 0.01);
  EXPECT_EQ(placed[1]["data"][0]["exec_type"], "new");
  EXPECT_EQ(placed[1]["data"][0]["order_status"], "new");
  EXPECT_FALSE(placed[1]["data"][0].contains("symbol")) << "not what changed";
  post("CancelOrder", std::to_string(++nonce), master, "txid=" + id);
  const auto ended = hear(*client);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0]["sequence"], 4);
  EXPECT_EQ(ended[0]["data"][0]["exec_type"], "canceled");
  EXPECT_EQ(ended[0]["data"][0]["reason"], "User requested");
}

TEST_F(KrakenAccountStream, TellsWhenAStopWakes) {
  const auto client = connect();
  hear(*client);
  subscribe(*client, "executions", token());
  place("type=sell&ordertype=stop-loss-limit&price=900000.0&price2=1000.0&"
        "volume=0.0005");
  const auto heard = hear(*client);
  ASSERT_GE(heard.size(), 4U);
  EXPECT_EQ(heard[0]["data"][0]["order_type"], "stop-loss-limit");
  EXPECT_EQ(heard[0]["data"][0]["stop_price"], 900000.0);
  EXPECT_EQ(heard[0]["data"][0]["limit_price"], 1000.0);
  EXPECT_EQ(heard[1]["data"][0]["exec_type"], "new");
  EXPECT_EQ(heard[2]["data"][0]["exec_type"], "status");
  EXPECT_EQ(heard[2]["data"][0]["order_status"], "new");
  EXPECT_EQ(heard[3]["data"][0]["exec_type"], "trade");
}

TEST_F(KrakenAccountStream, TellsEachFillAndWhatItMovesInTheLedger) {
  const auto client = connect();
  hear(*client);
  const auto with = token();
  subscribe(*client, "executions", with);
  const auto held = subscribe(*client, "balances", with)[1]["data"];
  auto dollars = 0.0;
  for (const auto& x : held)
    if (x["asset"] == "USD")
      dollars = x["balance"].get<double>();
  EXPECT_EQ(dollars, 1000.0);
  place("type=buy&ordertype=market&volume=0.001");
  const auto heard = hear(*client);
  auto filled = 0.0;
  auto last = std::string{};
  for (const auto& x : of_channel(heard, "executions")) {
    const auto& report = x["data"][0];
    last = report["exec_type"].get<std::string>();
    if (last != "trade")
      continue;
    filled += report["last_qty"].get<double>();
    EXPECT_EQ(report["liquidity_ind"], "t");
    EXPECT_EQ(report["fees"][0]["asset"], "USD");
    EXPECT_GT(report["fees"][0]["qty"].get<double>(), 0.0);
  }
  EXPECT_EQ(last, "filled");
  EXPECT_NEAR(filled, 0.001, 1e-12);
  auto sequence = 1;
  auto coins = 0.0;
  for (const auto& x : of_channel(heard, "balances")) {
    EXPECT_EQ(x["sequence"], ++sequence);
    const auto& entry = x["data"][0];
    const auto change
      = entry["amount"].get<double>() - entry["fee"].get<double>();
    if (entry["asset"] == "USD") {
      EXPECT_NEAR(entry["balance"].get<double>(), dollars + change, 1e-9);
      dollars = entry["balance"].get<double>();
    } else {
      coins += change;
    }
  }
  EXPECT_NEAR(coins, 0.001, 1e-12);
  EXPECT_LT(dollars, 1000.0);
  const auto balances = result_of(post_form("Balance", ""));
  EXPECT_NEAR(std::stod(balances["ZUSD"].get<std::string>()), dollars, 1e-4);
}

TEST_F(KrakenAccountStream, ShowsOpenOrdersAndOldTradesAtFirst) {
  place("type=buy&ordertype=market&volume=0.001");
  const auto id = place("type=buy&ordertype=limit&price=1000.0&volume=0.01");
  const auto client = connect();
  hear(*client);
  const auto heard
    = subscribe(*client, "executions", token(), R"(,"snap_trades":true)");
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[1]["data"][0]["exec_type"], "trade");
  ASSERT_EQ(heard[2]["data"].size(), 1U);
  EXPECT_EQ(heard[2]["data"][0]["order_id"], id);
  EXPECT_EQ(heard[2]["data"][0]["order_status"], "new");
  EXPECT_EQ(heard[2]["sequence"], 2);
}

TEST_F(KrakenAccountStream, KeepsAccountsApart) {
  kraken_options two;
  two.accounts = 2;
  venue = *make_kraken(std::move(two));
  const auto other = venue->accounts().at(1);
  const auto theirs
    = result_of(post("GetWebSocketsToken", std::to_string(++nonce), other));
  const auto client = connect();
  hear(*client);
  subscribe(*client, "executions", theirs["token"].get<std::string>());
  master = venue->accounts().at(0);
  place("type=buy&ordertype=limit&price=1000.0&volume=0.01");
  EXPECT_TRUE(hear(*client).empty());
}

TEST_F(KrakenAccountStream, ARestingOrderIsFilledWithoutAnyCall) {
  const auto client = connect();
  hear(*client);
  subscribe(*client, "executions", token());
  const auto book = get_result("/0/public/Depth?pair=XBTUSD&count=1");
  const auto bid = book["XXBTZUSD"]["bids"][0][0].get<std::string>();
  place("type=buy&ordertype=limit&volume=0.0001&price=" + bid);
  hear(*client);
  auto last = std::string{};
  for (auto i = 0; i < 3'600 && last != "filled"; ++i) {
    pass(1s);
    for (const auto& x : of_channel(hear(*client), "executions"))
      last = x["data"][0]["exec_type"].get<std::string>();
  }
  EXPECT_EQ(last, "filled");
}

} // namespace
} // namespace ballast::sim
