#include "net/loop.hpp"

#include "net/event_loop.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <utility>

namespace ballast::net {

loop::loop() : events_{std::make_shared<event_loop>()} {}

loop::~loop() { events_->end(); }

bool loop::is_here() const { return events_->is_here(); }

void loop::post(std::function<void()> what) { events_->post(std::move(what)); }

void loop::settle(std::function<void()> what) {
  events_->settle(std::move(what));
}

struct alarm::implementation {
  implementation(boost::asio::io_context& where, std::function<void()> call)
      : timer{where}, ring{std::move(call)} {}

  boost::asio::steady_timer timer;
  std::function<void()> ring;
  std::uint64_t turn = 0; ///< Tells the wait that counts from stale ones.
};

alarm::alarm(loop& where, std::function<void()> ring)
    : implementation_{std::make_shared<implementation>(
      where.events()->context(), std::move(ring))} {}

alarm::~alarm() = default;

void alarm::at(time_point when) {
  auto& mine = *implementation_;
  mine.timer.expires_at(when);
  mine.timer.async_wait(
    [held = std::weak_ptr{implementation_}, turn = ++mine.turn](const auto&) {
      const auto x = held.lock();
      if (x && turn == x->turn)
        x->ring();
    });
}

void alarm::off() {
  ++implementation_->turn;
  implementation_->timer.cancel();
}

} // namespace ballast::net
