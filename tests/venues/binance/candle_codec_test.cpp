#include "tests/venues/recorded.hpp"
#include "venues/binance/codec.hpp"

#include <gtest/gtest.h>

#include <array>

namespace ballast::venues::binance {

namespace {

using namespace std::chrono_literals;

constexpr auto start = unix_time{1'499'040'000'000ms};
constexpr auto late = unix_time{std::chrono::seconds{2'000'000'000}};

/// A row in which one column has been replaced.
std::string with(std::size_t column, const std::string& value) {
  auto row = std::array<std::string, 12>{
    "1499040000000", R"("2")",   R"("4")", R"("1")", R"("3")", R"("5")",
    "1499043599999", R"("9.5")", "308",    R"("1")", R"("2")", R"("0")"};
  if (column < row.size())
    row[column] = value;
  std::string text;
  for (const auto& x : row)
    text += (text.empty() ? "[" : ",") + x;
  return text + ']';
}

constexpr std::size_t none = 99; ///< No column is replaced.

answer<std::vector<candle>> decode(const std::string& rows,
                                   unix_time now = late) {
  return decode_candles(reply_of('[' + rows + ']'), 1h, now);
}

answer<std::vector<candle>> decode_row(std::size_t column,
                                       const std::string& value) {
  return decode(with(column, value));
}

} // namespace

TEST(BinanceCandles, ReadsEveryRecordedAnswer) {
  auto checked = 0;
  for (const auto& row : recorded_rows("binance/replies.jsonl", "candles")) {
    const auto read
      = decode_candles(reply_of(row.at("body").dump()), 1min, late);
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(x.start.time_since_epoch() / 1ms, expected[i][0]);
      EXPECT_EQ(x.open, expected[i][1]);
      EXPECT_EQ(x.high, expected[i][2]);
      EXPECT_EQ(x.low, expected[i][3]);
      EXPECT_EQ(x.close, expected[i][4]);
      EXPECT_EQ(x.volume, expected[i][5]);
      EXPECT_TRUE(x.closed);
      ++checked;
    }
  }
  EXPECT_GE(checked, 15);
}

TEST(BinanceCandles, TheLastOneIsOpenUntilItsEnd) {
  const auto rows = with(none, "") + ',' + with(0, "1499043600000");
  const auto closed_at = [&](unix_time now) {
    const auto read = decode(rows, now);
    return std::pair{read.value->front().closed, read.value->back().closed};
  };
  using both = std::pair<bool, bool>;
  EXPECT_EQ(closed_at(start + 1h - 1ms), both(false, false));
  EXPECT_EQ(closed_at(start + 1h), both(true, false));
  EXPECT_EQ(closed_at(start + 2h - 1ms), both(true, false));
  EXPECT_EQ(closed_at(start + 2h), both(true, true));
}

TEST(BinanceCandles, SortsAndGivesEachStartOnce) {
  const auto read = decode(with(0, "1499043600000") + ',' + with(none, "") + ','
                           + with(0, "1499043600000"));
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->size(), 2U);
  EXPECT_EQ(read.value->front().start, start);
}

TEST(BinanceCandles, AMarketWithoutAnyIsNoError) {
  const auto read = decode("");
  EXPECT_EQ(read.kind, outcome_kind::ok);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->empty());
}

TEST(BinanceCandles, FaultE26_ReadsNumbersForTextAndExponents) {
  EXPECT_EQ(decode_row(4, "3.5").value->front().close, 3.5);
  EXPECT_EQ(decode_row(4, R"("1e-8")").value->front().close, 1e-8);
  EXPECT_EQ(decode_row(0, R"("1499040000000")").value->front().start, start);
  EXPECT_EQ(decode_row(5, R"("0")").value->front().volume, 0);
}

TEST(BinanceCandles, FaultE21_AbsentNullAndZeroNeverBecomeAPrice) {
  for (const auto* price :
       {"null", R"("")", R"("0")", "0", R"("-1")", R"("nan")", R"("inf")",
        R"("1e999")", R"("abc")", R"("1 ")", "{}", "[]", "true"})
    for (std::size_t column = 1; column <= 4; ++column) {
      const auto read = decode_row(column, price);
      EXPECT_EQ(read.kind, outcome_kind::malformed) << column << ' ' << price;
      EXPECT_FALSE(read.value);
    }
  EXPECT_FALSE(decode_row(5, R"("-1")").value);
  EXPECT_FALSE(decode(R"([1499040000000,"2","4","1","3"])").value);
  EXPECT_FALSE(decode("null").value);
  EXPECT_FALSE(decode(with(none, "") + ",{}").value);
}

TEST(BinanceCandles, RefusesStartsThatAreNoTime) {
  for (const auto* text : {"null", R"("")", "-5", R"("1e9")", "253402300799001",
                           "18446744073709551615", "1.5", "0"})
    EXPECT_FALSE(decode_row(0, text).value) << text;
}

TEST(BinanceCandles, FaultE10_RefusesWhatIsCutOff) {
  const auto whole = '[' + with(none, "") + ']';
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = decode_candles(reply_of(whole.substr(0, size)), 1h, late);
    EXPECT_EQ(read.kind, outcome_kind::malformed) << size;
    EXPECT_FALSE(read.value);
  }
}

TEST(BinanceCandles, AnUnknownMarketIsNoBrokenAnswer) {
  const auto read = decode_candles(
    reply_of(R"({"code":-1121,"msg":"Invalid symbol."})", 400), 1h, late);
  EXPECT_EQ(read.kind, outcome_kind::unknown_symbol);
  EXPECT_FALSE(read.value);
}

TEST(BinanceCandles, OffersTheTimeframesThatStartAtTheirMultiples) {
  EXPECT_EQ(interval_of(1s), "1s");
  EXPECT_EQ(interval_of(1min), "1m");
  EXPECT_EQ(interval_of(4h), "4h");
  EXPECT_EQ(interval_of(24h), "1d");
  for (const auto none_of_theirs : {0s, 2s, 61s, 600s, 259'200s, 604'800s})
    EXPECT_FALSE(interval_of(none_of_theirs));
}

} // namespace ballast::venues::binance
