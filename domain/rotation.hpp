// Every market exactly once a turn, however batches shrink and grow.
//
// A turn hands out each market once, the stalest first. A market whose scan
// failed is handed out again in the same turn, after the others, at most
// `attempts` times in all; a turn is over when every market has been scanned or
// given up. Markets may come and go at any time: one that comes joins the
// current turn, one that is removed leaves at once.
//
//   waiting (by age) ──next──▶ out ──scanned──▶ done
//                              ▲ │
//                              │ └─missed──▶ again, once none is waiting
//                              └───────────────┘
//
// By age and not by place, because a market may come from another venue with
// an age of its own: then none is starved, however often markets move. Of equal
// age is first who came first.
//
// Markets with open positions go first, and what is of interest counts as
// staler than it is: within a turn, so that still each market has its scan in
// each.
//
// What comes from elsewhere within a turn is a guest until its end: guests and
// members are waited on in proportion to their numbers. A venue of a thousand
// markets at one a second takes over at once so, and not a quarter of an hour
// later, when the guests, scanned a minute ago, are at last the stalest.
#pragma once

#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ballast {

/// The order in which one venue's markets are scanned. Keeps no clock; `now`
/// never goes back.
class rotation {
public:
  /// @param attempts hand-outs of one market in one turn; > 0.
  explicit rotation(unsigned attempts = 3);

  /// Replaces the set of markets; those that stay keep their age and what
  /// became of them in this turn. New ones follow in the order given, their age
  /// counted from `now`, or from their last scan elsewhere. O(n log n).
  void assign(const std::vector<symbol>& markets, time_point now,
              const std::map<symbol, time_point>& elsewhere = {});

  /// These go before all others of each turn, where they are in the set:
  /// markets with open positions. Replaces those of before, as the next.
  /// O(n log n), as the next.
  void favour(std::set<symbol> first);
  /// So much staler than it is a market counts that is of interest.
  void take_interest(std::map<symbol, duration> by);

  struct batch {
    std::vector<symbol> markets;
    std::size_t first = 0;  ///< Markets of the turn before these.
    std::size_t of = 0;     ///< Markets in the turn.
    std::uint64_t turn = 0; ///< From 1.
  };
  /// The next at most `size` markets. Empty when all that is left of the turn
  /// is out (wait for `scanned`/`missed`) or there is no market at all. Starts
  /// the next turn by itself once the last one is complete. O(size).
  batch next(std::size_t size);

  /// A handed-out market was scanned. Of one that is not out (removed,
  /// recalled, reported before) nothing is taken, here and in `missed`.
  void scanned(const symbol& which, time_point now);
  /// A handed-out market was not: again later in this turn, or given up.
  void missed(const symbol& which);
  /// A handed-out market was not asked for at all: as if it had never been
  /// handed out; the attempt does not count.
  void handed_back(const symbol& which);
  /// All that is out comes back like that (a broker was lost). O(n).
  void recall();

  std::size_t size() const noexcept { return entries_.size(); }
  /// When it was last scanned, or came without having been; absent for a market
  /// that is not in the set.
  std::optional<time_point> since(const symbol& which) const;
  /// Markets handed out in the current turn, each counted once: how far it has
  /// got. Falls only by `recall`, by removals and when a turn begins.
  std::size_t position() const noexcept { return position_; }
  std::size_t out() const noexcept { return out_; }
  std::uint64_t turns_completed() const noexcept {
    return is_over_ ? turn_ : turn_ - 1;
  }
  /// Age of the market that has waited longest for a scan (since it was
  /// assigned, if never scanned). Zero without markets. O(n).
  duration oldest_age(time_point now) const;
  /// Markets given up since the last call, in that order: for the log.
  std::vector<symbol> take_given_up();

private:
  enum class phase : std::uint8_t { out, again, done };
  struct entry {
    symbol market;
    time_point scanned_at;    ///< Or assigned, before the first scan.
    std::uint64_t turn = 0;   ///< In which it was last handed out.
    phase where = phase::out; ///< Of this turn only, as the next.
    unsigned attempts = 0;
    bool is_guest = false; ///< Came from elsewhere in this turn.
  };
  using queue = std::set<std::pair<time_point, std::size_t>>;
  static constexpr auto absent = std::numeric_limits<std::size_t>::max();

  bool is_out(const entry& x) const noexcept;
  /// @returns nullptr unless `which` is out.
  entry* find_out(const symbol& which);
  void hand_out(std::size_t place, batch& to);
  void wait(std::size_t place);
  /// All that wait, by their age and what is said of them now.
  void wait_anew();
  /// @pre somebody waits
  std::size_t take_waiting();
  /// Ends an outstanding market's turn.
  void settle(entry& x);
  /// Takes an outstanding market's hand-out back.
  void take_back(std::size_t place);
  /// Adds a kept market to the turn's figures.
  void count(const entry& x) noexcept;
  void begin_turn();
  void end_turn_if_over();

  unsigned attempts_max_;
  std::vector<entry> entries_; ///< By place.
  std::map<symbol, std::size_t> places_;
  std::set<symbol> favoured_;
  std::map<symbol, duration> interest_;
  /// Age and place of those not handed out in this turn.
  queue first_; ///< The favoured.
  queue members_;
  queue guests_;
  double guests_due_ = 0;         ///< Hand-outs that guests are owed.
  std::deque<std::size_t> again_; ///< Places missed, to hand out once more.
  std::size_t position_ = 0;
  std::size_t out_ = 0;
  std::size_t done_ = 0;
  std::uint64_t turn_ = 1;
  bool is_over_ = false; ///< The next hand-out begins a turn.
  std::vector<symbol> given_up_;
};

} // namespace ballast
