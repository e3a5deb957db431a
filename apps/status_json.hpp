// The status object and the run report of contract.md, out of a snapshot.
#pragma once

#include "actors/status_board.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace ballast::apps {

/// "2026-01-12T10:38:27Z"
std::string iso_time(unix_time x);

nlohmann::ordered_json status_json(const status_report& report);
nlohmann::ordered_json actors_json(const status_report& report);
/// The status object plus seconds, permitted and sent a venue, and the
/// (still empty) lists of orders, fills and positions.
nlohmann::ordered_json run_report_json(const status_report& report);

} // namespace ballast::apps
