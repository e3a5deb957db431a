#include "sim/simulator.hpp"

#include "sim/coinbase/exchange.hpp"

#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>>
simulate_coinbase(const simulator_options& opts) {
  coinbase_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  x.public_limit_slides = opts.strict;
  x.candles = opts.candles;
  x.candles_end = opts.candles_end;
  x.filler = opts.filler;
  return make_coinbase(std::move(x));
}

} // namespace ballast::sim
