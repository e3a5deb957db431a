// Reports of executions, which tell only what has changed, put together to
// whole orders.
// Source: Kraken, WebSocket v2, "Executions".
#pragma once

#include "domain/order.hpp"

#include <simdjson.h>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace ballast::venues::kraken {

/// What one report of an execution tells.
struct execution {
  std::optional<order_report> order; ///< Absent where it is not known whole.
  std::optional<ballast::fill> fill;
  bool is_strange = false; ///< Of a market that is none here.
  bool is_readable = false;
};

/// Orders of one account, until they are over. A report tells the fee of each
/// fill but none of the order: that stays zero.
class kept_orders {
public:
  void clear() {
    orders_.clear();
    ended_.clear();
    strangers_.clear();
  }
  /// @param row with numbers as text.
  execution read(const simdjson::dom::object& row);

private:
  void ended(const std::string& id);

  std::map<std::string, order_report, std::less<>> orders_;
  std::deque<std::string> ended_; ///< Of these, the last that have ended.
  /// Ids of orders of tokenised stocks ("AAPLx/USD").
  std::set<std::string, std::less<>> strangers_;
};

} // namespace ballast::venues::kraken
