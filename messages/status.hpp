// What actors tell the MONITOR once a second, so that looking never slows
// trading. All of it is derived from the state that decides.
#pragma once

#include "messages/trading_fields.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast {

enum class broker_phase : std::uint8_t {
  connecting,
  connected,
  skipped, ///< No credentials, or not to be used.
  failed,  ///< Will not mend itself: credentials refused.
};

/// A broker's own account of itself. BROKER -> SCHEDULER, MONITOR.
struct broker_status {
  std::string venue;
  std::string title; ///< "Coinbase"
  std::string account;
  broker_phase phase = broker_phase::connecting;
  std::string reason; ///< Why it is not connected; empty when it is.
  std::vector<balance> balances;
  wire_time balances_of;     ///< When they were asked for, by the venue's time.
  bool can_trade = false;    ///< The key has the right, as far as it tells.
  bool can_withdraw = false; ///< Worth a warning.
  duration clock_offset{};   ///< Venue's time less ours.
  /// Of the venue as a whole, where it tells.
  market_state mode = market_state::tradable;
  std::vector<spend> scan_spends;
  f64 scans_per_s;                ///< What the published limits allow scanning.
  std::uint32_t candles_held = 0; ///< Candles of all markets in memory.
  bool streams = false; ///< It follows candles of the timeframe by stream.
  /// See venues/trading.hpp; zero where nothing can be ordered.
  duration placement_life{};
  std::uint32_t absences_needed = 1;
  /// Whether stops can sleep at the venue (order_type::stop_limit).
  bool takes_stops = false;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, broker_status& x) {
  auto load = [&]() -> caf::error {
    if (auto wrong = in_range(x.mode, market_state::delisted, "broker.mode"))
      return wrong;
    return in_range(x.phase, broker_phase::failed, "broker.phase");
  };
  return f(caf::meta::type_name("broker_status"), x.venue, x.title, x.account,
           x.phase, x.reason, x.balances, x.balances_of, x.can_trade,
           x.can_withdraw, x.clock_offset, x.mode, x.scan_spends, x.scans_per_s,
           x.candles_held, x.streams, x.placement_life, x.absences_needed,
           x.takes_stops, caf::meta::load_callback(load));
}

/// A scanner's share of the RATE GOVERNOR. RATE GOVERNOR -> MONITOR.
struct permit_status {
  std::string venue;
  std::uint64_t granted = 0;
  std::uint64_t waiting = 0;
  std::uint64_t denied = 0;
  f64 limit_per_s;        ///< What the published limits allow scanning.
  f64 utilisation;        ///< Sent / permitted over the last minute.
  std::uint64_t sent = 0; ///< From the first scan permit on.
  f64 permitted;          ///< Over the same time.
  std::string waits_for;  ///< "coinbase.public: 10 of 10 in use", or empty.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, permit_status& x) {
  return f(caf::meta::type_name("permit_status"), x.venue, x.granted, x.waiting,
           x.denied, x.limit_per_s, x.utilisation, x.sent, x.permitted,
           x.waits_for);
}

/// What the last pass of a venue's funnel left, and what a turn takes.
struct funnel_status {
  std::uint64_t passes = 0; ///< 0: there is no funnel, or none has been yet.
  std::uint64_t known = 0;  ///< The five below add up to it.
  std::uint64_t no_price = 0;
  std::uint64_t wide = 0;
  std::uint64_t quiet = 0;
  std::uint64_t ranked_out = 0;
  std::uint64_t survivors = 0;
  std::uint64_t calls = 0;       ///< Of a turn, as planned.
  f64 seconds;                   ///< The same at the pace of the limits.
  std::vector<limit_use> limits; ///< The same of each, the slowest first.
  f64 age_s;                     ///< Of the prices.
  std::uint64_t books = 0;       ///< Asked for; these three and the candidates.
  std::uint64_t no_book = 0;
  std::uint64_t book_wide = 0;
  std::uint64_t book_thin = 0;
  std::vector<market_quote> candidates;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, funnel_status& x) {
  return f(caf::meta::type_name("funnel_status"), x.passes, x.known, x.no_price,
           x.wide, x.quiet, x.ranked_out, x.survivors, x.calls, x.seconds,
           x.limits, x.age_s, x.books, x.no_book, x.book_wide, x.book_thin,
           x.candidates);
}

/// Where a venue's rotation stands. SCHEDULER -> MONITOR.
struct rotation_status {
  std::string venue;
  std::string scanner; ///< Account whose broker scans.
  std::uint64_t markets_known = 0;
  std::uint64_t markets = 0;  ///< After filters and mirrors.
  std::uint64_t streamed = 0; ///< Of these, those that need no scan.
  std::uint64_t held = 0;     ///< Of these, those with positions.
  funnel_status funnel;
  std::uint64_t position = 0;
  std::uint64_t completed = 0;
  f64 oldest_age_s;
  std::uint64_t cycle = 0;
  /// Of the markets that others list too; below 1 during and after an outage.
  f64 share = 1.0;
  f64 scans_per_s; ///< That its limits leave, as far as is known.
  /// Markets that only wait, since no venue that can scan lists them.
  std::vector<std::string> waiting;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, rotation_status& x) {
  return f(caf::meta::type_name("rotation_status"), x.venue, x.scanner,
           x.markets_known, x.markets, x.streamed, x.held, x.funnel, x.position,
           x.completed, x.oldest_age_s, x.cycle, x.share, x.scans_per_s,
           x.waiting);
}

/// One actor's pulse. Every actor -> MONITOR.
struct actor_vitals {
  std::string name; ///< "broker coinbase/master"
  std::string kind; ///< "broker"
  std::uint64_t mailbox = 0;
  std::uint64_t handled = 0;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, actor_vitals& x) {
  return f(caf::meta::type_name("actor_vitals"), x.name, x.kind, x.mailbox,
           x.handled);
}

/// A child's life as its SUPERVISOR sees it. SUPERVISOR -> MONITOR.
struct actor_life {
  std::string name;
  std::string kind;
  std::string state; ///< "running", "restarting", "stopped"
  std::uint32_t restarts = 0;
  std::string last_error;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, actor_life& x) {
  return f(caf::meta::type_name("actor_life"), x.name, x.kind, x.state,
           x.restarts, x.last_error);
}

} // namespace ballast
