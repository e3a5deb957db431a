#include "domain/rate_budgets.hpp"
#include "tests/venues/binance/keys.hpp"
#include "tests/venues/requests.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/binance/codec.hpp"
#include "venues/binance/signer.hpp"
#include "venues/rest_url.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;
using binance::key_row;
using binance::secret_of_kind;
using nlohmann::json;

constexpr auto frozen = unix_time{1'709'992'985'123ms};
constexpr auto testnet = "https://testnet.binance.vision";

result<std::unique_ptr<adapter>> make(const std::string& url = {},
                                      const std::string& key = {},
                                      const std::string& secret = {}) {
  adapter_options opts;
  opts.rest_url = url;
  opts.key = key;
  opts.secret = secret;
  return make_binance(opts);
}

std::unique_ptr<adapter> signing_adapter(const std::string& kind = "hmac",
                                         const std::string& url = {}) {
  return std::move(*make(url, key_row(kind).at("api_key").get<std::string>(),
                         secret_of_kind(kind)));
}

std::string recorded_url(const json& row) {
  return row.at("url").get<std::string>();
}

/// Asks for what a recorded request asked for.
request request_like(adapter& venue, const json& row) {
  const auto kind = row.at("kind").get<std::string>();
  if (kind == "time")
    return venue.time_request();
  if (kind == "status")
    return *venue.status_request();
  if (kind == "markets")
    return venue.markets_request(frozen);
  if (kind == "tickers")
    return venue.tickers_request(frozen);
  return venue.balances_request("", frozen);
}

/// What we ask for beyond a known client, and what it chooses otherwise.
void leave_out_what_is_ours(std::map<std::string, std::string>& query) {
  for (const auto* name : {"showPermissionSets", "permissions", "symbolStatus",
                           "omitZeroBalances", "recvWindow", "signature"})
    query.erase(name);
}

std::unique_ptr<adapter> adapter_of(const json& row) {
  return signing_adapter(row.at("keyset") == "binance_hmac" ? "hmac"
                                                            : "ed25519");
}

/// The query that is signed and the signature behind it.
std::pair<std::string, std::string> signed_parts(const request& x) {
  const auto query = x.call.target.substr(
    std::min(x.call.target.find('?') + 1, x.call.target.size()));
  const auto word = std::string{"&signature="};
  const auto at = query.find(word);
  if (at == std::string::npos)
    return {query, ""};
  return {query.substr(0, at), query.substr(at + word.size())};
}

} // namespace

TEST(BinanceAdapter, SendsWhatAKnownClientSends) {
  auto checked = 0;
  for (const auto& row : recorded_rows("binance/requests.jsonl")) {
    if (row.at("kind") == "candles")
      continue;
    const auto venue = adapter_of(row);
    const auto made = request_like(*venue, row);
    EXPECT_EQ(made.call.method, row.at("method").get<std::string>());
    EXPECT_EQ(made.call.body, "");
    auto sent = taken_apart(made.call.base + made.call.target);
    auto expected = taken_apart(recorded_url(row));
    leave_out_what_is_ours(sent.second);
    leave_out_what_is_ours(expected.second);
    EXPECT_EQ(sent, expected) << row.at("id");
    for (const auto& [name, value] : row.at("headers").items())
      EXPECT_EQ(header_of(made, name.c_str()), value.get<std::string>());
    ++checked;
  }
  EXPECT_EQ(checked, 7);
}

TEST(BinanceAdapter, AsksForCandlesAsAKnownClientDoes) {
  const auto venue = std::move(*make());
  auto checked = 0;
  for (const auto& row : recorded_rows("binance/requests.jsonl", "candles")) {
    const auto expected = taken_apart(recorded_url(row));
    const auto& query = expected.second;
    const auto timeframes = std::map<std::string, std::chrono::seconds>{
      {"1s", 1s}, {"1m", 1min}, {"3m", 3min}, {"5m", 5min}, {"1h", 1h},
      {"2h", 2h}, {"4h", 4h},   {"8h", 8h},   {"12h", 12h}, {"1d", 24h}};
    const auto timeframe = timeframes.find(query.at("interval"));
    if (timeframe == timeframes.end() || !query.contains("startTime"))
      continue; // Months, and candles up to now: not asked for here.
    market what;
    what.venue_symbol = query.at("symbol");
    const auto from
      = unix_time{std::chrono::milliseconds{std::stoll(query.at("startTime"))}};
    const auto made
      = venue->candles_request(what, timeframe->second, from, frozen);
    auto sent = taken_apart(made.call.base + made.call.target);
    EXPECT_EQ(sent.second.at("endTime"), "1709992985123");
    EXPECT_EQ(sent.second.at("limit"), "1000");
    sent.second.erase("endTime");
    sent.second["limit"] = query.at("limit");
    EXPECT_EQ(sent, expected) << row.at("id");
    ++checked;
  }
  EXPECT_EQ(checked, 14);
}

