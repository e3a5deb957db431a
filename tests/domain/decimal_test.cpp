#include "domain/decimal.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

void PrintTo(decimal x, std::ostream* out) { *out << x.to_string(); }

namespace {

decimal number(std::string_view text) {
  const auto x = decimal::parse(text);
  EXPECT_TRUE(x.ok()) << text;
  return x ? *x : decimal{};
}

/// Any value of the type: the high bits are cut at a random place, so that
/// small numbers are as common as large ones.
decimal any_decimal(random_source& random) {
  auto bits = (uint128{random.next()} << 64U) | random.next();
  bits >>= static_cast<unsigned>(random.below(128));
  const auto x = decimal::from_units(static_cast<int128>(bits));
  return random.below(2) == 0 ? x : -x;
}

/// a * b by hand: decimal digits, as at school, exact for every input.
/// Units of 10^-36, most significant digit first.
std::string product_by_hand(std::string a, std::string b) {
  auto digits = std::vector<int>(a.size() + b.size(), 0);
  for (auto i = a.size(); i-- > 0;)
    for (auto j = b.size(); j-- > 0;) {
      const auto sum = digits[i + j + 1] + (a[i] - '0') * (b[j] - '0');
      digits[i + j + 1] = sum % 10;
      digits[i + j] += sum / 10;
    }
  std::string text;
  for (const auto x : digits)
    text += static_cast<char>('0' + x);
  return text;
}

/// |x| in units, as digits.
std::string unit_digits(decimal x) {
  auto text = x.to_string();
  std::erase(text, '-');
  const auto point = text.find('.');
  auto places
    = point == std::string::npos ? std::string{} : text.substr(point + 1);
  places.append(18 - places.size(), '0');
  return text.substr(0, point) + places;
}

} // namespace

TEST(Decimal, PrintsPlainAndShort) {
  for (const auto* text : {"0", "1", "-1", "0.5", "-0.5", "100", "1234.5678",
                           "0.000000000000000001", "99999999999999999999"})
    EXPECT_EQ(number(text).to_string(), text);
  EXPECT_EQ(number("1.500").to_string(), "1.5");
  EXPECT_EQ(number("-0.000").to_string(), "0");
  EXPECT_EQ(number("007").to_string(), "7");
}

TEST(Decimal, FaultI14_NeverPrintsAnExponentOrALongTail) {
  EXPECT_EQ(number("1e-05").to_string(), "0.00001");
  EXPECT_EQ(number("0.0299999").to_string(), "0.0299999");
  EXPECT_EQ(number("1E+3").to_string(), "1000");
  EXPECT_EQ(number("2.5E3").to_string(), "2500");
  EXPECT_EQ(number("1e-18").to_string(), "0.000000000000000001");
}

TEST(Decimal, ReadsBackWhateverItPrints) {
  auto random = random_source{1};
  for (int i = 0; i < 20'000; ++i) {
    const auto x = any_decimal(random);
    const auto back = decimal::parse(x.to_string());
    ASSERT_TRUE(back.ok()) << x.to_string();
    ASSERT_EQ(*back, x);
  }
}

TEST(Decimal, ReadsBackTheEndsOfItsRange) {
  EXPECT_EQ(decimal::highest().to_string(),
            "170141183460469231731.687303715884105727");
  EXPECT_EQ(decimal::lowest().to_string(),
            "-170141183460469231731.687303715884105728");
  EXPECT_EQ(number(decimal::highest().to_string()), decimal::highest());
  EXPECT_EQ(number(decimal::lowest().to_string()), decimal::lowest());
}

TEST(Decimal, RefusesWhatLiesBeyondItsRange) {
  for (const auto* text :
       {"170141183460469231731.687303715884105728",
        "-170141183460469231731.687303715884105729", "1e21", "-1e21",
        "999999999999999999999", "1e999999999999999999999",
        "340282366920938463463.374607431768211457",
        "1000000000000000000000000000000000000000000"})
    EXPECT_FALSE(decimal::parse(text).ok()) << text;
}

TEST(Decimal, FaultE26_ReadsTwentyThreeDigitsExactlyOrNotAtAll) {
  const auto text = std::string{"12345.678901234567890123"};
  EXPECT_EQ(number(text).to_string(), text);
  EXPECT_FALSE(decimal::parse("1234.5678901234567890123").ok());
  EXPECT_FALSE(decimal::parse("0.00000000000000000000001").ok());
  EXPECT_FALSE(decimal::parse("12345678901234567890123").ok());
  EXPECT_EQ(number("1.0000000000000000000000").to_string(), "1");
}

