// What adapters of all REST venues have in common: an address, an account, and
// requests that say what they spend.
#pragma once

#include "venues/adapter.hpp"

#include <string>
#include <utility>

namespace ballast::venues {

class rest_adapter : public adapter {
public:
  std::string_view account() const final { return account_; }
  const std::string& base() const final { return base_; }

protected:
  /// @param base scheme and authority, as base_of() gives it.
  rest_adapter(std::string base, std::string account)
      : base_{std::move(base)}, account_{std::move(account)} {}

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
  std::string account_;
};

} // namespace ballast::venues
