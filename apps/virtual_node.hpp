// A whole node and its simulated exchanges in one thread and in virtual time:
// hours in seconds, and the same seed brings the same run back to the byte.
#pragma once

#include "actors/log.hpp"
#include "actors/status_board.hpp"
#include "apps/node.hpp"
#include "apps/simulated_venues.hpp"
#include "apps/venues.hpp"
#include "config/settings.hpp"
#include "domain/time.hpp"
#include "sim/exchange.hpp"
#include "sim/link.hpp"
#include "sim/memory_sockets.hpp"
#include "venues/adapter.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast::apps {

struct virtual_node_options {
  std::uint64_t seed = 1;
  /// At least one.
  std::vector<std::string> venues = {venue_names().front()};
  /// Where they are found; outlives the node.
  const venue_table* table = &registered_venues();
  config::scan_settings scan;
  config::breaker_settings breaker;
  sim::link_options link; ///< Both ways.
  /// Markets are streamed where the venue can, instead of scan.streams.
  bool streams = false;
  /// The public limit as a sliding window, stricter than the bucket.
  bool strict = false;
  /// As sim::simulator_options::filler, at each venue that can.
  std::size_t filler = 0;
  /// Of each venue: MASTER and so many users less one.
  unsigned accounts = 1;
  /// Who trades, and how; empty: nobody does.
  std::vector<account_plan> traders;
  /// The node is on paper, and its accounts start with this.
  std::optional<paper_terms> paper = {};
  /// Sees the path and query of each call that leaves; may be empty.
  std::function<void(std::string_view)> on_call = {};
  /// Instead of `traders`: who has a seat decides; may be empty.
  std::function<std::vector<account_plan>(const std::vector<broker_seat>&)> plan
    = {};
  /// Lays a hand on each venue before it opens; may be empty.
  std::function<void(simulated_venue_options&, unix_time now)> on_venue = {};
  /// And on what its accounts hold for their keys; may be empty.
  std::function<std::vector<sim::account_key>(std::vector<sim::account_key>)>
    on_keys = {};
  /// Lays a hand on each adapter before its broker gets it; may be empty.
  std::function<std::shared_ptr<venues::adapter>(
    std::shared_ptr<venues::adapter>)>
    on_adapter;
  /// Sees each line of the log; may be empty.
  std::function<void(time_point, log_level, const std::string& who,
                     const std::string& text)>
    on_log;
};

class virtual_node {
public:
  explicit virtual_node(virtual_node_options options);
  virtual_node(const virtual_node&) = delete;
  virtual_node& operator=(const virtual_node&) = delete;
  /// As stop().
  ~virtual_node();

  time_point now() const;
  /// Lets virtual time pass; everything that is due happens in order.
  void advance(duration how_long);
  /// Advances in steps of a second until `holds`, at most `how_long`.
  /// @returns whether it came to hold.
  bool advance_until(const std::function<bool(const status_report&)>& holds,
                     duration how_long);
  /// Ends the actors in order; nothing moves any more.
  void stop();

  std::shared_ptr<const status_report> report() const;
  /// The venue's own record; without a name that of the first venue.
  sim::stats_view venue_stats(const std::string& venue = {}) const;
  /// Every order that it ever took, as `GET /sim/orders` tells it.
  std::string venue_orders(const std::string& venue = {}) const;
  /// A person's wish about entries, at every account.
  void wish(const halt_wish& x);
  /// Why is this (not) scanned or traded? Absent where nobody answers in time.
  std::optional<why_answer> why(const why_question& x);
  /// The process dies as it stands and starts again on the same disk, while the
  /// venues live on.
  void kill();
  void set_faults(std::vector<sim::fault> faults,
                  const std::string& venue = {});
  /// Our own network fails, or works again.
  void cut_network(bool cut);
  /// Ends every WebSocket that is open, as venues do that restart.
  void cut_sockets();
  /// Sockets live and nothing comes through them, or does again.
  void freeze_sockets(bool frozen);
  const sim::memory_sockets::counts& socket_totals() const;
  /// Over every log line and everything on the wire, with its time.
  std::uint64_t hash() const;
  std::uint64_t events() const;

private:
  class world;
  std::unique_ptr<world> world_;
};

} // namespace ballast::apps