TEST(Decimal, ReadsExponentsAsThePlainNumberTheyStandFor) {
  auto random = random_source{2};
  for (int i = 0; i < 5'000; ++i) {
    const auto digits = std::to_string(random.below(1'000'000'000) + 1);
    const auto places = static_cast<unsigned>(random.below(10));
    const auto shifted = digits + "e-" + (random.below(2) == 0 ? "0" : "")
                         + std::to_string(places);
    auto plain = std::string(places + 1, '0') + digits;
    plain.insert(plain.size() - places, ".");
    if (places == 0)
      plain.pop_back();
    ASSERT_EQ(number(shifted), number(plain)) << shifted << " " << plain;
  }
}

TEST(Decimal, ReadsAnyNumberOfZeros) {
  const auto zeros = std::string(10'000, '0');
  EXPECT_EQ(number(zeros + "1"), number("1"));
  EXPECT_EQ(number("1." + zeros), number("1"));
  EXPECT_EQ(number("1" + zeros + "e-10000"), number("1"));
  EXPECT_EQ(number("0." + zeros + "1e10001"), number("1"));
  EXPECT_EQ(number("0e999999999999999999999"), decimal{});
  EXPECT_EQ(number("0e-999999999999999999999"), decimal{});
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const auto* text : {"",
                           " ",
                           "-",
                           "+",
                           "+1",
                           "1 ",
                           " 1",
                           "1.",
                           ".5",
                           ".",
                           "1e",
                           "1e-",
                           "1e+",
                           "e5",
                           "--1",
                           "1-",
                           "1.2.3",
                           "1e2.5",
                           "1e2e3",
                           "0x10",
                           "1,000",
                           "NaN",
                           "nan",
                           "inf",
                           "-Infinity",
                           "null",
                           "1_000",
                           "\xef\xbb\xbf"
                           "1"})
    EXPECT_FALSE(decimal::parse(text).ok()) << '"' << text << '"';
  EXPECT_FALSE(decimal::parse(std::string_view{"1\0", 2}).ok());
}

TEST(Decimal, MultipliesLikeByHand) {
  auto random = random_source{3};
  auto in_range = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto a = any_decimal(random);
    const auto b = any_decimal(random);
    const auto exact = product_by_hand(unit_digits(a), unit_digits(b));
    const auto whole = exact.substr(0, exact.size() - 18);
    const auto inexact
      = exact.find_first_not_of('0', exact.size() - 18) != std::string::npos;
    const auto negative = a.is_negative() != b.is_negative();
    const auto toward_zero
      = decimal::parse((negative ? "-" : "") + whole + "e-18");
    if (!toward_zero || *toward_zero == decimal::highest()
        || *toward_zero == decimal::lowest())
      continue;
    ++in_range;
    const auto unit = decimal::from_units(inexact ? 1 : 0);
    const auto below = negative ? *toward_zero - unit : *toward_zero;
    const auto above = negative ? *toward_zero : *toward_zero + unit;
    ASSERT_EQ(*multiply(a, b, rounding::down), below);
    ASSERT_EQ(*multiply(a, b, rounding::up), above);
  }
  EXPECT_GT(in_range, 5'000);
}

TEST(Decimal, RefusesProductsBeyondItsRange) {
  const auto large = number("100000000000000000000");
  EXPECT_FALSE(multiply(large, number("2"), rounding::down).ok());
  EXPECT_FALSE(multiply(large, large, rounding::down).ok());
  EXPECT_FALSE(
    multiply(decimal::lowest(), decimal::lowest(), rounding::up).ok());
  EXPECT_FALSE(multiply(decimal::lowest(), number("-1"), rounding::up).ok());
  EXPECT_EQ(*multiply(decimal::lowest(), number("1"), rounding::down),
            decimal::lowest());
  EXPECT_FALSE(
    multiply(decimal::highest(), number("1.000000000000000001"), rounding::down)
      .ok());
}

TEST(Decimal, RoundsToTheNextMultipleOnTheAskedSide) {
  auto random = random_source{4};
  for (int i = 0; i < 20'000; ++i) {
    const auto x = any_decimal(random);
    auto step = any_decimal(random);
    if (step.is_negative())
      step = -step;
    if (step.is_zero())
      continue;
    const auto down = round_to(x, step, rounding::down);
    const auto up = round_to(x, step, rounding::up);
    ASSERT_EQ(down.units() % step.units(), 0);
    ASSERT_EQ(up.units() % step.units(), 0);
    // Near the ends of the range the asked multiple may not exist.
    ASSERT_TRUE(x - step == decimal::lowest()
                || (down <= x && x - down < step));
    ASSERT_TRUE(x + step == decimal::highest() || (x <= up && up - x < step));
  }
}

TEST(Decimal, RoundsToTheLastMultipleInsideItsRange) {
  const auto step = number("1");
  EXPECT_EQ(round_to(decimal::highest(), step, rounding::up),
            number("170141183460469231731"));
  EXPECT_EQ(round_to(decimal::lowest(), step, rounding::down),
            number("-170141183460469231731"));
}

TEST(Decimal, FaultE22_RoundsPricesAndSizesToTheSafeSide) {
  auto random = random_source{5};
  for (int i = 0; i < 5'000; ++i) {
    const auto tick = number("1e-" + std::to_string(random.below(9)));
    const auto price = decimal::from_units(static_cast<int128>(random.next()));
    ASSERT_LE(round_price(price, tick, side::buy), price);
    ASSERT_GE(round_price(price, tick, side::sell), price);
    ASSERT_LE(round_size(price, tick), price);
    ASSERT_EQ(round_price(price, tick, side::sell).units() % tick.units(), 0);
    ASSERT_LT(price - round_size(price, tick), tick);
  }
  EXPECT_EQ(round_price(number("10.019"), number("0.01"), side::buy),
            number("10.01"));
  EXPECT_EQ(round_price(number("10.011"), number("0.01"), side::sell),
            number("10.02"));
  EXPECT_EQ(round_size(number("0.0299999"), number("0.01")), number("0.02"));
}

TEST(Decimal, SumsStopAtTheEndsOfTheRange) {
  const auto one = number("1");
  EXPECT_EQ(decimal::highest() + one, decimal::highest());
  EXPECT_EQ(decimal::lowest() - one, decimal::lowest());
  EXPECT_EQ(decimal::lowest() + -one, decimal::lowest());
  EXPECT_EQ(decimal::highest() - -one, decimal::highest());
  EXPECT_EQ(-decimal::lowest(), decimal::highest());
  EXPECT_EQ(decimal::highest() + decimal::lowest(), decimal::from_units(-1));
}

TEST(Decimal, TurnsIntoADoubleForStatistics) {
  EXPECT_DOUBLE_EQ(number("68923.67").to_double(), 68923.67);
  EXPECT_DOUBLE_EQ(number("-0.00000001").to_double(), -1e-8);
}

} // namespace ballast
