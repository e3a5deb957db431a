// How Kraken speaks over WebSocket, version 2.
//
//   out   {"method":"subscribe","params":{"channel":"ticker","symbol":[...]}}
//   in    {"method":"subscribe","result":{...},"success":true}  one a symbol
//         {"channel":"ticker","type":"update","data":[...]}
//         {"channel":"heartbeat"}       each second in which nothing else comes
//
// Markets go by our own symbol there ("BTC/USD"), not by the pair's id. A book
// is held against its checksum (stream_book.hpp), channels of the account
// against their sequence.
//
// Source: Kraken, Spot WebSocket API v2; the venue's sheet, section 9.
#pragma once

#include "venues/kraken/stream_book.hpp"
#include "venues/kraken/stream_orders.hpp"
#include "venues/stream_dialect.hpp"

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::kraken {

/// How many levels of either side are followed.
constexpr std::size_t stream_depth = 100;

/// What a market is called on the sockets; nothing where it is not followed.
std::string_view name_of(channel x);
std::optional<channel> channel_named(std::string_view name);

/// The account's channels need a token, which login() takes: it is part of each
/// message about them. The latest fills come once more at the beginning;
/// whoever counts them tells them apart by their ids.
///
/// A market has one timeframe at a time: whoever asks for another ends the one
/// before. A market that is followed already is asked for again after it was
/// let go: only what begins is sure to come with a snapshot.
///
/// Of a balance the venue does not tell what open orders hold: it is all in
/// `available`.
class stream final : public stream_dialect {
public:
  /// @param base "wss://host:port"; empty: the venue's own.
  stream(std::string base, bool has_credentials);

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
  using object = simdjson::dom::object;

  /// What is known of a market by its name on the sockets.
  struct listed_market {
    std::string venue_symbol;
    pair_decimals decimals;
  };
  struct followed_book {
    kept_book levels{stream_depth};
    /// The most that the venue has written since the snapshot: where it writes
    /// all of them, no increment need be known.
    pair_decimals seen;
    bool is_sound = false; ///< From a snapshot to a gap.
    bool is_told = false;  ///< That it is not.
  };
  using names = std::vector<std::string>;
  /// By name; of candles their timeframe, else zero.
  using followed_markets
    = std::map<std::string, std::chrono::seconds, std::less<>>;

  std::string message(std::string_view method, channel x,
                      std::span<const std::string> symbols,
                      std::chrono::seconds timeframe) const;
  void add_messages(names& to, std::string_view method, channel x,
                    std::span<const std::string> symbols,
                    std::chrono::seconds timeframe) const;
  /// As asked for: "XXBTZUSD"; where nobody did, as the sockets call it.
  std::string venue_symbol_of(std::string_view name) const;

  events read_message(simdjson::dom::element parsed, unix_time now);
  events read_response(const object& message);
  events read_ack(const object& message, bool subscribed);
  events read_push(channel what, const object& message, unix_time now);
  bool add_candle(events& to, const object& from, bool is_snapshot,
                  unix_time now);
  bool add_book(events& to, const object& from, bool is_snapshot);
  bool add_execution(events& to, const object& from, bool is_snapshot);
  void lose_book(events& to, std::string_view name, std::string text);
  void check_sequence(events& to, channel what, const object& message,
                      bool is_snapshot);

  std::string base_;
  bool has_credentials_;
  std::string token_;
  std::map<std::string, listed_market, std::less<>> listed_;
  std::array<followed_markets, channel_count> followed_;
  std::map<std::string, followed_book, std::less<>> books_;
  std::map<std::string, stream_candle, std::less<>> candles_; ///< The latest.
  kept_orders orders_;
  /// Of the account's channels, the number of the last message.
  std::map<channel, std::int64_t> sequences_;
};

} // namespace ballast::venues::kraken
