#include "bench/governor_load.hpp"

#include "bench/measuring.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <stdexcept>
#include <utility>

namespace ballast::bench {

namespace {

using namespace std::chrono_literals;

limit_row row_of(std::string id, std::string venue, limit_kind kind,
                 std::uint32_t units, duration window) {
  limit_row result;
  result.id = std::move(id);
  result.venue = std::move(venue);
  result.kind = kind;
  result.units = units;
  result.window = window;
  result.burst = units / 4;
  result.hold = 1s;
  return result;
}

/// The first of a venue's accounts scans.
std::size_t scanner_of(std::size_t venue) { return venue; }

} // namespace

std::string venue_of(std::size_t account) {
  return "v" + std::to_string(account % venue_count);
}

std::string address_of(std::size_t account) {
  return venue_of(account) + ".address";
}

std::string key_of(std::size_t account) {
  return venue_of(account) + ".key@a" + std::to_string(account);
}

std::vector<limited_budget> loaded_budgets(std::uint32_t per_second) {
  std::vector<limited_budget> result;
  for (std::size_t venue = 0; venue < venue_count; ++venue) {
    const auto name = venue_of(venue);
    const auto kind
      = venue % 2 == 0 ? limit_kind::sliding_window : limit_kind::token_bucket;
    result.push_back(
      {address_of(venue),
       row_of(name + ".address", name, kind, per_second / venue_count, 1s),
       true});
    result.push_back(
      {name + ".scans",
       row_of(name + ".scans", name, limit_kind::sliding_window, 400, 2s),
       false});
  }
  for (std::size_t i = 0; i < account_count; ++i) {
    auto row = row_of(venue_of(i) + ".key", venue_of(i),
                      limit_kind::sliding_window, 6000, 10s);
    row.scope = limit_scope::key;
    result.push_back({key_of(i), row, true});
  }
  return result;
}

permit_wish wish_of(std::size_t account, lane where, std::uint32_t count) {
  permit_wish result;
  const auto owner = static_cast<demand_id>(account + 1) << 32U;
  result.id = owner | (static_cast<demand_id>(where) + 1);
  result.account = "a" + std::to_string(account);
  result.lane = where;
  result.spends = {{address_of(account), 1}, {key_of(account), 1}};
  result.count = count;
  return result;
}

permit_wish scans_of(std::size_t venue) {
  const auto share = market_count / venue_count;
  const auto rest = venue < market_count % venue_count ? 1U : 0U;
  auto result = wish_of(scanner_of(venue), lane::scan,
                        static_cast<std::uint32_t>(share + rest));
  result.spends = {{address_of(venue), 1}, {venue_of(venue) + ".scans", 1}};
  return result;
}

arithmetic measure_arithmetic(duration time, duration round_trip) {
  rate_budgets budgets;
  for (const auto& x : loaded_budgets(10'000))
    budgets.add(x.id, x.row, x.exits_spend);
  const auto post = [&](permit_wish x, time_point now) {
    if (const auto posted = budgets.post(std::move(x), now); !posted)
      throw std::runtime_error{posted.error().text};
  };
  const auto start = time_point{1h};
  for (std::size_t i = 0; i < venue_count; ++i)
    post(scans_of(i), start);
  // Each account keeps something in line, so that limits are always struck.
  for (std::size_t i = 0; i < account_count; ++i)
    post(wish_of(i, i % 10 == 0 ? lane::entry : lane::account, 1'000'000),
         start);
  // Answers come one by one in the order of their permits: none is read along
  // with another, and the loop costs next to nothing beside what it measures.
  constexpr auto apart = 100us;
  auto last = start;
  std::deque<std::pair<time_point, permit_id>> answers;
  arithmetic result;
  const auto began = thread_seconds();
  for (auto now = start; now < start + time;) {
    for (const auto& x : budgets.grant(now)) {
      last = std::max(now + round_trip, last + apart);
      answers.emplace_back(last, x.id);
      ++result.grants;
    }
    ++result.looks;
    auto next = budgets.next_wake(now).value_or(start + time);
    if (!answers.empty())
      next = std::min(next, answers.front().first);
    now = std::max(now, next);
    for (; !answers.empty() && answers.front().first <= now;
         answers.pop_front())
      budgets.end(answers.front().second, permit_end::answered, now);
  }
  const auto cpu = thread_seconds() - began;
  result.us_a_grant = cpu * 1e6 / static_cast<double>(result.grants);
  result.per_second = static_cast<double>(result.grants) / seconds(time);
  return result;
}

} // namespace ballast::bench
