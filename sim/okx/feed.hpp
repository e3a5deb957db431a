// What the simulated OKX pushes: one feed a subscription.
#pragma once

#include "domain/time.hpp"
#include "sim/okx/market_data.hpp"
#include "sim/okx/trading.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::okx {

/// Not thread-safe: its exchange has the lock.
class feed {
public:
  virtual ~feed() = default;
  /// Appends the messages that are due by `now`, in order; never one twice.
  virtual void append_due(std::vector<std::string>& out, instant now) = 0;
};

/// A subscription's argument, read.
struct topic {
  std::string channel;
  std::string instrument;   ///< Empty: of all.
  std::string type;         ///< instType
  std::string currency;     ///< ccy
  bool events_only = false; ///< extraParams: updateInterval 0.
  std::string json;         ///< As it was sent; acknowledgements repeat it.
};

/// The path on which a channel is.
enum class door : std::uint8_t { everyone, members, business };

/// Channels of everyone and of business: tickers, trades, trades-all,
/// candle<bar>, books, books5, bbo-tbt, instruments, status.
/// @returns null for a channel that is not behind this door, or an instrument
///          that does not exist
std::unique_ptr<feed> make_public_feed(const topic& what, door where,
                                       market_data& markets, instant now);

/// Whose events an account's feeds tell, and where they are.
struct member {
  std::size_t account = 0;
  std::string uid;
  trading* orders = nullptr;
  std::function<purse(instant)> wallets; ///< As the account is told of them.
};

/// Channels of members: orders, account, balance_and_position.
/// @returns null for any other
std::unique_ptr<feed> make_private_feed(const topic& what, member whose,
                                        instant now);

} // namespace ballast::sim::okx
