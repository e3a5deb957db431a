#include "domain/final_gate.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto start = time_point{1000s};

approved_order entry_of(const std::string& id, int cost = 100) {
  approved_order x;
  x.order.venue = "kraken";
  x.order.account = "MASTER";
  x.order.market = {"BTC", "USD"};
  x.order.ticket.client_id = id;
  x.order.ticket.type = order_type::market;
  x.order.ticket.cost = decimal::whole(cost);
  x.value = decimal::whole(cost);
  return x;
}

approved_order exit_of(const std::string& id) {
  auto x = entry_of(id);
  x.order.purpose = order_purpose::exit;
  x.order.ticket.side = side::sell;
  x.order.ticket.cost = {};
  x.order.ticket.size = decimal::whole(1);
  x.value = {};
  return x;
}

approved_order guard_of(const std::string& id) {
  auto x = exit_of(id);
  x.order.purpose = order_purpose::guard;
  x.order.ticket.type = order_type::stop_limit;
  x.order.ticket.price = decimal::whole(8);
  x.order.ticket.trigger = decimal::whole(9);
  return x;
}

std::optional<gate_reason> verdict(final_gate& gate, const approved_order& x,
                                   time_point now,
                                   sending_conditions when = {}) {
  const auto no = gate.pass(x.order, x, when, now);
  return no ? std::optional{no->why} : std::nullopt;
}

TEST(FinalGate, LetsPassWhatWasApproved) {
  auto gate = final_gate{{}};
  EXPECT_EQ(verdict(gate, entry_of("a"), start), std::nullopt);
  EXPECT_EQ(verdict(gate, exit_of("b"), start), std::nullopt);
}

// O8: whatever is another one on the way does not leave.
TEST(FinalGate, StopsWhateverIsNotAsApproved) {
  const std::vector<
    std::pair<std::string, std::function<void(addressed_order&)>>>
    changes
    = {{"venue", [](auto& x) { x.venue = "okx"; }},
       {"account", [](auto& x) { x.account = "USER_A"; }},
       {"market", [](auto& x) { x.market.quote = "USDT"; }},
       {"purpose", [](auto& x) { x.purpose = order_purpose::exit; }},
       {"client id", [](auto& x) { x.ticket.client_id = "z"; }},
       {"side", [](auto& x) { x.ticket.side = side::sell; }},
       {"type", [](auto& x) { x.ticket.type = order_type::limit; }},
       {"size", [](auto& x) { x.ticket.size = decimal::whole(1); }},
       {"cost", [](auto& x) { x.ticket.cost = decimal::whole(99); }},
       {"price", [](auto& x) { x.ticket.price = decimal::whole(1); }},
       {"trigger", [](auto& x) { x.ticket.trigger = decimal::whole(1); }},
       {"time in force", [](auto& x) { x.ticket.lives = time_in_force::day; }},
       {"expiry", [](auto& x) { x.ticket.expires = unix_time{1s}; }},
       {"post-only", [](auto& x) { x.ticket.post_only = true; }}};
  for (const auto& [what, change] : changes) {
    auto gate = final_gate{{}};
    const auto approved = entry_of("a");
    auto leaving = approved.order;
    change(leaving);
    const auto no = gate.pass(leaving, approved, {}, start);
    ASSERT_TRUE(no) << what;
    EXPECT_EQ(no->why, gate_reason::not_as_approved);
    EXPECT_EQ(no->text, leaving.market.to_string()
                          + ": the order is not the one that was approved "
                            "(another "
                          + what + ")");
  }
}

