// Binance's signed calls, checked.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/binance/keys.hpp"
#include "sim/binance/parameters.hpp"

#include <cstddef>
#include <variant>
#include <vector>

namespace ballast::sim::binance {

/// Says whose signature a call carries, or what the venue answers instead. In
/// this order: X-MBX-APIKEY looks like a key; it is one of ours; timestamp and
/// signature are there; recvWindow is at most 60 s; the timestamp is less than
/// 1 s ahead and no older than recvWindow; the signature is right.
///
/// Source: rest-api.md, "SIGNED Endpoint security" and "Timing security".
class signature_gate {
public:
  explicit signature_gate(std::vector<account> accounts)
      : accounts_{std::move(accounts)} {}

  /// @returns index of the account, or the refusal.
  std::variant<std::size_t, net::reply>
  check(const net::call& what, const parameters& given, unix_time now) const;

  /// The same of what a WebSocket request signs.
  /// @param text what the signature covers
  std::variant<std::size_t, net::reply> check(std::string_view key,
                                              const parameters& given,
                                              std::string_view text,
                                              unix_time now) const;

  const std::vector<account>& accounts() const noexcept { return accounts_; }

private:
  std::vector<account> accounts_;
};

} // namespace ballast::sim::binance
