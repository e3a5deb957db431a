#include "sim/link.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ballast::sim {

namespace {

duration from_seconds(double x) {
  // A tail without bounds must still be a time that can be added to another.
  constexpr auto longest = 3600.0;
  return duration{std::llround(std::min(x, longest) * 1e9)};
}

} // namespace

link_way::link_way(link_options opts, random_source random)
    : opts_{opts}, delays_{random.derive(1)}, stalls_{random.derive(2)} {}

/// Box and Muller's way: the distributions of <random> differ by library.
double link_way::normal() {
  const auto radius = std::sqrt(-2 * std::log(1 - delays_.uniform()));
  return radius * std::cos(2 * std::numbers::pi * delays_.uniform());
}

duration link_way::jitter(double sigma) {
  return from_seconds(seconds(opts_.jitter) * std::exp(sigma * normal()));
}

void link_way::plan_freezes(time_point from, time_point until) {
  const auto gap
    = [this] { return from_seconds(-30 * std::log(1 - stalls_.uniform())); };
  const auto length
    = [this] { return from_seconds(0.3 + 2.7 * stalls_.uniform()); };
  while (!freezes_.empty() && freezes_.front().until < from
         && freezes_.size() > 1)
    freezes_.pop_front();
  if (!planned_) {
    planned_ = true;
    const auto begin = from + gap();
    freezes_.push_back({begin, begin + length()});
  }
  while (freezes_.back().until <= until) {
    const auto begin = freezes_.back().until + gap();
    freezes_.push_back({begin, begin + length()});
  }
}

time_point link_way::arrival(time_point now) {
  const auto clipped
    = [this] { return std::min(jitter(0.5), opts_.jitter_max); };
  auto there = now + opts_.delay;
  switch (opts_.model) {
  case link_model::constant:
    break;
  case link_model::clipped:
    there += clipped();
    break;
  case link_model::heavy:
    there += jitter(1.0);
    break;
  case link_model::resend:
    there += clipped();
    // Pareto of index 1.5 on top of the timeout that lost packets wait for.
    if (delays_.uniform() < 0.01)
      there += from_seconds(0.2 * std::pow(1 - delays_.uniform(), -1 / 1.5));
    break;
  case link_model::stalls:
    there += clipped();
    plan_freezes(now, there);
    for (const auto& x : freezes_)
      if (there >= x.from && there < x.until)
        there = x.until;
    break;
  }
  return there;
}

} // namespace ballast::sim
