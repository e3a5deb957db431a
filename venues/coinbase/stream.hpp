// Coinbase's sockets: subscriptions out, market data and orders of ours in.
//
// `sequence_num` counts every message of a connection, whatever its channel. A
// number that does not follow the last one means that something is lost: what
// is followed there must be subscribed anew. A book is told from its snapshot
// on, and after a gap from the next one.
//
// Source: the venue's sheet, section 7; Advanced Trade WebSocket overview.
#pragma once

#include "venues/coinbase/signer.hpp"
#include "venues/stream_dialect.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast::venues::coinbase {

/// Market channels go unsigned, as their REST twins do: a key that is refused
/// costs no prices. The account's socket is signed, with a token a message.
///
/// Candles come in five minutes alone, tickers without their volume in quote
/// units. Orders come whole, not fill by fill: fills are asked for by REST.
/// There are no balances.
class stream final : public stream_dialect {
public:
  /// @param url    "wss://host:port" of both sockets; empty: the venue's own
  ///               two.
  /// @param signer of this object alone: sockets may have a thread of their
  ///               own. Absent: public channels alone.
  stream(std::string url, std::optional<signer> signer);

  std::optional<socket_kind> socket_of(channel x) const override;
  bool has_candles(std::chrono::seconds timeframe) const override;
  std::string url(socket_kind x) const override;
  socket_rules rules(socket_kind x) const override;
  /// Heartbeats, without which a silent socket is closed after 60 to 90 s, and
  /// which come before the five seconds are over that a first message has.
  std::vector<std::string> login(socket_kind x, unix_time now,
                                 const std::string& token) override;
  /// A market whose book is another's is followed under that other's id, by
  /// which the venue calls it anyway, and told under its own. A market that is
  /// followed already is asked for again, its book after an unsubscribe: only
  /// what begins is sure to come with a snapshot.
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
  /// Channel and id on the wire, with all ids that were asked for by it.
  using subscriptions
    = std::map<std::pair<channel, std::string>, std::set<std::string>>;

  /// What is known of one socket.
  struct socket {
    std::optional<std::uint64_t> last; ///< sequence_num.
    subscriptions followed;            ///< As asked for.
    subscriptions acknowledged;        ///< As told.
    /// Books that wait for a snapshot.
    std::set<std::string> broken;
  };

  socket& socket_at(socket_kind x);
  std::string message(std::string_view type, std::string_view name,
                      std::span<const std::string> ids, bool is_signed,
                      unix_time now);
  /// Of a market channel, in chunks.
  std::vector<std::string> messages(std::string_view type, channel x,
                                    std::span<const std::string> ids,
                                    unix_time now);
  void check_sequence(std::vector<stream_event>& to, socket_kind x,
                      std::optional<std::uint64_t> number);
  static void break_books(socket& at);
  static void
  acknowledge(std::vector<stream_event>& to, socket& at,
              const std::set<std::pair<channel, std::string>>& current);
  static void place(std::vector<stream_event>& to, const socket& at,
                    channel what, const std::string& id, stream_event one);

  std::string url_;
  std::optional<signer> signer_;
  std::array<socket, 2> sockets_; ///< Of the markets, of the account.
};

} // namespace ballast::venues::coinbase
