// A TCP stream, with TLS or without, as one type: clients and sessions are
// written once for both.
//
// Inside net/ only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <optional>
#include <utility>

namespace ballast::net {

class socket_stream {
public:
  using socket_type = boost::asio::ip::tcp::socket;
  using executor_type = socket_type::executor_type;
  using tls_type = boost::asio::ssl::stream<socket_type&>;

  /// @param tls Null for plain TCP; outlives the stream.
  socket_stream(socket_type socket, boost::asio::ssl::context* tls)
      : socket_{std::move(socket)} {
    if (tls)
      tls_.emplace(socket_, *tls);
  }
  socket_stream(const socket_stream&) = delete;
  socket_stream& operator=(const socket_stream&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  socket_type& socket() { return socket_; }
  bool secure() const { return tls_.has_value(); }
  /// @pre secure()
  tls_type& tls() { return *tls_; }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& into, Handler&& then) {
    if (tls_)
      tls_->async_read_some(into, std::forward<Handler>(then));
    else
      socket_.async_read_some(into, std::forward<Handler>(then));
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& from, Handler&& then) {
    if (tls_)
      tls_->async_write_some(from, std::forward<Handler>(then));
    else
      socket_.async_write_some(from, std::forward<Handler>(then));
  }

  /// Closes without a word: every operation under way ends.
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

private:
  socket_type socket_;
  std::optional<tls_type> tls_;
};

} // namespace ballast::net
