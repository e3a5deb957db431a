// Short words for the tests of rate_budgets.
#pragma once

#include "domain/rate_budgets.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace ballast::test {

using namespace std::chrono_literals;

constexpr time_point start{std::chrono::hours{1000}};

inline limit_row window_row(std::uint32_t units, duration window,
                            std::string id = "venue.window") {
  auto row = limit_row{};
  row.id = std::move(id);
  row.venue = "venue";
  row.kind = limit_kind::sliding_window;
  row.units = units;
  row.window = window;
  row.hold = 1s;
  return row;
}

inline limit_row bucket_row(std::uint32_t units, duration window,
                            std::uint32_t burst,
                            std::string id = "venue.bucket") {
  auto row = window_row(units, window, std::move(id));
  row.kind = limit_kind::token_bucket;
  row.burst = burst;
  return row;
}

inline permit_wish wish(demand_id id, lane where, std::uint32_t count,
                        std::vector<spend> spends = {{"venue.window", 1}},
                        std::string account = "master") {
  return {id, std::move(account), where, std::move(spends), count};
}

/// Most tests are about how much may go, not about how evenly scans do.
inline rate_budgets::options unspread() {
  auto result = rate_budgets::options{};
  result.spread_from = duration::max();
  return result;
}

/// Budgets with one row, or several; EXIT spends from none unless said.
inline rate_budgets budgets_of(const std::vector<limit_row>& rows,
                               bool exits_spend = false,
                               rate_budgets::options opts = unspread()) {
  auto result = rate_budgets{opts};
  for (const auto& row : rows)
    result.add(row.id, row, exits_spend);
  return result;
}

inline void end_all(rate_budgets& budgets,
                    const std::vector<granted_permit>& permits, permit_end how,
                    time_point now) {
  for (const auto& x : permits)
    budgets.end(x.id, how, now);
}

inline instant both(time_point now) {
  // A calendar that agrees with the monotonic clock, to the millisecond.
  return {now, unix_time{std::chrono::duration_cast<std::chrono::milliseconds>(
                 now.time_since_epoch())}};
}

} // namespace ballast::test
