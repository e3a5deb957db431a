#include "tests/venues/recorded.hpp"
#include "venues/okx/codec.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace ballast::venues::okx {

namespace {

using nlohmann::json;

json recorded_push(const std::string& id) {
  for (const auto& row : recorded_rows("okx/replies.jsonl", "ticker_push"))
    if (row.at("id") == id)
      return row.at("body");
  throw std::runtime_error{"no such reply"};
}

/// BTC-USDT as recorded in May 2022.
json one_ticker() { return recorded_push("okx-ws-330"); }

answer<std::vector<ticker>> tickers_of(const json& body) {
  return decode_tickers(reply_of(body.dump()));
}

ticker ticker_with(const char* name, const json& value) {
  auto body = one_ticker();
  body["data"][0][name] = value;
  const auto read = tickers_of(body);
  EXPECT_TRUE(read.value) << name << value << read.text;
  return read.value ? read.value->front() : ticker{};
}

} // namespace

TEST(OkxTickers, ReadsTheRecordedTicker) {
  const auto read = tickers_of(one_ticker());
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->size(), 1U);
  EXPECT_EQ(read.text, "1 tickers");
  const auto& x = read.value->front();
  EXPECT_EQ(x.symbol.to_string(), "BTC/USDT");
  EXPECT_EQ(x.last.to_string(), "30236");
  EXPECT_EQ(x.bid.to_string(), "30228.6");
  EXPECT_EQ(x.ask.to_string(), "30228.7");
  EXPECT_DOUBLE_EQ(x.volume_quote, 525802090.62716611);
  EXPECT_DOUBLE_EQ(x.change, 30236 / 29700.4 - 1);
}

TEST(OkxTickers, LeavesOutOtherInstrumentsWithoutAWord) {
  auto body = one_ticker();
  body["data"].push_back(recorded_push("okx-ws-329")["data"][0]);
  const auto read = tickers_of(body);
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->size(), 1U);
  EXPECT_EQ(read.text, "1 tickers");
  for (const auto& row : recorded_rows("okx/replies.jsonl", "tickers"))
    EXPECT_EQ(tickers_of(row.at("body")).kind, outcome_kind::malformed)
      << "swaps alone";
}

TEST(OkxTickers, CountsWhatItCannotName) {
  auto body = one_ticker();
  auto nameless = body["data"][0];
  nameless["instId"] = "BTC-USDT-SWAP";
  body["data"].push_back(nameless);
  nameless.erase("instId");
  body["data"].push_back(nameless);
  body["data"].push_back("BTC-USDT");
  EXPECT_EQ(tickers_of(body).text,
            "1 tickers, 3 left out as unreadable: BTC-USDT-SWAP");
}

TEST(OkxTickers, FaultE21_WhatIsUnknownIsZeroAndNeverAPrice) {
  for (const auto& price :
       {json(nullptr), json(""), json("0"), json("-5"), json(5.5), json("abc"),
        json("1e30"), json::array(), json::object()}) {
    EXPECT_TRUE(ticker_with("last", price).last.is_zero()) << price;
    EXPECT_EQ(ticker_with("last", price).change, 0) << price;
    EXPECT_TRUE(ticker_with("bidPx", price).bid.is_zero()) << price;
    EXPECT_TRUE(ticker_with("askPx", price).ask.is_zero()) << price;
  }
  for (const auto& figure : {json(nullptr), json(""), json("0"), json("-1"),
                             json(1), json("inf"), json::array()}) {
    EXPECT_EQ(ticker_with("volCcy24h", figure).volume_quote, 0) << figure;
    EXPECT_EQ(ticker_with("open24h", figure).change, 0) << figure;
  }
}

TEST(OkxTickers, StatisticsStayFinite) {
  EXPECT_TRUE(std::isfinite(ticker_with("volCcy24h", "1e308").volume_quote));
  EXPECT_TRUE(std::isfinite(ticker_with("open24h", "1e-320").change));
}

TEST(OkxTickers, FaultE10_RefusesWhatIsNoAnswer) {
  const auto whole = one_ticker().dump();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(decode_tickers(reply_of(whole.substr(0, size))).value);
  for (const auto& data : {json::array(), json("x"), json::object(),
                           json::array({nullptr}), json(nullptr)})
    EXPECT_EQ(tickers_of({{"code", "0"}, {"data", data}}).kind,
              outcome_kind::malformed)
      << data;
}

} // namespace ballast::venues::okx
