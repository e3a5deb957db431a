#include "tests/sim/binance/simulated_binance.hpp"

#include <cstdio>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto order_path = "/api/v3/order";

class BinanceOrders : public simulated_binance {
protected:
  BinanceOrders()
      : simulated_binance{
        {.accounts = 2, .balances = {{"BTC", "1"}, {"USDT", "100000"}}}} {}

  /// So many percent of the best bid, in whole dollars.
  std::string price(int percent) {
    const auto best = std::stod(
      get_json("/api/v3/ticker/bookTicker?symbol=BTCUSDT")["bidPrice"]
        .get<std::string>());
    auto text = std::array<char, 40>{};
    std::snprintf(text.data(), text.size(), "%.0f", best * percent / 100);
    return text.data();
  }
  net::reply place(const std::string& query) {
    return call("POST", order_path, "symbol=BTCUSDT&" + query);
  }
  /// A buy far below the market.
  net::reply rest(const std::string& more = {}) {
    return place("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price="
                 + price(50) + more);
  }
  json free_and_locked(const std::string& asset) {
    const auto body = body_of(signed_get("/api/v3/account"));
    for (const auto& x : body["balances"])
      if (x["asset"] == asset)
        return {x["free"], x["locked"]};
    return {};
  }
};

TEST_F(BinanceOrders, AtTheMarketFillAtOnceAndPayInWhatTheyReceive) {
  const auto x = body_of(place("side=BUY&type=MARKET&quantity=0.001"));
  EXPECT_EQ(x["status"], "FILLED");
  EXPECT_EQ(x["executedQty"], "0.00100000");
  EXPECT_EQ(x["type"], "MARKET");
  ASSERT_FALSE(x["fills"].empty());
  EXPECT_EQ(x["fills"][0]["commissionAsset"], "BTC");
  EXPECT_EQ(free_and_locked("BTC")[0], "1.00099900");
  const auto fills = body_of(signed_get("/api/v3/myTrades", "symbol=BTCUSDT"));
  ASSERT_EQ(fills.size(), x["fills"].size());
  EXPECT_EQ(fills[0]["id"], x["fills"][0]["tradeId"]);
  EXPECT_EQ(fills[0]["orderId"], x["orderId"]);
  EXPECT_EQ(fills[0]["isMaker"], false);
}

TEST_F(BinanceOrders, ByWhatTheySpendNeverSpendMore) {
  const auto x = body_of(place("side=BUY&type=MARKET&quoteOrderQty=25"));
  EXPECT_EQ(x["status"], "FILLED");
  EXPECT_EQ(x["origQuoteOrderQty"], "25.00000000");
  EXPECT_LE(std::stod(x["cummulativeQuoteQty"].get<std::string>()), 25.0);
  EXPECT_EQ(x["origQty"], x["executedQty"]);
}

TEST_F(BinanceOrders, RestAndLockAndAreFoundByBothIds) {
  const auto placed = body_of(rest("&newClientOrderId=mine-1"));
  EXPECT_EQ(placed["status"], "NEW");
  EXPECT_EQ(placed["fills"], json::array());
  EXPECT_NE(free_and_locked("USDT")[1], "0.00000000");
  const auto by_client = body_of(
    signed_get(order_path, "symbol=BTCUSDT&origClientOrderId=mine-1"));
  const auto by_id = body_of(signed_get(
    order_path, "symbol=BTCUSDT&orderId=" + placed["orderId"].dump()));
  EXPECT_EQ(by_client, by_id);
  EXPECT_EQ(by_id["isWorking"], true);
  const auto open = body_of(signed_get("/api/v3/openOrders"));
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0], by_id);
  EXPECT_EQ(venue->stats().orders, 1U);
}

TEST_F(BinanceOrders, SwapClientIdsInTheAnswerToACancel) {
  rest("&newClientOrderId=mine-1");
  const auto x = body_of(
    call("DELETE", order_path,
         "symbol=BTCUSDT&origClientOrderId=mine-1&newClientOrderId=off-1"));
  EXPECT_EQ(x["origClientOrderId"], "mine-1");
  EXPECT_EQ(x["clientOrderId"], "off-1");
  EXPECT_EQ(x["status"], "CANCELED");
  EXPECT_EQ(free_and_locked("USDT")[1], "0.00000000");
  EXPECT_EQ(error_of(call("DELETE", order_path,
                          "symbol=BTCUSDT&origClientOrderId=mine-1")),
            "400 -2011");
}

