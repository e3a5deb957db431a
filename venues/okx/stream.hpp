// How OKX speaks over WebSocket: one path for market data, one for candles, one
// for the account.
//
//   out   {"op":"subscribe","args":[{"channel":"tickers","instId":"BTC-USDT"}]}
//   in    {"event":"subscribe","arg":{...}}        one for each argument
//         {"arg":{...},"data":[...]}               what is followed
//   ping  the bare text "ping", answered by "pong"
//
// A book begins with a snapshot (prevSeqId -1); each change names the number
// before it in prevSeqId. Numbers may fall when the venue starts its servers
// anew, as long as prevSeqId fits. The checksum is retired: it is always zero.
// Source: OKX API v5 guide, "WebSocket", "Order book channel".
#pragma once

#include "venues/okx/caller.hpp"
#include "venues/stream_dialect.hpp"

#include <simdjson.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::okx {

/// Orders and balances need credentials. The orders' channel begins without a
/// snapshot: what is open is asked for once it is acknowledged. A message of it
/// may come twice; whoever counts fills tells them apart by their ids.
class stream final : public stream_dialect {
public:
  /// @param by   outlives this object.
  /// @param base "wss://host:port"; empty: the venue's own, or that of demo
  ///             trading.
  stream(const caller& by, std::string base);

  std::optional<socket_kind> socket_of(channel x) const override;
  bool has_candles(std::chrono::seconds timeframe) const override;
  std::string url(socket_kind x) const override;
  socket_rules rules(socket_kind x) const override;
  std::vector<std::string> login(socket_kind x, unix_time now,
                                 const std::string& token) override;
  std::vector<std::string> subscribe(channel x, std::span<const market> markets,
                                     std::chrono::seconds timeframe,
                                     unix_time now) override;
  std::vector<std::string> unsubscribe(channel x,
                                       std::span<const market> markets,
                                       std::chrono::seconds timeframe,
                                       unix_time now) override;
  std::string keep_alive(unix_time now) override;
  std::vector<stream_event> read(socket_kind x, std::string_view text,
                                 unix_time now) override;
  void restart(socket_kind x) override;

private:
  using events = std::vector<stream_event>;

  std::vector<std::string> requests(std::string_view what, channel x,
                                    std::span<const market> markets,
                                    std::chrono::seconds timeframe) const;
  events read_message(simdjson::dom::element parsed);
  events read_push(const simdjson::dom::object& argument,
                   const simdjson::dom::object& message);
  events read_books(std::string_view instrument_id,
                    const simdjson::dom::object& message,
                    const simdjson::dom::array& rows);
  std::optional<stream_gap> gap_before(const std::string& instrument_id,
                                       const simdjson::dom::object& row,
                                       bool is_snapshot);

  const caller& by_;
  std::string base_;
  /// The number of the last message of each book; absent after a gap, until the
  /// next snapshot.
  std::map<std::string, std::optional<std::int64_t>, std::less<>> last_;
};

} // namespace ballast::venues::okx
