// One subscription of one connection to Kraken's WebSocket v2.
#pragma once

#include "sim/kraken/trading.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace ballast::sim::kraken {

using message_list = std::vector<std::string>;

class channel {
public:
  virtual ~channel() = default;

  /// `result` of the answer to the subscription.
  virtual nlohmann::ordered_json terms() const = 0;
  /// Appends the snapshot, where one was asked for.
  virtual void begin(message_list& out, instant now) = 0;
  /// Appends what is new.
  virtual void look(message_list& out, instant now) = 0;
};

/// A channel, or what is wrong with the request in the venue's words.
using made_channel = std::variant<std::unique_ptr<channel>, std::string>;

/// What channels look at; it outlives them.
struct channel_sources {
  market_data& markets;
  trading& orders;
};

/// ticker, ohlc, book or trade of a pair.
/// @param params of the request
made_channel make_market_channel(const channel_sources& from, const pair& where,
                                 const nlohmann::json& params, instant now);
/// The pairs and assets.
std::unique_ptr<channel> make_instrument_channel(const channel_sources& from,
                                                 bool snapshot);
/// executions or balances of an account.
/// @param rate_count_max what the account's matching counter may reach
made_channel make_account_channel(const channel_sources& from,
                                  std::size_t account,
                                  std::uint32_t rate_count_max,
                                  const nlohmann::json& params);

} // namespace ballast::sim::kraken
