#include "tests/venues/coinbase/token.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/coinbase/adapter.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;
using coinbase::token_parts;

constexpr auto frozen = unix_time{std::chrono::milliseconds{1'709'992'985'123}};

result<std::unique_ptr<adapter>> make(const std::string& url = {},
                                      const std::string& key = {},
                                      const std::string& secret = {}) {
  adapter_options opts;
  opts.rest_url = url;
  opts.key = key;
  opts.secret = secret;
  opts.seed = 1;
  return make_coinbase(opts);
}

std::unique_ptr<adapter> signing_adapter(const std::string& url = {}) {
  return std::move(
    *make(url, "organizations/o/apiKeys/k", coinbase::p256_secret()));
}

token_parts token_of(const request& x) {
  const auto header = net::find_header(x.call.headers, "Authorization");
  EXPECT_TRUE(header && header->starts_with("Bearer "));
  return token_parts{std::string{header->substr(7)}};
}

/// Path and query members of a URL, so that their order does not matter.
std::pair<std::string, std::multiset<std::string>>
taken_apart(const std::string& url) {
  const auto mark = std::min(url.find('?'), url.size());
  auto members = std::multiset<std::string>{};
  auto rest = std::istringstream{mark == url.size() ? std::string{}
                                                    : url.substr(mark + 1)};
  for (std::string x; std::getline(rest, x, '&');)
    members.insert(x);
  return {url.substr(0, mark), members};
}

/// Asks for what the candles request of a known client asked for.
request candles_like(adapter& venue, const std::string& url) {
  const auto timeframes = std::map<std::string, std::chrono::seconds>{
    {"ONE_MINUTE", 1min}, {"FIVE_MINUTE", 5min}, {"FIFTEEN_MINUTE", 15min},
    {"ONE_HOUR", 1h},     {"TWO_HOUR", 2h},      {"SIX_HOUR", 6h},
    {"ONE_DAY", 24h}};
  auto query = std::map<std::string, std::string>{};
  for (const auto& x : taken_apart(url).second)
    query[x.substr(0, x.find('='))] = x.substr(x.find('=') + 1);
  const auto at = [&](const char* name) {
    return unix_time{std::chrono::seconds{std::stoll(query.at(name))}};
  };
  market what;
  const auto id = url.find("/products/") + 10;
  what.venue_symbol = url.substr(id, url.find('/', id) - id);
  return venue.candles_request(what, timeframes.at(query.at("granularity")),
                               at("start"), at("end"));
}

request request_like(adapter& venue, const nlohmann::json& row) {
  const auto kind = row.at("kind").get<std::string>();
  const auto url = row.at("url").get<std::string>();
  if (kind == "time")
    return venue.time_request();
  if (kind == "permissions")
    return venue.permissions_request(frozen);
  if (kind == "accounts") {
    const auto cursor = url.find("cursor=");
    return venue.balances_request(
      cursor == std::string::npos ? "" : url.substr(cursor + 7), frozen);
  }
  return candles_like(venue, url);
}

} // namespace

TEST(CoinbaseAdapter, SendsWhatKnownClientsSend) {
  const auto venue = signing_adapter();
  for (const auto& row : recorded_rows("coinbase/requests.jsonl")) {
    const auto made = request_like(*venue, row);
    EXPECT_EQ(made.call.method, row.at("method").get<std::string>());
    EXPECT_EQ(taken_apart(made.call.base + made.call.target),
              taken_apart(row.at("url").get<std::string>()))
      << row.at("id");
    EXPECT_TRUE(made.call.body.empty());
  }
}

TEST(CoinbaseAdapter, AsksForAllSpotMarketsAndTheirPricesAtOnce) {
  const auto venue = std::move(*make());
  const auto target = "/api/v3/brokerage/market/products?product_type=SPOT";
  EXPECT_EQ(venue->markets_request(frozen).call.target, target);
  EXPECT_EQ(venue->tickers_request(frozen).call.target, target);
}

