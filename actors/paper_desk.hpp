// The other side of an order desk on paper: what a venue would say to a duty,
// said by an account's paper exchange (domain/paper_exchange.hpp).
//
//   order_request ──▶ answer ──▶ order_answer      as of a venue
//   prices ─────────▶ see ─────▶ news              fills, then reports
//   journal ────────▶ restore ─▶ the same exchange again
//
// Nothing is kept but what the journal keeps: start amounts and fills are the
// balances, accepted orders without an end are open. So that this is whole
// however a process dies, a fill is told before any report that counts it, and
// so is never behind it in the journal.
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/market.hpp"
#include "domain/paper_exchange.hpp"
#include "messages/trading.hpp"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ballast {

/// What an account starts with on paper, and by which rules.
struct paper_terms {
  paper_rules rules = {};
  std::map<std::string, decimal> balances = {}; ///< By currency, not negative.
};

/// Balances of a moment that is a second after the last fill in them, as a
/// venue's are of the moment in which it was asked.
struct paper_balances {
  std::vector<balance> all;
  unix_time of;
};

class paper_desk {
public:
  /// @returns null for what the venue does not list.
  using market_finder = std::function<const market*(const symbol&)>;

  paper_desk(paper_terms terms, std::string venue, std::string account);

  /// Stands where the journal stands. Orders in markets that are not listed any
  /// more are over. Forgets what was there, but what fees are.
  /// @param entries of one journal in their order; those of other desks are
  ///        passed over.
  void restore(const std::vector<journal_entry>& entries,
               const market_finder& find, unix_time now);

  /// @pre of a placement: `what` is its market, and its ticket has passed the
  ///      gate.
  order_answer answer(const order_request& x, const market& what,
                      unix_time now);

  void see(const ticker& x, unix_time at);
  void see(const symbol& which, const std::vector<candle>& all,
           std::chrono::seconds timeframe);
  void pass(unix_time now);
  /// What the venue says the account pays.
  void charge(market_kind where, const fee_tier& x);

  /// What is to be told, before any answer: fills first. Empties it.
  std::vector<order_news> take_news();

  /// Where a price is wanted now, to be asked for.
  std::vector<wanted_price> awaited(unix_time now) const;
  std::chrono::milliseconds latency() const noexcept {
    return terms_.rules.latency;
  }
  /// What the balances last were a second after a fill.
  const paper_balances& settled(unix_time now);
  std::size_t open_orders() const { return exchange_.open_orders().size(); }

private:
  struct record;

  void take(paper_news x);
  void tell_fills_of(const order_report& x);
  void remember(const fill& x);

  paper_terms terms_;
  std::string venue_;
  std::string account_;
  paper_exchange exchange_;
  std::map<market_kind, fee_tier> fees_; ///< As they were told.
  std::deque<fill> fills_;               ///< The last ones, the oldest first.
  paper_news news_;
  paper_balances settled_;
  std::optional<unix_time> last_fill_;
};

} // namespace ballast
