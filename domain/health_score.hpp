// The health of one scope of a venue's API as a number with its reasons.
//
//   A = (ok + biz + 429 + 5) / (n + 5)              availability
//   T = exp(-12 * 429 / n)                          throttling
//   L = clamp(1.5 * p50_base / p50_now, 0.5, 1)     latency
//   F = 1 if age <= S, else max(0, 1 - (age-S)/2S)  freshness
//   score = round(100 * A^2 * T * L * F)
//
// Source of formulas and test vectors: limits-and-health.md, section 3.
#pragma once

#include "domain/outcome.hpp"
#include "domain/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

/// What was counted in the last 60 s. n = ok + business + throttled + system.
struct health_counts {
  std::uint64_t ok = 0;
  std::uint64_t business = 0;
  std::uint64_t throttled = 0;
  std::uint64_t system = 0;
  std::uint64_t auth = 0; ///< Shown apart; not in n.

  constexpr std::uint64_t n() const noexcept {
    return ok + business + throttled + system;
  }
};

struct health_factors {
  double availability = 1;
  double throttle = 1;
  double latency = 1;
  double freshness = 1;
};

/// Conditions under which the score is capped whatever the counts say.
struct health_caps {
  bool locked_out
    = false; ///< Credentials missing or refused, banned, maintenance: 0.
  bool clock_is_off = false; ///< |offset| > half the receive window: <= 40.
};

/// Data age for factor F; absent where nothing streams.
struct stream_age {
  duration age{};
  duration bound = std::chrono::seconds{10}; ///< S; > 0.
};

/// The four factors, each in [0, 1].
/// @param p50_ratio p50_now / p50_base; 0 or less where none is known, which
///        leaves the latency factor at 1.
/// @param stream absent where nothing streams: freshness is 1.
health_factors factors_of(const health_counts& counts, double p50_ratio,
                          std::optional<stream_age> stream);
/// The score, 0 to 100, whatever the number of samples.
int score_of(const health_factors& factors, const health_caps& caps);

/// What a score means, worst first: >= 90 healthy, 70 degraded, 40 impaired,
/// 1 critical, 0 down.
enum class health_band : std::uint8_t {
  unknown,
  down,
  critical,
  impaired,
  degraded,
  healthy
};
const char* to_string(health_band x) noexcept;

/// clamp(round(batch_max * (score - 30) / 60), batch_min, batch_max), halves
/// up; an unknown score counts as the least. limits-and-health.md section 3.
/// @pre 0 < batch_min <= batch_max
int batch_size_of(std::optional<int> score, int batch_min, int batch_max);

/// One scope's health as shown.
struct health_view {
  /// Absent below 10 samples: unknown. A lock-out is 0 even without samples.
  std::optional<int> score;
  health_counts counts; ///< The last 60 s.
  health_factors factors;
  health_band band = health_band::unknown;
  duration p50{}; ///< Of ok and business answers; zero without any.
  duration p99{};
  /// Most frequent kind in the last 60 s that is not ok. Those that speak
  /// against the venue (throttled, system, auth) go before business answers.
  std::optional<outcome_kind> top_error;
  /// Since start, as the three below. Calls of which no byte left (own
  /// network, not sent) count nowhere.
  std::uint64_t requests = 0;
  std::uint64_t errors = 0; ///< Of the system class.
  std::uint64_t rate_limited = 0;
  std::uint64_t timeouts = 0;
  double success_ratio
    = 1.0; ///< (ok + business) / n of the last 60 s; 1 when n is 0.
  /// "48 = avail 1.00^2 x throttle .49 x latency .99 x fresh 1.00", or
  /// "unknown (7)" with the samples so far.
  std::string text;
};

/// Sliding counts, latency base and hysteresis of one scope.
///
/// Keeps no clock; `now` never goes back. Counts stand in 12 buckets of 5 s;
/// latency over the newest 600 answers of the last 60 s, its base an EMA of 600
/// samples that falls by x 0.95 a sample while base > 2 x now. A band is left
/// upwards only 5 points above its end and after 10 s of that, into the least
/// band deserved meanwhile; downwards at once.
class health_score {
public:
  /// Takes one outcome. O(1).
  /// @param latency from the last byte out to the answer; only that of ok and
  ///        business answers is used.
  void record(outcome_kind kind, duration latency, time_point now);
  /// Health at `now`. O(600). Moves latency base and band on, so the owner
  /// asks at least every few seconds.
  health_view view(time_point now, const health_caps& caps = {},
                   std::optional<stream_age> stream = std::nullopt);

private:
  struct bucket {
    std::int64_t epoch = -1; ///< Which 5 s since the clock's zero.
    health_counts counts;
    std::array<std::uint32_t, 16> kinds{}; ///< By outcome_kind.
  };
  struct sample {
    time_point at;
    duration latency;
  };
  void add_latency(duration latency, time_point now);
  /// Fills in p50 and p99. @returns p50_now / p50_base; 1 without samples.
  double measure_latency(health_view& x, time_point now);
  health_band band_after(std::optional<int> score, time_point now);

  std::array<bucket, 12> buckets_{};
  std::vector<sample> samples_; ///< Ring of at most 600.
  std::size_t next_sample_ = 0;
  double base_ = 0; ///< Seconds; 0 before the first sample.
  std::uint64_t base_samples_ = 0;
  std::uint64_t samples_since_view_ = 0;
  health_view totals_; ///< Only the figures since start are kept in it.
  health_band band_ = health_band::unknown;
  std::optional<time_point> better_since_;         ///< Deserves a better band.
  health_band better_band_ = health_band::unknown; ///< The least of those.
};

/// The batch that a scope's health allows, with warm-up: the first three cycles
/// use the least; then + 10 % of batch_max per clean 10 s up to what the score
/// allows, x 0.5 on a 429 (once per 10 s), x 0.9 per 10 s while slow (L < 1).
/// The batch bounds the damage of a sudden tightening; permits bound the rate.
class batch_control {
public:
  /// @pre 0 < batch_min <= batch_max
  batch_control(int batch_min, int batch_max);
  /// A 429 came.
  void throttled(time_point now);
  /// A cycle is over.
  void cycle_done() noexcept;
  /// @returns batch size in [batch_min, batch_max], never above what the score
  ///          allows. The steps of 10 s begin with the last call of warm-up.
  int size(const health_view& health, time_point now);

private:
  int batch_min_;
  int batch_max_;
  int cycles_ = 0;
  double allowed_; ///< Grows while clean, in [batch_min_, batch_max_].
  std::optional<time_point> last_step_; ///< Growth is counted from here.
  std::optional<time_point> last_cut_;
};

} // namespace ballast