TEST(BinanceAdapter, EscapesIdsAndAsksForNoTimeframeThatIsNotThere) {
  const auto venue = std::move(*make());
  market what;
  what.venue_symbol = "A&B";
  EXPECT_EQ(
    venue->candles_request(what, 7s, unix_time{}, unix_time{1ms}).call.target,
    "/api/v3/klines?symbol=A%26B&interval=unknown&startTime=0"
    "&endTime=1&limit=1000");
}

TEST(BinanceAdapter, SignsTheQueryExactlyAsItIsSent) {
  for (const auto* kind : {"hmac", "ed25519"}) {
    const auto venue = signing_adapter(kind);
    const auto signer
      = std::move(*binance::signer::make("k", secret_of_kind(kind)));
    for (const auto& made : {venue->balances_request("", frozen),
                             venue->permissions_request(frozen)}) {
      const auto [query, signature] = signed_parts(made);
      EXPECT_EQ(signature, escaped(signer.sign(query)));
      EXPECT_EQ(taken_apart('?' + query).second.at("timestamp"),
                "1709992985123");
      EXPECT_EQ(taken_apart('?' + query).second.at("recvWindow"), "5000");
      EXPECT_EQ(header_of(made, "X-MBX-APIKEY"),
                key_row(kind).at("api_key").get<std::string>());
    }
  }
}

TEST(BinanceAdapter, SignsByTheVenuesTimeAndCountsNoNonces) {
  const auto venue = signing_adapter();
  EXPECT_TRUE(venue->signs_by_venue_time());
  EXPECT_EQ(venue->time_resolution(), 1ms);
}

TEST(BinanceAdapter, AsksTheKeysOwnRightsWhereTheWalletIsServed) {
  const auto live = signing_adapter();
  EXPECT_EQ(taken_apart(live->permissions_request(frozen).call.target).first,
            "/sapi/v1/account/apiRestrictions");
  EXPECT_TRUE(live->status_request());
  for (const auto* host : {testnet, "https://api1.testnet.binance.vision",
                           "https://demo-api.binance.com"}) {
    const auto venue = signing_adapter("hmac", host);
    EXPECT_EQ(taken_apart(venue->permissions_request(frozen).call.target).first,
              "/api/v3/account");
    EXPECT_FALSE(venue->status_request());
  }
}

TEST(BinanceAdapter, PublicRequestsCarryNoKey) {
  const auto venue = signing_adapter();
  for (const auto& x :
       {venue->time_request(), venue->markets_request(frozen),
        venue->tickers_request(frozen), *venue->status_request(),
        venue->candles_request({}, 1h, frozen, frozen)}) {
    EXPECT_EQ(header_of(x, "X-MBX-APIKEY"), "(none)");
    EXPECT_EQ(signed_parts(x).second, "");
    EXPECT_EQ(x.call.method, "GET");
    EXPECT_TRUE(x.call.body.empty());
  }
}

TEST(BinanceAdapter, EveryRequestSpendsWhatWasAnnouncedFromItsBudgets) {
  for (const auto* url : {"", testnet}) {
    const auto venue = signing_adapter("hmac", url);
    std::set<std::string> known;
    for (const auto& x : venue->budgets())
      known.insert(x.id);
    const auto expect = [&](question what, const request& made) {
      EXPECT_EQ(made.spends, venue->spends_of(what));
      const auto by_account = std::string{url} == testnet;
      EXPECT_TRUE(what != question::permissions
                  || made.spends.front().cost == (by_account ? 20U : 1U));
      for (const auto& x : made.spends)
        EXPECT_TRUE(known.contains(x.budget)) << x.budget;
    };
    expect(question::time, venue->time_request());
    expect(question::markets, venue->markets_request(frozen));
    expect(question::tickers, venue->tickers_request(frozen));
    expect(question::candles, venue->candles_request({}, 1h, frozen, frozen));
    expect(question::balances, venue->balances_request("", frozen));
    expect(question::permissions, venue->permissions_request(frozen));
    if (const auto made = venue->status_request())
      expect(question::status, *made);
  }
}

