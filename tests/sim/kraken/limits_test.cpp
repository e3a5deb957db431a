#include "tests/sim/kraken/simulated_kraken.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto time_path = "/0/public/Time";
constexpr auto too_many = "EGeneral:Too many requests";
constexpr auto over_counter = "EAPI:Rate limit exceeded";

class KrakenLimits : public simulated_kraken {
protected:
  std::string public_error() { return error_of(ask(time_path).content); }
};

class KrakenWithABurst : public KrakenLimits {
protected:
  KrakenWithABurst() {
    venue
      = *make_kraken({.public_limit = {limit_kind::token_bucket, 1, 1s, 5}});
  }
};

class KrakenUsers : public simulated_kraken {
protected:
  KrakenUsers() : simulated_kraken{{.accounts = 2}} {}
};

TEST_F(KrakenLimits, TakeOnePublicCallInAnySecondAndRefuseTheNextUnder200) {
  EXPECT_EQ(public_error(), "");
  pass(1s - 1ns);
  EXPECT_EQ(public_error(), too_many);
  pass(1ns);
  EXPECT_EQ(public_error(), "");
}

TEST_F(KrakenLimits, CountAllPublicRoutesOfAnAddressTogether) {
  EXPECT_EQ(public_error(), "");
  for (const auto* target :
       {"/0/public/SystemStatus", "/0/public/OHLC?pair=XBTUSD",
        "/0/public/AssetPairs", "/0/public/Nonsense", "/"})
    EXPECT_EQ(error_of(ask(target).content), too_many) << target;
}

TEST_F(KrakenLimits, CountWhatCameAndWhatWasRefused) {
  for (auto i = 0; i < 4; ++i)
    ask(time_path);
  const auto stats = venue->stats();
  EXPECT_EQ(stats.requests, 4U);
  EXPECT_EQ(stats.accepted, 1U);
  EXPECT_EQ(stats.rate_limited, 3U);
  EXPECT_EQ(stats.over_limit, 3U);
}

TEST_F(KrakenWithABurst, TakesItAtOnceAndThenOneASecond) {
  for (auto i = 0; i < 5; ++i)
    ASSERT_EQ(public_error(), "") << i;
  EXPECT_EQ(public_error(), too_many);
  pass(1s);
  EXPECT_EQ(public_error(), "");
  EXPECT_EQ(public_error(), too_many);
}

TEST_F(KrakenLimits, OfPublicAndPrivateCallsAreApart) {
  EXPECT_EQ(public_error(), "");
  EXPECT_EQ(error_of(post("Balance")), "");
}

/// A tier's counter.
struct counter {
  kraken_tier tier;
  int calls_max;
  duration decay; ///< For one call.
};

class KrakenCounter : public simulated_kraken,
                      public testing::WithParamInterface<counter> {
protected:
  KrakenCounter() { venue = *make_kraken({.tier = GetParam().tier}); }
};

TEST_P(KrakenCounter, TakesItsMaximumAtOnceAndThenOneAsItDecays) {
  for (auto i = 0; i < GetParam().calls_max; ++i)
    ASSERT_EQ(error_of(post("Balance")), "") << i;
  pass(GetParam().decay);
  EXPECT_EQ(error_of(post("Balance")), "");
  EXPECT_EQ(error_of(post("Balance")), over_counter);
}

TEST_P(KrakenCounter, RefusesANanosecondTooSoonAndChargesForIt) {
  for (auto i = 0; i < GetParam().calls_max; ++i)
    ASSERT_EQ(error_of(post("Balance")), "") << i;
  pass(GetParam().decay - 1ns);
  EXPECT_EQ(error_of(post("Balance")), over_counter);
  pass(1ns);
  EXPECT_EQ(error_of(post("Balance")), over_counter);
  pass(GetParam().decay);
  EXPECT_EQ(error_of(post("Balance")), over_counter);
  pass(2 * GetParam().decay);
  EXPECT_EQ(error_of(post("Balance")), "");
  EXPECT_EQ(venue->stats().over_limit, 3U);
}

INSTANTIATE_TEST_SUITE_P(
  Tiers, KrakenCounter,
  testing::Values(counter{kraken_tier::starter, 15,
                          duration{3'030'303'031}}, // 1 / 0.33 s
                  counter{kraken_tier::intermediate, 20, 2s},
                  counter{kraken_tier::pro, 20, 1s}));

TEST_F(KrakenUsers, HaveACounterEach) {
  for (auto i = 0; i < 16; ++i)
    post("Balance");
  EXPECT_EQ(error_of(post("Balance")), over_counter);
  EXPECT_EQ(error_of(post("Balance", "1", venue->accounts().at(1))), "");
}

TEST_F(KrakenLimits, TakeNothingFromTheCounterForABadSignature) {
  auto thief = master;
  thief.secret = venue->accounts().at(0).secret;
  thief.secret[0] = thief.secret[0] == 'A' ? 'B' : 'A';
  for (auto i = 0; i < 50; ++i)
    ASSERT_EQ(error_of(post("Balance", std::to_string(++nonce), thief)),
              "EAPI:Invalid signature");
  EXPECT_EQ(error_of(post("Balance")), "");
}

TEST(KrakenOptions, AreRefusedWhereTheyAreZero) {
  EXPECT_FALSE(make_kraken({.accounts = 0}));
  EXPECT_FALSE(make_kraken({.public_limit = {}}));
  EXPECT_FALSE(
    make_kraken({.public_limit = {limit_kind::token_bucket, 1, 1s, 0}}));
  EXPECT_FALSE(make_kraken({.invalid_keys_max = 0}));
  EXPECT_FALSE(make_kraken({.invalid_nonces_max = 0}));
  EXPECT_FALSE(make_kraken({.lockout = 0s}));
}

} // namespace
} // namespace ballast::sim
