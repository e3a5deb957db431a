// TA-Lib's own regression tests, of whose definitions ours are.
//
// Source: TA-Lib/ta-lib, src/tools/ta_regtest/ta_test_func: test_rsi.c,
// test_macd.c, test_ma.c, test_bbands.c, test_adx.c, test_per_hlc.c. Its values
// are rounded or cut as they stand, hence the tolerances.
#include "domain/indicators/direction.hpp"
#include "domain/indicators/momentum.hpp"
#include "domain/indicators/volatility.hpp"
#include "tests/domain/candle_series.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::indicators {
namespace {

/// Values by the place of their candle, from 0.
using by_place = std::map<std::size_t, double>;

constexpr auto last = std::size_t{251};

const std::vector<candle>& days() {
  static const auto result = test::daily_candles("indicators/daily.csv");
  return result;
}

template <class Indicator>
void add(Indicator& by, const candle& x) {
  if constexpr (requires { by.add(x); })
    by.add(x);
  else
    by.add(x.close);
}

/// Every value of an indicator over all days, none before it is ready.
template <class Indicator, class Read>
by_place values_of(Indicator by, Read read) {
  by_place result;
  for (std::size_t i = 0; i < days().size(); ++i) {
    add(by, days()[i]);
    if (by.ready())
      result[i] = read(by);
  }
  return result;
}

void expect(const by_place& published, const by_place& ours, double within) {
  ASSERT_FALSE(ours.empty());
  EXPECT_EQ(ours.begin()->first, published.begin()->first)
    << "the first value has another place";
  for (const auto& [place, value] : published)
    EXPECT_NEAR(ours.at(place), value, within) << "day " << place;
}

constexpr auto value = [](const auto& x) { return x.value(); };

TEST(PublishedValues, AreThoseOf252Days) { EXPECT_EQ(days().size(), 252U); }

TEST(PublishedValues, OfRsiAreOurs) {
  expect({{14, 49.14}, {15, 52.32}, {16, 46.07}, {last, 49.63}},
         values_of(rsi{14}, value), 0.01);
}

TEST(PublishedValues, OfEmaAreOurs) {
  expect({{1, 93.15}, {2, 93.96}, {last, 108.21}}, values_of(ema{2}, value),
         0.01);
  expect({{9, 93.22}, {10, 93.75}}, values_of(ema{10}, value), 0.01);
}

TEST(PublishedValues, OfMacdAreOurs) {
  expect({{33, -1.9738}},
         values_of(macd{}, [](const macd& x) { return x.line(); }), 0.0001);
  expect({{33, -2.7071}},
         values_of(macd{}, [](const macd& x) { return x.signal(); }), 0.0001);
  expect({{33, -1.9738 + 2.7071}},
         values_of(macd{}, [](const macd& x) { return x.histogram(); }),
         0.0001);
}

TEST(PublishedValues, OfBollingerBandsAreOurs) {
  const auto bands = bollinger_bands{20, 2};
  expect({{19, 98.0734}},
         values_of(bands, [](const auto& x) { return x.upper(); }), 0.0001);
  expect({{19, 92.8910}},
         values_of(bands, [](const auto& x) { return x.middle(); }), 0.0001);
  expect({{19, 87.7086}},
         values_of(bands, [](const auto& x) { return x.lower(); }), 0.0001);
}

TEST(PublishedValues, OfAtrAreOurs) {
  // Published as NATR, the percentage of the close.
  auto ours = values_of(atr{14}, value);
  for (auto& [place, x] : ours)
    x *= 100 / days()[place].close;
  expect({{14, 3.9321}, {15, 3.7576}, {last, 3.0229}}, ours, 0.0001);
}

TEST(PublishedValues, OfDirectionalMovementAreOurs) {
  const auto movement = directional_movement{14};
  // Published as whole numbers, DX of those: |20 - 30| / (20 + 30) is 20.
  expect({{14, 20}, {27, 22}, {28, 20}, {last, 21}},
         values_of(movement, [](const auto& x) { return x.plus_di(); }), 0.5);
  expect({{14, 30}, {28, 25}, {last, 21}},
         values_of(movement, [](const auto& x) { return x.minus_di(); }), 0.5);
  expect({{14, 20}, {15, 9}, {16, 18}, {250, 10}, {last, 0}},
         values_of(movement, [](const auto& x) { return x.dx(); }), 1);
  expect({{27, 23}, {28, 22}, {250, 17}, {last, 16}}, values_of(adx{14}, value),
         0.5);
}

} // namespace
} // namespace ballast::indicators
