// From candles to orders: STRATEGIST, PORTFOLIO, BROKER and LEDGER.
//
//   broker ──candle_news──▶ strategist        what the venue told of a market
//   portfolio ─append_entries─▶ ledger        durable before anything leaves
//   portfolio ─order_request──▶ broker        one duty of an order desk
//   portfolio ◀─order_answer─── broker        what came of it, each time once
//   portfolio ◀─order_news───── broker        what the venue told unasked
//   anyone ────halt_wish──────▶ supervisor    no new entries, or again
//   portfolio ──copy_result───▶ portfolio     what came of a copied decision
//   portfolio ─portfolio_status▶ monitor      once a second
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/order_desk.hpp"
#include "messages/trading_fields.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast {

/// One duty of an account's desk at the receiver's venue. PORTFOLIO -> BROKER,
/// which answers each of them once.
struct order_request {
  std::uint64_t id = 0; ///< Comes back; unique for the portfolio's life; > 0.
  desk_duty duty;
  /// Of a placement: the ticket, committed and approved.
  order_ticket ticket;
  /// Of a placement: not to be sent later, by the venue's time.
  unix_time leave_before;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, order_request& x) {
  wire_time leave_before{x.leave_before};
  auto load = [&]() -> caf::error {
    x.leave_before = leave_before.value;
    return caf::none;
  };
  return f(caf::meta::type_name("order_request"), x.id, x.duty, x.ticket,
           leave_before, caf::meta::load_callback(load));
}

/// How a duty ended.
enum class duty_end : std::uint8_t {
  answered, ///< The venue has said something that is told below.
  unsent,   ///< Surely no byte left.
  failed,   ///< Anything else: of a placement, its outcome is unknown.
};

struct order_answer {
  std::uint64_t id = 0;
  std::string venue;
  std::string account;
  duty_end how = duty_end::failed;
  placement fate = placement::unknown; ///< Of a placement.
  bool taken = false;                  ///< Of a cancel: it will be over.
  /// The order of a placement or question, if the venue told it; of a list,
  /// one page.
  std::vector<order_report> orders;
  std::vector<fill> fills; ///< One page.
  std::string next;        ///< Of pages.
  std::string text;        ///< The venue's words, or ours.
  unix_time asked_at;      ///< When the question left, by the venue's time.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, order_answer& x) {
  wire_time asked_at{x.asked_at};
  auto load = [&]() -> caf::error {
    x.asked_at = asked_at.value;
    if (auto wrong = in_range(x.how, duty_end::failed, "answer.how"))
      return wrong;
    return in_range(x.fate, placement::unknown, "answer.fate");
  };
  return f(caf::meta::type_name("order_answer"), x.id, x.venue, x.account,
           x.how, x.fate, x.taken, x.orders, x.fills, x.next, x.text, asked_at,
           caf::meta::load_callback(load));
}

/// What a stream told of an account's orders. BROKER -> PORTFOLIO.
struct order_news {
  std::string venue;
  std::string account;
  std::vector<order_report> orders;
  std::vector<fill> fills;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, order_news& x) {
  return f(caf::meta::type_name("order_news"), x.venue, x.account, x.orders,
           x.fills);
}

/// What a portfolio must know of markets that it holds or wants to trade.
/// PORTFOLIO -> BROKER, answered with what the venue lists of them.
struct market_question {
  std::vector<symbol> markets;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, market_question& x) {
  return f(caf::meta::type_name("market_question"), x.markets);
}

struct market_facts {
  std::string venue;
  std::vector<market> markets;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, market_facts& x) {
  return f(caf::meta::type_name("market_facts"), x.venue, x.markets);
}

/// New candles of a market, and the newest one as it is. BROKER -> STRATEGIST,
/// from the broker that scans.
struct candle_news {
  std::string venue;
  ballast::market market;
  std::vector<candle> candles; ///< Ascending; the last one may be open.
  unix_time at;                ///< When the venue said so, by its time.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, candle_news& x) {
  wire_time at{x.at};
  auto load = [&]() -> caf::error {
    x.at = at.value;
    return caf::none;
  };
  return f(caf::meta::type_name("candle_news"), x.venue, x.market, x.candles,
           at, caf::meta::load_callback(load));
}

