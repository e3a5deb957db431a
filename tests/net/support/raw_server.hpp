// A server that says exactly what a test tells it to, however wrong: for what
// no proper server would put on the wire.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>

namespace ballast::net::test {

/// One connection, in blocking terms. Errors end in silence: the test sees
/// what the client makes of it.
class raw_peer {
public:
  virtual ~raw_peer() = default;
  /// Reads one request's head and returns it; empty once the client is gone.
  virtual std::string read_head() = 0;
  virtual void write(const std::string& text) = 0;
  /// Ends our side of the stream in good order.
  virtual void end() = 0;
  /// Resets the connection.
  virtual void reset() = 0;
  /// Waits until the client closes.
  virtual void wait_for_close() = 0;
};

/// Runs `script` for each connection in turn, on a thread of its own, and
/// closes the connection when the script returns.
class raw_server {
public:
  using script = std::function<void(raw_peer&)>;

  explicit raw_server(script each);
  raw_server(const raw_server&) = delete;
  raw_server& operator=(const raw_server&) = delete;
  ~raw_server();

  std::uint16_t port() const;
  /// "http://127.0.0.1:PORT"
  std::string base() const;
  /// Connections that were accepted so far.
  unsigned accepted() const;

private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

/// A TLS server that answers "200 ok" to every request, in ways of its own.
class raw_tls_server {
public:
  struct options {
    std::string certificate; ///< PEM.
    std::string key;         ///< PEM.
    bool ancient = false;    ///< Speaks nothing newer than TLS 1.1.
    /// The handshake starts once this is ready; an invalid one is at once.
    std::shared_future<void> gate = {};
    /// Said once instead of the answer, and then the socket is closed without
    /// a goodbye of TLS's.
    std::string last_words = {};
  };

  explicit raw_tls_server(options opts);
  raw_tls_server(const raw_tls_server&) = delete;
  raw_tls_server& operator=(const raw_tls_server&) = delete;
  ~raw_tls_server();

  /// "https://127.0.0.1:PORT"
  std::string base() const;
  unsigned accepted() const;

private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

/// A client that sends exactly `text` to 127.0.0.1, ends its side when asked
/// to, and returns all that came until the server closed.
std::string raw_exchange(std::uint16_t port, const std::string& text,
                         bool end_after = false);

} // namespace ballast::net::test
