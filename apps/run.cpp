#include "apps/run.hpp"

#include "apps/account_plans.hpp"
#include "apps/console.hpp"
#include "apps/demo.hpp"
#include "apps/endpoint_service.hpp"
#include "apps/limit_settings.hpp"
#include "apps/machine.hpp"
#include "apps/node.hpp"
#include "apps/settings_source.hpp"
#include "apps/simulated_venues.hpp"
#include "apps/status_json.hpp"
#include "apps/venues.hpp"
#include "apps/version.hpp"
#include "net/http_server.hpp"
#include "net/https_transport.hpp"
#include "net/wss_transport.hpp"
#include "store/data_directory.hpp"
#include "store/state_store.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <random>
#include <set>
#include <string_view>
#include <utility>

namespace ballast::apps {

namespace {

using config::run_mode;

/// 2 when what was asked for is wrong, 1 when it is right but not to be had
/// now: a directory in use, a full disk, a taken port.
int refused(const fault& x) {
  fmt::print(stderr, "ballast run: {}\n", printable(x.text));
  return x.code == ec::invalid_argument || x.code == ec::not_found
             || x.code == ec::refused
           ? 2
           : 1;
}

/// Everything that must outlive the actors.
struct household {
  const venue_table* table = nullptr;
  config::settings settings;
  std::shared_ptr<console> screen;
  std::optional<temporary_directory> scratch; ///< Of a demo.
  std::optional<store::data_directory> directory;
  std::vector<std::unique_ptr<simulated_venue>> venues; ///< Of a demo.
  std::shared_ptr<net::loop> loop = std::make_shared<net::loop>();
  std::shared_ptr<net::https_transport> transport;
  std::shared_ptr<net::wss_transport> sockets;
  std::shared_ptr<status_board> board = std::make_shared<status_board>();
  std::unique_ptr<net::http_server> endpoint;
  bool stop_file_seen = false;
};

/// Where orders are placed they are written down first.
result<done> open_journal(const household& house, node_parts& parts) {
  auto accounts = plan_accounts(house.settings, parts.seats);
  if (!accounts)
    return accounts.error();
  parts.accounts = std::move(*accounts);
  store::journal::options options;
  options.mode = config::to_string(house.settings.mode);
  options.full_sync = house.settings.mode != run_mode::demo;
  auto chance = std::random_device{};
  options.identity = (std::uint64_t{chance()} << 32U) | std::uint64_t{chance()};
  auto opened
    = store::journal::open(house.directory->file("journal.db"), options);
  if (!opened)
    return opened.error();
  parts.journal = std::make_shared<store::journal>(std::move(*opened));
  return done{};
}

result<done> open_data_directory(household& house, node_parts& parts) {
  const auto demo = house.settings.mode == run_mode::demo;
  std::filesystem::path path = house.settings.data_dir;
  if (path.empty() && demo) {
    house.scratch.emplace();
    path = house.scratch->path();
  } else if (path.empty()) {
    path
      = std::filesystem::path{"data"} / config::to_string(house.settings.mode);
  }
  auto directory = store::data_directory::open(path);
  if (!directory)
    return directory.error();
  house.directory.emplace(std::move(*directory));
  store::state_store::options options;
  options.mode = config::to_string(house.settings.mode);
  // A demo's state goes with its directory: nothing is gained by syncing it.
  options.full_sync = !demo;
  auto opened
    = store::state_store::open(house.directory->file("state.db"), options);
  if (!opened)
    return opened.error();
  parts.store = std::make_shared<store::state_store>(std::move(*opened));
  if (auto kept = open_journal(house, parts); !kept)
    return kept;
  return take_nonce_marks(parts);
}

/// Simulated venues inside this process, reached over loopback.
result<done> start_demo(household& house, node_parts& parts) {
  // One moment for all, so that their stories are one.
  const auto now = machine_now().wall;
  for (const auto& name : venue_names(*house.table)) {
    const auto options = demo_venue(house.settings, name, now);
    auto venue = simulated_venue::start(options, *house.table);
    if (!venue)
      return venue.error();
    for (const auto& key :
         demo_keys(house.settings, (*venue)->exchange().accounts())) {
      venues::adapter_options adapter;
      adapter.rest_url = (*venue)->rest_url();
      adapter.ws_url = (*venue)->ws_url();
      adapter.account = account_id(key.account);
      adapter.key = key.key;
      adapter.secret = key.secret;
      adapter.passphrase = key.passphrase;
      adapter.limits = limits_of(house.settings, name);
      adapter.seed = parts.seed;
      auto made = make_adapter(name, adapter, *house.table);
      if (!made)
        return made.error();
      parts.seats.push_back({std::move(*made), key_fingerprint(name, key.key)});
    }
    house.venues.push_back(std::move(*venue));
  }
  return done{};
}

broker_status absent(const std::string& venue, std::string title,
                     const std::string& account, std::string why) {
  broker_status result;
  result.venue = venue;
  result.title = std::move(title);
  result.account = account_id(account);
  result.phase = broker_phase::skipped;
  result.reason = std::move(why);
  return result;
}

/// Takes the configured addresses of a venue; where there are none, its own.
void take_addresses(venues::adapter_options& to,
                    const config::settings& settings,
                    const std::string& venue) {
  for (const auto& x : settings.venues)
    if (x.name == venue) {
      to.rest_url = x.rest_url;
      to.ws_url = x.ws_url;
    }
}

/// Venues and accounts as configured. None is ever left out silently: what
/// has no broker is listed with its reason.
result<done> take_credentials(household& house, node_parts& parts) {
  for (const auto& x : house.settings.credentials) {
    venues::adapter_options adapter;
    take_addresses(adapter, house.settings, x.venue);
    adapter.account = account_id(x.account);
    adapter.key = x.key.reveal();
    adapter.secret = x.secret_key.reveal();
    adapter.passphrase = x.passphrase.reveal();
    adapter.demo = x.paper;
    adapter.limits = limits_of(house.settings, x.venue);
    adapter.seed = parts.seed;
    auto made = make_adapter(x.venue, adapter, *house.table);
    if (!made)
      return fault{
        made.error().code,
        fmt::format("{} of {}: {}", x.venue, x.account, made.error().text)};
    const auto& accepted = house.settings.accept_withdrawal_keys;
    const auto is_accepted
      = std::find(accepted.begin(), accepted.end(), x.venue + '/' + x.account)
        != accepted.end();
    // A sandbox's prices are not the venue's own: never the one's answers and
    // the other's streams.
    const auto may_stream = adapter.rest_url.empty() || !adapter.ws_url.empty();
    parts.seats.push_back(
      {std::move(*made), key_fingerprint(x.venue, x.key.reveal()),
       house.settings.mode == run_mode::live && !is_accepted, may_stream});
  }
  for (const auto& x : house.settings.gaps) {
    const auto title = title_of(x.venue, *house.table);
    parts.absent.push_back(
      absent(x.venue, title, x.account,
             fmt::format("{} credentials not configured for {} (skipping)",
                         title, x.account)));
  }
  return done{};
}

result<done> make_transport(household& house, node_parts& parts) {
  net::https_transport_options options;
  options.where = house.loop;
  options.user_agent = fmt::format("ballast/{}", version);
  options.loopback_ca_file = house.settings.ca_file;
  try {
    house.transport = std::make_shared<net::https_transport>(options);
    if (parts.scan.streams)
      house.sockets
        = std::make_shared<net::wss_transport>(net::wss_transport_options{
          house.loop, 1, options.loopback_ca_file, {}, options.user_agent});
  } catch (const std::exception& e) {
    return fault{ec::invalid_argument,
                 fmt::format("BALLAST_CA_FILE: {}", e.what())};
  }
  parts.transport = house.transport;
  parts.sockets = house.sockets;
  return done{};
}

result<done> furnish(household& house, node_parts& parts) {
  const auto demo = house.settings.mode == run_mode::demo;
  parts.mode = config::to_string(house.settings.mode);
  parts.breaker = house.settings.breaker;
  parts.warn_single_exchange = !house.settings.suppress_single_exchange_warning;
  parts.wall = machine_calendar();
  parts.board = house.board;
  parts.log = console::sink(house.screen);
  parts.fresh = demo;
  if (house.settings.mode == run_mode::paper)
    parts.paper = paper_terms{{}, house.settings.paper.balance};
  // A demo is its seed; else retries of many nodes must not fall together.
  parts.seed = demo ? house.settings.demo.seed : std::random_device{}();
  parts.scan = demo ? demo_scan(house.settings) : house.settings.scan;
  if (auto found
      = demo ? start_demo(house, parts) : take_credentials(house, parts);
      !found)
    return found.error();
  if (auto made = make_transport(house, parts); !made)
    return made.error();
  // Last, so that a mistake above leaves nothing behind.
  return open_data_directory(house, parts);
}

void first_lines(const household& house, const node_parts& parts) {
  const auto say
    = [&](const std::string& text, log_level level = log_level::info) {
        house.screen->log(level, "solo", text);
      };
  if (house.settings.demo_by_default)
    say("no configuration and no credentials: running the DEMO on simulated "
        "exchanges; nothing leaves this machine");
  else
    say(fmt::format("mode {}{}", parts.mode,
                    parts.mode == "demo"
                      ? ": simulated exchanges, nothing leaves this machine"
                    : parts.paper ? ": real prices, no order leaves this "
                                    "machine"
                                  : ""));
  say(fmt::format("ballast {}: {} broker{} to start", version,
                  parts.seats.size(), parts.seats.size() == 1 ? "" : "s"));
  std::set<std::string_view> accounts;
  for (const auto& x : parts.seats)
    accounts.insert(x.adapter->account());
  if (accounts.size() > 1)
    say("MULTI-ACCOUNT TRADING MODE ACTIVATED");
  for (const auto& x : house.settings.warnings)
    say(x, log_level::warning);
  for (const auto& x : parts.absent)
    say(x.reason);
  for (const auto& x : parts.seats)
    if (parts.scan.streams && !x.may_stream)
      say(fmt::format("{}: another host is named for REST and none for "
                      "WebSocket: nothing is streamed (ws_url)",
                      x.adapter->title()));
  for (const auto& x : house.venues)
    say(fmt::format("simulated {} at {}", x->name(), x->rest_url()));
}

result<done> open_endpoint(household& house, caf::actor_system& system,
                           const supervisor_actor& supervisor) {
  endpoint_options options;
  options.loopback = config::is_loopback(house.settings.listen.address);
  options.token = house.settings.api_token.reveal();
  options.allowed_hosts = house.settings.allowed_hosts;
  net::server_options server;
  server.address = house.settings.listen.address;
  server.port = house.settings.listen.port;
  server.gzip = true;
  // A free port is known only once the server listens, and answers.
  const auto port = std::make_shared<std::atomic<std::uint16_t>>(server.port);
  try {
    house.endpoint = std::make_unique<net::http_server>(
      server, [board = house.board, options, port, &system,
               supervisor](const net::call& call, net::respond respond) {
        auto mine = options;
        mine.port = *port;
        serve(call, std::move(respond), board->read(), mine, system,
              supervisor);
      });
  } catch (const std::exception& e) {
    return fault{
      ec::unavailable,
      fmt::format("listen: {}:{}: {}", server.address, server.port, e.what())};
  }
  *port = house.endpoint->port();
  house.screen->log(log_level::info, "solo",
                    fmt::format("status at http://{}:{}/api/v1/status",
                                server.address, house.endpoint->port()));
  return done{};
}

/// A file of this name in the data directory halts entries, as it did in the
/// bot before this one; its going alone does not allow them again.
void watch_stop_file(household& house, const supervisor_actor& supervisor) {
  constexpr auto name = std::string_view{"STOP_ALL_ENTRIES"};
  auto failed = std::error_code{};
  const auto is_there
    = std::filesystem::exists(house.directory->file(name), failed) && !failed;
  if (std::exchange(house.stop_file_seen, is_there) == is_there)
    return;
  if (is_there)
    caf::anon_send(supervisor, halt_wish{true, "STOP_ALL_ENTRIES is there"});
  else
    house.screen->log(log_level::info, "solo",
                      "STOP_ALL_ENTRIES is gone; entries stay halted until "
                      "somebody resumes them");
}

/// Waits until the time is over or somebody wants us to stop.
/// @returns false when the supervisor has ended by itself: nobody is left to
///          restart what fails.
bool live_through(household& house, const run_arguments& arguments,
                  const supervisor_actor& supervisor,
                  const std::atomic<bool>& unsupervised) {
  using clock = std::chrono::steady_clock;
  const auto begin = clock::now();
  const auto how_long = arguments.how_long
                          ? clock::duration{*arguments.how_long}
                          : clock::duration::max();
  while (true) {
    const auto left
      = std::max(how_long - (clock::now() - begin), clock::duration::zero());
    const auto patience = std::chrono::ceil<std::chrono::milliseconds>(
      std::min<clock::duration>(left, std::chrono::milliseconds{500}));
    if (const auto signal = wait_for_signal(patience)) {
      house.screen->log(log_level::info, "solo",
                        "stopping: no new requests, waiting for those that "
                        "are out");
      return true;
    }
    if (unsupervised)
      return false;
    watch_stop_file(house, supervisor);
    if (clock::now() - begin >= how_long)
      return true;
    house.screen->progress(progress_line(*house.board->read()));
  }
}

/// Lives in an actor system of its own and leaves nothing running behind.
int live(household& house, const node_parts& parts,
         const run_arguments& arguments) {
  // Before the system, so that it outlives the last actor.
  std::atomic<bool> unsupervised{false};
  system_config configuration{house.loop};
  caf::actor_system system{configuration};
  caf::scoped_actor self{system};
  auto supervisor = start_node(system, parts);
  caf::actor_cast<caf::actor>(supervisor)->attach_functor([&unsupervised] {
    unsupervised = true;
  });
  const auto opened = open_endpoint(house, system, supervisor);
  const auto well
    = !opened || live_through(house, arguments, supervisor, unsupervised);
  if (!well) {
    house.screen->log(log_level::error, "solo",
                      "the supervisor has ended by itself: stopping at once");
    system.await_actors_before_shutdown(false);
  }
  self->send(supervisor, caf::close_atom_v);
  self->wait_for(supervisor);
  supervisor = nullptr;
  // It holds the supervisor's handle, which must not outlive the system.
  house.endpoint.reset();
  house.transport->stop();
  if (house.sockets)
    house.sockets->stop();
  if (!opened)
    return refused(opened.error());
  return well ? 0 : 1;
}

int run_node(household& house, const node_parts& parts,
             const run_arguments& arguments) {
  const auto status = live(house, parts, arguments);
  house.screen->progress({});
  if (status == 0 && arguments.report) {
    const auto text = run_report_json(*house.board->read()).dump(2) + '\n';
    if (auto written = write_file(*arguments.report, text); !written) {
      fmt::print(stderr, "ballast run: {}\n", written.error().text);
      return 1;
    }
  }
  if (status == 0)
    house.screen->log(log_level::info, "solo", "stopped");
  return status;
}

} // namespace

int run(const run_arguments& arguments, const venue_table& table) {
  // Before any thread exists, so that all of them leave signals to this one.
  block_signals();
  household house;
  house.table = &table;
  auto settings = load_settings(
    {arguments.overrides, arguments.configuration, arguments.env_file}, table);
  if (!settings)
    return refused(settings.error());
  house.settings = std::move(*settings);
  house.screen = std::make_shared<console>(console_options{
    house.settings.log_json, is_terminal(), has_variable("NO_COLOR"),
    arguments.verbose, machine_calendar()});
  node_parts parts;
  if (auto ready = furnish(house, parts); !ready)
    return refused(ready.error());
  first_lines(house, parts);
  return run_node(house, parts, arguments);
}

} // namespace ballast::apps