/// Makes entries durable. PORTFOLIO -> LEDGER, answered once they are, or with
/// an error: then nothing more can be written until the node starts again.
struct append_entries {
  std::vector<journal_entry> entries;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, append_entries& x) {
  return f(caf::meta::type_name("append_entries"), x.entries);
}

/// All entries of an account, in their order. PORTFOLIO -> LEDGER.
struct load_entries {
  std::string account;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, load_entries& x) {
  return f(caf::meta::type_name("load_entries"), x.account);
}

struct stored_entries {
  std::uint64_t identity = 0; ///< Of the journal.
  std::vector<journal_entry> entries;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, stored_entries& x) {
  return f(caf::meta::type_name("stored_entries"), x.identity, x.entries);
}

/// A person's wish about new entries. -> SUPERVISOR, which passes it on to each
/// PORTFOLIO that is meant; answered once it is durable for all of them.
struct halt_wish {
  bool halts = false;
  std::string words = {};   ///< Why, for the log.
  std::string account = {}; ///< Empty: all of them.
  /// With a halt: orders that are out are cancelled, positions are sold.
  bool cancels = false;
  bool flattens = false; ///< Cancels as well.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, halt_wish& x) {
  return f(caf::meta::type_name("halt_wish"), x.halts, x.words, x.account,
           x.cancels, x.flattens);
}

/// One order, position or decision, for the endpoint's lists. Decimals are
/// text by then, as on the page.
struct order_row {
  std::uint64_t id = 0;
  unix_time at;
  std::string venue;
  std::string account;
  std::string symbol;
  std::string client_id;
  std::string venue_id;
  std::string side;
  std::string type;
  std::string purpose;
  decimal quantity;
  decimal price;
  decimal filled;
  decimal cost; ///< Of what is filled, in quote units.
  decimal fee;
  std::string fee_currency;
  std::string state;
  std::string reason;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, order_row& x) {
  wire_time at{x.at};
  auto load = [&]() -> caf::error {
    x.at = at.value;
    return caf::none;
  };
  return f(caf::meta::type_name("order_row"), x.id, at, x.venue, x.account,
           x.symbol, x.client_id, x.venue_id, x.side, x.type, x.purpose,
           x.quantity, x.price, x.filled, x.cost, x.fee, x.fee_currency,
           x.state, x.reason, caf::meta::load_callback(load));
}

struct fill_row {
  std::uint64_t id = 0;
  std::string venue;
  std::string account;
  fill what;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, fill_row& x) {
  return f(caf::meta::type_name("fill_row"), x.id, x.venue, x.account, x.what);
}

struct position_row {
  std::uint64_t id = 0;
  unix_time at; ///< Since when it is held.
  std::string venue;
  std::string account;
  std::string symbol;
  decimal size;
  decimal cost; ///< Paid for it, in quote units, with fees.
  decimal realised;
  decimal unrealised; ///< Before fees.
  std::string reason; ///< What its exits wait for, or why it is flagged.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, position_row& x) {
  wire_time at{x.at};
  auto load = [&]() -> caf::error {
    x.at = at.value;
    return caf::none;
  };
  return f(caf::meta::type_name("position_row"), x.id, at, x.venue, x.account,
           x.symbol, x.size, x.cost, x.realised, x.unrealised, x.reason,
           caf::meta::load_callback(load));
}

