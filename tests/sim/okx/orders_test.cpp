#include "tests/sim/okx/simulated_okx.hpp"

namespace ballast::sim {
namespace {

class OkxOrders : public simulated_okx {
protected:
  OkxOrders()
      : simulated_okx{
        {.accounts = 2, .balances = {{"BTC", "1"}, {"USDT", "100000"}}}} {}

  net::reply post(const std::string& path, const json& what) {
    const auto body = what.dump();
    return ask(path, signed_for(master, "POST", path, body), "POST", body);
  }
  static json order(const std::string& type, const std::string& size,
                    const std::string& price = {}) {
    auto x = json{{"instId", "BTC-USDT"},
                  {"tdMode", "cash"},
                  {"side", "buy"},
                  {"ordType", type},
                  {"sz", size}};
    if (!price.empty())
      x["px"] = price;
    return x;
  }
  /// Code of the one order of a write.
  static std::string order_code(const net::reply& reply) {
    return json::parse(reply.body)["data"][0]["sCode"];
  }
  static std::string id_of(const net::reply& reply) {
    return data_of(reply)[0]["ordId"];
  }
};

TEST_F(OkxOrders, AtTheMarketSpendTheQuoteUnlessToldOtherwise) {
  const auto id = id_of(post("trade/order", order("market", "100")));
  const auto x
    = data_of(signed_get("trade/order?instId=BTC-USDT&ordId=" + id))[0];
  EXPECT_EQ(x["state"], "filled");
  EXPECT_EQ(x["sz"], "100");
  EXPECT_LT(std::stod(x["accFillSz"].get<std::string>()), 0.1);
  EXPECT_EQ(x["feeCcy"], "BTC");
  EXPECT_TRUE(x["fee"].get<std::string>().starts_with("-"));
  const auto fills = data_of(signed_get("trade/fills?ordId=" + id));
  ASSERT_FALSE(fills.empty());
  EXPECT_EQ(fills[0]["execType"], "T");
}

TEST_F(OkxOrders, RestAndFreezeUntilTheyAreCancelled) {
  auto what = order("limit", "0.001", "1000");
  what["clOrdId"] = "b15";
  const auto id = id_of(post("trade/order", what));
  EXPECT_EQ(order_code(post("trade/order", what)), "51016");
  const auto open = data_of(signed_get("trade/orders-pending"));
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0]["state"], "live");
  EXPECT_EQ(open[0]["avgPx"], "");
  EXPECT_EQ(data_of(signed_get(
              "account/balance?ccy=USDT"))[0]["details"][0]["frozenBal"],
            "1");
  const auto named = json{{"instId", "BTC-USDT"}, {"clOrdId", "b15"}};
  EXPECT_EQ(order_code(post("trade/cancel-order", named)), "0");
  EXPECT_EQ(order_code(post("trade/cancel-order", named)), "51400");
  const auto x
    = data_of(signed_get("trade/order?instId=BTC-USDT&clOrdId=b15"))[0];
  EXPECT_EQ(x["ordId"], id);
  EXPECT_EQ(x["state"], "canceled");
  EXPECT_EQ(x["cancelSource"], "1");
  EXPECT_EQ(data_of(signed_get("trade/orders-history?instType=SPOT")).size(),
            1U);
}

TEST_F(OkxOrders, ThatOnlyAddAreCancelledWhereTheyWouldTake) {
  const auto id
    = id_of(post("trade/order", order("post_only", "0.001", "9000000")));
  const auto x
    = data_of(signed_get("trade/order?instId=BTC-USDT&ordId=" + id))[0];
  EXPECT_EQ(x["state"], "canceled");
  EXPECT_EQ(x["cancelSource"], "31");
}

TEST_F(OkxOrders, AreAmendedInPlace) {
  const auto id = id_of(post("trade/order", order("limit", "0.001", "1000")));
  const auto path = "trade/amend-order";
  EXPECT_EQ(order_code(post(path, {{"instId", "BTC-USDT"},
                                   {"ordId", id},
                                   {"newSz", "0.002"},
                                   {"newPx", "1001"}})),
            "0");
  const auto x
    = data_of(signed_get("trade/order?instId=BTC-USDT&ordId=" + id))[0];
  EXPECT_EQ(x["sz"], "0.002");
  EXPECT_EQ(x["px"], "1001");
  EXPECT_EQ(order_code(post(path, {{"instId", "BTC-USDT"}, {"ordId", "1"}})),
            "51503");
}

