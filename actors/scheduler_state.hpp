// The SCHEDULER's inside: who scans which market (scheduler.cpp), which of them
// are worth it (scheduler_funnel.cpp), and the cycles of handing out and
// settling (scheduler_cycles.cpp).
#pragma once

#include "actors/scheduler.hpp"
#include "actors/vitals.hpp"
#include "domain/assignment.hpp"
#include "domain/delisting.hpp"
#include "domain/rotation.hpp"
#include "domain/scan_pace.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

struct scheduler_state;
using scheduler_pointer = scheduler_actor::stateful_pointer<scheduler_state>;

struct batch_out {
  std::uint64_t cycle = 0;
  log_level level = log_level::info; ///< How loud its cycle is.
  std::vector<symbol> markets;
  time_point handed_out;
  std::optional<time_point> sent_at; ///< Wholly.
};

/// One venue's scanning.
struct venue_scan {
  std::string venue;
  std::uint64_t index = 0;                       ///< Names it in its timer.
  std::map<std::string, broker_status> accounts; ///< By account.
  std::map<std::string, broker_actor> brokers;   ///< By account.
  std::string scanner; ///< Account; empty while nobody can scan.
  rotation markets;
  share_ramp ramp;
  scan_pace pace;
  bool is_shared = false;      ///< Its limits are spent by others too, as said.
  assignment::standing stands; ///< As last told to the assignment.
  std::size_t known = 0;
  std::vector<market> left_out;           ///< Listed, and not to be scanned.
  std::vector<ticker> prices;             ///< Of the last pass of the funnel.
  std::map<std::uint64_t, batch_out> out; ///< By batch id.
  std::uint64_t sending = 0; ///< Batch not yet wholly sent; 0: none.
  std::uint64_t cycles = 0;
  std::uint64_t turns_said = 0;
  time_point cycle_told_at{};
  time_point turn_began{};
  std::map<std::string, venue_health> health; ///< By account.
  bool pausing = false;
  bool resting = false; ///< Nothing can be sent now: until the next second.
  delisting gone;
  std::vector<symbol> survivors;   ///< Of the last pass of the funnel.
  funnel_status passed;            ///< The same in figures.
  std::uint64_t turns_before = 0;  ///< Of the rotation, at the last pass.
  std::uint64_t prices_wished = 0; ///< Id of the wish that is out; 0: none.
  time_point prices_wished_at{};
  time_point prices_at{};
  bool unpriced = false; ///< No prices have ever come: all is scanned in turn.
  scan_costs costs;      ///< Of its questions, as its broker told last.
  std::map<std::string, std::set<symbol>> held; ///< By account.
  std::map<std::string, double> worths; ///< In dollars, at the last pass.
  std::uint64_t books_wished = 0; ///< Id of the wish that is out; 0: none.
  std::uint64_t books_of = 0; ///< The pass whose books were wished for last.
  std::vector<symbol> books;  ///< Wished for last.
  std::set<symbol> streamed;  ///< Of what it scans, what needs no scan.
  /// Whom a stream_wish was last told, and what it named.
  broker_actor wish_told_to;
  std::vector<symbol> wish;
};

struct scheduler_state {
  static inline const char* name = "scheduler";
  explicit scheduler_state(scheduler_pointer x)
      : self{x}, common{x, "scheduler"} {}

  scheduler_state& turn() noexcept {
    common.count();
    return *this;
  }
  time_point now() const { return self->clock().now(); }

  void begin(scheduler_options opts);
  void wire(const wiring& x);
  void say(const venue_scan& v, const std::string& text,
           log_level level = log_level::info) const;

  // -- who scans -------------------------------------------------------------

  void broker(const broker_status& x);
  void choose_scanner(venue_scan& v);
  void recall(venue_scan& v);
  void markets(const market_list& x);
  void told(const venue_health& x);

  // -- which venue scans which market ----------------------------------------

