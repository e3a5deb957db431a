#include "sim/simulator.hpp"

#include "sim/okx/exchange.hpp"

#include <string>
#include <utility>

namespace ballast::sim {

result<std::unique_ptr<exchange>> simulate_okx(const simulator_options& opts) {
  okx_options x;
  x.seed = opts.seed;
  x.accounts = opts.accounts;
  x.stories_begin = opts.stories_begin;
  if (const auto all = std::to_string(opts.dollars); opts.dollars > 0)
    x.balances = {{"USDT", all}, {"USDC", all}};
  return make_okx(std::move(x));
}

} // namespace ballast::sim
