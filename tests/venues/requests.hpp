// What an adapter is about to send, taken apart for comparison.
#pragma once

#include "venues/adapter.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>

namespace ballast::venues {

inline std::string header_of(const request& x, const char* name) {
  return std::string{net::find_header(x.call.headers, name).value_or("(none)")};
}

/// Path and query members of a URL, so that their order does not matter.
inline std::pair<std::string, std::map<std::string, std::string>>
taken_apart(const std::string& url) {
  const auto mark = std::min(url.find('?'), url.size());
  auto members = std::map<std::string, std::string>{};
  auto rest = std::istringstream{url.substr(std::min(mark + 1, url.size()))};
  for (std::string x; std::getline(rest, x, '&');)
    members[x.substr(0, x.find('='))] = x.substr(x.find('=') + 1);
  return {url.substr(0, mark), members};
}

} // namespace ballast::venues
