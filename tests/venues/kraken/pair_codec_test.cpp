#include "tests/venues/recorded.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/pair.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::kraken {

namespace {

using nlohmann::json;

json recorded_pairs(const std::string& id) {
  for (const auto& row : recorded_rows("kraken/replies.jsonl", "markets"))
    if (row.at("id") == id)
      return row.at("body");
  throw std::runtime_error{"no such reply"};
}

/// ETH/BTC and BTC/USD as recorded in 2023.
json two_pairs() { return recorded_pairs("kraken-resp-024"); }

answer<std::vector<market>> markets_of(const json& body) {
  return decode_markets(reply_of(body.dump()));
}

/// Markets after one member of ETH/BTC has been replaced.
answer<std::vector<market>> markets_with(const char* name, const json& value) {
  auto body = two_pairs();
  body["result"]["XETHXXBT"][name] = value;
  return markets_of(body);
}

/// The same market where it can still be read.
market market_with(const char* name, const json& value) {
  const auto read = markets_with(name, value);
  EXPECT_TRUE(read.value && read.value->size() == 2U) << name << value;
  return read.value->front();
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(KrakenMarkets, ReadsTheRecordedPairs) {
  const auto read = markets_of(two_pairs());
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.text, "2 markets");
  const auto& x = read.value->front();
  EXPECT_EQ(x.symbol.to_string(), "ETH/BTC");
  EXPECT_EQ(x.venue_symbol, "XETHXXBT");
  EXPECT_EQ(x.state, market_state::tradable);
  EXPECT_EQ(x.price_increment, number("0.00001"));
  EXPECT_EQ(x.size_increment, number("0.00000001"));
  EXPECT_EQ(x.size_min, number("0.01"));
  EXPECT_TRUE(x.size_max.is_zero());
  EXPECT_EQ(x.notional_min, number("0.00002"));
  EXPECT_EQ(x.mirror_of, "");
}

TEST(KrakenMarkets, ReadsEveryRecordedListAsExpected) {
  for (const auto& row : recorded_rows("kraken/replies.jsonl", "markets")) {
    if (row.at("id") == "kraken-resp-011")
      continue; // Tokenised stocks, see below.
    const auto read = markets_of(row.at("body"));
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(x.venue_symbol, expected[i].at("id"));
      EXPECT_EQ(x.symbol.to_string(), expected[i].at("canonical"));
      EXPECT_EQ(x.size_min,
                number(expected[i].at("ordermin").get<std::string>()));
    }
  }
}

TEST(KrakenMarkets, LeavesOutTokenisedStocksAndDarkPoolsWithoutAWord) {
  auto body = two_pairs();
  body["result"].update(recorded_pairs("kraken-resp-011").at("result"));
  auto dark = body["result"]["XXBTZUSD"];
  dark.erase("wsname");
  body["result"]["XXBTZUSD.d"] = dark;
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->size(), 2U);
  EXPECT_EQ(read.text, "2 markets");
}

TEST(KrakenMarkets, ReadsTheWholeVenueByItsRealNames) {
  auto body = two_pairs();
  const auto model = body["result"]["XETHXXBT"];
  body["result"] = json::object();
  std::map<std::string, std::string> canonical;
  std::map<std::string, std::string> ticks;
  auto lines = std::istringstream{recorded_text("kraken/pairs.csv")};
  for (std::string line; std::getline(lines, line);) {
    auto columns = std::istringstream{line};
    std::string id, wsname, name, decimals;
    std::getline(columns, id, ',');
    std::getline(columns, wsname, ',');
    std::getline(columns, name, ',');
    std::getline(columns, decimals, ',');
    auto x = model;
    x["wsname"] = wsname;
    x["pair_decimals"] = std::stoi(decimals);
    x.erase("tick_size");
    body["result"][id] = std::move(x);
    canonical[id] = name;
    ticks[id] = "1e-" + decimals;
  }
  const auto read = markets_of(body);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->size(), 293U);
  EXPECT_EQ(read.text, "293 markets");
  pair_names names;
  names.learn(*read.value);
  for (const auto& x : *read.value) {
    EXPECT_EQ(x.symbol.to_string(), canonical.at(x.venue_symbol));
    EXPECT_EQ(*names.find(x.venue_symbol), x.symbol);
    EXPECT_EQ(x.price_increment, number(ticks.at(x.venue_symbol)));
  }
}

