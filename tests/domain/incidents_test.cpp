// What has happened to others, and cannot happen here: the incidents of orders,
// fills and restarts, each a test with its number. docs/incidents.md says where
// the rest are shown.
#include "domain/exit_plan.hpp"
#include "domain/final_gate.hpp"
#include "domain/order_desk.hpp"
#include "domain/order_gate.hpp"
#include "domain/order_sizing.hpp"
#include "domain/position_book.hpp"
#include "domain/risk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto start = unix_time{std::chrono::hours{1000}};
const auto coin = symbol{"BTC", "USD"};

order_ticket ticket() {
  order_ticket x;
  x.size = decimal::whole(10);
  x.price = decimal::whole(5);
  return x;
}

order_report report(order_state state, int filled) {
  order_report x;
  x.venue_id = "v1";
  x.symbol = coin;
  x.size = decimal::whole(10);
  x.state = state;
  x.filled = decimal::whole(filled);
  return x;
}

fill trade(const std::string& id, int size) {
  fill x;
  x.trade_id = id;
  x.order_id = "v1";
  x.symbol = coin;
  x.price = decimal::whole(5);
  x.size = decimal::whole(size);
  return x;
}

/// An account at an empty venue, with one order that has left, and a journal.
class Incidents : public testing::Test {
protected:
  Incidents() : desk_{options()} {
    open(desk_);
    const auto intent = desk_.intend(coin, ticket(), order_purpose::entry,
                                     "test", start, start + 10s);
    journal_.push_back(*intent);
    id_ = intent->client_id;
    desk_.committed(id_);
    sent_ = count(desk_duty_kind::place, start);
  }

  static order_desk::options options() {
    order_desk::options how;
    how.venue = "venue";
    how.account = "master";
    how.identity = 7;
    return how;
  }
  static void open(order_desk& x) {
    x.restored(start);
    x.duties(start);
    x.listed({}, {}, start, start);
  }

  /// @returns what newly counts.
  std::vector<fill> keep(const desk_step& x) {
    journal_.insert(journal_.end(), x.entries.begin(), x.entries.end());
    return x.fills;
  }
  std::size_t count(desk_duty_kind kind, unix_time now) {
    const auto all = desk_.duties(now);
    return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const auto& x) { return x.kind == kind; }));
  }
  const order_life& order() const { return *desk_.find(id_); }
  void accepted() {
    keep(desk_.placed(id_, placement::accepted, report(order_state::open, 0),
                      "", start));
  }
  void lost() {
    keep(desk_.placed(id_, placement::unknown, std::nullopt, "timeout", start));
  }

  /// Another process with the same journal.
  order_desk restarted() const {
    auto next = order_desk{options()};
    for (const auto& x : journal_)
      next.restore(x);
    next.restored(start + 1min);
    return next;
  }

  order_desk desk_;
  std::vector<journal_entry> journal_;
  std::string id_;
  std::size_t sent_ = 0;
};

TEST_F(Incidents, I01_TimeoutIsNoReasonToPlaceAgain) {
  ASSERT_EQ(sent_, 1U);
  lost();
  for (auto now = start; now < start + 2h; now += 1s) {
    for (const auto& x : desk_.duties(now)) {
      ASSERT_NE(x.kind, desk_duty_kind::place);
      desk_.failed(x, now);
    }
    keep(desk_.tick(now));
  }
  EXPECT_TRUE(desk_.has_live(coin, order_purpose::entry))
    << "so nobody opens the same again";
  EXPECT_EQ(desk_.reserved("USD"), decimal::whole(50));
}

TEST_F(Incidents, I03_AcceptedOnTheStreamAfterAnUnknownAnswer) {
  lost();
  keep(desk_.told(report(order_state::open, 0), start + 1s)); // By its id?
  EXPECT_EQ(order().stage(), life_stage::unknown) << "whose is v1?";
  auto named = report(order_state::open, 0);
  named.client_id = id_;
  keep(desk_.told(named, start + 1s));
  EXPECT_EQ(order().stage(), life_stage::working);
  for (auto now = start; now < start + 1h; now += 1s)
    EXPECT_EQ(count(desk_duty_kind::place, now), 0U);
}

TEST_F(Incidents, I04_OutageIsNotAnOrderThatWasNotFound) {
  lost();
  for (auto now = start; now < start + 2h; now += 10s)
    for (const auto& x : desk_.duties(now))
      desk_.failed(x, now);
  EXPECT_EQ(order().stage(), life_stage::unknown);
  // And then it turns out to have been filled all the time.
  auto told = report(order_state::filled, 10);
  told.client_id = id_;
  keep(desk_.found(id_, told, start + 2h, start + 2h));
  EXPECT_EQ(order().filled_size(), decimal::whole(10));
}