TEST(CoinbaseAdapter, SignsThePathWithoutItsQueryForTheHostInUse) {
  for (const auto& [url, host] : std::map<std::string, std::string>{
         {"", "api.coinbase.com"},
         {"https://api.coinbase.com/", "api.coinbase.com"},
         {"http://127.0.0.1:8080", "127.0.0.1:8080"}}) {
    const auto venue = signing_adapter(url);
    const auto made = venue->balances_request("abc", frozen);
    const auto token = token_of(made);
    EXPECT_EQ(token.claims.at("uri"),
              "GET " + host + "/api/v3/brokerage/accounts");
    EXPECT_EQ(token.claims.at("nbf"), 1'709'992'985);
    EXPECT_EQ(token.claims.at("exp"), 1'709'993'105);
    EXPECT_TRUE(coinbase::verifies(token, coinbase::p256_secret()));
  }
}

TEST(CoinbaseAdapter, SignsEachRequestAnew) {
  const auto venue = signing_adapter();
  EXPECT_NE(token_of(venue->permissions_request(frozen)).header.at("nonce"),
            token_of(venue->permissions_request(frozen)).header.at("nonce"));
}

TEST(CoinbaseAdapter, PublicRequestsCarryNoToken) {
  const auto venue = signing_adapter();
  for (const auto& x : {venue->time_request(), venue->markets_request(frozen),
                        venue->tickers_request(frozen),
                        venue->candles_request({}, 1h, frozen, frozen)}) {
    EXPECT_FALSE(net::find_header(x.call.headers, "Authorization"));
    EXPECT_EQ(x.spends, (std::vector<spend>{{"coinbase.public", 1}}));
  }
}

TEST(CoinbaseAdapter, EveryRequestSpendsWhatWasAnnouncedFromItsBudgets) {
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
  EXPECT_EQ(venue->spends_of(question::balances).size(), 2U);
}

TEST(CoinbaseAdapter, EscapesWhatAVenueMayPutIntoACursor) {
  const auto venue = signing_adapter();
  EXPECT_EQ(venue->balances_request("a&b=c d/?#%\n", frozen).call.target,
            "/api/v3/brokerage/accounts?limit=250&cursor="
            "a%26b%3Dc%20d%2F%3F%23%25%0A");
}

TEST(CoinbaseAdapter, WorksWithoutCredentialsForPublicData) {
  const auto venue = make();
  ASSERT_TRUE(venue.ok());
  EXPECT_FALSE((*venue)->has_credentials());
  EXPECT_EQ((*venue)->budgets().size(), 2U);
  EXPECT_EQ((*venue)->base(), "https://api.coinbase.com");
  EXPECT_EQ((*venue)->venue(), "coinbase");
  EXPECT_EQ((*venue)->account(), "master");
}

TEST(CoinbaseAdapter, RefusesHalfACredential) {
  EXPECT_FALSE(make("", "key", "").ok());
  EXPECT_FALSE(make("", "", coinbase::p256_secret()).ok());
  EXPECT_FALSE(make("", "key", "legacySecretABCDEF0123456789").ok());
}

TEST(CoinbaseAdapter, RefusesUrlsThatAreMoreOrLessThanSchemeAndHost) {
  for (const auto* url :
       {"api.coinbase.com", "ftp://x", "https://", "http:///", "https://x/api",
        "https://user:password@x", "https://x?y", "https://x y", "https://x\n",
        "https://x//"})
    EXPECT_FALSE(make(url).ok()) << url;
  EXPECT_TRUE(make("http://[::1]:8080").ok());
}

TEST(CoinbaseAdapter, ReadsAnswersWithItsCodec) {
  const auto venue = std::move(*make());
  const auto row = recorded_rows("coinbase/replies.jsonl", "products").front();
  const auto x = reply_of(row.at("body").dump());
  EXPECT_TRUE(venue->markets_answer(x).value);
  EXPECT_TRUE(venue->tickers_answer(x).value);
  EXPECT_EQ(venue->candles_answer(x, 1h, frozen).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->time_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->balances_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->permissions_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->candles_max(), 349U);
}

} // namespace ballast::venues
