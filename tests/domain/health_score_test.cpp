#include "domain/health_score.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using enum outcome_kind;

constexpr auto t0 = time_point{} + 1h;

void record(health_score& x, outcome_kind kind, int times, time_point now,
            duration latency = 100ms) {
  for (int i = 0; i < times; ++i)
    x.record(kind, latency, now);
}

// Source: limits-and-health.md, section 3, "Test vectors".
struct vector_row {
  health_counts counts;
  double p50_ratio = 1;
  duration age{}; ///< S is 10 s.
  int score = 0;
};

const auto vectors = std::vector<vector_row>{
  {{100, 0, 0, 0, 0}, 1, 0s, 100}, {{96, 0, 0, 4, 0}, 1, 0s, 93},
  {{16, 0, 0, 4, 0}, 1, 0s, 71},   {{98, 0, 2, 0, 0}, 1, 0s, 79},
  {{95, 0, 5, 0, 0}, 1, 0s, 55},   {{90, 0, 10, 0, 0}, 1, 0s, 30},
  {{94, 0, 6, 0, 0}, 1.6, 0s, 46}, {{100, 0, 0, 0, 0}, 3, 0s, 50},
  {{100, 0, 0, 0, 0}, 1, 20s, 50}, {{50, 0, 0, 50, 0}, 1, 0s, 27},
  {{80, 20, 0, 0, 0}, 1, 0s, 100},
};

TEST(HealthScore, MeetsThePublishedVectors) {
  for (const auto& row : vectors) {
    const auto factors
      = factors_of(row.counts, row.p50_ratio, stream_age{row.age, 10s});
    EXPECT_EQ(score_of(factors, {}), row.score)
      << row.counts.ok << ' ' << row.counts.business << ' '
      << row.counts.throttled << ' ' << row.counts.system;
  }
}

TEST(HealthScore, MeetsThePublishedVectorsWhenRecordedOneByOne) {
  for (const auto& row : vectors) {
    if (row.p50_ratio > 1)
      continue;
    auto x = health_score{};
    record(x, ok, static_cast<int>(row.counts.ok), t0);
    record(x, refused, static_cast<int>(row.counts.business), t0);
    record(x, throttled, static_cast<int>(row.counts.throttled), t0);
    record(x, unavailable, static_cast<int>(row.counts.system), t0);
    EXPECT_EQ(x.view(t0, {}, stream_age{row.age, 10s}).score, row.score);
  }
}

TEST(HealthScore, LeavesEveryFactorAtOneWhenNothingIsKnown) {
  const auto x = factors_of({}, 0, std::nullopt);
  EXPECT_EQ(x.availability, 1);
  EXPECT_EQ(x.throttle, 1);
  EXPECT_EQ(x.latency, 1);
  EXPECT_EQ(x.freshness, 1);
}

TEST(HealthScore, BoundsTheLatencyFactor) {
  const auto latency
    = [](double ratio) { return factors_of({}, ratio, std::nullopt).latency; };
  EXPECT_EQ(latency(0.1), 1);
  EXPECT_EQ(latency(1.5), 1);
  EXPECT_DOUBLE_EQ(latency(2), 0.75);
  EXPECT_EQ(latency(100), 0.5);
}

TEST(HealthScore, LosesFreshnessOverTwiceTheBound) {
  const auto freshness = [](duration age, duration bound) {
    return factors_of({}, 1, stream_age{age, bound}).freshness;
  };
  EXPECT_EQ(freshness(30s, 30s), 1);
  EXPECT_DOUBLE_EQ(freshness(45s, 30s), 0.75);
  EXPECT_EQ(freshness(90s, 30s), 0);
  EXPECT_EQ(freshness(24h, 30s), 0);
}

TEST(HealthScore, KeepsRefusedKeysOutOfTheSamples) {
  auto x = health_score{};
  record(x, ok, 20, t0);
  record(x, unauthorised, 20, t0);
  const auto view = x.view(t0);
  EXPECT_EQ(view.score, 100);
  EXPECT_EQ(view.counts.n(), 20U);
  EXPECT_EQ(view.counts.auth, 20U);
}

