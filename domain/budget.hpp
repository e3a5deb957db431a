// One published limit in one scope, with everything that narrows it: what is
// held, EXIT's part, the scans' share, a cut after a 429, a hold, a ban.
//
// Its one answer is an instant: the earliest at which a request may go if no
// news comes. "Now" is the only admission there is, so what is shown as the
// reason to wait is what decides.
#pragma once

#include "domain/held_bucket.hpp"
#include "domain/held_window.hpp"
#include "domain/limit.hpp"
#include "domain/limit_brake.hpp"
#include "domain/scan_spread.hpp"
#include "domain/time.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace ballast {

/// Lanes that give way while a higher one waits.
constexpr bool is_low(lane x) noexcept {
  return x == lane::scan || x == lane::backfill;
}

/// What counts against a limit, by its kind.
class held_meter {
public:
  explicit held_meter(const limit_row& row);

  void take(std::uint32_t units);
  void refund(std::uint32_t units);
  /// @returns whether others, taken before, count for longer.
  /// @pre settled up to `at`
  bool answer(std::uint32_t units, time_point at);
  void settle(time_point now, const limit_factor& factor);
  std::uint64_t used(time_point now, const limit_factor& factor) const;
  double used_about(time_point now, const limit_factor& factor) const;
  std::uint64_t unanswered() const;

  /// When `units` more fit below `limit`.
  struct room {
    std::optional<time_point> at;
    bool awaits_answer = false; ///< An answer may bring it sooner.
  };
  /// @param release when the oldest unanswered request will count as answered.
  room room_at(std::uint64_t units, std::uint64_t limit, time_point now,
               const limit_factor& factor,
               std::optional<time_point> release) const;

  held_window* window() { return std::get_if<held_window>(&held_); }
  const held_window* window() const { return std::get_if<held_window>(&held_); }
  held_bucket* bucket() { return std::get_if<held_bucket>(&held_); }

private:
  std::variant<held_window, held_bucket> held_;
};

/// What a request must leave to others in one budget.
struct budget_claims {
  std::uint32_t starving = 0; ///< Units for one that has waited too long.
  std::uint32_t exits = 0;    ///< Units for a waiting EXIT.
  bool scans_capped = false;  ///< A higher lane waits.

  friend bool operator==(const budget_claims&, const budget_claims&) = default;
};

/// What keeps a request waiting.
enum class budget_cause : std::uint8_t {
  none,
  ban,
  hold,
  room,
  claims,
  spread
};

class budget {
public:
  struct shares {
    double scan = 0.6;
    double exit = 0.1;
    /// Windows at least as long have their scans spread.
    duration spread_from = std::chrono::seconds{10};
  };
  budget(std::string id, limit_row row, bool exits_spend, shares parts);

  struct answer {
    std::optional<time_point> at; ///< Absent: only news can help.
    bool awaits_answer = false;
    budget_cause cause = budget_cause::none;
    /// When time alone may change any of this; absent: never.
    std::optional<time_point> holds_until = {};
  };
  /// When a request of `cost` in `where` may go, as far as this budget is
  /// concerned. Never later than when it really may, without news.
  answer ask(lane where, std::uint32_t cost, const budget_claims& claims,
             time_point now, std::optional<time_point> release) const;
  /// The same, from memory where nothing can have changed it.
  answer ask_again(lane where, std::uint32_t cost, const budget_claims& claims,
                   time_point now, std::optional<time_point> release);
  /// Whether `cost` fits an empty budget at `now`, EXIT's part left alone.
  bool fits(lane where, std::uint32_t cost, time_point now) const noexcept;
  /// The same at the published limit.
  bool could_fit(lane where, std::uint32_t cost) const noexcept;

  void take(lane where, std::uint32_t cost, time_point now);
  void refund(lane where, std::uint32_t cost, time_point now);
  /// @returns whether somebody who awaits no answer may have room earlier.
  bool answered(lane where, std::uint32_t cost, time_point at);
  void settle(time_point now);
  /// An answer that was no 429.
  void answered_well(time_point granted_at) {
    brake_.answered_well(granted_at);
  }
  /// A permit has ended, however that was. @returns whether another may try now
  /// in place of this one: see limit_brake::is_unproved.
  bool ended(time_point granted_at) noexcept;
  /// The venue counts this many units.
  /// @returns whether that is more than was known.
  bool heard(std::uint64_t used, time_point now);

  const std::string& id() const noexcept { return id_; }
  const limit_row& row() const noexcept { return row_; }
  bool is_bucket() const noexcept;
  /// N of a window, the burst of a bucket; and what is left of it at `now`.
  std::uint32_t capacity() const noexcept;
  std::uint32_t capacity_at(time_point now) const noexcept;
  /// How long a unit answered now can be missing: W, or the time in which a
  /// full bucket drains.
  duration memory(time_point now) const noexcept;
  /// When a capacity that was cut will be one unit larger.
  std::optional<time_point> next_rise(time_point now) const noexcept;
  /// EXIT's part of the published capacity.
  std::uint32_t exit_part() const noexcept { return exit_part_; }
  /// EXIT asks for requests of this cost: its part holds one of them at least,
  /// where exits spend from this at all and others still have room.
  void expect_exit(std::uint32_t cost) noexcept;
  const held_meter& held() const noexcept { return all_; }
  const limit_brake& brake() const noexcept { return brake_; }
  /// To change them, which is news.
  held_meter& change_held() noexcept {
    ++news_;
    return all_;
  }
  limit_brake& change_brake() noexcept {
    ++news_;
    return brake_;
  }

private:
  /// A question and what the answer to it was.
  struct memory_of_asking {
    std::uint64_t news = 0;    ///< When it was asked; 0: never.
    std::uint64_t answers = 0; ///< Alike; of no matter unless it awaits one.
    std::optional<time_point> release;
    std::uint32_t cost = 0;
    std::uint8_t lanes = 0; ///< Lanes that get the same answer.
    budget_claims claims;
    answer said;
  };
  static constexpr std::size_t questions_kept = 4;

  std::uint32_t exit_part_at(time_point now) const noexcept;
  /// What a request must leave to exits.
  std::uint32_t kept_from(lane where, std::uint32_t cost,
                          time_point now) const noexcept;
  answer room_within(const held_meter& meter, std::uint64_t units,
                     std::uint64_t limit, time_point now,
                     std::optional<time_point> release) const;
  answer past_hold(lane where, std::uint32_t cost, time_point now,
                   std::optional<time_point> release) const;
  bool is_spread() const noexcept;
  scan_spread::stock stock_at(time_point now) const;
  answer when_spread(std::uint32_t cost, time_point now) const;

  std::string id_;
  limit_row row_;
  shares shares_;
  std::uint32_t exit_share_; ///< The least that EXIT's part can be.
  std::uint32_t exit_part_;  ///< More where one exit costs more.
  limit_brake brake_;
  scan_spread spread_;
  held_meter all_;
  held_meter exits_;                      ///< EXIT's own units.
  held_meter scans_;                      ///< Units of SCAN and BACKFILL.
  std::optional<time_point> tries_since_; ///< One tries whether a hold is over.
  std::uint64_t news_ = 1;                ///< What may change any answer.
  std::uint64_t answers_ = 0; ///< What may change one that awaits an answer.
  std::array<memory_of_asking, questions_kept> asked_;
  std::size_t next_asked_ = 0;
};

} // namespace ballast