TEST(FinalGate, StopsAnEntryThatIsWorthMoreThanApproved) {
  auto gate = final_gate{{}};
  auto x = entry_of("a");
  x.value = decimal::whole(99);
  EXPECT_EQ(verdict(gate, x, start), gate_reason::over_approval);
  x.order.ticket.type = order_type::limit;
  x.order.ticket.cost = {};
  x.order.ticket.size = decimal::whole(10);
  x.order.ticket.price = decimal::whole(9);
  EXPECT_EQ(verdict(gate, x, start), std::nullopt);
  x.order.ticket.client_id = "b";
  x.order.ticket.price = decimal::whole(10);
  EXPECT_EQ(verdict(gate, x, start), gate_reason::over_approval);
}

TEST(FinalGate, ReckonsAMarketOrderBySizeWithThePriceItWasMadeOf) {
  auto gate = final_gate{{}};
  auto x = entry_of("a");
  x.order.ticket.cost = {};
  x.order.ticket.size = decimal::whole(10);
  EXPECT_EQ(verdict(gate, x, start), gate_reason::unpriced);
  x.price_reference = decimal::whole(11);
  EXPECT_EQ(verdict(gate, x, start), gate_reason::over_approval);
  x.price_reference = decimal::whole(10);
  EXPECT_EQ(verdict(gate, x, start), std::nullopt);
}

TEST(FinalGate, StopsAnOrderThatIsCalledWhatItIsNot) {
  auto gate = final_gate{{}};
  auto x = entry_of("a");
  x.order.purpose = order_purpose::exit;
  EXPECT_EQ(verdict(gate, x, start), gate_reason::wrong_side);
  auto y = exit_of("b");
  y.order.purpose = order_purpose::entry;
  EXPECT_EQ(verdict(gate, y, start), gate_reason::wrong_side);
}

// P4, P9, D1, O7: what happened between the decision and the sending.
TEST(FinalGate, LooksAgainBeforeItSendsAnEntryAndLetsExitsGo) {
  auto gate = final_gate{{}};
  const auto halted = sending_conditions{true, 0s};
  const auto late = sending_conditions{false, 10s + 1ns};
  EXPECT_EQ(verdict(gate, entry_of("a"), start, halted), gate_reason::halted);
  EXPECT_EQ(verdict(gate, entry_of("a"), start, late), gate_reason::data_stale);
  EXPECT_EQ(verdict(gate, exit_of("b"), start, halted), std::nullopt);
  EXPECT_EQ(verdict(gate, exit_of("c"), start, late), std::nullopt);
}

// O5, I1, I2: no order is sent twice.
TEST(FinalGate, SendsNothingTwice) {
  auto gate = final_gate{{}};
  EXPECT_EQ(verdict(gate, entry_of("a"), start), std::nullopt);
  EXPECT_EQ(verdict(gate, entry_of("a"), start + 1s), gate_reason::sent_before);
  EXPECT_EQ(verdict(gate, exit_of("a"), start + 1s), gate_reason::sent_before);
}

// I23: 212 orders became four million.
TEST(FinalGate, CapsTheOrdersOfAMinuteWhateverWentMad) {
  auto rules = risk_rules{};
  rules.max_orders_per_minute = 3;
  auto gate = final_gate{rules};
  auto passed = 0;
  for (int i = 0; i < 1000; ++i)
    passed += verdict(gate, entry_of(std::to_string(i), 1), start) ? 0 : 1;
  EXPECT_EQ(passed, 3);
  EXPECT_EQ(verdict(gate, entry_of("x", 1), start + 1min - 1ns),
            gate_reason::too_many_orders);
  EXPECT_EQ(verdict(gate, entry_of("x", 1), start + 1min), std::nullopt);
}

TEST(FinalGate, LeavesExitsTheirWayHoweverManyEntriesThereWere) {
  auto rules = risk_rules{};
  rules.max_orders_per_minute = 2;
  rules.max_notional_per_minute = decimal::whole(100);
  auto gate = final_gate{rules};
  EXPECT_EQ(verdict(gate, entry_of("a"), start), std::nullopt);
  EXPECT_EQ(verdict(gate, entry_of("b", 1), start),
            gate_reason::too_much_notional);
  EXPECT_EQ(verdict(gate, exit_of("c"), start), std::nullopt);
  EXPECT_EQ(verdict(gate, exit_of("d"), start), std::nullopt);
  EXPECT_EQ(verdict(gate, exit_of("e"), start), gate_reason::too_many_orders)
    << "a loop of exits ends as well";
}

