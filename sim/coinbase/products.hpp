// What the simulated Coinbase lists: real ids and increments, made-up prices.
#pragma once

#include "sim/market_life.hpp"

#include <cstddef>
#include <cstdint>
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

/// Products that never were, in dollars: their ids are no recorded one's and
/// do not depend on the seed, their increments do.
std::vector<coinbase_product> made_up_products(std::size_t count,
                                               std::uint64_t seed);

/// What decides how a product trades. A mirror is the same book under another
/// name, so it has the same life.
market_nature nature_of(const coinbase_product& x);

} // namespace ballast::sim
