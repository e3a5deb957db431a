#include "tests/sim/binance/simulated_binance.hpp"

#include <string_view>

namespace ballast::sim {
namespace {

constexpr auto info = "/api/v3/exchangeInfo";

class BinanceSymbols : public simulated_binance {
protected:
  json listed(const std::string& query) {
    return get_json(info + query)["symbols"];
  }
};

/// As recorded on 2024-09-08, but for amendAllowed, which is younger.
constexpr auto recorded_bitcoin = std::string_view{
  R"({"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC",)"
  R"("baseAssetPrecision":8,"quoteAsset":"USDT","quotePrecision":8,)"
  R"("quoteAssetPrecision":8,"baseCommissionPrecision":8,)"
  R"("quoteCommissionPrecision":8,"orderTypes":["LIMIT","LIMIT_MAKER",)"
  R"("MARKET","STOP_LOSS_LIMIT","TAKE_PROFIT_LIMIT"],"icebergAllowed":true,)"
  R"("ocoAllowed":true,"otoAllowed":true,"quoteOrderQtyMarketAllowed":true,)"
  R"("allowTrailingStop":true,"cancelReplaceAllowed":true,)"
  R"("amendAllowed":true,"isSpotTradingAllowed":true,)"
  R"("isMarginTradingAllowed":false,"filters":[{"filterType":"PRICE_FILTER",)"
  R"("minPrice":"0.01000000","maxPrice":"1000000.00000000",)"
  R"("tickSize":"0.01000000"},{"filterType":"LOT_SIZE",)"
  R"("minQty":"0.00001000","maxQty":"9000.00000000",)"
  R"("stepSize":"0.00001000"},{"filterType":"ICEBERG_PARTS","limit":10},)"
  R"({"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000",)"
  R"("maxQty":"129.84957276","stepSize":"0.00000000"},)"
  R"({"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,)"
  R"("maxTrailingAboveDelta":2000,"minTrailingBelowDelta":10,)"
  R"("maxTrailingBelowDelta":2000},{"filterType":"PERCENT_PRICE_BY_SIDE",)"
  R"("bidMultiplierUp":"5","bidMultiplierDown":"0.2",)"
  R"("askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5},)"
  R"({"filterType":"NOTIONAL","minNotional":"5.00000000",)"
  R"("applyMinToMarket":true,"maxNotional":"9000000.00000000",)"
  R"("applyMaxToMarket":false,"avgPriceMins":5},)"
  R"({"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},)"
  R"({"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}],)"
  R"("permissions":[],"permissionSets":[["SPOT"]],)"
  R"("defaultSelfTradePreventionMode":"EXPIRE_MAKER",)"
  R"("allowedSelfTradePreventionModes":["NONE","EXPIRE_TAKER",)"
  R"("EXPIRE_MAKER","EXPIRE_BOTH"]})"};

TEST_F(BinanceSymbols, AreListedToTheLetterAsRecorded) {
  const auto body = get(std::string{info} + "?symbol=BTCUSDT").body;
  EXPECT_NE(body.find(recorded_bitcoin), std::string::npos) << body;
}

TEST_F(BinanceSymbols, KeepTheFewerDigitsOfAnAssetThatHasFewer) {
  const auto one = listed("?symbol=1000SATSUSDT").at(0);
  EXPECT_EQ(one["baseAssetPrecision"], 2);
  EXPECT_EQ(one["filters"][1]["stepSize"], "1.00");
  EXPECT_EQ(one["filters"][0]["tickSize"], "0.00000010");
}

TEST_F(BinanceSymbols, AreMoreThanAThousandWithTheLimitsBefore) {
  const auto body = get_json(info);
  EXPECT_EQ(body["timezone"], "UTC");
  EXPECT_EQ(body["serverTime"], 1'790'000'017'250);
  EXPECT_EQ(body["symbols"].size(), 1'248U);
  ASSERT_EQ(body["rateLimits"].size(), 4U);
  EXPECT_EQ(body["rateLimits"][0], json({{"rateLimitType", "REQUEST_WEIGHT"},
                                         {"interval", "MINUTE"},
                                         {"intervalNum", 1},
                                         {"limit", 6000}}));
}

TEST_F(BinanceSymbols, AreChosenByNameInTheOrderAskedFor) {
  const auto two = listed("?symbols=%5B%22ETHBTC%22,%22BNBUSDT%22%5D");
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0]["symbol"], "ETHBTC");
  EXPECT_EQ(two[1]["symbol"], "BNBUSDT");
}

TEST_F(BinanceSymbols, OneThatIsUnknownRefusesTheWholeCall) {
  EXPECT_EQ(error_of(std::string{info} + "?symbol=NOPE"), "400 -1121");
  EXPECT_EQ(error_of(std::string{info} + "?symbols=[\"BTCUSDT\",\"NOPE\"]"),
            "400 -1121");
  EXPECT_EQ(error_of(std::string{info} + "?symbols=BTCUSDT"), "400 -1100");
  EXPECT_EQ(
    error_of(std::string{info} + "?symbol=BTCUSDT&symbols=[\"ETHBTC\"]"),
    "400 -1128");
}

TEST_F(BinanceSymbols, LeaveOutPermissionSetsWhenTheyAreNotWanted) {
  const auto one = listed("?symbol=BTCUSDT&showPermissionSets=false").at(0);
  EXPECT_FALSE(one.contains("permissionSets"));
  EXPECT_EQ(one["permissions"], json::array());
}

TEST_F(BinanceSymbols, VanishWhenTheyAreDelisted) {
  set_faults(R"([{"kind":"delist","match":"ADAUSDT"}])");
  EXPECT_EQ(listed("").size(), 1'247U);
  EXPECT_EQ(error_of(std::string{info} + "?symbol=ADAUSDT"), "400 -1121");
  EXPECT_EQ(error_of("/api/v3/klines?symbol=ADAUSDT&interval=1m"), "400 -1121");
}

TEST_F(BinanceSymbols, AreNoneWhereAnotherStateIsAskedFor) {
  EXPECT_EQ(listed("?symbolStatus=TRADING").size(), 1'248U);
  EXPECT_EQ(listed("?symbolStatus=HALT").size(), 0U);
}

} // namespace
} // namespace ballast::sim
