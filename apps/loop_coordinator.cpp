#include "apps/loop_coordinator.hpp"

#include "apps/node.hpp"

#include <caf/logger.hpp>

#include <chrono>
#include <utility>

namespace ballast::apps {

namespace {

/// Then sockets have theirs, however many jobs are left.
constexpr auto longest_turn = std::chrono::milliseconds{1};

} // namespace

// -- the clock ----------------------------------------------------------------

loop_clock::loop_clock(std::function<void()> sooner)
    : sooner_{std::move(sooner)} {}

std::optional<loop_clock::time_point> loop_clock::next() const {
  const std::scoped_lock guard{mutex_};
  if (schedule_.empty())
    return std::nullopt;
  return schedule_.begin()->first;
}

loop_clock::unique_delayed_event_ptr loop_clock::take_due(time_point now) {
  const std::scoped_lock guard{mutex_};
  const auto first = schedule_.begin();
  if (first == schedule_.end() || first->first > now)
    return nullptr;
  auto result = std::move(first->second);
  if (result->backlink != actor_lookup_.end())
    actor_lookup_.erase(result->backlink);
  schedule_.erase(first);
  return result;
}

void loop_clock::ring() {
  const auto until = now();
  while (const auto due = take_due(until))
    ship(*due);
}

void loop_clock::set_ordinary_timeout(time_point t, caf::abstract_actor* self,
                                      caf::atom_value type, std::uint64_t id) {
  {
    const std::scoped_lock guard{mutex_};
    base::set_ordinary_timeout(t, self, type, id);
  }
  sooner_();
}

void loop_clock::set_multi_timeout(time_point t, caf::abstract_actor* self,
                                   caf::atom_value type, std::uint64_t id) {
  {
    const std::scoped_lock guard{mutex_};
    base::set_multi_timeout(t, self, type, id);
  }
  sooner_();
}

void loop_clock::set_request_timeout(time_point t, caf::abstract_actor* self,
                                     caf::message_id id) {
  {
    const std::scoped_lock guard{mutex_};
    base::set_request_timeout(t, self, id);
  }
  sooner_();
}

void loop_clock::cancel_ordinary_timeout(caf::abstract_actor* self,
                                         caf::atom_value type) {
  const std::scoped_lock guard{mutex_};
  base::cancel_ordinary_timeout(self, type);
}

void loop_clock::cancel_request_timeout(caf::abstract_actor* self,
                                        caf::message_id id) {
  const std::scoped_lock guard{mutex_};
  base::cancel_request_timeout(self, id);
}

void loop_clock::cancel_timeouts(caf::abstract_actor* self) {
  const std::scoped_lock guard{mutex_};
  base::cancel_timeouts(self);
}

void loop_clock::schedule_message(time_point t, caf::strong_actor_ptr receiver,
                                  caf::mailbox_element_ptr content) {
  {
    const std::scoped_lock guard{mutex_};
    base::schedule_message(t, std::move(receiver), std::move(content));
  }
  sooner_();
}

void loop_clock::schedule_message(time_point t, caf::group target,
                                  caf::strong_actor_ptr sender,
                                  caf::message content) {
  {
    const std::scoped_lock guard{mutex_};
    base::schedule_message(t, std::move(target), std::move(sender),
                           std::move(content));
  }
  sooner_();
}

void loop_clock::cancel_all() {
  // Messages may hold the last handle of an actor, which asks the clock to
  // forget it: they end outside of the lock.
  schedule_map dropped;
  {
    const std::scoped_lock guard{mutex_};
    actor_lookup_.clear();
    dropped.swap(schedule_);
  }
}

// -- the coordinator ----------------------------------------------------------

loop_coordinator::loop_coordinator(caf::actor_system& system,
                                   std::shared_ptr<net::loop> where)
    : abstract_coordinator{system}, loop_{std::move(where)},
      clock_{[this] { clock_was_set(); }}, unit_{*this}, alarm_{
                                                           *loop_, [this] {
                                                             alarm_at_.reset();
                                                             clock_.ring();
                                                             turn();
                                                           }} {}

caf::actor_system::module* loop_coordinator::make(caf::actor_system& system,
                                                  caf::detail::type_list<>) {
  const auto& configuration
    = dynamic_cast<const system_config&>(system.config());
  return new loop_coordinator{system, configuration.where};
}

void loop_coordinator::enqueue(caf::resumable* what) {
  if (loop_->is_here() && !stopped_) {
    jobs_.push_back(what);
    return ask_for_turn();
  }
  {
    const std::scoped_lock guard{mutex_};
    if (!stopped_) {
      inbox_.push_back(what);
      if (inbox_.size() == 1)
        loop_->post([this] { turn(); });
      return;
    }
  }
  cleanup_and_release(what);
}

void loop_coordinator::ask_for_turn() {
  if (in_turn_ || std::exchange(turn_asked_, true))
    return;
  loop_->post([this] {
    turn_asked_ = false;
    turn();
  });
}

void loop_coordinator::take_inbox() {
  const std::scoped_lock guard{mutex_};
  jobs_.insert(jobs_.end(), inbox_.begin(), inbox_.end());
  inbox_.clear();
}

void loop_coordinator::turn() {
  if (stopped_)
    return;
  in_turn_ = true;
  take_inbox();
  for (const auto end = clock_.now() + longest_turn;
       !jobs_.empty() && clock_.now() < end;)
    run_next();
  in_turn_ = false;
  if (!jobs_.empty())
    ask_for_turn();
  set_alarm();
}

void loop_coordinator::run_next() {
  auto* const job = jobs_.front();
  jobs_.pop_front();
  if (job->resume(&unit_, max_throughput()) == caf::resumable::resume_later)
    jobs_.push_back(job);
  else
    intrusive_ptr_release(job);
}

/// Rings too early where what it was set for has been cancelled: no harm.
void loop_coordinator::set_alarm() {
  const auto next = clock_.next();
  if (!next || (alarm_at_ && *alarm_at_ <= *next))
    return;
  alarm_at_ = next;
  alarm_.at(*next);
}

void loop_coordinator::clock_was_set() {
  if (loop_->is_here()) {
    if (!in_turn_)
      set_alarm();
    return;
  }
  const std::scoped_lock guard{mutex_};
  if (!stopped_)
    loop_->post([this] { set_alarm(); });
}

void loop_coordinator::stop() {
  // What waits now still has its turn; what comes of it need not.
  loop_->settle([this] {
    take_inbox();
    for (auto left = jobs_.size(); left > 0; --left)
      run_next();
  });
  stop_actors();
  loop_->settle([this] {
    const std::scoped_lock guard{mutex_};
    stopped_ = true;
    alarm_.off();
    // The thread outlives the system, which waits for whoever holds its logger.
    caf::logger::set_current_actor_system(nullptr);
  });
  clock_.cancel_all();
  for (auto* const x : std::exchange(jobs_, {}))
    cleanup_and_release(x);
  for (auto* const x : std::exchange(inbox_, {}))
    cleanup_and_release(x);
}

} // namespace ballast::apps
