#include "venues/binance/limits.hpp"

#include <string>
#include <utility>

namespace ballast::venues::binance {

std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials) {
  return venues::budgets_of(limit_table, "binance", limits_checked_on, account,
                            has_credentials);
}

std::vector<spend> spends_of(std::uint32_t weight) {
  return {{std::string{limit_table[0].id}, weight},
          {std::string{limit_table[1].id}, 1}};
}

std::vector<spend> order_spends(std::uint32_t weight,
                                std::string_view account) {
  auto all = spends_of(weight);
  for (auto& x : private_spends(limit_table, account))
    all.push_back(std::move(x));
  return all;
}

} // namespace ballast::venues::binance
