// What adapters of all REST venues have in common: an address, an account with
// its limits, and requests that say what they spend.
#pragma once

#include "venues/adapter.hpp"
#include "venues/limit_table.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ballast::venues {

class rest_adapter : public adapter {
public:
  std::string_view account() const final { return limits_.account(); }
  const std::string& base() const final { return base_; }
  std::vector<budget_definition> budgets() const override {
    return limits_.budgets(has_credentials());
  }
  std::vector<spend> spends_of(question x) const override {
    return limits_.spends_of(x);
  }
  std::vector<spend> connect_spends(socket_kind x) const override {
    return limits_.connect_spends(x);
  }

protected:
  /// @param base scheme and authority, as base_of() gives it.
  rest_adapter(std::string base, account_limits limits)
      : base_{std::move(base)}, limits_{std::move(limits)} {}

  const account_limits& limits() const noexcept { return limits_; }

  /// A GET that anybody may send.
  request unsigned_get(question what, std::string target) const {
    request made;
    made.call.method = "GET";
    made.call.base = base_;
    made.call.target = std::move(target);
    made.call.headers = {{"Accept", "application/json"}};
    made.spends = spends_of(what);
    return made;
  }

private:
  std::string base_;
  account_limits limits_;
};

} // namespace ballast::venues
