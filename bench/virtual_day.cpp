// A day of the whole node in virtual time, against a simulated Coinbase that
// enforces its limits. Prints what the venue saw, how old the oldest scan was
// and what it cost; ends with 1 when a 429 came or the day cost too much.
//
//   virtual_day [HOURS [SEED]]
#include "apps/virtual_node.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <string>

namespace {

using namespace ballast;
using namespace std::chrono_literals;

double cpu_seconds() {
  timespec x{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &x);
  return static_cast<double>(x.tv_sec) + static_cast<double>(x.tv_nsec) * 1e-9;
}

apps::virtual_node_options options_of(std::uint64_t seed) {
  apps::virtual_node_options result;
  result.seed = seed;
  result.scan.mode = config::scan_mode::rotation;
  // 70 ms there and back with jitter: a home line to a cloud.
  result.link.model = sim::link_model::clipped;
  result.link.delay = 20ms;
  result.link.jitter = 15ms;
  result.link.jitter_max = 300ms;
  return result;
}

int run(int hours, std::uint64_t seed) {
  fmt::print("virtual day: {} h, seed {}\n", hours, seed);
  const auto before = cpu_seconds();
  apps::virtual_node node{options_of(seed)};
  double oldest = 0;
  for (int hour = 1; hour <= hours; ++hour) {
    node.advance(1h);
    const auto report = node.report();
    const auto& row = report->venues.at(0);
    if (hour > 1 || hours == 1)
      oldest = std::max<double>(oldest, row.rotation.oldest_age_s);
    fmt::print("hour {:2}: {} turns, oldest {:.1f} s, {:.2f}% of the limit, "
               "{} x 429, {:.1f} s CPU\n",
               hour, row.rotation.completed, double(row.rotation.oldest_age_s),
               100 * double(row.permits.sent) / double(row.permits.permitted),
               node.venue_stats().rate_limited, cpu_seconds() - before);
  }
  const auto cpu = cpu_seconds() - before;
  const auto report = node.report();
  const auto& row = report->venues.at(0);
  const auto stats = node.venue_stats();
  const auto minimum = static_cast<double>(row.rotation.markets) / 10;
  const nlohmann::ordered_json result
    = {{"hours", hours},
       {"seed", seed},
       {"requests", stats.requests},
       {"rate_limited", stats.rate_limited},
       {"over_limit", stats.over_limit},
       {"used_of_permitted",
        double(row.permits.sent) / double(row.permits.permitted)},
       {"markets", row.rotation.markets},
       {"turns", row.rotation.completed},
       {"oldest_age_s", oldest},
       {"shortest_turn_s", minimum},
       {"cpu_s", cpu},
       {"cpu_us_a_request", cpu * 1e6 / static_cast<double>(stats.requests)},
       {"events", node.events()},
       {"hash", fmt::format("{:016x}", node.hash())}};
  fmt::print("{}\n", result.dump(2));
  return stats.rate_limited == 0 && stats.over_limit == 0
             && cpu <= 60.0 * hours / 24
           ? 0
           : 1;
}

} // namespace

int main(int argc, char** argv) {
  try {
    const auto hours = argc > 1 ? std::atoi(argv[1]) : 24;
    const auto seed
      = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::uint64_t{1};
    return run(std::max(hours, 1), seed);
  } catch (const std::exception& e) {
    fmt::print(stderr, "virtual_day: {}\n", e.what());
    return 2;
  }
}
