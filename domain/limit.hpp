// A venue's published limits, as data with a source and a date.
#pragma once

#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class limit_kind : std::uint8_t {
  token_bucket,     ///< `burst` tokens, earned at units / window.
  decaying_counter, ///< Room for `burst`, drained at units / window.
  sliding_window,   ///< At most `units` in any window.
  fixed_window,     ///< At most `units` between two resets.
};

enum class limit_scope : std::uint8_t { ip, key, account, symbol };

/// One row of a venue's limit table. Several windows (10/s and 10,000/h) are
/// several rows. Source of the columns: limits-and-health.md, section 1.
struct limit_row {
  std::string id;    ///< Unique over all venues, "coinbase.public".
  std::string venue; ///< "coinbase".
  limit_scope scope = limit_scope::ip;
  limit_kind kind = limit_kind::sliding_window;
  std::uint32_t units = 1; ///< N; > 0.
  duration window{};       ///< W; > 0.
  std::uint32_t burst = 0; ///< B; buckets and counters only; > 0.
  duration hold{};         ///< After a 429 without Retry-After.
  std::string source;
  std::string checked_on; ///< ISO date.
};

/// Who comes first. EXIT owns a part that nobody else may touch.
enum class lane : std::uint8_t { exit, entry, account, scan, backfill };
constexpr std::size_t lane_count = 5;

const char* to_string(lane x) noexcept;

/// What one request costs of one budget. A budget is a limit row in one scope:
/// "coinbase.public" for this node's IP, "coinbase.private@master" for a key.
struct spend {
  std::string budget;
  std::uint32_t cost = 1; ///< In the venue's weight units; > 0.

  friend bool operator==(const spend&, const spend&) = default;
};

/// What an operator knows better about one row of a venue's table; absent: as
/// published.
struct limit_override {
  std::string id;                          ///< Of the row.
  std::string place;                       ///< "ballast.toml:12", for errors.
  std::optional<std::uint32_t> units = {}; ///< > 0, like the next two.
  std::optional<duration> window = {};
  std::optional<std::uint32_t> burst = {};
  std::optional<duration> hold = {};
};

/// The same about what a request costs of one row.
struct weight_override {
  std::string weight;     ///< "candles", "book<=100".
  std::string limit;      ///< Id of the row.
  std::uint32_t cost = 1; ///< > 0.
  std::string place;
};

struct limit_overrides {
  std::vector<limit_override> limits = {};
  std::vector<weight_override> weights = {};
};

} // namespace ballast
