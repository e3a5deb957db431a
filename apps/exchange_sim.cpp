#include "apps/exchange_sim.hpp"

#include "apps/machine.hpp"
#include "apps/simulated_venues.hpp"
#include "sim/fault.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>
#include <utility>

namespace ballast::apps {

namespace {

int usage(const std::string& text) {
  fmt::print(stderr, "ballast exchange-sim: {}\n", text);
  return 2;
}

result<std::vector<sim::fault>> faults_of(const std::string& argument) {
  if (argument.empty())
    return std::vector<sim::fault>{};
  if (argument.front() == '[')
    return sim::parse_faults(argument);
  auto text = read_file(argument);
  return text ? sim::parse_faults(*text) : text.error();
}

void announce(simulated_venue& x, const std::string& authority_file) {
  for (const auto& key : x.exchange().accounts()) {
    const nlohmann::ordered_json line = {{"venue", x.name()},
                                         {"account", key.account},
                                         {"rest", x.rest_url()},
                                         {"ws", x.ws_url()},
                                         {"key", key.key},
                                         {"secret", key.secret},
                                         {"passphrase", key.passphrase},
                                         {"ca", authority_file}};
    fmt::print("{}\n", line.dump());
  }
  std::fflush(stdout);
}

} // namespace

int exchange_sim(const exchange_sim_arguments& arguments,
                 const venue_table& table) {
  auto faults = faults_of(arguments.faults);
  if (!faults)
    return usage("--faults: " + faults.error().text);
  block_signals();
  const temporary_directory scratch;
  std::vector<std::unique_ptr<simulated_venue>> venues;
  for (const auto& name : arguments.venues) {
    simulated_venue_options options;
    options.venue = name;
    options.port
      = arguments.port == 0
          ? std::uint16_t{0}
          : static_cast<std::uint16_t>(arguments.port + venues.size());
    options.tls = arguments.tls;
    options.seed = arguments.seed;
    options.accounts = arguments.accounts;
    options.candles = arguments.candles;
    options.faults = *faults;
    auto venue = simulated_venue::start(options, table);
    if (!venue) {
      usage(name + ": " + venue.error().text);
      return venue.error().code == ec::unavailable ? 1 : 2;
    }
    std::string authority_file;
    if (arguments.tls) {
      const auto file = scratch.path() / (name + "-ca.pem");
      if (auto written = write_file(file, (*venue)->authority()); !written)
        return usage(written.error().text);
      authority_file = file.string();
    }
    announce(**venue, authority_file);
    venues.push_back(std::move(*venue));
  }
  while (!wait_for_signal(std::chrono::hours{1})) {
  }
  for (auto& x : venues)
    x->stop();
  return 0;
}

std::string fault_help() {
  std::string result
    = "Faults are a JSON list, or a file with one:\n"
      "  [{\"kind\":\"throttle\",\"match\":\"/candles\",\"rate\":0.2,"
      "\"after\":\"10s\",\"for\":\"30s\"}]\n"
      "Kinds:\n";
  for (const auto& x : sim::fault_table())
    result += fmt::format("  {:<18} {}\n", x.name, x.sentence);
  return result;
}

} // namespace ballast::apps
