#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using json = nlohmann::json;

class AlpacaLatest : public simulated_alpaca {};

TEST_F(AlpacaLatest, SnapshotsOfCryptoStandUnderTheirName) {
  const auto body
    = get_json("/v1beta3/crypto/us/snapshots?symbols=BTC%2FUSD%2CETH%2FUSD");
  ASSERT_EQ(body["snapshots"].size(), 2U);
  const auto& x = body["snapshots"]["BTC/USD"];
  for (const auto* name :
       {"latestTrade", "latestQuote", "minuteBar", "dailyBar", "prevDailyBar"})
    ASSERT_TRUE(x[name].is_object()) << name;
  EXPECT_EQ(x["dailyBar"]["t"], "2026-11-25T06:00:00Z");
  EXPECT_EQ(x["prevDailyBar"]["t"], "2026-11-24T06:00:00Z");
  EXPECT_EQ(x["minuteBar"]["t"], "2026-11-25T15:15:00Z");
  EXPECT_LE(x["latestQuote"]["bp"], x["latestTrade"]["p"]);
  EXPECT_GT(x["latestQuote"]["ap"], x["latestQuote"]["bp"]);
  EXPECT_TRUE(x["latestTrade"].contains("tks"));
}

TEST_F(AlpacaLatest, SnapshotsOfStocksStandAtTheTopAndNameWhatIsNotThere) {
  const auto body = get_json("/v2/stocks/snapshots?symbols=AAPL,NOTTHERE");
  ASSERT_EQ(body.size(), 2U);
  EXPECT_EQ(body["NOTTHERE"], nullptr);
  EXPECT_EQ(body["AAPL"]["dailyBar"]["t"], "2026-11-25T05:00:00Z");
  EXPECT_EQ(body["AAPL"]["prevDailyBar"]["t"], "2026-11-24T05:00:00Z");
  EXPECT_EQ(body["AAPL"]["latestQuote"]["c"], json({"R"}));
  const auto one = get_json("/v2/stocks/AAPL/snapshot");
  EXPECT_EQ(one["symbol"], "AAPL");
  EXPECT_EQ(one["dailyBar"], body["AAPL"]["dailyBar"]);
}

TEST_F(AlpacaLatest, OfAClosedMarketAreOfItsLastSecond) {
  at(1'795'705'200); // Thanksgiving.
  const auto body = get_json("/v2/stocks/trades/latest?symbols=AAPL");
  EXPECT_EQ(body["trades"]["AAPL"]["t"], "2026-11-25T20:59:59Z");
  const auto later = get_json("/v2/stocks/snapshots?symbols=AAPL");
  EXPECT_EQ(later["AAPL"]["minuteBar"]["t"], "2026-11-25T20:59:00Z");
  EXPECT_EQ(later["AAPL"]["dailyBar"]["c"], body["trades"]["AAPL"]["p"]);
}

TEST_F(AlpacaLatest, QuotesTradesAndBarsHaveTheirOwnRoutes) {
  const auto quotes = get_json("/v2/stocks/quotes/latest?symbols=AAPL,TSLA");
  EXPECT_EQ(quotes["quotes"].size(), 2U);
  const auto one = get_json("/v2/stocks/AAPL/trades/latest");
  EXPECT_EQ(one["symbol"], "AAPL");
  EXPECT_GT(one["trade"]["p"], 0);
  for (const auto* what : {"bars", "quotes", "trades"}) {
    const auto body = get_json(std::string{"/v1beta3/crypto/us/latest/"} + what
                               + "?symbols=SOL/USD");
    EXPECT_TRUE(body[what]["SOL/USD"].is_object()) << body.dump();
  }
}

TEST_F(AlpacaLatest, BooksAreSortedAndNeverCross) {
  const auto body
    = get_json("/v1beta3/crypto/us/latest/orderbooks?symbols=BTC/USD,LTC/USD");
  for (const auto& [name, book] : body["orderbooks"].items()) {
    ASSERT_GE(book["a"].size(), 10U) << name;
    ASSERT_GE(book["b"].size(), 10U) << name;
    EXPECT_LT(book["b"][0]["p"], book["a"][0]["p"]);
    for (auto i = std::size_t{1}; i < 10; ++i) {
      EXPECT_GT(book["a"][i]["p"], book["a"][i - 1]["p"]);
      EXPECT_LT(book["b"][i]["p"], book["b"][i - 1]["p"]);
      EXPECT_GT(book["a"][i]["s"], 0);
    }
  }
}

TEST_F(AlpacaLatest, TradesOfTheDayPageLikeBars) {
  const auto target
    = std::string{"/v1beta3/crypto/us/trades?symbols=BTC%2FUSD&limit=50"
                  "&start=2026-11-25T10:00:00Z"};
  const auto first = get_json(target);
  ASSERT_EQ(first["trades"]["BTC/USD"].size(), 50U);
  auto token = first["next_page_token"].get<std::string>();
  const auto second = get_json(target + "&page_token=" + token);
  EXPECT_GT(second["trades"]["BTC/USD"][0]["t"],
            first["trades"]["BTC/USD"][49]["t"]);
  const auto quotes = get_json(
    "/v2/stocks/quotes?symbols=AAPL&start=2026-11-24T15:00:00Z&limit=5");
  EXPECT_EQ(quotes["quotes"]["AAPL"].size(), 5U);
}

} // namespace
} // namespace ballast::sim
