// The demo that runs when nobody says otherwise, in virtual time: it trades at
// all five venues within three minutes, and its books are the venues'.
#include "apps/account_plans.hpp"
#include "apps/demo.hpp"
#include "apps/virtual_node.hpp"
#include "domain/money.hpp"
#include "tests/apps/books.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

constexpr auto venues
  = std::array{"coinbase", "kraken", "okx", "binance", "alpaca"};

/// A node as `ballast run --demo` builds it.
virtual_node_options demo(const config::settings& settings) {
  virtual_node_options result;
  result.seed = settings.demo.seed;
  result.venues = {venues.begin(), venues.end()};
  result.scan = demo_scan(settings);
  result.streams = settings.scan.streams;
  result.link.model = sim::link_model::clipped;
  result.link.delay = 1ms;
  result.link.jitter = 1ms;
  result.link.jitter_max = 10ms;
  result.on_venue = [&](simulated_venue_options& x, unix_time now) {
    x = demo_venue(settings, x.venue, now);
  };
  result.on_keys = [&](std::vector<sim::account_key> all) {
    return demo_keys(settings, std::move(all));
  };
  result.plan = [&](const std::vector<broker_seat>& seats) {
    return *plan_accounts(settings, seats);
  };
  return result;
}

/// What each account began with.
decimal given(const std::string& currency) {
  return is_dollar(currency) ? decimal::whole(10'000) : decimal{};
}

const portfolio_status& portfolio(const status_report& in,
                                  const std::string& account) {
  return *std::find_if(in.portfolios.begin(), in.portfolios.end(),
                       [&](const auto& x) { return x.account == account; });
}

const venue_row& row(const status_report& in, const std::string& venue,
                     const std::string& account) {
  return *std::find_if(in.venues.begin(), in.venues.end(), [&](const auto& x) {
    return x.broker.venue == venue && x.broker.account == account;
  });
}

/// What an account's signals came to.
std::string outcomes(const portfolio_status& of) {
  auto result = std::string{};
  for (const auto& x : of.signals)
    result += x.came + '\n';
  return result;
}

void compare_balances(const std::vector<balance>& ours,
                      const venue_books& books) {
  for (const auto& [currency, change] : books.wealth) {
    const auto owned
      = std::find_if(ours.begin(), ours.end(),
                     [&](const balance& x) { return x.currency == currency; });
    const auto sum
      = owned == ours.end() ? decimal{} : owned->available + owned->held;
    EXPECT_EQ(sum, given(currency) + change) << currency;
  }
}

/// One demo of three minutes, which is looked at from several sides: to live
/// through it takes the longest.
class Demo : public ::testing::Test {
protected:
  void SetUp() override {
    node.advance(3min);
    running = node.report();
    // What is out comes to its end; what is held is sold or stays.
    node.wish({true, "the test is over"});
    node.advance(45s);
    wait_until_nobody_orders();
    report = node.report();
  }

  /// Exits go on, and a report is up to a second old: it is read when nothing
  /// has been ordered for a while.
  void wait_until_nobody_orders() {
    const auto ordered = [&] {
      auto sum = std::uint64_t{0};
      for (const auto* venue : venues)
        sum += node.venue_stats(venue).orders;
      return sum;
    };
    auto before = ordered();
    for (auto quiet = 0, seconds = 0; quiet < 5 && seconds < 120; ++seconds) {
      node.advance(1s);
      const auto now = ordered();
      quiet = now == before ? quiet + 1 : 0;
      before = now;
    }
  }

  void expect_the_venues_books() const;
  void expect_targets_and_stops() const;
  void expect_reasons() const;

  config::settings settings;
  virtual_node node{demo(settings)};
  std::shared_ptr<const status_report> running; ///< When time was over.
  std::shared_ptr<const status_report> report;  ///< When all had settled.
};

void Demo::expect_the_venues_books() const {
  for (const auto* venue : venues) {
    SCOPED_TRACE(venue);
    auto filled = compare_orders(node, venue);
    // Its story makes sure of that.
    EXPECT_GT(filled["master"], 0U);
    EXPECT_EQ(filled["user_2"] + filled["user_3"] + filled["user_4"], 0U);
    const auto books = books_of(node, venue);
    compare_positions(*report, venue, books);
    for (const auto& [account, of_venue] : books)
      compare_balances(row(*report, venue, account).broker.balances, of_venue);
    EXPECT_EQ(node.venue_stats(venue).rate_limited, 0U);
  }
}

void Demo::expect_targets_and_stops() const {
  auto ends = std::map<std::string, int>{};
  for (const auto& x : portfolio(*report, "master").signals)
    ++ends[x.reason];
  EXPECT_GE(ends["pullback_in_trend"], 5);
  EXPECT_GT(ends["target_reached"], 0);
  EXPECT_GT(ends["stop_hit"], 0);
  EXPECT_FALSE(portfolio(*report, "master").realised.is_zero());
  auto by_chance = std::map<std::string, int>{};
  for (const auto& x : portfolio(*report, "user_1").signals)
    ++by_chance[x.reason];
  EXPECT_GT(by_chance["chosen_by_chance"], 5);
  EXPECT_GT(by_chance["holding_time_over"], 5);
}

void Demo::expect_reasons() const {
  for (const auto* venue : venues) {
    SCOPED_TRACE(venue);
    EXPECT_EQ(state_of(row(*running, venue, "master")).state, "connected");
    EXPECT_EQ(why_not_ready(row(*running, venue, "user_1")), "");
    const auto stranger = state_of(row(*running, venue, "user_2"));
    EXPECT_EQ(stranger.state, "failed");
    EXPECT_FALSE(stranger.reason.empty());
    EXPECT_EQ(why_not_ready(row(*running, venue, "user_3")),
              "less than $1.00 available");
    const auto idler = state_of(row(*running, venue, "user_4"));
    EXPECT_EQ(idler.state, "halted");
    EXPECT_NE(idler.reason.find("halted from the start"), std::string::npos)
      << idler.reason;
  }
  for (const auto* account : {"user_2", "user_3", "user_4"})
    EXPECT_EQ(portfolio(*report, account).orders.size(), 0U) << account;
  EXPECT_TRUE(portfolio(*running, "user_2").venues.empty());
  const auto poor = outcomes(portfolio(*running, "user_3"));
  EXPECT_NE(poor.find("below the minimum of 1"), std::string::npos) << poor;
  const auto idle = outcomes(portfolio(*running, "user_4"));
  EXPECT_NE(idle.find("entries are halted"), std::string::npos) << idle;
}

} // namespace

