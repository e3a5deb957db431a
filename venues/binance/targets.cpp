#include "venues/binance/codec.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues::binance {

namespace {

struct interval {
  std::chrono::seconds timeframe;
  std::string_view name;
};

constexpr auto intervals = std::array{
  interval{std::chrono::seconds{1}, "1s"},
  interval{std::chrono::minutes{1}, "1m"},
  interval{std::chrono::minutes{3}, "3m"},
  interval{std::chrono::minutes{5}, "5m"},
  interval{std::chrono::minutes{15}, "15m"},
  interval{std::chrono::minutes{30}, "30m"},
  interval{std::chrono::hours{1}, "1h"},
  interval{std::chrono::hours{2}, "2h"},
  interval{std::chrono::hours{4}, "4h"},
  interval{std::chrono::hours{6}, "6h"},
  interval{std::chrono::hours{8}, "8h"},
  interval{std::chrono::hours{12}, "12h"},
  interval{std::chrono::hours{24}, "1d"},
};

std::string unix_milliseconds(unix_time x) {
  return std::to_string(x.time_since_epoch().count());
}

} // namespace

std::optional<std::string_view> interval_of(std::chrono::seconds timeframe) {
  const auto found
    = std::find_if(intervals.begin(), intervals.end(),
                   [&](const interval& x) { return x.timeframe == timeframe; });
  if (found == intervals.end())
    return std::nullopt;
  return found->name;
}

std::optional<std::chrono::seconds> timeframe_of(std::string_view name) {
  const auto found
    = std::find_if(intervals.begin(), intervals.end(),
                   [&](const interval& x) { return x.name == name; });
  if (found == intervals.end())
    return std::nullopt;
  return found->timeframe;
}

bool has_wallet(std::string_view authority) noexcept {
  return !authority.ends_with("testnet.binance.vision")
         && authority != "demo-api.binance.com";
}

std::string time_target() { return "/api/v3/time"; }

std::string status_target() { return "/sapi/v1/system/status"; }

std::string markets_target() {
  return "/api/v3/exchangeInfo?permissions=SPOT&showPermissionSets=false";
}

std::string tickers_target() {
  return "/api/v3/ticker/24hr?symbolStatus=TRADING";
}

std::string candles_target(std::string_view market_id,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to) {
  return std::string{"/api/v3/klines?symbol="}
    .append(escaped(market_id))
    .append("&interval=")
    .append(interval_of(timeframe).value_or("unknown"))
    .append("&startTime=")
    .append(unix_milliseconds(from))
    .append("&endTime=")
    .append(unix_milliseconds(to))
    .append("&limit=")
    .append(std::to_string(candles_per_call));
}

std::string balances_parameters() { return "omitZeroBalances=true"; }

std::string with_timing(std::string parameters, unix_time now) {
  if (!parameters.empty())
    parameters += '&';
  return std::move(parameters)
    .append("recvWindow=")
    .append(std::to_string(receive_window.count()))
    .append("&timestamp=")
    .append(unix_milliseconds(now));
}

} // namespace ballast::venues::binance
