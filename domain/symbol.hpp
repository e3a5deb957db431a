// Canonical market names: BASE/QUOTE, whatever a venue calls them.
//
// USD, USDC and USDT are three currencies and stay three: nothing here treats
// one as another.
#pragma once

#include "domain/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace ballast {

/// A currency pair, for example {"BTC", "USD"}, written "BTC/USD".
struct symbol {
  std::string base;
  std::string quote;

  /// Reads "BASE/QUOTE": both of 1 to 24 characters, A-Z, 0-9, '.', '_' or
  /// '-'; lower case is an error, so one market has one name.
  static result<symbol> parse(std::string_view text);
  std::string to_string() const { return base + '/' + quote; }

  friend auto operator<=>(const symbol&, const symbol&) = default;
};

} // namespace ballast
