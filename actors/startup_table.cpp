#include "actors/startup_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ballast {

namespace {

constexpr std::size_t columns = 6;
using line_of_cells = std::array<std::string, columns>;

std::string balances_of(const broker_status& x) {
  std::string result;
  for (const auto& b : x.balances)
    if (!b.available.is_zero() || !b.held.is_zero())
      result += fmt::format("{}{} {}", result.empty() ? "" : ", ", b.currency,
                            (b.available + b.held).to_string());
  return result.empty() ? "-" : result;
}

line_of_cells cells_of(const venue_row& row) {
  const auto state = state_of(row);
  const auto markets = row.is_scanner
                         ? fmt::format("{} of {}", row.rotation.markets,
                                       row.rotation.markets_known)
                         : std::string{"-"};
  return {row.broker.venue,
          row.broker.account,
          state.state,
          markets,
          balances_of(row.broker),
          state.reason.empty() ? "-" : state.reason};
}

} // namespace

std::vector<std::string> startup_table(const status_report& report) {
  std::vector<line_of_cells> cells{
    {"venue", "account", "state", "markets", "balance", "why"}};
  for (const auto& row : report.venues)
    cells.push_back(cells_of(row));
  std::array<std::size_t, columns> width{};
  for (const auto& line : cells)
    for (std::size_t i = 0; i < columns; ++i)
      width[i] = std::max(width[i], line[i].size());
  std::vector<std::string> result;
  for (const auto& line : cells) {
    std::string text;
    for (std::size_t i = 0; i < columns; ++i)
      text += fmt::format("{:<{}}  ", line[i], width[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    result.push_back(std::move(text));
  }
  return result;
}

std::string heartbeat_line(const status_report& report) {
  std::size_t connected = 0;
  std::uint64_t requests = 0;
  double oldest = 0;
  for (const auto& row : report.venues) {
    const auto state = state_of(row).state;
    // What is halted is connected all the same: exits go on.
    connected
      += state == "connected" || state == "degraded" || state == "halted" ? 1
                                                                          : 0;
    requests += row.health.requests;
    if (row.has_scan_figures)
      oldest = std::max<double>(oldest, row.rotation.oldest_age_s);
  }
  return fmt::format("heartbeat: trading={} reason={} venues={}/{} connected "
                     "requests={} oldest_scan={:.0f}s",
                     report.trading.empty() ? "YES" : "NO",
                     report.trading.empty() ? "-" : '"' + report.trading + '"',
                     connected, report.venues.size(), requests, oldest);
}

} // namespace ballast
