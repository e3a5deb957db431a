// What a permit costs the governor to decide: its arithmetic alone, over five
// venues and fifty accounts that all wait, with 12,337 markets in line. Ends
// with 1 where a grant takes more than 2 us of this thread's time, its answer
// and all looks in vain included.
//
//   governor [RUNS]
#include "bench/governor_load.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>

namespace {

using namespace ballast::bench;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

constexpr double us_max = 2;

int run(int runs) {
  fmt::print("governor: {} accounts waiting at {} venues, {} markets in line\n",
             account_count, venue_count, market_count);
  auto best = arithmetic{};
  for (int i = 0; i < runs; ++i) {
    const auto x = measure_arithmetic(2s, 50ms);
    fmt::print("run {}: {:.2f} us a grant, {:.0f} grants and {} looks\n", i + 1,
               x.us_a_grant, static_cast<double>(x.grants), x.looks);
    if (i == 0 || x.us_a_grant < best.us_a_grant)
      best = x;
  }
  const auto well = best.us_a_grant <= us_max;
  const ordered_json result = {{"us_a_grant", best.us_a_grant},
                               {"grants_per_s", best.per_second},
                               {"looks", best.looks},
                               {"accounts", account_count},
                               {"markets_in_line", market_count},
                               {"well", well}};
  fmt::print("{}\n", result.dump(2));
  return well ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(std::max(argc > 1 ? std::atoi(argv[1]) : 5, 1));
  } catch (const std::exception& e) {
    fmt::print(stderr, "governor: {}\n", e.what());
    return 2;
  }
}
