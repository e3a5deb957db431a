// An account's orders at one venue: what is known of each, and what must be
// done next. The same in the node, in recovery and in tests.
//
//     intend ──▶ entry ──commit──▶ committed ──▶ duty: place ──▶ placed ...
//                                                duty: ask, cancel, list ...
//
// Whatever changes an order is a journal_entry, and `apply` is the only thing
// that takes one up, when it happens as much as when it is read again. So what
// was written is what is known, and a desk that restores its journal stands
// where the one before it stood, but that of a request that may have left
// nothing is known until the venue was asked.
//
// The rules (faults.md, section 1):
//  O1  No duty to place before its intent was committed.
//  O2  An intent has one client id, made from the journal's identity and its
//      number, and is placed once: there is no way back to that duty.
//  O3  Unknown ends on what the venue shows, or on its not having the order
//      when asked after it can no longer take the request, as often in a row as
//      the venue needs.
//  O6  Open orders are listed again and again; those that are none of ours are
//      told once, and left alone.
//  O7  No intent before the reconciliation is over, nor for a market of which
//      the venue has said what cannot be. Cancels are free.
//  M1  A fill counts once in the desk, whoever tells of it.
//
// Times are the venue's as far as we know it, but where they are said to be
// ours.
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/order_life.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

/// Something that somebody who can reach the venue is to do.
enum class desk_duty_kind : std::uint8_t {
  place,
  ask, ///< For the order, by its ids.
  cancel,
  list_open,  ///< All open orders of the account, page by page.
  list_fills, ///< Of one market, page by page.
};
const char* to_string(desk_duty_kind x) noexcept; ///< "list_open"

struct desk_duty {
  desk_duty_kind kind = desk_duty_kind::ask;
  std::string client_id; ///< Of place, ask and cancel.
  std::string venue_id;  ///< Where it is known.
  symbol market;         ///< But of list_open.
  std::string page;      ///< Of the lists: what the page before told.
  /// Of list_fills: of these times and later. Of ask: the order is not older.
  std::optional<unix_time> since;
  order_purpose purpose = order_purpose::entry;

  friend bool operator==(const desk_duty&, const desk_duty&) = default;
};

/// What became of one step: what is to be written, what has newly counted, what
/// a person should be told.
struct desk_step {
  std::vector<journal_entry> entries; ///< Have been taken up already.
  std::vector<fill> fills;
  std::vector<std::string> alarms;

  void add(desk_step x);
};

/// One order, for whoever looks.
struct desk_order {
  journal_entry intent;
  std::string venue_id;
  life_stage stage = life_stage::intended;
  order_state ending = order_state::pending;
  decimal filled;
  decimal fills_cost; ///< In quote units, without fees.
  decimal fee;        ///< Of the fills, in `fee_currency`.
  std::string fee_currency;
  std::string reason; ///< The venue's last word, or ours.
};

class order_desk {
public:
  struct options {
    std::string venue;
    std::string account;
    std::uint64_t identity = 0; ///< Of the journal.
    /// How often in a row the venue must not have an order.
    unsigned absences = 1;
    /// Between two questions for one order, at first and at most.
    duration ask_first = std::chrono::seconds{1};
    duration ask_most = std::chrono::seconds{30};
    /// An order that works is asked for so often, streams or not.
    duration look_every = std::chrono::seconds{15};
    /// Open orders are listed so often (O6).
    duration list_every = std::chrono::seconds{60};
    /// What has ended is forgotten after this, once all its fills are known.
    duration remember = std::chrono::hours{24};
    /// Fills of orders that nobody knows yet are kept until there are so many.
    std::size_t unclaimed_max = 1'000;
    /// Lists of fills in a row that leave an order's fills incomplete, until
    /// somebody has to look.
    unsigned hunts_max = 10;
  };

  explicit order_desk(options how);

  // -- recovery ---------------------------------------------------------------

  /// Takes up an entry that was written before, in their order. Entries of
  /// other desks are passed over.
  /// @returns the fill that newly counts, where it is one.
  std::optional<fill> restore(const journal_entry& x);
  /// All has been read: what may have left is unknown, and the venue is to be
  /// asked for everything before the first new order.
  void restored(unix_time now);
  /// Whether the reconciliation is over.
  bool is_open() const noexcept { return is_open_; }
  /// Starts it again, as after a time without the venue.
  void reconcile(unix_time now);

  // -- wishes -----------------------------------------------------------------

  /// A new order. What it returns must be durable before `committed`.
  /// @param ticket its client id is made here.
  /// @param until when the venue can no longer take the request.
  /// @returns ec::refused while not open (O7), and for a market of which the
  ///          venue has said what cannot be.
  result<journal_entry> intend(const symbol& market, order_ticket ticket,
                               order_purpose purpose, const std::string& why,
                               unix_time now, unix_time until);
  /// The intent is durable: from here on it may be placed.
  void committed(const std::string& client_id);
  /// It is not, and nothing of it will leave. What is on the disk is not known
  /// any more: from here on nothing can be intended, until another desk has
  /// read the journal anew.
  void not_committed(const std::string& client_id);
  /// Somebody has looked at what the venue said of a halted market.
  desk_step release(const symbol& market, unix_time now);
  /// @returns nothing to write where the order is not known or over already.
  desk_step wish_cancelled(const std::string& client_id, const std::string& why,
                           unix_time now);

  // -- duties -----------------------------------------------------------------

  /// What is to be done now; each is told once, and is under way until one of
  /// the functions below has ended it.
  std::vector<desk_duty> duties(unix_time now);
  /// What time alone changes: requests that nobody answered, orders to forget.
  desk_step tick(unix_time now);

