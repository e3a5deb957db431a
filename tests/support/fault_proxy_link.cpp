#include "tests/support/fault_proxy_link.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace ballast::test {

namespace {

/// A wait without bounds would be a hang, and no jitter.
constexpr double jitter_max = 20;

template <std::size_t... Indices>
std::array<random_source, sizeof...(Indices)>
one_each(const random_source& all, std::index_sequence<Indices...>) {
  return {all.derive(Indices + 1)...};
}

} // namespace

proxy_link::proxy_link(std::uint64_t seed)
    : dice_{one_each(
      random_source{seed},
      std::make_index_sequence<static_cast<std::size_t>(concern::last)>{})},
      jitter_{random_source{seed}.derive(100)} {}

/// Draws whatever the rate, so that another rate does not shift what follows.
bool proxy_link::strikes(concern what, double rate) {
  return dice_[static_cast<std::size_t>(what)].uniform() < rate;
}

bool proxy_link::refuses() {
  const auto result = strikes(concern::refuse, faults_.refuse);
  counts_.refuse += result ? 1 : 0;
  return result;
}

/// Box and Muller's way to the normal distribution. The mean of a log-normal
/// one lies above its median by exp(sigma^2 / 2).
duration proxy_link::jitter() {
  const auto radius = std::sqrt(-2 * std::log(1 - jitter_.uniform()));
  const auto normal
    = radius * std::cos(2 * std::numbers::pi * jitter_.uniform());
  const auto sigma = faults_.jitter.sigma;
  const auto factor
    = std::min(std::exp(sigma * normal - sigma * sigma / 2), jitter_max);
  return duration{
    std::llround(static_cast<double>(faults_.jitter.mean.count()) * factor)};
}

duration proxy_link::lag() {
  duration result{0};
  if (strikes(concern::delay, faults_.delay.rate)) {
    ++counts_.delay;
    result += faults_.delay.time;
  }
  if (strikes(concern::jitter, faults_.jitter.rate)) {
    ++counts_.jitter;
    result += jitter();
  }
  return result;
}

exchange_plan proxy_link::begin(exchange_watch::kind what, time_point now) {
  const auto handshake = what == exchange_watch::kind::handshake;
  ++(handshake ? counts_.handshakes : counts_.requests);
  exchange_plan result;
  result.what = what;
  result.number = ++number_;
  using target = proxy_faults::target;
  if (faults_.strikes == (handshake ? target::requests : target::handshakes))
    return result;
  if (strikes(concern::stall, faults_.stall.rate)) {
    ++counts_.stall;
    frozen_until_ = std::max(frozen_until_, now + faults_.stall.time);
  }
  result.how = draw_ending();
  result.cut_after = faults_.cut.bytes;
  if (strikes(concern::slow, faults_.slow.rate))
    result.pace = std::max<std::size_t>(faults_.slow.bytes, 1);
  result.held = strikes(concern::reorder, faults_.reorder.rate) && !handshake;
  result.held_max = faults_.reorder.time;
  return result;
}

/// The first that is drawn; every one is drawn.
exchange_plan::ending proxy_link::draw_ending() {
  using ending = exchange_plan::ending;
  auto result = ending::whole;
  const auto draw = [&](concern what, double rate, ending then) {
    if (strikes(what, rate) && result == ending::whole)
      result = then;
  };
  draw(concern::reset_before, faults_.reset_before, ending::reset_before);
  draw(concern::reset, faults_.reset, ending::reset);
  draw(concern::lose_answer, faults_.lose_answer, ending::lose_answer);
  draw(concern::truncate, faults_.truncate, ending::truncate);
  draw(concern::cut, faults_.cut.rate, ending::cut);
  return result;
}

bool proxy_link::hold(std::uint64_t number, std::function<void()> release) {
  if (held_ != 0)
    return false;
  held_ = number;
  release_ = std::move(release);
  return true;
}

void proxy_link::let_go(std::uint64_t number) {
  if (held_ != number)
    return;
  held_ = 0;
  release_ = nullptr;
}

void proxy_link::answered(std::uint64_t number) {
  if (held_ == 0 || number <= held_)
    return;
  held_ = 0;
  ++counts_.reorder;
  std::exchange(release_, nullptr)();
}

} // namespace ballast::test
