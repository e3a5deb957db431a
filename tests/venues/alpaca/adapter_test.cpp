#include "tests/venues/recorded.hpp"
#include "tests/venues/requests.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/rfc3339.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto frozen = unix_time{1'709'992'985'123ms};
constexpr auto trading_host = "https://api.alpaca.markets";
constexpr auto paper_host = "https://paper-api.alpaca.markets";
constexpr auto data_host = "https://data.alpaca.markets";

std::string test_value(const char* name) {
  return json::parse(recorded_text("alpaca/auth.json"))
    .at(name)
    .get<std::string>();
}

result<std::unique_ptr<adapter>> make(const std::string& url = {},
                                      const std::string& key = {},
                                      const std::string& secret = {}) {
  adapter_options opts;
  opts.rest_url = url;
  opts.key = key;
  opts.secret = secret;
  return make_alpaca(opts);
}

std::unique_ptr<adapter> with_key(const std::string& url = {}) {
  return std::move(*make(url, test_value("key"), test_value("secret")));
}

std::string decoded(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '%') {
      result
        += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  return result;
}

/// Members of a query, so that their order does not matter.
std::map<std::string, std::string> query_of(const std::string& target) {
  auto members = taken_apart(target).second;
  for (auto& [name, value] : members)
    value = decoded(value);
  return members;
}

std::string path_of(const std::string& target) {
  return target.substr(0, target.find('?'));
}

market named(const std::string& venue_symbol) {
  market x;
  x.venue_symbol = venue_symbol;
  return x;
}

std::chrono::seconds timeframe_named(const std::string& text) {
  return std::map<std::string, std::chrono::seconds>{
    {"1Min", 1min}, {"5Min", 5min}, {"15Min", 15min}, {"1Hour", 1h}}
    .at(text);
}

/// Asks for what the candles request of a known client asked for.
request candles_like(adapter& venue, const json& query) {
  const auto start = query.value("start", std::int64_t{0});
  return venue.candles_request(
    named(query.at("symbols").get<std::string>()),
    timeframe_named(query.at("timeframe").get<std::string>()),
    unix_time{std::chrono::seconds{start}},
    unix_time{std::chrono::seconds{query.value("end", start)}});
}

/// Teaches the adapter the pairs that a tickers request of a client names.
void teach(adapter& venue, const std::string& symbols) {
  auto rows = json::array();
  auto names = std::istringstream{symbols};
  for (std::string x; std::getline(names, x, ',');)
    rows.push_back({{"class", "crypto"},
                    {"symbol", x},
                    {"status", "active"},
                    {"min_trade_increment", "1"},
                    {"price_increment", "1"}});
  EXPECT_TRUE(venue.markets_answer(reply_of(rows.dump())).value);
}

request markets_like(adapter& venue, const json& query) {
  return query.at("asset_class") == "crypto"
           ? venue.markets_request(frozen)
           : *venue.more_markets_request({named("BTC/USD")}, frozen);
}

std::optional<request> request_like(adapter& venue, const json& row) {
  const auto kind = row.at("kind").get<std::string>();
  const auto& query = row.at("query");
  if (kind == "time")
    return venue.time_request();
  if (kind == "markets")
    return markets_like(venue, query);
  if (kind == "candles")
    return candles_like(venue, query);
  if (kind == "balances")
    return venue.balances_request(
      row.at("path") == "/v2/positions" ? "positions" : "", frozen);
  if (kind == "calendar")
    return std::nullopt; // No question of an adapter: see the codec's tests.
  EXPECT_EQ(kind, "tickers");
  teach(venue, query.at("symbols").get<std::string>());
  return venue.tickers_request(frozen);
}

/// What clients leave to the venue's defaults, or choose as they like.
constexpr auto our_own = {"limit", "adjustment", "feed"};

} // namespace

