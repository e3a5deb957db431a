// What rate_budgets stores, and what it makes of it after a restart.
#include "domain/rate_budgets_impl.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace ballast {

namespace {

constexpr std::size_t groups_max = 256;
constexpr duration calendar_tick = unix_time::duration{1};

/// Joins neighbours until at most groups_max are left; each group leaves when
/// its last does, so nothing leaves too early.
std::vector<held_window::entry> joined(std::vector<held_window::entry> log) {
  std::sort(log.begin(), log.end(),
            [](const auto& x, const auto& y) { return x.leaves < y.leaves; });
  const auto in_group = (log.size() + groups_max - 1) / groups_max;
  auto result = std::vector<held_window::entry>{};
  for (std::size_t i = 0; i < log.size(); ++i) {
    if (i % in_group == 0)
      result.push_back(log[i]);
    else
      result.back() = {log[i].leaves, result.back().units + log[i].units};
  }
  return result;
}

/// The time that has passed since the state was taken, rather less than more.
duration passed_since(const budgets_state& state, instant now) {
  const duration by_calendar = now.wall - state.taken_at;
  // After a boot the monotonic clock starts anew. What it then seems to say,
  // if anything, can only shorten the time.
  if (state.taken_at_steady && now.steady >= *state.taken_at_steady) {
    const auto by_steady = now.steady - *state.taken_at_steady;
    if (by_steady <= by_calendar)
      return by_steady;
  }
  // Both readings were cut to the calendar's milliseconds, the earlier one
  // perhaps by more.
  return std::max<duration>(duration::zero(), by_calendar - calendar_tick);
}

/// A budget's name in the store: its id and the rule by which its figures are
/// to be read. A row that has changed since is another budget.
std::string stored_name(const budget& x) {
  const auto& row = x.row();
  return x.id() + ' ' + std::to_string(static_cast<int>(row.kind)) + ' '
         + std::to_string(row.units) + '/' + std::to_string(row.window.count())
         + ' ' + std::to_string(row.burst);
}

/// What is left of a stored wait.
std::optional<duration> left_of(const std::optional<duration>& stored,
                                duration elapsed) {
  if (!stored || *stored <= elapsed)
    return std::nullopt;
  return *stored - elapsed;
}

void resume_waits(budget& x, const budget_state& from, duration elapsed,
                  time_point now) {
  if (const auto left = left_of(from.banned_for, elapsed))
    x.change_brake().resume_ban(now + *left);
  if (const auto left = left_of(from.held_for, elapsed))
    x.change_brake().resume_hold(now + *left, now);
}

} // namespace

bool rate_budgets::must_save() const noexcept {
  if (impl_->changed)
    return true;
  if (!impl_->granted)
    return false;
  // What is stored now is either nothing or the state of an earlier life.
  return !impl_->covered || impl_->beyond_mark;
}

budgets_state rate_budgets::save(instant now, bool clean) {
  const auto at = impl_->settle(now.steady);
  auto result = budgets_state{};
  result.taken_at = now.wall;
  result.taken_at_steady = at;
  result.clean = clean;
  for (std::size_t i = 0; i < impl_->budgets.size(); ++i) {
    impl_->budgets[i].limit.settle(at);
    result.budgets.push_back(impl_->stored(i, at, clean));
    impl_->budgets[i].granted_since_save = 0;
  }
  impl_->granted = false;
  impl_->beyond_mark = false;
  impl_->changed = false;
  impl_->covered = !clean;
  return result;
}

