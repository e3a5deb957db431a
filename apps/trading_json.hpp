// The endpoint's lists: orders, fills, positions, signals and what follows from
// them. Shapes of contract.md.
#pragma once

#include "actors/status_board.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace ballast::apps {

/// Which rows of a list are wanted.
struct list_query {
  std::size_t limit = 100;
  std::string account; ///< Empty: of all.
};

/// The newest first, as are all but positions.
nlohmann::ordered_json orders_json(const status_report& report,
                                   const list_query& which);
nlohmann::ordered_json fills_json(const status_report& report,
                                  const list_query& which);
nlohmann::ordered_json positions_json(const status_report& report,
                                      const list_query& which);
nlohmann::ordered_json signals_json(const status_report& report,
                                    const list_query& which);
/// Decisions to enter with what they rest on, whether ordered or not.
nlohmann::ordered_json opportunities_json(const status_report& report,
                                          const list_query& which);
/// How far apart the copies of each followed decision ended.
nlohmann::ordered_json copies_json(const status_report& report,
                                   const list_query& which);
/// One row an account: what it is worth, what it decides and why.
nlohmann::ordered_json accounts_json(const status_report& report);

} // namespace ballast::apps
