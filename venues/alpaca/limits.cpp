#include "venues/alpaca/limits.hpp"

namespace ballast::venues::alpaca {

namespace {

constexpr auto& trading = limit_table[0];
constexpr auto& data = limit_table[1];
constexpr auto& burst = limit_table[2];

} // namespace

std::vector<budget_definition> budgets_of(std::string_view account) {
  return venues::budgets_of(limit_table, "alpaca", limits_checked_on, account,
                            true);
}

std::vector<spend> trading_spends(std::string_view account) {
  return {{budget_id(trading, account), 1}, {budget_id(burst, account), 1}};
}

std::vector<spend> data_spends(std::string_view account) {
  return {{budget_id(data, account), 1}, {budget_id(burst, account), 1}};
}

} // namespace ballast::venues::alpaca
