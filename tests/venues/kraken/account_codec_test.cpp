#include "tests/venues/recorded.hpp"
#include "venues/kraken/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::kraken {

namespace {

using nlohmann::json;

json in_envelope(const json& result) {
  return {{"error", json::array()}, {"result", result}};
}

answer<balance_page> balances_of(const json& result) {
  return decode_balances(reply_of(in_envelope(result).dump()));
}

/// The one balance of an account that holds bitcoins.
balance bitcoins_of(const json& members) {
  const auto read = balances_of({{"XXBT", members}});
  EXPECT_TRUE(read.value) << read.text;
  return read.value ? read.value->balances.at(0) : balance{};
}

answer<key_permissions> permissions_of(const json& names) {
  return decode_permissions(
    reply_of(in_envelope({{"permissions", names}}).dump()));
}

answer<market_state> status_of(const json& status) {
  return decode_status(reply_of(in_envelope({{"status", status}}).dump()));
}

decimal number(std::string_view text) { return *decimal::parse(text); }

} // namespace

TEST(KrakenTime, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("kraken/replies.jsonl", "time"))
    EXPECT_EQ(decode_time(reply_of(row.at("body").dump())).value,
              unix_time{std::chrono::seconds{
                row.at("expected").at("server_time_s").get<std::int64_t>()}});
}

TEST(KrakenTime, RefusesTimesThatAreNone) {
  for (const auto& value :
       {json(nullptr), json(0), json(-1), json("1688669448"), json(1.5),
        json(253'402'300'800), json(18'446'744'073'709'551'615U),
        json::array()}) {
    const auto read
      = decode_time(reply_of(in_envelope({{"unixtime", value}}).dump()));
    EXPECT_EQ(read.kind, outcome_kind::malformed) << value;
    EXPECT_FALSE(read.value);
  }
  EXPECT_FALSE(decode_time(reply_of(in_envelope(json::array()).dump())).value);
}

TEST(KrakenStatus, ReadsEveryRecordedAnswer) {
  for (const auto& row : recorded_rows("kraken/replies.jsonl", "status"))
    EXPECT_EQ(decode_status(reply_of(row.at("body").dump())).value,
              market_state::tradable);
}

TEST(KrakenStatus, MapsEveryStateOfTheVenue) {
  EXPECT_EQ(status_of("online").value, market_state::tradable);
  EXPECT_EQ(status_of("post_only").value, market_state::post_only);
  EXPECT_EQ(status_of("cancel_only").value, market_state::cancel_only);
  EXPECT_EQ(status_of("maintenance").value, market_state::halted);
  EXPECT_EQ(status_of("something new").value, market_state::halted);
  EXPECT_EQ(status_of("post_only").text, "post_only");
  EXPECT_FALSE(status_of(nullptr).value);
  EXPECT_FALSE(status_of(1).value);
}

TEST(KrakenBalances, ReadsTheRecordedWallets) {
  const auto row = recorded_rows("kraken/replies.jsonl", "balances").front();
  const auto read = decode_balances(reply_of(row.at("body").dump()));
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->balances.size(), 2U);
  const auto& btc = read.value->balances[0];
  EXPECT_EQ(btc.currency, "BTC");
  EXPECT_EQ(btc.available, number("0.4012"));
  EXPECT_EQ(btc.held, number("0.8423"));
  const auto& usd = read.value->balances[1];
  EXPECT_EQ(usd.currency, "USD");
  EXPECT_EQ(usd.available, number("17185.45"));
  EXPECT_EQ(usd.held, number("8249.76"));
  EXPECT_EQ(read.value->next, "");
}

TEST(KrakenBalances, CountsCreditThatIsNotUsed) {
  const auto x = bitcoins_of({{"balance", "10"},
                              {"credit", "5"},
                              {"credit_used", "2"},
                              {"hold_trade", "1.5"}});
  EXPECT_EQ(x.available, number("11.5"));
  EXPECT_EQ(x.held, number("1.5"));
}

TEST(KrakenBalances, NothingIsHeldWhereNothingIsSaid) {
  const auto x = bitcoins_of({{"balance", "10"}});
  EXPECT_EQ(x.available, number("10"));
  EXPECT_TRUE(x.held.is_zero());
}

