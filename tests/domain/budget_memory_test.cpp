// What a budget remembers of its answers is what it would answer again.
#include "domain/budget.hpp"
#include "domain/random.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace ballast {

using namespace test;

namespace {

/// One taken request.
struct taken {
  lane where = lane::scan;
  std::uint32_t cost = 1;
  time_point at;
};

/// A budget to which anything happens.
class eventful {
public:
  explicit eventful(std::uint64_t seed)
      : random_{seed}, budget_{"x", row(), true, {}} {}

  void happen() {
    now_ += duration{static_cast<std::int64_t>(random_.below(400'000'000))};
    switch (random_.below(8)) {
    case 0:
      budget_.heard(random_.below(12), now_);
      break;
    case 1:
      budget_.settle(now_);
      (void)budget_.change_brake().throttled(now_, std::nullopt, now_);
      break;
    case 2:
    case 3:
      end(random_.below(2) == 0);
      break;
    case 4:
      if (auto* log = budget_.change_held().window())
        log->keep(1 + random_.below(2), now_ + some_seconds());
      break;
    default:
      take();
    }
  }

  /// @returns whether both ways of asking say the same.
  bool agrees() {
    for (int i = 0; i < 6; ++i) {
      const auto where = static_cast<lane>(random_.below(lane_count));
      const auto cost = static_cast<std::uint32_t>(1 + random_.below(3));
      const auto claims = budget_claims{
        static_cast<std::uint32_t>(random_.below(2)),
        static_cast<std::uint32_t>(random_.below(2)), random_.below(2) == 0};
      const auto said = budget_.ask_again(where, cost, claims, now_, release());
      const auto fresh = budget_.ask(where, cost, claims, now_, release());
      if (said.at != fresh.at || said.cause != fresh.cause
          || said.awaits_answer != fresh.awaits_answer)
        return false;
    }
    return true;
  }

private:
  limit_row row() {
    return random_.below(2) == 0 ? window_row(10, 2s) : bucket_row(5, 1s, 10);
  }
  duration some_seconds() {
    return duration{static_cast<std::int64_t>(random_.below(9'000'000'000))};
  }
  std::optional<time_point> release() const {
    return out_.empty() ? std::nullopt : std::optional{out_.front().at + 30s};
  }

  void take() {
    const auto x
      = taken{static_cast<lane>(random_.below(lane_count)),
              static_cast<std::uint32_t>(1 + random_.below(3)), now_};
    if (budget_.ask_again(x.where, x.cost, {}, now_, release()).cause
        != budget_cause::none)
      return;
    budget_.take(x.where, x.cost, now_);
    out_.push_back(x);
  }

  void end(bool is_answered) {
    if (out_.empty())
      return;
    const auto x = out_.front();
    out_.pop_front();
    (void)budget_.ended(x.at);
    if (is_answered) {
      (void)budget_.answered(x.where, x.cost, now_);
      budget_.answered_well(x.at);
    } else {
      budget_.refund(x.where, x.cost, now_);
    }
  }

  random_source random_;
  budget budget_;
  std::deque<taken> out_;
  time_point now_ = start;
};

} // namespace

TEST(BudgetMemory, SaysWhatAFreshLookWouldSay) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    auto world = eventful{seed};
    for (int i = 0; i < 200; ++i) {
      world.happen();
      ASSERT_TRUE(world.agrees()) << "seed " << seed << ", event " << i;
    }
  }
}

} // namespace ballast
