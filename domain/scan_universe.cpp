#include "domain/scan_universe.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace ballast {

namespace {

void take(scan_universe& to, const market& x) {
  to.markets.push_back(x.symbol);
  if (x.kind == market_kind::equity)
    to.equities.push_back(x.symbol);
}

} // namespace

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
      take(result, x);
  }
  std::sort(result.markets.begin(), result.markets.end());
  std::sort(result.equities.begin(), result.equities.end());
  return result;
}

market_kind kind_in(const scan_universe& x, const symbol& market) {
  return std::binary_search(x.equities.begin(), x.equities.end(), market)
           ? market_kind::equity
           : market_kind::crypto;
}

} // namespace ballast
