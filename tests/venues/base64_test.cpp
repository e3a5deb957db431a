#include "domain/random.hpp"
#include "venues/base64.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace ballast::venues {

namespace {

/// OpenSSL's word for it, in the standard alphabet with padding.
std::string encoded_by_openssl(const std::string& bytes) {
  auto text = std::string(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto size
    = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string any_bytes(random_source& random) {
  auto bytes = std::string(random.below(70), '\0');
  for (auto& x : bytes)
    x = static_cast<char>(random.below(256));
  return bytes;
}

} // namespace

TEST(Base64, EncodesForUrlsLikeOpensslWithoutPadding) {
  auto random = random_source{1};
  for (int i = 0; i < 500; ++i) {
    const auto bytes = any_bytes(random);
    auto expected = encoded_by_openssl(bytes);
    std::erase(expected, '=');
    for (auto& x : expected)
      x = x == '+' ? '-' : x == '/' ? '_' : x;
    ASSERT_EQ(base64url_encode(bytes), expected);
  }
}

TEST(Base64, EncodesForHeadersLikeOpenssl) {
  auto random = random_source{3};
  for (int i = 0; i < 500; ++i) {
    const auto bytes = any_bytes(random);
    ASSERT_EQ(base64_encode(bytes), encoded_by_openssl(bytes));
  }
}

TEST(Base64, DecodesWhatOpensslEncodes) {
  auto random = random_source{2};
  for (int i = 0; i < 500; ++i) {
    const auto bytes = any_bytes(random);
    ASSERT_EQ(base64_decode(encoded_by_openssl(bytes)), bytes);
  }
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
  for (const auto* text : {"A", "AA", "AAA", "A===", "AA=A", "====", "AAA\n",
                           "AA==AAAA", "AAA-", "A A=", "AB==", "AAB="})
    EXPECT_FALSE(base64_decode(text)) << text;
}

} // namespace ballast::venues
