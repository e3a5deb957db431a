#include "tests/domain/governor_world.hpp"

#include <algorithm>
#include <utility>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

constexpr time_point world_began{std::chrono::hours{1000}};
constexpr std::size_t steps_max = 20'000;
/// Longest way of a request, by what is asked of the brokers.
constexpr duration arrives_within = 30s;

} // namespace

governor_world::governor_world(world_plan plan)
    : plan_{std::move(plan)}, random_{random_source{plan_.seed}.derive(10)},
      budgets_{fresh()}, began_{world_began}, now_{world_began}, arrivals_{
                                                                   plan_} {
  for (std::size_t i = 0; i < plan_.brokers.size(); ++i) {
    const auto& x = plan_.brokers[i];
    links_.emplace_back(random_source{plan_.seed}.derive(20 + i), x.link,
                        x.median);
    lives_.push_back(0);
    for (std::size_t j = 0; j < x.wishes.size(); ++j)
      asked_by_[x.wishes[j].id] = {i, j};
  }
}

void governor_world::run(std::size_t permits_max, duration time_max) {
  const auto end = now_ + time_max;
  for (std::size_t i = 0; i < plan_.brokers.size(); ++i)
    post(i);
  pump();
  for (std::size_t steps = 0;
       granted_ < permits_max && now_ < end && steps < steps_max; ++steps) {
    const auto wake = budgets_.next_wake(steady());
    if (wake && *wake <= steady())
      fail("a wake that is not in the future");
    const auto wake_at = wake ? *wake + boot_ : time_point::max();
    const auto event_at = events_.empty() ? end : events_.begin()->first;
    const auto next = std::min(wake_at, event_at);
    expect_nothing_before(next);
    now_ = std::max(now_, next);
    const auto news = happen();
    const auto yielded = pump();
    if (!news && wake_at <= now_) {
      ++wakes;
      wakes_in_vain += yielded == 0 ? 1 : 0;
    }
    misfortune();
  }
}

duration governor_world::ran() const noexcept { return now_ - began_; }

double governor_world::mean_round_trip() const noexcept {
  return answers_ == 0 ? 0 : round_trips_ / static_cast<double>(answers_);
}

duration governor_world::some(duration most) {
  return duration{static_cast<std::int64_t>(
    random_.below(static_cast<std::uint64_t>(most.count())))};
}

std::uint32_t governor_world::up_to(std::uint64_t most) {
  return static_cast<std::uint32_t>(1 + random_.below(most));
}

instant governor_world::both_clocks() const {
  const auto calendar = now_ + calendar_error_;
  return {steady(), unix_time{std::chrono::floor<std::chrono::milliseconds>(
                      calendar.time_since_epoch())}};
}

void governor_world::fail(const std::string& text) {
  // The first of a kind tells enough.
  if (findings_.find(text) == std::string::npos)
    findings_ += text + "; ";
}

// -- what brokers want --------------------------------------------------------

rate_budgets governor_world::fresh() const {
  auto result = rate_budgets{};
  for (const auto& x : plan_.rows) {
    if (x.row.scope == limit_scope::ip)
      result.add(x.row.id, x.row, x.exits_spend);
    else
      for (const auto& broker : plan_.brokers)
        result.add(budget_id(x.row, broker.account), x.row, x.exits_spend);
  }
  return result;
}

const planned_wish& governor_world::wish_of(const sent& x) const {
  return plan_.brokers[x.broker].wishes[x.wish];
}

std::vector<spend> governor_world::spends_of(const planned_broker& who,
                                             const planned_wish& x) const {
  auto result = std::vector<spend>{};
  for (const auto& cost : x.costs)
    result.push_back(
      {budget_id(plan_.rows[cost.row].row, who.account), cost.units});
  return result;
}

void governor_world::post_one(const planned_broker& who, const planned_wish& x,
                              std::uint32_t count) {
  // A cost that never fits is refused, which is as good as no wish.
  const auto posted = budgets_.post(
    {x.id, who.account, x.lane, spends_of(who, x), count}, steady());
  wanted_[x.id] = posted ? count : 0;
}

