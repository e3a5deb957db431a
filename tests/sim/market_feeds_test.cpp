#include "sim/market_feeds.hpp"
#include "sim/market_walk.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto begin = unix_time{1'790'000'017'250ms};

decimal number(const char* text) { return *decimal::parse(text); }

matching::options numbered() {
  auto x = matching::options{};
  x.order_id = x.trade_id = [](std::uint64_t n) { return std::to_string(n); };
  return x;
}

class MarketFeeds : public testing::Test {
protected:
  MarketFeeds() {
    market.id = "BTC-USD";
    market.bars = &walk;
    market.price_unit = number("0.01");
    market.size_unit = number("0.00000001");
    market.price_increment = market.price_unit;
    market.size_increment = market.size_unit;
    engine.list(market);
  }

  market_walk walk{{.seed = 3,
                    .price = 6'800'000,
                    .volatility = 0.03,
                    .trades = 200'000,
                    .trade_size = 100'000}};
  matching_market market;
  matching engine{numbered()};
};

TEST_F(MarketFeeds, TradesComeOnceHoweverOftenOneAsks) {
  auto seldom = trade_feed{market, begin};
  auto often = trade_feed{market, begin};
  auto ids = std::vector<std::string>{};
  for (auto now = begin; now < begin + 30s; now += 50ms)
    for (const auto& x : often.until(now + 50ms)) {
      EXPECT_GT(x.at, begin);
      EXPECT_LE(x.at, now + 50ms);
      ids.push_back(x.trade_id);
    }
  auto all = std::vector<std::string>{};
  for (const auto& x : seldom.until(begin + 30s))
    all.push_back(x.trade_id);
  EXPECT_GT(all.size(), 20U);
  EXPECT_EQ(ids, all);
  EXPECT_TRUE(seldom.until(begin + 10s).empty()) << "time ran backwards";
}

/// What a client keeps of a side: applies, then throws away what is beyond.
void apply(std::map<decimal, decimal>& side, const std::vector<book_level>& x) {
  for (const auto& each : x)
    if (each.size.is_zero())
      side.erase(each.price);
    else
      side[each.price] = each.size;
}

TEST_F(MarketFeeds, ABookKeptFromChangesIsTheVenuesOwn) {
  constexpr auto depth = std::size_t{10};
  auto feed = book_feed{engine, market, depth, begin};
  auto bids = std::map<decimal, decimal>{};
  auto asks = std::map<decimal, decimal>{};
  apply(bids, feed.levels().bids);
  apply(asks, feed.levels().asks);
  auto changes = 0;
  for (auto now = begin; now < begin + 120s; now += 1s) {
    const auto change = feed.advance(now, true);
    changes += change.is_empty() ? 0 : 1;
    apply(bids, change.bids);
    apply(asks, change.asks);
    while (bids.size() > depth)
      bids.erase(bids.begin());
    while (asks.size() > depth)
      asks.erase(std::prev(asks.end()));
    auto best_bids = std::vector<book_level>{};
    for (auto x = bids.rbegin(); x != bids.rend(); ++x)
      best_bids.push_back({x->first, x->second});
    auto best_asks = std::vector<book_level>{};
    for (const auto& [price, size] : asks)
      best_asks.push_back({price, size});
    ASSERT_EQ(best_bids, feed.levels().bids);
    ASSERT_EQ(best_asks, feed.levels().asks);
  }
  EXPECT_GT(changes, 60);
}

TEST(BookChange, TellsOfNoLevelThatOthersPushOut) {
  const auto level = [](int price) {
    return book_level{decimal::whole(price), decimal::whole(1)};
  };
  auto before = book_levels{};
  before.asks = {level(10), level(11), level(12)};
  auto after = book_levels{};
  after.asks = {level(9), level(10), level(12)};
  const auto gone = book_level{decimal::whole(11), {}};
  const auto kept = change_of(before, after, 3);
  EXPECT_EQ(kept.asks, (std::vector<book_level>{gone, level(9)}));
  after.asks = {level(8), level(9), level(10)};
  EXPECT_EQ(change_of(before, after, 3).asks,
            (std::vector<book_level>{level(8), level(9)}));
  const auto lost = book_level{decimal::whole(12), {}};
  EXPECT_EQ(change_of(before, after, std::nullopt).asks,
            (std::vector<book_level>{gone, lost, level(8), level(9)}));
}

TEST_F(MarketFeeds, TheLastStateOfACandleIsItsWholeWhenItIsOver) {
  auto feed = candle_feed{walk, 60, begin};
  auto last = std::map<std::int64_t, bar>{};
  // At a pace that meets no second: a minute ends between two looks.
  for (auto now = begin; now < begin + 300s; now += 1'700ms)
    for (const auto& x : feed.until(now))
      last[x.start] = x;
  const auto second = begin.time_since_epoch() / 1s;
  const auto first = second - second % 60 + 60;
  auto whole = std::vector<bar>{};
  walk.append_bars(whole, first, first + 120, 60, second + 1'000);
  ASSERT_EQ(whole.size(), 3U);
  for (const auto& x : whole)
    EXPECT_EQ(last[x.start], x);
}

} // namespace
} // namespace ballast::sim
