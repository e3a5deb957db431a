#include "venues/tidewater/symbols.hpp"

#include <algorithm>
#include <string>

namespace ballast::venues::tidewater {

result<symbol> symbol_of(std::string_view pool) {
  std::string canonical;
  for (const auto x : pool) {
    if ('a' <= x && x <= 'z')
      canonical += static_cast<char>(x - 'a' + 'A');
    else if ('0' <= x && x <= '9')
      canonical += x;
    else if (x == '~')
      canonical += '/';
    else
      return fault{ec::invalid_argument, "expected a pool like btc~usd"};
  }
  // Two seas are one too many, which the canonical name refuses as well.
  return symbol::parse(canonical);
}

} // namespace ballast::venues::tidewater
