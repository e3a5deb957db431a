#include "tests/sim/coinbase/simulated_coinbase.hpp"
#include "tests/sim/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

/// A directory with one recording of three minutes.
class CoinbaseRecordings : public testing::Test {
protected:
  CoinbaseRecordings() {
    directory_.write("other_BTC-USD_1m_2023.csv",
                     "time_ms,open,high,low,close,volume\n"
                     "1677628800000,100.5,103,99,101.25,2\n"
                     "1677628860000,101.25,101.25,101.25,101.25,0.0\n"
                     "1677628920000,102,104,101,103,0.5\n");
  }

  static nlohmann::json candles(exchange& venue, const std::string& id,
                                const std::string& query) {
    const auto now
      = instant{time_point{std::chrono::hours{1}},
                unix_time{std::chrono::milliseconds{1'790'000'017'250}}};
    const auto answer = venue.arrive(
      {"GET",
       "http://x",
       "/api/v3/brokerage/market/products/" + id + "/candles?" + query,
       {},
       {}},
      now);
    return nlohmann::json::parse(answer.content.body)["candles"];
  }

  temporary_directory directory_;
};

TEST_F(CoinbaseRecordings, TakeThePlaceOfMadeUpCandlesAlsoForTheMirror) {
  const auto venue = *make_coinbase({.candles = directory_.path()});
  for (const auto* id : {"BTC-USD", "BTC-USDC"}) {
    const auto found = candles(
      *venue, id, "start=1677628800&end=1677628920&granularity=ONE_MINUTE");
    ASSERT_EQ(found.size(), 2U) << id;
    EXPECT_EQ(found[0]["start"], "1677628920");
    EXPECT_EQ(found[1]["open"], "100.5");
    EXPECT_EQ(found[1]["volume"], "2");
  }
  EXPECT_NE(candles(*venue, "ETH-USD",
                    "start=1677628800&end=1677628920&granularity=ONE_MINUTE")
              .size(),
            0U);
}

TEST_F(CoinbaseRecordings, EndOnTheDayThatIsAskedFor) {
  const auto end = unix_time{std::chrono::days{20'000}};
  const auto venue
    = *make_coinbase({.candles = directory_.path(), .candles_end = end});
  const auto start = std::int64_t{19'999} * 86'400;
  const auto found
    = candles(*venue, "BTC-USD",
              "start=" + std::to_string(start) + "&end="
                + std::to_string(start + 120) + "&granularity=ONE_MINUTE");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0]["close"], "103");
}

TEST_F(CoinbaseRecordings, ThatAreBrokenAreAFault) {
  directory_.write("a_ETH-USD_1m_x.csv",
                   "time_ms,open,high,low,close,volume\nnonsense\n");
  const auto made = make_coinbase({.candles = directory_.path()});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ec::corrupt);
}

TEST(CoinbaseRecordingsDirectory, ThatIsMissingIsAFault) {
  const auto made = make_coinbase({.candles = "no/such/directory"});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ec::not_found);
}

} // namespace
} // namespace ballast::sim
