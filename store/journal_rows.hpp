// Journal entries as rows, and back.
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/result.hpp"
#include "store/row.hpp"

#include <cstdint>

namespace ballast::store {

/// Where a row has its sum: after what it had in the file's first version.
/// Columns that came later stand behind it.
inline constexpr std::size_t journal_sum_column = 27;

/// How many cells a row has in a file of that version; 0: there is none such.
constexpr std::size_t journal_columns(std::int64_t version) noexcept {
  return version == 1 ? 28 : version == 2 ? 29 : 0;
}

/// A row without its sum, whose cell is empty: number, at_ms, kind, venue,
/// account, client_id, venue_id, base, quote, side, type, lives, post_only,
/// purpose, fate, state, size, cost, price, filled, filled_cost, fee,
/// fee_currency, trade_id, expires_ms, until_ms, text, sum, trigger_price.
/// Amounts as text, what has names as its number. Columns that came later are
/// empty where there is nothing to say.
row journal_row(std::uint64_t number, const journal_entry& x);

/// What the row's sum has to be, after an entry whose sum was `before`: over
/// all of its cells but the sum and the empty ones of later columns, so that
/// rows keep their sum when the table gets another column. One that was emptied
/// since breaks it, as one that was filled does.
std::int64_t chained_sum(std::int64_t before, const row& cells);

/// @param cells of any version.
/// @returns ec::corrupt when it is no row that ballast writes.
result<journal_entry> read_journal_row(const row& cells);

} // namespace ballast::store
