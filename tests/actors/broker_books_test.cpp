// A BROKER and the books that it is asked for.
#include "tests/actors/broker_stage.hpp"
#include "venues/coinbase/adapter.hpp"

#include <caf/scoped_actor.hpp>

namespace ballast {

namespace {

using namespace std::chrono_literals;

class BrokerBooks : public test::broker_stage {
protected:
  BrokerBooks() {
    broker_options options;
    options.adapter = *venues::make_coinbase({});
    start(std::move(options));
    grant(lane::account);
    reply("/time", R"({"iso":"2026-01-12T10:38:27Z",)"
                   R"("epochSeconds":"1768214307",)"
                   R"("epochMillis":"1768214307000"})");
    grant(lane::account);
    reply("/products", R"({"products":[)" + product("A") + "," + product("B")
                         + R"(],"num_products":2})");
  }

  static std::string product(const std::string& base) {
    return R"({"product_id":")" + base + R"(-USD","base_currency_id":")" + base
           + R"(","quote_currency_id":"USD","price":"10",)"
             R"("base_increment":"0.01","quote_increment":"0.01",)"
             R"("price_increment":"0.01","base_min_size":"0.01",)"
             R"("base_max_size":"1000","quote_min_size":"1",)"
             R"("quote_max_size":"1000000","status":"online",)"
             R"("is_disabled":false,"trading_disabled":false,)"
             R"("cancel_only":false,"limit_only":false,"post_only":false,)"
             R"("auction_mode":false,"view_only":false,"alias":"",)"
             R"("product_type":"SPOT"})";
  }
  static std::string book(const std::string& base) {
    return R"({"pricebook":{"product_id":")" + base
           + R"(-USD","bids":[{"price":"99","size":"2"}],)"
             R"("asks":[{"price":"101","size":"1"}],)"
             R"("time":"2026-01-12T10:38:27Z"}})";
  }

  void wish(std::uint64_t id, const std::vector<std::string>& bases) {
    book_wish x{id, {}, 20, 0.02};
    for (const auto& base : bases)
      x.markets.push_back({base, "USD"});
    caf::anon_send(broker, x);
    run();
  }
  /// What the broker says of a market's book; absent where it fails.
  std::optional<market_quote> quote(const std::string& base) {
    std::optional<market_quote> result;
    caf::scoped_actor me{sys};
    auto question
      = me->request(broker, caf::infinite, quote_question{{base, "USD"}});
    run();
    question.receive([&](const market_quote& x) { result = x; },
                     [](const caf::error&) {});
    return result;
  }
};

TEST_F(BrokerBooks, AreAskedForByPermitsOfTheScansAndKept) {
  EXPECT_FALSE(quote("A"));
  wish(7, {"A", "B"});
  EXPECT_TRUE(transport->calls.empty()) << "without a permit";
  EXPECT_EQ(governed->demands.back().wish.lane, lane::scan);
  grant(lane::scan);
  grant(lane::scan);
  reply("product_id=A-USD", book("A"));
  EXPECT_TRUE(scheduled->quotes.empty()) << "another is out";
  reply("product_id=B-USD", R"({"error":"NOT_FOUND"})", 404);
  ASSERT_EQ(scheduled->quotes.size(), 1U);
  const auto& told = scheduled->quotes[0];
  EXPECT_EQ(told.id, 7U);
  ASSERT_EQ(told.quotes.size(), 1U);
  EXPECT_EQ(told.quotes[0].bid, decimal::whole(99));
  EXPECT_DOUBLE_EQ(told.quotes[0].spread, 0.02);
  EXPECT_DOUBLE_EQ(told.quotes[0].depth, 101);
  EXPECT_EQ(quote("A"), told.quotes[0]);
  EXPECT_FALSE(quote("B"));
  EXPECT_EQ(governed->outcomes.back().kind, outcome_kind::unknown_symbol);
  EXPECT_EQ(scheduled->states.back().phase, broker_phase::connected);
}

TEST_F(BrokerBooks, OfAnUnknownMarketEndAtOnce) {
  wish(7, {"NOBODY"});
  ASSERT_EQ(scheduled->quotes.size(), 1U);
  EXPECT_TRUE(scheduled->quotes[0].quotes.empty());
}

TEST_F(BrokerBooks, EndWhileTheBreakerIsOpenAndAreNotAnsweredTwice) {
  wish(7, {"A"});
  grant(lane::scan);
  wish(8, {"B"});
  venue_health open;
  open.venue = "coinbase";
  open.open_scopes = {"coinbase.public"};
  caf::anon_send(broker, open);
  run();
  ASSERT_EQ(scheduled->quotes.size(), 1U);
  EXPECT_EQ(scheduled->quotes[0].id, 8U);
  reply("product_id=A-USD", book("A"));
  EXPECT_EQ(scheduled->quotes.size(), 1U) << "a newer wish has replaced it";
  EXPECT_TRUE(quote("A")) << "and yet it is known now";
}

TEST_F(BrokerBooks, AndWhatElseATurnSpendsIsToldWithTheMarkets) {
  const auto& costs = scheduled->lists.at(0).costs;
  EXPECT_EQ(costs.ticker_calls, 1U);
  ASSERT_EQ(costs.limits.size(), 1U);
  EXPECT_EQ(costs.limits[0].limit, "coinbase.public");
  EXPECT_EQ(costs.limits[0].units_per_s, 10);
  EXPECT_EQ(costs.book, (std::vector<spend>{{"coinbase.public", 1}}));
}

} // namespace

} // namespace ballast
