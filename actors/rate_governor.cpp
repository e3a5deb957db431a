#include "actors/rate_governor.hpp"

#include "actors/vitals.hpp"
#include "domain/scan_meter.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace ballast {

namespace {

constexpr auto ledger_deadline = std::chrono::seconds{5};
constexpr auto store_owner = "node";
constexpr auto refusals_said_every = std::chrono::seconds{10};

struct governor_state;
using governor_pointer = rate_governor_actor::stateful_pointer<governor_state>;

/// A standing wish as the governor remembers it.
struct asker {
  broker_actor broker;
  std::size_t venue = 0; ///< Index into the scanners; `none` if it has none.
  bool metered = false;  ///< Spends from what scanning spends from.
  bool scans = false;
};

/// A permit that counts as sent unless it comes back.
struct metered_permit {
  std::size_t venue = 0;
  time_point granted;
};

/// A venue's figures for the status page.
struct venue_figures {
  scan_meter meter;
  std::uint64_t granted = 0;
  std::uint64_t denied = 0;
  std::vector<demand_id> demands;
};

struct governor_state {
  static inline const char* name = "rate-governor";

  explicit governor_state(governor_pointer x)
      : self{x}, common{x, "rate-governor"} {}

  governor_state& turn() noexcept {
    common.count();
    return *this;
  }
  time_point now() const { return self->clock().now(); }
  instant both() const { return {now(), options.wall->now()}; }

  void begin(rate_governor_options opts) {
    options = std::move(opts);
    for (const auto& x : options.budgets)
      budgets.add(x.id, x.row, x.exits_spend);
    expect_exits();
    figures.resize(options.scanners.size());
    options.fresh = options.fresh && !options.replaces;
    ready = options.fresh;
    common.beat();
  }

  // Who has asked once has said what an exit costs. No broker has this number.
  void expect_exits() {
    constexpr auto nobodys = ~demand_id{0};
    for (const auto& x : options.exits) {
      if (auto posted = budgets.post({nobodys, {}, lane::exit, x, 1}, now());
          !posted)
        options.log(log_level::error, "governor",
                    "an exit is refused: " + posted.error().text);
      budgets.withdraw(nobodys);
    }
  }

  // -- wiring and storage ----------------------------------------------------

  void wire(const wiring& x) {
    common.wire(x);
    health = caf::actor_cast<health_monitor_actor>(x.health);
    ledger = caf::actor_cast<ledger_actor>(x.ledger);
    forget_lost_brokers(x);
    if (!ready && !loading)
      begin_loading();
  }

  void begin_loading() {
    if (!options.replaces)
      return load();
    loading = true;
    const auto wait = rate_budgets::options{}.unanswered_hold;
    options.log(log_level::warning, "governor",
                fmt::format("restarted: no permits for {:.0f}s, until what the "
                            "last one granted has been answered",
                            seconds(wait)));
    self->delayed_send(self, wait, retry_atom_v);
  }

  // Wishes of a broker that is gone would draw permits that nobody can use.
  void forget_lost_brokers(const wiring& x) {
    std::set<caf::actor_addr> alive;
    for (const auto& broker : x.brokers)
      alive.insert(broker.address());
    for (auto i = askers.begin(); i != askers.end();) {
      if (alive.count(i->second.broker.address()) == 0) {
        budgets.withdraw(i->first);
        if (i->second.venue < figures.size())
          std::erase(figures[i->second.venue].demands, i->first);
        i = askers.erase(i);
      } else {
        ++i;
      }
    }
  }

  void load() {
    loading = true;
    self->request(ledger, ledger_deadline, load_budgets{store_owner})
      .then([this](const stored_budgets& x) { loaded(x); },
            [this](const caf::error& e) { storage_failed("read", e); });
  }

  void loaded(const stored_budgets& x) {
    loading = false;
    if (x.there) {
      budgets.restore(x.state, both());
      options.log(log_level::info, "governor",
                  x.state.clean ? "limits continue where the last run stopped"
                                : "the last run ended without a word: what it "
                                  "may have sent counts as spent");
    } else {
      for (const auto& b : options.budgets)
        budgets.assume_spent(b.id, now());
      options.log(log_level::info, "governor",
                  "first start: windows of up to a minute count as spent");
    }
    ready = true;
    // From here on a crash must not find an orderly stop in the store.
    save(false);
  }

  void storage_failed(const char* what, const caf::error& e) {
    loading = false;
    saving = false;
    // What the store did not take must not leave, nor may anything else before
    // it has taken it: the next attempt saves again, whatever the marks say.
    // Brokers post their wishes anew every second, so none is lost.
    must_store = ready;
    for (const auto& x : stash)
      ended(x.id, permit_end::unsent);
    stash.clear();
    options.log(log_level::error, "governor",
                fmt::format("the state store cannot be {}: {}; no permits "
                            "until it can",
                            what, self->system().render(e)));
    self->delayed_send(self, std::chrono::seconds{1}, retry_atom_v);
  }

  void retry() {
    if (!ready)
      load();
    else if (must_store && !saving)
      save(false);
  }

