#include "venues/dashed_symbol.hpp"

namespace ballast::venues {

result<symbol> parse_dashed(std::string_view id) {
  const auto dash = id.find('-');
  if (dash == std::string_view::npos || dash != id.rfind('-'))
    return fault{ec::invalid_argument, "expected an id such as \"BTC-USD\""};
  auto text = std::string{id};
  text[dash] = '/';
  return symbol::parse(text);
}

std::string dashed(const symbol& x) { return x.base + '-' + x.quote; }

} // namespace ballast::venues
