// What Kraken lets us send, as one table.
//
//   kraken.public    the address
//   kraken.private   the key, for questions
//   kraken.orders    the matching engine's counter of each pair, for orders
//
// What an order costs depends on how old it is, which is not known when leave
// is asked: it is taken to be new, and so to cost the most. The counters of all
// pairs are kept as one, so none can have more than its own.
#pragma once

#include "venues/published_limit.hpp"
#include "venues/trading.hpp"

#include <array>
#include <cstdint>
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
  published_limit{
    "kraken.orders", limit_scope::symbol, limit_kind::decaying_counter, 1,
    std::chrono::seconds{1}, 60, std::chrono::seconds{15}, true,
    "Spot trading rate limits: a counter of each pair with a threshold of 60 "
    "that loses 1 a second on the lowest tier (125 and 2.34, or 180 and 3.75, "
    "on others); here one for all pairs together"},
};

/// The budgets of one account; of the public one alone without credentials.
std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials);

/// What a request to a public endpoint costs.
std::vector<spend> public_spends();
/// What a signed question of that account costs: 1, as all but the histories
/// do.
std::vector<spend> private_spends(std::string_view account,
                                  std::uint32_t cost = 1);
/// What an action on orders spends.
///
///     place, test      1 of the engine, charged even where it is refused
///     amend            4: 1, and 3 for an order younger than 5 s
///     cancel           8 for an order younger than 5 s
///     cancel_all       8 likewise, and 1 of the key's: whether it counts there
///                      is not said
///     fills            4 of the key's: Kraken's pages say 4 or 2
///     other questions  1 of the key's
///     public ones      1 of the address's
///
/// Source: "Spot trading rate limits"; "Spot REST rate limits".
std::vector<spend> order_spends(order_action x, std::string_view account);

} // namespace ballast::venues::kraken
