// How domain values travel. `domain/` never meets CAF, so their `inspect`
// stands here, in their own namespace, where argument-dependent lookup finds
// it.
//
// CAF 0.17 puts floating point on the wire as text and hangs on infinity, so
// a double travels as its bits (f64); enums are not range-checked by CAF, so
// each message that carries one checks it after loading.
#pragma once

#include "domain/circuit_breaker.hpp"
#include "domain/health_score.hpp"
#include "domain/limit.hpp"
#include "domain/market.hpp"
#include "domain/market_quote.hpp"
#include "domain/outcome.hpp"
#include "domain/rate_budgets.hpp"
#include "domain/time.hpp"
#include "domain/turn_plan.hpp"

#include <caf/error.hpp>
#include <caf/meta/load_callback.hpp>
#include <caf/meta/type_name.hpp>
#include <caf/sec.hpp>

#include <bit>
#include <cstdint>
#include <optional>
#include <string>

namespace ballast {

/// A double, bit for bit.
struct f64 {
  double value = 0;
  f64() = default;
  f64(double x) : value{x} {}
  operator double() const noexcept { return value; }
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, f64& x) {
  auto bits = std::bit_cast<std::uint64_t>(x.value);
  auto load = [&]() -> caf::error {
    x.value = std::bit_cast<double>(bits);
    return caf::none;
  };
  return f(bits, caf::meta::load_callback(load));
}

/// A value that may be absent; std::optional itself CAF 0.17 cannot carry.
template <class T>
struct maybe {
  bool there = false;
  T value{};
  maybe() = default;
  maybe(std::optional<T> x) : there{x.has_value()} {
    if (x)
      value = *x;
  }
  std::optional<T> get() const {
    return there ? std::optional<T>{value} : std::nullopt;
  }
};

template <class Inspector, class T>
typename Inspector::result_type inspect(Inspector& f, maybe<T>& x) {
  return f(caf::meta::type_name("maybe"), x.there, x.value);
}

/// Refuses an enum whose number lies beyond its last name.
template <class Enum>
caf::error in_range(Enum x, Enum last, const char* what) {
  if (static_cast<std::uint8_t>(x) > static_cast<std::uint8_t>(last))
    return caf::make_error(caf::sec::invalid_argument, std::string{what});
  return caf::none;
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, symbol& x) {
  return f(caf::meta::type_name("symbol"), x.base, x.quote);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, decimal& x) {
  auto high = static_cast<std::int64_t>(x.units() >> 64);
  auto low = static_cast<std::uint64_t>(x.units());
  auto load = [&]() -> caf::error {
    // Put together unsigned: shifting a negative number left is undefined.
    const auto bits
      = (static_cast<uint128>(static_cast<std::uint64_t>(high)) << 64U) | low;
    x = decimal::from_units(static_cast<int128>(bits));
    return caf::none;
  };
  return f(high, low, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, market& x) {
  auto load = [&]() -> caf::error {
    if (auto wrong = in_range(x.state, market_state::delisted, "market.state"))
      return wrong;
    return in_range(x.kind, market_kind::equity, "market.kind");
  };
  return f(caf::meta::type_name("market"), x.symbol, x.venue_symbol, x.state,
           x.price_increment, x.size_increment, x.size_min, x.size_max,
           x.notional_min, x.mirror_of, x.kind, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ticker& x) {
  auto volume = f64{x.volume_quote};
  auto change = f64{x.change};
  auto load = [&]() -> caf::error {
    x.volume_quote = volume;
    x.change = change;
    return caf::none;
  };
  return f(caf::meta::type_name("ticker"), x.symbol, x.last, x.bid, x.ask,
           volume, change, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, balance& x) {
  return f(caf::meta::type_name("balance"), x.currency, x.available, x.held);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, spend& x) {
  return f(caf::meta::type_name("spend"), x.budget, x.cost);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, market_quote& x) {
  auto spread = f64{x.spread};
  auto depth = f64{x.depth};
  auto load = [&]() -> caf::error {
    x.spread = spread;
    x.depth = depth;
    return caf::none;
  };
  return f(caf::meta::type_name("market_quote"), x.symbol, x.bid, x.ask, spread,
           depth, x.at, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, limit_pace& x) {
  auto pace = f64{x.units_per_s};
  auto load = [&]() -> caf::error {
    x.units_per_s = pace;
    return caf::none;
  };
  return f(caf::meta::type_name("limit_pace"), x.limit, pace,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, limit_use& x) {
  auto seconds = f64{x.seconds};
  auto load = [&]() -> caf::error {
    x.seconds = seconds;
    return caf::none;
  };
  return f(caf::meta::type_name("limit_use"), x.limit, x.units, seconds,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, scan_costs& x) {
  return f(caf::meta::type_name("scan_costs"), x.limits, x.ticker_calls,
           x.ticker, x.candles, x.book);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, permit_wish& x) {
  auto load = [&] { return in_range(x.lane, lane::backfill, "wish.lane"); };
  return f(caf::meta::type_name("permit_wish"), x.id, x.account, x.lane,
           x.spends, x.count, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, granted_permit& x) {
  auto granted = x.granted.time_since_epoch();
  auto load = [&]() -> caf::error {
    x.granted = time_point{granted};
    return caf::none;
  };
  return f(caf::meta::type_name("granted_permit"), x.id, x.demand, x.valid_for,
           granted, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, limit_feedback& x) {
  maybe<duration> retry_after = x.retry_after;
  maybe<std::uint32_t> limit = x.limit;
  maybe<std::uint32_t> remaining = x.remaining;
  maybe<std::uint32_t> used = x.used;
  auto load = [&]() -> caf::error {
    x.retry_after = retry_after.get();
    x.limit = limit.get();
    x.remaining = remaining.get();
    x.used = used.get();
    return caf::none;
  };
  return f(caf::meta::type_name("limit_feedback"), retry_after, limit,
           remaining, x.counted, used, x.exceeded,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, budget_state::entry& x) {
  return f(caf::meta::type_name("entry"), x.cost, x.leaves_in);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, budget_state& x) {
  f64 debt = x.debt;
  f64 factor = x.factor;
  maybe<duration> held_for = x.held_for;
  maybe<duration> banned_for = x.banned_for;
  auto load = [&]() -> caf::error {
    x.debt = debt;
    x.factor = factor;
    x.held_for = held_for.get();
    x.banned_for = banned_for.get();
    return caf::none;
  };
  return f(caf::meta::type_name("budget_state"), x.id, x.entries, debt, factor,
           x.cut_age, held_for, banned_for, x.ahead,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, budgets_state& x) {
  auto taken_at
    = static_cast<std::int64_t>(x.taken_at.time_since_epoch().count());
  maybe<duration> steady;
  if (x.taken_at_steady)
    steady = std::optional<duration>{x.taken_at_steady->time_since_epoch()};
  auto load = [&]() -> caf::error {
    x.taken_at_steady.reset();
    if (steady.there)
      x.taken_at_steady = time_point{steady.value};
    x.taken_at = unix_time{std::chrono::milliseconds{taken_at}};
    return caf::none;
  };
  return f(caf::meta::type_name("budgets_state"), taken_at, steady, x.clean,
           x.budgets, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, health_counts& x) {
  return f(caf::meta::type_name("health_counts"), x.ok, x.business, x.throttled,
           x.system, x.auth);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, health_factors& x) {
  f64 availability = x.availability;
  f64 throttle = x.throttle;
  f64 latency = x.latency;
  f64 freshness = x.freshness;
  auto load = [&]() -> caf::error {
    x = {availability, throttle, latency, freshness};
    return caf::none;
  };
  return f(caf::meta::type_name("health_factors"), availability, throttle,
           latency, freshness, caf::meta::load_callback(load));
}

} // namespace ballast
