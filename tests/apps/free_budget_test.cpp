// What Binance and OKX both list is scanned where budget is free. On the whole
// node in virtual time.
#include "tests/apps/two_venues.hpp"

#include <set>

namespace ballast::apps::test {

namespace {

using namespace std::chrono_literals;

/// Every scan costs so many times as much as it did: nine tenths of the limit
/// are gone. Remembers what the venue lists.
class costly_adapter : public ballast::test::relayed_adapter {
public:
  costly_adapter(std::shared_ptr<venues::adapter> to,
                 const std::uint32_t& factor, std::set<symbol>& listed)
      : relayed_adapter{std::move(to)}, factor_{factor}, listed_{listed} {}

  std::vector<spend> spends_of(venues::question x) const override {
    auto result = relayed_adapter::spends_of(x);
    if (x == venues::question::candles)
      for (auto& one : result)
        one.cost *= factor_;
    return result;
  }
  venues::answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    auto result = relayed_adapter::markets_answer(x);
    if (result.value)
      for (const auto& one : *result.value)
        listed_.insert(one.symbol);
    return result;
  }

private:
  const std::uint32_t& factor_;
  std::set<symbol>& listed_;
};

class FreeBudget : public two_venues {
public:
  /// The node's adapters look at what is kept below.
  ~FreeBudget() override { node.reset(); }

protected:
  void start_and_scan() {
    start(1,
          [this](std::shared_ptr<venues::adapter> x) {
            const auto venue = std::string{x->venue()};
            return std::make_shared<costly_adapter>(
              std::move(x), factors[venue], lists[venue]);
          },
          {"binance", "okx"});
    ASSERT_TRUE(until(
      [this] {
        return row("binance").rotation.completed > 0
               && row("okx").rotation.completed > 0;
      },
      5min));
    // By choice no market moves again within a minute.
    node->advance(1min);
  }
  /// Markets that both list, and that this venue was asked for last.
  std::set<symbol> shared_at(const std::string& venue) const {
    std::set<symbol> result;
    for (const auto& [market, all] : history)
      if (all.back().venue == venue && lists.at("binance").count(market) > 0
          && lists.at("okx").count(market) > 0)
        result.insert(market);
    return result;
  }

  std::map<std::string, std::uint32_t> factors = {{"binance", 1}, {"okx", 1}};
  std::map<std::string, std::set<symbol>> lists;
};

TEST_F(FreeBudget, MovesTheOverlapInOneCycleFromAVenueAtNineTenthsOfItsLimit) {
  start_and_scan();
  const auto overlap = shared_at("binance");
  ASSERT_GT(overlap.size(), 100U);
  const auto of_binance = row("binance").rotation.markets;
  const auto of_okx = row("okx").rotation.markets;

  factors["binance"] = 10;
  const auto crowded_at = node->now();
  node->advance(3s);
  const auto moved = of_binance - row("binance").rotation.markets;
  EXPECT_GE(10 * moved, 8 * overlap.size());
  EXPECT_EQ(row("okx").rotation.markets, of_okx + moved);
  EXPECT_EQ(row("binance").rotation.scans_per_s, 5.0);
  EXPECT_EQ(count("markets move here from binance"), 1U) << tail();

  // They are scanned there, each before two of OKX's turns are over.
  node->advance(2min);
  for (const auto& market : overlap) {
    const auto& last = history.at(market).back();
    EXPECT_GT(last.at, crowded_at) << market.to_string();
    EXPECT_LT(node->now() - last.at, 2min) << market.to_string();
  }
  EXPECT_GE(10 * shared_at("okx").size(), 8 * overlap.size());
  EXPECT_EQ(node->venue_stats("binance").rate_limited, 0U);
  EXPECT_EQ(node->venue_stats("okx").rate_limited, 0U);
}

// Its breaker opens again and again, each time for longer.
TEST_F(FreeBudget, MovesNoMarketTwiceAMinuteAndLeavesNoneWhileAVenueFlaps) {
  start_and_scan();
  const auto began = node->now();
  // For a minute: all of its window may be spent in the first seconds of one.
  for (int i = 0; i < 3; ++i) {
    inject("binance", R"([{"kind":"server_error"}])");
    node->advance(61s);
    inject("binance", "[]");
    node->advance(2min);
  }
  EXPECT_GE(row("binance").health.breaker.opened, 3U);
  std::size_t all_moves = 0;
  for (const auto& [market, scans] : history) {
    if (lists["binance"].count(market) == 0 || lists["okx"].count(market) == 0)
      continue;
    SCOPED_TRACE(market.to_string());
    std::vector<time_point> moves;
    for (std::size_t i = 1; i < scans.size(); ++i) {
      if (scans[i].at < began)
        continue;
      // OKX alone needs a minute for all that it lists.
      EXPECT_LT(scans[i].at - scans[i - 1].at, 150s);
      if (scans[i].venue != scans[i - 1].venue)
        moves.push_back(scans[i].at);
    }
    EXPECT_LT(node->now() - scans.back().at, 150s);
    for (std::size_t i = 3; i < moves.size(); ++i)
      EXPECT_GE(moves[i] - moves[i - 3], 2min) << "four in two minutes";
    all_moves += moves.size();
  }
  EXPECT_GT(all_moves, 300U) << "hardly anything flapped";
  EXPECT_EQ(node->venue_stats("okx").rate_limited, 0U);
}

} // namespace

} // namespace ballast::apps::test
