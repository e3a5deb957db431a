// The BROKER's inside. Four concerns share one connection and so one state: the
// session (who are we here), the scan (what the scheduler asked for), the
// streams that make scans superfluous, and the dispatch of requests on permits,
// which serves the first two.
#pragma once

#include "actors/broker.hpp"
#include "actors/paper_desk.hpp"
#include "actors/request_queue.hpp"
#include "actors/stream_keeper.hpp"
#include "actors/vitals.hpp"
#include "domain/backoff.hpp"
#include "domain/batch_progress.hpp"
#include "domain/candle_history.hpp"
#include "domain/clock_offset.hpp"
#include "domain/market_hours.hpp"
#include "domain/market_quote.hpp"
#include "domain/nonce_mark.hpp"
#include "domain/order_gate.hpp"
#include "domain/random.hpp"
#include "domain/symbol_hash.hpp"
#include "venues/trading.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ballast {

struct broker_state;
using broker_pointer = broker_actor::stateful_pointer<broker_state>;

/// A request between its permit and its end.
struct open_request {
  job work;
  permit_id permit = 0;
  std::string scope;
  time_point sent_at;
  unix_time sent_at_wall;
  unix_time asked_to; ///< Last candle asked for.
};

/// A socket between its permit and the venue's answer.
struct dialled_socket {
  permit_id permit = 0;
  std::string scope;
  time_point at;
};

/// A market that a stream keeps whole.
struct covered_market {
  time_point scan_sent_at; ///< Of the scan that it began with.
  time_point heard_at;     ///< Last candle, or the end of that scan.
};

/// Books that the scheduler wishes for.
struct books_under_way {
  book_wish wish; ///< Its id 0: none.
  std::set<symbol> waits;
  std::vector<market_quote> quotes;
};

/// The account on paper.
struct broker_on_paper {
  paper_desk desk;
  bool is_loading = false;          ///< The journal.
  bool is_read = false;             ///< Once: balances are known.
  bool is_open = false;             ///< Read since the portfolio began to ask.
  std::vector<order_request> waits; ///< Until it is open.
  std::set<symbol> asked;           ///< Whose book is under way for an order.
  /// When the account's fees are to be asked for.
  std::map<market_kind, time_point> fees_due;
};

/// What a failure means for health and limits.
outcome_kind kind_of(net::failure::kind x) noexcept;

struct broker_state {
  static inline const char* name = "broker";

  explicit broker_state(broker_pointer x)
      : self{x}, common{x, "broker"}, random{0}, queue{0} {}

  broker_state& turn() noexcept {
    common.count();
    return *this;
  }
  time_point now() const { return self->clock().now(); }
  /// The venue's time, as far as we know it.
  unix_time venue_now() const { return options.wall->now() + offset.value(); }
  /// The time that goes into a signature made at `now`.
  unix_time signing_time(unix_time now) const {
    return options.adapter->signs_by_venue_time() ? now + offset.value() : now;
  }
  std::string who() const;
  void say(log_level level, const std::string& text) const;

  void begin(broker_options opts);
  void wire(const wiring& x);
  void tick();
  void drain();
  void close();

  // -- session: broker_session.cpp -------------------------------------------

  /// Starts, or starts again, at the first step.
  void connect();
  void retry(std::uint64_t attempt);
  /// What comes after a step that went well.
  void next_step(venues::question done);
  void session_failed(const job& x, outcome_kind kind, const std::string& text);
  void sign_again(const job& x);
  void read_time(const open_request& x, const net::reply& r);
  void read_markets(const open_request& x, const net::reply& r);
  void tell_markets();
  void read_permissions(const open_request& x, const net::reply& r);
  void read_balances(const open_request& x, const net::reply& r);
  void read_status(const open_request& x, const net::reply& r);
  void read_calendar(const open_request& x, const net::reply& r);
  /// Asks for the calendar where it is due and the venue has one.
  void refresh_calendar();
  /// Says when the session of shares opens and closes.
  void watch_session();
  /// What the gate for orders asks of a market (domain/order_gate.hpp).
  session_view session_of(const market& what) const;
  void now_connected();
  /// The session ends for good: only another start can mend it.
  void give_up(const std::string& why);
  void refresh();
  void report();
  candle_history& history_of(const symbol& which);
  /// Changes a history, and the count of candles in all of them.
  template <class Change>
  void change(candle_history& x, Change&& how) {
    candles_held -= x.candles().size();
    std::forward<Change>(how)(x);
    candles_held += x.candles().size();
  }

  // -- nonces: broker_nonce.cpp ----------------------------------------------

