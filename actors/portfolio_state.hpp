// The PORTFOLIO's inside. Four concerns: who it can reach (seats), what it
// decides (decisions), what its orders are (orders), and what it shows (rows).
//
//   market_moved ─▶ strategy ─▶ risk ─▶ sizing ─▶ intent ─▶ LEDGER ─┐
//                                                                   │ durable
//   BROKER ◀── order_request ◀── gate ◀── duty: place ◀── desk ◀────┘
//      └────── order_answer ───▶ desk ─▶ fills ─▶ positions ─▶ exits
//
// Stops and targets are a state to converge to: a position that is larger than
// its plan says is made smaller, by one order at a time, until it is not.
#pragma once

#include "actors/portfolio.hpp"
#include "actors/vitals.hpp"
#include "domain/final_gate.hpp"
#include "domain/order_desk.hpp"
#include "domain/position_book.hpp"
#include "domain/reason_counts.hpp"
#include "domain/risk.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

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

/// A position and how it is to end.
struct holding {
  exit_plan plan;
  decimal entered; ///< What it was at its largest since it was opened.
  /// The code of what is waited for, or why somebody should look.
  decision_reason why{};
  unix_time exit_not_before; ///< After an exit that came to nothing.
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
  /// Fills that the balances may not know of yet.
  std::vector<fill> unseen;
  std::set<symbol> asked_facts;
  std::vector<symbol> told_held; ///< As the SCHEDULER knows them.
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
  caf::result<caf::ok_atom> halt(const halt_wish& x);
  void note_halts(const std::vector<halt_change>& all);
  void watch_equity();
  /// Tells the SCHEDULER where positions are: they come first.
  void tell_held(venue_seat& seat);
  void enforce_cap();

  // -- money: portfolio_money.cpp --------------------------------------------

  /// All that the account is worth, in dollars: what each dollar coin is worth
  /// one of, and positions at their last price.
  decimal equity() const;
  /// Free to be spent at a venue.
  decimal available(const venue_seat& seat, const std::string& currency) const;
  decimal value_of_position(const venue_seat& seat, const symbol& market,
                            const position& x) const;
  /// Whether a venue would take what is held.
  bool is_worth_selling(const venue_seat& seat, const symbol& market,
                        const position& x) const;
  risk_view view(const venue_seat& seat, const symbol& market) const;

  // -- decisions: portfolio_decisions.cpp ------------------------------------

  void moved(const market_moved& x);
  void enter(venue_seat& seat, const market_news& news, const decision& x);
  /// Why an entry came to nothing; empty where it has been ordered.
  std::string try_to_enter(venue_seat& seat, const market_news& news,
                           const decision& x);
  void keep_plan(venue_seat& seat, const symbol& market, const decision& x);
  /// Sells what the plan no longer holds.
  void converge(venue_seat& seat, const symbol& market);
  bool has_live_order(const venue_seat& seat, const symbol& market,
                      order_purpose purpose) const;
  void note_signal(const venue_seat& seat, const symbol& market,
                   const decision& x, std::string came);

  // -- orders: portfolio_orders.cpp ------------------------------------------

  /// @returns why not, or nothing.
  std::optional<fault> intend(venue_seat& seat, const symbol& market,
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
  bool is_loading = false;
  bool is_draining = false;
  bool is_broken = false;                  ///< The journal failed.
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

  std::deque<fill_row> fills;     ///< The newest first.
  std::deque<signal_row> signals; ///< The newest first.
  std::uint64_t rows_made = 0;
  std::uint64_t rows_shown = 0;
  std::uint64_t changes = 1; ///< That are to be shown.
};

} // namespace ballast
