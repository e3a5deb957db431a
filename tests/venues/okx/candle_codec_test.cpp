#include "tests/venues/recorded.hpp"
#include "venues/okx/codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace ballast::venues::okx {

namespace {

using namespace std::chrono_literals;

/// An answer with these rows.
std::string with_rows(const std::string& rows) {
  return R"({"code":"0","msg":"","data":[)" + rows + "]}";
}

/// A row in which one column has been replaced.
std::string with(std::size_t column, const std::string& value) {
  auto row = std::array<std::string, 9>{R"("1712188800000")",
                                        R"("2")",
                                        R"("4")",
                                        R"("1")",
                                        R"("3")",
                                        R"("5")",
                                        R"("6")",
                                        R"("7")",
                                        R"("1")"};
  if (column < row.size())
    row[column] = value;
  std::string text;
  for (const auto& x : row)
    text += (text.empty() ? "[" : ",") + x;
  return text + ']';
}

constexpr std::size_t none = 99; ///< No column is replaced.

answer<std::vector<candle>> decode(std::string body) {
  return decode_candles(reply_of(std::move(body)));
}

answer<std::vector<candle>> decode_row(std::size_t column,
                                       const std::string& value) {
  return decode(with_rows(with(column, value)));
}

double number(const nlohmann::json& text) {
  return std::stod(text.get<std::string>());
}

/// What is expected, less the second of two rows with one start.
std::vector<nlohmann::json> each_start_once(const nlohmann::json& rows) {
  std::vector<nlohmann::json> kept;
  std::set<std::int64_t> seen;
  for (const auto& x : rows)
    if (seen.insert(x.at("open_time_ms").get<std::int64_t>()).second)
      kept.push_back(x);
  return kept;
}

} // namespace

TEST(OkxCandles, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("okx/replies.jsonl", "candles")) {
    const auto read = decode(row.at("body").dump());
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    const auto expected
      = each_start_once(row.at("expected").at("oldest_first"));
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(x.start.time_since_epoch().count(),
                expected[i].at("open_time_ms"));
      EXPECT_EQ(x.open, number(expected[i].at("o")));
      EXPECT_EQ(x.high, number(expected[i].at("h")));
      EXPECT_EQ(x.low, number(expected[i].at("l")));
      EXPECT_EQ(x.close, number(expected[i].at("c")));
      EXPECT_EQ(x.volume, number(expected[i].at("base_volume")));
      EXPECT_EQ(x.closed, expected[i].at("closed"));
    }
  }
}

TEST(OkxCandles, TheVenuesFlagAloneSaysWhatIsClosed) {
  EXPECT_TRUE(decode_row(none, "").value->front().closed);
  EXPECT_FALSE(decode_row(8, R"("0")").value->front().closed);
  for (const auto* flag :
       {R"("")", R"("2")", R"("01")", "null", "1", "true", "[]"}) {
    const auto read = decode_row(8, flag);
    EXPECT_EQ(read.kind, outcome_kind::malformed) << flag;
    EXPECT_FALSE(read.value);
  }
}

TEST(OkxCandles, SortsAndGivesEachStartOnce) {
  const auto read = decode(with_rows(with(0, R"("1712192400000")") + ','
                                     + with(0, R"("1712188800000")") + ','
                                     + with(0, R"("1712192400000")")));
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->size(), 2U);
  EXPECT_LT(read.value->front().start, read.value->back().start);
}

TEST(OkxCandles, AMarketWithoutAnyIsNoError) {
  const auto read = decode(with_rows(""));
  EXPECT_EQ(read.kind, outcome_kind::ok);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->empty());
}

TEST(OkxCandles, FaultE26_ReadsNumbersForTextAndExponents) {
  EXPECT_EQ(decode_row(4, "3.5").value->front().close, 3.5);
  EXPECT_EQ(decode_row(4, R"("1e-8")").value->front().close, 1e-8);
  EXPECT_EQ(
    decode_row(4, R"("0.12345678901234567890123")").value->front().close,
    0.12345678901234568);
  EXPECT_EQ(decode_row(0, "1712188800000").value->front().start,
            decode_row(none, "").value->front().start);
  EXPECT_EQ(decode_row(5, R"("0")").value->front().volume, 0);
}

TEST(OkxCandles, FaultE21_AbsentNullAndZeroNeverBecomeAPrice) {
  for (const auto* price :
       {"null", R"("")", R"("0")", "0", R"("-1")", R"("nan")", R"("inf")",
        R"("1e999")", R"("abc")", R"("1 ")", "{}", "[]", "true"})
    for (std::size_t column = 1; column <= 4; ++column) {
      const auto read = decode_row(column, price);
      EXPECT_EQ(read.kind, outcome_kind::malformed) << column << ' ' << price;
      EXPECT_FALSE(read.value);
    }
  EXPECT_FALSE(
    decode(with_rows(R"(["1712188800000","2","4","1","3","5","6","7"])")).value)
    << "without the flag";
  EXPECT_FALSE(decode(with_rows("null")).value);
  EXPECT_FALSE(decode(with_rows("{}")).value);
}

TEST(OkxCandles, RefusesStartsThatAreNoTime) {
  for (const auto* start :
       {"null", R"("")", "-5", R"("1e9")", R"("253402300799001")",
        "18446744073709551615", "1.5", "0", R"("0")"})
    EXPECT_FALSE(decode_row(0, start).value) << start;
}

TEST(OkxCandles, FaultE10_RefusesWhatIsCutOff) {
  const auto whole = with_rows(with(none, ""));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = decode(whole.substr(0, size));
    EXPECT_EQ(read.kind, outcome_kind::malformed) << size;
    EXPECT_FALSE(read.value);
  }
}

TEST(OkxCandles, FaultE26_SurvivesMarksAndSurrogates) {
  EXPECT_TRUE(decode("\xef\xbb\xbf" + with_rows(with(none, ""))).value);
  EXPECT_FALSE(decode_row(4, R"("\ud800")").value);
  EXPECT_FALSE(decode_row(4, "\"\xff\"").value);
}

TEST(OkxCandles, AnUnknownMarketIsNoBrokenAnswer) {
  const auto read = decode(
    R"({"code":"51001","data":[],"msg":"Instrument ID does not exist"})");
  EXPECT_EQ(read.kind, outcome_kind::unknown_symbol);
  EXPECT_FALSE(read.value);
}

TEST(OkxCandles, OffersTheBarsThatCountFromMidnightUtcAlone) {
  EXPECT_EQ(bar_of(1min), "1m");
  EXPECT_EQ(bar_of(30min), "30m");
  EXPECT_EQ(bar_of(1h), "1H");
  EXPECT_EQ(bar_of(4h), "4H");
  EXPECT_EQ(bar_of(6h), "6Hutc");
  EXPECT_EQ(bar_of(12h), "12Hutc");
  EXPECT_EQ(bar_of(24h), "1Dutc");
  for (const auto timeframe :
       {0s, 1s, 61s, std::chrono::seconds{8h}, std::chrono::seconds{48h},
        std::chrono::seconds{24h * 7}})
    EXPECT_FALSE(bar_of(timeframe)) << timeframe.count();
}

} // namespace ballast::venues::okx