/// A decision to enter or to leave, and what became of it.
struct signal_row {
  std::uint64_t id = 0;
  unix_time at;
  std::string venue;
  std::string account;
  std::string symbol;
  std::string strategy;
  std::string kind;   ///< "enter" or "exit".
  std::string reason; ///< Its code.
  std::string came;   ///< "ordered", or why not.
  // Of a wish to enter; as the strategy sees them, before sizing.
  double price = 0;
  double stop = 0;     ///< 0: none.
  double part = 0;     ///< Of the account's equity.
  std::string figures; ///< "adx 25.1, rsi 55": what it rests on.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, signal_row& x) {
  wire_time at{x.at};
  auto price = f64{x.price};
  auto stop = f64{x.stop};
  auto part = f64{x.part};
  auto load = [&]() -> caf::error {
    x.at = at.value;
    x.price = price;
    x.stop = stop;
    x.part = part;
    return caf::none;
  };
  return f(caf::meta::type_name("signal_row"), x.id, at, x.venue, x.account,
           x.symbol, x.strategy, x.kind, x.reason, x.came, price, stop, part,
           x.figures, caf::meta::load_callback(load));
}

/// How often a reason decided.
struct reason_row {
  std::string reason;
  std::uint64_t count = 0;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, reason_row& x) {
  return f(caf::meta::type_name("reason_row"), x.reason, x.count);
}

/// What one account got of a copied decision; its own leader tells itself as
/// well. PORTFOLIO -> PORTFOLIO of the leader.
struct copy_result {
  std::uint64_t decision = 0; ///< Of the leader's; see copied_decision.
  std::string account;
  decimal price; ///< Average of its fills; zero: nothing came of it.
  unix_time at;  ///< When its last fill was known.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, copy_result& x) {
  wire_time at{x.at};
  auto load = [&]() -> caf::error {
    x.at = at.value;
    return caf::none;
  };
  return f(caf::meta::type_name("copy_result"), x.decision, x.account, x.price,
           at, caf::meta::load_callback(load));
}

/// How far apart the copies of one decision are (domain/copying.hpp).
struct copy_row {
  std::uint64_t id = 0;
  unix_time at; ///< Of the decision.
  std::string leader;
  std::string venue;
  std::string symbol;
  std::uint32_t asked = 0;  ///< Accounts, the leader among them.
  std::uint32_t filled = 0; ///< Of them, those that got something.
  decimal price_min;
  decimal price_max;
  double spread = 0; ///< (price_max - price_min) / price_min
  duration delay{0}; ///< From the first's last fill to the last one's.
  std::string slowest;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, copy_row& x) {
  wire_time at{x.at};
  auto spread = f64{x.spread};
  auto load = [&]() -> caf::error {
    x.at = at.value;
    x.spread = spread;
    return caf::none;
  };
  return f(caf::meta::type_name("copy_row"), x.id, at, x.leader, x.venue,
           x.symbol, x.asked, x.filled, x.price_min, x.price_max, spread,
           x.delay, x.slowest, caf::meta::load_callback(load));
}

/// An account as its portfolio sees it. PORTFOLIO -> MONITOR.
struct portfolio_status {
  std::string account;
  std::string strategy;
  std::string follows; ///< Whose decisions it copies; empty: independent.
  std::string halted;  ///< Why there are no new entries; empty: there may be.
  decimal equity;      ///< In dollars.
  decimal realised;    ///< Since the journal began, in dollars.
  std::uint64_t evaluations = 0;
  std::vector<reason_row> reasons; ///< The most frequent first.
  std::vector<std::string> venues; ///< Where orders may be placed now.
  /// Whether the lists below are told; else they are as before.
  bool has_lists = false;
  std::vector<order_row> orders; ///< The newest first, so many.
  std::vector<fill_row> fills;   ///< The same.
  std::vector<position_row> positions;
  std::vector<signal_row> signals; ///< The newest first, so many.
  std::vector<copy_row> copies;    ///< Of its own decisions, the same.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, portfolio_status& x) {
  return f(caf::meta::type_name("portfolio_status"), x.account, x.strategy,
           x.follows, x.halted, x.equity, x.realised, x.evaluations, x.reasons,
           x.venues, x.has_lists, x.orders, x.fills, x.positions, x.signals,
           x.copies);
}

} // namespace ballast
