// A connection to the simulated Coinbase's WebSocket.
#pragma once

#include "sim/coinbase/channel.hpp"
#include "sim/coinbase/token_gate.hpp"
#include "sim/coinbase/trading.hpp"
#include "sim/limiter.hpp"
#include "sim/venue_stream.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim::coinbase {

/// Market data and users on one connection, as the venue has them on its
/// market data host. Every message has its number on this connection, but for
/// errors.
///
///     opened ──5 s without a subscription──▶ closed
///     subscribe ──▶ snapshots ──▶ the whole set of subscriptions ──▶ updates
///     no message for 90 s ──▶ closed
///
/// A product that shares another's book is told under that one's id, except
/// to `user`. Source: coinbase.md section 7.
class client_stream : public venue_stream {
public:
  /// What it looks at; all of it outlives the stream.
  struct sources {
    market_data& markets;
    trading& orders;
    const token_gate& tokens;
    limiter& messages;                ///< Without a token, from one address.
    std::function<void()> over_limit; ///< Called for each one too many.
    std::function<void()> bad_token;  ///< Called for each token refused.
  };
  client_stream(entrance enter, sources from, instant now)
      : venue_stream{std::move(enter)}, from_{std::move(from)},
        opened_at_{now.steady}, told_at_{now.steady} {}

protected:
  void take(std::string_view text, instant now) override;
  void look(instant now) override;

private:
  /// A channel's name, and the product that it is told under.
  using place = std::pair<std::string, std::string>;
  struct request;

  void subscribe(const request& what, instant now);
  void unsubscribe(const request& what, instant now);
  void open(const place& where, const request& what, instant now);
  void send_subscriptions(instant now);
  void send_event(std::string_view channel, std::string_view event,
                  instant now);
  void send_error(const std::string& text, instant now);

  sources from_;
  std::map<place, std::unique_ptr<channel>> channels_;
  /// As asked for, by channel.
  std::map<std::string, std::set<std::string>> subscriptions_;
  std::uint64_t sequence_ = 0;
  bool has_subscribed_ = false;
  time_point opened_at_;
  time_point told_at_; ///< When the last message went out.
};

} // namespace ballast::sim::coinbase
