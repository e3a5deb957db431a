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
        user_agent_{std::move(opts.user_agent)}, own_loops_{!opts.where} {
    if (opts.where)
      homes_.push_back(std::make_unique<home>(opts.where->events()));
    for (unsigned i = 0; own_loops_ && i < std::max(opts.threads, 1U); ++i)
      homes_.push_back(std::make_unique<home>(std::make_shared<event_loop>()));
  }

  socket_id open(const socket_options& what, const socket_handler& then) {
    const std::scoped_lock guard{mutex_};
    const auto id = ++last_;
    if (stopped_) {
      then(socket_closed{
        {failure::kind::stopped, false, "the transport was stopped"}, 0, 0});
      return id;
    }
    auto& at = *homes_[id % homes_.size()];
    const auto where = parse_socket_url(what.url);
    if (auto fault = address_fault(where))
      at.loop->post([then, why = std::move(*fault)] {
        then(socket_closed{why, 0, 0});
      });
    else
      at.loop->post([&at, id, what, then, where = *where,
                     tls = tls_.context_for(where->where),
                     agent = user_agent_] {
        open_here(at, id, where, tls, what, agent, then);
      });
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
    const std::scoped_lock one_at_a_time{stop_mutex_};
    {
      const std::scoped_lock guard{mutex_};
      stopped_ = true;
    }
    for (const auto& x : homes_) {
      x->loop->settle([at = x.get()] {
        for (const auto& [id, socket] : std::exchange(at->sockets, {}))
          socket->stop();
      });
      if (own_loops_)
        x->loop->end();
    }
  }

private:
  /// One loop and the sockets that live on it, touched by its thread alone.
  struct home {
    explicit home(std::shared_ptr<event_loop> at) : loop{std::move(at)} {}

    std::map<socket_id, std::shared_ptr<client_socket>> sockets;
    std::shared_ptr<event_loop> loop;
  };

  static void open_here(home& at, socket_id id, const socket_address& where,
                        boost::asio::ssl::context* tls,
                        const socket_options& what, const std::string& agent,
                        const socket_handler& then) {
    auto made = std::make_shared<client_socket>(
      at.loop->context(), where, tls, what, agent,
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
    if (stopped_)
      return;
    auto& at = *homes_[id % homes_.size()];
    at.loop->post([&at, id, act = std::forward<Function>(what)]() mutable {
      const auto found = at.sockets.find(id);
      if (found == at.sockets.end())
        return;
      // Acting may end the socket, and so take it out of the map.
      const auto kept = found->second;
      act(*kept);
    });
  }

  std::mutex mutex_;
  bool stopped_ = false;
  std::mutex stop_mutex_;
  client_tls tls_;
  std::string user_agent_;
  const bool own_loops_;
  std::vector<std::unique_ptr<home>> homes_;
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
