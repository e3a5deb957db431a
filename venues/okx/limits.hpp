// What OKX lets us send, as one table: each endpoint has a limit of its own.
//
// Public endpoints count by address, signed ones by user: a sub-account has its
// own, two keys of one account share it. That refused requests count, and that
// the window slides, is what clients assume; the venue tells neither.
//
// Placing, amending and cancelling are counted by user and instrument, each for
// itself: they belong to the table once orders are sent.
#pragma once

#include "venues/adapter.hpp"
#include "venues/published_limit.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace ballast::venues::okx {

/// The day of the copy of the API guide that they were read from.
constexpr std::string_view limits_checked_on = "2026-08-22";

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
};

/// The budgets of one account; of the public ones alone without credentials.
std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials);

/// What asking costs: one unit of the endpoint that answers.
std::vector<spend> spends_of(question x, std::string_view account);

} // namespace ballast::venues::okx
