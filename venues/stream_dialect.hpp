// How a venue speaks over WebSocket. One dialect an account: text in, values
// out, never a socket and never a clock.
//
// Whoever owns the sockets (actors/) opens as many as `sockets()` asks for,
// sends what `login`, `subscribe` and `keep_alive` give, hands every message to
// `read`, and keeps the rules: pace, silence, age. A dialect remembers only
// what the venue's continuity rules need (sequence numbers), by socket.
#pragma once

#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/outcome.hpp"
#include "domain/time.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::venues {

/// What can be followed.
enum class channel : std::uint8_t {
  tickers,
  candles,
  book,
  trades,
  orders, ///< Of the account, with what each message tells of fills.
  balances,
};
constexpr std::size_t channel_count = 6;

const char* to_string(channel x) noexcept; ///< "candles"

constexpr bool is_private(channel x) noexcept {
  return x == channel::orders || x == channel::balances;
}

/// Kinds of sockets; a venue has one or more. Channels of the same kind share
/// sockets.
enum class socket_kind : std::uint8_t { market_data, candles, account };
inline constexpr std::array socket_kinds
  = {socket_kind::market_data, socket_kind::candles, socket_kind::account};

/// The rules of one kind of socket. Zero: the venue has no such rule. How many
/// may be opened is a limit like that of requests: adapter::connect_spends.
/// Source: the venue's sheet, section on WebSocket.
struct socket_rules {
  std::size_t channels_max = 0;  ///< Subscriptions a socket.
  std::size_t per_message = 0;   ///< Subscriptions in one message.
  std::size_t message_bytes = 0; ///< Longest message of ours.
  std::size_t messages = 0;      ///< Of ours, at most so many ...
  duration messages_window{};    ///< ... in any such time.
  duration ping_every{};         ///< When silent so long, send keep_alive().
  duration silence_max{};        ///< No byte for so long: the socket is dead.
  duration age_max{};            ///< The venue cuts it then; renew before.
  /// A channel without a message for so long is stale though the socket lives.
  duration stale_after{};
  /// Sockets of this kind at a time; zero: as many as it takes.
  std::size_t sockets_max = 0;
  /// Whether nothing may be asked for before the login was taken.
  bool login_answered = false;
  /// How long after its end a candle may still be told or change.
  duration candle_grace = std::chrono::seconds{5};
};

/// A subscription began, or ended.
struct stream_ack {
  channel what = channel::tickers;
  std::string venue_symbol; ///< Empty: of all markets.
  bool subscribed = true;
};
/// The venue took a login.
struct stream_login {};
/// A request was refused, or the venue reports an error.
struct stream_refusal {
  outcome_kind kind = outcome_kind::refused;
  std::string text; ///< The venue's words, at most 200 printable characters.
};
struct stream_candle {
  ballast::symbol symbol;
  std::chrono::seconds timeframe{};
  ballast::candle candle;
  bool is_snapshot = false; ///< Of history, at the beginning.
};
/// A book or a change of it.
struct stream_book {
  book_levels levels;
  bool is_snapshot = false;
};
/// What was followed can no longer be trusted: subscribe anew.
struct stream_gap {
  channel what = channel::book;
  std::string venue_symbol; ///< Empty: of all markets.
  std::string text;
};
struct stream_balances {
  std::vector<balance> balances;
  bool is_whole = false; ///< Else only what changed.
};
/// The socket lives; nothing was said.
struct stream_heartbeat {};
/// The venue will close this socket soon: open a new one first.
struct stream_closing {
  std::string text;
};
/// The venue as a whole changed its state.
struct stream_status {
  market_state state = market_state::tradable;
  std::string text;
};
/// Bytes that are not what the manual promises.
struct stream_malformed {
  std::string text; ///< What is wrong, at most 200 printable characters.
};

using stream_event
  = std::variant<stream_ack, stream_login, stream_refusal, ticker,
                 stream_candle, stream_book, trade, order_report, fill,
                 stream_balances, stream_gap, stream_heartbeat, stream_closing,
                 stream_status, stream_malformed>;

class stream_dialect {
public:
  virtual ~stream_dialect() = default;

  /// Which kind of socket carries a channel; absent where the venue has no such
  /// channel, or the account no credentials for it.
  virtual std::optional<socket_kind> socket_of(channel x) const = 0;
  /// The same for one market, where shares and coins have sockets of their own:
  /// markets of one call of subscribe or unsubscribe share a socket.
  virtual std::optional<socket_kind> socket_of(channel x,
                                               const market& /*what*/) const {
    return socket_of(x);
  }
  /// Whether candles of this timeframe can be followed.
  virtual bool has_candles(std::chrono::seconds timeframe) const = 0;
  /// "wss://host[:port]/path?query".
  virtual std::string url(socket_kind x) const = 0;
  virtual socket_rules rules(socket_kind x) const = 0;

  /// To be sent first on a socket. Empty where it needs none.
  /// @param token what trading::stream_token_answer gave; else empty.
  virtual std::vector<std::string> login(socket_kind x, unix_time now,
                                         const std::string& token)
    = 0;
  /// Messages that begin to follow these markets, each within the rules'
  /// per_message and message_bytes. Account channels ignore `markets`.
  virtual std::vector<std::string>
  subscribe(channel x, std::span<const market> markets,
            std::chrono::seconds timeframe, unix_time now)
    = 0;
  virtual std::vector<std::string>
  unsubscribe(channel x, std::span<const market> markets,
              std::chrono::seconds timeframe, unix_time now)
    = 0;
  /// What keeps a silent socket alive, as a text message; empty where pings of
  /// the protocol itself do.
  virtual std::string keep_alive(unix_time now) = 0;

  /// Reads one text message. Never throws; bytes that make no sense give one
  /// stream_malformed. A message may say nothing that matters: an empty answer.
  virtual std::vector<stream_event> read(socket_kind x, std::string_view text,
                                         unix_time now)
    = 0;
  /// A socket was lost or is opened anew: forget its sequence numbers.
  virtual void restart(socket_kind x) = 0;
};

} // namespace ballast::venues
