// Orders, fills and lines of the journal come out of the wire as they went in.
#include "messages/registry.hpp"

#include <caf/actor_system.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace ballast {

namespace {

using namespace std::chrono_literals;

class TradingRoundTrip : public ::testing::Test {
protected:
  struct configuration : caf::actor_system_config {
    configuration() { add_messages(*this); }
  };

  template <class T>
  std::vector<char> bytes_of(T x) {
    std::vector<char> result;
    caf::binary_serializer sink{sys, result};
    EXPECT_EQ(sink(x), caf::none);
    return result;
  }

  template <class T>
  T through_the_wire(const T& x) {
    const auto bytes = bytes_of(x);
    T result;
    caf::binary_deserializer source{sys, bytes};
    EXPECT_EQ(source(result), caf::none);
    EXPECT_EQ(bytes_of(result), bytes);
    return result;
  }

  configuration config;
  caf::actor_system sys{config};
};

journal_entry entry() {
  journal_entry x;
  x.kind = journal_kind::fill;
  x.at = unix_time{1234ms};
  x.venue = "kraken";
  x.account = "master";
  x.client_id = "a1";
  x.venue_id = "v1";
  x.symbol = {"BTC", "USD"};
  x.side = side::sell;
  x.type = order_type::market;
  x.lives = time_in_force::fill_or_kill;
  x.post_only = true;
  x.purpose = order_purpose::exit;
  x.fate = placement::refused;
  x.state = order_state::expired;
  x.size = *decimal::parse("0.00000001");
  x.price = *decimal::parse("123456.789");
  x.fee = *decimal::parse("-0.5");
  x.type = order_type::stop_limit;
  x.purpose = order_purpose::guard;
  x.trigger = *decimal::parse("123457");
  x.fee_currency = "USD";
  x.trade_id = "t1";
  x.expires = unix_time{99ms};
  x.text = "why";
  return x;
}

TEST_F(TradingRoundTrip, KeepsLinesOfTheJournal) {
  append_entries x;
  x.entries = {entry(), {}};
  EXPECT_EQ(through_the_wire(x).entries, x.entries);
  stored_entries y{~0ULL, x.entries};
  EXPECT_EQ(through_the_wire(y).entries, y.entries);
  EXPECT_EQ(through_the_wire(y).identity, y.identity);
}

TEST_F(TradingRoundTrip, KeepsADutyAndItsTicket) {
  order_request x;
  x.id = 7;
  x.duty.kind = desk_duty_kind::list_fills;
  x.duty.market = {"ETH", "EUR"};
  x.duty.since = unix_time{5ms};
  x.duty.purpose = order_purpose::exit;
  x.ticket.client_id = "a1";
  x.ticket.size = *decimal::parse("1.5");
  x.ticket.expires = unix_time{6ms};
  x.ticket.trigger = *decimal::parse("0.5");
  x.leave_before = unix_time{8ms};
  const auto y = through_the_wire(x);
  EXPECT_EQ(y.duty, x.duty);
  EXPECT_EQ(y.ticket.size, x.ticket.size);
  EXPECT_EQ(y.ticket.expires, x.ticket.expires);
  EXPECT_EQ(y.ticket.trigger, x.ticket.trigger);
  EXPECT_EQ(y.leave_before, x.leave_before);
}

TEST_F(TradingRoundTrip, KeepsAnAnswerAndItsOrders) {
  order_answer x;
  x.how = duty_end::answered;
  x.fate = placement::accepted;
  x.orders = {report_of(entry())};
  x.fills = {fill_of(entry())};
  x.asked_at = unix_time{3ms};
  const auto y = through_the_wire(x);
  EXPECT_EQ(y.fate, placement::accepted);
  EXPECT_EQ(entry_of(y.orders.at(0)), entry_of(x.orders.at(0)));
  EXPECT_EQ(entry_of(y.fills.at(0)), entry_of(x.fills.at(0)));
  EXPECT_EQ(y.asked_at, x.asked_at);
}

TEST_F(TradingRoundTrip, KeepsCandlesToTheLastBit) {
  candle_news x;
  x.candles = {{unix_time{60'000ms}, 0.1, 1e15, 1e-15, 1.0 / 3, 0, true}};
  x.at = unix_time{61'000ms};
  EXPECT_EQ(through_the_wire(x).candles, x.candles);
}

TEST_F(TradingRoundTrip, KeepsWhatPeopleAskAndAreTold) {
  const auto wish
    = through_the_wire(halt_wish{true, "lunch", "user_alice", true, true});
  EXPECT_EQ(wish.account, "user_alice");
  EXPECT_TRUE(wish.halts && wish.cancels && wish.flattens);
  why_answer told;
  told.traded = {false, "trend_weak", "no trend", {{"adx", 1.0 / 3}}};
  const auto y = through_the_wire(told);
  EXPECT_EQ(y.traded.rule, "trend_weak");
  EXPECT_EQ(y.traded.figures.at(0).value.value, 1.0 / 3);
  const auto asked
    = through_the_wire(why_question{"okx", {"BTC", "USDT"}, "master"});
  EXPECT_EQ(asked.symbol.to_string(), "BTC/USDT");
  const auto kept = through_the_wire(breaker_wish{"okx", breaker_rule::shadow});
  EXPECT_EQ(kept.venue, "okx");
  EXPECT_EQ(kept.rule, breaker_rule::shadow);
}

TEST_F(TradingRoundTrip, KeepsADecisionThatWasCopied) {
  portfolio_status x;
  x.follows = "master";
  x.signals.resize(1);
  x.signals[0].stop = 0.1;
  x.signals[0].part = 0.02;
  x.copies.resize(1);
  x.copies[0].spread = 1e-9;
  x.copies[0].delay = 3ms;
  const auto y = through_the_wire(x);
  EXPECT_EQ(y.follows, "master");
  EXPECT_EQ(y.signals.at(0).stop, 0.1);
  EXPECT_EQ(y.signals.at(0).part, 0.02);
  EXPECT_EQ(y.copies.at(0).spread, 1e-9);
  EXPECT_EQ(y.copies.at(0).delay, 3ms);
  const auto z = through_the_wire(
    copy_result{7, "user_bob", decimal::whole(3), unix_time{5ms}});
  EXPECT_EQ(z.decision, 7U);
  EXPECT_EQ(z.price, decimal::whole(3));
}

TEST_F(TradingRoundTrip, RefusesNumbersThatNameNothing) {
  auto x = entry();
  x.kind = static_cast<journal_kind>(200);
  const auto bytes = bytes_of(x);
  journal_entry y;
  caf::binary_deserializer source{sys, bytes};
  EXPECT_NE(source(y), caf::none);
}

} // namespace

} // namespace ballast
