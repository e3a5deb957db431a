#include "domain/random.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/kraken/signer.hpp"

#include <gtest/gtest.h>

#include <charconv>

namespace ballast::venues::kraken {

namespace {

using nlohmann::json;

json published() { return json::parse(recorded_text("kraken/auth.json")); }

std::string test_secret() {
  return published().front().at("secret").get<std::string>();
}

std::uint64_t number(const std::string& digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

} // namespace

TEST(KrakenSigner, MakesThePublishedSignatures) {
  for (const auto& row : published()) {
    const auto made = signer::make("key", row.at("secret").get<std::string>());
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made->sign(row.at("path").get<std::string>(),
                         number(row.at("nonce").get<std::string>()),
                         row.at("body").get<std::string>()),
              row.at("api_sign").get<std::string>())
      << row.at("id");
  }
  EXPECT_EQ(published().size(), 5U);
}

TEST(KrakenSigner, EveryPartOfTheRequestIsSigned) {
  const auto made = std::move(*signer::make("key", test_secret()));
  const auto usual = made.sign("/0/private/A", 1, "nonce=1");
  EXPECT_EQ(usual.size(), 88U);
  EXPECT_EQ(made.sign("/0/private/A", 1, "nonce=1"), usual);
  EXPECT_NE(made.sign("/0/private/B", 1, "nonce=1"), usual);
  EXPECT_NE(made.sign("/0/private/A", 2, "nonce=1"), usual);
  EXPECT_NE(made.sign("/0/private/A", 1, "nonce=1&x=2"), usual);
  const auto other = std::move(*signer::make("key", "c2VjcmV0"));
  EXPECT_NE(other.sign("/0/private/A", 1, "nonce=1"), usual);
}

TEST(KrakenSigner, ReadsWhatPeoplePaste) {
  const auto plain = std::move(*signer::make("key", test_secret()));
  const auto pasted = signer::make(" key\n", "\t" + test_secret() + "\r\n");
  ASSERT_TRUE(pasted.ok());
  EXPECT_EQ(pasted->key(), "key");
  EXPECT_EQ(pasted->sign("/p", 1, "b"), plain.sign("/p", 1, "b"));
}

TEST(KrakenSigner, RefusesKeysThatWouldBreakOutOfAHeader) {
  for (const auto* key : {"", "  ", "a b", "a\r\nX: y", "a\x7f", "\xc3\xa9"}) {
    const auto made = signer::make(key, test_secret());
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ec::invalid_argument);
  }
}

TEST(KrakenSigner, NamesNoPartOfABrokenSecret) {
  auto random = random_source{7};
  const auto secret = test_secret();
  auto refused = 0;
  for (int i = 0; i < 500; ++i) {
    auto broken = secret;
    if (random.below(2) == 0)
      broken.resize(random.below(broken.size()));
    else
      broken[random.below(broken.size())]
        = static_cast<char>(random.below(256));
    const auto made = signer::make("key", broken);
    if (made)
      continue;
    ++refused;
    EXPECT_EQ(made.error().code, ec::invalid_argument);
    for (std::size_t at = 0; at + 6 <= secret.size(); ++at)
      ASSERT_EQ(made.error().text.find(secret.substr(at, 6)),
                std::string::npos);
  }
  EXPECT_GT(refused, 200);
}

TEST(KrakenSigner, SignsTheSameAfterItWasMoved) {
  auto first = std::move(*signer::make("key", test_secret()));
  const auto usual = first.sign("/p", 1, "b");
  auto second = std::move(first);
  EXPECT_EQ(second.sign("/p", 1, "b"), usual);
  auto third = std::move(*signer::make("other", "c2VjcmV0"));
  third = std::move(second);
  EXPECT_EQ(third.key(), "key");
  EXPECT_EQ(third.sign("/p", 1, "b"), usual);
}

} // namespace ballast::venues::kraken
