// Whether one account may do what is proposed, and how much of it.
//
//   entry ─▶ figures ─▶ halted? ─▶ price too old? ─▶ too little free? ─▶ in
//            cooldown? ─▶ position cap ─▶ room in the asset, in all, in money
//                                             │
//   exit ──▶ something held? ────────────────▶ approved: all of it or less
//
// Rules of entries never stand in the way of an exit: an account that is
// halted, broke, blind or over its caps can always get smaller.
//
// A pure function of what it is given but for two things that it remembers:
// halts (domain/entry_halts.hpp) and which market made a loss when.
#pragma once

#include "domain/decimal.hpp"
#include "domain/decision.hpp"
#include "domain/entry_halts.hpp"
#include "domain/journal_entry.hpp"
#include "domain/risk_rules.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

/// All values are in the account's dollars.
struct risk_position {
  symbol market;
  decimal value; ///< What it cost, where no price is known.
  /// Of its cost, a fraction; none where no price is known.
  std::optional<double> gain;
};

struct risk_order {
  symbol market;
  order_purpose purpose = order_purpose::entry;
  decimal value; ///< Of what is not filled yet.
};

/// What an account is when it is asked about.
struct risk_view {
  decimal equity;
  decimal available; ///< Free to be spent: open orders have theirs already.
  /// Those worth selling: what a venue would not take is no position.
  std::vector<risk_position> positions;
  std::vector<risk_order> orders; ///< That may be filled yet; with the unknown.
  duration data_age{0};           ///< Of the price that the proposal rests on.
};

struct risk_proposal {
  symbol market;
  order_purpose purpose = order_purpose::entry;
  decimal value;
};

/// Why. A new one is added here and in the table in risk.cpp.
enum class risk_reason : std::uint8_t {
  approved,
  approved_smaller,
  figures_unusable,
  halted,
  data_stale,
  balance_below_minimum,
  cooling_down,
  position_cap_reached,
  asset_exposure_reached,
  exposure_reached,
  nothing_available,
  nothing_held,
};
constexpr std::size_t risk_reason_count = 12;
const char* to_string(risk_reason x) noexcept; ///< "position_cap_reached"
/// What it means, for a person.
const char* to_sentence(risk_reason x) noexcept;

struct risk_verdict {
  risk_reason why = risk_reason::figures_unusable;
  decimal value; ///< Approved; zero where refused.
  ballast::figures figures;
  std::string text; ///< A sentence for a person.

  bool approved() const noexcept {
    return why == risk_reason::approved || why == risk_reason::approved_smaller;
  }
};

/// More positions than there may be.
struct cap_enforcement {
  std::string text;          ///< "Enforcing position cap (max 8)"
  std::vector<symbol> close; ///< The weakest first; no more than are too many.
};

class risk_book {
public:
  explicit risk_book(const risk_rules& rules) : rules_{rules}, halts_{rules} {}

  const risk_rules& rules() const noexcept { return rules_; }
  entry_halts& halts() noexcept { return halts_; }
  const entry_halts& halts() const noexcept { return halts_; }

  /// A fill made sure what it earned, or lost (position_book::apply). In the
  /// order of time; the same after a restart, from the fills of the journal.
  void settled(const symbol& market, decimal earned, unix_time at);

  risk_verdict judge(const risk_proposal& x, const risk_view& account,
                     unix_time now) const;
  /// Nothing where there are not too many positions.
  std::optional<cap_enforcement> enforce_cap(const risk_view& account) const;

private:
  risk_verdict judge_entry(const risk_proposal& x, const risk_view& account,
                           unix_time now) const;
  std::optional<risk_verdict> refused_anyway(const risk_proposal& x,
                                             const risk_view& account,
                                             unix_time now) const;
  risk_verdict fit(const risk_proposal& x, const risk_view& account) const;

  risk_rules rules_;
  entry_halts halts_;
  std::map<symbol, unix_time> losses_; ///< The latest of each market.
};

/// Those to be closed first: the least gain, then the least value. Positions
/// without a price are not among them: none is closed for missing data.
std::vector<symbol> weakest_first(const std::vector<risk_position>& all);

} // namespace ballast