TEST_F(Demo, TradesAtAllFiveVenuesAndSaysWhyWhoeverDoesNot) {
  expect_the_venues_books();
  expect_targets_and_stops();
  expect_reasons();
}

TEST(DemoCast, IsAsLargeAsSomebodySays) {
  config::settings settings;
  EXPECT_EQ(demo_venue(settings, "okx", {}).accounts, 5U);
  EXPECT_EQ(demo_venue(settings, "okx", {}).faults.size(), 1U);
  EXPECT_EQ(demo_scan(settings).timeframe, 60s);
  EXPECT_NE(halted_in_demo(settings, "user_4"), "");
  settings.demo.accounts = 50;
  settings.scan.timeframe_told = true;
  EXPECT_EQ(demo_venue(settings, "okx", {}).accounts, 50U);
  EXPECT_TRUE(demo_venue(settings, "okx", {}).faults.empty());
  EXPECT_EQ(demo_scan(settings).timeframe, 5min);
  EXPECT_EQ(halted_in_demo(settings, "user_4"), "");
  const auto keys = demo_keys(settings, {{"MASTER", "a", "b", ""},
                                         {"USER_1", "c", "d", ""},
                                         {"USER_2", "e", "f", ""}});
  EXPECT_EQ(keys.at(2).secret, "f");
}

} // namespace ballast::apps