TEST_F(Incidents, I05_LostCancelIsSentAgainAndItsOrderStillCounts) {
  accepted();
  keep(desk_.wish_cancelled(id_, "too old", start));
  auto sent = 0U;
  for (auto now = start; now < start + 1min; now += 1s)
    for (const auto& x : desk_.duties(now)) {
      sent += x.kind == desk_duty_kind::cancel;
      desk_.failed(x, now);
    }
  EXPECT_GT(sent, 10U);
  EXPECT_TRUE(desk_.has_live(coin, order_purpose::entry));
  EXPECT_EQ(desk_.reserved("USD"), decimal::whole(50));
  // Taken is not over: only the order itself tells how it has ended.
  desk_.cancel_ended(id_, true, start + 1min);
  EXPECT_EQ(order().stage(), life_stage::working);
  EXPECT_EQ(keep(desk_.told(trade("t1", 3), start + 2min)).size(), 1U);
}

TEST_F(Incidents, I06_AcceptedWithoutAnIdBlocksNoRestart) {
  keep(desk_.placed(id_, placement::accepted, std::nullopt, "", start));
  EXPECT_TRUE(order().venue_id().empty());
  auto next = restarted();
  const auto duties = next.duties(start + 1min);
  const auto asked
    = std::find_if(duties.begin(), duties.end(),
                   [](const auto& x) { return x.kind == desk_duty_kind::ask; });
  ASSERT_NE(asked, duties.end());
  EXPECT_EQ(asked->client_id, id_);
  auto told = report(order_state::open, 0);
  told.client_id = id_;
  next.found(id_, told, start + 1min, start + 1min);
  next.listed({told}, {}, start + 1min, start + 1min);
  EXPECT_TRUE(next.is_open());
  EXPECT_EQ(next.find(id_)->venue_id(), "v1");
  EXPECT_NE(next
              .intend(coin, ticket(), order_purpose::entry, "", start + 1min,
                      start + 2min)
              ->client_id,
            id_);
}

TEST_F(Incidents, I07_CancelledInPartAndFilledAllTheSame) {
  accepted();
  keep(desk_.told(report(order_state::cancelled, 4), start + 1s));
  EXPECT_EQ(order().stage(), life_stage::over);
  EXPECT_FALSE(order().fills_complete());
  // Both fills come late; none is lost, and no more can come than was ordered.
  EXPECT_EQ(keep(desk_.told(trade("t1", 4), start + 2s)).size(), 1U);
  EXPECT_EQ(keep(desk_.told(trade("t2", 6), start + 3s)).size(), 1U);
  EXPECT_EQ(order().filled_size(), decimal::whole(10));
  EXPECT_EQ(restarted().find(id_)->filled_size(), decimal::whole(10));
}

TEST_F(Incidents, I08_FillToldByStreamAndListAndRestartCountsOnce) {
  accepted();
  EXPECT_EQ(keep(desk_.told(trade("t1", 4), start)).size(), 1U);
  EXPECT_TRUE(keep(desk_.told(trade("t1", 4), start)).empty());
  EXPECT_TRUE(
    keep(desk_.fills_listed(coin, {trade("t1", 4)}, {}, start)).empty());
  auto next = restarted();
  EXPECT_TRUE(
    next.fills_listed(coin, {trade("t1", 4)}, {}, start + 1min).fills.empty());
  EXPECT_EQ(next.find(id_)->fills_size(), decimal::whole(4));
}

TEST_F(Incidents, I09_FillsOfTheTimeThatItWasDownAreFetched) {
  accepted();
  auto next = restarted();
  auto told = report(order_state::filled, 10);
  told.client_id = id_;
  next.found(id_, told, start + 1min, start + 1min);
  next.listed({}, {}, start + 1min, start + 1min);
  EXPECT_FALSE(next.is_open()) << "not before it knows them";
  const auto duties = next.duties(start + 2min);
  const auto asked
    = std::find_if(duties.begin(), duties.end(), [](const auto& x) {
        return x.kind == desk_duty_kind::list_fills;
      });
  ASSERT_NE(asked, duties.end());
  EXPECT_LT(*asked->since, start) << "from before the order, not the restart";
  const auto step = next.fills_listed(coin, {trade("t1", 4), trade("t2", 6)},
                                      {}, start + 2min);
  EXPECT_EQ(step.fills.size(), 2U);
  EXPECT_TRUE(next.is_open());
}

TEST_F(Incidents, I10_WhatIsFilledInPartIsNeitherBoughtNorProtectedTwice) {
  accepted();
  auto book = position_book{};
  for (const auto& x : keep(desk_.told(trade("t1", 4), start)))
    ASSERT_TRUE(book.apply(x));
  EXPECT_EQ(desk_.reserved("USD"), decimal::whole(30)) << "of what is left";
  keep(desk_.told(report(order_state::cancelled, 4), start));
  EXPECT_EQ(desk_.reserved("USD"), decimal{});
  // A stop sells what is held, not what was ordered.
  sizing_place where;
  where.market.symbol = coin;
  where.market.size_increment = decimal::whole(1);
  where.market.price_increment = decimal::whole(1);
  where.market.size_min = decimal::whole(1);
  where.venue.limit = {time_in_force::immediate_or_cancel};
  where.style = order_style::limit;
  where.price_now = decimal::whole(5);
  const auto held = book.of(coin).size;
  const auto sized
    = size_exit({1, 4, decision_reason::stop_hit}, where, {held, held, true});
  const auto* order = std::get_if<sized_order>(&sized);
  ASSERT_NE(order, nullptr) << std::get<sizing_refusal>(sized).text;
  EXPECT_EQ(order->ticket.size, decimal::whole(4));
}

