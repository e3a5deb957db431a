#include "tests/domain/governor_witness.hpp"

#include <algorithm>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

/// No hold that the venue did not ask for is longer.
constexpr duration hold_max = 30s;
/// When a request without an answer counts as answered.
constexpr duration unanswered_max = 30s;

} // namespace

duration memory_of(const limit_row& row) {
  if (!is_bucket(row.kind))
    return row.window;
  return row.window * std::int64_t{row.burst} / std::int64_t{row.units} + 1ns;
}

void arrival_book::arrive(const std::vector<planned_cost>& costs,
                          const std::string& account, time_point at) {
  for (const auto& x : costs) {
    const auto shared = (*rows_)[x.row].row.scope == limit_scope::ip;
    auto& book = books_[{x.row, shared ? std::string{} : account}];
    const auto when = at.time_since_epoch().count();
    book.push_back({when, x.units});
  }
}

std::string arrival_book::over() const {
  auto result = std::string{};
  for (const auto& [whose, arrivals] : books_) {
    const auto& row = (*rows_)[whose.first].row;
    if (const auto count = over_limit(row, arrivals); count > 0)
      result += std::to_string(count) + " of " + std::to_string(arrivals.size())
                + " arrivals over " + budget_id(row, whose.second) + "; ";
  }
  return result;
}

void word_book::throttled(const std::vector<std::string>& concerned,
                          time_point granted_at,
                          std::optional<duration> retry_after, duration hold,
                          time_point now) {
  const auto asked = std::max(retry_after.value_or(0ns), duration{});
  for (const auto& x : concerned) {
    auto& said = words_[x];
    // An answer to what was sent before a hold began says nothing new, unless
    // it names a time.
    const auto is_new = granted_at >= said.may_last;
    if (asked > 0ns)
      said.held_until = std::max(said.held_until, now + asked);
    else if (is_new)
      said.held_until = std::max(said.held_until, now + hold);
    said.may_last = std::max(said.may_last, now + std::max(asked, hold_max));
  }
}

void word_book::banned(const std::string& budget, time_point until) {
  auto& said = words_[budget];
  said.banned_until = std::max(said.banned_until, until);
}

std::string word_book::disregarded(const std::string& budget, lane where,
                                   time_point now) const {
  const auto found = words_.find(budget);
  if (found == words_.end())
    return {};
  if (now < found->second.banned_until)
    return "a permit of " + budget + " during a ban";
  if (where != lane::exit && now < found->second.held_until)
    return "a permit of " + budget + " during a hold";
  return {};
}

void exit_book::granted(permit_id id, const std::string& budget,
                        std::uint32_t units, time_point now, duration memory) {
  std::erase_if(uses_, [&](const auto& x) { return x.until <= now; });
  uses_.push_back({id, budget, units, memory, now + unanswered_max + memory});
}

void exit_book::ended(permit_id id, permit_end how, time_point now) {
  for (auto& x : uses_) {
    if (x.permit != id)
      continue;
    if (how != permit_end::unknown)
      x.until = how == permit_end::unsent ? now : now + x.memory;
    // Only the first end counts: what was given up stays so.
    x.permit = 0;
  }
}

std::uint32_t exit_book::in_use(const std::string& budget,
                                time_point now) const {
  std::uint32_t sum = 0;
  for (const auto& x : uses_)
    if (x.budget == budget && now < x.until)
      sum += x.units;
  return sum;
}

} // namespace ballast::test
