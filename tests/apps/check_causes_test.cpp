// Every way in which a question can end badly has its cause and its remedy.
#include "apps/check_causes.hpp"
#include "apps/venues.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <set>
#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;
using venues::question;

constexpr auto questions
  = std::array{question::time,    question::markets,  question::tickers,
               question::candles, question::balances, question::permissions,
               question::status};
constexpr auto kinds = std::array{outcome_kind::ok,
                                  outcome_kind::refused,
                                  outcome_kind::unknown_symbol,
                                  outcome_kind::throttled,
                                  outcome_kind::banned,
                                  outcome_kind::unauthorised,
                                  outcome_kind::not_permitted,
                                  outcome_kind::clock_or_nonce,
                                  outcome_kind::maintenance,
                                  outcome_kind::unavailable,
                                  outcome_kind::timed_out,
                                  outcome_kind::malformed,
                                  outcome_kind::own_network,
                                  outcome_kind::not_sent};
constexpr auto links = std::array{
  link_trouble::none,    link_trouble::name,        link_trouble::no_route,
  link_trouble::refused, link_trouble::certificate, link_trouble::handshake,
  link_trouble::silent,  link_trouble::late,        link_trouble::lost,
  link_trouble::garbled};

const auto noon = unix_time{std::chrono::hours{12}};

check_place place_of(const std::string& venue) {
  check_place place;
  place.venue = venue;
  place.title = title_of(venue);
  if (const auto* known = find_venue(venue))
    place.guide = &known->about->words;
  place.account = "MASTER";
  place.host = "https://api." + venue + ".com";
  return place;
}

/// A sentence for a person: begins with a capital, ends with a full stop.
void expect_sentence(const std::string& text) {
  ASSERT_FALSE(text.empty());
  EXPECT_TRUE(std::isupper(static_cast<unsigned char>(text.front()))) << text;
  EXPECT_EQ(text.back(), '.') << text;
}

void expect_whole(const check_finding& x) {
  EXPECT_EQ(x.level, check_level::failed);
  EXPECT_NE(x.cause, check_cause::none);
  EXPECT_STRNE(to_string(x.cause), "");
  EXPECT_FALSE(x.text.empty());
  expect_sentence(x.remedy);
  for (const auto* unsaid : {"{}", "  ", ".."})
    EXPECT_EQ((x.text + x.remedy).find(unsaid), std::string::npos)
      << x.text << '|' << x.remedy;
}

TEST(CheckCauses, EveryOutcomeOfEveryQuestionHasACauseAndARemedy) {
  for (const auto* venue : {"coinbase", "kraken", "another"})
    for (const auto own_url : {false, true})
      for (const auto asked : questions)
        for (const auto kind : kinds)
          for (const auto link : links)
            for (const auto* words : {"", "what the venue said"}) {
              auto place = place_of(venue);
              place.own_url = own_url;
              expect_whole(judge({asked, kind, link, words, {}}, place, noon));
            }
}

TEST(CheckCauses, HaveNamesThatAreAllDifferent) {
  auto names = std::set<std::string>{};
  const auto last = static_cast<int>(check_cause::request_refused);
  for (auto i = 0; i <= last; ++i)
    EXPECT_TRUE(names.insert(to_string(static_cast<check_cause>(i))).second);
  EXPECT_STREQ(to_string(check_cause::signature_wrong), "signature_wrong");
  EXPECT_STREQ(to_string(check_cause::request_refused), "request_refused");
}

/// What a venue says, and what it comes to.
struct said {
  const char* venue;
  question asked;
  outcome_kind kind;
  const char* words;
  check_topic topic;
  check_cause cause;
  const char* remedy; ///< Part of it.
};

class VenueWords : public testing::TestWithParam<said> {};

TEST_P(VenueWords, ComeToOneCauseAndItsRemedy) {
  const auto& x = GetParam();
  const auto found = judge({x.asked, x.kind, link_trouble::none, x.words, {}},
                           place_of(x.venue), noon);
  EXPECT_EQ(found.topic, x.topic) << found.text;
  EXPECT_STREQ(to_string(found.cause), to_string(x.cause));
  EXPECT_NE(found.remedy.find(x.remedy), std::string::npos) << found.remedy;
  EXPECT_NE(found.text.find(x.words), std::string::npos) << found.text;
}

