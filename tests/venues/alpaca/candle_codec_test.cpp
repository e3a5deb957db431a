#include "tests/venues/recorded.hpp"
#include "venues/alpaca/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto late = unix_time{std::chrono::seconds{2'000'000'000}};

/// A bar in which one member has been replaced.
json bar(const char* name = "n", const json& value = 7) {
  json x = {{"t", "2024-04-04T00:00:00Z"},
            {"o", 2},
            {"h", 4},
            {"l", 1},
            {"c", 3},
            {"v", 5},
            {"n", 7},
            {"vw", 2.5}};
  x[name] = value;
  return x;
}

answer<std::vector<candle>> decode(const json& body, unix_time now = late) {
  return decode_candles(reply_of(body.dump()), 1h, now);
}

answer<std::vector<candle>> decode_bars(const json& bars,
                                        unix_time now = late) {
  return decode({{"bars", {{"AAPL", bars}}}, {"next_page_token", nullptr}},
                now);
}

} // namespace

TEST(AlpacaCandles, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "candles")) {
    const auto read = decode(row.at("body"));
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->size(), expected.size()) << row.at("id");
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(x.start, unix_time{std::chrono::seconds{
                           expected[i][0].get<std::int64_t>()}});
      EXPECT_DOUBLE_EQ(x.open, expected[i][1].get<double>());
      EXPECT_DOUBLE_EQ(x.high, expected[i][2].get<double>());
      EXPECT_DOUBLE_EQ(x.low, expected[i][3].get<double>());
      EXPECT_DOUBLE_EQ(x.close, expected[i][4].get<double>());
      EXPECT_DOUBLE_EQ(x.volume, expected[i][5].get<double>());
      EXPECT_TRUE(x.closed);
    }
  }
}

TEST(AlpacaCandles, RefusesAnswersThatGoOnOrSpeakOfSeveralMarkets) {
  for (const auto* kind : {"candles with a page", "candles of several"})
    for (const auto& row : recorded_rows("alpaca/replies.jsonl", kind))
      EXPECT_EQ(decode(row.at("body")).kind, outcome_kind::malformed)
        << row.at("id");
  EXPECT_NE(decode({{"bars", json::object()}, {"next_page_token", "x"}})
              .text.find("page"),
            std::string::npos);
}

TEST(AlpacaCandles, IsClosedOnceItsEndHasCome) {
  const auto end = unix_time{1'712'192'400s};
  EXPECT_TRUE(decode_bars(json::array({bar()}), end).value->front().closed);
  EXPECT_FALSE(
    decode_bars(json::array({bar()}), end - 1ms).value->front().closed);
}

TEST(AlpacaCandles, StandInOrderEachOnce) {
  const auto read = decode_bars({bar("t", "2024-04-04T02:00:00Z"),
                                 bar("t", "2024-04-04T01:00:00Z"), bar(),
                                 bar("t", "2024-04-04T01:00:00Z")});
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->size(), 3U);
  EXPECT_EQ((*read.value)[0].start, unix_time{1'712'188'800s});
  EXPECT_EQ((*read.value)[2].start, unix_time{1'712'196'000s});
}

TEST(AlpacaCandles, AQuietMarketIsAnAnswer) {
  for (const auto* body : {R"({"bars":{}})", R"({"bars":null})",
                           R"({"bars":{"AAPL":[]},"next_page_token":""})"}) {
    const auto read = decode_candles(reply_of(body), 1h, late);
    ASSERT_TRUE(read.value) << body << read.text;
    EXPECT_TRUE(read.value->empty());
  }
}

TEST(AlpacaCandles, CryptoWithoutATradeHasPricesAndNoVolume) {
  const auto read = decode_bars(json::array({bar("v", 0)}));
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->front().volume, 0);
}

TEST(AlpacaCandles, OneUnreadableBarSpoilsTheAnswer) {
  for (const auto* name : {"o", "h", "l", "c"})
    for (const auto& value : {json(0), json(-1), json(nullptr), json("x")})
      EXPECT_FALSE(decode_bars({bar(), bar(name, value)}).value)
        << name << value;
  for (const auto& value : {json(-1), json(nullptr), json("x"), json::array()})
    EXPECT_FALSE(decode_bars(json::array({bar("v", value)})).value) << value;
  for (const auto& value : {json(nullptr), json(1'712'188'800),
                            json("2024-04-04"), json("1970-01-01T00:00:00Z")})
    EXPECT_FALSE(decode_bars(json::array({bar("t", value)})).value) << value;
  EXPECT_FALSE(decode_bars(json::array({7})).value);
  EXPECT_FALSE(decode_bars(7).value);
  EXPECT_FALSE(decode({{"bars", 7}}).value);
  EXPECT_FALSE(decode(json::object()).value);
  EXPECT_FALSE(decode(json::array()).value);
}

TEST(AlpacaTimeframes, AreMinutesHoursAndADay) {
  EXPECT_EQ(timeframe_of(1min), "1Min");
  EXPECT_EQ(timeframe_of(15min), "15Min");
  EXPECT_EQ(timeframe_of(59min), "59Min");
  EXPECT_EQ(timeframe_of(1h), "1Hour");
  EXPECT_EQ(timeframe_of(23h), "23Hour");
  EXPECT_EQ(timeframe_of(24h), "1Day");
  for (const auto x : {std::chrono::seconds{0}, std::chrono::seconds{-60},
                       std::chrono::seconds{30}, std::chrono::seconds{90},
                       std::chrono::seconds{90min}, std::chrono::seconds{25h},
                       std::chrono::seconds{48h}})
    EXPECT_FALSE(timeframe_of(x)) << x.count();
}

} // namespace ballast::venues::alpaca
