#include "domain/order_gate.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using why = order_objection;

constexpr auto now = unix_time{1'795'708'800'000ms};
constexpr auto lives = std::array{
  time_in_force::good_till_cancelled, time_in_force::good_till_time,
  time_in_force::immediate_or_cancel, time_in_force::fill_or_kill,
  time_in_force::day};

decimal amount(const char* text) { return *decimal::parse(text); }

market bitcoin() {
  auto x = market{};
  x.symbol = {"BTC", "USD"};
  x.price_increment = amount("0.01");
  x.size_increment = amount("0.001");
  x.size_min = amount("0.002");
  x.size_max = amount("100");
  x.notional_min = amount("10");
  return x;
}

order_abilities everything() {
  auto x = order_abilities{};
  x.limit = x.post_only = x.market = x.stop_limit
    = {lives[0], lives[1], lives[2], lives[3], lives[4]};
  return x;
}

order_ticket good() {
  auto x = order_ticket{};
  x.client_id = "a0123456789abcdef0123456789abcde";
  x.size = amount("0.01");
  x.price = amount("20000.5");
  return x;
}
order_ticket good_market() {
  auto x = good();
  x.type = order_type::market;
  x.price = {};
  return x;
}

order_ticket good_stop(side which = side::sell) {
  auto x = good();
  x.type = order_type::stop_limit;
  x.side = which;
  x.trigger = amount(which == side::sell ? "20100" : "19900");
  return x;
}

std::optional<why> judged(const order_ticket& x, const market& what = bitcoin(),
                          const order_abilities& venue = everything(),
                          const session_view& session = {}) {
  const auto no = refusal_of(x, what, venue, session, now);
  return no ? std::optional{no->why} : std::nullopt;
}
std::string told(const order_ticket& x, const market& what = bitcoin(),
                 const order_abilities& venue = everything(),
                 const session_view& session = {}) {
  const auto no = refusal_of(x, what, venue, session, now);
  return no ? no->text : "";
}

TEST(OrderGate, LetsThroughWhatNothingSpeaksAgainst) {
  EXPECT_EQ(told(good()), "");
  EXPECT_EQ(told(good_market()), "");
  auto by_cost = good_market();
  by_cost.size = {};
  by_cost.cost = amount("10");
  EXPECT_EQ(told(by_cost), "");
  EXPECT_EQ(told(good_stop()), "");
  EXPECT_EQ(told(good_stop(side::buy)), "");
}

TEST(OrderGate, WantsAClientIdThatEveryVenueTakes) {
  EXPECT_TRUE(is_client_id("f0000000000000000000000000000000"));
  for (const auto* x :
       {"", "00000000000000000000000000000000",
        "a0123456789abcdef0123456789abcd", "a0123456789abcdef0123456789abcdef",
        "A0123456789abcdef0123456789abcde", "a0123456-789a-bcde-f012-3456789ab",
        "g0123456789abcdef0123456789abcde"}) {
    auto ticket = good();
    ticket.client_id = x;
    EXPECT_EQ(judged(ticket), why::client_id) << x;
  }
}

TEST(OrderGate, WantsOneSizeAndOnePrice) {
  auto x = good();
  x.size = {};
  EXPECT_EQ(judged(x), why::sizing);
  x.cost = amount("50");
  EXPECT_EQ(judged(x), why::sizing); // A limit order has a size.
  x = good_market();
  x.cost = amount("50");
  EXPECT_EQ(judged(x), why::sizing);
  x = good();
  x.size = -x.size;
  EXPECT_EQ(judged(x), why::sizing);
  x = good();
  x.price = {};
  EXPECT_EQ(judged(x), why::pricing);
  x = good_market();
  x.price = amount("1");
  EXPECT_EQ(judged(x), why::pricing);
}

TEST(OrderGate, WantsATriggerOfStopsAndOfNothingElse) {
  for (auto x : {good(), good_market()}) {
    x.trigger = amount("20000");
    EXPECT_EQ(judged(x), why::trigger);
  }
  auto x = good_stop();
  x.trigger = {};
  EXPECT_EQ(told(x), "a stop-limit order needs a trigger above zero");
  x.trigger = -amount("20100");
  EXPECT_EQ(judged(x), why::trigger);
  x = good_stop();
  x.price = {};
  EXPECT_EQ(judged(x), why::pricing);
  x = good_stop();
  x.size = {};
  x.cost = amount("200");
  EXPECT_EQ(judged(x), why::sizing);
  x = good_stop();
  x.trigger = amount("20100.005");
  EXPECT_EQ(told(x), "BTC/USD: the trigger 20100.005 is no multiple of 0.01: "
                     "take 20100.01");
  x = good_stop();
  x.post_only = true;
  EXPECT_EQ(judged(x), why::post_only);
}