TEST(KrakenMarkets, TheTickComesBeforeTheDecimals) {
  EXPECT_EQ(market_with("tick_size", "0.0005").price_increment,
            number("0.0005"));
  EXPECT_EQ(market_with("tick_size", nullptr).price_increment,
            number("0.00001"));
  EXPECT_EQ(market_with("lot_decimals", 0).size_increment, number("1"));
  EXPECT_EQ(market_with("lot_decimals", 18).size_increment,
            number("0.000000000000000001"));
}

TEST(KrakenMarkets, MapsEveryStatusToAState) {
  const auto state_with
    = [](const json& value) { return market_with("status", value).state; };
  EXPECT_EQ(state_with("online"), market_state::tradable);
  EXPECT_EQ(state_with("post_only"), market_state::post_only);
  EXPECT_EQ(state_with("limit_only"), market_state::limit_only);
  EXPECT_EQ(state_with("cancel_only"), market_state::cancel_only);
  EXPECT_EQ(state_with("reduce_only"), market_state::cancel_only);
  EXPECT_EQ(state_with("delisted"), market_state::delisted);
}

TEST(KrakenMarkets, FaultE26_AStatusThatIsNotKnownHalts) {
  for (const auto& value :
       {json("maintenance"), json("work_in_progress"), json("something new"),
        json(""), json(nullptr), json(1), json("ONLINE")})
    EXPECT_EQ(market_with("status", value).state, market_state::halted)
      << value;
}

TEST(KrakenMarkets, FaultE26_LeavesOutAMarketWithoutReadableIncrements) {
  const auto expect_left_out = [](const char* name, const json& value) {
    const auto read = markets_with(name, value);
    ASSERT_TRUE(read.value);
    ASSERT_EQ(read.value->size(), 1U) << name << value;
    EXPECT_EQ(read.value->front().venue_symbol, "XXBTZUSD");
    EXPECT_EQ(read.text, "1 markets, 1 left out as unreadable: XETHXXBT");
  };
  for (const auto& value : {json("0"), json("-0.01"), json(0.01), json("abc"),
                            json("0.00000000000000000000001"), json::array()})
    expect_left_out("tick_size", value);
  for (const auto& value :
       {json(nullptr), json(19), json(-1), json("8"), json(8.5), json::array()})
    expect_left_out("lot_decimals", value);
  for (const auto* name : {"ordermin", "costmin"})
    for (const auto& value : {json(1), json("abc"), json("-1"), json::array()})
      expect_left_out(name, value);
  for (const auto& value : {json(nullptr), json(""), json("ETHXBT"), json(1)})
    expect_left_out("wsname", value);
}

TEST(KrakenMarkets, AbsentMinimaAreZero) {
  EXPECT_TRUE(market_with("ordermin", nullptr).size_min.is_zero());
  EXPECT_TRUE(market_with("costmin", nullptr).notional_min.is_zero());
}

TEST(KrakenMarkets, FaultE26_ReadsExponentsExactly) {
  EXPECT_EQ(market_with("tick_size", "1e-8").price_increment.to_string(),
            "0.00000001");
}

TEST(KrakenMarkets, GivesEachSymbolOnce) {
  auto body = two_pairs();
  body["result"]["ZETHXBT"] = body["result"]["XETHXXBT"];
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 2U);
  EXPECT_NE(read.text.find("1 left out"), std::string::npos);
}

TEST(KrakenMarkets, FaultE21_AnEmptyListIsABrokenAnswer) {
  for (const auto& result :
       {json::object(), json::array(), json(nullptr), json("x"),
        json{{"XXBTZUSD", nullptr}}, json{{"XXBTZUSD", 1}}})
    EXPECT_EQ(markets_of({{"error", json::array()}, {"result", result}}).kind,
              outcome_kind::malformed)
      << result;
}

TEST(KrakenMarkets, FaultE10_ATruncatedListIsNoShorterList) {
  const auto whole = two_pairs().dump();
  for (std::size_t size = 0; size < whole.size(); size += 7)
    EXPECT_FALSE(decode_markets(reply_of(whole.substr(0, size))).value);
}

TEST(KrakenMarkets, KeepsItsRemarkShortHoweverManyAreLeftOut) {
  auto body = two_pairs();
  for (int i = 0; i < 1000; ++i)
    body["result"]["ZBROKEN" + std::to_string(i)] = json::object();
  const auto read = markets_of(body);
  EXPECT_EQ(read.value->size(), 2U);
  EXPECT_EQ(read.text.size(), 200U);
  EXPECT_EQ(read.text.find("2 markets, 1000 left out"), 0U);
}

} // namespace ballast::venues::kraken
