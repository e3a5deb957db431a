#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using json = nlohmann::json;

class CoinbaseOrders : public simulated_coinbase {
protected:
  static json order(const std::string& id, const std::string& side,
                    const json& configuration) {
    return {{"client_order_id", id},
            {"product_id", "ETH-USD"},
            {"side", side},
            {"order_configuration", configuration}};
  }
  static json limit(const std::string& size, const std::string& price,
                    bool post_only = false) {
    return {{"limit_limit_gtc",
             {{"base_size", size},
              {"limit_price", price},
              {"post_only", post_only}}}};
  }
  static json market(const std::string& cost) {
    return {{"market_market_ioc", {{"quote_size", cost}}}};
  }
  /// A purchase that wakes when the price has risen.
  static json stop(const std::string& size, const std::string& price,
                   const std::string& trigger) {
    return {{"stop_limit_stop_limit_gtc",
             {{"base_size", size},
              {"limit_price", price},
              {"stop_price", trigger},
              {"stop_direction", "STOP_DIRECTION_STOP_UP"}}}};
  }
  json wallet(const std::string& currency) {
    const auto all = get_signed("/api/v3/brokerage/accounts?limit=250");
    for (const auto& x : all["accounts"])
      if (x["currency"] == currency)
        return x;
    return {};
  }
  json query(const std::string& id) {
    return get_signed("/api/v3/brokerage/orders/historical/" + id)["order"];
  }
  std::string error_of(const json& body) {
    const auto reply = post_json("orders", body);
    EXPECT_EQ(reply["success"], false);
    const auto& why = reply["error_response"];
    return why["error"] == "UNKNOWN_FAILURE_REASON"
             ? why["preview_failure_reason"].get<std::string>()
             : why["error"].get<std::string>();
  }
};

TEST_F(CoinbaseOrders, SpendAQuoteSizeWithItsFeeAtOnce) {
  const auto reply = post_json("orders", order("a", "BUY", market("100")));
  ASSERT_EQ(reply["success"], true) << reply.dump();
  EXPECT_EQ(reply["success_response"]["client_order_id"], "a");
  EXPECT_EQ(reply["order_configuration"], market("100"));
  const auto id = reply["success_response"]["order_id"].get<std::string>();
  const auto x = query(id);
  EXPECT_EQ(x["status"], "FILLED");
  EXPECT_EQ(x["order_type"], "MARKET");
  EXPECT_EQ(x["time_in_force"], "IMMEDIATE_OR_CANCEL");
  EXPECT_EQ(x["completion_percentage"], "100.00");
  const auto paid = std::stod(x["total_value_after_fees"].get<std::string>());
  EXPECT_LE(paid, 100.0);
  EXPECT_GT(paid, 99.9);
  EXPECT_NEAR(
    std::stod(wallet("USD")["available_balance"]["value"].get<std::string>()),
    1000 - paid, 1e-9);
  EXPECT_EQ(wallet("ETH")["available_balance"]["value"], x["filled_size"]);
  const auto fills = get_signed(
    "/api/v3/brokerage/orders/historical/fills?order_ids=" + id)["fills"];
  ASSERT_EQ(std::to_string(fills.size()), x["number_of_fills"]);
  EXPECT_EQ(fills[0]["liquidity_indicator"], "TAKER");
  EXPECT_EQ(fills[0]["trade_type"], "FILL");
}

TEST_F(CoinbaseOrders, RestHoldMoneyAndAreCancelledInABatch) {
  const auto reply
    = post_json("orders", order("a", "BUY", limit("0.1", "1000", true)));
  const auto id = reply["success_response"]["order_id"].get<std::string>();
  EXPECT_EQ(query(id)["status"], "OPEN");
  EXPECT_EQ(wallet("USD")["hold"]["value"], "101.2");
  const auto open = get_signed(
    "/api/v3/brokerage/orders/historical/batch?order_status=OPEN")["orders"];
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0]["order_id"], id);
  const auto results
    = post_json("orders/batch_cancel", {{"order_ids", {id, "none", id}}});
  EXPECT_EQ(results["results"][0]["success"], true);
  EXPECT_EQ(results["results"][0]["failure_reason"],
            "UNKNOWN_CANCEL_FAILURE_REASON");
  EXPECT_EQ(results["results"][1]["failure_reason"], "UNKNOWN_CANCEL_ORDER");
  EXPECT_EQ(results["results"][2]["failure_reason"], "INVALID_CANCEL_REQUEST");
  EXPECT_EQ(query(id)["status"], "CANCELLED");
  EXPECT_EQ(wallet("USD")["available_balance"]["value"], "1000.00");
}

