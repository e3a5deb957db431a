#include "actors/broker_state.hpp"
#include "actors/probe_question.hpp"
#include "venues/trading.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace ballast {

namespace {

// A host that accepts nothing shows only as "no connection ready"; after this
// long without any answer that speaks of the venue, not of a busy pool.
constexpr auto silent_after = std::chrono::seconds{5};
// A market that could not be asked for in a minute (a long hold) goes back to
// the scheduler, which knows by then what is more urgent.
constexpr auto waits_at_most = std::chrono::minutes{1};

} // namespace

outcome_kind kind_of(net::failure::kind x) noexcept {
  switch (x) {
  case net::failure::kind::not_ready:
    return outcome_kind::not_sent;
  case net::failure::kind::own_network:
    return outcome_kind::own_network;
  case net::failure::kind::refused:
  case net::failure::kind::lost:
  case net::failure::kind::stopped:
    return outcome_kind::unavailable;
  case net::failure::kind::timed_out:
    return outcome_kind::timed_out;
  case net::failure::kind::too_large:
  case net::failure::kind::malformed:
    return outcome_kind::malformed;
  }
  return outcome_kind::unavailable;
}

std::string broker_state::who() const {
  return std::string{options.adapter->venue()} + '/'
         + std::string{options.adapter->account()};
}

void broker_state::say(log_level level, const std::string& text) const {
  options.log(level, who(), text);
}

void broker_state::begin(broker_options opts) {
  options = std::move(opts);
  queue = request_queue{options.owner};
  random = random_source{options.seed};
  common.call_it("broker " + who());
  last_progress = now();
  begin_paper();
  common.beat();
}

void broker_state::wire(const wiring& x) {
  common.wire(x);
  auto next_scheduler = caf::actor_cast<scheduler_actor>(x.scheduler);
  auto next_governor = caf::actor_cast<rate_governor_actor>(x.governor);
  const auto other_scheduler = next_scheduler != scheduler;
  const auto other_governor = next_governor != governor;
  governor = std::move(next_governor);
  health = caf::actor_cast<health_monitor_actor>(x.health);
  scheduler = std::move(next_scheduler);
  ledger = caf::actor_cast<ledger_actor>(x.ledger);
  wire_trading(x);
  load_paper();
  if (other_scheduler) {
    cover_changed = true;
    // A new scheduler knows none of the old one's batches.
    batches.clear();
    booking = {};
    for (auto& line : queue.lines())
      if (line.lane == lane::scan)
        line.jobs.clear();
  }
  // Both count from 1 again after a restart: what is out belongs to the old.
  for (auto& [id, request] : open) {
    request.work.batch = other_scheduler ? 0 : request.work.batch;
    request.permit = other_governor ? 0 : request.permit;
  }
  for (auto& [line, socket] : dialled)
    socket.permit = other_governor ? 0 : socket.permit;
  report();
  if (!started) {
    started = true;
    for (const auto& base : options.adapter->bases())
      options.transport->warm(base, options.warm_connections);
    connect();
    return;
  }
  if (!listed.empty() && scheduler && other_scheduler)
    tell_markets();
  for (const auto& line : queue.lines())
    post(line);
}

void broker_state::tick() {
  report();
  refresh();
  for (auto& line : queue.lines()) {
    hand_back(line, now() - waits_at_most);
    drop_late_orders(line);
    // A wish can be lost with the governor that had it; posting it again is
    // cheap, and what is then granted twice goes back.
    if (!line.jobs.empty())
      post(line);
  }
  look_after_streams();
  watch_paper();
  common.beat();
}

// -- permits -----------------------------------------------------------------

void broker_state::told(const venue_health& x) {
  auto next = std::set<std::string>(x.open_scopes.begin(), x.open_scopes.end());
  if (next == shut && x.global_open == all_shut)
    return;
  shut = std::move(next);
  all_shut = x.global_open;
  for (auto& line : queue.lines()) {
    if (is_shut(line))
      hand_back(line);
    post(line);
  }
}