TEST(HealthScore, IsZeroWhileLockedOutEvenWithoutSamples) {
  auto x = health_score{};
  const auto caps = health_caps{true, false};
  EXPECT_EQ(x.view(t0, caps).score, 0);
  record(x, ok, 100, t0);
  const auto view = x.view(t0, caps);
  EXPECT_EQ(view.score, 0);
  EXPECT_EQ(view.band, health_band::down);
  EXPECT_EQ(view.text, "0 = locked out (credentials, ban or maintenance)");
}

TEST(HealthScore, IsAtMostFortyWhileTheClockIsOff) {
  auto x = health_score{};
  const auto caps = health_caps{false, true};
  record(x, ok, 90, t0);
  EXPECT_EQ(x.view(t0, caps).score, 40);
  EXPECT_EQ(x.view(t0, caps).text,
            "40 = the most while the clock is off; avail 1.00^2 x throttle "
            "1.00 x latency 1.00 x fresh 1.00");
  record(x, throttled, 10, t0);
  EXPECT_EQ(x.view(t0, caps).score, 30);
}

TEST(HealthScore, IsUnknownBelowTenSamplesAndNeverAHealthyHundred) {
  auto x = health_score{};
  record(x, ok, 9, t0);
  const auto view = x.view(t0);
  EXPECT_FALSE(view.score);
  EXPECT_EQ(view.band, health_band::unknown);
  EXPECT_EQ(view.text, "unknown (9)");
  record(x, ok, 1, t0);
  EXPECT_EQ(x.view(t0).score, 100);
}

TEST(HealthScore, GivesItsReasonsInOneLine) {
  auto x = health_score{};
  record(x, ok, 94, t0);
  record(x, throttled, 6, t0);
  EXPECT_EQ(x.view(t0, {}, stream_age{12s, 10s}).text,
            "44 = avail 1.00^2 x throttle .49 x latency 1.00 x fresh .90, "
            "recovers in about 60 s");
}

TEST(HealthScore, ForetellsWhenItsErrorsHaveLeftTheLastMinute) {
  auto x = health_score{};
  record(x, ok, 600, t0);
  record(x, unavailable, 150, t0 + 20s);
  const auto said = x.view(t0 + 30s).text;
  // Nothing but good answers from here on, at the same rate.
  const auto expected = [&] {
    for (auto now = t0 + 35s;; now += 5s) {
      record(x, ok, 62, now - 2s);
      if (x.view(now).score >= 90)
        return seconds(now - (t0 + 30s));
    }
  }();
  const auto words = std::string{", recovers in about "};
  const auto at = said.find(words);
  ASSERT_NE(at, std::string::npos) << said;
  EXPECT_NEAR(std::stod(said.substr(at + words.size())), expected, 5) << said;
}

TEST(HealthScore, ForetellsNothingWhereItIsWellOrCannotTell) {
  auto x = health_score{};
  record(x, ok, 100, t0);
  EXPECT_EQ(x.view(t0).text.find("recovers"), std::string::npos);
  record(x, unavailable, 50, t0);
  EXPECT_NE(x.view(t0).text.find("recovers"), std::string::npos);
  EXPECT_EQ(x.view(t0, {true, false}).text.find("recovers"), std::string::npos);
}

TEST(HealthScore, SaysNothingAboutTheVenueWhenOurOwnNetworkFails) {
  auto x = health_score{};
  record(x, own_network, 50, t0);
  record(x, not_sent, 50, t0);
  const auto view = x.view(t0);
  EXPECT_EQ(view.requests, 0U);
  EXPECT_FALSE(view.score);
  EXPECT_FALSE(view.top_error);
}

TEST(HealthScore, NamesTheMostFrequentError) {
  auto x = health_score{};
  record(x, timed_out, 2, t0);
  record(x, unavailable, 3, t0);
  EXPECT_EQ(x.view(t0).top_error, unavailable);
  record(x, timed_out, 1, t0);
  EXPECT_EQ(x.view(t0).top_error, unavailable) << "the first of equals";
  record(x, timed_out, 1, t0);
  EXPECT_EQ(x.view(t0).top_error, timed_out);
}

