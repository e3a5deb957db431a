// What opening a socket is judged by, and no request ever spends from.
#pragma once

#include "venues/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <set>
#include <string>

namespace ballast::apps {

inline std::set<std::string> connect_budgets(const venues::adapter& of) {
  auto result = std::set<std::string>{};
  for (const auto kind : venues::socket_kinds)
    if (const auto spends = of.connect_spends(kind); !spends.empty())
      result.insert(spends.front().budget);
  return result;
}

} // namespace ballast::apps