  /// Whether this venue's scans may go out, its turn aside.
  bool can_scan(const venue_scan& v) const;

  /// Looks whether a venue stands as it did, and assigns anew if not.
  void look_at(venue_scan& v);
  /// Says what its limits leave for its scans, where that has changed.
  void say_pace(venue_scan& v, double scans_per_s) const;
  void reassign();
  /// Gives a venue's rotation what it scans less what is streamed.
  void give(venue_scan& v, const std::map<symbol, time_point>& ages = {});
  /// Tells the scanner what to follow, where that has changed.
  void tell_wish(venue_scan& v);
  void covered(const stream_cover& x);
  void say_moves(const std::vector<assignment::move>& moves) const;
  void say_waiting(const venue_scan& v) const;

  // -- which of them are worth it: scheduler_funnel.cpp ----------------------

  /// What a venue scans: all that it was assigned, or what the funnel has left.
  std::vector<symbol> scanned_by(const venue_scan& v) const;
  /// The same without a copy where all that a venue is assigned is scanned.
  template <class Use>
  auto scanned_by(const venue_scan& v, Use use) const {
    return !options.funnel || v.unpriced ? use(shares.of(v.venue))
                                         : use(let_through(v));
  }
  std::vector<symbol> let_through(const venue_scan& v) const;
  /// Whether what survived the last prices has been scanned.
  bool is_through(const venue_scan& v) const;
  void give_up_prices(venue_scan& v);
  void wish_prices(venue_scan& v);
  void priced(const ticker_list& x);
  /// Tells the rotation which of the survivors are of most interest.
  void rank(venue_scan& v) const;
  void say_pass(const venue_scan& v) const;
  /// What a turn with so many candles to ask for takes of each limit.
  turn_plan plan_of(const venue_scan& v, std::size_t candle_calls) const;
  void say_plan(const venue_scan& v) const;

  // -- whose books are looked at, who has positions: scheduler_books.cpp -----

  /// Asks for the books of the best, once a pass, when their candles are in.
  void wish_books(venue_scan& v);
  void quoted(const quote_list& x);
  void hold(const held_markets& x);
  /// Markets with positions, wherever: what several venues list one of them
  /// scans for all.
  std::set<symbol> held() const;

  // -- why: scheduler_why.cpp ------------------------------------------------

  why_part why(const why_question& x) const;
  why_part why_not_assigned(const venue_scan& v, const symbol& which) const;
  /// Of what the funnel has not left.
  why_part why_not_left(const venue_scan& v, const symbol& which) const;
  why_part how_scanned(const venue_scan& v, const symbol& which) const;

  // -- handing out -----------------------------------------------------------

  bool may_scan(const venue_scan& v) const;
  int batch_size(const venue_scan& v) const;
  void hand_out(venue_scan& v);
  log_level loudness(venue_scan& v) const;
  void say_turns(venue_scan& v);

  // -- what came of it -------------------------------------------------------

  void sent(const batch_sent& x);
  void pause(venue_scan& v, duration how_long);
  void wake(std::uint64_t index);
  void done(const batch_done& x);

  void measure(venue_scan& v, const batch_out& batch,
               const std::vector<scan_result>& all) const;
  /// @returns how many were not scanned.
  std::size_t settle_all(venue_scan& v, const std::vector<scan_result>& all);
  void settle(venue_scan& v, const scan_result& x);

  // -- a second has passed ---------------------------------------------------

  void tick();
  void give_up_overdue(venue_scan& v);
  rotation_status figures_of(const venue_scan& v) const;
  venue_scan& venue_of(const std::string& id);
  void drain();
  void close();
  scheduler_pointer self;
  member<scheduler_pointer> common;
  scheduler_options options;
  health_monitor_actor health;
  std::map<std::string, venue_scan> venues;
  assignment shares;
  time_point levelled_at{};
  std::uint64_t last_batch = 0;
  std::uint64_t last_wish = 0;
  bool draining = false;
};

} // namespace ballast
