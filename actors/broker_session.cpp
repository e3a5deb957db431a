// The BROKER's session: from nothing to "connected", and staying there.
//
//   time ─▶ status ─▶ markets ─▶ permissions ─▶ balances ─▶ connected
//     ▲                                            │
//     └───────── full-jitter backoff ◀─ any step failed
#include "actors/broker_state.hpp"
#include "actors/status_board.hpp"
#include "domain/backoff.hpp"
#include "venues/trading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace ballast {

namespace {

using venues::question;

// A key that was refused twice will not mend by asking more often.
constexpr auto refused_key_retry = std::chrono::minutes{5};
constexpr auto refused_key_retry_max = std::chrono::hours{24};
// While our clock is too far from the venue's it is asked for this often.
constexpr auto wrong_clock_retry = std::chrono::seconds{10};
constexpr unsigned refusals_max = 2;
constexpr auto retry_min = std::chrono::milliseconds{250};
// An order on paper is taken at once or never.
constexpr auto life_on_paper = std::chrono::seconds{1};
// Until a spent budget of retries is looked at again.
constexpr auto retry_budget_pause = std::chrono::seconds{5};

const char* name_of(question x) {
  switch (x) {
  case question::time:
    return "server time";
  case question::markets:
    return "market list";
  case question::tickers:
    return "tickers";
  case question::candles:
    return "candles";
  case question::balances:
    return "balances";
  case question::permissions:
    return "key permissions";
  case question::status:
    return "system status";
  }
  return "?";
}

const char* name_of(const job& x) {
  if (x.of_token)
    return "stream token";
  return x.of_calendar ? "trading hours" : name_of(x.what);
}

std::string upper(std::string_view x) {
  std::string result{x};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return result;
}

} // namespace

void broker_state::connect() {
  if (given_up)
    return;
  job first;
  first.what = question::time;
  ask(std::move(first));
}

void broker_state::retry(std::uint64_t generation) {
  if (generation != retry_generation || phase == broker_phase::connected)
    return;
  if (retries.take(now()))
    return connect();
  self->delayed_send(self, retry_budget_pause, retry_atom_v, generation);
}

void broker_state::next_step(question done) {
  if (phase == broker_phase::connected || given_up)
    return; // A refresh, not a step.
  job next;
  switch (done) {
  case question::time:
    if (!options.adapter->status_request())
      return next_step(question::status);
    next.what = question::status;
    break;
  case question::status:
    // A second attempt does not ask for what the first one learned: a market
    // list is the heaviest answer that a venue has.
    if (!listed.empty() && now() - markets_at < options.markets_every)
      return next_step(question::markets);
    next.what = question::markets;
    break;
  case question::markets:
    if (!options.adapter->has_credentials())
      return now_connected();
    if (options.adapter->counts_nonces() && is_clock_off(offset.value())) {
      reason = clock_objection(offset.value()) + "; nonces are made of it";
      say(log_level::warning, "not connected: " + reason);
      self->delayed_send(self, wrong_clock_retry, retry_atom_v,
                         ++retry_generation);
      return report();
    }
    next.what = question::permissions;
    break;
  case question::permissions:
    next.what = question::balances;
    break;
  default:
    return now_connected();
  }
  ask(std::move(next));
}

void broker_state::session_failed(const job& x, outcome_kind kind,
                                  const std::string& text) {
  if (given_up)
    return;
  const auto what = fmt::format("{}: {}{}{}", name_of(x), to_string(kind),
                                text.empty() ? "" : ": ", text);
  const auto refused = health_class_of(kind) == health_class::auth;
  refusals = refused ? refusals + 1 : refusals;
  const auto key_is_bad = refused && refusals >= refusals_max;
  if (phase == broker_phase::connected && !key_is_bad) {
    say(log_level::warning, "cannot refresh " + what);
    if (refused)
      sign_again(x);
    return;
  }
  phase = key_is_bad ? broker_phase::failed : broker_phase::connecting;
  reason = key_is_bad
             ? fmt::format("the venue refuses this key ({}); check it, its "
                           "rights and its allow-list",
                           what)
             : what;
  const auto delay
    = key_is_bad ? std::min<duration>(
        refused_key_retry_max,
        refused_key_retry * (1U << std::min(refused_pauses++, 10U)))
                 : std::max<duration>(kind == outcome_kind::maintenance
                                        ? options.status_while_closed
                                        : retry_min,
                                      next_delay(attempt++, random.uniform()));
  say(key_is_bad ? log_level::error : log_level::warning,
      fmt::format("not connected: {}; next try in {:.1f}s", reason,
                  seconds(delay)));
  self->delayed_send(self, delay, retry_atom_v, ++retry_generation);
  report();
}

