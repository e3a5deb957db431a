// The questions of `ballast check` in virtual time, against the simulated
// venues with their limits enforced.
#include "sim/kraken/exchange.hpp"
#include "tests/apps/checks.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t epoch_microseconds = 1'790'000'000'250'000;

class Checks : public check_fixture {
protected:
  void use_kraken(sim::kraken_options options = {}) {
    options.accounts = 2;
    use(std::move(*sim::make_kraken(std::move(options))));
  }
};

using texts = std::vector<std::string>;

TEST_F(Checks, AskKrakenEachQuestionOnceAndKeepItsLimits) {
  use_kraken();
  const auto row = check();
  EXPECT_TRUE(can_trade(row));
  EXPECT_EQ(level_of(row), check_level::ok) << reason_of(row)->text;
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "GetApiKeyInfo",
                              "AssetPairs", "BalanceEx"}));
  EXPECT_EQ(row.findings.size(), check_topics.size());
  EXPECT_EQ(venue->stats().rate_limited, 0U);
  EXPECT_EQ(venue->stats().over_limit, 0U);
  EXPECT_LT(now, time_point{} + 5s);
  ASSERT_EQ(row.requests.size(), 3U); // The third is of orders.
  EXPECT_EQ(row.requests[1].budget, "kraken.private@master");
  EXPECT_EQ(row.requests[1].left, 13U);
  EXPECT_EQ(row.requests[1].of, 15U);
}

TEST_F(Checks, AskCoinbaseWhichTellsNoStatus) {
  use("coinbase");
  const auto row = check();
  EXPECT_EQ(level_of(row), check_level::ok) << reason_of(row)->text;
  EXPECT_EQ(targets(),
            (texts{"time", "key_permissions", "products", "accounts"}));
  EXPECT_FALSE(row.tells_status);
  EXPECT_EQ(row.findings.size(), check_topics.size() - 1);
  EXPECT_EQ(venue->stats().over_limit, 0U);
}

TEST_F(Checks, OfSeveralAccountsAskWhatIsPublicOnce) {
  use_kraken();
  const auto first = check(0);
  const auto second = check(1);
  EXPECT_EQ(level_of(second), check_level::ok);
  EXPECT_EQ(targets(),
            (texts{"Time", "SystemStatus", "GetApiKeyInfo", "AssetPairs",
                   "BalanceEx", "GetApiKeyInfo", "BalanceEx"}));
  EXPECT_EQ(second.universe->known, first.universe->known);
  EXPECT_EQ(second.findings.size(), check_topics.size());
  EXPECT_EQ(second.requests[1].budget, "kraken.private@user_1");
}

TEST_F(Checks, OneRightAfterTheOtherKeepTheLimitsToo) {
  use_kraken();
  for (auto i = 0; i < 5; ++i) {
    EXPECT_EQ(level_of(check()), check_level::ok);
    another_process();
  }
  EXPECT_EQ(venue->stats().requests, 25U);
  EXPECT_EQ(venue->stats().rate_limited, 0U);
}

TEST_F(Checks, EndAtTheFirstBanForAllAccounts) {
  use_kraken();
  set_faults(R"([{"kind":"ban"}])");
  const auto row = check(0);
  EXPECT_EQ(cause_of(row), check_cause::locked_out);
  // The third hears of it from the second, which asked nothing.
  for (auto i = 0; i < 2; ++i)
    EXPECT_EQ(cause_of(check(1)), check_cause::locked_out);
  EXPECT_EQ(targets(), texts{"Time"});
}

TEST_F(Checks, OfABannedKeyGoOnWithTheNextKey) {
  use_kraken();
  set_faults(R"([{"kind":"ban","match":"/private/","for":"3s"}])");
  EXPECT_EQ(cause_of(check(0)), check_cause::locked_out);
  now += 5s;
  EXPECT_EQ(level_of(check(1)), check_level::ok);
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "GetApiKeyInfo",
                              "GetApiKeyInfo", "AssetPairs", "BalanceEx"}));
}

TEST_F(Checks, AskKrakenInTroubleWhetherItIsUnderMaintenance) {
  use_kraken();
  set_faults(R"([{"kind":"maintenance"}])");
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::venue_maintenance);
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus"}));
  set_faults(R"([{"kind":"maintenance","match":"/Time"}])");
  another_process();
  EXPECT_EQ(cause_of(check()), check_cause::venue_trouble);
}

TEST_F(Checks, SignNothingByAClockThatIsWrong) {
  for (const auto* skew : {"60s", "-60s"}) {
    use_kraken();
    another_process();
    arrivals.clear();
    set_faults(std::string{R"([{"kind":"clock_skew","value":")"} + skew
               + R"("}])");
    const auto row = check();
    EXPECT_EQ(cause_of(row), check_cause::clock_skewed) << skew;
    EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "AssetPairs"}));
    EXPECT_FALSE(row.permissions);
    EXPECT_TRUE(row.universe);
  }
}

TEST_F(Checks, WithTheWrongSecretSignOnceAndStillListMarkets) {
  use_kraken();
  other_secret = "AAAA";
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::signature_wrong);
  EXPECT_EQ(targets(),
            (texts{"Time", "SystemStatus", "GetApiKeyInfo", "AssetPairs"}));
  EXPECT_EQ(venue->stats().bad_signature, 1U);
}

TEST_F(Checks, WithoutARightNameItAndGoOn) {
  use_kraken();
  set_faults(R"([{"kind":"view_only"}])");
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::permission_missing);
  EXPECT_EQ(row.permissions_lacking, (texts{"modify-trades", "close-trades"}));
  EXPECT_TRUE(row.balances);
}

