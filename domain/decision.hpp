// What an evaluation of one market for one account came to, and why.
//
// The list of reasons is closed, and the kind of a decision follows from its
// reason: there is none without a reason and none with two.
#pragma once

#include "domain/decimal.hpp"
#include "domain/exit_plan.hpp"
#include "domain/exit_rules.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace ballast {

enum class decision_kind : std::uint8_t {
  stay_out, ///< No position, and none is wanted.
  enter,
  hold, ///< A position stays as it is.
  exit, ///< A position ends, or a part of it.
};

const char* to_string(decision_kind x) noexcept; ///< "stay_out"

/// Why. A new one is added here and in the table in decision.cpp.
enum class decision_reason : std::uint8_t {
  // No position, whatever the strategy.
  too_few_candles,
  candle_unusable,
  data_stale,
  no_new_candle,
  funds_too_small,
  // No position, for a rule of the strategy.
  vwap_missing,
  trend_weak,
  averages_not_aligned,
  macd_against,
  volume_thin,
  too_few_confirmations,
  rsi_not_crossed,
  rsi_too_high,
  averages_not_crossed,
  channel_not_broken,
  chance_against,
  // A new position.
  pullback_in_trend,
  rsi_crossed_up,
  averages_crossed_up,
  channel_broken_up,
  bought_to_hold,
  chosen_by_chance,
  // A position stays.
  position_held,
  held_without_data,
  held_on_prices_alone,
  // A position ends.
  stop_hit,
  break_even_stop_hit,
  trailing_stop_hit,
  target_reached,
  holding_time_over,
  rsi_overbought,
  averages_crossed_down,
  channel_broken_down,
};

constexpr std::size_t decision_reason_count = 33;
/// All of them, in order.
const std::array<decision_reason, decision_reason_count>& decision_reasons();

const char* to_string(decision_reason x) noexcept; ///< "trend_weak"
/// What it means, for a person.
const char* to_sentence(decision_reason x) noexcept;
decision_kind kind_of(decision_reason x) noexcept;
/// Whether a position is held without the data that its strategy needs, so that
/// somebody should look at it. No position ever ends for that.
bool is_flagged(decision_reason x) noexcept;

/// A number that a decision rests on.
struct figure {
  const char* name = ""; ///< A literal: "adx".
  double value = 0;

  friend bool operator==(const figure& a, const figure& b) noexcept {
    return std::string_view{a.name} == b.name && a.value == b.value;
  }
};

/// At most `capacity` of them; those beyond it are not kept.
class figures {
public:
  static constexpr std::size_t capacity = 8;

  figures() = default;
  figures(std::initializer_list<figure> all) noexcept {
    for (const auto& x : all)
      add(x);
  }
  void add(figure x) noexcept {
    if (count_ < capacity)
      items_[count_++] = x;
  }
  const figure* begin() const noexcept { return items_.data(); }
  const figure* end() const noexcept { return items_.data() + count_; }
  std::size_t size() const noexcept { return count_; }
  /// The value of a name; none where it is not among them.
  std::optional<double> at(std::string_view name) const noexcept;

  friend bool operator==(const figures&, const figures&) = default;

private:
  std::array<figure, capacity> items_{};
  std::size_t count_ = 0;
};

/// What to open. A wish in figures of statistics: whoever makes an order of it
/// rounds to the market's steps.
struct entry {
  side what = side::buy;       ///< Spot markets: nothing is sold short.
  double size = 0;             ///< Of the account's equity, a fraction.
  double price = 0;            ///< Close of the candle that was judged.
  double stop = 0;             ///< 0: none.
  std::vector<double> targets; ///< Prices, the nearest first.

  friend bool operator==(const entry&, const entry&) = default;
};

struct decision {
  decision_reason why = decision_reason::too_few_candles;
  ballast::figures figures;
  std::optional<ballast::entry> entry; ///< Of decision_kind::enter alone.
  std::vector<exit_leg> exits;         ///< Of decision_kind::exit alone.
  /// What the position is from here on; none where there is none, or none left.
  std::optional<exit_plan> plan;

  decision_kind kind() const noexcept { return kind_of(why); }

  friend bool operator==(const decision&, const decision&) = default;
};

} // namespace ballast
