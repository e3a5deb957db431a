// What a node makes of Kraken's ways to say no, all of them under HTTP 200. In
// virtual time; each proves by the venue's own record that the fault happened.
#include "tests/apps/two_venues.hpp"

namespace ballast::apps::test {

namespace {

using namespace std::chrono_literals;

class KrakenFaults : public two_venues {
protected:
  KrakenFaults() {
    start(4, {}, {"kraken"});
    EXPECT_TRUE(
      until([this] { return row("kraken").rotation.position > 5; }, 1min))
      << tail();
  }

  /// Public calls answer with this entry of `error`.
  void answer_scans_with(const std::string& entry,
                         const std::string& more = {}) {
    inject("kraken", R"([{"kind":"error_200","match":"/OHLC","value":")" + entry
                       + '"' + more + "}]");
  }
  std::uint64_t requests() const {
    return node->venue_stats("kraken").requests;
  }
  std::uint64_t fired(const std::string& kind) const {
    const auto counts = node->venue_stats("kraken").faults;
    const auto i = counts.find(kind);
    return i == counts.end() ? 0 : i->second;
  }
  venue_state state() const { return state_of(row("kraken")); }
  bool recovers() {
    inject("kraken", "[]");
    return until(
      [this] {
        return state().state == "connected"
               && row("kraken").health.score.get() == 100;
      },
      40min);
  }
};

struct error_and_effect {
  const char* name;
  const char* entry;
  bool opens;  ///< The breaker: only what speaks of the venue's API.
  bool lowers; ///< The score.
};

class KrakenErrors : public KrakenFaults,
                     public ::testing::WithParamInterface<error_and_effect> {};

TEST_P(KrakenErrors, FaultE13_UnderStatus200CountAsWhatTheySay) {
  const auto& x = GetParam();
  answer_scans_with(x.entry);
  node->advance(3min);
  EXPECT_GT(fired("error_200"), 1U);
  EXPECT_EQ(row("kraken").health.breaker.opened > 0, x.opens) << tail();
  // While the breaker is open there may be too few answers for a score.
  const auto score = row("kraken").health.score.get();
  if (x.lowers)
    EXPECT_LT(score.value_or(0), 100) << row("kraken").health.text;
  else
    EXPECT_EQ(score.value_or(100), 100) << row("kraken").health.text;
  EXPECT_EQ(count("broker kraken/master ended"), 0U);
  EXPECT_TRUE(recovers()) << tail();
}

INSTANTIATE_TEST_SUITE_P(
  Table, KrakenErrors,
  ::testing::Values(
    error_and_effect{"unavailable", "EService:Unavailable", true, true},
    error_and_effect{"busy", "EService:Busy", true, true},
    error_and_effect{"internal", "EGeneral:Internal error", true, true},
    error_and_effect{"unheard_of", "EAlien:From afar", true, true},
    error_and_effect{"too_many", "EGeneral:Too many requests", true, true},
    error_and_effect{"unknown_pair", "EQuery:Unknown asset pair", false, false},
    error_and_effect{"wrong_argument", "EGeneral:Invalid arguments:interval",
                     false, false},
    error_and_effect{"not_permitted", "EGeneral:Permission denied", false,
                     false}),
  [](const auto& x) { return x.param.name; });

TEST_F(KrakenFaults, FaultE3_TemporaryLockoutIsSilenceForItsWholeTime) {
  inject("kraken", R"([{"kind":"ban","match":"/OHLC","for":"2s"}])");
  node->advance(4s);
  ASSERT_GT(node->venue_stats("kraken").banned, 0U);
  const auto before = requests();
  // Fifteen minutes and a tenth: not even a probe.
  node->advance(16min);
  EXPECT_EQ(requests(), before);
  EXPECT_EQ(state().state, "open");
  EXPECT_TRUE(recovers()) << tail();
  EXPECT_GT(requests(), before);
}

TEST_F(KrakenFaults, FaultE18_RefusedNoncesStopTheKeyWithAnAlert) {
  inject("kraken", R"([{"kind":"invalid_nonce","match":"/private/"}])");
  node->advance(5min);
  EXPECT_EQ(fired("invalid_nonce"), 3U) << "again, ahead, and no more";
  EXPECT_EQ(state().state, "failed");
  EXPECT_EQ(count("ALERT: the key is stopped"), 1U);
  node->advance(1h);
  EXPECT_EQ(fired("invalid_nonce"), 3U);
  EXPECT_EQ(node->venue_stats("kraken").bad_nonce, 0U);
}

TEST_F(KrakenFaults, FaultE18_OneRefusedNonceIsOneTryMore) {
  inject("kraken",
         R"([{"kind":"invalid_nonce","match":"/private/","rate":0.5}])");
  ASSERT_TRUE(until([this] { return fired("invalid_nonce") > 0; }, 10min));
  inject("kraken", "[]");
  node->advance(3min);
  ASSERT_LT(fired("invalid_nonce"), 3U) << "this seed says nothing";
  EXPECT_EQ(row("kraken").broker.phase, broker_phase::connected);
  EXPECT_EQ(row("kraken").health.score.get(), 100);
}

TEST_F(KrakenFaults, FaultE20_PostOnlyIsShownAndScanningGoesOn) {
  inject("kraken", R"([{"kind":"post_only"}])");
  ASSERT_TRUE(until(
    [this] { return row("kraken").broker.mode == market_state::post_only; },
    2min))
    << tail();
  EXPECT_GT(fired("post_only"), 0U);
  EXPECT_EQ(state().state, "degraded");
  EXPECT_NE(state().reason.find("post-only"), std::string::npos);
  const auto before = row("kraken").permits.sent;
  node->advance(1min);
  EXPECT_GE(row("kraken").permits.sent, before + 50);
  EXPECT_TRUE(recovers());
}

TEST_F(KrakenFaults, FaultE20_MaintenanceStopsScanningAndIsNamed) {
  inject("kraken", R"([{"kind":"maintenance"}])");
  ASSERT_TRUE(until(
    [this] { return row("kraken").broker.mode == market_state::halted; }, 3min))
    << tail();
  node->advance(2s);
  EXPECT_EQ(row("kraken").health.score.get(), 0);
  EXPECT_EQ(why_not_ready(row("kraken")).empty(), false);
  EXPECT_GE(count("the venue is down for maintenance"), 1U);
  node->advance(10s);
  const auto before = requests();
  node->advance(5min);
  // The status each five seconds, probes, and no market.
  EXPECT_LE(requests() - before, 90U);
  EXPECT_TRUE(recovers()) << tail();
}

struct skew {
  const char* name;
  const char* value;
  double seconds;
};

class ClockSkew : public two_venues,
                  public ::testing::WithParamInterface<skew> {};

// The venue's clock is off, or ours: nobody can tell which.
TEST_P(ClockSkew, FaultE17_IsMeasuredAndAboveItsBoundNothingTrades) {
  const auto& x = GetParam();
  start(6);
  ASSERT_TRUE(both_connected());
  for (const auto* venue : {"coinbase", "kraken"})
    inject(venue, std::string{R"([{"kind":"clock_skew","value":")"} + x.value
                    + R"("}])");
  node->advance(12min);
  for (const auto* venue : {"coinbase", "kraken"}) {
    const auto shown = row(venue);
    EXPECT_NEAR(seconds(shown.broker.clock_offset), x.seconds, 1.1) << venue;
    EXPECT_EQ(shown.broker.phase, broker_phase::connected) << venue;
    const auto is_off = std::abs(x.seconds) > 30;
    EXPECT_EQ(state_of(shown).state, is_off ? "degraded" : "connected");
    EXPECT_EQ(why_not_ready(shown).find("our clock is") != std::string::npos,
              is_off)
      << venue;
    EXPECT_GT(node->venue_stats(venue).faults.at("clock_skew"), 0U);
    // What was signed before the step was noticed, and signed again since.
    EXPECT_LE(node->venue_stats(venue).bad_signature, 2U) << venue;
    EXPECT_EQ(node->venue_stats(venue).bad_nonce, 0U) << venue;
  }
  // It steps back.
  for (const auto* venue : {"coinbase", "kraken"})
    inject(venue, "[]");
  node->advance(12min);
  for (const auto* venue : {"coinbase", "kraken"}) {
    EXPECT_NEAR(seconds(row(venue).broker.clock_offset), 0, 1.1) << venue;
    EXPECT_EQ(why_not_ready(row(venue)), "") << venue;
    EXPECT_EQ(node->venue_stats(venue).bad_nonce, 0U) << venue;
  }
}

INSTANTIATE_TEST_SUITE_P(
  Table, ClockSkew,
  ::testing::Values(skew{"two_seconds", "2s", 2}, skew{"two_behind", "-2s", -2},
                    skew{"leap_second", "-1s", -1}, skew{"a_minute", "60s", 60},
                    skew{"a_minute_behind", "-60s", -60},
                    skew{"an_hour", "1h", 3600},
                    skew{"an_hour_behind", "-1h", -3600}),
  [](const auto& x) { return x.param.name; });

} // namespace

} // namespace ballast::apps::test
