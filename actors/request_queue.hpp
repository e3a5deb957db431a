// What a BROKER wants to send, sorted by what a permit for it would spend.
//
// A permit is the right to send *one* request of a given price in a given
// lane, not a certain request: which one goes is decided when it comes.
#pragma once

#include "domain/limit.hpp"
#include "domain/rate_budgets.hpp"
#include "domain/symbol.hpp"
#include "messages/trading.hpp"
#include "venues/adapter.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

/// One request to be: its question and what is needed to ask it.
struct job {
  venues::question what = venues::question::time;
  ballast::lane lane = ballast::lane::account;
  bool probe = false;
  /// Asks for the hours of shares in place of the time, which costs the same.
  bool of_calendar = false;
  /// Asks for a stream's token in place of the balances, which costs the same.
  bool of_token = false;
  /// Asks for the account's fees in `market`, in place of the balances.
  bool of_fees = false;
  /// Asks for a market's book; `what` tells nothing then.
  bool of_book = false;
  symbol market;           ///< Of candles, books and fees.
  std::uint64_t batch = 0; ///< Of candles.
  std::uint64_t wish = 0;  ///< Of tickers and books; 0: a probe's.
  std::string page;        ///< Of balances.
  std::string scope;       ///< The breaker that asked, of probes.
  time_point since{};      ///< When it got in line.
  /// A duty of the account's order desk, in place of a question.
  std::shared_ptr<const order_request> order;
  /// Of a question for an order: asked where venues keep those that have ended.
  bool is_second = false;
  /// The same: when the first of several questions left, by the venue's time.
  std::optional<unix_time> asked_at;

  /// Whether it is this question, and no order.
  bool asks(venues::question x) const noexcept { return !order && what == x; }
  /// Whether it takes a signature.
  bool is_signed() const noexcept {
    return order != nullptr || venues::is_signed(what);
  }
};

/// Jobs that one kind of permit can send.
struct job_line {
  demand_id demand = 0;
  ballast::lane lane = ballast::lane::account;
  bool probe = false;
  std::vector<spend> spends;
  std::deque<job> jobs;

  const std::string& scope() const { return spends.front().budget; }
};

class request_queue {
public:
  /// @param owner names the broker in the upper half of each demand's id.
  explicit request_queue(std::uint32_t owner) : owner_{owner} {}

  /// @returns the line it now stands in.
  job_line& push(job x, const std::vector<spend>& spends);
  /// The line that a permit is for; null for a stranger's.
  job_line* find(demand_id demand);
  std::vector<job_line>& lines() noexcept { return lines_; }
  bool holds(venues::question what) const;

private:
  std::uint32_t owner_;
  std::vector<job_line> lines_;
};

} // namespace ballast
