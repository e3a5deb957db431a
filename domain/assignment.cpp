#include "domain/assignment.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace ballast {

namespace {

constexpr auto trial = std::chrono::seconds{30};
constexpr auto trial_max = std::chrono::seconds{300};
constexpr auto step = std::chrono::seconds{10};
constexpr int steps = 4;
constexpr auto forget_after = std::chrono::minutes{10};

// By choice a market moves at most once in so long, and for no less gain.
constexpr auto rest = std::chrono::minutes{1};
constexpr double gain_min = 1.1;

constexpr std::uint64_t bit(std::size_t venue) {
  return std::uint64_t{1} << venue;
}

} // namespace

double share_ramp::update(bool can_scan, time_point now) {
  if (can_scan != can_scan_) {
    can_scan_ = can_scan;
    if (!can_scan) {
      // Whoever fails on trial has not come back yet: it is one time more.
      const auto forgotten
        = share_ < 1 ? 0U
                     : static_cast<unsigned>((now - since_) / forget_after);
      times_ -= std::min(times_, forgotten);
      ++times_;
      was_out_ = true;
    }
    since_ = now;
  }
  if (!can_scan)
    return share_ = 0;
  if (!was_out_)
    return share_ = 1;
  const auto well
    = now - since_ - std::min<duration>(trial * times_, trial_max);
  if (well < duration::zero())
    return share_ = 0;
  const auto taken = std::min<std::int64_t>(1 + well / step, steps);
  return share_ = static_cast<double>(taken) / steps;
}

void assignment::list(const std::string& venue,
                      const std::vector<symbol>& markets,
                      const std::vector<symbol>& equities) {
  const auto who = index_of(venue);
  for (auto& [market, x] : places_)
    x.listed &= ~bit(who);
  const auto shares = std::set<symbol>{equities.begin(), equities.end()};
  for (const auto& market : markets)
    places_[{market, shares.contains(market) ? market_kind::equity
                                             : market_kind::crypto}]
      .listed
      |= bit(who);
  touched_.insert(venue);
}

void assignment::unlist(const std::string& venue, const symbol& market) {
  const auto who = find(venue);
  if (!who)
    return;
  for (const auto kind : {market_kind::crypto, market_kind::equity})
    if (const auto i = places_.find({market, kind}); i != places_.end()) {
      i->second.listed &= ~bit(*who);
      touched_.insert(venue);
    }
}

void assignment::stand(const std::string& venue, standing x) {
  venues_[index_of(venue)].now = x;
}

assignment::changes assignment::update(time_point now) {
  changes result;
  result.venues = std::exchange(touched_, {});
  std::erase_if(places_, [](const auto& x) { return x.second.listed == 0; });
  measure();
  name_keepers();
  place_what_must(result, now);
  level(result, now);
  if (!result.venues.empty())
    gather();
  return result;
}

// Asked for every second, and changed when something happens.
void assignment::gather() {
  for (auto& x : venues_)
    x.markets.clear();
  for (const auto& [market, x] : places_)
    if (x.home)
      venues_[*x.home].markets.push_back(market.first);
}

const std::vector<symbol>& assignment::of(const std::string& venue) const {
  static const auto none = std::vector<symbol>{};
  const auto who = find(venue);
  return who ? venues_[*who].markets : none;
}

std::optional<std::string> assignment::home_of(const std::string& venue,
                                               const symbol& market) const {
  const auto who = find(venue);
  if (!who)
    return std::nullopt;
  for (const auto kind : {market_kind::crypto, market_kind::equity}) {
    const auto found = places_.find({market, kind});
    if (found != places_.end() && found->second.home
        && (found->second.listed >> *who & 1U) != 0)
      return venues_[*found->second.home].name;
  }
  return std::nullopt;
}

std::vector<symbol> assignment::shares_of(const std::string& venue) const {
  const auto who = find(venue);
  std::vector<symbol> result;
  for (const auto& [market, x] : places_)
    if (who && x.home == who && market.second == market_kind::equity)
      result.push_back(market.first);
  return result;
}

std::vector<symbol> assignment::waiting(const std::string& venue) const {
  const auto who = find(venue);
  std::vector<symbol> result;
  if (!who || venues_[*who].now.can_scan)
    return result;
  for (const auto& [market, x] : places_)
    if (x.home == who && !best_for(x, std::nullopt, true))
      result.push_back(market.first);
  return result;
}

std::size_t assignment::index_of(const std::string& venue) {
  if (const auto known = find(venue))
    return *known;
  assert(venues_.size() < 64);
  venues_.push_back({venue, {}, 0, 0, 0});
  return venues_.size() - 1;
}

std::optional<std::size_t> assignment::find(const std::string& venue) const {
  const auto i = std::find_if(venues_.begin(), venues_.end(),
                              [&](const auto& x) { return x.name == venue; });
  if (i == venues_.end())
    return std::nullopt;
  return static_cast<std::size_t>(i - venues_.begin());
}

