// The real governor among brokers, links, a venue and bad luck, all from one
// plan; witnesses watch.
//
// What a world promises is what the arrival rule needs and no more: a request
// arrives no later than its answer, and no later than 30 s after its permit;
// what a crash leaves on its way arrives within the settling time, and where
// the stored state is lost as well, before the governor starts again.
#pragma once

#include "domain/random.hpp"
#include "domain/rate_budgets.hpp"
#include "tests/domain/governor_link.hpp"
#include "tests/domain/governor_plan.hpp"
#include "tests/domain/governor_witness.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast::test {

/// The wish of the EXIT that probes; no broker has such a number.
constexpr demand_id probe_id = (demand_id{999} << 32U) | 1U;

class governor_world {
public:
  explicit governor_world(world_plan plan);

  /// Runs until so many permits were granted, or for so long.
  void run(std::size_t permits_max, duration time_max);

  /// What went wrong, in words; empty if nothing did.
  std::string findings() const { return findings_ + arrivals_.over(); }

  std::size_t granted() const noexcept { return granted_; }
  duration ran() const noexcept;
  /// When each wish got its permits.
  const std::map<demand_id, std::vector<time_point>>& served() const noexcept {
    return served_;
  }
  /// From a permit to its answer, on average, in seconds.
  double mean_round_trip() const noexcept;

  std::size_t wakes = 0;
  std::size_t wakes_in_vain = 0;
  std::size_t restarts = 0;
  std::size_t probes = 0; ///< EXIT asked for its part.

private:
  enum class what : std::uint8_t { arrival, end, post };
  struct event {
    what kind = what::post;
    permit_id permit = 0;
    std::size_t broker = 0;
    std::size_t wish = 0;
    permit_end how = permit_end::answered;
    std::uint32_t life = 0; ///< Of the broker that waits for the end.
  };
  struct sent {
    std::size_t broker = 0;
    std::size_t wish = 0;
    time_point granted_at;
  };

  /// In [0, most).
  duration some(duration most);
  bool one_in(std::uint64_t n) { return random_.below(n) == 0; }
  std::uint32_t up_to(std::uint64_t most);

  time_point steady() const { return now_ - boot_; }
  instant both_clocks() const;
  void add(time_point at, event x) { events_.emplace(at, x); }
  void fail(const std::string& text);

  rate_budgets fresh() const;
  const planned_wish& wish_of(const sent& x) const;
  std::vector<spend> spends_of(const planned_broker& who,
                               const planned_wish& x) const;
  void post(std::size_t broker);
  void post_one(const planned_broker& who, const planned_wish& x,
                std::uint32_t count);

  void expect_nothing_before(time_point next);
  /// Takes the permits there are. @returns how many.
  std::size_t pump();
  void take_over(const granted_permit& x);
  void watch(const granted_permit& x, const sent& record);
  void send(const granted_permit& x, const sent& record);
  void lose_one(const granted_permit& x, const sent& record,
                const link::trip& trip);

  /// Everything that happens at `now_`. @returns whether anything did.
  bool happen();
  void end(const event& x);
  /// The venue complains, now and then, rightly or not.
  void complain(const event& x, const sent& record);
  void throttle(const event& x, const sent& record, bool says_how_long);
  void ban(const event& x, const sent& record);

  void misfortune();
  void bury(std::size_t broker);
  void restart();
  void start_without_memory();
  void step_calendar();
  void move_clocks();
  void store(bool clean);
  /// EXIT asks for one unit of a part that is free: it gets it now.
  void probe_exit();
  bool exit_waits(const std::string& budget) const;

  world_plan plan_;
  random_source random_;
  std::vector<link> links_;          ///< By broker.
  std::vector<std::uint32_t> lives_; ///< By broker.
  std::map<demand_id, std::pair<std::size_t, std::size_t>> asked_by_;
  /// Permits that each wish still wants, as far as its broker knows.
  std::map<demand_id, std::uint32_t> wanted_;
  rate_budgets budgets_;
  std::map<permit_id, sent> sent_; ///< Of this life of the governor.
  std::multimap<time_point, event> events_;
  std::optional<budgets_state> stored_;
  time_point began_;
  time_point now_;
  duration boot_{};           ///< Of the monotonic clock, behind `now_`.
  duration calendar_error_{}; ///< The calendar less `now_`.
  duration stored_error_{};   ///< The same when `stored_` was taken.
  bool probe_granted_ = false;

  arrival_book arrivals_;
  word_book words_;
  exit_book exits_;
  std::string findings_;
  std::size_t granted_ = 0;
  std::map<demand_id, std::vector<time_point>> served_;
  double round_trips_ = 0;
  std::size_t answers_ = 0;
};

} // namespace ballast::test
