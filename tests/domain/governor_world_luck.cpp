// What befalls a world from outside: restarts, clocks, brokers that die; and
// the question whether EXIT has its part.
#include "tests/domain/governor_world.hpp"

#include <algorithm>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

} // namespace

void governor_world::misfortune() {
  if (plan_.steps_clock && one_in(30))
    step_calendar();
  if (plan_.brokers_die && one_in(40))
    bury(random_.below(plan_.brokers.size()));
  if (plan_.restarts && one_in(60))
    restart();
  if (!plan_.restarts && !plan_.complains && one_in(10))
    probe_exit();
  // What was freed or withdrawn may be somebody's room.
  pump();
}

// What it has sent is on its way all the same; nobody waits for the answers.
void governor_world::bury(std::size_t broker) {
  const auto& who = plan_.brokers[broker];
  budgets_.forget_owner(who.owner);
  ++lives_[broker];
  for (const auto& x : who.wishes)
    wanted_[x.id] = 0;
}

void governor_world::store(bool clean) {
  stored_ = budgets_.save(both_clocks(), clean);
  stored_error_ = calendar_error_;
}

void governor_world::restart() {
  ++restarts;
  const auto lost = plan_.loses_store && one_in(2);
  const auto clean = !lost && one_in(3);
  if (clean)
    store(true);
  auto left = std::multimap<time_point, event>{};
  const auto down = some(3s) + (one_in(8) ? duration{70s} : duration{});
  now_ += down;
  for (const auto& [at, x] : events_) {
    if (x.kind == what::post)
      left.emplace(at, x);
    if (x.kind != what::arrival || (!clean && one_in(2)))
      continue;
    // Of a crash, what is under way arrives soon.
    const auto latest = lost ? now_ : now_ + some(1s);
    left.emplace(clean ? at : std::min(at, latest), x);
  }
  events_ = std::move(left);
  move_clocks();
  budgets_ = fresh();
  sent_.clear();
  if (lost) {
    stored_.reset();
    words_.forget();
  }
  if (stored_)
    budgets_.restore(*stored_, both_clocks());
  else
    start_without_memory();
  // As the RATE GOVERNOR does at once: another crash must find neither an
  // orderly stop nor a state that is a boot old.
  store(false);
  // Whoever asked asks again; arrivals of the time in between come first.
  for (auto& [id, count] : wanted_)
    count = 0;
  happen();
  pump();
}

void governor_world::start_without_memory() {
  for (const auto& row : plan_.rows)
    for (const auto& broker : plan_.brokers)
      budgets_.assume_spent(budget_id(row.row, broker.account), steady());
}

void governor_world::step_calendar() {
  constexpr duration steps[] = {-1h, -10s, -1ms, 1ms, 10s, 1h};
  calendar_error_ += steps[random_.below(std::size(steps))];
}

void governor_world::move_clocks() {
  if (!plan_.steps_clock)
    return;
  if (!one_in(3)) {
    step_calendar();
    return;
  }
  // A boot: the monotonic clock starts anew, and the calendar is all there is
  // to tell the time by. It may only be late then.
  boot_ = now_.time_since_epoch() - some(one_in(2) ? duration{1min} : 2000h);
  calendar_error_ = std::min(calendar_error_, stored_error_);
}

bool governor_world::exit_waits(const std::string& budget) const {
  for (const auto& who : plan_.brokers)
    for (const auto& x : who.wishes) {
      const auto wanted = wanted_.find(x.id);
      if (x.lane != lane::exit || wanted == wanted_.end()
          || wanted->second == 0)
        continue;
      for (const auto& s : spends_of(who, x))
        if (s.budget == budget)
          return true;
    }
  return false;
}

void governor_world::probe_exit() {
  const auto& x = plan_.rows[random_.below(plan_.rows.size())];
  const auto& who = plan_.brokers[random_.below(plan_.brokers.size())];
  const auto budget = budget_id(x.row, who.account);
  if (exits_.in_use(budget, now_) + 1 > exit_part(x) || exit_waits(budget))
    return;
  ++probes;
  probe_granted_ = false;
  if (!budgets_.post({probe_id, who.account, lane::exit, {{budget, 1}}, 1},
                     steady()))
    fail("EXIT's wish was refused");
  pump();
  if (!probe_granted_)
    fail("EXIT did not get its part of " + budget);
  budgets_.withdraw(probe_id);
}

} // namespace ballast::test
