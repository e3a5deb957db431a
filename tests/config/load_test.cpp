#include "tests/config/workshop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace ballast::config {
namespace {

using namespace std::chrono_literals;

class Load : public Workshop {};
class Precedence : public Workshop {};
class Mode : public Workshop {};
class Listen : public Workshop {};
class Variables : public Workshop {};
class Accounts : public Workshop {};

std::string content_of(const char* path) {
  auto in = std::ifstream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string facts_of(const risk_rules& x) {
  auto out = std::ostringstream{};
  out << x.max_positions << ' ' << x.min_balance.to_string() << ' '
      << x.max_exposure.to_string() << ' ' << x.max_asset_exposure.to_string()
      << ' ' << x.max_drawdown.to_string() << ' '
      << x.max_daily_loss.to_string() << ' ' << x.cooldown.count() << ' '
      << x.max_orders_per_minute << ' ' << x.max_notional_per_minute.to_string()
      << ' ' << x.max_data_age.count() << ' ' << x.max_slippage.to_string()
      << ' ' << x.stops_at_venue;
  return out.str();
}

std::string amounts_of(const std::map<std::string, decimal>& all) {
  auto out = std::string{};
  for (const auto& [currency, amount] : all)
    out += currency + ' ' + amount.to_string() + ' ';
  return out;
}

/// Every plain setting as text, to compare two of them whole.
std::string facts_of(const settings& x) {
  auto out = std::ostringstream{};
  out << to_string(x.scan.mode) << ' ' << x.scan.timeframe.count() << ' '
      << x.scan.candles << ' ' << x.scan.batch_min << ' ' << x.scan.batch_max
      << ' ' << x.scan.delay.count() << ' ' << x.scan.streams << '\n'
      << x.breaker.errors << ' ' << x.breaker.cooldown.count() << '\n'
      << x.demo.accounts << ' ' << x.demo.seed << '\n'
      << amounts_of(x.paper.balance) << '\n'
      << x.listen.address << ' ' << x.listen.port << '\n'
      << x.data_dir << '|' << x.ca_file << '|' << x.api_token.size() << '|'
      << x.allowed_hosts.size() << '|' << x.accept_withdrawal_keys.size() << '|'
      << x.log_json << '|' << x.suppress_single_exchange_warning << '\n';
  for (const auto& a : x.accounts)
    out << a.name << ' ' << a.venues.size() << ' ' << a.follow << ' '
        << a.strategy << ' ' << facts_of(a.risk) << '\n';
  for (const auto& v : x.venues)
    out << v.name << ' ' << v.enabled << v.rest_url << v.ws_url << '\n';
  return out.str();
}

TEST_F(Load, FaultX1_ExampleFileSaysTheDefaults) {
  toml = content_of(BALLAST_CONFIG_DIR "/ballast.example.toml");
  ASSERT_FALSE(toml->empty());
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(facts_of(*got), facts_of(untouched()));
}

// A demo has a timeframe and accounts of its own, unless somebody chose them:
// the default itself counts as chosen where it is written.
TEST_F(Load, KnowsWhatOfADemoSomebodyChose) {
  const auto nobody = loaded();
  ASSERT_TRUE(nobody) << nobody.error().text;
  EXPECT_FALSE(nobody->scan.timeframe_told);
  EXPECT_EQ(nobody->demo.accounts, 0U);
  toml = "scan.timeframe = \"5m\"\ndemo.accounts = 1\n";
  const auto somebody = loaded();
  ASSERT_TRUE(somebody) << somebody.error().text;
  EXPECT_TRUE(somebody->scan.timeframe_told);
  EXPECT_EQ(somebody->demo.accounts, 1U);
}

TEST_F(Load, FaultX1_ExampleFileNamesEveryKeyAndEachIsTaken) {
  // With its examples uncommented the file must still load, so that none of
  // them is stale; MASTER's second list of venues stands for USER_ALICE's.
  auto text = content_of(BALLAST_CONFIG_DIR "/ballast.example.toml");
  auto live = std::string{};
  auto lines = std::istringstream{text};
  for (std::string line; std::getline(lines, line);) {
    const auto rest = line.starts_with("# ") ? line.substr(2) : "";
    const auto word_end = rest.find_first_of(" =]");
    const auto is_key = rest.find(" = ") == word_end && !rest.empty();
    live += (is_key || rest.starts_with('[') ? rest : line) + '\n';
  }
  toml = live;
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->mode, run_mode::paper);
  EXPECT_EQ(got->data_dir, "./data/paper");
  EXPECT_EQ(got->ca_file, "sim-ca.pem");
  EXPECT_EQ(got->allowed_hosts.size(), 1U);
  EXPECT_EQ(got->accept_withdrawal_keys,
            std::vector<std::string>{"kraken/MASTER"});
  EXPECT_EQ(got->venues[0].rest_url, "http://127.0.0.1:9000");
  EXPECT_EQ(got->venues[0].ws_url, "ws://127.0.0.1:9000");
  EXPECT_EQ(got->venues[1].limits.limits.at(0).burst, 20U);
  EXPECT_EQ(got->venues[3].limits.weights.at(0).weight, "candles");
  ASSERT_EQ(got->accounts.size(), 2U);
  EXPECT_EQ(got->accounts[1].follow, "MASTER");
}

TEST_F(Load, FaultX1_ExampleVariablesSayTheDefaults) {
  env_file = content_of(BALLAST_CONFIG_DIR "/env.example");
  ASSERT_FALSE(env_file->empty());
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(facts_of(*got), facts_of(untouched()));
  EXPECT_TRUE(got->demo_by_default);
  EXPECT_TRUE(got->warnings.empty());
}

TEST_F(Load, TakesEveryKeyOfTheFile) {
  toml = R"(
mode = "live"
data_dir = "d"
ca_file = "c.pem"
allowed_hosts = ["a.example", "b.example:8420"]
accept_withdrawal_keys = ["kraken/MASTER", "okx/USER_BOB"]
log_json = true
suppress_single_exchange_warning = true
scan = {mode = "rotation", timeframe = "1d", candles = 350, batch_min = 1,
  batch_max = 2, delay = "8s", streams = false}
breaker = {errors = 9, cooldown = "2.5m"}
demo = {accounts = 3, seed = 42}
paper = {balance = {EUR = "0", USD = "250.000001"}}
listen = {address = "::1", port = 0}
venue.okx = {enabled = false, rest_url = "http://localhost:1",
  ws_url = "ws://localhost:2"}
[[account]]
name = "USER_BOB"
venues = ["kraken"]
follow = "USER_ALICE"
strategy = "breakout"
risk = {max_positions = 2, min_balance = "0.000000000000000001",
  max_exposure = "1", max_asset_exposure = "0.5", max_drawdown = "0.3",
  max_daily_loss = "0.01", cooldown = "0s", max_orders_per_minute = 3,
  max_notional_per_minute = "250.5", max_data_age = "1.5s",
  max_slippage = "0.01", stops_at_venue = false}
[[account]]
name = "USER_ALICE"
)";
  toml->erase(0, 1);
  // Inline tables of TOML 1.0 stand on one line.
  for (auto i = toml->find(",\n  "); i != std::string::npos;
       i = toml->find(",\n  "))
    toml->replace(i, 4, ", ");
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->mode, run_mode::live);
  EXPECT_EQ(
    facts_of(*got),
    "rotation 86400 350 1 2 8000000000 0\n9 150000000000\n3 42\n"
    "EUR 0 USD 250.000001 \n"
    "::1 0\nd|c.pem|0|2|2|1|1\n"
    "MASTER 0  trend_pullback 8 1 0.9 0.25 0.2 0.05 300000000000 30 "
    "100000 10000000000 0.005 1\n"
    "USER_BOB 1 USER_ALICE breakout 2 0.000000000000000001 1 0.5 0.3 "
    "0.01 0 3 250.5 1500000000 0.01 0\n"
    "USER_ALICE 0  trend_pullback 8 1 0.9 0.25 0.2 0.05 300000000000 30 "
    "100000 10000000000 0.005 1\n"
    "coinbase 1\nkraken 1\nokx 0http://localhost:1ws://localhost:2\n"
    "binance 1\nalpaca 1\n");
}

