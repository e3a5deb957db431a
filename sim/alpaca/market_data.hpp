// The market data half of the simulated Alpaca.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/alpaca/data_query.hpp"
#include "sim/alpaca/tape.hpp"
#include "sim/fault_plan.hpp"
#include "sim/request_target.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

/// Answers as the free plan has it: stocks as IEX sees them, SIP when it is
/// a quarter of an hour old. Both have the same figures here. Not thread-safe:
/// its exchange has the lock.
class market_data {
public:
  /// @param faults decides which assets are delisted; must outlive this.
  market_data(std::uint64_t seed, fault_plan& faults,
              std::optional<unix_time> stories_begin = std::nullopt);

  /// GET of what parse_route knows.
  net::reply answer(const data_route& route, const request_target& what,
                    instant now);

  /// GET /v2/assets: status, asset_class, exchange.
  net::reply assets(const request_target& what, instant now);
  /// GET /v2/assets/{symbol or id}
  net::reply one_asset(std::string_view name, instant now);

  /// What is listed by any of an asset's names; nullptr: unknown or delisted.
  const tape* find(std::string_view name, instant now);

private:
  net::reply history(const data_route& route, const request_target& what,
                     instant now);
  net::reply latest(const data_route& route, const request_target& what,
                    instant now);

  fault_plan& faults_;
  std::map<std::string_view, tape> tapes_; ///< By symbol.
};

} // namespace ballast::sim::alpaca