  void save(bool clean) {
    if (options.fresh)
      return;
    saving = true;
    self
      ->request(ledger, ledger_deadline,
                save_budgets{store_owner, budgets.save(both(), clean)})
      .then(
        [this, clean](caf::ok_atom) {
          saving = false;
          must_store = false;
          if (clean) {
            self->quit();
            return;
          }
          auto waiting = std::move(stash);
          stash.clear();
          push(waiting);
          pump();
        },
        [this, clean](const caf::error& e) {
          storage_failed("written", e);
          if (clean)
            self->quit();
        });
  }

  // -- permits ---------------------------------------------------------------

  void demand(const permit_demand& x) {
    const auto sender = self->current_sender();
    if (!sender)
      return;
    auto known = asker{
      caf::actor_cast<broker_actor>(sender), venue_index(x.venue), false,
      x.wish.lane == lane::scan || x.wish.lane == lane::backfill};
    known.metered = spends_like_a_scan(x.wish, known.venue);
    if (auto posted = budgets.post(x.wish, now()); !posted) {
      if (known.venue < figures.size())
        ++figures[known.venue].denied;
      say_refused(x.venue, posted.error());
      return;
    }
    if (askers.insert_or_assign(x.wish.id, known).second
        && known.venue < figures.size())
      figures[known.venue].demands.push_back(x.wish.id);
    pump();
  }

  // Who floods us with wishes must not flood the log as well.
  void say_refused(const std::string& venue, const fault& why) {
    auto& said = refused_said_at[venue];
    if (said && now() - *said < refusals_said_every)
      return;
    said = now();
    options.log(log_level::error, "governor",
                fmt::format("a wish of {} is refused: {}", venue, why.text));
  }

  std::size_t venue_index(const std::string& venue) const {
    const auto i
      = std::find_if(options.scanners.begin(), options.scanners.end(),
                     [&](const auto& s) { return s.venue == venue; });
    return static_cast<std::size_t>(i - options.scanners.begin());
  }

  bool spends_like_a_scan(const permit_wish& x, std::size_t venue) const {
    if (venue >= options.scanners.size())
      return false;
    const auto& scan = options.scanners[venue].spends;
    return std::any_of(x.spends.begin(), x.spends.end(), [&](const spend& s) {
      return std::any_of(scan.begin(), scan.end(),
                         [&](const spend& t) { return t.budget == s.budget; });
    });
  }

  /// Hands out all that is proved now and sleeps until more may be.
  void pump() {
    if (!ready || saving || must_store)
      return;
    auto permits = budgets.grant(now());
    if (budgets.must_save() && !options.fresh) {
      // The mark is stored ahead: these permits may leave only once a crash
      // could not forget them.
      stash = std::move(permits);
      save(false);
    } else {
      push(permits);
    }
    // Later than the next tick is the next tick's business.
    if (const auto at = budgets.next_wake(now());
        at && *at - now() < std::chrono::seconds{1})
      wake_at(*at);
  }

  // A timer cannot be taken back, and setting one costs more than ringing in
  // vain: one that rings sooner looks when the next is due.
  void wake_at(time_point at) {
    if (armed && *armed <= at)
      return;
    armed = at;
    self->delayed_send(self, std::max(at - now(), duration::zero()),
                       wake_atom_v, ++generation);
  }

  // A timer that a later one replaced has nothing to say.
  void wake(std::uint64_t timer) {
    if (timer != generation)
      return;
    armed.reset();
    pump();
  }

  void push(const std::vector<granted_permit>& permits) {
    std::vector<std::pair<broker_actor, permit_grant>> by_broker;
    for (const auto& x : permits) {
      const auto i = askers.find(x.demand);
      if (i == askers.end()) {
        budgets.end(x.id, permit_end::unsent, now());
        continue;
      }
      const auto& to = i->second.broker;
      auto slot = std::find_if(by_broker.begin(), by_broker.end(),
                               [&](const auto& y) { return y.first == to; });
      if (slot == by_broker.end())
        slot = by_broker.insert(slot, {to, {}});
      slot->second.permits.push_back(x);
      note_sent(x.id, i->second);
    }
    for (auto& [broker, grant] : by_broker)
      self->send(broker, std::move(grant));
  }

  void note_sent(permit_id id, const asker& who) {
    if (who.venue >= figures.size())
      return;
    auto& venue = figures[who.venue];
    ++venue.granted;
    if (!who.metered)
      return;
    venue.meter.sent(who.scans, now());
    metered.emplace(id, metered_permit{who.venue, now()});
  }

  void ended(permit_id id, permit_end how) {
    if (const auto i = metered.find(id); i != metered.end()) {
      if (how == permit_end::unsent)
        figures[i->second.venue].meter.unsent(now());
      metered.erase(i);
    }
    budgets.end(id, how, now());
  }

  void returned(const permit_return& x) {
    for (const auto id : x.permits)
      ended(id, permit_end::unsent);
    pump();
  }

