#include "sim/simulator.hpp"

#include "sim/alpaca/exchange.hpp"

#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>>
simulate_alpaca(const simulator_options& opts) {
  alpaca_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  return make_alpaca(std::move(x));
}

} // namespace ballast::sim
