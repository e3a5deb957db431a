// What OKX lets us send, as one table: each endpoint has a limit of its own.
//
// Public endpoints count by address, signed ones by user: a sub-account has its
// own, two keys of one account share it. That refused requests count, and that
// the window slides, is what clients assume; the venue tells neither.
//
// Placing, amending and cancelling have limits of their own, so that cancelling
// never waits for room to place. The venue counts them by user *and
// instrument*; the rows here hold all instruments of a user to what one may
// have, which is stricter and needs no budget for each market. It also keeps
// placing and amending together, 120 in 2 s, far below the 1,000 that a
// sub-account may send.
#pragma once

#include "venues/adapter.hpp"
#include "venues/published_limit.hpp"
#include "venues/trading.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace ballast::venues::okx {

/// The day of the copy of the API guide that they were read from.
constexpr std::string_view limits_checked_on = "2026-08-22";

/// The row of an endpoint that places or ends orders.
constexpr published_limit order_limit(std::string_view id,
                                      std::string_view source) {
  constexpr auto window = std::chrono::seconds{2};
  return {id,
          limit_scope::account,
          limit_kind::sliding_window,
          60,
          window,
          0,
          window,
          true,
          source};
}

/// The row of an endpoint that takes `units` requests in `window`. The venue
/// names no wait with a refusal, so a whole window is waited out.
constexpr published_limit endpoint_limit(std::string_view id, limit_scope scope,
                                         std::uint32_t units,
                                         std::chrono::seconds window,
                                         std::string_view source) {
  return {id,    scope, limit_kind::sliding_window, units, window, 0, window,
          false, source};
}

constexpr auto limit_table = std::array{
  endpoint_limit("okx.candles", limit_scope::ip, 40, std::chrono::seconds{2},
                 "GET market/candles: 40 requests per 2 seconds, by IP"),
  endpoint_limit("okx.tickers", limit_scope::ip, 20, std::chrono::seconds{2},
                 "GET market/tickers: 20 requests per 2 seconds, by IP"),
  endpoint_limit("okx.instruments", limit_scope::ip, 20,
                 std::chrono::seconds{2},
                 "GET public/instruments: 20 requests per 2 seconds, by IP and "
                 "type of instrument, of which one is asked for"),
  endpoint_limit("okx.time", limit_scope::ip, 10, std::chrono::seconds{2},
                 "GET public/time: 10 requests per 2 seconds, by IP"),
  endpoint_limit("okx.status", limit_scope::ip, 1, std::chrono::seconds{5},
                 "GET system/status: 1 request per 5 seconds; that it is by IP "
                 "is unconfirmed"),
  endpoint_limit("okx.balance", limit_scope::account, 10,
                 std::chrono::seconds{2},
                 "GET account/balance: 10 requests per 2 seconds, by user"),
  endpoint_limit("okx.config", limit_scope::account, 5, std::chrono::seconds{2},
                 "GET account/config: 5 requests per 2 seconds, by user"),
  endpoint_limit("okx.book", limit_scope::ip, 40, std::chrono::seconds{2},
                 "GET market/books: 40 requests per 2 seconds, by IP"),
  endpoint_limit("okx.trades", limit_scope::ip, 100, std::chrono::seconds{2},
                 "GET market/trades: 100 requests per 2 seconds, by IP"),
  endpoint_limit("okx.ticker", limit_scope::ip, 20, std::chrono::seconds{2},
                 "GET market/ticker: 20 requests per 2 seconds, by IP"),
  order_limit("okx.place", "POST trade/order: 60 requests per 2 seconds, by "
                           "user and instrument"),
  order_limit("okx.cancel", "POST trade/cancel-order: 60 requests per 2 "
                            "seconds, by user and instrument"),
  order_limit("okx.amend", "POST trade/amend-order: 60 requests per 2 seconds, "
                           "by user and instrument"),
  endpoint_limit("okx.order", limit_scope::account, 60, std::chrono::seconds{2},
                 "GET trade/order: 60 requests per 2 seconds, by user and "
                 "instrument"),
  endpoint_limit("okx.pending", limit_scope::account, 60,
                 std::chrono::seconds{2},
                 "GET trade/orders-pending: 60 requests per 2 seconds, by "
                 "user"),
  endpoint_limit("okx.archive", limit_scope::account, 20,
                 std::chrono::seconds{2},
                 "GET trade/orders-history-archive: 20 requests per 2 seconds, "
                 "by user; trade/orders-history, which takes 40, spends from "
                 "it too"),
  endpoint_limit("okx.fills", limit_scope::account, 10, std::chrono::seconds{2},
                 "GET trade/fills-history: 10 requests per 2 seconds, by user"),
  endpoint_limit("okx.fees", limit_scope::account, 5, std::chrono::seconds{2},
                 "GET account/trade-fee: 5 requests per 2 seconds, by user"),
  endpoint_limit("okx.dead_man", limit_scope::account, 1,
                 std::chrono::seconds{1},
                 "POST trade/cancel-all-after: 1 request per second, by user "
                 "and tag"),
};

/// The budgets of one account; of the public ones alone without credentials.
std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials);

/// What asking costs: one unit of the endpoint that answers.
std::vector<spend> spends_of(question x, std::string_view account);
/// The same; nothing for what the venue has no endpoint for.
std::vector<spend> spends_of(order_action x, std::string_view account);

} // namespace ballast::venues::okx
