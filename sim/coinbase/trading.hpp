// Orders at the simulated Coinbase: its words around the matching core.
#pragma once

#include "domain/result.hpp"
#include "net/wire.hpp"
#include "sim/coinbase/market_data.hpp"
#include "sim/coinbase/wallets.hpp"
#include "sim/matching.hpp"
#include "sim/request_target.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim::coinbase {

/// Every function answers one route for the account that signed. Not
/// thread-safe: its exchange has the lock.
class trading {
public:
  /// @param data must outlive this
  trading(std::uint64_t seed, const std::vector<coinbase_account>& accounts,
          const endowment& balances, market_data& data);

  /// Lists all products anew, on the bars that they have now.
  void list_markets();

  const matching& engine() const noexcept { return engine_; }
  void advance(instant now) { engine_.advance(now); }

  /// POST orders. @param dollars all that the account may use, where a fault
  ///        says that it has no more
  net::reply place(std::size_t account, std::string_view body,
                   const std::optional<std::string>& dollars, instant now);
  net::reply preview(std::size_t account, std::string_view body, instant now);
  net::reply cancel(std::size_t account, std::string_view body, instant now);
  net::reply edit(std::size_t account, std::string_view body, instant now);
  /// GET orders/historical/{order_id}
  net::reply order(std::size_t account, std::string_view id) const;
  /// GET orders/historical/batch: order_status, product_ids, order_ids,
  /// order_side, start_date, end_date, limit, cursor; newest first.
  net::reply orders(std::size_t account, const request_target& what) const;
  /// GET orders/historical/fills: order_ids, trade_ids, product_ids,
  /// start_sequence_timestamp, end_sequence_timestamp, limit, cursor.
  net::reply fills(std::size_t account, const request_target& what) const;
  /// What the account has now, by currency.
  const purse& wallets(std::size_t account) const {
    return engine_.wallets(account);
  }

private:
  const std::vector<coinbase_account>& accounts_;
  market_data& data_;
  matching engine_;
};

} // namespace ballast::sim::coinbase
