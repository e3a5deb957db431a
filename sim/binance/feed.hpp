// What the simulated Binance pushes on its market streams: one feed a stream.
#pragma once

#include "domain/time.hpp"
#include "sim/binance/market_data.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::binance {

/// Not thread-safe: its exchange has the lock.
class feed {
public:
  virtual ~feed() = default;
  /// Appends the events that are due by `now`, in order; never one twice.
  virtual void append_due(std::vector<std::string>& out, instant now) = 0;
};

/// Streams: <s>@ticker, @miniTicker, @bookTicker, @kline_<i>, @trade,
/// @aggTrade, @depth and @depth<5,10,20> with or without @100ms, and
/// !miniTicker@arr. !ticker@arr is retired.
///
/// Source: binance.md section 9.
/// @returns null for any other name: the venue takes it and sends nothing
std::unique_ptr<feed> make_feed(std::string_view name, market_data& markets,
                                instant now);

} // namespace ballast::sim::binance
