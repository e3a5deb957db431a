// One turn through the funnel over all markets that the simulated venues list,
// and what a turn by candles alone would take. The test and the benchmark ask
// the same questions.
#pragma once

#include "domain/time.hpp"
#include "tests/support/candle_turn.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ballast::test {

struct funnel_turn_options {
  std::uint64_t seed = 1;
  /// Made-up markets, so that all lists together have 12,337.
  std::size_t filler = 390;
  /// How long the turns go on after the first, to see how old things become.
  duration steady = std::chrono::minutes{2};
};

/// How old something is, in seconds.
struct age_figures {
  std::size_t count = 0;
  double p50 = 0;
  double p90 = 0;
  double p99 = 0;
  double oldest = 0;
};
age_figures figures_of(std::vector<double> ages);

struct venue_turn {
  std::string venue;
  std::size_t listed = 0;  ///< By the venue, mirrors and halted ones included.
  std::size_t prices = 0;  ///< Of those, that came.
  std::size_t markets = 0; ///< Of these, what is looked at here.
  std::size_t without_price = 0; ///< Of `markets`.
  std::size_t survivors = 0;
  std::size_t with_candles = 0; ///< Of the survivors.
  std::size_t books = 0;        ///< Of the best of them.
  std::size_t without_book = 0; ///< Of those.
  std::size_t candidates = 0;   ///< With a fair and deep book.
  std::uint64_t calls = 0;      ///< Of any kind, while the turn lasted.
  double seconds = 0;
  std::uint64_t planned_calls = 0; ///< Said by the planner before the turn.
  double planned_seconds = 0;
  std::string planned_limits; ///< The same of each limit.
  std::uint64_t rate_limited = 0;
  /// A turn by candles alone, computed: `markets` / `scans_per_s`.
  double naive_seconds = 0;
  double scans_per_s = 0;
  std::string naive_limit; ///< Which limit makes it so long.
};

struct funnel_turn {
  bool is_complete = false; ///< It ended in time.
  std::vector<venue_turn> venues;
  double seconds = 0; ///< From the first question to the last answer.
  /// Once turns follow each other, sampled every five seconds.
  age_figures price_ages;
  age_figures candle_ages; ///< Of those that survive.
  age_figures naive_ages;  ///< The same of turns by candles alone.

  std::size_t sum(std::size_t venue_turn::*what) const;
  std::uint64_t calls() const;
  double naive_seconds() const; ///< Of the venue that takes longest.
};

funnel_turn run_funnel_turn(const funnel_turn_options& options);

/// For people.
std::string table_of(const funnel_turn& x);
std::string json_of(const funnel_turn& x, const candle_turn& y);

} // namespace ballast::test
