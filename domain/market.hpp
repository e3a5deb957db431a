// What a venue lists, and what it says one candle was.
#pragma once

#include "domain/decimal.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class market_state : std::uint8_t {
  tradable,
  post_only,   ///< Limit orders that add liquidity.
  limit_only,  ///< No market orders.
  cancel_only, ///< Nothing new.
  halted,
  delisted,
};

const char* to_string(market_state x) noexcept; ///< "post_only"
/// What a state means for a venue as a whole: "the venue is open".
const char* to_sentence(market_state x) noexcept;

/// What is traded for the quote. A share may be called as a coin is (COMP is
/// Compound and a company, LINK is Chainlink and a company), so markets of two
/// venues are the same one only where symbol and kind are.
enum class market_kind : std::uint8_t { crypto, equity };

const char* to_string(market_kind x) noexcept; ///< "equity"

/// One spot market of one venue. Increments and minima are the venue's own;
/// zero where it gives none.
struct market {
  ballast::symbol symbol;
  std::string venue_symbol; ///< As on the wire, for example "BTC-USD".
  market_state state = market_state::tradable;
  decimal price_increment; ///< Tick of a limit price.
  decimal size_increment;  ///< Step of a quantity in base units.
  decimal size_min;
  decimal size_max;
  decimal notional_min;  ///< Least order value, in quote units.
  std::string mirror_of; ///< venue_symbol of the market whose book this shares.
  market_kind kind = market_kind::crypto;
};

/// Whether new orders may be thought of at all.
constexpr bool is_scannable(market_state x) noexcept {
  return x == market_state::tradable || x == market_state::post_only
         || x == market_state::limit_only;
}

/// Open, high, low, close, volume over [start, start + timeframe). Statistics,
/// therefore double. Volume in base units.
struct candle {
  unix_time start;
  double open = 0;
  double high = 0;
  double low = 0;
  double close = 0;
  double volume = 0;
  bool closed = false; ///< False while the venue may still change it.

  friend bool operator==(const candle&, const candle&) = default;
};

/// Last price and day's figures of one market, from a bulk call.
struct ticker {
  ballast::symbol symbol;
  decimal last;            ///< Zero when the venue gave none.
  decimal bid;             ///< Zero when the venue gave none.
  decimal ask;             ///< Zero when the venue gave none.
  double volume_quote = 0; ///< Over 24 h, in quote units.
  double change = 0;       ///< Over 24 h, a fraction: 0.01 is 1 %.
};

/// What one account holds of one currency.
struct balance {
  std::string currency;
  decimal available;
  decimal held; ///< In open orders; available does not count it.
};

/// What the venue lets a key do; absent where the venue does not tell.
struct key_permissions {
  bool can_view = false;
  bool can_trade = false;
  bool can_withdraw = false;
};

} // namespace ballast
