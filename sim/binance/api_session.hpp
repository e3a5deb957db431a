// One connection to the simulated Binance's WebSocket API.
#pragma once

#include "sim/binance/lifetime.hpp"
#include "sim/binance/parameters.hpp"
#include "sim/binance/routes.hpp"
#include "sim/binance/signature_gate.hpp"
#include "sim/binance/user_events.hpp"
#include "sim/venue_stream.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::sim::binance {

/// What a connection needs of its venue; all of it outlives it.
struct api_parts {
  /// Says whose a request is, or refuses it.
  using who = std::function<std::variant<std::size_t, net::reply>()>;

  const signature_gate& keys;
  trading& orders;
  /// Answers what is a call of REST too, within the address's limits.
  std::function<net::reply(const route&, const parameters&, const who&,
                           instant)>
    ask;
  /// Takes a request's weight, or says that it is one too many.
  std::function<std::optional<net::reply>(std::uint32_t, instant)> spend;
  /// JSON of rateLimits.
  std::function<std::string(instant)> limits;
};

/// Requests and answers by id; user data among them, wrapped with the number
/// of its subscription.
///
/// Source: binance.md sections 2.2 and 10.
class api_session : public venue_stream {
public:
  api_session(entrance enter, api_parts parts, instant now);

protected:
  void take(std::string_view text, instant now) override;
  void look(instant now) override;

private:
  struct subscription {
    std::int64_t id = 0;
    user_events events;
  };
  struct request; ///< One message of the client's.
  struct logon {
    std::size_t account = 0;
    unix_time since;
  };

  void answer(const request& what, instant now);
  void answer_route(const request& what, instant now);
  net::reply session(const request& what, instant now);
  net::reply user_data(const request& what, instant now);
  net::reply listen(std::size_t account, instant now);
  net::reply stop(const request& what);
  std::variant<std::size_t, net::reply> signer(const request& what,
                                               instant now) const;
  void reply(const request& what, const net::reply& x, std::string_view limits);

  api_parts parts_;
  std::optional<logon> logon_;
  std::vector<subscription> subscriptions_;
  std::int64_t next_ = 0; ///< Number of the next subscription.
  unix_time opened_;
  lifetime life_;
};

} // namespace ballast::sim::binance
