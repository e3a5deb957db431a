#include "net/server_session.hpp"

#include "net/gzip.hpp"
#include "net/reply_text.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace ballast::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t read_size = 16 * 1024;
/// How long and how much a client that was told to go may go on talking:
/// closing at once would tear the answer out of its hands.
constexpr std::chrono::seconds drain_time{1};
constexpr std::size_t drain_max = 1024 * 1024;
/// Below this gzip gains nothing.
constexpr std::size_t gzip_min = 1024;

/// The right to answer one request, once.
class reply_slot {
public:
  reply_slot(std::shared_ptr<event_loop> loop,
             std::weak_ptr<server_session> session, std::uint64_t request)
      : loop_{std::move(loop)}, session_{std::move(session)}, request_{
                                                                request} {}
  reply_slot(const reply_slot&) = delete;
  reply_slot& operator=(const reply_slot&) = delete;
  ~reply_slot() { give({{500, {}, "no answer\n"}}); }

  void give(answer x) {
    if (used_.exchange(true))
      return;
    // The session is only ever held by its own thread.
    loop_->post([session = session_, request = request_,
                 content = std::move(x)]() mutable {
      if (const auto alive = session.lock())
        alive->reply_with(std::move(content), request);
    });
  }

private:
  std::shared_ptr<event_loop> loop_;
  std::weak_ptr<server_session> session_;
  std::uint64_t request_;
  std::atomic<bool> used_{false};
};

template <class Message>
call call_of(Message message) {
  call x;
  const auto method = message.method_string();
  const auto target = message.target();
  x.method.assign(method.data(), method.size());
  x.target.assign(target.data(), target.size());
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    x.headers.push_back({std::string{name.data(), name.size()},
                         std::string{value.data(), value.size()}});
  }
  x.body = std::move(message.body());
  return x;
}

unsigned status_for(const boost::system::error_code& ec) {
  if (ec == http::error::body_limit)
    return 413;
  return ec == http::error::header_limit ? 431 : 400;
}

} // namespace

server_session::server_session(std::shared_ptr<event_loop> loop,
                               socket_stream::socket_type x,
                               asio::ssl::context* tls, server_shared& shared,
                               session_set& home)
    : loop_{std::move(loop)}, stream_{std::make_unique<socket_stream>(
                                std::move(x), tls)},
      shared_{shared}, home_{home}, timer_{loop_->context()},
      buffer_{shared.opts.header_max + read_size} {}

server_session::~server_session() { --shared_.open; }

// -- reading a request --------------------------------------------------------

void server_session::start() {
  home_.sessions.insert(shared_from_this());
  error ignored;
  stream_->socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
  if (!stream_->secure())
    return next_request();
  arm(shared_.opts.header, &server_session::close);
  stream_->tls().async_handshake(asio::ssl::stream_base::server,
                                 [self = shared_from_this()](const error& ec) {
                                   if (self->phase_ == phase::closed)
                                     return;
                                   if (ec)
                                     return self->close();
                                   self->next_request();
                                 });
}

void server_session::next_request() {
  scanner_ = {};
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(shared_.opts.header_max));
  parser_->body_limit(shared_.opts.body_max);
  parser_->eager(true);
  wire_bytes_ = 0;
  phase_ = phase::waiting;
  arm(shared_.opts.idle, &server_session::close);
  if (buffer_.size() > 0)
    take_input();
  else
    read();
}

void server_session::read() {
  const auto room = buffer_.max_size() - buffer_.size();
  stream_->async_read_some(
    buffer_.prepare(std::min(read_size, room)),
    [self = shared_from_this()](const error& ec, std::size_t size) {
      if (self->phase_ != phase::closed)
        self->on_read(ec, size);
    });
}

void server_session::on_read(const error& ec, std::size_t size) {
  if (ec)
    return close();
  if (phase_ == phase::hanging)
    return read();
  if (phase_ == phase::draining) {
    wire_bytes_ += size;
    return wire_bytes_ > drain_max ? close() : read();
  }
  buffer_.commit(size);
  take_input();
}

