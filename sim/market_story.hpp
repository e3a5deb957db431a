// A market that tells the same story every two hours, so that a demonstration
// need not wait for one: a rise, a dip that trend_pullback buys, and an end.
//
//   price                     rally ╱╲        The dip is bought when the
//   1.03 ┤             ╱╲╱╲╱•╱╱    ╱  ╲       candle at • has closed:
//        │        ╱╲╱╲╱     ╲╲─────────╲      minute 0 of the story.
//   1.00 ┤╲╱╲╱╲╱╲╱           ╲ fall     ╲
//        └┬──────────────────┬─────┬──────┬▶ minutes
//       -100                 0     4     20
//
// A pure function of its options and the time, to the second; whatever is asked
// of it (candles of any width, trades, the book, the day's figures) follows
// from the same seconds.
#pragma once

#include "domain/time.hpp"
#include "sim/bar.hpp"
#include "sim/market_walk.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace ballast::sim {

/// How a story ends, for whoever bought the dip.
enum class story_end : std::uint8_t {
  rally,     ///< Up 1.9 % in three minutes: all targets.
  fall,      ///< Down 1 % in two: the stop.
  fall_back, ///< Up 0.9 %, then back: one target, then what was paid.
};

class market_story : public bar_source {
public:
  static constexpr auto length = std::int64_t{7'200}; ///< Seconds, a cycle.

  struct options {
    std::uint64_t seed = 0;          ///< Of the volumes.
    std::int64_t price = 100'000;    ///< At its lowest, in ticks; >= 8,000.
    std::int64_t trade_size = 1'000; ///< Steps a trade, on the average; > 0.
    std::int64_t begins = 0; ///< Minute 0 of one cycle, in Unix seconds; whole
                             ///< minutes.
    story_end end = story_end::rally;
  };

  explicit market_story(const options& opts);

  void append_bars(std::vector<bar>& out, std::int64_t from, std::int64_t to,
                   std::int64_t width, std::int64_t now) const override;
  std::int64_t last_price(std::int64_t now) const override;

private:
  std::int64_t place(std::int64_t second) const; ///< In the cycle.
  bar second_at(std::int64_t second) const;

  std::int64_t begins_;
  std::vector<std::int64_t> prices_;  ///< At the end of each second.
  std::vector<std::int64_t> volumes_; ///< Of each second; > 0.
  std::vector<bar> minutes_;          ///< All of a cycle; starts mean nothing.
};

/// The prices of one made-up market: its walk, or, once stories begin, the
/// story of a market that has one.
/// @param book canonical "BTC-USD", as market_nature::book: a market tells its
///        story at every venue that lists it
/// @param stories_begin see simulator_options
std::unique_ptr<bar_source> bars_of(std::string_view book,
                                    const market_walk::options& life,
                                    std::optional<unix_time> stories_begin);

/// The books that have a story, at which minute after the beginning of all of
/// them its dip can be bought, and how it ends.
struct told_market {
  std::string_view book;
  std::int64_t minute = 0;
  story_end end = story_end::rally;
};
const std::vector<told_market>& told_markets();

} // namespace ballast::sim