TEST_F(Load, NeedsTheFilesThatWereNamed) {
  auto from = sources{};
  from.toml = directory.path() / "gone.toml";
  EXPECT_NE(load(from).error().text.find("gone.toml: cannot be opened"),
            std::string::npos);
  from.toml.reset();
  from.env_file = directory.path() / ".env";
  EXPECT_NE(load(from).error().text.find(".env: cannot be opened"),
            std::string::npos);
}

TEST_F(Precedence, GoesFromDefaultsOverFilesToTheCommandLine) {
  const auto batch = [this] { return loaded()->scan.batch_min; };
  EXPECT_EQ(batch(), 5U);
  toml = "[scan]\nbatch_min = 6\n";
  EXPECT_EQ(batch(), 6U);
  env_file = "MARKET_BATCH_SIZE_MIN=7";
  EXPECT_EQ(batch(), 7U);
  environment.emplace_back("MARKET_BATCH_SIZE_MIN", "8");
  EXPECT_EQ(batch(), 8U);
}

TEST_F(Precedence, LetsTheCommandLineWin) {
  toml = "mode = \"paper\"\ndata_dir = \"t\"\n[listen]\nport = 1\n";
  environment
    = {{"BALLAST_MODE", "live"}, {"BALLAST_DATA_DIR", "e"}, {"PORT", "2"}};
  flags = {.demo = true, .listen = "127.0.0.1:3", .data_dir = "c"};
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->mode, run_mode::demo);
  EXPECT_FALSE(got->demo_by_default);
  EXPECT_EQ(got->listen.port, 3);
  EXPECT_EQ(got->data_dir, "c");
}

