// The rate governor's mind: who may send now, so that no published limit is
// ever exceeded *on arrival*.
//
// The arrival rule (limits-and-health.md, section 1): a request holds its
// place until it has been answered and the window is over.
//
//   window    an entry leaves the log W after its answer; unanswered entries
//             stay. At most N entries in the log.
//   bucket    a debit begins to drain at its answer; unanswered debits count
//             in full. Admit while drained debt + unanswered + cost <= burst.
//
// Of N+1 arrivals within W take the one sent last: each of the other N was then
// unanswered or answered less than W ago, or it would have arrived earlier. So
// N were held and the last was not sent. No clock is compared with the venue's
// and no delay is estimated.
//
// A request spends from all budgets that apply in one step, or from none.
#pragma once

#include "domain/limit.hpp"
#include "domain/outcome.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

using demand_id = std::uint64_t;
using permit_id = std::uint64_t;

/// A standing wish for `count` permits. Posting the same id again replaces it.
struct permit_wish {
  demand_id id = 0; ///< Unique over all who ask; > 0.
  std::string account;
  ballast::lane lane = ballast::lane::scan;
  std::vector<spend>
    spends;                ///< All budgets one request spends from; not empty.
  std::uint32_t count = 0; ///< Permits still wanted.
};

/// The right to send one request before `valid_until`.
struct granted_permit {
  permit_id id = 0;
  demand_id demand = 0;
  duration valid_for{};
  /// When it was granted, on the granting node's clock: a permit that lay in a
  /// mailbox while the process was stopped has grown old there.
  time_point granted{};
};

/// Why a wish waits, for `why` and the status page.
struct wait_reason {
  std::string budget;              ///< The one that decides.
  std::optional<time_point> until; ///< Absent: until some answer comes.
  std::uint32_t place = 0;         ///< Wishes served before this one.
  std::uint32_t wanted = 0;        ///< Permits it still wants.
  std::string text;                ///< "coinbase.public: 10 of 10 in use".
};

/// One budget as it stands.
struct budget_view {
  std::string id;
  limit_row row;
  double factor = 1.0; ///< Of the published limit, below 1 after a 429.
  double used = 0;     ///< Units in use now: held, unanswered or undrained.
  std::uint32_t unanswered = 0;
  std::optional<time_point> held_until; ///< After a 429.
  std::optional<time_point> banned_until;
};

/// What survives a restart. `drains_in` and friends are relative to `taken_at`
/// on the calendar, because a monotonic clock does not survive.
struct budget_state {
  std::string id; ///< With the rule by which the rest is to be read.
  /// Units in use, newest last; each leaves `leaves_in` after the snapshot.
  struct entry {
    std::uint32_t cost = 0;
    duration leaves_in{};
  };
  std::vector<entry>
    entries;       ///< Windows only; unanswered ones leave in W + hold.
  double debt = 0; ///< Buckets only, unanswered included.
  double factor = 1.0;
  duration cut_age{};                 ///< Since the last cut.
  std::optional<duration> held_for;   ///< Left of a hold after a 429.
  std::optional<duration> banned_for; ///< Left of a ban.
  /// Units that may have been spent after this was stored: the mark stored
  /// ahead. A restart counts them as spent.
  std::uint32_t ahead = 0;
};

struct budgets_state {
  unix_time taken_at;
  /// The same moment on the monotonic clock. As long as the machine is not
  /// booted again it tells the time that has passed even when the calendar is
  /// set forward meanwhile; absent, the calendar is believed.
  std::optional<time_point> taken_at_steady;
  bool clean = false; ///< Stored by an orderly stop: nothing is unknown.
  std::vector<budget_state> budgets;
};

/// What became of a permit, as far as limits are concerned.
enum class permit_end : std::uint8_t {
  answered, ///< Any reply that is not about limits, or none at all any more
            ///< because the connection was closed.
  unsent,   ///< Surely no byte left: refunded at once.
  unknown,  ///< No answer; the request may still arrive. Held for 30 s.
};

class rate_budgets {
public:
  struct options {
    duration unanswered_hold = std::chrono::seconds{30};
    duration ageing = std::chrono::seconds{10}; ///< Up one lane, never EXIT.
    double scan_share = 0.6;                    ///< While a higher lane waits.
    double exit_share = 0.1; ///< Largest EXIT part of a budget.
    /// After a crash, the drain of what is unknown starts this much later.
    duration settle = std::chrono::seconds{1};
    /// Wishes of one owner at a time: each costs every other a little.
    std::size_t wishes_max = 256;
    /// SCAN and BACKFILL are spread over windows at least as long.
    duration spread_from = std::chrono::seconds{10};
  };

  rate_budgets();
  explicit rate_budgets(options opts);
  ~rate_budgets();
  rate_budgets(rate_budgets&&) noexcept;
  rate_budgets& operator=(rate_budgets&&) noexcept;

  /// Adds a budget, fresh: nothing spent. `id` is the row's id, or
  /// "row.id@account" for key and account scopes. Adding twice changes
  /// nothing. `exits_spend`: whether EXIT requests spend from it, so that a
  /// part of it (10 % of N, and one request of those posted) is theirs.
  void add(const std::string& id, const limit_row& row, bool exits_spend);
  /// Counts a budget as fully spent from now on, to drain by its own rule: the
  /// first start without a stored state, for windows of up to 60 s.
  /// Longer ones count as half spent.
  void assume_spent(const std::string& id, time_point now);

