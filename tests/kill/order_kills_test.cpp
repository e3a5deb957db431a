// The way of an order under a thousand kills: P2 and P3 of the fault sheet, O1,
// O2, W1, W2. Each venue's simulator is a process of its own, so that what a
// killed process had sent arrives all the same.
#include "tests/kill/kill_series.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace ballast::test {
namespace {

struct venue_case {
  const char* venue;
  const char* market;
};

class OrderKills : public ::testing::TestWithParam<venue_case> {};

TEST_P(OrderKills, FaultP2_FaultP3_LoseNoOrderAndDoubleNone) {
  constexpr auto series = 2U;
  constexpr auto kills = 100U;
  auto sum = kill_series::outcome{};
  for (auto seed = 1U; seed <= series; ++seed) {
    kill_series subject{GetParam().venue, GetParam().market, seed};
    auto random = random_source{seed};
    for (auto i = 0U; i < kills; ++i)
      subject.live_and_die(random);
    const auto end = subject.settle();
    ASSERT_TRUE(end.wrongs.empty()) << "seed " << seed << ":\n"
                                    << text_of(end.wrongs);
    sum.orders += end.orders;
    sum.filled += end.filled;
    sum.unsent += end.unsent;
    sum.unanswered += end.unanswered;
  }
  // What never happened was not survived.
  EXPECT_GT(sum.orders, kills);
  EXPECT_GT(sum.filled, 20U);
  EXPECT_GT(sum.unsent, 0U);
  EXPECT_GT(sum.unanswered, 5U);
  std::printf("note: %s: %u kills, %zu orders, %zu filled, %zu never sent, %zu "
              "without an answer\n",
              GetParam().venue, series * kills, sum.orders, sum.filled,
              sum.unsent, sum.unanswered);
}

INSTANTIATE_TEST_SUITE_P(Of, OrderKills,
                         ::testing::Values(venue_case{"coinbase", "BTC/USD"},
                                           venue_case{"binance", "BTC/USDT"},
                                           venue_case{"kraken", "BTC/USD"},
                                           venue_case{"okx", "BTC/USDT"},
                                           venue_case{"alpaca", "BTC/USD"}),
                         [](const auto& x) {
                           return std::string{x.param.venue};
                         });

/// Kills until a planted bug has done each of `wrongs`: which of two processes
/// is ahead at the moment of a kill is chance.
/// @return what was found; the wrongs that never came are missing in it.
std::string wrongs_of(const std::string& bug,
                      const std::vector<std::string>& wrongs) {
  constexpr auto most = 40;
  kill_series subject{"binance", "BTC/USDT", 3, bug};
  auto random = random_source{3};
  auto found = std::string{};
  const auto has_all = [&] {
    return std::all_of(wrongs.begin(), wrongs.end(), [&](const auto& x) {
      return found.find(x) != std::string::npos;
    });
  };
  for (auto round = 0; round < most && !has_all(); ++round) {
    for (auto i = 0; i < 30; ++i)
      subject.live_and_die(random);
    found += text_of(subject.settle().wrongs);
  }
  return found;
}

TEST(OrderKillsNotice, O1_RequestsThatLeaveBeforeTheirCommit) {
  const auto wrongs = wrongs_of("send_first", {"sent again"});
  // The intent is forgotten, and with it that its client id has been used: the
  // next order goes by the same.
  EXPECT_NE(wrongs.find("sent again"), std::string::npos) << wrongs;
}

TEST(OrderKillsNotice, O2_PlacementsThatAreTriedAgain) {
  const auto wrongs
    = wrongs_of("place_again", {"sent again", "two orders at the venue"});
  EXPECT_NE(wrongs.find("sent again"), std::string::npos) << wrongs;
  EXPECT_NE(wrongs.find("two orders at the venue"), std::string::npos)
    << wrongs;
}

} // namespace
} // namespace ballast::test
