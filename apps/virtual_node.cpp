#include "apps/virtual_node.hpp"

#include "apps/machine.hpp"
#include "apps/node.hpp"
#include "apps/simulated_venues.hpp"
#include "apps/venues.hpp"
#include "sim/memory_sockets.hpp"
#include "sim/memory_transport.hpp"
#include "venues/stream_dialect.hpp"

#include <caf/actor_system.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/send.hpp>

#include <fmt/format.h>

#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace ballast::apps {

namespace {

// Any fixed day will do; this one is that of the contract's examples.
constexpr auto calendar_origin
  = unix_time{std::chrono::milliseconds{1768214307000}};

// More messages than this between two instants is a livelock.
constexpr std::uint64_t turns_max = 10'000'000;

struct testing_config : system_config {
  testing_config() : system_config{nullptr} {
    set("scheduler.policy", caf::atom("testing"));
  }
};

/// FNV-1a, 64 bits: order matters, nothing else.
class rolling_hash {
public:
  void add(std::string_view x) {
    for (const char c : x) {
      value_ ^= static_cast<unsigned char>(c);
      value_ *= 0x100000001b3ULL;
    }
    ++events_;
  }
  std::uint64_t value() const noexcept { return value_; }
  std::uint64_t events() const noexcept { return events_; }

private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
  std::uint64_t events_ = 0;
};

template <class T>
T must(result<T> x) {
  if (!x)
    throw std::runtime_error{x.error().text};
  return std::move(*x);
}

} // namespace

class virtual_node::world {
public:
  explicit world(virtual_node_options options)
      : options_{std::move(options)}, system_{config_},
        scheduler_{
          dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler())},
        board_{std::make_shared<status_board>()} {
    build_venues();
    start();
  }

  ~world() { stop(); }

  time_point now() { return scheduler_.clock().now(); }

  void advance(duration how_long) {
    const auto end = now() + how_long;
    run();
    for (auto next = next_due(); next && *next <= end; next = next_due())
      step_to(*next);
    step_to(end);
  }

  void stop() {
    if (!supervisor_)
      return;
    caf::anon_send(supervisor_, caf::close_atom_v);
    supervisor_ = nullptr;
    // Requests that are out end by their deadlines at the latest.
    advance(std::chrono::seconds{30});
    transport_->stop();
    sockets_->stop();
    step_to(now());
  }

  void kill() {
    transport_->forget();
    sockets_->cut_sockets();
    supervisor_ = nullptr;
    // Without a word, and before whatever waits for them.
    for (const auto& x : std::exchange(actors_, {}))
      caf::anon_send_exit(x, caf::exit_reason::kill);
    run();
    journal_.reset();
    store_.reset();
    was_killed_ = true;
    start();
  }

  void wish(const halt_wish& x) {
    caf::anon_send(supervisor_, x);
    run();
  }

  std::optional<why_answer> why(const why_question& x) {
    const auto told = std::make_shared<std::optional<why_answer>>();
    system_.spawn([=, this](caf::event_based_actor* self) {
      self->request(supervisor_, caf::infinite, x)
        .then([told](const why_answer& y) { *told = y; });
    });
    run();
    return *told;
  }

  const virtual_node_options& options() const { return options_; }
  status_board& board() { return *board_; }
  sim::exchange& venue(const std::string& name) {
    return *venues_.at(name.empty() ? options_.venues.front() : name);
  }
  void cut_network(bool cut) {
    transport_->cut_network(cut);
    sockets_->cut_network(cut);
  }
  sim::memory_sockets& sockets() { return *sockets_; }
  const rolling_hash& hash() const { return hash_; }
  instant both() { return {now(), calendar_at(now())}; }