INSTANTIATE_TEST_SUITE_P(
  Table, VenueWords,
  testing::Values(
    said{"kraken", question::permissions, outcome_kind::unauthorised,
         "EAPI:Invalid key", check_topic::key, check_cause::key_unknown,
         "KRAKEN_MASTER_API_KEY"},
    said{"kraken", question::permissions, outcome_kind::unauthorised,
         "EAPI:Invalid signature", check_topic::key,
         check_cause::signature_wrong, "KRAKEN_MASTER_API_SECRET"},
    said{"okx", question::permissions, outcome_kind::unauthorised,
         "HTTP 401: 50105 Request header OK-ACCESS-PASSPHRASE incorrect.",
         check_topic::key, check_cause::passphrase_wrong,
         "OKX_MASTER_PASSPHRASE"},
    said{"okx", question::permissions, outcome_kind::unauthorised,
         "50119 API key doesn't exist", check_topic::key,
         check_cause::key_elsewhere, "BALLAST_OKX_REST_URL"},
    said{"okx", question::permissions, outcome_kind::unauthorised,
         "HTTP 401: 50101 APIKey does not match current environment.",
         check_topic::key, check_cause::key_elsewhere, "live trading"},
    said{"okx", question::permissions, outcome_kind::unauthorised,
         "HTTP 401: 50113 Invalid Sign", check_topic::key,
         check_cause::signature_wrong, "OKX_MASTER_API_SECRET"},
    said{"okx", question::balances, outcome_kind::not_permitted,
         "HTTP 401: 50110 Your IP is not included", check_topic::key,
         check_cause::address_not_listed, "allow-list"},
    said{"binance", question::permissions, outcome_kind::unauthorised,
         "HTTP 401: -2015: Invalid API-key, IP, or permissions for action.",
         check_topic::key, check_cause::key_refused,
         "BINANCE_MASTER_API_KEY with the key listed"},
    said{"binance", question::permissions, outcome_kind::unauthorised,
         "HTTP 400: -1022: Signature for this request is not valid.",
         check_topic::key, check_cause::signature_wrong,
         "BINANCE_MASTER_API_SECRET"},
    said{"alpaca", question::permissions, outcome_kind::unauthorised,
         "HTTP 401: 40110000 request is not authorized", check_topic::key,
         check_cause::key_refused, "ALPACA_MASTER_PAPER"},
    said{"coinbase", question::permissions, outcome_kind::unauthorised,
         "HTTP 401: Unauthorized", check_topic::key, check_cause::key_refused,
         "COINBASE_MASTER_API_KEY and COINBASE_MASTER_API_SECRET"},
    said{"coinbase", question::time, outcome_kind::unauthorised,
         "HTTP 401: Unauthorized", check_topic::host,
         check_cause::address_refused, "place and network"},
    said{"coinbase", question::balances, outcome_kind::not_permitted,
         "HTTP 451: Unavailable", check_topic::host,
         check_cause::address_refused, "run ballast where it does"},
    said{"kraken", question::balances, outcome_kind::not_permitted,
         "EGeneral:Permission denied", check_topic::permissions,
         check_cause::permission_missing, "query-funds"},
    said{"coinbase", question::balances, outcome_kind::not_permitted,
         "HTTP 403: Missing required scopes", check_topic::permissions,
         check_cause::permission_missing, "view and trade, and not transfer"},
    said{"kraken", question::balances, outcome_kind::not_permitted,
         "EAuth:Account temporary disabled", check_topic::key,
         check_cause::account_restricted, "Log in at Kraken"},
    said{"kraken", question::permissions, outcome_kind::clock_or_nonce,
         "EAPI:Invalid nonce", check_topic::key, check_cause::nonce_too_low,
         "Make a key for ballast alone"},
    said{"coinbase", question::permissions, outcome_kind::clock_or_nonce,
         "invalid timestamp", check_topic::clock, check_cause::clock_skewed,
         "timedatectl set-ntp true"},
    said{"kraken", question::time, outcome_kind::maintenance,
         "EService:Market in cancel_only mode", check_topic::status,
         check_cause::venue_maintenance, "Wait until it is over"},
    said{"coinbase", question::markets, outcome_kind::unavailable, "HTTP 502",
         check_topic::status, check_cause::venue_trouble, "Wait a few minutes"},
    said{"kraken", question::permissions, outcome_kind::banned,
         "EGeneral:Temporary lockout", check_topic::requests,
         check_cause::locked_out, "Wait until 12:02:00 UTC"},
    said{"coinbase", question::time, outcome_kind::banned, "HTTP 418",
         check_topic::requests, check_cause::banned, "Wait until 12:02:00 UTC"},
    said{"kraken", question::time, outcome_kind::throttled,
         "EGeneral:Too many requests", check_topic::requests,
         check_cause::throttled, "Wait until 12:01:00 UTC"},
    said{"kraken", question::markets, outcome_kind::refused,
         "EGeneral:Invalid arguments", check_topic::markets,
         check_cause::request_refused, "Report this"},
    said{"coinbase", question::balances, outcome_kind::malformed,
         "expected a list of accounts", check_topic::balances,
         check_cause::answer_malformed, "report"}));