budget_state rate_budgets::impl::stored(std::size_t which, time_point now,
                                        bool clean) const {
  const auto& x = budgets[which].limit;
  const auto& brake = x.brake();
  auto result = budget_state{};
  result.id = stored_name(x);
  result.factor
    = static_cast<double>(brake.factor().at(now)) / double{limit_factor::whole};
  if (const auto cut = brake.factor().cut_at())
    result.cut_age = now - *cut;
  if (const auto held = brake.held_until(now))
    result.held_for = *held - now;
  if (const auto banned = brake.banned_until(now))
    result.banned_for = *banned - now;
  auto log = std::vector<held_window::entry>{};
  auto last_answer = now;
  for (const auto& [id, permit] : permits)
    for (const auto& s : permit.spends)
      if (s.budget == which) {
        last_answer = permit.granted_at + opts.unanswered_hold;
        log.push_back({last_answer + x.row().window, s.cost});
      }
  if (x.is_bucket()) {
    // The unanswered begin to drain later; more debt says the same.
    const auto rate = x.row().units / seconds(x.row().window);
    result.debt = x.held().used_about(now, brake.factor())
                  + rate * seconds(last_answer - now);
    return result;
  }
  const auto& answered = x.held().window()->log();
  log.insert(log.end(), answered.begin(), answered.end());
  for (const auto& group : joined(std::move(log)))
    result.entries.push_back(
      {static_cast<std::uint32_t>(group.units), group.leaves - now});
  if (!clean && outlasts_restart(false, x.row().window))
    result.ahead = ahead_of(x.row().units);
  return result;
}

void rate_budgets::impl::fill(budget& x, time_point drains_from,
                              time_point now) {
  if (auto* log = x.change_held().window()) {
    log->clear();
    log->keep(x.capacity(), drains_from + x.row().window);
    return;
  }
  auto* bucket = x.change_held().bucket();
  bucket->clear();
  bucket->settle(now, x.brake().factor());
  bucket->owe(x.capacity());
  bucket->delay(drains_from - now);
}

void rate_budgets::restore(const budgets_state& state, instant now) {
  const auto at = impl_->settle(now.steady);
  const auto elapsed = passed_since(state, {at, now.wall});
  impl_->tell_all();
  for (auto& [id, which] : impl_->index) {
    auto& limit = impl_->budgets[which].limit;
    const auto name = stored_name(limit);
    const auto same = std::find_if(state.budgets.begin(), state.budgets.end(),
                                   [&](const auto& x) { return x.id == name; });
    if (same != state.budgets.end()) {
      impl_->restore_one(limit, *same, elapsed, state.clean, at);
      continue;
    }
    assume_spent(id, at);
    // By whatever rule it was counted then: a ban is a ban.
    const auto& own = limit.id();
    const auto before = std::find_if(
      state.budgets.begin(), state.budgets.end(), [&](const auto& x) {
        return x.id == own || x.id.starts_with(own + ' ');
      });
    if (before != state.budgets.end())
      resume_waits(limit, *before, elapsed, at);
  }
  impl_->spread_bans(at);
  // The stored state covers nothing of this life yet.
  impl_->covered = false;
}

// An address stays banned for budgets that were unknown when it was.
void rate_budgets::impl::spread_bans(time_point now) {
  for (const auto& banned : budgets) {
    const auto until = banned.limit.brake().banned_until(now);
    if (!until || banned.limit.row().scope != limit_scope::ip)
      continue;
    for (auto& x : budgets)
      if (x.limit.row().venue == banned.limit.row().venue
          && x.limit.brake().banned_until(now).value_or(now) < *until)
        x.limit.change_brake().resume_ban(*until);
  }
}

void rate_budgets::impl::restore_one(budget& x, const budget_state& from,
                                     duration elapsed, bool clean,
                                     time_point now) {
  resume_waits(x, from, elapsed, now);
  if (from.factor < 1.0) {
    const auto share = std::floor(from.factor * double{limit_factor::whole});
    const auto age = std::max(from.cut_age, duration::zero()) + elapsed;
    x.change_brake().resume_factor(
      static_cast<std::int64_t>(std::max(share, 0.0)), now - age, now);
  }
  if (!clean && !outlasts_restart(x.is_bucket(), x.row().window)) {
    fill(x, now + opts.settle, now);
    return;
  }
  if (auto* bucket = x.change_held().bucket()) {
    bucket->resume(from.debt, now - elapsed);
    bucket->settle(now, x.brake().factor());
    return;
  }
  auto* log = x.change_held().window();
  log->clear();
  for (const auto& entry : from.entries)
    if (entry.leaves_in > elapsed)
      log->keep(entry.cost, now + (entry.leaves_in - elapsed));
  if (!clean)
    log->keep(from.ahead, now + opts.settle + x.row().window);
}

} // namespace ballast
