#include "sim/kraken/keys.hpp"
#include "tests/sim/kraken/simulated_kraken.hpp"

#include <functional>
#include <map>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto path = "/0/private/Balance";

/// A private call before it is sent.
struct signed_call {
  std::string method = "POST";
  std::string target = path;
  std::string body;
  std::map<std::string, std::string> headers;
};

class KrakenSignature : public simulated_kraken {
protected:
  /// As a client would make it, whatever `body` and `digits` are.
  signed_call call_with(const std::string& body, const std::string& digits,
                        const std::string& type
                        = "application/x-www-form-urlencoded") {
    return {"POST",
            path,
            body,
            {{"API-Key", master.key},
             {"API-Sign", sign_kraken_call(master.secret, path, digits, body)},
             {"Content-Type", type}}};
  }
  signed_call good() {
    const auto digits = std::to_string(++nonce);
    return call_with("nonce=" + digits + "&asset=XBT", digits);
  }
  net::reply send(const signed_call& x) {
    auto headers = std::vector<net::header>{};
    for (const auto& [name, value] : x.headers)
      headers.push_back({name, value});
    return ask(x.target, std::move(headers), x.method, x.body).content;
  }
};

TEST(KrakenKeys, SignThePublishedExampleAsItIsPublished) {
  EXPECT_EQ(
    kraken::signature_of("kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWx"
                         "nyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==",
                         "/0/private/AddOrder", "1616492376594",
                         "nonce=1616492376594&ordertype=limit&pair=XBTUSD&"
                         "price=37500&type=buy&volume=1.25"),
    "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0"
    "nmbRn6H8ndwLUQ==");
}

TEST(KrakenKeys, FollowFromTheSeedAndDifferByAccount) {
  const auto keys = [](std::uint64_t seed) {
    auto all = std::vector<std::string>{};
    const auto venue = *make_kraken({.seed = seed, .accounts = 3});
    for (const auto& x : venue->accounts()) {
      EXPECT_EQ(x.key.size(), 56U);
      EXPECT_EQ(x.secret.size(), 88U);
      EXPECT_TRUE(x.passphrase.empty());
      all.push_back(x.account + ' ' + x.key + ' ' + x.secret);
    }
    return all;
  };
  const auto first = keys(1);
  EXPECT_EQ(first, keys(1));
  EXPECT_TRUE(first[0].starts_with("MASTER "));
  EXPECT_TRUE(first[2].starts_with("USER_2 "));
  EXPECT_NE(first[0].substr(7), first[1].substr(7));
  EXPECT_NE(first, keys(2));
}

TEST_F(KrakenSignature, OpensThePrivateHalfWhenItIsAsTheManualSays) {
  EXPECT_EQ(error_of(send(good())), "");
  EXPECT_EQ(venue->stats().accepted, 1U);
  EXPECT_EQ(venue->stats().bad_signature, 0U);
}

TEST_F(KrakenSignature, MayCoverABodyOfJsonWithTheNonceAsNumberOrText) {
  const auto digits = std::to_string(++nonce);
  EXPECT_EQ(error_of(send(call_with("{\"nonce\":" + digits + "}", digits,
                                    "application/json"))),
            "");
  const auto more = std::to_string(++nonce);
  EXPECT_EQ(error_of(send(call_with("{\"a\":1,\"nonce\":\"" + more + "\"}",
                                    more, "application/json"))),
            "");
}

TEST_F(KrakenSignature, LeavesTheQueryOutOfItsPath) {
  auto call = good();
  call.target += "?asset=XBT";
  EXPECT_EQ(error_of(send(call)), "");
}

TEST_F(KrakenSignature, TakesTheLargestNonceOf64Bits) {
  const auto* digits = "18446744073709551615";
  EXPECT_EQ(error_of(post("Balance", digits, master)), "");
}

/// One way to spoil a call, and what is said about it.
struct defect {
  const char* name;
  const char* error;
  std::function<void(signed_call&)> apply;
};

class BadKrakenSignature : public KrakenSignature,
                           public testing::WithParamInterface<defect> {};

