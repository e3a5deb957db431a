#include "actors/scheduler_state.hpp"
#include "domain/scan_universe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

// Without news the loads are looked at this often.
constexpr auto level_every = std::chrono::seconds{10};

// Of markets that wait, so many are named in the log; the status has all.
constexpr std::size_t named_max = 12;

std::string names_of(const std::vector<symbol>& markets) {
  std::string result;
  const auto shown = std::min(markets.size(), named_max);
  for (std::size_t i = 0; i < shown; ++i)
    result += (i == 0 ? "" : ", ") + markets[i].to_string();
  if (shown < markets.size())
    result += fmt::format(" and {} more", markets.size() - shown);
  return result;
}

} // namespace

void scheduler_state::begin(scheduler_options opts) {
  options = std::move(opts);
  // Only the funnel looks at a few of very many: in turn a coin among thousands
  // of shares would be seen too rarely.
  if (options.funnel)
    shares = assignment{options.filters.coins_min};
  common.beat();
}

void scheduler_state::wire(const wiring& x) {
  common.wire(x);
  health = caf::actor_cast<health_monitor_actor>(x.health);
}

void scheduler_state::say(const venue_scan& v, const std::string& text,
                          log_level level) const {
  options.log(level, v.venue + '/' + v.scanner, text);
}

// -- who scans -------------------------------------------------------------

void scheduler_state::broker(const broker_status& x) {
  auto& v = venue_of(x.venue);
  const auto sender = caf::actor_cast<broker_actor>(self->current_sender());
  if (const auto known = v.brokers.find(x.account); known != v.brokers.end()
                                                    && known->second != sender
                                                    && x.account == v.scanner)
    recall(v); // Restarted: what the old one had is lost.
  v.brokers.insert_or_assign(x.account, sender);
  v.accounts.insert_or_assign(x.account, x);
  choose_scanner(v);
  look_at(v);
  tell_wish(v);
  hand_out(v);
}

// The master's broker, else the first that is connected.
void scheduler_state::choose_scanner(venue_scan& v) {
  std::string choice;
  for (const auto& [account, status] : v.accounts)
    if (status.phase == broker_phase::connected
        && (choice.empty() || account == "master"))
      choice = account;
  if (choice == v.scanner)
    return;
  if (!v.scanner.empty())
    recall(v);
  else
    v.turn_began = now();
  if (!choice.empty())
    options.log(log_level::info, v.venue + '/' + choice,
                fmt::format("{} scans with account {}", v.venue, choice));
  v.scanner = choice;
}

void scheduler_state::recall(venue_scan& v) {
  v.out.clear();
  v.sending = 0;
  v.markets.recall();
  if (v.streamed.empty())
    return;
  // Streams go with their broker.
  v.streamed.clear();
  give(v);
}

void scheduler_state::markets(const market_list& x) {
  auto& v = venue_of(x.venue);
  const auto universe = universe_of(x.markets);
  v.known = universe.known;
  v.costs = x.costs;
  v.left_out.clear();
  const auto scanned
    = std::set<symbol>{universe.markets.begin(), universe.markets.end()};
  std::copy_if(x.markets.begin(), x.markets.end(),
               std::back_inserter(v.left_out),
               [&](const market& y) { return scanned.count(y.symbol) == 0; });
  shares.list(v.venue, universe.markets, universe.equities);
  options.log(log_level::info, x.venue + '/' + x.account,
              fmt::format("{} markets listed: {} to scan, {} mirror another, "
                          "{} not tradable",
                          universe.known, universe.markets.size(),
                          universe.mirrored, universe.untradable));
  reassign();
  hand_out(v);
}

void scheduler_state::told(const venue_health& x) {
  auto& v = venue_of(x.venue);
  v.health.insert_or_assign(x.account, x);
  look_at(v);
  hand_out(v);
}

// -- which venue scans which market ----------------------------------------

bool scheduler_state::can_scan(const venue_scan& v) const {
  if (v.scanner.empty())
    return false;
  const auto& account = v.accounts.at(v.scanner);
  const auto state = v.health.find(v.scanner);
  if (account.mode == market_state::halted)
    return false;
  if (state == v.health.end())
    return !options.replaces;
  const auto& open = state->second.open_scopes;
  return std::none_of(account.scan_spends.begin(), account.scan_spends.end(),
                      [&](const spend& s) {
                        return std::find(open.begin(), open.end(), s.budget)
                               != open.end();
                      });
}

