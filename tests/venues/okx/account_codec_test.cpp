#include "tests/venues/recorded.hpp"
#include "venues/okx/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::okx {

namespace {

using nlohmann::json;

std::string in_envelope(const json& row) {
  return json{{"code", "0"}, {"msg", ""}, {"data", json::array({row})}}.dump();
}

answer<balance_page> balances_of(const json& details) {
  return decode_balances(reply_of(in_envelope({{"details", details}})));
}

/// A balance in which one member has been replaced.
json bitcoins(const char* name = "ccy", const json& value = "BTC") {
  auto row = json{{"ccy", "BTC"},   {"availBal", "1.5"}, {"frozenBal", "0.5"},
                  {"cashBal", "2"}, {"eq", "2"},         {"ordFrozen", ""}};
  row[name] = value;
  return row;
}

/// The one balance of an account that holds bitcoins.
balance bitcoins_with(const char* name, const json& value) {
  const auto read = balances_of(json::array({bitcoins(name, value)}));
  EXPECT_TRUE(read.value) << read.text;
  return read.value ? read.value->balances.at(0) : balance{};
}

answer<key_permissions> permissions_of(const json& list) {
  return decode_permissions(reply_of(in_envelope({{"perm", list}})));
}

answer<unix_time> time_of(const json& value) {
  return decode_time(reply_of(in_envelope({{"ts", value}})));
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(OkxTime, ReadsTheRecordedAnswerToTheMillisecond) {
  const auto row = recorded_rows("okx/replies.jsonl", "time").front();
  EXPECT_EQ(decode_time(reply_of(row.at("body").dump())).value,
            unix_time{std::chrono::milliseconds{1'597'026'383'085}});
  EXPECT_EQ(time_of(1'597'026'383'085).value,
            unix_time{std::chrono::milliseconds{1'597'026'383'085}});
}

TEST(OkxTime, RefusesTimesThatAreNone) {
  for (const auto& value :
       {json(nullptr), json(0), json("0"), json(-1), json(""), json("soon"),
        json(1.5), json("1.5"), json("253402300799001"),
        json(18'446'744'073'709'551'615U), json::array()}) {
    const auto read = time_of(value);
    EXPECT_EQ(read.kind, outcome_kind::malformed) << value;
    EXPECT_FALSE(read.value);
  }
  EXPECT_FALSE(decode_time(reply_of(in_envelope(json::object()))).value);
  EXPECT_FALSE(decode_time(reply_of(R"({"code":"0","data":[]})")).value);
}

TEST(OkxBalances, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("okx/replies.jsonl", "balances")) {
    const auto read = decode_balances(reply_of(row.at("body").dump()));
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->balances.size(), expected.size());
    EXPECT_EQ(read.value->next, "");
    for (const auto& x : read.value->balances) {
      const auto& wallet = expected.at(x.currency);
      EXPECT_EQ(x.available, number(wallet.at("available").get<std::string>()));
      EXPECT_EQ(x.held, number(wallet.at("frozen").get<std::string>()));
    }
  }
}

TEST(OkxBalances, AnEmptyAccountIsNoError) {
  const auto read = balances_of(json::array());
  EXPECT_EQ(read.kind, outcome_kind::ok);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->balances.empty());
}

TEST(OkxBalances, ComeByCurrency) {
  const auto read = balances_of(
    json::array({bitcoins("ccy", "USDT"), bitcoins(), bitcoins("ccy", "ETH")}));
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->balances.size(), 3U);
  EXPECT_EQ(read.value->balances[0].currency, "BTC");
  EXPECT_EQ(read.value->balances[2].currency, "USDT");
  EXPECT_EQ(read.text, "3 currencies");
}

TEST(OkxBalances, FaultE26_AHalfReadAccountIsNoAccount) {
  for (const auto* name : {"availBal", "frozenBal"})
    for (const auto& value :
         {json(""), json(nullptr), json(1.5), json(true), json("abc"),
          json("1.5x"), json("."), json("1."), json::object(),
          json("999999999999999999999999999999")}) {
      const auto read = balances_of(
        json::array({bitcoins("ccy", "USDT"), bitcoins(name, value)}));
      EXPECT_EQ(read.kind, outcome_kind::malformed) << name << value;
      EXPECT_FALSE(read.value);
    }
  for (const auto& value : {json(""), json(nullptr), json(1)})
    EXPECT_FALSE(balances_of(json::array({bitcoins("ccy", value)})).value);
  EXPECT_FALSE(balances_of(json::array({bitcoins("frozenBal", "-1")})).value);
  EXPECT_FALSE(balances_of(json::array({bitcoins(), bitcoins()})).value);
  EXPECT_FALSE(balances_of(json::array({"BTC"})).value);
  EXPECT_FALSE(balances_of(json::object()).value);
  EXPECT_FALSE(balances_of(nullptr).value);
  EXPECT_FALSE(decode_balances(reply_of(R"({"code":"0","data":[]})")).value);
}

TEST(OkxBalances, ADebtIsNothingAvailableButReadable) {
  EXPECT_EQ(bitcoins_with("availBal", "-0.25").available, number("-0.25"));
}

TEST(OkxBalances, ReadsSmallAmountsExactlyAndCutsOffTheRemaindersOfDoubles) {
  EXPECT_EQ(bitcoins_with("availBal", "1e-8").available.to_string(),
            "0.00000001");
  EXPECT_EQ(
    bitcoins_with("availBal", "0.123456789012345678").available.to_string(),
    "0.123456789012345678");
  EXPECT_EQ(
    bitcoins_with("availBal", "0.1234567890123456789").available.to_string(),
    "0.123456789012345678");
  EXPECT_TRUE(
    bitcoins_with("frozenBal", "0.00000000000000000000142").held.is_zero());
}

TEST(OkxPermissions, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("okx/replies.jsonl", "permissions")) {
    const auto read = decode_permissions(reply_of(row.at("body").dump()));
    ASSERT_TRUE(read.value) << row.at("id") << read.text;
    EXPECT_TRUE(read.value->can_view);
    EXPECT_TRUE(read.value->can_trade);
    EXPECT_TRUE(read.value->can_withdraw);
    EXPECT_EQ(read.text, "");
  }
}

TEST(OkxPermissions, KeepsTheThreeRightsApart) {
  for (const std::string name : {"read_only", "trade", "withdraw"}) {
    const auto read = permissions_of(name);
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->can_view, name == "read_only");
    EXPECT_EQ(read.value->can_trade, name == "trade");
    EXPECT_EQ(read.value->can_withdraw, name == "withdraw");
  }
  EXPECT_FALSE(permissions_of("read_only,something_new").value->can_trade);
  EXPECT_FALSE(permissions_of("no_trade, withdraw").value->can_withdraw);
}

TEST(OkxPermissions, NamesWhatATradingKeyLacks) {
  EXPECT_EQ(permissions_of("read_only").text, "lacks trade");
  EXPECT_EQ(permissions_of("withdraw").text, "lacks read_only, trade");
}

TEST(OkxPermissions, ARightThatCannotBeReadIsNotGuessed) {
  for (const auto& list : {json(""), json(","), json("read_only,"),
                           json(",trade"), json("read_only,,trade"),
                           json(nullptr), json(1), json::array({"trade"})})
    EXPECT_EQ(permissions_of(list).kind, outcome_kind::malformed) << list;
  EXPECT_FALSE(decode_permissions(reply_of(in_envelope(json::object()))).value);
}

} // namespace ballast::venues::okx
