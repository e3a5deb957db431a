// The embedded tables: fields without quotes, '#' before a remark.
#pragma once

#include <string_view>
#include <vector>

namespace ballast::sim {

/// Takes the text up to the next `end` off the front.
inline std::string_view take_until(std::string_view& text, char end) {
  const auto at = text.find(end);
  const auto head = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return head;
}

/// The lines of a table but its remarks and its heading.
inline std::vector<std::string_view> csv_rows(std::string_view csv) {
  auto rows = std::vector<std::string_view>{};
  auto is_heading = true;
  while (!csv.empty()) {
    const auto line = take_until(csv, '\n');
    if (line.empty() || line.front() == '#')
      continue;
    if (!is_heading)
      rows.push_back(line);
    is_heading = false;
  }
  return rows;
}

} // namespace ballast::sim