TEST_P(BadKrakenSignature, IsRefusedUnder200AndCounted) {
  auto call = good();
  GetParam().apply(call);
  EXPECT_EQ(error_of(send(call)), GetParam().error);
  EXPECT_EQ(venue->stats().bad_signature, 1U);
  EXPECT_EQ(venue->stats().accepted, 0U);
  // It has moved no mark: the same nonce, rightly signed, is still good.
  EXPECT_EQ(error_of(post("Balance")), "");
}

constexpr auto bad_key = "EAPI:Invalid key";
constexpr auto bad_signature = "EAPI:Invalid signature";

INSTANTIATE_TEST_SUITE_P(
  Defects, BadKrakenSignature,
  testing::Values(
    defect{"NoKey", bad_key, [](auto& x) { x.headers.erase("API-Key"); }},
    defect{"EmptyKey", bad_key, [](auto& x) { x.headers["API-Key"] = ""; }},
    defect{"UnknownKey", bad_key, [](auto& x) { x.headers["API-Key"] += "A"; }},
    defect{"NoSignature", bad_signature,
           [](auto& x) { x.headers.erase("API-Sign"); }},
    defect{"OneBitOff", bad_signature,
           [](auto& x) {
             auto& text = x.headers["API-Sign"];
             text[0] = text[0] == 'A' ? 'B' : 'A';
           }},
    defect{"WithoutPadding", bad_signature,
           [](auto& x) {
             x.headers["API-Sign"].resize(x.headers["API-Sign"].size() - 2);
           }},
    defect{"BodyChanged", bad_signature, [](auto& x) { x.body += "2"; }},
    defect{"BodyReordered", bad_signature,
           [](auto& x) {
             const auto mark = x.body.find('&');
             x.body = x.body.substr(mark + 1) + '&' + x.body.substr(0, mark);
           }},
    defect{"OtherPath", bad_signature,
           [](auto& x) { x.target = "/0/private/BalanceEx"; }},
    defect{"NonceOfTheBodyIsNotTheSignedOne", bad_signature,
           [](auto& x) {
             auto& digit = x.body[x.body.find('&') - 1];
             digit = digit == '1' ? '2' : '1';
           }},
    defect{"JsonCalledAForm", bad_signature,
           [](auto& x) { x.headers["Content-Type"] = "application/json"; }}),
  [](const auto& x) { return std::string{x.param.name}; });

TEST_F(KrakenSignature, IsRefusedWithTheSecretOfAnotherAccount) {
  auto other = master;
  other.secret = (*make_kraken({.seed = 2}))->accounts().at(0).secret;
  EXPECT_EQ(error_of(post("Balance", std::to_string(++nonce), other)),
            bad_signature);
}

TEST_F(KrakenSignature, LocksOutOnlyWhoeverShowsUnknownKeysAgainAndAgain) {
  auto stranger = master;
  stranger.key = "nobody";
  const auto try_once = [&] {
    return error_of(post("Balance", std::to_string(++nonce), stranger));
  };
  for (auto i = 0; i < 10; ++i)
    ASSERT_EQ(try_once(), bad_key) << i;
  EXPECT_EQ(try_once(), "EGeneral:Temporary lockout");
  EXPECT_EQ(error_of(post("Balance")), "EGeneral:Temporary lockout");
  EXPECT_EQ(venue->stats().banned, 2U);
  EXPECT_EQ(error_of("/0/public/Time"), "");
  pass(15min - 1s - 1ns);
  EXPECT_EQ(error_of(post("Balance")), "EGeneral:Temporary lockout");
  pass(1ns);
  EXPECT_EQ(error_of(post("Balance")), "");
  EXPECT_EQ(try_once(), bad_key);
}

TEST_F(KrakenSignature, ForgetsUnknownKeysAfterAWhile) {
  auto stranger = master;
  stranger.key = "nobody";
  for (auto i = 0; i < 40; ++i) {
    ASSERT_EQ(error_of(post("Balance", std::to_string(++nonce), stranger)),
              bad_key);
    pass(90s);
  }
}

} // namespace
} // namespace ballast::sim
