// The five files that every build carries: each parses, and says what every
// request costs that its adapter can make.
#include "tests/support/every_request.hpp"
#include "tests/venues/coinbase/token.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/limit_file.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{1'790'000'017'250ms};

class ShippedLimits : public testing::TestWithParam<const char*> {
protected:
  std::string venue() const { return GetParam(); }

  std::unique_ptr<adapter> make(const limit_overrides& limits = {}) const {
    adapter_options opts;
    opts.limits = limits;
    opts.account = "user_alice";
    opts.key = "key";
    opts.secret = "c2VjcmV0c2VjcmV0";
    if (venue() == "alpaca")
      return std::move(*make_alpaca(opts));
    if (venue() == "binance")
      return std::move(*make_binance(opts));
    if (venue() == "kraken")
      return std::move(*make_kraken(opts));
    if (venue() == "okx") {
      opts.passphrase = "phrase";
      return std::move(*make_okx(opts));
    }
    opts.key = "organizations/o/apiKeys/k";
    const auto pem = coinbase::p256_secret();
    opts.secret = pem;
    return std::move(*make_coinbase(opts));
  }

  static test::subject subject() {
    test::subject x;
    x.what.symbol = {"BTC", "USD"};
    x.what.venue_symbol = "BTC/USD";
    x.ticket.client_id = "5c4f1b2e-8d5a-4f6b-9b7e-1c2d3e4f5a6b";
    x.ticket.size = *decimal::parse("0.001");
    x.ticket.price = *decimal::parse("30000.1");
    x.order = {x.what, "17", {}};
    return x;
  }
};

} // namespace

TEST_P(ShippedLimits, ParseAndHaveASourceAndADateInEveryRow) {
  const auto& table = shipped_limits(venue());
  ASSERT_TRUE(table) << table.error().text;
  EXPECT_EQ(table->venue, venue());
  for (const auto& x : table->limits) {
    EXPECT_GT(x.row.source.size(), 10U) << x.row.id;
    EXPECT_EQ(x.row.checked_on.substr(0, 4), "2026") << x.row.id;
    EXPECT_GE(x.row.hold, 1s) << x.row.id;
  }
  for (const auto& x : table->weights)
    EXPECT_GT(x.source.size(), 10U) << x.name();
}

TEST_P(ShippedLimits, WeighEveryQuestionThatTheAdapterAsks) {
  const auto by = make();
  for (const auto x : test::every_question) {
    const auto made = test::request_for(*by, x, subject(), now);
    const auto spends = by->spends_of(x);
    if (!made)
      continue;
    EXPECT_FALSE(spends.empty()) << name_of(x);
    EXPECT_EQ(made->spends, spends) << name_of(x);
  }
}

TEST_P(ShippedLimits, WeighEveryActionOfTheTraderAndNoneThatThereIsNot) {
  const auto by = make();
  const auto what = subject().what;
  for (const auto x : test::every_action) {
    const auto made = test::request_for(*by->trader(), x, subject(), now);
    const auto spends = by->trader()->spends_of(x, what);
    EXPECT_EQ(spends.empty(), !made) << name_of(x);
    EXPECT_EQ(made ? made->spends : spends, spends) << name_of(x);
  }
}

TEST_P(ShippedLimits, AreAllBudgetsThatSomethingSpendsFrom) {
  const auto by = make();
  std::set<std::string> known;
  std::set<std::string> spent;
  for (const auto& x : by->budgets()) {
    known.insert(x.id);
    EXPECT_EQ(x.id.ends_with("@user_alice"), x.row.scope != limit_scope::ip);
    EXPECT_EQ(x.row.venue, venue());
  }
  for (const auto x : test::every_question)
    for (const auto& y : by->spends_of(x))
      spent.insert(y.budget);
  for (const auto x : test::every_action)
    for (const auto& y : by->trader()->spends_of(x, subject().what))
      spent.insert(y.budget);
  for (const auto x : socket_kinds) {
    ASSERT_FALSE(by->connect_spends(x).empty()) << name_of(x);
    // What comes of it is kept from the health of whatever else is asked.
    EXPECT_EQ(spent.count(by->connect_spends(x).front().budget), 0U)
      << name_of(x);
  }
  for (const auto x : socket_kinds)
    for (const auto& y : by->connect_spends(x))
      spent.insert(y.budget);
  EXPECT_EQ(spent, known);
}

TEST_P(ShippedLimits, AreThoseOfTheAdapterUnlessAnOperatorKnowsBetter) {
  const auto plain = make()->budgets();
  ASSERT_EQ(plain.size(), shipped_limits(venue())->limits.size());
  limit_override by;
  by.id = plain.back().row.id;
  by.units = 77;
  const auto changed = make({{by}, {}})->budgets();
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const auto is_last = i + 1 == plain.size();
    EXPECT_EQ(changed[i].row.units, is_last ? 77U : plain[i].row.units);
    EXPECT_EQ(changed[i].row.window, plain[i].row.window);
  }
}

INSTANTIATE_TEST_SUITE_P(Venues, ShippedLimits,
                         testing::Values("alpaca", "binance", "coinbase",
                                         "kraken", "okx"),
                         [](const auto& x) { return std::string{x.param}; });

TEST(ShippedLimitsOf, AnUnknownVenueAreNone) {
  EXPECT_FALSE(shipped_limits("bitmex"));
  EXPECT_FALSE(limits_of_venue("bitmex", {}));
}

} // namespace ballast::venues
