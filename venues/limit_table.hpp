// What a venue lets us send and what each request costs, as data.
//
// The numbers stand in one file a venue, limits.toml beside its codec; here is
// how they are looked up. Tables are made by limit_file.hpp alone.
#pragma once

#include "domain/limit.hpp"
#include "domain/result.hpp"
#include "venues/adapter.hpp"
#include "venues/trading.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::venues {

/// A row and whether orders and cancels spend from it.
struct published_limit {
  limit_row row;
  bool exits_spend = false;
};

/// Limits of an IP are one budget for all accounts.
constexpr bool is_public(const limit_row& x) noexcept {
  return x.scope == limit_scope::ip;
}

/// "coinbase.public", or "coinbase.private@master".
std::string budget_id(const limit_row& x, std::string_view account);

/// The units that it can ever hold: the burst of a bucket, else its units.
std::uint32_t capacity_of(const limit_row& x) noexcept;

/// What one request costs.
struct limit_weight {
  /// Name of a question or of an action on orders, or "connect".
  std::string of;
  std::string variant; ///< How it is asked, where that matters; or empty.
  /// The largest size it is asked with, as levels of a book, for this cost.
  std::uint32_t at_most = std::numeric_limits<std::uint32_t>::max();
  /// Ids of rows and costs, in the order of the rows: the first names the scope
  /// of a request's health.
  std::vector<spend> spends;
  std::string source;

  /// "candles", "open_orders/all_markets", "book<=100": how an override and an
  /// error call it.
  std::string name() const;
};

/// What matters about a request beside what it asks.
struct asked_how {
  std::string_view variant = {}; ///< As in the file; one unknown is none.
  std::uint32_t size = 0;        ///< Levels of a book.
};

/// One venue's. Every row and weight has been checked: see read_limits.
struct limit_table {
  std::string venue; ///< "okx"
  std::vector<published_limit> limits;
  std::vector<limit_weight> weights;

  /// Null where there is no such row.
  const published_limit* find(std::string_view id) const noexcept;
  /// What asking costs, by ids of rows. Null where the venue has no such
  /// request.
  const limit_weight* find(std::string_view of, asked_how how) const noexcept;
};

/// Names as files have them: "time", "open_orders".
std::string_view name_of(question x) noexcept;
std::string_view name_of(order_action x) noexcept;
/// The variants of "connect": "account".
std::string_view name_of(socket_kind x) noexcept;
/// All of the first two, and "connect".
const std::vector<std::string_view>& weighed_names();

/// A copy of a table in which an operator knows some things better.
/// @returns ec::invalid_argument, "place: key: expectation", for an id or a
///          weight that the table does not have (all that it has are listed), a
///          burst of a window, and what could never be sent.
result<limit_table> overridden(limit_table table, const limit_overrides& by);

/// What an override allows beyond what is published, "kraken.private (burst 20
/// instead of 15)", one text a row or weight. Empty where it is stricter.
std::vector<std::string> looser_parts(const limit_table& published,
                                      const limit_table& ours);

/// The limits of one account, as its adapter knows them.
class account_limits {
public:
  account_limits(std::shared_ptr<const limit_table> table, std::string account)
      : table_{std::move(table)}, account_{std::move(account)} {}

  const std::string& account() const noexcept { return account_; }
  /// The budgets; those of the address alone without credentials.
  std::vector<budget_definition> budgets(bool has_credentials) const;
  /// What a request spends; nothing where the venue has no such request.
  std::vector<spend> spends_of(question x, asked_how how = {}) const;
  std::vector<spend> spends_of(order_action x, asked_how how = {}) const;
  /// What opening a socket spends; nothing where the venue has no such rule.
  std::vector<spend> connect_spends(socket_kind x) const;

private:
  std::vector<spend> spends_of(std::string_view name, asked_how how) const;

  std::shared_ptr<const limit_table> table_;
  std::string account_;
};

} // namespace ballast::venues
