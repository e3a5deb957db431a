#include "tests/kill/order_path.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

namespace ballast::test {

using namespace std::chrono_literals;

namespace {

/// How long a request may be under way: between two processes of one machine.
/// What arrives is answered in its order, so that a question asked later cannot
/// overtake it.
constexpr auto window = 300ms;
constexpr auto tenth = decimal::from_units(decimal::whole(1).units() / 10);
constexpr auto calls_at_once = std::size_t{6};

order_desk::options options_of(const venues::adapter& venue,
                               const store::journal& journal) {
  order_desk::options how;
  how.venue = venue.venue();
  how.account = venue.account();
  how.identity = journal.identity();
  // There are no streams, and nobody has a minute.
  how.ask_first = 10ms;
  how.ask_most = 200ms;
  how.look_every = 50ms;
  how.list_every = 500ms;
  return how;
}

const net::reply* reply_of(const net::outcome& x) {
  return std::get_if<net::reply>(&x);
}

template <class T>
T value_or_throw(const venues::answer<T>& x, const char* what) {
  if (x.kind != outcome_kind::ok || !x.value)
    throw std::runtime_error{std::string{"no "} + what + ": " + x.text};
  return *x.value;
}

decimal times(const decimal& a, const decimal& b) {
  const auto product = multiply(a, b, rounding::down);
  return product ? *product : decimal::highest();
}

} // namespace

void answer_queue::put(std::function<void()> x) {
  const auto lock = std::scoped_lock{mutex_};
  all_.push_back(std::move(x));
  came_.notify_one();
}

std::optional<std::function<void()>>
answer_queue::take(std::chrono::milliseconds patience) {
  auto lock = std::unique_lock{mutex_};
  if (!came_.wait_for(lock, patience, [&] { return !all_.empty(); }))
    return std::nullopt;
  auto x = std::move(all_.front());
  all_.pop_front();
  return x;
}

order_path::order_path(venues::adapter& venue, venues::trading& trader,
                       store::journal& journal, net::transport& wire,
                       const calendar& clock, planted_bug bug)
    : venue_{venue}, trader_{trader}, journal_{journal}, wire_{wire},
      clock_{clock}, bug_{bug}, desk_{options_of(venue, journal)} {}

void order_path::recover(const symbol& market) {
  const auto markets = value_or_throw(
    venue_.markets_answer(ask_now(venue_.markets_request(now()))), "markets");
  for (const auto& x : markets)
    if (x.symbol == market)
      market_ = x;
  price_ = value_or_throw(
             trader_.ticker_answer(ask_now(trader_.ticker_request(market_))),
             "ticker")
             .last;
  const auto read = journal_.read([&](const journal_entry& x) -> result<done> {
    desk_.restore(x);
    return done{};
  });
  if (!read)
    throw std::runtime_error{read.error().text};
  desk_.restored(now());
  if (bug_ == planted_bug::place_again)
    for (const auto& x : desk_.orders())
      if (x.stage == life_stage::unknown)
        place(x.intent.client_id);
}

order_ticket order_path::ticket(side which, time_in_force life,
                                const decimal& distance) const {
  order_ticket x;
  x.side = which;
  x.lives = life;
  const auto away = times(price_, distance);
  x.price = round_price(which == side::buy ? price_ - away : price_ + away,
                        market_.price_increment, which);
  // Worth six dollars, or what the market wants at least.
  x.size = market_.size_min;
  const auto step = market_.size_increment;
  while (times(x.size, x.price) < decimal::whole(6)
         || times(x.size, x.price) < market_.notional_min)
    x.size = round_to(x.size + times(x.size, tenth) + step, step, rounding::up);
  return x;
}

std::optional<std::string> order_path::want(const order_ticket& x) {
  auto checked = x;
  checked.client_id = "a" + std::string(31, '0'); // The desk makes its own.
  if (refusal_of(checked, market_, trader_.abilities(market_), {}, now()))
    return std::nullopt;
  const auto intent = desk_.intend(market_.symbol, x, order_purpose::entry,
                                   "to be killed", now(), now() + window);
  if (!intent)
    return std::nullopt;
  pending_.push_back(*intent);
  return intent->client_id;
}

void order_path::want_cancelled(const std::string& client_id) {
  take(desk_.wish_cancelled(client_id, "no more wanted", now()));
}

void order_path::take(desk_step x) {
  pending_.insert(pending_.end(), x.entries.begin(), x.entries.end());
  alarms_.insert(alarms_.end(), x.alarms.begin(), x.alarms.end());
}

void order_path::commit() {
  const auto kept = journal_.append(pending_);
  if (!kept)
    throw std::runtime_error{kept.error().text};
  for (const auto& x : std::exchange(pending_, {}))
    if (x.kind == journal_kind::intent)
      desk_.committed(x.client_id);
}

void order_path::turn(std::chrono::milliseconds patience) {
  take(desk_.tick(now()));
  if (bug_ == planted_bug::send_first) {
    for (const auto& x : pending_)
      desk_.committed(x.client_id);
    for (const auto& x : desk_.duties(now()))
      carry_out(x);
  }
  commit();
  for (const auto& x : desk_.duties(now()))
    carry_out(x);
  pump();
  for (auto wait = patience;; wait = 0ms) {
    const auto work = answers_.take(wait);
    if (!work)
      return;
    (*work)();
  }
}

// -- the wire ----------------------------------------------------------------

void order_path::send(build what, then next) {
  waiting_.emplace_back(std::move(what), std::move(next));
  pump();
}

void order_path::pump() {
  // Numbered requests leave one by one. (Here the clock keeps the numbers
  // rising; what else does is another test's.)
  const auto most = venue_.counts_nonces() ? 1 : calls_at_once;
  while (!waiting_.empty() && under_way_ < most) {
    auto [what, next] = std::move(waiting_.front());
    waiting_.pop_front();
    ++under_way_;
    wire_.send(what().call, {},
               [this, next = std::move(next), at = now()](net::outcome x) {
                 answers_.put([this, next, at, x = std::move(x)] {
                   --under_way_;
                   next(x, at);
                   pump();
                 });
               });
  }
}

net::reply order_path::ask_now(const venues::request& what) {
  auto got = net::reply{};
  auto is_there = false;
  send([&] { return what; },
       [&](const net::outcome& x, unix_time) {
         is_there = true;
         if (const auto* reply = reply_of(x))
           got = *reply;
       });
  while (!is_there)
    if (auto work = answers_.take(10s))
      (*work)();
    else
      throw std::runtime_error{"the venue is silent"};
  return got;
}

// -- duties ------------------------------------------------------------------

void order_path::carry_out(const desk_duty& x) {
  switch (x.kind) {
  case desk_duty_kind::place:
    return place(x.client_id);
  case desk_duty_kind::ask:
    return ask(x, {}, std::nullopt);
  case desk_duty_kind::cancel:
    return cancel(x);
  case desk_duty_kind::list_open:
    return list_open(x);
  case desk_duty_kind::list_fills:
    return list_fills(x);
  }
}

template <class Answer, class Read>
Answer order_path::said(const desk_duty& x, const net::outcome& y, Read read) {
  auto answer = Answer{};
  if (const auto* reply = reply_of(y))
    answer = read(*reply);
  else
    answer.text = std::get<net::failure>(y).text;
  if (answer.kind != outcome_kind::ok || !answer.value)
    trouble_ = std::string{to_string(x.kind)} + ": " + to_string(answer.kind)
               + ", " + answer.text;
  return answer;
}

void order_path::place(const std::string& client_id) {
  send(
    [this, ticket = desk_.find(client_id)->ticket()] {
      return trader_.place_request(market_, ticket, now());
    },
    [this, client_id](const net::outcome& x, unix_time) {
      placed(client_id, x);
    });
}

void order_path::placed(const std::string& client_id, const net::outcome& x) {
  if (const auto* reply = reply_of(x)) {
    const auto said = trader_.place_answer(*reply);
    take(desk_.placed(client_id, said.fate, said.value, said.text, now()));
    return;
  }
  const auto& failed = std::get<net::failure>(x);
  take(failed.byte_left ? desk_.placed(client_id, placement::unknown,
                                       std::nullopt, failed.text, now())
                        : desk_.unsent(client_id, failed.text, now()));
}

void order_path::ask(const desk_duty& x, const look& where,
                     std::optional<unix_time> asked_at) {
  const auto which
    = venues::order_ref{market_, x.venue_id, x.client_id, x.since, where.page};
  send(
    [this, which, where] {
      return where.is_second ? *trader_.more_query_request(which, now())
                             : trader_.query_request(which, now());
    },
    [this, x, where, asked_at](const net::outcome& y, unix_time at) {
      // What an answer of several parts proves, it proves of its beginning.
      asked(x, where, y, asked_at.value_or(at));
    });
}

void order_path::asked(const desk_duty& x, const look& where,
                       const net::outcome& answer, unix_time asked_at) {
  const auto which = venues::order_ref{market_, x.venue_id, x.client_id};
  using lookup = venues::answer<venues::order_lookup>;
  const auto told = said<lookup>(x, answer, [&](const net::reply& y) {
    return trader_.query_answer_of(y, which);
  });
  if (!told.value)
    return desk_.failed(x, now());
  if (!told.value->found && !told.value->is_absent())
    return ask(x, {told.value->next, where.is_second}, asked_at);
  if (told.value->is_absent() && !where.is_second
      && trader_.more_query_request(which, now()))
    return ask(x, {{}, true}, asked_at);
  take(desk_.found(x.client_id, told.value->found, asked_at, now()));
}

void order_path::cancel(const desk_duty& x) {
  const auto which = venues::order_ref{market_, x.venue_id, x.client_id};
  send([this, which] { return trader_.cancel_request(which, now()); },
       [this, x](const net::outcome& y, unix_time) {
         const auto* reply = reply_of(y);
         if (reply == nullptr)
           return desk_.failed(x, now());
         using venues::cancel_fate;
         const auto fate = trader_.cancel_answer_of(*reply).fate;
         desk_.cancel_ended(x.client_id,
                            fate == cancel_fate::taken
                              || fate == cancel_fate::already_over,
                            now());
       });
}

void order_path::list_open(const desk_duty& x) {
  send(
    [this, x] { return trader_.open_orders_request(nullptr, x.page, now()); },
    [this, x](const net::outcome& y, unix_time asked_at) {
      using page = venues::answer<venues::order_page>;
      const auto told = said<page>(x, y, [&](const net::reply& reply) {
        return trader_.open_orders_answer_of(reply, x.page);
      });
      if (!told.value)
        return desk_.failed(x, now());
      take(desk_.listed(told.value->orders, told.value->next, asked_at, now()));
    });
}

void order_path::list_fills(const desk_duty& x) {
  send([this,
        x] { return trader_.fills_request(&market_, x.since, x.page, now()); },
       [this, x](const net::outcome& y, unix_time) {
         using page = venues::answer<venues::fill_page>;
         const auto told = said<page>(x, y, [&](const net::reply& reply) {
           return trader_.fills_answer(reply);
         });
         if (!told.value)
           return desk_.failed(x, now());
         take(desk_.fills_listed(x.market, told.value->fills, told.value->next,
                                 now()));
       });
}

} // namespace ballast::test