TEST(HealthScore, NamesWhatSpeaksAgainstTheVenueBeforeABusinessAnswer) {
  auto x = health_score{};
  record(x, refused, 9, t0);
  EXPECT_EQ(x.view(t0).top_error, refused);
  record(x, timed_out, 1, t0);
  EXPECT_EQ(x.view(t0).top_error, timed_out);
}

TEST(HealthScore, KeepsFiguresSinceTheStartBeyondTheWindow) {
  auto x = health_score{};
  record(x, ok, 5, t0);
  record(x, banned, 1, t0);
  record(x, throttled, 2, t0);
  record(x, timed_out, 3, t0);
  record(x, malformed, 4, t0);
  const auto view = x.view(t0 + 1h);
  EXPECT_EQ(view.requests, 15U);
  EXPECT_EQ(view.errors, 7U);
  EXPECT_EQ(view.rate_limited, 3U);
  EXPECT_EQ(view.timeouts, 3U);
  EXPECT_EQ(view.counts.n(), 0U);
  EXPECT_EQ(view.success_ratio, 1);
  EXPECT_FALSE(view.top_error);
}

TEST(HealthScore, CountsAnswersThatSayNoAsSuccesses) {
  auto x = health_score{};
  record(x, ok, 5, t0);
  record(x, unknown_symbol, 1, t0);
  record(x, timed_out, 2, t0);
  EXPECT_DOUBLE_EQ(x.view(t0).success_ratio, 0.75);
}

TEST(HealthScore, CountsTheLastMinuteInBucketsOfFiveSeconds) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto random = random_source{seed};
    auto x = health_score{};
    auto times = std::vector<time_point>{};
    auto now = t0;
    for (int i = 0; i < 300; ++i) {
      now += std::chrono::milliseconds{
        random.below(random.below(50) == 0 ? 200'000 : 1500)};
      x.record(ok, 1ms, now);
      times.push_back(now);
      // A look long after the last call must not see a bucket twice as old.
      now += std::chrono::seconds{random.below(4) == 0 ? random.below(90) : 0};
      const auto counted = [&](duration length) {
        auto n = std::uint64_t{0};
        for (const auto at : times)
          n += at > now - length ? 1U : 0U;
        return n;
      };
      const auto n = x.view(now).counts.n();
      ASSERT_GE(n, counted(55s)) << "seed " << seed;
      ASSERT_LE(n, counted(60s)) << "seed " << seed;
    }
  }
}

TEST(HealthScore, TellsLatencyByNearestRank) {
  auto x = health_score{};
  for (int i = 100; i > 0; --i)
    x.record(ok, std::chrono::milliseconds{i}, t0);
  EXPECT_EQ(x.view(t0).p50, 50ms);
  EXPECT_EQ(x.view(t0).p99, 99ms);
  EXPECT_EQ(x.view(t0 + 60s).p50, 0ms);
}

TEST(HealthScore, MeasuresLatencyByTheNewestSixHundredAnswers) {
  auto x = health_score{};
  record(x, ok, 600, t0, 10ms);
  record(x, ok, 299, t0, 20ms);
  EXPECT_EQ(x.view(t0).p50, 10ms);
  record(x, ok, 2, t0, 20ms);
  EXPECT_EQ(x.view(t0).p50, 20ms);
}

TEST(HealthScore, TakesNoLatencyFromErrors) {
  auto x = health_score{};
  record(x, ok, 1, t0, 10ms);
  record(x, timed_out, 100, t0, 30s);
  record(x, throttled, 100, t0, 1ms);
  EXPECT_EQ(x.view(t0).p99, 10ms);
}

TEST(HealthScore, FallsWhenAnswersTakeThriceAsLong) {
  auto x = health_score{};
  record(x, ok, 600, t0, 100ms);
  EXPECT_EQ(x.view(t0).score, 100);
  record(x, ok, 50, t0 + 61s, 300ms);
  const auto view = x.view(t0 + 61s);
  // The base has moved on by 50 of its 600 samples.
  const auto base = 300 - 200 * std::pow(1 - 2.0 / 601, 50);
  EXPECT_NEAR(view.factors.latency, 1.5 * base / 300, 1e-9);
  EXPECT_EQ(view.score, 65);
}

