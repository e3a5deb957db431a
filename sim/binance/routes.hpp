// Which calls the simulated Binance knows, who may make them, and what they
// weigh.
#pragma once

#include "sim/binance/parameters.hpp"

#include <cstdint>
#include <string_view>

namespace ballast::sim::binance {

/// What answers a call.
enum class route_name : std::uint8_t {
  ping,
  time,
  exchange_info,
  depth,
  trades,
  agg_trades,
  klines,
  average_price,
  ticker_24h,
  ticker_price,
  book_ticker,
  ticker_window,
  ticker_day,
  system_status,
  account,
  commission,
  order_usage,
  restrictions,
  trade_fee,
  coins,
  place,
  test,
  query,
  cancel,
  cancel_all,
  open_orders,
  all_orders,
  replace,
  amend,
  fills,
};

struct route {
  std::string_view method;
  std::string_view path;
  route_name name = route_name::ping;
  bool is_signed = false;
  std::uint32_t weight = 1; ///< Where no parameter changes it.
};

/// nullptr where there is no such call.
const route* route_of(std::string_view method, std::string_view path);

/// What a call weighs. Source: binance.md section 4.
std::uint32_t weight_of(const route& x, const parameters& given);

/// Of the wallet's interface, which is counted apart.
bool is_of_wallet(const route& x);

/// One that weighs nothing when it succeeds, since 2026-04-02.
bool is_free_on_success(const route& x);

/// Whether a key that may only look is refused.
bool needs_trading_right(const route& x);

} // namespace ballast::sim::binance