void assignment::measure() {
  for (std::size_t i = 0; i < venues_.size(); ++i) {
    auto& v = venues_[i];
    v.load = v.shared = 0;
    std::size_t overlap = 0;
    for (const auto& [market, x] : places_) {
      const auto is_shared = std::popcount(x.listed) > 1;
      const auto is_home = x.home == i && (x.listed & bit(i)) != 0;
      overlap += is_shared && (x.listed & bit(i)) != 0 ? 1 : 0;
      v.load += is_home ? 1 : 0;
      v.shared += is_home && is_shared ? 1 : 0;
    }
    v.limit = v.now.share >= 1 ? overlap
                               : static_cast<std::size_t>(std::floor(
                                 v.now.share * static_cast<double>(overlap)));
  }
}

void assignment::name_keepers() {
  if (coins_kept_ == 0)
    return;
  for (auto& [market, x] : places_)
    x.keeper.reset();
  for (std::size_t i = 0; i < venues_.size(); ++i) {
    const auto lists = [&](const auto& each, market_kind kind) {
      return each.first.second == kind && (each.second.listed & bit(i)) != 0;
    };
    const auto share
      = std::find_if(places_.begin(), places_.end(), [&](const auto& each) {
          return lists(each, market_kind::equity);
        });
    if (share == places_.end())
      continue;
    auto left = coins_kept_;
    for (auto& each : places_) {
      if (left == 0)
        break;
      if (!lists(each, market_kind::crypto) || each.second.keeper
          || each.first.first.quote != share->first.first.quote)
        continue;
      each.second.keeper = i;
      --left;
    }
  }
}

bool assignment::is_kept(const place& x) const {
  return x.keeper && venues_[*x.keeper].now.can_scan
         && venues_[*x.keeper].now.share >= 1;
}

bool assignment::may_take(const venue_state& v, const place& x) {
  return std::popcount(x.listed) < 2 || v.shared < v.limit;
}

double assignment::turn_of(const venue_state& v, std::size_t markets) {
  return static_cast<double>(markets)
         / std::max(v.now.scans_per_s, std::numeric_limits<double>::epsilon());
}

std::optional<std::size_t> assignment::best_for(const place& x,
                                                std::optional<std::size_t> but,
                                                bool on_trial) const {
  if (is_kept(x))
    return x.keeper == but ? std::nullopt : x.keeper;
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < venues_.size(); ++i) {
    if ((x.listed & bit(i)) == 0 || i == but || !venues_[i].now.can_scan
        || !(on_trial || may_take(venues_[i], x)))
      continue;
    if (!best
        || turn_of(venues_[i], venues_[i].load + 1)
             < turn_of(venues_[*best], venues_[*best].load + 1))
      best = i;
  }
  return best;
}

void assignment::place_what_must(changes& into, time_point now) {
  for (auto& [market, x] : places_) {
    const auto stays = x.home && (x.listed & bit(*x.home)) != 0;
    if (stays
        && (venues_[*x.home].now.can_scan || std::popcount(x.listed) < 2)) {
      x.is_settled = x.is_settled || venues_[*x.home].now.can_scan;
      continue;
    }
    auto to = best_for(x, std::nullopt);
    if (!to)
      to = best_for(x, std::nullopt, true);
    if (to)
      put(market.first, x, *to, into, now);
    else if (!stays)
      put(market.first, x, static_cast<std::size_t>(std::countr_zero(x.listed)),
          into, now);
  }
}

void assignment::level(changes& into, time_point now) {
  for (auto& [market, x] : places_) {
    if (std::popcount(x.listed) < 2 || !x.home
        || (x.moved_at && now - *x.moved_at < rest))
      continue;
    const auto to = best_for(x, x.home);
    const auto& from = venues_[*x.home];
    if (to && is_kept(x)) {
      put(market.first, x, *to, into, now);
      continue;
    }
    if (to
        && turn_of(venues_[*to], venues_[*to].load + 1) * gain_min
             < turn_of(from, from.load))
      put(market.first, x, *to, into, now);
  }
}

void assignment::put(const symbol& market, place& x, std::size_t to,
                     changes& into, time_point now) {
  auto& target = venues_[to];
  const auto is_shared = std::popcount(x.listed) > 1;
  if (x.home && x.home != to) {
    auto& source = venues_[*x.home];
    // One that the old home does not list any more was not counted there.
    if ((x.listed & bit(*x.home)) != 0) {
      --source.load;
      source.shared -= is_shared ? 1 : 0;
    }
    into.venues.insert(source.name);
    if (x.is_settled) {
      into.moves.push_back({market, source.name, target.name});
      x.moved_at = now;
    }
  }
  if (x.home != to) {
    ++target.load;
    target.shared += is_shared ? 1 : 0;
    into.venues.insert(target.name);
  }
  x.home = to;
  x.is_settled = x.is_settled || target.now.can_scan;
}

} // namespace ballast