// Alpaca's clock wants the key as well: there a refusal is the key's.
TEST(CheckCauses, BlameTheKeyWhereEvenTheTimeIsAskedWithIt) {
  check_trouble x{question::time,
                  outcome_kind::unauthorised,
                  link_trouble::none,
                  "HTTP 401: 40110000",
                  {}};
  EXPECT_EQ(judge(x, place_of("alpaca"), noon).cause,
            check_cause::address_refused);
  x.with_key = true;
  EXPECT_EQ(judge(x, place_of("alpaca"), noon).cause, check_cause::key_refused);
}

TEST(CheckCauses, WaitAsLongAsTheVenueSays) {
  const auto found
    = judge({question::time, outcome_kind::banned, link_trouble::none, "", 1h},
            place_of("coinbase"), unix_time{23h + 30min});
  EXPECT_NE(found.remedy.find("Wait until 00:30:00 UTC"), std::string::npos)
    << found.remedy;
}

/// A failure of the transport, in its own words.
struct broken_link {
  net::failure::kind what;
  const char* text;
  link_trouble link;
  check_cause cause;
  const char* plain; ///< Part of the remedy at the venue's own host,
  const char* named; ///< and where a variable names another.
};

class BrokenLinks : public testing::TestWithParam<broken_link> {};

TEST_P(BrokenLinks, AreToldApartAndNameTheVariableThatIsInUse) {
  const auto& x = GetParam();
  const net::failure why{x.what, false, x.text};
  EXPECT_EQ(link_trouble_of(why), x.link);
  const check_trouble trouble{
    question::time, outcome_of(why), link_trouble_of(why), why.text, {}};
  auto place = place_of("coinbase");
  const auto plain = judge(trouble, place, noon);
  EXPECT_EQ(plain.topic, check_topic::host);
  EXPECT_EQ(plain.cause, x.cause);
  EXPECT_NE(plain.text.find(x.text), std::string::npos);
  EXPECT_NE(plain.remedy.find(x.plain), std::string::npos) << plain.remedy;
  EXPECT_EQ(plain.remedy.find("BALLAST_"), std::string::npos) << plain.remedy;
  place.own_url = true;
  const auto named = judge(trouble, place, noon);
  EXPECT_NE(named.remedy.find(x.named), std::string::npos) << named.remedy;
}

using kind = net::failure::kind;
INSTANTIATE_TEST_SUITE_P(
  Table, BrokenLinks,
  testing::Values(
    broken_link{kind::own_network, "looking up x failed: Host not found",
                link_trouble::name, check_cause::host_unknown, "DNS",
                "Correct BALLAST_COINBASE_REST_URL"},
    broken_link{kind::own_network, "connecting to x failed: No route to host",
                link_trouble::no_route, check_cause::host_unreachable,
                "network", "network"},
    broken_link{kind::refused, "connecting to x failed: Connection refused",
                link_trouble::refused, check_cause::host_refused, "firewall",
                "BALLAST_COINBASE_REST_URL"},
    broken_link{kind::refused, "x: certificate refused: self-signed",
                link_trouble::certificate, check_cause::host_unverified,
                "ca-certificates", "BALLAST_CA_FILE"},
    broken_link{kind::refused, "x: TLS handshake failed: wrong version",
                link_trouble::handshake, check_cause::host_unverified,
                "antivirus", "does not speak TLS"},
    broken_link{kind::not_ready, "no connection was ready in time",
                link_trouble::silent, check_cause::host_silent, "firewall",
                "firewall"},
    broken_link{kind::timed_out, "no byte of a reply came in time",
                link_trouble::late, check_cause::host_silent, "Wait a minute",
                "Wait a minute"},
    broken_link{kind::lost, "the connection broke", link_trouble::lost,
                check_cause::connection_lost, "proxy", "proxy"},
    broken_link{kind::malformed, "not HTTP", link_trouble::garbled,
                check_cause::answer_malformed, "proxy",
                "BALLAST_COINBASE_REST_URL"}));

TEST(CheckCauses, SayThatTheFileInUseDoesNotVouch) {
  auto place = place_of("kraken");
  place.own_url = place.own_authority = true;
  const auto found = judge({question::time,
                            outcome_kind::unavailable,
                            link_trouble::certificate,
                            "",
                            {}},
                           place, noon);
  EXPECT_NE(found.remedy.find("the file in use does not vouch"),
            std::string::npos)
    << found.remedy;
}

} // namespace

} // namespace ballast::apps
