// A simulated Alpaca: trading and market data in one server.
//
// The real venue has a host for live trading, one for paper and one for market
// data; a client points all of them here, and the paths tell them apart. Built
// from the manual and from recorded traffic, never from our own codec. Sources
// of every rule: Alpaca's documentation, as collected in alpaca.md; what is
// unconfirmed there is marked in the code that decides.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "sim/alpaca/wallets.hpp"
#include "sim/exchange.hpp"
#include "sim/limiter.hpp"
#include "sim/simulator.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace ballast::sim {

struct alpaca_options {
  std::uint64_t seed = 1; ///< Of keys, prices and faults.
  unsigned accounts = 1;  ///< MASTER and `accounts` - 1 users; > 0.
  std::optional<unix_time> stories_begin = {}; ///< See simulator_options.
  alpaca::endowment balances
    = {"100000", {{"AAPL", "10"}, {"BTC/USD", "0.05"}, {"ETH/USD", "1"}}};
  /// Of an account. Source: "Usage limits"; plans of 1000 exist.
  limit_rule trading_limit
    = {limit_kind::fixed_window, 200, std::chrono::minutes{1}, 0};
  /// Of an account on the free plan, and again of all who ask without a key.
  limit_rule data_limit
    = {limit_kind::fixed_window, 200, std::chrono::minutes{1}, 0};
};

/// @returns ec::invalid_argument for an option outside its range.
result<std::unique_ptr<exchange>> make_alpaca(alpaca_options opts);

/// The registered simulator: as make_alpaca, of what every simulator has.
result<std::unique_ptr<exchange>>
simulate_alpaca(const simulator_options& opts);

} // namespace ballast::sim
