#include "domain/order_life.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

const symbol coin{"BTC", "USD"};
constexpr auto window_end = unix_time{10s};

order_life intended() {
  order_ticket ticket;
  ticket.client_id = "a1";
  ticket.size = decimal::whole(10);
  ticket.price = decimal::whole(5);
  return {coin, ticket, window_end};
}

order_report report(order_state state, int filled,
                    std::optional<unix_time> at = std::nullopt) {
  order_report x;
  x.venue_id = "v1";
  x.symbol = coin;
  x.state = state;
  x.filled = decimal::whole(filled);
  x.updated = at;
  return x;
}

fill trade_of(const std::string& id, int size, int price = 5) {
  fill x;
  x.trade_id = id;
  x.order_id = "v1";
  x.symbol = coin;
  x.size = decimal::whole(size);
  x.price = decimal::whole(price);
  return x;
}

order_life sent() {
  auto x = intended();
  x.leaves();
  return x;
}

order_life unknown() {
  auto x = sent();
  x.answered(placement::unknown, {});
  return x;
}

/// Whatever can happen, each under a name.
using event = std::pair<const char*, std::function<contradiction(order_life&)>>;

const std::vector<event>& events() {
  static const std::vector<event> all = {
    {"leaves", [](auto& x) { return x.leaves(); }},
    {"never_left", [](auto& x) { return x.never_left(); }},
    {"accepted", [](auto& x) { return x.answered(placement::accepted, "v1"); }},
    {"refused", [](auto& x) { return x.answered(placement::refused, {}); }},
    {"no word", [](auto& x) { return x.answered(placement::unknown, {}); }},
    {"open", [](auto& x) { return x.reported(report(order_state::open, 0)); }},
    {"part", [](auto& x) { return x.reported(report(order_state::open, 4)); }},
    {"cancelled",
     [](auto& x) { return x.reported(report(order_state::cancelled, 4)); }},
    {"rejected",
     [](auto& x) { return x.reported(report(order_state::rejected, 0)); }},
    {"fill", [](auto& x) { return x.filled(trade_of("t1", 4)); }},
    {"rest", [](auto& x) { return x.filled(trade_of("t2", 6)); }},
    {"absent early", [](auto& x) { return x.not_found(window_end); }},
    {"absent late", [](auto& x) { return x.not_found(window_end + 1ms); }},
    {"cancel", [](auto& x) {
       x.wish_cancelled();
       return contradiction::none;
     }}};
  return all;
}

bool is_evidence(std::string_view name) {
  return name != "leaves" && name != "never_left" && name != "no word"
         && name != "absent early" && name != "cancel";
}

void expect_legal(const order_life& before, const order_life& after,
                  std::string_view what, const std::string& path) {
  const auto from = before.stage();
  const auto to = after.stage();
  EXPECT_GE(after.filled_size(), before.filled_size()) << path; // M2
  EXPECT_GE(after.filled_size(), after.fills_size()) << path;
  if (from != life_stage::intended) {
    EXPECT_NE(to, life_stage::intended) << path; // O5: no way back to sending
    EXPECT_TRUE(to != life_stage::sent || from == life_stage::sent) << path;
  }
  // O3
  EXPECT_TRUE(from != life_stage::unknown || to == from || is_evidence(what))
    << path;
  if (from == life_stage::over) { // O4
    EXPECT_EQ(to, life_stage::over) << path;
    EXPECT_EQ(after.ending(), before.ending()) << path;
  }
  EXPECT_TRUE(after.filled_size().is_zero() || to != life_stage::absent)
    << path;
  EXPECT_TRUE(after.duty() != life_duty::cancel || to == life_stage::working)
    << path;
}

void walk(const order_life& from, int depth, const std::string& path) {
  if (depth == 0 || ::testing::Test::HasFailure())
    return;
  for (const auto& [name, happen] : events()) {
    auto next = from;
    happen(next);
    const auto here = path + " > " + name;
    expect_legal(from, next, name, here);
    walk(next, depth - 1, here);
  }
}

TEST(OrderLife, IsLegalWhateverHappensInWhateverOrder) {
  walk(intended(), 5, "intended"); // 14^5 paths.
}

TEST(OrderLife, WaitsForTheWindowsEndBeforeItBelievesInAbsence) {
  auto x = unknown();
  EXPECT_EQ(x.duty(), life_duty::ask);
  x.not_found(window_end);
  EXPECT_EQ(x.stage(), life_stage::unknown);
  x.not_found(window_end + 1ms);
  EXPECT_EQ(x.stage(), life_stage::absent);
}

// E7: accepted, and the answer was lost.
TEST(OrderLife, IsFoundAgainAfterALostAnswer) {
  auto x = unknown();
  EXPECT_EQ(x.reported(report(order_state::open, 0)), contradiction::none);
  EXPECT_EQ(x.stage(), life_stage::working);
  EXPECT_EQ(x.venue_id(), "v1");
  x.not_found(window_end + 1h);
  EXPECT_EQ(x.stage(), life_stage::working) << "it has existed";
}

