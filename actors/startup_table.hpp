// The startup table: every venue and account with its state and the reason,
// so that nothing is ever silently missing.
#pragma once

#include "actors/status_board.hpp"

#include <string>
#include <vector>

namespace ballast {

/// Header and one line a row, columns aligned.
std::vector<std::string> startup_table(const status_report& report);

/// Whether anything trades, as one line:
/// `trading=NO reason=… venues=1/5 connected scanned=647 oldest=65s`.
std::string heartbeat_line(const status_report& report);

} // namespace ballast
