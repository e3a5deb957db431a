#include "domain/circuit_breaker.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace ballast {

namespace {

constexpr std::size_t calls_max = 4096;

enum class verdict : std::uint8_t { none, success, failure };

/// What a call made while closed says. Anything but a success and a failure
/// counts nowhere: a refused order is no sign of an outage, and no proof that
/// the calls which time out are well either.
verdict verdict_of_call(outcome_kind kind, bool throttle_counts) noexcept {
  if (kind == outcome_kind::ok)
    return verdict::success;
  if (health_class_of(kind) == health_class::system)
    return verdict::failure;
  return kind == outcome_kind::throttled && throttle_counts ? verdict::failure
                                                            : verdict::none;
}

/// What a probe says. The question is only whether the venue answers again,
/// and a "no" is an answer; were it to say nothing, the breaker could stay half
/// open for ever.
verdict verdict_of_probe(outcome_kind kind) noexcept {
  if (kind == outcome_kind::maintenance)
    return verdict::failure;
  switch (health_class_of(kind)) {
  case health_class::none:
    return verdict::none;
  case health_class::ok:
  case health_class::business:
  case health_class::auth:
    return verdict::success;
  case health_class::throttled:
  case health_class::system:
    return verdict::failure;
  }
  return verdict::none;
}

} // namespace

const char* to_string(breaker_state x) noexcept {
  switch (x) {
  case breaker_state::closed:
    return "closed";
  case breaker_state::open:
    return "open";
  case breaker_state::half_open:
    return "half open";
  }
  return "unknown state";
}

const char* to_string(breaker_rule x) noexcept {
  switch (x) {
  case breaker_rule::normal:
    return "normal";
  case breaker_rule::held_open:
    return "held_open";
  case breaker_rule::disabled:
    return "disabled";
  case breaker_rule::shadow:
    return "shadow";
  }
  return "unknown rule";
}

circuit_breaker::circuit_breaker() : circuit_breaker(options{}) {}

circuit_breaker::circuit_breaker(options opts) : opts_{opts} {
  assert(opts_.errors > 0 && opts_.probes > 0 && opts_.ratio_calls_min > 0);
  assert(opts_.cooldown > duration::zero());
  assert(opts_.cooldown_max >= opts_.cooldown);
  assert(opts_.forget_after > duration::zero());
  assert(0 <= opts_.jitter && opts_.jitter < 1);
}

std::optional<breaker_change> circuit_breaker::record(outcome_kind kind,
                                                      bool counts,
                                                      time_point now,
                                                      double random) {
  const auto what = verdict_of_call(kind, counts);
  if (rule_ == breaker_rule::disabled || what == verdict::none)
    return std::nullopt;
  const auto failed = what == verdict::failure;
  if (rule_ == breaker_rule::shadow && state_ == breaker_state::half_open)
    return judge(failed, kind, now, random);
  if (state_ != breaker_state::closed)
    return std::nullopt;
  remember({now, failed});
  in_a_row_ = failed ? in_a_row_ + 1 : 0;
  if (in_a_row_ >= opts_.errors)
    return trip(in_a_row_,
                std::to_string(in_a_row_)
                  + " errors in a row, last: " + to_string(kind),
                now, random);
  const auto calls = calls_.size();
  if (calls >= opts_.ratio_calls_min
      && failures_ >= opts_.ratio * static_cast<double>(calls))
    return trip(failures_,
                std::to_string(failures_) + " of the last "
                  + std::to_string(calls) + " calls failed",
                now, random);
  return std::nullopt;
}

std::optional<breaker_change> circuit_breaker::ban(duration how_long,
                                                   time_point now) {
  // What a shadow would have stopped was not stopped until now.
  const auto was_passed = rule_ == breaker_rule::shadow
                          && state_ != breaker_state::closed && !is_banned(now);
  const auto until = now + std::max(how_long, duration::zero());
  banned_until_ = std::max(banned_until_.value_or(until), until);
  if (state_ == breaker_state::open && !was_passed) {
    open_until_ = std::max(open_until_, until);
    return std::nullopt;
  }
  forget(now);
  auto x = open(1, "banned", until - now, now);
  if (was_passed)
    x.from = breaker_state::closed;
  return x;
}

std::optional<breaker_change> circuit_breaker::tick(time_point now) {
  if (state_ != breaker_state::open || now < open_until_)
    return std::nullopt;
  if (rule_ == breaker_rule::disabled)
    return close("the ban is over, and the breaker disabled", now);
  probes_well_ = 0;
  return enter(breaker_state::half_open, 0, told("probe", "cooldown is over"));
}

bool circuit_breaker::take_probe() {
  if (state_ != breaker_state::half_open || probe_out_
      || rule_ == breaker_rule::shadow)
    return false;
  probe_out_ = true;
  probe_is_stale_ = false;
  return true;
}

