// The PORTFOLIO's inside: who it can reach (seats), what it is worth (money),
// what it decides (decisions) or takes over from another account (copying),
// what its orders are (orders), the stops that sleep at the venues (guards),
// what a person asks of it (operating), and what it shows (rows).
//
//   market_moved ─▶ strategy ─▶ risk ─▶ sizing ─▶ intent ─▶ LEDGER ─┐
//                                                                   │ durable
//   BROKER ◀── order_request ◀── gate ◀── duty: place ◀── desk ◀────┘
//      └────── order_answer ───▶ desk ─▶ fills ─▶ positions ─▶ exits
//
// Stops and targets are a state to converge to: a position that is larger than
// its plan says is made smaller, by one order at a time, until it is not. So is
// the guard: what a position's stop at the venue should be now is asked at each
// look, and one step made towards it.
#pragma once

#include "actors/portfolio.hpp"
#include "actors/vitals.hpp"
#include "domain/copying.hpp"
#include "domain/final_gate.hpp"
#include "domain/known_worth.hpp"
#include "domain/order_desk.hpp"
#include "domain/position_book.hpp"
#include "domain/reason_counts.hpp"
#include "domain/risk.hpp"
#include "domain/stop_guard.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

struct portfolio_state;
using portfolio_pointer = portfolio_actor::stateful_pointer<portfolio_state>;

/// A position's stop at the venue, as far as it has come.
struct guard_watch {
  std::string client_id; ///< Of the newest; empty: there was none.
  guard_memory memory;
  guard_state state = guard_state::settling;
};

/// A position and how it is to end.
struct holding {
  exit_plan plan;
  decimal entered; ///< What it was at its largest since it was opened.
  /// The code of what is waited for, or why somebody should look.
  decision_reason why{};
  /// Why it ends where no strategy has said so: "flattened"; else empty.
  std::string ordered_away;
  unix_time exit_not_before; ///< After an exit that came to nothing.
  std::string exit_id;       ///< Of the newest exit; empty: there was none.
  guard_watch guard;
};

/// Why a position ends or stays: a code.
inline std::string reason_of(const holding& x) {
  return x.ordered_away.empty() ? to_string(x.why) : x.ordered_away;
}

/// A decision that others take over, until all have said what came of it.
struct copied_out {
  unix_time at;
  time_point given_out;
  std::string venue;
  symbol market;
  std::size_t asked = 0;
  std::vector<std::string> answered;
  std::vector<copied_result> results;
};

/// An order that was taken over from another account.
struct taken_over {
  std::string leader;
  std::uint64_t decision = 0;
};

/// What was last seen of a market.
struct market_sight {
  ballast::market market;
  price_range seen;
  unix_time at; ///< By the venue's time.
};

/// The account at one venue.
struct venue_seat {
  broker_actor broker; ///< Null while there is none.
  broker_status status;
  std::unique_ptr<order_desk> desk;
  position_book book;
  std::map<symbol, holding> holdings;
  std::map<symbol, market_sight> sights;
  std::map<symbol, unix_time> judged; ///< Start of the newest candle.
  /// By client id, from their intent until they are handed out.
  std::map<std::string, approved_order> approvals;
  /// Where the first stop of an entry goes, by client id; until it is filled.
  std::map<std::string, double> stops;
  /// Whose decision it was, by client id; until its order is over.
  std::map<std::string, taken_over> copies;
  /// Fills that the balances may not know of yet.
  std::vector<fill> unseen;
  std::set<symbol> asked_facts;
  std::vector<symbol> told_held; ///< As the SCHEDULER knows them.
  /// Somebody wants nothing held there, and what there is was not known yet.
  bool is_to_be_sold = false;
};

struct portfolio_state {
  static inline const char* name = "portfolio";

  explicit portfolio_state(portfolio_pointer x)
      : self{x}, common{x, "portfolio"} {}

  portfolio_state& turn() noexcept {
    common.count();
    return *this;
  }
  time_point now() const { return self->clock().now(); }
  unix_time venue_now(const venue_seat& x) const;
  void say(log_level level, const std::string& text) const;

