#include "domain/limit.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/outcome.hpp"
#include "domain/result.hpp"

namespace ballast {

const char* to_string(ec x) noexcept {
  switch (x) {
  case ec::invalid_argument:
    return "invalid argument";
  case ec::bad_payload:
    return "bad payload";
  case ec::refused:
    return "refused";
  case ec::outcome_unknown:
    return "outcome unknown";
  case ec::not_found:
    return "not found";
  case ec::unavailable:
    return "unavailable";
  case ec::corrupt:
    return "corrupt";
  }
  return "unknown error";
}

const char* to_string(outcome_kind x) noexcept {
  switch (x) {
  case outcome_kind::ok:
    return "ok";
  case outcome_kind::refused:
    return "refused";
  case outcome_kind::unknown_symbol:
    return "unknown symbol";
  case outcome_kind::throttled:
    return "throttled";
  case outcome_kind::banned:
    return "banned";
  case outcome_kind::unauthorised:
    return "unauthorised";
  case outcome_kind::not_permitted:
    return "not permitted";
  case outcome_kind::clock_or_nonce:
    return "clock or nonce";
  case outcome_kind::maintenance:
    return "maintenance";
  case outcome_kind::unavailable:
    return "unavailable";
  case outcome_kind::timed_out:
    return "timed out";
  case outcome_kind::malformed:
    return "malformed";
  case outcome_kind::own_network:
    return "own network";
  case outcome_kind::not_sent:
    return "not sent";
  }
  return "unknown outcome";
}

const char* to_string(market_state x) noexcept {
  switch (x) {
  case market_state::tradable:
    return "online";
  case market_state::post_only:
    return "post_only";
  case market_state::limit_only:
    return "limit_only";
  case market_state::cancel_only:
    return "cancel_only";
  case market_state::halted:
    return "maintenance";
  case market_state::delisted:
    return "delisted";
  }
  return "?";
}

const char* to_string(market_kind x) noexcept {
  return x == market_kind::equity ? "equity" : "crypto";
}

const char* to_sentence(market_state x) noexcept {
  switch (x) {
  case market_state::tradable:
    return "the venue is open";
  case market_state::post_only:
    return "the venue takes only orders that add liquidity (post-only)";
  case market_state::limit_only:
    return "the venue takes no market orders (limit-only)";
  case market_state::cancel_only:
    return "the venue takes no new orders (cancel-only)";
  case market_state::halted:
  case market_state::delisted:
    return "the venue is down for maintenance";
  }
  return "?";
}

const char* to_string(lane x) noexcept {
  switch (x) {
  case lane::exit:
    return "EXIT";
  case lane::entry:
    return "ENTRY";
  case lane::account:
    return "ACCOUNT";
  case lane::scan:
    return "SCAN";
  case lane::backfill:
    return "BACKFILL";
  }
  return "?";
}

const char* to_string(order_state x) noexcept {
  switch (x) {
  case order_state::pending:
    return "pending";
  case order_state::open:
    return "open";
  case order_state::filled:
    return "filled";
  case order_state::cancelled:
    return "cancelled";
  case order_state::expired:
    return "expired";
  case order_state::rejected:
    return "rejected";
  }
  return "unknown";
}

const char* to_string(placement x) noexcept {
  switch (x) {
  case placement::accepted:
    return "accepted";
  case placement::refused:
    return "refused";
  case placement::unknown:
    break;
  }
  return "unknown";
}

} // namespace ballast
