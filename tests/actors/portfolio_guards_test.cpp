// The PORTFOLIO and the stops of its positions at a venue that takes stops, by
// hand: one position, found in the journal, and a market that moves.
#include "actors/portfolio.hpp"
#include "domain/strategy.hpp"
#include "tests/actors/stop_venue.hpp"
#include "tests/support/actor_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

namespace {

using namespace std::chrono_literals;

const auto coin = symbol{"BTC", "USDT"};

decimal number(const char* x) { return *decimal::parse(x); }

class PortfolioGuards : public test::actor_test {
protected:
  PortfolioGuards() {
    exit_plan plan;
    plan.price = plan.highest = 100;
    plan.stop_first = plan.stop = 98.765;
    plan.entered = wall->now() - 1h;
    memory->entries = a_position(plan);
  }
  ~PortfolioGuards() override { stop(); }

  /// A portfolio that reads the journal, with the venue as it is.
  void start(risk_rules rules = {}) {
    portfolio_options options;
    options.account = "master";
    options.venues = {"okx"};
    strategy_setup setup;
    setup.exits = exit_rules::thirds();
    options.strategy = std::move(*make_strategy("random_entry", setup));
    options.risk = rules;
    options.wall = wall;
    options.log = log();
    ledger = test::spawn_journal(sys, memory);
    broker = test::spawn_stop_venue(sys, venue, wall);
    desk = spawn_portfolio(sys, std::move(options));
    wiring all;
    all.ledger = caf::actor_cast<caf::actor>(ledger);
    all.brokers = {caf::actor_cast<caf::actor>(broker)};
    anon_send(desk, all);
    run();
    broker_status status;
    status.venue = "okx";
    status.account = "master";
    status.phase = broker_phase::connected;
    status.placement_life = 5s;
    status.takes_stops = takes_stops;
    caf::send_as(broker, desk, status);
    run();
    live(3);
  }
  void stop() {
    anon_send(desk, caf::close_atom_v);
    anon_send(ledger, caf::close_atom_v);
    anon_send_exit(broker, caf::exit_reason::user_shutdown);
    run();
  }
  /// Lets seconds pass, each with a tick.
  void live(int seconds) {
    for (auto i = 0; i < seconds; ++i) {
      wall->value += 1s;
      anon_send(desk, caf::tick_atom_v);
      advance(1s);
    }
  }
  void price(double x) {
    venue->price = x;
    auto news = std::make_shared<market_news>();
    news->venue = "okx";
    news->market.symbol = coin;
    news->market.price_increment = number("0.01");
    news->market.size_increment = number("0.001");
    news->market.size_min = number("0.001");
    news->seen = price_range{x, x, x};
    news->at = wall->now();
    anon_send(desk, market_moved{std::move(news)});
    run();
  }
  /// Until the guard sleeps.
  void guard() {
    start();
    price(100);
    live(2);
    ASSERT_EQ(venue->open().size(), 1U);
  }

  std::vector<journal_entry> a_position(const exit_plan& plan) const {
    journal_entry intent;
    intent.at = plan.entered;
    intent.venue = "okx";
    intent.account = "master";
    intent.client_id = 'a' + std::string(31, '1');
    intent.symbol = coin;
    intent.size = decimal::whole(1);
    intent.price = decimal::whole(100);
    intent.until = intent.at;
    auto told = intent;
    told.kind = journal_kind::report;
    told.venue_id = "v1";
    told.state = order_state::filled;
    told.filled = intent.size;
    auto trade = told;
    trade.kind = journal_kind::fill;
    trade.trade_id = "t1";
    auto kept = intent;
    kept.kind = journal_kind::plan;
    kept.client_id.clear();
    kept.text = to_text(plan);
    return {intent, told, trade, kept};
  }
  /// What of the journal says that something was sold, in base units.
  decimal sold() const {
    auto sum = decimal{};
    for (const auto& x : memory->entries)
      if (x.kind == journal_kind::fill && x.side == side::sell)
        sum += x.size;
    return sum;
  }

