#include "tests/conformance/indicators.hpp"

#include "domain/indicators/averages.hpp"
#include "domain/indicators/direction.hpp"
#include "domain/indicators/momentum.hpp"
#include "domain/indicators/volatility.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ballast::conformance {

namespace {

using namespace indicators;
using series = std::vector<double>;

struct indicator_row {
  std::vector<double> options;
  std::vector<series> inputs;
  std::vector<series> outputs;

  std::size_t period(std::size_t which = 0) const {
    return static_cast<std::size_t>(options.at(which));
  }
  /// The inputs as candles: high, low and, where it is there, close.
  std::vector<candle> candles() const {
    std::vector<candle> result;
    for (std::size_t i = 0; i < inputs.at(0).size(); ++i) {
      candle x;
      x.high = inputs.at(0).at(i);
      x.low = inputs.at(1).at(i);
      x.close = inputs.size() > 2 ? inputs.at(2).at(i) : x.low;
      result.push_back(x);
    }
    return result;
  }
};

/// Holds `ours` against the end of a recorded output.
/// @param first_differ how many of the recorded ones Tulip alone has.
void compare(differences& found, const char* what, const series& recorded,
             const series& ours, std::size_t first_differ = 0) {
  constexpr double rounding = 0.0005 + 1e-9;
  if (ours.size() + first_differ != recorded.size()) {
    found.note(std::string{what} + ": ours are " + std::to_string(ours.size())
               + " values");
    return;
  }
  for (std::size_t i = 0; i < ours.size(); ++i)
    if (!(std::abs(ours[i] - recorded[i + first_differ]) <= rounding))
      found.note(std::string{what} + " " + std::to_string(i) + ": recorded "
                 + std::to_string(recorded[i + first_differ]) + ", ours "
                 + std::to_string(ours[i]));
}

template <class Indicator>
series values_of(Indicator by, const series& input) {
  series result;
  for (const auto x : input) {
    by.add(x);
    if (by.ready())
      result.push_back(by.value());
  }
  return result;
}

template <class Indicator>
judgement judge_values(Indicator by, const indicator_row& x,
                       std::string remark = {}) {
  differences found;
  compare(found, "value", x.outputs.at(0), values_of(by, x.inputs.at(0)));
  return found.verdict(std::move(remark));
}

judgement judge_macd(const indicator_row& x) {
  auto by = macd{{x.period(0), x.period(1), x.period(2), ema_seed::first}};
  series line;
  series signal;
  series histogram;
  for (const auto price : x.inputs.at(0)) {
    by.add(price);
    if (!by.ready())
      continue;
    line.push_back(by.line());
    signal.push_back(by.signal());
    histogram.push_back(by.histogram());
  }
  differences found;
  compare(found, "line", x.outputs.at(0), line);
  compare(found, "signal", x.outputs.at(1), signal);
  compare(found, "histogram", x.outputs.at(2), histogram);
  return found.verdict("seeded with the first value, as Tulip does");
}

judgement judge_bands(const indicator_row& x) {
  auto by = bollinger_bands{x.period(), x.options.at(1)};
  series lower;
  series middle;
  series upper;
  for (const auto price : x.inputs.at(0)) {
    by.add(price);
    if (!by.ready())
      continue;
    lower.push_back(by.lower());
    middle.push_back(by.middle());
    upper.push_back(by.upper());
  }
  differences found;
  compare(found, "lower", x.outputs.at(0), lower);
  compare(found, "middle", x.outputs.at(1), middle);
  compare(found, "upper", x.outputs.at(2), upper);
  return found.verdict();
}

judgement judge_deviation(const indicator_row& x) {
  auto by = bollinger_bands{x.period()};
  series ours;
  for (const auto price : x.inputs.at(0)) {
    by.add(price);
    if (by.ready())
      ours.push_back(by.deviation());
  }
  differences found;
  compare(found, "deviation", x.outputs.at(0), ours);
  return found.verdict();
}

constexpr auto first_candle
  = "the first candle's high - low counted, as Tulip does";

/// True ranges as Tulip has them: the first is high - low.
series true_ranges(const std::vector<candle>& all) {
  series result;
  for (std::size_t i = 0; i < all.size(); ++i)
    result.push_back(i == 0 ? all[i].high - all[i].low
                            : true_range(all[i], all[i - 1].close));
  return result;
}

judgement judge_true_range(const indicator_row& x) {
  differences found;
  compare(found, "range", x.outputs.at(0), true_ranges(x.candles()));
  return found.verdict(first_candle);
}

/// @param relative whether the row is NATR: a percentage of the close.
judgement judge_atr(const indicator_row& x, bool relative) {
  auto ours = values_of(wilder_mean{x.period()}, true_ranges(x.candles()));
  const auto& closes = x.inputs.at(2);
  for (std::size_t i = 0; relative && i < ours.size(); ++i)
    ours[i] *= 100 / closes.at(closes.size() - ours.size() + i);
  differences found;
  compare(found, "range", x.outputs.at(0), ours);
  return found.verdict(first_candle);
}

constexpr auto first_direction
  = "less the first value, which TA-Lib leaves out";

judgement judge_di(const indicator_row& x) {
  auto by = directional_movement{x.period()};
  series plus;
  series minus;
  for (const auto& bar : x.candles()) {
    by.add(bar);
    if (!by.ready())
      continue;
    plus.push_back(by.plus_di());
    minus.push_back(by.minus_di());
  }
  differences found;
  compare(found, "+DI", x.outputs.at(0), plus, 1);
  compare(found, "-DI", x.outputs.at(1), minus, 1);
  return found.verdict(first_direction);
}

series directions(const indicator_row& x) {
  auto by = directional_movement{x.period()};
  series result;
  for (const auto& bar : x.candles()) {
    by.add(bar);
    if (by.ready())
      result.push_back(by.dx());
  }
  return result;
}

judgement judge_dx(const indicator_row& x) {
  differences found;
  compare(found, "DX", x.outputs.at(0), directions(x), 1);
  return found.verdict(first_direction);
}

/// Tulip's ADX takes one DX more, that of the sums before they are smoothed.
judgement judge_adx(const indicator_row& x) {
  const auto bars = x.candles();
  double plus = 0;
  double minus = 0;
  for (std::size_t i = 1; i < x.period(); ++i) {
    const auto up = bars[i].high - bars[i - 1].high;
    const auto down = bars[i - 1].low - bars[i].low;
    plus += up > 0 && up > down ? up : 0;
    minus += down > 0 && down > up ? down : 0;
  }
  auto all = directions(x);
  all.insert(all.begin(), 100 * std::abs(plus - minus) / (plus + minus));
  differences found;
  compare(found, "ADX", x.outputs.at(0),
          values_of(wilder_mean{x.period()}, all));
  return found.verdict("with the DX that TA-Lib leaves out before ours");
}

using judge_of = std::function<judgement(const indicator_row&)>;

const std::map<std::string, judge_of>& judges() {
  static const auto result = std::map<std::string, judge_of>{
    {"adx", judge_adx},
    {"atr", [](const auto& x) { return judge_atr(x, false); }},
    {"bbands", judge_bands},
    {"di", judge_di},
    {"dx", judge_dx},
    {"ema",
     [](const auto& x) {
       return judge_values(ema{x.period(), ema_seed::first}, x,
                           "seeded with the first value, as Tulip does");
     }},
    {"macd", judge_macd},
    {"natr", [](const auto& x) { return judge_atr(x, true); }},
    {"rsi", [](const auto& x) { return judge_values(rsi{x.period()}, x); }},
    {"sma", [](const auto& x) { return judge_values(sma{x.period()}, x); }},
    {"stddev", judge_deviation},
    {"tr", judge_true_range},
    {"wilders",
     [](const auto& x) { return judge_values(wilder_mean{x.period()}, x); }},
  };
  return result;
}

bool is_left_out(const std::string& name) {
  static const auto names = std::vector<std::string>{
    "cci",      "dema", "mfi",  "obv",   "roc", "stoch",
    "stochrsi", "tema", "vwma", "willr", "wma"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

judgement judge_indicator(const json& row) {
  const auto name = text_at(row, "indicator");
  if (is_left_out(name))
    return left_out("no strategy reads it");
  const auto by = judges().find(name);
  if (by == judges().end())
    return failed("an indicator that is not known");
  try {
    return by->second({row.at("options").get<std::vector<double>>(),
                       row.at("inputs").get<std::vector<series>>(),
                       row.at("outputs").get<std::vector<series>>()});
  } catch (const std::exception& x) {
    return failed(std::string{"not understood: "} + x.what());
  }
}

} // namespace ballast::conformance
