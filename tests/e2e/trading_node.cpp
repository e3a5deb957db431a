// A whole node that trades at simulated exchanges over sockets, made to be
// killed: what `ballast run --live` is but for its settings, since its one
// account draws an entry in every market and holds it for seconds.
//
//   trading_node settle|trade DIRECTORY SEED {VENUE REST_URL KEY SECRET
//   PASSPHRASE}...
//
// `settle` opens nothing more. It ends with a signal.
#include "apps/machine.hpp"
#include "apps/node.hpp"
#include "apps/venues.hpp"
#include "domain/strategy.hpp"
#include "net/https_transport.hpp"
#include "store/data_directory.hpp"

#include <caf/actor_system.hpp>
#include <caf/send.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace {

using namespace ballast;
using namespace std::chrono_literals;

template <class T>
T must(result<T> x) {
  if (!x)
    throw std::runtime_error{x.error().text};
  return std::move(*x);
}

apps::account_plan gambler() {
  strategy_setup setup;
  setup.chance = 1;
  setup.exits = exit_rules::thirds();
  setup.exits->held_max = 3s;
  apps::account_plan result;
  result.account = "master";
  result.how = must(make_strategy("random_entry", setup));
  result.risk.max_positions = 100;
  result.risk.max_daily_loss = decimal::whole(1);
  result.risk.max_drawdown = decimal::whole(1);
  result.risk.max_orders_per_minute = 600;
  result.risk.cooldown = 0s;
  return result;
}

apps::broker_seat seat_at(char** x, std::uint64_t seed) {
  venues::adapter_options options;
  options.rest_url = x[1];
  options.key = x[2];
  options.secret = x[3];
  options.passphrase = x[4];
  options.seed = seed;
  return {must(apps::make_adapter(x[0], options)),
          apps::key_fingerprint(x[0], x[2])};
}

void run(int count, char** words) {
  apps::block_signals();
  const auto directory = must(store::data_directory::open(words[2]));
  apps::node_parts parts;
  parts.mode = "live";
  parts.seed = std::strtoull(words[3], nullptr, 10);
  for (auto i = 4; i + 4 < count; i += 5)
    parts.seats.push_back(seat_at(words + i, parts.seed));
  parts.scan.timeframe = 60s;
  parts.scan.mode = config::scan_mode::rotation;
  parts.accounts.push_back(gambler());
  parts.store = std::make_shared<store::state_store>(must(
    store::state_store::open(directory.file("state.db"), {.mode = "live"})));
  parts.journal = std::make_shared<store::journal>(must(store::journal::open(
    directory.file("journal.db"), {.mode = "live", .identity = 77})));
  const auto loop = std::make_shared<net::loop>();
  parts.transport = std::make_shared<net::https_transport>(
    net::https_transport_options{.where = loop});
  parts.wall = apps::machine_calendar();
  parts.board = std::make_shared<status_board>();
  parts.log = [](log_level, const std::string& who, const std::string& text) {
    std::printf("[%s] %s\n", who.c_str(), text.c_str());
    std::fflush(stdout);
  };
  must(apps::take_nonce_marks(parts));
  apps::system_config configuration{loop};
  caf::actor_system system{configuration};
  const auto supervisor = apps::start_node(system, parts);
  if (std::string_view{words[1]} == "settle")
    caf::anon_send(supervisor, halt_wish{true, "to be settled"});
  std::puts("started");
  std::fflush(stdout);
  // Nobody waits for ever, not even for a kill.
  apps::wait_for_signal(120s);
  std::_Exit(0); // As it stands: what it knows is in its journal.
}

} // namespace

int main(int count, char** words) {
  if (count < 9)
    return 2;
  try {
    run(count, words);
  } catch (const std::exception& x) {
    std::printf("failed: %s\n", x.what());
    return 1;
  }
}
