// What the simulated Alpaca's WebSockets need of their venue.
#pragma once

#include "sim/alpaca/market_data.hpp"
#include "sim/alpaca/order_desk.hpp"
#include "sim/exchange.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim::alpaca {

/// The one connection that an account may have to an endpoint of market data.
/// Source: alpaca.md section 4.
class stream_seats {
public:
  /// @returns what holds the place until it is let go of; null where another
  ///          connection has it
  std::shared_ptr<void> take(std::size_t account, std::string_view endpoint) {
    auto& holder = holders_[{account, std::string{endpoint}}];
    if (!holder.expired())
      return nullptr;
    auto seat = std::make_shared<char>();
    holder = seat;
    return seat;
  }

private:
  std::map<std::pair<std::size_t, std::string>, std::weak_ptr<void>> holders_;
};

/// All of it outlives the connection.
struct stream_sources {
  const std::vector<account_key>& accounts;
  market_data& markets;
  order_desk& orders;
  stream_seats& seats;
  std::function<void()> bad_key; ///< Takes note of a login that was refused.
};

} // namespace ballast::sim::alpaca
