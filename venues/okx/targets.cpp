#include "venues/okx/codec.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::okx {

namespace {

struct bar {
  std::chrono::seconds timeframe;
  std::string_view name;
};

constexpr auto bars = std::array{
  bar{std::chrono::minutes{1}, "1m"},   bar{std::chrono::minutes{3}, "3m"},
  bar{std::chrono::minutes{5}, "5m"},   bar{std::chrono::minutes{15}, "15m"},
  bar{std::chrono::minutes{30}, "30m"}, bar{std::chrono::hours{1}, "1H"},
  bar{std::chrono::hours{2}, "2H"},     bar{std::chrono::hours{4}, "4H"},
  bar{std::chrono::hours{6}, "6Hutc"},  bar{std::chrono::hours{12}, "12Hutc"},
  bar{std::chrono::hours{24}, "1Dutc"},
};

std::string target(std::string_view path) {
  return std::string{"/api/v5/"}.append(path);
}

std::string unix_milliseconds(unix_time x) {
  return std::to_string(
    std::max<std::int64_t>(0, x.time_since_epoch().count()));
}

} // namespace

std::optional<std::string_view> bar_of(std::chrono::seconds timeframe) {
  const auto found = std::find_if(bars.begin(), bars.end(), [&](const bar& x) {
    return x.timeframe == timeframe;
  });
  if (found == bars.end())
    return std::nullopt;
  return found->name;
}

std::optional<std::chrono::seconds> timeframe_named(std::string_view name) {
  const auto found = std::find_if(bars.begin(), bars.end(),
                                  [&](const bar& x) { return x.name == name; });
  if (found == bars.end())
    return std::nullopt;
  return found->timeframe;
}

std::string time_target() { return target("public/time"); }

std::string status_target() { return target("system/status"); }

std::string instruments_target() {
  return target("public/instruments?instType=SPOT");
}

std::string tickers_target() { return target("market/tickers?instType=SPOT"); }

std::string candles_target(std::string_view instrument_id,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to) {
  using std::chrono::milliseconds;
  // Named against intuition: `before` asks for what is newer than it, `after`
  // for what is older. Both are exclusive, and a millisecond to either side
  // does no harm if they were not.
  return target("market/candles?instId=")
    .append(escaped(instrument_id))
    .append("&bar=")
    .append(bar_of(timeframe).value_or("0"))
    .append("&before=")
    .append(unix_milliseconds(from - milliseconds{1}))
    .append("&after=")
    .append(unix_milliseconds(to + milliseconds{1}))
    .append("&limit=")
    .append(std::to_string(candles_per_call));
}

std::string balances_target() { return target("account/balance"); }

std::string permissions_target() { return target("account/config"); }

} // namespace ballast::venues::okx
