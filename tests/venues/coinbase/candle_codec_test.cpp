#include "tests/venues/recorded.hpp"
#include "venues/coinbase/codec.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::venues::coinbase {

namespace {

using namespace std::chrono_literals;

constexpr auto late = unix_time{std::chrono::seconds{2'000'000'000}};

std::string one_candle(const std::string& members) {
  return R"({"candles":[{)" + members + "}]}";
}

/// A candle in which one member has been replaced.
std::string with(const std::string& name, const std::string& value) {
  std::string members;
  for (const auto& [key, usual] :
       std::map<std::string, std::string>{{"start", "\"1712188800\""},
                                          {"low", "\"1\""},
                                          {"high", "\"4\""},
                                          {"open", "\"2\""},
                                          {"close", "\"3\""},
                                          {"volume", "\"5\""}}) {
    members += members.empty() ? "" : ",";
    members += '"' + key + "\":" + (key == name ? value : usual);
  }
  return one_candle(members);
}

answer<std::vector<candle>> decode(std::string body) {
  return decode_candles(reply_of(std::move(body)), 1h, late);
}

} // namespace

TEST(CoinbaseCandles, ReadsEveryRecordedAnswer) {
  const auto timeframes = std::map<std::string, std::chrono::seconds>{
    {"1m", 1min}, {"5m", 5min}, {"1h", 1h}, {"1d", 24h}};
  for (const auto& row : recorded_rows("coinbase/candles.jsonl")) {
    const auto read = decode_candles(reply_of(row.at("body").dump()),
                                     timeframes.at(row.at("timeframe")), late);
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(x.start.time_since_epoch().count(), expected[i][0]);
      EXPECT_EQ(x.open, expected[i][1]);
      EXPECT_EQ(x.high, expected[i][2]);
      EXPECT_EQ(x.low, expected[i][3]);
      EXPECT_EQ(x.close, expected[i][4]);
      EXPECT_EQ(x.volume, expected[i][5]);
      EXPECT_TRUE(x.closed);
    }
  }
}

TEST(CoinbaseCandles, TheOneThatHasNotEndedIsOpen) {
  const auto row = recorded_rows("coinbase/candles.jsonl").front();
  const auto body = row.at("body").dump();
  const auto end = unix_time{std::chrono::seconds{1'712'192'400}} + 1h;
  auto read = decode_candles(reply_of(body), 1h, end - 1ms);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->front().closed);
  EXPECT_FALSE(read.value->back().closed);
  read = decode_candles(reply_of(body), 1h, end);
  EXPECT_TRUE(read.value->back().closed);
}

TEST(CoinbaseCandles, AMarketWithoutTradesHasNone) {
  const auto read = decode(R"({"candles":[]})");
  EXPECT_EQ(read.kind, outcome_kind::ok);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->empty());
}

TEST(CoinbaseCandles, FaultE13_AnErrorBesideAnEmptyListIsNoQuietMarket) {
  const auto read = decode(R"({"candles":[],"error":"resource_exhausted"})");
  EXPECT_EQ(read.kind, outcome_kind::throttled);
  EXPECT_FALSE(read.value);
  EXPECT_TRUE(decode(R"({"candles":[],"error":"","success":true})").value);
}

TEST(CoinbaseCandles, GivesEachStartOnce) {
  const auto once = with("", "");
  const auto candle_text = once.substr(12, once.size() - 14);
  const auto read
    = decode(R"({"candles":[)" + candle_text + ',' + candle_text + "]}");
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->size(), 1U);
}

TEST(CoinbaseCandles, FaultE26_ReadsNumbersForTextAndExponents) {
  EXPECT_EQ(decode(with("close", "3.5")).value->front().close, 3.5);
  EXPECT_EQ(decode(with("close", "\"1e-8\"")).value->front().close, 1e-8);
  EXPECT_EQ(
    decode(with("close", "\"0.12345678901234567890123\"")).value->front().close,
    0.12345678901234568);
  EXPECT_EQ(decode(with("start", "1712188800")).value->front().start,
            decode(with("", "")).value->front().start);
  EXPECT_EQ(decode(with("volume", "\"0\"")).value->front().volume, 0);
}

TEST(CoinbaseCandles, FaultE21_AbsentNullAndZeroNeverBecomeAPrice) {
  for (const auto* price :
       {"null", "\"\"", "\"0\"", "0", "\"-1\"", "\"nan\"", "\"inf\"",
        "\"1e999\"", "\"abc\"", "\"1 \"", "\"0x1\"", "{}", "[]", "true"})
    for (const auto* name : {"open", "high", "low", "close"}) {
      const auto read = decode(with(name, price));
      EXPECT_EQ(read.kind, outcome_kind::malformed) << name << ' ' << price;
      EXPECT_FALSE(read.value);
    }
  EXPECT_FALSE(decode(one_candle(R"("start":"1712188800","low":"1")")).value);
}

TEST(CoinbaseCandles, RefusesStartsThatAreNoTime) {
  for (const auto* start :
       {"null", "\"\"", "\"-5\"", "\"1e9\"", "\"99999999999999999999\"",
        "\"253402300800\"", "18446744073709551615", "1.5", "0"})
    EXPECT_FALSE(decode(with("start", start)).value) << start;
}

TEST(CoinbaseCandles, FaultE10_RefusesWhatIsNoAnswer) {
  const auto whole = with("", "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = decode(whole.substr(0, size));
    EXPECT_EQ(read.kind, outcome_kind::malformed) << size;
    EXPECT_FALSE(read.value);
  }
  for (const auto* body :
       {"[]", "null", "{}", R"({"candles":null})", R"({"candles":{}})",
        R"({"candles":[null]})", R"({"candles":"x"})", "<html></html>",
        R"({"candles":[]}{"candles":[]})"})
    EXPECT_EQ(decode(body).kind, outcome_kind::malformed) << body;
}

TEST(CoinbaseCandles, FaultE26_SurvivesMarksSurrogatesAndDuplicates) {
  EXPECT_TRUE(decode("\xef\xbb\xbf" + with("", "")).value);
  EXPECT_FALSE(decode(with("close", "\"\\ud800\"")).value);
  EXPECT_FALSE(decode(with("close", "\"\xff\"")).value);
  const auto twice = decode(with("close", "\"3\",\"close\":\"7\""));
  ASSERT_TRUE(twice.value);
  const auto close = twice.value->front().close;
  EXPECT_TRUE(close == 3 || close == 7);
}

TEST(CoinbaseCandles, AnUnknownMarketIsNoBrokenAnswer) {
  const auto read = decode_candles(
    reply_of(R"({"error":"NOT_FOUND","message":"no such product"})", 404), 1h,
    late);
  EXPECT_EQ(read.kind, outcome_kind::unknown_symbol);
  EXPECT_FALSE(read.value);
}

TEST(CoinbaseCandles, OffersTheVenuesTimeframesAlone) {
  EXPECT_EQ(granularity_of(5min), "FIVE_MINUTE");
  EXPECT_EQ(granularity_of(24h), "ONE_DAY");
  EXPECT_FALSE(granularity_of(3min));
  EXPECT_FALSE(granularity_of(12h));
  EXPECT_FALSE(granularity_of(0s));
}

} // namespace ballast::venues::coinbase
