// Random states to store, and how to tell two of them apart.
#pragma once

#include "domain/random.hpp"
#include "domain/rate_budgets.hpp"

#include <sstream>
#include <string>

namespace ballast::store {

inline budget_state random_budget(random_source& random) {
  auto x = budget_state{};
  x.id = "venue.budget" + std::to_string(random.below(100)) + "@'\"\n";
  for (auto left = random.below(8); left > 0; --left)
    x.entries.push_back({static_cast<std::uint32_t>(random.next()),
                         duration{static_cast<std::int64_t>(random.next())}});
  x.debt = random.uniform() * static_cast<double>(random.below(3)) * 1e3;
  x.factor = random.uniform();
  x.cut_age = duration{static_cast<std::int64_t>(random.next())};
  if (random.below(2) == 0)
    x.held_for = duration{static_cast<std::int64_t>(random.next())};
  if (random.below(2) == 0)
    x.banned_for = duration{static_cast<std::int64_t>(random.next())};
  x.ahead = static_cast<std::uint32_t>(random.next());
  return x;
}

inline budgets_state random_budgets(random_source& random) {
  auto x = budgets_state{};
  x.taken_at = unix_time{
    std::chrono::milliseconds{static_cast<std::int64_t>(random.next() >> 20U)}};
  if (random.below(2) == 0)
    x.taken_at_steady
      = time_point{duration{static_cast<std::int64_t>(random.next())}};
  x.clean = random.below(2) == 0;
  for (auto left = random.below(6); left > 0; --left)
    x.budgets.push_back(random_budget(random));
  return x;
}

/// All of it, to the last bit.
inline std::string facts_of(const budgets_state& x) {
  auto out = std::ostringstream{};
  out << std::hexfloat << x.taken_at.time_since_epoch().count() << ' '
      << (x.taken_at_steady ? x.taken_at_steady->time_since_epoch().count()
                            : -1)
      << ' ' << x.taken_at_steady.has_value() << ' ' << x.clean << '\n';
  for (const auto& b : x.budgets) {
    out << b.id << '|' << b.debt << '|' << b.factor << '|' << b.cut_age.count()
        << '|' << (b.held_for ? b.held_for->count() : -1) << '|'
        << b.held_for.has_value() << '|'
        << (b.banned_for ? b.banned_for->count() : -1) << '|'
        << b.banned_for.has_value() << '|' << b.ahead << '|';
    for (const auto& e : b.entries)
      out << e.cost << '@' << e.leaves_in.count() << ' ';
    out << '\n';
  }
  return out.str();
}

} // namespace ballast::store
