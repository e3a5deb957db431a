// An account's orders at one venue: what each word of the venue's comes to.
#include "domain/order_desk.hpp"
#include "domain/order_gate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto at = unix_time{std::chrono::hours{1000}};
const auto coin = symbol{"BTC", "USD"};

order_desk::options options_of(std::uint64_t identity = 7) {
  order_desk::options how;
  how.venue = "kraken";
  how.account = "master";
  how.identity = identity;
  return how;
}

/// A desk that has compared itself with an empty venue.
order_desk opened(order_desk::options how = options_of()) {
  auto desk = order_desk{std::move(how)};
  desk.restored(at);
  desk.duties(at);
  desk.listed({}, {}, at, at);
  return desk;
}

order_ticket ticket() {
  order_ticket result;
  result.size = decimal::whole(10);
  result.price = decimal::whole(5);
  return result;
}

journal_entry intend(order_desk& desk) {
  return *desk.intend(coin, ticket(), order_purpose::entry, "test", at,
                      at + 10s);
}

std::vector<desk_duty> duties_of(order_desk& desk, desk_duty_kind kind,
                                 unix_time now) {
  auto all = desk.duties(now);
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const auto& x) { return x.kind != kind; }),
            all.end());
  return all;
}

TEST(OrderDesk, MakesIdsThatEveryVenueTakesAndNeverTheSame) {
  auto desk = opened();
  auto other = opened(options_of(8));
  auto ids = std::set<std::string>{};
  for (auto i = 0; i < 1000; ++i)
    for (auto* x : {&desk, &other}) {
      const auto id = intend(*x).client_id;
      EXPECT_TRUE(is_client_id(id)) << id;
      EXPECT_TRUE(ids.insert(id).second) << id;
    }
}

TEST(OrderDesk, GoesOnCountingWhereItsJournalStopped) {
  auto before = opened();
  const auto first = intend(before);
  auto after = order_desk{options_of()};
  after.restore(first);
  after.restored(at);
  after.duties(at);
  after.listed({}, {}, at, at);
  after.found(first.client_id, std::nullopt, at, at);

  const auto expected = intend(before).client_id;
  EXPECT_EQ(intend(after).client_id, expected);
  EXPECT_NE(expected, first.client_id);
}

// Killed between commit and answer, then found absent: that is known from then
// on, and not asked for again at each start.
TEST(OrderDesk, FaultP3_AbsenceFoundByOneLifeIsKnownToTheNext) {
  auto before = opened();
  const auto intent = intend(before);
  auto second = order_desk{options_of()};
  second.restore(intent);
  second.restored(at + 1min);
  const auto step
    = second.found(intent.client_id, std::nullopt, at + 1min, at + 1min);
  ASSERT_EQ(step.entries.size(), 1U);
  auto third = order_desk{options_of()};
  third.restore(intent);
  third.restore(step.entries.front());
  EXPECT_EQ(third.find(intent.client_id)->stage(), life_stage::absent);
}

TEST(OrderDesk, O7_TakesNoIntentBeforeItWasCompared) {
  auto desk = order_desk{options_of()};
  const auto refused
    = desk.intend(coin, ticket(), order_purpose::entry, "", at, at + 10s);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ec::refused);
}

TEST(OrderDesk, W1_PlacesNothingThatWasNotCommitted) {
  auto desk = opened();
  const auto intent = intend(desk);
  EXPECT_TRUE(duties_of(desk, desk_duty_kind::place, at).empty());
  desk.committed(intent.client_id);
  EXPECT_EQ(duties_of(desk, desk_duty_kind::place, at).size(), 1U);
  EXPECT_TRUE(duties_of(desk, desk_duty_kind::place, at).empty()) << "O5";
}

TEST(OrderDesk, O3_AsksForAnOrderNoFartherBackThanItsIntent) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  duties_of(desk, desk_duty_kind::place, at);
  desk.placed(intent.client_id, placement::unknown, std::nullopt, "", at);
  const auto asked = duties_of(desk, desk_duty_kind::ask, at + 10s);
  ASSERT_EQ(asked.size(), 1U);
  ASSERT_TRUE(asked.front().since);
  EXPECT_LT(*asked.front().since, intent.at);
  EXPECT_GT(*asked.front().since, intent.at - 10min);
}

TEST(OrderDesk, W1_IntendsNothingMoreOnceTheJournalFailed) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.not_committed(intent.client_id);
  EXPECT_EQ(desk.live(), 0U);
  EXPECT_FALSE(
    desk.intend(coin, ticket(), order_purpose::entry, "", at, at + 10s));
}

