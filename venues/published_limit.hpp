// A venue's table of limits, as its folder writes it down.
#pragma once

#include "domain/limit.hpp"
#include "venues/adapter.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues {

/// A limit_row before it owns its texts.
struct published_limit {
  std::string_view id;
  limit_scope scope;
  limit_kind kind;
  std::uint32_t units;
  std::chrono::seconds window;
  std::uint32_t burst; ///< Zero for windows.
  std::chrono::seconds hold;
  bool exits_spend; ///< Whether orders and cancels spend from it.
  std::string_view source;
};

/// Limits of an IP are one budget for all accounts.
constexpr bool is_public(const published_limit& x) noexcept {
  return x.scope == limit_scope::ip;
}

/// "coinbase.public", or "coinbase.private@master".
std::string budget_id(const published_limit& x, std::string_view account);

budget_definition budget_of(const published_limit& x, std::string_view venue,
                            std::string_view checked_on,
                            std::string_view account);

/// The budgets of one account; those of the address alone without credentials.
std::vector<budget_definition>
budgets_of(std::span<const published_limit> table, std::string_view venue,
           std::string_view checked_on, std::string_view account,
           bool has_credentials);

/// One unit of each limit of the address.
std::vector<spend> public_spends(std::span<const published_limit> table);
/// One unit of each limit of the account or its key.
std::vector<spend> private_spends(std::span<const published_limit> table,
                                  std::string_view account);

} // namespace ballast::venues
