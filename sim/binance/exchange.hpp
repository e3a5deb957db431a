// A simulated Binance: spot REST dialect over real symbols.
//
// Built from the manual and from recorded traffic, never from our own codec.
// Sources of every rule: binance-spot-api-docs, as collected in binance.md;
// what is unconfirmed there is an option here, or marked in the code that
// decides.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "sim/binance/address_limits.hpp"
#include "sim/binance/keys.hpp"
#include "sim/binance/wallets.hpp"
#include "sim/exchange.hpp"
#include "sim/simulator.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace ballast::sim {

struct binance_options {
  std::uint64_t seed = 1; ///< Of keys, prices and faults.
  unsigned accounts = 1;  ///< MASTER and `accounts` - 1 users; > 0.
  std::optional<unix_time> stories_begin = {}; ///< See simulator_options.
  binance::key_kind keys = binance::key_kind::hmac;
  /// What is free at first; nothing is locked.
  binance::endowment balances = {{"BTC", "0.00100000"}, {"USDT", "1000"}};
  binance::address_limits::options limits = {}; ///< All > 0.
};

/// @returns ec::invalid_argument for an option outside its range.
result<std::unique_ptr<exchange>> make_binance(binance_options opts);

/// The registered simulator: as make_binance, of what every simulator has.
result<std::unique_ptr<exchange>>
simulate_binance(const simulator_options& opts);

} // namespace ballast::sim