void broker_state::probe(const probe_request& x) {
  const auto same = [&](const job& y) { return y.probe && y.scope == x.scope; };
  const auto waits
    = std::any_of(queue.lines().begin(), queue.lines().end(), [&](auto& line) {
        return std::any_of(line.jobs.begin(), line.jobs.end(), same);
      });
  const auto is_out = std::any_of(open.begin(), open.end(),
                                  [&](auto& y) { return same(y.second.work); });
  if (waits || is_out)
    return;
  const auto may_sign = options.adapter->has_credentials() && !given_up;
  const auto what
    = probe_question(*options.adapter, x.scope, may_sign, !listed.empty());
  job probe;
  probe.of_book = !what && spends_on_books(x.scope);
  if (!what && !probe.of_book)
    return;
  probe.what = what.value_or(venues::question::tickers);
  if (probe.of_book || probe.what == venues::question::candles)
    probe.market = listed.front().symbol;
  probe.probe = true;
  probe.scope = x.scope;
  ask(std::move(probe));
}

void broker_state::ask(job x) {
  if (drains_for)
    return;
  const auto spends = spends_of(x);
  x.since = now();
  post(queue.push(std::move(x), spends));
}

bool broker_state::is_shut(const job_line& line) const {
  if (line.probe || line.lane == lane::exit)
    return false;
  return all_shut
         || std::any_of(
           line.spends.begin(), line.spends.end(),
           [&](const spend& s) { return shut.count(s.budget) > 0; });
}

void broker_state::post(const job_line& line) {
  if (!governor)
    return; // It is being restarted; every second the wish is posted again.
  const auto count
    = static_cast<std::uint32_t>(wanted(line, options.wall->now()));
  self->send(governor, permit_demand{std::string{options.adapter->venue()},
                                     {line.demand,
                                      std::string{options.adapter->account()},
                                      line.lane, line.spends, count}});
}

std::size_t broker_state::wanted(const job_line& line, unix_time now_wall) {
  if (is_shut(line))
    return 0;
  return is_serial(line) ? signable(now_wall) : line.jobs.size();
}

void broker_state::granted(const permit_grant& x) {
  permit_return unused;
  // Read once: what the mark covers is what is signed, even if the process is
  // stopped in between.
  const auto now_wall = options.wall->now();
  for (const auto& permit : x.permits) {
    // One that has grown old (the process was stopped) may have been given up
    // and granted to another: it is never used late.
    const auto is_old = now() - permit.granted >= permit.valid_for;
    if (is_old || !use(permit, now_wall))
      unused.permits.push_back(permit.id);
  }
  if (!unused.permits.empty() && governor)
    self->send(governor, std::move(unused));
}

bool broker_state::use(const granted_permit& permit, unix_time now_wall) {
  if (const auto kind = socket_of(permit.demand))
    return dial(*kind, permit);
  auto* line = queue.find(permit.demand);
  return line != nullptr && wanted(*line, now_wall) != 0
         && use(*line, permit, now_wall);
}

bool broker_state::use(job_line& line, const granted_permit& permit,
                       unix_time now_wall) {
  while (!line.jobs.empty()) {
    auto work = std::move(line.jobs.front());
    line.jobs.pop_front();
    if (is_late(work)) {
      end_order(*work.order, duty_end::unsent, "no permit came in time");
      continue;
    }
    if (is_listed(work)) {
      dispatch(std::move(work), line, permit, now_wall);
      return true;
    }
    // A newer list has left it out while it waited.
    market_sent(work);
    market_ended(work, outcome_kind::unknown_symbol);
  }
  return false;
}

// -- requests ----------------------------------------------------------------

void broker_state::dispatch(job x, const job_line& line,
                            const granted_permit& permit, unix_time now_wall) {
  auto record = open_request{};
  record.work = std::move(x);
  record.permit = permit.id;
  record.scope = record.work.probe ? record.work.scope : line.scope();
  record.sent_at = now();
  record.sent_at_wall = now_wall;
  auto request = build(record.work, record);
  const auto id = ++last_request;
  const auto sent = record.work;
  open.emplace(id, std::move(record));
  auto when = options.deadlines;
  when.ready = std::min(when.ready, permit.granted + permit.valid_for - now());
  const auto me = caf::actor_cast<caf::weak_actor_ptr>(self->ctrl());
  // Weak: a request in flight must not keep a broker alive, and a reply to a
  // dead one is dropped.
  options.transport->send(
    std::move(request.call), when, [me, id](net::outcome end) {
      if (auto strong = me.lock())
        caf::anon_send(
          caf::actor_cast<broker_actor>(strong),
          transport_result{id, std::make_shared<net::outcome>(std::move(end))});
    });
  market_sent(sent);
}

