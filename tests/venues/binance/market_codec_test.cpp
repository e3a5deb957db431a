#include "tests/venues/recorded.hpp"
#include "venues/binance/codec.hpp"
#include "venues/binance/listing.hpp"
#include "venues/payload.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::venues::binance {

namespace {

using nlohmann::json;

json recorded_info(const std::string& id) {
  for (const auto& row : recorded_rows("binance/replies.jsonl", "markets"))
    if (row.at("id") == id)
      return row.at("body");
  throw std::runtime_error{"no such reply"};
}

/// Four markets as recorded in September 2024; ETH/BTC is the first.
json four_markets() { return recorded_info("bi-info-2024"); }

answer<std::vector<market>> markets_of(const json& body) {
  return decode_markets(reply_of(body.dump()));
}

/// Markets after one member of ETH/BTC has been replaced.
answer<std::vector<market>> markets_with(const char* name, const json& value) {
  auto body = four_markets();
  body["symbols"][0][name] = value;
  return markets_of(body);
}

json& filter_of(json& row, const std::string& type) {
  for (auto& x : row["filters"])
    if (x.at("filterType") == type)
      return x;
  throw std::runtime_error{"no such filter"};
}

/// Markets after one member of a filter of ETH/BTC has been replaced.
answer<std::vector<market>> markets_with(const std::string& filter,
                                         const char* name, const json& value) {
  auto body = four_markets();
  filter_of(body["symbols"][0], filter)[name] = value;
  return markets_of(body);
}

/// ETH/BTC where it can still be read.
market first_of(const answer<std::vector<market>>& x) {
  EXPECT_TRUE(x.value && x.value->size() == 4U) << x.text;
  return x.value->front();
}

/// A whole answer, filled up with blanks.
net::reply filled_up(std::size_t bytes) {
  auto body = four_markets().dump();
  body.resize(bytes, ' ');
  return reply_of(body);
}

void expect_left_out(const answer<std::vector<market>>& x) {
  ASSERT_TRUE(x.value) << x.text;
  ASSERT_EQ(x.value->size(), 3U) << x.text;
  EXPECT_EQ(x.value->front().venue_symbol, "BTCUSDT");
  EXPECT_EQ(x.text.find("3 markets, 1 left out as unreadable:"), 0U) << x.text;
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(BinanceMarkets, FaultE11_AreReadFromLongerBodiesThanOtherAnswers) {
  EXPECT_TRUE(decode_markets(filled_up(market_list_max)).value);
  EXPECT_EQ(decode_markets(filled_up(market_list_max + 1)).kind,
            outcome_kind::malformed);
  EXPECT_TRUE(decode_time(filled_up(body_max + 1)).text.starts_with("a body"));
}

TEST(BinanceMarkets, ReadsTheRecordedMarkets) {
  const auto read = markets_of(four_markets());
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.text, "4 markets");
  const auto& x = (*read.value)[1];
  EXPECT_EQ(x.symbol.to_string(), "BTC/USDT");
  EXPECT_EQ(x.venue_symbol, "BTCUSDT");
  EXPECT_EQ(x.state, market_state::tradable);
  EXPECT_EQ(x.price_increment, number("0.01"));
  EXPECT_EQ(x.size_increment, number("0.00001"));
  EXPECT_EQ(x.size_min, number("0.00001"));
  EXPECT_EQ(x.size_max, number("9000"));
  EXPECT_EQ(x.notional_min, number("5"));
  EXPECT_EQ(x.mirror_of, "");
}

TEST(BinanceMarkets, ReadsTheOlderFilterOfOrderValues) {
  const auto read = markets_of(recorded_info("bi-res-0123"));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->front().symbol.to_string(), "BTC/USDT");
  EXPECT_EQ(read.value->front().notional_min, number("10"));
  EXPECT_EQ(read.value->front().price_increment, number("0.01"));
}