void server_session::take_input() {
  if (phase_ == phase::waiting) {
    phase_ = phase::head;
    arm(shared_.opts.header, &server_session::close);
  }
  if (phase_ == phase::body || take_head())
    take_body();
}

/// @returns whether the head is whole and good; else what follows is arranged.
bool server_session::take_head() {
  const auto bytes = buffer_.data();
  const std::string_view text{static_cast<const char*>(bytes.data()),
                              bytes.size()};
  const auto found = scanner_.scan(text);
  if (found == head_scanner::state::broken) {
    refuse(400);
    return false;
  }
  const auto whole = found == head_scanner::state::whole;
  if ((whole ? scanner_.size() : text.size()) > shared_.opts.header_max) {
    refuse(431);
    return false;
  }
  if (!whole) {
    read();
    return false;
  }
  if (const auto status = head_fault(text.substr(0, scanner_.size()))) {
    refuse(status);
    return false;
  }
  phase_ = phase::body;
  arm(shared_.opts.idle, &server_session::close);
  return true;
}

void server_session::take_body() {
  const auto& opts = shared_.opts;
  while (buffer_.size() > 0 && !parser_->is_done()) {
    error ec;
    const auto used = parser_->put(buffer_.data(), ec);
    buffer_.consume(used);
    wire_bytes_ += used;
    // Chunks of one byte take six on the wire; more is nothing but framing.
    if (wire_bytes_ > opts.header_max + 8 * opts.body_max)
      return refuse(413);
    if (ec == http::error::need_more)
      break;
    if (ec)
      return refuse(status_for(ec));
  }
  if (parser_->is_done())
    dispatch();
  else if (buffer_.size() < buffer_.max_size())
    read();
  else
    refuse(400); // A chunk's header that never ends.
}

/// Answers what is not a request that can be served, and closes.
void server_session::refuse(unsigned status) {
  keeps_alive_ = false;
  head_only_ = false;
  takes_gzip_ = false;
  answer_ = {};
  answer_.content = {status, {{"Content-Type", "text/plain"}}, "refused\n"};
  phase_ = phase::answering;
  carry_out();
}

void server_session::dispatch() {
  phase_ = phase::working;
  ++timer_turn_;
  if (wants_socket())
    return open_socket();
  keeps_alive_ = parser_->keep_alive();
  auto x = call_of(parser_->release());
  head_only_ = x.method == "HEAD";
  const auto encodings = find_header(x.headers, "accept-encoding");
  takes_gzip_ = shared_.opts.gzip && encodings
                && encodings->find("gzip") != std::string_view::npos;
  const auto slot
    = std::make_shared<reply_slot>(loop_, weak_from_this(), ++request_);
  try {
    shared_.handle(std::move(x),
                   [slot](answer y) { slot->give(std::move(y)); });
  } catch (const std::exception& e) {
    spdlog::error("a request handler failed: {}", e.what());
  }
}

/// A request to open a WebSocket, with nothing behind it: what follows an
/// opening that was not answered yet cannot be meant for anybody.
bool server_session::wants_socket() const {
  return shared_.open_socket && buffer_.size() == 0
         && boost::beast::websocket::is_upgrade(parser_->get());
}

void server_session::open_socket() {
  const auto request = parser_->release();
  std::variant<std::unique_ptr<socket_user>, answer> found{
    answer{{500, {}, "no answer\n"}}};
  try {
    found = shared_.open_socket(call_of(request));
  } catch (const std::exception& e) {
    spdlog::error("opening a WebSocket failed: {}", e.what());
  }
  if (auto* const other = std::get_if<answer>(&found)) {
    keeps_alive_ = false;
    head_only_ = false;
    takes_gzip_ = false;
    return reply_with(std::move(*other), request_);
  }
  ++shared_.open; // The socket counts as the connection that it was.
  auto socket = std::make_shared<server_socket>(
    loop_->context(), std::move(stream_),
    std::move(*std::get_if<std::unique_ptr<socket_user>>(&found)), shared_.opts,
    [&shared = shared_, &home = home_](const auto& x) {
      --shared.open;
      home.sockets.erase(x);
    });
  home_.sockets.insert(socket);
  close();
  socket->accept(request);
}

