#include "venues/rest_url.hpp"

#include <gtest/gtest.h>

namespace ballast::venues {

TEST(RestUrl, TakesTheVenuesOwnWhereNoneIsGiven) {
  const auto base = base_of("kestrel", "", "https://api.kestrel.example");
  ASSERT_TRUE(base.ok());
  EXPECT_EQ(*base, "https://api.kestrel.example");
  EXPECT_EQ(authority_of(*base), "api.kestrel.example");
}

TEST(RestUrl, LeavesOutOneTrailingSlash) {
  EXPECT_EQ(*base_of("kestrel", "http://127.0.0.1:80/", ""),
            "http://127.0.0.1:80");
  EXPECT_FALSE(base_of("kestrel", "http://127.0.0.1:80//", "").ok());
}

TEST(RestUrl, NamesTheVenueWhoseSettingIsWrong) {
  const auto base = base_of("kestrel", "https://x/path", "");
  ASSERT_FALSE(base.ok());
  EXPECT_EQ(base.error().code, ec::invalid_argument);
  EXPECT_EQ(base.error().text.find("kestrel rest_url"), 0U);
}

TEST(RestUrl, EscapesAllButUnreservedCharacters) {
  EXPECT_EQ(escaped("Az09-._~"), "Az09-._~");
  EXPECT_EQ(escaped("a&b=c d/?#%\n\xff"), "a%26b%3Dc%20d%2F%3F%23%25%0A%FF");
}

} // namespace ballast::venues
