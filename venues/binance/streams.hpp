// Binance over WebSocket.
//
// Two kinds of sockets, on two hosts:
//
//   market data   combined streams, {"stream":"..","data":{..}}; followed and
//                 left by {"method":"SUBSCRIBE","params":[..],"id":1}
//   account       the WebSocket API, asked for the account's events by one
//                 signed message; the older listenKey is gone since 2026-02-20
//
// The book is followed by its 20 best levels, which come whole with every
// message: there is no gap that could go unseen. A deeper one is kept with
// depth_book.hpp. Trades are aggregated as those that REST gives, so their ids
// are the same.
//
// Source: WebSocket Streams, WebSocket API and User Data Streams.
#pragma once

#include "venues/binance/caller.hpp"
#include "venues/market_names.hpp"
#include "venues/stream_dialect.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::binance {

/// Where streams live.
struct stream_hosts {
  std::string market_data; ///< "wss://stream.binance.com:9443"
  std::string account;     ///< "wss://ws-api.binance.com:443"
};

/// Those that belong to a REST interface. A host that is none of the venue's
/// speaks WebSocket itself.
/// @param rest_url "https://api.binance.com"
/// @param ws_url   of both kinds of sockets; empty: the venue's own.
stream_hosts hosts_of(std::string_view rest_url, std::string_view ws_url);

class streams final : public stream_dialect {
public:
  /// The first two outlive this.
  streams(const caller& by, const market_names& names, stream_hosts hosts);

  std::optional<socket_kind> socket_of(channel x) const override;
  bool has_candles(std::chrono::seconds timeframe) const override;
  std::string url(socket_kind x) const override;
  socket_rules rules(socket_kind x) const override;
  /// The account's events, all of them: what follows orders and balances has
  /// nothing more to send.
  std::vector<std::string> login(socket_kind x, unix_time now,
                                 const std::string& token) override;
  /// Candles of a timeframe that the venue does not have are not followed.
  std::vector<std::string> subscribe(channel x, std::span<const market> markets,
                                     std::chrono::seconds timeframe,
                                     unix_time now) override;
  std::vector<std::string> unsubscribe(channel x,
                                       std::span<const market> markets,
                                       std::chrono::seconds timeframe,
                                       unix_time now) override;
  /// Empty: the server pings every 20 s, and wants its payload back.
  std::string keep_alive(unix_time now) override;
  std::vector<stream_event> read(socket_kind x, std::string_view text,
                                 unix_time now) override;
  void restart(socket_kind x) override;

private:
  /// What a message of ours asked for, until the venue has answered.
  struct asked {
    channel what = channel::tickers;
    bool subscribed = true;
    std::vector<std::string> ids;
  };

  std::vector<std::string> ask(bool subscribed, channel x,
                               std::span<const market> markets,
                               std::chrono::seconds timeframe);
  std::vector<stream_event> acknowledge(std::uint64_t id);

  const caller& by_;
  const market_names& names_;
  stream_hosts hosts_;
  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, asked> unanswered_;
};

} // namespace ballast::venues::binance
