#include "sim/simulator.hpp"

#include "sim/okx/exchange.hpp"

#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>> simulate_okx(const simulator_options& opts) {
  okx_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  return make_okx(std::move(x));
}

} // namespace ballast::sim
