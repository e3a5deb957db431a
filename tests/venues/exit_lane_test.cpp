// Point by point of the governor's promise to those who want out: with all else
// saturated a cancel waits under 50 ms wherever the venue's limit has room.
// Here the budgets alone, in their own time; tests/actors/exit_lane_test.cpp
// has the whole actor.
#include "tests/support/exit_load.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast {

using namespace test;

namespace {

using namespace std::chrono_literals;

constexpr demand_id cancel_id = (demand_id{2} << 32U) | 1U;
constexpr auto start = time_point{1h};

/// How long each cancel waited for its permit, over ten minutes.
class cancelling {
public:
  cancelling(std::string_view venue, std::uint64_t seed, lane where)
      : load_{venue}, random_{seed}, where_{where} {
    for (const auto& x : load_.budgets)
      budgets_.add(x.id, x.row, x.exits_spend);
    // As the governor does for each account before anything else.
    EXPECT_TRUE(
      budgets_.post({cancel_id, "", lane::exit, load_.cancel, 1}, start));
    budgets_.withdraw(cancel_id);
    for (const auto& x : load_.flood(1))
      EXPECT_TRUE(budgets_.post(x, start));
  }

  std::vector<duration> run() {
    auto next = start + 1min; // Until the bursts are used up.
    for (auto now = start; now < start + 11min;) {
      if (now >= next) {
        asked_.push_back(now);
        EXPECT_TRUE(budgets_.post({cancel_id, "master", where_, load_.cancel,
                                   static_cast<std::uint32_t>(asked_.size())},
                                  now));
        next = now + load_.next_cancel(random_);
      }
      take(now);
      now = std::min(next, budgets_.next_wake(now).value_or(next));
      if (!answers_.empty())
        now = std::min(now, answers_.begin()->first);
      answer(now);
    }
    return waits_;
  }

private:
  void take(time_point now) {
    for (const auto& x : budgets_.grant(now)) {
      const auto way
        = 60ms + duration{static_cast<std::int64_t>(random_.below(80'000'000))};
      answers_.emplace(now + way, x.id);
      if (x.demand != cancel_id)
        continue;
      waits_.push_back(now - asked_.front());
      asked_.erase(asked_.begin());
    }
  }

  void answer(time_point now) {
    while (!answers_.empty() && answers_.begin()->first <= now) {
      budgets_.end(answers_.begin()->second, permit_end::answered, now);
      answers_.erase(answers_.begin());
    }
  }

  exit_load load_;
  random_source random_;
  lane where_;
  rate_budgets budgets_;
  std::multimap<time_point, permit_id> answers_;
  std::vector<time_point> asked_;
  std::vector<duration> waits_;
};

std::vector<duration> waits_at(std::string_view venue, lane where,
                               std::uint64_t seeds) {
  std::vector<duration> all;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    for (const auto x : cancelling{venue, seed, where}.run())
      all.push_back(x);
  return all;
}

class ExitLane : public testing::TestWithParam<std::string_view> {};

} // namespace

TEST_P(ExitLane, ACancelWaitsUnderFiftyMillisecondsWhateverElseIsWanted) {
  const auto waits = waits_at(GetParam(), lane::exit, 2);
  ASSERT_GE(waits.size(), 20U);
  EXPECT_LT(quantile(waits, 0.99), 50ms);
  EXPECT_LT(quantile(waits, 0.5), 1ms);
}

TEST_P(ExitLane, WithoutItsOwnLaneTheSameCancelWouldWait) {
  const auto waits = waits_at(GetParam(), lane::account, 1);
  ASSERT_FALSE(waits.empty());
  EXPECT_GT(quantile(waits, 0.99), 50ms);
}

INSTANTIATE_TEST_SUITE_P(Each, ExitLane, testing::ValuesIn(five_venues),
                         [](const auto& x) { return std::string{x.param}; });

} // namespace ballast
