// One row of Binance's exchangeInfo.
#pragma once

#include "domain/market.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::venues::binance {

/// Views into the parsed body. Absent and null members are empty, and so are
/// those of filters that the market does not have.
struct listing {
  std::string_view id; ///< "BTCUSDT": base and quote, but where it splits is
                       ///< for these to say.
  std::string_view base;
  std::string_view quote;
  std::string_view status;
  std::optional<std::uint64_t> base_decimals;
  std::optional<std::uint64_t> quote_decimals;
  bool is_tradable_spot = true;        ///< isSpotTradingAllowed.
  std::string_view price_increment;    ///< PRICE_FILTER, tickSize.
  std::string_view size_increment;     ///< LOT_SIZE, stepSize.
  std::string_view size_min;           ///< LOT_SIZE, minQty.
  std::string_view size_max;           ///< LOT_SIZE, maxQty.
  std::string_view notional_min;       ///< NOTIONAL, minNotional.
  std::string_view notional_min_older; ///< MIN_NOTIONAL, minNotional.
};

/// Absent unless x is an object with a list of filters.
std::optional<listing> read_listing(simdjson::dom::element x);

/// TRADING is tradable and CANCEL_ONLY is itself. HALT, END_OF_DAY, BREAK (a
/// pause, or the end: the venue keeps delisted markets so) and what is not
/// known is halted; so is a market that is not for spot trading.
market_state state_of(const listing& x) noexcept;

/// Absent where a name, an increment or a bound cannot be read: see
/// decode_markets. An increment of zero or of no filter is free: then it is a
/// unit of the last decimal that the venue takes. Of sizes, those of limit
/// orders: market orders have a lower maximum of their own (MARKET_LOT_SIZE).
/// Source: "Filters".
std::optional<market> market_of(const listing& x);

} // namespace ballast::venues::binance