  /// Whether a line's jobs must leave one after the other.
  bool is_serial(const job_line& line) const;
  /// How many signed requests may be made at `now`: one or none.
  std::size_t signable(unix_time now);
  bool signed_is_out() const;
  /// @returns whether the stored mark covers the next nonce; if not, one that
  ///          does is being stored.
  bool store_mark(unix_time now);
  void post_signed();
  void nonce_refused(const job& x, const std::string& text);

  // -- scan: broker_scan.cpp -------------------------------------------------

  void scan(const scan_batch& x);
  void read_candles(const open_request& x, const net::reply& r);
  /// Asks for the tickers of all markets.
  void price_all(const ticker_wish& x);
  void read_tickers(const open_request& x, const net::reply& r);
  void market_ended(const job& x, outcome_kind kind);
  void market_sent(const job& x);
  /// Gives markets that stand in line back to the SCHEDULER unasked: all, or
  /// those that have waited since `before`.
  void hand_back(job_line& line, time_point before = time_point::max());
  bool is_listed(const job& x) const;

  // -- books: broker_books.cpp -----------------------------------------------

  /// What the questions of a scan spend, for plans.
  scan_costs costs_of_scans();
  /// Whether a scope is that of books: a probe can ask for one.
  bool spends_on_books(const std::string& scope);
  void look_at_books(const book_wish& x);
  void read_book(const open_request& x, const net::reply& r);
  void book_ended(const job& x);
  /// @returns sec::runtime_error where no book has told.
  caf::result<market_quote> quote(const quote_question& x) const;

  // -- streams: broker_streams.cpp -------------------------------------------

  instant both() const { return {now(), venue_now()}; }
  void follow(const stream_wish& x);
  /// @returns whether there is one, or can be.
  bool has_streams();
  bool follows_candles() const;
  stream_keeper::options keeper_options();
  void follow_account();
  void read_token(const open_request& x, const net::reply& r);
  /// Something of the account has changed: its balances are asked for soon.
  void account_changed();
  void stream_heard(const socket_news& x);
  void take_candles(const symbol& which, std::vector<candle> news,
                    bool is_snapshot);
  /// A scan that left at `sent_at` has filled the market's history.
  void scanned(const symbol& which, time_point sent_at);
  void look_after_streams();
  /// What the stream does not keep whole any more needs scans again.
  void uncover();
  void tell_cover();

  // -- sockets: broker_connects.cpp ------------------------------------------

  /// The kind that a wish is for; absent for a request's.
  std::optional<venues::socket_kind> socket_of(demand_id wish) const;
  /// Wishes for a permit for each socket that waits to be dialled.
  void post_connects();
  /// @returns whether one of that kind still waited.
  bool dial(venues::socket_kind kind, const granted_permit& permit);
  /// The first word of a socket is the answer to its permit.
  void dial_ended(stream_keeper::line_id line, const net::socket_event& what);

  // -- orders: broker_orders.cpp ---------------------------------------------

  void wire_trading(const wiring& x);
  /// What a job spends, before it is built.
  std::vector<spend> spends_of(const job& x) const;
  void order(const order_request& x);
  /// Why a placement must not be asked for now, or nothing.
  std::optional<std::string> objection_to(const order_request& x) const;
  /// Answers those whose time is over.
  void drop_late_orders(job_line& line);
  bool is_late(const job& x) const;
  venues::request build_order(const job& x);
  void read_order(const open_request& x, const net::reply& r);
  /// What is to be asked for an order that was not found; nothing where it is
  /// surely absent.
  std::optional<job>
  next_question(const job& x, const venues::answer<venues::order_lookup>& told,
                const market& what);
  void order_failed(const open_request& x, const net::failure& why);
  /// Ends a duty of which the venue has said nothing.
  void end_order(const order_request& what, duty_end how, std::string why);
  void answer_order(order_answer x, const order_request& what);
  void tell_facts(const market_question& x);
  const market* market_of(const symbol& x) const;
  /// What the strategies have not seen of a market.
  void tell_candles(const symbol& which);

  // -- on paper: broker_paper.cpp --------------------------------------------

  void begin_paper();
  /// Reads the journal where it is wanted and not under way.
  void load_paper();
  void paper_loaded(const stored_entries& x, bool opens);
  void order_on_paper(const order_request& x);
  /// What time alone changes, and whose price must be asked for.
  void watch_paper();
  void price_on_paper(const ticker& x, unix_time at);
  /// Asks what the account pays, where that is due.
  void ask_fees();
  void read_fees(const open_request& x, const net::reply& r);
  void tell_paper_news();

  // -- dispatch: broker.cpp --------------------------------------------------

