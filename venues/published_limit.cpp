#include "venues/published_limit.hpp"

#include <utility>

namespace ballast::venues {

std::string budget_id(const published_limit& x, std::string_view account) {
  auto id = std::string{x.id};
  if (!is_public(x))
    id.append("@").append(account);
  return id;
}

budget_definition budget_of(const published_limit& x, std::string_view venue,
                            std::string_view checked_on,
                            std::string_view account) {
  auto row = limit_row{std::string{x.id},
                       std::string{venue},
                       x.scope,
                       x.kind,
                       x.units,
                       x.window,
                       x.burst,
                       x.hold,
                       std::string{x.source},
                       std::string{checked_on}};
  return {budget_id(x, account), std::move(row), x.exits_spend};
}

std::vector<budget_definition>
budgets_of(std::span<const published_limit> table, std::string_view venue,
           std::string_view checked_on, std::string_view account,
           bool has_credentials) {
  std::vector<budget_definition> budgets;
  for (const auto& x : table)
    if (is_public(x) || has_credentials)
      budgets.push_back(budget_of(x, venue, checked_on, account));
  return budgets;
}

std::vector<spend> public_spends(std::span<const published_limit> table) {
  std::vector<spend> spends;
  for (const auto& x : table)
    if (is_public(x))
      spends.push_back({budget_id(x, {}), 1});
  return spends;
}

std::vector<spend> private_spends(std::span<const published_limit> table,
                                  std::string_view account) {
  std::vector<spend> spends;
  for (const auto& x : table)
    if (!is_public(x))
      spends.push_back({budget_id(x, account), 1});
  return spends;
}

} // namespace ballast::venues
