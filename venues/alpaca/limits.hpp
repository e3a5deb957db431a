// What Alpaca lets us send, as one table. The trading host and the data host
// count apart.
#pragma once

#include "venues/adapter.hpp"
#include "venues/published_limit.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace ballast::venues::alpaca {

constexpr std::string_view limits_checked_on = "2026-11-26";

// A minute is the longest that a window of a minute can hold one up; a 429 of
// the data host may come without any header.
constexpr auto limit_table = std::array{
  published_limit{
    "alpaca.trading", limit_scope::account, limit_kind::fixed_window, 200,
    std::chrono::minutes{1}, 0, std::chrono::minutes{1}, true,
    "Trading API rate limit: 200 requests a minute per account, with "
    "X-RateLimit headers; other accounts have up to 1,000"},
  published_limit{
    "alpaca.data", limit_scope::account, limit_kind::fixed_window, 200,
    std::chrono::minutes{1}, 0, std::chrono::minutes{1}, false,
    "Market Data API, Basic plan: 200 requests a minute per account; Algo "
    "Trader Plus has 10,000"},
  published_limit{
    "alpaca.burst", limit_scope::account, limit_kind::token_bucket, 10,
    std::chrono::seconds{1}, 10, std::chrono::seconds{1}, true,
    "About 10 requests a second, named by clients alone; whether it exists is "
    "unconfirmed, so it is kept, and for both hosts together"},
};

/// All of one account's, even without credentials: what the venue then allows
/// is not published, and no more than this.
std::vector<budget_definition> budgets_of(std::string_view account);

/// What a request to the trading host costs.
std::vector<spend> trading_spends(std::string_view account);
/// What a request to the data host costs.
std::vector<spend> data_spends(std::string_view account);

} // namespace ballast::venues::alpaca
