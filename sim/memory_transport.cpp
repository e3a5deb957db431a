#include "sim/memory_transport.hpp"

#include "sim/hash.hpp"

#include <algorithm>
#include <cassert>
#include <variant>

namespace ballast::sim {

namespace {

using kind = net::failure::kind;

net::failure unsent(kind why, const char* text) { return {why, false, text}; }
net::failure broken(kind why, const char* text) { return {why, true, text}; }

} // namespace

memory_transport::memory_transport(options opts)
    : opts_{std::move(opts)}, ready_{random_source{opts_.seed}.derive(1)} {
  assert(opts_.now && opts_.calendar);
}

void memory_transport::connect(const std::string& base,
                               std::shared_ptr<exchange> venue) {
  const auto random = random_source{hash_of(base, opts_.seed)};
  venues_.insert_or_assign(
    base,
    connected_venue{std::move(venue), link_way{opts_.out, random.derive(1)},
                    link_way{opts_.back, random.derive(2)}});
}

void memory_transport::note(event::kind what, time_point at, std::uint64_t id,
                            unsigned status) {
  switch (what) {
  case event::kind::sent:
    ++counts_.sent;
    break;
  case event::kind::arrived:
    ++counts_.arrived;
    break;
  case event::kind::replied:
    ++counts_.replied;
    break;
  case event::kind::failed:
    ++counts_.failed;
    break;
  }
  if (opts_.on_event)
    opts_.on_event({what, at, id, calls_.at(id).what.target, status});
}

memory_transport::place memory_transport::plan(time_point at, step what) {
  const auto where = place{at, ++last_step_};
  agenda_.emplace(where, std::move(what));
  return where;
}

void memory_transport::replan_ending(std::uint64_t id, time_point at,
                                     net::outcome result) {
  auto& call = calls_.at(id);
  agenda_.erase(call.ending);
  call.ending = plan(at, {id, std::move(result)});
}

void memory_transport::send(net::call what, net::deadlines when,
                            net::handler then) {
  const auto now = opts_.now();
  const auto id = ++last_call_;
  const auto venue = venues_.find(what.base);
  const auto is_ready = ready_.uniform() < opts_.ready;
  auto& call = calls_[id];
  call.what = std::move(what);
  call.when = when;
  call.then = std::move(then);
  call.sent_at = now;
  if (stopped_) {
    call.ending = plan(now, {id, unsent(kind::stopped, "going down")});
  } else if (cut_) {
    call.ending
      = plan(now, {id, unsent(kind::own_network, "network is unreachable")});
  } else if (venue == venues_.end()) {
    call.ending
      = plan(now, {id, unsent(kind::refused, "no venue at this address")});
  } else if (!is_ready) {
    call.ending
      = plan(now + when.ready,
             {id, unsent(kind::not_ready, "no connection was ready")});
  } else {
    note(event::kind::sent, now, id, 0);
    call.on_the_way = true;
    call.has_left = true;
    plan(venue->second.out.arrival(now), {id, std::nullopt});
    call.ending = plan(now + std::min(when.first_byte, when.total),
                       {id, broken(kind::timed_out, "no answer in time")});
  }
}

void memory_transport::arrive(std::uint64_t id, time_point at) {
  auto& call = calls_.at(id);
  auto& venue = venues_.at(call.what.base);
  call.on_the_way = false;
  note(event::kind::arrived, at, id, 0);
  auto answer = venue.venue->arrive(call.what, {at, opts_.calendar(at)});
  // Drawn for a late arrival too, so that one deadline shifts nothing else.
  const auto first = venue.back.arrival(at) + answer.delay;
  if (!call.then) {
    calls_.erase(id);
    return;
  }
  using ending = net::answer::ending;
  if (answer.how == ending::hang || first > call.ending.first)
    return;
  if (answer.how == ending::reset || answer.how == ending::cut) {
    replan_ending(id, first, broken(kind::lost, "the connection broke"));
    return;
  }
  const auto size = static_cast<std::int64_t>(answer.content.body.size());
  const auto whole = answer.how == ending::trickle
                       ? first + std::chrono::seconds{size}
                       : first;
  const auto latest = call.sent_at + call.when.total;
  if (whole > latest)
    replan_ending(id, latest, broken(kind::timed_out, "no whole answer"));
  else
    replan_ending(id, whole, std::move(answer.content));
}

void memory_transport::finish(std::uint64_t id, net::outcome result,
                              time_point at) {
  auto& call = calls_.at(id);
  if (const auto* reply = std::get_if<net::reply>(&result))
    note(event::kind::replied, at, id, reply->status);
  else
    note(event::kind::failed, at, id,
         static_cast<unsigned>(std::get<net::failure>(result).what));
  // Taken out first: a handler may send, stop or ask for what is due.
  const auto then = std::exchange(call.then, nullptr);
  if (!call.on_the_way)
    calls_.erase(id);
  if (then)
    then(std::move(result));
}

std::optional<time_point> memory_transport::next_due() const {
  if (agenda_.empty())
    return std::nullopt;
  return agenda_.begin()->first.first;
}

void memory_transport::run_due(time_point now) {
  while (!agenda_.empty() && agenda_.begin()->first.first <= now) {
    auto first = agenda_.extract(agenda_.begin());
    auto& [call, result] = first.mapped();
    if (result)
      finish(call, std::move(*result), first.key().first);
    else
      arrive(call, first.key().first);
  }
}

void memory_transport::forget() {
  for (auto& [id, x] : calls_)
    if (x.then)
      x.then = [](net::outcome) {};
}

void memory_transport::stop() {
  stopped_ = true;
  agenda_.clear();
  const auto last = last_call_;
  while (!calls_.empty() && calls_.begin()->first <= last) {
    const auto at = calls_.begin();
    const auto left = at->second.has_left;
    // What is on the way now will never be seen to arrive.
    at->second.on_the_way = false;
    if (at->second.then)
      finish(at->first, net::failure{kind::stopped, left, "going down"},
             opts_.now());
    else
      calls_.erase(at);
  }
}

} // namespace ballast::sim
