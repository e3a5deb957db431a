#include "domain/health_score.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdio>

namespace ballast {

namespace {

using namespace std::chrono_literals;

constexpr auto bucket_width = 5s;
constexpr auto window = 60s;
constexpr std::uint64_t samples_needed = 10;
constexpr std::size_t latencies_max = 600;
/// EMA of 600 samples: the usual 2 / (n + 1).
constexpr double base_weight = 2.0 / 601.0;
constexpr int clock_cap = 40;
constexpr int healthy_from = 90;
constexpr int hysteresis_points = 5;
constexpr auto hysteresis_time = 10s;
constexpr auto step_time = 10s;
constexpr int warm_up_cycles = 3;

void add(health_counts& to, health_class what) noexcept {
  switch (what) {
  case health_class::none:
    return;
  case health_class::ok:
    ++to.ok;
    return;
  case health_class::business:
    ++to.business;
    return;
  case health_class::throttled:
    ++to.throttled;
    return;
  case health_class::system:
    ++to.system;
    return;
  case health_class::auth:
    ++to.auth;
    return;
  }
}

void add(health_counts& to, const health_counts& from) noexcept {
  to.ok += from.ok;
  to.business += from.business;
  to.throttled += from.throttled;
  to.system += from.system;
  to.auth += from.auth;
}

std::int64_t epoch_of(time_point x) noexcept {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch())
         / bucket_width;
}

/// Nearest rank. Reorders `xs`. @pre not empty, 0 < percent <= 100
duration percentile(std::vector<duration>& xs, std::size_t percent) {
  const auto rank = (xs.size() * percent + 99) / 100;
  const auto at = xs.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(xs.begin(), at, xs.end());
  return *at;
}

health_band band_of(int score) noexcept {
  if (score >= healthy_from)
    return health_band::healthy;
  if (score >= 70)
    return health_band::degraded;
  if (score >= 40)
    return health_band::impaired;
  return score >= 1 ? health_band::critical : health_band::down;
}

/// "1.00", ".49": two places, no zero before the point.
std::string factor_text(double x) {
  auto buffer = std::array<char, 16>{};
  std::snprintf(buffer.data(), buffer.size(), "%.2f", x);
  const auto text = std::string{buffer.data()};
  return text.starts_with("0.") ? text.substr(1) : text;
}

/// How long until the errors of the last minute have left it, if from now on
/// every answer is good and as many come as did; absent where that takes no
/// time, or cannot be told: latency, data's age and lock-outs go by themselves.
template <class Buckets>
std::optional<duration> recovery_of(const Buckets& buckets, std::uint64_t n,
                                    time_point now) {
  const auto epoch = epoch_of(now);
  const auto slots = static_cast<std::int64_t>(buckets.size());
  const auto rate = static_cast<double>(n) / seconds(window);
  for (std::int64_t step = 1; step <= slots; ++step) {
    const auto at = time_point{(epoch + step) * bucket_width};
    auto then = health_counts{};
    for (const auto& slot : buckets)
      if (slot.epoch > epoch + step - slots && slot.epoch <= epoch)
        add(then, slot.counts);
    then.ok
      += static_cast<std::uint64_t>(std::lround(rate * seconds(at - now)));
    if (score_of(factors_of(then, 0, std::nullopt), {}) >= healthy_from)
      return at - now;
  }
  return std::nullopt;
}

std::string describe(const health_view& x, const health_caps& caps) {
  if (caps.locked_out)
    return "0 = locked out (credentials, ban or maintenance)";
  if (!x.score)
    return "unknown (" + std::to_string(x.counts.n()) + ')';
  const auto is_capped = *x.score < score_of(x.factors, {});
  return std::to_string(*x.score)
         + (is_capped ? " = the most while the clock is off; avail "
                      : " = avail ")
         + factor_text(x.factors.availability) + "^2 x throttle "
         + factor_text(x.factors.throttle) + " x latency "
         + factor_text(x.factors.latency) + " x fresh "
         + factor_text(x.factors.freshness);
}

/// Neither proves anything against the venue: the one is an answer, the other
/// never reached it.
bool costs_score(health_class x) noexcept {
  return x == health_class::throttled || x == health_class::system
         || x == health_class::auth;
}

std::optional<outcome_kind>
top_error_of(const std::array<std::uint32_t, 16>& kinds) {
  auto top = std::optional<outcome_kind>{};
  auto most = std::pair{false, std::uint32_t{0}};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const auto kind = static_cast<outcome_kind>(i);
    const auto weight = std::pair{costs_score(health_class_of(kind)), kinds[i]};
    if (kind == outcome_kind::ok || kinds[i] == 0 || weight <= most)
      continue;
    most = weight;
    top = kind;
  }
  return top;
}

} // namespace

