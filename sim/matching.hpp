// The matching core of one simulated venue: wallets, orders, fills, journal.
//
// It speaks no dialect, has no lock and reads no clock. Its history is a pure
// function of its options and of what it was asked and when; how often it is
// looked at in between changes nothing.
#pragma once

#include "sim/matching_order.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::sim {

/// Takers sweep the synthetic book of the second they arrive in, level by
/// level. What rests is met by the seconds after that one: by what the walk
/// trades at its price or through it, and by what the book then offers within
/// its price, best price first, then first come.
///
///     place ──▶ checks ──▶ hold ──▶ takes ──▶ rests ──advance──▶ filled
///       │                             │         │
///       ▼ order_refusal               ▼ IOC     ▼ cancel, expiry
///
/// A stop holds what a limit order does and sleeps. The first second after its
/// own that trades at its trigger or beyond wakes it, and it takes from the
/// book of that second.
///
/// Orders of two accounts never meet each other.
class matching {
public:
  /// What a client id that was used before means. One that is empty is none.
  enum class client_ids : std::uint8_t {
    repeat_gives_the_same, ///< Coinbase: the first order again, whatever is in
                           ///< the second request.
    unique_among_open,     ///< Binance, OKX, Kraken.
    unique_for_ever,       ///< Alpaca.
  };
  enum class crossing_post_only : std::uint8_t { refused, cancelled };
  /// What becomes of a stop that comes when its trigger has been reached.
  enum class reached_stop : std::uint8_t { refused, wakes };

  struct options {
    std::uint64_t seed = 1;
    std::size_t accounts = 1;
    fee_tier fees; ///< Fractions.
    fee_rule fee_in = fee_rule::quote;
    bool cost_includes_fee = false; ///< Of a buy by cost, with fees in quote.
    client_ids client_id = client_ids::unique_among_open;
    crossing_post_only crossing = crossing_post_only::refused;
    reached_stop reached = reached_stop::wakes;
    std::size_t levels = 50;          ///< That a taker can reach.
    std::size_t open_orders_max = 0;  ///< Of an account and market; 0: no end.
    std::size_t journal_max = 20'000; ///< Events kept of an account.
    /// The venue's id of its nth order; different ones for different numbers.
    std::function<std::string(std::uint64_t)> order_id;
    std::function<std::string(std::uint64_t)> trade_id; ///< Of its nth fill.
  };
  explicit matching(options opts);

  /// Adds a market. Never during trading: orders point to what is there.
  void list(matching_market x);
  const matching_market* market(std::string_view id) const;
  void deposit(std::size_t account, std::string_view currency, decimal amount);

  /// Holds what is available for no order, for good.
  void set_aside(std::size_t account, std::string_view currency,
                 decimal amount);

  /// Lets time pass: resting orders trade and expire. Everything below that
  /// takes `now` does so first. A time that runs backwards stands still.
  void advance(instant now);

  /// Whether an order would be taken, and what it would take. Changes nothing
  /// and looks at no client id.
  std::variant<order_plan, order_refusal>
  check(std::size_t account, const order_request& what, instant now);
  order_answer place(std::size_t account, const order_request& what,
                     instant now);
  /// Cancels an open order of the account.
  order_answer cancel(std::size_t account, std::string_view venue_id,
                      instant now);
  /// Cancels all open orders of the account, or those of one market.
  std::vector<const order_record*>
  cancel_all(std::size_t account, std::optional<std::string_view> market,
             instant now);

  struct amendment {
    std::optional<decimal> price;
    std::optional<decimal> size; ///< The whole, with what is filled.
    bool post_only = false;      ///< Refuse it rather than take.
  };
  /// Changes a resting limit order; no stop that sleeps. A new price or a
  /// greater size sends it to the end of the line, and it may take at once.
  order_answer amend(std::size_t account, std::string_view venue_id,
                     const amendment& what, instant now);

  /// An order of the account by the venue's id; or null.
  const order_record* find(std::size_t account,
                           std::string_view venue_id) const;
  /// The last order with that client id; or null.
  const order_record* find_client(std::size_t account,
                                  std::string_view client_id) const;
  /// All that were ever taken, in order of arrival.
  const std::deque<order_record>& orders() const noexcept { return orders_; }
  const std::deque<fill_record>& fills() const noexcept { return fills_; }
  const purse& wallets(std::size_t account) const {
    return accounts_.at(account).money;
  }
  /// Fees as fractions, of a market or of the venue.
  fee_tier fees(const matching_market& x) const {
    return x.fees.value_or(opts_.fees);
  }

  /// Events of an account with a number above `after`, in order.
  std::vector<account_event> events(std::size_t account,
                                    std::uint64_t after) const;
  /// Number of the account's newest event; 0 before the first.
  std::uint64_t last_event(std::size_t account) const {
    return accounts_.at(account).events;
  }

  /// The public book of a market, best levels first.
  book_levels book(const matching_market& x, std::size_t depth,
                   unix_time now) const;

private:
  struct account_state {
    purse money;
    std::deque<account_event> journal;
    std::uint64_t events = 0;
    std::map<std::string, std::uint64_t, std::less<>> by_venue_id;
    std::map<std::string, std::uint64_t, std::less<>> by_client_id;
  };
  struct moment; ///< A second of a market with resting orders.

  order_record& order(std::uint64_t number) {
    return orders_[static_cast<std::size_t>(number - 1)];
  }
  order_record* open_order(std::size_t account, std::string_view venue_id);
  std::variant<order_plan, order_refusal> plan(std::size_t account,
                                               const order_request& what) const;
  order_plan takes_of(const matching_market& where, const order_ticket& ticket,
                      fee_rule fee_in, std::int64_t second) const;
  bool is_reached(const matching_market& where,
                  const order_ticket& ticket) const;
  const order_record* same_client_id(std::size_t account,
                                     const std::string& id) const;
  order_record& add(std::size_t account, const order_request& what,
                    const matching_market& where);
  decimal needed(const order_record& x) const;
  void set_hold(order_record& x, decimal amount);
  void take(order_record& x, const order_plan& what, unix_time at);
  void trade(order_record& x, const book_level& what, bool is_maker,
             unix_time at);
  decimal charge(order_record& x, const book_level& what, bool is_maker,
                 const matching_market& where) const;
  void finish(order_record& x, order_state state, order_ending why,
              unix_time at);
  void expire(unix_time until);
  std::vector<moment> moments_until(std::int64_t second) const;
  void match(const moment& what);
  void match_side(const moment& what, side which, const book_levels& levels);
  void wake_stops(const moment& what);
  void wake(order_record& x, std::int64_t second, unix_time at);
  account_event& note(std::size_t account, account_event::kind what,
                      unix_time at);
  void note_order(const order_record& x, account_event::kind what,
                  unix_time at);
  void note_balance(std::size_t account, const std::string& currency,
                    unix_time at);

  options opts_;
  std::map<std::string, matching_market, std::less<>> markets_;
  std::vector<account_state> accounts_;
  std::deque<order_record> orders_;
  std::deque<fill_record> fills_;
  /// What rests: numbers of orders, first come first.
  std::vector<std::uint64_t> open_;
  unix_time now_{};
  std::int64_t matched_until_ = 0; ///< Unix second whose bars are done.
};

} // namespace ballast::sim
