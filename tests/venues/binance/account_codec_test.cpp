#include "tests/venues/recorded.hpp"
#include "venues/binance/codec.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::venues::binance {

namespace {

using nlohmann::json;

answer<balance_page> balances_of(const json& rows) {
  return decode_balances(reply_of(json{{"balances", rows}}.dump()));
}

answer<key_permissions> permissions_of(const json& body) {
  return decode_permissions(reply_of(body.dump()));
}

answer<market_state> status_of(const json& status) {
  return decode_status(reply_of(json{{"status", status}, {"msg", "m"}}.dump()));
}

json restrictions(bool view, bool trade, bool withdraw) {
  return {{"enableReading", view},
          {"enableSpotAndMarginTrading", trade},
          {"enableWithdrawals", withdraw}};
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(BinanceTime, ReadsEveryRecordedAnswerToTheMillisecond) {
  for (const auto& row : recorded_rows("binance/replies.jsonl", "time"))
    EXPECT_EQ(decode_time(reply_of(row.at("body").dump())).value,
              unix_time{std::chrono::milliseconds{
                row.at("expected").get<std::int64_t>()}});
}

TEST(BinanceTime, RefusesTimesThatAreNone) {
  for (const auto& value :
       {json(nullptr), json(0), json(-1), json("1499827319559"), json(1.5),
        json(253'402'300'799'001), json(18'446'744'073'709'551'615U),
        json::array()}) {
    const auto read = decode_time(reply_of(json{{"serverTime", value}}.dump()));
    EXPECT_EQ(read.kind, outcome_kind::malformed) << value;
    EXPECT_FALSE(read.value);
  }
  EXPECT_FALSE(decode_time(reply_of("[]")).value);
}

TEST(BinanceStatus, ReadsTheRecordedAnswer) {
  const auto row = recorded_rows("binance/replies.jsonl", "status").front();
  const auto read = decode_status(reply_of(row.at("body").dump()));
  EXPECT_EQ(read.value, market_state::tradable);
  EXPECT_EQ(read.text, "normal");
}

TEST(BinanceStatus, AllButNormalIsHalted) {
  EXPECT_EQ(status_of(0).value, market_state::tradable);
  EXPECT_EQ(status_of(1).value, market_state::halted);
  EXPECT_EQ(status_of(7).value, market_state::halted);
  for (const auto& value : {json(nullptr), json("0"), json(0.5), json(true)})
    EXPECT_EQ(status_of(value).kind, outcome_kind::malformed) << value;
  EXPECT_FALSE(decode_status(reply_of("{}")).value);
  EXPECT_FALSE(decode_status(reply_of("[0]")).value);
}

TEST(BinanceBalances, ReadsEveryRecordedAnswer) {
  auto checked = 0;
  for (const auto& row : recorded_rows("binance/replies.jsonl", "balances")) {
    const auto read = decode_balances(reply_of(row.at("body").dump()));
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    EXPECT_EQ(read.value->next, "");
    const auto& rows = row.at("body").at("balances");
    ASSERT_EQ(read.value->balances.size(), rows.size());
    for (const auto& x : read.value->balances) {
      const auto recorded
        = std::find_if(rows.begin(), rows.end(), [&](const json& y) {
            return y.at("asset") == x.currency;
          });
      ASSERT_NE(recorded, rows.end());
      EXPECT_EQ(x.available, number(recorded->at("free").get<std::string>()));
      EXPECT_EQ(x.held, number(recorded->at("locked").get<std::string>()));
      if (row.contains("expected")) {
        const auto& expected = row.at("expected").at(x.currency);
        EXPECT_DOUBLE_EQ(x.available.to_double(), expected.at("free"));
        EXPECT_DOUBLE_EQ(x.held.to_double(), expected.at("used"));
      }
      ++checked;
    }
  }
  EXPECT_GE(checked, 10);
}

TEST(BinanceBalances, AnEmptyAccountIsNoError) {
  const auto read = balances_of(json::array());
  EXPECT_EQ(read.kind, outcome_kind::ok);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->balances.empty());
}

TEST(BinanceBalances, KeepsWhatEarnsApart) {
  const auto read
    = balances_of({{{"asset", "BTC"}, {"free", "1"}, {"locked", "0"}},
                   {{"asset", "LDBTC"}, {"free", "2"}, {"locked", "0"}}});
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->balances.size(), 2U);
  EXPECT_EQ(read.value->balances[1].currency, "LDBTC");
}

