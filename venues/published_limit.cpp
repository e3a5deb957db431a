#include "venues/published_limit.hpp"

namespace ballast::venues {

std::string budget_id(const published_limit& x, std::string_view account) {
  auto id = std::string{x.id};
  if (!is_public(x))
    id.append("@").append(account);
  return id;
}

budget_definition budget_of(const published_limit& x, std::string_view venue,
                            std::string_view checked_on,
                            std::string_view account) {
  auto row = limit_row{std::string{x.id},
                       std::string{venue},
                       x.scope,
                       x.kind,
                       x.units,
                       x.window,
                       x.burst,
                       x.hold,
                       std::string{x.source},
                       std::string{checked_on}};
  return {budget_id(x, account), std::move(row), x.exits_spend};
}

} // namespace ballast::venues