// A refusal may only mean that a clock was set: measure it, then ask once more
// before the key is given up.
void broker_state::sign_again(const job& x) {
  to_sign_again = x;
  connect();
}

void broker_state::read_time(const open_request& x, const net::reply& r) {
  const auto answer = options.adapter->time_answer(r);
  if (answer.kind == outcome_kind::ok && answer.value) {
    offset.sample(x.sent_at_wall, options.wall->now(), *answer.value,
                  options.adapter->time_resolution());
    clock_at = now();
  }
  if (!read(x, answer) || x.work.probe)
    return;
  if (to_sign_again)
    ask(*std::exchange(to_sign_again, std::nullopt));
  next_step(question::time);
}

void broker_state::read_markets(const open_request& x, const net::reply& r) {
  auto answer = options.adapter->markets_answer(r);
  if (!read(x, answer))
    return;
  if (x.work.probe)
    return;
  if (x.work.page.empty())
    listing.clear();
  std::move(answer.value->begin(), answer.value->end(),
            std::back_inserter(listing));
  if (options.adapter->more_markets_request(listing, venue_now())) {
    job more;
    more.what = question::markets;
    more.page = "more";
    ask(std::move(more));
    return;
  }
  markets_at = now();
  listed = std::exchange(listing, {});
  by_symbol.clear();
  for (std::size_t i = 0; i < listed.size(); ++i)
    by_symbol.emplace(listed[i].symbol, i);
  std::erase_if(histories, [&](const auto& h) {
    const auto is_gone = by_symbol.count(h.first) == 0;
    if (is_gone)
      candles_held -= h.second.candles().size();
    return is_gone;
  });
  std::erase_if(quotes,
                [&](const auto& q) { return by_symbol.count(q.first) == 0; });
  tell_markets();
  next_step(question::markets);
}

void broker_state::tell_markets() {
  self->send(scheduler, market_list{std::string{options.adapter->venue()},
                                    std::string{options.adapter->account()},
                                    listed, costs_of_scans()});
}

void broker_state::read_status(const open_request& x, const net::reply& r) {
  const auto answer = options.adapter->status_answer(r);
  if (answer.kind == outcome_kind::ok && answer.value) {
    status_at = now();
    suspects_closed = false;
    const auto before = std::exchange(mode, *answer.value);
    if (before != mode) {
      say(mode == market_state::tradable ? log_level::info : log_level::warning,
          fmt::format("{}{}{}", to_sentence(mode),
                      answer.text.empty() ? "" : ": ", answer.text));
      report();
    }
  }
  if (!read(x, answer) || x.work.probe)
    return;
  if (phase != broker_phase::connected && !is_scannable(mode)
      && mode != market_state::cancel_only)
    return session_failed(x.work, outcome_kind::maintenance, answer.text);
  next_step(question::status);
}

void broker_state::read_permissions(const open_request& x,
                                    const net::reply& r) {
  const auto answer = options.adapter->permissions_answer(r);
  if (!read(x, answer))
    return;
  permissions = *answer.value;
  if (x.work.probe)
    return;
  if (permissions.can_withdraw && options.refuse_withdrawal) {
    return give_up(fmt::format(
      "the key can withdraw, and live refuses such keys: make one that can "
      "only view and trade, or accept it by name: accept_withdrawal_keys = "
      "[\"{}/{}\"]",
      options.adapter->venue(), upper(options.adapter->account())));
  }
  next_step(question::permissions);
}

void broker_state::read_balances(const open_request& x, const net::reply& r) {
  auto answer = options.adapter->balances_answer(r);
  if (!read(x, answer))
    return;
  refusals = 0;
  refused_pauses = 0;
  auto& page = *answer.value;
  if (x.work.page.empty())
    pages.clear();
  std::move(page.balances.begin(), page.balances.end(),
            std::back_inserter(pages));
  if (!page.next.empty()) {
    job more;
    more.what = question::balances;
    more.page = page.next;
    ask(std::move(more));
    return;
  }
  balances_at = now();
  balances_of = x.sent_at_wall + offset.value();
  balances = std::move(pages);
  pages.clear();
  next_step(question::balances);
}

void broker_state::now_connected() {
  phase = broker_phase::connected;
  reason.clear();
  attempt = 0;
  say(log_level::info,
      fmt::format("{} CONNECTED ({})", upper(options.adapter->title()),
                  upper(options.adapter->account())));
  for (const auto& x : balances)
    if (!x.available.is_zero() || !x.held.is_zero())
      say(log_level::info,
          fmt::format("  {} {} available, {} held{}", x.currency,
                      x.available.to_string(), x.held.to_string(),
                      paper ? " (not used on paper)" : ""));
  if (permissions.can_withdraw)
    say(log_level::warning, "this key can withdraw: use one that can only "
                            "view and trade");
  report();
}

