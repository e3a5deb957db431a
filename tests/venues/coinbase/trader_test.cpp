#include "tests/venues/coinbase/token.hpp"
#include "tests/venues/requests.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/coinbase/trading_codec.hpp"
#include "venues/trading.hpp"

#include <gtest/gtest.h>

namespace ballast::venues {

namespace {

using nlohmann::json;

constexpr auto frozen = unix_time{std::chrono::milliseconds{1'709'992'985'123}};

std::unique_ptr<adapter> signing_adapter() {
  const auto secret = coinbase::p256_secret();
  adapter_options opts;
  opts.key = "organizations/o/apiKeys/k";
  opts.secret = secret;
  opts.seed = 1;
  return std::move(*make_coinbase(opts));
}

market btc() {
  market what;
  what.symbol = {"BTC", "USD"};
  what.venue_symbol = "BTC-USD";
  return what;
}

order_ticket limit_order() {
  order_ticket x;
  x.client_id = "c";
  x.size = decimal::whole(2);
  x.price = decimal::whole(7);
  return x;
}

/// Name and members of the one configuration.
std::pair<std::string, json> configuration_of(const order_ticket& x) {
  const auto body = json::parse(coinbase::order_body("BTC-USD", x));
  const auto& all = body.at("order_configuration");
  EXPECT_EQ(all.size(), 1U);
  return {all.begin().key(), *all.begin()};
}

std::string uri_of(const request& x) {
  const auto header = header_of(x, "Authorization");
  const auto token = coinbase::token_parts{header.substr(7)};
  EXPECT_TRUE(coinbase::verifies(token, coinbase::p256_secret()));
  return token.claims.at("uri");
}

} // namespace

TEST(CoinbaseTrader, NamesTheConfigurationThatMeansTheTicket) {
  auto x = limit_order();
  EXPECT_EQ(configuration_of(x).first, "limit_limit_gtc");
  x.lives = time_in_force::fill_or_kill;
  EXPECT_EQ(configuration_of(x).first, "limit_limit_fok");
  // Not limit_limit_ioc, which the venue does not have.
  x.lives = time_in_force::immediate_or_cancel;
  EXPECT_EQ(configuration_of(x).first, "sor_limit_ioc");
  x.lives = time_in_force::good_till_time;
  x.expires = frozen;
  x.post_only = true;
  EXPECT_EQ(
    configuration_of(x),
    (std::pair<std::string, json>{"limit_limit_gtd",
                                  {{"base_size", "2"},
                                   {"limit_price", "7"},
                                   {"post_only", true},
                                   {"end_time", "2024-03-09T14:03:05.123Z"}}}));
  x = {};
  x.type = order_type::market;
  x.cost = decimal::whole(5);
  EXPECT_EQ(
    configuration_of(x),
    (std::pair<std::string, json>{"market_market_ioc", {{"quote_size", "5"}}}));
  x.lives = time_in_force::fill_or_kill;
  EXPECT_EQ(configuration_of(x).first, "market_market_fok");
}

TEST(CoinbaseTrader, AStopSaysOnWhichSideItWakes) {
  auto x = limit_order();
  x.type = order_type::stop_limit;
  x.side = side::sell;
  x.trigger = decimal::whole(8);
  EXPECT_EQ(configuration_of(x),
            (std::pair<std::string, json>{
              "stop_limit_stop_limit_gtc",
              {{"base_size", "2"},
               {"limit_price", "7"},
               {"stop_price", "8"},
               {"stop_direction", "STOP_DIRECTION_STOP_DOWN"}}}));
  x.side = side::buy;
  x.lives = time_in_force::good_till_time;
  x.expires = frozen;
  x.trigger = decimal::whole(6);
  EXPECT_EQ(
    configuration_of(x),
    (std::pair<std::string, json>{"stop_limit_stop_limit_gtd",
                                  {{"base_size", "2"},
                                   {"limit_price", "7"},
                                   {"stop_price", "6"},
                                   {"stop_direction", "STOP_DIRECTION_STOP_UP"},
                                   {"end_time", "2024-03-09T14:03:05.123Z"}}}));
}

// Dropping the wish would let the order take, or rest for ever.
TEST(CoinbaseTrader, SendsWhatTheVenueDoesNotHaveAsSomethingItRefuses) {
  auto x = limit_order();
  x.post_only = true;
  x.lives = time_in_force::immediate_or_cancel;
  EXPECT_EQ(configuration_of(x).first, "unsupported");
  x.type = order_type::market;
  EXPECT_EQ(configuration_of(x).first, "unsupported");
  x = limit_order();
  x.lives = time_in_force::day;
  EXPECT_EQ(configuration_of(x).first, "unsupported");
  x = limit_order();
  x.type = order_type::other;
  EXPECT_EQ(configuration_of(x).first, "unsupported");
  x.type = order_type::stop_limit;
  x.lives = time_in_force::immediate_or_cancel;
  EXPECT_EQ(configuration_of(x).first, "unsupported");
  x.lives = time_in_force::good_till_cancelled;
  x.post_only = true;
  EXPECT_EQ(configuration_of(x).first, "unsupported");
}

TEST(CoinbaseTrader, PreviewsTheSameOrderWithoutItsId) {
  const auto venue = signing_adapter();
  auto placed = venue->trader()->place_request(btc(), limit_order(), frozen);
  auto tested = venue->trader()->test_request(btc(), limit_order(), frozen);
  ASSERT_TRUE(tested);
  EXPECT_EQ(tested->call.target, "/api/v3/brokerage/orders/preview");
  auto body = json::parse(placed.call.body);
  EXPECT_EQ(body.at("client_order_id"), "c");
  body.erase("client_order_id");
  EXPECT_EQ(json::parse(tested->call.body), body);
}

TEST(CoinbaseTrader, SignsMethodAndPathOfWhatItSends) {
  const auto venue = signing_adapter();
  auto& by = *venue->trader();
  const auto host = std::string{"api.coinbase.com/api/v3/brokerage"};
  const auto order = by.place_request(btc(), limit_order(), frozen);
  EXPECT_EQ(uri_of(order), "POST " + host + "/orders");
  EXPECT_EQ(header_of(order, "Content-Type"), "application/json");
  EXPECT_EQ(uri_of(by.cancel_request({btc(), "v", ""}, frozen)),
            "POST " + host + "/orders/batch_cancel");
  EXPECT_EQ(uri_of(by.query_request({btc(), "a/b", ""}, frozen)),
            "GET " + host + "/orders/historical/a%2Fb");
  EXPECT_EQ(uri_of(by.fills_request(nullptr, frozen, "n", frozen)),
            "GET " + host + "/orders/historical/fills");
}

TEST(CoinbaseTrader, AnOrderWithoutAVenueIdIsSoughtInItsMarketsList) {
  const auto venue = signing_adapter();
  const auto made = venue->trader()->query_request({btc(), "", "c"}, frozen);
  EXPECT_EQ(made.call.target, "/api/v3/brokerage/orders/historical/batch?"
                              "limit=100&product_ids=BTC-USD");
  // No farther back than it can be, and on from where a page ended.
  const auto later
    = venue->trader()->query_request({btc(), "", "c", frozen, "n"}, frozen);
  EXPECT_NE(later.call.target.find("&start_date="), std::string::npos);
  EXPECT_NE(later.call.target.find("&cursor=n"), std::string::npos);
}

// Not all orders that the account ever had, each minute.
TEST(CoinbaseTrader, ListsWhatIsOpenAndThenWhatIsRecent) {
  const auto venue = signing_adapter();
  auto& by = *venue->trader();
  const auto asked = [&](const std::string& page) {
    return by.open_orders_request(nullptr, page, frozen).call.target;
  };
  const auto next_after = [&](const std::string& page, const char* cursor) {
    const auto body = json{
      {"orders", json::array()},
      {"has_next", std::string_view{cursor} != ""},
      {"cursor",
       cursor}}.dump();
    return by.open_orders_answer_of(net::reply{200, {}, body}, page)
      .value.value()
      .next;
  };
  const auto list = std::string{"/api/v3/brokerage/orders/historical/batch?"
                                "limit=100"};
  EXPECT_EQ(asked(""), list + "&order_status=OPEN");
  EXPECT_EQ(next_after("", "a"), "a");
  EXPECT_EQ(asked("a"), list + "&cursor=a&order_status=OPEN");
  const auto then = next_after("a", "");
  EXPECT_EQ(asked(then), list + "&start_date=2024-03-09T13%3A03%3A05.123Z");
  const auto more = next_after(then, "b");
  EXPECT_EQ(asked(more),
            list + "&start_date=2024-03-09T13%3A03%3A05.123Z&cursor=b");
  EXPECT_EQ(next_after(more, ""), "");
}

TEST(CoinbaseTrader, EditsWithBothFiguresOrNotAtAll) {
  const auto venue = signing_adapter();
  auto& by = *venue->trader();
  const auto one = decimal::whole(1);
  EXPECT_FALSE(by.amend_request({btc(), "v", ""}, one, {}, frozen));
  EXPECT_FALSE(by.amend_request({btc(), "v", ""}, {}, one, frozen));
  EXPECT_TRUE(by.amend_request({btc(), "v", ""}, one, one, frozen));
}

TEST(CoinbaseTrader, SpendsTheAddressBudgetOnMarketsAndTheAccountsOnOrders) {
  const auto venue = signing_adapter();
  auto& by = *venue->trader();
  const auto open = std::vector<spend>{{"coinbase.public", 1}};
  EXPECT_EQ(by.book_request(btc(), 50).spends, open);
  EXPECT_EQ(by.trades_request(btc()).spends, open);
  EXPECT_EQ(by.ticker_request(btc()).spends, open);
  EXPECT_EQ(by.book_request(btc(), 0).call.target,
            "/api/v3/brokerage/market/product_book?product_id=BTC-USD");
  const auto spent = by.place_request(btc(), limit_order(), frozen).spends;
  EXPECT_EQ(spent, by.spends_of(order_action::place, btc()));
  for (const auto& x : venue->budgets())
    if (x.id != "coinbase.public" && x.id != "coinbase.connects") {
      EXPECT_TRUE(x.exits_spend) << x.id;
      EXPECT_EQ(std::count(spent.begin(), spent.end(), spend{x.id, 1}), 1)
        << x.id;
    }
}

TEST(CoinbaseTrader, HasNoWayToCancelAllAtOnce) {
  const auto venue = signing_adapter();
  EXPECT_FALSE(venue->trader()->cancel_all_request(nullptr, frozen));
  EXPECT_FALSE(
    venue->trader()->dead_man_request(std::chrono::seconds{60}, frozen));
}

} // namespace ballast::venues
