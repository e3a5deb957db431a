#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using json = nlohmann::json;

class AlpacaOrders : public simulated_alpaca {
protected:
  AlpacaOrders()
      : simulated_alpaca{
        {.balances = {"10000", {{"AAPL", "10"}, {"BTC/USD", "0.5"}}}}} {}

  net::reply post(const json& order) {
    return ask("/v2/orders", headers(), "POST", order.dump());
  }
  json placed(const json& order) {
    const auto reply = post(order);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return json::parse(reply.body, nullptr, false);
  }
  json order_of(const json& taken) {
    return get_json("/v2/orders/" + taken["id"].get<std::string>());
  }
  static json limit(const char* symbol, const char* side, const char* quantity,
                    const char* price, const char* lives = "gtc") {
    return {{"symbol", symbol},     {"side", side},
            {"qty", quantity},      {"type", "limit"},
            {"limit_price", price}, {"time_in_force", lives}};
  }
  static json market(const char* symbol, const char* side, const char* quantity,
                     const char* lives = "gtc") {
    return {{"symbol", symbol},
            {"side", side},
            {"qty", quantity},
            {"type", "market"},
            {"time_in_force", lives}};
  }
  net::reply cancel(const json& order) {
    return ask("/v2/orders/" + order["id"].get<std::string>(), headers(),
               "DELETE");
  }
  /// Status, code and words of a refusal.
  void expect_refused(const json& order, unsigned status, int code,
                      const std::string& words) {
    const auto reply = post(order);
    EXPECT_EQ(reply.status, status) << order << reply.body;
    const auto body = json::parse(reply.body, nullptr, false);
    EXPECT_EQ(body.value("code", 0), code) << order << reply.body;
    EXPECT_EQ(body.value("message", ""), words) << order;
  }
};

TEST_F(AlpacaOrders, CostTheirFeeWhenTheDayInNewYorkIsOver) {
  placed(market("BTC/USD", "buy", "0.01"));
  const auto left
    = [&] { return get_json("/v2/positions/BTCUSD")["qty_available"]; };
  EXPECT_EQ(left(), "0.51");
  now.wall += 24h;
  // A quarter of a per cent, of the coins, and that once.
  EXPECT_EQ(left(), "0.509975");
  now.wall += 24h;
  EXPECT_EQ(left(), "0.509975");
}

TEST_F(AlpacaOrders, AtTheMarketAreTakenAndThenFilled) {
  const auto taken = placed(market("BTC/USD", "buy", "0.01"));
  EXPECT_EQ(taken["status"], "pending_new");
  EXPECT_EQ(taken["filled_qty"], "0");
  EXPECT_EQ(taken["symbol"], "BTC/USD");
  const auto order = order_of(taken);
  EXPECT_EQ(order["status"], "filled");
  EXPECT_EQ(order["filled_qty"], "0.01");
  EXPECT_FALSE(order["filled_at"].is_null());
  EXPECT_EQ(get_json("/v2/positions/BTCUSD")["qty"], "0.51");
  const auto fills = get_json("/v2/account/activities/FILL");
  ASSERT_FALSE(fills.empty());
  EXPECT_EQ(fills[0]["order_id"], taken["id"]);
  EXPECT_EQ(fills[0]["type"], "fill");
  EXPECT_EQ(fills[0]["cum_qty"], "0.01");
  EXPECT_EQ(fills[0]["leaves_qty"], "0");
  EXPECT_EQ(venue->stats().orders, 1U);
}

TEST_F(AlpacaOrders, ThatRestHoldMoneyUntilTheyAreCancelled) {
  const auto taken = placed(limit("BTC/USD", "buy", "0.1", "20000"));
  EXPECT_EQ(order_of(taken)["status"], "new");
  EXPECT_EQ(get_json("/v2/account")["cash"], "10000");
  EXPECT_EQ(get_json("/v2/account")["buying_power"], "8000");
  EXPECT_EQ(get_json("/v2/orders").size(), 1U);
  const auto gone = cancel(taken);
  EXPECT_EQ(gone.status, 204U);
  EXPECT_EQ(gone.body, "");
  EXPECT_EQ(order_of(taken)["status"], "canceled");
  EXPECT_EQ(get_json("/v2/account")["buying_power"], "10000");
  EXPECT_EQ(get_json("/v2/orders"), json::array());
  EXPECT_EQ(get_json("/v2/orders?status=closed").size(), 1U);
  EXPECT_EQ(cancel(taken).status, 422U);
  EXPECT_EQ(cancel({{"id", "nonsense"}}).body,
            R"({"code":40410000,"message":"order is not found."})");
}