  // -- seats: portfolio.cpp --------------------------------------------------

  void begin(portfolio_options opts);
  void wire(const wiring& x);
  void load();
  void restore(stored_entries&& x);
  void tick();
  void drain();
  void close();
  void told(const broker_status& x, const caf::strong_actor_ptr& from);
  /// Makes the desk of a venue, as its journal has it.
  void open_desk(venue_seat& seat);
  void note_halts(const std::vector<halt_change>& all);
  /// Looks whether losses halt entries.
  void watch_equity();
  /// Writes what losses are measured from, when it is worth a line.
  void write_marks(bool is_last);
  /// Orders that left within the last minute before this life count.
  void recall_sent();
  /// Tells the SCHEDULER where positions are: they come first.
  void tell_held(venue_seat& seat);
  void enforce_cap();

  // -- money: portfolio_money.cpp --------------------------------------------

  /// All that the account is worth, in dollars: what each dollar coin is worth
  /// one of, and positions at their last price.
  decimal equity() const;
  decimal equity_at(const venue_seat& seat) const;
  /// Whether all of it there is known now: balances that no order or fill
  /// changes, and a price of each position.
  bool is_worth_known(const venue_seat& seat) const;
  /// Whether the balances have the coins of all guarded positions: no guard had
  /// sold any when they were told.
  bool is_guarded_there(const venue_seat& seat) const;
  /// Free to be spent at a venue.
  decimal available(const venue_seat& seat, const std::string& currency) const;
  decimal value_of_position(const venue_seat& seat, const symbol& market,
                            const position& x) const;
  /// Whether a venue would take what is held.
  bool is_worth_selling(const venue_seat& seat, const symbol& market,
                        const position& x) const;
  risk_view view(const venue_seat& seat, const symbol& market) const;

  // -- what a person asks: portfolio_operating.cpp ---------------------------

  /// Carried out at once, or as soon as the journal has been read.
  caf::result<caf::ok_atom> halt(const halt_wish& x);
  /// @param promise kept once all of it is durable.
  void carry_out(const halt_wish& x,
                 caf::typed_response_promise<caf::ok_atom> promise);
  /// All but guards: what is held keeps its stops.
  void cancel_orders(const std::string& why);
  /// Nothing of what is held is to be kept. @returns what is to be written.
  std::vector<journal_entry> end_plans(venue_seat& seat);
  void flatten();
  why_part why(const why_question& x) const;
  /// Why there are no entries at all; nothing where there may be.
  std::optional<why_part> why_closed(const why_question& x) const;
  why_part why_decided(const venue_seat& seat, const symbol& market) const;

  // -- decisions: portfolio_decisions.cpp ------------------------------------

  void moved(const market_moved& x);
  /// Takes up what there is to see. @returns the prices that count.
  std::optional<price_range> see(venue_seat& seat, const market_news& news);
  void count(const venue_seat& seat, const symbol& market, const decision& x);
  void enter(venue_seat& seat, const market_news& news, const decision& x,
             const taken_over& of);
  /// Why an entry came to nothing; empty where it has been ordered.
  std::string try_to_enter(venue_seat& seat, const market_news& news,
                           const decision& x, const taken_over& of);
  void keep_plan(venue_seat& seat, const symbol& market, const decision& x);
  /// Ends the plan of what is left of a position that has been sold.
  void let_go_of_dust(venue_seat& seat, const symbol& market);
  /// Sells what the plan no longer holds, and keeps the guard of the rest.
  void converge(venue_seat& seat, const symbol& market);
  /// What is to be sold now, whatever stands in its way.
  std::optional<order_ticket> due_exit(const venue_seat& seat,
                                       const symbol& market) const;
  /// Whether an exit is out, or has sold what is not booked yet.
  bool has_live_exit(const venue_seat& seat, const symbol& market,
                     const holding& held) const;
  bool has_live_order(const venue_seat& seat, const symbol& market,
                      order_purpose purpose) const;
  void note_signal(const venue_seat& seat, const symbol& market,
                   const decision& x, std::string came);

