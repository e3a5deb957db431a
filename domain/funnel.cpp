#include "domain/funnel.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace ballast {

namespace {

using by_market = std::map<symbol, const ticker*>;

/// What one unit of a currency is worth in dollars, for ranking alone: USD,
/// USDT and USDC are one here, and nowhere else.
std::optional<double> worth_of(const std::string& currency,
                               const by_market& tickers) {
  if (is_dollar(currency))
    return 1;
  for (const auto each : dollar_currencies) {
    const auto dollar = std::string{each};
    const auto direct = tickers.find({currency, dollar});
    if (direct != tickers.end() && !direct->second->last.is_zero())
      return direct->second->last.to_double();
    const auto inverse = tickers.find({dollar, currency});
    if (inverse != tickers.end() && !inverse->second->last.is_zero())
      return 1 / inverse->second->last.to_double();
  }
  return std::nullopt;
}

bool is_wide(const ticker& x, double spread_max) {
  if (x.bid.is_zero() || x.ask.is_zero())
    return x.bid.is_zero() != x.ask.is_zero();
  const auto bid = x.bid.to_double();
  const auto ask = x.ask.to_double();
  return ask - bid > spread_max * (ask + bid) / 2;
}

struct candidate {
  double volume = 0;
  symbol market;
};

bool is_share(const std::vector<symbol>& shares, const symbol& x) {
  return std::binary_search(shares.begin(), shares.end(), x);
}

/// Brings the best coins among the first `taken`, until so many are coins or no
/// coin is left behind them. Both kinds stay in the order of their volume.
void let_coins_in(std::vector<candidate>& all, std::size_t taken,
                  const std::vector<symbol>& shares, std::size_t coins_min) {
  auto coins = std::size_t{0};
  std::vector<candidate> in;
  std::vector<candidate> out;
  auto left = static_cast<std::size_t>(
    std::count_if(all.begin(), all.end(), [&](const candidate& x) {
      return !is_share(shares, x.market);
    }));
  for (auto& x : all) {
    const auto share = is_share(shares, x.market);
    left -= share ? 0 : 1;
    // A share may take a coin's place once there are coins enough, or no more.
    const auto kept_free
      = std::min(left, coins_min - std::min(coins_min, coins));
    const auto is_in
      = in.size() < taken && (!share || in.size() + kept_free < taken);
    coins += is_in && !share ? 1 : 0;
    (is_in ? in : out).push_back(std::move(x));
  }
  all = std::move(in);
  std::move(out.begin(), out.end(), std::back_inserter(all));
}

} // namespace

funnel_pass pass_funnel(const std::vector<symbol>& markets,
                        const std::vector<ticker>& tickers,
                        const std::set<symbol>& kept,
                        const std::vector<symbol>& before,
                        const funnel_options& opts,
                        const std::vector<symbol>& shares) {
  by_market prices;
  for (const auto& x : tickers)
    prices.emplace(x.symbol, &x);
  std::map<std::string, std::optional<double>> worths;
  const auto loyal = std::set<symbol>{before.begin(), before.end()};
  funnel_pass result;
  result.known = markets.size();
  std::vector<candidate> candidates;
  auto kept_coins = std::size_t{0};
  for (const auto& which : markets) {
    if (kept.count(which) > 0) {
      result.survivors.push_back(which);
      kept_coins += is_share(shares, which) ? 0 : 1;
      continue;
    }
    const auto price = prices.find(which);
    if (price == prices.end() || price->second->last.is_zero()) {
      ++result.no_price;
      continue;
    }
    const auto& x = *price->second;
    if (is_wide(x, opts.spread_max)) {
      ++result.wide;
      continue;
    }
    auto [worth, fresh] = worths.try_emplace(which.quote);
    if (fresh)
      worth->second = worth_of(which.quote, prices);
    const auto volume = x.volume_quote * worth->second.value_or(0);
    if (volume < opts.volume_min)
      ++result.quiet;
    else
      candidates.push_back(
        {loyal.count(which) > 0 ? volume * opts.loyalty : volume, which});
  }
  std::stable_sort(
    candidates.begin(), candidates.end(),
    [](const candidate& a, const candidate& b) { return a.volume > b.volume; });
  const auto room = opts.survivors_max
                    - std::min(opts.survivors_max, result.survivors.size());
  const auto taken = std::min(room, candidates.size());
  if (!shares.empty())
    let_coins_in(candidates, taken, shares,
                 opts.coins_min - std::min(opts.coins_min, kept_coins));
  result.ranked_out = candidates.size() - taken;
  for (std::size_t i = 0; i < taken; ++i)
    result.survivors.push_back(std::move(candidates[i].market));
  for (const auto& which : result.survivors)
    if (const auto worth = worth_of(which.quote, prices))
      result.worths.emplace(which.quote, *worth);
  return result;
}

} // namespace ballast