venues::request broker_state::build(const job& x, open_request& record) {
  auto& adapter = *options.adapter;
  if (x.of_book)
    return adapter.trader()->book_request(listed[by_symbol.at(x.market)],
                                          std::max(booking.wish.levels, 1U));
  if (x.order)
    return build_order(x);
  switch (x.what) {
  case venues::question::time:
    if (x.of_calendar)
      if (auto made = adapter.calendar_request(venue_now()))
        return std::move(*made);
    return adapter.time_request();
  case venues::question::markets:
    if (!x.page.empty())
      if (auto more = adapter.more_markets_request(listing, venue_now()))
        return std::move(*more);
    return adapter.markets_request(venue_now());
  case venues::question::tickers:
    if (!x.page.empty())
      if (auto more = adapter.more_tickers_request(pricing.calls, venue_now()))
        return std::move(*more);
    return adapter.tickers_request(venue_now());
  case venues::question::permissions:
    return adapter.permissions_request(signing_time(record.sent_at_wall));
  case venues::question::balances:
    if (x.of_fees)
      return adapter.trader()->fees_request(listed[by_symbol.at(x.market)],
                                            signing_time(record.sent_at_wall));
    if (x.of_token)
      if (auto made = adapter.trader()->stream_token_request(
            signing_time(record.sent_at_wall)))
        return std::move(*made);
    return adapter.balances_request(x.page, signing_time(record.sent_at_wall));
  case venues::question::status:
    if (auto made = adapter.status_request())
      return std::move(*made);
    return adapter.time_request();
  case venues::question::candles:
    break;
  }
  const auto& history = history_of(x.market);
  const auto range = history.missing(venue_now(), adapter.candles_max());
  record.asked_to = range.to;
  return adapter.candles_request(listed[by_symbol.at(x.market)],
                                 options.timeframe, range.from, range.to);
}

void broker_state::result(const transport_result& x) {
  const auto i = open.find(x.id);
  if (i == open.end() || !x.outcome)
    return;
  const auto record = std::move(i->second);
  open.erase(i);
  if (const auto* why = std::get_if<net::failure>(x.outcome.get())) {
    failed(record, *why);
  } else if (record.work.order) {
    read_order(record, *std::get_if<net::reply>(x.outcome.get()));
  } else {
    const auto& reply = *std::get_if<net::reply>(x.outcome.get());
    if (record.work.of_book)
      read_book(record, reply);
    else
      read_reply(record, reply);
  }
  tell_if_drained();
}

void broker_state::read_reply(const open_request& record,
                              const net::reply& reply) {
  switch (record.work.what) {
  case venues::question::time:
    record.work.of_calendar ? read_calendar(record, reply)
                            : read_time(record, reply);
    break;
  case venues::question::markets:
    read_markets(record, reply);
    break;
  case venues::question::permissions:
    read_permissions(record, reply);
    break;
  case venues::question::balances:
    if (record.work.of_fees)
      read_fees(record, reply);
    else
      record.work.of_token ? read_token(record, reply)
                           : read_balances(record, reply);
    break;
  case venues::question::candles:
    read_candles(record, reply);
    break;
  case venues::question::status:
    read_status(record, reply);
    break;
  case venues::question::tickers:
    read_tickers(record, reply);
    break;
  }
}

void broker_state::failed(const open_request& x, const net::failure& why) {
  auto kind = kind_of(why.what);
  if (kind == outcome_kind::not_sent)
    kind = judge_unsent(kind);
  conclude(x, kind, why.text, {}, why.byte_left, false);
  if (x.work.order)
    order_failed(x, why);
}