TEST(HealthScore, LetsTheFirstSlowAnswerWeighNoMoreThanAnyOther) {
  auto x = health_score{};
  record(x, ok, 1, t0, 1100ms);
  record(x, ok, 99, t0, 100ms);
  x.view(t0);
  // The base is 110 ms, not the most of a second.
  record(x, ok, 20, t0 + 61s, 300ms);
  EXPECT_LT(x.view(t0 + 61s).factors.latency, 0.8);
}

TEST(HealthScore, ForgetsASlowPastOnceTheVenueIsTwiceAsFast) {
  auto x = health_score{};
  record(x, ok, 600, t0, 1s);
  x.view(t0);
  record(x, ok, 60, t0 + 61s, 100ms);
  x.view(t0 + 61s);
  record(x, ok, 20, t0 + 122s, 400ms);
  EXPECT_LT(x.view(t0 + 122s).factors.latency, 0.85);
}

TEST(HealthScore, ForgetsASlowPastNoFasterWhenAskedMoreOften) {
  auto x = health_score{};
  record(x, ok, 600, t0, 1s);
  x.view(t0);
  record(x, ok, 10, t0 + 61s, 100ms);
  for (int i = 0; i < 1000; ++i)
    x.view(t0 + 61s);
  record(x, ok, 20, t0 + 122s, 700ms);
  EXPECT_EQ(x.view(t0 + 122s).factors.latency, 1);
}

/// A scope whose score is set at will, by the age of its stream.
class dialled_score {
public:
  health_band band_at(int score, time_point now) {
    record(x_, ok, 10, now);
    const auto late = std::chrono::milliseconds{200 * (100 - score)};
    const auto view = x_.view(now, {}, stream_age{10s + late, 10s});
    EXPECT_EQ(view.score, score);
    return view.band;
  }

private:
  health_score x_;
};

TEST(HealthBand, FollowsTheScoreAtFirst) {
  struct row {
    int score;
    health_band band;
  };
  for (const auto& [score, band] :
       {row{100, health_band::healthy}, row{90, health_band::healthy},
        row{89, health_band::degraded}, row{70, health_band::degraded},
        row{69, health_band::impaired}, row{40, health_band::impaired},
        row{39, health_band::critical}, row{1, health_band::critical},
        row{0, health_band::down}})
    EXPECT_EQ(dialled_score{}.band_at(score, t0), band) << score;
}

TEST(HealthBand, FallsAtOnce) {
  auto x = dialled_score{};
  x.band_at(100, t0);
  EXPECT_EQ(x.band_at(89, t0), health_band::degraded);
  EXPECT_EQ(x.band_at(0, t0), health_band::down);
}

TEST(HealthBand, RisesOnlyFivePointsAboveAndAfterTenSeconds) {
  auto x = dialled_score{};
  x.band_at(69, t0);
  EXPECT_EQ(x.band_at(74, t0), health_band::impaired);
  EXPECT_EQ(x.band_at(74, t0 + 20s), health_band::impaired);
  EXPECT_EQ(x.band_at(75, t0 + 20s), health_band::impaired);
  EXPECT_EQ(x.band_at(75, t0 + 30s - 1ns), health_band::impaired);
  EXPECT_EQ(x.band_at(75, t0 + 30s), health_band::degraded);
}

TEST(HealthBand, CountsTheTenSecondsAnewAfterASetback) {
  auto x = dialled_score{};
  x.band_at(69, t0);
  x.band_at(80, t0);
  x.band_at(74, t0 + 9s);
  x.band_at(80, t0 + 9s);
  EXPECT_EQ(x.band_at(80, t0 + 10s), health_band::impaired);
  EXPECT_EQ(x.band_at(80, t0 + 19s), health_band::degraded);
}

TEST(HealthBand, RisesNoHigherThanWasDeservedAllTheTime) {
  auto x = dialled_score{};
  x.band_at(20, t0);
  x.band_at(50, t0);
  EXPECT_EQ(x.band_at(100, t0 + 10s), health_band::impaired);
}

} // namespace
} // namespace ballast