/// A sale wakes when the price has fallen to its trigger and must be willing to
/// sell there; a purchase the other way round.
TEST(OrderGate, WantsTheTriggerOnTheSideThatIsMetFirst) {
  for (const auto way : {side::buy, side::sell})
    for (const auto cents : {-1, 0, 1}) {
      auto x = good_stop(way);
      x.trigger = x.price + decimal::from_units(amount("0.01").units() * cents);
      const auto wanted = way == side::sell ? cents >= 0 : cents <= 0;
      EXPECT_EQ(judged(x), wanted ? std::nullopt : std::optional{why::trigger})
        << static_cast<int>(way) << ' ' << cents;
    }
  auto x = good_stop();
  x.trigger = amount("20000");
  EXPECT_EQ(told(x), "the price 20000.5 of a sale must be at or below its "
                     "trigger 20000");
}

TEST(OrderGate, KnowsVenuesWithoutStops) {
  auto none = everything();
  none.stop_limit = {};
  EXPECT_EQ(judged(good_stop(), bitcoin(), none), why::type);
  EXPECT_EQ(judged(good(), bitcoin(), none), std::nullopt);
  auto few = everything();
  few.stop_limit = {time_in_force::good_till_time};
  EXPECT_EQ(judged(good_stop(), bitcoin(), few), why::time_in_force);
  // Fractions of a stop live as those of a limit order.
  few = everything();
  few.limit_of_fractions = life_set{time_in_force::day};
  EXPECT_EQ(judged(good_stop(), bitcoin(), few), why::time_in_force);
}

TEST(OrderGate, WantsAnEndOfOrdersThatHaveOneAndOfNoOthers) {
  auto x = good();
  x.expires = now + 1h;
  EXPECT_EQ(judged(x), why::expiry);
  x.lives = time_in_force::good_till_time;
  EXPECT_EQ(judged(x), std::nullopt);
  x.expires = now;
  EXPECT_EQ(told(x), "the order would end at 2026-11-26 16:00 UTC, which is "
                     "past: give a later time");
  x.expires.reset();
  EXPECT_EQ(judged(x), why::expiry);
}

TEST(OrderGate, SaysWhichStepIsNext) {
  auto x = good();
  x.price = amount("20000.505");
  EXPECT_EQ(told(x), "BTC/USD: the price 20000.505 is no multiple of 0.01: "
                     "take 20000.5");
  x.side = side::sell;
  EXPECT_EQ(told(x), "BTC/USD: the price 20000.505 is no multiple of 0.01: "
                     "take 20000.51");
  x = good();
  x.size = amount("0.0105");
  EXPECT_EQ(told(x), "BTC/USD: the size 0.0105 is no multiple of 0.001: "
                     "take 0.01");
  x.size = amount("0.0005");
  EXPECT_EQ(told(x), "BTC/USD: the size 0.0005 is no multiple of 0.001: "
                     "take 0.001");
}

TEST(OrderGate, KeepsToLeastAndGreatest) {
  auto x = good();
  x.size = amount("0.001");
  EXPECT_EQ(told(x), "BTC/USD: the size 0.001 is below the least of 0.002: "
                     "raise it");
  x.size = amount("100.001");
  EXPECT_EQ(told(x), "BTC/USD: the size 100.001 is above the greatest of 100: "
                     "split the order");
  x = good();
  x.price = amount("999.99");
  EXPECT_EQ(told(x), "BTC/USD: the order is worth 9.9999 USD, which is below "
                     "the least of 10: raise its size");
  x.price = amount("1000");
  EXPECT_EQ(judged(x), std::nullopt);
  // What nobody can multiply is worth enough.
  auto endless = bitcoin();
  endless.size_max = {};
  x.size = x.price = amount("10000000000000000000");
  EXPECT_EQ(judged(x, endless), std::nullopt);
}

TEST(OrderGate, SaysWhenTheSessionOpensNext) {
  const auto closed = session_view{false, now + 22h + 30min};
  EXPECT_EQ(told(good(), bitcoin(), everything(), closed),
            "BTC/USD is not traded now: wait until 2026-11-27 14:30 UTC");
  EXPECT_EQ(told(good(), bitcoin(), everything(), {false, {}}),
            "BTC/USD is not traded now: when it opens next is not known yet");
}

TEST(OrderGate, NamesTheLivesThatTheVenueHas) {
  auto few = everything();
  few.limit = {time_in_force::day, time_in_force::fill_or_kill};
  EXPECT_EQ(told(good(), bitcoin(), few),
            "BTC/USD: the venue does not take this order good till cancelled; "
            "it takes it fill or kill, for the day");
  few.limit_of_fractions = life_set{time_in_force::day};
  auto x = good();
  x.lives = time_in_force::fill_or_kill;
  EXPECT_EQ(judged(x, bitcoin(), few), why::time_in_force);
  x.size = amount("3");
  EXPECT_EQ(judged(x, bitcoin(), few), std::nullopt);
}

TEST(OrderGate, SellsByCostOnlyWhereTheVenueDoes) {
  auto no_sums = everything();
  no_sums.sells_by_cost = false;
  auto x = good_market();
  x.size = {};
  x.cost = amount("50");
  EXPECT_EQ(judged(x, bitcoin(), no_sums), std::nullopt);
  x.side = side::sell;
  EXPECT_EQ(judged(x, bitcoin(), no_sums), why::sizing);
}

