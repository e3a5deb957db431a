// A node with one broker at a simulated Kraken, made to be killed: it paces
// nothing (its limits are wide) and its calendar is an argument, so that only
// the mark stored ahead can keep its nonces rising.
//
//   nonce_node REST_URL KEY SECRET DIRECTORY CALENDAR_MS [forget]
//
// `forget` leaves out the stored marks: what the test must be able to notice.
#include "apps/machine.hpp"
#include "apps/node.hpp"
#include "apps/venues.hpp"
#include "net/https_transport.hpp"
#include "store/data_directory.hpp"
#include "tests/support/relayed_adapter.hpp"

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace {

using namespace ballast;
using namespace std::chrono_literals;

/// Limits so wide that two hundred lives fit into half a minute.
class hasty_adapter : public test::relayed_adapter {
public:
  using relayed_adapter::relayed_adapter;
  std::vector<venues::budget_definition> budgets() const override {
    auto all = relayed_adapter::budgets();
    for (auto& x : all) {
      x.row.units = 1000;
      x.row.window = 1s;
      x.row.burst = 1000;
    }
    return all;
  }
};

/// Stands still: nonces cannot lean on it.
class still_calendar : public calendar {
public:
  explicit still_calendar(std::int64_t milliseconds)
      : now_{std::chrono::milliseconds{milliseconds}} {}
  unix_time now() const override { return now_; }

private:
  unix_time now_;
};

int run(char** arguments, bool forgets) {
  apps::block_signals();
  auto directory = store::data_directory::open(arguments[4]);
  if (!directory)
    return 1;
  auto file
    = store::state_store::open(directory->file("state.db"), {.mode = "paper"});
  venues::adapter_options options;
  options.rest_url = arguments[1];
  options.key = arguments[2];
  options.secret = arguments[3];
  auto adapter = apps::make_adapter("kraken", options);
  if (!file || !adapter)
    return 1;
  apps::node_parts parts;
  parts.mode = "paper";
  parts.seats.push_back({std::make_shared<hasty_adapter>(std::move(*adapter)),
                         apps::key_fingerprint("kraken", arguments[2])});
  parts.cannot_trade = "made to be killed";
  const auto loop = std::make_shared<net::loop>();
  parts.transport = std::make_shared<net::https_transport>(
    net::https_transport_options{.where = loop});
  parts.wall
    = std::make_shared<still_calendar>(std::strtoll(arguments[5], nullptr, 10));
  parts.store = std::make_shared<store::state_store>(std::move(*file));
  parts.fresh = true;
  parts.board = std::make_shared<status_board>();
  parts.log = [](log_level, const std::string& who, const std::string& text) {
    std::printf("[%s] %s\n", who.c_str(), text.c_str());
    std::fflush(stdout);
  };
  if (!forgets && !apps::take_nonce_marks(parts))
    return 1;
  apps::system_config configuration{loop};
  caf::actor_system system{configuration};
  const auto supervisor = apps::start_node(system, parts);
  // Nobody waits for ever, not even for a kill.
  apps::wait_for_signal(60s);
  std::_Exit(0);
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 6)
    return 2;
  return run(argv, argc > 6 && std::string_view{argv[6]} == "forget");
}
