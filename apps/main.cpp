// ballast: one program, one command a verb.
#include "apps/check_command.hpp"
#include "apps/errands.hpp"
#include "apps/exchange_sim.hpp"
#include "apps/machine.hpp"
#include "apps/operate_command.hpp"
#include "apps/run.hpp"
#include "apps/status_command.hpp"
#include "apps/venues.hpp"
#include "apps/version.hpp"
#include "sim/fault.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ballast;
using namespace ballast::apps;

constexpr auto mode_help
  = "\nModes: demo (simulated exchanges, nothing leaves the machine; what runs "
    "without configuration and credentials; trades within three minutes), "
    "paper (real market data, orders filled here and never sent), live "
    "(only when said so).";

void add_run(CLI::App& app, run_arguments& x, std::function<int()>& chosen) {
  auto* run_command
    = app.add_subcommand("run", "Run a node until it is told to stop");
  run_command->footer(mode_help);
  run_command->add_option("--config", x.configuration,
                          "Configuration file (default: ./ballast.toml, when "
                          "it is there)");
  run_command->add_option("--env-file", x.env_file,
                          "Variables, one KEY=VALUE a line (default: ./.env, "
                          "when it is there)");
  run_command->add_option("--data", x.overrides.data_dir,
                          "Data directory (default: BALLAST_DATA_DIR, else "
                          "./data/<mode>; a demo takes a temporary one)");
  auto* demo
    = run_command->add_flag("--demo", x.overrides.demo, "Simulated exchanges");
  auto* paper = run_command->add_flag("--paper", x.overrides.paper,
                                      "Real data, orders filled here");
  auto* live = run_command->add_flag("--live", x.overrides.live, "For real");
  demo->excludes(paper)->excludes(live);
  paper->excludes(live);
  run_command
    ->add_option_function<std::string>(
      "--for",
      [&x](const std::string& text) {
        const auto parsed = sim::parse_duration(text);
        if (!parsed || *parsed <= duration::zero())
          throw CLI::ValidationError(
            "--for", "expected a duration such as 60s, 2.5m or 150ms");
        x.how_long
          = std::chrono::duration_cast<std::chrono::milliseconds>(*parsed);
      },
      "Stop after this long, for example 60s")
    ->type_name("DURATION");
  run_command->add_option("--report", x.report,
                          "Write the run report (JSON) here at the end");
  run_command->add_option("--listen", x.overrides.listen,
                          "ADDRESS:PORT of the status endpoint (default: "
                          "127.0.0.1:8420; port 0 takes a free one)");
  run_command->add_flag("--log-json", x.overrides.log_json,
                        "Log as JSON lines");
  run_command->add_flag("--verbose", x.verbose,
                        "Log every cycle, not one in ten seconds");
  run_command->callback([&x, &chosen] { chosen = [&x] { return run(x); }; });
}

void add_check(CLI::App& app, check_arguments& x,
               std::function<int()>& chosen) {
  auto* command = app.add_subcommand(
    "check",
    "Say for each venue and account whether it can trade, and why not");
  command->footer(
    "\nAsks each venue that has credentials for its time, its status, what the "
    "key may do, balances and markets, within its limits; sends no order. A "
    "venue without credentials is listed as skipped.\n\n"
    "Exit status: 0 all that is configured can trade, or nothing is "
    "configured; 1 an account that has credentials cannot trade; 2 half or "
    "malformed credentials, or a wrong command line or configuration. "
    "BALLAST_MODE=live asks what live would ask.");
  command->add_option("venues", x.venues, "Venues to check (default: all)")
    ->check(CLI::IsMember(venue_names()));
  command->add_option("--account", x.account,
                      "Only this one: MASTER, USER_ALICE (default: all)");
  command->add_flag("--json", x.json, "The whole report as JSON");
  command->add_option("--config", x.configuration,
                      "Configuration file (default: ./ballast.toml, when "
                      "it is there)");
  command->add_option("--env-file", x.env_file,
                      "Variables, one KEY=VALUE a line (default: ./.env, "
                      "when it is there)");
  command->add_option("--data", x.data_dir,
                      "Data directory whose nonce marks are kept, when it is "
                      "there (default: BALLAST_DATA_DIR, else ./data/<mode>)");
  command->callback([&x, &chosen] { chosen = [&x] { return check(x); }; });
}

