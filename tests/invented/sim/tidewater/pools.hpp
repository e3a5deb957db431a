// What the simulated Tidewater lists, and what is traded there.
#pragma once

#include "net/wire.hpp"
#include "sim/fault_plan.hpp"
#include "sim/market_walk.hpp"
#include "sim/request_target.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::tidewater {

struct pool {
  std::string id; ///< "btc~usd"
  int price_decimals = 0;
  int size_decimals = 0;
  market_walk walk;
};

/// Every function answers one route. Not thread-safe: its exchange has the
/// lock.
class pools {
public:
  /// @param faults decides which pools are gone or take only orders that add
  ///        liquidity; must outlive this.
  pools(std::uint64_t seed, fault_plan& faults);

  /// GET /w1/pools
  net::reply list(instant now) const;
  /// GET /w1/levels
  net::reply levels(instant now) const;
  /// GET /w1/waves/<pool>: span, from, to.
  net::reply waves(const request_target& what, instant now) const;

private:
  fault_plan& faults_;
  std::vector<pool> all_;
};

} // namespace ballast::sim::tidewater
