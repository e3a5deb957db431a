// Orders at random into prices at random. Whatever comes: money is conserved,
// no reserve is below zero, reports and fills agree with each other as a
// venue's must, and nothing is filled better than the rules say.
#include "domain/order_life.hpp"
#include "domain/paper_exchange.hpp"
#include "domain/position_book.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto timeframe = std::chrono::seconds{60};

class walk {
public:
  explicit walk(std::uint64_t seed)
      : random_{seed}, rules_{any_rules()}, paper_{rules_, start_} {}

  void step() {
    now_ += std::chrono::milliseconds{random_.below(5000)};
    switch (random_.below(8)) {
    case 0:
    case 1:
    case 2:
      return place();
    case 3:
      return cancel();
    case 4:
      return show_candles();
    case 5:
      return take(paper_.pass(now_));
    default:
      return show_ticker();
    }
  }

  /// Everything is taken back: nothing stays held.
  void end() {
    for (const auto& x : paper_.open_orders())
      paper_.cancel(x.client_id, now_);
    take(paper_.pass(now_ + rules_.latency));
    EXPECT_TRUE(paper_.open_orders().empty());
    for (const auto& x : paper_.balances())
      EXPECT_EQ(x.held, decimal{}) << x.currency;
    for (const auto& [id, x] : placed_) {
      EXPECT_TRUE(is_final(x.life.stage())) << id;
      EXPECT_TRUE(x.life.fills_complete()) << id;
    }
  }

  std::string story; ///< Every fill.
  int makers = 0;
  int takers = 0;

private:
  struct placed {
    order_life life;
    unix_time arrives;
  };

  paper_rules any_rules() {
    paper_rules x;
    x.latency = std::chrono::milliseconds{random_.below(2000)};
    x.fees_from_received = random_.below(2) == 0;
    if (random_.below(4) == 0)
      x.fees.maker = -percent(1);
    return x;
  }

  const market& any_market() {
    static const auto all = [] {
      std::array<market, 3> result;
      const auto names = std::array{symbol{"BTC", "USD"}, symbol{"ETH", "USD"},
                                    symbol{"ETH", "BTC"}};
      for (std::size_t i = 0; i < all_count; ++i) {
        result[i].symbol = names[i];
        result[i].price_increment = *decimal::parse("0.01");
        result[i].size_increment
          = *decimal::parse(i == 1 ? "0.0000001" : "0.001");
      }
      return result;
    }();
    return all[random_.below(all_count)];
  }

  /// Few levels, so that orders and quotes meet at the same ones.
  decimal any_price() {
    return decimal::whole(static_cast<std::int64_t>(80 + random_.below(40)));
  }

  decimal cents(std::uint64_t least, std::uint64_t range) {
    return decimal::from_units(
      percent(1).units() * static_cast<int128>(least + random_.below(range)));
  }