void add_node(CLI::App& command, node_address& x) {
  command.add_option("--url", x.url, "The node's address")
    ->capture_default_str();
}

constexpr auto operating_help
  = "\nExit status: 0 done and durable, 1 the node does not answer or cannot, "
    "2 there is no such account. Needs the node's token in BALLAST_API_TOKEN, "
    "which the node must have been started with.";

void add_halt(CLI::App& app, halt_arguments& x, std::function<int()>& chosen) {
  auto* command = app.add_subcommand(
    "halt", "Open no new positions, also after a restart; exits go on");
  command->footer(operating_help);
  command->add_option("--account", x.account, "Only this one (default: all)");
  command->add_option("--reason", x.reason, "Kept in journal and log");
  command->add_flag("--cancel-orders", x.cancel_orders,
                    "Cancel what is out, but not the stops of positions");
  command->add_flag("--flatten", x.flatten,
                    "Cancel all orders and sell all positions");
  add_node(*command, x.node);
  command->add_flag("--json", x.json, "The answer itself");
  command->callback([&x, &chosen] { chosen = [&x] { return halt(x); }; });
}

void add_resume(CLI::App& app, halt_arguments& x,
                std::function<int()>& chosen) {
  auto* command = app.add_subcommand(
    "resume", "Open new positions again; losses count anew from here on");
  command->footer(operating_help);
  command->add_option("--account", x.account, "Only this one (default: all)");
  command->add_option("--reason", x.reason, "Kept in journal and log");
  add_node(*command, x.node);
  command->add_flag("--json", x.json, "The answer itself");
  command->callback([&x, &chosen] { chosen = [&x] { return resume(x); }; });
}

void add_breaker(CLI::App& app, breaker_arguments& x,
                 std::function<int()>& chosen) {
  auto* command = app.add_subcommand(
    "breaker", "Say what the circuit breakers of a venue are to do");
  command->footer(
    "\nreset: closed, and on their own again. open: no request but exits is "
    "sent there; streams go on. disable: closed whatever happens. shadow: they "
    "count and the log says what they would do, but nothing is stopped. A ban "
    "by "
    "the venue holds whatever is said. It lasts until the next word or until "
    "the node "
    "restarts.\n\nExit status: 0 done, 1 the node does not answer or cannot, 2 "
    "it uses no such venue, or there is no such word. Needs the node's token "
    "in "
    "BALLAST_API_TOKEN, which the node must have been started with.");
  command->add_option("venue", x.venue, "For example kraken")->required();
  command->add_option("word", x.word, "What to do")
    ->required()
    ->check(CLI::IsMember(breaker_words()));
  add_node(*command, x.node);
  command->add_flag("--json", x.json, "The answer itself");
  command->callback([&x, &chosen] { chosen = [&x] { return breaker(x); }; });
}

void add_why(CLI::App& app, why_arguments& x, std::function<int()>& chosen) {
  auto* command
    = app.add_subcommand("why", "Why is this (not) being scanned or traded?");
  command->footer(
    "\nNames the one rule that decides, with its figures. Without "
    "a market: of the venue; without a venue: of all.\n\nExit "
    "status: 0 it is traded, or would be; 1 it is not, or no node "
    "answers; 2 a bad question.");
  command->add_option("venue", x.venue, "For example kraken");
  command->add_option("symbol", x.symbol, "For example BTC/USD");
  command->add_option("--account", x.account,
                      "Whose trading (default: MASTER)");
  add_node(*command, x.node);
  command->add_flag("--json", x.json, "The answer itself");
  command->callback([&x, &chosen] { chosen = [&x] { return why(x); }; });
}

