// What a node says it traded, against what the simulated venue has booked: to
// the last digit, from the venue's own record of orders.
#pragma once

#include "apps/virtual_node.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace ballast::apps {

/// One account's trades at a venue, summed up from the venue's record alone.
struct venue_books {
  std::map<std::string, decimal> sizes;  ///< By symbol: held of its base.
  std::map<std::string, decimal> cash;   ///< By symbol: change of its quote.
  std::map<std::string, decimal> wealth; ///< By currency: change of it.
};

inline decimal number_in(const nlohmann::json& x, const char* name) {
  return *decimal::parse(x.at(name).get<std::string>());
}

inline void enter(venue_books& books, const nlohmann::json& x) {
  const auto name = x.at("symbol").get<std::string>();
  const auto market = *symbol::parse(name);
  const auto size = number_in(x, "filled");
  const auto cost = number_in(x, "filled_cost");
  const auto fee = number_in(x, "fee");
  const auto buys = x.at("side") == "buy";
  const auto fee_in = x.at("fee_currency").get<std::string>();
  const auto in_base = fee_in == market.base;
  books.sizes[name] += (buys ? size : -size) - (in_base ? fee : decimal{});
  books.cash[name] += (buys ? -cost : cost) - (in_base ? decimal{} : fee);
}

inline std::string lower(std::string x) {
  std::transform(x.begin(), x.end(), x.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return x;
}

/// Every order of ours at a venue by its client id.
inline std::map<std::string, const order_row*>
orders_at(const status_report& report, const std::string& venue) {
  auto result = std::map<std::string, const order_row*>{};
  for (const auto& x : report.portfolios)
    for (const auto& row : x.orders)
      if (row.venue == venue) {
        EXPECT_TRUE(result.emplace(row.client_id, &row).second)
          << row.client_id;
      }
  return result;
}

/// O2 and M4: the venue's orders are ours, each once, and filled as we say.
/// @returns how many the venue has filled at least in part, by account
inline std::map<std::string, std::size_t>
compare_orders(const virtual_node& node, const std::string& venue) {
  const auto report = node.report();
  const auto ours = orders_at(*report, venue);
  auto seen = std::map<std::string, int>{};
  auto filled = std::map<std::string, std::size_t>{};
  for (const auto& x : nlohmann::json::parse(node.venue_orders(venue))) {
    const auto id = x["client_id"].get<std::string>();
    const auto account = lower(x["account"].get<std::string>());
    filled[account] += x["filled"] == "0" ? 0 : 1;
    EXPECT_EQ(++seen[id], 1) << venue << ": placed twice: " << id;
    const auto mine = ours.find(id);
    if (mine == ours.end()) {
      ADD_FAILURE() << venue << " has what we do not know: " << x;
      continue;
    }
    const auto& row = *mine->second;
    EXPECT_EQ(row.account, account) << x;
    EXPECT_EQ(row.symbol, x["symbol"]) << x;
    EXPECT_EQ(row.side, x["side"]) << x;
    EXPECT_EQ(row.venue_id, x["venue_id"]) << x;
    EXPECT_EQ(row.quantity, number_in(x, "quantity")) << x;
    EXPECT_EQ(row.filled, number_in(x, "filled")) << x;
    EXPECT_EQ(row.cost, number_in(x, "filled_cost")) << x;
    EXPECT_EQ(row.fee, number_in(x, "fee")) << x;
    if (!row.fee.is_zero()) {
      // The venue may have a name of its own for it: "ZUSD".
      EXPECT_TRUE(
        x["fee_currency"].get<std::string>().ends_with(row.fee_currency))
        << x;
    }
  }
  for (const auto& [id, x] : ours)
    if (x->filled > decimal{}) {
      EXPECT_EQ(seen.count(id), 1U) << venue << " has no order " << id;
    }
  return filled;
}

/// The venue's record of each account.
inline std::map<std::string, venue_books> books_of(const virtual_node& node,
                                                   const std::string& venue) {
  auto result = std::map<std::string, venue_books>{};
  for (const auto& x : nlohmann::json::parse(node.venue_orders(venue)))
    enter(result[lower(x["account"].get<std::string>())], x);
  for (auto& [account, books] : result)
    for (const auto& [name, size] : books.sizes) {
      const auto market = *symbol::parse(name);
      books.wealth[market.base] += size;
      books.wealth[market.quote] += books.cash[name];
    }
  return result;
}

/// M3: each position, and what is lost and won, follows from the venue's
/// orders: change of cash = profit and loss - what was paid for what is held.
inline void compare_positions(const status_report& report,
                              const std::string& venue,
                              const std::map<std::string, venue_books>& books) {
  for (const auto& [account, of_venue] : books) {
    auto ours = std::map<std::string, const position_row*>{};
    for (const auto& x : report.portfolios)
      for (const auto& row : x.positions)
        if (x.account == account && row.venue == venue)
          ours.emplace(row.symbol, &row);
    for (const auto& [name, size] : of_venue.sizes) {
      const auto mine = ours.find(name);
      const auto cash = of_venue.cash.at(name);
      if (mine == ours.end()) {
        EXPECT_TRUE(size.is_zero() && cash.is_zero()) << account << ' ' << name;
        continue;
      }
      EXPECT_EQ(mine->second->size, size) << account << ' ' << name;
      EXPECT_EQ(mine->second->realised - mine->second->cost, cash)
        << account << ' ' << name;
    }
  }
}

} // namespace ballast::apps
