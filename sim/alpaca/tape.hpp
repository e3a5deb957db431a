// What was traded of one asset: crypto around the clock, stocks in the regular
// sessions alone.
//
// Before and after the session stocks trade as well, thinly; the simulator
// leaves that out, so that a bar outside of a session is a mistake.
#pragma once

#include "domain/time.hpp"
#include "sim/alpaca/assets.hpp"
#include "sim/alpaca/timeframe.hpp"
#include "sim/bar.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ballast::sim::alpaca {

class tape : public bar_source {
public:
  /// @param stories_begin see simulator_options
  tape(const asset& facts, std::uint64_t seed,
       std::optional<unix_time> stories_begin = std::nullopt);

  const asset& facts() const noexcept { return *facts_; }

  /// Appends the bars that begin in [from, to] and by `now`, and the one that
  /// is running at `from`; ascending. Where nothing traded, there is no bar;
  /// but crypto's minutes and hours are made from quotes then, all alike and
  /// without volume. All times in Unix seconds.
  void append_bars(std::vector<bar>& out, const timeframe& width,
                   std::int64_t from, std::int64_t to, std::int64_t now) const;

  /// What the matching core sees: the same trades, in buckets of any width that
  /// a session begins and ends with.
  void append_bars(std::vector<bar>& out, std::int64_t from, std::int64_t to,
                   std::int64_t width, std::int64_t now) const override;

  /// The second of the last trade up to `now`, and what it paid, in ticks.
  std::int64_t last_traded(std::int64_t now) const;
  std::int64_t last_price(std::int64_t now) const override;

  /// Smallest step between two quotes, in ticks.
  std::int64_t quote_step() const;

private:
  std::vector<bar> pieces(const timeframe& width, std::int64_t from,
                          std::int64_t to, std::int64_t now) const;

  const asset* facts_;
  std::unique_ptr<bar_source> bars_;
};

/// Price by volume of a bar, in ticks: what traded within it is not known, so
/// it is the bar's typical price and never outside of the bar.
inline std::int64_t typical_price(const bar& x) {
  return (x.high + x.low + x.close) / 3;
}

} // namespace ballast::sim::alpaca
