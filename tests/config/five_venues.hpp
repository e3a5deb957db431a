// The venues that the examples and these tests speak of. config/ knows none by
// itself: it is told.
#pragma once

#include "config/settings.hpp"

#include <vector>

namespace ballast::config {

inline std::vector<venue_settings> five_venues() {
  auto result = std::vector<venue_settings>{
    {.name = "coinbase", .credentials = {.secret_is_pem = true}},
    {.name = "kraken"},
    {.name = "okx", .credentials = {.passphrase = true}},
    {.name = "binance"},
    {.name = "alpaca", .credentials = {.paper = true}},
  };
  return result;
}

/// Settings that nobody has touched.
inline settings untouched() {
  auto result = settings{};
  result.venues = five_venues();
  return result;
}

} // namespace ballast::config