outcome_kind broker_state::judge_unsent(outcome_kind kind) {
  return now() - last_progress >= silent_after ? outcome_kind::unavailable
                                               : kind;
}

void broker_state::conclude(const open_request& x, outcome_kind kind,
                            const std::string& text,
                            const limit_feedback& limits, bool byte_left,
                            bool answered) {
  if (kind != outcome_kind::not_sent)
    last_progress = now();
  request_outcome report_of_it;
  report_of_it.venue = std::string{options.adapter->venue()};
  report_of_it.account = std::string{options.adapter->account()};
  report_of_it.scope = x.scope;
  report_of_it.permit = x.permit;
  report_of_it.kind = kind;
  report_of_it.latency = now() - x.sent_at;
  report_of_it.limits = limits;
  report_of_it.byte_left = byte_left;
  report_of_it.answered = answered;
  report_of_it.probe = x.work.probe;
  report_of_it.text = text;
  if (governor)
    self->send(governor, std::move(report_of_it));
  if (kind == outcome_kind::ok)
    retries.succeeded(now());
  suspects_closed = suspects_closed || kind == outcome_kind::unavailable
                    || kind == outcome_kind::maintenance;
  if (x.work.of_book)
    return book_ended(x.work);
  if (x.work.asks(venues::question::candles))
    return market_ended(x.work, kind);
  const auto is_signed = x.work.is_signed();
  // Only who read the request has taken its nonce; a 503 says nothing of it.
  if (is_signed
      && (kind == outcome_kind::ok || kind == outcome_kind::refused
          || kind == outcome_kind::not_permitted))
    nonces.accepted();
  if (is_signed && kind == outcome_kind::clock_or_nonce
      && options.adapter->counts_nonces())
    nonce_refused(x.work, text);
  else if (kind != outcome_kind::ok && !x.work.probe && !x.work.order
           && !x.work.of_fees)
    session_failed(x.work, kind, text);
  // The key is free for the next.
  if (is_signed)
    post_signed();
}

// -- the end -----------------------------------------------------------------

void broker_state::drain() {
  drains_for = self->current_sender();
  streams.reset();
  post_connects();
  for (auto& line : queue.lines()) {
    for (const auto& x : std::exchange(line.jobs, {}))
      if (x.order)
        end_order(*x.order, duty_end::unsent, "the node stops");
    post(line);
  }
  tell_if_drained();
}

void broker_state::tell_if_drained() {
  if (!drains_for || !open.empty())
    return;
  self->send(caf::actor_cast<supervisor_actor>(drains_for),
             drained{"broker " + who()});
}

void broker_state::close() {
  report();
  self->quit();
}

namespace {

broker_actor::behavior_type broker(broker_pointer self,
                                   broker_options options) {
  self->state.begin(std::move(options));
  return {
    [self](const wiring& x) { self->state.turn().wire(x); },
    [self](drain_atom) { self->state.turn().drain(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().tick(); },
    [self](const scan_batch& x) { self->state.turn().scan(x); },
    [self](const permit_grant& x) { self->state.turn().granted(x); },
    [self](const venue_health& x) { self->state.turn().told(x); },
    [self](const probe_request& x) { self->state.turn().probe(x); },
    [self](const ticker_wish& x) { self->state.turn().price_all(x); },
    [self](const book_wish& x) { self->state.turn().look_at_books(x); },
    [self](const quote_question& x) { return self->state.turn().quote(x); },
    [self](const stream_wish& x) { self->state.turn().follow(x); },
    [self](const order_request& x) { self->state.turn().order(x); },
    [self](const market_question& x) { self->state.turn().tell_facts(x); },
    [self](const transport_result& x) { self->state.turn().result(x); },
    [self](const socket_news& x) { self->state.turn().stream_heard(x); },
    [self](retry_atom, std::uint64_t x) { self->state.turn().retry(x); },
    [self](wake_atom) { self->state.turn().watch_paper(); },
  };
}

} // namespace

broker_actor spawn_broker(caf::actor_system& system, broker_options options) {
  return system.spawn(broker, std::move(options));
}

} // namespace ballast
