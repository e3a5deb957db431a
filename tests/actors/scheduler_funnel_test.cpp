// Prices choose whose candles are asked for, candles whose books.
#include "tests/actors/scheduler_stage.hpp"

#include <set>

namespace ballast {

namespace {

using namespace std::chrono_literals;

class SchedulerFunnel : public test::scheduler_stage {};

TEST_F(SchedulerFunnel, LetsPricesChooseWhoseCandlesAreAskedFor) {
  options.funnel = true;
  options.filters.survivors_max = 2;
  start();
  EXPECT_TRUE(batches().empty()) << "nothing is known to be worth it yet";
  advance(1s);
  ASSERT_EQ(heard->price_wishes.size(), 1U);
  const auto prices = [](std::uint64_t id, std::vector<std::string> lively) {
    ticker_list list{id, "kestrel", 1, {}};
    for (const auto& base : lively) {
      ticker x;
      x.symbol = {base, "USD"};
      x.last = x.bid = x.ask = decimal::whole(1);
      x.volume_quote = 1e6;
      list.tickers.push_back(x);
    }
    return list;
  };
  caf::anon_send(scheduler, prices(heard->price_wishes[0].id + 1, {"E", "F"}));
  run();
  EXPECT_TRUE(batches().empty()) << "of another wish";
  caf::anon_send(scheduler, prices(heard->price_wishes[0].id, {"C", "D"}));
  run();
  ASSERT_EQ(batches().size(), 1U);
  EXPECT_EQ(batches()[0].markets,
            (std::vector<symbol>{{"C", "USD"}, {"D", "USD"}}));
  EXPECT_TRUE(logged("funnel: 7 markets, 2 with a price"));
  sent(batches()[0]);
  done(batches()[0]);
  advance(5s);
  EXPECT_EQ(batches().size(), 1U) << "until there are new prices";
  advance(30s);
  ASSERT_EQ(heard->price_wishes.size(), 2U);
  caf::anon_send(scheduler, prices(heard->price_wishes[1].id, {"A", "C"}));
  run();
  ASSERT_EQ(batches().size(), 2U);
  EXPECT_EQ(batches()[1].markets,
            (std::vector<symbol>{{"C", "USD"}, {"A", "USD"}}))
    << "the stalest first";
}

TEST_F(SchedulerFunnel, ScansTheLastSurvivorsOnWhileNoPricesCome) {
  options.funnel = true;
  start();
  advance(1s);
  ticker_list prices{heard->price_wishes.at(0).id, "kestrel", 1, {ticker{}}};
  prices.tickers[0].symbol = {"C", "USD"};
  prices.tickers[0].last = decimal::whole(1);
  prices.tickers[0].volume_quote = 1e6;
  caf::anon_send(scheduler, prices);
  run();
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(batches().size(), static_cast<std::size_t>(i + 1));
    EXPECT_EQ(batches().back().markets, (std::vector<symbol>{{"C", "USD"}}));
    const auto last = batches().back();
    sent(last);
    done(last);
    advance(150s); // The next wish, and its deadline.
  }
}

TEST_F(SchedulerFunnel,
       WishesForPricesAgainThatNeverCameAndScansAllInTurnUntilThen) {
  options.funnel = true;
  options.filters.survivors_max = 1;
  start();
  advance(59s);
  EXPECT_TRUE(batches().empty());
  advance(3s);
  EXPECT_EQ(heard->price_wishes.size(), 2U);
  EXPECT_NE(heard->price_wishes.back().id, heard->price_wishes.front().id);
  EXPECT_TRUE(logged("no prices of kestrel have come in 60s"));
  std::set<symbol> seen;
  for (std::size_t i = 0; i < 6; ++i) {
    ASSERT_GT(batches().size(), i);
    const auto batch = batches()[i];
    sent(batch);
    done(batch);
    seen.insert(batch.markets.begin(), batch.markets.end());
  }
  EXPECT_EQ(seen.size(), 7U) << "turn after turn";
  EXPECT_EQ(heard->wishes.back().markets.size(), 7U);
  // They have come: from now on they choose.
  ticker_list prices{heard->price_wishes.back().id, "kestrel", 1, {ticker{}}};
  prices.tickers[0].symbol = {"C", "USD"};
  prices.tickers[0].last = decimal::whole(1);
  prices.tickers[0].volume_quote = 1e6;
  caf::anon_send(scheduler, prices);
  run();
  EXPECT_EQ(heard->wishes.back().markets, (std::vector<symbol>{{"C", "USD"}}));
}

TEST_F(SchedulerFunnel, SaysBeforehandWhatATurnTakesOfEachLimit) {
  costs.limits = {{"kestrel.public", 5}, {"kestrel.books", 1}};
  costs.ticker_calls = 3;
  costs.ticker = costs.candles = {{"kestrel.public", 1}};
  costs.book = {{"kestrel.books", 2}};
  options.funnel = true;
  options.filters.survivors_max = 2;
  options.books.books = 2;
  start();
  advance(1s);
  EXPECT_TRUE(logged("a turn through the funnel will take at most 7 calls (3 "
                     "for prices, 2 for candles, 2 for books) and 4.0s: "
                     "kestrel.books 4 in 4.0s, kestrel.public 5 in 1.0s"));
  price({"C"});
  EXPECT_TRUE(logged("a turn is 6 calls, 4.0s: kestrel.books 4 in 4.0s, "
                     "kestrel.public 4 in 0.8s"));
}

TEST_F(SchedulerFunnel, LooksAtTheBooksOfTheBestOnceTheirCandlesAreIn) {
  costs.book = {{"kestrel.public", 1}};
  options.funnel = true;
  options.filters.survivors_max = 3;
  options.books.books = 2;
  start();
  advance(1s);
  price({"C", "D", "E"});
  sent(batches().at(0));
  EXPECT_TRUE(heard->book_wishes.empty()) << "candles come first";
  done(batches()[0]);
  ASSERT_EQ(heard->book_wishes.size(), 1U);
  const auto& wish = heard->book_wishes[0];
  EXPECT_EQ(wish.markets, (std::vector<symbol>{{"C", "USD"}, {"D", "USD"}}));
  EXPECT_EQ(wish.levels, 20U);

  market_quote quote{
    {"D", "USD"}, decimal::whole(1), decimal::whole(1), 0.001, 5'000, {}};
  caf::anon_send(scheduler, quote_list{wish.id + 1, "kestrel", {quote}});
  run();
  EXPECT_FALSE(logged("funnel: books of 2")) << "of another wish";
  caf::anon_send(scheduler, quote_list{wish.id, "kestrel", {quote}});
  run();
  EXPECT_TRUE(logged("funnel: books of 2, 1 without one, 0 too wide, 0 too "
                     "thin, 1 candidates: D/USD"));
  advance(20s);
  EXPECT_EQ(heard->book_wishes.size(), 1U) << "once a pass";
  advance(15s);
  price({"C"});
  done(batches().at(1));
  EXPECT_EQ(heard->book_wishes.size(), 2U);
}

TEST_F(SchedulerFunnel, AsksForNoBooksWhereTheVenueHasNone) {
  options.funnel = true;
  start();
  advance(1s);
  price({"C"});
  done(batches().at(0));
  advance(40s);
  EXPECT_TRUE(heard->book_wishes.empty());
}

TEST_F(SchedulerFunnel, KeepsWhereThereArePositionsAndScansItFirst) {
  options.funnel = true;
  options.filters.survivors_max = 2;
  start();
  advance(1s);
  price({"C", "D"});
  // Between two passes: it is scanned in this turn, and followed.
  caf::anon_send(scheduler, held_markets{"kestrel", "master", {{"G", "USD"}}});
  run();
  EXPECT_EQ(heard->wishes.back().markets,
            (std::vector<symbol>{{"C", "USD"}, {"D", "USD"}, {"G", "USD"}}));
  sent(batches().at(0));
  done(batches()[0]);
  ASSERT_EQ(batches().size(), 2U);
  EXPECT_EQ(batches()[1].markets, (std::vector<symbol>{{"G", "USD"}}));
  done(batches()[1]);
  // It has no price and survives, and goes before one that is staler.
  advance(35s);
  price({"C", "D"});
  EXPECT_EQ(batches().at(2).markets,
            (std::vector<symbol>{{"G", "USD"}, {"C", "USD"}}));
  // Sold: it has to survive like the others.
  caf::anon_send(scheduler, held_markets{"kestrel", "master", {}});
  run();
  sent(batches()[2]);
  done(batches()[2]);
  advance(35s);
  price({"C", "D"});
  EXPECT_EQ(batches().back().markets,
            (std::vector<symbol>{{"C", "USD"}, {"D", "USD"}}));
}

TEST_F(SchedulerFunnel, ScansPositionsOfAllAccountsFirstInRotationToo) {
  start();
  sent(batches().at(0));
  done(batches()[0]);
  caf::anon_send(scheduler, held_markets{"kestrel", "master", {{"F", "USD"}}});
  caf::anon_send(scheduler,
                 held_markets{"elsewhere", "user_a", {{"G", "USD"}}});
  run();
  sent(batches().at(1));
  done(batches()[1]);
  ASSERT_EQ(batches().size(), 3U);
  EXPECT_EQ((std::set<symbol>{batches()[2].markets.begin(),
                              batches()[2].markets.begin() + 2}),
            (std::set<symbol>{{"F", "USD"}, {"G", "USD"}}));
}

} // namespace

} // namespace ballast
