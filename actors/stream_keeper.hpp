// Keeps candles of many markets streaming over as few sockets as the venue's
// rules allow, and knows at any time which of them can be trusted.
//
//             room on a socket?      venue's answer
//   wanted ─────────────▶ asked ───────────▶ told since t ──▶ candles
//     ▲                     ▲                      │
//     │                     └── asked again ◀── no answer for a while
//     └──────────────── the socket was lost ◀──────┘
//
// A socket is lost when it closes, when no byte comes for longer than the venue
// allows for, or when a channel is silent though the socket lives. It comes
// back after a random pause that grows (R3). Before the venue cuts a socket for
// its age another one takes its markets over, so that nothing is missed.
//
//   wanted socket ──waiting()──▶ the owner has leave ──dial()──▶ opening
//
// Opening one spends of the venue's limits, which the owner asks leave of: this
// class says how many it wants now, and dials when told to.
//
// No actor and no clock: the BROKER owns one, hands in what happened and the
// time, and gets told what the venue said. Source: the sheets' sections on
// WebSocket, as `socket_rules` has them; faults.md, D2 and E24.
#pragma once

#include "domain/market.hpp"
#include "domain/random.hpp"
#include "domain/time.hpp"
#include "net/socket_transport.hpp"
#include "venues/stream_dialect.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

class stream_keeper {
public:
  /// Names a socket to its owner; never used twice; > 0.
  using line_id = std::uint64_t;

  struct options {
    std::chrono::seconds timeframe{300};
    std::uint64_t seed = 0; ///< Of pauses and renewals.
    /// Makes the handler that brings a socket's events to `heard`.
    std::function<net::socket_handler(line_id)> handler;
    /// Where the account's socket wants a token: asks for one, which is then
    /// given to `take_token`. Empty where it wants none.
    std::function<void()> ask_token;
    /// A sentence for the log, and whether it is a warning; may be empty.
    std::function<void(bool is_warning, const std::string&)> say;
  };

  /// Both must outlive it. @pre opts.handler is set
  stream_keeper(venues::stream_dialect& dialect, net::socket_transport& sockets,
                options opts);
  stream_keeper(const stream_keeper&) = delete;
  stream_keeper& operator=(const stream_keeper&) = delete;
  /// Closes all sockets.
  ~stream_keeper();

  /// From now on these markets and no others. Those that the venue has no
  /// candles of, or no room for, are left out.
  void follow(const std::vector<market>& markets, instant now);
  /// From now on the account's orders and balances too, or no more. Where the
  /// venue has no such channels, or there are no credentials, nothing happens.
  void follow_account(bool wanted) noexcept { account_wanted_ = wanted; }
  /// A token is good for one socket.
  void take_token(std::string token) { token_ = std::move(token); }
  /// Takes what a socket's handler was called with.
  /// @returns what the venue said, in order.
  std::vector<venues::stream_event> heard(line_id from, net::socket_event what,
                                          instant now);
  /// To be called once a second: asks, keeps alive, gives up, renews.
  void tick(instant now);
  /// Sockets that are wanted and may be dialled now: each wants one `dial`.
  std::size_t waiting(venues::socket_kind kind, time_point now);
  /// Opens one of those.
  /// @returns its name; 0 when none waits any more.
  line_id dial(venues::socket_kind kind, instant now);

  /// Since when the venue tells of this market without a gap; absent when it
  /// does not.
  std::optional<time_point> since(const std::string& venue_symbol) const;
  /// Until when it has surely told all, in the venue's time: when its socket
  /// was last heard. Absent as in since().
  std::optional<unix_time> told_until(const std::string& venue_symbol) const;
  /// How long after its end a candle may still come.
  duration grace() const;
  /// Since when the venue tells of the account; absent when it does not.
  std::optional<time_point> account_since() const;
  /// Those that were dialled.
  std::size_t sockets() const noexcept;
  /// Markets that the venue tells of.
  std::size_t told() const;

private:
  struct subscription {
    time_point asked_at{};
    unsigned asked = 0; ///< How often, without an answer.
    std::optional<time_point> told_since;
  };
  struct line {
    net::socket_id socket = 0; ///< 0: it waits to be dialled.
    venues::socket_kind kind = venues::socket_kind::market_data;
    bool is_open = false;
    bool may_ask = false; ///< Open, and logged in where that is answered.
    time_point opened_at{};
    instant heard_at;
    time_point kept_alive_at{};
    time_point candle_at{};      ///< Last message of the channel.
    time_point renewed_before{}; ///< When another takes over; max: never.
    line_id replaces = 0;        ///< The line that this one takes over from.
    bool is_ending = false;      ///< Another one takes over.
    std::map<std::string, subscription> markets; ///< By venue symbol.
    std::string token;                           ///< Of the account's.
    std::optional<time_point> account_since;     ///< The same: it is told of.
    std::deque<std::string> outbox;
    std::deque<time_point> sent; ///< Within the rules' window.
    time_point said_at{};        ///< Last message of the outbox.
  };
  struct kind_state {
    unsigned attempt = 0;
    time_point not_before{};
  };

  void say(bool is_warning, const std::string& text) const;
  kind_state& of(venues::socket_kind x);
  /// The line that has the market now, not the one that takes over.
  const line* home_of(const std::string& venue_symbol) const;

  void place_all(instant now);
  void place_account(instant now);
  bool has_account() const;
  /// Whether all that was asked for on a line is told.
  static bool is_told(const line& at);
  /// 0: none.
  line_id with_room(venues::socket_kind kind) const;
  bool may_open(venues::socket_kind kind, time_point now);
  /// A line that waits to be dialled.
  line_id add(venues::socket_kind kind, line_id replaces = 0);
  void ask(line& at, const std::vector<market>& markets, instant now);
  void begin(line& at, instant now);
  void drain(line& at, time_point now);
  void look_at(line_id id, instant now);
  /// Why a socket is to be given up; empty: it is not.
  std::string fault_of(const line& at, time_point now) const;
  void ask_again(line& at, instant now);
  void lose(line_id id, const std::string& why, instant now);
  void renew(line_id id, instant now);
  void take_over(line_id id);

  void note(line& at, const venues::stream_event& what, instant now);
  void note(line& at, const venues::stream_ack& x, instant now);
  /// What is told of a market begins anew: something was missed.
  static void forget(line& at, const std::string& venue_symbol, time_point now);

  venues::stream_dialect& dialect_;
  net::socket_transport& sockets_;
  options opts_;
  random_source random_;
  std::map<std::string, market> wanted_; ///< By venue symbol.
  std::map<std::string, line_id> homes_; ///< By venue symbol.
  std::set<std::string> unplaced_;       ///< Of the wanted.
  std::map<line_id, line> lines_;
  std::array<kind_state, venues::socket_kinds.size()> kinds_;
  line_id last_line_ = 0;
  bool account_wanted_ = false;
  std::string token_;
  std::optional<time_point> token_asked_at_;
};

} // namespace ballast
