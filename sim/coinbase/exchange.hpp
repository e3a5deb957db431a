// A simulated Coinbase: Advanced Trade's REST dialect over real products.
//
// Built from the manual and from recorded traffic, never from our own codec.
// Sources of every rule: Coinbase Advanced Trade manual, as collected in
// coinbase.md; what is unconfirmed there is marked in the code that decides.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "sim/coinbase/wallets.hpp"
#include "sim/exchange.hpp"
#include "sim/simulator.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace ballast::sim {

struct coinbase_options {
  std::uint64_t seed = 1; ///< Of keys, prices and faults.
  unsigned accounts = 1;  ///< MASTER and `accounts` - 1 users; > 0.
  std::optional<unix_time> stories_begin = {}; ///< See simulator_options.
  coinbase::endowment balances = {{"USD", "1000.00"}, {"BTC", "0.00100000"}};
  /// Enforce the public limit as a sliding window instead of a bucket of
  /// burst 10: stricter than what is believed of the live venue.
  bool public_limit_slides = false;
  /// Private calls a key may make in any hour; > 0.
  std::uint32_t calls_an_hour = 10'000;
  /// Empty: all candles are made up. Else a directory of recorded ones.
  std::filesystem::path candles = {};
  /// Recordings are moved in time so that they end on this day and repeat;
  /// absent: they stay when they were.
  std::optional<unix_time> candles_end = std::nullopt;
  std::size_t filler = 0; ///< Products made up beside the recorded ones.
};

/// @returns ec::not_found or ec::corrupt when the recordings cannot be read.
result<std::unique_ptr<exchange>> make_coinbase(coinbase_options opts);

/// The registered simulator: as make_coinbase, of what every simulator has.
result<std::unique_ptr<exchange>>
simulate_coinbase(const simulator_options& opts);

} // namespace ballast::sim
