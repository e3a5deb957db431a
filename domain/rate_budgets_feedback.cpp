// What the venue says about its limits, and what that does to ours.
#include "domain/rate_budgets.hpp"
#include "domain/rate_budgets_impl.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ballast {

std::vector<std::size_t>
rate_budgets::impl::exceeded(const open_permit& x,
                             const limit_feedback& said) const {
  std::vector<std::size_t> all;
  std::vector<std::size_t> named;
  std::vector<std::size_t> used_up;
  for (const auto& s : x.spends) {
    const auto& limit = budgets[s.budget].limit;
    all.push_back(s.budget);
    if (limit.row().id == said.exceeded)
      named.push_back(s.budget);
    if (said.limit == limit.capacity() && said.remaining == 0U)
      used_up.push_back(s.budget);
  }
  if (!named.empty())
    return named;
  // Figures that name their limit speak of no other of the same size. A size
  // that two have tells neither.
  if (said.exceeded.empty() && said.counted.empty() && used_up.size() == 1)
    return used_up;
  return all;
}

bool rate_budgets::impl::looks_spurious(const std::vector<std::size_t>& which,
                                        time_point now) const {
  return std::all_of(which.begin(), which.end(), [&](std::size_t x) {
    const auto& limit = budgets[x].limit;
    const auto& brake = limit.brake();
    const auto used = limit.held().used(now, brake.factor());
    return brake.would_be_lone(now) && 2 * used < limit.capacity();
  });
}

rate_budgets::throttle_verdict
rate_budgets::throttled(permit_id id, const limit_feedback& said,
                        time_point now) {
  now = impl_->settle(now);
  const auto found = impl_->permits.find(id);
  if (found == impl_->permits.end())
    return {};
  auto& permit = found->second;
  permit.throttled = true;
  impl_->tell(permit.spends);
  auto verdict = throttle_verdict{};
  const auto which = impl_->exceeded(permit, said);
  const auto asked = said.retry_after && *said.retry_after > duration::zero();
  verdict.spurious = !asked && impl_->looks_spurious(which, now);
  for (const auto x : which) {
    auto& limit = impl_->budgets[x].limit;
    limit.settle(now);
    auto& brake = limit.change_brake();
    if (verdict.spurious) {
      brake.suspect(now);
      continue;
    }
    const auto effect
      = brake.throttled(permit.granted_at, said.retry_after, now);
    verdict.in_spite_of_hold
      = verdict.in_spite_of_hold || effect.in_spite_of_hold;
    impl_->changed = impl_->changed || effect.changed;
    if (const auto until = brake.held_until(now))
      verdict.hold = std::max(verdict.hold, *until - now);
  }
  return verdict;
}

void rate_budgets::banned(permit_id id, duration how_long, time_point now) {
  now = impl_->settle(now);
  const auto found = impl_->permits.find(id);
  if (found == impl_->permits.end())
    return;
  auto& permit = found->second;
  permit.throttled = true;
  impl_->changed = true;
  impl_->tell_all();
  for (const auto& s : permit.spends)
    impl_->ban(s.budget, how_long, now);
}

void rate_budgets::banned(const std::string& budget, duration how_long,
                          time_point now) {
  now = impl_->settle(now);
  const auto found = impl_->index.find(budget);
  if (found == impl_->index.end())
    return;
  impl_->changed = true;
  impl_->tell_all();
  impl_->ban(found->second, how_long, now);
}

// An address that is banned is banned for every budget of the venue.
void rate_budgets::impl::ban(std::size_t which, duration how_long,
                             time_point now) {
  auto& spent = budgets[which].limit;
  spent.change_brake().ban(how_long, now);
  if (spent.row().scope != limit_scope::ip)
    return;
  for (auto& x : budgets)
    if (x.limit.row().venue == spent.row().venue)
      x.limit.change_brake().ban(how_long, now);
}

void rate_budgets::heard(permit_id id, const limit_feedback& said,
                         time_point now) {
  now = impl_->settle(now);
  const auto found = impl_->permits.find(id);
  if (found == impl_->permits.end() || (!said.remaining && !said.used))
    return;
  const auto& spends = found->second.spends;
  auto is_news = false;
  for (const auto& s : spends) {
    auto& limit = impl_->budgets[s.budget].limit;
    const auto ours = limit.capacity();
    if (!said.counted.empty() && limit.row().id != said.counted)
      continue;
    if (!said.counted.empty() && said.used)
      is_news = limit.heard(*said.used, now) || is_news;
    if (!said.remaining)
      continue;
    const auto theirs = said.limit.value_or(ours);
    const auto remaining = *said.remaining;
    if (theirs == 0 || remaining > theirs)
      continue;
    if (said.counted.empty() && spends.size() > 1
        && (!said.limit || theirs != ours))
      continue;
    // What is left must never look larger here than it is there.
    const auto missing = ours > remaining ? ours - remaining : 0;
    is_news
      = limit.heard(std::max(theirs - remaining, missing), now) || is_news;
  }
  if (is_news)
    impl_->tell(spends);
}

} // namespace ballast
