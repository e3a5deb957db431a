// What Tidewater lets us send, as a table. Its windows are the full minutes of
// its own clock.
#pragma once

#include "venues/published_limit.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace ballast::venues::tidewater {

/// The day of the manual that they were read from.
constexpr std::string_view limits_checked_on = "2026-11-26";

/// Orders would be calls of the address and sealed ones of the key as well, so
/// exits spend from both.
constexpr auto limit_table = std::array{
  published_limit{"tidewater.public", limit_scope::ip, limit_kind::fixed_window,
                  240, std::chrono::minutes{1}, 0, std::chrono::minutes{1},
                  true, "MANUAL.md, Limits: 240 calls of an address a minute"},
  published_limit{"tidewater.sealed", limit_scope::key,
                  limit_kind::fixed_window, 30, std::chrono::minutes{1}, 0,
                  std::chrono::minutes{1}, true,
                  "MANUAL.md, Limits: 30 sealed calls of a key a minute"},
};

} // namespace ballast::venues::tidewater
