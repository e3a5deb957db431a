#include "tests/domain/governor_plan.hpp"

#include <algorithm>
#include <utility>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t always = 1'000'000'000;

/// Draws from one seed.
class drawing {
public:
  explicit drawing(std::uint64_t seed, std::uint64_t concern)
      : random_{random_source{seed}.derive(concern)} {}

  bool one_in(std::uint64_t n) { return random_.below(n) == 0; }
  std::uint64_t below(std::uint64_t n) { return random_.below(n); }
  std::uint32_t up_to(std::uint64_t most) {
    return static_cast<std::uint32_t>(1 + random_.below(most));
  }
  template <class T, std::size_t N>
  T of(const T (&all)[N]) {
    return all[random_.below(N)];
  }

private:
  random_source random_;
};

limit_row row_of(std::size_t i, limit_kind kind, std::uint32_t units,
                 duration window, std::uint32_t burst) {
  auto row = limit_row{};
  row.id = "venue." + std::to_string(i);
  row.venue = "venue";
  row.kind = kind;
  row.units = units;
  row.window = window;
  row.burst = burst;
  row.hold = 1s;
  return row;
}

planned_row any_row(drawing& draw, std::size_t i) {
  constexpr duration windows[]
    = {100ms, 1s, 1s, 1s, 2s, 10s, 10s, 60s, 90s, 10min};
  const auto kind = static_cast<limit_kind>(draw.below(4));
  const auto window = draw.of(windows);
  // Some windows hold so much that a crash may swallow a part of it.
  const auto units = is_bucket(kind)  ? draw.up_to(20)
                     : draw.one_in(4) ? 40 + draw.up_to(400)
                                      : draw.up_to(40);
  auto row
    = row_of(i, kind, units, window, is_bucket(kind) ? draw.up_to(30) : 0);
  row.scope = static_cast<limit_scope>(draw.below(4));
  if (draw.one_in(3))
    row.hold = 5s;
  return {row, draw.one_in(2)};
}

/// What requests cost of a row: little, or so much that few fit.
std::uint32_t any_cost(drawing& draw, const limit_row& row) {
  return draw.up_to(std::max(3U, size_of(row) / 8));
}

planned_wish any_wish(drawing& draw, const world_plan& plan, demand_id id,
                      lane where) {
  auto result = planned_wish{id, where, 60, {}};
  for (std::size_t i = 0; i < plan.rows.size(); ++i)
    if (draw.one_in(2))
      result.costs.push_back({i, any_cost(draw, plan.rows[i].row)});
  if (result.costs.empty())
    result.costs.push_back({draw.below(plan.rows.size()), 1});
  return result;
}

duration longest_window(const world_plan& plan) {
  auto result = duration{};
  for (const auto& x : plan.rows)
    result = std::max(result, x.row.window);
  return result;
}

planned_broker any_broker(drawing& draw, const world_plan& plan,
                          std::uint32_t owner) {
  constexpr duration medians[] = {2ms, 20ms, 60ms, 60ms, 200ms};
  constexpr duration patiences[] = {500ms, 2s, 10s};
  auto result = planned_broker{};
  result.owner = owner;
  result.account = "account" + std::to_string(draw.below(3));
  result.link = static_cast<link_kind>(draw.below(link_kinds));
  result.median = draw.of(medians);
  result.patience = draw.of(patiences);
  result.pause = longest_window(plan) * 3 / draw.up_to(12);
  const auto wishes = draw.up_to(3);
  for (std::uint32_t i = 1; i <= wishes; ++i) {
    auto wish = any_wish(draw, plan, (demand_id{owner} << 32U) | i,
                         static_cast<lane>(draw.below(lane_count)));
    if (draw.one_in(8))
      wish.costs.push_back(wish.costs.front());
    result.wishes.push_back(std::move(wish));
  }
  return result;
}

/// A broker without faults that never stops asking.
planned_broker calm_broker(drawing& draw, std::uint32_t owner) {
  constexpr duration medians[] = {5ms, 20ms, 50ms};
  auto result = planned_broker{};
  result.owner = owner;
  result.account = "account" + std::to_string(owner);
  result.link = draw.one_in(2) ? link_kind::clipped : link_kind::steady;
  result.median = draw.of(medians);
  result.patience = 30s;
  return result;
}

} // namespace