TEST_F(BinanceOrders, AreAllCancelledOfASymbolAndNoneIsAnError) {
  rest();
  rest();
  EXPECT_EQ(
    body_of(call("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT")).size(), 2U);
  EXPECT_EQ(error_of(call("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT")),
            "400 -2011");
  EXPECT_EQ(body_of(signed_get("/api/v3/allOrders", "symbol=BTCUSDT")).size(),
            2U);
}

TEST_F(BinanceOrders, KeepAClientIdForThemselvesOnlyWhileTheyAreOpen) {
  rest("&newClientOrderId=mine-1");
  const auto again = rest("&newClientOrderId=mine-1");
  EXPECT_EQ(error_of(again), "400 -2010");
  EXPECT_EQ(message_of(again), "Duplicate order sent.");
  call("DELETE", order_path, "symbol=BTCUSDT&origClientOrderId=mine-1");
  EXPECT_EQ(rest("&newClientOrderId=mine-1").status, 200U);
}

TEST_F(BinanceOrders, FillAsTheMarketComesToThem) {
  const auto top = get_json("/api/v3/ticker/bookTicker?symbol=BTCUSDT");
  const auto placed
    = body_of(place("side=BUY&type=LIMIT_MAKER&quantity=0.001&price="
                    + top["bidPrice"].get<std::string>()));
  EXPECT_FALSE(placed.contains("fills"));
  const auto id = "symbol=BTCUSDT&orderId=" + placed["orderId"].dump();
  for (auto i = 0; i < 600; ++i) {
    pass(1min);
    const auto x = body_of(signed_get(order_path, id));
    if (x["status"] != "FILLED")
      continue;
    const auto fill = body_of(signed_get("/api/v3/myTrades", id))[0];
    EXPECT_EQ(fill["isMaker"], true);
    EXPECT_EQ(fill["price"], x["price"]);
    return;
  }
  FAIL() << "the market never came back to it";
}

struct bad_order {
  const char* query;
  const char* error;
  const char* message;
};
class BinanceRefusal : public BinanceOrders,
                       public testing::WithParamInterface<bad_order> {};

TEST_P(BinanceRefusal, SaysWhatIsWrong) {
  const auto reply = place(GetParam().query);
  EXPECT_EQ(error_of(reply), GetParam().error);
  EXPECT_EQ(message_of(reply).find(GetParam().message), 0U) << reply.body;
  EXPECT_EQ(venue->stats().orders, 0U);
  // A call that fails weighs something.
  EXPECT_EQ(header_of(reply, "x-mbx-used-weight-1m"), "1");
}

INSTANTIATE_TEST_SUITE_P(
  Orders, BinanceRefusal,
  testing::Values(
    bad_order{"type=MARKET&quantity=1", "400 -1102", "Mandatory parameter"},
    bad_order{"side=HOLD&type=MARKET&quantity=1", "400 -1117", "Invalid side."},
    bad_order{"side=BUY&type=X&quantity=1", "400 -1116", "Invalid orderType."},
    bad_order{"side=BUY&type=MARKET", "400 -1102",
              "Param 'quantity' or 'quoteOrderQty'"},
    bad_order{"side=BUY&type=MARKET&quantity=1&timeInForce=GTC", "400 -1106",
              "Parameter 'timeInForce' sent when not required."},
    bad_order{"side=BUY&type=LIMIT&quantity=1&price=50000", "400 -1102",
              "Mandatory parameter 'timeInForce'"},
    bad_order{"side=BUY&type=LIMIT&quantity=1&price=5&timeInForce=X",
              "400 -1115", "Invalid timeInForce."},
    bad_order{"side=BUY&type=MARKET&quantity=0.000000001", "400 -1111",
              "Parameter 'quantity' has too much precision."},
    bad_order{"side=BUY&type=MARKET&quantity=1e3", "400 -1100",
              "Illegal characters found in parameter 'quantity'"},
    bad_order{"side=BUY&type=MARKET&quantity=0", "400 -1013",
              "Invalid quantity."},
    bad_order{"side=BUY&type=MARKET&quantity=0.000012", "400 -1013",
              "Filter failure: NOTIONAL"},
    bad_order{"side=SELL&type=MARKET&quantity=0.0010000001", "400 -1111",
              "Parameter"},
    bad_order{"side=SELL&type=MARKET&quantity=0.001000001", "400 -1111",
              "Parameter"},
    bad_order{"side=SELL&type=MARKET&quantity=0.001001", "400 -1013",
              "Filter failure: LOT_SIZE"},
    bad_order{"side=SELL&type=MARKET&quantity=200", "400 -1013",
              "Filter failure: MARKET_LOT_SIZE"},
    bad_order{"side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=1",
              "400 -1013", "Filter failure: PERCENT_PRICE_BY_SIDE"},
    bad_order{"side=SELL&type=MARKET&quantity=5", "400 -2010",
              "Account has insufficient balance for requested action."},
    bad_order{"side=BUY&type=TAKE_PROFIT_LIMIT&quantity=1", "400 -2010",
              "Take profit limit orders"},
    bad_order{"side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.1&"
              "price=60000",
              "400 -1102", "Mandatory parameter 'stopPrice'"},
    bad_order{"side=SELL&type=STOP_LOSS_LIMIT&quantity=0.1&price=60000&"
              "stopPrice=61000",
              "400 -1102", "Mandatory parameter 'timeInForce'"},
    bad_order{"side=SELL&type=MARKET&quantity=0.1&newClientOrderId=a%20b",
              "400 -1100",
              "Illegal characters found in parameter 'newClientOrderId'; "
              "legal range is '^[a-zA-Z0-9-_]{1,36}$'."}));

