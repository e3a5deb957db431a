// What people ask of a node that trades, and accounts that follow another: on
// the whole node, in virtual time.
#include "apps/virtual_node.hpp"
#include "sim/fault.hpp"
#include "tests/apps/gambler.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::gambler;

class Operating : public ::testing::Test {
protected:
  void start(std::vector<account_plan> traders,
             std::vector<std::string> venues = {"okx"}) {
    virtual_node_options options;
    options.venues = std::move(venues);
    options.scan.mode = config::scan_mode::funnel;
    options.scan.timeframe = 60s;
    options.streams = true;
    options.accounts = static_cast<unsigned>(traders.size());
    options.traders = std::move(traders);
    options.link.model = sim::link_model::clipped;
    options.link.delay = 10ms;
    options.link.jitter = 10ms;
    options.link.jitter_max = 100ms;
    options.on_log = [this](time_point, log_level, const std::string&,
                            const std::string& text) { log.push_back(text); };
    node = std::make_unique<virtual_node>(std::move(options));
  }

  portfolio_status account(const std::string& name) const {
    for (const auto& x : node->report()->portfolios)
      if (x.account == name)
        return x;
    return {};
  }
  /// Without the dust that no venue would take.
  std::size_t open_positions(const std::string& name) const {
    const auto all = account(name).positions;
    return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const auto& x) {
        return !x.size.is_zero() && x.reason != "too_small_to_sell";
      }));
  }
  std::size_t entries(const std::string& name) const {
    const auto all = account(name).orders;
    return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(),
                    [](const auto& x) { return x.purpose == "entry"; }));
  }
  bool was_said(const std::string& part) const {
    return std::any_of(log.begin(), log.end(), [&](const std::string& x) {
      return x.find(part) != std::string::npos;
    });
  }

  std::vector<std::string> log;
  std::unique_ptr<virtual_node> node;
};

TEST_F(Operating, HaltsOneAccountAlsoAfterARestartUntilItIsResumed) {
  start({gambler("master", 20s), gambler("user_1", 20s)});
  node->advance(2min);
  node->wish({true, "lunch", "user_1"});
  node->advance(2s);
  const auto before = entries("user_1");
  const auto others = entries("master");
  EXPECT_EQ(account("user_1").halted, "person: lunch");
  EXPECT_EQ(account("master").halted, "");
  EXPECT_FALSE(node->report()->halted);
  node->advance(2min);
  node->kill();
  node->advance(3min);
  EXPECT_EQ(entries("user_1"), before);
  EXPECT_GT(entries("master"), others);
  EXPECT_EQ(open_positions("user_1"), 0U) << "exits go on";
  node->wish({false, "back", "user_1"});
  node->advance(3min);
  EXPECT_GT(entries("user_1"), before);
}

TEST_F(Operating, SellsEverythingWhenAskedTo) {
  start({gambler("master", 8h)});
  node->advance(3min);
  ASSERT_GT(open_positions("master"), 2U);
  node->wish({true, "out", {}, true, true});
  // What was decided is durable before anything has been sold.
  node->kill();
  node->advance(3min);
  EXPECT_EQ(open_positions("master"), 0U);
  const auto last = account("master").orders.front();
  EXPECT_EQ(last.purpose, "exit");
  for (const auto& x : json::parse(node->venue_orders("okx")))
    EXPECT_NE(x["status"], "open") << x;
}

TEST_F(Operating, SaysWhyAMarketIsOrIsNotTraded) {
  start({gambler("master", 8h)});
  node->advance(3min);
  const auto held = account("master").positions.front();
  const auto why
    = [this](const std::string& market, const std::string& who = "master") {
        return node->why({"okx", *symbol::parse(market), who}).value();
      };
  EXPECT_TRUE(why(held.symbol).scanned.is_well);
  EXPECT_EQ(why(held.symbol).traded.rule, "position_held");
  EXPECT_TRUE(why(held.symbol).traded.is_well);
  const auto nothing = why("NOTHING/USDT");
  EXPECT_EQ(nothing.scanned.rule, "not_listed");
  EXPECT_EQ(nothing.traded.rule, "never_evaluated");
  EXPECT_EQ(why(held.symbol, "user_9").traded.rule, "nobody");
  node->wish({true, "lunch"});
  EXPECT_EQ(why("NOTHING/USDT").traded.rule, "halted");
  EXPECT_EQ(why(held.symbol).traded.rule, "position_held")
    << "exits go on, so the plan still decides";
}

