// What Kraken lets us send, as one table.
//
// The matching engine keeps a third counter, of each pair, which only orders
// spend from: it belongs to the table once orders are sent.
#pragma once

#include "venues/adapter.hpp"
#include "venues/published_limit.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::kraken {

constexpr std::string_view limits_checked_on = "2026-11-23";

// OHLC and trades are said to be limited by IP and pair besides. No figure is
// published, and one call a second for all pairs is no more for any of them.
constexpr auto limit_table = std::array{
  published_limit{
    "kraken.public", limit_scope::ip, limit_kind::token_bucket, 1,
    std::chrono::seconds{1}, 1, std::chrono::seconds{5}, false,
    "Spot REST rate limits, public endpoints: limited by IP, without a figure; "
    "about 1 request a second is what clients keep to"},
  published_limit{
    "kraken.private", limit_scope::key, limit_kind::decaying_counter, 33,
    std::chrono::seconds{100}, 15, std::chrono::seconds{15}, false,
    "Spot REST rate limits, private endpoints: a counter of the API key with "
    "room for 15 that loses 0.33 a second on the lowest tier (20 and 0.5 or 1 "
    "on others, which cannot be asked for); placing and cancelling orders does "
    "not count"},
};

/// The budgets of one account; of the public one alone without credentials.
std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials);

/// What a request to a public endpoint costs.
std::vector<spend> public_spends();
/// What a signed request of that account costs: 1, as all but the histories do.
std::vector<spend> private_spends(std::string_view account);

} // namespace ballast::venues::kraken