TEST_F(Precedence, PassesOverAnEmptyVariable) {
  env_file = "MARKET_BATCH_SIZE_MIN=7";
  environment.emplace_back("MARKET_BATCH_SIZE_MIN", "");
  EXPECT_EQ(loaded()->scan.batch_min, 7U);
}

TEST_F(Mode, IsADemoWithNeitherConfigurationNorCredentials) {
  const auto got = loaded();
  EXPECT_EQ(got->mode, run_mode::demo);
  EXPECT_TRUE(got->demo_by_default);
}

TEST_F(Mode, IsPaperWithCredentials) {
  set_kraken();
  const auto got = loaded();
  EXPECT_EQ(got->mode, run_mode::paper);
  EXPECT_FALSE(got->demo_by_default);
}

TEST_F(Mode, IsPaperWithAFileThatSaysNothing) {
  toml = "";
  EXPECT_EQ(loaded()->mode, run_mode::paper);
}

TEST_F(Mode, IsLiveOnlyWhenALayerSaysSo) {
  set_kraken();
  toml = "mode = \"live\"";
  EXPECT_EQ(loaded()->mode, run_mode::live);
  environment.emplace_back("BALLAST_MODE", "paper");
  EXPECT_EQ(loaded()->mode, run_mode::paper);
  flags.live = true;
  EXPECT_EQ(loaded()->mode, run_mode::live);
}

TEST_F(Mode, IsRefusedWhenTwoFlagsContradict) {
  const auto text
    = "command line: expected only one of --demo, --paper and --live";
  flags = {.demo = true, .live = true};
  EXPECT_EQ(refused(), text);
  flags = {.paper = true, .live = true};
  EXPECT_EQ(refused(), text);
}

TEST_F(Mode, FaultP12_OneKeyForTwoAccountsOfAVenueIsRefusedAndNotShown) {
  toml = "[[account]]\nname = \"USER_ALICE\"\n";
  environment = {{"KRAKEN_API_KEY", "c4n4ryKey"},
                 {"KRAKEN_API_SECRET", "c2VjcmV0"},
                 {"KRAKEN_USER_ALICE_API_KEY", "c4n4ryKey"},
                 {"KRAKEN_USER_ALICE_API_SECRET", "b3RoZXI="}};
  const auto text = refused();
  EXPECT_NE(text.find("KRAKEN_MASTER_API_KEY and KRAKEN_USER_ALICE_API_KEY"),
            std::string::npos)
    << text;
  EXPECT_EQ(text.find("c4n4ry"), std::string::npos) << text;
  environment[2].second = "another";
  EXPECT_EQ(refused(), "");
}

TEST_F(Mode, NeedsAlpacasHostSaidInLive) {
  environment = {{"ALPACA_API_KEY", "key"}, {"ALPACA_API_SECRET", "word"}};
  EXPECT_TRUE(loaded()->credentials.at(0).paper);
  flags.live = true;
  EXPECT_TRUE(refused().starts_with(
    "environment: ALPACA_MASTER_PAPER: is missing; live must say"))
    << refused();
  environment.emplace_back("ALPACA_PAPER", "false");
  EXPECT_FALSE(loaded()->credentials.at(0).paper);
}

TEST_F(Listen, OnEveryAddressNeedsAToken) {
  environment = {{"PORT", "9000"}};
  EXPECT_TRUE(refused().starts_with("environment: BALLAST_API_TOKEN: is "
                                    "missing; expected at least 22"))
    << refused();
  environment.emplace_back("BALLAST_API_TOKEN", "0123456789abcdefghijkl");
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->listen.address, "0.0.0.0");
  EXPECT_EQ(got->listen.port, 9000);
  EXPECT_EQ(got->api_token.reveal(), "0123456789abcdefghijkl");
}

