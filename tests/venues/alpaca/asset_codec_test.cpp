#include "tests/venues/recorded.hpp"
#include "venues/alpaca/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

using nlohmann::json;

decimal number(std::string_view text) { return *decimal::parse(text); }

json stock() {
  return {{"class", "us_equity"},
          {"symbol", "AAPL"},
          {"status", "active"},
          {"tradable", true},
          {"fractionable", true}};
}

json coin() {
  return {{"class", "crypto"},
          {"symbol", "BTC/USD"},
          {"status", "active"},
          {"tradable", true},
          {"fractionable", true},
          {"min_order_size", "0.000028257"},
          {"min_trade_increment", "0.000000001"},
          {"price_increment", "1"}};
}

json with(json row, const char* name, const json& value) {
  row[name] = value;
  return row;
}

answer<std::vector<market>> decode(const json& rows,
                                   const coin_names& coins = {}) {
  return decode_markets(reply_of(rows.dump()), coins);
}

market only(const json& row) {
  const auto read = decode(json::array({row}));
  EXPECT_TRUE(read.value) << read.text;
  return read.value ? read.value->front() : market{};
}

/// Whether the row is left out beside one that is well.
bool is_left_out(const json& row, const std::string& remark) {
  const auto read = decode(json::array({with(stock(), "symbol", "GOOD"), row}));
  EXPECT_TRUE(read.value) << read.text;
  return read.value && read.value->size() == 1 && read.text == remark;
}

} // namespace

TEST(AlpacaMarkets, ReadsEveryRecordedList) {
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "markets")) {
    const auto read = decode(row.at("body"));
    ASSERT_TRUE(read.value) << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      const auto text = [&](const char* name) {
        return expected[i].at(name).get<std::string>();
      };
      EXPECT_EQ(x.symbol.to_string(), text("symbol"));
      EXPECT_EQ(x.venue_symbol, text("venue_symbol"));
      EXPECT_EQ(x.price_increment, number(text("price_increment")));
      EXPECT_EQ(x.size_increment, number(text("size_increment")));
      EXPECT_EQ(x.size_min, number(text("size_min")));
      EXPECT_EQ(x.notional_min, number(text("notional_min")));
      EXPECT_EQ(x.state, market_state::tradable);
      EXPECT_EQ(x.kind, text("venue_symbol").find('/') == std::string::npos
                          ? market_kind::equity
                          : market_kind::crypto);
    }
  }
}

TEST(AlpacaMarkets, SharesComeWholeUnlessTheyAreFractionable) {
  const auto whole = only(with(stock(), "fractionable", false));
  EXPECT_EQ(whole.size_increment, number("1"));
  EXPECT_EQ(whole.size_min, number("1"));
  EXPECT_EQ(whole.notional_min, number("0"));
  const auto parts = only(stock());
  EXPECT_EQ(parts.size_increment, number("0.000000001"));
  EXPECT_EQ(parts.notional_min, number("1"));
  EXPECT_EQ(parts.price_increment, number("0.01"));
}

TEST(AlpacaMarkets, CryptoIsWorthTenDollarsAtLeastWhateverTheDollar) {
  for (const auto* name : {"BTC/USD", "BTC/USDC", "BTC/USDT"})
    EXPECT_EQ(only(with(coin(), "symbol", name)).notional_min, number("10"));
  EXPECT_EQ(only(with(coin(), "symbol", "ETH/BTC")).notional_min, number("0"));
}

TEST(AlpacaMarkets, IsHaltedUnlessTheVenueSaysThatItTrades) {
  EXPECT_EQ(only(stock()).state, market_state::tradable);
  for (const auto& flag : {json(false), json(nullptr), json("true"), json(1)})
    EXPECT_EQ(only(with(stock(), "tradable", flag)).state,
              market_state::halted);
  for (const auto& status : {json(nullptr), json("ACTIVE"), json("odd")})
    EXPECT_EQ(only(with(stock(), "status", status)).state,
              market_state::halted);
}

TEST(AlpacaMarkets, SaysNothingOfWhatIsNoMarketOfOurs) {
  for (const auto& row :
       {with(stock(), "class", "us_option"),
        with(coin(), "class", "crypto_perp"), with(stock(), "class", nullptr),
        with(stock(), "status", "inactive")})
    EXPECT_TRUE(is_left_out(row, "1 markets")) << row;
}

TEST(AlpacaMarkets, LeavesOutAndNamesWhatCannotBeRead) {
  const auto left_out = [](const json& row, const std::string& name) {
    return is_left_out(
      row, "1 markets, 1 left out as unreadable or named twice: " + name);
  };
  EXPECT_TRUE(left_out(with(stock(), "symbol", "BRK B"), "BRK B"));
  EXPECT_TRUE(left_out(with(stock(), "symbol", "GOOD"), "GOOD"));
  EXPECT_TRUE(left_out(with(stock(), "symbol", "BTC/USD"), "BTC/USD"));
  EXPECT_TRUE(left_out(with(coin(), "symbol", "BTCUSD"), "BTCUSD"));
  for (const auto* name : {"price_increment", "min_trade_increment"})
    for (const auto& value : {json(nullptr), json(""), json("0"), json("-1"),
                              json("x"), json(1), json(1.5)})
      EXPECT_TRUE(left_out(with(coin(), name, value), "BTC/USD"))
        << name << value;
  for (const auto& value : {json("-1"), json("x"), json(1.5)})
    EXPECT_TRUE(left_out(with(coin(), "min_order_size", value), "BTC/USD"));
  EXPECT_EQ(only(with(coin(), "min_order_size", nullptr)).size_min,
            number("0"));
}

TEST(AlpacaMarkets, AStockNeverTakesTheNameOfACoin) {
  const auto link = with(coin(), "symbol", "LINK/USD");
  coin_names coins;
  coins.learn({only(link)});
  const auto read
    = decode(json::array({stock(), with(stock(), "symbol", "LINK")}), coins);
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->size(), 1U);
  EXPECT_NE(read.text.find(": LINK"), std::string::npos);
  // The coin itself stays, however often its list is read.
  EXPECT_EQ(decode(json::array({link}), coins).value->size(), 1U);
}

TEST(AlpacaMarkets, AnAnswerWithoutAnyMarketIsMalformed) {
  for (const auto* body : {"[]", "{}", "null", "[7]", "[null]",
                           R"([{"class":"us_option","symbol":"A"}])"})
    EXPECT_EQ(decode_markets(reply_of(body), {}).kind, outcome_kind::malformed)
      << body;
}

TEST(AlpacaMarkets, ReadsAListAsLongAsTheVenues) {
  auto rows = json::array();
  for (int i = 0; i < 12'000; ++i)
    rows.push_back(with(stock(), "symbol", "S" + std::to_string(i)));
  const auto read = decode(rows);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->size(), 12'000U);
}

} // namespace ballast::venues::alpaca
