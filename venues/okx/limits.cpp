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

constexpr std::string_view limit_id(order_action x) noexcept {
  switch (x) {
  case order_action::place:
    return "okx.place";
  case order_action::cancel:
    return "okx.cancel";
  case order_action::amend:
    return "okx.amend";
  case order_action::query:
    return "okx.order";
  case order_action::open_orders:
    return "okx.pending";
  case order_action::closed_orders:
    return "okx.archive";
  case order_action::fills:
    return "okx.fills";
  case order_action::fees:
    return "okx.fees";
  case order_action::book:
    return "okx.book";
  case order_action::trades:
    return "okx.trades";
  case order_action::ticker:
    return "okx.ticker";
  case order_action::dead_man:
    return "okx.dead_man";
  case order_action::test:
  case order_action::cancel_all:
  case order_action::stream_token:
    break;
  }
  return {};
}

/// One unit of the row with that id; nothing without an id.
std::vector<spend> one_of(std::string_view id, std::string_view account) {
  if (id.empty())
    return {};
  const auto row = std::find_if(
    limit_table.begin(), limit_table.end(),
    [&](const published_limit& limit) { return limit.id == id; });
  assert(row != limit_table.end());
  return {{budget_id(*row, account), 1}};
}

} // namespace

std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials) {
  return venues::budgets_of(limit_table, "okx", limits_checked_on, account,
                            has_credentials);
}

std::vector<spend> spends_of(question x, std::string_view account) {
  return one_of(limit_id(x), account);
}

std::vector<spend> spends_of(order_action x, std::string_view account) {
  return one_of(limit_id(x), account);
}

} // namespace ballast::venues::okx
