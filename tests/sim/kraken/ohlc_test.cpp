#include "tests/sim/kraken/simulated_kraken.hpp"

#include <algorithm>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using json = nlohmann::json;

class KrakenCandles : public simulated_kraken {
protected:
  json ask_for(const std::string& query) {
    return get_result("/0/public/OHLC?" + query);
  }
  json rows(const std::string& query) {
    const auto result = ask_for("pair=XBTUSD" + query);
    return result.value("XXBTZUSD", json{});
  }
  /// Open time of the running row once `get` has waited its second.
  std::int64_t running(std::int64_t width) const {
    const auto time
      = std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch());
    return (time.count() + 1) / width * width;
  }
};

double number(const json& x) { return std::stod(x.get<std::string>()); }

TEST_F(KrakenCandles, AreTheLatest720AndTheRunningOneAscending) {
  const auto last = running(60);
  const auto found = rows("");
  ASSERT_EQ(found.size(), 721U);
  for (auto i = std::size_t{0}; i < found.size(); ++i)
    ASSERT_EQ(found[i][0].get<std::int64_t>(),
              last - 60 * static_cast<std::int64_t>(720 - i));
}

TEST_F(KrakenCandles, HaveTheEightMembersOfTheRecord) {
  const auto found = rows("");
  const auto& x = found[10];
  ASSERT_EQ(x.size(), 8U);
  EXPECT_TRUE(x[0].is_number_integer());
  for (auto i = std::size_t{1}; i < 7; ++i)
    EXPECT_TRUE(x[i].is_string()) << i;
  EXPECT_TRUE(x[7].is_number_integer());
  const auto price = x[1].get<std::string>();
  EXPECT_EQ(price.size() - price.find('.') - 1, 1U);
  const auto volume = x[6].get<std::string>();
  EXPECT_EQ(volume.size() - volume.find('.') - 1, 8U);
}

