#include "sim/market_life.hpp"

#include "domain/random.hpp"
#include "sim/hash.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace ballast::sim {

namespace {

struct known_price {
  std::string_view currency;
  double dollars;
};
constexpr auto known_prices = std::array{
  known_price{"BTC", 68'000},
  known_price{"ETH", 2'500},
  known_price{"SOL", 150},
  known_price{"XRP", 2.2},
  known_price{"ADA", 0.7},
  known_price{"DOGE", 0.17},
  known_price{"LTC", 85},
  known_price{"BCH", 350},
  known_price{"LINK", 14},
  known_price{"AVAX", 22},
  known_price{"DOT", 4.2},
  known_price{"UNI", 6.5},
  known_price{"AAVE", 160},
  known_price{"XLM", 0.27},
  known_price{"ETC", 17},
  known_price{"USD", 1},
  known_price{"USDC", 1},
  known_price{"USDT", 1},
  known_price{"DAI", 1},
  known_price{"PAX", 1},
  known_price{"GUSD", 1},
  known_price{"PYUSD", 1},
  known_price{"UST", 1},
  known_price{"EUR", 1.08},
  known_price{"EURC", 1.08},
  known_price{"GBP", 1.27},
  known_price{"CHF", 1.13},
  known_price{"CAD", 0.73},
  known_price{"AUD", 0.66},
  known_price{"AED", 0.27},
  known_price{"JPY", 0.0067},
  // Wrapped and staked coins, and some that one venue alone lists.
  known_price{"WBTC", 68'000},
  known_price{"TBTC", 68'000},
  known_price{"CBETH", 2'700},
  known_price{"LSETH", 2'650},
  known_price{"METH", 2'650},
  known_price{"CMETH", 2'650},
  known_price{"STETH", 2'500},
  known_price{"BETH", 2'500},
  known_price{"WBETH", 2'650},
  known_price{"JITOSOL", 180},
  known_price{"MKR", 1'500},
  known_price{"TAO", 350},
  known_price{"XMR", 160},
  known_price{"CKB", 0.012},
  known_price{"LUNC", 0.00009},
  known_price{"BNB", 600},
  known_price{"FDUSD", 1},
  known_price{"TRY", 0.03},
  known_price{"BRL", 0.18},
};

std::optional<double> dollars(std::string_view currency) {
  for (const auto& x : known_prices)
    if (x.currency == currency)
      return x.dollars;
  return std::nullopt;
}

bool is_money(std::string_view currency) {
  const auto price = dollars(currency);
  return price && *price > 0.9 && *price < 1.5;
}

} // namespace

market_walk::options life_of(const market_nature& x, std::uint64_t seed) {
  auto random = random_source{hash_of(x.book, seed)};
  auto result = market_walk::options{};
  result.seed = hash_of(x.book, seed + 1);
  // Prices of a few ticks would move in leaps that no real market shows.
  constexpr auto fewest_ticks = 1'000.0;
  auto ticks = fewest_ticks * std::pow(10.0, 2.5 * random.uniform());
  const auto base = dollars(x.base);
  const auto quote = dollars(x.quote);
  if (base && quote)
    ticks = std::max(fewest_ticks,
                     *base / *quote * std::pow(10.0, x.price_decimals));
  result.price = std::llround(ticks);
  result.volatility = is_money(x.base) && is_money(x.quote)
                        ? 0.0004
                        : 0.01 + 0.03 * random.uniform();
  // From a handful of trades an hour to some a second, most near the low end.
  result.trades = std::llround(120 * std::pow(10.0, 2.5 * random.uniform()));
  if (base && !is_money(x.base) && is_money(x.quote))
    result.trades = 150'000;
  const auto price
    = static_cast<double>(result.price) * std::pow(10.0, -x.price_decimals);
  const auto worth = base.value_or(price * quote.value_or(1));
  const auto size = 500 / worth // About 500 USD a trade.
                    * std::pow(10.0, x.base_decimals);
  // What a day may count to, in steps, with the liveliest day's three times the
  // trades: a coin of next to no worth, in steps of next to nothing.
  const auto most = 1e18 / static_cast<double>(4 * result.trades);
  result.trade_size = std::llround(std::clamp(size, 1.0, most));
  return result;
}

} // namespace ballast::sim
