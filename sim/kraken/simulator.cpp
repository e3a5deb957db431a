#include "sim/simulator.hpp"

#include "sim/kraken/exchange.hpp"

#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>>
simulate_kraken(const simulator_options& opts) {
  kraken_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  return make_kraken(std::move(x));
}

} // namespace ballast::sim
