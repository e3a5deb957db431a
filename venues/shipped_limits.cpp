#include "venues/limit_file.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace ballast::venues {

const result<limit_table>& shipped_limits(std::string_view venue) {
  static const auto tables = [] {
    std::map<std::string, result<limit_table>, std::less<>> read;
    for (const auto& x : shipped_files())
      read.emplace(x.venue, read_limits(x.text, "venues/" + std::string{x.venue}
                                                  + "/limits.toml"));
    return read;
  }();
  static const auto none = result<limit_table>{
    fault{ec::not_found, "no limits are known of this venue"}};
  const auto found = tables.find(venue);
  return found == tables.end() ? none : found->second;
}

result<std::shared_ptr<const limit_table>>
limits_of_file(std::string_view text, const std::string& file,
               const limit_overrides& by) {
  auto published = read_limits(text, file);
  if (!published)
    return published.error();
  auto ours = overridden(std::move(*published), by);
  if (!ours)
    return ours.error();
  return std::make_shared<const limit_table>(std::move(*ours));
}

result<std::shared_ptr<const limit_table>>
limits_of_venue(std::string_view venue, const limit_overrides& by) {
  const auto& published = shipped_limits(venue);
  if (!published)
    return published.error();
  auto ours = overridden(*published, by);
  if (!ours)
    return ours.error();
  return std::make_shared<const limit_table>(std::move(*ours));
}

} // namespace ballast::venues