TEST(IncidentsOfPrices, I13_NoOrderOnAnOldPriceButTheWayOut) {
  auto gate = final_gate{{}};
  approved_order entry;
  entry.order.ticket.client_id = "a";
  entry.order.ticket.cost = decimal::whole(10);
  entry.order.ticket.type = order_type::market;
  entry.value = decimal::whole(10);
  auto exit = entry;
  exit.order.purpose = order_purpose::exit;
  exit.order.ticket.side = side::sell;
  exit.order.ticket.client_id = "b";
  exit.order.ticket.cost = {};
  exit.order.ticket.size = decimal::whole(1);
  auto when = sending_conditions{};
  when.data_age = 11s;
  const auto no = gate.pass(entry.order, entry, when, time_point{1h});
  ASSERT_TRUE(no);
  EXPECT_EQ(no->why, gate_reason::data_stale);
  EXPECT_FALSE(gate.pass(exit.order, exit, when, time_point{1h}));
}

TEST(IncidentsOfPrices, I14_QuantitiesAreRoundedDownAndHaveNoExponent) {
  EXPECT_EQ(decimal::parse("0.00001")->to_string(), "0.00001");
  EXPECT_EQ(decimal::parse("0.000000000000000001")->to_string(),
            "0.000000000000000001");
  const auto step = *decimal::parse("0.01");
  EXPECT_EQ(
    round_to(*decimal::parse("0.0299999"), step, rounding::down).to_string(),
    "0.02");
  EXPECT_EQ(round_to(*decimal::parse("0.03"), step, rounding::down).to_string(),
            "0.03");
}

TEST(IncidentsOfPrices, I15_ZeroIsNoPriceAndClosesNothing) {
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto price : {0.0, -1.0, nan})
    EXPECT_FALSE(is_usable(price_range{price, price, price}));
  auto book = risk_book{risk_rules{}};
  risk_view view;
  view.equity = decimal::whole(1'000);
  view.available = decimal::whole(1'000);
  for (auto i = 0; i < 12; ++i) // Delisted: no price, and so no gain.
    view.positions.push_back(
      {{"D" + std::to_string(i), "USD"}, decimal::whole(10), std::nullopt});
  const auto over = book.enforce_cap(view);
  EXPECT_TRUE(!over || over->close.empty());
}

TEST(IncidentsOfMarkets, I19_NoOrderOutsideOfTheSession) {
  auto x = ticket();
  x.client_id = "a" + std::string(31, '0');
  market what;
  what.symbol = {"AAPL", "USD"};
  what.kind = market_kind::equity;
  what.size_increment = decimal::whole(1);
  what.price_increment = decimal::whole(1);
  order_abilities can;
  can.limit = {time_in_force::good_till_cancelled};
  EXPECT_FALSE(refusal_of(x, what, can, {true, {}}, start));
  const auto no = refusal_of(x, what, can, {false, start + 12h}, start);
  ASSERT_TRUE(no);
  EXPECT_EQ(no->why, order_objection::out_of_session);
}

using IncidentsOfKeys = Incidents;

TEST_F(IncidentsOfKeys, I18_OrdersOfASecondProgramAreToldAndLeftAlone) {
  auto other = report(order_state::open, 0);
  other.venue_id = "v9";
  other.client_id = "somebody";
  const auto step = desk_.listed({other}, {}, start, start);
  EXPECT_EQ(step.alarms.size(), 1U);
  EXPECT_EQ(desk_.foreign(), 1U);
  for (auto now = start; now < start + 1h; now += 1s)
    EXPECT_EQ(count(desk_duty_kind::cancel, now), 0U);
}

TEST(IncidentsOfLoops, I23_LoopThatNeverEndsIsStoppedByTheGate) {
  const auto rules = risk_rules{};
  auto gate = final_gate{rules};
  auto passed = 0U;
  for (auto i = 0U; i < 4'000; ++i) {
    approved_order x;
    x.order.ticket.client_id = std::to_string(i);
    x.order.ticket.type = order_type::market;
    x.order.ticket.cost = decimal::whole(1);
    x.value = decimal::whole(1);
    passed += !gate.pass(x.order, x, {}, time_point{1h} + i * 10ms);
  }
  EXPECT_LE(passed, rules.max_orders_per_minute);
  EXPECT_GT(passed, 0U);
}

} // namespace
} // namespace ballast