TEST_F(BinanceOrders, ThatOnlyAddAreRefusedWhereTheyWouldTake) {
  const auto reply
    = place("side=BUY&type=LIMIT_MAKER&quantity=0.001&price=" + price(110));
  EXPECT_EQ(error_of(reply), "400 -2010");
  EXPECT_EQ(message_of(reply), "Order would immediately match and take.");
}

TEST_F(BinanceOrders, ThatSleepAreInNoBookAndLockWhatTheySell) {
  const auto terms
    = "side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.1&price="
      + price(90) + "&stopPrice=" + price(95);
  const auto acknowledged = body_of(place(terms));
  EXPECT_FALSE(acknowledged.contains("status")); // As of what only adds.
  const auto placed
    = body_of(place(terms + "&newOrderRespType=FULL&newClientOrderId=two"));
  EXPECT_EQ(placed["type"], "STOP_LOSS_LIMIT");
  EXPECT_EQ(placed["status"], "NEW");
  EXPECT_EQ(placed["stopPrice"], price(95) + ".00000000");
  EXPECT_EQ(placed["workingTime"], -1);
  const auto x
    = body_of(signed_get(order_path, "symbol=BTCUSDT&origClientOrderId=two"));
  EXPECT_EQ(x["isWorking"], false);
  EXPECT_EQ(x["stopPrice"], price(95) + ".00000000");
  EXPECT_EQ(free_and_locked("BTC")[1], "0.20000000");
  for (auto i = 2; i < 5; ++i)
    EXPECT_EQ(place(terms).status, 200U);
  EXPECT_EQ(message_of(place(terms)), "Filter failure: MAX_NUM_ALGO_ORDERS");
  call("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT");
  EXPECT_EQ(free_and_locked("BTC")[1], "0.00000000");
}

TEST_F(BinanceOrders, ThatWouldWakeAtOnceAreRefused) {
  const auto reply
    = place("side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.1&price="
            + price(95) + "&stopPrice=" + price(105));
  EXPECT_EQ(error_of(reply), "400 -2010");
  EXPECT_EQ(message_of(reply), "Stop price would trigger immediately.");
  EXPECT_EQ(venue->stats().orders, 0U);
}

TEST_F(BinanceOrders, EndAsExpiredWhereNobodyMeetsThem) {
  const auto x = body_of(place(
    "side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.001&price=" + price(90)));
  EXPECT_EQ(x["status"], "EXPIRED");
  EXPECT_EQ(x["timeInForce"], "IOC");
}

TEST_F(BinanceOrders, AreTestedWithoutATrace) {
  const auto query = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=";
  EXPECT_EQ(call("POST", "/api/v3/order/test", query + std::string{"1"}).body,
            "{}");
  // Balances are not looked at, filters are.
  EXPECT_EQ(call("POST", "/api/v3/order/test", query + std::string{"100"}).body,
            "{}");
  EXPECT_EQ(error_of(call("POST", "/api/v3/order/test",
                          query + std::string{"0.000001"})),
            "400 -1013");
  EXPECT_EQ(venue->stats().orders, 0U);
}

