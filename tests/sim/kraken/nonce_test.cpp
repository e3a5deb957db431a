#include "domain/random.hpp"
#include "tests/sim/kraken/simulated_kraken.hpp"

#include <algorithm>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto refused = "EAPI:Invalid nonce";

class KrakenNonce : public simulated_kraken {
protected:
  std::string error_with(const std::string& digits) {
    pass(10s);
    return error_of(post("Balance", digits, master));
  }
};

class PatientKrakenNonce : public KrakenNonce {
protected:
  PatientKrakenNonce() {
    venue = *make_kraken({.invalid_nonces_max = 1'000'000});
  }
};

class UsedKrakenKey : public KrakenNonce {
protected:
  UsedKrakenKey() { venue = *make_kraken({.nonce_seen = nonce}); }
};

class TwoKrakenAccounts : public simulated_kraken {
protected:
  TwoKrakenAccounts() : simulated_kraken{{.accounts = 2}} {}
};

TEST_F(KrakenNonce, FaultE18_MustRiseAndMayNotBeRepeated) {
  EXPECT_EQ(error_with("100"), "");
  EXPECT_EQ(error_with("100"), refused);
  EXPECT_EQ(error_with("99"), refused);
  EXPECT_EQ(error_with("101"), "");
  EXPECT_EQ(venue->stats().bad_nonce, 2U);
  EXPECT_EQ(venue->stats().bad_signature, 0U);
}

TEST_F(PatientKrakenNonce, FaultE18_IsTakenExactlyWhenItIsAboveAllBefore) {
  for (auto seed = std::uint64_t{1}; seed <= 5; ++seed) {
    auto random = random_source{seed};
    auto highest = seed * 1'000'000;
    ASSERT_EQ(error_with(std::to_string(highest)), "");
    for (auto i = 0; i < 100; ++i) {
      const auto next = highest - 5 + random.below(12);
      ASSERT_EQ(error_with(std::to_string(next)), next > highest ? "" : refused)
        << "seed " << seed;
      highest = std::max(highest, next);
    }
  }
}

TEST_F(KrakenNonce, IsANumberOf64BitsAndNothingElse) {
  for (const auto* digits :
       {"", "0", "-5", "1.5", "12a", "18446744073709551616"})
    EXPECT_EQ(error_with(digits), refused) << digits;
}

TEST_F(KrakenNonce, IsComparedAsANumberAndNotAsText) {
  EXPECT_EQ(error_with("9"), "");
  EXPECT_EQ(error_with("10"), "");
}

TEST_F(KrakenNonce, CannotGoBackFromNanosecondsToMicroseconds) {
  EXPECT_EQ(error_with("1790000000000000000"), "");
  EXPECT_EQ(error_with("1790000000000001"), refused);
}

TEST_F(UsedKrakenKey, RefusesUpToTheNonceItHasSeenBefore) {
  EXPECT_EQ(error_with(std::to_string(nonce)), refused);
  EXPECT_EQ(error_with(std::to_string(nonce + 1)), "");
}

TEST_F(TwoKrakenAccounts, HaveANonceEach) {
  const auto other = venue->accounts().at(1);
  EXPECT_EQ(error_of(post("Balance", "100", master)), "");
  EXPECT_EQ(error_of(post("Balance", "50", other)), "");
}

TEST_F(TwoKrakenAccounts, FaultE18_AreLockedOutForBadNoncesEachForItself) {
  const auto other = venue->accounts().at(1);
  EXPECT_EQ(error_of(post("Balance", "100", master)), "");
  for (auto i = 0; i < 10; ++i)
    ASSERT_EQ(error_of(post("Balance", "100", master)), refused) << i;
  EXPECT_EQ(error_of(post("Balance", "100", master)),
            "EGeneral:Temporary lockout");
  EXPECT_EQ(error_of(post("Balance", "101", master)),
            "EGeneral:Temporary lockout");
  EXPECT_EQ(error_of(post("Balance", "101", other)), "");
  pass(15min);
  EXPECT_EQ(error_of(post("Balance", "101", master)), "");
}

TEST_F(KrakenNonce, IsSpentByACallThatTheCounterRefuses) {
  for (auto i = 0; i < 15; ++i)
    ASSERT_EQ(error_of(post("Balance")), "");
  EXPECT_EQ(error_of(post("Balance")), "EAPI:Rate limit exceeded");
  EXPECT_EQ(error_with(std::to_string(nonce)), refused);
}

} // namespace
} // namespace ballast::sim
