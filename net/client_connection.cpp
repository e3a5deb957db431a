#include "net/client_connection.hpp"

#include "net/request_text.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <poll.h>
#include <utility>

namespace ballast::net {

namespace asio = boost::asio;

namespace {

/// Room for one reply of candles (35 KB) without growing in steps: measured
/// to save a third of a request's CPU.
constexpr std::size_t read_buffer = 128UL * 1024;

long long milliseconds(std::chrono::nanoseconds x) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(x).count();
}

} // namespace

client_connection::client_connection(asio::io_context& loop, const url& where,
                                     asio::ssl::context* tls,
                                     const connection_options& opts,
                                     connection_owner& owner)
    : where_{where}, opts_{opts}, owner_{owner}, stream_{tcp::socket{loop},
                                                         tls},
      dialer_{std::make_shared<dialer>(loop, where, stream_)}, timer_{loop} {
  buffer_.reserve(read_buffer);
}

// -- coming about -------------------------------------------------------------

void client_connection::open() {
  arm_for(opts_.connect);
  dialer_->start([self = shared_from_this()](const auto& why) {
    if (why)
      self->fail_open(why->what, why->text);
    else
      self->become_idle();
  });
}

void client_connection::become_idle() {
  state_ = state::idle;
  arm_for(opts_.idle);
  read();
  owner_.opened(*this);
}

void client_connection::fail_open(failure::kind what, const std::string& text) {
  close();
  owner_.open_failed(*this, {what, false, text});
}

// -- carrying a call ----------------------------------------------------------

bool client_connection::is_stale() {
  pollfd look{stream_.socket().native_handle(), POLLIN | POLLRDHUP, 0};
  if (::poll(&look, 1, 0) <= 0)
    return false;
  // TLS sends session tickets whenever it likes; plain HTTP has nothing to say.
  return !stream_.secure() || (look.revents & ~POLLIN) != 0;
}

void client_connection::send(pending_call_pointer x) {
  state_ = state::busy;
  call_ = std::move(x);
  request_ = request_text(call_->what, where_.authority(), opts_.user_agent);
  reader_.emplace(opts_.caps, call_->what.method == "HEAD");
  written_ = false;
  first_byte_ = false;
  arm(std::min(call_->first_byte_by, call_->done_by));
  write();
}

void client_connection::write() {
  asio::async_write(stream_, asio::buffer(request_),
                    [self = shared_from_this()](const error& ec, std::size_t) {
                      if (self->state_ != state::busy)
                        return;
                      self->written_ = !ec;
                      // A server may answer early and close; what it said is in
                      // the read.
                      if (ec && !self->first_byte_)
                        self->fail_call(failure::kind::lost,
                                        "sending the call failed: "
                                          + ec.message());
                    });
}

void client_connection::read() {
  stream_.async_read_some(
    buffer_.prepare(read_buffer - buffer_.size()),
    [self = shared_from_this()](const error& ec, std::size_t size) {
      self->on_read(ec, size);
    });
}

void client_connection::on_read(const error& ec, std::size_t size) {
  if (state_ == state::closed)
    return;
  if (state_ == state::idle) {
    // It closed, or it speaks without having been asked: either way what
    // came next could be taken for the answer to somebody else's call.
    close();
    return owner_.closed(*this);
  }
  buffer_.commit(size);
  if (size > 0 && !std::exchange(first_byte_, true))
    arm(call_->done_by);
  if (ec)
    on_stream_end(ec);
  else
    feed();
}

void client_connection::feed() {
  const auto bytes = buffer_.data();
  buffer_.consume(
    reader_->feed({static_cast<const char*>(bytes.data()), bytes.size()}));
  if (reader_->now() != response_reader::state::needs_more)
    complete();
  else if (buffer_.size() < read_buffer)
    read();
  else
    fail_call(failure::kind::malformed,
              "a chunk's head or the trailer never ends");
}

void client_connection::on_stream_end(const error& ec) {
  const auto in_order = ec == asio::error::eof;
  // Without TLS's own goodbye anybody may have cut the stream. That matters
  // where the end of the stream is the end of the body, and nowhere else.
  const auto cut = ec == asio::ssl::error::stream_truncated;
  if (!first_byte_)
    return fail_call(failure::kind::lost,
                     in_order || cut
                       ? "the connection was closed before a byte of the reply"
                       : "the connection broke: " + ec.message());
  if (!in_order && !cut)
    return fail_call(failure::kind::lost,
                     "the connection broke within the reply: " + ec.message());
  reader_->end();
  if (cut && reader_->now() == response_reader::state::whole)
    return fail_call(failure::kind::lost,
                     "the reply may have been cut: no end of TLS came");
  complete();
}

void client_connection::complete() {
  const auto reusable = reader_->now() == response_reader::state::whole
                        && written_ && buffer_.size() == 0
                        && reader_->keeps_alive();
  auto answered = std::move(call_);
  auto result = reader_->take();
  reader_.reset();
  if (reusable) {
    state_ = state::idle;
    arm_for(opts_.idle);
    read();
  } else {
    close();
  }
  answered->finish(std::move(result));
  if (reusable)
    owner_.replied(*this);
  else
    owner_.closed(*this);
}

void client_connection::fail_call(failure::kind what, const std::string& text) {
  auto answered = std::move(call_);
  close();
  answered->finish(failure{what, true, text});
  owner_.closed(*this);
}

// -- time and the end ---------------------------------------------------------

void client_connection::stay_idle() { arm_for(opts_.idle); }

void client_connection::stop() {
  auto answered = std::move(call_);
  close();
  if (answered)
    answered->finish(
      failure{failure::kind::stopped, true, "the transport was stopped"});
}

void client_connection::arm(std::chrono::steady_clock::time_point when) {
  due_ = when;
  if (armed_at_ <= when)
    return;
  armed_at_ = when;
  timer_.expires_at(when);
  timer_.async_wait(
    [self = shared_from_this(), turn = ++timer_turn_](const error& ec) {
      if (ec || turn != self->timer_turn_)
        return;
      self->armed_at_ = never;
      if (std::chrono::steady_clock::now() < self->due_)
        self->arm(self->due_);
      else
        self->on_timer();
    });
}

void client_connection::arm_for(std::chrono::nanoseconds time) {
  arm(std::chrono::steady_clock::now() + time);
}

void client_connection::on_timer() {
  switch (state_) {
  case state::connecting:
    return fail_open(failure::kind::not_ready,
                     "no connection to " + where_.authority() + " within "
                       + std::to_string(milliseconds(opts_.connect)) + " ms");
  case state::idle:
    return owner_.idled(*this);
  case state::busy:
    return fail_call(failure::kind::timed_out,
                     first_byte_ ? "the reply was not whole in time"
                                 : "no byte of a reply came in time");
  case state::closed:
    return;
  }
}

void client_connection::close() {
  state_ = state::closed;
  ++timer_turn_;
  timer_.cancel();
  dialer_->cancel();
  stream_.close();
}

} // namespace ballast::net
