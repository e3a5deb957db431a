// What Coinbase lets us send, as one table.
#pragma once

#include "venues/adapter.hpp"
#include "venues/published_limit.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::coinbase {

constexpr std::string_view limits_checked_on = "2026-11-23";

// A 429 does not tell which limit it speaks of, so the hourly one is held no
// longer than the others: were it the cause, the hold doubles as 429s repeat.
constexpr auto limit_table = std::array{
  published_limit{
    "coinbase.public", limit_scope::ip, limit_kind::token_bucket, 10,
    std::chrono::seconds{1}, 10, std::chrono::seconds{1}, false,
    "Advanced Trade REST rate limits, public endpoints: 10 requests a second "
    "per IP; that it is a bucket of 10 is unconfirmed"},
  published_limit{
    "coinbase.private", limit_scope::account, limit_kind::token_bucket, 30,
    std::chrono::seconds{1}, 30, std::chrono::seconds{1}, true,
    "Advanced Trade REST rate limits, private endpoints: 30 requests a second "
    "per user; that it is a bucket of 30 is unconfirmed"},
  published_limit{
    "coinbase.hourly", limit_scope::key, limit_kind::sliding_window, 10'000,
    std::chrono::hours{1}, 0, std::chrono::seconds{1}, true,
    "Coinbase App API rate limiting: 10,000 requests an hour per API key; "
    "whether it binds Advanced Trade is unclear, so it is kept"},
};

/// The budgets of one account; of the public one alone without credentials.
std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials);

/// What a request to a public endpoint costs.
std::vector<spend> public_spends();
/// What a signed request of that account costs.
std::vector<spend> private_spends(std::string_view account);

} // namespace ballast::venues::coinbase
