#include "venues/hex.hpp"
#include "venues/hmac.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace ballast::venues {

namespace {

secret_text secret(const char* text) { return secret_text{std::string{text}}; }

} // namespace

TEST(Hmac, MakesTheCodesOfRfc4231) {
  const auto key = secret("Jefe"); // Test case 2.
  const auto message = std::string_view{"what do ya want for nothing?"};
  EXPECT_EQ(hex(hmac_of(hash_kind::sha256, key, message)),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_of(hash_kind::sha512, key, message)),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

TEST(SecretText, WipesWhatItWasMadeFrom) {
  auto given = std::string{"a secret that is longer than a small string"};
  const auto* bytes = given.data();
  const auto held = secret_text{std::move(given)};
  EXPECT_EQ(held.view(), "a secret that is longer than a small string");
  // The string is cleared, not freed: its first bytes can be looked at.
  EXPECT_TRUE(given.empty()); // NOLINT(bugprone-use-after-move): that is tested
  for (std::size_t i = 0; i < 8; ++i)
    EXPECT_EQ(bytes[i], '\0');
}

TEST(SecretText, MovesWithoutLosingOrSharingIt) {
  auto first = secret("one");
  auto second = std::move(first);
  EXPECT_EQ(second.view(), "one");
  auto third = secret("another");
  third = std::move(second);
  EXPECT_EQ(third.view(), "one");
}

TEST(SecretText, CutsTheBlanksThatArePastedAlong) {
  EXPECT_EQ(without_blanks("\t key \r\n"), "key");
  EXPECT_EQ(without_blanks("a b"), "a b");
  EXPECT_EQ(without_blanks(" \n"), "");
}

TEST(SecretText, KnowsWhatWouldBreakOutOfAHeader) {
  EXPECT_TRUE(fits_header("!~aZ09-_="));
  for (const auto* x : {"", "a b", "a\r\nX: y", "a\x7f", "\xc3\xa9"})
    EXPECT_FALSE(fits_header(x)) << x;
}

} // namespace ballast::venues
