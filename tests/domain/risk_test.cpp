#include "domain/risk.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace ballast {
namespace {

using namespace std::chrono_literals;

const symbol bitcoin{"BTC", "USD"};
const symbol ether{"ETH", "USD"};
constexpr auto noon = unix_time{43'200s};

decimal number(const char* text) { return *decimal::parse(text); }

/// An account of 1,000 with nothing in it.
risk_view empty_account() {
  risk_view x;
  x.equity = x.available = decimal::whole(1000);
  return x;
}

risk_proposal wish(int value, symbol market = bitcoin) {
  return {std::move(market), order_purpose::entry, decimal::whole(value)};
}

symbol numbered(int i) { return {"C" + std::to_string(i), "USD"}; }

risk_view with_positions(int count) {
  auto x = empty_account();
  for (int i = 0; i < count; ++i)
    x.positions.push_back({numbered(i), decimal::whole(10), 0.01 * i});
  return x;
}

TEST(Risk, ApprovesWhatFits) {
  const auto x = risk_book{{}}.judge(wish(100), empty_account(), noon);
  EXPECT_EQ(x.why, risk_reason::approved);
  EXPECT_EQ(x.value, decimal::whole(100));
}

TEST(Risk, SaysThatItEnforcesThePositionCap) {
  const auto book = risk_book{{}};
  EXPECT_TRUE(book.judge(wish(10), with_positions(7), noon).approved());
  const auto full = book.judge(wish(10), with_positions(8), noon);
  EXPECT_EQ(full.why, risk_reason::position_cap_reached);
  EXPECT_EQ(full.text, "Enforcing position cap (max 8): 8 are open or being "
                       "opened, so none in BTC/USD");
  EXPECT_TRUE(
    book.judge(wish(10, numbered(3)), with_positions(8), noon).approved())
    << "more of one that is open is no other one";
}

TEST(Risk, CountsAPositionThatIsBeingOpened) {
  auto account = with_positions(7);
  account.orders.push_back({ether, order_purpose::entry, decimal::whole(10)});
  const auto book = risk_book{{}};
  EXPECT_EQ(book.judge(wish(10), account, noon).why,
            risk_reason::position_cap_reached);
  account.orders[0].purpose = order_purpose::exit;
  EXPECT_TRUE(book.judge(wish(10), account, noon).approved());
}

TEST(Risk, ClosesTheWeakestFirstAndNoMoreThanAreTooMany) {
  const auto book = risk_book{{}};
  EXPECT_FALSE(book.enforce_cap(with_positions(8)));
  auto account = with_positions(10);
  account.positions[6].gain = -0.5;
  account.positions[7].gain = -0.7;
  const auto over = book.enforce_cap(account);
  ASSERT_TRUE(over);
  EXPECT_EQ(over->text, "Enforcing position cap (max 8)");
  EXPECT_EQ(over->close, (std::vector{numbered(7), numbered(6)}));
}

// "No position is ever closed because data is missing; it is flagged."
TEST(Risk, ClosesNoneWithoutAPrice) {
  auto account = with_positions(9);
  for (auto& x : account.positions)
    x.gain = std::nullopt;
  account.positions[4].gain = std::nan("");
  EXPECT_TRUE(risk_book{{}}.enforce_cap(account)->close.empty());
  account.positions[4].gain = 9;
  EXPECT_EQ(risk_book{{}}.enforce_cap(account)->close,
            std::vector{numbered(4)});
}

TEST(Risk, TakesTheLessValuableOfTwoThatGainAlike) {
  EXPECT_EQ(weakest_first({{ether, decimal::whole(5), 0.1},
                           {bitcoin, decimal::whole(4), 0.1},
                           {numbered(1), decimal::whole(9), 0.0}}),
            (std::vector{numbered(1), bitcoin, ether}));
}

TEST(Risk, RefusesAnAccountBelowItsMinimumBalance) {
  auto account = empty_account();
  account.available = number("0.99");
  const auto x = risk_book{{}}.judge(wish(1), account, noon);
  EXPECT_EQ(x.why, risk_reason::balance_below_minimum);
  EXPECT_EQ(x.text, "BTC/USD: 0.99 is free, which is below the minimum of 1");
  account.available = decimal::whole(1);
  EXPECT_TRUE(risk_book{{}}.judge(wish(1), account, noon).approved());
}

TEST(Risk, ApprovesLessWhereLessIsLeft) {
  auto account = empty_account();
  account.positions.push_back({{"BTC", "USDT"}, decimal::whole(200), 0.0});
  const auto book = risk_book{{}};
  const auto asset = book.judge(wish(100), account, noon);
  EXPECT_EQ(asset.why, risk_reason::approved_smaller);
  EXPECT_EQ(asset.value, decimal::whole(50)) << "whatever it is quoted in";
  EXPECT_EQ(asset.text, "BTC/USD: 50 of 100 are approved, all that is left of "
                        "what may be in BTC");
  EXPECT_EQ(asset.figures.at("room"), 50);
  account.positions[0].value = decimal::whole(250);
  EXPECT_EQ(book.judge(wish(100), account, noon).why,
            risk_reason::asset_exposure_reached);
  account.orders.push_back({ether, order_purpose::entry, decimal::whole(600)});
  EXPECT_EQ(book.judge(wish(100, numbered(1)), account, noon).value,
            decimal::whole(50));
  account.orders[0].value = decimal::whole(700);
  EXPECT_EQ(book.judge(wish(100, numbered(1)), account, noon).why,
            risk_reason::exposure_reached);
  account = empty_account();
  account.available = decimal::whole(30);
  EXPECT_EQ(book.judge(wish(100), account, noon).value, decimal::whole(30));
}

// D1, E27: neither old prices nor impossible figures make an order.
TEST(Risk, RefusesOldPricesAndFiguresThatCannotBe) {
  const auto book = risk_book{{}};
  auto account = empty_account();
  account.data_age = 10s;
  EXPECT_TRUE(book.judge(wish(1), account, noon).approved());
  account.data_age += 1ns;
  EXPECT_EQ(book.judge(wish(1), account, noon).why, risk_reason::data_stale);
  account.data_age = -1ns;
  EXPECT_EQ(book.judge(wish(1), account, noon).why,
            risk_reason::figures_unusable);
  account = empty_account();
  EXPECT_EQ(book.judge(wish(0), account, noon).why,
            risk_reason::figures_unusable);
  account.equity = decimal{};
  EXPECT_EQ(book.judge(wish(1), account, noon).why,
            risk_reason::figures_unusable);
  account = with_positions(1);
  account.positions[0].value = -decimal::whole(900);
  EXPECT_EQ(book.judge(wish(1), account, noon).why,
            risk_reason::figures_unusable)
    << "it would make room";
}

TEST(Risk, WaitsAfterALossInItsMarketAlone) {
  auto book = risk_book{{}};
  book.settled(bitcoin, number("-0.01"), noon);
  EXPECT_EQ(book.judge(wish(1), empty_account(), noon + 5min - 1ms).why,
            risk_reason::cooling_down);
  EXPECT_TRUE(book.judge(wish(1, ether), empty_account(), noon).approved());
  EXPECT_TRUE(book.judge(wish(1), empty_account(), noon + 5min).approved());
  book.settled(ether, number("0.01"), noon + 1h);
  EXPECT_TRUE(
    book.judge(wish(1, ether), empty_account(), noon + 1h).approved());
}

TEST(Risk, RefusesEntriesWhileHalted) {
  auto book = risk_book{{}};
  book.halts().halt("lunch");
  const auto x = book.judge(wish(1), empty_account(), noon);
  EXPECT_EQ(x.why, risk_reason::halted);
  EXPECT_EQ(x.text, "BTC/USD: entries are halted (person: lunch); exits go on");
}

TEST(Risk, NeverStandsInTheWayOfAnExit) {
  auto book = risk_book{{}};
  book.halts().halt("lunch");
  auto account = with_positions(12);
  account.equity = account.available = -decimal::whole(1);
  account.data_age = 24h;
  book.settled(numbered(2), decimal::whole(-1), noon);
  const auto exit
    = risk_proposal{numbered(2), order_purpose::exit, decimal::whole(10)};
  EXPECT_EQ(book.judge(exit, account, noon).why, risk_reason::approved);
  const auto nothing
    = risk_proposal{bitcoin, order_purpose::exit, decimal::whole(10)};
  EXPECT_EQ(book.judge(nothing, account, noon).why, risk_reason::nothing_held);
}

TEST(Risk, RulesNameTheOneThatIsOutOfItsRange) {
  EXPECT_TRUE(validate(risk_rules{}));
  auto x = risk_rules{};
  x.max_exposure = percent(101);
  EXPECT_EQ(validate(x).error().text, "max_exposure must be in (0, 1]");
  x = {};
  x.max_drawdown = decimal{};
  EXPECT_EQ(validate(x).error().text, "max_drawdown must be in (0, 1]");
  x = {};
  x.max_slippage = percent(51);
  EXPECT_EQ(validate(x).error().text, "max_slippage must be in (0, 0.5]");
  x = {};
  x.max_orders_per_minute = 0;
  EXPECT_FALSE(validate(x));
  x = {};
  x.max_data_age = 0s;
  EXPECT_FALSE(validate(x));
}

TEST(Risk, EachReasonHasANameOfItsOwn) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < risk_reason_count; ++i)
    names.insert(to_string(static_cast<risk_reason>(i)));
  EXPECT_EQ(names.size(), risk_reason_count);
  EXPECT_STREQ(to_string(risk_reason::nothing_held), "nothing_held");
}

} // namespace
} // namespace ballast
