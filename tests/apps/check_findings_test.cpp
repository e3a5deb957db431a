// What answers say about trading.
#include "apps/check_findings.hpp"
#include "venues/kraken/adapter.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

check_place kraken() {
  check_place place;
  place.venue = "kraken";
  place.title = "Kraken";
  place.account = "USER_ALICE";
  place.host = "https://api.kraken.com";
  place.guide = &venues::kraken_profile().words;
  return place;
}

balance owning(const std::string& currency, const char* amount,
               const char* held = "0") {
  return {currency, *decimal::parse(amount), *decimal::parse(held)};
}

// -- before anything is asked -------------------------------------------------

TEST(CheckCredentials, ThatAreMissingSkipWithTheLineOfTheEarlierBot) {
  const auto x = credentials_missing(
    kraken(), {"KRAKEN_USER_ALICE_API_KEY", "KRAKEN_USER_ALICE_API_SECRET"});
  EXPECT_EQ(x.level, check_level::skipped);
  EXPECT_EQ(x.text, "Kraken credentials not configured for USER_ALICE "
                    "(skipping)");
  EXPECT_EQ(x.remedy, "Set KRAKEN_USER_ALICE_API_KEY and "
                      "KRAKEN_USER_ALICE_API_SECRET to trade there.");
}

TEST(CheckCredentials, ThatAreHalfNameTheOtherHalf) {
  const auto x = credentials_half(kraken(), {"KRAKEN_USER_ALICE_API_SECRET"});
  EXPECT_EQ(x.level, check_level::misconfigured);
  EXPECT_EQ(x.cause, check_cause::credentials_half);
  EXPECT_EQ(x.remedy, "Set KRAKEN_USER_ALICE_API_SECRET, or unset the rest.");
}

TEST(CheckCredentials, ThatAreMalformedNameTheVariableToCopyAgain) {
  const auto secret
    = credentials_malformed(kraken(), "kraken secret: expected base64");
  EXPECT_EQ(secret.level, check_level::misconfigured);
  EXPECT_EQ(secret.text, "the secret is malformed: expected base64");
  EXPECT_NE(secret.remedy.find("KRAKEN_USER_ALICE_API_SECRET"),
            std::string::npos);
  const auto key
    = credentials_malformed(kraken(), "kraken key: expected no spaces");
  EXPECT_NE(key.remedy.find("KRAKEN_USER_ALICE_API_KEY"), std::string::npos);
  const auto other
    = credentials_malformed(kraken(), "environment: KRAKEN_X: expected y");
  EXPECT_EQ(other.text, "environment: KRAKEN_X: expected y");
  EXPECT_FALSE(other.remedy.empty());
}

TEST(CheckFindings, PointAtTheNodeThatRunsInsteadOfAskingBesideIt) {
  check_place place;
  place.rival = "another ballast (pid 7)";
  const auto found = node_running(place);
  EXPECT_EQ(found.cause, check_cause::node_running);
  EXPECT_EQ(found.level, check_level::failed);
  EXPECT_NE(found.text.find("pid 7"), std::string::npos) << found.text;
  EXPECT_NE(found.remedy.find("ballast status"), std::string::npos);
}

// -- the clock ----------------------------------------------------------------

/// Our clock stands at an hour when the answer to a question of 100 ms comes.
check_finding clock_at(unix_time venue) {
  return judge_clock(kraken(),
                     read_clock(unix_time{1h - 100ms}, unix_time{1h}, venue));
}

struct clock_case {
  std::chrono::milliseconds venue; ///< Less ours, as told.
  check_level level;
};
class CheckClock : public testing::TestWithParam<clock_case> {};

TEST_P(CheckClock, IsJudgedByWhatIsSure) {
  const auto found = clock_at(unix_time{1h + GetParam().venue});
  EXPECT_EQ(found.level, GetParam().level) << found.text;
  EXPECT_EQ(found.remedy.empty(), found.level == check_level::ok);
}