TEST_F(Listen, OnAnyOtherAddressThanLoopbackNeedsATokenToo) {
  for (const auto* address : {"192.168.1.2:1", "[::]:1", "0.0.0.0:1"}) {
    flags.listen = address;
    EXPECT_NE(refused(), "") << address;
  }
  for (const auto* address : {"127.0.0.1:1", "[::1]:1"}) {
    flags.listen = address;
    EXPECT_EQ(refused(), "") << address;
  }
}

TEST_F(Variables, OfTheEarlierBotAreHonoured) {
  environment = {{"MARKET_BATCH_SIZE_MIN", "1"},
                 {"MARKET_BATCH_SIZE_MAX", "20"},
                 {"MARKET_SCAN_DELAY", "8"},
                 {"SUPPRESS_SINGLE_EXCHANGE_WARNING", "True"}};
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->scan.batch_min, 1U);
  EXPECT_EQ(got->scan.batch_max, 20U);
  EXPECT_EQ(got->scan.delay, 8s);
  EXPECT_TRUE(got->suppress_single_exchange_warning);
}

TEST_F(Variables, NameOtherHostsForEveryVenue) {
  for (const auto& each : five_venues()) {
    const auto venue = each.name;
    auto name = venue;
    for (auto& x : name)
      x = static_cast<char>(std::toupper(static_cast<unsigned char>(x)));
    environment = {{"BALLAST_" + name + "_REST_URL", "http://127.0.0.1:1"},
                   {"BALLAST_" + name + "_WS_URL", "ws://127.0.0.1:2"}};
    const auto got = loaded();
    ASSERT_TRUE(got) << got.error().text;
    const auto found = std::find_if(got->venues.begin(), got->venues.end(),
                                    [&](auto& x) { return x.name == venue; });
    EXPECT_EQ(found->rest_url, "http://127.0.0.1:1");
    EXPECT_EQ(found->ws_url, "ws://127.0.0.1:2");
  }
}

TEST_F(Variables, TellHostsAndCertificates) {
  environment = {{"BALLAST_ALLOWED_HOSTS", "a.example, b.example:1"},
                 {"BALLAST_CA_FILE", "ca.pem"}};
  const auto got = loaded();
  EXPECT_EQ(got->allowed_hosts,
            (std::vector<std::string>{"a.example", "b.example:1"}));
  EXPECT_EQ(got->ca_file, "ca.pem");
}

TEST_F(Variables, WarnOfANameThatIsNearlyOurs) {
  environment = {{"BALLAST_MOD", "live"}, {"BALLAST_SOMETHING_ELSE", "1"}};
  const auto got = loaded();
  ASSERT_EQ(got->warnings.size(), 1U);
  EXPECT_EQ(got->warnings[0],
            "BALLAST_MOD is not known; did you mean BALLAST_MODE?");
}

TEST_F(Accounts, BeginWithTheMasterWhateverTheOrder) {
  toml = "[[account]]\nname = \"USER_A\"\n[[account]]\nname = \"MASTER\"\n"
         "[account.risk]\nmax_positions = 3\n";
  const auto got = loaded();
  ASSERT_EQ(got->accounts.size(), 2U);
  EXPECT_EQ(got->accounts[0].name, "MASTER");
  EXPECT_EQ(got->accounts[0].risk.max_positions, 3U);
  EXPECT_EQ(got->accounts[1].name, "USER_A");
}

TEST_F(Accounts, AreRefusedWhenTheyContradict) {
  const std::pair<const char*, const char*> table[] = {
    {"[[account]]\nvenues = [\"okx\"]",
     "ballast.toml:1: account.name: is missing; expected MASTER or a name like "
     "USER_ALICE"},
    {"[[account]]\nname = \"USER_A\"\n[[account]]\nname = \"USER_A\"",
     "ballast.toml:3: account.name: stands twice, first at"},
    {"[[account]]\nname = \"USER_A\"\nfollow = \"USER_B\"",
     "ballast.toml:1: account.follow: expected MASTER or another [[account]]"},
    {"[[account]]\nname = \"USER_A\"\nfollow = \"USER_A\"",
     "ballast.toml:1: account.follow: expected an account that does not"},
    {"[[account]]\nname = \"USER_A\"\nfollow = \"USER_B\"\n[[account]]\n"
     "name = \"USER_B\"\nfollow = \"USER_A\"",
     "ballast.toml:1: account.follow: expected an account that does not"},
    {"[account]\nname = \"USER_A\"",
     "ballast.toml:1: account: expected [[account]] in double brackets"},
  };
  for (const auto& [text, expected] : table) {
    toml = text;
    EXPECT_TRUE(refused().starts_with(expected)) << refused();
  }
}

} // namespace
} // namespace ballast::config
