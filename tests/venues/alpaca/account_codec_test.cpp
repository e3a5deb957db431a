#include "tests/venues/recorded.hpp"
#include "venues/alpaca/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

using nlohmann::json;

decimal number(std::string_view text) { return *decimal::parse(text); }

coin_names some_coins() {
  std::vector<market> listed;
  for (const auto* name : {"BTC/USD", "BTC/USDT", "LINK/USD", "USDT/USD"}) {
    market x;
    x.venue_symbol = name;
    x.symbol = *symbol_of(name);
    listed.push_back(x);
  }
  coin_names coins;
  coins.learn(listed);
  return coins;
}

answer<balance_page> balances_of(const std::string& body) {
  return decode_balances(reply_of(body), some_coins());
}

balance cash_of(const std::string& cash, const std::string& power) {
  const auto read
    = balances_of(R"({"cash":)" + cash + R"(,"buying_power":)" + power + '}');
  EXPECT_TRUE(read.value) << read.text;
  return read.value ? read.value->balances.at(0) : balance{};
}

/// A position with these members besides its name and class.
answer<balance_page> position_of(const std::string& members) {
  return balances_of(R"([{"symbol":"AAPL","asset_class":"us_equity",)" + members
                     + "}]");
}

json active_account() {
  return {{"status", "ACTIVE"},        {"account_blocked", false},
          {"trading_blocked", false},  {"trade_suspended_by_user", false},
          {"transfers_blocked", true}, {"crypto_status", "INACTIVE"}};
}

answer<key_permissions> permissions_with(const char* name, const json& value) {
  auto account = active_account();
  account[name] = value;
  return decode_permissions(reply_of(account.dump()));
}

} // namespace

TEST(AlpacaTime, ReadsTheRecordedAnswer) {
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "time"))
    EXPECT_EQ(decode_time(reply_of(row.at("body").dump())).value,
              unix_time{std::chrono::milliseconds{
                row.at("expected").at("unix_ms").get<std::int64_t>()}});
}

TEST(AlpacaTime, RefusesTimesThatAreNone) {
  for (const auto* body :
       {"{}", "[]", "null", R"({"timestamp":null})",
        R"({"timestamp":1700658477})", R"({"timestamp":"2023-11-22"})",
        R"({"timestamp":"1970-01-01T00:00:00Z"})",
        R"({"timestamp":"0001-01-01T00:00:00Z"})"})
    EXPECT_EQ(decode_time(reply_of(body)).kind, outcome_kind::malformed)
      << body;
}

TEST(AlpacaBalances, ReadsEveryRecordedAccountAndAsksForPositionsNext) {
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "account")) {
    const auto read = balances_of(row.at("body").dump());
    ASSERT_TRUE(read.value) << read.text;
    ASSERT_EQ(read.value->balances.size(), 1U);
    const auto& x = read.value->balances.front();
    const auto& expected = row.at("expected");
    EXPECT_EQ(x.currency, expected.at("currency").get<std::string>());
    EXPECT_EQ(x.available.to_string(), expected.at("available"));
    EXPECT_EQ(x.held.to_string(), expected.at("held"));
    EXPECT_EQ(read.value->next, positions_page);
  }
}

TEST(AlpacaBalances, ReadsEveryRecordedPosition) {
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "positions")) {
    const auto read = balances_of(row.at("body").dump());
    ASSERT_TRUE(read.value) << read.text;
    EXPECT_TRUE(read.value->next.empty());
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->balances.size(), expected.size());
    for (const auto& x : read.value->balances) {
      EXPECT_EQ(x.available.to_string(), expected.at(x.currency).at(0));
      EXPECT_EQ(x.held.to_string(), expected.at(x.currency).at(1));
    }
  }
}

TEST(AlpacaBalances, NeverCountsWhatCouldBeBorrowed) {
  struct row {
    const char* cash;
    const char* power;
    const char* available;
  };
  for (const auto& x : {row{"100", "100", "100"}, row{"100", "400", "100"},
                        row{"100", "30.5", "30.5"}, row{"100", "0", "0"},
                        row{"100", "-1", "0"}, row{"0", "50", "0"},
                        row{"-20", "50", "-20"}, row{"-20", "-5", "-20"}}) {
    const auto read = cash_of('"' + std::string{x.cash} + '"',
                              '"' + std::string{x.power} + '"');
    EXPECT_EQ(read.currency, "USD");
    EXPECT_EQ(read.available, number(x.available)) << x.cash << ' ' << x.power;
    EXPECT_EQ(read.available + read.held, number(x.cash));
  }
}

TEST(AlpacaBalances, KeepsEveryDigitOfTextAndOfNumbers) {
  EXPECT_EQ(cash_of(R"("0.100000000000000001")", R"("9")").available,
            number("0.100000000000000001"));
  EXPECT_EQ(cash_of("0.100000000000000001", "9").available,
            number("0.100000000000000001"));
}

TEST(AlpacaBalances, HoldsWhatIsNotAvailableOfAPosition) {
  const auto read = position_of(R"("qty":"10","qty_available":"2.5")");
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->balances[0].available, number("2.5"));
  EXPECT_EQ(read.value->balances[0].held, number("7.5"));
}

TEST(AlpacaBalances, ShowsAShortPositionBelowZero) {
  for (const auto* members :
       {R"("qty":"-5","side":"short")", R"("qty":"5","side":"short")",
        R"("qty":"-5","qty_available":"-5","side":"short")"}) {
    const auto read = position_of(members);
    ASSERT_TRUE(read.value) << read.text;
    EXPECT_EQ(read.value->balances[0].available, number("-5")) << members;
    EXPECT_TRUE(read.value->balances[0].held.is_zero());
  }
}

