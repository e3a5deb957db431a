#include "tests/venues/recorded.hpp"
#include "venues/alpaca/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

using nlohmann::json;

decimal number(std::string_view text) { return *decimal::parse(text); }

answer<std::vector<ticker>> decode(const std::string& body) {
  return decode_tickers(reply_of(body));
}

ticker only(const std::string& snapshot) {
  const auto read = decode(R"({"snapshots":{"BTC/USD":)" + snapshot + "}}");
  EXPECT_TRUE(read.value) << read.text;
  return read.value ? read.value->front() : ticker{};
}

} // namespace

TEST(AlpacaTickers, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "tickers")) {
    const auto read = decode(row.at("body").dump());
    ASSERT_TRUE(read.value) << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->size(), expected.size());
    for (const auto& x : *read.value) {
      const auto& y = expected.at(x.symbol.to_string());
      EXPECT_EQ(x.last.to_string(), y.at("last"));
      EXPECT_EQ(x.bid.to_string(), y.at("bid"));
      EXPECT_EQ(x.ask.to_string(), y.at("ask"));
      EXPECT_NEAR(x.volume_quote, y.at("volume_quote").get<double>(),
                  1e-9 * x.volume_quote);
      EXPECT_NEAR(x.change, y.at("change").get<double>(), 1e-12);
    }
  }
}

TEST(AlpacaTickers, KeepsEveryDigitOfANumber) {
  const auto x = only(R"({"latestTrade":{"p":0.000012345678901234},)"
                      R"("latestQuote":{"bp":1e-8,"ap":123456789.987654321}})");
  EXPECT_EQ(x.last, number("0.000012345678901234"));
  EXPECT_EQ(x.bid, number("0.00000001"));
  EXPECT_EQ(x.ask, number("123456789.987654321"));
}

TEST(AlpacaTickers, WhatIsNotThereIsUnknownAndNoPrice) {
  for (const auto* snapshot :
       {"{}", R"({"latestTrade":null,"latestQuote":null,"dailyBar":null})",
        R"({"latestTrade":7,"latestQuote":[]})",
        R"({"latestTrade":{"p":0},"latestQuote":{"bp":-1,"ap":"x"}})",
        R"({"dailyBar":{"v":1e308,"vw":1e308},"prevDailyBar":{"c":1}})"}) {
    const auto x = only(snapshot);
    EXPECT_TRUE(x.last.is_zero() && x.bid.is_zero() && x.ask.is_zero());
    EXPECT_EQ(x.volume_quote, 0) << snapshot;
    EXPECT_EQ(x.change, 0) << snapshot;
  }
}

TEST(AlpacaTickers, LeavesOutWhatIsNoPairOrNoSnapshot) {
  const auto read = decode(
    R"({"snapshots":{"BTC/USD":{},"AAPL":{},"btc/usd":{},"ETH/USD":null}})");
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->size(), 1U);
  EXPECT_EQ(read.text, "1 tickers, 3 left out as unreadable");
  for (const auto* body : {"{}", "[]", R"({"snapshots":{}})",
                           R"({"snapshots":[]})", R"({"snapshots":null})"})
    EXPECT_EQ(decode(body).kind, outcome_kind::malformed) << body;
}

TEST(AlpacaTickers, ReadsSharesFromTheTop) {
  const auto read = decode(
    R"({"AAPL":{"latestTrade":{"p":187.5},"latestQuote":{"bp":187.4,"ap":187.6}},)"
    R"("GONE":null})");
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->size(), 1U);
  EXPECT_EQ(read.value->front().symbol, (symbol{"AAPL", "USD"}));
  EXPECT_EQ(read.value->front().last, *decimal::parse("187.5"));
  // Neither an error nor another list is one of shares.
  for (const auto* body : {R"({"message":"too many requests."})",
                           R"({"bars":{"AAPL":{}}})", R"({"AAPL":7})"})
    EXPECT_EQ(decode(body).kind, outcome_kind::malformed) << body;
}

} // namespace ballast::venues::alpaca
