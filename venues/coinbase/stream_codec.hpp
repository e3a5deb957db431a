// One message of Coinbase's sockets, read into what it tells.
#pragma once

#include "venues/stream_dialect.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::venues::coinbase {

/// The only candles that a socket sends.
constexpr auto stream_timeframe = std::chrono::minutes{5};

/// "level2" of a book, and so on; empty for balances.
std::string_view name_of(channel x);

/// Something that a message tells of one market, under the venue's id.
struct told {
  channel what = channel::tickers;
  std::string id;
  stream_event event;
};

struct stream_message {
  std::optional<std::uint64_t> sequence;
  std::vector<told> news;
  /// The full set of subscriptions, where the message is about those.
  std::optional<std::set<std::pair<channel, std::string>>> subscriptions;
  /// What is of no market: refusals, heartbeats, malformed bytes.
  std::vector<stream_event> others;
};

/// Never throws. Of a message that cannot be read to its end nothing is told
/// but that.
stream_message read_message(std::string_view text, unix_time now);

} // namespace ballast::venues::coinbase
