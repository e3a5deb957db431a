#include "domain/nonce_mark.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto noon = unix_time{std::chrono::milliseconds{1'768'214'307'000}};
constexpr std::uint64_t noon_us = 1'768'214'307'000'000;

TEST(NonceMark, AsksForOneBeforeTheFirstNonce) {
  const nonce_mark mark;
  EXPECT_EQ(mark.to_store(0, noon), noon_us + 10'000'000);
}

TEST(NonceMark, CoversNoncesUpToItAndThatOne) {
  nonce_mark mark;
  mark.stored(noon_us);
  EXPECT_EQ(mark.to_store(0, noon - 1ms), std::nullopt);
  EXPECT_EQ(mark.to_store(noon_us - 1, noon - 1h), std::nullopt);
  EXPECT_NE(mark.to_store(noon_us, noon - 1h), std::nullopt);
  EXPECT_NE(mark.to_store(0, noon), std::nullopt);
}

TEST(NonceMark, StandsLittleAheadOfNumbersThatAreAheadOfTheClock) {
  const nonce_mark mark;
  const auto last = noon_us + 3'600'000'000;
  EXPECT_EQ(mark.to_store(last, noon), last + 1'000);
}

TEST(NonceMark, EndsWithTheNumbers) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  const nonce_mark mark;
  EXPECT_EQ(mark.to_store(most, noon), most);
  EXPECT_EQ(mark.to_store(most - 1, noon), most);
}

TEST(NonceMark, TakesACalendarBefore1970ForTheYear1970) {
  EXPECT_EQ(microseconds_of(unix_time{-1ms}), 0U);
}

// A life: nonces of the clock or of the last one, each covered; then a crash
// that leaves the mark alone. However the clock steps, nonces rise over all
// lives, and crashes alone push them no farther than a mark each.
TEST(NonceMark, LetsNoncesRiseOverCrashesAndClockSteps) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    random_source random{seed};
    auto now = noon;
    auto latest = noon;
    std::uint64_t durable = 0;
    std::uint64_t highest = 0; // As the venue remembers it.
    for (int life = 0; life < 100; ++life) {
      auto last = durable;
      nonce_mark mark;
      for (auto calls = random.below(5); calls > 0; --calls) {
        now += std::chrono::milliseconds{
          static_cast<std::int64_t>(random.below(20'000)) - 5'000};
        latest = std::max(latest, now);
        if (const auto wanted = mark.to_store(last, now)) {
          durable = std::max(durable, *wanted);
          mark.stored(*wanted);
          if (random.below(4) == 0)
            break; // Killed between the mark and the request.
        }
        last = std::max(last + 1, microseconds_of(now));
        ASSERT_GT(last, highest) << "seed " << seed;
        ASSERT_LE(last, durable) << "seed " << seed;
        highest = last;
      }
    }
    // Ten seconds ahead of the clock, and a thousand for each mark at most.
    EXPECT_LE(durable, microseconds_of(latest) + 10'000'000 + 500U * 1'000U);
  }
}

TEST(NonceRecovery, AsksAgainThenSkipsThenStops) {
  using action = nonce_recovery::action;
  nonce_recovery x;
  EXPECT_EQ(x.refused(), action::again);
  EXPECT_EQ(x.refused(), action::skip);
  EXPECT_FALSE(x.stopped());
  EXPECT_EQ(x.refused(), action::stop);
  EXPECT_TRUE(x.stopped());
  EXPECT_EQ(x.refused(), action::stop);
}

TEST(NonceRecovery, BeginsAnewOnceANonceWasTakenButNotAfterTheStop) {
  using action = nonce_recovery::action;
  nonce_recovery x;
  x.refused();
  x.refused();
  x.accepted();
  EXPECT_EQ(x.refused(), action::again);
  x.refused();
  x.refused();
  x.accepted();
  EXPECT_TRUE(x.stopped());
}

} // namespace
} // namespace ballast
