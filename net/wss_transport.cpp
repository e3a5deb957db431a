#include "net/wss_transport.hpp"

#include "net/client_socket.hpp"
#include "net/client_tls.hpp"
#include "net/event_loop.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace ballast::net {

namespace {

std::optional<failure>
address_fault(const std::optional<socket_address>& where) {
  if (!where)
    return failure{failure::kind::refused, false,
                   "not a ws:// or wss:// URL of a host"};
  if (!where->where.secure && !is_loopback(where->where.host))
    return failure{failure::kind::refused, false,
                   "plain ws is for loopback hosts only, not for "
                     + where->where.host};
  return std::nullopt;
}

} // namespace

class wss_transport::implementation {
public:
  explicit implementation(wss_transport_options opts)
      : tls_{loopback_authority(opts.loopback_ca_file, opts.loopback_ca_pem)},
        user_agent_{std::move(opts.user_agent)} {
    for (unsigned i = 0; i < std::max(opts.threads, 1U); ++i)
      loops_.push_back(std::make_unique<home>());
  }

  socket_id open(const socket_options& what, const socket_handler& then) {
    const std::scoped_lock guard{mutex_};
    const auto id = ++last_;
    auto& at = *loops_[id % loops_.size()];
    const auto where = parse_socket_url(what.url);
    auto fault = address_fault(where);
    const auto posted = fault
                          ? at.loop.post([then, why = std::move(*fault)] {
                              then(socket_closed{why, 0, 0});
                            })
                          : at.loop.post([&at, id, what, then, where = *where,
                                          tls = tls_.context_for(where->where),
                                          agent = user_agent_] {
                              open_here(at, id, where, tls, what, agent, then);
                            });
    if (!posted)
      then(socket_closed{
        {failure::kind::stopped, false, "the transport was stopped"}, 0, 0});
    return id;
  }

  void say(socket_id to, std::string text) {
    with(to, [text = std::move(text)](client_socket& x) mutable {
      x.say(std::move(text));
    });
  }

  void close(socket_id which) {
    with(which, [](client_socket& x) { x.close(); });
  }

  void stop() {
    for (const auto& x : loops_)
      x->loop.finish([at = x.get()] {
        for (const auto& [id, socket] : std::exchange(at->sockets, {}))
          socket->stop();
        // As in https_transport: a look-up under way is not waited for.
        boost::asio::post(at->loop.context(),
                          [at] { at->loop.context().stop(); });
      });
    for (const auto& x : loops_)
      x->loop.join();
  }

private:
  /// One loop and the sockets that live on it, touched by its thread alone.
  struct home {
    std::map<socket_id, std::shared_ptr<client_socket>> sockets;
    event_loop loop; ///< Last: its thread uses the map.
  };

  static void open_here(home& at, socket_id id, const socket_address& where,
                        boost::asio::ssl::context* tls,
                        const socket_options& what, const std::string& agent,
                        const socket_handler& then) {
    auto made = std::make_shared<client_socket>(
      at.loop.context(), where, tls, what, agent,
      [&at, id, then](socket_event x) {
        if (std::holds_alternative<socket_closed>(x))
          at.sockets.erase(id);
        then(std::move(x));
      });
    at.sockets.emplace(id, made);
    made->open();
  }

  template <class Function>
  void with(socket_id id, Function&& what) {
    const std::scoped_lock guard{mutex_};
    auto& at = *loops_[id % loops_.size()];
    at.loop.post([&at, id, act = std::forward<Function>(what)]() mutable {
      const auto found = at.sockets.find(id);
      if (found == at.sockets.end())
        return;
      // Acting may end the socket, and so take it out of the map.
      const auto kept = found->second;
      act(*kept);
    });
  }

  std::mutex mutex_;
  client_tls tls_;
  std::string user_agent_;
  std::vector<std::unique_ptr<home>> loops_;
  socket_id last_ = 0;
};

wss_transport::wss_transport(wss_transport_options opts)
    : implementation_{std::make_unique<implementation>(std::move(opts))} {}

wss_transport::~wss_transport() { stop(); }

socket_id wss_transport::open(socket_options what, socket_handler then) {
  return implementation_->open(what, then);
}

void wss_transport::say(socket_id to, std::string text) {
  implementation_->say(to, std::move(text));
}

void wss_transport::close(socket_id which) { implementation_->close(which); }

void wss_transport::stop() { implementation_->stop(); }

} // namespace ballast::net
