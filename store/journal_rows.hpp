// Journal entries as rows, and back.
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/result.hpp"
#include "store/row.hpp"

#include <cstdint>

namespace ballast::store {

/// How many cells a row has: the entry's number, the entry, the sum.
inline constexpr std::size_t journal_columns = 28;

/// All of a row but its sum: number, at_ms, kind, venue, account, client_id,
/// venue_id, base, quote, side, type, lives, post_only, purpose, fate, state,
/// size, cost, price, filled, filled_cost, fee, fee_currency, trade_id,
/// expires_ms, until_ms, text. Amounts as text, what has names as its number.
row journal_row(std::uint64_t number, const journal_entry& x);

/// @param cells with or without the sum.
/// @returns ec::corrupt when it is no row that the other one writes.
result<journal_entry> read_journal_row(const row& cells);

} // namespace ballast::store
