// Why a market is scanned, or not: each rule that leaves one out names itself.
#include "tests/actors/scheduler_stage.hpp"

#include <caf/event_based_actor.hpp>

#include <gtest/gtest.h>

namespace ballast {

namespace {

using namespace std::chrono_literals;

class SchedulerWhy : public test::scheduler_stage {
protected:
  why_part why(const symbol& which, const std::string& venue = "kestrel") {
    auto result = std::make_shared<why_part>();
    sys.spawn([=, this](caf::event_based_actor* self) {
      self
        ->request(scheduler, caf::infinite,
                  why_question{venue, which, "master"})
        .then([result](const why_part& x) { *result = x; });
    });
    run();
    return *result;
  }
};

TEST_F(SchedulerWhy, NamesWhatIsNotListedOrHasNobodyToScanIt) {
  start();
  EXPECT_EQ(why({"A", "USD"}, "moon").rule, "venue_unknown");
  EXPECT_EQ(why({"Z", "USD"}).rule, "not_listed");
  EXPECT_EQ(why({"H", "USD"}).rule, "not_tradable");
  EXPECT_EQ(why({"A", "USDC"}).rule, "mirror");
  connect(broker, broker_phase::failed);
  const auto nobody = why({"A", "USD"});
  EXPECT_EQ(nobody.rule, "no_scanner");
  EXPECT_FALSE(nobody.is_well);
}

TEST_F(SchedulerWhy, TellsHowLongAgoAMarketWasScanned) {
  start();
  tell_health(7);
  ASSERT_FALSE(batches().empty());
  const auto batch = batches().front();
  sent(batch);
  done(batch);
  advance(12s);
  const auto x = why(batch.markets.front());
  EXPECT_TRUE(x.is_well);
  EXPECT_EQ(x.rule, "scanned");
  ASSERT_FALSE(x.figures.empty());
  EXPECT_EQ(x.figures.front().name, "age_s");
  EXPECT_EQ(x.figures.front().value.value, 12.0);
  tell_health(7, {"kestrel.public"});
  EXPECT_EQ(why(batch.markets.front()).rule, "venue_out");
}

TEST_F(SchedulerWhy, NamesTheRuleOfTheFunnelThatLeavesAMarketOut) {
  options.funnel = true;
  options.filters.survivors_max = 2;
  start();
  advance(1s);
  EXPECT_EQ(why({"A", "USD"}).rule, "no_prices_yet");
  ASSERT_FALSE(heard->price_wishes.empty());
  ticker_list list{heard->price_wishes.back().id, "kestrel", 1, {}};
  const auto add = [&](const char* base, double volume, int ask) {
    ticker x;
    x.symbol = {base, "USD"};
    x.last = x.bid = decimal::whole(100);
    x.ask = decimal::whole(ask);
    x.volume_quote = volume;
    list.tickers.push_back(x);
  };
  add("A", 9e6, 100);
  add("B", 8e6, 100);
  add("C", 1e6, 100);
  add("D", 9e6, 120);
  add("E", 10, 100);
  caf::anon_send(scheduler, list);
  run();
  EXPECT_EQ(why({"A", "USD"}).rule, "scanned");
  EXPECT_EQ(why({"C", "USD"}).rule, "ranked_out");
  EXPECT_EQ(why({"D", "USD"}).rule, "spread_too_wide");
  EXPECT_EQ(why({"E", "USD"}).rule, "too_quiet");
  EXPECT_EQ(why({"F", "USD"}).rule, "no_price");
}

} // namespace

} // namespace ballast