// Each account asks for its own orders, within its own risk.
TEST_F(Operating, CopiesDecisionsForEachAccountByItself) {
  auto all = std::vector{gambler("master", 20s), gambler("user_1", 20s),
                         gambler("user_2", 20s)};
  all[1].follows = all[2].follows = "master";
  all[2].risk.max_positions = 1;
  start(std::move(all));
  node->advance(8min);

  std::map<std::string, std::set<std::string>> entered;
  for (const auto* name : {"master", "user_1", "user_2"})
    for (const auto& x : account(name).orders)
      if (x.purpose == "entry" && !x.filled.is_zero())
        entered[name].insert(x.symbol);
  EXPECT_GT(entered["user_1"].size(), 2U);
  EXPECT_TRUE(std::includes(entered["master"].begin(), entered["master"].end(),
                            entered["user_1"].begin(),
                            entered["user_1"].end()));
  EXPECT_GT(entries("user_1"), entries("user_2"));
  EXPECT_EQ(account("user_1").follows, "master");

  const auto copies = account("master").copies;
  std::map<std::uint32_t, int> filled;
  for (const auto& x : copies) {
    EXPECT_EQ(x.asked, 3U);
    ++filled[x.filled];
    if (x.filled == 0)
      continue;
    EXPECT_LE(x.price_min, x.price_max);
    EXPECT_LT(x.delay, 5s);
    EXPECT_FALSE(x.slowest.empty());
  }
  EXPECT_GT(filled[3], 0);
  EXPECT_GT(filled[2], 0) << "user_2 may have one position at a time";
  EXPECT_TRUE(was_said("of 3 accounts entered"));
  for (const auto* name : {"master", "user_1", "user_2"}) {
    auto sum = std::uint64_t{0};
    for (const auto& x : account(name).reasons)
      sum += x.count;
    EXPECT_EQ(sum, account(name).evaluations);
  }
}

// Fees in the coin that was bought leave dust behind; the market is entered
// again all the same, and what is left is sold with the next position.
TEST_F(Operating, EntersAMarketAgainOfWhichDustIsLeft) {
  start({gambler("master", 20s)});
  node->advance(6min);
  node->kill();
  node->advance(4min);
  std::map<std::string, int> times;
  for (const auto& x : account("master").orders)
    if (x.purpose == "entry" && !x.filled.is_zero())
      ++times[x.symbol];
  const auto most = std::max_element(
    times.begin(), times.end(),
    [](const auto& a, const auto& b) { return a.second < b.second; });
  ASSERT_NE(most, times.end());
  EXPECT_GT(most->second, 2) << most->first;
}

// Orders that are out, and fills that the balances do not know of yet, looked
// like a loss of what they cost.
TEST_F(Operating, TakesNoOrderThatIsOutForALoss) {
  auto plan = gambler("master", 20s);
  plan.risk.max_drawdown = percent(15);
  plan.risk.max_daily_loss = percent(15);
  start({plan}, {"okx", "coinbase"});
  node->advance(10min);
  EXPECT_EQ(account("master").halted, "");
  EXPECT_GT(entries("master"), 10U);
}

// Two venues, of which one answers much later after the restart: what is there
// is no loss. It was one, and halted entries until somebody resumed them.
TEST_F(Operating, TakesNoVenueThatIsLateForALoss) {
  auto plan = gambler("master", 8h);
  plan.risk.max_drawdown = percent(20);
  plan.risk.max_daily_loss = percent(20);
  start({plan}, {"okx", "coinbase"});
  node->advance(3min);
  EXPECT_EQ(account("master").halted, "");
  node->set_faults(*sim::parse_faults(R"([{"kind":"server_error"}])"),
                   "coinbase");
  node->kill();
  node->advance(3min);
  EXPECT_EQ(account("master").halted, "");
  node->set_faults({}, "coinbase");
  node->advance(3min);
  EXPECT_EQ(account("master").halted, "");
  EXPECT_EQ(account("master").venues.size(), 2U);
}

TEST_F(Operating, MeasuresLossesFromWhereItDidBeforeAKill) {
  auto plan = gambler("master", 20s);
  // A part in a thousand: fees alone are more.
  plan.risk.max_daily_loss = decimal::from_units(percent(1).units() / 10);
  start({plan});
  for (auto i = 0; i < 20 && account("master").halted.empty(); ++i) {
    node->advance(30s);
    node->kill();
  }
  node->advance(10s);
  EXPECT_NE(account("master").halted.find("daily loss"), std::string::npos)
    << account("master").equity.to_string();
}

} // namespace
} // namespace ballast::apps
