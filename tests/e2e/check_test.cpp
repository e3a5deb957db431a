// `ballast check` as a person starts it: each mistake has its one cause, its
// remedy and its exit status, and no secret is in any of it.
#include "sim/kraken/keys.hpp"
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;
using json = nlohmann::json;
using environment = std::map<std::string, std::string>;

/// Whether any 12 characters in a row of a line of the secret are in `where`.
/// What armours a PEM is none.
bool leaks(std::string_view secret, const std::string& where) {
  constexpr std::size_t slice = 12;
  for (std::size_t i = 0; i + slice <= secret.size(); ++i) {
    const auto part = secret.substr(i, slice);
    if (part.find_first_of("\n-") == std::string_view::npos
        && where.find(part) != std::string::npos)
      return true;
  }
  return false;
}

/// Both ways to ask, and what must hold of each.
class Check : public testing::Test {
protected:
  explicit Check(const std::vector<std::string>& venues
                 = {"coinbase", "kraken"})
      : stage{{}, venues} {}

  /// `ballast check` as people see it; asserts that it shows no secret.
  ended check(const environment& variables,
              std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), "check");
    auto end = run_to_end(arguments, variables, stage.directory().string());
    for (const auto& [name, value] : variables) {
      const auto is_secret
        = name.ends_with("_SECRET") || name.ends_with("_KEY");
      EXPECT_FALSE(is_secret && leaks(value, end.output))
        << name << ": " << end.output;
    }
    EXPECT_EQ(end.output.find('\x1b'), std::string::npos) << end.output;
    return end;
  }
  /// The same as JSON.
  json check_json(const environment& variables, int status,
                  std::vector<std::string> arguments = {}) {
    arguments.emplace_back("--json");
    const auto end = check(variables, std::move(arguments));
    EXPECT_EQ(end.status, status) << end.output;
    auto parsed = json::parse(end.output, nullptr, false);
    EXPECT_TRUE(parsed.is_object()) << end.output;
    EXPECT_EQ(parsed["exit_status"], status) << end.output;
    return parsed;
  }

  /// The row of a venue that fails, or warns, for one cause alone.
  static void expect_cause(const json& report, const std::string& venue,
                           const std::string& cause,
                           const std::string& remedy) {
    const auto row = row_of(report, venue);
    EXPECT_EQ(row["cause"], cause) << row.dump(2);
    EXPECT_NE(row["remedy"].get<std::string>().find(remedy), std::string::npos)
      << row["remedy"];
    auto causes = 0;
    for (const auto& x : row["checks"])
      causes += x["cause"] != "" ? 1 : 0;
    EXPECT_EQ(causes, 1) << row.dump(2);
  }
  /// A node of both venues that stops in good order.
  void live_for(const std::string& how_long) {
    auto node = stage.start(
      {"run", "--paper", "--listen", "127.0.0.1:0", "--for", how_long});
    EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  }
  void both_venues_suffer(const std::string& fault) {
    for (const auto* venue : {"coinbase", "kraken"})
      stage.set_faults(R"([{"kind":")" + fault + R"("}])", venue);
  }

  scene stage;
};

TEST(CheckOfSecrets, FindsOneThatDoesLeak) {
  EXPECT_TRUE(leaks("MHcCAQEEIKwf3Uox30cR", "xx MHcCAQEEIKwf3U xx"));
  EXPECT_FALSE(leaks("MHcCAQEEIKwf3Uox30cR", "xx MHcCAQEEIKw xx"));
}

// -- credentials --------------------------------------------------------------

TEST_F(Check, WithNothingConfiguredSaysSoAndIsFine) {
  std::filesystem::remove(stage.directory() / "ballast.toml");
  const auto end = check({});
  EXPECT_EQ(end.status, 0) << end.output;
  for (const auto* part :
       {"Coinbase credentials not configured for MASTER (skipping)",
        "Set KRAKEN_MASTER_API_KEY and KRAKEN_MASTER_API_SECRET",
        "OKX credentials not configured for MASTER (skipping)",
        "Nothing is configured"})
    EXPECT_NE(end.output.find(part), std::string::npos) << end.output;
  EXPECT_TRUE(std::filesystem::is_empty(stage.directory()));
}

