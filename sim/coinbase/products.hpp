// What the simulated Coinbase lists: real ids and increments, made-up prices.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim {

/// One spot product.
/// Source of the facts: data/coinbase_products.csv.
struct coinbase_product {
  std::string id;    ///< "BTC-USD"
  std::string base;  ///< "BTC"
  std::string quote; ///< "USD"
  std::string price_increment;
  std::string base_increment;
  std::string base_min_size;
  std::string mirror_of;            ///< Whose book it shares; or empty.
  std::vector<std::string> mirrors; ///< Who shares its book.
  /// How prices and volumes of its book are written. A mirror has its book's,
  /// even where the source gives it other increments (LOOM-USDC).
  int price_decimals = 0;
  int base_decimals = 0;
};

/// All products, ascending by id.
const std::vector<coinbase_product>& coinbase_products();

/// Where a product's price starts its walk, and how lively it is.
struct coinbase_liveliness {
  std::int64_t price = 0;      ///< Ticks.
  double volatility = 0;       ///< Of a day.
  std::int64_t trades = 0;     ///< A day.
  std::int64_t trade_size = 0; ///< Base increments.
};
/// Well known assets are priced near what they cost when this was written and
/// cross rates agree with them; the others follow from `seed` and their id.
coinbase_liveliness liveliness_of(const coinbase_product& x,
                                  std::uint64_t seed);

} // namespace ballast::sim