world_plan any_plan(std::uint64_t seed) {
  auto draw = drawing{seed, 1};
  auto result = world_plan{};
  result.seed = seed;
  const auto rows = draw.up_to(4);
  for (std::size_t i = 0; i < rows; ++i)
    result.rows.push_back(any_row(draw, i));
  const auto brokers = draw.up_to(5);
  for (std::uint32_t owner = 1; owner <= brokers; ++owner)
    result.brokers.push_back(any_broker(draw, result, owner));
  result.restarts = draw.one_in(2);
  result.steps_clock = draw.one_in(2);
  result.complains = draw.one_in(4);
  result.loses = !draw.one_in(4);
  result.brokers_die = draw.one_in(4);
  // Without a stored state a long window starts from the venue's headers,
  // which nobody writes here.
  const auto is_short = [](const planned_row& x) {
    return is_bucket(x.row.kind) || x.row.window <= 60s;
  };
  result.loses_store
    = draw.one_in(2)
      && std::all_of(result.rows.begin(), result.rows.end(), is_short);
  return result;
}

world_plan busy_plan(std::uint64_t seed) {
  constexpr duration windows[] = {1s, 1s, 2s, 10s};
  auto draw = drawing{seed, 2};
  auto result = world_plan{};
  result.seed = seed;
  result.keeps_asking = true;
  const auto kind = static_cast<limit_kind>(draw.below(4));
  const auto cost = draw.up_to(3);
  const auto units = cost * (2 + draw.up_to(18));
  // A burst below rate x round trip would cost throughput.
  result.rows.push_back(
    {row_of(0, kind, units, draw.of(windows), is_bucket(kind) ? 2 * units : 0),
     draw.one_in(2)});
  const auto brokers = draw.up_to(4);
  const auto where = static_cast<lane>(1 + draw.below(lane_count - 1));
  for (std::uint32_t owner = 1; owner <= brokers; ++owner) {
    result.brokers.push_back(calm_broker(draw, owner));
    result.brokers.back().wishes.push_back(
      {(demand_id{owner} << 32U) | 1U, where, always, {{0, cost}}});
  }
  return result;
}

world_plan crowded_plan(std::uint64_t seed) {
  constexpr duration windows[] = {1s, 2s, 5s};
  auto draw = drawing{seed, 3};
  auto result = world_plan{};
  result.seed = seed;
  result.keeps_asking = true;
  const auto rows = draw.up_to(3);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto kind = static_cast<limit_kind>(draw.below(4));
    result.rows.push_back({row_of(i, kind, 2 + draw.up_to(18), draw.of(windows),
                                  is_bucket(kind) ? 4 + draw.up_to(8) : 0),
                           draw.one_in(2)});
  }
  const auto brokers = 1 + draw.up_to(4);
  for (std::uint32_t owner = 1; owner <= brokers; ++owner) {
    auto broker = calm_broker(draw, owner);
    const auto where = static_cast<lane>(1 + draw.below(lane_count - 1));
    broker.wishes.push_back(
      any_wish(draw, result, (demand_id{owner} << 32U) | 1U, where));
    broker.wishes.back().count_max = always;
    // Most are cheap, one in three takes nearly all there is.
    auto& costs = broker.wishes.back().costs;
    for (auto& x : costs)
      x.units = draw.one_in(3) ? size_of(result.rows[x.row].row)
                                   - exit_part(result.rows[x.row])
                               : 1;
    result.brokers.push_back(std::move(broker));
  }
  return result;
}

world_plan greedy_plan(std::uint64_t seed) {
  auto draw = drawing{seed, 4};
  auto result = world_plan{};
  result.seed = seed;
  result.keeps_asking = true;
  result.rows.push_back(
    {row_of(0, limit_kind::sliding_window, 3 + draw.up_to(17), 1s, 0), false});
  const auto where = static_cast<lane>(1 + draw.below(lane_count - 1));
  const auto accounts = 1 + draw.up_to(3);
  for (std::uint32_t owner = 1; owner <= accounts; ++owner) {
    auto broker = calm_broker(draw, owner);
    const auto wishes = owner == 1 ? 3U : 1U;
    for (std::uint32_t i = 1; i <= wishes; ++i)
      broker.wishes.push_back(
        {(demand_id{owner} << 32U) | i, where, always, {{0, 1}}});
    result.brokers.push_back(std::move(broker));
  }
  return result;
}

bool is_bucket(limit_kind kind) {
  return kind == limit_kind::token_bucket
         || kind == limit_kind::decaying_counter;
}

std::uint32_t size_of(const limit_row& row) {
  return is_bucket(row.kind) ? row.burst : row.units;
}

std::uint32_t exit_part(const planned_row& x) {
  const auto size = size_of(x.row);
  if (!x.exits_spend || size < 2)
    return 0;
  return std::clamp(size / 10, 1U, size - 1);
}

std::string budget_id(const limit_row& row, const std::string& account) {
  return row.scope == limit_scope::ip ? row.id : row.id + '@' + account;
}

} // namespace ballast::test
