// What every simulated exchange can be told, whichever venue it plays.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "sim/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace ballast::sim {

struct simulator_options {
  std::uint64_t seed = 1; ///< Of keys, prices and faults.
  unsigned accounts = 1;  ///< MASTER and `accounts` - 1 users; > 0.
  /// Read published limits in the strictest way, where they can be read in
  /// several.
  bool strict = false;
  /// A directory of recorded candles, moved in time so that they end at
  /// `candles_end`, or where that is absent left when they were. Empty: made
  /// up. Simulators without recordings ignore both.
  std::filesystem::path candles = {};
  std::optional<unix_time> candles_end = std::nullopt;
  /// Markets made up by the seed and listed beside the recorded ones, to see
  /// what more of them do. Simulators that make none up ignore it.
  std::size_t filler = 0;
  /// Some markets tell stories (market_story) that begin then: a strategy finds
  /// what it looks for within minutes. Absent: all go their own way.
  std::optional<unix_time> stories_begin = std::nullopt;
  /// What each account owns, and nothing else: so much in each dollar that most
  /// of the venue's markets are quoted in. 0: what the simulator gives.
  std::uint32_t dollars = 0;
};

/// @returns ec::not_found or ec::corrupt when recordings cannot be read;
///          ec::invalid_argument for an option outside its range.
using simulator
  = result<std::unique_ptr<exchange>> (*)(const simulator_options&);

} // namespace ballast::sim
