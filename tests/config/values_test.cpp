#include "config/values.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

namespace ballast::config {
namespace {

using namespace std::chrono_literals;

TEST(Durations, AreReadToTheNanosecond) {
  const std::pair<const char*, duration> table[]
    = {{"8s", 8s},
       {"2.5m", 150s},
       {"150ms", 150ms},
       {"1h", 1h},
       {"0s", 0s},
       {"0.5h", 30min},
       {"1.000000001s", 1s + 1ns},
       {"0.1ms", 100us},
       {"999999999ms", 999999999ms}};
  for (const auto& [text, value] : table) {
    const auto got = parse_duration(text);
    ASSERT_TRUE(got) << text;
    EXPECT_EQ(*got, value) << text;
  }
}

TEST(Durations, AreRefusedWhenMalformed) {
  for (const auto* text :
       {"",    "s",           "8",          "-8s",          "+8s",  "8 s",
        " 8s", "8s ",         "8sec",       "8S",           "8d",   ".5s",
        "5.s", "1.5.5s",      "1e3s",       "nan",          "1,5s", "0x8s",
        "8ss", "1234567890s", "999999999h", "1.0000000001s"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Durations, AreSecondsWhenPlainOnlyWhereThatIsAllowed) {
  EXPECT_EQ(*parse_seconds_or_duration("8"), 8s);
  EXPECT_EQ(*parse_seconds_or_duration("0.5"), 500ms);
  EXPECT_EQ(*parse_seconds_or_duration("2.5m"), 150s);
  for (const auto* text : {"", "-1", "8 8", "eight", "1e3"})
    EXPECT_FALSE(parse_seconds_or_duration(text)) << text;
}

TEST(Durations, SurviveAnyBytes) {
  auto random = random_source{7};
  constexpr auto letters = std::string_view{"0123456789.smh- \0e"};
  for (int round = 0; round < 5000; ++round) {
    auto text = std::string{};
    for (auto left = random.next() % 24; left > 0; --left)
      text.push_back(letters[random.next() % letters.size()]);
    if (const auto got = parse_duration(text)) {
      EXPECT_GE(*got, 0s) << text;
    }
  }
}

TEST(Wholes, KeepToTheirRange) {
  EXPECT_EQ(*parse_whole("5", 5, 15), 5U);
  EXPECT_EQ(*parse_whole("15", 5, 15), 15U);
  for (const auto* text : {"", "4", "16", "-5", "+5", "5.0", " 5", "5x", "0x5",
                           "99999999999999999999999"})
    EXPECT_EQ(parse_whole(text, 5, 15).error().text,
              "expected a whole number from 5 to 15")
      << text;
}

TEST(Urls, TakePlainSchemesForLoopbackOnly) {
  for (const auto* url :
       {"http://127.0.0.1:9000", "http://localhost", "http://[::1]:9000",
        "http://127.1.2.3", "https://api.kraken.com", "https://x.example:8443"})
    EXPECT_EQ(*parse_url(url, url_kind::rest), url);
  for (const auto* url :
       {"http://api.kraken.com", "http://127.0.0.1.evil.example",
        "http://127.evil.example", "http://0.0.0.0", "http://[::2]",
        "http://localhost.evil.example", "http://127.0.0.1@evil.example"})
    EXPECT_FALSE(parse_url(url, url_kind::rest)) << url;
  EXPECT_TRUE(parse_url("ws://127.0.0.1:1", url_kind::stream));
  EXPECT_FALSE(parse_url("wss://a.example/v2", url_kind::stream));
  EXPECT_FALSE(parse_url("ws://ws.kraken.com", url_kind::stream));
}

TEST(Urls, AreRefusedBeyondTheAuthority) {
  for (const auto* url :
       {"", "https://", "https:///", "api.kraken.com", "ftp://a.example",
        "HTTPS://a.example", "https://a.example/path", "https://a b",
        "https://user:word@a.example", "https://a.example?x=1",
        "https://a.example#x", "https://a.example:65536", "https://a.example:",
        "https://a.example:x", "https://[::1", "https://a\r\nb"})
    EXPECT_FALSE(parse_url(url, url_kind::rest)) << url;
  EXPECT_FALSE(parse_url("wss://a.example/v2?token=x", url_kind::stream));
}

TEST(Urls, LoseTheSlashAtTheirEnd) {
  EXPECT_EQ(*parse_url("https://a.example/", url_kind::rest),
            "https://a.example");
}

TEST(Listeners, AreAnAddressAndAPort) {
  const auto six = parse_listen("[::1]:0");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->address, "::1");
  EXPECT_EQ(six->port, 0);
  EXPECT_EQ(parse_listen("0.0.0.0:65535")->port, 65535);
  for (const auto* text : {"", "8420", ":8420", "127.0.0.1", "127.0.0.1:",
                           "127.0.0.1:65536", "example.org:80", "::1:80"})
    EXPECT_FALSE(parse_listen(text)) << text;
}

TEST(Suggestions, AreTheNearestKeyOrNone) {
  const auto keys
    = std::vector<std::string_view>{"timeframe", "batch_min", "batch_max"};
  EXPECT_EQ(nearest("time_frame", keys), "timeframe");
  EXPECT_EQ(nearest("batchmax", keys), "batch_max");
  EXPECT_EQ(nearest("something else", keys), "");
}

TEST(ShownNames, HideWhatMayBeASecret) {
  for (const auto* name : {"candels", "KRAKEN_MASTER_API_KEY", "batch-size"})
    EXPECT_EQ(shown(name), name);
  for (const auto* name : {"", "sk-4f9a2b7c1d", "c2VjcmV0c2VjcmV0c2VjcmV0",
                           "a b", "MHcCAQEEIAbcDefGhijklmn", "line\nbreak"})
    EXPECT_EQ(shown(name), shown("")) << name;
}

} // namespace
} // namespace ballast::config
