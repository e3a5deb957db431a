// The BROKER's nonces: at a venue that counts them, signed requests leave one
// after the other, and none before a mark above its nonce is durable.
//
//   signed job ─▶ mark covers it? ── no ──▶ LEDGER stores one ─▶ ask again
//                      │ yes                     │ cannot
//                      ▼                         ▼
//                permit ─▶ sent          every second again
#include "actors/broker_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace ballast {

namespace {

constexpr auto ledger_deadline = std::chrono::seconds{5};

} // namespace

bool broker_state::is_serial(const job_line& line) const {
  return options.adapter->counts_nonces() && !line.jobs.empty()
         && line.jobs.front().is_signed();
}

std::size_t broker_state::signable(unix_time now) {
  // Nonces are made of our clock: one that is wrong would spoil the key for
  // later, or be refused now.
  if (given_up || signed_is_out() || is_clock_off(offset.value()))
    return 0;
  return store_mark(now) ? 1 : 0;
}

bool broker_state::signed_is_out() const {
  return std::any_of(open.begin(), open.end(),
                     [](const auto& x) { return x.second.work.is_signed(); });
}

bool broker_state::store_mark(unix_time now) {
  const auto next = mark.to_store(options.adapter->nonce(), now);
  if (!next)
    return true;
  if (storing_mark || !ledger)
    return false;
  storing_mark = true;
  self->request(ledger, ledger_deadline, raise_nonce{options.key_id, *next})
    .then(
      [this, stored = *next](caf::ok_atom) {
        storing_mark = false;
        mark.stored(stored);
        post_signed();
      },
      [this](const caf::error& e) {
        storing_mark = false;
        say(log_level::error,
            fmt::format("the nonce mark cannot be stored: {}; nothing is "
                        "signed until it can",
                        self->system().render(e)));
      });
  return false;
}

void broker_state::post_signed() {
  for (const auto& line : queue.lines())
    if (is_serial(line))
      post(line);
}

void broker_state::nonce_refused(const job& x, const std::string& text) {
  auto& adapter = *options.adapter;
  switch (nonces.refused()) {
  case nonce_recovery::action::again:
    say(log_level::warning,
        fmt::format("invalid nonce ({}): asking again with a later one", text));
    break;
  case nonce_recovery::action::skip:
    adapter.skip_nonces(
      std::max(adapter.nonce(), microseconds_of(options.wall->now()))
      + nonce_recovery::skip_by);
    say(log_level::warning,
        fmt::format("invalid nonce ({}): asking again with one a minute ahead "
                    "of our clock",
                    text));
    break;
  case nonce_recovery::action::stop:
    return give_up(fmt::format(
      "the key is stopped: {} refuses its nonces ({}), so another program uses "
      "this key, or has used it with larger numbers; make a key for ballast "
      "alone and start again",
      adapter.title(), text));
  }
  // Whoever sent a probe sends the next one, and an order desk decides itself
  // what is asked again; a placement never is (O5).
  if (!x.probe && !x.order)
    ask(x);
}

} // namespace ballast
