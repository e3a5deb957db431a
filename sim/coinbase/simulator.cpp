#include "sim/simulator.hpp"

#include "sim/coinbase/exchange.hpp"

#include <string>
#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>>
simulate_coinbase(const simulator_options& opts) {
  coinbase_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  x.stories_begin = opts.stories_begin;
  if (const auto all = std::to_string(opts.dollars); opts.dollars > 0)
    x.balances = {{"USD", all}};
  x.public_limit_slides = opts.strict;
  x.candles = opts.candles;
  x.candles_end = opts.candles_end;
  x.filler = opts.filler;
  return make_coinbase(std::move(x));
}

} // namespace ballast::sim