TEST_F(Check, FaultX2_HalfACredentialIsToldAndHidesNoOtherVenue) {
  auto variables = stage.environment();
  variables.erase("COINBASE_MASTER_API_SECRET");
  const auto report = check_json(variables, 2);
  expect_cause(report, "coinbase", "credentials_half",
               "Set COINBASE_MASTER_API_SECRET");
  EXPECT_EQ(row_of(report, "kraken")["can_trade"], true);
}

TEST_F(Check, FaultX2_AMalformedPemIsToldAndHidesNoOtherVenue) {
  auto variables = stage.environment();
  variables["COINBASE_MASTER_API_SECRET"]
    = "-----BEGIN EC PRIVATE KEY-----\nc4n4ryS3cr3tThatIsNoKey\n-----END EC "
      "PRIVATE KEY-----";
  const auto report = check_json(variables, 2);
  expect_cause(report, "coinbase", "credentials_malformed",
               "COINBASE_MASTER_API_SECRET");
  EXPECT_EQ(row_of(report, "kraken")["can_trade"], true);
}

TEST_F(Check, FaultX2_MalformedBase64IsToldAndHidesNoOtherVenue) {
  auto variables = stage.environment();
  variables["KRAKEN_MASTER_API_SECRET"] = "c4n4ry%S3cr3t%ThatIsNoBase64!";
  const auto report = check_json(variables, 2);
  expect_cause(report, "kraken", "credentials_malformed",
               "KRAKEN_MASTER_API_SECRET");
  EXPECT_EQ(row_of(report, "coinbase")["can_trade"], true);
}

TEST_F(Check, TheWrongSecretIsToldAtBothVenues) {
  // Well formed, and of another account.
  const scene other{{"--seed", "2"}, {"coinbase", "kraken"}};
  auto variables = stage.environment();
  variables["COINBASE_MASTER_API_SECRET"] = other.secret("coinbase");
  variables["KRAKEN_MASTER_API_SECRET"] = other.secret("kraken");
  const auto report = check_json(variables, 1);
  expect_cause(report, "coinbase", "key_refused",
               "COINBASE_MASTER_API_KEY and COINBASE_MASTER_API_SECRET");
  expect_cause(report, "kraken", "signature_wrong", "KRAKEN_MASTER_API_SECRET");
  EXPECT_EQ(stage.stats("kraken")["bad_signature"], 1);
}

TEST_F(Check, AKeyThatTheVenueDoesNotKnowIsToldApartFromAWrongSecret) {
  const scene other{{"--seed", "2"}, {"kraken"}};
  auto variables = stage.environment();
  variables["KRAKEN_MASTER_API_KEY"] = other.key("kraken");
  expect_cause(check_json(variables, 1, {"kraken"}), "kraken", "key_unknown",
               "KRAKEN_MASTER_API_KEY");
}

// -- rights -------------------------------------------------------------------

TEST_F(Check, AMissingPermissionIsNamed) {
  both_venues_suffer("view_only");
  const auto report = check_json(stage.environment(), 1);
  expect_cause(report, "coinbase", "permission_missing",
               "Give the key \"trade\"");
  expect_cause(report, "kraken", "permission_missing",
               "\"modify-trades\" and \"close-trades\"");
  EXPECT_GT(stage.stats("kraken")["faults"]["view_only"], 0);
}