TEST(OrderDesk, IncidentI4_TransportErrorsAreNoEvidenceOfAbsence) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  desk.placed(intent.client_id, placement::unknown, std::nullopt, "lost", at);
  auto now = at;
  for (auto i = 0; i < 100; ++i, now += 30s)
    for (const auto& x : desk.duties(now))
      desk.failed(x, now);
  EXPECT_EQ(desk.find(intent.client_id)->stage(), life_stage::unknown);
}

TEST(OrderDesk, O3_AsksAsOftenAsTheVenueNeedsBeforeItBelievesInAbsence) {
  auto how = options_of();
  how.absences = 2;
  auto desk = opened(how);
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  desk.placed(intent.client_id, placement::unknown, std::nullopt, "lost", at);
  const auto stage = [&] { return desk.find(intent.client_id)->stage(); };
  desk.found(intent.client_id, std::nullopt, at + 10s, at + 10s);
  desk.found(intent.client_id, std::nullopt, at + 11s, at + 11s);
  EXPECT_EQ(stage(), life_stage::unknown) << "only one was late enough";
  const auto step
    = desk.found(intent.client_id, std::nullopt, at + 12s, at + 12s);
  EXPECT_EQ(stage(), life_stage::absent);
  ASSERT_EQ(step.entries.size(), 1U);
  EXPECT_EQ(step.entries.front().kind, journal_kind::absent);
}

TEST(OrderDesk, O3_AnswerProvesNoMoreThanWhenItsQuestionWasAsked) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  desk.placed(intent.client_id, placement::unknown, std::nullopt, "lost", at);
  // Asked while the request could still arrive, answered when it cannot.
  desk.found(intent.client_id, std::nullopt, at + 9s, at + 15s);
  EXPECT_EQ(desk.find(intent.client_id)->stage(), life_stage::unknown);
}

TEST(OrderDesk, FaultE15_KeepsAFillThatComesBeforeItsOrdersAnswer) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  fill early;
  early.trade_id = "t1";
  early.order_id = "v1";
  early.symbol = coin;
  early.price = decimal::whole(5);
  early.size = decimal::whole(4);
  EXPECT_TRUE(desk.told(early, at).fills.empty()) << "whose is it?";
  order_report told;
  told.venue_id = "v1";
  const auto step
    = desk.placed(intent.client_id, placement::accepted, told, "", at);
  EXPECT_EQ(step.fills.size(), 1U);
  EXPECT_TRUE(desk.told(early, at).fills.empty()) << "M1";
  EXPECT_EQ(desk.find(intent.client_id)->filled_size(), decimal::whole(4));
}

TEST(OrderDesk, FaultE16_HaltsAMarketWhoseVenueSaysWhatCannotBe) {
  auto desk = opened();
  auto journal = std::vector{intend(desk)};
  const auto id = journal.front().client_id;
  desk.committed(id);
  desk.duties(at);
  const auto add = [&](const desk_step& x) {
    journal.insert(journal.end(), x.entries.begin(), x.entries.end());
    return x;
  };
  order_report told;
  told.venue_id = "v1";
  told.state = order_state::filled;
  told.filled = decimal::whole(11);
  const auto step = add(desk.placed(id, placement::accepted, told, "", at));
  EXPECT_EQ(step.alarms.size(), 1U);
  EXPECT_TRUE(desk.is_halted(coin));
  const auto refused
    = desk.intend(coin, ticket(), order_purpose::entry, "", at, at + 10s);
  EXPECT_FALSE(refused);

  auto after = order_desk{options_of()};
  for (const auto& x : journal)
    after.restore(x);
  EXPECT_TRUE(after.is_halted(coin)) << "it is not forgotten";
  for (const auto& x : desk.release(coin, at).entries)
    after.restore(x);
  EXPECT_FALSE(desk.is_halted(coin));
  EXPECT_FALSE(after.is_halted(coin));
}

TEST(OrderDesk, O6_TellsOfAnOrderThatIsNoneOfOursOnce) {
  auto desk = opened();
  order_report other;
  other.venue_id = "v9";
  other.client_id = "somebody";
  other.symbol = coin;
  other.state = order_state::open;
  auto alarms = std::size_t{0};
  for (auto i = 0; i < 3; ++i) {
    const auto now = at + std::chrono::minutes{2 * i + 2};
    EXPECT_EQ(duties_of(desk, desk_duty_kind::list_open, now).size(), 1U);
    alarms += desk.listed({other}, {}, now, now).alarms.size();
  }
  EXPECT_EQ(alarms, 1U);
  EXPECT_EQ(desk.foreign(), 1U);
  EXPECT_TRUE(duties_of(desk, desk_duty_kind::cancel, at + 1h).empty());
}

