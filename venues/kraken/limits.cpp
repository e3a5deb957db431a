#include "venues/kraken/limits.hpp"

namespace ballast::venues::kraken {

std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials) {
  std::vector<budget_definition> budgets;
  for (const auto& x : limit_table)
    if (is_public(x) || has_credentials)
      budgets.push_back(budget_of(x, "kraken", limits_checked_on, account));
  return budgets;
}

std::vector<spend> public_spends() {
  std::vector<spend> spends;
  for (const auto& x : limit_table)
    if (is_public(x))
      spends.push_back({budget_id(x, {}), 1});
  return spends;
}

std::vector<spend> private_spends(std::string_view account) {
  std::vector<spend> spends;
  for (const auto& x : limit_table)
    if (!is_public(x))
      spends.push_back({budget_id(x, account), 1});
  return spends;
}

} // namespace ballast::venues::kraken
