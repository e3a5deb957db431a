// Scenes of bench/utilisation: strict simulated exchanges in a process of their
// own, a node that scans all of them, and whatever lies between the two.
//
// A scene is driven from outside by step(), so that several pass their time
// together.
#pragma once

#include "bench/scan_limits.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ballast::bench {

/// What a venue took of what it permits.
struct share_taken {
  std::string venue;
  scan_limit limit;
  double accepted = 0; ///< Candle requests, by the venue's own count.
  double permitted = 0;
  double least = 1.0;           ///< Of accepted ÷ permitted.
  std::uint64_t refused = 0;    ///< 429s, over the whole life of the scene.
  std::uint64_t over_limit = 0; ///< Arrivals over a published limit.
  std::string trouble;          ///< What kept it from being measured.

  double ratio() const { return permitted > 0 ? accepted / permitted : 0; }
  bool is_well() const {
    return trouble.empty() && refused == 0 && over_limit == 0
           && ratio() >= least;
  }
};

class scan_scene {
public:
  virtual ~scan_scene() = default;

  virtual const std::string& name() const = 0;
  /// Looks after it for a moment. @returns whether it is over.
  virtual bool step() = 0;
  /// What was taken, one row a venue. @pre it is over
  virtual std::vector<share_taken> result() = 0;
};

/// Rotation at every venue of this version, measured for so long from the
/// first 50 answers on; at a venue that lets nothing be scanned by then (a
/// first start counts a minute's window as spent) from its first scan permit.
std::unique_ptr<scan_scene> make_steady_scene(path where,
                                              std::chrono::seconds measured,
                                              std::uint64_t seed);

/// The same over loopback, but the node is killed and started again on one data
/// directory, every 6 to 18 s, for so long from when each venue has been
/// scanned once. Permitted is limit times time, with nothing taken off for the
/// time in which no node ran; accepted are requests of any kind, since each
/// start has to ask for more than candles. At least half must be used.
std::unique_ptr<scan_scene> make_kill_scene(std::chrono::seconds measured,
                                            std::uint64_t seed);

} // namespace ballast::bench
