// One row of a venue's table of limits, as its folder writes it down.
#pragma once

#include "domain/limit.hpp"
#include "venues/adapter.hpp"

#include <string>
#include <string_view>

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

} // namespace ballast::venues
