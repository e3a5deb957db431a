#include "venues/stream_dialect.hpp"
#include "venues/trading.hpp"

namespace ballast::venues {

const char* to_string(cancel_fate x) noexcept {
  switch (x) {
  case cancel_fate::taken:
    return "taken";
  case cancel_fate::already_over:
    return "already over";
  case cancel_fate::unknown_order:
    return "unknown order";
  case cancel_fate::refused:
    return "refused";
  case cancel_fate::unknown:
    break;
  }
  return "unknown";
}

const char* to_string(channel x) noexcept {
  switch (x) {
  case channel::tickers:
    return "tickers";
  case channel::candles:
    return "candles";
  case channel::book:
    return "book";
  case channel::trades:
    return "trades";
  case channel::orders:
    return "orders";
  case channel::balances:
    return "balances";
  }
  return "unknown";
}

} // namespace ballast::venues