void broker_state::give_up(const std::string& why) {
  given_up = true;
  phase = broker_phase::failed;
  reason = why;
  say(log_level::error, "ALERT: " + why);
  report();
}

// One of each kind at a time: a refresh that still waits is not asked twice.
void broker_state::refresh() {
  if (phase != broker_phase::connected || drains_for)
    return;
  const auto due = [&](question what, time_point& last, duration every) {
    const auto out = std::any_of(open.begin(), open.end(), [&](const auto& x) {
      return x.second.work.asks(what);
    });
    if (now() - last < every || out || queue.holds(what))
      return;
    last = now(); // Also when it fails: a refusal is not asked again at once.
    job x;
    x.what = what;
    ask(std::move(x));
  };
  due(question::time, clock_at,
      is_clock_off(offset.value()) ? wrong_clock_retry : options.clock_every);
  if (options.adapter->status_request())
    due(question::status, status_at,
        mode == market_state::tradable && !suspects_closed
          ? options.status_every
          : options.status_while_closed);
  due(question::markets, markets_at, options.markets_every);
  if (options.adapter->has_credentials())
    due(question::balances, balances_at, options.balances_every);
  refresh_calendar();
}

void broker_state::refresh_calendar() {
  watch_session();
  const auto every
    = calendar_failed ? options.calendar_retry : options.calendar_every;
  if (!options.adapter->has_credentials()
      || (calendar_at && now() - *calendar_at < every)
      || !options.adapter->calendar_request(venue_now()))
    return;
  calendar_at = now();
  calendar_failed = true; // Until there is an answer.
  job x;
  x.what = question::time;
  x.of_calendar = true;
  ask(std::move(x));
}

void broker_state::read_calendar(const open_request& x, const net::reply& r) {
  const auto answer = options.adapter->calendar_answer(r);
  if (!read(x, answer))
    return;
  auto read = market_hours::make(*answer.value);
  calendar_failed = !read;
  if (read)
    hours = std::move(*read);
  else
    say(log_level::warning,
        "no use of the trading hours: " + read.error().text);
  watch_session();
}

void broker_state::watch_session() {
  if (!hours)
    return;
  const auto share
    = std::find_if(listed.begin(), listed.end(), [](const market& x) {
        return x.kind == market_kind::equity;
      });
  if (share == listed.end())
    return;
  const auto is_open = session_of(*share).is_open;
  if (std::exchange(shares_trade, is_open) != is_open)
    say(log_level::debug, is_open ? "the session of shares is open"
                                  : "the session of shares is closed");
}

session_view broker_state::session_of(const market& what) const {
  const auto at = venue_now();
  return {options.adapter->is_in_session(what, at),
          hours ? hours->next_open(at) : std::nullopt};
}

void broker_state::report() {
  broker_status x;
  x.venue = std::string{options.adapter->venue()};
  x.title = std::string{options.adapter->title()};
  x.account = std::string{options.adapter->account()};
  x.phase = phase;
  x.reason = phase == broker_phase::connected ? ""
             : reason.empty()                 ? "connecting"
                                              : reason;
  x.balances = balances;
  x.balances_of = {balances_of};
  x.can_trade = permissions.can_trade;
  x.can_withdraw = permissions.can_withdraw;
  x.clock_offset = offset.value();
  x.mode = mode;
  x.scan_spends = options.adapter->scan_spends();
  x.scans_per_s = options.adapter->scans_per_s();
  x.streams = follows_candles();
  if (const auto* trader = options.adapter->trader();
      trader != nullptr && options.adapter->has_credentials()) {
    x.placement_life = trader->placement_life();
    x.absences_needed = trader->absences_needed();
    x.takes_stops
      = !paper && // Nothing sleeps on paper.
        std::any_of(listed.begin(), listed.end(), [trader](const market& what) {
          return !trader->abilities(what).stop_limit.is_empty();
        });
  }
  if (paper) {
    const auto& mine = paper->desk.settled(venue_now());
    x.balances = paper->is_read ? mine.all : std::vector<balance>{};
    x.balances_of = {mine.of};
    x.can_trade = true;
    x.placement_life = life_on_paper;
    x.absences_needed = 1;
  }
  x.candles_held = static_cast<std::uint32_t>(candles_held);
  if (scheduler)
    self->send(scheduler, x);
  if (health)
    self->send(health, x);
  if (portfolio)
    self->send(portfolio, x);
  common.tell_monitor(std::move(x));
}

} // namespace ballast
