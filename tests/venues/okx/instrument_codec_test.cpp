#include "tests/venues/recorded.hpp"
#include "venues/okx/codec.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::venues::okx {

namespace {

using nlohmann::json;

/// BTC, ETH and SOL against USD, as recorded.
json some_instruments() {
  for (const auto& row : recorded_rows("okx/replies.jsonl", "markets"))
    if (row.at("id") == "okx-resp-081")
      return row.at("body");
  throw std::runtime_error{"no such reply"};
}

/// The first two of them.
json two_instruments() {
  auto body = some_instruments();
  body["data"] = {body["data"][0], body["data"][1]};
  return body;
}

answer<std::vector<market>> markets_of(const json& body) {
  return decode_markets(reply_of(body.dump()));
}

/// Markets after one member of BTC-USD has been replaced.
answer<std::vector<market>> markets_with(const char* name, const json& value) {
  auto body = two_instruments();
  body["data"][0][name] = value;
  return markets_of(body);
}

/// The same market where it can still be read.
market market_with(const char* name, const json& value) {
  const auto read = markets_with(name, value);
  EXPECT_TRUE(read.value && read.value->size() == 2U) << name << value;
  return read.value->front();
}

void expect_left_out(const char* name, const json& value) {
  const auto read = markets_with(name, value);
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->size(), 1U) << name << value;
  EXPECT_EQ(read.value->front().venue_symbol, "ETH-USD");
  EXPECT_EQ(read.text.find("1 markets, 1 left out as unreadable:"), 0U);
}

decimal number(std::string_view text) { return *decimal::parse(text); }

decimal figure(const json& row, const char* name) {
  return number(row.at(name).get<std::string>());
}

} // namespace

TEST(OkxMarkets, ReadsTheRecordedInstruments) {
  const auto read = markets_of(two_instruments());
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.text, "2 markets");
  const auto& x = read.value->front();
  EXPECT_EQ(x.symbol.to_string(), "BTC/USD");
  EXPECT_EQ(x.venue_symbol, "BTC-USD");
  EXPECT_EQ(x.state, market_state::tradable);
  EXPECT_EQ(x.price_increment, number("0.1"));
  EXPECT_EQ(x.size_increment, number("0.00000001"));
  EXPECT_EQ(x.size_min, number("0.00001"));
  EXPECT_EQ(x.size_max, number("9999999999"));
  EXPECT_TRUE(x.notional_min.is_zero());
  EXPECT_EQ(x.mirror_of, "");
}

TEST(OkxMarkets, ReadsEveryRecordedListAsExpected) {
  for (const auto& row : recorded_rows("okx/replies.jsonl", "markets")) {
    const auto read = markets_of(row.at("body"));
    const auto& expected = row.at("expected");
    if (row.at("body").at("data").front().at("instType") != "SPOT") {
      EXPECT_EQ(read.kind, outcome_kind::malformed) << "no spot market in it";
      continue;
    }
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(x.venue_symbol, expected[i].at("instId"));
      EXPECT_EQ(x.symbol.base, expected[i].at("base"));
      EXPECT_EQ(x.symbol.quote, expected[i].at("quote"));
      EXPECT_EQ(x.price_increment, figure(expected[i], "tick"));
      EXPECT_EQ(x.size_increment, figure(expected[i], "lot"));
      EXPECT_EQ(x.size_min, figure(expected[i], "min_qty"));
      EXPECT_EQ(x.size_max, figure(expected[i], "max_limit_qty"));
      EXPECT_EQ(x.state == market_state::tradable, expected[i].at("tradable"));
    }
  }
}

TEST(OkxMarkets, ReadsTheWholeVenueByItsRealNames) {
  auto body = two_instruments();
  const auto model = body["data"][0];
  body["data"] = json::array();
  std::map<std::string, std::vector<std::string>> rows;
  auto lines = std::istringstream{recorded_text("okx/instruments.csv")};
  for (std::string line; std::getline(lines, line);) {
    auto columns = std::istringstream{line};
    std::vector<std::string> row;
    for (std::string x; std::getline(columns, x, ',');)
      row.push_back(x);
    auto x = model;
    x["instId"] = row.at(0);
    x["tickSz"] = row.at(2);
    x["lotSz"] = row.at(3);
    x["minSz"] = row.at(4);
    x["maxLmtSz"] = row.at(5);
    body["data"].push_back(std::move(x));
    rows[row.at(0)] = row;
  }
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->size(), 1218U);
  EXPECT_EQ(read.text, "1218 markets");
  for (const auto& x : *read.value) {
    const auto& row = rows.at(x.venue_symbol);
    EXPECT_EQ(x.symbol.to_string(), row[1]);
    EXPECT_EQ(x.price_increment.to_string(), row[2]);
    EXPECT_EQ(x.size_increment.to_string(), row[3]);
    EXPECT_EQ(x.size_min.to_string(), row[4]);
    EXPECT_EQ(x.size_max.to_string(), row[5]);
  }
}

