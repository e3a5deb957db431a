// Why does it not trade? Over an hour of a whole node each evaluation of each
// account has one reason, whatever the venues do meanwhile.
#include "apps/virtual_node.hpp"
#include "domain/strategy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

account_plan plan_of(const std::string& account, const std::string& strategy) {
  strategy_setup setup;
  setup.chance = 0.2;
  account_plan result;
  result.account = account;
  result.how = std::move(*make_strategy(strategy, setup));
  return result;
}

TEST(Reasons, AddUpToTheEvaluationsOfEachAccountOverAnHour) {
  virtual_node_options how;
  how.venues = {"coinbase", "okx"};
  how.scan.mode = config::scan_mode::funnel;
  how.scan.timeframe = 60s;
  how.streams = true;
  how.accounts = 3;
  how.traders
    = {plan_of("master", "random_entry"), plan_of("user_1", "trend_pullback"),
       plan_of("user_2", "dual_rsi")};
  how.link.model = sim::link_model::clipped;
  how.link.delay = 10ms;
  virtual_node node{how};

  auto reasons = std::set<std::string>{};
  auto before = std::uint64_t{0};
  for (auto quarter = 0; quarter < 4; ++quarter) {
    // Trouble comes and goes: errors, sockets that end, entries that halt.
    if (quarter == 1) {
      sim::fault errors;
      errors.kind = sim::fault_kind::server_error;
      errors.rate = 0.2;
      node.set_faults({errors}, "okx");
    }
    if (quarter == 2) {
      node.set_faults({}, "okx");
      node.cut_sockets();
      node.wish({true, "for a while"});
    }
    node.advance(15min);
    const auto report = node.report();
    ASSERT_EQ(report->portfolios.size(), 3U);
    auto all = std::uint64_t{0};
    for (const auto& x : report->portfolios) {
      auto sum = std::uint64_t{0};
      for (const auto& row : x.reasons) {
        sum += row.count;
        reasons.insert(row.reason);
      }
      EXPECT_EQ(sum, x.evaluations) << x.account;
      all += x.evaluations;
    }
    EXPECT_GT(all, before + 500U) << "it has gone on evaluating";
    before = all;
  }
  EXPECT_GT(reasons.size(), 5U);
}

} // namespace

} // namespace ballast::apps