TEST(BinanceBalances, FaultE26_AHalfReadAccountIsNoAccount) {
  const auto whole = json{{"asset", "BTC"}, {"free", "1"}, {"locked", "0"}};
  for (const auto* name : {"asset", "free", "locked"})
    for (const auto& value : {json(nullptr), json(true), json(1), json(""),
                              json::object(), json("0.1234567890123456789")}) {
      if (name == std::string{"asset"} && value == "0.1234567890123456789")
        continue; // A name like any other.
      auto row = whole;
      row["asset"] = "USDT";
      row[name] = value;
      const auto read = balances_of({whole, row});
      EXPECT_EQ(read.kind, outcome_kind::malformed) << name << value;
      EXPECT_FALSE(read.value);
    }
  EXPECT_FALSE(balances_of({whole, nullptr}).value);
  EXPECT_FALSE(balances_of({{{"asset", "BTC"}, {"free", "1"}}}).value);
  EXPECT_FALSE(balances_of("BTC").value);
  EXPECT_FALSE(decode_balances(reply_of("[]")).value);
}

TEST(BinanceBalances, ReadsSmallAmountsExactly) {
  const auto read = balances_of(
    {{{"asset", "BTC"}, {"free", "0.00000001"}, {"locked", "1e-8"}}});
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->balances[0].available.to_string(), "0.00000001");
  EXPECT_EQ(read.value->balances[0].held.to_string(), "0.00000001");
}

TEST(BinancePermissions, ReadsThePublishedAnswer) {
  const auto row
    = recorded_rows("binance/replies.jsonl", "permissions").front();
  const auto read = permissions_of(row.at("body"));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_TRUE(read.value->can_view);
  EXPECT_FALSE(read.value->can_trade);
  EXPECT_FALSE(read.value->can_withdraw);
  EXPECT_EQ(read.text, "");
}

TEST(BinancePermissions, KeepsTheThreeRightsApart) {
  for (int i = 0; i < 3; ++i) {
    const auto read = permissions_of(restrictions(i == 0, i == 1, i == 2));
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->can_view, i == 0);
    EXPECT_EQ(read.value->can_trade, i == 1);
    EXPECT_EQ(read.value->can_withdraw, i == 2);
  }
}

TEST(BinancePermissions, AnAccountSpeaksOfTradingAlone) {
  for (const auto trades : {true, false}) {
    const auto read
      = permissions_of({{"canTrade", trades}, {"canWithdraw", true}});
    ASSERT_TRUE(read.value);
    EXPECT_TRUE(read.value->can_view);
    EXPECT_EQ(read.value->can_trade, trades);
    EXPECT_FALSE(read.value->can_withdraw);
    EXPECT_NE(read.text.find("of the account"), std::string::npos);
  }
}

TEST(BinancePermissions, ARightThatCannotBeReadIsNotGuessed) {
  for (const auto* name :
       {"enableReading", "enableSpotAndMarginTrading", "enableWithdrawals"})
    for (const auto& value : {json(nullptr), json(0), json("true")}) {
      auto body = restrictions(true, true, true);
      body[name] = value;
      EXPECT_EQ(permissions_of(body).kind, outcome_kind::malformed) << name;
      body.erase(name);
      EXPECT_FALSE(permissions_of(body).value) << name;
    }
  EXPECT_FALSE(permissions_of({{"canTrade", "true"}}).value);
  EXPECT_FALSE(permissions_of(json::array()).value);
}

} // namespace ballast::venues::binance
