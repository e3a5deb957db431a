#include "domain/random.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/okx/signer.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::okx {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto passphrase = "a Passphrase!";

json published() { return json::parse(recorded_text("okx/auth.json")); }

std::string test_secret() {
  return published().front().at("secret").get<std::string>();
}

signer test_signer() {
  return std::move(*signer::make("key", test_secret(), passphrase));
}

std::string sign(const signer& x) { return x.sign("t", "GET", "/p", "b"); }

std::string header_of(const std::vector<net::header>& headers,
                      const char* name) {
  return std::string{net::find_header(headers, name).value_or("(none)")};
}

} // namespace

TEST(OkxSigner, MakesThePublishedSignatures) {
  for (const auto& row : published()) {
    const auto text
      = [&](const char* name) { return row.at(name).get<std::string>(); };
    const auto made
      = signer::make(text("api_key"), text("secret"), text("passphrase"));
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made->sign(text("timestamp"), text("method"),
                         text("request_path"), text("body")),
              text("sign"))
      << row.at("id");
  }
  EXPECT_EQ(published().size(), 6U);
}

TEST(OkxSigner, EveryPartOfTheRequestIsSigned) {
  const auto made = test_signer();
  const auto usual = made.sign("1", "GET", "/a", "b");
  EXPECT_EQ(usual.size(), 44U);
  EXPECT_EQ(made.sign("1", "GET", "/a", "b"), usual);
  EXPECT_NE(made.sign("2", "GET", "/a", "b"), usual);
  EXPECT_NE(made.sign("1", "POST", "/a", "b"), usual);
  EXPECT_NE(made.sign("1", "GET", "/a?x=1", "b"), usual);
  EXPECT_NE(made.sign("1", "GET", "/a", "c"), usual);
  const auto other = signer::make("key", "other", passphrase);
  EXPECT_NE(other->sign("1", "GET", "/a", "b"), usual);
}

TEST(OkxSigner, WritesTimesWithThreeDecimalsAlways) {
  EXPECT_EQ(timestamp_of(unix_time{1'607'418'537'715ms}),
            "2020-12-08T09:08:57.715Z");
  EXPECT_EQ(timestamp_of(unix_time{1'607'418'537'000ms}),
            "2020-12-08T09:08:57.000Z");
  EXPECT_EQ(timestamp_of(unix_time{1'709'164'805'007ms}),
            "2024-02-29T00:00:05.007Z");
}

TEST(OkxSigner, KeepsTheShapeOfTimesThatNobodyLivesIn) {
  EXPECT_EQ(timestamp_of(unix_time::min()), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(timestamp_of(unix_time::max()), "9999-12-31T23:59:59.000Z");
}

TEST(OkxSigner, PutsFourHeadersOnACall) {
  net::call call;
  call.target = "/api/v5/account/balance?ccy=BTC,ETH";
  const auto made = test_signer();
  const auto headers = made.headers_of(call, unix_time{1'607'418'537'715ms});
  ASSERT_EQ(headers.size(), 4U);
  EXPECT_EQ(header_of(headers, "OK-ACCESS-KEY"), "key");
  EXPECT_EQ(header_of(headers, "OK-ACCESS-PASSPHRASE"), passphrase);
  EXPECT_EQ(header_of(headers, "OK-ACCESS-TIMESTAMP"),
            "2020-12-08T09:08:57.715Z");
  EXPECT_EQ(header_of(headers, "OK-ACCESS-SIGN"),
            "98OiqC5TBsc37JkZfT1SuEo5YOdS/NDV4ezuZnAhpRM=");
}

TEST(OkxSigner, ReadsWhatPeoplePaste) {
  const auto pasted = signer::make(" key\n", "\t" + test_secret() + "\r\n",
                                   std::string{passphrase} + '\n');
  ASSERT_TRUE(pasted.ok());
  const auto headers = pasted->headers_of({}, {});
  EXPECT_EQ(header_of(headers, "OK-ACCESS-KEY"), "key");
  EXPECT_EQ(header_of(headers, "OK-ACCESS-PASSPHRASE"), passphrase);
  EXPECT_EQ(sign(*pasted), sign(test_signer()));
}

TEST(OkxSigner, RefusesWhatWouldBreakOutOfAHeader) {
  for (const auto* x : {"", "  ", "a\r\nX: y", "a\x7f", "\xc3\xa9"})
    for (const auto& made : {signer::make(x, test_secret(), passphrase),
                             signer::make("key", x, passphrase),
                             signer::make("key", test_secret(), x)}) {
      ASSERT_FALSE(made.ok()) << x;
      EXPECT_EQ(made.error().code, ec::invalid_argument);
    }
  EXPECT_FALSE(signer::make("a b", test_secret(), passphrase).ok());
  EXPECT_FALSE(signer::make("key", "a b", passphrase).ok());
}

TEST(OkxSigner, NamesNoPartOfWhatItRefuses) {
  auto random = random_source{7};
  const auto secret = test_secret();
  auto refused = 0;
  for (int i = 0; i < 500; ++i) {
    auto broken = secret;
    broken[random.below(broken.size())] = static_cast<char>(random.below(256));
    for (const auto& made : {signer::make("key", broken, passphrase),
                             signer::make("key", secret, broken)}) {
      if (made)
        continue;
      ++refused;
      EXPECT_EQ(made.error().code, ec::invalid_argument);
      for (std::size_t at = 0; at + 6 <= secret.size(); ++at)
        ASSERT_EQ(made.error().text.find(secret.substr(at, 6)),
                  std::string::npos);
    }
  }
  EXPECT_GT(refused, 200);
}

TEST(OkxSigner, SignsTheSameAfterItWasMoved) {
  auto first = test_signer();
  const auto usual = sign(first);
  auto second = std::move(first);
  EXPECT_EQ(sign(second), usual);
  auto third = std::move(*signer::make("other", "short", "short"));
  third = std::move(second);
  EXPECT_EQ(sign(third), usual);
  EXPECT_EQ(header_of(third.headers_of({}, {}), "OK-ACCESS-KEY"), "key");
  EXPECT_EQ(header_of(third.headers_of({}, {}), "OK-ACCESS-PASSPHRASE"),
            passphrase);
}

} // namespace ballast::venues::okx
