// A BROKER: one account at one venue. Asks for permits, sends on them, reads
// the answers; decides nothing about what to scan or trade.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "actors/paper_desk.hpp"
#include "domain/time.hpp"
#include "net/socket_transport.hpp"
#include "net/transport.hpp"
#include "venues/adapter.hpp"

#include <caf/actor_system.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace ballast {

struct broker_options {
  std::uint32_t owner = 1; ///< Unique on the node; > 0.
  std::shared_ptr<venues::adapter> adapter;
  std::string key_id; ///< A fingerprint: names the key's nonce mark.
  /// A key that can withdraw is not used: live, unless accepted by name.
  bool refuse_withdrawal = false;
  std::shared_ptr<net::transport> transport;
  /// Absent: nothing is followed by stream.
  std::shared_ptr<net::socket_transport> sockets;
  std::shared_ptr<const calendar> wall;
  std::chrono::seconds timeframe{300};
  std::size_t candles = 100; ///< History kept a market.
  unsigned warm_connections = 8;
  net::deadlines deadlines;
  duration clock_every = std::chrono::minutes{5};
  duration balances_every = std::chrono::minutes{1};
  duration status_every = std::chrono::minutes{1};
  /// While the venue is not wholly open. Kraken asks for no more than this.
  duration status_while_closed = std::chrono::seconds{5};
  duration markets_every = std::chrono::hours{1};
  duration calendar_every = std::chrono::hours{24}; ///< Of shares' sessions.
  duration calendar_retry = std::chrono::hours{1};  ///< While that fails.
  /// A market of which a stream has told nothing for so long is asked for once,
  /// to learn whether it is quiet or forgotten; at least three timeframes.
  duration quiet_max = std::chrono::minutes{15};
  /// Orders are filled here and none is ever sent.
  std::optional<paper_terms> paper = {};
  std::uint64_t seed = 0; ///< Of retry jitter.
  log_sink log;
};

broker_actor spawn_broker(caf::actor_system& system, broker_options options);

} // namespace ballast
