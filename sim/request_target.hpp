// A request's target, taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim {

/// "/a/b?x=1&x=2": the path as it came, the query decoded, in its order.
struct request_target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;

  static request_target parse(std::string_view text);

  /// First value of a name.
  std::optional<std::string> first(std::string_view name) const;
  /// All values of a name, for keys that are repeated.
  std::vector<std::string> all(std::string_view name) const;
};

/// A query value as a whole number of 0 to 10^10, which is beyond any count or
/// Unix second asked for, and can still be multiplied without care.
/// @returns nothing for anything else.
std::optional<std::int64_t> whole_number(std::string_view text);

} // namespace ballast::sim
