// Whether shares are traded now, from the two things that Alpaca tells of it:
// the calendar, which knows holidays and half days ahead of time, and the
// clock, which knows this moment.
//
//   clock says     until        calendar says   is open
//   open           next_close   open            yes
//   open           next_close   no such day     no: one of them is wrong
//   closed         next_open    whatever        no
//   nothing now    -            open            yes
//   open           next_close   nothing known   yes
//   nothing now    -            nothing known   no
#pragma once

#include "domain/market_hours.hpp"
#include "domain/time.hpp"

#include <optional>
#include <vector>

namespace ballast::venues::alpaca {

/// What GET /v2/clock tells.
struct exchange_clock {
  unix_time at;
  bool is_open = false;
  /// When that ends; absent where the clock does not tell.
  std::optional<unix_time> until;
};

/// Keeps no clock: the time is handed in.
class session {
public:
  /// Replaces the days that are known. Days that make no calendar change
  /// nothing.
  void learn(const std::vector<session_day>& days);
  void learn(const exchange_clock& x) { clock_ = x; }

  /// Whether regular trading goes on at `now`: see above.
  bool is_open(unix_time now) const;

private:
  bool speaks_of(unix_time now) const;

  std::optional<market_hours> hours_;
  std::optional<exchange_clock> clock_;
};

} // namespace ballast::venues::alpaca
