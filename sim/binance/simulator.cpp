#include "sim/simulator.hpp"

#include "sim/binance/exchange.hpp"

#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>>
simulate_binance(const simulator_options& opts) {
  binance_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  return make_binance(std::move(x));
}

} // namespace ballast::sim
