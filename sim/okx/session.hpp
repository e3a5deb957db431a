// One WebSocket connection at the simulated OKX.
#pragma once

#include "sim/limiter.hpp"
#include "sim/okx/feed.hpp"
#include "sim/okx/signature_gate.hpp"
#include "sim/venue_stream.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::okx {

/// How many connections of an account listen to a private channel.
class listeners {
public:
  /// @returns what counts until it is let go of; null for one too many
  std::shared_ptr<void> join(std::size_t account, const std::string& channel);
  std::size_t count(std::size_t account, const std::string& channel);

private:
  using line = std::vector<std::weak_ptr<void>>;
  line& present(std::size_t account, const std::string& channel);

  std::map<std::string, line> lines_;
};

/// What a connection needs of its venue; all of it outlives it.
struct session_parts {
  market_data& markets;
  trading& orders;
  const signature_gate& keys;
  listeners& heard_by;
  std::function<purse(std::size_t, instant)> wallets;
};

/// Logs in, subscribes and unsubscribes, answers pings, and is over after
/// 30 s in which nothing was said on either side.
///
/// Source: okx.md section 8.
class session : public venue_stream {
public:
  session(entrance enter, session_parts parts, door where, std::string id,
          instant now);

protected:
  void take(std::string_view text, instant now) override;
  void look(instant now) override;

private:
  struct subscription {
    std::string topic; ///< JSON.
    std::unique_ptr<feed> source;
    std::shared_ptr<void> seat; ///< Of a private channel.
  };
  struct request; ///< One message of the client's.

  void log_in(const request& what, instant now);
  void subscribe(const request& what, const topic& to, instant now);
  void subscribe_member(const request& what, const topic& to, instant now);
  void unsubscribe(const request& what, const topic& from);
  void acknowledge(const request& what, const topic& which);
  void fail(const request& what, std::string_view code,
            const std::string& text);

  session_parts parts_;
  door where_;
  std::string id_;
  limiter requests_;
  std::optional<std::size_t> account_;
  std::vector<subscription> subscriptions_;
  time_point last_; ///< When something was said.
};

/// nullopt for a path that is none of the venue's.
std::optional<door> door_of(std::string_view path);

} // namespace ballast::sim::okx
