// What happens to an account, as the simulated Binance tells it.
#pragma once

#include "sim/binance/trading.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ballast::sim::binance {

/// An account's executionReports and outboundAccountPositions since it began
/// to listen. There is no snapshot.
///
/// Source: binance.md section 10. Not thread-safe: its exchange has the lock.
class user_events {
public:
  /// @param orders must outlive this
  user_events(std::size_t account, trading& orders, instant now);

  /// What is new by `now`, in order; never one twice.
  std::vector<std::string> news(instant now);

  std::size_t account() const noexcept { return account_; }

private:
  std::size_t account_;
  trading* orders_;
  std::uint64_t told_ = 0;
};

} // namespace ballast::sim::binance
