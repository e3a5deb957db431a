// A call's parameters, from its query and its form.
#pragma once

#include "net/wire.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim::binance {

class parameters {
public:
  /// Query and body of a call; where both have a name the query wins.
  static parameters of(const net::call& what);

  std::optional<std::string> first(std::string_view name) const;
  /// The same where it is there and not empty.
  std::optional<std::string> filled(std::string_view name) const;
  bool has(std::string_view name) const { return first(name).has_value(); }
  void set(const std::string& name, std::string value) {
    pairs_.emplace_back(name, std::move(value));
  }

private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

/// What a call's signature covers: query and body as they were sent, put
/// together without anything between them, less the signature itself.
std::string signed_text(const net::call& what);

/// A whole number of up to 18 digits, without a sign.
std::optional<std::int64_t> whole_of(std::string_view text);

/// A list of texts: `["BTCUSDT","BNBUSDT"]`.
std::optional<std::vector<std::string>> list_of(std::string_view json);

} // namespace ballast::sim::binance
