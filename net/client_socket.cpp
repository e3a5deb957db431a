#include "net/client_socket.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/field.hpp>

#include <utility>

namespace ballast::net {

namespace websocket = boost::beast::websocket;

namespace {

/// How long a server may take to return a goodbye.
constexpr std::chrono::seconds goodbye_time{2};
/// What may wait to be sent to a server that does not read.
constexpr std::size_t unsent_max = 4UL * 1024 * 1024;

} // namespace

std::optional<socket_address> parse_socket_url(std::string_view text) {
  const auto secure = text.starts_with("wss://");
  if (!secure && !text.starts_with("ws://"))
    return std::nullopt;
  const auto rest = text.substr(text.find("://") + 3);
  const auto end = rest.find_first_of("/?#");
  const auto authority = rest.substr(0, end);
  const auto where
    = parse_url((secure ? "https://" : "http://") + std::string{authority});
  if (!where)
    return std::nullopt;
  auto target
    = end == rest.npos ? std::string{} : std::string{rest.substr(end)};
  if (target.find('#') != target.npos)
    return std::nullopt;
  for (const auto c : target)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f')
      return std::nullopt;
  if (!target.starts_with('/'))
    target.insert(target.begin(), '/');
  return socket_address{*where, std::move(target)};
}

client_socket::client_socket(boost::asio::io_context& loop,
                             socket_address where,
                             boost::asio::ssl::context* tls,
                             const socket_options& opts, std::string user_agent,
                             socket_handler then)
    : where_{std::move(where)}, user_agent_{std::move(user_agent)},
      then_{std::move(then)}, opening_{opts.opening},
      stream_{socket_stream::socket_type{loop}, tls}, socket_{stream_},
      dialer_{std::make_shared<dialer>(loop, where_.where, stream_)}, timer_{
                                                                        loop} {
  socket_.read_message_max(opts.message_max);
}

// -- coming about -------------------------------------------------------------

void client_socket::open() {
  arm(opening_);
  dialer_->start([self = shared_from_this()](const auto& why) {
    if (why)
      self->finish(why->what, why->text);
    else
      self->agree();
  });
}

void client_socket::agree() {
  state_ = state::agreeing;
  socket_.set_option(
    websocket::stream_base::decorator([agent = user_agent_](auto& request) {
      request.set(boost::beast::http::field::user_agent, agent);
    }));
  socket_.control_callback([this](websocket::frame_type what, auto) {
    if (what != websocket::frame_type::close && state_ == state::open)
      then_(socket_sign_of_life{});
  });
  socket_.async_handshake(
    response_, where_.where.authority(), where_.target,
    [self = shared_from_this()](const error& ec) { self->agreed(ec); });
}

void client_socket::agreed(const error& ec) {
  if (state_ != state::agreeing)
    return;
  if (ec)
    return finish(failure::kind::refused,
                  where_.where.authority()
                    + " opens no WebSocket: " + ec.message());
  state_ = state::open;
  timer_.cancel();
  socket_.text(true);
  then_(socket_opened{});
  if (state_ == state::open)
    read();
}

// -- talking ------------------------------------------------------------------

void client_socket::read() {
  socket_.async_read(buffer_,
                     [self = shared_from_this()](const error& ec, std::size_t) {
                       self->on_read(ec);
                     });
}

void client_socket::on_read(const error& ec) {
  if (state_ == state::closed)
    return;
  if (ec) {
    if (state_ == state::closing)
      return finish(failure::kind::stopped, "closed by us");
    if (ec == websocket::error::message_too_big)
      return finish(failure::kind::too_large, "a message over the cap");
    return finish(failure::kind::lost, ec == websocket::error::closed
                                         ? "closed by the server"
                                         : ec.message());
  }
  auto text = boost::beast::buffers_to_string(buffer_.data());
  buffer_.consume(buffer_.size());
  if (state_ == state::open)
    then_(socket_message{std::move(text)});
  if (state_ != state::closed)
    read();
}

void client_socket::say(std::string text) {
  if (state_ != state::open)
    return;
  bytes_to_send_ += text.size();
  if (bytes_to_send_ > unsent_max)
    return finish(failure::kind::lost, "the server does not read");
  to_send_.push_back(std::move(text));
  if (to_send_.size() == 1)
    write();
}

void client_socket::write() {
  socket_.async_write(boost::asio::buffer(to_send_.front()),
                      [self = shared_from_this()](
                        const error& ec, std::size_t) { self->on_write(ec); });
}

void client_socket::on_write(const error& ec) {
  if (state_ == state::closed)
    return;
  // What broke the write ends the read as well, which knows why.
  if (ec)
    return;
  bytes_to_send_ -= to_send_.front().size();
  to_send_.pop_front();
  if (!to_send_.empty() && state_ == state::open)
    write();
}

// -- the end ------------------------------------------------------------------

void client_socket::close() {
  if (state_ == state::dialling || state_ == state::agreeing)
    return finish(failure::kind::stopped, "closed by us");
  if (state_ != state::open)
    return;
  state_ = state::closing;
  arm(goodbye_time);
  // The read that is under way sees the server's answer.
  socket_.async_close(websocket::close_code::normal,
                      [self = shared_from_this()](const error&) {});
}

void client_socket::stop() {
  if (state_ != state::closed)
    finish(failure::kind::stopped, "the transport was stopped");
}

void client_socket::arm(std::chrono::nanoseconds time) {
  timer_.expires_after(time);
  timer_.async_wait([self = shared_from_this()](const error& ec) {
    if (ec || self->state_ == state::closed || self->state_ == state::open)
      return;
    if (self->state_ == state::closing)
      self->finish(failure::kind::stopped, "closed by us");
    else
      self->finish(failure::kind::not_ready, "no WebSocket to "
                                               + self->where_.where.authority()
                                               + " in time");
  });
}

void client_socket::finish(failure::kind what, const std::string& text) {
  socket_closed end{{what, state_ == state::open, text}, 0, 0};
  if (state_ == state::agreeing
      && response_.result_int() != 101) // 200 is what an empty one says.
    end.status
      = response_.body().empty() && response_.begin() == response_.end()
          ? 0
          : response_.result_int();
  if (socket_.reason().code != websocket::close_code::none)
    end.code = socket_.reason().code;
  state_ = state::closed;
  timer_.cancel();
  dialer_->cancel();
  stream_.close();
  const auto then = std::exchange(then_, [](socket_event) {});
  then(std::move(end));
}

} // namespace ballast::net
