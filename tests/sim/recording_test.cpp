#include "sim/recording.hpp"
#include "tests/sim/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::sim {
namespace {

constexpr auto day = std::int64_t{86'400};
constexpr auto first_day = 19'000 * day;

/// Two days of minutes, every third one without a trade.
std::vector<bar> two_days() {
  auto result = std::vector<bar>{};
  for (auto i = std::int64_t{0}; i < 2 * day / 60; ++i)
    if (i % 3 != 2)
      result.push_back(
        {first_day + i * 60, 100 + i, 105 + i, 95 + i, 101 + i, 2});
  return result;
}

std::vector<bar> bars(const recording& x, std::int64_t from, std::int64_t to,
                      std::int64_t width, std::int64_t now) {
  auto result = std::vector<bar>{};
  x.append_bars(result, from, to, width, now);
  return result;
}

class CandleFiles : public testing::Test {
protected:
  temporary_directory directory_;
};

TEST(Recording, ShowsUnshiftedWhatWasRecordedOnceAndNothingElse) {
  const auto subject = recording{two_days(), 60, std::nullopt};
  const auto now = first_day + 10 * day;
  EXPECT_EQ(bars(subject, first_day, now, 60, now), two_days());
  EXPECT_TRUE(bars(subject, first_day - day, first_day - 60, 60, now).empty());
}

TEST(Recording, MergesToWiderBucketsAndHasNoNarrowerOnes) {
  const auto subject = recording{two_days(), 60, std::nullopt};
  const auto now = first_day + 10 * day;
  const auto found = bars(subject, first_day, first_day, 300, now);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (bar{first_day, 100, 109, 95, 105, 8}));
  const auto hours = recording{{{first_day, 1, 2, 1, 2, 1}}, 3600, {}};
  EXPECT_TRUE(bars(hours, first_day, first_day, 60, now).empty());
}

TEST(Recording, ShiftedEndsOnTheGivenDayAndRepeatsBeforeAndAfter) {
  const auto end = first_day + 500 * day;
  const auto subject = recording{two_days(), 60, end + 3'600};
  const auto now = end + 100 * day;
  const auto last = bars(subject, end - 2 * day, end - 1, 60, now);
  ASSERT_EQ(last.size(), two_days().size());
  EXPECT_EQ(last.front().open, two_days().front().open);
  for (const auto turn : {-7, 3}) {
    const auto other = bars(subject, end + turn * 2 * day,
                            end + (turn + 1) * 2 * day - 1, 60, now);
    ASSERT_EQ(other.size(), last.size()) << turn;
    EXPECT_EQ(other.front().open, last.front().open);
    EXPECT_EQ(other.back().close, last.back().close);
  }
}

TEST(Recording, TellsOfARunningBarOnlyHowItBegan) {
  const auto subject = recording{two_days(), 60, std::nullopt};
  const auto found = bars(subject, first_day, first_day, 60, first_day + 30);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (bar{first_day, 100, 100, 100, 100, 1}));
  EXPECT_EQ(subject.last_price(first_day + 30), 100);
  EXPECT_EQ(subject.last_price(first_day + 59), 101);
}

TEST_F(CandleFiles, AreFoundByTheSymbolInTheirNamesTheFinestFirst) {
  directory_.write("b_BTC-USD_5m_x.csv", "");
  const auto fine = directory_.write("c_BTC-USD_1m_x.csv", "");
  directory_.write("d_BTC-USD_1m_x.csv", "");
  directory_.write("README.md", "");
  const auto found = find_candle_files(directory_.path());
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->at("BTC-USD").path, fine);
  EXPECT_EQ(found->at("BTC-USD").width, 60);
}

TEST_F(CandleFiles, AreReadInTicksWithoutTheRowsInWhichNothingTraded) {
  const auto path = directory_.write("a_X-USD_1m_x.csv",
                                     "time_ms,open,high,low,close,volume\n"
                                     "60000,1.5,2.25,1,2,5.4e-05\n"
                                     "120000,2,2,2,2,0.0\n");
  const auto found = read_candle_file(path, 2, 8);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front(), (bar{60, 150, 225, 100, 200, 5'400}));
}

TEST_F(CandleFiles, AreRefusedWithTheLineThatIsBroken) {
  const auto header = std::string{"time_ms,open,high,low,close,volume\n"};
  for (const auto* row :
       {"60000,1,2,1,2", "60000,1,2,1,2,x", "60000,1,2,1,2,1,9",
        "60000,1,2,1,2,-1", "60000,nan,2,1,2,1"}) {
    const auto found
      = read_candle_file(directory_.write("a.csv", header + row), 2, 2);
    ASSERT_FALSE(found) << row;
    EXPECT_EQ(found.error().code, ec::corrupt);
    EXPECT_NE(found.error().text.find("a.csv:2"), std::string::npos);
  }
}

TEST(CandleDirectory, ThatIsNotThereIsNotFound) {
  const auto found = find_candle_files("no/such/directory");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ec::not_found);
}

} // namespace
} // namespace ballast::sim
