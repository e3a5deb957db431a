// Recorded candles, played back.
#pragma once

#include "domain/result.hpp"
#include "sim/bar.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast::sim {

/// One product's recorded bars of one width, ascending.
///
/// Shifted so that the recording ends at a given moment, it repeats before and
/// after, since a market that falls silent would test nothing but silence; at
/// the seam the price jumps. Unshifted it is shown as it was, once.
class recording : public bar_source {
public:
  /// @param width of the recorded bars in seconds.
  /// @param ends_at where the last bar's end goes, in Unix seconds, rounded
  ///        down to a whole day so that wider buckets keep their borders.
  /// @pre bars not empty, ascending
  recording(std::vector<bar> bars, std::int64_t width,
            std::optional<std::int64_t> ends_at);

  /// A width that is no multiple of the recorded one yields nothing.
  void append_bars(std::vector<bar>& out, std::int64_t from, std::int64_t to,
                   std::int64_t width, std::int64_t now) const override;
  std::int64_t last_price(std::int64_t now) const override;

private:
  std::vector<bar> bars_;
  std::int64_t width_;
  std::int64_t span_ = 0;  ///< Whole days; the period when it repeats.
  std::int64_t shift_ = 0; ///< Added to the recorded time.
  bool repeats_;
};

/// A candle file: name, symbol and width come from "source_SYMBOL_1m_….csv".
struct candle_file {
  std::filesystem::path path;
  std::int64_t width = 60; ///< Seconds.
};

/// The candle files of a directory by symbol ("BTC-USD"). Of several for one
/// symbol the finest counts, then the first by name.
/// @returns ec::not_found when there is no such directory.
result<std::map<std::string, candle_file>>
find_candle_files(const std::filesystem::path& directory);

/// Reads a file with header `time_ms,open,high,low,close,volume`, prices
/// rounded to ticks. Rows without volume are skipped: nothing traded.
/// @returns ec::not_found, or ec::corrupt naming the line.
result<std::vector<bar>> read_candle_file(const std::filesystem::path& path,
                                          int price_decimals,
                                          int volume_decimals);

} // namespace ballast::sim
