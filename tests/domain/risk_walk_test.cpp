// An account that does whatever it is allowed to, at random: prices move,
// orders are proposed, filled, left open, taken back. Whatever comes, nothing
// beyond its caps is ever approved.
#include "domain/random.hpp"
#include "domain/risk.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;

class walk {
public:
  explicit walk(std::uint64_t seed)
      : random_{seed}, rules_{any_rules()}, book_{rules_} {
    account_.available
      = decimal::whole(static_cast<std::int64_t>(1 + random_.below(10'000)));
    elsewhere_ = decimal::whole(
      static_cast<std::int64_t>(random_.below(2) * random_.below(50'000)));
    account_.equity = account_.available + elsewhere_;
  }

  void step() {
    now_ += std::chrono::seconds{random_.below(100)};
    switch (random_.below(6)) {
    case 0:
      return move_prices();
    case 1:
      return end_an_order();
    case 2:
      return close_a_position();
    case 3:
      return halt_or_resume();
    default:
      return propose();
    }
  }

  std::size_t approved = 0;
  std::size_t refused = 0;

private:
  risk_rules any_rules() {
    risk_rules x;
    x.max_positions = static_cast<std::uint32_t>(1 + random_.below(8));
    x.max_exposure = percent(static_cast<int>(20 + random_.below(80)));
    x.max_asset_exposure = percent(static_cast<int>(5 + random_.below(60)));
    x.cooldown = std::chrono::seconds{random_.below(300)};
    return x;
  }

  symbol any_market() {
    static const auto bases
      = std::array{"BTC", "ETH", "SOL", "XRP", "ADA", "DOT"};
    static const auto quotes = std::array{"USD", "USDT"};
    return {bases[random_.below(bases.size())],
            quotes[random_.below(quotes.size())]};
  }

  void move_prices() {
    auto equity = account_.available + elsewhere_;
    for (const auto& x : account_.orders)
      equity += x.value;
    for (auto& x : account_.positions) {
      const auto part = percent(static_cast<int>(80 + random_.below(41)));
      x.value = *multiply(x.value, part, rounding::down);
      x.gain = part.to_double() - 1;
      equity += x.value;
    }
    account_.equity = equity;
    account_.data_age = std::chrono::seconds{random_.below(15)};
    book_.halts().observe(equity, now_);
  }

  /// It is filled, or taken back.
  void end_an_order() {
    if (account_.orders.empty())
      return;
    const auto x = account_.orders.back();
    account_.orders.pop_back();
    if (random_.below(3) == 0) {
      account_.available += x.value;
      return;
    }
    for (auto& held : account_.positions)
      if (held.market == x.market) {
        held.value += x.value;
        return;
      }
    account_.positions.push_back({x.market, x.value, 0.0});
  }

  void close_a_position() {
    if (account_.positions.empty())
      return;
    const auto x = account_.positions.back();
    const auto exit = risk_proposal{x.market, order_purpose::exit, x.value};
    EXPECT_TRUE(book_.judge(exit, account_, now_).approved());
    account_.positions.pop_back();
    account_.available += x.value;
    const auto earned
      = decimal::whole(static_cast<std::int64_t>(random_.below(3)) - 1);
    book_.settled(x.market, earned, now_);
    if (earned.is_negative())
      lost_[x.market] = now_;
  }

  void halt_or_resume() {
    if (random_.below(4) == 0)
      book_.halts().halt("dice");
    else
      book_.halts().resume("dice");
  }

  void propose() {
    const auto wish = risk_proposal{
      any_market(), order_purpose::entry,
      decimal::whole(static_cast<std::int64_t>(1 + random_.below(2000)))};
    const auto verdict = book_.judge(wish, account_, now_);
    EXPECT_FALSE(verdict.text.empty());
    if (!verdict.approved()) {
      ++refused;
      EXPECT_EQ(verdict.value, decimal{});
      return;
    }
    ++approved;
    check_conditions(wish, verdict);
    account_.available -= verdict.value;
    account_.orders.push_back(
      {wish.market, order_purpose::entry, verdict.value});
    check_caps(wish.market.base);
  }

  void check_conditions(const risk_proposal& wish,
                        const risk_verdict& verdict) {
    EXPECT_GT(verdict.value, decimal{});
    EXPECT_LE(verdict.value, wish.value);
    EXPECT_LE(verdict.value, account_.available);
    EXPECT_GE(account_.available, rules_.min_balance);
    EXPECT_FALSE(book_.halts().halted());
    EXPECT_LE(account_.data_age, rules_.max_data_age);
    const auto lost = lost_.find(wish.market);
    EXPECT_TRUE(lost == lost_.end() || now_ - lost->second >= rules_.cooldown);
  }

  /// With what was just approved, by sums of the test's own.
  void check_caps(const std::string& asset) {
    auto markets = std::set<std::string>{};
    auto in_all = 0.0;
    auto in_asset = 0.0;
    const auto add = [&](const symbol& market, decimal value) {
      markets.insert(market.to_string());
      in_all += value.to_double();
      in_asset += market.base == asset ? value.to_double() : 0;
    };
    for (const auto& x : account_.positions)
      add(x.market, x.value);
    for (const auto& x : account_.orders)
      add(x.market, x.value);
    const auto equity = account_.equity.to_double() * (1 + 1e-12);
    EXPECT_LE(in_all, equity * rules_.max_exposure.to_double());
    EXPECT_LE(in_asset, equity * rules_.max_asset_exposure.to_double());
    EXPECT_LE(markets.size(), rules_.max_positions);
    EXPECT_FALSE(account_.available.is_negative());
  }

  random_source random_;
  risk_rules rules_;
  risk_book book_;
  risk_view account_;
  decimal elsewhere_; ///< In other currencies: worth something, and not free.
  std::map<symbol, unix_time> lost_;
  unix_time now_{1'000'000s};
};

TEST(RiskWalk, NeverApprovesMoreThanTheRulesAllow) {
  auto approved = std::size_t{0};
  auto refused = std::size_t{0};
  for (std::uint64_t seed = 1; seed <= test::seed_count(300); ++seed) {
    SCOPED_TRACE(seed);
    auto x = walk{seed};
    for (int i = 0; i < 200; ++i)
      x.step();
    approved += x.approved;
    refused += x.refused;
    if (HasFailure())
      break;
  }
  // Both have to happen, else the walk shows nothing.
  EXPECT_GT(approved, 1000U);
  EXPECT_GT(refused, 1000U);
}

} // namespace
} // namespace ballast
