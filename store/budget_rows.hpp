// Stored budgets as rows, and back.
#pragma once

#include "domain/rate_budgets.hpp"
#include "domain/result.hpp"
#include "store/row.hpp"

#include <string>
#include <vector>

namespace ballast::store {

/// (owner, taken_at_ms, taken_at_steady_ns, clean, budgets).
row set_row(const std::string& owner, const budgets_state& x);

/// (owner, place, id, entries, debt, factor, cut_age_ns, held_for_ns,
/// banned_for_ns, ahead), the entries as "cost@nanoseconds" between spaces.
/// @returns ec::invalid_argument when debt or factor is not a finite number.
result<row> budget_row(const std::string& owner, std::size_t place,
                       const budget_state& x);

/// Puts one owner's rows together again.
/// @returns ec::corrupt when they are not what the two above write.
result<budgets_state> read_budgets(const row& set,
                                   const std::vector<row>& budgets);

} // namespace ballast::store
