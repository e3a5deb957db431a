#include "tests/venues/recorded.hpp"
#include "tests/venues/requests.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/kraken/signer.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto frozen = unix_time{1'700'000'000'123ms};
// Of every recorded request, in milliseconds: less than any of ours.
constexpr auto recorded_nonce = std::uint64_t{1'616'492'376'594};

std::string test_secret() {
  return json::parse(recorded_text("kraken/auth.json"))
    .front()
    .at("secret")
    .get<std::string>();
}

result<std::unique_ptr<adapter>> make(const std::string& url = {},
                                      const std::string& key = {},
                                      const std::string& secret = {},
                                      std::uint64_t nonce_floor = 0) {
  adapter_options opts;
  opts.rest_url = url;
  opts.key = key;
  opts.secret = secret;
  opts.nonce_floor = nonce_floor;
  return make_kraken(opts);
}

std::unique_ptr<adapter> signing_adapter(std::uint64_t nonce_floor = 0) {
  return std::move(*make("", "test-api-key", test_secret(), nonce_floor));
}

/// Asks for what the candles request of a known client asked for.
request candles_like(adapter& venue, const std::string& url) {
  const auto query = taken_apart(url).second;
  market what;
  what.venue_symbol = query.at("pair");
  const auto since
    = query.contains("since") ? std::stoll(query.at("since")) : 0;
  const auto from = unix_time{std::chrono::seconds{since + 1}};
  return venue.candles_request(
    what, std::chrono::minutes{std::stoi(query.at("interval"))}, from, frozen);
}

request request_like(adapter& venue, const json& row) {
  const auto kind = row.at("kind").get<std::string>();
  if (kind == "Time")
    return venue.time_request();
  if (kind == "SystemStatus")
    return *venue.status_request();
  // The recorded nonce stands far before `frozen`: it is the floor plus one.
  if (kind == "BalanceEx")
    return venue.balances_request("", unix_time{});
  return candles_like(venue, row.at("url").get<std::string>());
}

std::uint64_t nonce_of(const request& x) {
  EXPECT_EQ(x.call.body.find("nonce="), 0U);
  return std::stoull(x.call.body.substr(6));
}

} // namespace

TEST(KrakenAdapter, SendsWhatAKnownClientSends) {
  for (const auto& row : recorded_rows("kraken/requests.jsonl")) {
    const auto venue = signing_adapter(recorded_nonce - 1);
    const auto made = request_like(*venue, row);
    EXPECT_EQ(made.call.method, row.at("method").get<std::string>());
    EXPECT_EQ(made.call.body, row.at("body").get<std::string>());
    auto sent = taken_apart(made.call.base + made.call.target);
    const auto expected = taken_apart(row.at("url").get<std::string>());
    if (!expected.second.contains("since"))
      sent.second.erase("since");
    EXPECT_EQ(sent, expected) << row.at("id");
    for (const auto& [name, value] : row.at("headers").items())
      EXPECT_EQ(header_of(made, name.c_str()), value.get<std::string>());
  }
}

TEST(KrakenAdapter, AsksForAllPairsAndTheirPricesAtOnce) {
  const auto venue = std::move(*make());
  EXPECT_EQ(venue->markets_request(frozen).call.target, "/0/public/AssetPairs");
  EXPECT_EQ(venue->tickers_request(frozen).call.target, "/0/public/Ticker");
}

