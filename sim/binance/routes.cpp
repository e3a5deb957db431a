#include "sim/binance/routes.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim::binance {

namespace {

using enum route_name;

constexpr auto routes = std::array{
  route{"GET", "/api/v3/ping", ping},
  route{"GET", "/api/v3/time", route_name::time},
  route{"GET", "/api/v3/exchangeInfo", exchange_info, false, 20},
  route{"GET", "/api/v3/depth", depth, false, 5},
  route{"GET", "/api/v3/trades", trades, false, 25},
  route{"GET", "/api/v3/historicalTrades", trades, false, 25},
  route{"GET", "/api/v3/aggTrades", agg_trades, false, 4},
  route{"GET", "/api/v3/klines", klines, false, 2},
  route{"GET", "/api/v3/uiKlines", klines, false, 2},
  route{"GET", "/api/v3/avgPrice", average_price, false, 2},
  route{"GET", "/api/v3/ticker/24hr", ticker_24h, false, 80},
  route{"GET", "/api/v3/ticker/price", ticker_price, false, 4},
  route{"GET", "/api/v3/ticker/bookTicker", book_ticker, false, 4},
  route{"GET", "/api/v3/ticker", ticker_window, false, 4},
  route{"GET", "/api/v3/ticker/tradingDay", ticker_day, false, 4},
  route{"GET", "/sapi/v1/system/status", system_status},
  route{"GET", "/sapi/v1/account/apiRestrictions", restrictions, true},
  route{"GET", "/sapi/v1/asset/tradeFee", trade_fee, true},
  route{"GET", "/sapi/v1/capital/config/getall", coins, true, 10},
  route{"GET", "/api/v3/account", account, true, 20},
  route{"GET", "/api/v3/account/commission", commission, true, 20},
  route{"GET", "/api/v3/rateLimit/order", order_usage, true, 40},
  route{"POST", "/api/v3/order", place, true},
  route{"POST", "/api/v3/order/test", test, true},
  route{"GET", "/api/v3/order", query, true, 4},
  route{"DELETE", "/api/v3/order", cancel, true},
  route{"DELETE", "/api/v3/openOrders", cancel_all, true},
  route{"GET", "/api/v3/openOrders", open_orders, true, 80},
  route{"GET", "/api/v3/allOrders", all_orders, true, 20},
  route{"POST", "/api/v3/order/cancelReplace", replace, true},
  route{"PUT", "/api/v3/order/amend/keepPriority", amend, true, 4},
  route{"GET", "/api/v3/myTrades", fills, true, 20},
};

/// How many symbols are asked for; 0: all.
std::size_t symbols_in(const parameters& given) {
  if (given.has("symbol"))
    return 1;
  const auto list = list_of(given.first("symbols").value_or(""));
  return list ? list->size() : 0;
}

std::uint32_t weight_of_depth(const parameters& given) {
  const auto limit = whole_of(given.first("limit").value_or("100"));
  if (!limit || *limit <= 100)
    return 5;
  return *limit <= 500 ? 25 : *limit <= 1'000 ? 50 : 250;
}

std::uint32_t weight_of_day(const parameters& given) {
  const auto count = symbols_in(given);
  if (count == 0 || count > 100)
    return 80;
  return count <= 20 ? 2 : 40;
}

std::uint32_t weight_of_window(const parameters& given) {
  constexpr auto each = std::size_t{4};
  constexpr auto weight_max = std::size_t{200};
  const auto count = std::max<std::size_t>(1, symbols_in(given));
  return static_cast<std::uint32_t>(std::min(each * count, weight_max));
}

} // namespace

const route* route_of(std::string_view method, std::string_view path) {
  const auto* const at
    = std::find_if(routes.begin(), routes.end(), [&](const route& x) {
        return x.path == path && x.method == method;
      });
  return at == routes.end() ? nullptr : at;
}

std::uint32_t weight_of(const route& x, const parameters& given) {
  switch (x.name) {
  case depth:
    return weight_of_depth(given);
  case ticker_24h:
    return weight_of_day(given);
  case ticker_price:
  case book_ticker:
    return symbols_in(given) == 1 && given.has("symbol") ? 2 : x.weight;
  case ticker_window:
  case ticker_day:
    return weight_of_window(given);
  case open_orders:
    return given.has("symbol") ? 6 : x.weight;
  case fills:
    return given.has("orderId") ? 5 : x.weight;
  case test:
    return given.first("computeCommissionRates") == "true" ? 20 : x.weight;
  default:
    return x.weight;
  }
}

bool is_of_wallet(const route& x) { return x.path.starts_with("/sapi/"); }

bool is_free_on_success(const route& x) {
  return x.name == place || x.name == cancel || x.name == cancel_all
         || x.name == replace;
}

bool needs_trading_right(const route& x) {
  return is_free_on_success(x) || x.name == test || x.name == amend;
}

} // namespace ballast::sim::binance
