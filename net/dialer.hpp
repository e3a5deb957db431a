// Finds a host, connects to it and, with TLS, verifies it: the way to a stream
// that may be spoken on, for calls and for WebSockets alike.
//
// Inside net/ only; lives on one event loop.
#pragma once

#include "net/socket_stream.hpp"
#include "net/transport.hpp"
#include "net/url.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast::net {

class dialer : public std::enable_shared_from_this<dialer> {
public:
  /// Nothing on success.
  using handler = std::function<void(std::optional<failure>)>;

  /// @param stream not connected yet; outlives the dialling, which `then`, as
  ///        the owner of both, sees to.
  dialer(boost::asio::io_context& loop, url where, socket_stream& stream);

  void start(handler then);
  /// `then` is not called any more. The stream is the owner's to close.
  void cancel();

private:
  using tcp = boost::asio::ip::tcp;
  using error = boost::system::error_code;

  void resolve();
  void connect(const std::vector<tcp::endpoint>& endpoints);
  void connected(const error& ec);
  void shake_hands();
  void finish(std::optional<failure> why);

  url where_;
  tcp::resolver resolver_;
  socket_stream& stream_;
  handler then_;
};

} // namespace ballast::net
