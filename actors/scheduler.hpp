// The SCHEDULER: owns what is scanned, by whom, and in which order.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "domain/funnel.hpp"
#include "domain/market_quote.hpp"
#include "domain/time.hpp"

#include <caf/actor_system.hpp>

#include <cstddef>

namespace ballast {

struct scheduler_options {
  /// Takes the place of one that failed: what stood is unknown until the health
  /// monitor has spoken of each venue.
  bool replaces = false;
  /// Candles of all markets in turn, or of those that the tickers choose.
  bool funnel = false;
  funnel_options filters;
  candidate_rules books; ///< Of the best that survived.
  /// Prices are asked for this long after the last, once the candles of those
  /// that survived them are in.
  duration prices_every = std::chrono::seconds{30};
  /// A wish for prices that is not answered is made again after this long.
  duration prices_deadline = std::chrono::seconds{60};
  /// Where candles stream, what has just survived is followed before it is
  /// scanned: a scan that leaves before the venue has agreed covers nothing.
  duration streams_agree_within = std::chrono::seconds{3};
  int batch_min = 5; ///< Used until the health monitor has spoken.
  /// Pause between cycles: MARKET_SCAN_DELAY. Zero lets the governor pace.
  duration delay{};
  /// Batches of one venue that may be unanswered at a time. More than one,
  /// because the next is handed out when the last has been *sent*.
  std::size_t batches_out_max = 16;
  /// A batch that nobody reports on is handed out again after this long.
  duration batch_deadline = std::chrono::seconds{90};
  /// After its first three cycles a venue's are told at most this often, the
  /// others only to who asks for every detail: two a second help nobody.
  duration tell_cycles_every = std::chrono::seconds{10};
  log_sink log;
};

scheduler_actor spawn_scheduler(caf::actor_system& system,
                                scheduler_options options);

} // namespace ballast
