// A small HTTP/1.1 server, with TLS or without: for the monitoring endpoint,
// which is one function from call to answer, and for simulated venues, which
// also hang, cut, trickle and reset.
//
// What a stranger may cost is bounded: the head and body of a request in bytes
// and in time, the number of connections, and the time each may idle.
#pragma once

#include "net/wire.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::net {

struct server_options {
  std::string address = "127.0.0.1"; ///< An IP address to listen on.
  std::uint16_t port = 0;            ///< 0: any free one, see port().
  std::string certificate_pem;       ///< With key_pem: TLS, and only TLS.
  std::string key_pem;
  std::size_t header_max = 16UL * 1024; ///< Bytes, request line included.
  std::size_t body_max = 64UL * 1024;   ///< Bytes.
  /// From a request's first byte to the end of its head.
  std::chrono::nanoseconds header = std::chrono::seconds{5};
  /// Between two requests; also for a whole body to come, or a reply to go.
  std::chrono::nanoseconds idle = std::chrono::seconds{30};
  /// A WebSocket that is silent so long is pinged; without an answer it ends
  /// after as long again. Binance's own pace: clients rely on it.
  std::chrono::nanoseconds ping_every = std::chrono::seconds{20};
  /// Between two bytes of answer::ending::trickle.
  std::chrono::nanoseconds trickle = std::chrono::seconds{1};
  /// How often the user of a WebSocket is asked what is due.
  std::chrono::nanoseconds socket_poll = std::chrono::milliseconds{50};
  unsigned max_connections = 1024; ///< One more is closed at once.
  unsigned threads = 1;            ///< > 0.
  /// Packs bodies of more than 1 KiB for clients that accept gzip.
  bool gzip = false;
};

/// Answers one call. Callable from any thread, also after the server is gone;
/// only the first call counts. Dropped uncalled it answers 500.
using respond = std::function<void(answer)>;

/// Takes a call, its base empty and the Host among its headers, on a thread of
/// the server's: answers at once or later, and never blocks. What it throws is
/// logged and answered with 500.
using request_handler = std::function<void(call, respond)>;

/// Who speaks on a WebSocket that the server has taken. Used by one thread of
/// the server's; never blocks.
class socket_user {
public:
  virtual ~socket_user() = default;
  /// A whole message has come, text or binary.
  virtual void receive(std::string_view text) = 0;
  /// Text messages to send now, in order; asked after each message that came
  /// and every server_options::socket_poll.
  virtual std::vector<std::string> due() = 0;
  /// Whether to close, once what was due is sent.
  virtual bool is_over() const = 0;
};

/// Takes a request to open a WebSocket, or answers it with something else. Its
/// thread and its throwing: as request_handler.
using socket_opener
  = std::function<std::variant<std::unique_ptr<socket_user>, answer>(
    const call&)>;

class http_server {
public:
  /// Listens and starts the threads. Without an opener, requests to open a
  /// WebSocket are calls like any other.
  /// @throws std::system_error when the address cannot be used or the port is
  ///         taken; std::runtime_error when certificate or key are no good.
  http_server(server_options opts, request_handler handle,
              socket_opener open_socket = {});
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;
  /// As stop().
  ~http_server();

  std::uint16_t port() const;

  /// Closes every connection; no handler is called any more once it returns.
  /// @pre Not from within a handler.
  void stop();

private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace ballast::net
