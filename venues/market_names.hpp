// Which market a venue's own id means, where no rule can split the id: it is
// looked up in what the list of markets told.
#pragma once

#include "domain/market.hpp"
#include "domain/symbol.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues {

class market_names {
public:
  /// Forgets all and learns these.
  void learn(const std::vector<market>& listed);
  /// nullptr where the id is not known.
  const symbol* find(std::string_view venue_symbol) const;

private:
  std::map<std::string, symbol, std::less<>> by_id_;
};

} // namespace ballast::venues
