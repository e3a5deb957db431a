// What all connections of a fault proxy share: the faults, the dice, the
// counts, and two facts about the whole link, that it is frozen and that one
// request is held back for another to overtake.
//
// It decides and touches no socket; time is handed in.
#pragma once

#include "domain/random.hpp"
#include "domain/time.hpp"
#include "tests/support/fault_proxy.hpp"
#include "tests/support/fault_proxy_watch.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace ballast::test {

/// What one exchange has to suffer.
struct exchange_plan {
  enum class ending : std::uint8_t {
    whole,
    reset_before,
    reset,
    lose_answer,
    truncate,
    cut,
  };
  exchange_watch::kind what = exchange_watch::kind::request;
  std::uint64_t number = 0; ///< Rises from exchange to exchange; 0: none yet.
  ending how = ending::whole;
  std::size_t cut_after = 0; ///< Bytes of answer.
  std::size_t pace = 0;      ///< Bytes a second of body; 0: at full speed.
  bool held = false;         ///< Until another one has overtaken, or
  duration held_max{0};      ///< this time is over.
};

class proxy_link {
public:
  explicit proxy_link(std::uint64_t seed);

  void set(const proxy_faults& x) { faults_ = x; }
  proxy_counts& counts() noexcept { return counts_; }

  /// Whether the connection just accepted is closed at once.
  bool refuses();
  /// How long a message that begins now is on its way.
  duration lag();
  /// An exchange begins.
  exchange_plan begin(exchange_watch::kind what, time_point now);
  /// Nothing is delivered before.
  time_point frozen_until() const noexcept { return frozen_until_; }

  /// Holds request `number` back; `release` is called once, when a later one
  /// is answered, unless let_go() comes first.
  /// @returns false when another one is held already.
  bool hold(std::uint64_t number, std::function<void()> release);
  /// Request `number` is not held any more.
  void let_go(std::uint64_t number);
  /// The answer to request `number` has begun.
  void answered(std::uint64_t number);

private:
  enum class concern : std::uint8_t {
    delay,
    jitter,
    stall,
    reset_before,
    reset,
    lose_answer,
    truncate,
    cut,
    slow,
    reorder,
    refuse,
    last,
  };
  bool strikes(concern what, double rate);
  duration jitter();
  exchange_plan::ending draw_ending();

  proxy_faults faults_;
  proxy_counts counts_;
  std::array<random_source, static_cast<std::size_t>(concern::last)> dice_;
  random_source jitter_;
  time_point frozen_until_ = time_point::min();
  std::uint64_t number_ = 0;
  std::uint64_t held_ = 0; ///< 0: none.
  std::function<void()> release_;
};

} // namespace ballast::test
