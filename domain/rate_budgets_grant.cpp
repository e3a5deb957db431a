#include "domain/rate_budgets_impl.hpp"

#include <algorithm>
#include <tuple>

namespace ballast {

namespace {

/// The order in which wishes that have waited too long are helped.
bool comes_before(const waiting_wish* x, const waiting_wish* y) {
  return std::tuple{x->where, !x->starving, x->since, x->wish.id}
         < std::tuple{y->where, !y->starving, y->since, y->wish.id};
}

/// Sorts what is nearly sorted: between two looks few wishes move.
void put_in_order(std::vector<waiting_wish*>& x) {
  for (std::size_t i = 1; i < x.size(); ++i)
    for (auto at = i; at > 0 && comes_before(x[at], x[at - 1]); --at)
      std::swap(x[at], x[at - 1]);
}

std::uint32_t dearest(const waiting_wish& x) {
  std::uint32_t cost = 0;
  for (const auto& s : x.spends)
    cost = std::max(cost, s.cost);
  return cost;
}

} // namespace

void rate_budgets::impl::age(budget_group& of, time_point now) {
  for (auto* each : of.wishes) {
    auto& x = *each;
    const auto waited = now - x.since;
    x.starving = waited >= opts.ageing;
    x.where = x.wish.lane;
    if (!x.starving || x.where == lane::exit)
      continue;
    const auto rises = std::min<std::int64_t>(waited / opts.ageing, 4);
    const auto place = static_cast<std::int64_t>(x.where) - rises;
    x.where = static_cast<lane>(
      std::max(place, static_cast<std::int64_t>(lane::entry)));
  }
}

wish_room rate_budgets::impl::room_for(const waiting_wish& x, time_point now) {
  auto result
    = wish_room{now, x.spends.front().budget, budget_cause::none, false};
  const auto freed = release();
  for (const auto& s : x.spends) {
    const auto said = budgets[s.budget].limit.ask_again(x.where, s.cost,
                                                        s.claims, now, freed);
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

bool rate_budgets::impl::may_go(const waiting_wish& x, time_point now) {
  const auto freed = release();
  return std::all_of(x.spends.begin(), x.spends.end(), [&](const auto& s) {
    const auto said = budgets[s.budget].limit.ask_again(x.where, s.cost,
                                                        s.claims, now, freed);
    return said.cause == budget_cause::none;
  });
}

std::optional<duration> rate_budgets::impl::bare_wait(const waiting_wish& x,
                                                      time_point now,
                                                      bool& awaits) {
  auto longest = duration::zero();
  const auto freed = release();
  for (const auto& s : x.spends) {
    auto& limit = budgets[s.budget].limit;
    if (!limit.fits(x.where, s.cost, now))
      return std::nullopt;
    const auto said = limit.ask_again(x.where, s.cost, {}, now, freed);
    // An answer is expected any moment, whatever the hold of 30 s says.
    awaits = awaits || said.awaits_answer;
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
void rate_budgets::impl::weigh_claims(budget_group& of, time_point now) {
  put_in_order(of.wishes);
  ++weighings;
  of.claims_await = false;
  for (const auto* x : of.wishes)
    if (is_low(x->where))
      for (const auto& s : x->spends)
        claims_on(s.budget).low_waits = true;
  for (auto* x : of.wishes) {
    const auto is_exit = x->where == lane::exit;
    const auto is_high = !is_exit && !is_low(x->where);
    const auto wait
      = may_matter(*x) ? bare_wait(*x, now, of.claims_await) : std::nullopt;
    for (auto& s : x->spends) {
      auto& mine = claims_on(s.budget);
      s.claims
        = {mine.starving, mine.exits, mine.higher_waits && is_low(x->where)};
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

claimed_units& rate_budgets::impl::claims_on(std::size_t which) {
  auto& result = budgets[which].claims;
  if (result.weighing != weighings)
    result = {weighings, 0, 0, false, false};
  return result;
}

bool rate_budgets::impl::may_matter(const waiting_wish& x) {
  if (x.starving || x.where == lane::exit)
    return true;
  // A higher lane caps the scans of a budget once, however many wait in it.
  return !is_low(x.where)
         && std::any_of(x.spends.begin(), x.spends.end(), [&](const auto& s) {
              const auto& mine = claims_on(s.budget);
              return mine.low_waits && !mine.higher_waits;
            });
}

waiting_wish* rate_budgets::impl::next_in_turn(budget_group& of,
                                               time_point now) {
  waiting_wish* best = nullptr;
  auto best_place = std::tuple{lane_shares::place{}, time_point{}};
  auto best_is_exit = false;
  for (auto* x : of.wishes) {
    const auto is_exit = x->where == lane::exit;
    if (best && best_is_exit && !is_exit)
      continue;
    const auto place
      = std::tuple{x->shares->place_of(x->where, *x->turns), x->since};
    const auto sooner
      = !best || (is_exit && !best_is_exit) || place < best_place;
    if (!sooner || !may_go(*x, now))
      continue;
    best = x;
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
    const auto& row = spent.limit.row();
    spent.limit.take(x.where, s.cost, now);
    spent.granted_since_save += s.cost;
    if (outlasts_restart(spent.limit.is_bucket(), row.window)
        && spent.granted_since_save > ahead_of(row.units))
      beyond_mark = true;
  }
  x.shares->serve(x.where, *x.turns, dearest(x));
  permits.emplace_hint(
    permits.end(), id,
    open_permit{x.wish.id, x.where, now, false, false, x.spends});
  granted = true;
  x.since = now;
  x.starving = false;
  x.where = x.wish.lane;
  if (--x.wish.count == 0) {
    leave(x);
    wishes.erase(x.wish.id);
  }
  return permit;
}

std::optional<time_point>
rate_budgets::impl::next_ageing(const budget_group& of, time_point now) const {
  auto best = std::optional<time_point>{};
  for (const auto* x : of.wishes) {
    const auto may_rise = x->where != lane::exit && x->where != lane::entry;
    if (x->starving && !may_rise)
      continue;
    const auto times = (now - x->since) / opts.ageing + 1;
    const auto at = x->since + times * opts.ageing;
    best = std::min(best.value_or(at), at);
  }
  return best;
}

// Age makes claims. They end with what made a wait look short: an answer that
// may come any moment, until it is given up, or, where an EXIT waits for it in
// a hold, until the hold is over; or a limit's next rise, after which the one
// that follows may be far away.
std::optional<time_point>
rate_budgets::impl::claims_change(const budget_group& of,
                                  time_point now) const {
  auto best = next_ageing(of, now);
  const auto consider = [&](std::optional<time_point> at) {
    if (at)
      best = std::min(best.value_or(*at), *at);
  };
  consider(release());
  for (const auto* x : of.wishes)
    for (const auto& s : x->spends) {
      const auto& limit = budgets[s.budget].limit;
      consider(limit.next_rise(now));
      consider(limit.brake().held_until(now));
    }
  return best;
}

void rate_budgets::impl::foresee(budget_group& of, time_point now) {
  of.look_at.reset();
  of.awaits_answer = of.claims_await;
  const auto consider = [&](std::optional<time_point> at) {
    if (at)
      of.look_at = std::min(of.look_at.value_or(*at), *at);
  };
  auto claimed_by_others = false;
  auto spreads = false;
  for (const auto* x : of.wishes) {
    const auto room = room_for(*x, now);
    consider(room.at);
    const auto is_spread = room.cause == budget_cause::spread;
    of.awaits_answer = of.awaits_answer || room.awaits_answer || is_spread;
    spreads = spreads || is_spread;
    for (const auto& s : x->spends)
      claimed_by_others = claimed_by_others || s.claims.starving > 0
                          || s.claims.exits > 0 || s.claims.scans_capped;
  }
  if (claimed_by_others)
    consider(claims_change(of, now));
  // One that has waited too long rises out of the lanes that are spread.
  if (spreads)
    consider(next_ageing(of, now));
}

void rate_budgets::impl::look(budget_group& at, time_point now,
                              std::vector<granted_permit>& to) {
  age(at, now);
  // Each permit may lift a claim, so the end is only where a fresh look at
  // them yields nothing. Between two looks claims can only be too strict.
  for (auto yielded = true; yielded;) {
    yielded = false;
    weigh_claims(at, now);
    while (auto* x = next_in_turn(at, now)) {
      const auto look_again = x->where == lane::exit || x->starving;
      to.push_back(grant_one(*x, now));
      yielded = true;
      if (look_again)
        break;
    }
  }
  foresee(at, now);
  at.has_news = false;
}

namespace {

bool is_due(const budget_group& x, time_point now) {
  return x.has_news || (x.look_at && *x.look_at <= now);
}

} // namespace

std::vector<granted_permit> rate_budgets::grant(time_point now) {
  now = impl_->settle(now);
  auto result = std::vector<granted_permit>{};
  for (auto& x : impl_->groups)
    if (is_due(x, now))
      impl_->look(x, now, result);
  // Of several groups each has its exits in front.
  if (result.size() > 1)
    std::stable_partition(result.begin(), result.end(), [&](const auto& x) {
      return impl_->permits.at(x.id).where == lane::exit;
    });
  return result;
}

std::optional<time_point> rate_budgets::next_wake(time_point now) const {
  now = impl_->settle(now);
  auto best = std::optional<time_point>{};
  for (auto& x : impl_->groups) {
    if (is_due(x, now)) {
      impl_->age(x, now);
      impl_->weigh_claims(x, now);
      impl_->foresee(x, now);
      x.has_news = true; // It was not served yet.
    }
    if (x.look_at)
      best = std::min(best.value_or(*x.look_at), *x.look_at);
  }
  return best;
}

} // namespace ballast
