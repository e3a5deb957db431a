#include "tests/sim/kraken/simulated_kraken.hpp"

namespace ballast::sim {
namespace {

using json = nlohmann::json;

class KrakenOrders : public simulated_kraken {
protected:
  static std::string limit(const std::string& more = {}) {
    return "pair=XBTUSD&type=buy&ordertype=limit&volume=0.001&price=10000.0"
           + more;
  }
  std::string add(const std::string& fields) {
    const auto result = result_of(post_form("AddOrder", fields));
    return result["txid"][0].get<std::string>();
  }
  std::string why_not(const std::string& fields) {
    return error_of(post_form("AddOrder", fields));
  }
  json query(const std::string& id) {
    return result_of(post_form("QueryOrders", "txid=" + id))[id];
  }
};

TEST_F(KrakenOrders, RestUntilTheyAreCancelled) {
  const auto reply = result_of(post_form("AddOrder", limit("&cl_ord_id=mine")));
  EXPECT_EQ(reply["descr"]["order"], "buy 0.00100000 XBTUSD @ limit 10000.0");
  const auto id = reply["txid"][0].get<std::string>();
  EXPECT_EQ(id.size(), 19U);
  EXPECT_EQ(id[0], 'O');
  const auto open = result_of(post_form("OpenOrders", "cl_ord_id=mine"));
  ASSERT_EQ(open["open"].size(), 1U);
  const auto& x = open["open"][id];
  EXPECT_EQ(x["status"], "open");
  EXPECT_EQ(x["descr"]["price"], "10000.0");
  EXPECT_EQ(x["price"], "0.0");
  EXPECT_EQ(x["vol"], "0.00100000");
  EXPECT_EQ(x["cl_ord_id"], "mine");
  const auto held = result_of(post_form("BalanceEx", ""))["ZUSD"];
  EXPECT_EQ(held["hold_trade"], "10.0400");
  EXPECT_EQ(held["balance"], "1000.0000");
  EXPECT_EQ(result_of(post_form("CancelOrder", "txid=" + id))["count"], 1);
  EXPECT_EQ(error_of(post_form("CancelOrder", "txid=" + id)),
            "EOrder:Unknown order");
  EXPECT_EQ(query(id)["status"], "canceled");
  EXPECT_EQ(query(id)["reason"], "User requested");
  const auto closed = result_of(post_form("ClosedOrders", ""));
  EXPECT_EQ(closed["count"], 1);
  EXPECT_TRUE(closed["closed"].contains(id));
}

TEST_F(KrakenOrders, ThatSleepAreOpenAndHoldWhatTheySell) {
  const auto stop = std::string{
    "pair=XBTUSD&type=sell&ordertype=stop-loss-limit&volume=0.0005"};
  const auto reply
    = result_of(post_form("AddOrder", stop + "&price=20000.0&price2=19000.5"));
  EXPECT_EQ(reply["descr"]["order"],
            "sell 0.00050000 XBTUSD @ stop loss 20000.0 -> limit 19000.5");
  const auto id = reply["txid"][0].get<std::string>();
  const auto x = query(id);
  EXPECT_EQ(x["status"], "open");
  EXPECT_EQ(x["descr"]["ordertype"], "stop-loss-limit");
  EXPECT_EQ(x["descr"]["price"], "20000.0");
  EXPECT_EQ(x["descr"]["price2"], "19000.5");
  EXPECT_EQ(x["misc"], "");
  EXPECT_EQ(result_of(post_form("BalanceEx", ""))["XXBT"]["hold_trade"],
            "0.0005000000");
  EXPECT_EQ(result_of(post_form("CancelOrder", "txid=" + id))["count"], 1);
  EXPECT_EQ(result_of(post_form("BalanceEx", ""))["XXBT"]["hold_trade"],
            "0.0000000000");
  EXPECT_EQ(why_not(stop + "&price=20000.0"),
            "EGeneral:Invalid arguments:price2");
  EXPECT_EQ(why_not(stop + "&price2=20000.0"),
            "EGeneral:Invalid arguments:price");
}

TEST_F(KrakenOrders, ThatAreBeyondTheirTriggerWakeAtOnce) {
  const auto id = add("pair=XBTUSD&type=sell&ordertype=stop-loss-limit&"
                      "volume=0.0005&price=900000.0&price2=19000.0");
  const auto x = query(id);
  EXPECT_EQ(x["status"], "closed");
  EXPECT_EQ(x["misc"], "stopped");
  EXPECT_EQ(x["limitprice"], "19000.00000");
}

TEST_F(KrakenOrders, TradeAtTheMarketAndPayTheirFee) {
  const auto id = add("pair=XXBTZUSD&type=buy&ordertype=market&volume=0.001");
  const auto x = query(id);
  EXPECT_EQ(x["status"], "closed");
  EXPECT_EQ(x["vol_exec"], "0.00100000");
  const auto number
    = [](const json& text) { return std::stod(text.get<std::string>()); };
  EXPECT_NEAR(number(x["fee"]), number(x["cost"]) * 0.004, 2e-5);
  EXPECT_NEAR(number(x["price"]) * 0.001, number(x["cost"]), 1e-3);
  const auto trades = result_of(post_form("TradesHistory", ""));
  EXPECT_GE(trades["count"], 1);
  const auto& trade = trades["trades"].begin().value();
  EXPECT_EQ(trade["ordertxid"], id);
  EXPECT_EQ(trade["pair"], "XXBTZUSD");
  EXPECT_EQ(trade["maker"], false);
  EXPECT_EQ(result_of(post_form("Balance", ""))["XXBT"], "0.0020000000");
  const auto all = json::parse(ask("/sim/orders").content.body);
  EXPECT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["symbol"], "BTC/USD");
  EXPECT_EQ(all[0]["status"], "filled");
}

TEST_F(KrakenOrders, SpendAVolumeInQuoteWhenToldSo) {
  const auto id
    = add("pair=XBTUSD&type=buy&ordertype=market&volume=50&oflags=viqc%2Cfciq");
  const auto x = query(id);
  EXPECT_EQ(x["status"], "closed");
  EXPECT_LE(std::stod(x["cost"].get<std::string>()), 50.0);
  EXPECT_GT(std::stod(x["cost"].get<std::string>()), 49.9);
}

TEST_F(KrakenOrders, AreCheckedAndNotPlacedWhenOnlyValidated) {
  const auto reply = result_of(post_form("AddOrder", limit("&validate=true")));
  EXPECT_FALSE(reply.contains("txid"));
  EXPECT_EQ(venue->stats().orders, 0U);
}

TEST_F(KrakenOrders, AreRefusedInTheVenuesWords) {
  const auto base = std::string{"type=buy&ordertype=limit&pair="};
  EXPECT_EQ(why_not(base + "NONE&volume=1&price=1"),
            "EQuery:Unknown asset pair");
  EXPECT_EQ(why_not(base + "XBTUSD&volume=1&price=10000"),
            "EOrder:Insufficient funds");
  EXPECT_EQ(why_not(base + "XBTUSD&volume=0.001&price=10000.01"),
            "EOrder:Tick size check failed");
  EXPECT_EQ(why_not(base + "XBTUSD&volume=0.00000001&price=10000"),
            "EOrder:Order minimum not met");
  EXPECT_EQ(why_not(base + "XBTUSD&volume=zero&price=10000"),
            "EGeneral:Invalid arguments:volume");
  EXPECT_EQ(why_not(base + "XBTUSD&volume=0.001&price=900000&oflags=post"),
            "EOrder:Post only order");
  EXPECT_EQ(why_not(limit("&cl_ord_id=a&userref=1")),
            "EGeneral:Invalid arguments:cl_ord_id");
  EXPECT_EQ(why_not(limit("&cl_ord_id=a")), "");
  EXPECT_EQ(why_not(limit("&cl_ord_id=a")), "EOrder:Duplicate order");
  set_faults(R"([{"kind":"post_only"}])");
  EXPECT_EQ(why_not(limit()), "EService:Market in post_only mode");
  set_faults(R"([{"kind":"low_balance","value":"5"}])");
  EXPECT_EQ(why_not(limit()), "EOrder:Insufficient funds");
  set_faults(R"([{"kind":"view_only"}])");
  EXPECT_EQ(why_not(limit()), "EGeneral:Permission denied");
}

TEST_F(KrakenOrders, AreAmendedInPlaceAndEditedIntoAnother) {
  const auto id = add(limit());
  EXPECT_EQ(
    error_of(post_form("AmendOrder", "txid=" + id + "&limit_price=9000.0")),
    "");
  EXPECT_EQ(query(id)["descr"]["price"], "9000.0");
  const auto edited = result_of(
    post_form("EditOrder", "pair=XBTUSD&txid=" + id + "&price=8000.0"));
  EXPECT_EQ(edited["originaltxid"], id);
  EXPECT_NE(edited["txid"], id);
  EXPECT_EQ(query(id)["status"], "canceled");
  EXPECT_EQ(query(edited["txid"].get<std::string>())["descr"]["price"],
            "8000.0");
}

TEST_F(KrakenOrders, AreCancelledByTheirReferenceAndAllAtOnce) {
  add(limit("&userref=7"));
  add(limit("&userref=7"));
  add(limit("&userref=8"));
  EXPECT_EQ(result_of(post_form("CancelOrder", "txid=7"))["count"], 2);
  EXPECT_EQ(result_of(post_form("CancelAll", ""))["count"], 1);
}

TEST_F(KrakenOrders, AreCancelledWhenNobodyRenewsTheTimer) {
  const auto id = add(limit());
  const auto set = result_of(post_form("CancelAllOrdersAfter", "timeout=60"));
  EXPECT_NE(set["triggerTime"], "0");
  pass(std::chrono::seconds{50});
  EXPECT_EQ(query(id)["status"], "open");
  pass(std::chrono::seconds{60});
  EXPECT_EQ(query(id)["status"], "canceled");
}

TEST_F(KrakenOrders, DoNotCountAgainstTheKeysCounter) {
  for (auto i = 0; i < 30; ++i)
    EXPECT_EQ(error_of(post("AddOrder", std::to_string(++nonce), master,
                            limit("&validate=true"))),
              "");
  EXPECT_EQ(venue->stats().over_limit, 0U);
}

TEST_F(KrakenOrders, HaveABookAndTradesToGoBy) {
  const auto book
    = get_result("/0/public/Depth?pair=XBTUSD&count=20")["XXBTZUSD"];
  ASSERT_EQ(book["asks"].size(), 20U);
  ASSERT_EQ(book["bids"].size(), 20U);
  EXPECT_LT(std::stod(book["bids"][0][0].get<std::string>()),
            std::stod(book["asks"][0][0].get<std::string>()));
  EXPECT_TRUE(book["asks"][0][2].is_number_integer());
  const auto trades = get_result("/0/public/Trades?pair=XBTUSD&count=10");
  ASSERT_EQ(trades["XXBTZUSD"].size(), 10U);
  EXPECT_EQ(trades["XXBTZUSD"][0].size(), 7U);
  EXPECT_TRUE(trades["last"].is_string());
}

TEST_F(KrakenOrders, ComeWithFeesAndATokenForStreams) {
  const auto fees = result_of(post_form("TradeVolume", "pair=XBTUSD"));
  EXPECT_EQ(fees["fees"]["XXBTZUSD"]["fee"], "0.4000");
  EXPECT_EQ(fees["fees_maker"]["XXBTZUSD"]["fee"], "0.2500");
  const auto token = result_of(post_form("GetWebSocketsToken", ""));
  EXPECT_EQ(token["expires"], 900);
  EXPECT_FALSE(token["token"].get<std::string>().empty());
}

} // namespace
} // namespace ballast::sim