TEST_F(KrakenCandles, ComeInEveryIntervalOfTheManualAndInNoOther) {
  for (const auto minutes : {1, 5, 15, 30, 60, 240, 1'440, 10'080, 21'600}) {
    const auto last = running(minutes * 60);
    const auto found = rows("&interval=" + std::to_string(minutes));
    ASSERT_EQ(found.size(), 721U) << minutes;
    EXPECT_EQ(found.back()[0], last) << minutes;
    EXPECT_EQ(found[0][0], last - 720LL * minutes * 60) << minutes;
  }
  for (const auto* wrong : {"0", "3", "120", "360", "-1", "x", ""})
    EXPECT_EQ(
      error_of("/0/public/OHLC?pair=XBTUSD&interval=" + std::string{wrong}),
      "EGeneral:Invalid arguments:interval");
}

TEST_F(KrakenCandles, AreThoseStrictlyAfterSince) {
  const auto last = running(300);
  const auto since = [&](std::int64_t time) {
    return rows("&interval=5&since=" + std::to_string(time));
  };
  const auto found = since(last - 3'000);
  ASSERT_EQ(found.size(), 10U);
  EXPECT_EQ(found[0][0], last - 2'700);
  EXPECT_EQ(since(last - 3'001).size(), 11U);
  EXPECT_EQ(since(1).size(), 721U);
  EXPECT_EQ(error_of("/0/public/OHLC?pair=XBTUSD&since=x"),
            "EGeneral:Invalid arguments:since");
}

TEST_F(KrakenCandles, AlwaysEndWithTheRunningOneEvenForATimeToCome) {
  const auto last = running(60);
  for (const auto since : {last - 60, last, last + 60'000}) {
    const auto found = rows("&since=" + std::to_string(since));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0][0], last);
  }
}

TEST_F(KrakenCandles, NameTheLastClosedOneToGoOnFrom) {
  const auto hour = running(3'600);
  const auto result = ask_for("pair=XBTUSD&interval=60");
  EXPECT_EQ(result["last"], hour - 3'600);
  const auto next = rows("&interval=60&since=" + result["last"].dump());
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0][0], hour);
}

TEST_F(KrakenCandles, OnceClosedNeverChangeAndTheRunningOneMoves) {
  const auto hour = running(3'600);
  const auto before = rows("&interval=60");
  pass(90s);
  const auto after = rows("&interval=60");
  ASSERT_EQ(after.back()[0], hour);
  for (auto i = std::size_t{0}; i < 720; ++i)
    ASSERT_EQ(before[i], after[i]);
  EXPECT_EQ(after.back()[1], before.back()[1]);
  EXPECT_GT(number(after.back()[6]), number(before.back()[6]));
  EXPECT_GT(after.back()[7].get<int>(), before.back()[7].get<int>());
}

TEST_F(KrakenCandles, OfFiveMinutesAddUpToThoseOfFifteen) {
  const auto small = rows("&interval=5");
  const auto big = rows("&interval=15");
  auto compared = 0;
  for (auto i = std::size_t{0}; i + 3 < small.size(); ++i) {
    if (small[i][0].get<std::int64_t>() % 900 != 0)
      continue;
    const auto whole = std::find_if(big.begin(), big.end(), [&](const auto& x) {
      return x[0] == small[i][0];
    });
    ASSERT_NE(whole, big.end());
    const auto& x = *whole;
    EXPECT_EQ(x[1], small[i][1]);
    EXPECT_EQ(number(x[2]),
              std::max({number(small[i][2]), number(small[i + 1][2]),
                        number(small[i + 2][2])}));
    EXPECT_EQ(number(x[3]),
              std::min({number(small[i][3]), number(small[i + 1][3]),
                        number(small[i + 2][3])}));
    EXPECT_EQ(x[4], small[i + 2][4]);
    EXPECT_EQ(x[7].get<int>(), small[i][7].get<int>()
                                 + small[i + 1][7].get<int>()
                                 + small[i + 2][7].get<int>());
    ++compared;
  }
  EXPECT_GT(compared, 200);
}

TEST_F(KrakenCandles, KeepTheirAverageBetweenLowAndHigh) {
  for (const auto& x : rows("")) {
    if (x[7] == 0)
      continue;
    EXPECT_LE(number(x[3]), number(x[5]));
    EXPECT_LE(number(x[5]), number(x[2]));
  }
}

TEST_F(KrakenCandles, OfAThinMarketStandStillWhereNothingTraded) {
  auto quiet = 0;
  const auto found = ask_for("pair=1INCHEUR")["1INCHEUR"];
  ASSERT_EQ(found.size(), 721U);
  for (auto i = std::size_t{1}; i < found.size(); ++i) {
    const auto& x = found[i];
    if (x[7] != 0) {
      EXPECT_GT(number(x[6]), 0);
      continue;
    }
    ++quiet;
    for (const auto k : {1, 2, 3, 4})
      EXPECT_EQ(x[static_cast<std::size_t>(k)], found[i - 1][4]);
    EXPECT_EQ(number(x[5]), 0);
    EXPECT_EQ(x[6], "0.00000000");
  }
  EXPECT_GT(quiet, 0);
}

TEST_F(KrakenCandles, AreTheSameForTheSameSeedAndOtherwiseNot) {
  const auto body = [this](std::uint64_t seed) {
    return (*make_kraken({.seed = seed}))
      ->arrive({"GET", "", "/0/public/OHLC?pair=SOLUSD", {}, {}}, now)
      .content.body;
  };
  EXPECT_EQ(body(1), body(1));
  EXPECT_NE(body(1), body(2));
}

TEST_F(KrakenCandles, NeedAPairThatIsKnown) {
  EXPECT_EQ(error_of("/0/public/OHLC"), "EGeneral:Invalid arguments:pair");
  EXPECT_EQ(error_of("/0/public/OHLC?pair=BTC-USD"),
            "EQuery:Unknown asset pair");
  EXPECT_EQ(error_of("/0/public/OHLC?pair=XBTUSD,ETHUSD"),
            "EQuery:Unknown asset pair");
}

} // namespace
} // namespace ballast::sim
