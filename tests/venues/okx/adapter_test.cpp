#include "tests/venues/recorded.hpp"
#include "tests/venues/requests.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/okx/codec.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

/// Of every recorded request: 2020-12-08T09:08:57.715Z.
constexpr auto frozen = unix_time{1'607'418'537'715ms};

struct credentials {
  std::string key;
  std::string secret;
  std::string passphrase;
};

credentials test_credentials() {
  const auto row = json::parse(recorded_text("okx/auth.json")).front();
  const auto text
    = [&](const char* name) { return row.at(name).get<std::string>(); };
  return {text("api_key"), text("secret"), text("passphrase")};
}

result<std::unique_ptr<adapter>> make(const credentials& with = {},
                                      const std::string& url = {}) {
  adapter_options opts;
  opts.rest_url = url;
  opts.key = with.key;
  opts.secret = with.secret;
  opts.passphrase = with.passphrase;
  return make_okx(opts);
}

std::unique_ptr<adapter> public_adapter() { return std::move(*make()); }

std::unique_ptr<adapter> signing_adapter() {
  return std::move(*make(test_credentials()));
}

/// The timeframe of a bar's name; zero where we offer none.
std::chrono::seconds timeframe_of(const std::string& bar) {
  for (const auto x :
       {1min, 5min, 15min, 60min, 120min, 360min, 720min, 1440min})
    if (okx::bar_of(x) == bar)
      return x;
  return {};
}

/// Asks for what the candles request of a known client asked for.
request candles_like(adapter& venue, const std::string& url) {
  const auto query = taken_apart(url).second;
  market what;
  what.venue_symbol = query.at("instId");
  const auto timeframe = timeframe_of(query.at("bar"));
  if (!query.contains("before"))
    return venue.candles_request(what, timeframe, frozen, frozen);
  const auto moment = [&](const char* name) {
    return unix_time{std::chrono::milliseconds{std::stoll(query.at(name))}};
  };
  // Its end is the start of the first candle that it does not want.
  return venue.candles_request(what, timeframe, moment("before") + 1ms,
                               moment("after") - timeframe);
}

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
  if (kind == "permissions")
    return venue.permissions_request(frozen);
  return candles_like(venue, row.at("url").get<std::string>());
}

/// What both must say: how many candles and where they end is ours to choose.
std::pair<std::string, std::map<std::string, std::string>>
comparable(const std::string& url, bool has_range) {
  auto apart = taken_apart(url);
  apart.second.erase("limit");
  apart.second.erase("after");
  if (!has_range)
    apart.second.erase("before");
  return apart;
}

} // namespace

TEST(OkxAdapter, SendsWhatAKnownClientSends) {
  const auto venue = signing_adapter();
  auto compared = 0;
  for (const auto& row : recorded_rows("okx/requests.jsonl")) {
    const auto url = row.at("url").get<std::string>();
    if (url.find("bar=1Mutc") != std::string::npos)
      continue; // Months are no timeframe.
    const auto made = request_like(*venue, row);
    const auto has_range = url.find("before=") != std::string::npos;
    EXPECT_EQ(made.call.method, row.at("method").get<std::string>());
    EXPECT_TRUE(made.call.body.empty());
    EXPECT_EQ(comparable(made.call.base + made.call.target, has_range),
              comparable(url, has_range))
      << row.at("id");
    for (const auto& [name, value] : row.at("headers").items())
      EXPECT_EQ(header_of(made, name.c_str()), value.get<std::string>());
    ++compared;
  }
  EXPECT_EQ(compared, 14);
}

TEST(OkxAdapter, SignsTheBalanceRequestAsPublished) {
  const auto made = signing_adapter()->balances_request("", frozen);
  EXPECT_EQ(made.call.target, "/api/v5/account/balance");
  EXPECT_EQ(header_of(made, "OK-ACCESS-KEY"), test_credentials().key);
  EXPECT_EQ(header_of(made, "OK-ACCESS-PASSPHRASE"),
            test_credentials().passphrase);
  EXPECT_EQ(header_of(made, "OK-ACCESS-TIMESTAMP"), "2020-12-08T09:08:57.715Z");
  EXPECT_EQ(header_of(made, "OK-ACCESS-SIGN"),
            "PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=");
}

