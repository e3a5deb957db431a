// A turn through the funnel over the 12,337 markets that five simulated venues
// list, beside a turn by candles alone as the limits make it; and 732 markets
// by candles alone, beside what the limit permits. In virtual time: the figures
// are the same on any machine. Ends with 1 when one of them is out of bounds.
//
//   funnel [SEED [--json]]
#include "tests/support/candle_turn.hpp"
#include "tests/support/funnel_turn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <string>

namespace {

using namespace ballast::test;

bool is_well(const funnel_turn& x) {
  return x.is_complete && x.seconds <= 60 && x.calls() <= 150
         && x.sum(&venue_turn::without_price) == 0
         && x.sum(&venue_turn::with_candles) >= 60
         && std::all_of(x.venues.begin(), x.venues.end(),
                        [](auto& y) { return y.rate_limited == 0; });
}

bool is_well(const candle_turn& x) {
  return x.markets == 732 && x.seconds >= x.seconds_min
         && x.seconds <= 1.01 * x.seconds_min && x.rate_limited == 0;
}

int run(std::uint64_t seed, bool as_json) {
  funnel_turn_options options;
  options.seed = seed;
  const auto turn = run_funnel_turn(options);
  const auto candles = run_candle_turn(seed);
  if (as_json)
    fmt::print("{}\n", json_of(turn, candles));
  else
    fmt::print("a turn through the funnel, seed {}\n{}\n"
               "{} Coinbase markets by candles alone: {:.2f} s, permitted "
               "{:.1f} s; the next turn {:.2f} s, permitted {:.1f} s; {} x "
               "429\n",
               seed, table_of(turn), candles.markets, candles.seconds,
               candles.seconds_min, candles.again, candles.again_min,
               candles.rate_limited);
  return is_well(turn) && is_well(candles) ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  try {
    const auto seed
      = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : std::uint64_t{1};
    return run(seed, argc > 2 && std::string{argv[2]} == "--json");
  } catch (const std::exception& e) {
    fmt::print(stderr, "funnel: {}\n", e.what());
    return 2;
  }
}