TEST(FinalGate, LeavesExitsTheirWayHoweverManyGuardsThereWere) {
  auto rules = risk_rules{};
  rules.max_orders_per_minute = 2;
  auto gate = final_gate{rules};
  for (const auto* id : {"a", "b"})
    EXPECT_EQ(verdict(gate, guard_of(id), start), std::nullopt);
  EXPECT_EQ(verdict(gate, guard_of("c"), start), gate_reason::too_many_orders)
    << "a loop of guards ends as well";
  EXPECT_EQ(verdict(gate, exit_of("d"), start), std::nullopt);
  EXPECT_EQ(verdict(gate, exit_of("e"), start), std::nullopt);
  EXPECT_EQ(verdict(gate, exit_of("b"), start + 1s), gate_reason::sent_before);
}

TEST(FinalGate, JudgesGuardsAsExits) {
  auto gate = final_gate{{}};
  EXPECT_EQ(verdict(gate, guard_of("a"), start, {true, 1h}), std::nullopt);
  auto buys = guard_of("b");
  buys.order.ticket.side = side::buy;
  EXPECT_EQ(verdict(gate, buys, start), gate_reason::wrong_side);
}

TEST(FinalGate, CountsWhatWasSentBeforeARestart) {
  auto rules = risk_rules{};
  rules.max_orders_per_minute = 1;
  auto gate = final_gate{rules};
  gate.count(entry_of("a").order, decimal::whole(100), start);
  EXPECT_EQ(verdict(gate, entry_of("b"), start + 59s),
            gate_reason::too_many_orders);
}

TEST(FinalGate, KeepsItsCapsInEveryMinuteOfARandomRun) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(200); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    auto rules = risk_rules{};
    rules.max_orders_per_minute
      = static_cast<std::uint32_t>(1 + random.below(10));
    rules.max_notional_per_minute
      = decimal::whole(static_cast<std::int64_t>(50 + random.below(500)));
    auto gate = final_gate{rules};
    struct sent {
      bool is_entry;
      std::int64_t worth;
      time_point at;
    };
    std::vector<sent> all;
    auto now = start;
    for (int i = 0; i < 200; ++i) {
      now += std::chrono::milliseconds{random.below(8000)};
      const auto is_entry = random.below(3) != 0;
      const auto worth = 1 + static_cast<int>(random.below(100));
      const auto id = std::to_string(i);
      if (!verdict(gate, is_entry ? entry_of(id, worth) : exit_of(id), now))
        all.push_back({is_entry, worth, now});
    }
    EXPECT_FALSE(all.empty());
    for (const auto& from : all) { // Each minute that begins with an order.
      auto entries = 0U;
      auto exits = 0U;
      auto worth = std::int64_t{0};
      for (const auto& x : all)
        if (x.at >= from.at && x.at < from.at + 1min) {
          (x.is_entry ? entries : exits) += 1;
          worth += x.is_entry ? x.worth : 0;
        }
      EXPECT_LE(entries, rules.max_orders_per_minute);
      EXPECT_LE(exits, rules.max_orders_per_minute);
      EXPECT_LE(decimal::whole(worth), rules.max_notional_per_minute);
    }
  }
}

TEST(FinalGate, EachReasonHasANameOfItsOwn) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < gate_reason_count; ++i)
    names.insert(to_string(static_cast<gate_reason>(i)));
  EXPECT_EQ(names.size(), gate_reason_count);
  EXPECT_STREQ(to_string(gate_reason::too_much_notional), "too_much_notional");
}

} // namespace
} // namespace ballast
