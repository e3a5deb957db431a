// Whether an account may open anything now: halted by a person, by what it has
// lost since its highest, or by what it has lost today.
//
//   cause        halts when                          ends
//   person       asked for                           by a person
//   drawdown     equity is max_drawdown below the    by a person
//                highest that was seen
//   daily loss   equity is max_daily_loss below the  by a person, or with the
//                day's first                         next day in UTC
//
// What a person resumes is resumed whole, and losses count anew from the next
// figure on. Each change is an entry of the journal whose text begins with its
// cause; the marks that losses are measured from are stored beside it. Taken
// together they bring the same state back after a crash. Marks that are lost
// or older than the last resume never lift a halt.
//
// Money that is taken out of the account looks like a loss. That halts, and a
// person who knows better resumes.
#pragma once

#include "domain/decimal.hpp"
#include "domain/journal_entry.hpp"
#include "domain/risk_rules.hpp"
#include "domain/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class halt_cause : std::uint8_t { person, drawdown, daily_loss };
constexpr std::size_t halt_cause_count = 3;
const char* to_string(halt_cause x) noexcept; ///< "daily loss"

/// One halt begins, or ends.
struct halt_change {
  bool halts = false;
  halt_cause cause = halt_cause::person;
  std::string
    text; ///< "drawdown: ..."; of a person: "person: " and their words
};

/// Its line in the journal; who writes it adds time, venue and account.
journal_entry entry_of(const halt_change& x);

/// What losses are measured from.
struct equity_marks {
  decimal highest;
  decimal day_start;
  std::chrono::sys_days day; ///< Of `day_start`, in UTC.

  friend bool operator==(const equity_marks&, const equity_marks&) = default;
};

/// Their line in the journal: `size` is the highest, `cost` the day's first and
/// `until` its day; who writes it adds time, account and, as `text`, what is
/// known of each venue (domain/known_worth.hpp).
journal_entry entry_of(const equity_marks& x);

class entry_halts {
public:
  explicit entry_halts(const risk_rules& rules)
      : max_drawdown_{rules.max_drawdown}, max_daily_loss_{
                                             rules.max_daily_loss} {}

  /// Looks at what the account is worth. Only where every position has a
  /// price: what is not known is no loss.
  /// @returns what begins and ends by it; in force at once.
  std::vector<halt_change> observe(decimal equity, unix_time now);
  /// A person wants no more entries.
  halt_change halt(const std::string& words);
  /// A person wants entries again: ends every halt.
  halt_change resume(const std::string& words);

  /// Takes an entry of the journal again, in its order. Entries that are none
  /// of halt, resume and marks change nothing.
  void take(const journal_entry& x);

  bool halted() const noexcept;
  /// What halts, a person before the others; empty where nothing does.
  std::string why() const;
  /// To be stored whenever it has changed; nothing before the first figure.
  const std::optional<equity_marks>& marks() const noexcept { return marks_; }

private:
  void begin(halt_cause cause, const std::string& text);
  void end(halt_cause cause);

  decimal max_drawdown_;
  decimal max_daily_loss_;
  std::optional<equity_marks> marks_;
  /// What halts, by cause.
  std::array<std::optional<std::string>, halt_cause_count> halts_;
};

} // namespace ballast
