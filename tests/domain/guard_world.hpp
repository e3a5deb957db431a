// One position after another with its stop asleep at a little venue, from one
// seed: prices that jump, fills in parts, requests, answers and news that are
// lost or late, a node that is killed and stays away for minutes.
//
// The venue takes whatever it is asked for, also to sell what is not there:
// that this never happens is what is to be shown.
#pragma once

#include "domain/exit_plan.hpp"
#include "domain/order_desk.hpp"
#include "domain/position_book.hpp"
#include "domain/random.hpp"
#include "domain/stop_guard.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct guard_world_plan {
  std::uint64_t seed = 1;
  double lost = 0;    ///< Of requests, answers and news, each.
  double kills = 0;   ///< A second; the node is away for up to two minutes.
  double refused = 0; ///< Of guards.
  bool takes_stops = true;
};

class guard_world {
public:
  explicit guard_world(const guard_world_plan& plan);

  /// Lives through ten minutes, then two without faults.
  void run();

  /// What is wrong, in words; empty: nothing.
  const std::vector<std::string>& wrongs() const noexcept { return wrongs_; }
  struct counts {
    std::uint64_t entries = 0;
    std::uint64_t exits = 0;
    std::uint64_t guards = 0;
    std::uint64_t replaced = 0;
    std::uint64_t refused = 0;
    std::uint64_t triggered = 0;
    std::uint64_t sold_while_away = 0; ///< Guards, at least in part.
    std::uint64_t exits_after_guard = 0;
    std::uint64_t kills = 0;
    std::uint64_t lost = 0;

    counts& operator+=(const counts& x) noexcept;
  };
  const counts& totals() const noexcept { return counts_; }

private:
  struct venue_order {
    order_report report;
    decimal trigger;
    bool is_awake = false;
    std::vector<fill> fills;
  };

  // -- time and the wire
  void later(std::function<void()> what, bool is_for_node);
  bool chance(double p);
  bool is_lost();

  // -- the node
  void start();
  void kill();
  void look();
  void begin(decimal size);
  void converge();
  std::optional<order_ticket> due_exit() const;
  guard_view view(bool is_exit_due) const;
  bool has_live_exit() const;
  void judge(const guard_view& before, const guard_step& step);
  void intend(const order_ticket& ticket, order_purpose purpose);
  void carry_out();
  void place(const desk_duty& x);
  void ask(const desk_duty& x);
  void cancel(const desk_duty& x);
  void list(const desk_duty& x);
  void take(const desk_step& x);
  void take_fill(const fill& x);

  // -- the venue
  static decimal amount(double x);
  decimal part(decimal x, double of) const; ///< In whole steps.
  void trade();
  venue_order* find(const std::string& client_id);
  void add(const order_ticket& ticket);
  void execute(venue_order& x, decimal size);
  void end(venue_order& x, order_state how);
  void tell(const venue_order& x);
  void check_promises(const std::string& when);
  void check_end();
  void wrong(const std::string& text);

  guard_world_plan plan_;
  random_source random_;
  unix_time now_{std::chrono::milliseconds{1'700'000'000'000}};
  unix_time end_;
  struct event {
    std::uint64_t life = 0; ///< Of the node it is for; 0: of the venue.
    std::function<void()> what;
  };
  std::multimap<unix_time, event> queue_;
  std::uint64_t life_ = 0;
  unix_time away_until_;

  market market_;
  guard_rules rules_;
  std::vector<journal_entry> journal_;
  std::unique_ptr<order_desk> desk_; ///< Null while the node is away.
  position_book book_;
  std::optional<exit_plan> held_;
  std::optional<exit_plan> kept_; ///< On the disk.
  decimal entered_;
  guard_memory memory_;
  std::string guard_; ///< Client ids of the newest.
  std::string exit_;
  unix_time exit_not_before_;
  std::optional<unix_time> due_since_;
  decimal highest_trigger_; ///< Of this position's guards.

  double price_ = 100;
  double low_ = 100; ///< Since the node looked last, as the next one.
  double high_ = 100;
  decimal base_;                              ///< What the account has of it.
  std::map<std::string, venue_order> orders_; ///< By client id.
  std::uint64_t ids_ = 0;
  std::uint64_t trades_ = 0;
  counts counts_;
  std::vector<std::string> wrongs_;
};

} // namespace ballast
