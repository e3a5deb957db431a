// One product, as the simulated Coinbase lists it.
#pragma once

#include "sim/bar.hpp"
#include "sim/coinbase/products.hpp"

#include <cstdint>
#include <string>

namespace ballast::sim::coinbase {

/// Members and order as recorded from the live venue in April 2026.
/// @param now in Unix seconds; price and the day's figures are as of then.
std::string product_json(const coinbase_product& x, const bar_source& bars,
                         std::int64_t now);

/// "0.01", or "0.00000001" where the quote currency is not money.
const char* quote_increment_of(const coinbase_product& x);
/// Least value of an order, in quote units.
const char* quote_min_size_of(const coinbase_product& x);

} // namespace ballast::sim::coinbase