/// All combinations of what the venue has, what the market is, and what is
/// asked for: an order goes through exactly where each of them allows it.
TEST(OrderGate, AgreesWithATableOfAllCombinations) {
  constexpr auto states
    = std::array{market_state::tradable,   market_state::post_only,
                 market_state::limit_only, market_state::cancel_only,
                 market_state::halted,     market_state::delisted};
  constexpr auto types = std::array{order_type::market, order_type::limit,
                                    order_type::other, order_type::stop_limit};
  auto passed = 0;
  for (const auto state : states)
    for (const auto type : types)
      for (const auto life : lives)
        for (auto bits = 0U; bits < 64; ++bits) {
          const auto posts = (bits & 1U) != 0;
          const auto is_open = (bits & 2U) != 0;
          auto venue = everything();
          if ((bits & 4U) == 0)
            venue.limit = {time_in_force::day};
          if ((bits & 8U) == 0)
            venue.post_only = {};
          if ((bits & 16U) == 0)
            venue.market = {};
          if ((bits & 32U) == 0)
            venue.stop_limit = {time_in_force::good_till_cancelled};
          auto what = bitcoin();
          what.state = state;
          auto x = type == order_type::market       ? good_market()
                   : type == order_type::stop_limit ? good_stop()
                                                    : good();
          x.type = type;
          x.lives = life;
          x.post_only = posts;
          if (life == time_in_force::good_till_time)
            x.expires = now + 1h;
          const auto is_market = type == order_type::market;
          const auto is_limit = type == order_type::limit;
          const auto is_stop = type == order_type::stop_limit;
          const auto venue_has
            = (is_market && !posts && (bits & 16U) != 0)
              || (is_limit && posts && (bits & 8U) != 0)
              || (is_limit && !posts
                  && ((bits & 4U) != 0 || life == time_in_force::day))
              || (is_stop && !posts
                  && ((bits & 32U) != 0
                      || life == time_in_force::good_till_cancelled));
          const auto market_takes
            = state == market_state::tradable
              || (state == market_state::post_only && posts)
              || (state == market_state::limit_only && (is_limit || is_stop));
          const auto wanted = venue_has && market_takes && is_open;
          EXPECT_EQ(!judged(x, what, venue, {is_open, {}}), wanted)
            << to_string(state) << ' ' << static_cast<int>(type) << ' '
            << static_cast<int>(life) << ' ' << bits;
          passed += wanted ? 1 : 0;
        }
  EXPECT_GT(passed, 100);
}

/// Whatever the figures: an order goes through exactly where whole numbers say
/// that it may, and what a refusal proposes is not refused for the same again.
TEST(OrderGate, JudgesFiguresAsWholeNumbersDo) {
  auto seen = std::set<why>{};
  for (auto seed = std::uint64_t{1}; seed <= test::seed_count(20'000); ++seed) {
    auto random = random_source{seed};
    // In units of a thousandth, so that nothing is beyond the type.
    const auto draw = [&](std::uint64_t most) {
      return static_cast<std::int64_t>(random.below(most));
    };
    const auto thousandths = [](std::int64_t x) {
      return decimal::from_units(decimal::whole(x).units() / 1'000);
    };
    const auto tick = draw(4) * 5;
    const auto step = draw(4) * 5;
    const auto size_min = draw(100);
    const auto size_max = draw(2) * (100 + draw(1'000));
    const auto value_min = draw(1'000'000);
    const auto price = 1 + draw(2'000);
    const auto size = 1 + draw(2'000);
    auto what = market{};
    what.symbol = {"ETH", "EUR"};
    what.price_increment = thousandths(tick);
    what.size_increment = thousandths(step);
    what.size_min = thousandths(size_min);
    what.size_max = thousandths(size_max);
    what.notional_min
      = decimal::from_units(decimal::whole(value_min).units() / 1'000'000);
    auto x = good();
    x.side = draw(2) == 0 ? side::buy : side::sell;
    x.price = thousandths(price);
    x.size = thousandths(size);
    const auto wanted = (tick == 0 || price % tick == 0)
                        && (step == 0 || size % step == 0) && size >= size_min
                        && (size_max == 0 || size <= size_max)
                        && price * size >= value_min;
    const auto no = judged(x, what);
    EXPECT_EQ(!no, wanted) << "seed " << seed << ": " << told(x, what);
    if (!no)
      continue;
    seen.insert(*no);
    const auto text = told(x, what);
    EXPECT_TRUE(text.starts_with("ETH/EUR: ")) << text;
    const auto proposed = text.substr(text.rfind(' ') + 1);
    if (no == why::price_step)
      x.price = amount(proposed.c_str());
    else if (no == why::size_step)
      x.size = amount(proposed.c_str());
    else
      continue;
    EXPECT_NE(judged(x, what), no) << "seed " << seed << ": " << text;
  }
  EXPECT_EQ(seen, (std::set{why::price_step, why::size_step, why::too_small,
                            why::too_large, why::too_little_value}));
}

} // namespace
} // namespace ballast