TEST_F(Checks, WithoutTheRightToLookAskForNoBalance) {
  sim::kraken_options options;
  options.permissions = {"modify-trades", "close-trades"};
  use_kraken(std::move(options));
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::permission_missing);
  EXPECT_EQ(targets(),
            (texts{"Time", "SystemStatus", "GetApiKeyInfo", "AssetPairs"}));
}

// Alpaca names a position BTCUSD, which only its list of markets explains.
TEST_F(Checks, NameWhatIsHeldAsTheListOfMarketsDoes) {
  use("alpaca");
  for (const auto account : {0U, 1U}) {
    const auto row = check(account);
    EXPECT_EQ(level_of(row), check_level::ok) << reason_of(row)->text;
    ASSERT_TRUE(row.balances);
    std::set<std::string> names;
    for (const auto& x : *row.balances)
      names.insert(x.currency);
    EXPECT_EQ(names, (std::set<std::string>{"USD", "AAPL", "BTC", "ETH"}));
    EXPECT_TRUE(row.universe);
    EXPECT_EQ(row.findings.size(), check_topics.size() - 1);
  }
}

// Alpaca asks for the key even where the time is asked.
TEST_F(Checks, OfARefusedKeyThatThePublicIsAskedWithGoOnWithTheNextKey) {
  use("alpaca");
  other_secret = "another";
  const auto row = check(0);
  EXPECT_EQ(cause_of(row), check_cause::key_refused);
  EXPECT_EQ(targets(), texts{"clock"});
  other_secret.clear();
  EXPECT_EQ(level_of(check(1)), check_level::ok);
}

TEST_F(Checks, TellWhatTheVenueSaysIsLeft) {
  use("alpaca");
  const auto row = check();
  auto told = 0;
  for (const auto& x : row.requests) {
    if (!x.told)
      continue;
    ++told;
    EXPECT_EQ(x.budget, "alpaca.trading@master");
    EXPECT_EQ(x.told_of, 200U);
    EXPECT_EQ(x.told, x.left);
  }
  EXPECT_EQ(told, 1);
}

TEST_F(Checks, TellWhatTheVenueSaysIsUsed) {
  use("binance");
  const auto row = check();
  EXPECT_EQ(row.requests[0].budget, "binance.weight");
  // It counts what is asked of its wallet's interface apart.
  EXPECT_GE(row.requests[0].told_used, 41U);
  EXPECT_LE(row.requests[0].told_used,
            row.requests[0].of - row.requests[0].left);
}

// -- nonces -------------------------------------------------------------------

TEST_F(Checks, StoreAMarkAboveEachNonceBeforeItIsSigned) {
  use_kraken();
  EXPECT_EQ(level_of(check()), check_level::ok);
  ASSERT_FALSE(marks.empty());
  // Two public requests had arrived by then, and nothing signed.
  EXPECT_EQ(marks.front().second, 2U);
  EXPECT_GT(marks.back().first, last_nonce);
  EXPECT_GT(last_nonce, epoch_microseconds);
}

TEST_F(Checks, SignNothingWhereTheMarkCannotBeStored) {
  use_kraken();
  disk_is_writable = false;
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::nonce_not_stored);
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "AssetPairs"}));
}

TEST_F(Checks, PassANonceThatIsALittleAheadAsANodeWould) {
  sim::kraken_options options;
  options.nonce_seen = epoch_microseconds + 30'000'000;
  use_kraken(std::move(options));
  const auto row = check();
  EXPECT_EQ(level_of(row), check_level::warning);
  EXPECT_EQ(cause_of(row), check_cause::nonce_shared);
  EXPECT_EQ(venue->stats().bad_nonce, 2U);
  EXPECT_GT(marks.back().first, last_nonce);
}

TEST_F(Checks, StopAtANonceFarAheadBeforeTheVenueLocksTheKeyOut) {
  sim::kraken_options options;
  options.nonce_seen = epoch_microseconds * 1000; // Nanoseconds.
  use_kraken(std::move(options));
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::nonce_too_low);
  EXPECT_EQ(venue->stats().bad_nonce, 3U);
  EXPECT_EQ(targets().back(), "AssetPairs");
}

// -- every wait is bounded ----------------------------------------------------

class BoundedChecks : public Checks,
                      public testing::WithParamInterface<const char*> {};

TEST_P(BoundedChecks, EndInTimeWhateverTheVenueDoes) {
  for (const auto kraken : {true, false}) {
    kraken ? use_kraken() : use("coinbase");
    another_process();
    const auto begin = now;
    set_faults(std::string{R"([{"kind":")"} + GetParam() + R"("}])");
    const auto row = check();
    EXPECT_FALSE(can_trade(row)) << GetParam();
    EXPECT_FALSE(reason_of(row)->remedy.empty());
    EXPECT_LT(now - begin, 2 * venue_check::deadlines.total + 5s);
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, BoundedChecks,
                         testing::Values("hang", "reset", "cut", "trickle",
                                         "truncated", "html_200", "deep_json",
                                         "server_error", "throttle",
                                         "throttle_html", "error_200",
                                         "permission_denied", "unauthorised",
                                         "maintenance"));

TEST_F(Checks, GiveUpOnALimitThatIsHeldForLong) {
  use_kraken();
  const auto adapter = adapter_of();
  add_budgets(*adapter);
  budgets.banned("kraken.public", 1h, now);
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::throttled);
  EXPECT_NE(reason_of(row)->text.find("kraken.public"), std::string::npos)
    << reason_of(row)->text;
  EXPECT_TRUE(arrivals.empty());
  EXPECT_EQ(now, time_point{});
}

} // namespace

} // namespace ballast::apps