TEST_F(OkxOrders, AreRefusedOneByOneUnder200) {
  const auto reply = post("trade/order", order("limit", "50", "9000"));
  EXPECT_EQ(error_of(reply), "200 1");
  EXPECT_EQ(order_code(reply), "51008");
  EXPECT_EQ(order_code(post("trade/order", order("limit", "0.000001", "9"))),
            "51020");
  auto other = order("limit", "0.001", "1000");
  other["instId"] = "NO-PE";
  EXPECT_EQ(order_code(post("trade/order", other)), "51001");
  other = order("limit", "0.001", "1000");
  other["clOrdId"] = "with-hyphen";
  EXPECT_EQ(order_code(post("trade/order", other)), "51000");
  other = order("limit", "0.001", "1000");
  other["tdMode"] = "cross";
  EXPECT_EQ(order_code(post("trade/order", other)), "51010");
  EXPECT_EQ(venue->stats().orders, 0U);
}

TEST_F(OkxOrders, OfABatchMayFailInPart) {
  const auto reply
    = post("trade/batch-orders", json::array({order("limit", "0.001", "1000"),
                                              order("limit", "50", "9000")}));
  EXPECT_EQ(error_of(reply), "200 2");
  EXPECT_EQ(json::parse(reply.body)["data"][1]["sCode"], "51008");
}

TEST_F(OkxOrders, ThatAreNotThereAreToldSo) {
  EXPECT_EQ(error_of(signed_get("trade/order?instId=BTC-USDT&ordId=7")),
            "200 51603");
  EXPECT_EQ(
    error_of(ask("trade/order", signed_for(master, "POST", "trade/order", ""),
                 "POST")),
    "400 50000");
}

TEST_F(OkxOrders, AreLimitedByInstrument) {
  for (auto i = 0; i < 60; ++i)
    ASSERT_EQ(error_of(post("trade/order", order("limit", "0.0001", "1000"))),
              "200 0")
      << i;
  EXPECT_EQ(error_of(post("trade/order", order("limit", "0.0001", "1000"))),
            "429 50011");
  auto other = order("limit", "0.1", "100");
  other["instId"] = "ETH-USDT";
  EXPECT_EQ(error_of(post("trade/order", other)), "200 0");
}

TEST_F(OkxOrders, AreNotForAKeyThatMayOnlyLook) {
  set_faults(R"([{"kind":"view_only"}])");
  EXPECT_EQ(error_of(post("trade/order", order("market", "100"))), "200 50120");
}

TEST_F(OkxOrders, AreCancelledUnlessTheSwitchIsSetAgain) {
  const auto open
    = [this] { return data_of(signed_get("trade/orders-pending")).size(); };
  const auto set = [this](const char* seconds) {
    pass(std::chrono::seconds{1});
    return post("trade/cancel-all-after", {{"timeOut", seconds}});
  };
  post("trade/order", order("limit", "0.001", "1000"));
  const auto reply = data_of(set("60"))[0];
  // One second after 14:13:37.250.
  EXPECT_EQ(reply["ts"], "1790000018");
  EXPECT_EQ(reply["triggerTime"], "1790000078250");
  pass(std::chrono::seconds{58});
  data_of(set("60"));
  pass(std::chrono::milliseconds{59'999});
  EXPECT_EQ(open(), 1U);
  pass(std::chrono::milliseconds{1});
  EXPECT_EQ(open(), 0U);
  post("trade/order", order("limit", "0.001", "1000"));
  data_of(set("10"));
  EXPECT_EQ(data_of(set("0"))[0]["triggerTime"], "0");
  pass(std::chrono::minutes{5});
  EXPECT_EQ(open(), 1U);
  for (const auto* wrong : {"9", "121", "soon", ""})
    EXPECT_EQ(code_of(set(wrong)), "51000") << wrong;
}

} // namespace
} // namespace ballast::sim
