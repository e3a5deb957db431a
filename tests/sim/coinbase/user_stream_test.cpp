// Coinbase's channel `user`, driven at given instants.
#include "tests/sim/coinbase/stream_client.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class CoinbaseUserStream : public coinbase_stream {
protected:
  json place(const json& configuration, const std::string& side = "BUY") {
    const auto reply
      = post_json("orders", {{"client_order_id", std::to_string(++placed)},
                             {"product_id", "BTC-USD"},
                             {"side", side},
                             {"order_configuration", configuration}});
    EXPECT_EQ(reply["success"], true) << reply.dump();
    return reply["success_response"];
  }
  json rest_far_below() {
    return place({{"limit_limit_gtc",
                   {{"base_size", "0.01"},
                    {"limit_price", "1000"},
                    {"post_only", true}}}});
  }

  int placed = 0;
};

TEST_F(CoinbaseUserStream, NeedsATokenThatNamesNoCall) {
  const auto client = connect();
  EXPECT_EQ(subscribe(*client, "user")[0]["message"], "authentication failure");
  EXPECT_EQ(subscribe(*client, "user", {}, "a.b.c")[0]["message"],
            "authentication failure");
  const auto of_call = sign(
    good_token(master, "GET 127.0.0.1:8443/ws", now.wall, "n"), master.secret);
  EXPECT_EQ(subscribe(*client, "user", {}, of_call)[0]["message"],
            "authentication failure");
  EXPECT_EQ(venue->stats().bad_signature, 2U);
  const auto old = stream_token(master);
  pass(3s);
  EXPECT_EQ(subscribe(*client, "user", {}, old).size(), 2U);
  pass(117s);
  const auto late = connect();
  EXPECT_EQ(subscribe(*late, "user", {}, old)[0]["message"],
            "authentication failure")
    << "its two minutes are over";
}

TEST_F(CoinbaseUserStream, ShowsOpenOrdersInBatchesOfFifty) {
  for (auto i = 0; i < 51; ++i)
    place(
      {{"limit_limit_gtc", {{"base_size", "0.001"}, {"limit_price", "1000"}}}});
  const auto client = connect();
  const auto heard = subscribe(*client, "user", {}, stream_token(master));
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[0]["events"][0]["type"], "snapshot");
  EXPECT_EQ(heard[0]["events"][0]["orders"].size(), 50U);
  EXPECT_EQ(heard[1]["events"][0]["orders"].size(), 1U);
  EXPECT_EQ(heard[2]["events"][0]["subscriptions"]["user"].size(), 1U);
}

TEST_F(CoinbaseUserStream, TellsTheLifeOfAnOrderThatIsCancelled) {
  const auto client = connect();
  const auto first = subscribe(*client, "user", {}, stream_token(master));
  EXPECT_TRUE(first[0]["events"][0]["orders"].empty());
  const auto id = rest_far_below()["order_id"];
  const auto opened = hear(*client);
  ASSERT_EQ(opened.size(), 1U);
  const auto& order = opened[0]["events"][0]["orders"][0];
  EXPECT_EQ(opened[0]["events"][0]["type"], "update");
  EXPECT_EQ(order["order_id"], id);
  EXPECT_EQ(order["client_order_id"], "1");
  EXPECT_EQ(order["order_type"], "Limit");
  EXPECT_EQ(order["order_side"], "BUY");
  EXPECT_EQ(order["limit_price"], "1000");
  EXPECT_EQ(order["leaves_quantity"], "0.01");
  EXPECT_EQ(order["post_only"], "true");
  post_json("orders/batch_cancel", {{"order_ids", {id}}});
  const auto ended = hear(*client);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0]["events"][0]["orders"][0]["status"], "CANCELLED");
  EXPECT_EQ(ended[0]["events"][0]["orders"][0]["leaves_quantity"], "0")
    << "so of every order that is over, filled or not";
}

TEST_F(CoinbaseUserStream, CountsFillsUp) {
  const auto client = connect();
  subscribe(*client, "user", {}, stream_token(master));
  const auto id = place({{"market_market_ioc", {{"quote_size", "500"}}}});
  auto filled = 0.0;
  auto last = json{};
  for (const auto& x : hear(*client)) {
    last = x["events"][0]["orders"][0];
    const auto sum = std::stod(last["cumulative_quantity"].get<std::string>());
    EXPECT_GE(sum, filled);
    filled = sum;
  }
  EXPECT_GT(filled, 0.0);
  const auto rest = get_signed("/api/v3/brokerage/orders/historical/"
                               + id["order_id"].get<std::string>())["order"];
  EXPECT_EQ(last["status"], rest["status"]);
  EXPECT_EQ(last["cumulative_quantity"], rest["filled_size"]);
  EXPECT_EQ(last["avg_price"], rest["average_filled_price"]);
  EXPECT_EQ(last["total_fees"], rest["total_fees"]);
  EXPECT_EQ(last["order_type"], "Market");
}

TEST_F(CoinbaseUserStream, KeepsToTheProductsThatOneAskedFor) {
  const auto some = connect();
  const auto all = connect();
  subscribe(*some, "user", {"ETH-USD"}, stream_token(master));
  subscribe(*all, "user", {"BTC-USD"}, stream_token(master));
  subscribe(*all, "user", {}, stream_token(master));
  rest_far_below();
  EXPECT_TRUE(hear(*some).empty());
  EXPECT_EQ(hear(*all).size(), 1U) << "told once, though asked for twice";
}

TEST_F(CoinbaseUserStream, KeepsAccountsApart) {
  coinbase_options two;
  two.accounts = 2;
  venue = *make_coinbase(std::move(two));
  master = venue->accounts().at(0);
  const auto client = connect();
  subscribe(*client, "user", {}, stream_token(venue->accounts().at(1)));
  rest_far_below();
  EXPECT_TRUE(hear(*client).empty());
}

} // namespace
} // namespace ballast::sim
