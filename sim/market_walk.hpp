// A market that never was, as a pure function of seed and time.
//
// Prices at midnight follow a smooth noise. Each day is then split into ever
// smaller parts, and every part inherits what its whole promised: the parts'
// prices join, one of them reaches the whole's high and one its low, and their
// trades and volumes sum up to the whole's. So a bucket is found in a few
// steps without any history, and small buckets add up to big ones exactly.
//
//      day ─ 12 × 2h ─ 2 × 1h ─ 2 × 30m ─ 2 × 15m ─ 3 × 5m ─ 5 × 1m
//                                             1m ─ 6 × 10s ─ 10 × 1s
#pragma once

#include "domain/random.hpp"
#include "sim/bar.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ballast::sim {

class market_walk : public bar_source {
public:
  struct options {
    std::uint64_t seed = 0;
    std::int64_t price = 100'000;    ///< Around which it moves, in ticks; > 1.
    double volatility = 0.02;        ///< Of a day, as a fraction.
    std::int64_t trades = 10'000;    ///< On a usual day; > 0.
    std::int64_t trade_size = 1'000; ///< Steps a trade, on the average; > 0.
  };

  explicit market_walk(const options& opts) : opts_{opts} {}

  void append_bars(std::vector<bar>& out, std::int64_t from, std::int64_t to,
                   std::int64_t width, std::int64_t now) const override;
  std::int64_t last_price(std::int64_t now) const override;

private:
  /// A part of a day with trades in it.
  struct part {
    bar content;
    std::int64_t width = 0; ///< Seconds.
  };
  struct wanted;

  std::int64_t midnight_price(std::int64_t day) const;
  part whole_day(std::int64_t day) const;
  void split(const part& whole, std::size_t level, std::span<part> parts) const;
  static void deal_trades(const part& whole, random_source& random,
                          std::span<part> parts);
  static void join_prices(const part& whole, random_source& random,
                          std::span<part*> live);
  void visit(const part& whole, std::size_t level, wanted& what) const;

  options opts_;
};

} // namespace ballast::sim
