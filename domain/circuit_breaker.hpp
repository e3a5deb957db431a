// Stops calls to a scope that fails, and finds out when it is well again.
//
//              4 failures in a row, or
//              >= 50 % of >= 20 in 60 s           cooldown over
//      closed ─────────────────────────▶ open ──────────────────▶ half open
//         ▲                                ▲     one failure          │
//         │                                └──────────────────────────┤
//         └──────────────── 3 probes well, one at a time ─────────────┘
//
// Source: limits-and-health.md, section 4. No other path exists (B1), at most
// one probe is out at a time (B3), a business "no" never counts (B5).
#pragma once

#include "domain/outcome.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace ballast {

enum class breaker_state : std::uint8_t { closed, open, half_open };
const char* to_string(breaker_state x) noexcept;

/// One transition, with the figures behind it.
struct breaker_change {
  breaker_state from = breaker_state::closed;
  breaker_state to = breaker_state::closed;
  std::uint32_t errors = 0; ///< That led to it.
  duration open_for{};      ///< Of the opening; zero otherwise.
  std::string cause;        ///< "4 errors in a row, last: throttled".
};

class circuit_breaker {
public:
  struct options {
    std::uint32_t errors = 4; ///< In a row; the earlier bot's figure.
    duration cooldown = std::chrono::seconds{30};
    duration cooldown_max = std::chrono::seconds{300};
    double ratio = 0.5;
    std::uint32_t ratio_calls_min = 20;
    duration ratio_window = std::chrono::seconds{60};
    std::uint32_t probes = 3;
    duration forget_after = std::chrono::minutes{10}; ///< One doubling, closed.
    double jitter = 0.2; ///< From the second opening on.
  };

  circuit_breaker();
  explicit circuit_breaker(options opts);

  /// Takes one outcome of a call made while closed (late ones of calls made
  /// before an opening change nothing while open or half open).
  /// @param counts whether a throttled answer came in spite of the hold; other
  ///        kinds count by their class (system yes, the rest no).
  /// @param random in [0, 1), for the jitter of this opening.
  std::optional<breaker_change> record(outcome_kind kind, bool counts,
                                       time_point now, double random);
  /// A ban: open for exactly that long, no probe before.
  std::optional<breaker_change> ban(duration how_long, time_point now);

  /// Open -> half open when the cooldown is over.
  std::optional<breaker_change> tick(time_point now);
  /// Whether a probe should be sent now; true marks it as out. Half open only.
  bool take_probe();
  /// The probe came back (or could not be sent: `unsent` kinds just free it).
  std::optional<breaker_change> probe_done(outcome_kind kind, time_point now,
                                           double random);
  /// The operator says: closed.
  std::optional<breaker_change> reset(time_point now);

  breaker_state state() const noexcept { return state_; }
  /// Times it opened since the start.
  std::uint32_t opened() const noexcept { return opened_; }
  /// Zero unless open.
  duration retry_in(time_point now) const noexcept;
  /// When `tick` will change something; absent unless open.
  std::optional<time_point> next_change() const noexcept;

private:
  struct call {
    time_point at;
    bool failed;
  };
  breaker_change open(std::uint32_t errors, std::string cause, time_point now,
                      double random);
  breaker_change close(std::string cause, time_point now);

  options opts_;
  breaker_state state_ = breaker_state::closed;
  std::uint32_t in_a_row_ = 0;
  std::uint32_t opened_ = 0;
  std::uint32_t doublings_ = 0;
  std::uint32_t probes_well_ = 0;
  bool probe_out_ = false;
  time_point open_until_{};
  time_point closed_since_{};
  std::deque<call> calls_; ///< Of the last ratio_window, at most 4096.
};

} // namespace ballast
