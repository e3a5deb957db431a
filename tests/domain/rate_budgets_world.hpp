// A client, a network and the arrivals at a venue, all from one seed: random
// limits, loads, delays, losses, restarts and calendar steps.
//
// What the world promises is what the arrival rule needs and no more: a
// request arrives no later than its answer, and no later than 30 s after its
// permit; what a crash leaves on its way arrives within the settling time.
#pragma once

#include "domain/random.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"
#include "tests/support/limit_checker.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace ballast::test {

/// Delays of one way, by one of three models (limits-and-health.md, section 1).
class delay_model {
public:
  explicit delay_model(random_source random)
      : random_{random}, kind_{random_.below(3)} {}

  /// When what is sent at `t` comes out at the other end.
  time_point delivered(time_point t) {
    const auto sigma = kind_ == 1 ? 1.0 : 0.5;
    auto wait = 0.060 * std::exp(sigma * normal());
    wait = std::min(wait, kind_ == 1 ? 20.0 : 0.3);
    auto at = t + duration{static_cast<std::int64_t>(wait * 1e9)};
    // A frozen link delivers everything at once when it thaws.
    if (kind_ == 2 && (at - start) % 10s < 2s)
      at += 2s - (at - start) % 10s;
    return at;
  }

private:
  double normal() {
    auto sum = -6.0;
    for (auto i = 0; i < 12; ++i)
      sum += random_.uniform();
    return sum;
  }

  random_source random_;
  std::uint64_t kind_;
};

class rate_world {
public:
  explicit rate_world(std::uint64_t seed)
      : random_{random_source{seed}.derive(1)},
        out_{random_source{seed}.derive(2)}, back_{
                                               random_source{seed}.derive(3)} {
    make_rows();
    make_wishes();
    restarts_ = random_.below(3) == 0;
    complains_ = random_.below(4) == 0;
    budgets_ = fresh();
  }

  void run(std::size_t permits_max, duration time_max) {
    const auto end = now_ + time_max;
    post_all();
    pump();
    while (granted_ < permits_max && now_ < end) {
      const auto wake = budgets_.next_wake(steady());
      if (wake && *wake <= steady())
        ++idle_spins;
      const auto wake_at = wake ? std::optional{*wake + boot_} : std::nullopt;
      const auto event_at = events_.empty() ? end : events_.begin()->first;
      const auto next = std::min(wake_at.value_or(event_at), event_at);
      expect_nothing_before(next);
      now_ = std::max(now_, next);
      const auto news = happen();
      const auto before = granted_;
      pump();
      if (!news && wake_at && *wake_at <= now_) {
        ++wakes;
        wakes_in_vain += granted_ == before ? 1 : 0;
      }
      if (restarts_ && random_.below(60) == 0)
        restart();
    }
  }

  /// Arrivals over any limit, by the independent checker.
  std::size_t over() const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      sum += over_limit(rows_[i], arrivals_[i]);
    return sum;
  }
  std::size_t granted() const { return granted_; }

  std::size_t idle_spins = 0;  ///< A wake that was not after `now`.
  std::size_t early_birds = 0; ///< A permit before the announced wake.
  std::size_t wakes = 0;
  std::size_t wakes_in_vain = 0;

