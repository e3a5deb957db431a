// What happens to orders, as `trade_updates` tells it.
#pragma once

#include "sim/alpaca/desk_order.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

/// One execution, and what its account owns of the asset afterwards.
struct order_execution {
  fill what;
  decimal position;
};

/// The newest updates of all accounts, numbered. They are written when they
/// happen, as what they tell of an order changes afterwards.
class order_updates {
public:
  explicit order_updates(std::uint64_t seed) : seed_{seed} {}

  /// @param event "new", "fill", "canceled", …
  /// @param as_taken see append_order_json
  void add(std::string_view event, const desk_order& x, bool as_taken,
           unix_time at,
           const std::optional<order_execution>& execution = std::nullopt);

  /// Number of the newest; 0 before the first.
  std::uint64_t last() const noexcept { return last_; }
  /// Messages of an account with a number above `after`, in order.
  std::vector<std::string> since(std::uint64_t after,
                                 std::size_t account) const;

private:
  struct update {
    std::uint64_t number = 0;
    std::size_t account = 0;
    std::string message;
  };

  std::uint64_t seed_;
  std::uint64_t last_ = 0;
  std::deque<update> kept_;
};

} // namespace ballast::sim::alpaca