TEST_F(BinanceOrders, WeighNothingWhenTheyAreTaken) {
  const auto before = price(50); // Asks once.
  EXPECT_EQ(header_of(place("side=BUY&type=MARKET&quantity=0.001"),
                      "x-mbx-used-weight-1m"),
            "2");
}

TEST_F(BinanceOrders, AreFiftyUnfilledInTenSecondsAndCancelsGoOn) {
  const auto at = price(50);
  const auto query
    = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=" + at;
  const auto first = place(query);
  EXPECT_EQ(header_of(first, "x-mbx-order-count-10s"), "1");
  EXPECT_EQ(header_of(first, "x-mbx-order-count-1d"), "1");
  // One that fills does not count.
  EXPECT_EQ(header_of(place("side=BUY&type=MARKET&quantity=0.001"),
                      "x-mbx-order-count-10s"),
            "1");
  for (auto i = 1; i < 50; ++i)
    ASSERT_EQ(place(query).status, 200U) << i;
  const auto over = place(query);
  EXPECT_EQ(error_of(over), "429 -1015");
  EXPECT_EQ(message_of(over),
            "Too many new orders; current limit is 50 orders per 10 SECOND.");
  EXPECT_EQ(header_of(over, "retry-after"), "3"); // It is 37.25 s past.
  EXPECT_EQ(body_of(signed_get("/api/v3/rateLimit/order"))[0]["count"], 50);
  EXPECT_EQ(call("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT").status,
            200U);
  pass(3s);
  EXPECT_EQ(place(query).status, 200U);
}

TEST_F(BinanceOrders, AreReplacedOrToldWhichHalfFailed) {
  const auto placed = body_of(rest("&newClientOrderId=a"));
  const auto path = "/api/v3/order/cancelReplace";
  const auto query = [&](const std::string& quantity, const char* mode) {
    return "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity="
           + quantity + "&price=" + price(50) + "&cancelReplaceMode=" + mode
           + "&cancelOrderId=" + placed["orderId"].dump();
  };
  const auto good
    = body_of(call("POST", path, query("0.002", "STOP_ON_FAILURE")));
  EXPECT_EQ(good["cancelResult"], "SUCCESS");
  EXPECT_EQ(good["newOrderResponse"]["origQty"], "0.00200000");
  const auto stopped = call("POST", path, query("0.002", "STOP_ON_FAILURE"));
  EXPECT_EQ(error_of(stopped), "400 -2022");
  const auto data = json::parse(stopped.body)["data"];
  EXPECT_EQ(data["newOrderResult"], "NOT_ATTEMPTED");
  EXPECT_EQ(data["newOrderResponse"], nullptr);
  EXPECT_EQ(data["cancelResponse"]["code"], -2011);
  EXPECT_EQ(error_of(call("POST", path, query("0.002", "ALLOW_FAILURE"))),
            "409 -2021");
  EXPECT_EQ(error_of(call("POST", path, query("50", "ALLOW_FAILURE"))),
            "400 -2022");
}

TEST_F(BinanceOrders, AreReducedInPlaceAndNeverIncreased) {
  const auto placed = body_of(rest());
  const auto id = "symbol=BTCUSDT&orderId=" + placed["orderId"].dump();
  const auto path = "/api/v3/order/amend/keepPriority";
  const auto x = body_of(call("PUT", path, id + "&newQty=0.0005"));
  EXPECT_EQ(x["amendedOrder"]["qty"], "0.00050000");
  EXPECT_EQ(x["amendedOrder"]["orderId"], placed["orderId"]);
  EXPECT_EQ(error_of(call("PUT", path, id + "&newQty=0.002")), "400 -2038");
}

TEST_F(BinanceOrders, OfOthersAreUnknown) {
  const auto id = "symbol=BTCUSDT&orderId=" + body_of(rest())["orderId"].dump();
  const auto other = venue->accounts().at(1);
  EXPECT_EQ(error_of(call("GET", order_path, id, other)), "400 -2013");
  EXPECT_EQ(error_of(call("DELETE", order_path, id, other)), "400 -2011");
  EXPECT_EQ(body_of(call("GET", "/api/v3/openOrders", "", other)),
            json::array());
}

TEST_F(BinanceOrders, CannotSpendWhatAFaultHasTaken) {
  set_faults(R"([{"kind":"low_balance","value":"7"}])");
  EXPECT_EQ(error_of(place("side=BUY&type=MARKET&quantity=0.001")),
            "400 -2010");
}

} // namespace
} // namespace ballast::sim