// -- carrying out an answer ---------------------------------------------------

void server_session::reply_with(answer x, std::uint64_t request) {
  if (phase_ != phase::working || request != request_)
    return;
  phase_ = phase::answering;
  answer_ = std::move(x);
  if (answer_.delay.count() > 0)
    arm(answer_.delay, &server_session::carry_out);
  else
    carry_out();
}

void server_session::carry_out() {
  const auto size = answer_.content.body.size();
  switch (answer_.how) {
  case answer::ending::send:
    pack_body();
    compose(answer_.content.body.size());
    return write(&server_session::finish_answer);
  case answer::ending::hang:
    phase_ = phase::hanging;
    ++timer_turn_;
    // Reading notices when the other side gives up.
    return read();
  case answer::ending::reset:
    return reset();
  case answer::ending::trickle:
    trickled_ = 0;
    compose(0);
    return write(&server_session::trickle);
  case answer::ending::cut:
    compose(size / 2);
    return write(&server_session::drain);
  }
}

/// Puts the head and the first `body_sent` bytes of the body into one buffer:
/// one write, and with TLS one record, where two would cost more than a copy.
void server_session::compose(std::size_t body_sent) {
  const auto& x = answer_.content;
  out_ = reply_head(x, x.body.size(), keeps_alive_);
  if (!head_only_ && has_body(x.status))
    out_.append(x.body, 0, body_sent);
}

void server_session::pack_body() {
  auto& x = answer_.content;
  if (!takes_gzip_ || x.body.size() <= gzip_min
      || find_header(x.headers, "content-encoding"))
    return;
  x.body = gzip(x.body);
  x.headers.push_back({"Content-Encoding", "gzip"});
}

void server_session::write(void (server_session::*then)()) {
  arm(shared_.opts.idle, &server_session::close);
  asio::async_write(
    *stream_, asio::buffer(out_),
    [self = shared_from_this(), then](const error& ec, std::size_t) {
      if (self->phase_ == phase::closed)
        return;
      if (ec)
        return self->close();
      ((*self).*then)();
    });
}

void server_session::finish_answer() {
  if (keeps_alive_)
    return next_request();
  if (!stream_->secure())
    return drain();
  // TLS says goodbye, so that the client knows nobody has cut the reply.
  phase_ = phase::draining;
  arm(drain_time, &server_session::close);
  stream_->tls().async_shutdown([self = shared_from_this()](const error&) {
    if (self->phase_ != phase::closed)
      self->close();
  });
}

void server_session::trickle() {
  const auto& body = answer_.content.body;
  if (head_only_ || trickled_ == body.size())
    return finish_answer();
  out_.assign(1, body[trickled_++]);
  arm(shared_.opts.trickle, &server_session::write_trickled);
}

void server_session::write_trickled() { write(&server_session::trickle); }

void server_session::reset() {
  error ignored;
  stream_->socket().set_option(asio::socket_base::linger{true, 0}, ignored);
  close();
}

/// Ends our side and lets the other finish.
void server_session::drain() {
  phase_ = phase::draining;
  wire_bytes_ = 0;
  buffer_.clear();
  arm(drain_time, &server_session::close);
  error ignored;
  stream_->socket().shutdown(asio::socket_base::shutdown_send, ignored);
  read();
}

// -- time and the end ---------------------------------------------------------

void server_session::arm(std::chrono::nanoseconds time,
                         void (server_session::*then)()) {
  timer_.expires_after(time);
  timer_.async_wait(
    [self = shared_from_this(), then, turn = ++timer_turn_](const error& ec) {
      if (!ec && turn == self->timer_turn_)
        ((*self).*then)();
    });
}

void server_session::close() {
  phase_ = phase::closed;
  ++timer_turn_;
  timer_.cancel();
  if (stream_)
    stream_->close();
  home_.sessions.erase(shared_from_this());
}

} // namespace ballast::net