TEST(BinanceMarkets, ReadsAListOfRealMarketsExactly) {
  auto body = four_markets();
  const auto model = body["symbols"][0];
  body["symbols"] = json::array();
  const auto rows = recorded_table("binance/markets.csv");
  for (const auto& row : rows) {
    auto x = model;
    x["symbol"] = row.at(0);
    x["baseAsset"] = row.at(1);
    x["quoteAsset"] = row.at(2);
    filter_of(x, "PRICE_FILTER")["tickSize"] = row.at(3);
    filter_of(x, "LOT_SIZE")["stepSize"] = row.at(4);
    filter_of(x, "LOT_SIZE")["minQty"] = row.at(5);
    filter_of(x, "LOT_SIZE")["maxQty"] = row.at(6);
    filter_of(x, "NOTIONAL")["minNotional"] = row.at(7);
    body["symbols"].push_back(std::move(x));
  }
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->size(), 416U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& x = (*read.value)[i];
    EXPECT_EQ(x.venue_symbol, rows[i][0]);
    EXPECT_EQ(x.symbol, (symbol{rows[i][1], rows[i][2]}));
    EXPECT_EQ(x.price_increment, number(rows[i][3]));
    EXPECT_EQ(x.size_increment, number(rows[i][4]));
    EXPECT_EQ(x.size_min, number(rows[i][5]));
    EXPECT_EQ(x.size_max, number(rows[i][6]));
    EXPECT_EQ(x.notional_min, number(rows[i][7]));
  }
}

TEST(BinanceMarkets, NamesEveryIdThatTheVenueEverHadByItsBaseAndQuote) {
  auto body = four_markets();
  const auto model = body["symbols"][0];
  body["symbols"] = json::array();
  std::map<std::string, std::string> canonical;
  for (const auto& row : recorded_table("binance/ids.csv")) {
    const auto base = row.at(0).substr(0, row.at(0).size() - row.at(1).size());
    ASSERT_EQ(base + row.at(1), row.at(0));
    auto x = model;
    x["symbol"] = row.at(0);
    x["baseAsset"] = base;
    x["quoteAsset"] = row.at(1);
    body["symbols"].push_back(std::move(x));
    canonical[row.at(0)] = base + '/' + row.at(1);
  }
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  // Five have a base in Chinese, which no symbol of ours can hold.
  EXPECT_EQ(canonical.size(), 3651U);
  EXPECT_EQ(read.value->size(), 3646U);
  EXPECT_EQ(read.text.find("3646 markets, 5 left out"), 0U) << read.text;
  market_names names;
  names.learn(*read.value);
  for (const auto& x : *read.value) {
    EXPECT_EQ(x.symbol.to_string(), canonical.at(x.venue_symbol));
    EXPECT_EQ(*names.find(x.venue_symbol), x.symbol);
  }
}

TEST(BinanceMarkets, NoIdIsSplitByGuess) {
  // Where does USDSOLDUSDT split? Only the list knows.
  auto body = four_markets();
  body["symbols"][0]["symbol"] = "USDSOLDUSDT";
  body["symbols"][0]["baseAsset"] = "USDSOLD";
  body["symbols"][0]["quoteAsset"] = "USDT";
  body["symbols"][1]["symbol"] = "SOLUSDSOLD";
  body["symbols"][1]["baseAsset"] = "SOL";
  body["symbols"][1]["quoteAsset"] = "USDSOLD";
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ((*read.value)[0].symbol.to_string(), "USDSOLD/USDT");
  EXPECT_EQ((*read.value)[1].symbol.to_string(), "SOL/USDSOLD");
}

TEST(BinanceMarkets, MapsEveryStatusToAState) {
  const auto state_with
    = [](const json& x) { return first_of(markets_with("status", x)).state; };
  EXPECT_EQ(state_with("TRADING"), market_state::tradable);
  EXPECT_EQ(state_with("CANCEL_ONLY"), market_state::cancel_only);
  for (const auto& value :
       {json("HALT"), json("BREAK"), json("END_OF_DAY"), json("PRE_TRADING"),
        json("trading"), json(""), json(nullptr), json(1)})
    EXPECT_EQ(state_with(value), market_state::halted) << value;
}

TEST(BinanceMarkets, FaultE26_AFlagThatCannotBeReadForbids) {
  const auto state_with = [](const json& x) {
    return first_of(markets_with("isSpotTradingAllowed", x)).state;
  };
  EXPECT_EQ(state_with(true), market_state::tradable);
  for (const auto& value : {json(false), json(nullptr), json("true"), json(1)})
    EXPECT_EQ(state_with(value), market_state::halted) << value;
}

