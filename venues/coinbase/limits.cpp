#include "venues/coinbase/limits.hpp"

namespace ballast::venues::coinbase {

namespace {

bool is_public(const published_limit& x) noexcept {
  return x.scope == limit_scope::ip;
}

std::string budget_id(const published_limit& x, std::string_view account) {
  auto id = std::string{x.id};
  if (!is_public(x))
    id.append("@").append(account);
  return id;
}

limit_row row_of(const published_limit& x) {
  return {std::string{x.id},
          "coinbase",
          x.scope,
          x.kind,
          x.units,
          x.window,
          x.burst,
          x.hold,
          std::string{x.source},
          std::string{limits_checked_on}};
}

} // namespace

std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials) {
  std::vector<budget_definition> budgets;
  for (const auto& x : limit_table)
    if (is_public(x) || has_credentials)
      budgets.push_back({budget_id(x, account), row_of(x), x.exits_spend});
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

} // namespace ballast::venues::coinbase
