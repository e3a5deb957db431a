#include "venues/kraken/codec.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::kraken {

namespace {

constexpr auto intervals
  = std::array<std::uint32_t, 9>{1, 5, 15, 30, 60, 240, 1440, 10'080, 21'600};

} // namespace

std::optional<std::uint32_t> interval_of(std::chrono::seconds timeframe) {
  const auto found
    = std::find_if(intervals.begin(), intervals.end(), [&](auto x) {
        return std::chrono::minutes{x} == timeframe;
      });
  if (found == intervals.end())
    return std::nullopt;
  return *found;
}

std::string time_target() { return "/0/public/Time"; }

std::string status_target() { return "/0/public/SystemStatus"; }

std::string pairs_target() { return "/0/public/AssetPairs"; }

std::string tickers_target() { return "/0/public/Ticker"; }

std::string candles_target(std::string_view pair_id,
                           std::chrono::seconds timeframe, unix_time from) {
  // `since` is exclusive, and one second less does no harm if it were not.
  const auto since
    = std::chrono::floor<std::chrono::seconds>(from) - std::chrono::seconds{1};
  return std::string{"/0/public/OHLC?pair="}
    .append(escaped(pair_id))
    .append("&interval=")
    .append(std::to_string(interval_of(timeframe).value_or(0)))
    .append("&since=")
    .append(std::to_string(
      std::max<std::int64_t>(0, since.time_since_epoch().count())));
}

std::string balances_target() { return "/0/private/BalanceEx"; }

std::string permissions_target() { return "/0/private/GetApiKeyInfo"; }

} // namespace ballast::venues::kraken
