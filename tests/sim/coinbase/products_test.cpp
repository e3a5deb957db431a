#include "sim/coinbase/products.hpp"
#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto root = "/api/v3/brokerage/";

class CoinbaseProducts : public simulated_coinbase {
protected:
  explicit CoinbaseProducts(coinbase_options opts = {})
      : simulated_coinbase{std::move(opts)} {}

  nlohmann::json list(const std::string& query) {
    return get_json(std::string{root} + "market/products" + query);
  }
};

class CoinbaseFiller : public CoinbaseProducts {
protected:
  CoinbaseFiller() : CoinbaseProducts{options()} {}

private:
  static coinbase_options options() {
    coinbase_options result;
    result.filler = 40;
    return result;
  }
};

TEST_F(CoinbaseProducts, AreAllOfTheRealOnesInOneAnswer) {
  const auto all = list("?product_type=SPOT");
  EXPECT_EQ(all["num_products"], 970);
  EXPECT_EQ(all["products"].size(), 970U);
  EXPECT_TRUE(all["pagination"].is_null());
  auto ids = std::set<std::string>{};
  for (const auto& x : all["products"])
    ids.insert(x["product_id"].get<std::string>());
  EXPECT_EQ(ids.size(), 970U);
}

TEST_F(CoinbaseProducts, HaveTheMembersOfARecordedOne) {
  const auto one = list("?product_ids=BTC-USD");
  ASSERT_EQ(one["products"].size(), 1U);
  const auto& x = one["products"][0];
  EXPECT_EQ(x["base_currency_id"], "BTC");
  EXPECT_EQ(x["quote_currency_id"], "USD");
  EXPECT_EQ(x["price_increment"], "0.01");
  EXPECT_EQ(x["base_increment"], "0.00000001");
  EXPECT_EQ(x["quote_min_size"], "1");
  EXPECT_EQ(x["status"], "online");
  EXPECT_EQ(x["product_type"], "SPOT");
  for (const auto* flag :
       {"is_disabled", "trading_disabled", "cancel_only", "limit_only",
        "post_only", "auction_mode", "view_only"})
    EXPECT_EQ(x.at(flag), false) << flag;
  EXPECT_GT(std::stod(x["price"].get<std::string>()), 10'000);
  EXPECT_GT(std::stod(x["volume_24h"].get<std::string>()), 0);
  EXPECT_EQ(x["best_bid_price"], "");
}

TEST_F(CoinbaseProducts, NameTheirMirrorsBothWaysAndShareTheirPrices) {
  auto mirrors = 0;
  const auto all = list("");
  auto by_id = std::map<std::string, nlohmann::json>{};
  for (const auto& x : all["products"])
    by_id[x["product_id"].get<std::string>()] = x;
  for (const auto& [id, x] : by_id) {
    if (x["alias"] == "")
      continue;
    ++mirrors;
    const auto& book = by_id.at(x["alias"].get<std::string>());
    EXPECT_EQ(book["alias_to"], nlohmann::json::array({id}));
    EXPECT_EQ(book["alias"], "");
    EXPECT_EQ(book["price"], x["price"]) << id;
  }
  EXPECT_EQ(mirrors, 323);
}

TEST_F(CoinbaseFiller, IsListedBesideTheRealProductsAndTradesLikeThem) {
  auto ids = std::vector<std::string>{};
  const auto all = list("?product_type=SPOT");
  for (const auto& x : all["products"])
    ids.push_back(x["product_id"].get<std::string>());
  EXPECT_EQ(ids.size(), 1'010U);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  const auto one = list("/MADEUP40-USD");
  EXPECT_GT(std::stod(one["price"].get<std::string>()), 0);
  EXPECT_GT(std::stod(one["volume_24h"].get<std::string>()), 0);
}

TEST_F(CoinbaseProducts, ArePagedByLimitAndOffset) {
  auto ids = std::vector<std::string>{};
  for (auto offset = 0; offset < 1'200; offset += 250) {
    const auto page = list("?limit=250&offset=" + std::to_string(offset));
    for (const auto& x : page["products"])
      ids.push_back(x["product_id"].get<std::string>());
  }
  auto expected = std::vector<std::string>{};
  for (const auto& x : coinbase_products())
    expected.push_back(x.id);
  EXPECT_EQ(ids, expected);
}

TEST_F(CoinbaseProducts, AreFilteredByRepeatedIdsAndByType) {
  EXPECT_EQ(
    list(
      "?product_ids=ETH-USD&product_ids=BTC-USD&product_ids=NO-ONE")["products"]
      .size(),
    2U);
  EXPECT_EQ(list("?product_type=FUTURE")["num_products"], 0);
}

TEST_F(CoinbaseProducts, AreRefusedForABrokenLimit) {
  for (const auto* query : {"?limit=0", "?limit=x", "?offset=-1"})
    EXPECT_EQ(get(std::string{root} + "market/products" + query).status, 400U)
      << query;
}

TEST_F(CoinbaseProducts, StandOnTheAuthenticatedTwinAndAloneAsWell) {
  const auto twin = get_signed(std::string{root} + "products?limit=3");
  EXPECT_EQ(twin["num_products"], 3);
  const auto alone = get_json(std::string{root} + "market/products/ETH-BTC");
  EXPECT_EQ(alone["product_id"], "ETH-BTC");
  EXPECT_EQ(get(std::string{root} + "market/products/NO-ONE").status, 404U);
}

TEST_F(CoinbaseProducts, ShowAPriceNotOlderThanTenSeconds) {
  const auto price
    = [this] { return list("?product_ids=BTC-USD")["products"][0]["price"]; };
  const auto before = price();
  EXPECT_EQ(price(), before);
  pass(10s);
  EXPECT_NE(price(), before);
}

TEST_F(CoinbaseProducts, TellTheTimeInTextOfThreeKinds) {
  now.wall = unix_time{1'790'000'018'333ms};
  const auto time
    = nlohmann::json::parse(ask(std::string{root} + "time").content.body);
  EXPECT_EQ(time["iso"], "2026-09-21T14:13:38Z");
  EXPECT_EQ(time["epochSeconds"], "1790000018");
  EXPECT_EQ(time["epochMillis"], "1790000018333");
}

TEST_F(CoinbaseProducts, HaveABookAroundTheLastPrice) {
  const auto x = get_json(std::string{root}
                          + "market/product_book?product_id=ETH-USD&limit=5");
  ASSERT_EQ(x["pricebook"]["bids"].size(), 5U);
  ASSERT_EQ(x["pricebook"]["asks"].size(), 5U);
  auto above = 1e300;
  for (const auto* side : {"asks", "bids"}) {
    auto levels = x["pricebook"][side];
    if (side == std::string{"asks"})
      std::reverse(levels.begin(), levels.end());
    for (const auto& level : levels) {
      const auto price = std::stod(level["price"].get<std::string>());
      EXPECT_LT(price, above);
      above = price;
    }
  }
}

TEST_F(CoinbaseProducts, HaveATickerOfTheLatestTradesNewestFirst) {
  const auto x
    = get_json(std::string{root} + "market/products/ETH-USD/ticker?limit=3");
  ASSERT_EQ(x["trades"].size(), 3U);
  EXPECT_GE(x["trades"][0]["time"], x["trades"][2]["time"]);
  const auto number = [](const nlohmann::json& text) {
    return std::stod(text.get<std::string>());
  };
  EXPECT_GE(number(x["trades"][0]["price"]), number(x["best_bid"]));
  EXPECT_LE(number(x["trades"][0]["price"]), number(x["best_ask"]));
}

TEST_F(CoinbaseProducts, HaveTheirBestPricesInOneSignedCall) {
  const auto x = get_signed(
    std::string{root} + "best_bid_ask?product_ids=BTC-USD&product_ids=ETH-USD");
  ASSERT_EQ(x["pricebooks"].size(), 2U);
  EXPECT_EQ(x["pricebooks"][0]["product_id"], "BTC-USD");
  EXPECT_EQ(x["pricebooks"][0]["bids"].size(), 1U);
  EXPECT_EQ(get_signed(std::string{root} + "best_bid_ask")["pricebooks"].size(),
            970U);
}

TEST_F(CoinbaseProducts, FaultE21_VanishWhenDelistedAndComeBack) {
  set_faults(R"([{"kind":"delist","match":"BTC-USD","for":"30s"}])");
  // With BTC-USDC and BTC-USDT, and WBTC against USD and USDC.
  EXPECT_EQ(list("")["num_products"], 965);
  const auto candles = std::string{root}
                       + "market/products/BTC-USD/candles?granularity=ONE_HOUR"
                       + "&start=1789990000&end=1790000000";
  EXPECT_EQ(get(candles).status, 404U);
  pass(30s);
  EXPECT_EQ(list("")["num_products"], 970);
  EXPECT_EQ(get(candles).status, 200U);
}

} // namespace
} // namespace ballast::sim
