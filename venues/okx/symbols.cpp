#include "venues/okx/symbols.hpp"

#include "venues/dashed_symbol.hpp"

namespace ballast::venues::okx {

result<symbol> symbol_of(std::string_view instrument_id) {
  return parse_dashed(instrument_id);
}

std::string instrument_id_of(const symbol& x) { return dashed(x); }

} // namespace ballast::venues::okx
