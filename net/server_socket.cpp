#include "net/server_socket.hpp"

#include <boost/beast/core/buffers_to_string.hpp>
#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace ballast::net {

namespace websocket = boost::beast::websocket;

namespace {

/// What may wait for a peer that does not read; more ends the socket.
constexpr std::size_t unsent_max = 16UL * 1024 * 1024;

} // namespace

server_socket::server_socket(
  boost::asio::io_context& loop, std::unique_ptr<socket_stream> stream,
  std::unique_ptr<socket_user> user, const server_options& opts,
  std::function<void(const std::shared_ptr<server_socket>&)> over)
    : stream_{std::move(stream)}, user_{std::move(user)},
      poll_{opts.socket_poll}, over_{std::move(over)}, socket_{*stream_},
      timer_{loop} {
  socket_.read_message_max(opts.body_max);
  // Pings keep what is silent alive, and find out who is gone.
  socket_.set_option(
    websocket::stream_base::timeout{opts.header, 2 * opts.ping_every, true});
}

void server_socket::accept(const request& x) {
  socket_.async_accept(x, [self = shared_from_this()](const error& ec) {
    if (self->is_closed_)
      return;
    if (ec)
      return self->close();
    self->socket_.text(true);
    self->read();
    self->ask_user();
    self->wait();
  });
}

void server_socket::read() {
  socket_.async_read(buffer_,
                     [self = shared_from_this()](const error& ec, std::size_t) {
                       if (!self->is_closed_)
                         self->on_read(ec);
                     });
}

void server_socket::on_read(const error& ec) {
  if (ec)
    return close();
  const auto text = boost::beast::buffers_to_string(buffer_.data());
  buffer_.consume(buffer_.size());
  try {
    user_->receive(text);
  } catch (const std::exception& e) {
    spdlog::error("the user of a WebSocket failed: {}", e.what());
    return close();
  }
  ask_user();
  if (!is_closed_)
    read();
}

void server_socket::ask_user() {
  if (is_closed_ || says_goodbye_)
    return;
  const auto was_idle = to_send_.empty();
  for (auto& x : user_->due()) {
    bytes_to_send_ += x.size();
    to_send_.push_back(std::move(x));
  }
  if (bytes_to_send_ > unsent_max)
    return close();
  says_goodbye_ = user_->is_over();
  if (was_idle)
    write();
}

/// Sends what waits, and then, where the user is done, the goodbye.
void server_socket::write() {
  if (is_closed_)
    return;
  if (to_send_.empty()) {
    if (says_goodbye_)
      socket_.async_close(websocket::close_code::normal,
                          [self = shared_from_this()](const error&) {
                            if (!self->is_closed_)
                              self->close();
                          });
    return;
  }
  socket_.async_write(
    boost::asio::buffer(to_send_.front()),
    [self = shared_from_this()](const error& ec, std::size_t) {
      if (self->is_closed_)
        return;
      if (ec)
        return self->close();
      self->bytes_to_send_ -= self->to_send_.front().size();
      self->to_send_.pop_front();
      self->write();
    });
}

void server_socket::wait() {
  timer_.expires_after(poll_);
  timer_.async_wait([self = shared_from_this()](const error& ec) {
    if (ec || self->is_closed_)
      return;
    self->ask_user();
    self->wait();
  });
}

void server_socket::close() {
  if (std::exchange(is_closed_, true))
    return;
  timer_.cancel();
  stream_->close();
  const auto over = std::exchange(over_, nullptr);
  over(shared_from_this());
}

} // namespace ballast::net
