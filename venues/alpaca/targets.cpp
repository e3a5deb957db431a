#include "venues/alpaca/codec.hpp"
#include "venues/rest_url.hpp"
#include "venues/rfc3339.hpp"

namespace ballast::venues::alpaca {

namespace {

constexpr auto day = std::chrono::seconds{std::chrono::hours{24}};

std::string date_text(std::chrono::year_month_day x) {
  constexpr std::size_t date_size = 10;
  return to_rfc3339(unix_time{std::chrono::sys_days{x}}).substr(0, date_size);
}

} // namespace

std::optional<std::string> timeframe_of(std::chrono::seconds timeframe) {
  using std::chrono::hours;
  using std::chrono::minutes;
  if (timeframe == day)
    return "1Day";
  if (timeframe <= minutes{0} || timeframe > day
      || timeframe % minutes{1} != minutes{0})
    return std::nullopt;
  if (timeframe < hours{1})
    return std::to_string(timeframe / minutes{1}) + "Min";
  if (timeframe % hours{1} != hours{0})
    return std::nullopt;
  return std::to_string(timeframe / hours{1}) + "Hour";
}

std::string clock_target() { return "/v2/clock"; }

std::string assets_target(asset_class x) {
  return std::string{"/v2/assets?status=active&asset_class="}
         + (x == asset_class::crypto ? "crypto" : "us_equity");
}

std::string account_target() { return "/v2/account"; }

std::string positions_target() { return "/v2/positions"; }

std::string calendar_target(std::chrono::year_month_day from,
                            std::chrono::year_month_day to) {
  return "/v2/calendar?start=" + date_text(from) + "&end=" + date_text(to);
}

std::string candles_target(std::string_view venue_symbol,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to) {
  const auto crypto = is_crypto(venue_symbol);
  const auto end = timeframe < day ? to : to + day - std::chrono::seconds{1};
  auto target
    = std::string{crypto ? "/v1beta3/crypto/us/bars" : "/v2/stocks/bars"};
  target.append("?symbols=")
    .append(escaped(venue_symbol))
    .append("&timeframe=")
    .append(timeframe_of(timeframe).value_or("0Min"))
    .append("&start=")
    .append(escaped(to_rfc3339(from)))
    .append("&end=")
    .append(escaped(to_rfc3339(end)))
    .append("&limit=")
    .append(std::to_string(candles_per_call));
  if (!crypto)
    target.append("&adjustment=split&feed=iex");
  return target;
}

std::string tickers_target(const coin_names& coins) {
  std::string names;
  for (const auto& x : coins.pairs())
    names.append(names.empty() ? "" : ",").append(x.to_string());
  return "/v1beta3/crypto/us/snapshots?symbols=" + escaped(names);
}

std::string share_tickers_target(std::span<const std::string> symbols) {
  std::string names;
  for (const auto& x : symbols)
    names.append(names.empty() ? "" : ",").append(x);
  return "/v2/stocks/snapshots?symbols=" + escaped(names) + "&feed=iex";
}

} // namespace ballast::venues::alpaca
