// What an order waits for in a node with many accounts: fifty of them at five
// simulated exchanges with all their markets, scanned in rotation, each account
// entering now and then by chance. Measured are
//
//   decision   from a candle that the STRATEGIST is told of to what an account
//              decides; asked by the candles of a market that nobody lists
//   order      from the decision to enter to its request in the network's
//              hands: risk, sizing, a durable commit, the gates, a permit
//   resident   of this process, exchanges and all
//
// once orders may be placed everywhere, or after three minutes: the first
// minute of a limit by the minute counts as spent. It ends with 1 where one of
// them is out of bounds.
//
//   trading [SECONDS [ACCOUNTS]]
#include "apps/machine.hpp"
#include "apps/node.hpp"
#include "apps/simulated_venues.hpp"
#include "bench/measuring.hpp"
#include "bench/trading_notes.hpp"
#include "net/https_transport.hpp"
#include "store/data_directory.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <map>
#include <stdexcept>

namespace {

using namespace ballast;
using namespace ballast::bench;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

constexpr double decision_ms_max = 20;
constexpr double order_ms_max = 50;
constexpr double resident_mb_max = 1000;
constexpr auto apart = 250ms; ///< Of probes.

template <class T>
T need(result<T> x) {
  if (!x)
    throw std::runtime_error{x.error().text};
  return std::move(*x);
}

double resident_mb() {
  auto file = std::ifstream{"/proc/self/status"};
  for (std::string word; file >> word;)
    if (double kilobytes = 0; word == "VmRSS:" && file >> kilobytes)
      return kilobytes / 1e3;
  return 0;
}

/// Everything that outlives the actors.
struct house {
  apps::temporary_directory scratch;
  store::data_directory directory
    = need(store::data_directory::open(scratch.path()));
  std::vector<std::unique_ptr<apps::simulated_venue>> venues;
  std::shared_ptr<net::loop> loop = std::make_shared<net::loop>();
  std::shared_ptr<net::https_transport> network
    = std::make_shared<net::https_transport>(
      net::https_transport_options{.where = loop});
  std::shared_ptr<noting_transport> transport
    = std::make_shared<noting_transport>(network);
  std::shared_ptr<probe> asks = std::make_shared<probe>();
  std::map<std::string, std::shared_ptr<decision_notes>> notes; ///< By account.
  caf::actor strategist;
};

void add_seats(house& at, apps::node_parts& parts, unsigned accounts) {
  for (const auto& name : apps::venue_names()) {
    apps::simulated_venue_options options;
    options.venue = name;
    options.accounts = accounts;
    auto venue = need(apps::simulated_venue::start(options));
    for (const auto& key : venue->exchange().accounts()) {
      venues::adapter_options adapter;
      adapter.rest_url = venue->rest_url();
      adapter.account = apps::account_id(key.account);
      adapter.key = key.key;
      adapter.secret = key.secret;
      adapter.passphrase = key.passphrase;
      parts.seats.push_back({need(apps::make_adapter(name, adapter)),
                             apps::key_fingerprint(name, key.key)});
      at.notes[adapter.account] = std::make_shared<decision_notes>();
    }
    at.venues.push_back(std::move(venue));
  }
}

apps::node_parts furnish(house& at, unsigned accounts) {
  apps::node_parts parts;
  parts.mode = "demo";
  add_seats(at, parts, accounts);
  parts.scan.mode = config::scan_mode::rotation;
  parts.scan.timeframe = at.asks->timeframe;
  parts.scan.candles = 300;
  parts.scan.streams = false;
  parts.transport = at.transport;
  parts.wall = apps::machine_calendar();
  parts.board = std::make_shared<status_board>();
  parts.log = [](log_level, const std::string&, const std::string&) {};
  parts.fresh = true;
  store::state_store::options state;
  state.mode = parts.mode;
  parts.store = std::make_shared<store::state_store>(
    need(store::state_store::open(at.directory.file("state.db"), state)));
  store::journal::options journal;
  journal.mode = parts.mode;
  journal.identity = 1;
  parts.journal = std::make_shared<store::journal>(
    need(store::journal::open(at.directory.file("journal.db"), journal)));
  for (const auto& [account, notes] : at.notes)
    parts.accounts.push_back(
      {account, std::make_shared<noting_strategy>(parts.accounts.size(),
                                                  at.asks, notes)});
  parts.on_spawn = [&at](const caf::actor& x) {
    const auto* one = caf::actor_cast<caf::abstract_actor*>(x);
    if (const auto* here = dynamic_cast<const caf::local_actor*>(one);
        here != nullptr && std::string_view{here->name()} == "strategist")
      at.strategist = x;
  };
  need(apps::take_nonce_marks(parts));
  return parts;
}

candle candle_of(const probe& x, std::size_t place) {
  const auto start = x.first + place * x.timeframe;
  return {start, 100, 101, 99, 100, 1, true};
}

/// Lets the node trade, and asks it for decisions meanwhile.
void live(house& at, const apps::node_parts& parts,
          std::chrono::seconds how_long) {
  apps::system_config configuration{at.loop};
  caf::actor_system system{configuration};
  const caf::scoped_actor me{system};
  auto supervisor = apps::start_node(system, parts);
  const auto wait = [&](duration x) {
    me->receive([](caf::unit_t) {}, caf::after(x) >> [] {});
  };
  auto& asks = *at.asks;
  asks.market.symbol = *symbol::parse("PROBE/USD");
  const auto now = parts.wall->now();
  asks.first = std::chrono::floor<std::chrono::minutes>(now)
               - candles_min * asks.timeframe;
  // Orders wait until each account's are compared with the journal.
  const auto places = [&] {
    std::size_t result = 0;
    for (const auto& x : parts.board->read()->portfolios)
      result += x.venues.size();
    return result;
  };
  auto waited = 0;
  for (; waited < 180 && places() < parts.seats.size(); ++waited)
    wait(1s);
  fmt::print("after {} s orders may be placed at {} of {} accounts and "
             "venues\n\n",
             waited, places(), parts.seats.size());
  candle_news news{apps::venue_names().front(), asks.market, {}, now};
  for (std::size_t i = 0; i + 1 < candles_min; ++i)
    news.candles.push_back(candle_of(asks, i));
  caf::anon_send(at.strategist, news);
  const auto end = steady::now() + how_long;
  for (auto place = candles_min - 1;
       steady::now() < end && place < probe::count_max; ++place) {
    news.candles = {candle_of(asks, place)};
    asks.told_at.at(place) = steady::now().time_since_epoch().count();
    caf::anon_send(at.strategist, news);
    wait(apart);
  }
  at.strategist = nullptr;
  me->send(supervisor, caf::close_atom_v);
  me->wait_for(supervisor);
}

/// From each decision to enter to its first byte, where one left.
std::vector<double> order_waits_ms(const house& at,
                                   const apps::node_parts& parts) {
  std::map<std::string, steady::time_point> left;
  for (const auto& x : at.transport->sent())
    left.emplace(x.client_id, x.at);
  std::vector<double> result;
  need(
    parts.journal->read([&](const journal_entry& x) -> ballast::result<done> {
      const auto sent = left.find(x.client_id);
      if (x.kind != journal_kind::intent || x.purpose != order_purpose::entry
          || sent == left.end())
        return done{};
      std::optional<steady::time_point> decided;
      for (const auto& entry : at.notes.at(x.account)->entries)
        if (entry.market == x.symbol && entry.at <= sent->second)
          decided = entry.at;
      if (decided)
        result.push_back(
          std::chrono::duration<double, std::milli>(sent->second - *decided)
            .count());
      return done{};
    }));
  return result;
}

ordered_json row(const char* name, const std::vector<double>& ms, double most) {
  if (ms.empty())
    throw std::runtime_error{std::string{"there was no "} + name};
  const auto p50 = quantile(ms, 0.5);
  const auto p99 = quantile(ms, 0.99);
  fmt::print("{:<9} {:>7} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.0f}\n", name,
             ms.size(), p50, p99, quantile(ms, 1), most);
  return {{"count", ms.size()},
          {"p50_ms", p50},
          {"p99_ms", p99},
          {"most_ms", most},
          {"well", p99 <= most}};
}

int run(std::chrono::seconds how_long, unsigned accounts) {
  house at;
  const auto parts = furnish(at, accounts);
  fmt::print("trading: {} accounts, {} brokers, {} s\n", accounts,
             parts.seats.size(), how_long.count());
  live(at, parts, how_long);
  const auto resident = resident_mb();
  at.network->stop();
  std::vector<double> decisions;
  for (const auto& [account, notes] : at.notes)
    decisions.insert(decisions.end(), notes->probes_ms.begin(),
                     notes->probes_ms.end());
  fmt::print("{:<9} {:>7} {:>8} {:>8} {:>8} {:>8}\n", "ms", "count", "p50",
             "p99", "longest", "at most");
  ordered_json result;
  result["decision"] = row("decision", decisions, decision_ms_max);
  result["order"] = row("order", order_waits_ms(at, parts), order_ms_max);
  result["resident_mb"] = resident;
  const auto well = result["decision"]["well"].get<bool>()
                    && result["order"]["well"].get<bool>()
                    && resident < resident_mb_max;
  result["well"] = well;
  fmt::print("resident  {:.0f} MB, at most {:.0f}\n\n{}\n", resident,
             resident_mb_max, result.dump(2));
  return well ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  try {
    const auto seconds = std::max(argc > 1 ? std::atoi(argv[1]) : 60, 10);
    const auto accounts = std::max(argc > 2 ? std::atoi(argv[2]) : 50, 1);
    return run(std::chrono::seconds{seconds}, static_cast<unsigned>(accounts));
  } catch (const std::exception& e) {
    fmt::print(stderr, "trading: {}\n", e.what());
    return 2;
  }
}
