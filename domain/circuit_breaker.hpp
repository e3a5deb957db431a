// Stops calls to a scope that fails, and finds out when it is well again.
//
//              4 failures in a row, or
//              >= 50 % of >= 20 in 60 s           cooldown over
//      closed ─────────────────────────▶ open ──────────────────▶ half open
//         ▲                                ▲     one failure          │
//         │                                └──────────────────────────┤
//         └──────────────── 3 probes well, one at a time ─────────────┘
//
// Besides: a ban opens from closed and half open as well, and the operator
// gives a rule, which lasts until the next one:
//
//     normal      as drawn; given anew it closes
//     held open   open until another rule: no cooldown, no probes
//     disabled    closed ── ban ──▶ open ── its end ──▶ closed; counts nothing
//     shadow      as drawn, and told as "shadow: would …", while nothing but a
//                 ban stops a call; half open takes the calls for its probes
//
// Whatever is given, a ban holds to its end, and every rule but "held open"
// begins closed where there is none. Who asks whether calls are stopped asks
// `is_shut`, not `state`; EXIT passes all but a ban, as ever.
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

/// What the operator makes of a breaker.
enum class breaker_rule : std::uint8_t {
  normal,
  held_open, ///< Open until another rule is given.
  disabled,  ///< Closed whatever happens; bans are bans.
  shadow,    ///< Counts and tells what it would do, and stops nothing.
};
const char* to_string(breaker_rule x) noexcept; ///< "held_open"

/// One transition, with the figures behind it.
struct breaker_change {
  breaker_state from = breaker_state::closed;
  breaker_state to = breaker_state::closed; ///< Never the same as `from`.
  std::uint32_t errors = 0; ///< That led to the opening; zero otherwise.
  duration open_for{};      ///< Of the opening; zero otherwise.
  std::string cause;        ///< "4 errors in a row, last: throttled".
};

/// One scope's breaker. Keeps no clock; `now` never goes back.
///
/// The owner reports what came of its calls, asks `tick` at `next_change`, and
/// while half open sends a probe each time `take_probe` agrees.
class circuit_breaker {
public:
  struct options {
    std::uint32_t errors = 4; ///< In a row; the earlier bot's figure. > 0.
    duration cooldown = std::chrono::seconds{30};      ///< The first; > 0.
    duration cooldown_max = std::chrono::seconds{300}; ///< >= cooldown.
    double ratio = 0.5;                 ///< Failed calls of all that count.
    std::uint32_t ratio_calls_min = 20; ///< Below, the ratio says nothing.
    duration ratio_window = std::chrono::seconds{60};
    std::uint32_t probes = 3; ///< All of them well: closed again. > 0.
    duration forget_after = std::chrono::minutes{10}; ///< One doubling, closed.
    double jitter = 0.2; ///< Either way, from the second opening on; < 1.
  };

  circuit_breaker();
  explicit circuit_breaker(options opts);

  /// Takes one outcome of a call made while closed (late ones of calls made
  /// before an opening change nothing while open or half open). Only ok and
  /// failures touch anything; a business "no" does not even break a row.
  /// @param counts whether a throttled answer came in spite of the hold; other
  ///        kinds count by their class (system yes, the rest no). `banned` does
  ///        not count: call `ban`.
  /// @param random in [0, 1), for the jitter of this opening.
  std::optional<breaker_change> record(outcome_kind kind, bool counts,
                                       time_point now, double random);
  /// A ban: open for exactly that long, no probe before. A breaker that is
  /// open already stays so until the later of both ends, which is no change;
  /// one that only would be, in shadow, is told to have been closed.
  std::optional<breaker_change> ban(duration how_long, time_point now);

  /// Open -> half open when the cooldown is over.
  std::optional<breaker_change> tick(time_point now);
  /// Whether a probe should be sent now; true marks it as out. Half open only.
  bool take_probe();
  /// The probe came back (or could not be sent: `unsent` kinds just free it).
  /// Each probe taken must come back, or there will be no other. Any answer is
  /// a success, 429, ban and maintenance excepted. One that was sent before the
  /// breaker last changed its state only makes room for the next.
  std::optional<breaker_change> probe_done(outcome_kind kind, time_point now,
                                           double random);
  /// The operator says what to make of it; `normal` is the reset. Told is a
  /// change of state, which not every rule is: during a ban none.
  std::optional<breaker_change> obey(breaker_rule x, time_point now);

  breaker_rule rule() const noexcept { return rule_; }
  /// In shadow: the state that it would be in.
  breaker_state state() const noexcept { return state_; }
  /// Whether calls other than probes and exits are stopped.
  bool is_shut(time_point now) const noexcept;
  /// Whether the venue banned us, which stops even exits.
  bool is_banned(time_point now) const noexcept;
  /// Times it opened by itself since the start; in shadow: would have opened.
  std::uint32_t opened() const noexcept { return opened_; }
  /// Zero unless open, and when it is held open: nobody knows.
  duration retry_in(time_point now) const noexcept;
  /// When `tick` will change something; absent unless open, and when held.
  std::optional<time_point> next_change() const noexcept;

private:
  struct call {
    time_point at;
    bool failed;
  };
  void remember(call x);
  void forget_calls() noexcept;
  /// What a probe said, or in shadow a call of which one was made.
  std::optional<breaker_change> judge(bool failed, outcome_kind kind,
                                      time_point now, double random);
  /// "shadow: would open: 4 errors …"; without shadow the cause alone.
  std::string told(const char* verb, std::string cause) const;
  /// Takes back one doubling per period closed.
  void forget(time_point now) noexcept;
  /// The next opening's length; doubles the one after it.
  duration cooldown(double random) noexcept;
  breaker_change trip(std::uint32_t errors, std::string cause, time_point now,
                      double random);
  breaker_change open(std::uint32_t errors, std::string cause,
                      duration how_long, time_point now);
  breaker_change close(std::string cause, time_point now);
  breaker_change enter(breaker_state to, std::uint32_t errors,
                       std::string cause);

  options opts_;
  breaker_rule rule_ = breaker_rule::normal;
  breaker_state state_ = breaker_state::closed;
  std::uint32_t in_a_row_ = 0;
  std::uint32_t opened_ = 0;
  std::uint32_t doublings_ = 0;
  std::uint32_t probes_well_ = 0;
  bool probe_out_ = false;
  bool probe_is_stale_ = false; ///< Sent before the last change of state.
  time_point open_until_{};
  time_point closed_since_{};
  std::optional<time_point> banned_until_;
  std::deque<call> calls_;     ///< Of the last ratio_window, at most 4096.
  std::uint32_t failures_ = 0; ///< Among them.
};

} // namespace ballast
