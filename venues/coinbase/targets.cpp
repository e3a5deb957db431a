#include "venues/coinbase/codec.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::coinbase {

namespace {

constexpr std::string_view prefix = "/api/v3/brokerage";

struct granularity {
  std::chrono::seconds timeframe;
  std::string_view name;
};

constexpr auto granularities = std::array{
  granularity{std::chrono::minutes{1}, "ONE_MINUTE"},
  granularity{std::chrono::minutes{5}, "FIVE_MINUTE"},
  granularity{std::chrono::minutes{15}, "FIFTEEN_MINUTE"},
  granularity{std::chrono::minutes{30}, "THIRTY_MINUTE"},
  granularity{std::chrono::hours{1}, "ONE_HOUR"},
  granularity{std::chrono::hours{2}, "TWO_HOUR"},
  granularity{std::chrono::hours{4}, "FOUR_HOUR"},
  granularity{std::chrono::hours{6}, "SIX_HOUR"},
  granularity{std::chrono::hours{24}, "ONE_DAY"},
};

std::string unix_seconds(unix_time x) {
  return std::to_string(
    std::chrono::floor<std::chrono::seconds>(x).time_since_epoch().count());
}

std::string target(std::string_view path) {
  return std::string{prefix}.append(path);
}

} // namespace

std::optional<std::string_view> granularity_of(std::chrono::seconds timeframe) {
  const auto found = std::find_if(
    granularities.begin(), granularities.end(),
    [&](const granularity& x) { return x.timeframe == timeframe; });
  if (found == granularities.end())
    return std::nullopt;
  return found->name;
}

std::string time_target() { return target("/time"); }

std::string products_target() {
  return target("/market/products?product_type=SPOT");
}

std::string candles_target(std::string_view product_id,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to) {
  return target("/market/products/")
    .append(escaped(product_id))
    .append("/candles?granularity=")
    .append(granularity_of(timeframe).value_or("UNKNOWN_GRANULARITY"))
    .append("&start=")
    .append(unix_seconds(from))
    .append("&end=")
    .append(unix_seconds(to));
}

std::string accounts_target(std::string_view cursor) {
  auto text = target("/accounts?limit=250");
  if (!cursor.empty())
    text.append("&cursor=").append(escaped(cursor));
  return text;
}

std::string permissions_target() { return target("/key_permissions"); }

} // namespace ballast::venues::coinbase
