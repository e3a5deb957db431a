#include "domain/global_breaker.hpp"

#include <gtest/gtest.h>

namespace ballast {

namespace {

using namespace std::chrono_literals;
using cause = global_breaker::cause;

constexpr auto t0 = time_point{1000s};

venue_standing well(const char* venue) { return {venue, true, false, 0, {}}; }
venue_standing shut(const char* venue, std::uint32_t errors = 4) {
  return {venue, true, true, errors, 30s};
}

TEST(GlobalBreaker, OpensWhenTheOnlyVenueIsOut) {
  global_breaker x;
  EXPECT_FALSE(x.update({well("a")}, t0));
  const auto change = x.update({shut("a")}, t0);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->now, cause::no_venue_left);
  EXPECT_EQ(change->errors, 4U);
  EXPECT_EQ(change->wait, 30s);
  EXPECT_FALSE(x.wants_probes());
}

TEST(GlobalBreaker, StaysClosedWhileOneVenueIsLeft) {
  global_breaker x;
  EXPECT_FALSE(x.update({shut("a"), well("b")}, t0));
  EXPECT_TRUE(x.update({shut("a"), shut("b")}, t0));
  EXPECT_TRUE(x.update({well("a"), shut("b")}, t0));
  EXPECT_FALSE(x.is_open());
}

TEST(GlobalBreaker, CountsAVenuesErrorsOnceHoweverManyAccountsSeeThem) {
  global_breaker x;
  const auto change = x.update({shut("a"), shut("a"), shut("b", 5)}, t0);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->errors, 9U);
}

TEST(GlobalBreaker, IsNotHeldClosedByAVenueThatNeverConnected) {
  global_breaker x;
  auto failed = well("b");
  failed.connected = false;
  EXPECT_TRUE(x.update({shut("a"), failed}, t0));
}

TEST(GlobalBreaker, DoesNotOpenBecauseNobodyHasConnectedYet) {
  global_breaker x;
  auto starting = well("a");
  starting.connected = false;
  EXPECT_FALSE(x.update({starting}, t0));
  EXPECT_FALSE(x.update({}, t0));
}

TEST(GlobalBreaker, KnowsOurOwnNetworkByErrorsAtThreeVenuesAtOnce) {
  const std::vector<venue_standing> all
    = {well("a"), well("b"), well("c"), well("d")};
  global_breaker x;
  x.own_network_failed("a", t0);
  x.own_network_failed("b", t0 + 1s);
  EXPECT_FALSE(x.update(all, t0 + 1s));
  x.own_network_failed("c", t0 + 2s);
  const auto change = x.update(all, t0 + 2s);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->now, cause::local_network);
  EXPECT_EQ(change->errors, 3U);
  EXPECT_TRUE(x.wants_probes());
  // Only being reached again ends it, however long that takes.
  EXPECT_FALSE(x.update(all, t0 + 1h));
  x.reached("b");
  EXPECT_TRUE(x.update(all, t0 + 1h));
  EXPECT_FALSE(x.is_open());
}

TEST(GlobalBreaker, TakesErrorsFarApartForSomethingElse) {
  global_breaker x;
  x.own_network_failed("a", t0);
  x.own_network_failed("b", t0 + 6s);
  EXPECT_FALSE(x.update({well("a"), well("b")}, t0 + 6s));
}

TEST(GlobalBreaker, NeedsOnlyTheOneVenueWhereNoMoreRun) {
  global_breaker x;
  x.own_network_failed("a", t0);
  EXPECT_TRUE(x.update({well("a")}, t0));
}

} // namespace

} // namespace ballast
