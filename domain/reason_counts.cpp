#include "domain/reason_counts.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ballast {

namespace {

std::size_t place_of(decision_reason x) { return static_cast<std::size_t>(x); }

template <class T>
bool matches(const std::optional<T>& wanted, const T& x) {
  return !wanted || *wanted == x;
}

bool matches(const evaluations_of& wanted, const evaluated& x) {
  return matches(wanted.strategy, x.strategy)
         && matches(wanted.market, x.market)
         && matches(wanted.account, x.account);
}

} // namespace

void reason_counts::add(const evaluated& what, const decision& x,
                        unix_time at) {
  auto [found, fresh] = rows_.try_emplace(what);
  auto& to = found->second;
  ++to.by_reason[place_of(x.why)];
  ++total_[place_of(x.why)];
  const auto changed = fresh || to.last.why != x.why;
  to.last = {x.why, x.figures, at, changed ? at : to.last.since};
}

reason_counts::counts reason_counts::all(const evaluations_of& which) const {
  if (!which.strategy && !which.market && !which.account)
    return total_;
  counts result{};
  for (const auto& [what, row] : rows_)
    if (matches(which, what))
      for (std::size_t i = 0; i < result.size(); ++i)
        result[i] += row.by_reason[i];
  return result;
}

std::uint64_t reason_counts::evaluations(const evaluations_of& which) const {
  const auto found = all(which);
  return std::accumulate(found.begin(), found.end(), std::uint64_t{0});
}

std::uint64_t reason_counts::count(decision_reason why,
                                   const evaluations_of& which) const {
  return all(which)[place_of(why)];
}

std::vector<std::pair<decision_reason, std::uint64_t>>
reason_counts::ranking(const evaluations_of& which) const {
  const auto found = all(which);
  std::vector<std::pair<decision_reason, std::uint64_t>> result;
  for (const auto why : decision_reasons())
    if (found[place_of(why)] > 0)
      result.emplace_back(why, found[place_of(why)]);
  std::stable_sort(
    result.begin(), result.end(),
    [](const auto& a, const auto& b) { return a.second > b.second; });
  return result;
}

std::optional<reason_counts::latest>
reason_counts::last(const evaluated& what) const {
  const auto found = rows_.find(what);
  return found == rows_.end() ? std::nullopt
                              : std::optional{found->second.last};
}

std::vector<evaluated> reason_counts::flagged() const {
  std::vector<evaluated> result;
  for (const auto& [what, row] : rows_)
    if (is_flagged(row.last.why))
      result.push_back(what);
  return result;
}

void reason_counts::forget(const symbol& market) {
  const auto gone = all({.market = market});
  for (std::size_t i = 0; i < gone.size(); ++i)
    total_[i] -= gone[i];
  std::erase_if(rows_, [&](const auto& x) { return x.first.market == market; });
}

} // namespace ballast
