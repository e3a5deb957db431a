// SCHEDULER and BROKER: what to scan, and what came of it.
//
//   broker ──market_list──▶ scheduler         what the venue lists
//   broker ◀──scan_batch─── scheduler         one cycle's markets
//   broker ──batch_sent───▶ scheduler         all dispatched: next, please
//   broker ──batch_done───▶ scheduler         all answered, one way or other
//   broker ◀──ticker_wish── scheduler         prices of all, please
//   broker ──ticker_list──▶ scheduler         there they are
//   broker ◀──book_wish──── scheduler         books of the best few, please
//   broker ──quote_list───▶ scheduler         what they came to
//   broker ◀──stream_wish── scheduler         what it scans: follow it
//   broker ──stream_cover─▶ scheduler         what streams: do not poll it
//   anybody ─quote_question─▶ broker          what a book last came to
//   anybody ─held_markets─▶ scheduler         where positions are
#pragma once

#include "messages/fields.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast {

/// The spot markets of a venue. BROKER -> SCHEDULER, at connect and hourly.
struct market_list {
  std::string venue;
  std::string account;
  std::vector<market> markets;
  scan_costs costs{}; ///< What asking about them spends.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, market_list& x) {
  return f(caf::meta::type_name("market_list"), x.venue, x.account, x.markets,
           x.costs);
}

/// One cycle's work. SCHEDULER -> BROKER.
struct scan_batch {
  std::uint64_t id = 0;    ///< Unique for the scheduler's life; > 0.
  std::uint64_t cycle = 0; ///< From 1.
  std::string venue;
  std::vector<symbol> markets; ///< Not empty, no duplicates.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, scan_batch& x) {
  return f(caf::meta::type_name("scan_batch"), x.id, x.cycle, x.venue,
           x.markets);
}

/// Every market of the batch has been asked for. BROKER -> SCHEDULER.
struct batch_sent {
  std::uint64_t id = 0;
  std::string venue;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, batch_sent& x) {
  return f(caf::meta::type_name("batch_sent"), x.id, x.venue);
}

/// One market's end in a batch.
struct scan_result {
  symbol market;
  outcome_kind kind = outcome_kind::ok;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, scan_result& x) {
  auto load
    = [&] { return in_range(x.kind, outcome_kind::not_sent, "scan.kind"); };
  return f(caf::meta::type_name("scan_result"), x.market, x.kind,
           caf::meta::load_callback(load));
}

/// Every market of the batch has ended. BROKER -> SCHEDULER.
struct batch_done {
  std::uint64_t id = 0;
  std::string venue;
  std::vector<scan_result> results; ///< Each market of the batch once.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, batch_done& x) {
  return f(caf::meta::type_name("batch_done"), x.id, x.venue, x.results);
}

/// The prices of all markets of the venue are wanted. SCHEDULER -> BROKER.
struct ticker_wish {
  std::uint64_t id = 0; ///< Comes back with the answer; > 0.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ticker_wish& x) {
  return f(caf::meta::type_name("ticker_wish"), x.id);
}

/// BROKER -> SCHEDULER, once all questions of a wish were answered. A wish
/// whose questions failed is not answered.
struct ticker_list {
  std::uint64_t id = 0;
  std::string venue;
  std::uint32_t calls = 0; ///< That it took.
  std::vector<ticker> tickers;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ticker_list& x) {
  return f(caf::meta::type_name("ticker_list"), x.id, x.venue, x.calls,
           x.tickers);
}

/// The order books of the best of what survived are wanted. SCHEDULER ->
/// BROKER.
struct book_wish {
  std::uint64_t id = 0;        ///< Comes back with the answer; > 0.
  std::vector<symbol> markets; ///< Not empty, no duplicates.
  std::uint32_t levels = 0;    ///< Of each side; > 0.
  f64 reach;                   ///< Of the depth: see market_quote.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, book_wish& x) {
  return f(caf::meta::type_name("book_wish"), x.id, x.markets, x.levels,
           x.reach);
}

/// What the books came to. BROKER -> SCHEDULER, once each question of a wish
/// has ended; markets without an answer are missing.
struct quote_list {
  std::uint64_t id = 0;
  std::string venue;
  std::vector<market_quote> quotes;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, quote_list& x) {
  return f(caf::meta::type_name("quote_list"), x.id, x.venue, x.quotes);
}

/// What did a market's book last come to? Whoever decides -> BROKER.
struct quote_question {
  symbol market;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, quote_question& x) {
  return f(caf::meta::type_name("quote_question"), x.market);
}

/// All markets of a venue in which an account has a position or an open order:
/// they survive every funnel and are scanned first. Whoever keeps positions ->
/// SCHEDULER, whenever it changes.
struct held_markets {
  std::string venue;
  std::string account;
  std::vector<symbol> markets;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, held_markets& x) {
  return f(caf::meta::type_name("held_markets"), x.venue, x.account, x.markets);
}

/// All that this broker scans, to be followed by stream where the venue has
/// one. SCHEDULER -> BROKER, whenever it changes.
struct stream_wish {
  std::vector<symbol> markets;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, stream_wish& x) {
  return f(caf::meta::type_name("stream_wish"), x.markets);
}

/// All markets whose candles a stream keeps whole: they need no scan. BROKER ->
/// SCHEDULER, whenever it changes, at most once a second.
struct stream_cover {
  std::string venue;
  std::string account;
  std::vector<symbol> markets;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, stream_cover& x) {
  return f(caf::meta::type_name("stream_cover"), x.venue, x.account, x.markets);
}

/// A cycle ended; batch warm-up counts them. SCHEDULER -> HEALTH MONITOR.
struct cycle_done {
  std::string venue;
  std::string account;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, cycle_done& x) {
  return f(caf::meta::type_name("cycle_done"), x.venue, x.account);
}

} // namespace ballast
