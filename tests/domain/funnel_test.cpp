#include "domain/funnel.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace ballast {
namespace {

decimal amount(double x) { return *decimal::parse(std::to_string(x)); }

ticker quoted(const symbol& which, double last, double volume,
              double spread = 0.001) {
  ticker x;
  x.symbol = which;
  x.last = amount(last);
  x.bid = amount(last * (1 - spread / 2));
  x.ask = amount(last * (1 + spread / 2));
  x.volume_quote = volume;
  return x;
}

symbol in_dollars(const std::string& base) { return {base, "USD"}; }

TEST(Funnel, CountsWhatItLeavesOutAndWhy) {
  const auto markets
    = std::vector<symbol>{in_dollars("A"), in_dollars("B"), in_dollars("C"),
                          in_dollars("D"), in_dollars("E"), in_dollars("F")};
  auto one_sided = quoted(in_dollars("F"), 5, 1e6);
  one_sided.bid = {};
  const auto tickers = std::vector<ticker>{
    quoted(in_dollars("A"), 5, 1e6), quoted(in_dollars("B"), 5, 2e6),
    quoted(in_dollars("C"), 5, 1e6, 0.05), quoted(in_dollars("D"), 5, 10),
    one_sided};
  funnel_options opts;
  opts.survivors_max = 1;
  const auto pass = pass_funnel(markets, tickers, {}, {}, opts);
  EXPECT_EQ(pass.known, 6U);
  EXPECT_EQ(pass.no_price, 1U);
  EXPECT_EQ(pass.wide, 2U);
  EXPECT_EQ(pass.quiet, 1U);
  EXPECT_EQ(pass.ranked_out, 1U);
  EXPECT_EQ(pass.survivors, std::vector<symbol>{in_dollars("B")});
}

TEST(Funnel, DoesNotJudgeASpreadThatNobodyTold) {
  auto x = quoted(in_dollars("A"), 5, 1e6);
  x.bid = x.ask = {};
  EXPECT_EQ(pass_funnel({x.symbol}, {x}, {}, {}, {}).survivors,
            std::vector<symbol>{x.symbol});
}

TEST(Funnel, RanksByDollarsWhateverTheQuote) {
  const auto markets = std::vector<symbol>{
    {"A", "BTC"}, {"B", "EUR"}, {"C", "USD"}, {"D", "XYZ"}};
  const auto tickers = std::vector<ticker>{
    quoted({"A", "BTC"}, 0.01, 20), // A million dollars.
    quoted({"B", "EUR"}, 1, 500'000),   quoted({"C", "USD"}, 1, 300'000),
    quoted({"D", "XYZ"}, 1, 1e12), // Of what nobody can tell.
    quoted({"BTC", "USDT"}, 50'000, 1), quoted({"USDC", "EUR"}, 0.8, 1)};
  const auto pass = pass_funnel(markets, tickers, {}, {}, {});
  EXPECT_EQ(pass.survivors,
            (std::vector<symbol>{{"A", "BTC"}, {"B", "EUR"}, {"C", "USD"}}));
  EXPECT_EQ(pass.quiet, 1U);
}

TEST(Funnel, LetsSomeCoinsInWhereSharesAreTradedForMore) {
  auto markets = std::vector<symbol>{};
  auto shares = std::vector<symbol>{};
  auto tickers = std::vector<ticker>{};
  for (auto i = 0; i < 30; ++i) {
    shares.push_back(in_dollars("S" + std::to_string(10 + i)));
    tickers.push_back(quoted(shares.back(), 5, 1e8 + i));
  }
  for (auto i = 0; i < 8; ++i) {
    markets.push_back(in_dollars("C" + std::to_string(i)));
    tickers.push_back(quoted(markets.back(), 5, 1e6 + i));
  }
  markets.insert(markets.end(), shares.begin(), shares.end());
  funnel_options opts;
  opts.survivors_max = 12;
  opts.coins_min = 5;
  const auto coins = [&](const funnel_pass& x) {
    return std::count_if(x.survivors.begin(), x.survivors.end(),
                         [](const symbol& y) { return y.base[0] == 'C'; });
  };
  const auto pass = pass_funnel(markets, tickers, {}, {}, opts, shares);
  EXPECT_EQ(pass.survivors.size(), 12U);
  EXPECT_EQ(coins(pass), 5);
  EXPECT_EQ(pass.ranked_out, 26U);
  EXPECT_EQ(pass.survivors.at(0), in_dollars("S39"));
  EXPECT_EQ(pass.survivors.at(7), in_dollars("C7")); // The liveliest of them.
  // Where nobody says that there are shares, volume alone counts.
  EXPECT_EQ(coins(pass_funnel(markets, tickers, {}, {}, opts)), 0);
  // Positions are coins as well, and nobody's place is kept for those that are
  // not there.
  const auto held = std::set<symbol>{in_dollars("C0"), in_dollars("C1")};
  EXPECT_EQ(coins(pass_funnel(markets, tickers, held, {}, opts, shares)), 5);
  opts.coins_min = 20;
  const auto all = pass_funnel(markets, tickers, {}, {}, opts, shares);
  EXPECT_EQ(coins(all), 8);
  EXPECT_EQ(all.survivors.size(), 12U);
}

TEST(Funnel, KeepsPositionsWhateverTheirMarketDoes) {
  funnel_options opts;
  opts.survivors_max = 2;
  const auto markets
    = std::vector<symbol>{in_dollars("A"), in_dollars("B"), in_dollars("DEAD")};
  const auto tickers = std::vector<ticker>{quoted(in_dollars("A"), 1, 1e6),
                                           quoted(in_dollars("B"), 1, 2e6)};
  const auto pass = pass_funnel(
    markets, tickers, {in_dollars("DEAD"), in_dollars("ELSEWHERE")}, {}, opts);
  EXPECT_EQ(pass.survivors,
            (std::vector<symbol>{in_dollars("DEAD"), in_dollars("B")}));
}

TEST(Funnel, IsLoyalToItsLastSurvivors) {
  funnel_options opts;
  opts.survivors_max = 1;
  const auto markets = std::vector<symbol>{in_dollars("A"), in_dollars("B")};
  const auto tickers = std::vector<ticker>{quoted(in_dollars("A"), 1, 1.0e6),
                                           quoted(in_dollars("B"), 1, 1.1e6)};
  const auto survivor = [&](const std::vector<symbol>& before) {
    return pass_funnel(markets, tickers, {}, before, opts).survivors.at(0);
  };
  EXPECT_EQ(survivor({}), in_dollars("B"));
  EXPECT_EQ(survivor({in_dollars("A")}), in_dollars("A"));
}

TEST(Funnel, AddsUpAndRanksForAnyTickers) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    std::vector<symbol> markets;
    std::vector<ticker> tickers;
    std::set<symbol> kept;
    for (std::size_t i = 0; i < 1 + random.below(60); ++i) {
      const auto which = in_dollars("M" + std::to_string(i));
      markets.push_back(which);
      if (random.below(10) == 0)
        kept.insert(which);
      if (random.below(5) > 0)
        tickers.push_back(quoted(which, 1 + double(random.below(9)),
                                 double(random.below(40'000)),
                                 0.02 * random.uniform()));
    }
    funnel_options opts;
    opts.survivors_max = 1 + random.below(20);
    const auto pass = pass_funnel(markets, tickers, kept, {}, opts);
    EXPECT_EQ(pass.known, markets.size());
    EXPECT_EQ(pass.no_price + pass.wide + pass.quiet + pass.ranked_out
                + pass.survivors.size(),
              pass.known);
    EXPECT_LE(pass.survivors.size(), std::max(opts.survivors_max, kept.size()));
    auto all = pass.survivors;
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  }
}

TEST(Funnel, TellsWhatTheQuotesOfItsSurvivorsAreWorth) {
  const auto markets = std::vector<symbol>{{"A", "BTC"}, {"C", "USD"}};
  const auto tickers = std::vector<ticker>{quoted({"A", "BTC"}, 0.01, 20),
                                           quoted({"C", "USD"}, 1, 300'000),
                                           quoted({"BTC", "USDT"}, 50'000, 1)};
  const auto worths = pass_funnel(markets, tickers, {}, {}, {}).worths;
  ASSERT_EQ(worths.size(), 2U);
  EXPECT_DOUBLE_EQ(worths.at("BTC"), 50'000);
  EXPECT_EQ(worths.at("USD"), 1);
}

} // namespace
} // namespace ballast
