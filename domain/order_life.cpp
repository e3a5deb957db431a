#include "domain/order_life.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

const char* to_string(life_stage x) noexcept {
  switch (x) {
  case life_stage::intended:
    return "intended";
  case life_stage::sent:
    return "sent";
  case life_stage::unknown:
    return "unknown";
  case life_stage::working:
    return "working";
  case life_stage::over:
    return "over";
  case life_stage::absent:
    return "absent";
  }
  return "?";
}

const char* to_string(contradiction x) noexcept {
  switch (x) {
  case contradiction::none:
    return "none";
  case contradiction::overfilled:
    return "overfilled";
  case contradiction::impossible_fill:
    return "impossible fill";
  case contradiction::shrunk:
    return "shrunk";
  case contradiction::risen_from_grave:
    return "risen from the grave";
  case contradiction::changed_identity:
    return "changed identity";
  }
  return "?";
}

order_life::order_life(symbol market, order_ticket ticket, unix_time window_end)
    : market_{std::move(market)}, ticket_{std::move(ticket)}, window_end_{
                                                                window_end} {}

contradiction order_life::leaves() {
  if (stage_ == life_stage::intended)
    stage_ = life_stage::sent;
  return contradiction::none;
}

contradiction order_life::never_left() {
  if (stage_ == life_stage::intended || stage_ == life_stage::sent)
    stage_ = life_stage::absent;
  return contradiction::none;
}

contradiction order_life::answered(placement fate,
                                   const std::string& venue_id) {
  if (venue_id_.empty())
    venue_id_ = venue_id;
  switch (fate) {
  case placement::accepted:
    return rise();
  case placement::refused:
    // An order that the venue has shown was not refused, whatever it says late.
    if (stage_ == life_stage::working || stage_ == life_stage::over)
      return contradiction::risen_from_grave;
    stage_ = life_stage::absent;
    return contradiction::none;
  case placement::unknown:
    if (stage_ == life_stage::intended || stage_ == life_stage::sent)
      stage_ = life_stage::unknown;
    return contradiction::none;
  }
  return contradiction::none;
}

// The venue has it.
contradiction order_life::rise() {
  if (stage_ == life_stage::over)
    return contradiction::none; // Its answer comes after its end.
  const auto was_absent = stage_ == life_stage::absent;
  stage_ = life_stage::working;
  return was_absent ? contradiction::risen_from_grave : contradiction::none;
}

contradiction order_life::reported(const order_report& x) {
  if (x.symbol != market_ || x.side != ticket_.side)
    return contradiction::changed_identity;
  if (venue_id_.empty())
    venue_id_ = x.venue_id;
  if (x.state == order_state::rejected && x.filled.is_zero()
      && filled_.is_zero() && stage_ != life_stage::over) {
    stage_ = life_stage::absent;
    return contradiction::none;
  }
  const auto risen = rise();
  const auto is_newer = x.updated && updated_ && *x.updated > *updated_;
  // What is late, or does not say when it was, may tell of less than another
  // report or the fills have told.
  auto wrong = is_newer && x.filled < told_filled_ ? contradiction::shrunk
                                                   : contradiction::none;
  if (x.updated && (!updated_ || is_newer)) {
    updated_ = x.updated;
    told_filled_ = x.filled;
  }
  if (x.filled >= filled_)
    wrong = take_filled(x.filled);
  if (is_over(x.state))
    end(x.state);
  return risen != contradiction::none ? risen : wrong;
}

// The first ending stands: a later word for it is no other end.
void order_life::end(order_state how) {
  if (stage_ != life_stage::over)
    ending_ = how;
  stage_ = life_stage::over;
}

contradiction order_life::take_filled(decimal cumulative) {
  filled_ = std::max(filled_, cumulative);
  if (ticket_.size.is_zero() || filled_ < ticket_.size)
    return contradiction::none;
  end(order_state::filled);
  return filled_ > ticket_.size ? contradiction::overfilled
                                : contradiction::none;
}

contradiction order_life::filled(const fill& x) {
  if (x.symbol != market_ || x.side != ticket_.side)
    return contradiction::changed_identity;
  if (x.size <= decimal{} || x.price <= decimal{})
    return contradiction::impossible_fill;
  if (!trades_.insert(x.trade_id).second)
    return contradiction::none; // Told before.
  if (venue_id_.empty())
    venue_id_ = x.order_id;
  const auto risen = rise();
  fills_size_ += x.size;
  const auto cost = multiply(x.size, x.price, rounding::up);
  fills_cost_ += cost ? *cost : decimal::highest();
  const auto wrong = take_filled(fills_size_);
  return risen != contradiction::none ? risen : wrong;
}

contradiction order_life::not_found(unix_time asked_at) {
  // A request under way may still arrive; one that was shown has existed.
  if (stage_ == life_stage::unknown && asked_at > window_end_)
    stage_ = life_stage::absent;
  return contradiction::none;
}

life_duty order_life::duty() const noexcept {
  if (stage_ == life_stage::unknown)
    return life_duty::ask;
  return stage_ == life_stage::working && cancel_wished_ ? life_duty::cancel
                                                         : life_duty::none;
}

} // namespace ballast
