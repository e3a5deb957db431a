// How long a connection to the simulated Binance lasts.
#pragma once

#include "domain/time.hpp"

#include <chrono>
#include <string>

namespace ballast::sim::binance {

/// 24 hours, and a warning before they are over. How long before is
/// unconfirmed.
///
/// Source: binance.md section 9.
class lifetime {
public:
  explicit lifetime(time_point begin) : begin_{begin} {}

  /// True once, when it is time to warn.
  bool warns(time_point now) {
    using namespace std::chrono_literals;
    if (was_warned_ || now - begin_ < 24h - 1min)
      return false;
    was_warned_ = true;
    return true;
  }
  bool is_over(time_point now) const {
    return now - begin_ >= std::chrono::hours{24};
  }

  static std::string warning(unix_time now) {
    return R"({"e":"serverShutdown","E":)"
           + std::to_string(now.time_since_epoch().count()) + '}';
  }

private:
  time_point begin_;
  bool was_warned_ = false;
};

} // namespace ballast::sim::binance