INSTANTIATE_TEST_SUITE_P(
  Table, CheckClock,
  testing::Values(
    // To the millisecond: sure to 101 ms.
    clock_case{-50ms, check_level::ok}, clock_case{999ms, check_level::ok},
    clock_case{1001ms, check_level::warning},
    clock_case{-1099ms, check_level::ok},
    clock_case{-1102ms, check_level::warning},
    clock_case{30'001ms, check_level::failed},
    clock_case{29'999ms, check_level::warning},
    clock_case{-30'102ms, check_level::failed},
    // Whole seconds: the venue may be almost one ahead of what it tells.
    clock_case{0s, check_level::ok}, clock_case{-1s, check_level::ok},
    clock_case{-2s, check_level::ok}, clock_case{-3s, check_level::warning},
    clock_case{1s, check_level::ok}, clock_case{2s, check_level::warning},
    clock_case{-31s, check_level::warning},
    clock_case{-32s, check_level::failed},
    clock_case{31s, check_level::failed}));

TEST(CheckClockWords, SayWhoIsAheadOfWhom) {
  EXPECT_EQ(clock_at(unix_time{1h + 60s}).text,
            "this machine's clock is 61 s behind Kraken's, and nothing is "
            "traded beyond 30 s");
  EXPECT_EQ(clock_at(unix_time{1h - 9'551ms}).text,
            "this machine's clock is 9.5 s ahead of Kraken's");
  EXPECT_EQ(clock_at(unix_time{1h}).text, "+0.6 s off, give or take 0.6 s");
}

// -- the venue and the key ----------------------------------------------------

TEST(CheckStatus, FailsWhereNothingNewIsTaken) {
  EXPECT_EQ(judge_status(kraken(), market_state::tradable).level,
            check_level::ok);
  for (const auto x : {market_state::post_only, market_state::limit_only})
    EXPECT_EQ(judge_status(kraken(), x).level, check_level::warning);
  const auto shut = judge_status(kraken(), market_state::cancel_only);
  EXPECT_EQ(shut.level, check_level::failed);
  EXPECT_EQ(shut.cause, check_cause::venue_restricted);
  const auto down = judge_status(kraken(), market_state::halted);
  EXPECT_EQ(down.cause, check_cause::venue_maintenance);
  EXPECT_NE(down.remedy.find("Wait until Kraken is open again"),
            std::string::npos);
}

using texts = std::vector<std::string>;

TEST(CheckPermissions, AreNamedAsTheVenueNamesThem) {
  EXPECT_EQ(rights_lacking({true, true, false}, ""), texts{});
  EXPECT_EQ(rights_lacking({true, false, false}, ""), texts{"trade"});
  EXPECT_EQ(rights_lacking({false, false, false}, ""),
            (texts{"view", "trade"}));
  EXPECT_EQ(rights_lacking({true, true, false}, "lacks close-trades"),
            texts{"close-trades"});
  EXPECT_EQ(rights_lacking({true, false, false},
                           "WGeneral:Danger lacks modify-trades, close-trades"),
            (texts{"modify-trades", "close-trades"}));
}

TEST(CheckPermissions, ThatAreMissingAreNamedInTheRemedy) {
  const auto x = judge_permissions(kraken(), {true, false, true},
                                   {"modify-trades", "close-trades"});
  EXPECT_EQ(x.level, check_level::failed);
  EXPECT_EQ(x.cause, check_cause::permission_missing);
  EXPECT_EQ(x.text, "the key lacks the rights modify-trades and close-trades");
  EXPECT_EQ(x.remedy,
            "Give the key \"modify-trades\" and \"close-trades\" at Kraken.");
}

TEST(CheckPermissions, ToWithdrawFailOnlyInLiveAndUnlessAcceptedByName) {
  constexpr key_permissions all{true, true, true};
  auto place = kraken();
  const auto paper = judge_permissions(place, all, {});
  EXPECT_EQ(paper.level, check_level::warning);
  EXPECT_EQ(paper.cause, check_cause::key_can_withdraw);
  EXPECT_NE(
    paper.remedy.find("accept_withdrawal_keys = [\"kraken/USER_ALICE\"]"),
    std::string::npos);
  place.live = true;
  EXPECT_EQ(judge_permissions(place, all, {}).level, check_level::failed);
  place.withdrawal_accepted = true;
  const auto accepted = judge_permissions(place, all, {});
  EXPECT_EQ(accepted.level, check_level::warning);
  EXPECT_EQ(accepted.text, "the key can withdraw, and is accepted by name");
  EXPECT_EQ(judge_permissions(place, {true, true, false}, {}).level,
            check_level::ok);
}

TEST(CheckNonces, ThatAreSharedOrCannotBeStoredAreTold) {
  EXPECT_EQ(nonce_shared(kraken()).level, check_level::warning);
  EXPECT_FALSE(nonce_shared(kraken()).remedy.empty());
  const auto full = nonce_not_stored(kraken(), "the disk is full");
  EXPECT_EQ(full.level, check_level::failed);
  EXPECT_NE(full.text.find("the disk is full"), std::string::npos);
  EXPECT_NE(full.remedy.find("--data"), std::string::npos);
}

// -- money and markets --------------------------------------------------------

TEST(CheckBalances, ShowDollarsFirstAndNotWhatIsEmpty) {
  EXPECT_EQ(judge_balances({owning("BTC", "0.1", "0.2"), owning("ETH", "0"),
                            owning("USD", "5.00")})
              .text,
            "USD 5, BTC 0.1 (+0.2 in orders)");
  EXPECT_EQ(judge_balances({}).text, "nothing");
  std::vector<balance> many;
  for (const auto* name : {"A", "B", "C", "D", "E", "F", "G", "USDT"})
    many.push_back(owning(name, "1"));
  EXPECT_EQ(judge_balances(many).text,
            "USDT 1, A 1, B 1, C 1, D 1, E 1 and 2 more");
}

TEST(CheckMinimum, IsReachedByOneDollarCurrencyAndNeverByTheirSum) {
  const auto level = [](const std::vector<balance>& x) {
    return judge_minimum(kraken(), x).level;
  };
  EXPECT_EQ(level({owning("USD", "1.00")}), check_level::ok);
  EXPECT_EQ(level({owning("USD", "0"), owning("USDC", "1")}), check_level::ok);
  EXPECT_EQ(level({owning("USDT", "2")}), check_level::ok);
  EXPECT_EQ(level({owning("USD", "0.99"), owning("USDC", "0.99"),
                   owning("USDT", "0.99")}),
            check_level::failed);
  EXPECT_EQ(level({owning("EUR", "1000"), owning("BTC", "1")}),
            check_level::failed);
  EXPECT_EQ(level({owning("USD", "0.50", "10")}), check_level::failed);
}

TEST(CheckMinimum, NamesWhatIsThereAndWhatIsNeeded) {
  const auto low = judge_minimum(kraken(), {owning("USD", "0.50")});
  EXPECT_EQ(low.cause, check_cause::balance_low);
  EXPECT_EQ(low.text, "USD 0.5 is under the minimum of $1.00 (USD, USDC and "
                      "USDT count each by itself)");
  EXPECT_EQ(low.remedy, "Deposit at Kraken, or free from open orders, at least "
                        "$1.00 of USD, USDC or USDT.");
  EXPECT_TRUE(
    judge_minimum(kraken(), {}).text.starts_with("no dollar at all is under"));
  auto place = kraken();
  place.minimum = *decimal::parse("25.5");
  EXPECT_NE(judge_minimum(place, {owning("USD", "25")}).text.find("$25.50"),
            std::string::npos);
}

TEST(CheckMarkets, FailWhereNoneCanBeTraded) {
  scan_universe x;
  x.known = 3;
  EXPECT_EQ(judge_markets(kraken(), x).cause, check_cause::no_markets);
  x.markets = {{"BTC", "USD"}, {"ETH", "USD"}};
  EXPECT_EQ(judge_markets(kraken(), x).text, "3 listed, 2 to scan");
}

TEST(CheckRequests, TellHowManyAreLeftOfHowMany) {
  EXPECT_EQ(
    tell_requests({{"kraken.public", 0, 1, 1.0},
                   {"kraken.private@master", 13, 15, 0.33},
                   {"coinbase.hourly@master", 9998, 10000, 10000 / 3600.}})
      .text,
    "left: kraken.public 0 of 1 (1/s); kraken.private@master 13 of 15 "
    "(0.33/s); coinbase.hourly@master 9998 of 10000 (10000/h)");
}

TEST(CheckRequests, TellWhatTheVenueItselfCounts) {
  requests_left told{"alpaca.trading@master", 155, 200, 10 / 3.};
  told.told = 150;
  told.told_of = 200;
  requests_left bare{"a", 1, 2, 1.0};
  bare.told = 0;
  requests_left upwards{"binance.weight", 5957, 6000, 100};
  upwards.told_used = 43;
  EXPECT_EQ(tell_requests({told, bare, upwards}).text,
            "left: alpaca.trading@master 155 of 200 (200/min), the venue says "
            "150 of 200; a 1 of 2 (1/s), the venue says 0; binance.weight 5957 "
            "of 6000 (6000/min), the venue counts 43 used");
}

TEST(Dollars, HaveTwoDigitsBehindThePoint) {
  EXPECT_EQ(dollars(decimal::whole(1)), "$1.00");
  EXPECT_EQ(dollars(*decimal::parse("0.5")), "$0.50");
  EXPECT_EQ(dollars(*decimal::parse("12.345")), "$12.345");
}

} // namespace

} // namespace ballast::apps