void governor_world::post(std::size_t broker) {
  const auto& who = plan_.brokers[broker];
  for (const auto& x : who.wishes) {
    if (plan_.keeps_asking)
      post_one(who, x, x.count_max);
    else if (one_in(20))
      post_one(who, x, 0);
    else if (one_in(2))
      post_one(who, x, up_to(x.count_max));
  }
  if (!plan_.keeps_asking)
    add(now_ + 1ms + some(who.pause), {what::post, 0, broker, 0, {}, 0});
}

// -- permits ------------------------------------------------------------------

void governor_world::expect_nothing_before(time_point next) {
  if (next - now_ < 2ns || !one_in(4))
    return;
  const auto gap = next - now_;
  now_ += one_in(2) ? gap - 1ns : some(gap);
  if (pump() > 0)
    fail("a permit before the announced wake");
  // Nor may the governor have slept through its own announcement: each wish
  // that is there has a reason to wait.
  std::size_t waiting = 0;
  for (const auto& [id, who] : asked_by_)
    if (const auto reason = budgets_.why(id, steady()))
      waiting += reason->wanted;
  if (const auto reason = budgets_.why(probe_id, steady()))
    waiting += reason->wanted;
  if (waiting != budgets_.waiting())
    fail("room for a wish before the announced wake");
}

std::size_t governor_world::pump() {
  const auto permits = budgets_.grant(steady());
  if (budgets_.must_save() || (plan_.restarts && one_in(50)))
    store(false);
  for (const auto& x : permits)
    take_over(x);
  return permits.size();
}

void governor_world::take_over(const granted_permit& x) {
  ++granted_;
  if (x.demand == probe_id) {
    probe_granted_ = true;
    budgets_.end(x.id, permit_end::unsent, steady());
    return;
  }
  const auto [broker, which] = asked_by_.at(x.demand);
  const auto record = sent{broker, which, now_};
  sent_[x.id] = record;
  served_[x.demand].push_back(now_);
  if (wanted_[x.demand] == 0)
    fail("a permit that nobody wanted");
  else
    --wanted_[x.demand];
  watch(x, record);
  send(x, record);
}

void governor_world::watch(const granted_permit& x, const sent& record) {
  const auto& wish = wish_of(record);
  for (const auto& cost : wish.costs) {
    const auto& row = plan_.rows[cost.row].row;
    const auto id = budget_id(row, plan_.brokers[record.broker].account);
    if (const auto text = words_.disregarded(id, wish.lane, now_);
        !text.empty())
      fail(text);
    if (wish.lane == lane::exit)
      exits_.granted(x.id, id, cost.units, now_, memory_of(row));
  }
}

void governor_world::send(const granted_permit& x, const sent& record) {
  const auto life = lives_[record.broker];
  const auto at = plan_.keeps_asking ? now_ : now_ + some(x.valid_for);
  if (plan_.loses && one_in(25)) {
    add(at, {what::end, x.id, record.broker, record.wish, permit_end::unsent,
             life});
    return;
  }
  auto trip = links_[record.broker].send(at);
  trip.arrives = std::min(trip.arrives, now_ + arrives_within);
  trip.answered = std::max(trip.answered, trip.arrives);
  if (plan_.loses && one_in(25)) {
    lose_one(x, record, trip);
    return;
  }
  add(trip.arrives, {what::arrival, x.id, record.broker, record.wish, {}, 0});
  // Given up first, answered after all: the governor hears of both.
  const auto patience = now_ + plan_.brokers[record.broker].patience;
  if (patience < trip.answered)
    add(patience, {what::end, x.id, record.broker, record.wish,
                   permit_end::unknown, life});
  add(trip.answered, {what::end, x.id, record.broker, record.wish,
                      permit_end::answered, life});
}

