// Every market exactly once a turn, however batches shrink and grow.
//
// A turn hands out each market once, in a fixed order. A market whose scan
// failed is handed out again in the same turn, after the others, at most
// `attempts` times; a turn is over when every market has been scanned or given
// up. Markets may come and go at any time: a new one joins the current turn at
// its end, a removed one leaves at once.
#pragma once

#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

class rotation {
public:
  explicit rotation(unsigned attempts = 3) : attempts_max_{attempts} {}

  /// Replaces the set of markets; those that stay keep their place and age.
  void assign(const std::vector<symbol>& markets, time_point now);

  struct batch {
    std::vector<symbol> markets;
    std::size_t first = 0;  ///< Position of the first within the turn.
    std::size_t of = 0;     ///< Markets in the turn.
    std::uint64_t turn = 0; ///< From 1.
  };
  /// The next at most `size` markets. Empty when all that is left of the turn
  /// is out (wait for `scanned`/`missed`) or there is no market at all. Starts
  /// the next turn by itself once the last one is complete.
  batch next(std::size_t size);

  /// A handed-out market was scanned.
  void scanned(const symbol& which, time_point now);
  /// A handed-out market was not: again later in this turn, or given up.
  void missed(const symbol& which);
  /// All that is out comes back as not handed out (a broker was lost).
  void recall();

  std::size_t size() const noexcept { return entries_.size(); }
  /// Markets handed out in the current turn: how far it has got.
  std::size_t position() const noexcept { return position_; }
  std::size_t out() const noexcept { return out_; }
  std::uint64_t turns_completed() const noexcept { return completed_; }
  /// Age of the market that has waited longest for a scan (since it was
  /// assigned, if never scanned). Zero without markets.
  duration oldest_age(time_point now) const;
  /// Markets given up since the start, by name: for the log.
  std::vector<symbol> take_given_up();

private:
  enum class phase : std::uint8_t { waiting, out, done };
  struct entry {
    phase where = phase::waiting;
    unsigned attempts = 0;
    time_point scanned_at;
  };
  void begin_turn_if_over();

  unsigned attempts_max_;
  std::map<symbol, entry> entries_;
  std::deque<symbol> queue_; ///< Of this turn, in order; may name the gone.
  std::size_t position_ = 0;
  std::size_t out_ = 0;
  std::size_t done_ = 0;
  std::uint64_t turn_ = 1;
  std::uint64_t completed_ = 0;
  std::vector<symbol> given_up_;
};

} // namespace ballast
