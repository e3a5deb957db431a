// Series of candles to try indicators and strategies on: recorded and invented.
#pragma once

#include "domain/market.hpp"
#include "domain/random.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ballast::test {

constexpr auto five_minutes = std::chrono::minutes{5};

/// A beginning of no importance: 2024-03-01 00:00 UTC.
constexpr auto series_start
  = unix_time{std::chrono::milliseconds{1'709'251'200'000}};

/// A candle in which nothing happens but its close.
candle flat_candle(std::size_t place, double price, double volume = 1);

/// A random walk of closed five-minute candles. It has quiet stretches (nothing
/// moves, nothing is traded), trends and jumps, as markets do.
std::vector<candle> walk(std::uint64_t seed, std::size_t count);

/// The same with every price times `factor`.
std::vector<candle> scaled(std::vector<candle> x, double factor);

/// Rows "high,low,close" of a file in tests/data, below a header; a candle
/// opens where the last one closed.
/// Throws std::runtime_error where there is none or a row is no such row.
std::vector<candle> daily_candles(const std::string& name);

/// Rows "time_ms,open,high,low,close,volume" of a file in tests/data, below a
/// header; all closed. Throws as daily_candles() does.
std::vector<candle> recorded_candles(const std::string& name);

} // namespace ballast::test
