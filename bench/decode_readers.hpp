// How others would read the same candles: with nlohmann's DOM, and with
// simdjson and no checks at all, which is the floor.
#pragma once

#include "domain/market.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::bench {

/// Where a venue's rows of candles are and what stands in them.
struct row_shape {
  std::string_view venue;
  /// Members on the way to the list; "*" is the first whatever it is called.
  std::vector<std::string> path;
  /// Open, high, low, close, volume: by place, or where rows are objects by
  /// name.
  std::vector<std::size_t> places;
  std::vector<std::string> names;
};

const std::vector<row_shape>& row_shapes();

/// @throws nlohmann::json::exception for what has another shape.
std::vector<candle> read_by_nlohmann(const row_shape& shape,
                                     std::string_view body);
/// @throws simdjson::simdjson_error for what has another shape.
std::vector<candle> read_by_simdjson(const row_shape& shape,
                                     std::string_view body);

/// Parses and reads nothing. @returns how many bytes were parsed.
std::size_t parse_by_nlohmann(std::string_view body);
std::size_t parse_by_simdjson(std::string_view body);

/// "nlohmann 3.11.2", for the table.
std::string nlohmann_version();
std::string simdjson_version();

} // namespace ballast::bench