  /// Posts, replaces or (with count 0) withdraws a standing wish.
  /// A replaced wish keeps the age it has if it asks for the same as before.
  /// @returns ec::refused when the owner (id >> 32) has `wishes_max` already;
  ///          ec::invalid_argument for an id of 0, an unknown budget, no
  ///          spends, a cost of 0 or one above what the budget can ever hold
  ///          (for lanes other than EXIT: without EXIT's part).
  result<done> post(permit_wish wish, time_point now);
  void withdraw(demand_id id);
  /// Drops all wishes whose id satisfies (id >> 32) == owner: a broker is gone.
  void forget_owner(std::uint32_t owner);

  /// All permits that are proved at `now`, EXIT first, then by turns; counts
  /// of their wishes go down. A permit counts as unanswered from here on.
  std::vector<granted_permit> grant(time_point now);
  /// When `grant` may yield again without any news: never later than it would,
  /// and later than `now` right after a grant. Rarely earlier: the oldest
  /// unanswered request is taken to be the one that matters, and where wishes
  /// stand back for others, a wish's next rise, the end of a hold or the
  /// growth of a limit that was cut may change nothing. Absent when only
  /// news (an answer, a wish) can change anything.
  std::optional<time_point> next_wake(time_point now) const;

  /// Ends a permit. Unknown ids (ended before, or forgotten) change nothing.
  /// A permit that nobody ends, or whose end is unknown, counts as answered
  /// `unanswered_hold` after it was granted.
  void end(permit_id id, permit_end how, time_point now);
  /// A 429 was the answer to this permit; call before `end`, after `heard`.
  /// Stops the budget that it names as exceeded, or whose size it says is used
  /// up; every budget the permit spent from where it tells none of them. Each
  /// is stopped for `retry_after` or the row's hold (twice as long each time
  /// the first answer after it is a 429 again, at most 30 s), then its factor
  /// is cut (x 0.7, at most once a window) and recovers along a cubic once the
  /// hold is over. Meanwhile EXIT, and only EXIT, has its own part.
  /// A 429 to a request granted before the hold began changes nothing.
  /// @returns whether it came in spite of a hold (the first answer after a
  ///          hold was a 429 again), which is what a breaker counts; and
  ///          whether it looks spurious (each of these budgets under half).
  struct throttle_verdict {
    bool in_spite_of_hold = false;
    bool spurious = false;
    duration hold{}; ///< The longest that is left of any budget's hold.
  };
  throttle_verdict throttled(permit_id id, const limit_feedback& said,
                             time_point now);
  /// 418 and "banned until"; call before `end`. The budgets are silent until
  /// then + 10 %, no lane may pass. If one of them belongs to the egress IP,
  /// so does the ban, and every budget of that venue is silent.
  void banned(permit_id id, duration how_long, time_point now);
  /// The same where the permit is not known any more, by one budget's id: what
  /// was sent under an earlier owner of these budgets can still be answered.
  void banned(const std::string& budget, duration how_long, time_point now);
  /// The venue's headers say `remaining` of `limit` are left, or how many are
  /// `used`; call before `end`. Used becomes the larger of ours and theirs,
  /// what is missing in ours counting as answered now. Meant is the budget that
  /// is named as counted; without a name the one of that size among the
  /// permit's, or its only one. What fits none, or is more than its limit, is
  /// not believed.
  void heard(permit_id id, const limit_feedback& said, time_point now);

  /// Why this one waits; absent when it does not exist or may go now.
  std::optional<wait_reason> why(demand_id id, time_point now) const;
  std::vector<budget_view> view(time_point now) const;
  /// Permits granted but not ended by anyone, nor by time.
  std::size_t outstanding() const noexcept;
  /// Permits wanted by all wishes.
  std::size_t waiting() const noexcept;

  /// The published rate of a wish's tightest budget over time t, less EXIT's
  /// part, divided by its cost: the *permitted* of contract.md.
  double permitted(const std::vector<spend>& spends, duration t) const;

  /// The state to store, at most 256 entries a window; an entry may stand for
  /// several that leave no later. What is returned is taken as stored: if that
  /// fails, end the permits of the last grant as unsent.
  budgets_state save(instant now, bool clean);
  /// Takes a stored state over into the budgets added so far. Unless it is
  /// clean, windows of less than 10 s and buckets count as full from `now` +
  /// settle; longer windows take their log, plus `ahead`. A budget that the
  /// state does not know, or knew by another rule, counts as `assume_spent`;
  /// its ban and hold go on, and an address that is banned is so for budgets
  /// that are new. A calendar that went backwards counts as no time having
  /// passed.
  void restore(const budgets_state& state, instant now);
  /// Whether units have been granted beyond what the last `save` covers with
  /// its mark ahead, or a hold, a cut or a ban has come: the caller must store
  /// a new state before it hands out the permits of the last `grant`. The mark
  /// is 1 % of a window of 10 s or more, at least 10 units; shorter windows
  /// and buckets need none, once a state that is not clean is stored.
  bool must_save() const noexcept;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace ballast
