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
#include <map>
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
  duration bound = std::chrono::seconds{10}; ///< S.
};

health_factors factors_of(const health_counts& counts, double p50_ratio,
                          std::optional<stream_age> stream);
/// 0 to 100. `p50_ratio` is p50_now / p50_base.
int score_of(const health_factors& factors, const health_caps& caps);

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
int batch_size_of(std::optional<int> score, int batch_min, int batch_max);

/// One scope's health as shown.
struct health_view {
  std::optional<int> score; ///< Absent below 10 samples: unknown.
  health_counts counts;     ///< The last 60 s.
  health_factors factors;
  health_band band = health_band::unknown;
  duration p50{};
  duration p99{};
  std::optional<outcome_kind> top_error; ///< Most frequent non-ok, if any.
  std::uint64_t requests = 0;            ///< Since start, with the four below.
  std::uint64_t errors = 0;              ///< Of the system class.
  std::uint64_t rate_limited = 0;
  std::uint64_t timeouts = 0;
  double success_ratio
    = 1.0; ///< (ok + business) / n of the last 60 s; 1 when n is 0.
  /// "48 = avail 1.00^2 x throttle .49 x latency .99 x fresh 1.00"
  std::string text;
};

/// Sliding counts, latency base and hysteresis of one scope.
///
/// Keeps no clock. Counts stand in 12 buckets of 5 s; latency over the newest
/// 600 answers of the last 60 s, its base an EMA of 600 samples that falls by
/// x 0.95 while base > 2 x now. A band is left only 5 points above where it was
/// entered, after 10 s (going down is immediate).
class health_score {
public:
  void record(outcome_kind kind, duration latency, time_point now);
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
  std::array<bucket, 12> buckets_{};
  std::vector<sample> samples_; ///< Ring of at most 600.
  std::size_t next_sample_ = 0;
  double base_ = 0; ///< Seconds; 0 before the first sample.
  health_view totals_;
  health_band band_ = health_band::unknown;
  std::optional<time_point> better_since_;
};

/// The batch that a scope's health allows, with warm-up: the first three cycles
/// use the least; then + 10 % of batch_max per clean 10 s up to what the score
/// allows, x 0.5 on a 429 (once per 10 s), x 0.9 when slow (L < 1).
class batch_control {
public:
  batch_control(int batch_min, int batch_max);
  /// A 429 came.
  void throttled(time_point now);
  /// A cycle is over.
  void cycle_done() noexcept;
  /// @returns batch size in [batch_min, batch_max].
  int size(const health_view& health, time_point now);

private:
  int batch_min_;
  int batch_max_;
  int cycles_ = 0;
  double allowed_ = 0; ///< Grows while clean; 0 before the first call.
  std::optional<time_point> last_step_;
  std::optional<time_point> last_cut_;
};

} // namespace ballast