TEST(AlpacaBalances, AddsUpPairsOfOneCoinAndKeepsAStockOfItsNameApart) {
  const auto read
    = balances_of(R"([{"symbol":"BTCUSD","asset_class":"crypto","qty":"1"},)"
                  R"({"symbol":"BTC/USDT","asset_class":"crypto","qty":"0.5"},)"
                  R"({"symbol":"LINK","asset_class":"us_equity","qty":"7"},)"
                  R"({"symbol":"LINKUSD","asset_class":"crypto","qty":"3"},)"
                  R"({"symbol":"OLDUSD","asset_class":"crypto","qty":"9"}])");
  ASSERT_TRUE(read.value) << read.text;
  std::string shown;
  for (const auto& x : read.value->balances)
    shown += x.currency + ' ' + x.available.to_string() + '\n';
  EXPECT_EQ(shown, "BTC 1.5\nLINK 3\nLINK.STOCK 7\nOLDUSD 9\n");
}

TEST(AlpacaBalances, NoPositionsAreAnAnswer) {
  const auto read = balances_of("[]");
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->balances.empty());
  EXPECT_TRUE(read.value->next.empty());
}

TEST(AlpacaBalances, OneUnreadableAmountSpoilsThePage) {
  for (const auto* body :
       {"{}", "null", "7", R"({"cash":"1"})", R"({"buying_power":"1"})",
        R"({"cash":"1","buying_power":"x"})",
        R"({"cash":null,"buying_power":"1"})", "[7]", "[{}]",
        R"([{"symbol":"AAPL","asset_class":"us_equity","qty":"x"}])",
        R"([{"symbol":"AAPL","asset_class":"us_equity"}])",
        R"([{"symbol":"AAPL","qty":"1"}])",
        R"([{"asset_class":"us_equity","qty":"1"}])",
        R"([{"symbol":"AAPL","asset_class":"us_equity","qty":"1",)"
        R"("qty_available":"x"}])"})
    EXPECT_EQ(balances_of(body).kind, outcome_kind::malformed) << body;
}

TEST(AlpacaPermissions, AnActiveAccountMayTradeAndNoKeyMayWithdraw) {
  const auto read = decode_permissions(reply_of(active_account().dump()));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_TRUE(read.value->can_view);
  EXPECT_TRUE(read.value->can_trade);
  EXPECT_FALSE(read.value->can_withdraw);
  EXPECT_EQ(read.text, "");
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "account"))
    EXPECT_TRUE(
      decode_permissions(reply_of(row.at("body").dump())).value->can_trade);
}

TEST(AlpacaPermissions, NamesWhatKeepsAnAccountFromTrading) {
  EXPECT_EQ(permissions_with("status", "ACCOUNT_CLOSED").text,
            "Account status ACCOUNT_CLOSED");
  for (const auto* name :
       {"account_blocked", "trading_blocked", "trade_suspended_by_user"}) {
    for (const auto& set : {json(true), json("yes"), json(1)}) {
      const auto read = permissions_with(name, set);
      ASSERT_TRUE(read.value);
      EXPECT_FALSE(read.value->can_trade);
      EXPECT_EQ(read.text, std::string{"Account is "} + name);
    }
    EXPECT_TRUE(permissions_with(name, nullptr).value->can_trade);
  }
}

TEST(AlpacaPermissions, RefusesWhatIsNoAccount) {
  for (const auto* body : {"{}", "[]", "null", R"({"status":null})"})
    EXPECT_EQ(decode_permissions(reply_of(body)).kind, outcome_kind::malformed)
      << body;
}

TEST(AlpacaCalendar, ReadsWhatMarketHoursNeed) {
  for (const auto& row : recorded_rows("alpaca/replies.jsonl", "calendar")) {
    const auto read = decode_calendar(reply_of(row.at("body").dump()));
    ASSERT_TRUE(read.value) << read.text;
    const auto& expected = row.at("expected");
    ASSERT_EQ(read.value->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& x = (*read.value)[i];
      EXPECT_EQ(static_cast<int>(x.date.year()), expected[i][0]);
      EXPECT_EQ(static_cast<unsigned>(x.date.month()), expected[i][1]);
      EXPECT_EQ(static_cast<unsigned>(x.date.day()), expected[i][2]);
      EXPECT_EQ(x.open.count(), expected[i][3]);
      EXPECT_EQ(x.close.count(), expected[i][4]);
    }
    EXPECT_TRUE(market_hours::make(*read.value).ok());
  }
  EXPECT_TRUE(decode_calendar(reply_of("[]")).value);
}

TEST(AlpacaCalendar, IsAskedForByItsFirstAndItsLastDay) {
  using namespace std::chrono_literals;
  EXPECT_EQ(calendar_target(2024y / 3 / 4, 2024y / 3 / 8),
            "/v2/calendar?start=2024-03-04&end=2024-03-08");
}

TEST(AlpacaCalendar, OneUnreadableDaySpoilsTheList) {
  for (const auto* body :
       {"{}", "null", "[7]", R"([{"open":"09:30","close":"16:00"}])",
        R"([{"date":"2024-02-30","open":"09:30","close":"16:00"}])",
        R"([{"date":"2024-03-04","open":"0930","close":"16:00"}])",
        R"([{"date":"2024-03-04","open":"09:60","close":"16:00"}])",
        R"([{"date":"2024-03-04","open":"-9:30","close":"16:00"}])",
        R"([{"date":"2024-03-04","open":"09:-3","close":"16:00"}])",
        R"([{"date":"2024-03-04","open":"09:30","close":"25:00"}])",
        R"([{"date":"2024-03-04","open":"09:30"}])"})
    EXPECT_EQ(decode_calendar(reply_of(body)).kind, outcome_kind::malformed)
      << body;
}

} // namespace ballast::venues::alpaca
