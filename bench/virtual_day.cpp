// A day of the whole node in virtual time, between a simulated Coinbase and a
// simulated Kraken that enforce their limits. Prints what each venue saw, how
// old its oldest scan was and what it cost; ends with 1 when a 429 came, a
// limit was not used or the day cost too much.
//
//   virtual_day [HOURS [SEED]]
#include "apps/virtual_node.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <map>
#include <string>
#include <vector>

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
  result.venues = {"coinbase", "kraken"};
  result.scan.mode = config::scan_mode::rotation;
  // 70 ms there and back with jitter: a home line to a cloud.
  result.link.model = sim::link_model::clipped;
  result.link.delay = 20ms;
  result.link.jitter = 15ms;
  result.link.jitter_max = 300ms;
  return result;
}

const std::vector<std::string> venues = {"coinbase", "kraken"};

venue_row row_of(const status_report& report, const std::string& venue) {
  for (const auto& x : report.venues)
    if (x.broker.venue == venue)
      return x;
  return {};
}

double used_of_permitted(const venue_row& x) {
  return static_cast<double>(x.permits.sent) / double(x.permits.permitted);
}

nlohmann::ordered_json figures_of(const apps::virtual_node& node,
                                  const std::string& venue, double oldest) {
  const auto row = row_of(*node.report(), venue);
  const auto stats = node.venue_stats(venue);
  return {{"venue", venue},
          {"requests", stats.requests},
          {"rate_limited", stats.rate_limited},
          {"over_limit", stats.over_limit},
          {"bad_nonce", stats.bad_nonce},
          {"used_of_permitted", used_of_permitted(row)},
          {"markets", row.rotation.markets},
          {"turns", row.rotation.completed},
          {"oldest_age_s", oldest},
          {"shortest_turn_s", static_cast<double>(row.rotation.markets)
                                / double(row.permits.limit_per_s)}};
}

bool is_well(const nlohmann::ordered_json& x) {
  return x["rate_limited"] == 0 && x["over_limit"] == 0 && x["bad_nonce"] == 0
         && x["used_of_permitted"] >= 0.9;
}

int run(int hours, std::uint64_t seed) {
  fmt::print("virtual day: {} h, seed {}\n", hours, seed);
  const auto before = cpu_seconds();
  apps::virtual_node node{options_of(seed)};
  std::map<std::string, double> oldest;
  for (int hour = 1; hour <= hours; ++hour) {
    node.advance(1h);
    fmt::print("hour {:2}:", hour);
    for (const auto& venue : venues) {
      const auto row = row_of(*node.report(), venue);
      if (hour > 1 || hours == 1)
        oldest[venue]
          = std::max<double>(oldest[venue], row.rotation.oldest_age_s);
      fmt::print(
        " {} {} turns, oldest {:.1f} s, {:.2f}% of the limit, {} x "
        "429;",
        venue, row.rotation.completed, double(row.rotation.oldest_age_s),
        100 * used_of_permitted(row), node.venue_stats(venue).rate_limited);
    }
    fmt::print(" {:.1f} s CPU\n", cpu_seconds() - before);
  }
  const auto cpu = cpu_seconds() - before;
  auto all = nlohmann::ordered_json::array();
  std::uint64_t requests = 0;
  for (const auto& venue : venues) {
    all.push_back(figures_of(node, venue, oldest[venue]));
    requests += node.venue_stats(venue).requests;
  }
  const nlohmann::ordered_json result
    = {{"hours", hours},
       {"seed", seed},
       {"venues", all},
       {"cpu_s", cpu},
       {"cpu_us_a_request", cpu * 1e6 / static_cast<double>(requests)},
       {"events", node.events()},
       {"hash", fmt::format("{:016x}", node.hash())}};
  fmt::print("{}\n", result.dump(2));
  const auto well = std::all_of(all.begin(), all.end(), is_well);
  return well && cpu <= 60.0 * hours / 24 ? 0 : 1;
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