TEST_F(CoinbaseOrders, AreTheSameForTheSameClientId) {
  const auto first
    = post_json("orders", order("a", "BUY", limit("0.1", "1000")));
  const auto again
    = post_json("orders", order("a", "BUY", limit("0.2", "1000")));
  EXPECT_EQ(first, again);
  EXPECT_EQ(venue->stats().orders, 1U);
  const auto all = json::parse(ask("/sim/orders").content.body);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["client_id"], "a");
  EXPECT_EQ(all[0]["account"], "MASTER");
  EXPECT_EQ(all[0]["symbol"], "ETH/USD");
  EXPECT_EQ(all[0]["side"], "buy");
  EXPECT_EQ(all[0]["type"], "limit");
  EXPECT_EQ(all[0]["quantity"], "0.1");
  EXPECT_EQ(all[0]["price"], "1000");
  EXPECT_EQ(all[0]["status"], "open");
}

TEST_F(CoinbaseOrders, AreEditedInPriceAndSizeTogether) {
  const auto id
    = post_json(
        "orders",
        order("a", "BUY", limit("0.1", "1000")))["success_response"]["order_id"]
        .get<std::string>();
  const auto done = post_json(
    "orders/edit", {{"order_id", id}, {"price", "900"}, {"size", "0.2"}});
  EXPECT_EQ(done["success"], true);
  const auto x = query(id);
  EXPECT_EQ(x["order_configuration"]["limit_limit_gtc"]["limit_price"], "900");
  EXPECT_EQ(x["order_configuration"]["limit_limit_gtc"]["base_size"], "0.2");
  const auto half
    = post_json("orders/edit", {{"order_id", id}, {"price", "900"}});
  EXPECT_EQ(half["success"], false);
  EXPECT_EQ(half["errors"][0]["edit_failure_reason"], "INVALID_EDITED_SIZE");
}

TEST_F(CoinbaseOrders, ThatSleepAreOpenAndHoldTheirWholeCost) {
  const auto asked = stop("0.01", "9100", "9000");
  const auto id = post_json("orders", order("a", "BUY", asked))["order_id"]
                    .get<std::string>();
  const auto x = query(id);
  EXPECT_EQ(x["status"], "OPEN");
  EXPECT_EQ(x["order_type"], "STOP_LIMIT");
  EXPECT_EQ(x["trigger_status"], "STOP_PENDING");
  EXPECT_EQ(x["order_configuration"], asked);
  EXPECT_EQ(wallet("USD")["hold"]["value"], "92.092"); // With 1.2 %.
  post_json("orders/batch_cancel", {{"order_ids", {id}}});
  EXPECT_EQ(query(id)["status"], "CANCELLED");
  EXPECT_EQ(wallet("USD")["hold"]["value"], "0");
}

TEST_F(CoinbaseOrders, AreRefusedUnder200WithTheReason) {
  EXPECT_EQ(error_of(order("a", "BUY", market("1001"))), "INSUFFICIENT_FUND");
  EXPECT_EQ(error_of(order("b", "BUY", limit("0.1", "1000.001"))),
            "INVALID_PRICE_PRECISION");
  EXPECT_EQ(error_of(order("c", "BUY", limit("0.0000000001", "1000"))),
            "INVALID_SIZE_PRECISION");
  EXPECT_EQ(error_of(order("d", "BUY", market("0.5"))),
            "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL");
  EXPECT_EQ(error_of(order("e", "BUY", limit("0.01", "9000", true))),
            "INVALID_LIMIT_PRICE_POST_ONLY");
  auto other = order("f", "BUY", market("10"));
  other["product_id"] = "NO-ONE";
  EXPECT_EQ(error_of(other), "INVALID_PRODUCT_ID");
  EXPECT_EQ(
    error_of(order(
      "g", "SELL",
      {{"stop_limit_stop_limit_gtc",
        {{"base_size", "1"}, {"limit_price", "1"}, {"stop_price", "2"}}}})),
    "UNSUPPORTED_ORDER_CONFIGURATION");
  EXPECT_EQ(error_of(order("h", "BUY", stop("0.01", "1001", "1000"))),
            "PREVIEW_STOP_PRICE_BELOW_LAST_TRADE_PRICE");
  EXPECT_EQ(venue->stats().orders, 0U);
}

