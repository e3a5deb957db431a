// The way to a venue and back, from mild jitter to tails without a mean: when
// a request arrives, and when its answer is here.
//
//   steady    a constant way and up to 2 ms
//   clipped   log-normal, sigma 0.5, 300 ms at most
//   heavy     log-normal, sigma 1.0, no bound
//   resend    clipped, and one message in twenty again after 200 ms and more,
//             by a power law of index 1.5
//   pareto    a power law of index 1.1
//   stalls    clipped, and frozen now and then for up to 3 s: what was under
//             way then comes out all at once
//   queue     every answer after the same time, the arrival anywhere before it
//
// Source: limits-and-health.md, section 1, "Measured by simulation".
#pragma once

#include "domain/random.hpp"
#include "domain/time.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ballast::test {

enum class link_kind : std::uint8_t {
  steady,
  clipped,
  heavy,
  resend,
  pareto,
  stalls,
  queue,
};
constexpr std::uint64_t link_kinds = 7;

class link {
public:
  /// @param median of one way, > 0.
  link(random_source random, link_kind kind, duration median)
      : random_{random}, kind_{kind}, median_{seconds(median)} {}

  struct trip {
    time_point arrives;
    time_point answered; ///< Never before it arrives.
  };
  trip send(time_point sent) {
    using namespace std::chrono_literals;
    if (kind_ == link_kind::queue) {
      const auto round = 4 * median_;
      return {sent + whole(random_.uniform() * round), sent + whole(round)};
    }
    const auto arrives = delivered(sent);
    return {arrives, delivered(arrives)};
  }

private:
  time_point delivered(time_point t) {
    const auto at = t + whole(one_way());
    if (kind_ != link_kind::stalls)
      return at;
    // Frozen at the beginning of each ten seconds, for a time of its own.
    const auto since = at.time_since_epoch();
    const auto turn = since / std::chrono::seconds{10};
    const auto thaws = std::chrono::milliseconds{
      300
      + static_cast<std::int64_t>(
        random_source{static_cast<std::uint64_t>(turn)}.derive(7).below(2700))};
    return std::max(at, time_point{turn * std::chrono::seconds{10}} + thaws);
  }

  double one_way() {
    switch (kind_) {
    case link_kind::steady:
      return median_ + 0.002 * random_.uniform();
    case link_kind::heavy:
      return median_ * std::exp(normal());
    case link_kind::pareto:
      return median_ * power(1.1);
    case link_kind::resend:
      return clipped() + (random_.below(20) == 0 ? 0.2 * power(1.5) : 0.0);
    case link_kind::clipped:
    case link_kind::stalls:
    case link_kind::queue:
      break;
    }
    return clipped();
  }

  double clipped() { return std::min(median_ * std::exp(normal() / 2), 0.3); }

  /// At least 1, with P(x > y) = y ^ -index.
  double power(double index) {
    return std::pow(1.0 - random_.uniform(), -1.0 / index);
  }

  double normal() {
    auto sum = -6.0;
    for (auto i = 0; i < 12; ++i)
      sum += random_.uniform();
    return sum;
  }

  /// An hour is as good as for ever here, and fits.
  static duration whole(double s) {
    return duration{static_cast<std::int64_t>(std::min(s, 3600.0) * 1e9)};
  }

  random_source random_;
  link_kind kind_;
  double median_;
};

} // namespace ballast::test
