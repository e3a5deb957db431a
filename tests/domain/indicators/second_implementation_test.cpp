// Each indicator against a second, naive implementation that looks at the whole
// series at once, over random walks with quiet stretches and jumps.
#include "domain/indicators/direction.hpp"
#include "domain/indicators/levels.hpp"
#include "domain/indicators/momentum.hpp"
#include "domain/indicators/volatility.hpp"
#include "tests/domain/candle_series.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace ballast::indicators {
namespace {

using maybe = std::optional<double>;
using series = std::vector<maybe>;
using candles = std::vector<candle>;

constexpr auto length = std::size_t{400};

double mean(const std::vector<double>& x, std::size_t from, std::size_t to) {
  const auto begin = x.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = x.begin() + static_cast<std::ptrdiff_t>(to);
  return std::accumulate(begin, end, 0.0) / static_cast<double>(to - from);
}

std::vector<double> closes(const candles& x) {
  std::vector<double> result;
  for (const auto& bar : x)
    result.push_back(bar.close);
  return result;
}

series naive_sma(const std::vector<double>& x, std::size_t period) {
  series result(x.size());
  for (auto i = period - 1; i < x.size(); ++i)
    result[i] = mean(x, i + 1 - period, i + 1);
  return result;
}

/// By the sum of the weights that each value still has, not by recursion.
series naive_smoothed(const std::vector<double>& x, std::size_t from,
                      std::size_t period, double step) {
  series result(x.size());
  for (auto i = from + period - 1; i < x.size(); ++i) {
    auto weight = 1.0;
    auto sum = 0.0;
    for (auto j = i; j >= from + period; --j) {
      sum += weight * step * x[j];
      weight *= 1 - step;
    }
    result[i] = sum + weight * mean(x, from, from + period);
  }
  return result;
}

series naive_ema(const std::vector<double>& x, std::size_t period,
                 std::size_t from = 0) {
  return naive_smoothed(x, from, period, 2.0 / double(period + 1));
}

series naive_wilder(const std::vector<double>& x, std::size_t period,
                    std::size_t from) {
  return naive_smoothed(x, from, period, 1.0 / double(period));
}

series naive_rsi(const candles& x, std::size_t period) {
  std::vector<double> rises(x.size());
  std::vector<double> falls(x.size());
  for (std::size_t i = 1; i < x.size(); ++i) {
    rises[i] = std::max(0.0, x[i].close - x[i - 1].close);
    falls[i] = std::max(0.0, x[i - 1].close - x[i].close);
  }
  auto result = naive_wilder(rises, period, 1);
  const auto down = naive_wilder(falls, period, 1);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (result[i])
      result[i] = *result[i] + *down[i] > 0
                    ? 100 - 100 / (1 + *result[i] / *down[i])
                    : 0;
  return result;
}

std::vector<double> true_ranges(const candles& x) {
  std::vector<double> result(x.size());
  for (std::size_t i = 1; i < x.size(); ++i)
    result[i] = std::max(x[i].high, x[i - 1].close)
                - std::min(x[i].low, x[i - 1].close);
  return result;
}

/// Wilder's sums of the movements, the first of them at place `period`.
struct naive_movement {
  std::vector<double> plus, minus, range;
};

naive_movement movements(const candles& x, std::size_t period) {
  naive_movement raw;
  raw.range = true_ranges(x);
  raw.plus.resize(x.size());
  raw.minus.resize(x.size());
  for (std::size_t i = 1; i < x.size(); ++i) {
    const auto up = x[i].high - x[i - 1].high;
    const auto down = x[i - 1].low - x[i].low;
    raw.plus[i] = up > std::max(down, 0.0) ? up : 0;
    raw.minus[i] = down > std::max(up, 0.0) ? down : 0;
  }
  const auto summed = [&](const std::vector<double>& y) {
    std::vector<double> result(y.size());
    for (auto i = period; i < y.size(); ++i)
      for (std::size_t j = 1; j <= i; ++j)
        result[i] += y[j]
                     * std::pow(1 - 1.0 / double(period),
                                double(i - std::max(j, period - 1)));
    return result;
  };
  return {summed(raw.plus), summed(raw.minus), summed(raw.range)};
}

series naive_dx(const naive_movement& x, std::size_t period) {
  series result(x.range.size());
  for (auto i = period; i < x.range.size(); ++i) {
    const auto both = x.plus[i] + x.minus[i];
    result[i] = both > 0 ? 100 * std::abs(x.plus[i] - x.minus[i]) / both
                         : (i > period ? *result[i - 1] : 0);
  }
  return result;
}

/// @returns what an indicator says after each candle.
template <class Indicator, class Add, class Read>
series told(Indicator by, const candles& x, Add add, Read read) {
  series result;
  for (const auto& bar : x) {
    add(by, bar);
    result.push_back(by.ready() ? maybe{read(by)} : std::nullopt);
  }
  return result;
}

constexpr auto whole = [](auto& by, const candle& x) { by.add(x); };
constexpr auto close_of = [](auto& by, const candle& x) { by.add(x.close); };
constexpr auto value = [](const auto& by) { return by.value(); };

void expect_same(const series& naive, const series& ours, double within,
                 const char* what) {
  ASSERT_EQ(naive.size(), ours.size());
  for (std::size_t i = 0; i < naive.size(); ++i) {
    ASSERT_EQ(naive[i].has_value(), ours[i].has_value()) << what << ' ' << i;
    if (!naive[i])
      continue;
    ASSERT_TRUE(std::isfinite(*ours[i])) << what << ' ' << i;
    ASSERT_NEAR(*naive[i], *ours[i], within) << what << ' ' << i;
  }
}

class SecondImplementation : public testing::Test {
protected:
  template <class Check>
  static void over_walks(Check check) {
    for (std::uint64_t seed = 1; seed <= test::seed_count(20); ++seed) {
      SCOPED_TRACE(seed);
      check(test::walk(seed, length));
    }
  }
};

TEST_F(SecondImplementation, AgreesOnAverages) {
  over_walks([](const candles& x) {
    const auto prices = closes(x);
    for (const auto period :
         {std::size_t{1}, std::size_t{9}, std::size_t{21}}) {
      expect_same(naive_sma(prices, period),
                  told(sma{period}, x, close_of, value), 1e-9, "SMA");
      expect_same(naive_ema(prices, period),
                  told(ema{period}, x, close_of, value), 1e-9, "EMA");
      expect_same(naive_wilder(prices, period, 0),
                  told(wilder_mean{period}, x, close_of, value), 1e-9,
                  "Wilder");
    }
  });
}

TEST_F(SecondImplementation, AgreesOnRsi) {
  over_walks([](const candles& x) {
    for (const auto period : {std::size_t{2}, std::size_t{9}, std::size_t{14}})
      expect_same(naive_rsi(x, period), told(rsi{period}, x, close_of, value),
                  1e-6, "RSI");
  });
}

TEST_F(SecondImplementation, AgreesOnMacd) {
  over_walks([](const candles& x) {
    const auto prices = closes(x);
    const auto fast = naive_ema(prices, 12, 26 - 12);
    const auto slow = naive_ema(prices, 26);
    std::vector<double> line(x.size());
    for (std::size_t i = 25; i < x.size(); ++i)
      line[i] = *fast[i] - *slow[i];
    const auto signal = naive_ema(line, 9, 25);
    series histogram(x.size());
    for (std::size_t i = 33; i < x.size(); ++i)
      histogram[i] = line[i] - *signal[i];
    expect_same(
      signal,
      told(macd{}, x, close_of, [](const macd& by) { return by.signal(); }),
      1e-9, "signal");
    expect_same(
      histogram,
      told(macd{}, x, close_of, [](const macd& by) { return by.histogram(); }),
      1e-9, "histogram");
  });
}

TEST_F(SecondImplementation, AgreesOnRangesAndBands) {
  over_walks([](const candles& x) {
    expect_same(naive_wilder(true_ranges(x), 14, 1),
                told(atr{14}, x, whole, value), 1e-9, "ATR");
    const auto prices = closes(x);
    series deviation(x.size());
    for (std::size_t i = 19; i < x.size(); ++i) {
      const auto middle = mean(prices, i - 19, i + 1);
      double squares = 0;
      for (auto j = i - 19; j <= i; ++j)
        squares += std::pow(prices[j] - middle, 2);
      deviation[i] = std::sqrt(squares / 20);
    }
    expect_same(deviation,
                told(bollinger_bands{20}, x, close_of,
                     [](const auto& by) { return by.deviation(); }),
                1e-9, "deviation");
  });
}

TEST_F(SecondImplementation, AgreesOnDirection) {
  over_walks([](const candles& x) {
    constexpr auto period = std::size_t{14};
    const auto sums = movements(x, period);
    series plus(x.size());
    series minus(x.size());
    for (auto i = period; i < x.size(); ++i) {
      plus[i] = sums.range[i] > 0 ? 100 * sums.plus[i] / sums.range[i] : 0;
      minus[i] = sums.range[i] > 0 ? 100 * sums.minus[i] / sums.range[i] : 0;
    }
    const auto ours = directional_movement{period};
    expect_same(
      plus, told(ours, x, whole, [](const auto& by) { return by.plus_di(); }),
      1e-7, "+DI");
    expect_same(
      minus, told(ours, x, whole, [](const auto& by) { return by.minus_di(); }),
      1e-7, "-DI");
    const auto dx = naive_dx(sums, period);
    expect_same(dx,
                told(ours, x, whole, [](const auto& by) { return by.dx(); }),
                1e-7, "DX");
    std::vector<double> directions(x.size());
    for (auto i = period; i < x.size(); ++i)
      directions[i] = *dx[i];
    expect_same(naive_wilder(directions, period, period),
                told(adx{period}, x, whole, value), 1e-6, "ADX");
  });
}

TEST_F(SecondImplementation, AgreesOnLevels) {
  over_walks([](const candles& x) {
    for (const auto period :
         {std::size_t{1}, std::size_t{10}, std::size_t{20}}) {
      series upper(x.size());
      series lower(x.size());
      for (auto i = period - 1; i < x.size(); ++i) {
        upper[i] = x[i].high;
        lower[i] = x[i].low;
        for (auto j = i + 1 - period; j < i; ++j) {
          upper[i] = std::max(*upper[i], x[j].high);
          lower[i] = std::min(*lower[i], x[j].low);
        }
      }
      const auto ours = donchian{period};
      expect_same(
        upper, told(ours, x, whole, [](const auto& by) { return by.upper(); }),
        0, "upper");
      expect_same(
        lower, told(ours, x, whole, [](const auto& by) { return by.lower(); }),
        0, "lower");
    }
  });
}

TEST_F(SecondImplementation, AgreesOnVwapFromItsAnchor) {
  using namespace std::chrono_literals;
  over_walks([](const candles& x) {
    for (const auto begin : {0h, 13h}) {
      series naive(x.size());
      for (std::size_t i = 0; i < x.size(); ++i) {
        double turnover = 0;
        double volume = 0;
        for (std::size_t j = 0; j <= i; ++j) {
          const auto since = [&](std::size_t place) {
            return std::chrono::floor<std::chrono::days>(x[place].start
                                                         - begin);
          };
          if (since(j) != since(i))
            continue;
          turnover += (x[j].high + x[j].low + x[j].close) / 3 * x[j].volume;
          volume += x[j].volume;
        }
        if (volume > 0)
          naive[i] = turnover / volume;
      }
      expect_same(naive, told(vwap{begin}, x, whole, value), 1e-9, "VWAP");
    }
  });
}

} // namespace
} // namespace ballast::indicators
