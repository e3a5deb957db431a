#include "venues/alpaca/session.hpp"

#include <utility>

namespace ballast::venues::alpaca {

void session::learn(const std::vector<session_day>& days) {
  if (auto made = market_hours::make(days))
    hours_ = std::move(*made);
}

bool session::speaks_of(unix_time now) const {
  return clock_ && clock_->until && clock_->at <= now && now < *clock_->until;
}

bool session::is_open(unix_time now) const {
  const auto told = speaks_of(now);
  if (told && !clock_->is_open)
    return false;
  return hours_ ? hours_->is_open(now) : told;
}

} // namespace ballast::venues::alpaca
