#include "tests/venues/recorded.hpp"
#include "venues/coinbase/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

json recorded(const std::string& kind) {
  return recorded_rows("coinbase/replies.jsonl", kind).front().at("body");
}

answer<balance_page> balances_of(const json& body) {
  return decode_balances(reply_of(body.dump()));
}

answer<unix_time> time_of(const std::string& body) {
  return decode_time(reply_of(body));
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(CoinbaseTime, ReadsTheRecordedAnswerToTheMillisecond) {
  EXPECT_EQ(time_of(recorded("time").dump()).value,
            unix_time{std::chrono::milliseconds{1'709'005'034'333}});
}

TEST(CoinbaseTime, TakesSecondsWhereMillisecondsAreMissing) {
  const auto expected = unix_time{std::chrono::seconds{1'709'005'034}};
  EXPECT_EQ(time_of(R"({"epochSeconds":"1709005034"})").value, expected);
  EXPECT_EQ(time_of(R"({"epochSeconds":1709005034})").value, expected);
  EXPECT_EQ(
    time_of(R"({"epochMillis":null,"epochSeconds":"1709005034"})").value,
    expected);
}

TEST(CoinbaseTime, RefusesTimesThatAreNone) {
  for (const auto* body :
       {"{}", "[]", "null", "17", R"({"epochMillis":"0"})",
        R"({"epochMillis":"-1"})", R"({"epochMillis":"1e12"})",
        R"({"epochMillis":1.5})", R"({"epochMillis":18446744073709551615})",
        R"({"epochMillis":"99999999999999999999"})", R"({"epochMillis":""})"}) {
    EXPECT_EQ(time_of(body).kind, outcome_kind::malformed) << body;
    EXPECT_FALSE(time_of(body).value) << body;
  }
}

TEST(CoinbaseBalances, ReadsTheRecordedWallets) {
  const auto read = balances_of(recorded("accounts"));
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->balances.size(), 2U);
  const auto& btc = read.value->balances[0];
  EXPECT_EQ(btc.currency, "BTC");
  EXPECT_EQ(btc.available, number("1.23456789"));
  EXPECT_EQ(btc.held, number("0.005"));
  EXPECT_EQ(read.value->balances[1].currency, "USD");
  EXPECT_EQ(read.value->next, "");
}

TEST(CoinbaseBalances, ReadsEveryRecordedPage) {
  for (const auto& row : recorded_rows("coinbase/replies.jsonl", "accounts"))
    EXPECT_TRUE(balances_of(row.at("body")).value) << row.at("id");
}

TEST(CoinbaseBalances, AddsUpWalletsOfOneCurrency) {
  auto body = recorded("accounts");
  body["accounts"].push_back(body["accounts"][0]);
  const auto read = balances_of(body);
  ASSERT_EQ(read.value->balances.size(), 2U);
  EXPECT_EQ(read.value->balances[0].available, number("2.46913578"));
  EXPECT_EQ(read.value->balances[0].held, number("0.01"));
}

TEST(CoinbaseBalances, NamesTheNextPage) {
  auto body = recorded("accounts");
  body["has_next"] = true;
  body["cursor"] = "abc";
  EXPECT_EQ(balances_of(body).value->next, "abc");
  body["has_next"] = false;
  EXPECT_EQ(balances_of(body).value->next, "");
}

TEST(CoinbaseBalances, FaultE26_AHalfReadPageIsNoPage) {
  const auto spoil = [](const char* name, const json& value) {
    auto body = recorded("accounts");
    body["accounts"][0][name] = value;
    return balances_of(body);
  };
  for (const auto* name : {"available_balance", "hold"})
    for (const auto& value :
         {json(nullptr), json("1"), json(1), json::object(),
          json{{"value", nullptr}}, json{{"value", 1.5}}, json{{"value", ""}},
          json{{"value", "0.12345678901234567890123"}}})
      EXPECT_EQ(spoil(name, value).kind, outcome_kind::malformed)
        << name << value;
  EXPECT_FALSE(spoil("currency", 7).value);
  auto body = recorded("accounts");
  body["has_next"] = true;
  EXPECT_FALSE(balances_of(body).value) << "more pages, but no cursor";
  EXPECT_FALSE(balances_of(json::object()).value);
}

TEST(CoinbaseBalances, FaultE13_AnErrorBesideAnEmptyPageIsNoEmptyAccount) {
  const auto read = balances_of(
    {{"accounts", json::array()}, {"error", "PERMISSION_DENIED"}});
  EXPECT_EQ(read.kind, outcome_kind::not_permitted);
  EXPECT_FALSE(read.value);
}

TEST(CoinbaseBalances, ReadsSmallAmountsExactly) {
  auto body = recorded("accounts");
  body["accounts"][0]["available_balance"]["value"] = "1e-8";
  EXPECT_EQ(balances_of(body).value->balances[0].available.to_string(),
            "0.00000001");
}

TEST(CoinbasePermissions, ReadsTheRecordedAnswer) {
  const auto read
    = decode_permissions(reply_of(recorded("permissions").dump()));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_TRUE(read.value->can_view);
  EXPECT_TRUE(read.value->can_trade);
  EXPECT_TRUE(read.value->can_withdraw);
}

TEST(CoinbasePermissions, KeepsTheThreeRightsApart) {
  for (const auto* right : {"can_view", "can_trade", "can_transfer"}) {
    auto body = json{
      {"can_view", false}, {"can_trade", false}, {"can_transfer", false}};
    body[right] = true;
    const auto read = decode_permissions(reply_of(body.dump()));
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->can_view, right == std::string{"can_view"});
    EXPECT_EQ(read.value->can_trade, right == std::string{"can_trade"});
    EXPECT_EQ(read.value->can_withdraw, right == std::string{"can_transfer"});
  }
}

TEST(CoinbasePermissions, ARightThatCannotBeReadIsNotGuessed) {
  for (const auto* right : {"can_view", "can_trade", "can_transfer"})
    for (const auto& value : {json(nullptr), json("true"), json(1)}) {
      auto body = recorded("permissions");
      body[right] = value;
      EXPECT_FALSE(decode_permissions(reply_of(body.dump())).value)
        << right << value;
    }
}

} // namespace ballast::venues::coinbase
