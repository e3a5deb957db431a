// The way of an order in one thread: journal, desk, adapter and transport are
// those of the node; what actors do there, this does in a loop. Made to be
// killed.
//
//     want ──▶ journal ──▶ desk.duties ──▶ adapter ──▶ transport
//                ▲                                         │
//                └────────────── desk ◀── adapter ◀────────┘
#pragma once

#include "domain/order_desk.hpp"
#include "net/transport.hpp"
#include "store/journal.hpp"
#include "venues/trading.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ballast::test {

/// What is done wrong on purpose, to see that it is noticed.
enum class planted_bug : std::uint8_t {
  none,
  send_first,  ///< Requests leave before their intent was committed.
  place_again, ///< After a restart what is unknown is placed once more.
};

/// Work that the transport's thread hands to ours.
class answer_queue {
public:
  void put(std::function<void()> x);
  /// Waits for work until then. @returns nothing when none came.
  std::optional<std::function<void()>> take(std::chrono::milliseconds patience);

private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::function<void()>> all_;
};

class order_path {
public:
  /// All are kept by reference. @pre the adapter has credentials, and the
  /// trader is its own.
  order_path(venues::adapter& venue, venues::trading& trader,
             store::journal& journal, net::transport& wire,
             const calendar& clock, planted_bug bug);

  /// Learns the market and its price from the venue, and the orders from the
  /// journal. @throws std::runtime_error when that fails.
  void recover(const symbol& market);

  /// Makes an order that can be told by `life` and `distance`, a fraction of
  /// the price below which a buyer offers (less than zero: above), and that is
  /// worth little.
  order_ticket ticket(side which, time_in_force life,
                      const decimal& distance) const;
  /// @returns its client id; nothing when the desk or the gate refuses.
  std::optional<std::string> want(const order_ticket& x);
  void want_cancelled(const std::string& client_id);

  /// Keeps what is new, does what is due, and takes answers until `patience`
  /// is over without one.
  /// @throws std::runtime_error when the journal fails.
  void turn(std::chrono::milliseconds patience);

  const order_desk& desk() const noexcept { return desk_; }
  const std::vector<std::string>& alarms() const noexcept { return alarms_; }
  /// The last question that came to nothing, and why.
  const std::string& trouble() const noexcept { return trouble_; }

private:
  using build = std::function<venues::request()>;
  using then = std::function<void(const net::outcome&, unix_time asked_at)>;

  unix_time now() const { return clock_.now(); }
  void send(build what, then next);
  void pump();
  /// Waits for the answer of one request.
  net::reply ask_now(const venues::request& what);
  void take(desk_step x);
  void commit();
  void carry_out(const desk_duty& x);
  /// What a reply says, or a failure without one.
  template <class Answer, class Read>
  Answer said(const desk_duty& x, const net::outcome& y, Read read);
  void place(const std::string& client_id);
  void placed(const std::string& client_id, const net::outcome& x);
  /// Where the duty was told to look already.
  struct look {
    std::string page;
    bool is_second = false; ///< Of two places where an order may be.
  };
  void ask(const desk_duty& x, const look& where,
           std::optional<unix_time> asked_at);
  void asked(const desk_duty& x, const look& where, const net::outcome& answer,
             unix_time asked_at);
  void cancel(const desk_duty& x);
  void list_open(const desk_duty& x);
  void list_fills(const desk_duty& x);

  venues::adapter& venue_;
  venues::trading& trader_;
  store::journal& journal_;
  net::transport& wire_;
  const calendar& clock_;
  planted_bug bug_;
  order_desk desk_;
  market market_;
  decimal price_;
  std::vector<journal_entry> pending_; ///< Not yet in the journal.
  std::deque<std::pair<build, then>> waiting_;
  std::size_t under_way_ = 0;
  answer_queue answers_;
  std::vector<std::string> alarms_;
  std::string trouble_;
};

} // namespace ballast::test
