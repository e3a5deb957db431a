#include "tests/venues/coinbase/token.hpp"
#include "venues/coinbase/signer.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

constexpr auto accounts_uri = "GET api.coinbase.com/api/v3/brokerage/accounts";
constexpr auto frozen = unix_time{std::chrono::seconds{1'709'992'985}};

signer make(const std::string& secret) {
  auto made
    = signer::make("organizations/o/apiKeys/k", secret, random_source{1});
  if (!made)
    throw std::runtime_error{made.error().text};
  return std::move(*made);
}

fault refusal_of(const std::string& secret) {
  const auto made = signer::make("key", secret, random_source{1});
  EXPECT_FALSE(made.ok());
  return made ? fault{} : made.error();
}

} // namespace

TEST(CoinbaseSigner, MakesTheTokensOfTheOfficialSdk) {
  auto checked = 0;
  for (const auto& row : published_tokens()) {
    const auto secret = secret_of(row);
    auto made = signer::make(row.at("key_name").get<std::string>(), secret,
                             random_source{1});
    ASSERT_TRUE(made.ok()) << made.error().text;
    const auto text = made->token(
      row.at("claims").value("uri", ""),
      unix_time{std::chrono::seconds{row.at("now").get<std::int64_t>()}},
      row.at("header").at("nonce").get<std::string>());
    const auto read = token_parts{text};
    EXPECT_EQ(read.input, row.at("signing_input").get<std::string>());
    EXPECT_EQ(read.header, row.at("header"));
    EXPECT_EQ(read.claims, row.at("claims"));
    EXPECT_TRUE(verifies(read, secret)) << row.at("name");
    // Ed25519 is deterministic: the published signature, byte for byte.
    if (row.at("scheme") == "EdDSA") {
      EXPECT_EQ(read.signature_text,
                row.at("signature_b64url").get<std::string>());
    }
    ++checked;
  }
  EXPECT_EQ(checked, 6);
}

TEST(CoinbaseSigner, VerifiesAsAnyVerifierWould) {
  // The check itself is checked: against RFC 7515 A.3's signature, good and
  // broken.
  const auto row = published_row("jws_es256_rfc7515_A3");
  const auto key = p256_public_key(row.at("jwk"));
  const auto input = row.at("signing_input").get<std::string>();
  auto bytes = base64url_bytes(row.at("signature_b64url").get<std::string>());
  EXPECT_TRUE(verifies_es256(key.get(), input, bytes));
  bytes[5] = static_cast<char>(bytes[5] ^ 1);
  EXPECT_FALSE(verifies_es256(key.get(), input, bytes));
}

TEST(CoinbaseSigner, ManySignaturesAllVerifyAndHaveSixtyFourBytes) {
  // r or s begins with a zero byte once in 128 signatures, where a DER number
  // is shorter than 32 bytes.
  for (const auto& secret : {p256_secret(), ed25519_secret()}) {
    auto made = make(secret);
    for (int i = 0; i < 300; ++i) {
      const auto read = token_parts{made.token(accounts_uri, frozen)};
      ASSERT_EQ(read.signature.size(), 64U);
      ASSERT_TRUE(verifies(read, secret));
    }
  }
}

TEST(CoinbaseSigner, ReadsTheSameKeyInEverySpelling) {
  const auto pem = p256_secret();
  auto escaped = std::string{};
  auto windows = std::string{};
  for (const auto x : pem) {
    escaped += x == '\n' ? std::string{"\\n"} : std::string{x};
    windows += x == '\n' ? std::string{"\r\n"} : std::string{x};
  }
  for (const auto& secret : {pem, escaped, windows, '"' + escaped + '"',
                             "  " + pem + "\n\n", pkcs8_of(pem)}) {
    auto made = make(secret);
    EXPECT_EQ(made.kind(), signer::algorithm::es256);
    EXPECT_TRUE(verifies(token_parts{made.token(accounts_uri, frozen)}, pem));
  }
}

TEST(CoinbaseSigner, ReadsEd25519AsSeedPairOrPem) {
  const auto pair = ed25519_secret();
  const auto seed = ed25519_seed_secret();
  for (const auto& secret : {pair, seed, pkcs8_of(pair)}) {
    auto made = make(secret);
    EXPECT_EQ(made.kind(), signer::algorithm::eddsa);
    EXPECT_TRUE(verifies(token_parts{made.token(accounts_uri, frozen)}, pair));
  }
}

TEST(CoinbaseSigner, NeverUsesANonceTwice) {
  auto made = make(ed25519_secret());
  auto again = make(ed25519_secret());
  std::set<std::string> nonces;
  for (int i = 0; i < 200; ++i)
    nonces.insert(token_parts{made.token("", frozen)}.header.at("nonce"));
  // A second run with the same seed and key starts at another moment.
  for (int i = 0; i < 200; ++i)
    nonces.insert(
      token_parts{again.token("", frozen + std::chrono::milliseconds{1})}
        .header.at("nonce"));
  EXPECT_EQ(nonces.size(), 400U);
  EXPECT_EQ(nonces.begin()->size(), 32U);
}

TEST(CoinbaseSigner, NoncesOfTwoKeysWithOneSeedDiffer) {
  auto one = make(ed25519_secret());
  auto other = make(p256_secret());
  EXPECT_NE(token_parts{one.token("", frozen)}.header.at("nonce"),
            token_parts{other.token("", frozen)}.header.at("nonce"));
}

TEST(CoinbaseSigner, EscapesWhatJsonCannotHold) {
  auto made = signer::make("a\"b\\c\n\xff", p256_secret(), random_source{1});
  ASSERT_TRUE(made.ok());
  const auto read = token_parts{made->token("GET \"x\"", frozen)};
  EXPECT_EQ(read.claims.at("sub"), "a\"b\\c\n\xef\xbf\xbd");
  EXPECT_EQ(read.claims.at("uri"), "GET \"x\"");
}

TEST(CoinbaseSigner, RefusesLegacyKeysInPlainWords) {
  const auto refused = refusal_of("legacySecretABCDEF0123456789");
  EXPECT_EQ(refused.code, ec::invalid_argument);
  EXPECT_NE(refused.text.find("legacy"), std::string::npos);
  EXPECT_EQ(refused.text.find("ABCDEF"), std::string::npos);
}

TEST(CoinbaseSigner, RefusesKeysOfOtherKinds) {
  for (const auto& secret : {rsa_secret(), p384_secret()}) {
    const auto refused = refusal_of(secret);
    EXPECT_EQ(refused.code, ec::invalid_argument);
    EXPECT_NE(refused.text.find("P-256"), std::string::npos);
  }
}

TEST(CoinbaseSigner, RefusesAnEncryptedPemWithoutAskingForAPassphrase) {
  EXPECT_NE(refusal_of(encrypted_secret()).text.find("unencrypted"),
            std::string::npos);
}

TEST(CoinbaseSigner, RefusesAPublicHalfThatBelongsToAnotherSeed) {
  auto secret = ed25519_secret();
  secret[70] = secret[70] == 'A' ? 'B' : 'A';
  EXPECT_NE(refusal_of(secret).text.find("public half"), std::string::npos);
}

TEST(CoinbaseSigner, NamesNoPartOfABrokenSecret) {
  auto random = random_source{7};
  const auto pem = p256_secret();
  const auto body = pem.substr(pem.find('\n') + 1, 150);
  for (int i = 0; i < 500; ++i) {
    auto broken = pem;
    if (random.below(2) == 0)
      broken.resize(random.below(broken.size()));
    else
      broken[random.below(broken.size())]
        = static_cast<char>(random.below(256));
    const auto made = signer::make("key", broken, random_source{1});
    if (made)
      continue;
    EXPECT_EQ(made.error().code, ec::invalid_argument);
    for (std::size_t at = 0; at + 8 <= body.size(); ++at)
      ASSERT_EQ(made.error().text.find(body.substr(at, 8)), std::string::npos);
  }
}

TEST(CoinbaseSigner, RefusesAnEmptyName) {
  EXPECT_FALSE(signer::make("", p256_secret(), random_source{1}).ok());
}

} // namespace ballast::venues::coinbase
