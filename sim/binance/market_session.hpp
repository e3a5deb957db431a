// One connection to the simulated Binance's market streams.
#pragma once

#include "sim/binance/feed.hpp"
#include "sim/binance/lifetime.hpp"
#include "sim/limiter.hpp"
#include "sim/venue_stream.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::binance {

/// Takes SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY and
/// GET_PROPERTY. Who sends more than five messages a second is cut off.
///
/// Source: binance.md sections 4 and 9.
class market_session : public venue_stream {
public:
  /// @param markets must outlive this
  /// @param combined whether events come with the name of their stream
  /// @param names of streams that the address asked for
  market_session(entrance enter, market_data& markets, bool combined,
                 const std::vector<std::string>& names, instant now);

protected:
  void take(std::string_view text, instant now) override;
  void look(instant now) override;

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
  limiter messages_;
  lifetime life_;
};

/// Names of an address: "/ws/a", "/ws/a/b", "/stream?streams=a/b".
std::vector<std::string> streams_of(std::string_view target);

} // namespace ballast::sim::binance
