#include "venues/coinbase/symbols.hpp"

namespace ballast::venues::coinbase {

result<symbol> symbol_of(std::string_view product_id) {
  const auto dash = product_id.find('-');
  if (dash == std::string_view::npos || dash != product_id.rfind('-'))
    return fault{ec::invalid_argument,
                 "expected a product id such as \"BTC-USD\""};
  auto text = std::string{product_id};
  text[dash] = '/';
  return symbol::parse(text);
}

std::string product_id_of(const symbol& x) { return x.base + '-' + x.quote; }

} // namespace ballast::venues::coinbase
