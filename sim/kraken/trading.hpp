// Orders at the simulated Kraken: its words around the matching core.
#pragma once

#include "net/wire.hpp"
#include "sim/kraken/market_data.hpp"
#include "sim/kraken/rate_counts.hpp"
#include "sim/kraken/wallets.hpp"
#include "sim/matching.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::kraken {

/// The fields of a private call's body, a form or JSON of one level.
using call_fields = std::map<std::string, std::string, std::less<>>;
call_fields fields_of(const net::call& what);

/// Every function that gives a reply answers one private route. Not
/// thread-safe: its exchange has the lock.
class trading {
public:
  /// @param data must outlive this
  /// @param open_orders_max of an account and pair
  /// @param rate of the engine's counters
  trading(std::uint64_t seed, std::size_t accounts, const endowment& balances,
          std::size_t open_orders_max, const limit_rule& rate,
          market_data& data);

  const matching& engine() const noexcept { return engine_; }
  /// Lets time pass; fires CancelAllOrdersAfter where it is due.
  void advance(instant now);

  /// What an account has, in the form of its endowment.
  endowment balances(std::size_t account) const;
  /// @param dollars all that the account may use, where a fault says that it
  ///        has no more
  net::reply add(std::size_t account, const call_fields& what,
                 const std::optional<std::string>& dollars, instant now);
  net::reply cancel(std::size_t account, const call_fields& what, instant now);
  net::reply cancel_all(std::size_t account, instant now);
  net::reply cancel_all_after(std::size_t account, const call_fields& what,
                              instant now);
  net::reply amend(std::size_t account, const call_fields& what, instant now);
  net::reply edit(std::size_t account, const call_fields& what, instant now);
  net::reply open_orders(std::size_t account, const call_fields& what) const;
  net::reply closed_orders(std::size_t account, const call_fields& what) const;
  net::reply query_orders(std::size_t account, const call_fields& what) const;
  net::reply trades_history(std::size_t account, const call_fields& what) const;
  /// With the fees of the pairs asked for.
  net::reply trade_volume(std::size_t account, const call_fields& what) const;

private:
  struct parsed;
  std::variant<parsed, net::reply> parse(const call_fields& what,
                                         instant now) const;
  /// Counts an action about an order or, where it is an addition, a pair. What
  /// names none is not counted.
  std::optional<net::reply> too_fast(std::size_t account, counted_action action,
                                     const call_fields& what, instant now);
  const order_record* named(std::size_t account, const call_fields& what) const;

  std::uint64_t seed_;
  market_data& data_;
  matching engine_;
  rate_counts counts_;
  std::vector<std::optional<unix_time>> cancels_at_; ///< By account.
};

} // namespace ballast::sim::kraken
