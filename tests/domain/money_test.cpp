#include "domain/money.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace ballast {
namespace {

decimal number(const char* text) { return *decimal::parse(text); }

TEST(Money, DividesExactlyAndRoundsToTheAskedSide) {
  const auto one = decimal::whole(1);
  const auto three = decimal::whole(3);
  EXPECT_EQ(*proportion(one, one, three, rounding::down),
            number("0.333333333333333333"));
  EXPECT_EQ(*proportion(one, one, three, rounding::up),
            number("0.333333333333333334"));
  EXPECT_EQ(*proportion(-one, one, three, rounding::down),
            number("-0.333333333333333334"));
  EXPECT_EQ(*proportion(one, one, -three, rounding::up),
            number("-0.333333333333333333"));
  EXPECT_EQ(
    *proportion(number("100"), number("0.1"), number("0.4"), rounding::down),
    number("25"));
}

TEST(Money, NeedsNoRoomOnTheWay) {
  // The product alone would leave 128 bits by far.
  const auto big = number("100000000000000000000");
  EXPECT_EQ(*proportion(big, big, big, rounding::down), big);
  EXPECT_EQ(*proportion(decimal::highest() - decimal::from_units(1),
                        decimal::whole(1), decimal::whole(1), rounding::up),
            decimal::highest() - decimal::from_units(1));
}

TEST(Money, RefusesWhatHasNoAnswer) {
  EXPECT_FALSE(
    proportion(decimal::whole(1), decimal::whole(1), {}, rounding::down));
  EXPECT_FALSE(proportion(decimal::highest(), decimal::whole(2),
                          decimal::whole(1), rounding::down));
  EXPECT_EQ(value_of(decimal::highest(), decimal::whole(2), rounding::up),
            decimal::highest());
  EXPECT_EQ(value_of(decimal::highest(), -decimal::whole(2), rounding::up),
            decimal::lowest());
}

// Whatever the figures: q = a * b / c rounded down is the greatest one with
// q * c <= a * b, and the other side is at most one unit above it.
TEST(Money, StandsBetweenItsNeighbours) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(5000); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    const auto draw = [&] { // Small enough to be checked by 128 bits.
      const auto bits = 1 + random.below(60);
      const auto units = static_cast<int128>(random.next() >> (64 - bits)) + 1;
      return random.below(2) == 0 ? units : -units;
    };
    const auto a = draw();
    const auto b = draw();
    const auto c = draw();
    const auto down = proportion(decimal::from_units(a), decimal::from_units(b),
                                 decimal::from_units(c), rounding::down);
    const auto up = proportion(decimal::from_units(a), decimal::from_units(b),
                               decimal::from_units(c), rounding::up);
    ASSERT_TRUE(down && up);
    const auto exact = a * b; // At most 2^120.
    const auto whole = exact / c;
    const auto below = exact % c != 0 && (exact < 0) != (c < 0);
    const auto floor = whole - (below ? 1 : 0);
    EXPECT_TRUE(down->units() == floor);
    EXPECT_TRUE(up->units() == floor + (exact % c != 0 ? 1 : 0));
  }
}

TEST(Money, ReadsADoubleAsAPersonWouldWriteIt) {
  EXPECT_EQ(money_of(0.05), number("0.05"));
  EXPECT_EQ(money_of(64123.45), number("64123.45"));
  EXPECT_EQ(money_of(0.1 + 0.2), number("0.30000000000000004"));
  EXPECT_EQ(money_of(1e-8), number("0.00000001"));
  EXPECT_EQ(money_of(-2.5), number("-2.5"));
  EXPECT_EQ(money_of(1.2345678901234567e-10), number("0.000000000123456789"));
  EXPECT_EQ(money_of(1e-30), decimal{});
}

TEST(Money, RefusesADoubleThatIsNoNumber) {
  EXPECT_FALSE(money_of(std::nan("")));
  EXPECT_FALSE(money_of(std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(money_of(1e300));
}

} // namespace
} // namespace ballast
