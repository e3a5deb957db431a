// How long a message is on its way, by seed.
//
// The models are those that the arrival rule was measured with
// (limits-and-health.md, section 1); each way draws its own delay.
#pragma once

#include "domain/random.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <deque>

namespace ballast::sim {

enum class link_model : std::uint8_t {
  constant, ///< Always `delay`.
  clipped,  ///< `delay` + log-normal of sigma 0.5, at most `jitter_max`.
  heavy,    ///< `delay` + log-normal of sigma 1.0, unclipped.
  resend,   ///< As clipped; 1 % of messages + 200 ms with a power tail.
  stalls,   ///< As clipped; about every 30 s the link freezes for 0.3 to 3 s
            ///< and then delivers all at once.
};

struct link_options {
  link_model model = link_model::constant;
  duration delay = std::chrono::milliseconds{10};
  duration jitter = std::chrono::milliseconds{60}; ///< Median.
  duration jitter_max = std::chrono::milliseconds{300};
};

/// One way. Messages may overtake each other: they are on many connections.
class link_way {
public:
  link_way(link_options opts, random_source random);

  /// When a message sent at `now` is there. `now` may not go backwards.
  time_point arrival(time_point now);

private:
  struct freeze {
    time_point from;
    time_point until;
  };
  double normal();
  duration jitter(double sigma);
  void plan_freezes(time_point from, time_point until);

  link_options opts_;
  random_source delays_;
  random_source stalls_;
  std::deque<freeze> freezes_;
  bool planned_ = false;
};

} // namespace ballast::sim
