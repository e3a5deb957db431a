// One connection to the simulated Binance's market streams.
#pragma once

#include "sim/binance/feed.hpp"
#include "sim/binance/lifetime.hpp"
#include "sim/exchange.hpp"
#include "sim/limiter.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::binance {

/// Takes SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY and
/// GET_PROPERTY. Who sends more than five messages a second is cut off.
///
/// Source: binance.md sections 4 and 9. Not thread-safe: its exchange has the
/// lock.
class market_session : public stream {
public:
  /// @param markets must outlive this
  /// @param combined whether events come with the name of their stream
  /// @param names of streams that the address asked for
  market_session(market_data& markets, bool combined,
                 const std::vector<std::string>& names, instant now);

  void receive(std::string_view text, instant now) override;
  std::vector<std::string> due(instant now) override;
  bool is_over() const override { return is_over_; }

private:
  struct subscription {
    std::string name;
    std::unique_ptr<feed> source; ///< Null for a name that means nothing.
  };
  struct request; ///< One message of the client's.

  void answer(const request& what, instant now);
  void subscribe(const request& what, instant now);
  void unsubscribe(const request& what);
  void property(const request& what);
  void add(const std::string& name, instant now);
  void reply(const request& what, std::string_view result);
  void fail(const request& what, int code, const std::string& text);
  std::string wrapped(std::string_view name, const std::string& event) const;

  market_data& markets_;
  bool combined_;
  std::vector<subscription> subscriptions_;
  std::vector<std::string> answers_;
  limiter messages_;
  lifetime life_;
  bool is_over_ = false;
};

/// Names of an address: "/ws/a", "/ws/a/b", "/stream?streams=a/b".
std::vector<std::string> streams_of(std::string_view target);

} // namespace ballast::sim::binance
