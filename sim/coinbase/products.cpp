#include "sim/coinbase/products.hpp"

#include "domain/random.hpp"
#include "sim/csv.hpp"
#include "sim/hash.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace ballast::sim {

namespace data {
extern const std::string_view coinbase_products_csv;
}

namespace {

coinbase_product parse_line(std::string_view line) {
  auto x = coinbase_product{};
  x.id = take_until(line, ',');
  x.price_increment = take_until(line, ',');
  x.base_increment = take_until(line, ',');
  x.base_min_size = take_until(line, ',');
  x.mirror_of = take_until(line, ',');
  const auto dash = x.id.find('-');
  x.base = x.id.substr(0, dash);
  x.quote = x.id.substr(dash + 1);
  x.price_decimals = decimals_of(x.price_increment);
  x.base_decimals = decimals_of(x.base_increment);
  return x;
}

std::vector<coinbase_product> parse_products(std::string_view csv) {
  auto products = std::vector<coinbase_product>{};
  for (const auto line : csv_rows(csv))
    products.push_back(parse_line(line));
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

} // namespace

const std::vector<coinbase_product>& coinbase_products() {
  static const auto products = parse_products(data::coinbase_products_csv);
  return products;
}

std::vector<coinbase_product> made_up_products(std::size_t count,
                                               std::uint64_t seed) {
  constexpr auto increments
    = std::array<const char*, 4>{"0.01", "0.001", "0.0001", "0.00001"};
  auto random = random_source{hash_of("made up products", seed)};
  auto result = std::vector<coinbase_product>{};
  for (std::size_t i = 0; i < count; ++i) {
    auto x = coinbase_product{};
    x.base = "MADEUP" + std::to_string(i + 1);
    x.quote = "USD";
    x.id = x.base + '-' + x.quote;
    x.price_increment = increments.at(random.below(increments.size()));
    x.base_increment = x.base_min_size
      = increments.at(random.below(increments.size()));
    x.price_decimals = decimals_of(x.price_increment);
    x.base_decimals = decimals_of(x.base_increment);
    result.push_back(std::move(x));
  }
  return result;
}

market_nature nature_of(const coinbase_product& x) {
  return {x.mirror_of.empty() ? x.id : x.mirror_of, x.base, x.quote,
          x.price_decimals, x.base_decimals};
}

} // namespace ballast::sim
