#include "sim/binance/keys.hpp"
#include "tests/sim/binance/simulated_binance.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

namespace ballast::sim {
namespace {

class BinanceSignature : public simulated_binance {
protected:
  /// GET account with this query, signed as it stands.
  net::reply account(const std::string& query) {
    return ask("/api/v3/account?" + query
                 + "&signature=" + hex_hmac(master.secret, query),
               {{"X-MBX-APIKEY", master.key}})
      .content;
  }
  std::string at(std::int64_t offset) const {
    return "timestamp="
           + std::to_string(now.wall.time_since_epoch().count() + offset);
  }
};

class BinanceEd25519 : public simulated_binance {
protected:
  BinanceEd25519() : simulated_binance{{.keys = binance::key_kind::ed25519}} {}

  /// As a client reads the secret and signs with it.
  std::string sign(const std::string& text) const {
    const auto file = std::unique_ptr<BIO, decltype(&BIO_free_all)>{
      BIO_new_mem_buf(master.secret.data(),
                      static_cast<int>(master.secret.size())),
      &BIO_free_all};
    const auto key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>{
      PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr),
      &EVP_PKEY_free};
    const auto context
      = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{
        EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    auto bytes = std::vector<unsigned char>(64);
    auto size = bytes.size();
    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get());
    EVP_DigestSign(context.get(), bytes.data(), &size,
                   reinterpret_cast<const unsigned char*>(text.data()),
                   text.size());
    auto out = std::string(89, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(),
                    64);
    out.pop_back();
    return out;
  }
  static std::string escaped(const std::string& text) {
    auto out = std::string{};
    for (const auto x : text)
      out += x == '+'   ? "%2B"
             : x == '/' ? "%2F"
             : x == '=' ? "%3D"
                        : std::string{x};
    return out;
  }
};

/// Published by Binance, recomputed: vectors/binance/auth.json.
TEST(BinanceHmac, AgreesWithThePublishedVectors) {
  auto who = binance::account{};
  who.credentials.secret
    = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
  EXPECT_TRUE(binance::is_signed_by(
    who,
    "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&"
    "recvWindow=5000&timestamp=1499827319559",
    "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"));
  EXPECT_TRUE(binance::is_signed_by(
    who,
    "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=0.1&"
    "recvWindow=5000&timestamp=1499827319559",
    "0FD168B8DDB4876A0358A8D14D0C9F3DA0E9B20C5D52B2A00FCF7D1C602F9A77"));
}

TEST_F(BinanceSignature, CoversTheQueryAsItWasSent) {
  EXPECT_EQ(account(at(0)).status, 200U);
  EXPECT_EQ(account("omitZeroBalances=true&" + at(0)).status, 200U);
  const auto query = at(0) + "&signature=" + hex_hmac(master.secret, at(0));
  EXPECT_EQ(error_of(ask("/api/v3/account?recvWindow=5000&" + query,
                         {{"X-MBX-APIKEY", master.key}})
                       .content),
            "400 -1022");
}

TEST_F(BinanceSignature, CoversQueryAndBodyWithNothingBetween) {
  const auto query = std::string{"computeCommissionRates=false"};
  const auto body = at(0);
  const auto send = [&](const std::string& text) {
    return ask("/api/v3/order/test?" + query, {{"X-MBX-APIKEY", master.key}},
               "POST", body + "&signature=" + hex_hmac(master.secret, text))
      .content;
  };
  EXPECT_NE(error_of(send(query + body)), "400 -1022");
  EXPECT_EQ(error_of(send(query + '&' + body)), "400 -1022");
}

TEST_F(BinanceSignature, OfAnotherSecretIsRefusedAndCounted) {
  auto thief = master;
  thief.secret[0] = thief.secret[0] == 'A' ? 'B' : 'A';
  const auto reply = call("GET", "/api/v3/account", "", thief);
  EXPECT_EQ(error_of(reply), "400 -1022");
  EXPECT_EQ(message_of(reply), "Signature for this request is not valid.");
  EXPECT_EQ(venue->stats().bad_signature, 1U);
}

TEST_F(BinanceSignature, NeedsAKeyThatLooksLikeOneAndIsKnown) {
  EXPECT_EQ(error_of("/api/v3/account?timestamp=1&signature=ab"), "400 -2014");
  auto other = master;
  other.key = "short";
  EXPECT_EQ(error_of(call("GET", "/api/v3/account", "", other)), "400 -2014");
  other.key = std::string(64, 'x');
  const auto reply = call("GET", "/api/v3/account", "", other);
  EXPECT_EQ(error_of(reply), "401 -2015");
  EXPECT_EQ(message_of(reply),
            "Invalid API-key, IP, or permissions for action.");
}

TEST_F(BinanceSignature, NeedsATimestampLessThanASecondAhead) {
  EXPECT_EQ(account(at(999)).status, 200U);
  const auto ahead = account(at(1'000));
  EXPECT_EQ(error_of(ahead), "400 -1021");
  EXPECT_EQ(message_of(ahead), "Timestamp for this request was 1000ms ahead "
                               "of the server's time.");
  EXPECT_EQ(error_of(account(at(1'000) + "&recvWindow=60000")), "400 -1021");
}

TEST_F(BinanceSignature, LivesForItsWindowAndNotLonger) {
  EXPECT_EQ(account(at(-5'000)).status, 200U);
  const auto late = account(at(-5'001));
  EXPECT_EQ(error_of(late), "400 -1021");
  EXPECT_EQ(message_of(late),
            "Timestamp for this request is outside of the recvWindow.");
  EXPECT_EQ(account(at(-60'000) + "&recvWindow=60000").status, 200U);
  EXPECT_EQ(account(at(-5'001) + "&recvWindow=5001.5").status, 200U);
  EXPECT_EQ(error_of(account(at(0) + "&recvWindow=60001")), "400 -1131");
}

TEST_F(BinanceSignature, MayGiveMicroseconds) {
  EXPECT_EQ(account(at(0) + "123").status, 200U);
  EXPECT_EQ(error_of(account(at(-5'001) + "999")), "400 -1021");
}

TEST_F(BinanceSignature, NeedsBothOfItsParameters) {
  const auto header = std::vector<net::header>{{"X-MBX-APIKEY", master.key}};
  EXPECT_EQ(error_of(ask("/api/v3/account?" + at(0), header).content),
            "400 -1102");
  const auto without_time = account("recvWindow=5000");
  EXPECT_EQ(error_of(without_time), "400 -1102");
  EXPECT_EQ(message_of(without_time),
            "Mandatory parameter 'timestamp' was not sent, was empty/null, or "
            "malformed.");
}

TEST_F(BinanceSignature, GoesByTheVenuesSkewedClock) {
  set_faults(R"([{"kind":"clock_skew","value":"10s"}])");
  EXPECT_EQ(error_of(account(at(0))), "400 -1021");
  EXPECT_EQ(account(at(10'000)).status, 200U);
  EXPECT_EQ(get_json("/api/v3/time")["serverTime"], 1'790'000'027'250);
}

TEST_F(BinanceEd25519, SignsAsWellAndItsCaseMatters) {
  const auto query = "timestamp=" + stamp();
  const auto signature = sign(query);
  const auto send = [&](const std::string& text) {
    return ask("/api/v3/account?" + query + "&signature=" + text,
               {{"X-MBX-APIKEY", master.key}})
      .content;
  };
  EXPECT_EQ(send(escaped(signature)).status, 200U);
  auto wrong = signature;
  for (auto& x : wrong)
    x = x == 'a' ? 'A' : x == 'b' ? 'B' : x == 'e' ? 'E' : x;
  ASSERT_NE(wrong, signature);
  EXPECT_EQ(error_of(send(escaped(wrong))), "400 -1022");
  EXPECT_EQ(error_of(send("AAAA")), "400 -1022");
}

} // namespace
} // namespace ballast::sim
