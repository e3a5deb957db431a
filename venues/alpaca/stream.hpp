// How Alpaca speaks over WebSocket: three sockets, each alone of its kind, as
// the venue lets an account have one connection to an endpoint.
//
//   market_data   coins:  /v1beta3/crypto/us     trades, quotes, bars, books
//   candles       shares: /v2/iex                trades, quotes, bars
//   account       /stream of the trading host    the account's orders
//
// So all that is followed of shares goes over the socket called `candles`: see
// socket_of(channel, market). All three want a login, also that of coins.
//
// Market data comes as arrays of items named by "T". There are no sequence
// numbers: a book is whole from an item with "r":true on, and what comes before
// one is a gap. Candles are those of a minute (with late corrections) and the
// running one of a day; there are no others. Tickers are best bids and asks,
// without a last price. Balances have no channel.
//
// Source: "Real-time stock data", "Real-time crypto data", "Websocket
// streaming" (trade_updates).
#pragma once

#include "venues/alpaca/trader.hpp"
#include "venues/stream_dialect.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace ballast::venues::alpaca {

class stream final : public stream_dialect {
public:
  /// @param state  outlives this.
  /// @param ws_url of all sockets; empty: the venue's own.
  stream(const account_state& state, std::string ws_url);

  std::optional<socket_kind> socket_of(channel x) const override;
  std::optional<socket_kind> socket_of(channel x,
                                       const market& what) const override;
  bool has_candles(std::chrono::seconds timeframe) const override;
  std::string url(socket_kind x) const override;
  socket_rules rules(socket_kind x) const override;
  std::vector<std::string> login(socket_kind x, unix_time now,
                                 const std::string& token) override;
  /// Of coins and shares in one call only the coins are followed.
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
  /// What a socket follows, as the venue has said last.
  struct followed {
    std::set<std::pair<channel, std::string>> lists;
    std::set<std::string> books; ///< Of which the whole has come.
  };

  const account_state& state_;
  std::string ws_url_;
  std::map<socket_kind, followed> sockets_;
};

} // namespace ballast::venues::alpaca
