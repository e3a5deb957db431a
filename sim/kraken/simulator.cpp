#include "sim/simulator.hpp"

#include "sim/kraken/exchange.hpp"

#include <string>
#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>>
simulate_kraken(const simulator_options& opts) {
  kraken_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  x.stories_begin = opts.stories_begin;
  if (const auto all = std::to_string(opts.dollars); opts.dollars > 0)
    x.balances = {{"ZUSD", all, "0.0000"}};
  return make_kraken(std::move(x));
}

} // namespace ballast::sim
