#include "tests/venues/recorded.hpp"
#include "venues/kraken/codec.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace ballast::venues::kraken {

namespace {

using nlohmann::json;

pair_names known_names() {
  market usd;
  usd.venue_symbol = "XXBTZUSD";
  usd.symbol = {"BTC", "USD"};
  market usdt;
  usdt.venue_symbol = "XBTUSDT";
  usdt.symbol = {"BTC", "USDT"};
  pair_names names;
  names.learn({usd, usdt});
  return names;
}

/// BTC/USD as recorded in July 2023.
json one_ticker() {
  for (const auto& row : recorded_rows("kraken/replies.jsonl", "tickers"))
    if (row.at("id") == "kraken-resp-026")
      return row.at("body");
  throw std::runtime_error{"no such reply"};
}

answer<std::vector<ticker>> tickers_of(const json& body) {
  return decode_tickers(reply_of(body.dump()), known_names());
}

ticker ticker_with(const char* name, const json& value) {
  auto body = one_ticker();
  body["result"]["XXBTZUSD"][name] = value;
  const auto read = tickers_of(body);
  EXPECT_TRUE(read.value) << name << value << read.text;
  return read.value ? read.value->front() : ticker{};
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(KrakenTickers, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("kraken/replies.jsonl", "tickers")) {
    const auto read = tickers_of(row.at("body"));
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    ASSERT_EQ(read.value->size(), 1U);
    const auto& expected = row.at("expected").front();
    const auto text
      = [&](const char* name) { return expected.at(name).get<std::string>(); };
    const auto& x = read.value->front();
    EXPECT_EQ(x.last, number(text("last")));
    EXPECT_EQ(x.bid, number(text("bid")));
    EXPECT_EQ(x.ask, number(text("ask")));
    EXPECT_DOUBLE_EQ(x.volume_quote, std::stod(text("volume_24h"))
                                       * std::stod(text("vwap_24h")));
    EXPECT_DOUBLE_EQ(
      x.change,
      (number(text("last")) - number(text("open_today_utc"))).to_double()
        / std::stod(text("open_today_utc")));
  }
}

TEST(KrakenTickers, NamesTheMarketAsItsListDid) {
  EXPECT_EQ(tickers_of(one_ticker()).value->front().symbol.to_string(),
            "BTC/USD");
}

TEST(KrakenTickers, LeavesOutMarketsThatNoListHasNamed) {
  auto body = one_ticker();
  body["result"]["SOLUSD"] = body["result"]["XXBTZUSD"];
  const auto read = tickers_of(body);
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->size(), 1U);
  EXPECT_EQ(read.text, "1 tickers, 1 of no known market left out");
  EXPECT_EQ(decode_tickers(reply_of(body.dump()), pair_names{}).kind,
            outcome_kind::malformed);
}

TEST(KrakenTickers, FaultE21_WhatIsUnknownIsZeroAndNeverAPrice) {
  for (const auto& price : {json(nullptr), json(""), json("0"), json("-5"),
                            json(5.5), json("abc"), json("1e30")}) {
    EXPECT_TRUE(ticker_with("c", {price, "1"}).last.is_zero()) << price;
    EXPECT_TRUE(ticker_with("b", {price, "1", "1"}).bid.is_zero()) << price;
    EXPECT_TRUE(ticker_with("a", {price, "1", "1"}).ask.is_zero()) << price;
  }
  for (const auto& list : {json(nullptr), json::array(), json("1"), json(1)}) {
    EXPECT_TRUE(ticker_with("c", list).last.is_zero()) << list;
    EXPECT_EQ(ticker_with("c", list).change, 0) << list;
    EXPECT_EQ(ticker_with("v", list).volume_quote, 0) << list;
  }
  EXPECT_EQ(ticker_with("v", {"1", "-1"}).volume_quote, 0);
  EXPECT_EQ(ticker_with("p", {"1", "inf"}).volume_quote, 0);
  EXPECT_EQ(ticker_with("o", "0").change, 0);
  EXPECT_EQ(ticker_with("o", 1).change, 0);
}

TEST(KrakenTickers, TellSmallChangesToTheLastDigit) {
  auto body = one_ticker();
  auto& row = body["result"]["XXBTZUSD"];
  row["o"] = "100000.0";
  row["c"] = {"100000.1", "1"};
  const auto read = tickers_of(body);
  ASSERT_TRUE(read.value);
  // A quotient less one would end after ten digits.
  EXPECT_DOUBLE_EQ(read.value->front().change, 1e-6);
}

TEST(KrakenTickers, StatisticsStayFinite) {
  EXPECT_TRUE(std::isfinite(ticker_with("v", {"1", "1e308"}).volume_quote));
  EXPECT_TRUE(std::isfinite(ticker_with("o", "1e-320").change));
}

TEST(KrakenTickers, FaultE10_RefusesWhatIsNoAnswer) {
  const auto whole = one_ticker().dump();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(
      decode_tickers(reply_of(whole.substr(0, size)), known_names()).value);
  for (const auto& result :
       {json::array(), json("x"), json::object(), json{{"XXBTZUSD", nullptr}}})
    EXPECT_EQ(tickers_of({{"error", json::array()}, {"result", result}}).kind,
              outcome_kind::malformed)
      << result;
}

} // namespace ballast::venues::kraken
