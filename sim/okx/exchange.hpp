// A simulated OKX: v5 spot dialect over real instruments.
//
// Built from the manual and from recorded traffic, never from our own codec.
// Sources of every rule: OKX v5 documentation, as collected in okx.md; what is
// unconfirmed there is an option here, or marked in the code that decides.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "sim/exchange.hpp"
#include "sim/okx/wallets.hpp"
#include "sim/simulator.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace ballast::sim {

struct okx_options {
  std::uint64_t seed = 1; ///< Of keys, prices and faults.
  unsigned accounts = 1;  ///< MASTER and `accounts` - 1 users; > 0.
  std::optional<unix_time> stories_begin = {}; ///< See simulator_options.
  okx::endowment balances = {{"BTC", "0.001"}, {"USDT", "1000"}};
  /// A limit is told under 200 instead of 429: the venue does either.
  bool limits_under_200 = false;
};

/// @returns ec::invalid_argument for an option outside its range.
result<std::unique_ptr<exchange>> make_okx(okx_options opts);

/// The registered simulator: as make_okx, of what every simulator has.
result<std::unique_ptr<exchange>> simulate_okx(const simulator_options& opts);

} // namespace ballast::sim