TEST(OrderLife, CancelsWhatTheVenueHasAndOnlyThat) {
  auto x = unknown();
  x.wish_cancelled();
  EXPECT_EQ(x.duty(), life_duty::ask) << "nobody knows what to cancel";
  x.answered(placement::accepted, "v1");
  EXPECT_EQ(x.duty(), life_duty::cancel);
  x.reported(report(order_state::cancelled, 0));
  EXPECT_EQ(x.duty(), life_duty::none);
}

// E14, E15: a fill after the cancel counts, and once.
TEST(OrderLife, CountsALateFillOnceAndStaysOver) {
  auto x = sent();
  x.answered(placement::accepted, "v1");
  x.reported(report(order_state::cancelled, 0));
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(x.filled(trade_of("t1", 4)), contradiction::none);
  EXPECT_EQ(x.stage(), life_stage::over);
  EXPECT_EQ(x.ending(), order_state::cancelled);
  EXPECT_EQ(x.filled_size(), decimal::whole(4));
  EXPECT_EQ(x.fills_cost(), decimal::whole(20));
}

TEST(OrderLife, AsksForFillsThatOnlyAReportHasToldOf) {
  auto x = sent();
  x.reported(report(order_state::open, 4));
  EXPECT_FALSE(x.fills_complete());
  x.filled(trade_of("t1", 4));
  EXPECT_TRUE(x.fills_complete());
}

TEST(OrderLife, NamesWhatCannotBe) {
  auto x = sent();
  x.answered(placement::accepted, "v1");
  EXPECT_EQ(x.filled(trade_of("t1", 11)), contradiction::overfilled);
  EXPECT_EQ(x.filled_size(), decimal::whole(11)) << "the venue's fact stands";
  x = sent();
  EXPECT_EQ(x.filled(trade_of("t1", 1, 0)), contradiction::impossible_fill);
  EXPECT_EQ(x.filled(trade_of("t1", -1)), contradiction::impossible_fill);
  EXPECT_EQ(x.filled_size(), decimal{});
  auto other = report(order_state::open, 0);
  other.side = side::sell;
  EXPECT_EQ(x.reported(other), contradiction::changed_identity);
  x = sent();
  x.answered(placement::refused, {});
  EXPECT_EQ(x.reported(report(order_state::open, 0)),
            contradiction::risen_from_grave);
  EXPECT_EQ(x.stage(), life_stage::working) << "the venue's fact stands";
  x = sent();
  x.reported(report(order_state::open, 4, unix_time{1s}));
  EXPECT_EQ(x.reported(report(order_state::open, 3, unix_time{1s})),
            contradiction::none)
    << "a poll that was overtaken";
  EXPECT_EQ(x.reported(report(order_state::open, 3, unix_time{2s})),
            contradiction::shrunk);
  EXPECT_EQ(x.filled_size(), decimal::whole(4));
}

// Stream, poll and replay tell the same facts in any order and any number of
// times: what is known in the end is the same.
TEST(OrderLife, TakesNoContradictionFromAReportThatFillsHaveOvertaken) {
  auto x = sent();
  x.reported(report(order_state::open, 0, unix_time{1s}));
  x.filled(trade_of("t1", 4));
  x.filled(trade_of("t2", 4));
  EXPECT_EQ(x.reported(report(order_state::open, 4, unix_time{2s})),
            contradiction::none)
    << "the report of the first fill, overtaken by the second fill";
  EXPECT_EQ(x.filled_size(), decimal::whole(8));
}

TEST(OrderLife, EndsAlikeWhateverOrderTheFactsComeIn) {
  const std::vector<std::function<void(order_life&)>> facts
    = {[](auto& x) { x.answered(placement::accepted, "v1"); },
       [](auto& x) { x.reported(report(order_state::open, 0, unix_time{1s})); },
       [](auto& x) { x.filled(trade_of("t1", 3)); },
       [](auto& x) { x.reported(report(order_state::open, 3, unix_time{2s})); },
       [](auto& x) { x.filled(trade_of("t2", 2, 7)); },
       [](auto& x) {
         x.reported(report(order_state::cancelled, 5, unix_time{3s}));
       }};
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < facts.size(); ++i)
      for (std::size_t times = 1 + random.below(3); times > 0; --times)
        order.insert(
          order.begin()
            + static_cast<std::ptrdiff_t>(random.below(order.size() + 1)),
          i);
    auto x = random.below(2) == 0 ? sent() : unknown();
    for (const auto i : order)
      facts[i](x);
    EXPECT_EQ(x.stage(), life_stage::over);
    EXPECT_EQ(x.ending(), order_state::cancelled);
    EXPECT_EQ(x.filled_size(), decimal::whole(5));
    EXPECT_EQ(x.fills_cost(), decimal::whole(29));
    EXPECT_TRUE(x.fills_complete());
  }
}

} // namespace
} // namespace ballast