TEST(OrderDesk, ReservesWhatLiveOrdersMayTake) {
  auto desk = opened();
  intend(desk);
  EXPECT_EQ(desk.reserved("USD"), decimal::whole(50));
  EXPECT_EQ(desk.reserved("BTC"), decimal{});
  auto sale = ticket();
  sale.side = side::sell;
  ASSERT_TRUE(desk.intend(coin, sale, order_purpose::exit, "", at, at + 10s));
  EXPECT_EQ(desk.reserved("BTC"), decimal::whole(10));
}

TEST(OrderDesk, WritesAllOfATicketDown) {
  auto desk = opened();
  auto stop = ticket();
  stop.side = side::sell;
  stop.type = order_type::stop_limit;
  stop.trigger = decimal::whole(6);
  const auto intent
    = *desk.intend(coin, stop, order_purpose::guard, "", at, at + 10s);
  EXPECT_EQ(intent.trigger, stop.trigger);
  EXPECT_EQ(desk.find(intent.client_id)->ticket().trigger, stop.trigger);
}

TEST(OrderDesk, IsSettledWhileNothingButAGuardThatSleepsIsOut) {
  auto desk = opened();
  auto stop = ticket();
  stop.side = side::sell;
  stop.type = order_type::stop_limit;
  const auto id
    = desk.intend(coin, stop, order_purpose::guard, "", at, at + 10s)
        ->client_id;
  EXPECT_EQ(desk.live_of(order_purpose::guard), std::vector{id});
  EXPECT_TRUE(desk.live_of(order_purpose::exit).empty());
  EXPECT_FALSE(desk.is_settled()) << "it is on its way";
  desk.committed(id);
  desk.duties(at);
  order_report told;
  told.venue_id = "v1";
  told.state = order_state::open;
  desk.placed(id, placement::accepted, told, "", at);
  EXPECT_TRUE(desk.is_settled());
  EXPECT_TRUE(desk.has_live(coin, order_purpose::guard));
  // It sleeps for days: the list of open orders says as much of it.
  EXPECT_TRUE(duties_of(desk, desk_duty_kind::ask, at + 4min).empty());
  EXPECT_EQ(duties_of(desk, desk_duty_kind::ask, at + 5min).size(), 1U);
  told.symbol = coin;
  told.side = side::sell;
  told.filled = decimal::whole(1);
  desk.told(told, at + 1s);
  EXPECT_FALSE(desk.is_settled()) << "it is being filled";
  intend(desk);
  EXPECT_FALSE(desk.is_settled());
}

TEST(OrderDesk, O2_WhatIsUnknownIsStillThereAndMayTakeWhatItWas) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  desk.placed(intent.client_id, placement::unknown, std::nullopt, "", at);
  EXPECT_EQ(desk.reserved("USD"), decimal::whole(50));
  EXPECT_TRUE(desk.has_live(coin, order_purpose::entry));
  EXPECT_EQ(desk.live(), 1U);
}

TEST(OrderDesk, ForgetsNoOrderWhoseFillsAreMissing) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  order_report told;
  told.venue_id = "v1";
  told.state = order_state::filled;
  told.filled = decimal::whole(10);
  desk.placed(intent.client_id, placement::accepted, told, "", at);
  desk.tick(at + 48h);
  EXPECT_NE(desk.find(intent.client_id), nullptr);
}

TEST(OrderDesk, O3_ARequestThatNobodyAnswersIsUnknownWhenItsWindowIsOver) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  desk.tick(at + 10s);
  EXPECT_EQ(desk.find(intent.client_id)->stage(), life_stage::sent);
  EXPECT_EQ(desk.tick(at + 11s).entries.size(), 1U);
  EXPECT_EQ(desk.find(intent.client_id)->stage(), life_stage::unknown);
}

TEST(OrderDesk, ForgetsWhatHasEndedLongAgo) {
  auto desk = opened();
  const auto intent = intend(desk);
  desk.committed(intent.client_id);
  desk.duties(at);
  desk.placed(intent.client_id, placement::refused, std::nullopt, "no", at);
  desk.tick(at + 23h);
  EXPECT_NE(desk.find(intent.client_id), nullptr);
  desk.tick(at + 25h);
  EXPECT_EQ(desk.find(intent.client_id), nullptr);
}

} // namespace
} // namespace ballast
