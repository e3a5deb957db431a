// The inside of rate_budgets: what is wanted, what is out, and the budgets.
// Only rate_budgets*.cpp include this.
#pragma once

#include "domain/budget.hpp"
#include "domain/lane_shares.hpp"
#include "domain/rate_budgets.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

/// A spend whose budget has been found.
struct resolved_spend {
  std::size_t budget = 0; ///< Index into impl::budgets.
  std::uint32_t cost = 0;
  budget_claims claims; ///< Of others, as of the last `weigh_claims`.
};

/// A wish that waits.
struct waiting_wish {
  permit_wish wish;
  std::vector<resolved_spend> spends; ///< Each budget once.
  time_point since; ///< Posted, or granted a permit for the last time.
  lane_shares* shares = nullptr;
  lane_shares::turns* turns = nullptr; ///< Of its account.
  std::size_t group = 0;               ///< Index into impl::groups.
  lane where = lane::scan;             ///< Its lane by now: it rises with age.
  bool starving = false;               ///< Has waited for longer than `ageing`.
};

/// A permit that is out.
struct open_permit {
  demand_id demand = 0;
  lane where = lane::scan; ///< The lane it was granted in.
  time_point granted_at;
  bool throttled = false; ///< Its answer was a 429.
  bool given_up = false;  ///< Its end was unknown.
  std::vector<resolved_spend> spends;
};

/// What those who come first need of one budget.
struct claimed_units {
  std::uint64_t weighing = 0; ///< As of which weighing.
  std::uint32_t starving = 0;
  std::uint32_t exits = 0;
  bool higher_waits = false;
  bool low_waits = false; ///< Somebody whom a higher lane would cap.
};

/// A budget and how far the stored state covers it.
struct tracked_budget {
  budget limit;
  std::size_t group = 0; ///< Index into impl::groups.
  std::uint64_t granted_since_save = 0;
  claimed_units claims = {};
};

/// Budgets that requests spend from together, as those of one venue, and who
/// waits for them. What happens in one group is nothing to the others.
struct budget_group {
  std::vector<waiting_wish*> wishes; ///< As they were weighed last.
  bool has_news = true;              ///< Since the last look at it.
  bool awaits_answer = false;        ///< An answer may change something.
  bool claims_await = false;         ///< The same of claims, as weighed last.
  std::optional<time_point> look_at; ///< When it may yield without any news.
};

/// What decides over one wish.
struct wish_room {
  std::optional<time_point> at; ///< Absent: only news can help.
  std::size_t budget = 0;       ///< The one that decides.
  budget_cause cause = budget_cause::none;
  bool awaits_answer = false;
};

struct rate_budgets::impl {
  options opts;
  std::vector<tracked_budget> budgets;
  std::map<std::string, std::size_t> index;  ///< Budget id to budgets.
  std::map<std::string, lane_shares> shares; ///< By venue.
  std::map<demand_id, waiting_wish> wishes;
  std::map<permit_id, open_permit> permits; ///< Oldest first.
  std::vector<budget_group> groups;
  std::map<std::string, std::size_t> group_of; ///< By venue.
  std::uint64_t weighings = 0;
  permit_id last_permit = 0;
  std::size_t given_up = 0; ///< Permits whose end was unknown.
  time_point latest;        ///< The latest instant ever handed in.
  bool covered = false;     ///< A state stored in this life is not clean.
  bool granted = false;     ///< Anything since the last save.
  bool changed = false;     ///< A ban, a hold or a cut since the last save.
  bool beyond_mark = false; ///< More was granted than the mark stored ahead.

  /// Everything that happens by itself up to `now`: unanswered requests come
  /// to count as answered.
  /// @returns `now`, or the latest instant handed in if that is later.
  time_point settle(time_point now);
  /// When the oldest permit will count as answered.
  std::optional<time_point> release() const;
  void close(const open_permit& x, time_point answered_at);
  /// Another may try in its place, where it tried whether a hold is over.
  void over(const open_permit& x);

  bool is_owner_full(demand_id id) const;
  /// Makes one group of all that `spends` name. @returns which.
  std::size_t join_groups(const std::vector<resolved_spend>& spends);
  /// Takes a wish out of its group.
  void leave(waiting_wish& x);
  /// Something has happened to these budgets.
  void tell(const std::vector<resolved_spend>& spends);
  void tell_all();

  wish_room room_for(const waiting_wish& x, time_point now);
  bool may_go(const waiting_wish& x, time_point now);
  /// How long `x` would wait if nobody else did; absent if that is unknown.
  /// @param awaits becomes true where an answer may change it.
  std::optional<duration> bare_wait(const waiting_wish& x, time_point now,
                                    bool& awaits);
  /// Finds out what each wish of a group must leave to others.
  void weigh_claims(budget_group& of, time_point now);
  /// What is claimed of a budget in this weighing.
  claimed_units& claims_on(std::size_t which);
  /// Whether anybody would notice if `x` kept something for itself.
  bool may_matter(const waiting_wish& x);
  void age(budget_group& of, time_point now);
  /// All that a group yields at `now`.
  void look(budget_group& at, time_point now, std::vector<granted_permit>& to);
  /// The wish to be served next, among those that can be.
  waiting_wish* next_in_turn(budget_group& of, time_point now);
  /// Erases the wish when this was the last permit it wanted.
  granted_permit grant_one(waiting_wish& x, time_point now);
  /// When a look at a group may yield more, and whether an answer may make it
  /// so. @pre aged and weighed
  void foresee(budget_group& of, time_point now);
  std::optional<time_point> next_ageing(const budget_group& of,
                                        time_point now) const;
  /// When what wishes must leave to others may change without any news.
  std::optional<time_point> claims_change(const budget_group& of,
                                          time_point now) const;
  duration validity(const waiting_wish& x) const;

  void ban(std::size_t which, duration how_long, time_point now);
  /// Those of a permit's budgets that a 429 speaks of.
  std::vector<std::size_t> exceeded(const open_permit& x,
                                    const limit_feedback& said) const;
  bool looks_spurious(const std::vector<std::size_t>& which,
                      time_point now) const;
  std::string describe(const wish_room& room, time_point now) const;
  bool served_before(const waiting_wish& x, const waiting_wish& y) const;

  budget_state stored(std::size_t which, time_point now, bool clean) const;
  void spread_bans(time_point now);
  void restore_one(budget& x, const budget_state& from, duration elapsed,
                   bool clean, time_point now);
  /// Counts a budget as full until `drains_from`.
  void fill(budget& x, time_point drains_from, time_point now);
};

/// Windows of up to this count as full where nothing is stored of them.
/// Source: limits-and-health.md, section 2.
constexpr duration guessed_full_max = std::chrono::seconds{60};
/// Windows at least as long survive a crash by their log and a mark ahead;
/// shorter ones are over before that would be of use, and count as full.
constexpr duration logged_from = std::chrono::seconds{10};
constexpr bool outlasts_restart(bool is_bucket, duration window) {
  return !is_bucket && window >= logged_from;
}
/// The mark stored ahead: units a crash may have swallowed.
constexpr std::uint32_t ahead_of(std::uint32_t units) {
  const auto hundredth = units / 100;
  const auto mark = hundredth < 10 ? 10 : hundredth;
  return mark < units ? mark : units;
}

} // namespace ballast