health_factors factors_of(const health_counts& counts, double p50_ratio,
                          std::optional<stream_age> stream) {
  const auto n = static_cast<double>(counts.n());
  const auto throttled = static_cast<double>(counts.throttled);
  const auto answered
    = static_cast<double>(counts.ok + counts.business) + throttled;
  auto x = health_factors{};
  x.availability = (answered + 5) / (n + 5);
  x.throttle = n > 0 ? std::exp(-12 * throttled / n) : 1;
  x.latency = p50_ratio > 0 ? std::clamp(1.5 / p50_ratio, 0.5, 1.0) : 1;
  if (stream && stream->age > stream->bound) {
    assert(stream->bound > duration::zero());
    const auto bound = seconds(stream->bound);
    const auto late = seconds(stream->age) - bound;
    x.freshness = std::max(0.0, 1 - late / (2 * bound));
  }
  return x;
}

int score_of(const health_factors& factors, const health_caps& caps) {
  if (caps.locked_out)
    return 0;
  const auto product = factors.availability * factors.availability
                       * factors.throttle * factors.latency * factors.freshness;
  const auto score = static_cast<int>(std::lround(100 * product));
  return caps.clock_is_off ? std::min(score, clock_cap) : score;
}

const char* to_string(health_band x) noexcept {
  switch (x) {
  case health_band::unknown:
    return "unknown";
  case health_band::down:
    return "down";
  case health_band::critical:
    return "critical";
  case health_band::impaired:
    return "impaired";
  case health_band::degraded:
    return "degraded";
  case health_band::healthy:
    return "healthy";
  }
  return "unknown band";
}

int batch_size_of(std::optional<int> score, int batch_min, int batch_max) {
  assert(0 < batch_min && batch_min <= batch_max);
  if (!score || *score <= 30)
    return batch_min;
  // Halves go up: floor(x / 60 + 1 / 2), kept in integers.
  const auto sixtieths
    = static_cast<std::int64_t>(batch_max) * (std::min(*score, 100) - 30);
  const auto rounded = (sixtieths + 30) / 60;
  return static_cast<int>(std::clamp(rounded,
                                     static_cast<std::int64_t>(batch_min),
                                     static_cast<std::int64_t>(batch_max)));
}

void health_score::record(outcome_kind kind, duration latency, time_point now) {
  const auto what = health_class_of(kind);
  if (what == health_class::none)
    return;
  const auto epoch = epoch_of(now);
  auto& slot = buckets_[static_cast<std::size_t>(epoch) % buckets_.size()];
  if (slot.epoch != epoch)
    slot = bucket{epoch, {}, {}};
  add(slot.counts, what);
  ++slot.kinds[static_cast<std::size_t>(kind)];
  ++totals_.requests;
  totals_.errors += what == health_class::system ? 1U : 0U;
  totals_.rate_limited += what == health_class::throttled ? 1U : 0U;
  totals_.timeouts += kind == outcome_kind::timed_out ? 1U : 0U;
  // A 429 or a 401 comes from the venue's doorman, fast, and a 5xx from
  // nowhere in particular: only answers to the question tell its latency.
  if (what == health_class::ok || what == health_class::business)
    add_latency(latency, now);
}

void health_score::add_latency(duration latency, time_point now) {
  if (samples_.size() < latencies_max)
    samples_.push_back({now, latency});
  else
    samples_[next_sample_] = {now, latency};
  next_sample_ = (next_sample_ + 1) % latencies_max;
  ++base_samples_;
  ++samples_since_view_;
  // The plain mean until the EMA has seen enough, or the first sample, which
  // pays for the handshakes, would weigh more than the next hundred.
  const auto weight
    = std::max(base_weight, 1.0 / static_cast<double>(base_samples_));
  base_ += weight * (seconds(latency) - base_);
}