TEST_F(AlpacaOrders, AreFoundByTheClientsIdWhichIsUniqueForEver) {
  auto order = limit("BTC/USD", "buy", "0.1", "20000");
  order["client_order_id"] = "mine-1";
  const auto taken = placed(order);
  EXPECT_EQ(get_json("/v2/orders:by_client_order_id?client_order_id=mine-1"),
            order_of(taken));
  cancel(taken);
  expect_refused(order, 422, 40'010'001, "client_order_id must be unique");
  EXPECT_EQ(get("/v2/orders:by_client_order_id?client_order_id=other").status,
            404U);
}

TEST_F(AlpacaOrders, OfStocksTradeInTheSession) {
  const auto taken = placed(market("AAPL", "buy", "2", "day"));
  EXPECT_EQ(order_of(taken)["status"], "filled");
  EXPECT_EQ(get_json("/v2/positions/AAPL")["qty"], "12");
}

TEST_F(AlpacaOrders, OfStocksWaitForTheOpening) {
  at(1'795'705'200); // Thanksgiving.
  const auto taken = placed(market("AAPL", "buy", "2", "day"));
  EXPECT_EQ(taken["status"], "accepted");
  EXPECT_EQ(order_of(taken)["status"], "accepted");
  EXPECT_EQ(get_json("/v2/orders").size(), 1U);
  at(1'795'789'800); // The day after, 09:30.
  EXPECT_EQ(order_of(taken)["status"], "filled");
}

TEST_F(AlpacaOrders, OfTheDayExpireWithIt) {
  const auto taken = placed(limit("AAPL", "buy", "1", "10", "day"));
  EXPECT_EQ(order_of(taken)["status"], "new");
  pass(6h);
  EXPECT_EQ(order_of(taken)["status"], "expired");
  EXPECT_EQ(get_json("/v2/account")["buying_power"], "10000");
}

TEST_F(AlpacaOrders, ThatSleepAreNewAndHoldWhatTheySell) {
  auto order = limit("BTC/USD", "sell", "0.2", "20000");
  order["type"] = "stop_limit";
  expect_refused(order, 422, 40'010'001,
                 "stop limit orders require both stop and limit price");
  order["stop_price"] = "21000";
  const auto taken = placed(order);
  EXPECT_EQ(taken["type"], "stop_limit");
  EXPECT_EQ(taken["stop_price"], "21000");
  EXPECT_EQ(order_of(taken)["status"], "new");
  EXPECT_EQ(get_json("/v2/positions/BTCUSD")["qty_available"], "0.3");
  // It counts as an order of the other side, asleep as it is.
  expect_refused(market("BTC/USD", "buy", "0.01"), 403, 40'310'000,
                 "potential wash trade detected. use complex orders");
  EXPECT_EQ(cancel(taken).status, 204U);
  EXPECT_EQ(order_of(taken)["status"], "canceled");
  EXPECT_EQ(get_json("/v2/positions/BTCUSD")["qty_available"], "0.5");
}

TEST_F(AlpacaOrders, OfStocksSleepOverTheNightUntilTheyAreReached) {
  auto order = limit("AAPL", "sell", "2", "1");
  order["type"] = "stop_limit";
  const auto last = std::stod(
    get_json("/v2/stocks/AAPL/trades/latest?feed=iex")["trade"]["p"].dump());
  order["stop_price"] = std::to_string(static_cast<int>(last * 0.995));
  const auto taken = placed(order);
  EXPECT_EQ(order_of(taken)["status"], "new");
  for (auto i = 0; i < 3'000; ++i) {
    pass(10min);
    const auto x = order_of(taken);
    if (x["status"] != "filled")
      continue;
    EXPECT_EQ(x["filled_qty"], "2");
    return;
  }
  FAIL() << "the market never fell to it";
}

TEST_F(AlpacaOrders, CanBeReplacedUnderANewId) {
  const auto old = placed(limit("BTC/USD", "buy", "0.1", "20000"));
  const auto reply
    = ask("/v2/orders/" + old["id"].get<std::string>(), headers(), "PATCH",
          R"({"qty":"0.2","limit_price":"21000"})");
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const auto fresh = json::parse(reply.body);
  EXPECT_EQ(fresh["replaces"], old["id"]);
  EXPECT_EQ(fresh["qty"], "0.2");
  EXPECT_EQ(order_of(fresh)["status"], "new");
  EXPECT_EQ(order_of(old)["status"], "replaced");
  EXPECT_EQ(order_of(old)["replaced_by"], fresh["id"]);
  EXPECT_EQ(get_json("/v2/account")["buying_power"], "5800");
}

TEST_F(AlpacaOrders, AreCancelledAllAtOnceEachWithItsStatus) {
  placed(limit("BTC/USD", "buy", "0.01", "20000"));
  placed(limit("AAPL", "buy", "1", "10"));
  const auto reply = ask("/v2/orders", headers(), "DELETE");
  EXPECT_EQ(reply.status, 207U);
  const auto body = json::parse(reply.body);
  ASSERT_EQ(body.size(), 2U);
  EXPECT_EQ(body[0]["status"], 200);
  EXPECT_EQ(body[0]["body"]["status"], "canceled");
  EXPECT_EQ(get_json("/v2/orders"), json::array());
}

TEST_F(AlpacaOrders, ThatMakeNoSenseAreRefusedInTheVenuesWords) {
  expect_refused(market("BTC/USD", "buy", "0.01", "day"), 422, 42'210'000,
                 "invalid crypto time_in_force");
  expect_refused(limit("BTC/USD", "buy", "0.0001", "20000"), 403, 40'310'000,
                 "cost basis must be >= minimal amount of order 10");
  expect_refused(limit("AAPL", "buy", "1", "10.001"), 422, 42'210'000,
                 "invalid limit_price 10.001. sub-penny increment does not "
                 "fulfill minimum pricing criteria");
  expect_refused(market("AAPL", "buy", "0.5", "gtc"), 422, 42'210'000,
                 "fractional orders must be DAY orders");
  expect_refused(market("NOTTHERE", "buy", "1"), 404, 40'410'000,
                 "asset not found for NOTTHERE");
  expect_refused(json{{"symbol", "AAPL"}}, 422, 40'010'001,
                 "side must be buy or sell");
  expect_refused(limit("AAPL", "buy", "-1", "10"), 422, 40'010'001,
                 "qty must be > 0");
  auto stop = limit("AAPL", "sell", "1", "9");
  stop["stop_price"] = "10";
  expect_refused(stop, 422, 40'010'001, "only stop orders have a stop price");
  stop["type"] = "stop_limit";
  stop["stop_price"] = "10.001";
  expect_refused(stop, 422, 42'210'000,
                 "invalid stop_price 10.001. sub-penny increment does not "
                 "fulfill minimum pricing criteria");
  stop["type"] = "trailing_stop";
  expect_refused(stop, 422, 40'010'001,
                 "this simulator takes market, limit and stop_limit orders, no "
                 "trailing_stop");
}

TEST_F(AlpacaOrders, BeyondWhatIsThereAreRefused) {
  expect_refused(limit("AAPL", "buy", "1001", "10"), 403, 40'310'000,
                 "insufficient buying power");
  expect_refused(limit("BTC/USD", "buy", "1", "20000"), 403, 40'310'000,
                 "insufficient balance for USD (requested: 20000, available: "
                 "10000)");
  placed(limit("AAPL", "sell", "10", "10000"));
  expect_refused(limit("AAPL", "sell", "10", "10000"), 403, 40'310'000,
                 "insufficient qty available for order (requested: 10, "
                 "available: 0)");
  expect_refused(market("AAPL", "buy", "1"), 403, 40'310'000,
                 "potential wash trade detected. use complex orders");
}

TEST_F(AlpacaOrders, AreRefusedWhileTheUserHasSuspendedTrading) {
  set_faults(R"([{"kind":"view_only"}])");
  expect_refused(market("AAPL", "buy", "1"), 403, 40'310'000,
                 "new orders are rejected by user request");
  set_faults(R"([{"kind":"low_balance","value":"5"}])");
  expect_refused(limit("AAPL", "buy", "1", "10"), 403, 40'310'000,
                 "insufficient buying power");
}

} // namespace
} // namespace ballast::sim
