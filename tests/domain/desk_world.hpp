// One desk, one venue and the wire between them, from one seed: requests,
// answers and news are lost, late, doubled and overtaken; the process is killed
// at any moment and comes back with what its journal had committed.
//
// The venue is the worst that the sheets allow: it takes a client id as often
// as it comes, so that a second request is a second order.
#pragma once

#include "domain/order_desk.hpp"
#include "domain/random.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <string>
#include <vector>

namespace ballast {

struct desk_world_plan {
  std::uint64_t seed = 1;
  unsigned orders = 200;
  double lost = 0;      ///< Of requests and of answers, each.
  double doubled = 0;   ///< Of news.
  double late = 0;      ///< Of messages: up to half a minute.
  double overtaken = 0; ///< Of messages: held back for up to a second.
  double kills = 0;     ///< A second.
  double forsaken = 0;  ///< A second: whoever had the duties is gone.
  /// How a commit fails for good, a second.
  double broken_commits = 0;
};

class desk_world {
public:
  explicit desk_world(const desk_world_plan& plan);

  /// Lives through the plan, then lets faults end and all be settled.
  void run();

  /// What is wrong, in words; empty: nothing.
  const std::vector<std::string>& wrongs() const noexcept { return wrongs_; }
  /// That each fault has happened proves that it was survived.
  struct counts {
    std::uint64_t intents = 0;
    std::uint64_t placed = 0; ///< That arrived in time.
    std::uint64_t too_late = 0;
    std::uint64_t lost = 0;
    std::uint64_t late = 0;
    std::uint64_t overtaken = 0; ///< News that came after later news.
    std::uint64_t doubled = 0;
    std::uint64_t kills = 0;
    std::uint64_t unknown = 0;
    std::uint64_t absent = 0;
    std::uint64_t filled = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t foreign = 0;
    std::uint64_t forsaken = 0;

    counts& operator+=(const counts& x) noexcept;
  };
  const counts& totals() const noexcept { return counts_; }

private:
  struct venue_order {
    order_report report;
    std::vector<fill> fills;
    bool is_foreign = false;
  };
  struct event {
    unix_time at;
    std::uint64_t number = 0;
    std::uint64_t life = 0; ///< Of the process it is for; 0: of the venue.
    std::function<void()> what;
    bool operator>(const event& x) const {
      return at != x.at ? at > x.at : number > x.number;
    }
  };

  // -- time and the wire
  void at(duration from_now, std::function<void()> what, bool at_venue);
  duration delay();
  bool chance(double p);
  void call(std::function<std::function<void()>()> at_venue,
            std::function<void()> on_loss);

  // -- the process
  void start();
  void kill();
  void work();
  void wish();
  void forsake();
  void judge_opening();
  void commit();
  void keep(const journal_entry& x);
  void take(const desk_step& x);
  void carry_out(const desk_duty& x);
  void place(const desk_duty& x);
  void ask(const desk_duty& x);
  void cancel(const desk_duty& x);
  void list_open(const desk_duty& x);
  void list_fills(const desk_duty& x);

  // -- the venue
  void trade();
  void add_order(venue_order x);
  void end_order(const std::string& venue_id, venue_order& x, order_state how);
  void tell(const venue_order& x, const fill* of);
  venue_order* find(const std::string& client_id);
  void check();
  void check_order(const journal_entry& intent);
  void wrong(const std::string& text);

  desk_world_plan plan_;
  random_source random_;
  unix_time now_{std::chrono::milliseconds{1'700'000'000'000}};
  unix_time end_;
  std::uint64_t events_ = 0;
  std::uint64_t life_ = 0;
  std::priority_queue<event, std::vector<event>, std::greater<>> queue_;

  std::vector<journal_entry> journal_;             ///< On the disk.
  std::map<std::string, journal_entry> committed_; ///< Intents of it.
  std::deque<journal_entry> writing_;              ///< Not yet.
  bool is_broken_ = false;
  std::unique_ptr<order_desk> desk_;
  std::map<std::string, std::string> counted_; ///< Trades, by order and id.
  /// Client ids that this process has found in its journal, not known to be
  /// over, and of which the venue has said nothing since.
  std::set<std::string> unsettled_;
  bool is_listed_ = false; ///< The venue's open orders, in this life.
  bool was_open_ = false;
  std::uint64_t messenger_ = 0; ///< Who carries out the duties.

  std::map<std::string, venue_order> orders_; ///< By venue id.
  std::set<std::string> open_; ///< Venue ids of those that can be filled.
  /// Our client ids, each with the venue's id of its first order.
  std::map<std::string, std::string> by_client_id_;
  std::uint64_t told_ = 0;                ///< News that were sent.
  std::uint64_t last_told_ = 0;           ///< The latest of those that came.
  std::map<std::string, unsigned> posts_; ///< By client id.
  std::uint64_t trades_ = 0;
  std::uint64_t ids_ = 0;
  counts counts_;
  std::vector<std::string> wrongs_;
};

} // namespace ballast