TEST(KrakenBalances, AnEmptyAccountIsNoError) {
  const auto read = balances_of(json::object());
  EXPECT_EQ(read.kind, outcome_kind::ok);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->balances.empty());
}

TEST(KrakenBalances, KeepsWhatIsStakedApartAndAddsUpTwoIdsOfOneCurrency) {
  const auto read = balances_of({{"XXBT", {{"balance", "1"}}},
                                 {"XBT", {{"balance", "2"}}},
                                 {"XBT.F", {{"balance", "4"}}}});
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->balances.size(), 2U);
  EXPECT_EQ(read.value->balances[0].currency, "BTC");
  EXPECT_EQ(read.value->balances[0].available, number("3"));
  EXPECT_EQ(read.value->balances[1].currency, "BTC.F");
}

TEST(KrakenBalances, FaultE26_AHalfReadAccountIsNoAccount) {
  for (const auto* name : {"balance", "hold_trade", "credit", "credit_used"})
    for (const auto& value : {json(true), json("abc"), json::object(),
                              json("0.12345678901234567890123")}) {
      auto members = json{{"balance", "1"}};
      members[name] = value;
      const auto read
        = balances_of({{"ZUSD", {{"balance", "1"}}}, {"XXBT", members}});
      EXPECT_EQ(read.kind, outcome_kind::malformed) << name << value;
      EXPECT_FALSE(read.value);
    }
  EXPECT_FALSE(balances_of({{"XXBT", json::object()}}).value);
  EXPECT_FALSE(balances_of({{"XXBT", {{"balance", nullptr}}}}).value);
  EXPECT_FALSE(balances_of({{"XXBT", "1.5"}}).value);
  EXPECT_FALSE(balances_of({{"", {{"balance", "1"}}}}).value);
  EXPECT_FALSE(balances_of(json::array()).value);
}

TEST(KrakenBalances, ReadsSmallAmountsExactly) {
  EXPECT_EQ(bitcoins_of({{"balance", "1e-8"}}).available.to_string(),
            "0.00000001");
  EXPECT_EQ(bitcoins_of({{"balance", "1011.1908877900"}}).available.to_string(),
            "1011.19088779");
}

TEST(KrakenBalances, FaultE26_ReadsNumbersByTheirDigits) {
  const auto read = decode_balances(
    reply_of(R"({"error":[],"result":{"XXBT":{"balance":9007199254740993.1,)"
             R"("hold_trade":0.10}}})"));
  ASSERT_TRUE(read.value) << read.text;
  const auto& x = read.value->balances.at(0);
  EXPECT_EQ(x.available.to_string(), "9007199254740993");
  EXPECT_EQ(x.held.to_string(), "0.1");
}

TEST(KrakenPermissions, ReadsTheRecordedAnswer) {
  const auto row = recorded_rows("kraken/replies.jsonl", "permissions").front();
  const auto read = decode_permissions(reply_of(row.at("body").dump()));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_TRUE(read.value->can_view);
  EXPECT_TRUE(read.value->can_trade);
  EXPECT_TRUE(read.value->can_withdraw);
  EXPECT_EQ(read.text, "");
}

TEST(KrakenPermissions, KeepsTheThreeRightsApart) {
  for (const auto* name : {"query-funds", "modify-trades", "withdraw-funds"}) {
    const auto read = permissions_of({name});
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->can_view, name == std::string{"query-funds"});
    EXPECT_EQ(read.value->can_trade, name == std::string{"modify-trades"});
    EXPECT_EQ(read.value->can_withdraw, name == std::string{"withdraw-funds"});
  }
}

TEST(KrakenPermissions, NamesWhatATradingKeyLacks) {
  EXPECT_EQ(permissions_of({"query-funds", "query-open-trades", "close-trades",
                            "modify-trades"})
              .text,
            "lacks query-closed-trades, query-ledger");
}

TEST(KrakenPermissions, ARightThatCannotBeReadIsNotGuessed) {
  EXPECT_FALSE(permissions_of({"query-funds", nullptr}).value);
  EXPECT_FALSE(permissions_of({"query-funds", 1}).value);
  EXPECT_FALSE(permissions_of("query-funds").value);
  EXPECT_FALSE(permissions_of(nullptr).value);
}

} // namespace ballast::venues::kraken
