// What a connection to Coinbase's WebSocket has subscribed to.
#pragma once

#include "sim/coinbase/keys.hpp"
#include "sim/coinbase/market_data.hpp"
#include "sim/coinbase/products.hpp"
#include "sim/matching.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::coinbase {

/// Events as JSON objects; each leaves in a message of its own.
using event_list = std::vector<std::string>;

/// One channel of one product, or of what it has in place of a product.
class channel {
public:
  virtual ~channel() = default;

  /// The snapshot.
  virtual event_list begin(instant now) = 0;
  /// What is new.
  virtual event_list look(instant now) = 0;
};

/// ticker, ticker_batch, candles, level2 or market_trades of a product.
/// @param engine must outlive the channel
std::unique_ptr<channel> make_market_channel(std::string_view name,
                                             const coinbase_product& product,
                                             const matching& engine,
                                             instant now);
/// Products and what may be done in them. @param product empty: of all
std::unique_ptr<channel> make_status_channel(market_data& markets,
                                             std::string product, instant now);
std::unique_ptr<channel> make_heartbeats_channel(instant now);
/// The orders of an account. @param product empty: in all products
std::unique_ptr<channel> make_user_channel(const matching& engine,
                                           std::size_t account,
                                           const coinbase_account& whose,
                                           std::string product);

/// "2026-04-07T14:30:00.123000Z"
std::string microseconds_text(unix_time x);
/// The product of that id; or null.
const coinbase_product* product_named(std::string_view id);

} // namespace ballast::sim::coinbase