TEST_F(CoinbaseOrders, ThatAreNoneAreBadRequests) {
  EXPECT_EQ(post_signed("orders", json::array()).status, 400U);
  EXPECT_EQ(post_signed("orders", order("", "BUY", market("10"))).status, 400U);
  EXPECT_EQ(post_signed("orders", order("a", "HOLD", market("1"))).status,
            400U);
  EXPECT_EQ(post_signed("orders", order("a", "BUY", market("1e1"))).status,
            400U);
  EXPECT_EQ(post_signed("orders/batch_cancel", json::object()).status, 400U);
  EXPECT_EQ(ask_signed("/api/v3/brokerage/orders/historical/none", master)
              .content.status,
            404U);
}

TEST_F(CoinbaseOrders, CanBePreviewedWithoutBeingPlaced) {
  auto body = order("", "BUY", market("100"));
  body.erase("client_order_id");
  const auto good = post_json("orders/preview", body);
  EXPECT_EQ(good["errs"], json::array());
  EXPECT_LE(std::stod(good["order_total"].get<std::string>()), 100.0);
  body["order_configuration"] = market("5000");
  EXPECT_EQ(post_json("orders/preview", body)["errs"],
            json::array({"PREVIEW_INSUFFICIENT_FUND"}));
  EXPECT_EQ(venue->stats().orders, 0U);
}

TEST_F(CoinbaseOrders, NeedAKeyThatMayTradeAndMoneyToo) {
  set_faults(R"([{"kind":"low_balance","value":"5"}])");
  EXPECT_EQ(error_of(order("a", "BUY", market("10"))), "INSUFFICIENT_FUND");
  set_faults(R"([{"kind":"view_only"}])");
  EXPECT_EQ(post_signed("orders", order("b", "BUY", market("10"))).status,
            403U);
  set_faults(R"([{"kind":"post_only","match":"ETH-USD"}])");
  EXPECT_EQ(error_of(order("c", "BUY", market("10"))),
            "UNSUPPORTED_ORDER_CONFIGURATION");
}

TEST_F(CoinbaseOrders, ArePagedNewestFirst) {
  for (auto i = 0; i < 5; ++i)
    post_json("orders",
              order("id" + std::to_string(i), "BUY", limit("0.01", "1000")));
  auto seen = std::vector<std::string>{};
  auto cursor = std::string{};
  do {
    const auto page = get_signed(
      "/api/v3/brokerage/orders/historical/batch?limit=2&cursor=" + cursor);
    for (const auto& x : page["orders"])
      seen.push_back(x["client_order_id"].get<std::string>());
    cursor = page["cursor"].get<std::string>();
    EXPECT_EQ(page["has_next"].get<bool>(), !cursor.empty());
  } while (!cursor.empty() && seen.size() < 9);
  EXPECT_EQ(seen,
            (std::vector<std::string>{"id4", "id3", "id2", "id1", "id0"}));
}

TEST_F(CoinbaseOrders, ExpireWhenTheirDateIsThere) {
  const auto reply
    = post_json("orders", order("a", "BUY",
                                {{"limit_limit_gtd",
                                  {{"base_size", "0.01"},
                                   {"limit_price", "1000"},
                                   {"end_time", "2026-09-21T14:14:17.5Z"}}}}));
  ASSERT_EQ(reply["success"], true) << reply.dump();
  const auto id = reply["success_response"]["order_id"].get<std::string>();
  const auto status = query(id)["status"];
  EXPECT_TRUE(status == "OPEN" || status == "EXPIRED");
  pass(std::chrono::hours{24});
  EXPECT_EQ(query(id)["status"], "EXPIRED");
}

} // namespace
} // namespace ballast::sim
