#include "domain/delisting.hpp"

#include <gtest/gtest.h>

namespace ballast {
namespace {

constexpr auto ok = outcome_kind::ok;
constexpr auto unknown = outcome_kind::unknown_symbol;

const symbol a{"A", "USD"};
const symbol b{"B", "USD"};
const symbol c{"C", "USD"};

TEST(Delisting, BelievesTheSecondWord) {
  delisting x;
  EXPECT_FALSE(x.heard(a, unknown));
  EXPECT_FALSE(x.heard(b, ok));
  EXPECT_TRUE(x.heard(a, unknown));
}

TEST(Delisting, ForgetsASlipOnceTheMarketIsKnownAgain) {
  delisting x;
  x.heard(a, unknown);
  x.heard(a, ok);
  EXPECT_FALSE(x.heard(a, unknown));
}

TEST(Delisting, DoesNotBelieveAVenueThatKnowsNoMarketAnyMore) {
  delisting x;
  for (int i = 0; i < 10; ++i)
    for (const auto& market : {a, b, c})
      EXPECT_FALSE(x.heard(market, unknown)) << i;
  x.heard(b, ok);
  EXPECT_FALSE(x.heard(c, unknown)) << "its words of before were not counted";
  EXPECT_TRUE(x.heard(c, unknown));
}

TEST(Delisting, CountsNoOtherTrouble) {
  delisting x;
  for (const auto kind : {outcome_kind::refused, outcome_kind::timed_out,
                          outcome_kind::throttled, outcome_kind::malformed})
    EXPECT_FALSE(x.heard(a, kind));
  EXPECT_FALSE(x.heard(a, unknown));
}

} // namespace
} // namespace ballast
