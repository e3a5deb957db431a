// The questions of `ballast check` to one venue for one account, one at a time.
//
//   time ─▶ status ─▶ permissions ─▶ markets ─▶ balances
//     │        │ └ clock off ──────────▶  ▲
//     ▼        ▼          └ key refused ──┘ and no balances
//   one cause, and nothing more is asked
//
// Markets come before balances, since a venue may name what is held in words
// that only its list of markets explains (Alpaca: BTCUSD is BTC).
//
// Keeps no clock and no socket: `next` says what to send or how long to wait,
// `answered` takes what came. So the limits it keeps can be proved in virtual
// time. What is public is asked once a venue; its other accounts get it handed
// in. What is asked with the key is no part of that, whatever it is about.
#pragma once

#include "apps/check_causes.hpp"
#include "apps/check_finding.hpp"
#include "domain/nonce_mark.hpp"
#include "domain/rate_budgets.hpp"
#include "net/transport.hpp"
#include "venues/adapter.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::apps {

/// What is true of a venue for all accounts.
struct venue_facts {
  std::vector<check_finding> findings; ///< Host, clock, status, markets.
  std::optional<clock_reading> clock;
  std::optional<scan_universe> universe;
  bool ended = false;   ///< Nothing more may be asked of this venue.
  bool may_sign = true; ///< The clock allows it.
};

struct venue_check_options {
  check_place place;
  /// Facts of an earlier account; absent: they are asked for.
  std::optional<venue_facts> known;
  /// Makes a mark durable that no nonce of this check has exceeded; called
  /// before a request that counts nonces is signed. Empty: nobody stores any.
  std::function<result<done>(std::uint64_t mark)> store_mark;
  demand_id id = 1; ///< Of its wishes.
};

class venue_check {
public:
  /// A wish waits so long for its permit, then the limit is what is told.
  static constexpr duration patience = std::chrono::seconds{30};
  /// DNS, connection and TLS; the first byte; the whole reply.
  static constexpr net::deadlines deadlines{std::chrono::seconds{8},
                                            std::chrono::seconds{12},
                                            std::chrono::seconds{20}};
  static constexpr unsigned pages_max = 20; ///< Of balances.

  /// Whether a budget counts as spent when a check begins. The last check, or a
  /// node that has just stopped, may have spent what this address may send; a
  /// second or less makes sure of it. Where a window is longer than a check
  /// waits, what it asks fits into what a node leaves for EXIT.
  static bool begins_spent(const venues::budget_definition& x) noexcept {
    const auto fits = x.exits_spend && x.row.window > patience;
    return x.row.scope == limit_scope::ip && !fits;
  }

  struct wait {
    time_point until;
  };
  struct finished {};
  using step = std::variant<wait, net::call, finished>;

  /// @param adapter with credentials; like `budgets`, which hold all of its
  ///        budgets, it outlives this.
  venue_check(venues::adapter& adapter, rate_budgets& budgets,
              venue_check_options options);

  /// What is to be done now: wait, send this call and tell how it ended, or
  /// nothing any more.
  /// @pre the last call has been answered.
  step next(instant now);
  void answered(const net::outcome& x, instant now);

  /// "asking for balances", for a line of progress.
  std::string doing() const;
  /// What was found so far, with what is left of its budgets.
  check_row row(time_point now) const;
  /// For the next account of this venue.
  venue_facts facts() const;

private:
  struct open_request {
    permit_id permit = 0;
    instant sent;
  };

  std::optional<step> ask(permit_id permit, instant now);
  venues::request build(unix_time wall);
  /// Whether a mark above the next nonce is durable, or none is needed.
  bool mark_is_stored(unix_time wall);
  void read(const net::reply& x, instant now);
  void read_time(const net::reply& x, instant now);
  void read_permissions(const venues::answer<key_permissions>& x);
  void read_balances(venues::answer<venues::balance_page> x);
  void read_markets(venues::answer<std::vector<market>> x, unix_time wall);
  template <class T>
  bool take(const venues::answer<T>& x, instant now);
  void remember(const limit_feedback& said);
  bool try_another_nonce(const check_trouble& x, instant now);
  void failed(check_trouble x, instant now);
  void read_status(const venues::answer<market_state>& x, instant now);
  void gave_up(instant now);
  /// To what is asked of an account last: its balances, where it may look.
  void go_to_balances();
  void go_on();
  void go_to(std::optional<venues::question> x);
  void note(check_finding x) { row_.findings.push_back(std::move(x)); }

  venues::adapter& adapter_;
  rate_budgets& budgets_;
  venue_check_options options_;
  check_row row_;
  std::optional<venues::question> question_ = venues::question::time;
  std::optional<time_point> wished_at_;
  std::optional<open_request> open_;
  /// What headers told, by the budget that they were about.
  std::map<std::string, limit_feedback> told_;
  std::vector<balance> balances_; ///< Of the pages so far.
  std::vector<market> listed_;    ///< Of a list that comes in several answers.
  std::string page_;
  unsigned pages_ = 0;
  /// Of the time, while the status may know better.
  std::optional<check_trouble> undecided_;
  nonce_mark mark_;
  nonce_recovery nonces_;
  bool nonces_skipped_ = false;
  bool may_sign_ = true;
  bool may_look_ = false;      ///< The key has the right to see balances.
  bool ended_ = false;         ///< Nothing more is asked for this account,
  bool public_failed_ = false; ///< nor for any other of this venue.
};

} // namespace ballast::apps
