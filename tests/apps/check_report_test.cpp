// The table and the JSON of `ballast check`, letter by letter.
#include "apps/check_findings.hpp"
#include "apps/check_report.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

check_row row_of(const std::string& venue, const std::string& title,
                 const std::string& account = "MASTER") {
  check_row row;
  row.place.venue = venue;
  row.place.title = title;
  row.place.account = account;
  row.place.host = "https://api." + venue + ".com";
  return row;
}

check_row well_coinbase() {
  auto row = row_of("coinbase", "Coinbase");
  row.tells_status = false;
  row.clock = clock_reading{10ms, 30ms};
  row.permissions = key_permissions{true, true, false};
  row.balances = std::vector<balance>{{"USD", decimal::whole(1000), {}}};
  row.universe = scan_universe{{{"BTC", "USD"}, {"ETH", "USD"}}, 4, 1, 1};
  row.requests = {{"coinbase.public", 8, 10, 10}};
  row.findings = {credentials_fine(),
                  host_answers(row.place, 12ms),
                  judge_clock(row.place, *row.clock),
                  key_accepted(),
                  judge_permissions(row.place, *row.permissions, {}),
                  judge_balances(*row.balances),
                  judge_minimum(row.place, *row.balances),
                  judge_markets(row.place, *row.universe),
                  tell_requests(row.requests)};
  return row;
}

check_row failed_kraken() {
  auto row = row_of("kraken", "Kraken");
  row.universe = scan_universe{{{"BTC", "USD"}, {"SOL", "EUR"}}, 2, 0, 0};
  row.findings = {credentials_fine(),
                  host_answers(row.place, 30ms),
                  {check_topic::key, check_level::failed,
                   check_cause::signature_wrong, "wrong secret", "Copy it."},
                  judge_markets(row.place, *row.universe)};
  return row;
}

check_row skipped_okx() {
  auto row = row_of("okx", "OKX");
  row.variables = {"OKX_MASTER_API_KEY"};
  row.findings = {credentials_missing(row.place, row.variables)};
  return row;
}

TEST(CheckReport, CountsNoShareAsSharedWithACoinOfItsName) {
  auto coins = row_of("coinbase", "Coinbase");
  auto stocks = row_of("alpaca", "Alpaca");
  coins.universe = scan_universe{{{"BTC", "USD"}, {"COMP", "USD"}}, 2, 0, 0};
  stocks.universe = coins.universe;
  stocks.universe->equities = {{"COMP", "USD"}};
  const auto report = check_report{"paper", {coins, stocks}, {}};
  EXPECT_EQ(shared_markets(report, coins), 1U);
  EXPECT_EQ(shared_markets(report, stocks), 1U);
}

TEST(CheckReport, IsOneTableWithARowAFinding) {
  check_report report{"paper",
                      {well_coinbase(), failed_kraken(), skipped_okx()},
                      {"a sentence about the whole"}};
  EXPECT_EQ(
    check_table(report, false),
    R"(account          check        result   what was found (mode paper)
coinbase/MASTER  credentials  ok       present and well formed
                 host         ok       https://api.coinbase.com answers, 12 ms
                 clock        ok       0.0 s off, give or take 0.0 s
                 key          ok       accepted
                 permissions  ok       view and trade, not withdraw
                 balances     ok       USD 1000
                 minimum      ok       USD 1000, at least $1.00 is needed
                 markets      ok       4 listed, 2 to scan, 1 shared with other venues here
                 requests     ok       left: coinbase.public 8 of 10 (10/s)
                 verdict      ok       CAN TRADE
kraken/MASTER    credentials  ok       present and well formed
                 host         ok       https://api.kraken.com answers, 30 ms
                 key          FAILED   wrong secret
                                       -> Copy it.
                 markets      ok       2 listed, 2 to scan, 1 shared with other venues here
                 -            unasked  clock, status, permissions, balances, minimum, requests
                 verdict      FAILED   CANNOT TRADE: wrong secret
okx/MASTER       credentials  skipped  OKX credentials not configured for MASTER (skipping)
                                       -> Set OKX_MASTER_API_KEY to trade there.

note: a sentence about the whole
kraken/MASTER cannot trade; coinbase/MASTER can.
)");
}

TEST(CheckReport, ColoursResultsAloneAndOnlyWhenToldTo) {
  const check_report report{"paper", {failed_kraken()}, {}};
  EXPECT_EQ(check_table(report, false).find('\x1b'), std::string::npos);
  EXPECT_NE(check_table(report, true).find("\x1b[31mFAILED \x1b[0m"),
            std::string::npos);
}

