// For tables of thousands of markets that are asked for one: a tree's dozen
// comparisons of texts each wait for memory.
#pragma once

#include "domain/symbol.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace ballast {

struct symbol_hash {
  std::size_t operator()(const symbol& x) const noexcept {
    // An odd factor keeps A/B from B/A.
    return std::hash<std::string>{}(x.base) * 31
           + std::hash<std::string>{}(x.quote);
  }
};

} // namespace ballast