void governor_world::lose_one(const granted_permit& x, const sent& record,
                              const link::trip& trip) {
  // Its broker may know that the answer is lost, or forget all about it.
  if (!one_in(4))
    add(std::max(now_ + plan_.brokers[record.broker].patience, trip.arrives),
        {what::end, x.id, record.broker, record.wish, permit_end::unknown,
         lives_[record.broker]});
  // It arrives as any other, at the very last moment, or never.
  const auto fate = random_.below(3);
  if (fate == 2)
    return;
  add(fate == 0 ? trip.arrives : now_ + arrives_within,
      {what::arrival, x.id, record.broker, record.wish, {}, 0});
}

// -- what happens -------------------------------------------------------------

bool governor_world::happen() {
  auto news = false;
  while (!events_.empty() && events_.begin()->first <= now_) {
    const auto [at, x] = *events_.begin();
    events_.erase(events_.begin());
    news = true;
    const auto& who = plan_.brokers[x.broker];
    switch (x.kind) {
    case what::arrival:
      arrivals_.arrive(who.wishes[x.wish].costs, who.account, at);
      break;
    case what::end:
      if (x.life == lives_[x.broker])
        end(x);
      break;
    case what::post:
      post(x.broker);
      break;
    }
  }
  return news;
}

void governor_world::end(const event& x) {
  const auto found = sent_.find(x.permit);
  if (found == sent_.end())
    return;
  if (x.how == permit_end::answered) {
    round_trips_ += seconds(now_ - found->second.granted_at);
    ++answers_;
    if (plan_.complains)
      complain(x, found->second);
  }
  // Now and then the news come by a slower way, with an older stamp than what
  // the governor has been told meanwhile, or twice.
  auto stamp = steady();
  if (!plan_.keeps_asking && one_in(30)) {
    pump();
    stamp -= some(200ms);
  }
  exits_.ended(x.permit, x.how, now_);
  budgets_.end(x.permit, x.how, stamp);
  if (x.how == permit_end::unknown)
    return;
  if (one_in(50))
    budgets_.end(x.permit, permit_end::unsent, steady());
  sent_.erase(x.permit);
}

void governor_world::complain(const event& x, const sent& record) {
  // What is not answered for so long is not known any more.
  if (now_ - record.granted_at >= arrives_within)
    return;
  const auto mood = random_.below(60);
  if (mood < 3)
    throttle(x, record, mood == 1);
  else if (mood == 3)
    budgets_.heard(x.permit, {{}, {}, up_to(20)}, steady());
  else if (mood == 4 && one_in(4))
    ban(x, record);
}

void governor_world::throttle(const event& x, const sent& record,
                              bool says_how_long) {
  auto said = limit_feedback{};
  if (says_how_long)
    said.retry_after = 1ms + some(8s);
  const auto& costs = wish_of(record).costs;
  auto concerned = std::vector<std::string>{};
  for (const auto& s : spends_of(plan_.brokers[x.broker], wish_of(record)))
    concerned.push_back(s.budget);
  // Every other time the venue tells which of its limits it means.
  if (one_in(2)) {
    const auto named = random_.below(costs.size());
    said.exceeded = plan_.rows[costs[named].row].row.id;
    concerned = {concerned[named]};
  }
  const auto verdict = budgets_.throttled(x.permit, said, steady());
  if (!verdict.spurious)
    words_.throttled(concerned, record.granted_at, said.retry_after, 1s, now_);
}

void governor_world::ban(const event& x, const sent& record) {
  const auto stated = 1ms + some(20s);
  budgets_.banned(x.permit, stated, steady());
  auto whole_address = false;
  for (const auto& cost : wish_of(record).costs) {
    const auto& row = plan_.rows[cost.row].row;
    words_.banned(budget_id(row, plan_.brokers[x.broker].account),
                  now_ + stated);
    whole_address = whole_address || row.scope == limit_scope::ip;
  }
  if (!whole_address)
    return;
  for (const auto& limited : plan_.rows)
    for (const auto& who : plan_.brokers)
      words_.banned(budget_id(limited.row, who.account), now_ + stated);
}

} // namespace ballast::test
