// Orders at the simulated OKX: every call about them.
#pragma once

#include "net/wire.hpp"
#include "sim/matching.hpp"
#include "sim/okx/market_data.hpp"
#include "sim/okx/wallets.hpp"
#include "sim/request_target.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::okx {

/// Writes answer for each order with a code of its own; see okx.md section 2.
/// Not thread-safe: its exchange has the lock.
class trading {
public:
  /// @param markets must outlive this
  trading(std::uint64_t seed, std::size_t accounts, const endowment& balances,
          market_data& markets);

  /// POST trade/…, one order or a list of them.
  /// @param path below "/api/v5/"
  /// @param dollars all that the account has, where a fault says so
  net::reply write(std::string_view path, std::string_view body,
                   std::size_t account,
                   const std::optional<std::string>& dollars, instant now);
  /// GET trade/…
  net::reply read(std::string_view path, const request_target& what,
                  std::size_t account, instant now);

  const purse& wallets(std::size_t account, instant now) {
    advance(now);
    return engine_.wallets(account);
  }
  const matching& engine() const noexcept { return engine_; }

private:
  /// Lets time pass; fires cancel-all-after where it is due.
  void advance(instant now);
  net::reply cancel_all_after(std::string_view body, std::size_t account,
                              instant now);
  struct row; ///< What became of one order of a request.
  struct asked;
  row place(const asked& x);
  row cancel(const asked& x);
  row amend(const asked& x);
  const order_record* named(std::size_t account, std::string_view market,
                            std::string_view id,
                            std::string_view client_id) const;
  net::reply query(const request_target& what, std::size_t account) const;
  net::reply orders(const request_target& what, std::size_t account,
                    bool only_open) const;
  net::reply fills(const request_target& what, std::size_t account) const;

  market_data& markets_;
  matching engine_;
  std::vector<std::optional<unix_time>> cancels_at_; ///< By account.
};

} // namespace ballast::sim::okx