void scheduler_state::look_at(venue_scan& v) {
  auto next = v.stands;
  next.can_scan = can_scan(v);
  next.share = v.ramp.update(next.can_scan, now());
  if (!v.scanner.empty())
    next.scans_per_s = v.pace.of(v.accounts.at(v.scanner).scans_per_s, now());
  if (next == v.stands)
    return;
  if (!next.can_scan)
    v.pace.reset();
  say_pace(v, next.scans_per_s);
  const auto failed = v.stands.can_scan && !next.can_scan;
  v.stands = next;
  shares.stand(v.venue, next);
  reassign();
  if (failed)
    say_waiting(v);
}

void scheduler_state::say_pace(venue_scan& v, double scans_per_s) const {
  if (v.scanner.empty())
    return;
  const double published = v.accounts.at(v.scanner).scans_per_s;
  const auto was_shared = std::exchange(v.is_shared, scans_per_s < published);
  if (v.is_shared)
    say(v, fmt::format("{:.2f} of {:.2f} scans a second are left: something "
                       "else spends from the same limits",
                       scans_per_s, published));
  else if (was_shared)
    say(v,
        fmt::format("all of {:.2f} scans a second are there again", published));
}

void scheduler_state::reassign() {
  levelled_at = now();
  const auto changed = shares.update(now());
  // A market keeps its age, wherever it was scanned last.
  std::map<symbol, time_point> ages;
  for (const auto& x : changed.moves)
    if (const auto since = venues.at(x.from).markets.since(x.market))
      ages.emplace(x.market, *since);
  for (const auto& id : changed.venues)
    give(venues.at(id), ages);
  say_moves(changed.moves);
  for (const auto& id : changed.venues) {
    tell_wish(venues.at(id));
    hand_out(venues.at(id));
  }
}

void scheduler_state::give(venue_scan& v,
                           const std::map<symbol, time_point>& ages) {
  auto polled = scanned_by(v);
  std::erase_if(polled,
                [&](const symbol& x) { return v.streamed.count(x) > 0; });
  v.markets.assign(polled, now(), ages);
}

void scheduler_state::tell_wish(venue_scan& v) {
  const auto to = v.brokers.find(v.scanner);
  if (to == v.brokers.end())
    return;
  const auto is_first = !v.wish_told_to;
  const auto is_known = scanned_by(v, [&](const std::vector<symbol>& wish) {
    return is_first ? wish.empty()
                    : v.wish_told_to == to->second && v.wish == wish;
  });
  if (is_known)
    return;
  if (v.wish_told_to && v.wish_told_to != to->second)
    self->send(v.wish_told_to, stream_wish{});
  v.wish_told_to = to->second;
  v.wish = scanned_by(v);
  self->send(to->second, stream_wish{v.wish});
}

void scheduler_state::covered(const stream_cover& x) {
  auto& v = venue_of(x.venue);
  if (x.account != v.scanner)
    return;
  v.streamed = {x.markets.begin(), x.markets.end()};
  give(v);
  hand_out(v);
}

void scheduler_state::say_moves(
  const std::vector<assignment::move>& moves) const {
  std::map<std::pair<std::string, std::string>, std::size_t> counts;
  for (const auto& x : moves)
    ++counts[{x.from, x.to}];
  for (const auto& [way, count] : counts) {
    const auto& from = venues.at(way.first);
    const auto& to = venues.at(way.second);
    const auto why
      = !from.stands.can_scan ? fmt::format("{} cannot scan", way.first)
        : to.stands.share < 1
          ? fmt::format("{} is well again and takes {:.0f}% of what others "
                        "list too",
                        way.second, 100 * to.stands.share)
          : fmt::format("{} has less to do", way.second);
    say(to,
        fmt::format("{} markets move here from {}: {}", count, way.first, why));
  }
}

void scheduler_state::say_waiting(const venue_scan& v) const {
  const auto waiting = shares.waiting(v.venue);
  if (!waiting.empty())
    say(v,
        fmt::format("{} markets wait until {} scans again, no other venue "
                    "that can lists them: {}",
                    waiting.size(), v.venue, names_of(waiting)),
        log_level::warning);
}

