// The BROKER on paper: the duties of the account's order desk are answered here
// and nothing of them reaches the venue. What is asked of it for an order is
// the market's book, by permit and in the lane that the order would have taken.
//
//   order_request ─▶ paper_desk ─▶ order_answer
//                       ▲    └───▶ order_news
//                       └─ books of markets with orders, when these arrive;
//                          tickers, books and candles that come anyway
#include "actors/broker_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

// As long as the LEDGER may take to read a journal.
constexpr auto load_deadline = std::chrono::seconds{60};
constexpr auto fees_every = std::chrono::hours{1};
// Where no answer has come.
constexpr auto fees_retry = std::chrono::minutes{5};

} // namespace

void broker_state::begin_paper() {
  const auto* trader = options.adapter->trader();
  if (!options.paper || trader == nullptr
      || !options.adapter->has_credentials())
    return;
  auto terms = *options.paper;
  terms.rules.fees_from_received = trader->takes_fees_from_received();
  paper = std::make_unique<broker_on_paper>(
    broker_on_paper{{std::move(terms), std::string{options.adapter->venue()},
                     std::string{options.adapter->account()}},
                    false,
                    false,
                    false,
                    {},
                    {},
                    {}});
}

// Read at once, for the balances; and again when the portfolio first asks:
// before that it has written all that it ever heard of a broker before this
// one, and in the LEDGER's line this question stands behind that.
void broker_state::load_paper() {
  const auto is_wanted
    = paper && (!paper->is_read || (!paper->is_open && !paper->waits.empty()));
  if (!is_wanted || paper->is_loading || !ledger)
    return;
  paper->is_loading = true;
  const auto opens = !paper->waits.empty();
  self
    ->request(ledger, load_deadline,
              load_entries{std::string{options.adapter->account()}})
    .then([this, opens](const stored_entries& x) { paper_loaded(x, opens); },
          [this](const caf::error& e) {
            paper->is_loading = false;
            say(log_level::error,
                "the journal cannot be read: " + self->system().render(e)
                  + "; nothing is ordered until it can");
            for (const auto& x : std::exchange(paper->waits, {}))
              end_order(x,
                        x.duty.kind == desk_duty_kind::place ? duty_end::unsent
                                                             : duty_end::failed,
                        "the journal cannot be read");
          });
}

void broker_state::paper_loaded(const stored_entries& x, bool opens) {
  paper->is_loading = false;
  const auto is_first = !std::exchange(paper->is_read, true);
  paper->desk.restore(
    x.entries, [this](const symbol& which) { return market_of(which); },
    venue_now());
  if (is_first) {
    for (const auto& each : paper->desk.settled(venue_now()).all)
      if (!each.available.is_zero())
        say(log_level::info, fmt::format("  on paper: {} {}", each.currency,
                                         each.available.to_string()));
    report();
  }
  if (!opens)
    return load_paper();
  paper->is_open = true;
  for (const auto& each : std::exchange(paper->waits, {}))
    order_on_paper(each);
  watch_paper();
}

void broker_state::order_on_paper(const order_request& x) {
  if (!paper->is_open) {
    paper->waits.push_back(x);
    return load_paper();
  }
  const auto is_placement = x.duty.kind == desk_duty_kind::place;
  if (is_placement && venue_now() > x.leave_before)
    return end_order(x, duty_end::unsent, "the journal was not read in time");
  const auto* what = market_of(x.duty.market);
  auto answer
    = paper->desk.answer(x, what == nullptr ? market{} : *what, venue_now());
  tell_paper_news();
  answer_order(std::move(answer), x);
  if (is_placement || x.duty.kind == desk_duty_kind::cancel)
    self->delayed_send(self, paper->desk.latency(), wake_atom_v);
}

void broker_state::watch_paper() {
  if (!paper || drains_for)
    return;
  load_paper();
  ask_fees();
  if (!paper->is_open)
    return;
  paper->desk.pass(venue_now());
  tell_paper_news();
  for (const auto& x : paper->desk.awaited(venue_now())) {
    job work;
    work.what = venues::question::tickers;
    work.of_book = true;
    work.lane = x.for_sale ? lane::exit : lane::entry;
    work.market = x.market;
    if (is_listed(work) && paper->asked.insert(x.market).second)
      ask(std::move(work));
  }
}

void broker_state::price_on_paper(const ticker& x, unix_time at) {
  if (!paper || !paper->is_open)
    return;
  paper->desk.see(x, at);
  tell_paper_news();
}

// Shares and coins have tiers of their own; one market stands for each kind.
void broker_state::ask_fees() {
  if (phase != broker_phase::connected)
    return;
  for (const auto kind : {market_kind::crypto, market_kind::equity}) {
    const auto one
      = std::find_if(listed.begin(), listed.end(), [kind](const market& x) {
          return x.kind == kind && x.state == market_state::tradable;
        });
    auto& due = paper->fees_due.try_emplace(kind, now()).first->second;
    if (one == listed.end() || now() < due)
      continue;
    due = now() + fees_retry;
    job work;
    work.what = venues::question::balances;
    work.of_fees = true;
    work.market = one->symbol;
    ask(std::move(work));
  }
}

void broker_state::read_fees(const open_request& x, const net::reply& r) {
  const auto answer = options.adapter->trader()->fees_answer(r);
  const auto* what = market_of(x.work.market);
  if (!read(x, answer) || !paper || what == nullptr)
    return;
  paper->fees_due[what->kind] = now() + fees_every;
  paper->desk.charge(what->kind, *answer.value);
  say(log_level::debug,
      fmt::format("fees on paper as at the venue: maker {}, taker {}",
                  answer.value->maker.to_string(),
                  answer.value->taker.to_string()));
}

void broker_state::tell_paper_news() {
  for (auto& x : paper->desk.take_news())
    if (portfolio)
      self->send(portfolio, std::move(x));
}

} // namespace ballast
