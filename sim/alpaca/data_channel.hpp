// What one symbol of one list of a connection has to say.
#pragma once

#include "sim/alpaca/stream_sources.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

using item_list = std::vector<std::string>; ///< JSON objects.

class data_channel {
public:
  virtual ~data_channel() = default;

  /// Appends what is told at once; only books are.
  virtual void begin(item_list& /*out*/, instant /*now*/) {}
  /// Appends what is new.
  virtual void look(item_list& out, instant now) = 0;
};

/// The lists that a feed has, in the order in which it tells them.
std::span<const std::string_view> lists_of(bool is_crypto);

/// trades, quotes, bars, dailyBars or orderbooks of an asset, or those bars of
/// all of a kind, for "*".
/// @returns null for what is never heard of: symbols that the feed does not
///          list, and lists of what does not happen here. There are no late
///          trades, so no bar is corrected (updatedBars), no trade is undone
///          (corrections, cancelErrors), and no stock is halted (statuses,
///          lulds).
std::unique_ptr<data_channel>
make_data_channel(const stream_sources& from, bool is_crypto,
                  std::string_view list, std::string_view symbol, instant now);

} // namespace ballast::sim::alpaca
