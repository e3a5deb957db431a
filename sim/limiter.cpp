#include "sim/limiter.hpp"

#include <algorithm>
#include <cassert>

namespace ballast::sim {

namespace {

bool is_bucket(const limit_rule& x) {
  return x.kind == limit_kind::token_bucket
         || x.kind == limit_kind::decaying_counter;
}

std::int64_t capacity(const limit_rule& x) {
  return static_cast<std::int64_t>(x.burst) * x.window.count();
}

/// Number of the fixed window that holds `at`.
std::int64_t window_index(time_point at, duration window) {
  const auto count = at.time_since_epoch().count();
  const auto rest = count % window.count();
  return (count - rest) / window.count() - (rest < 0 ? 1 : 0);
}

} // namespace

limiter::limiter(limit_rule rule) : rule_{rule}, credit_{capacity(rule)} {
  assert(rule.units > 0 && rule.window > duration::zero());
  assert(!is_bucket(rule) || rule.burst > 0);
}

void limiter::advance(time_point now) {
  if (!started_) {
    started_ = true;
    now_ = now;
    return;
  }
  const auto elapsed = std::max(now - now_, duration::zero());
  now_ += elapsed;
  if (is_bucket(rule_)) {
    const auto missing = capacity(rule_) - credit_;
    // Compared before it is multiplied: a year of silence would overflow.
    if (elapsed.count() > missing / rule_.units)
      credit_ = capacity(rule_);
    else
      credit_ += elapsed.count() * rule_.units;
    return;
  }
  const auto left = [this](const entry& x) {
    if (rule_.kind == limit_kind::fixed_window)
      return window_index(x.at, rule_.window)
             < window_index(now_, rule_.window);
    return x.at <= now_ - rule_.window;
  };
  while (!log_.empty() && left(log_.front())) {
    logged_ -= log_.front().cost;
    log_.pop_front();
  }
}

std::uint32_t limiter::room() const {
  if (is_bucket(rule_))
    return static_cast<std::uint32_t>(std::max<std::int64_t>(0, credit_)
                                      / rule_.window.count());
  return static_cast<std::uint32_t>(rule_.units - logged_);
}

bool limiter::has_room(std::uint32_t cost, time_point now) {
  advance(now);
  return cost <= room();
}

void limiter::take(std::uint32_t cost, time_point now) {
  advance(now);
  assert(cost <= room());
  if (is_bucket(rule_)) {
    credit_ -= cost * rule_.window.count();
    return;
  }
  log_.push_back({now_, cost});
  logged_ += cost;
}

void limiter::refuse(std::uint32_t cost, time_point now) {
  advance(now);
  if (!is_bucket(rule_) || !rule_.charges_refused)
    return;
  // The debt of a caller who never stops ends somewhere, or it would overflow.
  constexpr auto debt_max = std::int64_t{1'000};
  credit_ = std::max(credit_ - cost * rule_.window.count(),
                     -debt_max * rule_.window.count());
}

limit_standing limiter::standing(time_point now) {
  advance(now);
  auto result = limit_standing{rule_.units, room(), duration::zero()};
  if (result.remaining > 0)
    return result;
  if (is_bucket(rule_)) {
    const auto missing = rule_.window.count() - credit_;
    result.wait = duration{(missing + rule_.units - 1) / rule_.units};
  } else if (rule_.kind == limit_kind::fixed_window) {
    const auto next = window_index(now_, rule_.window) + 1;
    result.wait
      = duration{next * rule_.window.count()} - now_.time_since_epoch();
  } else {
    result.wait = log_.front().at + rule_.window - now_;
  }
  return result;
}

} // namespace ballast::sim