TEST(AlpacaAdapter, AsksWhatKnownClientsAsk) {
  for (const auto& row : recorded_rows("alpaca/requests.jsonl")) {
    const auto base = row.at("base").get<std::string>();
    const auto venue = with_key(base == data_host ? "" : base);
    const auto made = request_like(*venue, row);
    if (!made)
      continue;
    EXPECT_EQ(made->call.method, "GET");
    EXPECT_EQ(made->call.base, base) << row.at("id");
    EXPECT_EQ(path_of(made->call.target), row.at("path").get<std::string>());
    auto sent = query_of(made->call.target);
    for (const auto* name : our_own)
      sent.erase(name);
    std::set<std::string> compared;
    for (const auto& [name, value] : row.at("query").items()) {
      if (std::find(our_own.begin(), our_own.end(), name) != our_own.end())
        continue;
      compared.insert(name);
      const auto expected
        = value.is_string() ? value.get<std::string>()
                            : to_rfc3339(unix_time{
                              std::chrono::seconds{value.get<std::int64_t>()}});
      EXPECT_EQ(sent.at(name), expected) << row.at("id");
    }
    for (const auto& [name, value] : sent)
      EXPECT_TRUE(compared.contains(name) || name == "start" || name == "end")
        << name;
  }
}

TEST(AlpacaAdapter, AsksForCandlesWithBothEndsIncluded) {
  const auto venue = std::move(*make());
  const auto from = unix_time{1'709'970'000s};
  EXPECT_EQ(
    venue->candles_request(named("BTC/USD"), 1min, from, from + 10min)
      .call.target,
    "/v1beta3/crypto/us/bars?symbols=BTC%2FUSD&timeframe=1Min"
    "&start=2024-03-09T07%3A40%3A00Z&end=2024-03-09T07%3A50%3A00Z&limit=10000");
  EXPECT_EQ(
    venue->candles_request(named("BRK.B"), 1h, from, from + 1h).call.target,
    "/v2/stocks/bars?symbols=BRK.B&timeframe=1Hour"
    "&start=2024-03-09T07%3A40%3A00Z&end=2024-03-09T08%3A40%3A00Z&limit=10000"
    "&adjustment=split&feed=iex");
}

TEST(AlpacaAdapter, AsksForDaysUntilTheyEnd) {
  // A day of stocks is stamped 04:00 or 05:00 UTC, New York's midnight.
  const auto venue = std::move(*make());
  const auto day = unix_time{std::chrono::sys_days{2024y / 3 / 8}};
  const auto query = query_of(
    venue->candles_request(named("AAPL"), 24h, day, day).call.target);
  EXPECT_EQ(query.at("start"), "2024-03-08T00:00:00Z");
  EXPECT_EQ(query.at("end"), "2024-03-08T23:59:59Z");
}

TEST(AlpacaAdapter, AsksForAnUnknownTimeframeInAWayThatIsRefused) {
  const auto venue = std::move(*make());
  const auto made = venue->candles_request(named("A&B"), 90s, frozen, frozen);
  EXPECT_EQ(query_of(made.call.target).at("timeframe"), "0Min");
  EXPECT_EQ(query_of(made.call.target).at("symbols"), "A&B");
}

TEST(AlpacaAdapter, KnowsBothHostsOfPaperAndLiveAndTakesAnyOtherForBoth) {
  struct row {
    const char* url;
    const char* trading;
    const char* data;
  };
  for (const auto& x :
       {row{"", trading_host, data_host},
        row{"https://api.alpaca.markets/", trading_host, data_host},
        row{"https://paper-api.alpaca.markets", paper_host, data_host},
        row{"http://127.0.0.1:8080", "http://127.0.0.1:8080",
            "http://127.0.0.1:8080"}}) {
    const auto venue = with_key(x.url);
    EXPECT_EQ(venue->base(), x.trading);
    for (const auto& made :
         {venue->time_request(), venue->markets_request(frozen),
          venue->balances_request("", frozen),
          venue->permissions_request(frozen)})
      EXPECT_EQ(made.call.base, x.trading);
    EXPECT_EQ(venue->candles_request({}, 1h, frozen, frozen).call.base, x.data);
    EXPECT_EQ(venue->tickers_request(frozen).call.base, x.data);
  }
}

TEST(AlpacaAdapter, SendsAPaperKeyToThePaperHostUnlessAnotherIsNamed) {
  adapter_options options;
  options.demo = true;
  const auto paper = std::move(*make_alpaca(options));
  EXPECT_EQ(paper->base(), paper_host);
  EXPECT_EQ(paper->bases(), (std::vector<std::string>{paper_host, data_host}));
  options.rest_url = trading_host;
  EXPECT_EQ((*make_alpaca(options))->base(), trading_host);
}

TEST(AlpacaAdapter, EveryRequestCarriesTheKeyAndNoTextTheSecret) {
  const auto venue = with_key();
  for (const auto& x : {venue->time_request(), venue->markets_request(frozen),
                        *venue->more_markets_request({}, frozen),
                        venue->tickers_request(frozen),
                        venue->candles_request({}, 1h, frozen, frozen),
                        venue->balances_request("", frozen),
                        venue->permissions_request(frozen)}) {
    EXPECT_EQ(header_of(x, "APCA-API-KEY-ID"), test_value("key"));
    EXPECT_EQ(header_of(x, "APCA-API-SECRET-KEY"), test_value("secret"));
    EXPECT_EQ(x.call.target.find(test_value("secret")), std::string::npos);
    EXPECT_TRUE(x.call.body.empty());
    EXPECT_EQ(x.call.method, "GET");
  }
}

TEST(AlpacaAdapter, EveryRequestSpendsWhatWasAnnouncedFromItsBudgets) {
  for (const auto& venue : {with_key(), std::move(*make())}) {
    std::set<std::string> known;
    for (const auto& x : venue->budgets())
      known.insert(x.id);
    const auto expect = [&](question what, const request& made) {
      EXPECT_EQ(made.spends, venue->spends_of(what));
      EXPECT_FALSE(made.spends.empty());
      for (const auto& x : made.spends)
        EXPECT_TRUE(known.contains(x.budget)) << x.budget;
    };
    expect(question::time, venue->time_request());
    expect(question::markets, venue->markets_request(frozen));
    expect(question::markets, *venue->more_markets_request({}, frozen));
    expect(question::tickers, venue->tickers_request(frozen));
    expect(question::candles, venue->candles_request({}, 1h, frozen, frozen));
    EXPECT_NEAR(venue->scans_per_s(), 200.0 / 60, 1e-9);
    if (!venue->has_credentials())
      continue;
    expect(question::balances, venue->balances_request("", frozen));
    expect(question::permissions, venue->permissions_request(frozen));
  }
}

TEST(AlpacaAdapter, TellsWhoItIs) {
  const auto venue = make();
  ASSERT_TRUE(venue.ok());
  EXPECT_FALSE((*venue)->has_credentials());
  EXPECT_EQ((*venue)->venue(), "alpaca");
  EXPECT_EQ((*venue)->title(), "Alpaca");
  EXPECT_EQ((*venue)->account(), "master");
  EXPECT_EQ((*venue)->candles_max(), 10'000U);
  EXPECT_FALSE((*venue)->counts_nonces());
  EXPECT_FALSE((*venue)->status_request())
    << "a closed stock exchange is no closed venue";
  EXPECT_EQ(header_of((*venue)->time_request(), "APCA-API-KEY-ID"), "(none)");
}

TEST(AlpacaAdapter, RefusesHalfACredentialAndABrokenOne) {
  EXPECT_FALSE(make("", "key", "").ok());
  EXPECT_FALSE(make("", "", "secret").ok());
  EXPECT_FALSE(make("", "key", "a b").ok());
  EXPECT_FALSE(make("", "a\r\nb", "secret").ok());
  EXPECT_FALSE(make("https://x/path").ok());
  for (const auto& x : {make("", "key", ""), make("ftp://x")})
    EXPECT_EQ(x.error().code, ec::invalid_argument);
}

TEST(AlpacaAdapter, AsksForStocksOnceCryptoIsKnown) {
  const auto venue = with_key();
  auto so_far = std::vector<market>{named("BTC/USD"), named("ETH/USD")};
  const auto more = venue->more_markets_request(so_far, frozen);
  ASSERT_TRUE(more);
  EXPECT_EQ(more->call.target,
            "/v2/assets?status=active&asset_class=us_equity");
  so_far.push_back(named("AAPL"));
  EXPECT_FALSE(venue->more_markets_request(so_far, frozen));
}

TEST(AlpacaAdapter, LearnsFromItsCryptoWhatPositionsSpeakOf) {
  const auto venue = with_key();
  const auto position
    = reply_of(R"([{"symbol":"BTCUSDT","asset_class":"crypto","qty":"1"}])");
  const auto name = [&] {
    return venue->balances_answer(position).value->balances.at(0).currency;
  };
  EXPECT_EQ(name(), "BTCUSDT");
  teach(*venue, "BTC/USDT,LINK/USD");
  EXPECT_EQ(name(), "BTC");
  // Stocks teach nothing, and none takes the name of a coin.
  const auto stocks = venue->markets_answer(
    reply_of(R"([{"class":"us_equity","symbol":"AAPL","status":"active"},)"
             R"({"class":"us_equity","symbol":"LINK","status":"active"}])"));
  ASSERT_TRUE(stocks.value);
  EXPECT_EQ(stocks.value->size(), 1U);
  EXPECT_EQ(name(), "BTC");
  EXPECT_FALSE(venue->markets_answer(reply_of("{}")).value);
  EXPECT_EQ(name(), "BTC");
  EXPECT_EQ(query_of(venue->tickers_request(frozen).call.target).at("symbols"),
            "BTC/USDT,LINK/USD");
}

TEST(AlpacaAdapter, AsksForThePricesOfSharesByTheFourHundred) {
  const auto venue = with_key();
  EXPECT_FALSE(venue->more_tickers_request(1, frozen)) << "of none it knows";
  auto list = nlohmann::json::array();
  for (int i = 0; i < 401; ++i)
    list.push_back({{"id", std::to_string(i)},
                    {"class", "us_equity"},
                    {"symbol", "S" + std::to_string(i)},
                    {"status", "active"},
                    {"tradable", true},
                    {"fractionable", true}});
  ASSERT_TRUE(venue->markets_answer(reply_of(list.dump())).value);
  const auto names = [&](std::size_t asked) {
    const auto target = venue->more_tickers_request(asked, frozen)->call.target;
    EXPECT_TRUE(target.starts_with("/v2/stocks/snapshots?")) << target;
    const auto all = query_of(target).at("symbols");
    return 1 + std::count(all.begin(), all.end(), ',');
  };
  EXPECT_EQ(names(1), 400);
  EXPECT_EQ(names(2), 1);
  EXPECT_FALSE(venue->more_tickers_request(3, frozen));
}

TEST(AlpacaAdapter, ReadsEachAnswerWithItsOwnDecoder) {
  const auto venue = with_key();
  const auto row = recorded_rows("alpaca/replies.jsonl", "markets").front();
  const auto x = reply_of(row.at("body").dump());
  EXPECT_TRUE(venue->markets_answer(x).value);
  EXPECT_EQ(venue->candles_answer(x, 1h, frozen).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->time_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->tickers_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->balances_answer(x).kind, outcome_kind::malformed);
  EXPECT_EQ(venue->permissions_answer(x).kind, outcome_kind::malformed);
}

} // namespace ballast::venues
