#include "tests/support/fault_proxy_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <fcntl.h>
#include <utility>

namespace ballast::test {

namespace asio = boost::asio;

namespace {

/// Reading pauses while so many bytes wait to be delivered.
constexpr std::size_t queue_max = 256UL * 1024;
/// A slow body comes in drops, at most so many a second.
constexpr std::size_t drops = 20;

time_point now() { return std::chrono::steady_clock::now(); }

} // namespace

void keep_from_children(int handle) { ::fcntl(handle, F_SETFD, FD_CLOEXEC); }

proxy_connection::proxy_connection(tcp::socket client, asio::io_context& loop,
                                   proxy_link& link,
                                   std::function<void(proxy_connection&)> gone)
    : link_{link}, gone_{std::move(gone)}, client_{std::move(client)},
      server_{loop}, up_{client_, server_, loop}, down_{server_, client_, loop},
      hold_timer_{loop} {}

void proxy_connection::start(const tcp::endpoint& server) {
  server_.open(server.protocol());
  keep_from_children(client_.native_handle());
  keep_from_children(server_.native_handle());
  server_.async_connect(server, [self = shared_from_this()](const error& ec) {
    if (self->closed_)
      return;
    if (ec)
      return self->close();
    error ignored;
    self->client_.set_option(tcp::no_delay{true}, ignored);
    self->server_.set_option(tcp::no_delay{true}, ignored);
    self->read(self->up_);
    self->read(self->down_);
  });
}

void proxy_connection::close() {
  if (std::exchange(closed_, true))
    return;
  link_.let_go(plan_.number);
  for (auto* x : {&up_.timer, &down_.timer, &hold_timer_})
    x->cancel();
  error ignored;
  client_.close(ignored);
  server_.close(ignored);
  gone_(*this);
}

// -- what comes ---------------------------------------------------------------

void proxy_connection::read(way& x) {
  if (closed_ || x.reading || x.ended || x.queued >= queue_max)
    return;
  x.reading = true;
  x.from.async_read_some(
    asio::buffer(x.input),
    [self = shared_from_this(), &x](const error& ec, std::size_t size) {
      x.reading = false;
      if (!self->closed_)
        self->on_read(x, ec, size);
    });
}

void proxy_connection::on_read(way& x, const error& ec, std::size_t size) {
  if (ec) {
    x.ended = true;
    if (!x.muted)
      put(x, {{}, {}, ec == asio::error::eof ? after::end : after::reset});
    return finish_if_done();
  }
  turn(x);
  const std::string_view bytes{x.input.data(), size};
  if (&x == &up_)
    take_request(bytes);
  else
    take_answer(bytes);
  read(x);
}

void proxy_connection::turn(way& x) {
  if (std::exchange(speaking_, &x) != &x)
    x.lag = link_.lag();
}

void proxy_connection::take_request(std::string_view bytes) {
  const auto first = speaking_ == &up_ && !watch_.begun();
  const auto begins = watch_.client_sends(bytes);
  if (first)
    ++(watch_.secure() ? link_.counts().tls : link_.counts().plain);
  if (begins)
    begin(*begins);
  if (begins && plan_.how == exchange_plan::ending::reset_before) {
    ++link_.counts().reset_before;
    return reset(client_);
  }
  put(up_, {std::string{bytes}, {}});
}

void proxy_connection::begin(exchange_watch::kind what) {
  plan_ = link_.begin(what, now());
  answering_ = false;
  in_body_ = false;
  if (plan_.held && plan_.how != exchange_plan::ending::reset_before)
    hold();
}

void proxy_connection::hold() {
  const auto myself = weak_from_this();
  const auto release = [myself] {
    if (const auto alive = myself.lock())
      alive->overtaken();
  };
  if (!link_.hold(plan_.number, release))
    return;
  up_.held = true;
  hold_timer_.expires_after(plan_.held_max);
  hold_timer_.async_wait(
    [self = shared_from_this(), number = plan_.number](const error& ec) {
      if (ec || self->closed_ || !self->up_.held)
        return;
      ++self->link_.counts().reorder_in_vain;
      self->link_.let_go(number);
      self->overtaken();
    });
}

void proxy_connection::overtaken() {
  up_.held = false;
  hold_timer_.cancel();
  if (!closed_)
    pump(up_);
}

void proxy_connection::take_answer(std::string_view bytes) {
  const auto found = watch_.server_sends(bytes);
  if (found.answer && plan_.number != 0) {
    answering_ = true;
    if (plan_.what == exchange_watch::kind::request)
      link_.answered(plan_.number);
  }
  if (down_.muted)
    return;
  // What comes before the answer is no part of it, such as tickets of TLS.
  const auto before = answering_ ? found.answer.value_or(0) : bytes.size();
  if (before > 0)
    put(down_, {std::string{bytes.substr(0, before)}, {}});
  bytes.remove_prefix(before);
  if (bytes.empty())
    return;
  using ending = exchange_plan::ending;
  const auto cut = plan_.how == ending::cut && bytes.size() > plan_.cut_after;
  if (plan_.how == ending::whole || (plan_.how == ending::cut && !cut)) {
    plan_.cut_after -= cut ? 0 : std::min(plan_.cut_after, bytes.size());
    pass_answer(bytes, found.body ? *found.body - before : bytes.size());
  } else {
    end_answer(bytes);
  }
}

/// @param body_at where the body begins in `bytes`, if it does there.
void proxy_connection::pass_answer(std::string_view bytes,
                                   std::size_t body_at) {
  if (plan_.pace == 0)
    return put(down_, {std::string{bytes}, {}});
  const auto fast = in_body_ ? 0 : body_at;
  if (fast > 0)
    put(down_, {std::string{bytes.substr(0, fast)}, {}});
  if (fast == bytes.size())
    return;
  link_.counts().slow += std::exchange(in_body_, true) ? 0 : 1;
  parcel slow{std::string{bytes.substr(fast)}, {}};
  slow.pace = plan_.pace;
  put(down_, std::move(slow));
}

void proxy_connection::end_answer(std::string_view last) {
  auto& counts = link_.counts();
  down_.muted = true;
  switch (plan_.how) {
  case exchange_plan::ending::reset:
    return put(down_, {{}, {}, after::reset, &counts.reset});
  case exchange_plan::ending::lose_answer:
    ++counts.lose_answer;
    return;
  case exchange_plan::ending::truncate:
    return put(down_, {std::string{last.substr(0, last.size() / 2)},
                       {},
                       after::end,
                       &counts.truncate});
  case exchange_plan::ending::cut:
    return put(down_, {std::string{last.substr(0, plan_.cut_after)},
                       {},
                       after::end,
                       &counts.cut});
  case exchange_plan::ending::whole:
  case exchange_plan::ending::reset_before:
    return; // Neither ends an answer.
  }
}

// -- what goes ----------------------------------------------------------------

void proxy_connection::put(way& x, parcel what) {
  what.due = x.last_due = std::max(x.last_due, now() + x.lag);
  x.queued += what.bytes.size();
  auto& most = link_.counts().waiting_max;
  most = std::max(most, x.queued);
  x.queue.push_back(std::move(what));
  pump(x);
}

/// Delivers the next parcel, or a drop of it, if its time has come.
void proxy_connection::pump(way& x) {
  if (closed_ || x.writing || x.held || x.queue.empty())
    return;
  const auto& next = x.queue.front();
  const auto due = std::max(next.due, link_.frozen_until());
  if (now() < due) {
    x.timer.expires_at(due);
    x.timer.async_wait([self = shared_from_this(), &x](const error& ec) {
      if (!ec)
        self->pump(x);
    });
    return;
  }
  const auto left = next.bytes.size() - next.sent;
  const auto drop = std::max<std::size_t>(next.pace / drops, 1);
  write(x, next.pace == 0 ? left : std::min(left, drop));
}

void proxy_connection::write(way& x, std::size_t size) {
  const auto& next = x.queue.front();
  x.writing = true;
  asio::async_write(
    x.to, asio::buffer(next.bytes.data() + next.sent, size),
    [self = shared_from_this(), &x](const error& ec, std::size_t written) {
      x.writing = false;
      if (!self->closed_)
        self->on_written(x, ec, written);
    });
}

void proxy_connection::on_written(way& x, const error& ec, std::size_t size) {
  if (ec)
    return close();
  auto& front = x.queue.front();
  front.sent += size;
  x.queued -= size;
  if (front.sent < front.bytes.size()) {
    front.due
      = now()
        + std::chrono::nanoseconds{std::chrono::seconds{1}} * size / front.pace;
  } else {
    const auto done = std::move(front);
    x.queue.pop_front();
    carry_out(x, done);
  }
  read(x);
  pump(x);
}

void proxy_connection::carry_out(way& x, const parcel& done) {
  if (done.tally != nullptr)
    ++*done.tally;
  if (done.then == after::reset)
    return reset(x.to);
  if (done.then != after::end)
    return;
  error ignored;
  x.to.shutdown(tcp::socket::shutdown_send, ignored);
  x.shut = true;
  finish_if_done();
}

void proxy_connection::reset(tcp::socket& x) {
  error ignored;
  x.set_option(asio::socket_base::linger{true, 0}, ignored);
  close();
}

/// Over once the client has left, and has been told all it shall hear.
void proxy_connection::finish_if_done() {
  if (up_.shut && (down_.shut || down_.muted))
    close();
}

} // namespace ballast::test