private:
  class virtual_calendar : public calendar {
  public:
    explicit virtual_calendar(world& owner) : owner_{owner} {}
    unix_time now() const override { return calendar_at(owner_.now()); }

  private:
    world& owner_;
  };

  static unix_time calendar_at(time_point x) {
    return calendar_origin
           + std::chrono::duration_cast<std::chrono::milliseconds>(
             x.time_since_epoch());
  }

  void build_venues() {
    sim::memory_transport::options wire;
    wire.seed = options_.seed;
    wire.out = options_.link;
    wire.back = options_.link;
    wire.now = [this] { return now(); };
    wire.calendar = [](time_point x) { return calendar_at(x); };
    wire.on_event = [this](const auto& x) { note(x); };
    transport_ = std::make_shared<sim::memory_transport>(std::move(wire));
    sim::memory_sockets::options sockets;
    sockets.seed = options_.seed;
    sockets.out = options_.link;
    sockets.back = options_.link;
    sockets.now = [this] { return now(); };
    sockets.calendar = [](time_point x) { return calendar_at(x); };
    sockets_ = std::make_shared<sim::memory_sockets>(std::move(sockets));
    for (const auto& name : options_.venues)
      venues_.emplace(name, build_venue(name));
  }

  std::shared_ptr<sim::exchange> build_venue(const std::string& name) {
    simulated_venue_options venue;
    venue.venue = name;
    venue.seed = options_.seed;
    venue.strict = options_.strict;
    venue.filler = options_.filler;
    venue.accounts = options_.accounts;
    if (options_.on_venue)
      options_.on_venue(venue, both().wall);
    auto made = must(make_simulated_exchange(venue, *options_.table));
    made->set_faults(venue.faults, both());
    return made;
  }

  std::vector<sim::account_key> keys_at(const std::string& name) {
    auto all = venues_.at(name)->accounts();
    return options_.on_keys ? options_.on_keys(std::move(all)) : all;
  }

  broker_seat seat_at(const std::string& name, const sim::account_key& keys) {
    venues::adapter_options options;
    options.account = account_id(keys.account);
    options.key = keys.key;
    options.secret = keys.secret;
    options.passphrase = keys.passphrase;
    options.seed = options_.seed;
    std::shared_ptr<venues::adapter> adapter
      = must(make_adapter(name, options, *options_.table));
    for (const auto& base : adapter->bases())
      transport_->connect(base, venues_.at(name));
    // The scheme and authority of each kind of socket.
    if (const auto* dialect = adapter->streams())
      for (const auto kind :
           {venues::socket_kind::market_data, venues::socket_kind::candles,
            venues::socket_kind::account}) {
        const auto url = dialect->url(kind);
        sockets_->connect(url.substr(0, url.find('/', url.find("://") + 3)),
                          venues_.at(name));
      }
    if (options_.on_adapter)
      adapter = options_.on_adapter(std::move(adapter));
    return {std::move(adapter), key_fingerprint(name, keys.key)};
  }

  bool trades() const { return options_.plan || !options_.traders.empty(); }

  void open_store() {
    store::state_store::options options;
    options.mode = mode();
    options.full_sync = false;
    store_ = std::make_shared<store::state_store>(
      must(store::state_store::open(scratch_.path() / "state.db", options)));
    if (!trades())
      return;
    store::journal::options journal;
    journal.mode = mode();
    journal.identity = options_.seed;
    journal.full_sync = false;
    journal_ = std::make_shared<store::journal>(
      must(store::journal::open(scratch_.path() / "journal.db", journal)));
  }

  void start() {
    open_store();
    node_parts parts;
    parts.mode = mode();
    parts.paper = options_.paper;
    for (const auto& name : options_.venues)
      for (const auto& keys : keys_at(name))
        parts.seats.push_back(seat_at(name, keys));
    if (!trades())
      parts.cannot_trade = "virtual run: scanning only";
    parts.journal = journal_;
    parts.accounts
      = options_.plan ? options_.plan(parts.seats) : options_.traders;
    parts.scan = options_.scan;
    parts.scan.streams = options_.streams;
    parts.breaker = options_.breaker;
    parts.warn_single_exchange = false;
    parts.transport = transport_;
    parts.sockets = sockets_;
    parts.wall = std::make_shared<virtual_calendar>(*this);
    parts.store = store_;
    if (auto taken = take_nonce_marks(parts); !taken)
      throw std::runtime_error{taken.error().text};
    parts.fresh = !was_killed_;
    parts.ledger_thread = false;
    parts.seed = options_.seed;
    parts.board = board_;
    parts.log = [this](log_level level, const std::string& who,
                       const std::string& text) { note(level, who, text); };
    parts.on_spawn
      = [this](const caf::actor& x) { actors_.push_back(x.address()); };
    supervisor_ = start_node(system_, parts);
    actors_.push_back(supervisor_.address());
    run();
  }

  void run() {
    for (std::uint64_t turns = 0; scheduler_.try_run_once(); ++turns)
      if (turns > turns_max)
        throw std::runtime_error{"livelock: messages without end at one "
                                 "instant of virtual time"};
  }

  std::optional<time_point> next_due() {
    auto result = transport_->next_due();
    if (const auto next = sockets_->next_due();
        next && (!result || *next < *result))
      result = next;
    const auto& timers = scheduler_.clock().schedule();
    if (!timers.empty() && (!result || timers.begin()->first < *result))
      result = timers.begin()->first;
    return result;
  }

  void step_to(time_point at) {
    scheduler_.clock().advance_time(std::max(at - now(), duration::zero()));
    transport_->run_due(now());
    sockets_->run_due(now());
    run();
  }

  const char* mode() const { return options_.paper ? "paper" : "demo"; }

  void note(const sim::memory_transport::event& x) {
    if (options_.on_call && x.what == sim::memory_transport::event::kind::sent)
      options_.on_call(x.target);
    hash_.add(fmt::format("{} {} {} {} {}", x.at.time_since_epoch().count(),
                          static_cast<int>(x.what), x.call, x.target,
                          x.status));
  }

  void note(log_level level, const std::string& who, const std::string& text) {
    hash_.add(fmt::format("{} {} {} {}", now().time_since_epoch().count(),
                          static_cast<int>(level), who, text));
    if (options_.on_log)
      options_.on_log(now(), level, who, text);
  }

  virtual_node_options options_;
  testing_config config_;
  caf::actor_system system_;
  caf::scheduler::test_coordinator& scheduler_;
  /// All that were spawned since the process began.
  std::vector<caf::actor_addr> actors_;
  bool was_killed_ = false;
  std::shared_ptr<status_board> board_;
  temporary_directory scratch_;
  std::shared_ptr<store::state_store> store_;
  std::shared_ptr<store::journal> journal_; ///< Null where nobody trades.
  std::map<std::string, std::shared_ptr<sim::exchange>> venues_; ///< By name.
  std::shared_ptr<sim::memory_transport> transport_;
  std::shared_ptr<sim::memory_sockets> sockets_;
  supervisor_actor supervisor_;
  rolling_hash hash_;
};

