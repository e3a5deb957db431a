#include "domain/rotation.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ballast {

rotation::rotation(unsigned attempts) : attempts_max_{attempts} {
  assert(attempts > 0);
}

void rotation::assign(const std::vector<symbol>& markets, time_point now,
                      const std::map<symbol, time_point>& elsewhere) {
  auto wanted = std::map<symbol, std::size_t>{};
  for (const auto& name : markets)
    wanted.emplace(name, absent);
  auto old = std::exchange(entries_, {});
  // Where each old place is now, for what is to be tried again.
  auto moved_to = std::vector<std::size_t>(old.size(), absent);
  position_ = out_ = done_ = 0;
  for (std::size_t i = 0; i < old.size(); ++i) {
    const auto found = wanted.find(old[i].market);
    if (found == wanted.end())
      continue;
    found->second = moved_to[i] = entries_.size();
    count(old[i]);
    entries_.push_back(std::move(old[i]));
  }
  for (const auto& name : markets) {
    auto& place = wanted[name];
    if (place != absent)
      continue;
    place = entries_.size();
    const auto seen = elsewhere.find(name);
    const auto is_guest = seen != elsewhere.end();
    entries_.push_back(
      {name, is_guest ? seen->second : now, 0, phase::out, 0, is_guest});
  }
  places_ = std::move(wanted);
  wait_anew();
  for (const auto place : std::exchange(again_, {}))
    if (moved_to[place] != absent)
      again_.push_back(moved_to[place]);
  end_turn_if_over();
}

void rotation::favour(std::set<symbol> first) {
  favoured_ = std::move(first);
  wait_anew();
}

void rotation::take_interest(std::map<symbol, duration> by) {
  interest_ = std::move(by);
  wait_anew();
}

rotation::batch rotation::next(std::size_t size) {
  if (is_over_ && !entries_.empty())
    begin_turn();
  auto x = batch{{}, position_, entries_.size(), turn_};
  while (x.markets.size() < size
         && first_.size() + members_.size() + guests_.size() > 0) {
    const auto place = take_waiting();
    entries_[place].turn = turn_;
    entries_[place].attempts = 0;
    ++position_;
    hand_out(place, x);
  }
  for (; x.markets.size() < size && !again_.empty(); again_.pop_front())
    hand_out(again_.front(), x);
  // What is only tried again has been counted before.
  x.first
    = std::min(x.first, position_ - std::min(position_, x.markets.size()));
  return x;
}

void rotation::scanned(const symbol& which, time_point now) {
  auto* one = find_out(which);
  if (one == nullptr)
    return;
  one->scanned_at = now;
  settle(*one);
}

void rotation::missed(const symbol& which) {
  auto* one = find_out(which);
  if (one == nullptr)
    return;
  if (one->attempts >= attempts_max_) {
    given_up_.push_back(which);
    settle(*one);
    return;
  }
  one->where = phase::again;
  --out_;
  again_.push_back(static_cast<std::size_t>(one - entries_.data()));
}

void rotation::handed_back(const symbol& which) {
  if (const auto* one = find_out(which))
    take_back(static_cast<std::size_t>(one - entries_.data()));
}

void rotation::recall() {
  for (auto place = entries_.size(); place-- > 0;)
    if (is_out(entries_[place]))
      take_back(place);
}

void rotation::take_back(std::size_t place) {
  auto& one = entries_[place];
  --out_;
  if (--one.attempts > 0) {
    one.where = phase::again;
    again_.push_front(place);
    return;
  }
  one.turn = turn_ - 1;
  --position_;
  wait(place);
}

std::optional<time_point> rotation::since(const symbol& which) const {
  const auto found = places_.find(which);
  if (found == places_.end())
    return std::nullopt;
  return entries_[found->second].scanned_at;
}

duration rotation::oldest_age(time_point now) const {
  auto age = duration::zero();
  for (const auto& one : entries_)
    age = std::max(age, now - one.scanned_at);
  return age;
}

std::vector<symbol> rotation::take_given_up() {
  return std::exchange(given_up_, {});
}

bool rotation::is_out(const entry& x) const noexcept {
  return x.turn == turn_ && x.where == phase::out;
}

rotation::entry* rotation::find_out(const symbol& which) {
  const auto found = places_.find(which);
  if (found == places_.end() || !is_out(entries_[found->second]))
    return nullptr;
  return &entries_[found->second];
}

void rotation::hand_out(std::size_t place, batch& to) {
  auto& one = entries_[place];
  one.where = phase::out;
  ++one.attempts;
  ++out_;
  to.markets.push_back(one.market);
}

void rotation::wait(std::size_t place) {
  const auto& one = entries_[place];
  const auto interest = interest_.find(one.market);
  const auto since = interest == interest_.end()
                       ? one.scanned_at
                       : one.scanned_at - interest->second;
  auto& line = favoured_.count(one.market) > 0 ? first_
               : one.is_guest                  ? guests_
                                               : members_;
  line.emplace(since, place);
}

void rotation::wait_anew() {
  first_.clear();
  members_.clear();
  guests_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (entries_[i].turn != turn_)
      wait(i);
}

std::size_t rotation::take_waiting() {
  if (!first_.empty())
    return first_.extract(first_.begin()).value().second;
  const auto guests = static_cast<double>(guests_.size());
  const auto all = guests + static_cast<double>(members_.size());
  guests_due_ = guests_.empty() ? 0 : guests_due_ + guests / all;
  const auto is_guests_turn
    = !guests_.empty() && (guests_due_ >= 1 || members_.empty());
  if (is_guests_turn)
    guests_due_ = std::max(guests_due_ - 1, 0.0);
  auto& from = is_guests_turn ? guests_ : members_;
  return from.extract(from.begin()).value().second;
}

void rotation::settle(entry& x) {
  x.where = phase::done;
  --out_;
  ++done_;
  end_turn_if_over();
}

void rotation::count(const entry& x) noexcept {
  if (x.turn != turn_)
    return;
  ++position_;
  out_ += x.where == phase::out ? 1U : 0U;
  done_ += x.where == phase::done ? 1U : 0U;
}

void rotation::begin_turn() {
  ++turn_;
  is_over_ = false;
  position_ = done_ = 0;
  for (auto& one : entries_)
    one.is_guest = false;
  wait_anew();
}

void rotation::end_turn_if_over() {
  // Without markets a turn waits for some, or an empty set would turn on the
  // spot.
  if (!entries_.empty() && done_ == entries_.size())
    is_over_ = true;
}

} // namespace ballast