std::optional<breaker_change>
circuit_breaker::probe_done(outcome_kind kind, time_point now, double random) {
  if (!std::exchange(probe_out_, false) || probe_is_stale_)
    return std::nullopt;
  const auto what = verdict_of_probe(kind);
  if (what == verdict::none)
    return std::nullopt;
  return judge(what == verdict::failure, kind, now, random);
}

std::optional<breaker_change> circuit_breaker::judge(bool failed,
                                                     outcome_kind kind,
                                                     time_point now,
                                                     double random) {
  if (failed)
    return trip(1, std::string{"probe failed: "} + to_string(kind), now,
                random);
  if (++probes_well_ < opts_.probes)
    return std::nullopt;
  return close(told("close", std::to_string(probes_well_) + " probes well"),
               now);
}

std::optional<breaker_change> circuit_breaker::obey(breaker_rule x,
                                                    time_point now) {
  if (std::exchange(rule_, x) != x)
    forget_calls();
  if (x == breaker_rule::held_open) {
    open_until_ = time_point::max();
    if (state_ == breaker_state::open)
      return std::nullopt;
    return enter(breaker_state::open, 0, "held open by the operator");
  }
  if (is_banned(now)) {
    open_until_ = *banned_until_;
    return std::nullopt;
  }
  if (state_ == breaker_state::closed)
    return std::nullopt;
  return close(x == breaker_rule::normal     ? "reset by the operator"
               : x == breaker_rule::disabled ? "disabled by the operator"
                                             : "in shadow by the operator",
               now);
}

bool circuit_breaker::is_shut(time_point now) const noexcept {
  return rule_ == breaker_rule::shadow ? is_banned(now)
                                       : state_ != breaker_state::closed;
}

bool circuit_breaker::is_banned(time_point now) const noexcept {
  return banned_until_ && now < *banned_until_;
}

duration circuit_breaker::retry_in(time_point now) const noexcept {
  if (state_ != breaker_state::open || rule_ == breaker_rule::held_open)
    return duration::zero();
  return std::max(open_until_ - now, duration::zero());
}

std::optional<time_point> circuit_breaker::next_change() const noexcept {
  if (state_ != breaker_state::open || rule_ == breaker_rule::held_open)
    return std::nullopt;
  return open_until_;
}

void circuit_breaker::remember(call x) {
  const auto drop_first = [this] {
    failures_ -= calls_.front().failed ? 1U : 0U;
    calls_.pop_front();
  };
  while (!calls_.empty() && calls_.front().at + opts_.ratio_window <= x.at)
    drop_first();
  if (calls_.size() == calls_max)
    drop_first();
  calls_.push_back(x);
  failures_ += x.failed ? 1U : 0U;
}

void circuit_breaker::forget_calls() noexcept {
  in_a_row_ = 0;
  failures_ = 0;
  calls_.clear();
}

std::string circuit_breaker::told(const char* verb, std::string cause) const {
  if (rule_ != breaker_rule::shadow)
    return cause;
  return std::string{"shadow: would "} + verb + ": " + std::move(cause);
}

void circuit_breaker::forget(time_point now) noexcept {
  if (state_ != breaker_state::closed)
    return;
  const auto periods = (now - closed_since_) / opts_.forget_after;
  doublings_
    -= static_cast<std::uint32_t>(std::min<std::int64_t>(periods, doublings_));
}

duration circuit_breaker::cooldown(double random) noexcept {
  const auto most = static_cast<double>(opts_.cooldown_max.count());
  const auto doubled = std::ldexp(static_cast<double>(opts_.cooldown.count()),
                                  static_cast<int>(doublings_));
  const auto nominal = std::min(doubled, most);
  // Doublings that change nothing any more would only take longer to forget.
  if (nominal < most)
    ++doublings_;
  if (opened_ == 0)
    return duration{std::llround(nominal)};
  const auto jittered = nominal * (1 + opts_.jitter * (2 * random - 1));
  // Folded back at the most instead of cut off, or half of all breakers would
  // come back at exactly the same time.
  return duration{
    std::llround(jittered > most ? 2 * most - jittered : jittered)};
}

breaker_change circuit_breaker::trip(std::uint32_t errors, std::string cause,
                                     time_point now, double random) {
  assert(0 <= random && random < 1);
  forget(now);
  return open(errors, told("open", std::move(cause)), cooldown(random), now);
}

breaker_change circuit_breaker::open(std::uint32_t errors, std::string cause,
                                     duration how_long, time_point now) {
  ++opened_;
  open_until_ = now + how_long;
  auto x = enter(breaker_state::open, errors, std::move(cause));
  x.open_for = how_long;
  return x;
}

breaker_change circuit_breaker::close(std::string cause, time_point now) {
  closed_since_ = now;
  return enter(breaker_state::closed, 0, std::move(cause));
}

breaker_change circuit_breaker::enter(breaker_state to, std::uint32_t errors,
                                      std::string cause) {
  auto x = breaker_change{state_, to, errors, {}, std::move(cause)};
  state_ = to;
  forget_calls();
  // A probe on its way still holds its place, but speaks of the past.
  probe_is_stale_ = true;
  return x;
}

} // namespace ballast
