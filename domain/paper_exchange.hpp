// An exchange on paper: one account's orders, filled by stated rules from the
// prices of a real market. What docs/paper.md says of it is all that it does.
//
//   place ──▶ on its way ──latency──▶ meets the next price
//                                       │ market, or a limit that takes:
//                                       │   whole, at the other side, as taker
//                                       │ limit that does not: in the book
//                                       ▼
//             traded through: at its own price, as maker
//               by a quote beyond it: whole
//               by a candle: no more than a part of what the candle traded
//
// Nothing is filled from prices of before the order was there, and nothing
// moves the market. It keeps no clock and throws no dice: the same orders and
// prices give the same fills, and its reports and fills read like a venue's.
// Money adds up to the last digit: what is there is what was there and what the
// fills say (domain/position_book.hpp rounds alike).
#pragma once

#include "domain/decimal.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/risk_rules.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct paper_rules {
  /// Kraken's first tier, 0.25 % and 0.40 %, where the account's is not known.
  fee_tier fees{decimal::from_units(percent(1).units() / 4),
                decimal::from_units(percent(2).units() / 5)};
  /// Of a buy: taken from what it bought, as Binance, OKX and Alpaca do for
  /// coins; else in the quote currency. Sales always pay in the quote currency.
  bool fees_from_received = false;
  /// Between bid and ask where only a last price is known, a fraction of it.
  decimal spread = decimal::from_units(percent(1).units() / 10);
  /// Of what a candle traded, for all orders of the account that it fills.
  decimal volume_part = percent(10);
  /// From a request to the matching engine; of cancelling, too.
  std::chrono::milliseconds latency{250};
};

/// What became of a request to place.
struct paper_answer {
  placement fate = placement::refused; ///< Accepted or refused, never unknown.
  std::string venue_id;
  std::string text; ///< Of a refusal.
};

/// A market that an order waits for a price of.
struct wanted_price {
  ballast::symbol market;
  bool for_sale = false; ///< Of a sale, perhaps beside purchases.
};

/// What has happened, in its order.
struct paper_news {
  std::vector<order_report> orders; ///< Each that has changed, once or more.
  std::vector<fill> fills;
};

class paper_exchange {
public:
  /// @param balances by currency; none below zero.
  paper_exchange(const paper_rules& rules,
                 const std::map<std::string, decimal>& balances);

  /// @pre the ticket has passed the venue's gate (domain/order_gate.hpp).
  paper_answer place(const market& what, const order_ticket& ticket,
                     unix_time now);
  /// An order that was open before a restart goes on with what was filled.
  /// Its fills have been recalled before; where `told` was created says until
  /// when an order of a day lives.
  paper_answer adopt(const market& what, const order_ticket& ticket,
                     const order_report& told, unix_time now);
  /// A fill of before a restart: its money moves, and nothing else.
  void recall(const fill& x);
  /// An order that was over before a restart.
  void recall(order_report x);
  /// @returns whether the order is open; it ends when the wish has arrived, and
  ///          may be filled until then.
  bool cancel(const std::string& client_id, unix_time now);

  /// Prices of a market. What holds no price that can be changes nothing.
  paper_news see(const ticker& x, unix_time now);
  /// Closed candles, once they have ended, ascending; an older one than was
  /// seen is no news, nor one whose prices cannot be. Where no order waits, the
  /// newest is all that is looked at.
  paper_news see(const symbol& market, const std::vector<candle>& all,
                 std::chrono::seconds timeframe);
  /// Ends what is over by now: cancelled or expired.
  paper_news pass(unix_time now);
  /// What fees are from now on, in place of the rules'.
  void charge(market_kind where, const fee_tier& x) { fees_[where] = x; }

  /// Where orders have arrived and met no price yet, or are in the book and
  /// have seen none for `patience`. By market.
  std::vector<wanted_price> awaited(unix_time now,
                                    std::chrono::milliseconds patience) const;

  /// By our id: one that is open, or one of the last that are over.
  std::optional<order_report> find(const std::string& client_id) const;
  std::vector<order_report> open_orders() const; ///< Oldest first.
  std::vector<balance> balances() const;         ///< By currency.

private:
  struct paper_order {
    ballast::market market;
    order_ticket ticket;
    order_report report;
    decimal held;  ///< Of the quote currency (buys) or the base (sells).
    unix_time due; ///< When it arrives.
    std::optional<unix_time> rests; ///< In the book since.
    std::optional<unix_time> cancelled;
    std::optional<unix_time> expires;

    bool is_over() const noexcept { return ballast::is_over(report.state); }
  };
  struct quotes {
    decimal bid;
    decimal ask;
    unix_time at;
  };
  struct money {
    decimal available;
    decimal held;
  };
  struct traded_range {
    decimal low;
    decimal high;
    decimal close;
  };

  static std::optional<traded_range> range_of(const candle& x);
  bool has_open_in(const symbol& market) const;
  void see(const symbol& market, const candle& x, const traded_range& prices,
           std::chrono::seconds timeframe, paper_news& into);
  std::optional<quotes> quotes_of(const ticker& x, unix_time now) const;
  quotes around(decimal price, unix_time at) const;
  decimal hold_of(const paper_order& x) const;
  decimal remaining(const paper_order& x, decimal price) const;
  decimal rate_of(const paper_order& x, bool maker) const {
    const auto told = fees_.find(x.market.kind);
    const auto& tier = told == fees_.end() ? rules_.fees : told->second;
    return maker ? tier.maker : tier.taker;
  }
  bool pays_in_base(const paper_order& x) const noexcept {
    return rules_.fees_from_received && x.ticket.side == side::buy
           && x.market.kind == market_kind::crypto;
  }
  decimal quote_fee(const paper_order& x, decimal value, bool maker) const;

  static decimal taken_at(const paper_order& x, const quotes& seen);
  void meet(paper_order& x, const quotes& seen, paper_news& into);
  void cross(paper_order& x, const quotes& seen, paper_news& into);
  void fill_by(const symbol& market, const candle& x,
               const traded_range& prices, unix_time end, paper_news& into);
  void execute(paper_order& x, decimal size, decimal price, bool maker,
               unix_time at, paper_news& into);
  decimal affordable(const paper_order& x, decimal size, decimal price,
                     bool maker) const;
  void settle(paper_order& x, const fill& by, decimal value);
  paper_order made(const market& what, const order_ticket& ticket,
                   const order_report& told, unix_time now) const;
  paper_answer admit(paper_order x, bool is_new);
  void finish(paper_order& x, order_state how, const std::string& why,
              unix_time at, paper_news& into);
  void end_what_is_due(unix_time now, paper_news& into);
  void sweep();

  paper_rules rules_;
  std::map<market_kind, fee_tier> fees_; ///< As the venue told them.
  std::map<std::string, money> money_;
  std::map<symbol, quotes> last_;            ///< Quotes, the latest.
  std::map<symbol, unix_time> last_candles_; ///< Starts.
  std::vector<paper_order> open_;            ///< In the order of placing.
  std::deque<order_report> over_;            ///< The last ones.
};

} // namespace ballast