  void outcome(request_outcome x) {
    budgets.heard(x.permit, x.limits, now());
    if (x.kind == outcome_kind::throttled) {
      const auto verdict = budgets.throttled(x.permit, x.limits, now());
      x.in_spite_of_hold = verdict.in_spite_of_hold;
      say_throttled(x, verdict);
    } else if (x.kind == outcome_kind::banned) {
      const auto how_long = ban_length(x.limits);
      budgets.banned(x.permit, how_long, now());
      budgets.banned(x.scope, how_long, now());
      options.log(log_level::error, who(x),
                  fmt::format("banned for {:.0f}s by {}: nothing is sent there "
                              "until then",
                              seconds(how_long), x.scope));
    }
    ended(x.permit, end_of(x));
    if (health && options.connects.count(x.scope) == 0)
      self->send(health, std::move(x));
    pump();
  }

  static permit_end end_of(const request_outcome& x) {
    if (!x.byte_left)
      return permit_end::unsent;
    const auto silent = x.kind == outcome_kind::timed_out
                        || (x.kind == outcome_kind::unavailable && !x.answered);
    return silent ? permit_end::unknown : permit_end::answered;
  }

  static std::string who(const request_outcome& x) {
    return x.venue + '/' + x.account;
  }

  void say_throttled(const request_outcome& x,
                     const rate_budgets::throttle_verdict& verdict) {
    if (verdict.spurious)
      options.log(log_level::warning, who(x),
                  fmt::format("too many requests at {} with every limit under "
                              "half used: taken as spurious",
                              x.scope));
    else if (verdict.hold > duration::zero())
      options.log(log_level::warning, who(x),
                  fmt::format("too many requests at {}: holding {:.1f}s{}",
                              x.scope, seconds(verdict.hold),
                              verdict.in_spite_of_hold
                                ? ", in spite of the last hold"
                                : ""));
  }

  // -- a second has passed ---------------------------------------------------

  void tick() {
    // Permits of a broker that died never come back.
    std::erase_if(metered, [this](const auto& x) {
      return now() - x.second.granted > std::chrono::minutes{1};
    });
    for (std::size_t i = 0; i < figures.size(); ++i)
      common.tell_monitor(figures_of(i));
    // Permits that nobody ended leave by themselves; a wake makes sure that
    // this is noticed even when no timer was armed for it.
    pump();
    common.beat();
  }

  permit_status figures_of(std::size_t i) const {
    const auto& venue = figures[i];
    const auto& scan = options.scanners[i];
    const auto at = now();
    permit_status result;
    result.venue = scan.venue;
    result.granted = venue.granted;
    result.denied = venue.denied;
    for (const auto id : venue.demands)
      if (const auto wait = budgets.why(id, at)) {
        result.waiting += wait->wanted;
        result.waits_for = wait->text;
      }
    result.limit_per_s
      = budgets.permitted(scan.spends, std::chrono::seconds{1});
    result.sent = venue.meter.total();
    result.permitted = budgets.permitted(scan.spends, venue.meter.elapsed(at));
    const auto lately
      = budgets.permitted(scan.spends, venue.meter.last_minute_length(at));
    result.utilisation
      = lately > 0 ? static_cast<double>(venue.meter.last_minute(at)) / lately
                   : 0.0;
    return result;
  }

  // -- the end ---------------------------------------------------------------

  void drain() {
    for (auto& x : figures)
      x.meter.freeze(now());
  }

  void close() {
    for (std::size_t i = 0; i < figures.size(); ++i)
      common.tell_monitor(figures_of(i));
    if (options.fresh || !ready)
      self->quit();
    else
      save(true);
  }

  governor_pointer self;
  member<governor_pointer> common;
  rate_governor_options options;
  rate_budgets budgets;
  health_monitor_actor health;
  ledger_actor ledger;
  std::map<demand_id, asker> askers;
  std::map<permit_id, metered_permit> metered;
  std::vector<venue_figures> figures; ///< By scanner.
  std::vector<granted_permit> stash;  ///< Granted, not yet durable.
  std::map<std::string, std::optional<time_point>> refused_said_at;
  std::uint64_t generation = 0;    ///< Of the timer that counts.
  std::optional<time_point> armed; ///< When it rings.
  bool ready = false;
  bool loading = false;
  bool saving = false;
  bool must_store = false; ///< The last save failed.
};

rate_governor_actor::behavior_type rate_governor(governor_pointer self,
                                                 rate_governor_options opts) {
  self->state.begin(std::move(opts));
  return {
    [self](const wiring& x) { self->state.turn().wire(x); },
    [self](drain_atom) { self->state.turn().drain(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().tick(); },
    [self](const permit_demand& x) { self->state.turn().demand(x); },
    [self](const permit_return& x) { self->state.turn().returned(x); },
    [self](const request_outcome& x) { self->state.turn().outcome(x); },
    [self](wake_atom, std::uint64_t x) { self->state.turn().wake(x); },
    [self](retry_atom) { self->state.turn().retry(); },
  };
}

} // namespace

rate_governor_actor spawn_rate_governor(caf::actor_system& system,
                                        rate_governor_options options) {
  return system.spawn(rate_governor, std::move(options));
}

} // namespace ballast
