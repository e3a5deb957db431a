#include "domain/decision.hpp"

#include <algorithm>

namespace ballast {

namespace {

struct reason_row {
  decision_reason code;
  decision_kind kind;
  const char* name;
  const char* sentence;
};

using enum decision_reason;
using enum decision_kind;

// In the order of the codes; a test looks each of them up.
constexpr auto rows = std::to_array<reason_row>({
  {too_few_candles, stay_out, "too_few_candles",
   "fewer closed candles than a verdict needs"},
  {candle_unusable, stay_out, "candle_unusable",
   "the newest candle holds no prices that can be"},
  {data_stale, stay_out, "data_stale", "the newest candle is too old"},
  {no_new_candle, stay_out, "no_new_candle",
   "the newest closed candle has been judged already"},
  {funds_too_small, stay_out, "funds_too_small",
   "there was a signal, and too little is free for its size"},
  {vwap_missing, stay_out, "vwap_missing",
   "nothing was traded since the day began, so there is no VWAP"},
  {trend_weak, stay_out, "trend_weak", "ADX is not above its minimum"},
  {averages_not_aligned, stay_out, "averages_not_aligned",
   "EMA 9, 21 and 50 or the VWAP do not stand in the order of a rise"},
  {macd_against, stay_out, "macd_against",
   "the MACD histogram is not above zero"},
  {volume_thin, stay_out, "volume_thin",
   "the volume is below its share of the mean"},
  {too_few_confirmations, stay_out, "too_few_confirmations",
   "too few of the five confirmations hold"},
  {rsi_not_crossed, stay_out, "rsi_not_crossed",
   "the fast RSI has not just risen above the slow one"},
  {rsi_too_high, stay_out, "rsi_too_high",
   "the RSIs crossed where no weakness was left to recover from"},
  {averages_not_crossed, stay_out, "averages_not_crossed",
   "the fast EMA has not just risen above the slow one"},
  {channel_not_broken, stay_out, "channel_not_broken",
   "the close is not above the channel before it"},
  {chance_against, stay_out, "chance_against",
   "the draw of this candle was no entry"},
  {pullback_in_trend, enter, "pullback_in_trend",
   "a pullback in a rise, confirmed"},
  {rsi_crossed_up, enter, "rsi_crossed_up",
   "the fast RSI rose above the slow one from weakness"},
  {averages_crossed_up, enter, "averages_crossed_up",
   "the fast EMA rose above the slow one"},
  {channel_broken_up, enter, "channel_broken_up",
   "the close is above the channel before it"},
  {bought_to_hold, enter, "bought_to_hold",
   "bought at the first chance, to be held"},
  {chosen_by_chance, enter, "chosen_by_chance",
   "the draw of this candle was an entry"},
  {position_held, hold, "position_held", "no rule ends the position"},
  {held_without_data, hold, "held_without_data",
   "no price is known; the position is held and flagged"},
  {held_on_prices_alone, hold, "held_on_prices_alone",
   "candles are missing; the position is held by its prices alone and flagged"},
  {stop_hit, decision_kind::exit, "stop_hit", "the price fell to the stop"},
  {break_even_stop_hit, decision_kind::exit, "break_even_stop_hit",
   "the price fell back to what was paid"},
  {trailing_stop_hit, decision_kind::exit, "trailing_stop_hit",
   "the price fell to the stop that followed it"},
  {target_reached, decision_kind::exit, "target_reached",
   "the price rose to a target"},
  {holding_time_over, decision_kind::exit, "holding_time_over",
   "the position was held for as long as it may be"},
  {rsi_overbought, decision_kind::exit, "rsi_overbought",
   "both RSIs are overbought"},
  {averages_crossed_down, decision_kind::exit, "averages_crossed_down",
   "the fast EMA fell below the slow one"},
  {channel_broken_down, decision_kind::exit, "channel_broken_down",
   "the close is below the channel before it"},
});
static_assert(rows.size() == decision_reason_count);
static_assert(std::ranges::is_sorted(rows, {}, &reason_row::code));

const reason_row& row_of(decision_reason x) noexcept {
  return rows[static_cast<std::size_t>(x)];
}

} // namespace

const char* to_string(decision_kind x) noexcept {
  switch (x) {
  case stay_out:
    return "stay_out";
  case enter:
    return "enter";
  case hold:
    return "hold";
  case decision_kind::exit:
    break;
  }
  return "exit";
}

const std::array<decision_reason, decision_reason_count>& decision_reasons() {
  static const auto result = [] {
    std::array<decision_reason, decision_reason_count> all{};
    std::ranges::transform(rows, all.begin(), &reason_row::code);
    return all;
  }();
  return result;
}

const char* to_string(decision_reason x) noexcept { return row_of(x).name; }

const char* to_sentence(decision_reason x) noexcept {
  return row_of(x).sentence;
}

decision_kind kind_of(decision_reason x) noexcept { return row_of(x).kind; }

bool is_flagged(decision_reason x) noexcept {
  return x == held_without_data || x == held_on_prices_alone;
}

std::optional<double> figures::at(std::string_view name) const noexcept {
  const auto found = std::ranges::find_if(
    *this, [&](const figure& x) { return name == x.name; });
  return found == end() ? std::nullopt : std::optional{found->value};
}

} // namespace ballast