health_view health_score::view(time_point now, const health_caps& caps,
                               std::optional<stream_age> stream) {
  auto x = totals_;
  auto kinds = std::array<std::uint32_t, 16>{};
  const auto epoch = epoch_of(now);
  const auto oldest = epoch - static_cast<std::int64_t>(buckets_.size());
  for (const auto& slot : buckets_) {
    if (slot.epoch <= oldest || slot.epoch > epoch)
      continue;
    add(x.counts, slot.counts);
    for (std::size_t i = 0; i < kinds.size(); ++i)
      kinds[i] += slot.kinds[i];
  }
  const auto n = x.counts.n();
  x.factors = factors_of(x.counts, measure_latency(x, now), stream);
  // A lock-out is known without samples, and stops them from coming.
  if (caps.locked_out || n >= samples_needed)
    x.score = score_of(x.factors, caps);
  x.band = band_after(x.score, now);
  x.top_error = top_error_of(kinds);
  if (n > 0)
    x.success_ratio = static_cast<double>(x.counts.ok + x.counts.business)
                      / static_cast<double>(n);
  x.text = describe(x, caps);
  const auto by_errors = factors_of(x.counts, 0, std::nullopt);
  if (x.score && !caps.locked_out && score_of(by_errors, {}) < healthy_from)
    if (const auto wait = recovery_of(buckets_, n, now))
      x.text += ", recovers in about "
                + std::to_string(std::lround(seconds(*wait))) + " s";
  return x;
}

double health_score::measure_latency(health_view& x, time_point now) {
  auto recent = std::vector<duration>{};
  recent.reserve(samples_.size());
  for (const auto& answer : samples_)
    if (answer.at > now - window)
      recent.push_back(answer.latency);
  if (recent.empty())
    return 1;
  x.p50 = percentile(recent, 50);
  x.p99 = percentile(recent, 99);
  const auto p50 = seconds(x.p50);
  if (p50 <= 0 || base_ <= 0)
    return 1;
  // One step per sample since the last look, so that looking more often does
  // not forget a slow past any faster.
  while (samples_since_view_ > 0 && base_ > 2 * p50) {
    base_ *= 0.95;
    --samples_since_view_;
  }
  samples_since_view_ = 0;
  return p50 / base_;
}

health_band health_score::band_after(std::optional<int> score, time_point now) {
  if (!score) {
    band_ = health_band::unknown;
    better_since_.reset();
    return band_;
  }
  const auto current = band_of(*score);
  if (band_ == health_band::unknown || current < band_)
    band_ = current;
  const auto reachable = band_of(*score - hysteresis_points);
  if (reachable <= band_) {
    better_since_.reset();
    return band_;
  }
  if (!better_since_) {
    better_since_ = now;
    better_band_ = reachable;
  }
  // A band is entered only if it was deserved for the whole time.
  better_band_ = std::min(better_band_, reachable);
  if (now - *better_since_ >= hysteresis_time) {
    band_ = better_band_;
    better_since_.reset();
  }
  return band_;
}

batch_control::batch_control(int batch_min, int batch_max)
    : batch_min_{batch_min},
      batch_max_{batch_max}, allowed_{static_cast<double>(batch_min)} {
  assert(0 < batch_min && batch_min <= batch_max);
}

void batch_control::throttled(time_point now) {
  // The next 10 s that may count as clean begin here.
  last_step_ = now;
  if (last_cut_ && now - *last_cut_ < step_time)
    return;
  last_cut_ = now;
  allowed_ = std::max(allowed_ * 0.5, static_cast<double>(batch_min_));
}

void batch_control::cycle_done() noexcept {
  cycles_ = std::min(cycles_ + 1, warm_up_cycles);
}

int batch_control::size(const health_view& health, time_point now) {
  if (cycles_ < warm_up_cycles || !last_step_) {
    last_step_ = now;
    return batch_min_;
  }
  const auto least = static_cast<double>(batch_min_);
  const auto most
    = static_cast<double>(batch_size_of(health.score, batch_min_, batch_max_));
  const auto is_slow = health.factors.latency < 1;
  for (; now - *last_step_ >= step_time; *last_step_ += step_time) {
    allowed_ = is_slow ? allowed_ * 0.9 : allowed_ + 0.1 * batch_max_;
    allowed_ = std::clamp(allowed_, least, most);
  }
  // What a bad score took is earned back step by step.
  allowed_ = std::clamp(allowed_, least, most);
  return static_cast<int>(std::lround(allowed_));
}

} // namespace ballast
