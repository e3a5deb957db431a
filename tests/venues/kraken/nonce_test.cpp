#include "domain/random.hpp"
#include "venues/kraken/nonce.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::kraken {

namespace {

using namespace std::chrono_literals;

constexpr auto start = unix_time{1'700'000'000'123ms};

} // namespace

TEST(KrakenNonce, IsTheCalendarInMicroseconds) {
  nonce_source nonces;
  EXPECT_EQ(nonces.last(), 0U);
  EXPECT_EQ(nonces.next(start), 1'700'000'000'123'000U);
  EXPECT_EQ(nonces.last(), 1'700'000'000'123'000U);
}

TEST(KrakenNonce, FaultE18_RisesWhateverTheCalendarDoes) {
  auto random = random_source{18};
  for (int run = 0; run < 100; ++run) {
    auto nonces = nonce_source{random.below(3) == 0 ? random.next() >> 8U : 0U};
    auto now = start;
    for (int i = 0; i < 200; ++i) {
      // Steps of up to ten seconds, back as often as forth.
      now += std::chrono::milliseconds{
        static_cast<std::int64_t>(random.below(20'001)) - 10'000};
      const auto before = nonces.last();
      ASSERT_GT(nonces.next(now), before) << "run " << run << ", nonce " << i;
    }
  }
}

TEST(KrakenNonce, FaultE18_StartsAboveTheMarkOfTheLastLife) {
  auto first = nonce_source{};
  first.next(start);
  const auto mark = first.last() + 60'000'000U;
  auto second = nonce_source{mark};
  EXPECT_EQ(second.last(), mark);
  EXPECT_EQ(second.next(start - 1h), mark + 1U);
  EXPECT_EQ(second.next(start + 1h), 1'700'003'600'123'000U);
}

TEST(KrakenNonce, TimesBeforeTheEpochAndAtItsEndAreNoTrap) {
  auto nonces = nonce_source{};
  EXPECT_EQ(nonces.next(unix_time{-5ms}), 1U);
  EXPECT_EQ(nonces.next(unix_time::min()), 2U);
  EXPECT_GT(nonces.next(unix_time::max()), 2U);
}

TEST(KrakenNonce, StaysAtTheEndOfTheRange) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  auto nonces = nonce_source{most - 1U};
  EXPECT_EQ(nonces.next(start), most);
  EXPECT_EQ(nonces.next(start), most);
}

} // namespace ballast::venues::kraken
