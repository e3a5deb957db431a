#include "sim/kraken/figures.hpp"

#include "sim/wire_text.hpp"

namespace ballast::sim::kraken {

std::int64_t average_price(const bar& x) {
  return (x.high + x.low + x.close) / 3;
}

void append_padded(std::string& out, std::int64_t units, int decimals,
                   int places) {
  append_fixed(out, units, decimals);
  if (places <= decimals)
    return;
  if (decimals == 0)
    out += '.';
  out.append(static_cast<std::size_t>(places - decimals), '0');
}

} // namespace ballast::sim::kraken
