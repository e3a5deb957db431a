#include "tests/venues/recorded.hpp"
#include "venues/coinbase/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

json recorded_products(const std::string& id) {
  for (const auto& row : recorded_rows("coinbase/replies.jsonl", "products"))
    if (row.at("id") == id)
      return row.at("body");
  throw std::runtime_error{"no such reply"};
}

/// The list of BTC-USD and BTC-USDC as recorded in April 2026.
json two_products() { return recorded_products("co-res-0006"); }

answer<std::vector<market>> markets_of(const json& body) {
  return decode_markets(reply_of(body.dump()));
}

/// Markets after one member of BTC-USD has been replaced.
answer<std::vector<market>> markets_with(const char* name, const json& value) {
  auto body = two_products();
  body["products"][0][name] = value;
  return markets_of(body);
}

market_state state_with(const char* name, const json& value) {
  const auto read = markets_with(name, value);
  EXPECT_EQ(read.value->front().venue_symbol, "BTC-USD");
  return read.value->front().state;
}

ticker ticker_with(const char* name, const json& value) {
  auto body = two_products();
  body["products"][0][name] = value;
  return decode_tickers(reply_of(body.dump())).value->front();
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(CoinbaseMarkets, ReadsTheRecordedProducts) {
  const auto read = markets_of(two_products());
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.text, "2 markets");
  ASSERT_EQ(read.value->size(), 2U);
  const auto& x = read.value->front();
  EXPECT_EQ(x.symbol.to_string(), "BTC/USD");
  EXPECT_EQ(x.venue_symbol, "BTC-USD");
  EXPECT_EQ(x.state, market_state::tradable);
  EXPECT_EQ(x.price_increment, number("0.01"));
  EXPECT_EQ(x.size_increment, number("0.00000001"));
  EXPECT_EQ(x.size_min, number("0.00000001"));
  EXPECT_EQ(x.size_max, number("3400"));
  EXPECT_EQ(x.notional_min, number("1"));
  EXPECT_EQ(x.mirror_of, "");
  EXPECT_EQ(read.value->back().mirror_of, "BTC-USD");
}

TEST(CoinbaseMarkets, ReadsEveryRecordedListOfSpotMarkets) {
  for (const auto& row : recorded_rows("coinbase/replies.jsonl", "products")) {
    // Bodies from before 2024 have no price_increment.
    std::size_t spot = 0;
    for (const auto& x : row.at("body").at("products"))
      if (x.at("product_type") == "SPOT" && x.contains("price_increment"))
        ++spot;
    const auto read = markets_of(row.at("body"));
    EXPECT_EQ(read.value ? read.value->size() : 0, spot)
      << row.at("id") << read.text;
  }
}

TEST(CoinbaseMarkets, LeavesOutWhatIsNotSpotWithoutAWord) {
  const auto read = markets_with("product_type", "FUTURE");
  ASSERT_EQ(read.value->size(), 1U);
  EXPECT_EQ(read.text, "1 markets");
}

TEST(CoinbaseMarkets, MapsEveryFlagToAState) {
  EXPECT_EQ(state_with("status", "delisted"), market_state::delisted);
  EXPECT_EQ(state_with("status", "offline"), market_state::halted);
  EXPECT_EQ(state_with("status", ""), market_state::halted);
  EXPECT_EQ(state_with("status", nullptr), market_state::halted);
  EXPECT_EQ(state_with("is_disabled", true), market_state::halted);
  EXPECT_EQ(state_with("trading_disabled", true), market_state::halted);
  EXPECT_EQ(state_with("view_only", true), market_state::halted);
  EXPECT_EQ(state_with("cancel_only", true), market_state::cancel_only);
  EXPECT_EQ(state_with("post_only", true), market_state::post_only);
  EXPECT_EQ(state_with("limit_only", true), market_state::limit_only);
  EXPECT_EQ(state_with("auction_mode", true), market_state::limit_only);
}

TEST(CoinbaseMarkets, TheStrongestFlagDecides) {
  auto body = two_products();
  for (const auto* name : {"post_only", "limit_only", "cancel_only"})
    body["products"][0][name] = true;
  EXPECT_EQ(markets_of(body).value->front().state, market_state::cancel_only);
  body["products"][0]["is_disabled"] = true;
  EXPECT_EQ(markets_of(body).value->front().state, market_state::halted);
}

TEST(CoinbaseMarkets, FaultE26_AFlagThatCannotBeReadForbids) {
  for (const auto& value : {json(1), json("yes"), json::object(), json(0)})
    EXPECT_EQ(state_with("is_disabled", value), market_state::halted);
  for (const auto& value :
       {json(nullptr), json(""), json("false"), json(false)})
    EXPECT_EQ(state_with("is_disabled", value), market_state::tradable);
}

