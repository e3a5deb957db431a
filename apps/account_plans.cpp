#include "apps/account_plans.hpp"

#include "apps/demo.hpp"
#include "apps/venues.hpp"
#include "domain/strategy.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

/// Of the demo: enters by chance, in a while of a few candles.
constexpr auto gambler = std::string_view{"user_1"};
constexpr auto gamblers_chance = 0.1;
constexpr auto gamblers_patience = 20s;

strategy_setup setup_of_gambler(std::uint64_t seed) {
  strategy_setup result;
  result.seed = seed;
  result.chance = gamblers_chance;
  result.exits = exit_rules::thirds();
  result.exits->held_max = gamblers_patience;
  return result;
}

const config::account_settings* found(const config::settings& settings,
                                      const std::string& account) {
  const auto i = std::find_if(
    settings.accounts.begin(), settings.accounts.end(),
    [&](const auto& x) { return account_id(x.name) == account; });
  return i == settings.accounts.end() ? nullptr : &*i;
}

/// Whose decisions an account takes over; itself, where it decides alone.
std::string leader_of(const config::settings& settings, std::string account) {
  for (const auto* x = found(settings, account);
       x != nullptr && !x->follow.empty(); x = found(settings, account))
    account = account_id(x->follow);
  return account;
}

} // namespace

result<std::vector<account_plan>>
plan_accounts(const config::settings& settings,
              const std::vector<broker_seat>& seats) {
  auto accounts = std::set<std::string>{};
  for (const auto& x : seats)
    if (x.adapter->has_credentials())
      accounts.emplace(x.adapter->account());
  const auto is_demo = settings.mode == config::run_mode::demo;
  auto result = std::vector<account_plan>{};
  for (const auto& account : accounts) {
    account_plan plan;
    plan.account = account;
    const auto leader = leader_of(settings, account);
    auto name = config::account_settings{}.strategy;
    auto setup = strategy_setup{};
    setup.seed = settings.demo.seed;
    if (leader != account)
      plan.follows = leader;
    if (const auto* configured = found(settings, account))
      plan.risk = configured->risk;
    // How a position ends is the leader's way as well.
    if (const auto* decides = found(settings, leader)) {
      name = decides->strategy;
    } else if (is_demo && leader == gambler) {
      name = "random_entry";
      setup = setup_of_gambler(settings.demo.seed);
    }
    plan.halted_at_start = halted_in_demo(settings, account);
    auto how = make_strategy(name, setup);
    if (!how)
      return fault{ec::invalid_argument,
                   "strategy of " + account + ": " + how.error().text};
    plan.how = std::move(*how);
    if (auto sound = validate(plan.risk); !sound)
      return fault{ec::invalid_argument,
                   "risk of " + account + ": " + sound.error().text};
    result.push_back(std::move(plan));
  }
  return result;
}

} // namespace ballast::apps