  bool takes_stops = true;
  std::shared_ptr<test::fixed_calendar> wall
    = std::make_shared<test::fixed_calendar>();
  std::shared_ptr<test::kept_journal> memory
    = std::make_shared<test::kept_journal>();
  std::shared_ptr<test::stop_venue> venue
    = std::make_shared<test::stop_venue>();
  ledger_actor ledger;
  broker_actor broker;
  portfolio_actor desk;
};

TEST_F(PortfolioGuards, PutsThePlansStopToSleepAtTheVenue) {
  ASSERT_NO_FATAL_FAILURE(guard());
  const auto x = venue->open().front();
  EXPECT_EQ(x.ticket.type, order_type::stop_limit);
  EXPECT_EQ(x.ticket.trigger, number("98.76"));
  EXPECT_EQ(x.ticket.price, number("96.78"));
  EXPECT_EQ(x.ticket.size, decimal::whole(1));
  // O1: its intent, with all that it is, before it left.
  const auto intent = std::find_if(
    memory->entries.begin(), memory->entries.end(), [](const auto& y) {
      return y.kind == journal_kind::intent
             && y.purpose == order_purpose::guard;
    });
  ASSERT_NE(intent, memory->entries.end());
  EXPECT_EQ(intent->trigger, x.ticket.trigger);
  EXPECT_EQ(intent->text, "stop_hit");
  live(120);
  EXPECT_EQ(venue->placed, 1) << "it sleeps";
}

TEST_F(PortfolioGuards, PlacesNoneWhereTheVenueTakesNoStops) {
  takes_stops = false;
  start();
  price(100);
  live(30);
  EXPECT_EQ(venue->placed, 0);
  price(98);
  live(3);
  EXPECT_EQ(sold(), decimal::whole(1)) << "the node's own stop is all there is";
}

TEST_F(PortfolioGuards, PlacesNoneWhereNobodyWantsThem) {
  risk_rules rules;
  rules.stops_at_venue = false;
  start(rules);
  price(100);
  live(30);
  EXPECT_EQ(venue->placed, 0);
}

TEST_F(PortfolioGuards, IsCancelledBeforeWhatAPlanSells) {
  ASSERT_NO_FATAL_FAILURE(guard());
  price(101.5); // The first target: a third.
  live(5);
  EXPECT_EQ(venue->oversold, "");
  EXPECT_LT(sold(), number("0.34"));
  EXPECT_GT(sold(), number("0.33"));
  ASSERT_EQ(venue->open().size(), 1U) << "the rest is guarded again";
  EXPECT_EQ(venue->open().front().ticket.size, decimal::whole(1) - sold());
  EXPECT_EQ(venue->open().front().ticket.trigger, decimal::whole(100))
    << "at break-even";
}

TEST_F(PortfolioGuards, LetsTheGuardFinishWhenItsStopIsSeenHere) {
  ASSERT_NO_FATAL_FAILURE(guard());
  price(98.7);
  live(1);
  EXPECT_EQ(venue->cancels, 0) << "it has a moment";
  live(5);
  EXPECT_EQ(venue->cancels, 1) << "the venue does not sell";
  EXPECT_EQ(sold(), decimal::whole(1));
  EXPECT_EQ(venue->oversold, "");
  EXPECT_TRUE(venue->open().empty());
}

TEST_F(PortfolioGuards, TakesWhatTheVenueSoldForTheEndOfThePosition) {
  ASSERT_NO_FATAL_FAILURE(guard());
  venue->trigger(wall->now(), decimal::whole(1));
  live(70); // Nobody tells: the open orders are listed once a minute.
  EXPECT_EQ(sold(), decimal::whole(1));
  price(98);
  live(5);
  EXPECT_EQ(venue->placed, 1);
  EXPECT_EQ(venue->oversold, "");
  EXPECT_EQ(sold(), decimal::whole(1)) << "once";
}

TEST_F(PortfolioGuards, SellsTheRestOfWhatTheVenueSoldInPart) {
  ASSERT_NO_FATAL_FAILURE(guard());
  venue->trigger(wall->now(), number("0.4"));
  price(99.5); // It has recovered; a stop that was hit is hit.
  live(70);
  EXPECT_EQ(sold(), decimal::whole(1));
  EXPECT_EQ(venue->cancels, 1);
  EXPECT_EQ(venue->oversold, "");
}

TEST_F(PortfolioGuards, StaysWhenTheNodeDrainsAndIsOursAfterTheRestart) {
  ASSERT_NO_FATAL_FAILURE(guard());
  anon_send(desk, drain_atom_v);
  live(5);
  stop();
  ASSERT_EQ(venue->open().size(), 1U);
  EXPECT_EQ(venue->cancels, 0);
  venue->trigger(wall->now(), decimal::whole(1)); // Nobody is there.
  start();
  live(30);
  EXPECT_FALSE(logged("none of ours"));
  EXPECT_EQ(sold(), decimal::whole(1));
  price(98);
  live(5);
  EXPECT_EQ(venue->placed, 1);
}

TEST_F(PortfolioGuards, KeepsTheOneOfBeforeTheRestart) {
  ASSERT_NO_FATAL_FAILURE(guard());
  stop();
  start();
  price(100);
  live(60);
  EXPECT_EQ(venue->placed, 1);
  price(98.7);
  live(8);
  EXPECT_EQ(venue->cancels, 1);
  EXPECT_EQ(venue->oversold, "");
  EXPECT_EQ(sold(), decimal::whole(1));
}

TEST_F(PortfolioGuards, IsCancelledOnlyByWhatSells) {
  ASSERT_NO_FATAL_FAILURE(guard());
  const auto wish = [this](const halt_wish& x) {
    anon_send(desk, x);
    run();
    live(8);
  };
  wish({true, "lunch"});
  wish({true, "no orders", {}, true, false});
  EXPECT_EQ(venue->cancels, 0);
  EXPECT_EQ(venue->open().size(), 1U);
  wish({true, "out", {}, true, true});
  EXPECT_EQ(venue->cancels, 1);
  EXPECT_EQ(sold(), decimal::whole(1));
  EXPECT_EQ(venue->oversold, "");
}

TEST_F(PortfolioGuards, RefusedOnesAreSaidOnceAndHoldUpNothing) {
  venue->refuses_stops = true;
  start();
  price(100);
  live(120);
  EXPECT_GT(venue->placed, 3);
  EXPECT_LT(venue->placed, 10) << "the pause doubles";
  const auto said
    = std::count_if(lines.begin(), lines.end(), [](const std::string& x) {
        return x.find("does not sleep at the venue") != std::string::npos;
      });
  EXPECT_EQ(said, 1);
  price(98.7);
  live(4);
  EXPECT_EQ(sold(), decimal::whole(1));
}

} // namespace
} // namespace ballast
