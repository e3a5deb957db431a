#include "tests/venues/recorded.hpp"
#include "venues/binance/codec.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace ballast::venues::binance {

namespace {

using nlohmann::json;

market_names names_of(const json& expected) {
  std::vector<market> listed;
  for (const auto& [id, row] : expected.items()) {
    market x;
    x.venue_symbol = id;
    x.symbol = *symbol::parse(row.at("symbol").get<std::string>());
    listed.push_back(std::move(x));
  }
  market_names names;
  names.learn(listed);
  return names;
}

/// BNB/BTC as the manual shows it.
json one_ticker() {
  return recorded_rows("binance/replies.jsonl", "tickers").front();
}

answer<std::vector<ticker>> tickers_of(const json& body) {
  return decode_tickers(reply_of(body.dump()),
                        names_of(one_ticker().at("expected")));
}

ticker ticker_with(const char* name, const json& value) {
  auto body = one_ticker().at("body");
  body[0][name] = value;
  const auto read = tickers_of(body);
  EXPECT_TRUE(read.value) << name << value << read.text;
  return read.value ? read.value->front() : ticker{};
}

void expect_price(const json& row, const char* name, decimal price) {
  // Absent is zero.
  const auto expected
    = row.at(name).is_number() ? row.at(name).get<double>() : 0.0;
  EXPECT_DOUBLE_EQ(price.to_double(), expected) << row << name;
}

} // namespace

TEST(BinanceTickers, ReadsEveryRecordedAnswer) {
  auto checked = 0;
  for (const auto& row : recorded_rows("binance/replies.jsonl", "tickers")) {
    const auto& expected = row.at("expected");
    const auto read
      = decode_tickers(reply_of(row.at("body").dump()), names_of(expected));
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    ASSERT_EQ(read.value->size(), expected.size());
    for (const auto& x : *read.value) {
      const auto& y = expected.at(x.symbol.base + x.symbol.quote);
      expect_price(y, "last", x.last);
      expect_price(y, "bid", x.bid);
      expect_price(y, "ask", x.ask);
      EXPECT_DOUBLE_EQ(x.volume_quote, y.at("quoteVolume"));
      ++checked;
    }
  }
  EXPECT_GE(checked, 8);
}

TEST(BinanceTickers, KeepsPricesExactAndChangesAFraction) {
  const auto x = ticker_with("askPrice", "0.00000123");
  EXPECT_EQ(x.symbol.to_string(), "BNB/BTC");
  EXPECT_EQ(x.last.to_string(), "4.000002");
  EXPECT_EQ(x.ask.to_string(), "0.00000123");
  EXPECT_DOUBLE_EQ(x.change, -0.9596);
}

TEST(BinanceTickers, LeavesOutMarketsThatNoListHasNamed) {
  auto body = one_ticker().at("body");
  body.push_back(body[0]);
  body[1]["symbol"] = "SOLUSDT";
  body.push_back(nullptr);
  const auto read = tickers_of(body);
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->size(), 1U);
  EXPECT_EQ(read.text, "1 tickers, 2 of no known market left out");
  EXPECT_EQ(decode_tickers(reply_of(body.dump()), market_names{}).kind,
            outcome_kind::malformed);
}

TEST(BinanceTickers, FaultE21_WhatIsUnknownIsZeroAndNeverAPrice) {
  for (const auto& value :
       {json(nullptr), json(""), json("0.00000000"), json("-5"), json(5.5),
        json("abc"), json("1e30"), json::array()}) {
    EXPECT_TRUE(ticker_with("lastPrice", value).last.is_zero()) << value;
    EXPECT_TRUE(ticker_with("bidPrice", value).bid.is_zero()) << value;
    EXPECT_TRUE(ticker_with("askPrice", value).ask.is_zero()) << value;
  }
  for (const auto& value : {json(nullptr), json(""), json("-1"), json("inf"),
                            json("1e999"), json::object()})
    EXPECT_EQ(ticker_with("quoteVolume", value).volume_quote, 0) << value;
  for (const auto& value : {json(nullptr), json("nan"), json(1)})
    EXPECT_EQ(ticker_with("priceChangePercent", value).change, 0) << value;
}

TEST(BinanceTickers, StatisticsStayFinite) {
  EXPECT_TRUE(std::isfinite(ticker_with("quoteVolume", "1e308").volume_quote));
  EXPECT_TRUE(
    std::isfinite(ticker_with("priceChangePercent", "-1e308").change));
}

TEST(BinanceTickers, FaultE10_RefusesWhatIsNoAnswer) {
  const auto whole = one_ticker().at("body").dump();
  const auto names = names_of(one_ticker().at("expected"));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(decode_tickers(reply_of(whole.substr(0, size)), names).value);
  for (const auto& body :
       {json::array(), json("x"), json::object(), json::array({nullptr})})
    EXPECT_EQ(tickers_of(body).kind, outcome_kind::malformed) << body;
}

} // namespace ballast::venues::binance
