#include "domain/batch_progress.hpp"
#include "domain/clock_offset.hpp"
#include "domain/health_mix.hpp"
#include "domain/random.hpp"
#include "domain/scan_meter.hpp"
#include "domain/scan_universe.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace ballast {

namespace {

using namespace std::chrono_literals;

unix_time at(std::int64_t milliseconds) {
  return unix_time{std::chrono::milliseconds{milliseconds}};
}

TEST(ClockOffset, NoticesASmallStepAtOnceWhereTheVenueTellsMilliseconds) {
  clock_offset fine;
  clock_offset coarse;
  for (int i = 0; i < 5; ++i)
    for (auto [x, resolution] : {std::pair{&fine, 1ms}, {&coarse, 1000ms}})
      x->sample(at(i * 1000), at(i * 1000 + 20), at(i * 1000 + 10), resolution);
  fine.sample(at(9000), at(9020), at(9010 - 2000), 1ms);
  EXPECT_EQ(fine.value(), -2s);
  coarse.sample(at(9000), at(9020), at(9010 - 1900), 1000ms);
  EXPECT_EQ(coarse.value(), 0s) << "what a whole second hides is no step";
}

TEST(ClockOffset, TakesTheMiddleOfTheRoundTrip) {
  clock_offset x;
  EXPECT_EQ(x.value(), 0ms);
  x.sample(at(1000), at(1100), at(3050), 1s);
  EXPECT_EQ(x.value(), 2000ms);
}

TEST(ClockOffset, IsNotMovedByOneSlowAnswer) {
  clock_offset x;
  for (int i = 0; i < 4; ++i)
    x.sample(at(i * 1000), at(i * 1000 + 20), at(i * 1000 + 10), 1s);
  x.sample(at(9000), at(13'000), at(12'990), 1s);
  EXPECT_LE(std::chrono::abs(x.value()), 1ms);
}

TEST(ClockOffset, FollowsAClockThatWasSetAtOnce) {
  clock_offset x;
  for (int i = 0; i < 5; ++i)
    x.sample(at(i * 1000), at(i * 1000 + 20), at(i * 1000 + 10), 1s);
  x.sample(at(9000), at(9020), at(9010 + 3'600'000), 1s);
  EXPECT_EQ(x.value(), 1h);
}

TEST(ClockOffset, IsNeverFurtherOffThanHalfTheLongestRoundTrip) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    random_source random{seed};
    const auto truth
      = static_cast<std::int64_t>(random.below(100'000)) - 50'000;
    clock_offset x;
    std::int64_t now = 1'000'000;
    std::int64_t longest = 0;
    for (int i = 0; i < 20; ++i) {
      now += 1000;
      const auto out = static_cast<std::int64_t>(random.below(400));
      const auto back = static_cast<std::int64_t>(random.below(400));
      longest = std::max(longest, out + back);
      x.sample(at(now), at(now + out + back), at(now + out + truth), 1s);
    }
    EXPECT_LE(std::abs(x.value().count() - truth), longest / 2 + 1)
      << "seed " << seed;
  }
}

TEST(ScanMeter, StartsWithTheFirstScanAndNotBefore) {
  scan_meter x;
  x.sent(false, time_point{1s});
  EXPECT_EQ(x.total(), 0U);
  x.sent(true, time_point{2s});
  x.sent(false, time_point{3s});
  EXPECT_EQ(x.total(), 2U);
  EXPECT_EQ(x.elapsed(time_point{12s}), 10s);
}

TEST(ScanMeter, TakesBackWhatWasNeverSent) {
  scan_meter x;
  x.sent(true, time_point{2s});
  x.sent(true, time_point{2s});
  x.unsent(time_point{3s});
  EXPECT_EQ(x.total(), 1U);
}

TEST(ScanMeter, ForgetsWhatIsOlderThanAMinute) {
  scan_meter x;
  for (int i = 0; i < 300; ++i)
    x.sent(true, time_point{std::chrono::seconds{i}});
  EXPECT_EQ(x.total(), 300U);
  EXPECT_EQ(x.last_minute(time_point{299s}), 60U);
  EXPECT_EQ(x.last_minute_length(time_point{299s + 500ms}), 59s + 500ms);
  EXPECT_EQ(x.last_minute(time_point{329s}), 30U);
}

TEST(ScanMeter, StandsStillOnceFrozen) {
  scan_meter x;
  x.sent(true, time_point{2s});
  x.freeze(time_point{5s});
  x.sent(true, time_point{6s});
  EXPECT_EQ(x.total(), 1U);
  EXPECT_EQ(x.elapsed(time_point{60s}), 3s);
}

market listed(const char* base, const char* quote, market_state state,
              const char* mirror_of = "") {
  market x;
  x.symbol = {base, quote};
  x.venue_symbol = std::string{base} + '-' + quote;
  x.state = state;
  x.mirror_of = mirror_of;
  return x;
}

TEST(ScanUniverse, LeavesOutMirrorsAndTheUntradable) {
  const auto x
    = universe_of({listed("B", "USD", market_state::tradable),
                   listed("B", "USDC", market_state::tradable, "B-USD"),
                   listed("A", "USD", market_state::post_only),
                   listed("C", "USD", market_state::halted)});
  EXPECT_EQ(x.known, 4U);
  EXPECT_EQ(x.mirrored, 1U);
  EXPECT_EQ(x.untradable, 1U);
  EXPECT_EQ(x.markets, (std::vector<symbol>{{"A", "USD"}, {"B", "USD"}}));
}

TEST(ScanUniverse, NamesTheSharesAmongItsMarkets) {
  auto share = listed("COMP", "USD", market_state::tradable);
  auto halted = listed("LINK", "USD", market_state::halted);
  share.kind = halted.kind = market_kind::equity;
  const auto x = universe_of(
    {share, listed("BTC", "USD", market_state::tradable), halted});
  EXPECT_EQ(x.equities, (std::vector<symbol>{{"COMP", "USD"}}));
  EXPECT_EQ(kind_in(x, {"COMP", "USD"}), market_kind::equity);
  EXPECT_EQ(kind_in(x, {"BTC", "USD"}), market_kind::crypto);
}

TEST(ScanUniverse, KeepsAMirrorWhoseOriginalIsNotScanned) {
  const auto x
    = universe_of({listed("B", "USD", market_state::halted),
                   listed("B", "USDC", market_state::tradable, "B-USD"),
                   listed("C", "USDC", market_state::tradable, "C-USD")});
  EXPECT_EQ(x.markets, (std::vector<symbol>{{"B", "USDC"}, {"C", "USDC"}}));
  EXPECT_EQ(x.mirrored, 0U);
}

health_view view_of(int score, std::uint64_t ok) {
  health_view x;
  x.score = score;
  x.counts.ok = ok;
  x.requests = ok;
  x.text = std::to_string(score);
  return x;
}

TEST(HealthMix, WeighsByTrafficAndKeepsTheWorstInSight) {
  health_mix mix;
  mix.add(view_of(100, 300));
  mix.add(view_of(20, 100));
  EXPECT_EQ(mix.mean().score, 80);
  EXPECT_EQ(mix.worst(), 20);
  EXPECT_EQ(mix.mean().requests, 400U);
  EXPECT_EQ(mix.mean().text, "100");
}

TEST(HealthMix, IsUnknownWhileAllAre) {
  health_mix mix;
  health_view unknown;
  unknown.counts.ok = 3;
  mix.add(unknown);
  EXPECT_FALSE(mix.mean().score.has_value());
  EXPECT_EQ(mix.mean().counts.ok, 3U);
}

TEST(BatchProgress, IsCompleteOnceEveryMarketHasEnded) {
  batch_progress x{7, 2};
  EXPECT_FALSE(x.sent());
  EXPECT_TRUE(x.sent());
  x.ended({"A", "USD"}, outcome_kind::ok);
  EXPECT_FALSE(x.complete());
  x.ended({"B", "USD"}, outcome_kind::timed_out);
  EXPECT_TRUE(x.complete());
  EXPECT_EQ(x.results().size(), 2U);
}

} // namespace

} // namespace ballast
