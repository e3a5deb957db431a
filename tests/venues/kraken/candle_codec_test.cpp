#include "tests/venues/recorded.hpp"
#include "venues/kraken/codec.hpp"

#include <gtest/gtest.h>

#include <array>

namespace ballast::venues::kraken {

namespace {

using namespace std::chrono_literals;

constexpr auto late = unix_time{std::chrono::seconds{2'000'000'000}};

/// An answer with these rows.
std::string with_rows(const std::string& rows) {
  return R"({"error":[],"result":{"XXBTZUSD":[)" + rows
         + R"(],"last":1712188740}})";
}

/// A row in which one column has been replaced.
std::string with(std::size_t column, const std::string& value) {
  auto row
    = std::array<std::string, 8>{"1712188800", R"("2")", R"("4")", R"("1")",
                                 R"("3")",     R"("0")", R"("5")", "7"};
  if (column < row.size())
    row[column] = value;
  std::string text;
  for (const auto& x : row)
    text += (text.empty() ? "[" : ",") + x;
  return text + ']';
}

constexpr std::size_t none = 99; ///< No column is replaced.

answer<std::vector<candle>> decode(std::string body) {
  return decode_candles(reply_of(std::move(body)), 1h, late);
}

answer<std::vector<candle>> decode_row(std::size_t column,
                                       const std::string& value) {
  return decode(with_rows(with(column, value)));
}

double number(const nlohmann::json& text) {
  return std::stod(text.get<std::string>());
}

} // namespace

TEST(KrakenCandles, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("kraken/replies.jsonl", "candles")) {
    const auto read
      = decode_candles(reply_of(row.at("body").dump()), 1min, late);
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    const auto& expected = row.at("expected").at("candles");
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(x.start.time_since_epoch() / 1s, expected[i].at("open_time_s"));
      EXPECT_EQ(x.open, number(expected[i].at("o")));
      EXPECT_EQ(x.high, number(expected[i].at("h")));
      EXPECT_EQ(x.low, number(expected[i].at("l")));
      EXPECT_EQ(x.close, number(expected[i].at("c")));
      EXPECT_EQ(x.volume, number(expected[i].at("volume")));
      EXPECT_EQ(x.closed, expected[i].at("closed"));
    }
  }
}

TEST(KrakenCandles, TheLastOneIsRunningWhateverOurClockSays) {
  const auto rows = with(0, "1712188800") + ',' + with(0, "1712192400");
  const auto read = decode(with_rows(rows));
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->front().closed);
  EXPECT_FALSE(read.value->back().closed);
}

TEST(KrakenCandles, NoneIsClosedBeforeItsEnd) {
  const auto rows = with(0, "1712188800") + ',' + with(0, "1712192400");
  const auto end = unix_time{std::chrono::seconds{1'712'192'400}};
  const auto closed_at = [&](unix_time now) {
    return decode_candles(reply_of(with_rows(rows)), 1h, now)
      .value->front()
      .closed;
  };
  EXPECT_FALSE(closed_at(end - 1ms));
  EXPECT_TRUE(closed_at(end));
}

TEST(KrakenCandles, SortsAndGivesEachStartOnce) {
  const auto read
    = decode(with_rows(with(0, "1712192400") + ',' + with(0, "1712188800") + ','
                       + with(0, "1712192400")));
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->size(), 2U);
  EXPECT_LT(read.value->front().start, read.value->back().start);
}

TEST(KrakenCandles, AMarketWithoutAnyIsNoError) {
  const auto read = decode(with_rows(""));
  EXPECT_EQ(read.kind, outcome_kind::ok);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->empty());
}

TEST(KrakenCandles, TakesTheIdThatTheVenueChooses) {
  EXPECT_TRUE(
    decode(R"({"error":[],"result":{"last":"1","SOLUSD":[]}})").value);
  EXPECT_TRUE(decode(R"({"error":[],"result":{"SOLUSD":[]}})").value);
}

TEST(KrakenCandles, RefusesTwoListsAndNone) {
  for (const auto* result : {R"({"A":[],"B":[]})", R"({"last":1})", "{}", "[]",
                             R"({"A":{}})", R"({"A":null,"last":1})", R"("x")"})
    EXPECT_EQ(
      decode(std::string{R"({"error":[],"result":)"} + result + '}').kind,
      outcome_kind::malformed)
      << result;
}

TEST(KrakenCandles, FaultE26_ReadsNumbersForTextAndExponents) {
  EXPECT_EQ(decode_row(4, "3.5").value->front().close, 3.5);
  EXPECT_EQ(decode_row(4, R"("1e-8")").value->front().close, 1e-8);
  EXPECT_EQ(
    decode_row(4, R"("0.12345678901234567890123")").value->front().close,
    0.12345678901234568);
  EXPECT_EQ(decode_row(0, R"("1712188800")").value->front().start,
            decode_row(none, "").value->front().start);
  EXPECT_EQ(decode_row(6, R"("0")").value->front().volume, 0);
}

TEST(KrakenCandles, FaultE21_AbsentNullAndZeroNeverBecomeAPrice) {
  for (const auto* price :
       {"null", R"("")", R"("0")", "0", R"("-1")", R"("nan")", R"("inf")",
        R"("1e999")", R"("abc")", R"("1 ")", "{}", "[]", "true"})
    for (std::size_t column = 1; column <= 4; ++column) {
      const auto read = decode_row(column, price);
      EXPECT_EQ(read.kind, outcome_kind::malformed) << column << ' ' << price;
      EXPECT_FALSE(read.value);
    }
  EXPECT_FALSE(decode(with_rows(R"([1712188800,"2","4","1"])")).value);
  EXPECT_FALSE(decode(with_rows("null")).value);
}

TEST(KrakenCandles, RefusesStartsThatAreNoTime) {
  for (const auto* start : {"null", R"("")", "-5", R"("1e9")", "253402300800",
                            "18446744073709551615", "1.5", "0"})
    EXPECT_FALSE(decode_row(0, start).value) << start;
}

TEST(KrakenCandles, FaultE10_RefusesWhatIsCutOff) {
  const auto whole = with_rows(with(none, ""));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = decode(whole.substr(0, size));
    EXPECT_EQ(read.kind, outcome_kind::malformed) << size;
    EXPECT_FALSE(read.value);
  }
}

TEST(KrakenCandles, FaultE26_SurvivesMarksAndSurrogates) {
  EXPECT_TRUE(decode("\xef\xbb\xbf" + with_rows(with(none, ""))).value);
  EXPECT_FALSE(decode_row(4, R"("\ud800")").value);
  EXPECT_FALSE(decode_row(4, "\"\xff\"").value);
}

TEST(KrakenCandles, AnUnknownMarketIsNoBrokenAnswer) {
  const auto read = decode(R"({"error":["EQuery:Unknown asset pair"]})");
  EXPECT_EQ(read.kind, outcome_kind::unknown_symbol);
  EXPECT_FALSE(read.value);
}

TEST(KrakenCandles, OffersTheVenuesTimeframesAlone) {
  EXPECT_EQ(interval_of(1min), 1U);
  EXPECT_EQ(interval_of(4h), 240U);
  EXPECT_EQ(interval_of(24h), 1440U);
  EXPECT_FALSE(interval_of(3min));
  EXPECT_FALSE(interval_of(2h));
  EXPECT_FALSE(interval_of(0s));
  EXPECT_FALSE(interval_of(61s));
}

} // namespace ballast::venues::kraken