TEST_F(Check, AKeyThatCanWithdrawIsAWarningAndInLiveAFailure) {
  both_venues_suffer("can_withdraw");
  auto variables = stage.environment();
  const auto paper = check_json(variables, 0);
  expect_cause(paper, "coinbase", "key_can_withdraw", "not transfer");
  EXPECT_EQ(row_of(paper, "coinbase")["result"], "warning");
  EXPECT_EQ(row_of(paper, "kraken")["permissions"]["withdraw"], true);
  variables["BALLAST_MODE"] = "live";
  const auto live = check_json(variables, 1);
  EXPECT_EQ(live["mode"], "live");
  expect_cause(live, "kraken", "key_can_withdraw",
               "accept_withdrawal_keys = [\"kraken/MASTER\"]");
  EXPECT_EQ(row_of(live, "kraken")["can_trade"], false);
}

TEST_F(Check, AKeyThatCanWithdrawIsTakenInLiveWhenAcceptedByName) {
  both_venues_suffer("can_withdraw");
  auto variables = stage.environment();
  variables["BALLAST_MODE"] = "live";
  const auto file = stage.write(
    "ballast.toml",
    "accept_withdrawal_keys = [\"kraken/MASTER\", \"coinbase/MASTER\"]\n");
  const auto report = check_json(variables, 0, {"--config", file});
  EXPECT_EQ(row_of(report, "kraken")["can_trade"], true);
  EXPECT_EQ(row_of(report, "kraken")["result"], "warning");
}

// -- clock, host, money -------------------------------------------------------