TEST(CheckReport, LetsNoVenueMoveTheCursor) {
  auto row = failed_kraken();
  row.findings[1].text = "BTC\x1b[2J\n1";
  const check_report report{"paper", {row}, {"a\rnote"}};
  const auto shown = check_table(report, false);
  EXPECT_EQ(shown.find_first_of("\x1b\r"), std::string::npos);
  EXPECT_NE(shown.find("BTC?[2J?1"), std::string::npos) << shown;
}

TEST(CheckReport, SaysThatNothingIsConfigured) {
  const check_report report{"demo", {skipped_okx()}, {}};
  EXPECT_NE(check_table(report, false).find("Nothing is configured"),
            std::string::npos);
  EXPECT_EQ(exit_status_of(report.rows), 0);
}

TEST(CheckReport, CountsAsSharedWhatAnotherVenueScansNotAnotherAccount) {
  auto alice = well_coinbase();
  alice.place.account = "USER_ALICE";
  check_report report{"paper", {well_coinbase(), alice}, {}};
  EXPECT_EQ(shared_markets(report, report.rows[0]), 0U);
  report.rows.push_back(failed_kraken());
  EXPECT_EQ(shared_markets(report, report.rows[0]), 1U);
  EXPECT_EQ(shared_markets(report, skipped_okx()), 0U);
}

TEST(CheckReport, IsTheSameAsJson) {
  const check_report report{
    "paper", {well_coinbase(), failed_kraken(), skipped_okx()}, {"a note"}};
  const auto x = check_json(report);
  EXPECT_EQ(x["mode"], "paper");
  EXPECT_EQ(x["exit_status"], 1);
  EXPECT_EQ(x["notes"][0], "a note");
  ASSERT_EQ(x["venues"].size(), 3U);
  EXPECT_EQ(
    x["venues"][2].dump(),
    R"-({"venue":"okx","account":"master","result":"skipped",)-"
    R"-("can_trade":false,"cause":"credentials_missing","reason":)-"
    R"-("OKX credentials not configured for MASTER (skipping)",)-"
    R"-("remedy":"Set OKX_MASTER_API_KEY to trade there.",)-"
    R"-("host":"https://api.okx.com","checks":[{"check":"credentials",)-"
    R"-("result":"skipped","cause":"credentials_missing","text":)-"
    R"-("OKX credentials not configured for MASTER (skipping)",)-"
    R"-("remedy":"Set OKX_MASTER_API_KEY to trade there."}],)-"
    R"-("requests":[],"variables":["OKX_MASTER_API_KEY"]})-");
  const auto& well = x["venues"][0];
  EXPECT_EQ(well["can_trade"], true);
  EXPECT_EQ(well["cause"], "");
  EXPECT_EQ(well["clock"]["offset_ms"], 20);
  EXPECT_EQ(well["permissions"]["withdraw"], false);
  EXPECT_EQ(well["balance"]["USD"], "1000");
  EXPECT_EQ(well["markets"]["to_scan"], 2);
  EXPECT_EQ(well["markets"]["shared"], 1);
  EXPECT_EQ(well["requests"][0]["left"], 8);
  EXPECT_EQ(well["checks"].size(), 9U);
  const auto& failed = x["venues"][1];
  EXPECT_EQ(failed["cause"], "signature_wrong");
  EXPECT_EQ(failed["reason"], "wrong secret");
  EXPECT_EQ(failed["remedy"], "Copy it.");
}

TEST(CheckReport, TakesTheWorstOfAllForItsExitStatus) {
  auto warned = well_coinbase();
  warned.findings.push_back(nonce_shared(warned.place));
  EXPECT_EQ(exit_status_of({warned, skipped_okx()}), 0);
  EXPECT_TRUE(can_trade(warned));
  EXPECT_EQ(exit_status_of({warned, failed_kraken()}), 1);
  auto half = skipped_okx();
  half.findings = {credentials_half(half.place, half.variables)};
  EXPECT_EQ(exit_status_of({half, failed_kraken()}), 2);
  EXPECT_FALSE(can_trade(half));
  EXPECT_FALSE(can_trade(skipped_okx()));
  EXPECT_EQ(exit_status_of({}), 0);
}

} // namespace

} // namespace ballast::apps