private:
  enum class what : std::uint8_t { arrival, end, post };
  struct event {
    what kind = what::post;
    permit_id permit = 0;
    demand_id demand = 0;
    permit_end how = permit_end::answered;
  };

  /// In [0, most).
  duration some(duration most) {
    return duration{static_cast<std::int64_t>(
      random_.below(static_cast<std::uint64_t>(most.count())))};
  }
  /// In [1, most].
  std::uint32_t up_to(std::uint64_t most) {
    return static_cast<std::uint32_t>(1 + random_.below(most));
  }

  void make_rows() {
    constexpr duration windows[] = {100ms, 1s, 1s, 2s, 10s, 60s, 90s, 10min};
    const auto count = 1 + random_.below(4);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto id = "venue." + std::to_string(i);
      const auto window = windows[random_.below(std::size(windows))];
      if (random_.below(3) == 0)
        rows_.push_back(bucket_row(up_to(20), window, up_to(30), id));
      else
        rows_.push_back(window_row(up_to(40), window, id));
      if (random_.below(2) == 0
          && rows_.back().kind != limit_kind::token_bucket)
        rows_.back().kind = limit_kind::fixed_window;
      exits_spend_.push_back(random_.below(2) == 0);
    }
    arrivals_.resize(rows_.size());
  }

  void make_wishes() {
    const auto count = 1 + random_.below(7);
    for (demand_id id = 1; id <= count; ++id) {
      auto spends = std::vector<spend>{};
      for (const auto& row : rows_)
        if (random_.below(2) == 0)
          spends.push_back({row.id, up_to(3)});
      if (spends.empty())
        spends.push_back({rows_.front().id, 1});
      wishes_.push_back(wish(id, static_cast<lane>(random_.below(lane_count)),
                             up_to(60), spends,
                             "account" + std::to_string(random_.below(3))));
    }
  }

  rate_budgets fresh() const {
    auto result = rate_budgets{};
    for (std::size_t i = 0; i < rows_.size(); ++i)
      result.add(rows_[i].id, rows_[i], exits_spend_[i]);
    return result;
  }

  time_point steady() const { return now_ - boot_; }
  instant both_clocks() const {
    return {steady(), both(now_ + calendar_error_).wall};
  }

  // A cost that never fits is refused, which is as good as no wish.
  void post_all() {
    for (const auto& x : wishes_)
      (void)budgets_.post(x, steady());
  }

  void expect_nothing_before(time_point next) {
    if (next - now_ < 2ns || random_.below(4) != 0)
      return;
    const auto gap = next - now_;
    now_ += random_.below(2) == 0 ? gap - 1ns : some(gap);
    early_birds += pump();
  }

  std::size_t pump() {
    const auto permits = budgets_.grant(steady());
    if (budgets_.must_save() || random_.below(50) == 0)
      store(false);
    for (const auto& x : permits)
      send(x);
    granted_ += permits.size();
    return permits.size();
  }

  void store(bool clean) {
    stored_ = budgets_.save(both_clocks(), clean);
    stored_error_ = calendar_error_;
  }

  void send(const granted_permit& x) {
    const auto latest = now_ + 30s;
    const auto sent = now_ + some(x.valid_for);
    const auto fate = random_.below(100);
    if (fate < 3) {
      add(sent, {what::end, x.id, x.demand, permit_end::unsent});
      return;
    }
    auto arrives = std::min(out_.delivered(sent), latest);
    if (fate < 6) {
      // Given up after two seconds; it may arrive long after, or never.
      add(std::max(now_ + 2s, sent),
          {what::end, x.id, x.demand, permit_end::unknown});
      const auto late = random_.below(3);
      if (late == 0)
        return;
      if (late == 1)
        arrives = latest;
    } else if (fate < 99) { // The last one is forgotten by its broker.
      add(back_.delivered(arrives),
          {what::end, x.id, x.demand, permit_end::answered});
    }
    add(arrives, {what::arrival, x.id, x.demand, permit_end::answered});
  }

  void add(time_point at, event x) { events_.emplace(at, x); }

  /// Everything that happens at `now_`. @returns whether anything did.
  bool happen() {
    auto news = false;
    while (!events_.empty() && events_.begin()->first <= now_) {
      const auto [at, x] = *events_.begin();
      events_.erase(events_.begin());
      news = true;
      if (x.kind == what::arrival)
        arrive(x.demand, at);
      else if (x.kind == what::end)
        answer(x);
      else
        post_all();
    }
    if (news && random_.below(20) == 0)
      post_all();
    if (budgets_.waiting() == 0 && !posting_) {
      posting_ = true;
      add(now_ + 1ms * up_to(500), {});
    }
    posting_ = posting_ && !news;
    return news;
  }

  // In every fourth world the venue also complains, rightly or not.
  void answer(const event& x) {
    if (complains_ && x.how == permit_end::answered) {
      const auto mood = random_.below(40);
      if (mood == 0)
        (void)budgets_.throttled(x.permit, {}, steady());
      else if (mood == 1)
        (void)budgets_.throttled(x.permit, {some(3s), {}, {}}, steady());
      else if (mood == 2)
        budgets_.heard(x.permit, {{}, {}, up_to(20)}, steady());
      else if (mood == 3 && random_.below(10) == 0)
        budgets_.banned(x.permit, some(10s), steady());
    }
    budgets_.end(x.permit, x.how, steady());
  }

  void arrive(demand_id demand, time_point at) {
    for (const auto& s : wishes_[demand - 1].spends)
      for (std::size_t i = 0; i < rows_.size(); ++i)
        if (rows_[i].id == s.budget)
          arrivals_[i].push_back({at.time_since_epoch().count(), s.cost});
  }

  void restart() {
    const auto clean = random_.below(3) == 0;
    if (clean)
      store(true);
    auto left = std::multimap<time_point, event>{};
    const auto died = now_;
    const auto down
      = some(3s) + (random_.below(8) == 0 ? duration{70s} : duration{});
    now_ += down;
    for (const auto& [at, x] : events_) {
      // Of a crash, what is under way arrives soon or never.
      const auto arrives = clean ? at : std::min(at, died + down + some(1s));
      if (x.kind == what::arrival && (clean || random_.below(2) == 0))
        left.emplace(arrives, x);
    }
    events_ = std::move(left);
    move_clocks();
    budgets_ = fresh();
    if (stored_)
      budgets_.restore(*stored_, both_clocks());
    posting_ = false;
    // Arrivals of the time in between come first.
    happen();
    post_all();
    pump();
  }

  void move_clocks() {
    // Set back, set forward, or a boot, after which the calendar is all there
    // is; it may then only be late.
    switch (random_.below(5)) {
    case 0:
      calendar_error_ -= 1h;
      break;
    case 1:
      calendar_error_ += 1h;
      break;
    case 2:
      boot_ = now_ - start + std::chrono::hours{900};
      calendar_error_ = stored_error_ - 1s;
      break;
    default:
      break;
    }
  }

  random_source random_;
  delay_model out_;
  delay_model back_;
  std::vector<limit_row> rows_;
  std::vector<bool> exits_spend_;
  std::vector<permit_wish> wishes_;
  std::vector<std::vector<arrival>> arrivals_; ///< By row.
  rate_budgets budgets_;
  std::optional<budgets_state> stored_;
  std::multimap<time_point, event> events_;
  time_point now_ = start;
  duration boot_{};           ///< Of the monotonic clock, behind `now_`.
  duration calendar_error_{}; ///< The calendar less `now_`.
  duration stored_error_{};   ///< The same when `stored_` was taken.
  std::size_t granted_ = 0;
  bool restarts_ = false;
  bool complains_ = false;
  bool posting_ = false;
};

} // namespace ballast::test
