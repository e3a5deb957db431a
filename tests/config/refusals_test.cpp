// What is refused, how it is said, and that no secret comes back in it.
#include "config/guarded_file.hpp"
#include "domain/random.hpp"
#include "tests/config/workshop.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>

namespace ballast::config {
namespace {

class Refusals : public Workshop {};
class Canaries : public Workshop {};

TEST_F(Refusals, FaultX1_SayFileLineKeyAndRange) {
  const std::pair<const char*, const char*> table[] = {
    {"mode = \"dry\"",
     "ballast.toml:1: mode: expected one of demo, paper, live"},
    {"mode = 1", "ballast.toml:1: mode: expected one of demo, paper, live"},
    {"\n[scan]\nmode = \"all\"",
     "ballast.toml:3: scan.mode: expected one of funnel, rotation"},
    {"scan.timeframe = \"3m\"",
     "ballast.toml:1: scan.timeframe: expected one of 1m, 5m, 15m, 30m, 1h, "
     "2h, 4h, 6h, 1d"},
    {"scan.candles = 89",
     "ballast.toml:1: scan.candles: expected a whole number from 90 to 350"},
    {"scan.candles = 351",
     "ballast.toml:1: scan.candles: expected a whole number from 90 to 350"},
    {"scan.candles = -100",
     "ballast.toml:1: scan.candles: expected a whole number from 90 to 350"},
    {"scan.candles = 100.0",
     "ballast.toml:1: scan.candles: expected a whole number from 90 to 350"},
    {"scan.candles = \"100\"",
     "ballast.toml:1: scan.candles: expected a whole number from 90 to 350"},
    {"[scan]\ncandles = 99999999999999999999",
     "ballast.toml:2: candles: expected a smaller number: this one leaves 64 "
     "bits"},
    {"[scan]\ncandles = 100\ncandles = 101",
     "ballast.toml:3: candles: stands twice; expected each key and table once"},
    {"scan.batch_min = 0",
     "ballast.toml:1: scan.batch_min: expected a whole number from 1 to 500"},
    {"scan.batch_min = 16",
     "ballast.toml:1: scan.batch_min: is larger than scan.batch_max; expected "
     "at most as much"},
    {"scan.batch_max = 4",
     "ballast.toml:1: scan.batch_min: is larger than scan.batch_max; expected "
     "at most as much"},
    {"scan.delay = \"-8s\"", "ballast.toml:1: scan.delay: expected a duration "
                             "in quotes from 0s to 1h, like \"8s\""},
    {"scan.delay = 8", "ballast.toml:1: scan.delay: expected a duration in "
                       "quotes from 0s to 1h, like \"8s\""},
    {"scan.delay = \"61m\"", "ballast.toml:1: scan.delay: expected a duration "
                             "in quotes from 0s to 1h, like \"8s\""},
    {"scan.streams = \"yes\"",
     "ballast.toml:1: scan.streams: expected true or false"},
    {"breaker.cooldown = \"0s\"",
     "ballast.toml:1: breaker.cooldown: expected a duration in quotes from "
     "100ms to 1h, like \"30s\""},
    {"breaker.errors = 0",
     "ballast.toml:1: breaker.errors: expected a whole number from 1 to 1000"},
    {"demo.accounts = 65",
     "ballast.toml:1: demo.accounts: expected a whole number from 1 to 64"},
    {"paper.balance = 1000",
     "ballast.toml:1: paper.balance: expected amounts by currency, like { USD "
     "= \"10000.00\" }"},
    {"paper.balance = {usd = \"1\"}",
     "ballast.toml:1: paper.balance: expected amounts by currency, like { USD "
     "= \"10000.00\" }"},
    {"paper.balance = {USD = \"-1\"}",
     "ballast.toml:1: paper.balance.USD: expected an amount in quotes that is "
     "not negative, like \"1.00\""},
    {"paper.balance = {USD = 1}",
     "ballast.toml:1: paper.balance.USD: expected an amount in quotes that is "
     "not negative, like \"1.00\""},
    {"listen.port = 65536",
     "ballast.toml:1: listen.port: expected a whole number from 0 to 65535"},
    {"listen.address = \"example.org\"",
     "ballast.toml:1: listen.address: expected an address like 127.0.0.1, "
     "0.0.0.0 or ::1"},
    {"data_dir = \"\"", "ballast.toml:1: data_dir: expected a path in quotes"},
    {"allowed_hosts = \"a\"",
     "ballast.toml:1: allowed_hosts: expected a list of different texts, like "
     "[\"a\", \"b\"]"},
    {"allowed_hosts = [\"a b\"]",
     "ballast.toml:1: allowed_hosts: expected a host name, perhaps with a "
     "port"},
    {"accept_withdrawal_keys = [\"kraken\"]",
     "ballast.toml:1: accept_withdrawal_keys: expected a venue and an account, "
     "like \"kraken/MASTER\""},
    {"accept_withdrawal_keys = [\"bitmex/MASTER\"]",
     "ballast.toml:1: accept_withdrawal_keys: expected a venue and an account, "
     "like \"kraken/MASTER\""},
    {"accept_withdrawal_keys = [\"kraken/alice\"]",
     "ballast.toml:1: accept_withdrawal_keys: expected a venue and an account, "
     "like \"kraken/MASTER\""},
    {"accept_withdrawal_keys = true",
     "ballast.toml:1: accept_withdrawal_keys: expected a list of different "
     "texts, like [\"a\", \"b\"]"},
    {"\naccept_withdrawal_keys = [\"kraken/USER_A\"]",
     "ballast.toml:2: accept_withdrawal_keys: expected MASTER or an "
     "[[account]] of this file behind the slash"},
    {"venue.kraken.rest_url = \"http://api.kraken.com\"",
     "ballast.toml:1: venue.kraken.rest_url: expected https://host[:port] "
     "(http:// for loopback hosts only)"},
    {"venue.bitmex.enabled = true",
     "ballast.toml:1: venue.bitmex: unknown key; expected one of "
     "coinbase, kraken, okx, binance, alpaca"},
    {"scan = 1", "ballast.toml:1: scan: expected a table, [scan] and its keys "
                 "below"},
    {"[[account]]\nname = \"alice\"",
     "ballast.toml:2: account.name: expected MASTER, or USER_ and a name in "
     "capitals, like USER_ALICE"},
    {"[[account]]\nname = \"USER_A\"\nvenues = []",
     "ballast.toml:3: account.venues: expected a list of different texts, like "
     "[\"a\", \"b\"]"},
    {"[[account]]\nname = \"USER_A\"\nvenues = [\"bitmex\"]",
     "ballast.toml:3: account.venues: expected one of coinbase, kraken, okx, "
     "binance, alpaca"},
    {"[[account]]\nname = \"USER_A\"\nrisk.min_balance = 1.0",
     "ballast.toml:3: account.risk.min_balance: expected an amount in quotes "
     "that is not negative, like \"1.00\""},
    {"[[account]]\nname = \"USER_A\"\nrisk.min_balance = \"-1\"",
     "ballast.toml:3: account.risk.min_balance: expected an amount in quotes "
     "that is not negative, like \"1.00\""},
    {"[[account]]\nname = \"USER_A\"\nrisk.max_exposure = \"1.01\"",
     "ballast.toml:3: account.risk.max_exposure: expected a fraction in quotes "
     "above 0 and up to 1, like \"0.25\""},
    {"[[account]]\nname = \"USER_A\"\nrisk.max_drawdown = \"0\"",
     "ballast.toml:3: account.risk.max_drawdown: expected a fraction in quotes "
     "above 0 and up to 1, like \"0.25\""},
    {"[[account]]\nname = \"USER_A\"\nrisk.max_daily_loss = \"5%\"",
     "ballast.toml:3: account.risk.max_daily_loss: expected a fraction in "
     "quotes above 0 and up to 1, like \"0.25\""},
    {"[[account]]\nname = \"USER_A\"\nrisk.max_notional_per_minute = \"0\"",
     "ballast.toml:3: account.risk.max_notional_per_minute: expected an amount "
     "in quotes above zero, like \"100000\""},
    {"[[account]]\nname = \"USER_A\"\nrisk.max_orders_per_minute = 0",
     "ballast.toml:3: account.risk.max_orders_per_minute: expected a whole "
     "number from 1 to 10000"},
    {"[[account]]\nname = \"USER_A\"\nrisk.cooldown = \"25h\"",
     "ballast.toml:3: account.risk.cooldown: expected a duration in quotes "
     "from 0s to 24h, like \"5m\""},
    {"[[account]]\nname = \"USER_A\"\nrisk.max_data_age = \"0s\"",
     "ballast.toml:3: account.risk.max_data_age: expected a duration in quotes "
     "from 100ms to 1h, like \"10s\""},
    {"log_json = 1", "ballast.toml:1: log_json: expected true or false"},
    {"[scan\n", "ballast.toml:1: is not TOML here; expected lines like key = "
                "\"text\", key = 15, key = true, [table]"},
  };
  for (const auto& [text, expected] : table) {
    toml = text;
    EXPECT_EQ(refused(), expected) << text;
  }
}

TEST_F(Refusals, FaultX1_SuggestTheNearestKey) {
  const std::pair<const char*, const char*> table[] = {
    {"[scan]\ntimefram = \"5m\"",
     "ballast.toml:2: scan.timefram: unknown key; did you mean "
     "scan.timeframe?"},
    {"[venue.krakne]\n",
     "ballast.toml:1: venue.krakne: unknown key; did you mean venue.kraken?"},
    {"[scna]\n", "ballast.toml:1: scna: unknown key; did you mean scan?"},
    {"[scan]\nxylophone = 1",
     "ballast.toml:2: scan.xylophone: unknown key; expected one of mode, "
     "timeframe, candles, survivors, batch_min, batch_max, delay, streams"},
    {"[[account]]\nname = \"USER_A\"\n[account.risk]\nmax_position = 1",
     "ballast.toml:4: account.risk.max_position: unknown key; did you mean "
     "account.risk.max_positions?"},
  };
  for (const auto& [text, expected] : table) {
    toml = text;
    EXPECT_EQ(refused(), expected) << text;
  }
}

TEST_F(Refusals, FaultX1_SayWhereCredentialsBelong) {
  for (const auto* key :
       {"api_key", "kraken_api_secret", "venue.okx.passphrase", "api_token",
        "COINBASE_MASTER_API_KEY", "account_password", "private-key"}) {
    toml = std::string{key} + " = \"x\"";
    EXPECT_NE(refused().find("credentials do not belong in this file"),
              std::string::npos)
      << refused();
  }
}

TEST_F(Refusals, FaultX1_NameTheVariable) {
  const std::pair<std::pair<const char*, const char*>, const char*> table[] = {
    {{"MARKET_BATCH_SIZE_MIN", "five"},
     "environment: MARKET_BATCH_SIZE_MIN: expected a whole number from 1 to "
     "500"},
    {{"MARKET_BATCH_SIZE_MIN", "16"},
     "environment: MARKET_BATCH_SIZE_MIN: scan.batch_min: is larger than "
     "scan.batch_max; expected at most as much"},
    {{"MARKET_BATCH_SIZE_MAX", "-1"},
     "environment: MARKET_BATCH_SIZE_MAX: expected a whole number from 1 to "
     "500"},
    {{"MARKET_SCAN_DELAY", "-8"},
     "environment: MARKET_SCAN_DELAY: expected seconds like 8, or a duration "
     "like 8s, 2.5m or 150ms"},
    {{"SUPPRESS_SINGLE_EXCHANGE_WARNING", "maybe"},
     "environment: SUPPRESS_SINGLE_EXCHANGE_WARNING: expected true or false"},
    {{"PORT", "http"},
     "environment: PORT: expected a whole number from 0 to 65535"},
    {{"BALLAST_MODE", "LIVE!"},
     "environment: BALLAST_MODE: expected one of demo, paper, live"},
    {{"BALLAST_OKX_REST_URL", "http://www.okx.com"},
     "environment: BALLAST_OKX_REST_URL: expected https://host[:port] (http:// "
     "for loopback hosts only)"},
    {{"BALLAST_ALLOWED_HOSTS", "a,,b"},
     "environment: BALLAST_ALLOWED_HOSTS: expected host names between commas, "
     "like a.example,b:8420"},
    {{"BALLAST_API_TOKEN", "0123456789abcdefghijk"},
     "environment: BALLAST_API_TOKEN: expected 22 to 512 printable characters "
     "without blanks, such as `openssl rand -hex 16` prints"},
  };
  for (const auto& [variable, expected] : table) {
    environment = {{variable.first, variable.second}};
    EXPECT_EQ(refused(), expected);
  }
}

TEST_F(Refusals, FaultX1_NameTheLineOfTheVariable) {
  env_file = "# first\nMARKET_BATCH_SIZE_MIN=x\n";
  EXPECT_EQ(refused(), ".env:2: MARKET_BATCH_SIZE_MIN: expected a whole number "
                       "from 1 to 500");
}

TEST_F(Refusals, FaultX2_LooseVariableFileSaysWhatToDo) {
  env_file = "A=1";
  env_mode = 0644;
  EXPECT_EQ(refused(), ".env: can be read or written by others; chmod 600 it");
}

TEST_F(Refusals, FaultX3_NoFlagTakesASecret) {
  // All that the command line can hand over, by member: a new one that is no
  // flag, address or path does not compile here and must be looked at.
  const auto [demo, paper, live, listen, data_dir, log_json] = command_line{};
  EXPECT_FALSE(demo || paper || live || log_json || listen || data_dir);
}

TEST_F(Refusals, FaultP10_NoDescriptorLeftIsASentence) {
  auto from = sources{};
  from.toml = directory.write("ballast.toml", "");
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  auto none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto got = load(from);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_FALSE(got);
  EXPECT_NE(got.error().text.find("Too many open files"), std::string::npos);
}

/// A secret of no meaning, new with every seed.
std::string canary_of(std::uint64_t seed) {
  constexpr auto letters = std::string_view{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"};
  auto random = random_source{seed};
  auto result = std::string{};
  while (result.size() < 40)
    result.push_back(letters[random.below(letters.size())]);
  return result;
}

void expect_hidden(const std::string& canary, const std::string& text,
                   const std::string& input) {
  EXPECT_NE(text, "") << "not refused: " << input;
  for (std::size_t i = 0; i + 8 <= canary.size(); ++i)
    EXPECT_EQ(text.find(canary.substr(i, 8)), std::string::npos)
      << text << "\n  said about: " << input;
}

/// Every "@" is where the canary stands.
std::string with(std::string text, const std::string& canary) {
  for (auto i = text.find('@'); i != std::string::npos; i = text.find('@', i))
    text.replace(i, 1, canary);
  return text;
}

TEST_F(Canaries, FaultX1_StayOutOfWhatIsSaidAboutTheFile) {
  for (auto seed : {1U, 2U, 3U})
    for (const auto* form :
         {"api_key = \"@\"",
          "mode = \"@\"",
          "@ = 1",
          "[@]",
          "[scan.@]",
          "scan.@ = 1",
          "@",
          "mode = @",
          "mode = \"@",
          "api_key @",
          "scan.timeframe = \"@\"",
          "scan.delay = \"@\"",
          "scan.candles = \"@\"",
          "venue.okx.rest_url = \"https://user:@.example/@\"",
          "venue.@.enabled = true",
          "[venue.okx]\nsecret = \"@\"",
          "[[account]]\nname = \"@\"",
          "[[account]]\n@ = \"@\"",
          "[[account]]\nname = \"USER_A\"\nfollow = \"@\"",
          "[[account]]\nname = \"USER_A\"\nstrategy = \"@!\"",
          "[[account]]\nname = \"USER_A\"\nvenues = [\"@\"]",
          "[[account]]\nname = \"USER_A\"\nrisk.min_balance = \"@\"",
          "[[account]]\nname = \"USER_A\"\nrisk.max_exposure = \"@\"",
          "[[account]]\nname = \"USER_A\"\nrisk.cooldown = \"@\"",
          "allowed_hosts = [\"@ @\"]",
          "listen.address = \"@\"",
          "mode = \"demo\"\nmode = \"@\"",
          "@ = 1\n@ = 2",
          "[@]\n[@]",
          "scan = \"@\"",
          "log_json = \"@\"",
          R"(mode = "\@")",
          "mode = 1@",
          "mode = t@",
          "\"@\" = 1",
          "a = [\"@\"",
          "a = {@"}) {
      const auto canary = canary_of(seed);
      toml = with(form, canary);
      expect_hidden(canary, refused(), *toml);
    }
}

TEST_F(Canaries, FaultX2_StayOutOfWhatIsSaidAboutVariables) {
  for (auto seed : {4U, 5U, 6U})
    for (const auto* form :
         {"@",
          "A=1\n@ @",
          "A=\"@",
          "A='@",
          "A=\"@\" @",
          "@==\n@==",
          "@-A=1",
          "export @",
          "MARKET_BATCH_SIZE_MIN=@",
          "MARKET_SCAN_DELAY=@",
          "PORT=@",
          "BALLAST_MODE=@",
          "BALLAST_OKX_REST_URL=http://@",
          "BALLAST_OKX_WS_URL=wss://a:@\\@b",
          "BALLAST_ALLOWED_HOSTS=\"@ @\"",
          "SUPPRESS_SINGLE_EXCHANGE_WARNING=@",
          "BALLAST_API_TOKEN=\"@ @\"",
          "KRAKEN_MASTER_API_KEY=@",
          "KRAKEN_MASTER_API_SECRET=@",
          "KRAKEN_API_KEY_FILE=@",
          "KRAKEN_API_KEY_FILE=/@/@",
          "KRAKEN_API_KEY=\"@\\n@\"\nKRAKEN_API_SECRET=@",
          "KRAKEN_API_KEY=@\nKRAKEN_MASTER_API_KEY=x@",
          "KRAKEN_API_KEY=@\nKRAKEN_API_KEY=@",
          "OKX_PASSPHRASE=@",
          "ALPACA_API_KEY=@\nALPACA_API_SECRET=@\nALPACA_PAPER=@"}) {
      const auto canary = canary_of(seed);
      env_file = with(form, canary);
      expect_hidden(canary, refused(), *env_file);
    }
}

TEST_F(Canaries, FaultX1_StayOutOfWhatIsSaidAboutFlags) {
  const auto canary = canary_of(7);
  flags.listen = canary;
  expect_hidden(canary, refused(), "--listen");
}

TEST_F(Canaries, FaultX2_StayOutOfWarnings) {
  const auto canary = canary_of(8);
  environment = {{"BALLAST_MODE" + canary.substr(0, 4), canary},
                 {"BALLAST_MODE_", canary},
                 {"OKX_USER_" + canary + "_API_KEY", canary}};
  const auto got = loaded();
  ASSERT_TRUE(got);
  EXPECT_GE(got->warnings.size(), 2U);
  for (const auto& text : got->warnings)
    expect_hidden(canary, text, "environment");
}

} // namespace
} // namespace ballast::config
