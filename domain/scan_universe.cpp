#include "domain/scan_universe.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace ballast {

scan_universe universe_of(const std::vector<market>& listed) {
  scan_universe result;
  result.known = listed.size();
  std::set<std::string> scannable;
  for (const auto& x : listed)
    if (is_scannable(x.state) && x.mirror_of.empty())
      scannable.insert(x.venue_symbol);
  for (const auto& x : listed) {
    if (!is_scannable(x.state))
      ++result.untradable;
    else if (!x.mirror_of.empty() && scannable.count(x.mirror_of) > 0)
      ++result.mirrored;
    else
      result.markets.push_back(x.symbol);
  }
  std::sort(result.markets.begin(), result.markets.end());
  return result;
}

} // namespace ballast