// -- a second has passed ---------------------------------------------------

void scheduler_state::tick() {
  for (auto& [id, v] : venues)
    look_at(v);
  if (now() - levelled_at >= level_every)
    reassign();
  for (auto& [id, v] : venues) {
    give_up_overdue(v);
    v.resting = false;
    wish_books(v);
    wish_prices(v);
    hand_out(v);
    common.tell_monitor(figures_of(v));
  }
  common.beat();
}

// Nothing waits for ever: a batch has a deadline and two endings.
void scheduler_state::give_up_overdue(venue_scan& v) {
  for (auto i = v.out.begin(); i != v.out.end();) {
    if (now() - i->second.handed_out < options.batch_deadline) {
      ++i;
      continue;
    }
    say(v,
        fmt::format("cycle #{} was never reported: its {} markets are handed "
                    "out again",
                    i->second.cycle, i->second.markets.size()),
        log_level::error);
    for (const auto& x : i->second.markets)
      v.markets.missed(x);
    if (v.sending == i->first)
      v.sending = 0;
    i = v.out.erase(i);
  }
}

rotation_status scheduler_state::figures_of(const venue_scan& v) const {
  rotation_status result;
  result.venue = v.venue;
  result.scanner = v.scanner;
  result.markets_known = v.known;
  result.funnel = v.passed;
  if (v.passed.passes > 0)
    result.funnel.age_s = seconds(now() - v.prices_at);
  scanned_by(v, [&](const std::vector<symbol>& all) {
    const auto among = [&](const std::set<symbol>& some) {
      return static_cast<std::uint64_t>(
        std::count_if(some.begin(), some.end(), [&](const symbol& x) {
          return std::binary_search(all.begin(), all.end(), x);
        }));
    };
    result.markets = all.size();
    result.streamed = among(v.streamed);
    result.held = among(held());
  });
  result.position = v.markets.position();
  result.completed = v.markets.turns_completed();
  result.oldest_age_s = seconds(v.markets.oldest_age(now()));
  result.cycle = v.cycles;
  result.share = v.stands.share;
  result.scans_per_s = v.stands.scans_per_s;
  if (!v.stands.can_scan)
    for (const auto& x : shares.waiting(v.venue))
      result.waiting.push_back(x.to_string());
  return result;
}

venue_scan& scheduler_state::venue_of(const std::string& id) {
  auto [i, fresh] = venues.try_emplace(id);
  if (fresh) {
    i->second.venue = id;
    i->second.index = venues.size();
    i->second.turn_began = now();
  }
  return i->second;
}

void scheduler_state::drain() { draining = true; }

void scheduler_state::close() {
  for (const auto& [id, v] : venues)
    common.tell_monitor(figures_of(v));
  venues.clear(); // Handles of brokers, too: two that know each other.
  self->quit();
}

namespace {

scheduler_actor::behavior_type scheduler(scheduler_pointer self,
                                         scheduler_options options) {
  self->state.begin(std::move(options));
  return {
    [self](const wiring& x) { self->state.turn().wire(x); },
    [self](drain_atom) { self->state.turn().drain(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().tick(); },
    [self](const broker_status& x) { self->state.turn().broker(x); },
    [self](const market_list& x) { self->state.turn().markets(x); },
    [self](const batch_sent& x) { self->state.turn().sent(x); },
    [self](const batch_done& x) { self->state.turn().done(x); },
    [self](const ticker_list& x) { self->state.turn().priced(x); },
    [self](const quote_list& x) { self->state.turn().quoted(x); },
    [self](const held_markets& x) { self->state.turn().hold(x); },
    [self](const stream_cover& x) { self->state.turn().covered(x); },
    [self](const venue_health& x) { self->state.turn().told(x); },
    [self](const why_question& x) { return self->state.turn().why(x); },
    [self](wake_atom, std::uint64_t x) { self->state.turn().wake(x); },
  };
}

} // namespace

scheduler_actor spawn_scheduler(caf::actor_system& system,
                                scheduler_options options) {
  return system.spawn(scheduler, std::move(options));
}

} // namespace ballast
