#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <functional>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto path = "/api/v3/brokerage/key_permissions";
const auto uri = std::string{"GET 127.0.0.1:8443"} + path;

class CoinbaseToken : public simulated_coinbase {
protected:
  token_text good() {
    return good_token(master, uri, now.wall, std::to_string(++nonces));
  }
  net::reply ask_with(const std::string& token,
                      const std::string& target = path) {
    return ask(target, {{"authorization", "Bearer " + token}}).content;
  }
};

TEST_F(CoinbaseToken, OpensThePrivateHalfWhenItIsAsTheManualSays) {
  EXPECT_EQ(ask_with(sign(good(), master.secret)).status, 200U);
  EXPECT_EQ(venue->stats().bad_signature, 0U);
}

TEST_F(CoinbaseToken, LeavesTheQueryOutOfItsUri) {
  const auto target = std::string{path} + "?limit=250";
  EXPECT_EQ(ask_with(sign(good(), master.secret), target).status, 200U);
}

TEST_F(CoinbaseToken, MayNameItsUriInAList) {
  auto token = good();
  token.claims.erase("uri");
  token.claims["uris"] = {"GET other/path", uri};
  EXPECT_EQ(ask_with(sign(token, master.secret)).status, 200U);
}

TEST_F(CoinbaseToken, MayBeIssuedAsClientsOfOlderKeysDo) {
  auto token = good();
  token.claims["iss"] = "coinbase-cloud";
  token.claims["aud"] = {"retail_rest_api_proxy"};
  EXPECT_EQ(ask_with(sign(token, master.secret)).status, 200U);
}

TEST_F(CoinbaseToken, NamesTheAuthorityOfTheBaseWhereThereIsNoHostHeader) {
  const auto token
    = sign(good_token(master, std::string{"GET api.coinbase.com"} + path,
                      now.wall, "n"),
           master.secret);
  const auto answer = venue->arrive({"GET",
                                     "https://api.coinbase.com",
                                     path,
                                     {{"authorization", "Bearer " + token}},
                                     {}},
                                    now);
  EXPECT_EQ(answer.content.status, 200U);
}

TEST_F(CoinbaseToken, IsGoodForOneCallAlone) {
  const auto token = sign(good(), master.secret);
  EXPECT_EQ(ask_with(token).status, 200U);
  EXPECT_EQ(ask_with(token).status, 401U);
}

TEST_F(CoinbaseToken, MayReuseANonceOnceTheFirstTokenHasExpired) {
  const auto ask_again = [this] {
    return ask_with(
      sign(good_token(master, uri, now.wall, "same"), master.secret));
  };
  EXPECT_EQ(ask_again().status, 200U);
  pass(119s);
  EXPECT_EQ(ask_again().status, 401U);
  pass(2s);
  EXPECT_EQ(ask_again().status, 200U);
}

TEST_F(CoinbaseToken, IsGoodUpToTheSecondOfItsExpiry) {
  now.wall = unix_time{1'790'000'000'000ms};
  const auto first = sign(good(), master.secret);
  const auto second = sign(good(), master.secret);
  pass(119s + 999ms);
  EXPECT_EQ(ask_with(first).status, 200U);
  pass(1ms);
  EXPECT_EQ(ask_with(second).status, 401U);
}

/// One way to spoil a token.
struct defect {
  const char* name;
  std::function<void(token_text&)> apply;
};

class BadCoinbaseToken : public CoinbaseToken,
                         public testing::WithParamInterface<defect> {};

TEST_P(BadCoinbaseToken, IsAnsweredUnauthorizedInPlainTextAndCounted) {
  auto token = good();
  GetParam().apply(token);
  const auto reply = ask_with(sign(token, master.secret));
  EXPECT_EQ(reply.status, 401U);
  EXPECT_EQ(reply.body, "Unauthorized");
  EXPECT_EQ(net::find_header(reply.headers, "content-type"), "text/plain");
  EXPECT_EQ(venue->stats().bad_signature, 1U);
  EXPECT_EQ(venue->stats().accepted, 0U);
}

std::int64_t number(const token_text& x, const char* name) {
  return x.claims.at(name).get<std::int64_t>();
}

