// Which calls the simulated OKX knows, and how many of each it takes.
#pragma once

#include "domain/time.hpp"

#include <cstdint>
#include <string_view>

namespace ballast::sim::okx {

/// What a limit counts by.
enum class limit_by : std::uint8_t { address, user, user_and_instrument };

struct route {
  std::string_view method;
  std::string_view path; ///< Below "/api/v5/".
  bool is_signed = false;
  std::uint32_t units = 0; ///< In `window`.
  std::chrono::seconds window{2};
  limit_by by = limit_by::address;
};

/// nullptr where there is no such call.
/// Source of the limits: okx.md sections 5 and 6.
const route* route_of(std::string_view method, std::string_view path);

} // namespace ballast::sim::okx
