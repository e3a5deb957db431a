// What Binance lets us send, as one table, and what each question weighs.
//
// Windows are aligned to the venue's clock (the minute begins at :00). Weight
// and raw requests are counted by address, whoever signs; orders by account,
// over all its keys, and only as long as they are unfilled.
#pragma once

#include "venues/adapter.hpp"
#include "venues/published_limit.hpp"
#include "venues/trading.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace ballast::venues::binance {

constexpr std::string_view limits_checked_on = "2026-11-23";

/// Of one address, shared by REST and the WebSocket API.
constexpr std::string_view weight_limit = "binance.weight";
/// Of one account, while they are unfilled.
constexpr std::string_view orders_limit = "binance.orders_10s";
constexpr std::string_view day_of_orders = "binance.orders_1d";

/// A header's count as limit_feedback holds it.
constexpr std::uint32_t used_of(std::uint64_t count) noexcept {
  return static_cast<std::uint32_t>(
    std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

constexpr auto limit_table = std::array{
  published_limit{
    weight_limit, limit_scope::ip, limit_kind::fixed_window, 6'000,
    std::chrono::minutes{1}, 0, std::chrono::minutes{1}, true,
    "exchangeInfo, rateLimits, REQUEST_WEIGHT: 6,000 a minute per IP (1,200 "
    "until August 2023)"},
  published_limit{
    "binance.raw_requests", limit_scope::ip, limit_kind::fixed_window, 61'000,
    std::chrono::minutes{5}, 0, std::chrono::minutes{1}, true,
    "exchangeInfo, rateLimits, RAW_REQUESTS: 61,000 in 5 minutes per IP as "
    "recorded in 2024; the change log of 2026-04-02 says 300,000"},
  published_limit{
    orders_limit, limit_scope::account, limit_kind::fixed_window, 50,
    std::chrono::seconds{10}, 0, std::chrono::seconds{10}, true,
    "exchangeInfo, rateLimits, ORDERS: 50 unfilled orders in 10 seconds per "
    "account; 100 are reported since, unconfirmed"},
  published_limit{
    day_of_orders, limit_scope::account, limit_kind::fixed_window, 160'000,
    std::chrono::hours{24}, 0, std::chrono::minutes{1}, true,
    "exchangeInfo, rateLimits, ORDERS: 160,000 unfilled orders a day per "
    "account; 200,000 are reported since, unconfirmed"},
};

/// The budgets of one account; of the address alone without credentials.
std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials);

/// What a question weighs, as it is asked here: all tickers at once, candles of
/// one market, the whole account.
/// @param has_wallet whether permissions come from the wallet's interface.
/// Source: the weight of each endpoint in the Spot REST API reference; Wallet
/// API, "Get API Key Permission" and "System Status".
constexpr std::uint32_t weight_of(question x, bool has_wallet) noexcept {
  switch (x) {
  case question::time:
  case question::status:
    return 1;
  case question::markets:
  case question::balances:
    return 20;
  case question::tickers:
    return 80;
  case question::candles:
    return 2;
  case question::permissions:
    return has_wallet ? 1 : 20;
  }
  return 1;
}

/// What an action weighs. A request that succeeds costs orders, cancels and
/// tests no weight, one that fails the published 1: that is what is counted.
/// @param of_all whether it is about all markets: open orders alone.
/// @param depth  levels of a book.
/// Source: the weight of each endpoint in the Spot REST API reference; change
/// log of 2026-04-02.
constexpr std::uint32_t weight_of(order_action x, bool of_all,
                                  unsigned depth) noexcept {
  switch (x) {
  case order_action::place:
  case order_action::test:
  case order_action::cancel:
  case order_action::cancel_all:
    return 1;
  case order_action::ticker:
    return 2;
  case order_action::amend:
  case order_action::query:
  case order_action::trades:
    return 4;
  case order_action::open_orders:
    return of_all ? 80 : 6;
  case order_action::closed_orders:
  case order_action::fills:
  case order_action::fees:
    return 20;
  case order_action::book:
    return depth <= 100 ? 5 : depth <= 500 ? 25 : depth <= 1000 ? 50 : 250;
  case order_action::dead_man:
  case order_action::stream_token:
    break; // Neither is there.
  }
  return 1;
}

/// One request of that weight, for the limits of the address. The wallet's
/// interface has weights of its own, with more room: they are counted here as
/// well, which errs on the safe side.
std::vector<spend> spends_of(std::uint32_t weight);

/// The same with one order of the account, for what may make one.
std::vector<spend> order_spends(std::uint32_t weight, std::string_view account);

} // namespace ballast::venues::binance