TEST(OkxAdapter, AsksForCandlesWithBothEndsIncluded) {
  const auto venue = public_adapter();
  market what;
  what.venue_symbol = "BTC-USDT";
  const auto from = unix_time{1'700'000'040s};
  EXPECT_EQ(venue->candles_request(what, 1min, from, from + 5min).call.target,
            "/api/v5/market/candles?instId=BTC-USDT&bar=1m"
            "&before=1700000039999&after=1700000340001&limit=300");
  EXPECT_EQ(venue->candles_request(what, 7min, unix_time{}, from).call.target,
            "/api/v5/market/candles?instId=BTC-USDT&bar=0"
            "&before=0&after=1700000040001&limit=300");
  what.venue_symbol = "A&B";
  EXPECT_NE(venue->candles_request(what, 1h, from, from)
              .call.target.find("instId=A%26B&"),
            std::string::npos);
}

TEST(OkxAdapter, SignsByTheVenuesTimeAndCountsNoNonces) {
  const auto venue = signing_adapter();
  EXPECT_TRUE(venue->signs_by_venue_time());
  EXPECT_EQ(venue->time_resolution(), 1ms);
}

TEST(OkxAdapter, PublicRequestsCarryNoKey) {
  const auto venue = signing_adapter();
  for (const auto& x :
       {venue->time_request(), venue->markets_request(frozen),
        venue->tickers_request(frozen), *venue->status_request(),
        venue->candles_request({}, 1h, frozen, frozen)}) {
    for (const auto& header : x.call.headers)
      EXPECT_FALSE(header.name.starts_with("OK-ACCESS")) << header.name;
    EXPECT_EQ(x.call.method, "GET");
    EXPECT_TRUE(x.call.body.empty());
  }
}

TEST(OkxAdapter, EveryRequestSpendsWhatWasAnnouncedFromItsBudgets) {
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
  expect(question::status, *venue->status_request());
}

TEST(OkxAdapter, WorksWithoutCredentialsForPublicData) {
  const auto venue = public_adapter();
  EXPECT_FALSE(venue->has_credentials());
  EXPECT_EQ(venue->budgets().size(), 9U);
  EXPECT_EQ(venue->base(), "https://www.okx.com");
  EXPECT_EQ(venue->venue(), "okx");
  EXPECT_EQ(venue->title(), "OKX");
  EXPECT_EQ(venue->account(), "master");
  EXPECT_EQ(venue->candles_max(), 300U);
  EXPECT_DOUBLE_EQ(venue->scans_per_s(), 20.0);
}

TEST(OkxAdapter, TakesTheSiteOfAnotherCountry) {
  const auto venue = make({}, "https://eea.okx.com/");
  ASSERT_TRUE(venue.ok());
  EXPECT_EQ((*venue)->base(), "https://eea.okx.com");
}

TEST(OkxAdapter, RefusesPartsOfACredentialAndABrokenOne) {
  const auto whole = test_credentials();
  EXPECT_TRUE(make(whole).ok());
  const auto refused = {credentials{whole.key, "", ""},
                        credentials{"", whole.secret, ""},
                        credentials{"", "", whole.passphrase},
                        credentials{whole.key, whole.secret, ""},
                        credentials{whole.key, "", whole.passphrase},
                        credentials{"", whole.secret, whole.passphrase},
                        credentials{"a\r\nb", whole.secret, whole.passphrase},
                        credentials{whole.key, "a b", whole.passphrase},
                        credentials{whole.key, whole.secret, "a\nb"}};
  for (const auto& x : refused) {
    const auto made = make(x);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ec::invalid_argument);
    EXPECT_EQ(made.error().text.find(whole.secret), std::string::npos);
    EXPECT_EQ(made.error().text.find(whole.passphrase), std::string::npos);
  }
  EXPECT_FALSE(make({}, "https://x/path").ok());
}

TEST(OkxAdapter, ReadsEachAnswerWithItsOwnDecoder) {
  const auto venue = public_adapter();
  const auto recorded = [](const char* kind, const char* id = "") {
    for (const auto& row : recorded_rows("okx/replies.jsonl", kind))
      if (std::string_view{id}.empty() || row.at("id") == id)
        return reply_of(row.at("body").dump());
    throw std::runtime_error{"no such reply"};
  };
  EXPECT_TRUE(venue->time_answer(recorded("time")).value);
  EXPECT_TRUE(
    venue->tickers_answer(recorded("ticker_push", "okx-ws-330")).value);
  EXPECT_TRUE(venue->candles_answer(recorded("candles"), 1min, frozen).value);
  EXPECT_TRUE(venue->balances_answer(recorded("balances")).value);
  EXPECT_TRUE(venue->permissions_answer(recorded("permissions")).value);
  EXPECT_TRUE(venue->status_answer(recorded("status")).value);
  const auto markets = recorded("markets");
  EXPECT_TRUE(venue->markets_answer(markets).value);
  EXPECT_EQ(venue->candles_answer(markets, 1h, frozen).kind,
            outcome_kind::malformed);
  EXPECT_EQ(venue->time_answer(markets).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->balances_answer(markets).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->permissions_answer(markets).kind, outcome_kind::malformed);
}

} // namespace ballast::venues
