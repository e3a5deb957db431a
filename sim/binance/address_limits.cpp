#include "sim/binance/address_limits.hpp"

#include "sim/binance/replies.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace ballast::sim::binance {

namespace {

using namespace std::chrono_literals;

/// The calendar as a limiter counts it, so that its windows are the clock's.
time_point clock_of(unix_time x) {
  return time_point{duration{x.time_since_epoch()}};
}

limiter window(std::uint32_t units, duration length) {
  return limiter{{limit_kind::fixed_window, units, length, 0}};
}

std::int64_t seconds_until(unix_time then, unix_time now) {
  return std::chrono::ceil<std::chrono::seconds>(then - now).count();
}

/// Until the window is over; never zero, or a client would go on at once.
std::int64_t rest_of_window(unix_time now, std::chrono::milliseconds length) {
  const auto rest = length - now.time_since_epoch() % length;
  return std::max<std::int64_t>(
    1, std::chrono::ceil<std::chrono::seconds>(rest).count());
}

} // namespace

address_limits::address_limits(const options& opts)
    : opts_{opts}, weight_{window(opts.weight_a_minute, 1min)},
      raw_{window(opts.raw_requests, 5min)}, wallet_{window(opts.wallet_weight,
                                                            1min)},
      refusals_{window(opts.refusals_max, 1min)} {}

address_limits::refusal address_limits::refuse(net::reply reply,
                                               unix_time now) {
  const auto clock = clock_of(now);
  if (refusals_.has_room(1, clock)) {
    refusals_.take(1, clock);
    return {std::move(reply), false};
  }
  constexpr auto ban_max = std::chrono::milliseconds{72h};
  banned_until_ = now + next_ban_;
  next_ban_ = std::min(2 * next_ban_, ban_max);
  return {banned(banned_until_->time_since_epoch().count(),
                 seconds_until(*banned_until_, now)),
          true};
}

std::optional<address_limits::refusal>
address_limits::admit(bool of_wallet, std::uint32_t spent, std::uint32_t needed,
                      unix_time now) {
  if (banned_until_ && now < *banned_until_)
    return refusal{banned(banned_until_->time_since_epoch().count(),
                          seconds_until(*banned_until_, now)),
                   true};
  const auto clock = clock_of(now);
  auto& weight = of_wallet ? wallet_ : weight_;
  const auto limit = of_wallet ? opts_.wallet_weight : opts_.weight_a_minute;
  if (!raw_.has_room(1, clock))
    return refuse(
      over_raw_requests(opts_.raw_requests, rest_of_window(now, 5min)), now);
  if (!weight.has_room(needed, clock))
    return refuse(over_weight(limit, rest_of_window(now, 1min)), now);
  raw_.take(1, clock);
  weight.take(spent, clock);
  return std::nullopt;
}

void address_limits::charge(std::uint32_t weight, unix_time now) {
  const auto clock = clock_of(now);
  if (weight_.has_room(weight, clock))
    weight_.take(weight, clock);
}

std::vector<net::header> address_limits::headers(bool of_wallet,
                                                 unix_time now) {
  const auto standing = (of_wallet ? wallet_ : weight_).standing(clock_of(now));
  const auto used = std::to_string(standing.limit - standing.remaining);
  if (of_wallet)
    return {{"X-SAPI-USED-IP-WEIGHT-1M", used}};
  return {{"X-MBX-USED-WEIGHT", used}, {"X-MBX-USED-WEIGHT-1M", used}};
}

} // namespace ballast::sim::binance
