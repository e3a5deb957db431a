// Whose seal is on a call at the simulated Tidewater.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::sim::tidewater {

std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count);

class seal_gate {
public:
  explicit seal_gate(std::vector<account_key> accounts)
      : accounts_{std::move(accounts)} {}

  /// @returns the account's index, or the refusal. Source: MANUAL.md, "Seal".
  std::variant<std::size_t, net::reply> check(const net::call& what,
                                              unix_time now) const;
  const std::vector<account_key>& accounts() const noexcept {
    return accounts_;
  }

private:
  std::vector<account_key> accounts_;
};

} // namespace ballast::sim::tidewater
