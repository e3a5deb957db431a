#include "net/url.hpp"

#include <gtest/gtest.h>

namespace ballast::net {
namespace {

TEST(Url, ReadsHostAndPort) {
  const auto x = parse_url("http://LocalHost:8080");
  ASSERT_TRUE(x);
  EXPECT_FALSE(x->secure);
  EXPECT_EQ(x->host, "localhost");
  EXPECT_EQ(x->port, 8080);
  EXPECT_EQ(x->authority(), "localhost:8080");
}

TEST(Url, KnowsTheSchemesOwnPortAndLeavesItOut) {
  const auto secure = parse_url("https://api.coinbase.com");
  ASSERT_TRUE(secure);
  EXPECT_TRUE(secure->secure);
  EXPECT_EQ(secure->port, 443);
  EXPECT_EQ(secure->authority(), "api.coinbase.com");
  EXPECT_EQ(parse_url("http://127.0.0.1")->port, 80);
}

TEST(Url, TakesTheBracketsOffAnAddressAndPutsThemBack) {
  const auto x = parse_url("https://[::1]:8443");
  ASSERT_TRUE(x);
  EXPECT_EQ(x->host, "::1");
  EXPECT_EQ(x->authority(), "[::1]:8443");
}

TEST(Url, RefusesWhatIsNotABase) {
  for (const auto* text :
       {"", "https://", "api.coinbase.com", "ftp://a.b", "https://a b",
        "https://user@host", "https://host/path", "https://host?x",
        "https://host:", "https://host:0", "https://host:65536",
        "https://host:80x", "https://[::1", "https://[a]", "https://::1",
        "https://host\r\nX: y"})
    EXPECT_FALSE(parse_url(text)) << text;
}

TEST(Url, TellsLoopbackFromItsImitations) {
  for (const auto* host : {"localhost", "LOCALHOST", "127.0.0.1",
                           "127.255.255.254", "::1", "[::1]"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const auto* host :
       {"", "127.0.0.1.evil.tld", "localhost.evil.tld", "localhost.", "127.1",
        "127.0.0.256", "127.0.0.01", "127.0.0.1.", "127.0.0", "128.0.0.1",
        "0.0.0.0", "::2", "::ffff:127.0.0.1", "2130706433", "127.0.0.1 "})
    EXPECT_FALSE(is_loopback(host)) << host;
}

} // namespace
} // namespace ballast::net
