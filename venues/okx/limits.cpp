#include "venues/okx/limits.hpp"

#include <algorithm>
#include <cassert>

namespace ballast::venues::okx {

namespace {

constexpr std::string_view limit_id(question x) noexcept {
  switch (x) {
  case question::time:
    return "okx.time";
  case question::markets:
    return "okx.instruments";
  case question::tickers:
    return "okx.tickers";
  case question::candles:
    return "okx.candles";
  case question::balances:
    return "okx.balance";
  case question::permissions:
    return "okx.config";
  case question::status:
    return "okx.status";
  }
  return {};
}

} // namespace

std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials) {
  return venues::budgets_of(limit_table, "okx", limits_checked_on, account,
                            has_credentials);
}

std::vector<spend> spends_of(question x, std::string_view account) {
  const auto row = std::find_if(
    limit_table.begin(), limit_table.end(),
    [&](const published_limit& limit) { return limit.id == limit_id(x); });
  assert(row != limit_table.end());
  return {{budget_id(*row, account), 1}};
}

} // namespace ballast::venues::okx