  void told(const venue_health& x);
  void probe(const probe_request& x);
  void ask(job x);
  void post(const job_line& line);
  std::size_t wanted(const job_line& line, unix_time now);
  bool is_shut(const job_line& line) const;
  void granted(const permit_grant& x);
  /// @returns whether it was of use.
  bool use(const granted_permit& permit, unix_time now_wall);
  /// Sends the first job of the line that can still be asked.
  /// @returns whether there was one.
  bool use(job_line& line, const granted_permit& permit, unix_time now_wall);
  void dispatch(job x, const job_line& line, const granted_permit& permit,
                unix_time now_wall);
  venues::request build(const job& x, open_request& record);
  void result(const transport_result& x);
  /// Any but a book's.
  void read_reply(const open_request& record, const net::reply& reply);
  void failed(const open_request& x, const net::failure& why);
  /// Reports the end of a request and, unless it went well, settles its job.
  template <class T>
  bool read(const open_request& x, const venues::answer<T>& a) {
    conclude(x, a.kind, a.text, a.limits, true, true);
    return a.kind == outcome_kind::ok && a.value.has_value();
  }
  void conclude(const open_request& x, outcome_kind kind,
                const std::string& text, const limit_feedback& limits,
                bool byte_left, bool answered);
  outcome_kind judge_unsent(outcome_kind kind);
  void tell_if_drained();

  broker_pointer self;
  member<broker_pointer> common;
  random_source random;
  request_queue queue;
  broker_options options;

  rate_governor_actor governor;
  health_monitor_actor health;
  scheduler_actor scheduler;
  ledger_actor ledger;
  strategist_actor strategist;
  portfolio_actor portfolio;        ///< The account's.
  caf::strong_actor_ptr drains_for; ///< Set while draining.

  broker_phase phase = broker_phase::connecting;
  std::string reason;
  std::uint64_t retry_generation = 0;
  retry_budget retries; ///< Of the session: an outage is not met with more.
  unsigned attempt = 0;
  unsigned refusals = 0;       ///< 401s in a row.
  unsigned refused_pauses = 0; ///< Of the key, in a row.
  nonce_recovery nonces;
  bool storing_mark = false;
  bool all_shut = false;        ///< The global breaker.
  bool started = false;         ///< The first connect has been asked for.
  bool given_up = false;        ///< For good; `reason` says why.
  bool suspects_closed = false; ///< It did not serve: ask its status soon.
  market_state mode = market_state::tradable; ///< Of the venue.
  key_permissions permissions;
  std::optional<job> to_sign_again; ///< Refused once, waits for the clock.
  clock_offset offset;
  std::vector<balance> balances;
  std::vector<balance> pages; ///< Balances of an unfinished listing.
  time_point clock_at{};
  time_point balances_at{};
  unix_time balances_of{}; ///< When those that are known were asked for.
  time_point markets_at{};
  time_point status_at{};
  std::optional<time_point> calendar_at; ///< When it was asked for last.
  bool calendar_failed = false;          ///< Nothing came of that.
  std::optional<market_hours> hours;     ///< Of shares.
  std::optional<bool> shares_trade;      ///< As said last.

  nonce_mark mark;

  std::vector<market> listing; ///< A list that comes in several answers.
  std::vector<market> listed;
  template <class T>
  using by_market = std::unordered_map<symbol, T, symbol_hash>;
  by_market<std::size_t> by_symbol; ///< Index into `listed`.
  by_market<candle_history> histories;
  std::size_t candles_held = 0; ///< In all histories.
  /// Start of the newest closed candle that the strategies were told of.
  by_market<unix_time> candles_told;
  std::map<std::uint64_t, batch_progress> batches; ///< By batch id.

  ticker_list pricing; ///< Under way; its id 0: none is.
  books_under_way booking;
  std::map<symbol, market_quote> quotes; ///< As told last.
  std::map<symbol, covered_market> covered;
  bool cover_changed = false;
  std::map<stream_keeper::line_id, dialled_socket> dialled;
  /// As posted last, by kind.
  std::array<std::size_t, venues::socket_kinds.size()> connects_wished{};
  std::size_t cover_said = 0; ///< How many, in the log.
  /// After what it refers to; null where nothing is followed.
  std::unique_ptr<stream_keeper> streams;

  std::unique_ptr<broker_on_paper> paper; ///< Null but on paper.

  std::map<std::uint64_t, open_request> open; ///< By transport id.
  std::uint64_t last_request = 0;
  std::set<std::string> shut; ///< Scopes whose breaker is not closed.
  time_point last_progress{}; ///< Last end other than "no connection ready".
};

} // namespace ballast
