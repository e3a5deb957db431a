// Orders at the simulated Binance: every call about them.
#pragma once

#include "net/wire.hpp"
#include "sim/binance/market_data.hpp"
#include "sim/binance/parameters.hpp"
#include "sim/binance/routes.hpp"
#include "sim/binance/wallets.hpp"
#include "sim/matching.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim::binance {

/// How many unfilled orders an account may place in a window of the clock.
struct order_window {
  std::chrono::seconds length;
  std::uint32_t limit;
  const char* interval; ///< As in exchangeInfo, like the next.
  int count;
  const char* header; ///< That counts them.
};
/// Source: binance.md section 4, ORDERS.
inline constexpr auto order_windows
  = std::array{order_window{std::chrono::seconds{10}, 50, "SECOND", 10,
                            "X-MBX-ORDER-COUNT-10S"},
               order_window{std::chrono::hours{24}, 160'000, "DAY", 1,
                            "X-MBX-ORDER-COUNT-1D"}};

/// Not thread-safe: its exchange has the lock.
class trading {
public:
  /// @param markets must outlive this
  trading(std::uint64_t seed, std::size_t accounts, const endowment& balances,
          market_data& markets);

  /// Answers a call about orders.
  /// @param dollars all that the account has, where a fault says so
  net::reply answer(route_name what, const parameters& given,
                    std::size_t account,
                    const std::optional<std::string>& dollars, instant now);

  endowment balances_of(std::size_t account, instant now);
  const matching& engine() const noexcept { return engine_; }

private:
  struct call {
    const parameters& given;
    std::size_t account;
    const std::optional<std::string>& dollars;
    instant now;
    listing* where = nullptr;
  };
  net::reply place(const call& x);
  net::reply test(const call& x);
  net::reply query(const call& x);
  net::reply cancel(const call& x, std::string_view id_name,
                    std::string_view client_name);
  net::reply cancel_all(const call& x);
  net::reply orders(const call& x, bool only_open);
  net::reply replace(const call& x);
  net::reply amend(const call& x);
  net::reply fills(const call& x);
  net::reply usage(const call& x) const;

  /// The account's order of that id, or client id, in the call's market.
  const order_record* named(const call& x, std::string_view id_name,
                            std::string_view client_name) const;
  /// Unfilled orders that an account placed in the window that is running.
  std::uint32_t unfilled(std::size_t account, std::chrono::seconds window,
                         unix_time now) const;
  /// Stops of the account that sleep in the call's market.
  std::size_t sleeping(const call& x) const;
  std::optional<net::reply> too_many(const call& x) const;
  void add_usage(net::reply& to, const call& x) const;
  std::string next_id();

  market_data& markets_;
  matching engine_;
  std::uint64_t ids_ = 0; ///< Client ids made up so far.
  std::uint64_t seed_;
};

} // namespace ballast::sim::binance