TEST(KrakenAdapter, AsksForCandlesWithTheFirstOneIncluded) {
  const auto venue = std::move(*make());
  market what;
  what.venue_symbol = "XXBTZUSD";
  const auto from = unix_time{1'700'000'040s};
  EXPECT_EQ(venue->candles_request(what, 1min, from, from).call.target,
            "/0/public/OHLC?pair=XXBTZUSD&interval=1&since=1700000039");
  EXPECT_EQ(venue->candles_request(what, 3min, unix_time{}, from).call.target,
            "/0/public/OHLC?pair=XXBTZUSD&interval=0&since=0");
  what.venue_symbol = "A&B";
  EXPECT_EQ(venue->candles_request(what, 1h, from, from).call.target,
            "/0/public/OHLC?pair=A%26B&interval=60&since=1700000039");
}

TEST(KrakenAdapter, SignsTheBodyThatItSends) {
  const auto venue = signing_adapter();
  const auto made = venue->permissions_request(frozen);
  EXPECT_EQ(made.call.method, "POST");
  EXPECT_EQ(made.call.target, "/0/private/GetApiKeyInfo");
  EXPECT_EQ(header_of(made, "Content-Type"),
            "application/x-www-form-urlencoded");
  const auto signer = std::move(*kraken::signer::make("k", test_secret()));
  EXPECT_EQ(header_of(made, "API-Sign"),
            signer.sign(made.call.target, nonce_of(made), made.call.body));
}

TEST(KrakenAdapter, FaultE18_NoncesRiseOverAllRequestsOfTheKey) {
  const auto venue = signing_adapter();
  EXPECT_EQ(venue->nonce(), 0U);
  std::uint64_t last = 0;
  for (int i = 0; i < 100; ++i) {
    const auto now = frozen - std::chrono::milliseconds{i * 37};
    const auto made = i % 2 == 0 ? venue->balances_request("", now)
                                 : venue->permissions_request(now);
    EXPECT_GT(nonce_of(made), last);
    last = nonce_of(made);
    EXPECT_EQ(venue->nonce(), last);
  }
}

TEST(KrakenAdapter, FaultE18_NoncesBeginAboveTheStoredMark) {
  const auto mark = std::uint64_t{1'800'000'000'000'000};
  const auto venue = signing_adapter(mark);
  EXPECT_EQ(venue->nonce(), mark);
  EXPECT_EQ(nonce_of(venue->balances_request("", frozen)), mark + 1);
}

TEST(KrakenAdapter, PublicRequestsCarryNoKeyAndSpendNoNonce) {
  const auto venue = signing_adapter();
  for (const auto& x :
       {venue->time_request(), venue->markets_request(frozen),
        venue->tickers_request(frozen), *venue->status_request(),
        venue->candles_request({}, 1h, frozen, frozen)}) {
    EXPECT_EQ(header_of(x, "API-Key"), "(none)");
    EXPECT_EQ(header_of(x, "API-Sign"), "(none)");
    EXPECT_EQ(x.call.method, "GET");
    EXPECT_TRUE(x.call.body.empty());
    EXPECT_EQ(x.spends, (std::vector<spend>{{"kraken.public", 1}}));
  }
  EXPECT_EQ(venue->nonce(), 0U);
}

TEST(KrakenAdapter, EveryRequestSpendsWhatWasAnnouncedFromItsBudgets) {
  const auto venue = signing_adapter();
  std::set<std::string> known;
  for (const auto& x : venue->budgets())
    known.insert(x.id);
  const auto expect = [&](question what, const request& made) {
    EXPECT_EQ(made.spends, venue->spends_of(what));
    for (const auto& x : made.spends)
      EXPECT_TRUE(known.contains(x.budget)) << x.budget;
  };
  expect(question::time, venue->time_request());
  expect(question::markets, venue->markets_request(frozen));
  expect(question::tickers, venue->tickers_request(frozen));
  expect(question::candles, venue->candles_request({}, 1h, frozen, frozen));
  expect(question::balances, venue->balances_request("", frozen));
  expect(question::permissions, venue->permissions_request(frozen));
}

TEST(KrakenAdapter, WorksWithoutCredentialsForPublicData) {
  const auto venue = make();
  ASSERT_TRUE(venue.ok());
  EXPECT_FALSE((*venue)->has_credentials());
  EXPECT_EQ((*venue)->budgets().size(), 2U);
  EXPECT_EQ((*venue)->base(), "https://api.kraken.com");
  EXPECT_EQ((*venue)->venue(), "kraken");
  EXPECT_EQ((*venue)->title(), "Kraken Pro");
  EXPECT_EQ((*venue)->account(), "master");
  EXPECT_EQ((*venue)->candles_max(), 720U);
}

TEST(KrakenAdapter, RefusesHalfACredentialAndABrokenOne) {
  EXPECT_FALSE(make("", "key", "").ok());
  EXPECT_FALSE(make("", "", test_secret()).ok());
  EXPECT_FALSE(make("", "key", "not base64!").ok());
  EXPECT_FALSE(make("", "a\r\nb", test_secret()).ok());
  EXPECT_FALSE(make("https://x/path").ok());
}

TEST(KrakenAdapter, LearnsFromItsMarketsWhatTickersSpeakOf) {
  const auto venue = std::move(*make());
  const auto recorded = [](const std::string& kind, const std::string& id) {
    for (const auto& row : recorded_rows("kraken/replies.jsonl", kind))
      if (row.at("id") == id)
        return reply_of(row.at("body").dump());
    throw std::runtime_error{"no such reply"};
  };
  const auto tickers = recorded("tickers", "kraken-resp-026");
  EXPECT_FALSE(venue->tickers_answer(tickers).value);
  const auto markets = recorded("markets", "kraken-resp-024");
  ASSERT_TRUE(venue->markets_answer(markets).value);
  const auto read = venue->tickers_answer(tickers);
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->front().symbol.to_string(), "BTC/USD");
  // A broken list teaches nothing, and takes nothing away.
  EXPECT_FALSE(venue->markets_answer(reply_of("{}")).value);
  EXPECT_TRUE(venue->tickers_answer(tickers).value);
}

TEST(KrakenAdapter, ReadsEachAnswerWithItsOwnDecoder) {
  const auto venue = std::move(*make());
  const auto row = recorded_rows("kraken/replies.jsonl", "markets").front();
  const auto x = reply_of(row.at("body").dump());
  EXPECT_TRUE(venue->markets_answer(x).value);
  EXPECT_EQ(venue->candles_answer(x, 1h, frozen).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->time_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->status_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->balances_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->permissions_answer(x).kind, outcome_kind::malformed);
}

} // namespace ballast::venues
