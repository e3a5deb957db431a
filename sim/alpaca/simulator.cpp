#include "sim/simulator.hpp"

#include "sim/alpaca/exchange.hpp"

#include <string>
#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>>
simulate_alpaca(const simulator_options& opts) {
  alpaca_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  x.stories_begin = opts.stories_begin;
  if (const auto all = std::to_string(opts.dollars); opts.dollars > 0)
    x.balances = {all, {}};
  return make_alpaca(std::move(x));
}

} // namespace ballast::sim
