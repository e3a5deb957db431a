#include "tests/domain/governor_checks.hpp"

#include <algorithm>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t permits_each = 150;

std::string about(const std::string& what, double is, double should) {
  return what + ": " + std::to_string(is) + " instead of "
         + std::to_string(should) + "; ";
}

} // namespace

std::string safety_findings(std::uint64_t seed, world_totals& totals) {
  auto world = governor_world{any_plan(seed)};
  world.run(permits_each, 20min);
  totals.granted += world.granted();
  totals.wakes += world.wakes;
  totals.wakes_in_vain += world.wakes_in_vain;
  totals.restarts += world.restarts;
  totals.probes += world.probes;
  return world.findings();
}

std::string safety_findings(std::uint64_t seed) {
  auto totals = world_totals{};
  return safety_findings(seed, totals);
}

// A place is taken for W and a round trip, so that N of them serve
// N x T / (W + round trip) requests; a bucket earns N a window whatever the
// round trip is, as long as its burst covers that.
std::string use_findings(std::uint64_t seed) {
  const auto plan = busy_plan(seed);
  const auto& row = plan.rows.front().row;
  const auto cost = plan.brokers.front().wishes.front().costs.front().units;
  auto world = governor_world{plan};
  world.run(SIZE_MAX, 30 * row.window);
  const auto part
    = plan.rows.front().exits_spend ? std::max(1U, size_of(row) / 10) : 0U;
  const auto places = (size_of(row) - part) / cost;
  const auto windows = seconds(world.ran()) / seconds(row.window);
  auto most = double{0};
  if (is_bucket(row.kind))
    most = windows * row.units / cost + places;
  else
    most
      = places * windows / (1 + world.mean_round_trip() / seconds(row.window));
  const auto is = static_cast<double>(world.granted());
  auto result = world.findings();
  if (is < 0.95 * most - 1)
    result += about("permits of a busy limit", is, most);
  return result;
}

std::string service_findings(std::uint64_t seed) {
  const auto plan = crowded_plan(seed);
  auto world = governor_world{plan};
  constexpr auto whole = 240s;
  world.run(SIZE_MAX, whole);
  auto result = world.findings();
  // 30 s until a wish has risen as far as wishes do, 10 s until it keeps what
  // comes free; then it waits for those who do so as well, each of whom needs
  // a limit's whole memory and a round trip.
  auto memory = duration{};
  for (const auto& x : plan.rows)
    memory = std::max(memory, memory_of(x.row));
  const auto patience
    = 40s + static_cast<std::int64_t>(plan.brokers.size()) * (2 * memory + 1s);
  for (const auto& who : plan.brokers) {
    const auto id = who.wishes.front().id;
    const auto found = world.served().find(id);
    auto last = time_point{std::chrono::hours{1000}};
    auto longest = duration{};
    if (found != world.served().end())
      for (const auto at : found->second) {
        longest = std::max(longest, at - last);
        last = at;
      }
    longest = std::max(longest, time_point{std::chrono::hours{1000}}
                                  + world.ran() - last);
    if (longest > patience)
      result += about("a wish waited (s)", seconds(longest), seconds(patience));
  }
  return result;
}

std::string fairness_findings(std::uint64_t seed) {
  const auto plan = greedy_plan(seed);
  auto world = governor_world{plan};
  world.run(SIZE_MAX, 40s);
  auto result = world.findings();
  const auto share = static_cast<double>(world.granted())
                     / static_cast<double>(plan.brokers.size());
  for (const auto& who : plan.brokers) {
    std::size_t mine = 0;
    for (const auto& x : who.wishes)
      if (const auto found = world.served().find(x.id);
          found != world.served().end())
        mine += found->second.size();
    const auto is = static_cast<double>(mine);
    if (is < 0.9 * share - 2 || is > 1.1 * share + 2)
      result += about("permits of " + who.account, is, share);
  }
  return result;
}

std::string liveness_findings(std::uint64_t seed) {
  return use_findings(seed) + service_findings(seed) + fairness_findings(seed);
}

} // namespace ballast::test
