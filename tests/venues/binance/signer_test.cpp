#include "domain/random.hpp"
#include "tests/venues/binance/keys.hpp"
#include "venues/binance/signer.hpp"
#include "venues/rest_url.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::binance {

namespace {

signer make(const std::string& secret) {
  auto made = signer::make("key", secret);
  if (!made)
    throw std::runtime_error{made.error().text};
  return std::move(*made);
}

fault refusal_of(const std::string& secret) {
  const auto made = signer::make("key", secret);
  EXPECT_FALSE(made.ok());
  return made ? fault{} : made.error();
}

int expect_published(const std::string& kind, signer::algorithm algorithm) {
  auto checked = 0;
  for (const auto& row : recorded_rows("binance/auth.jsonl", kind)) {
    const auto made = make(secret_of(row));
    EXPECT_EQ(made.kind(), algorithm);
    const auto signature = made.sign(row.at("payload").get<std::string>());
    EXPECT_EQ(signature, row.at("signature").get<std::string>())
      << row.at("name");
    if (row.contains("signature_urlencoded")) {
      EXPECT_EQ(escaped(signature),
                row.at("signature_urlencoded").get<std::string>());
    }
    ++checked;
  }
  return checked;
}

/// Whether a text holds six characters in a row of another.
bool quotes(const std::string& text, const std::string& secret) {
  for (std::size_t at = 0; at + 6 <= secret.size(); ++at)
    if (text.find(secret.substr(at, 6)) != std::string::npos)
      return true;
  return false;
}

} // namespace

TEST(BinanceSigner, MakesThePublishedSignatures) {
  EXPECT_EQ(expect_published("hmac", signer::algorithm::hmac_sha256), 6);
  EXPECT_EQ(expect_published("ed25519", signer::algorithm::ed25519), 2);
}

TEST(BinanceSigner, SignsTheQueriesOfAKnownClient) {
  auto checked = 0;
  for (const auto& row : recorded_rows("binance/requests.jsonl", "balances")) {
    const auto url = row.at("url").get<std::string>();
    const auto query = url.substr(url.find('?') + 1);
    const auto end = query.find("&signature=");
    const auto is_hmac = row.at("keyset") == "binance_hmac";
    const auto made = make(secret_of_kind(is_hmac ? "hmac" : "ed25519"));
    EXPECT_EQ("&signature=" + escaped(made.sign(query.substr(0, end))),
              query.substr(end));
    ++checked;
  }
  EXPECT_EQ(checked, 3);
}

TEST(BinanceSigner, SignsByEachByteAndByTheSecret) {
  for (const auto* kind : {"hmac", "ed25519"}) {
    const auto made = make(secret_of_kind(kind));
    const auto usual = made.sign("timestamp=1");
    EXPECT_EQ(usual.size(), kind == std::string{"hmac"} ? 64U : 88U);
    EXPECT_EQ(made.sign("timestamp=1"), usual);
    EXPECT_NE(made.sign("timestamp=2"), usual);
    EXPECT_NE(make("another").sign("timestamp=1"), usual);
  }
}

TEST(BinanceSigner, ReadsWhatPeoplePaste) {
  const auto hmac = secret_of_kind("hmac");
  const auto usual = make(hmac).sign("p");
  for (const auto& pasted : {" " + hmac + "\r\n", '"' + hmac + '"'})
    EXPECT_EQ(make(pasted).sign("p"), usual);
  const auto pem = secret_of_kind("ed25519");
  auto on_one_line = pem;
  for (auto at = on_one_line.find('\n'); at != std::string::npos;
       at = on_one_line.find('\n'))
    on_one_line.replace(at, 1, "\\n");
  for (const auto& pasted : {"\n " + pem + "\n", on_one_line})
    EXPECT_EQ(make(pasted).sign("p"), make(pem).sign("p"));
  const auto made = signer::make(" key\n", hmac);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->key(), "key");
}

TEST(BinanceSigner, RefusesKeysThatWouldBreakOutOfAHeader) {
  for (const auto* key : {"", "  ", "a b", "a\r\nX: y", "a\x7f", "\xc3\xa9"}) {
    const auto made = signer::make(key, secret_of_kind("hmac"));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ec::invalid_argument);
  }
}

TEST(BinanceSigner, RefusesSecretsThatAreNone) {
  for (const auto& secret :
       {std::string{}, std::string{" \n"}, std::string{"a b"},
        std::string{"a\nb"}, std::string{"\xc3\xa9"}, std::string(20'000, 'a'),
        std::string{"-----BEGIN PRIVATE KEY-----"}})
    EXPECT_EQ(refusal_of(secret).code, ec::invalid_argument) << secret;
}

TEST(BinanceSigner, SaysWhatToDoInsteadWithAnotherKindOfKey) {
  const auto rsa = refusal_of(secret_of_kind("rsa")).text;
  EXPECT_NE(rsa.find("RSA keys are not supported"), std::string::npos) << rsa;
  // 64 characters, as an HMAC secret has.
  const auto naked = key_row("ed25519").at("private_key").get<std::string>();
  ASSERT_EQ(naked.size(), 64U);
  const auto inside = refusal_of(naked).text;
  EXPECT_NE(inside.find("the inside of a PEM"), std::string::npos) << inside;
}

TEST(BinanceSigner, NamesNoPartOfABrokenSecret) {
  auto random = random_source{7};
  const auto secret = key_row("ed25519").at("private_key").get<std::string>();
  auto refused = 0;
  for (int i = 0; i < 300; ++i) {
    auto broken = secret;
    if (random.below(2) == 0)
      broken.resize(random.below(broken.size()));
    else
      broken[random.below(broken.size())]
        = static_cast<char>(random.below(256));
    const auto made = signer::make("key", pem_of(broken));
    if (made)
      continue;
    ++refused;
    EXPECT_EQ(made.error().code, ec::invalid_argument);
    ASSERT_FALSE(quotes(made.error().text, secret));
  }
  EXPECT_GT(refused, 100);
  EXPECT_FALSE(quotes(refusal_of("with space " + secret).text, secret));
}

TEST(BinanceSigner, SignsTheSameAfterItWasMoved) {
  for (const auto* kind : {"hmac", "ed25519"}) {
    auto first = make(secret_of_kind(kind));
    const auto usual = first.sign("p");
    auto second = std::move(first);
    EXPECT_EQ(second.sign("p"), usual);
    auto third = make("another");
    third = std::move(second);
    EXPECT_EQ(third.sign("p"), usual);
  }
}

} // namespace ballast::venues::binance