  void place() {
    const auto& what = any_market();
    order_ticket x;
    x.client_id = "id" + std::to_string(placed_.size() + refused_);
    x.side = random_.below(2) == 0 ? side::buy : side::sell;
    x.size
      = decimal::from_units(what.size_increment.units()
                            * static_cast<int128>(1 + random_.below(3000)));
    switch (random_.below(4)) {
    case 0:
      x.type = order_type::market;
      break;
    case 1:
      x.type = order_type::market;
      x.side = side::buy;
      x.size = {};
      x.cost = cents(1, 20'000);
      break;
    default:
      x.price = any_price();
      x.post_only = random_.below(4) == 0;
      x.lives = random_.below(4) == 0 ? time_in_force::immediate_or_cancel
                                      : time_in_force::good_till_cancelled;
    }
    const auto told = paper_.place(what, x, now_);
    if (told.fate == placement::refused) {
      ++refused_;
      return;
    }
    auto life = order_life{what.symbol, x, now_ + 10s};
    life.leaves();
    life.answered(told.fate, told.venue_id);
    placed_.emplace(x.client_id,
                    placed{std::move(life), now_ + rules_.latency});
    check_money();
  }

  void cancel() {
    const auto open = paper_.open_orders();
    if (!open.empty())
      paper_.cancel(open[random_.below(open.size())].client_id, now_);
  }

  void show_ticker() {
    ticker x;
    x.symbol = any_market().symbol;
    x.ask = any_price();
    x.bid = x.ask - (random_.below(2) == 0 ? decimal::whole(1) : cents(1, 50));
    const auto news = paper_.see(x, now_);
    for (const auto& each : news.fills) {
      const auto buys = each.side == side::buy;
      if (*each.maker)
        EXPECT_TRUE(buys ? x.ask < each.price : x.bid > each.price);
      else
        EXPECT_EQ(each.price, buys ? x.ask : x.bid);
    }
    take(news);
  }

  void show_candles() {
    now_ += std::chrono::seconds{random_.below(90)};
    const auto& what = any_market();
    candle x;
    x.start = now_ - timeframe;
    x.low = any_price().to_double();
    x.high = x.low + 10 * random_.uniform();
    x.open = x.low;
    x.close = x.low + (x.high - x.low) * random_.uniform();
    x.volume = random_.uniform() * 20;
    x.closed = true;
    auto made = 0.0; // Of what it traded, however often it is told.
    for (auto times = 1 + random_.below(2); times > 0; --times) {
      const auto news = paper_.see(what.symbol, {x}, timeframe);
      for (const auto& each : news.fills)
        if (*each.maker) {
          made += each.size.to_double();
          EXPECT_LE(placed_.at(each.client_id).arrives, x.start);
        }
      take(news);
    }
    EXPECT_LE(made, x.volume * rules_.volume_part.to_double() * (1 + 1e-12));
  }

  void take(const paper_news& news) {
    for (const auto& x : news.fills)
      take(x, placed_.at(x.client_id));
    for (const auto& x : news.orders) {
      auto& life = placed_.at(x.client_id).life;
      EXPECT_EQ(life.reported(x), contradiction::none);
      EXPECT_LE(x.filled_cost, life.ticket().cost.is_zero()
                                 ? decimal::highest()
                                 : life.ticket().cost);
    }
    check_money();
  }

  void take(const fill& x, placed& order) {
    EXPECT_TRUE(trades_.insert(x.trade_id).second) << x.trade_id;
    EXPECT_EQ(order.life.filled(x), contradiction::none);
    EXPECT_GE(x.at, order.arrives);
    EXPECT_TRUE(book_.apply(x));
    const auto& ticket = order.life.ticket();
    if (!ticket.price.is_zero()) {
      EXPECT_TRUE(ticket.side == side::buy ? x.price <= ticket.price
                                           : x.price >= ticket.price);
    }
    EXPECT_FALSE(ticket.post_only && !*x.maker);
    ++(*x.maker ? makers : takers);
    story += x.trade_id + '@' + x.price.to_string() + ' ';
  }

  void check_money() {
    for (const auto& x : paper_.balances()) {
      EXPECT_FALSE(x.available.is_negative()) << x.currency;
      EXPECT_FALSE(x.held.is_negative()) << x.currency;
      const auto found = start_.find(x.currency);
      const auto before = found == start_.end() ? decimal{} : found->second;
      EXPECT_EQ(x.available + x.held, before + book_.asset_change(x.currency))
        << x.currency;
    }
    EXPECT_EQ(book_.imbalance(), std::nullopt);
  }

  static constexpr std::size_t all_count = 3;

  random_source random_;
  std::map<std::string, decimal> start_{{"USD", decimal::whole(2000)},
                                        {"BTC", decimal::whole(5)},
                                        {"ETH", decimal::whole(5)}};
  paper_rules rules_;
  paper_exchange paper_;
  position_book book_;
  std::map<std::string, placed> placed_;
  std::set<std::string> trades_;
  std::size_t refused_ = 0;
  unix_time now_{1'000'000s};
};

TEST(PaperWalk, ConservesMoneyAndKeepsToItsRules) {
  auto makers = 0;
  auto takers = 0;
  for (std::uint64_t seed = 1; seed <= test::seed_count(200); ++seed) {
    SCOPED_TRACE(seed);
    auto x = walk{seed};
    for (int i = 0; i < 200; ++i)
      x.step();
    x.end();
    makers += x.makers;
    takers += x.takers;
    if (HasFailure())
      break;
  }
  // Both have to happen, else the walk shows nothing.
  EXPECT_GT(makers, 500);
  EXPECT_GT(takers, 500);
}

// W4
TEST(PaperWalk, IsTheSameForTheSameOrdersAndPrices) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto one = walk{seed};
    auto other = walk{seed};
    for (int i = 0; i < 200; ++i) {
      one.step();
      other.step();
    }
    EXPECT_EQ(one.story, other.story);
    EXPECT_FALSE(one.story.empty());
  }
}

} // namespace
} // namespace ballast
