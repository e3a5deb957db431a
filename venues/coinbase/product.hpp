// One row of Coinbase's list of products, as text: what markets and tickers are
// both made from.
#pragma once

#include "domain/market.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace ballast::venues::coinbase {

/// Views into the parsed body. Absent and null members are empty.
struct product {
  std::string_view product_id;
  std::string_view product_type;
  std::string_view status;
  std::string_view alias;
  std::string_view price;
  std::string_view price_increment;
  std::string_view base_increment;
  std::string_view base_min_size;
  std::string_view base_max_size;
  std::string_view quote_min_size;
  std::string_view best_bid_price;
  std::string_view best_ask_price;
  std::string_view approximate_quote_24h_volume;
  std::string_view price_percentage_change_24h;
  bool is_disabled = false;
  bool trading_disabled = false;
  bool view_only = false;
  bool cancel_only = false;
  bool limit_only = false;
  bool post_only = false;
  bool auction_mode = false;
};

/// Absent unless x is an object.
std::optional<product> read_product(simdjson::dom::element x);

/// What of all the flags binds most: delisted, halted, cancel_only, post_only,
/// limit_only, tradable. A status other than "online" halts; an auction takes
/// limit orders only.
market_state state_of(const product& x) noexcept;

/// Absent where the id or an increment cannot be read: see decode_markets.
std::optional<market> market_of(const product& x);

/// Absent where the id cannot be read.
std::optional<ticker> ticker_of(const product& x);

} // namespace ballast::venues::coinbase
