#include "venues/coinbase/symbols.hpp"

#include "venues/dashed_symbol.hpp"

namespace ballast::venues::coinbase {

result<symbol> symbol_of(std::string_view product_id) {
  return parse_dashed(product_id);
}

std::string product_id_of(const symbol& x) { return dashed(x); }

} // namespace ballast::venues::coinbase