  /// No byte of the request left.
  desk_step unsent(const std::string& client_id, const std::string& why,
                   unix_time now);
  /// The venue's answer to a placement. @param told what else it said.
  desk_step placed(const std::string& client_id, placement fate,
                   const std::optional<order_report>& told,
                   const std::string& text, unix_time now);
  /// The venue was asked at `asked_at` and does, or does not, have the order.
  desk_step found(const std::string& client_id,
                  const std::optional<order_report>& what, unix_time asked_at,
                  unix_time now);
  /// @param taken the venue's word is that it will be, or is, cancelled or
  /// over.
  void cancel_ended(const std::string& client_id, bool taken, unix_time now);
  /// One page of open orders, listed at `asked_at`; more with `next`.
  desk_step listed(const std::vector<order_report>& page,
                   const std::string& next, unix_time asked_at, unix_time now);
  desk_step fills_listed(const symbol& market, const std::vector<fill>& page,
                         const std::string& next, unix_time now);
  /// A duty but a placement came to nothing: it is told again later.
  void failed(const desk_duty& x, unix_time now);
  /// Whoever had the duties is gone, and with it what they came to. What may
  /// have left is unknown.
  desk_step forsaken(unix_time now);

  // -- news -------------------------------------------------------------------

  /// What the venue tells unasked.
  desk_step told(const order_report& x, unix_time now);
  desk_step told(const fill& x, unix_time now);

  // -- what is known ----------------------------------------------------------

  const order_life* find(const std::string& client_id) const;
  std::vector<desk_order> orders() const; ///< The newest first.
  /// Whether an order for this is not over and not absent.
  bool has_live(const symbol& market, order_purpose purpose) const;
  /// Those that are not over and not absent.
  std::size_t live() const noexcept;
  /// Client ids of those.
  std::vector<std::string> live_of(order_purpose purpose) const;
  /// Whether none is live but guards that sleep, nothing of them filled, and
  /// all fills of those that are over are known.
  bool is_settled() const noexcept;
  /// What live orders may still take of a currency, at the worst: a sale its
  /// base, a purchase its quote without fees.
  decimal reserved(const std::string& currency) const;
  bool is_halted(const symbol& market) const {
    return halted_.count(market) > 0;
  }
  std::size_t foreign() const noexcept { return foreign_.size(); }

private:
  /// Our clock and the venue's, when something is looked for from an intent on.
  static constexpr auto clocks_differ_at_most = std::chrono::minutes{5};

  struct record {
    explicit record(const journal_entry& x)
        : life{x.symbol, ticket_of(x), x.until.value_or(x.at)}, intent{x} {}

    order_life life;
    journal_entry intent;
    bool is_committed = false;
    bool is_handed_out = false; ///< Its placement; never again.
    bool is_unsettled = false;  ///< The venue must be asked before we open.
    bool is_asked = false;      ///< A question is under way.
    bool is_cancelling = false;
    unsigned absences = 0; ///< In a row, each of them decisive.
    unsigned asked = 0;    ///< In a row without a change.
    unix_time ask_at;      ///< Not before.
    unix_time cancel_at;   ///< Not before.
    unix_time changed_at;
    decimal fee;
    std::string fee_currency;
    std::string reason;
  };
  /// Fills of one market that are wanted.
  struct fill_hunt {
    bool is_asked = false;
    unsigned asked = 0;
    unix_time ask_at;
    unix_time since;
    std::string page;
  };
  struct outcome {
    std::optional<fill> counted;
    contradiction wrong = contradiction::none;
    bool changed = false;
  };
  /// What of an order can change.
  struct snapshot;

  outcome apply(const journal_entry& x);
  outcome apply_to(record& of, const journal_entry& x);
  void add_record(const journal_entry& intent, bool is_committed);
  void count_fee(record& of, const fill& x);
  /// Takes up an entry about an order of ours, and what follows from it.
  desk_step take(record& of, journal_entry x, unix_time now);
  desk_step claim(record& of, unix_time now);
  record* owner_of(const std::string& client_id, const std::string& venue_id,
                   const symbol& market);
  void after_change(record& of, unix_time now);
  /// When to ask for an order that works.
  unix_time next_look(const record& of, unix_time now) const;
  journal_entry stamped(journal_entry x, unix_time now) const;
  void hunt(const record& for_what, unix_time now);
  bool is_complete(const symbol& market) const;
  desk_step judge_foreign(const order_report& x, unix_time now);
  desk_step misses_fills(const symbol& market, unix_time now);
  void order_duties(std::vector<desk_duty>& all, record& x, unix_time now);
  void settle();
  void forget(unix_time now);
  duration pause(unsigned attempts) const;
  std::string id_of(std::uint64_t number) const;
  journal_entry about(journal_kind kind, const record& x) const;

  options how_;
  std::map<std::string, record> records_; ///< By client id.
  std::set<std::string> active_; ///< Client ids of those that are not final.
  /// By market and venue's id, which some venues number by market.
  std::map<std::pair<symbol, std::string>, std::string> by_venue_id_;
  std::deque<fill> unclaimed_;
  std::map<symbol, fill_hunt> hunts_;
  std::set<symbol> halted_;
  std::set<std::string> foreign_; ///< Venue's ids of those that were open.
  /// In the list under way: our client ids, others' venue ids.
  std::set<std::string> seen_open_;
  std::set<std::string> seen_foreign_;
  std::uint64_t numbers_ = 0; ///< Given out.
  bool is_open_ = false;
  bool is_broken_ = false; ///< The journal failed.
  bool is_listing_ = false;
  bool is_listed_ = false; ///< Once since the reconciliation began.
  std::string page_;
  unix_time list_at_;
  unix_time listed_from_; ///< When the list under way was begun.
  unsigned list_failures_ = 0;
};

} // namespace ballast
