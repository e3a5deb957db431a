// Decimals and symbols: any bytes give a value or an error, and a value prints
// as text that reads back as the same value.
#include "domain/decimal.hpp"
#include "domain/symbol.hpp"
#include "tests/fuzz/insist.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace ballast;

void read_decimal(std::string_view text) {
  const auto x = decimal::parse(text);
  if (!x)
    return;
  const auto again = decimal::parse(x->to_string());
  fuzz::insist(again && *again == *x, "a decimal survives being printed");
  const auto step = decimal::from_units(x->units() < 0 ? 3 : 7);
  const auto down = round_to(*x, step, rounding::down);
  fuzz::insist(down <= *x && *x - down < step, "rounded down, and not too far");
}

void read_product(std::string_view text) {
  const auto at = text.find('*');
  if (at == std::string_view::npos)
    return;
  const auto a = decimal::parse(text.substr(0, at));
  const auto b = decimal::parse(text.substr(at + 1));
  if (!a || !b)
    return;
  const auto down = multiply(*a, *b, rounding::down);
  const auto up = multiply(*a, *b, rounding::up);
  if (down && up)
    fuzz::insist(*down <= *up && (*up - *down).units() <= 1,
                 "both roundings of a product are neighbours");
}

void read_symbol(std::string_view text) {
  const auto x = symbol::parse(text);
  if (x)
    fuzz::insist(x->to_string() == text, "a symbol has one spelling");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0)
    return 0;
  const auto text
    = std::string_view{reinterpret_cast<const char*>(data + 1), size - 1};
  switch (data[0] % 3) {
  case 0:
    read_decimal(text);
    break;
  case 1:
    read_product(text);
    break;
  default:
    read_symbol(text);
    break;
  }
  return 0;
}
