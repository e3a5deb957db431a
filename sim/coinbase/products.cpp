#include "sim/coinbase/products.hpp"

#include "domain/random.hpp"
#include "sim/hash.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace ballast::sim {

namespace data {
extern const std::string_view coinbase_products_csv;
}

namespace {

/// Takes the text up to the next `end` off the front.
std::string_view take(std::string_view& text, char end) {
  const auto at = text.find(end);
  const auto head = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return head;
}

coinbase_product parse_line(std::string_view line) {
  auto x = coinbase_product{};
  x.id = take(line, ',');
  x.price_increment = take(line, ',');
  x.base_increment = take(line, ',');
  x.base_min_size = take(line, ',');
  x.mirror_of = take(line, ',');
  const auto dash = x.id.find('-');
  x.base = x.id.substr(0, dash);
  x.quote = x.id.substr(dash + 1);
  x.price_decimals = decimals_of(x.price_increment);
  x.base_decimals = decimals_of(x.base_increment);
  return x;
}

std::vector<coinbase_product> parse_products(std::string_view csv) {
  auto products = std::vector<coinbase_product>{};
  auto is_header = true;
  while (!csv.empty()) {
    const auto line = take(csv, '\n');
    if (line.empty() || line.front() == '#')
      continue;
    if (!is_header)
      products.push_back(parse_line(line));
    is_header = false;
  }
  std::sort(products.begin(), products.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  auto by_id = std::map<std::string, coinbase_product*>{};
  for (auto& x : products)
    by_id[x.id] = &x;
  for (auto& x : products) {
    if (x.mirror_of.empty())
      continue;
    auto& book = *by_id.at(x.mirror_of);
    book.mirrors.push_back(x.id);
    x.price_decimals = book.price_decimals;
    x.base_decimals = book.base_decimals;
  }
  return products;
}

struct known_price {
  std::string_view currency;
  double dollars;
};
constexpr auto known_prices = std::array{
  known_price{"BTC", 68'000}, known_price{"ETH", 2'500},
  known_price{"SOL", 150},    known_price{"XRP", 2.2},
  known_price{"ADA", 0.7},    known_price{"DOGE", 0.17},
  known_price{"LTC", 85},     known_price{"BCH", 350},
  known_price{"LINK", 14},    known_price{"AVAX", 22},
  known_price{"DOT", 4.2},    known_price{"UNI", 6.5},
  known_price{"AAVE", 160},   known_price{"XLM", 0.27},
  known_price{"ETC", 17},     known_price{"USD", 1},
  known_price{"USDC", 1},     known_price{"USDT", 1},
  known_price{"DAI", 1},      known_price{"PAX", 1},
  known_price{"GUSD", 1},     known_price{"PYUSD", 1},
  known_price{"UST", 1},      known_price{"EUR", 1.08},
  known_price{"EURC", 1.08},  known_price{"GBP", 1.27},
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

const std::vector<coinbase_product>& coinbase_products() {
  static const auto products = parse_products(data::coinbase_products_csv);
  return products;
}

coinbase_liveliness liveliness_of(const coinbase_product& x,
                                  std::uint64_t seed) {
  // A mirror is the same book under another name, so it has the same life.
  const auto& book = x.mirror_of.empty() ? x.id : x.mirror_of;
  auto random = random_source{hash_of(book, seed)};
  auto result = coinbase_liveliness{};
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
  const auto size = 500 / (base.value_or(5.0)) // About 500 USD a trade.
                    * std::pow(10.0, x.base_decimals);
  result.trade_size = std::max<std::int64_t>(1, std::llround(size));
  return result;
}

} // namespace ballast::sim
