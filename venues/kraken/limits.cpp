#include "venues/kraken/limits.hpp"

namespace ballast::venues::kraken {

std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials) {
  return venues::budgets_of(limit_table, "kraken", limits_checked_on, account,
                            has_credentials);
}

std::vector<spend> public_spends() {
  return venues::public_spends(limit_table);
}

std::vector<spend> private_spends(std::string_view account) {
  return venues::private_spends(limit_table, account);
}

} // namespace ballast::venues::kraken