TEST(CoinbaseMarkets, FaultE26_LeavesOutAMarketWithoutReadableIncrements) {
  for (const auto* name : {"price_increment", "base_increment"})
    for (const auto& value :
         {json(nullptr), json(""), json("0"), json("-0.01"), json(0.01),
          json(1), json("abc"), json("0.00000000000000000000001"),
          json("123456789012345678901234"), json::array(), json("NaN")}) {
      const auto read = markets_with(name, value);
      ASSERT_TRUE(read.value);
      ASSERT_EQ(read.value->size(), 1U) << name << value;
      EXPECT_EQ(read.value->front().venue_symbol, "BTC-USDC");
      EXPECT_EQ(read.text, "1 markets, 1 left out as unreadable: BTC-USD");
    }
}

TEST(CoinbaseMarkets, FaultE26_ReadsExponentsExactly) {
  const auto read = markets_with("price_increment", "1e-8");
  EXPECT_EQ(read.value->front().price_increment.to_string(), "0.00000001");
}

TEST(CoinbaseMarkets, AbsentBoundsAreZeroAndUnreadableOnesLeaveTheMarketOut) {
  EXPECT_TRUE(
    markets_with("base_max_size", "").value->front().size_max.is_zero());
  EXPECT_TRUE(markets_with("quote_min_size", nullptr)
                .value->front()
                .notional_min.is_zero());
  EXPECT_EQ(markets_with("base_min_size", "abc").value->size(), 1U);
  EXPECT_EQ(markets_with("quote_min_size", 1.5).value->size(), 1U);
}

TEST(CoinbaseMarkets, GivesEachSymbolOnce) {
  auto body = two_products();
  body["products"].push_back(body["products"][0]);
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 2U);
  EXPECT_NE(read.text.find("1 left out"), std::string::npos);
}

TEST(CoinbaseMarkets, FaultE21_AnEmptyListIsABrokenAnswer) {
  EXPECT_EQ(markets_of({{"products", json::array()}}).kind,
            outcome_kind::malformed);
  EXPECT_EQ(markets_of({{"products", json::array({1, nullptr, "x"})}}).kind,
            outcome_kind::malformed);
  EXPECT_EQ(markets_of({{"products", nullptr}}).kind, outcome_kind::malformed);
  EXPECT_EQ(markets_of(json::object()).kind, outcome_kind::malformed);
}

TEST(CoinbaseMarkets, FaultE10_ATruncatedListIsNoShorterList) {
  const auto whole = two_products().dump();
  for (std::size_t size = 0; size < whole.size(); size += 7)
    EXPECT_FALSE(decode_markets(reply_of(whole.substr(0, size))).value);
}

TEST(CoinbaseMarkets, KeepsItsRemarkShortHoweverManyAreLeftOut) {
  auto body = two_products();
  for (int i = 0; i < 1000; ++i) {
    auto x = body["products"][0];
    x["product_id"] = "BROKEN" + std::to_string(i);
    body["products"].push_back(std::move(x));
  }
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 2U);
  EXPECT_EQ(read.text.size(), 200U);
  EXPECT_EQ(read.text.find("2 markets, 1000 left out"), 0U);
}

TEST(CoinbaseMarkets, ReadsTheWholeVenue) {
  auto body = two_products();
  const auto model = body["products"][0];
  body["products"] = json::array();
  auto lines = std::istringstream{recorded_text("coinbase/product_ids.csv")};
  for (std::string line; std::getline(lines, line);) {
    auto x = model;
    x["product_id"] = line.substr(0, line.find(','));
    body["products"].push_back(std::move(x));
  }
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->size(), 970U);
  EXPECT_EQ(read.text, "970 markets");
}

TEST(CoinbaseTickers, ReadsPricesVolumeAndChange) {
  const auto read = decode_tickers(reply_of(two_products().dump()));
  ASSERT_TRUE(read.value) << read.text;
  const auto& x = read.value->front();
  EXPECT_EQ(x.symbol.to_string(), "BTC/USD");
  EXPECT_EQ(x.last, number("68925.98"));
  EXPECT_TRUE(x.bid.is_zero());
  EXPECT_TRUE(x.ask.is_zero());
  EXPECT_DOUBLE_EQ(x.volume_quote, 758532193.02);
  EXPECT_DOUBLE_EQ(x.change, -0.0028225832119521);
}

TEST(CoinbaseTickers, ReadsBothSidesWhereGiven) {
  EXPECT_EQ(ticker_with("best_bid_price", "68925.97").bid, number("68925.97"));
  EXPECT_EQ(ticker_with("best_ask_price", "68925.99").ask, number("68925.99"));
}

TEST(CoinbaseTickers, FaultE21_WhatIsUnknownIsZeroAndNeverAPrice) {
  for (const auto& value : {json(nullptr), json(""), json("0"), json("-5"),
                            json(5.5), json("abc"), json("1e30")}) {
    EXPECT_TRUE(ticker_with("price", value).last.is_zero()) << value;
    EXPECT_TRUE(ticker_with("best_bid_price", value).bid.is_zero()) << value;
  }
  EXPECT_EQ(ticker_with("approximate_quote_24h_volume", "").volume_quote, 0);
  EXPECT_EQ(ticker_with("approximate_quote_24h_volume", "-1").volume_quote, 0);
  EXPECT_EQ(ticker_with("price_percentage_change_24h", "inf").change, 0);
}

} // namespace ballast::venues::coinbase