void add_status(CLI::App& app, status_arguments& x,
                std::function<int()>& chosen) {
  auto* command
    = app.add_subcommand("status", "One screen from a running node");
  command->footer("\nExit status: 0 well, 1 not well or not reachable. Reads "
                  "BALLAST_API_TOKEN when the node wants one.");
  add_node(*command, x.node);
  command->add_flag("--json", x.json, "The status object itself");
  command->callback([&x, &chosen] { chosen = [&x] { return status(x); }; });
}

void add_top(CLI::App& app, top_arguments& x, std::function<int()>& chosen) {
  auto* command
    = app.add_subcommand("top", "The screen of `status`, refreshed live");
  command->footer("\nEnds with Ctrl-C. Reads BALLAST_API_TOKEN when the node "
                  "wants one.");
  add_node(*command, x.node);
  command
    ->add_option_function<std::string>(
      "--every",
      [&x](const std::string& text) {
        const auto parsed = sim::parse_duration(text);
        if (!parsed || *parsed < std::chrono::milliseconds{100})
          throw CLI::ValidationError("--every", "expected a duration of at "
                                                "least 100ms, such as 2s");
        x.every
          = std::chrono::duration_cast<std::chrono::milliseconds>(*parsed);
      },
      "How often (default: 1s)")
    ->type_name("DURATION");
  command->callback([&x, &chosen] { chosen = [&x] { return top(x); }; });
}

void add_exchange_sim(CLI::App& app, exchange_sim_arguments& x,
                      std::function<int()>& chosen) {
  auto* command = app.add_subcommand(
    "exchange-sim", "Serve simulated exchanges on loopback, limits enforced");
  command->footer('\n' + fault_help());
  command->add_option("venues", x.venues, "Venues to serve")
    ->required()
    ->check(CLI::IsMember(venue_names()));
  command->add_option("--port", x.port, "First port; 0 takes free ones")
    ->capture_default_str();
  command->add_flag("--tls", x.tls, "Serve https with a throw-away authority");
  command->add_option("--candles", x.candles,
                      "Directory of recorded candles (default: made up)");
  command->add_option("--seed", x.seed, "Of keys, prices and faults")
    ->capture_default_str();
  command->add_option("--faults", x.faults, "What to do wrong, see below");
  command->add_option("--accounts", x.accounts, "Accounts a venue")
    ->check(CLI::Range(1, 100))
    ->capture_default_str();
  command->callback(
    [&x, &chosen] { chosen = [&x] { return exchange_sim(x); }; });
}

int main_without_exceptions(int argc, char** argv) {
  CLI::App app{"ballast trades on several exchanges at once, as fast as each "
               "permits and never faster."};
  app.name("ballast");
  app.set_version_flag("--version", std::string{"ballast "} + version);
  app.require_subcommand(1);
  run_arguments run_options;
  check_arguments check_options;
  status_arguments status_options;
  top_arguments top_options;
  halt_arguments halt_options;
  halt_arguments resume_options;
  breaker_arguments breaker_options;
  why_arguments why_options;
  exchange_sim_arguments sim_options;
  std::function<int()> chosen;
  add_run(app, run_options, chosen);
  add_check(app, check_options, chosen);
  add_status(app, status_options, chosen);
  add_top(app, top_options, chosen);
  add_why(app, why_options, chosen);
  add_halt(app, halt_options, chosen);
  add_resume(app, resume_options, chosen);
  add_breaker(app, breaker_options, chosen);
  add_exchange_sim(app, sim_options, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    // CLI11 has a number for each mistake; the contract has one for all.
    return app.exit(e) == 0 ? 0 : 2;
  }
  return chosen();
}

} // namespace

int main(int argc, char** argv) {
  harden();
  try {
    return main_without_exceptions(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "ballast: {}\n", e.what());
    return 1;
  }
}