TEST(BinanceAdapter, TheVenuesCountOfWeightReachesTheBudgetOfWeightAlone) {
  const auto venue = std::move(*make());
  rate_budgets budgets;
  for (const auto& x : venue->budgets())
    budgets.add(x.id, x.row, x.exits_spend);
  const auto now = time_point{} + 1h;
  ASSERT_TRUE(budgets.post(
    {1, "master", lane::scan, venue->spends_of(question::time), 1}, now));
  const auto permits = budgets.grant(now);
  ASSERT_EQ(permits.size(), 1U);
  const auto read = venue->time_answer(
    reply_of(R"({"serverTime":1})", 200, {{"X-MBX-USED-WEIGHT-1M", "4321"}}));
  budgets.heard(permits.front().id, read.limits, now);
  std::map<std::string, double> used;
  for (const auto& x : budgets.view(now))
    used[x.id] = x.used;
  EXPECT_EQ(used.at("binance.weight"), 4321.0);
  EXPECT_EQ(used.at("binance.raw_requests"), 1.0);
}

TEST(BinanceAdapter, TheWeightAllowsFiftyScansASecond) {
  EXPECT_DOUBLE_EQ((*make())->scans_per_s(), 50);
}

TEST(BinanceAdapter, WorksWithoutCredentialsForPublicData) {
  const auto venue = make();
  ASSERT_TRUE(venue.ok());
  EXPECT_FALSE((*venue)->has_credentials());
  EXPECT_EQ((*venue)->budgets().size(), 3U);
  EXPECT_EQ((*venue)->base(), "https://api.binance.com");
  EXPECT_EQ((*venue)->venue(), "binance");
  EXPECT_EQ((*venue)->title(), "Binance");
  EXPECT_EQ((*venue)->account(), "master");
  EXPECT_EQ((*venue)->candles_max(), 1000U);
}

TEST(BinanceAdapter, RefusesHalfACredentialAndABrokenOne) {
  const auto secret = secret_of_kind("hmac");
  EXPECT_FALSE(make("", "key", "").ok());
  EXPECT_FALSE(make("", "", secret).ok());
  EXPECT_FALSE(make("", "key", "two words").ok());
  EXPECT_FALSE(make("", "key", secret_of_kind("rsa")).ok());
  EXPECT_FALSE(make("", "a\r\nb", secret).ok());
  EXPECT_FALSE(make("https://x/path").ok());
}

TEST(BinanceAdapter, LearnsFromItsMarketsWhatTickersSpeakOf) {
  const auto venue = std::move(*make());
  const auto tickers = reply_of(
    R"([{"symbol":"BTCUSDT","lastPrice":"60000.01"},{"symbol":"X"}])");
  EXPECT_FALSE(venue->tickers_answer(tickers).value);
  const auto row = recorded_rows("binance/replies.jsonl", "markets").front();
  ASSERT_TRUE(venue->markets_answer(reply_of(row.at("body").dump())).value);
  const auto read = venue->tickers_answer(tickers);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->front().symbol.to_string(), "BTC/USDT");
  // A broken list teaches nothing, and takes nothing away.
  EXPECT_FALSE(venue->markets_answer(reply_of("{}")).value);
  EXPECT_TRUE(venue->tickers_answer(tickers).value);
}

TEST(BinanceAdapter, ReadsEachAnswerWithItsOwnDecoder) {
  const auto venue = std::move(*make());
  const auto row = recorded_rows("binance/replies.jsonl", "markets").back();
  auto body = row.at("body");
  body.erase("serverTime"); // exchangeInfo tells the time as well.
  const auto x = reply_of(body.dump());
  EXPECT_TRUE(venue->markets_answer(x).value);
  EXPECT_EQ(venue->candles_answer(x, 1h, frozen).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->time_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->status_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->balances_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->permissions_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->tickers_answer(x).kind, outcome_kind::malformed);
}

} // namespace ballast::venues
