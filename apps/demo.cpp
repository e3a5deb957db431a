#include "apps/demo.hpp"

#include <chrono>
#include <string_view>
#include <utility>

namespace ballast::apps {

namespace {

constexpr auto cast = 5U; ///< MASTER and four users.
constexpr auto stranger = std::string_view{"USER_2"};
constexpr auto pauper = std::string_view{"USER_3"};
constexpr auto idler = std::string_view{"user_4"};

/// Nobody says how many accounts there are, so these five play.
bool is_played(const config::settings& x) {
  return x.mode == config::run_mode::demo && x.demo.accounts == 0;
}

} // namespace

simulated_venue_options demo_venue(const config::settings& settings,
                                   const std::string& venue, unix_time now) {
  // Enough for several positions that each venue takes, and a twentieth of all.
  constexpr auto dollars = 10'000U;
  simulated_venue_options result;
  result.venue = venue;
  result.seed = settings.demo.seed;
  result.accounts = is_played(settings) ? cast : settings.demo.accounts;
  result.stories_begin = now;
  result.dollars = dollars;
  if (!is_played(settings))
    return result;
  sim::fault poor;
  poor.kind = sim::fault_kind::low_balance;
  poor.match = pauper;
  poor.value = "0.99";
  result.faults.push_back(std::move(poor));
  return result;
}

std::vector<sim::account_key> demo_keys(const config::settings& settings,
                                        std::vector<sim::account_key> all) {
  if (!is_played(settings))
    return all;
  // Well formed, so that only the venue can tell.
  for (auto& x : all)
    if (x.account == stranger)
      x.secret = all.front().secret;
  return all;
}

config::scan_settings demo_scan(const config::settings& settings) {
  auto result = settings.scan;
  if (!result.timeframe_told)
    result.timeframe = std::chrono::minutes{1};
  return result;
}

std::string halted_in_demo(const config::settings& settings,
                           const std::string& account) {
  return is_played(settings) && account == idler
           ? "halted from the start, to show what that looks like"
           : "";
}

} // namespace ballast::apps
