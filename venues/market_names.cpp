#include "venues/market_names.hpp"

namespace ballast::venues {

void market_names::learn(const std::vector<market>& listed) {
  by_id_.clear();
  for (const auto& x : listed)
    by_id_.emplace(x.venue_symbol, x.symbol);
}

const symbol* market_names::find(std::string_view venue_symbol) const {
  const auto found = by_id_.find(venue_symbol);
  return found == by_id_.end() ? nullptr : &found->second;
}

} // namespace ballast::venues