TEST(OkxMarkets, FaultE26_AStateThatIsNotKnownHalts) {
  EXPECT_EQ(market_with("state", "post_only").state, market_state::post_only);
  for (const auto& value :
       {json("suspend"), json("preopen"), json("rebase"), json("test"),
        json("something new"), json(""), json(nullptr), json(1), json("LIVE")})
    EXPECT_EQ(market_with("state", value).state, market_state::halted) << value;
}

TEST(OkxMarkets, LeavesOutOtherTypesAndAnnouncedMarketsWithoutAWord) {
  auto body = some_instruments();
  ASSERT_GT(body["data"].size(), 2U);
  body["data"][0]["instType"] = "MARGIN";
  for (const auto* name : {"tickSz", "lotSz", "minSz", "maxLmtSz"})
    body["data"][1][name] = "";
  body["data"][1]["state"] = "preopen";
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.text, std::to_string(body["data"].size() - 2) + " markets");
}

TEST(OkxMarkets, FaultE26_LeavesOutAMarketWithoutReadableIncrements) {
  for (const auto* name : {"tickSz", "lotSz"})
    for (const auto& value :
         {json(""), json(nullptr), json("0"), json("-0.01"), json(0.01),
          json("abc"), json("0.00000000000000000000001"), json::array()})
      expect_left_out(name, value);
  for (const auto* name : {"minSz", "maxLmtSz"})
    for (const auto& value : {json(1), json("abc"), json("-1"), json::array()})
      expect_left_out(name, value);
  for (const auto& value : {json(nullptr), json(""), json("BTCUSD"), json(1),
                            json("BTC-USD-SWAP"), json("btc-usd")})
    expect_left_out("instId", value);
}

TEST(OkxMarkets, AbsentBoundsAreNone) {
  for (const auto& value : {json(""), json(nullptr)}) {
    EXPECT_TRUE(market_with("minSz", value).size_min.is_zero());
    EXPECT_TRUE(market_with("maxLmtSz", value).size_max.is_zero());
  }
}

TEST(OkxMarkets, FaultE26_ReadsExponentsExactly) {
  EXPECT_EQ(market_with("tickSz", "1e-8").price_increment.to_string(),
            "0.00000001");
}

TEST(OkxMarkets, GivesEachSymbolOnce) {
  auto body = two_instruments();
  body["data"].push_back(body["data"][0]);
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 2U);
  EXPECT_EQ(read.text, "2 markets, 1 left out as unreadable: BTC-USD");
}

TEST(OkxMarkets, FaultE21_AnEmptyListIsABrokenAnswer) {
  for (const auto& data : {json::array(), json::object(), json(nullptr),
                           json("x"), json::array({nullptr}), json::array({1}),
                           json::array({json::object()})})
    EXPECT_EQ(markets_of({{"code", "0"}, {"data", data}}).kind,
              outcome_kind::malformed)
      << data;
}

TEST(OkxMarkets, FaultE10_ATruncatedListIsNoShorterList) {
  const auto whole = two_instruments().dump();
  for (std::size_t size = 0; size < whole.size(); size += 7)
    EXPECT_FALSE(decode_markets(reply_of(whole.substr(0, size))).value);
}

TEST(OkxMarkets, KeepsItsRemarkShortHoweverManyAreLeftOut) {
  auto body = two_instruments();
  for (int i = 0; i < 1000; ++i)
    body["data"].push_back(
      {{"instId", "BROKEN" + std::to_string(i)}, {"instType", "SPOT"}});
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 2U);
  EXPECT_EQ(read.text.size(), 200U);
  EXPECT_EQ(read.text.find("2 markets, 1000 left out"), 0U);
}

} // namespace ballast::venues::okx
