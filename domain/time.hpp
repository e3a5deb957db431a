// Time, as everything here speaks of it: handed in, never read.
//
// Two clocks are needed and never mixed. The monotonic one (`time_point`) is
// for deadlines, windows and rates; it is the clock of CAF's actor system, so
// a test moves it by hand. The calendar (`unix_time`) is for what a venue or a
// person reads; it may step. Nothing in domain/ reads either.
#pragma once

#include <chrono>

namespace ballast {

using duration = std::chrono::nanoseconds;
using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;
/// Calendar time, UTC, to the millisecond.
using unix_time = std::chrono::time_point<std::chrono::system_clock,
                                          std::chrono::milliseconds>;

/// The calendar, handed in at start; apps/ has the one that reads the machine.
class calendar {
public:
  virtual ~calendar() = default;
  virtual unix_time now() const = 0;
};

/// A moment on both clocks.
struct instant {
  time_point steady;
  unix_time wall;
};

constexpr double seconds(duration x) {
  return std::chrono::duration<double>(x).count();
}

} // namespace ballast