  // -- guards: portfolio_guards.cpp ------------------------------------------

  /// One step towards the guard that the position should have.
  /// @returns whether none is in the way of an exit.
  bool keep_guard(venue_seat& seat, const symbol& market, bool is_exit_due);
  guard_view look_at_guard(const venue_seat& seat, const symbol& market,
                           const holding& held, bool is_exit_due) const;
  /// Cancels guards of what is held no more.
  void drop_lone_guards(venue_seat& seat);
  /// A guard has sold: the stop is hit, whoever has seen it.
  void end_by_guard(venue_seat& seat, const symbol& market, bool is_news);

  // -- copying: portfolio_copying.cpp ----------------------------------------

  /// Enters, and lets those who follow enter, each in its turn.
  void lead(venue_seat& seat, const std::shared_ptr<const market_news>& news,
            const decision& x);
  void follow(const copied_decision& x);
  void told(const copy_result& x);
  /// Tells the leader of copies that are over.
  void tell_leaders(venue_seat& seat);
  void tell_leader(const taken_over& of, decimal price, unix_time at);
  void end_copying(std::uint64_t decision);
  void end_old_copying();

  // -- orders: portfolio_orders.cpp ------------------------------------------

  /// @returns the order's client id, or why not.
  result<std::string> intend(venue_seat& seat, const symbol& market,
                             const order_ticket& ticket, order_purpose purpose,
                             const std::string& why, decimal value,
                             std::optional<double> stop);
  void committed(const std::string& venue, const std::string& client_id,
                 bool is_durable, const std::string& why);
  /// Hands out what is to be done.
  void pump(venue_seat& seat);
  void place(venue_seat& seat, order_request request);
  void answered(const order_answer& x);
  desk_step step_of(venue_seat& seat, const desk_duty& duty,
                    const order_answer& x);
  void told(const order_news& x);
  void take(venue_seat& seat, const desk_step& x);
  void take_fill(venue_seat& seat, const fill& x, bool is_news);
  void write(std::vector<journal_entry> entries);
  journal_entry plan_entry(const venue_seat& seat, const symbol& market) const;
  void write_plan(const venue_seat& seat, const symbol& market);

  // -- rows: portfolio_rows.cpp ----------------------------------------------

  void show();
  std::vector<order_row> order_rows() const;
  std::vector<position_row> position_rows() const;

  portfolio_pointer self;
  member<portfolio_pointer> common;
  portfolio_options options;
  ledger_actor ledger;
  scheduler_actor scheduler;

  std::optional<stored_entries> stored; ///< Read, and nothing before that.
  /// What people wanted before that, in its order.
  std::vector<std::pair<halt_wish, caf::typed_response_promise<caf::ok_atom>>>
    wishes;
  time_point read_at{};
  bool is_loading = false;
  bool is_draining = false;
  bool is_broken = false;      ///< The journal failed.
  bool was_left_alone = false; ///< Said that whom it follows is not there.
  std::map<std::string, venue_seat> seats; ///< By venue.
  std::optional<risk_book> risk;
  std::optional<final_gate> gate;
  reason_counts reasons;
  std::uint64_t evaluations = 0;

  struct errand {
    std::string venue;
    desk_duty duty;
  };
  std::map<std::uint64_t, errand> errands; ///< By the request's id.
  std::uint64_t last_request = 0;

  std::map<std::string, portfolio_actor> peers;  ///< By account.
  service_order service;                         ///< Who is served first.
  std::map<std::uint64_t, copied_out> given_out; ///< By decision.
  std::uint64_t last_decision = 0;

  std::optional<known_worth> worth; ///< By venue, as far as it is known.
  std::optional<equity_marks> marks_written;
  time_point marks_written_at{};

  std::deque<fill_row> fills;     ///< The newest first.
  std::deque<signal_row> signals; ///< The newest first.
  std::deque<copy_row> copies;    ///< The newest first.
  std::uint64_t rows_made = 0;
  std::uint64_t rows_shown = 0;
  std::uint64_t changes = 1; ///< That are to be shown.
};

} // namespace ballast
