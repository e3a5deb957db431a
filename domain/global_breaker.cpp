#include "domain/global_breaker.hpp"

#include <algorithm>
#include <set>

namespace ballast {

namespace {

constexpr auto together = std::chrono::seconds{5};
constexpr std::size_t venues_enough = 3;
constexpr auto probe_every = std::chrono::seconds{1};

std::set<std::string> names_of(const std::vector<venue_standing>& venues) {
  std::set<std::string> result;
  for (const auto& x : venues)
    result.insert(x.venue);
  return result;
}

} // namespace

void global_breaker::own_network_failed(const std::string& venue,
                                        time_point now) {
  auto& x = own_[venue];
  x.last = now;
  ++x.count;
}

void global_breaker::reached(const std::string& venue) { own_.erase(venue); }

global_breaker::cause
global_breaker::judge(const std::vector<venue_standing>& venues,
                      time_point now) const {
  const auto running = names_of(venues).size();
  const auto failing = static_cast<std::size_t>(
    std::count_if(own_.begin(), own_.end(), [&](const auto& x) {
      // Once down, only being reached again says otherwise: probes are seldom.
      return cause_ == cause::local_network || now - x.second.last <= together;
    }));
  if (running > 0 && failing >= std::min(venues_enough, running))
    return cause::local_network;
  const auto open = std::any_of(venues.begin(), venues.end(),
                                [](const auto& x) { return x.shut; });
  const auto left
    = std::any_of(venues.begin(), venues.end(),
                  [](const auto& x) { return x.connected && !x.shut; });
  return open && !left ? cause::no_venue_left : cause::none;
}

std::optional<global_breaker::change>
global_breaker::update(const std::vector<venue_standing>& venues,
                       time_point now) {
  const auto next = judge(venues, now);
  if (next == cause_)
    return std::nullopt;
  cause_ = next;
  change result{next, 0, {}};
  if (next == cause::local_network) {
    for (const auto& [venue, x] : own_)
      result.errors += x.count;
    result.wait = probe_every;
  }
  std::set<std::string> counted;
  if (next == cause::no_venue_left)
    for (const auto& x : venues) {
      result.wait = std::max(result.wait, x.retry_in);
      if (x.shut && counted.insert(x.venue).second)
        result.errors += x.errors;
    }
  return result;
}

} // namespace ballast
