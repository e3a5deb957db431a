#include "domain/health_mix.hpp"

#include <algorithm>
#include <cmath>

namespace ballast {

void health_mix::add(const health_view& x) {
  sum_.counts.ok += x.counts.ok;
  sum_.counts.business += x.counts.business;
  sum_.counts.throttled += x.counts.throttled;
  sum_.counts.system += x.counts.system;
  sum_.counts.auth += x.counts.auth;
  sum_.requests += x.requests;
  sum_.errors += x.errors;
  sum_.rate_limited += x.rate_limited;
  sum_.timeouts += x.timeouts;
  const auto n = x.counts.n();
  if (n > busiest_) {
    busiest_ = n;
    sum_.p50 = x.p50;
    sum_.p99 = x.p99;
    sum_.text = x.text;
    sum_.top_error = x.top_error;
    sum_.band = x.band;
  }
  if (!x.score)
    return;
  const auto weight = static_cast<double>(std::max<std::uint64_t>(n, 1));
  weight_ += weight;
  score_ += weight * *x.score;
  weighted_.availability += weight * x.factors.availability;
  weighted_.throttle += weight * x.factors.throttle;
  weighted_.latency += weight * x.factors.latency;
  weighted_.freshness += weight * x.factors.freshness;
  worst_ = std::min(worst_, *x.score);
}

health_view health_mix::mean() const {
  auto result = sum_;
  if (const auto n = result.counts.n(); n > 0)
    result.success_ratio
      = static_cast<double>(result.counts.ok + result.counts.business)
        / static_cast<double>(n);
  if (weight_ <= 0)
    return result;
  result.score = static_cast<int>(std::lround(score_ / weight_));
  result.factors
    = {weighted_.availability / weight_, weighted_.throttle / weight_,
       weighted_.latency / weight_, weighted_.freshness / weight_};
  return result;
}

} // namespace ballast
