#include "domain/rate_budgets_impl.hpp"

#include <algorithm>
#include <tuple>

namespace ballast {

namespace {

/// The order in which wishes that have waited too long are helped.
auto order(const waiting_wish& x) {
  return std::tuple{x.where, !x.starving, x.since, x.wish.id};
}

std::uint32_t dearest(const waiting_wish& x) {
  std::uint32_t cost = 0;
  for (const auto& s : x.spends)
    cost = std::max(cost, s.cost);
  return cost;
}

} // namespace

void rate_budgets::impl::age(time_point now) {
  for (auto& [id, x] : wishes) {
    const auto waited = now - x.since;
    x.starving = waited >= opts.ageing;
    x.where = x.wish.lane;
    if (x.where == lane::exit)
      continue;
    const auto rises = std::min<std::int64_t>(waited / opts.ageing, 4);
    const auto place = static_cast<std::int64_t>(x.where) - rises;
    x.where = static_cast<lane>(
      std::max(place, static_cast<std::int64_t>(lane::entry)));
  }
}

wish_room rate_budgets::impl::room_for(const waiting_wish& x,
                                       time_point now) const {
  auto result
    = wish_room{now, x.spends.front().budget, budget_cause::none, false};
  for (const auto& s : x.spends) {
    const auto said
      = budgets[s.budget].limit.ask(x.where, s.cost, s.claims, now, release());
    result.awaits_answer = result.awaits_answer || said.awaits_answer;
    if (said.cause == budget_cause::none)
      continue;
    if (!said.at || (result.at && *said.at > *result.at)
        || result.cause == budget_cause::none) {
      result.budget = s.budget;
      result.cause = said.cause;
    }
    if (!said.at || !result.at)
      result.at.reset();
    else
      result.at = std::max(*result.at, *said.at);
  }
  return result;
}

namespace {

/// What earlier wishes need of one budget.
struct claimed {
  std::uint32_t starving = 0;
  std::uint32_t exits = 0;
  bool higher_waits = false;
};

} // namespace

std::optional<duration> rate_budgets::impl::bare_wait(const waiting_wish& x,
                                                      time_point now) const {
  auto longest = duration::zero();
  for (const auto& s : x.spends) {
    const auto& limit = budgets[s.budget].limit;
    if (!limit.fits(x.where, s.cost, now))
      return std::nullopt;
    const auto said = limit.ask(x.where, s.cost, {}, now, release());
    // An answer is expected any moment, whatever the hold of 30 s says.
    if (said.awaits_answer)
      continue;
    if (!said.at)
      return std::nullopt;
    longest = std::max(longest, *said.at - now);
  }
  return longest;
}

// A wish that has waited too long keeps its cost free in each of its budgets,
// or cheap wishes would take every unit before enough of them are there. It
// does so only where that helps: where a unit spent now would still be missing
// once all its other budgets have room. So it is never in the way of those
// who share nothing scarce with it. An EXIT does the same from the start, and
// a wish of ENTRY or ACCOUNT counts as waiting for a budget, which caps the
// scans there, under the same condition.
void rate_budgets::impl::weigh_claims(time_point now) {
  auto queue = std::vector<waiting_wish*>{};
  queue.reserve(wishes.size());
  for (auto& [id, x] : wishes)
    queue.push_back(&x);
  std::sort(queue.begin(), queue.end(),
            [](const auto* x, const auto* y) { return order(*x) < order(*y); });
  auto claims = std::vector<claimed>(budgets.size());
  for (auto* x : queue) {
    const auto is_exit = x->where == lane::exit;
    const auto is_high = x->where == lane::entry || x->where == lane::account;
    const auto presses = is_exit || is_high || x->starving;
    const auto wait = presses ? bare_wait(*x, now) : std::nullopt;
    for (auto& s : x->spends) {
      auto& mine = claims[s.budget];
      s.claims = {mine.starving, mine.exits, mine.higher_waits};
      if (!wait || *wait > budgets[s.budget].limit.memory(now))
        continue;
      mine.higher_waits = mine.higher_waits || is_high;
      if (!is_exit && !x->starving)
        continue;
      auto& mark = x->starving ? mine.starving : mine.exits;
      mark = std::max(mark, s.cost);
    }
  }
}

waiting_wish* rate_budgets::impl::next_in_turn(time_point now) {
  waiting_wish* best = nullptr;
  auto best_place = std::tuple{lane_shares::place{}, time_point{}};
  auto best_is_exit = false;
  for (auto& [id, x] : wishes) {
    const auto is_exit = x.where == lane::exit;
    if (best && best_is_exit && !is_exit)
      continue;
    const auto place
      = std::tuple{x.shares->place_of(x.where, x.wish.account), x.since};
    const auto sooner
      = !best || (is_exit && !best_is_exit) || place < best_place;
    if (!sooner || room_for(x, now).cause != budget_cause::none)
      continue;
    best = &x;
    best_place = place;
    best_is_exit = is_exit;
  }
  return best;
}

duration rate_budgets::impl::validity(const waiting_wish& x) const {
  auto shortest = duration::max();
  for (const auto& s : x.spends)
    shortest = std::min(shortest, budgets[s.budget].limit.row().window);
  using namespace std::chrono_literals;
  return shortest <= 2s ? duration{250ms} : duration{2s};
}

granted_permit rate_budgets::impl::grant_one(waiting_wish& x, time_point now) {
  const auto id = ++last_permit;
  const auto permit = granted_permit{id, x.wish.id, validity(x), now};
  for (const auto& s : x.spends) {
    auto& spent = budgets[s.budget];
    spent.limit.take(x.where, s.cost, now);
    spent.granted_since_save += s.cost;
  }
  x.shares->serve(x.where, x.wish.account, dearest(x));
  permits.emplace(id,
                  open_permit{x.wish.id, x.where, now, false, false, x.spends});
  granted = true;
  x.since = now;
  x.starving = false;
  x.where = x.wish.lane;
  if (--x.wish.count == 0)
    wishes.erase(x.wish.id);
  return permit;
}

std::optional<time_point>
rate_budgets::impl::next_ageing(time_point now) const {
  auto best = std::optional<time_point>{};
  for (const auto& [id, x] : wishes) {
    const auto may_rise = x.where != lane::exit && x.where != lane::entry;
    if (x.starving && !may_rise)
      continue;
    const auto times = (now - x.since) / opts.ageing + 1;
    const auto at = x.since + times * opts.ageing;
    best = std::min(best.value_or(at), at);
  }
  return best;
}

// Age makes claims. They end with what made a wait look short: an answer that
// may come any moment, until it is given up, or, where an EXIT waits for it in
// a hold, until the hold is over; or a limit's next rise, after which the one
// that follows may be far away.
std::optional<time_point>
rate_budgets::impl::claims_change(time_point now) const {
  auto best = next_ageing(now);
  const auto consider = [&](std::optional<time_point> at) {
    if (at)
      best = std::min(best.value_or(*at), *at);
  };
  consider(release());
  for (const auto& [id, x] : wishes)
    for (const auto& s : x.spends) {
      const auto& limit = budgets[s.budget].limit;
      consider(limit.next_rise(now));
      consider(limit.brake().held_until(now));
    }
  return best;
}

std::vector<granted_permit> rate_budgets::grant(time_point now) {
  now = impl_->settle(now);
  impl_->age(now);
  auto result = std::vector<granted_permit>{};
  // Each permit may lift a claim, so the end is only where a fresh look at
  // them yields nothing. Between two looks claims can only be too strict.
  for (auto yielded = true; yielded;) {
    yielded = false;
    impl_->weigh_claims(now);
    while (auto* x = impl_->next_in_turn(now)) {
      const auto look_again = x->where == lane::exit || x->starving;
      result.push_back(impl_->grant_one(*x, now));
      yielded = true;
      if (look_again)
        break;
    }
  }
  return result;
}

std::optional<time_point> rate_budgets::next_wake(time_point now) const {
  now = impl_->settle(now);
  impl_->age(now);
  impl_->weigh_claims(now);
  auto best = std::optional<time_point>{};
  const auto consider = [&](std::optional<time_point> at) {
    if (at)
      best = std::min(best.value_or(*at), *at);
  };
  auto claimed_by_others = false;
  auto spreads = false;
  for (const auto& [id, x] : impl_->wishes) {
    const auto room = impl_->room_for(x, now);
    consider(room.at);
    spreads = spreads || room.cause == budget_cause::spread;
    for (const auto& s : x.spends)
      claimed_by_others = claimed_by_others || s.claims.starving > 0
                          || s.claims.exits > 0 || s.claims.scans_capped;
  }
  if (claimed_by_others)
    consider(impl_->claims_change(now));
  // One that has waited too long rises out of the lanes that are spread.
  if (spreads)
    consider(impl_->next_ageing(now));
  return best;
}

} // namespace ballast