TEST_F(Check, FaultE17_AClockThatIsFarOffIsTold) {
  both_venues_suffer("clock_skew");
  const auto report = check_json(stage.environment(), 1);
  for (const auto* venue : {"coinbase", "kraken"}) {
    expect_cause(report, venue, "clock_skewed", "timedatectl set-ntp true");
    EXPECT_GT(row_of(report, venue)["clock"]["offset_ms"], 58'000);
  }
}

TEST_F(Check, APortThatNobodyListensAtNamesTheVariable) {
  auto variables = stage.environment();
  variables["BALLAST_COINBASE_REST_URL"] = "http://127.0.0.1:1";
  const auto report = check_json(variables, 1, {"coinbase"});
  expect_cause(report, "coinbase", "host_refused", "BALLAST_COINBASE_REST_URL");
}

TEST_F(Check, ANameThatDoesNotExistNamesTheVariable) {
  auto variables = stage.environment();
  variables["BALLAST_COINBASE_REST_URL"] = "https://coinbase.invalid";
  const auto report = check_json(variables, 1, {"coinbase"});
  expect_cause(report, "coinbase", "host_unknown",
               "Correct BALLAST_COINBASE_REST_URL");
}

TEST_F(Check, FaultE12_ACertificateThatIsNotVerifiedNamesTheFileToSet) {
  const scene secure{{"--tls"}};
  auto variables = secure.environment();
  EXPECT_EQ(check_json(variables, 0)["venues"][0]["result"], "ok");
  variables.erase("BALLAST_CA_FILE");
  expect_cause(check_json(variables, 1), "coinbase", "host_unverified",
               "BALLAST_CA_FILE");
}

TEST_F(Check, ABalanceUnderTheMinimumIsTold) {
  both_venues_suffer("low_balance");
  const auto report = check_json(stage.environment(), 1);
  for (const auto* venue : {"coinbase", "kraken"}) {
    expect_cause(report, venue, "balance_low", "at least $1.00");
    EXPECT_EQ(row_of(report, venue)["balance"]["USD"], "0.5");
  }
}

// -- what a venue holds against us --------------------------------------------

/// One signed request of another program that counts in nanoseconds.
void sign_with_nanoseconds(const scene& stage) {
  const auto path = std::string{"/0/private/Balance"};
  const auto nonce = std::string{"1800000000000000000"};
  net::call call;
  call.method = "POST";
  call.target = path;
  call.body = "nonce=" + nonce;
  call.headers
    = {{"Content-Type", "application/x-www-form-urlencoded"},
       {"API-Key", stage.key("kraken")},
       {"API-Sign", sim::kraken::signature_of(stage.secret("kraken"), path,
                                              nonce, call.body)}};
  const auto reply = send(stage.rest("kraken"), std::move(call));
  ASSERT_NE(reply.body.find("\"error\":[]"), std::string::npos) << reply.body;
}

TEST_F(Check, FaultE18_ANonceHigherThanOursMeansAKeyForBallastAlone) {
  sign_with_nanoseconds(stage);
  const auto report = check_json(stage.environment(), 1, {"kraken"});
  expect_cause(report, "kraken", "nonce_too_low",
               "Make a key for ballast alone");
  EXPECT_EQ(stage.stats("kraken")["bad_nonce"], 3);
}

TEST_F(Check, FaultE20_MaintenanceAndABanTellHowLongToWait) {
  both_venues_suffer("maintenance");
  const auto closed = check_json(stage.environment(), 1);
  expect_cause(closed, "coinbase", "venue_maintenance", "Wait until ");
  expect_cause(closed, "kraken", "venue_maintenance", "Wait until ");
  both_venues_suffer("ban");
  const auto banned = check_json(stage.environment(), 1);
  expect_cause(banned, "coinbase", "banned", "Wait until ");
  expect_cause(banned, "kraken", "locked_out", "Wait until ");
}

// -- all well -----------------------------------------------------------------

TEST_F(Check, FindsAllWellAtBothVenuesWithinTheirLimits) {
  const auto report = check_json(stage.environment(), 0);
  for (const auto* venue : {"coinbase", "kraken"}) {
    const auto row = row_of(report, venue);
    EXPECT_EQ(row["result"], "ok") << row.dump(2);
    EXPECT_EQ(row["cause"], "");
    EXPECT_EQ(row["balance"]["USD"], "1000");
    EXPECT_GT(row["markets"]["shared"], 100);
    EXPECT_FALSE(row["requests"].empty());
  }
  EXPECT_EQ(row_of(report, "coinbase")["markets"]["to_scan"], 647);
  EXPECT_EQ(row_of(report, "okx")["result"], "skipped");
  // Again at once, in words this time.
  const auto end = check(stage.environment(), {"coinbase", "kraken"});
  EXPECT_EQ(end.status, 0) << end.output;
  EXPECT_NE(end.output.find("coinbase/MASTER and kraken/MASTER can trade."),
            std::string::npos)
    << end.output;
  for (const auto* venue : {"coinbase", "kraken"})
    EXPECT_EQ(stage.stats(venue)["rate_limited"], 0) << venue;
  EXPECT_FALSE(std::filesystem::exists(stage.directory() / "data"));
}

TEST_F(Check, LeavesItsNonceMarkWhereTheNodeWillLook) {
  live_for("2s");
  const auto before = stage.stats("kraken")["bad_nonce"];
  const auto report = check_json(stage.environment(), 0, {"kraken"});
  EXPECT_TRUE(report["notes"].empty()) << report["notes"];
  live_for("6s");
  check_json(stage.environment(), 0, {"kraken"});
  EXPECT_EQ(stage.stats("kraken")["bad_nonce"], before);
}

TEST_F(Check, MakesNothingInADirectoryWithoutAState) {
  const auto data = stage.directory() / "data" / "paper";
  std::filesystem::create_directories(data);
  std::filesystem::permissions(data, std::filesystem::perms::owner_all);
  check_json(stage.environment(), 0, {"kraken"});
  EXPECT_TRUE(std::filesystem::is_empty(data));
}

TEST_F(Check, AsksNothingBesideANodeThatRuns) {
  auto node = stage.start({"run", "--paper", "--listen", "127.0.0.1:0"});
  ASSERT_TRUE(node->wait_for_line("KRAKEN PRO CONNECTED", 60s))
    << node->output();
  for (const auto* mode : {"paper", "live"}) {
    auto variables = stage.environment();
    variables["BALLAST_MODE"] = mode;
    const auto end = check(variables, {"kraken"});
    EXPECT_EQ(end.status, 1) << end.output;
    EXPECT_NE(end.output.find("another ballast (pid "
                              + std::to_string(node->id()) + ") is running"),
              std::string::npos)
      << end.output;
    EXPECT_NE(end.output.find("ballast status"), std::string::npos);
  }
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
  EXPECT_EQ(stage.stats("kraken")["over_limit"], 0);
  EXPECT_EQ(stage.stats("kraken")["rate_limited"], 0);
}

TEST_F(Check, FaultE3_RespectsABanOfTheLastNodeAndTellsTheNextOfItsOwn) {
  live_for("2s");
  stage.set_faults(R"([{"kind":"ban"}])", "kraken");
  EXPECT_EQ(check(stage.environment(), {"kraken"}).status, 1);
  const auto asked = stage.stats("kraken")["requests"].get<int>();
  EXPECT_EQ(stage.stats("kraken")["faults"]["ban"], 1);
  // Neither the next check nor the next node asks before the ban is over.
  const auto again = check(stage.environment(), {"kraken"});
  EXPECT_EQ(again.status, 1) << again.output;
  EXPECT_NE(again.output.find("ban"), std::string::npos) << again.output;
  live_for("4s");
  EXPECT_EQ(stage.stats("kraken")["requests"], asked);
}

TEST_F(Check, ExplainsItselfAndRefusesAWrongCommandLine) {
  const auto help = run_to_end({"check", "--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_NE(help.output.find("Exit status: 0 "), std::string::npos);
  EXPECT_EQ(check({}, {"mtgox"}).status, 2);
  const auto account = check({}, {"--account", "USER_NOBODY"});
  EXPECT_EQ(account.status, 2);
  EXPECT_NE(account.output.find("expected one of MASTER"), std::string::npos);
  const auto file = stage.write("bad.toml", "[scan]\nbatch_mim = 5\n");
  const auto wrong = check({}, {"--config", file});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.output.find("bad.toml:2"), std::string::npos);
}

} // namespace

// -- all five -----------------------------------------------------------------

class CheckOfFive : public Check {
protected:
  CheckOfFive() : Check{{"coinbase", "kraken", "okx", "binance", "alpaca"}} {}
};

TEST_F(CheckOfFive, FindsThemAllWell) {
  const auto report = check_json(stage.environment(), 0);
  // What the recorded lists hold at least.
  const std::map<std::string, int> known = {{"coinbase", 700},
                                            {"kraken", 400},
                                            {"okx", 400},
                                            {"binance", 1000},
                                            {"alpaca", 5000}};
  for (const auto& [venue, least] : known) {
    const auto row = row_of(report, venue);
    EXPECT_EQ(row["can_trade"], true) << row.dump(2);
    EXPECT_GE(row["markets"]["listed"].get<int>(), least) << venue;
    EXPECT_FALSE(row["balance"].empty()) << venue;
    EXPECT_FALSE(row["requests"].empty()) << venue;
  }
}

TEST_F(CheckOfFive, NamesTheSecretThatIsWrong) {
  auto variables = stage.environment();
  for (const auto* venue : {"OKX", "BINANCE", "ALPACA"})
    variables[std::string{venue} + "_MASTER_API_SECRET"]
      = "anotherSecretOfTheSameLength0123456789";
  const auto report = check_json(variables, 1);
  for (const auto* venue : {"okx", "binance"})
    expect_cause(report, venue, "signature_wrong", "_MASTER_API_SECRET");
  expect_cause(report, "alpaca", "key_refused", "ALPACA_MASTER_API_SECRET");
}

TEST_F(CheckOfFive, NamesThePassphraseThatIsWrong) {
  auto variables = stage.environment();
  variables["OKX_MASTER_PASSPHRASE"] = "anotherPhrase";
  const auto report = check_json(variables, 1);
  expect_cause(report, "okx", "passphrase_wrong", "OKX_MASTER_PASSPHRASE");
  EXPECT_EQ(row_of(report, "alpaca")["can_trade"], true);
}

} // namespace ballast::test