TEST(BinanceMarkets, AnIncrementOfZeroIsTheLastDecimal) {
  for (const auto& zero : {json("0.00000000"), json("0"), json(nullptr)}) {
    EXPECT_EQ(
      first_of(markets_with("PRICE_FILTER", "tickSize", zero)).price_increment,
      number("0.00000001"));
    EXPECT_EQ(
      first_of(markets_with("LOT_SIZE", "stepSize", zero)).size_increment,
      number("0.00000001"));
  }
  EXPECT_EQ(first_of(markets_with("filters", json::array())).price_increment,
            number("0.00000001"));
  auto body = four_markets();
  body["symbols"][0]["filters"] = json::array();
  body["symbols"][0]["quoteAssetPrecision"] = nullptr;
  expect_left_out(markets_of(body));
}

TEST(BinanceMarkets, FaultE26_LeavesOutAMarketThatCannotBeRounded) {
  for (const auto& value :
       {json("-0.01"), json(0.01), json("abc"), json("0.0000000000000000001"),
        json("0.01 "), json::array(), json(true)}) {
    expect_left_out(markets_with("PRICE_FILTER", "tickSize", value));
    expect_left_out(markets_with("LOT_SIZE", "stepSize", value));
    expect_left_out(markets_with("LOT_SIZE", "minQty", value));
    expect_left_out(markets_with("LOT_SIZE", "maxQty", value));
    expect_left_out(markets_with("NOTIONAL", "minNotional", value));
  }
  for (const auto* name : {"symbol", "baseAsset", "quoteAsset"})
    for (const auto& value : {json(nullptr), json(""), json(1)})
      expect_left_out(markets_with(name, value));
  for (const auto& value :
       {json(nullptr), json("x"), json::object(), json::array({nullptr}),
        json::array({json::object()}), json::array({{{"filterType", 1}}})})
    expect_left_out(markets_with("filters", value));
  for (const auto* base : {"eth", "ETH/X", "\xe5\xb8\x81"})
    expect_left_out(markets_with("baseAsset", base));
}

TEST(BinanceMarkets, IgnoresFiltersThatItDoesNotKnow) {
  auto body = four_markets();
  body["symbols"][0]["filters"].push_back(
    {{"filterType", "SOMETHING_NEW"}, {"tickSize", "abc"}});
  EXPECT_EQ(first_of(markets_of(body)).price_increment, number("0.00001"));
}

TEST(BinanceMarkets, OfTwoLeastValuesTheLargerBinds) {
  auto body = four_markets();
  body["symbols"][0]["filters"].push_back(
    {{"filterType", "MIN_NOTIONAL"}, {"minNotional", "7"}});
  EXPECT_EQ(first_of(markets_of(body)).notional_min, number("7"));
}

TEST(BinanceMarkets, GivesEachSymbolOnce) {
  auto body = four_markets();
  body["symbols"].push_back(body["symbols"][0]);
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 4U);
  EXPECT_NE(read.text.find("1 left out"), std::string::npos);
}

TEST(BinanceMarkets, FaultE21_AnEmptyListIsABrokenAnswer) {
  for (const auto& rows : {json::object(), json::array(), json(nullptr),
                           json("x"), json::array({nullptr, 1})})
    EXPECT_EQ(markets_of({{"symbols", rows}}).kind, outcome_kind::malformed)
      << rows;
  EXPECT_FALSE(markets_of(json::array()).value);
}

TEST(BinanceMarkets, FaultE10_ATruncatedListIsNoShorterList) {
  const auto whole = four_markets().dump();
  for (std::size_t size = 0; size < whole.size(); size += 7)
    EXPECT_FALSE(decode_markets(reply_of(whole.substr(0, size))).value);
}

TEST(BinanceMarkets, KeepsItsRemarkShortHoweverManyAreLeftOut) {
  auto body = four_markets();
  for (int i = 0; i < 1000; ++i)
    body["symbols"].push_back(
      {{"symbol", "BROKEN" + std::to_string(i)}, {"filters", json::array()}});
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 4U);
  EXPECT_EQ(read.text.size(), 200U);
  EXPECT_EQ(read.text.find("4 markets, 1000 left out"), 0U);
}

} // namespace ballast::venues::binance
