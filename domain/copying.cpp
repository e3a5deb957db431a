#include "domain/copying.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

std::vector<std::string> service_order::next(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.empty())
    return names;
  auto start = std::upper_bound(names.begin(), names.end(), first_);
  if (start == names.end())
    start = names.begin();
  first_ = *start;
  std::rotate(names.begin(), start, names.end());
  return names;
}

dispersion dispersion_of(const std::vector<copied_result>& all) {
  dispersion result;
  auto first = unix_time::max();
  auto last = unix_time::min();
  auto total = 0.0;
  for (const auto& x : all) {
    if (x.price <= decimal{})
      continue;
    const auto is_first = result.accounts++ == 0;
    result.price_min = is_first ? x.price : std::min(result.price_min, x.price);
    result.price_max = std::max(result.price_max, x.price);
    total += x.price.to_double();
    first = std::min(first, x.at);
    if (x.at > last) {
      last = x.at;
      result.slowest = x.account;
    }
  }
  if (result.accounts == 0)
    return result;
  result.price_mean = total / static_cast<double>(result.accounts);
  result.spread = (result.price_max - result.price_min).to_double()
                  / result.price_min.to_double();
  result.delay = last - first;
  return result;
}

} // namespace ballast