INSTANTIATE_TEST_SUITE_P(
  Defects, BadCoinbaseToken,
  testing::Values(
    defect{"WrongAlgorithm", [](auto& x) { x.header["alg"] = "HS256"; }},
    defect{"NoAlgorithm", [](auto& x) { x.header["alg"] = "none"; }},
    defect{"UnknownKey",
           [](auto& x) {
             x.header["kid"] = "organizations/a/apiKeys/b";
             x.claims["sub"] = "organizations/a/apiKeys/b";
           }},
    defect{"NoNonce", [](auto& x) { x.header.erase("nonce"); }},
    defect{"NonceIsANumber", [](auto& x) { x.header["nonce"] = 5; }},
    defect{"WrongIssuer", [](auto& x) { x.claims["iss"] = "someone"; }},
    defect{"SubjectIsNotTheKey", [](auto& x) { x.claims["sub"] = "someone"; }},
    defect{"NotYetBegun",
           [](auto& x) {
             x.claims["nbf"] = number(x, "nbf") + 2;
             x.claims["exp"] = number(x, "exp") + 2;
           }},
    defect{"Expired",
           [](auto& x) {
             x.claims["nbf"] = number(x, "nbf") - 121;
             x.claims["exp"] = number(x, "exp") - 121;
           }},
    defect{"LivesTooLong",
           [](auto& x) { x.claims["exp"] = number(x, "exp") + 1; }},
    defect{"ExpiryIsText", [](auto& x) { x.claims["exp"] = "1790000137"; }},
    defect{"NoBeginning", [](auto& x) { x.claims.erase("nbf"); }},
    defect{"WrongMethod",
           [](auto& x) {
             x.claims["uri"] = std::string{"POST 127.0.0.1:8443"} + path;
           }},
    defect{"WrongHost",
           [](auto& x) {
             x.claims["uri"] = std::string{"GET api.coinbase.com"} + path;
           }},
    defect{"UriWithQuery", [](auto& x) { x.claims["uri"] = uri + "?a=1"; }},
    defect{"UriWithTrailingSlash",
           [](auto& x) { x.claims["uri"] = uri + "/"; }},
    defect{"NoUri", [](auto& x) { x.claims.erase("uri"); }}),
  [](const auto& x) { return std::string{x.param.name}; });

TEST_F(CoinbaseToken, IsRefusedWithASignatureInDer) {
  EXPECT_EQ(ask_with(sign(good(), master.secret, signature_form::der)).status,
            401U);
}

TEST_F(CoinbaseToken, IsRefusedWhenAnotherKeySignedIt) {
  const auto other = (*make_coinbase({.seed = 2}))->accounts().at(0).secret;
  EXPECT_EQ(ask_with(sign(good(), other)).status, 401U);
}

TEST_F(CoinbaseToken, IsRefusedWhenAnyOfItsTextWasChanged) {
  const auto token = sign(good(), master.secret);
  for (const auto at :
       {std::size_t{3}, token.find('.') + 5, token.rfind('.') + 5}) {
    auto changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(ask_with(changed).status, 401U) << at;
  }
}

TEST_F(CoinbaseToken, IsRefusedWhateverTheBytes) {
  for (const auto* text : {"", ".", "..", "a.b.c", "!!.!!.!!", "e30.e30.e30",
                           "bnVsbA.bnVsbA.AAAA", "W1tbW1s.e30."})
    EXPECT_EQ(ask_with(text).status, 401U) << text;
  EXPECT_EQ(ask(path).content.status, 401U);
  EXPECT_EQ(ask(path, {{"authorization", "Basic x"}}).content.status, 401U);
}

TEST_F(CoinbaseToken, FaultE17_IsRefusedByAVenueWhoseClockIsOff) {
  set_faults(R"([{"kind":"clock_skew","value":"-10s"}])");
  EXPECT_EQ(ask_with(sign(good(), master.secret)).status, 401U);
  set_faults(R"([{"kind":"clock_skew","value":"130s"}])");
  EXPECT_EQ(ask_with(sign(good(), master.secret)).status, 401U);
}

TEST(CoinbaseKeys, FollowFromTheSeedAndDifferByAccount) {
  const auto keys = [](std::uint64_t seed) {
    return (*make_coinbase({.seed = seed, .accounts = 3}))->accounts();
  };
  const auto once = keys(7);
  const auto twice = keys(7);
  ASSERT_EQ(once.size(), 3U);
  EXPECT_EQ(once[0].account, "MASTER");
  EXPECT_EQ(once[1].account, "USER_1");
  EXPECT_TRUE(once[0].secret.starts_with("-----BEGIN EC PRIVATE"));
  for (auto i = std::size_t{0}; i < 3; ++i) {
    EXPECT_EQ(once[i].key, twice[i].key);
    EXPECT_TRUE(once[i].secret == twice[i].secret);
  }
  EXPECT_FALSE(once[0].secret == once[1].secret);
  EXPECT_FALSE(once[0].secret == keys(8)[0].secret);
}

} // namespace
} // namespace ballast::sim
