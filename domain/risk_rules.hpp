// What one account may risk. A table of its own, [account.risk], in
// configuration; docs/risk.md says what each of them does.
#pragma once

#include "domain/decimal.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <cstdint>

namespace ballast {

/// percent(25) is 0.25, exactly.
constexpr decimal percent(int x) noexcept {
  return decimal::from_units(decimal::whole(x).units() / 100);
}

/// Amounts are in the account's dollars, fractions are of its equity.
struct risk_rules {
  /// Positions, those that are being opened among them; > 0.
  std::uint32_t max_positions = 8;
  /// No entry with less than this free; >= 0.
  decimal min_balance = decimal::whole(1);
  /// In all positions and open entries; in (0, 1].
  decimal max_exposure = percent(90);
  /// In one asset, whatever it is quoted in; in (0, 1].
  decimal max_asset_exposure = percent(25);
  /// Below the highest equity that was seen: halts entries; in (0, 1].
  decimal max_drawdown = percent(20);
  /// Below the equity at the day's start, in UTC: halts entries until the next
  /// day; in (0, 1].
  decimal max_daily_loss = percent(5);
  /// No entry in a market for so long after it made a loss; >= 0.
  duration cooldown = std::chrono::minutes{5};
  /// Entries, and as many exits and guards beside them; > 0.
  std::uint32_t max_orders_per_minute = 30;
  /// Of entries; > 0.
  decimal max_notional_per_minute = decimal::whole(100'000);
  /// Of the price that an entry rests on, when it is sent; > 0.
  duration max_data_age = std::chrono::seconds{10};
  /// How far beyond the price that was seen an order may be filled, of that
  /// price; in (0, 1/2].
  decimal max_slippage = decimal::from_units(percent(1).units() / 2);

  /// Whether stops sleep at the venue as well, where it takes them
  /// (domain/stop_guard.hpp).
  bool stops_at_venue = true;

  friend bool operator==(const risk_rules&, const risk_rules&) = default;
};

/// @returns ec::invalid_argument, with the name of the first rule that is out
///          of its range.
result<risk_rules> validate(const risk_rules& x);

} // namespace ballast
