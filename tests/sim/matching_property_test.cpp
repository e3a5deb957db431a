// What must hold whatever is done to the core, by seeds.
#include "tests/sim/matching_venue.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

/// Does what a busy and clumsy client does.
class clumsy_client {
public:
  clumsy_client(matching& engine, std::uint64_t seed)
      : engine_{engine}, random_{seed} {}

  void act(instant now) {
    const auto account = random_.below(2);
    const auto choice = random_.below(10);
    if (choice < 7)
      engine_.place(account, something(now), now);
    else if (choice == 7)
      engine_.cancel(account, some_id(), now);
    else if (choice == 8)
      engine_.amend(account, some_id(), some_change(), now);
    else if (random_.below(8) == 0)
      engine_.cancel_all(account, std::nullopt, now);
  }

private:
  decimal figure(std::uint64_t most, std::string_view step) {
    return decimal::from_units(number(step).units()
                               * static_cast<int128>(1 + random_.below(most)));
  }
  decimal some_price() { return number("85") + figure(3'000, "0.01"); }
  std::string some_id() {
    return "o" + std::to_string(1 + random_.below(engine_.orders().size() + 1));
  }
  matching::amendment some_change() {
    auto x = matching::amendment{};
    if (random_.below(2) == 0)
      x.price = some_price();
    if (random_.below(2) == 0)
      x.size = figure(5'000, "0.001");
    return x;
  }
  order_request something(instant now) {
    constexpr auto lives = std::array{
      time_in_force::good_till_cancelled, time_in_force::good_till_cancelled,
      time_in_force::good_till_time, time_in_force::immediate_or_cancel,
      time_in_force::fill_or_kill};
    auto x = order_request{};
    x.market = "WALK";
    x.ticket.side = random_.below(2) == 0 ? side::buy : side::sell;
    x.ticket.lives = lives.at(random_.below(lives.size()));
    x.ticket.size = figure(8'000, "0.001");
    x.ticket.price = some_price();
    if (x.ticket.lives == time_in_force::good_till_time)
      x.ticket.expires = now.wall + std::chrono::seconds{random_.below(90)};
    if (random_.below(4) == 0) {
      x.ticket.type = order_type::market;
      x.ticket.price = {};
      if (random_.below(2) == 0)
        std::swap(x.ticket.cost, x.ticket.size);
      x.ticket.cost = product(x.ticket.cost, number("100"));
    }
    if (x.ticket.type == order_type::limit && random_.below(4) == 0) {
      x.ticket.type = order_type::stop_limit;
      x.ticket.trigger = number("97") + figure(600, "0.01");
    }
    x.ticket.post_only
      = x.ticket.type == order_type::limit && random_.below(6) == 0;
    return x;
  }

  matching& engine_;
  random_source random_;
};

/// Each currency's total over its accounts.
struct totals {
  decimal dollars;
  decimal coins;
};

class MatchingProperties : public matching_venue,
                           public testing::WithParamInterface<int> {
protected:
  static matching::options options_of(int seed) {
    auto x = plain();
    constexpr auto rules
      = std::array{fee_rule::quote, fee_rule::base, fee_rule::received};
    x.fee_in = rules.at(static_cast<std::size_t>(seed) % rules.size());
    x.cost_includes_fee = seed % 2 == 0;
    if (seed % 5 == 0)
      x.fees.maker = number("-0.0001");
    // A rate of many places leaves no fee exact.
    if (seed % 4 == 0)
      x.fees.taker = number("0.003333333333333333");
    return x;
  }
  MatchingProperties() : matching_venue{options_of(GetParam())} {}

  /// What the wallets must be by the fills alone.
  wallet expected(std::size_t account, std::string_view currency,
                  decimal start) const {
    auto sum = start;
    for (const auto& x : engine.fills()) {
      if (x.account != account)
        continue;
      const auto buys = x.what.side == side::buy;
      const auto cost = product(x.what.price, x.what.size);
      if (currency == "USD")
        sum += buys ? -cost : cost;
      else
        sum += buys ? x.what.size : -x.what.size;
      if (x.what.fee_currency == currency)
        sum -= x.what.fee;
    }
    return {sum, {}};
  }
  void expect_sound() const {
    for (const auto account : {0U, 1U}) {
      auto held_dollars = decimal{};
      auto held_coins = decimal{};
      for (const auto& x : engine.orders()) {
        if (x.account != account)
          continue;
        (x.held_currency == "USD" ? held_dollars : held_coins) += x.held;
        ASSERT_FALSE(is_over(x.state) && !x.held.is_zero()) << x.venue_id;
        if (!x.ticket.size.is_zero()) {
          ASSERT_LE(x.filled, x.ticket.size) << x.venue_id;
        }
      }
      ASSERT_EQ(dollars(account).held, held_dollars);
      ASSERT_EQ(coins(account).held, held_coins);
      ASSERT_FALSE(dollars(account).available.is_negative());
      ASSERT_FALSE(coins(account).available.is_negative());
      ASSERT_EQ(dollars(account).total(),
                expected(account, "USD", number("10000")).total());
      ASSERT_EQ(coins(account).total(),
                expected(account, "XYZ", number("50")).total());
    }
  }
  std::string history() const {
    auto text = std::string{};
    for (const auto account : {0U, 1U})
      for (const auto& x : engine.events(account, 0))
        text += std::to_string(x.at.time_since_epoch().count()) + ' '
                + x.order.venue_id + ' ' + x.order.filled.to_string() + ' '
                + x.balance.available.to_string() + '\n';
    return text;
  }
};

TEST_P(MatchingProperties, ConserveMoneyToTheLastDigit) {
  auto client = clumsy_client{engine, static_cast<std::uint64_t>(GetParam())};
  auto random = random_source{static_cast<std::uint64_t>(GetParam())};
  for (auto i = 0; i < 150; ++i) {
    client.act(now);
    pass(static_cast<std::int64_t>(random.below(4)));
    expect_sound();
    if (HasFatalFailure())
      return;
  }
  EXPECT_FALSE(engine.fills().empty());
  engine.cancel_all(0, std::nullopt, now);
  engine.cancel_all(1, std::nullopt, now);
  for (const auto account : {0U, 1U}) {
    EXPECT_TRUE(dollars(account).held.is_zero());
    EXPECT_TRUE(coins(account).held.is_zero());
  }
}

TEST_P(MatchingProperties, NeverTakeAFillBack) {
  auto client
    = clumsy_client{engine, static_cast<std::uint64_t>(GetParam()) + 77};
  for (auto i = 0; i < 100; ++i) {
    client.act(now);
    pass(2);
  }
  auto filled = std::map<std::string, decimal>{};
  auto over = std::map<std::string, bool>{};
  for (const auto account : {0U, 1U})
    for (const auto& x : engine.events(account, 0)) {
      if (x.what == account_event::kind::balance)
        continue;
      EXPECT_FALSE(over[x.order.venue_id]) << x.order.venue_id;
      EXPECT_GE(x.order.filled, filled[x.order.venue_id]);
      filled[x.order.venue_id] = x.order.filled;
      over[x.order.venue_id] = is_over(x.order.state);
    }
}

TEST_P(MatchingProperties, HaveTheSameHistoryHoweverOftenLookedAt) {
  auto other = matching{options_of(GetParam())};
  other.list(market_of("TOLD", told));
  other.list(market_of("WALK", walk));
  for (const auto account : {0U, 1U}) {
    other.deposit(account, "USD", number("10000"));
    other.deposit(account, "XYZ", number("50"));
  }
  const auto seed = static_cast<std::uint64_t>(GetParam()) + 5;
  auto client = clumsy_client{engine, seed};
  auto same_client = clumsy_client{other, seed};
  for (auto i = 0; i < 60; ++i) {
    // Ours is looked at every second, the other one when it is asked.
    client.act(now);
    same_client.act(now);
    for (auto k = 0; k < 7; ++k)
      pass(1);
  }
  other.advance(now);
  const auto mine = history();
  std::swap(engine, other);
  EXPECT_EQ(mine, history());
}

INSTANTIATE_TEST_SUITE_P(Seeds, MatchingProperties, testing::Range(0, 24));

} // namespace
} // namespace ballast::sim