virtual_node::virtual_node(virtual_node_options options)
    : world_{std::make_unique<world>(std::move(options))} {}

virtual_node::~virtual_node() = default;

time_point virtual_node::now() const { return world_->now(); }

void virtual_node::advance(duration how_long) { world_->advance(how_long); }

bool virtual_node::advance_until(
  const std::function<bool(const status_report&)>& holds, duration how_long) {
  const auto end = now() + how_long;
  while (!holds(*report())) {
    if (now() >= end)
      return false;
    advance(std::chrono::seconds{1});
  }
  return true;
}

void virtual_node::stop() { world_->stop(); }

std::shared_ptr<const status_report> virtual_node::report() const {
  return world_->board().read();
}

sim::stats_view virtual_node::venue_stats(const std::string& venue) const {
  return world_->venue(venue).stats();
}

std::string virtual_node::venue_orders(const std::string& venue) const {
  net::call question;
  question.method = "GET";
  question.target = "/sim/orders";
  return world_->venue(venue).arrive(question, world_->both()).content.body;
}

void virtual_node::wish(const halt_wish& x) { world_->wish(x); }

std::optional<why_answer> virtual_node::why(const why_question& x) {
  return world_->why(x);
}

void virtual_node::kill() { world_->kill(); }

void virtual_node::set_faults(std::vector<sim::fault> faults,
                              const std::string& venue) {
  world_->venue(venue).set_faults(std::move(faults), world_->both());
}

void virtual_node::cut_network(bool cut) { world_->cut_network(cut); }

void virtual_node::cut_sockets() { world_->sockets().cut_sockets(); }

void virtual_node::freeze_sockets(bool frozen) {
  world_->sockets().freeze(frozen);
}

const sim::memory_sockets::counts& virtual_node::socket_totals() const {
  return world_->sockets().totals();
}

std::uint64_t virtual_node::hash() const { return world_->hash().value(); }

std::uint64_t virtual_node::events() const { return world_->hash().events(); }

} // namespace ballast::apps
