// Orders in worlds where everything goes wrong: lost requests and answers, late
// and doubled ones, news that overtake each other, kills, journals that fail.
//
// BALLAST_ORDERS says how many there are to be, BALLAST_SEED looks at one world
// again.
#include "tests/domain/desk_world.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace ballast {
namespace {

desk_world_plan plan_of(std::uint64_t seed) {
  desk_world_plan plan;
  plan.seed = seed;
  plan.lost = 0.1;
  plan.doubled = 0.1;
  plan.late = 0.1;
  plan.overtaken = 0.1;
  plan.kills = seed % 3 == 0 ? 0.15 : 0;
  plan.forsaken = seed % 5 == 0 ? 0.1 : 0;
  plan.broken_commits = seed % 9 == 0 ? 0.01 : 0;
  return plan;
}

std::string text_of(const std::vector<std::string>& x) {
  auto result = std::string{};
  for (const auto& line : x)
    result += line + '\n';
  return result;
}

TEST(OrderWorlds, O1_O2_O3_M1_EveryOrderIsRightWhateverTheWireAndTheProcessDo) {
  const auto wanted = test::order_count(6'000);
  const auto seeds = test::seeds_to_try(UINT64_MAX);
  auto sum = desk_world::counts{};
  auto seed = seeds.first;
  for (; seed <= seeds.last && sum.intents < wanted; ++seed) {
    auto world = desk_world{plan_of(seed)};
    world.run();
    ASSERT_TRUE(world.wrongs().empty()) << text_of(world.wrongs());
    sum += world.totals();
  }
  std::printf("note: %llu orders in %llu worlds: %llu messages lost, %llu "
              "late, %llu overtaken, %llu doubled; %llu kills, %llu unknown "
              "answers, %llu absent, %llu too late, %llu cancelled, %llu "
              "foreign: 0 orders wrong\n",
              static_cast<unsigned long long>(sum.intents),
              static_cast<unsigned long long>(seed - seeds.first),
              static_cast<unsigned long long>(sum.lost),
              static_cast<unsigned long long>(sum.late),
              static_cast<unsigned long long>(sum.overtaken),
              static_cast<unsigned long long>(sum.doubled),
              static_cast<unsigned long long>(sum.kills),
              static_cast<unsigned long long>(sum.unknown),
              static_cast<unsigned long long>(sum.absent),
              static_cast<unsigned long long>(sum.too_late),
              static_cast<unsigned long long>(sum.cancelled),
              static_cast<unsigned long long>(sum.foreign));
  if (seeds.first == seeds.last)
    return; // One world need not have everything.
  // What never happened was not survived.
  const auto of_a_thousand = sum.intents / 1'000;
  EXPECT_GT(sum.lost, 300 * of_a_thousand);
  EXPECT_GT(sum.late, 300 * of_a_thousand);
  EXPECT_GT(sum.overtaken, 300 * of_a_thousand);
  EXPECT_GT(sum.doubled, 150 * of_a_thousand);
  EXPECT_GT(sum.kills, 6 * of_a_thousand);
  EXPECT_GT(sum.forsaken, 2 * of_a_thousand);
  EXPECT_GT(sum.unknown, 50 * of_a_thousand);
  EXPECT_GT(sum.absent, 30 * of_a_thousand);
  EXPECT_GT(sum.too_late, 5 * of_a_thousand);
  EXPECT_GT(sum.filled, 800 * of_a_thousand);
  EXPECT_GT(sum.cancelled, 20 * of_a_thousand);
  EXPECT_GT(sum.foreign, of_a_thousand);
  EXPECT_GE(sum.intents, wanted);
}

} // namespace
} // namespace ballast
