#include "tests/venues/recorded.hpp"
#include "venues/alpaca/credentials.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

std::string test_value(const char* name) {
  return nlohmann::json::parse(recorded_text("alpaca/auth.json"))
    .at(name)
    .get<std::string>();
}

std::pair<std::string, std::string> headers_of(const credentials& x) {
  std::vector<net::header> headers;
  x.add_to(headers);
  EXPECT_EQ(headers.size(), 2U);
  return {
    std::string{net::find_header(headers, "APCA-API-KEY-ID").value_or("")},
    std::string{net::find_header(headers, "APCA-API-SECRET-KEY").value_or("")}};
}

} // namespace

TEST(AlpacaCredentials, StandInHeadersAsTheVenueShowsThem) {
  const auto made = credentials::make(test_value("key"), test_value("secret"));
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(headers_of(*made),
            std::pair(test_value("key"), test_value("secret")));
}

TEST(AlpacaCredentials, ReadWhatPeoplePaste) {
  const auto made = credentials::make(" key\n", "\tsecret\r\n");
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(headers_of(*made),
            std::pair(std::string{"key"}, std::string{"secret"}));
}

TEST(AlpacaCredentials, RefuseWhatWouldBreakOutOfAHeader) {
  for (const auto* text :
       {"", "  ", "a b", "a\r\nX: y", "a\x7f", "\xc3\xa9", "a\nb"}) {
    const auto bad_key = credentials::make(text, "secret");
    ASSERT_FALSE(bad_key.ok());
    EXPECT_EQ(bad_key.error().code, ec::invalid_argument);
    EXPECT_NE(bad_key.error().text.find("alpaca key"), std::string::npos);
    const auto bad_secret = credentials::make("key", text);
    ASSERT_FALSE(bad_secret.ok());
    EXPECT_NE(bad_secret.error().text.find("alpaca secret"), std::string::npos);
  }
}

TEST(AlpacaCredentials, NameNoPartOfABrokenSecret) {
  const auto secret = std::string{"Zq7Yw3Xv9Ku1Jt5Hs8Gr2"};
  const auto made = credentials::make("key", secret + ' ' + secret);
  ASSERT_FALSE(made.ok());
  for (std::size_t at = 0; at + 6 <= secret.size(); ++at)
    ASSERT_EQ(made.error().text.find(secret.substr(at, 6)), std::string::npos);
}

TEST(AlpacaCredentials, AreTheSameAfterTheyWereMoved) {
  auto first = std::move(*credentials::make("key", "secret"));
  auto second = std::move(first);
  EXPECT_EQ(headers_of(second).second, "secret");
  auto third = std::move(*credentials::make("other", "another"));
  third = std::move(second);
  EXPECT_EQ(headers_of(third).first, "key");
  EXPECT_EQ(headers_of(third).second, "secret");
}

} // namespace ballast::venues::alpaca
