// WebSockets without a wire: simulated venues, virtual time, one thread. Beside
// memory_transport.hpp, for what net/socket_transport.hpp promises.
//
//     open ──way out──▶ the venue agrees ──way back──▶ socket_opened
//     say ───way out──▶ stream::receive
//                       stream::due, each `look_every` ──way back──▶ message
//
// Messages of one socket keep their order, as those of a TCP connection do.
#pragma once

#include "domain/random.hpp"
#include "domain/time.hpp"
#include "net/socket_transport.hpp"
#include "sim/exchange.hpp"
#include "sim/link.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace ballast::sim {

class memory_sockets : public net::socket_transport {
public:
  struct options {
    std::uint64_t seed = 1;
    link_options out;
    link_options back;
    /// How often a venue is asked whether it has something to say.
    duration look_every = std::chrono::milliseconds{250};
    /// A venue that has been silent so long pings, as every server does.
    duration ping_every = std::chrono::seconds{20};
    std::function<time_point()> now; ///< The run's clock.
    /// The calendar at a moment of the run's clock, as the venues have it.
    std::function<unix_time(time_point)> calendar;
  };
  struct counts {
    std::uint64_t opened = 0;   ///< Which the venue agreed to.
    std::uint64_t refused = 0;  ///< Which it did not.
    std::uint64_t said = 0;     ///< Messages that arrived at a venue.
    std::uint64_t heard = 0;    ///< Messages that came back.
    std::uint64_t received = 0; ///< Bytes of these.
  };

  /// @pre opts.now and opts.calendar are set
  explicit memory_sockets(options opts);

  /// Puts a venue at "wss://ws.kraken.com" and the like: all sockets whose URL
  /// begins so.
  void connect(const std::string& base, std::shared_ptr<exchange> venue);
  /// Our own side fails: what is open ends, and nothing opens meanwhile.
  void cut_network(bool cut);
  /// The venue's messages are kept back, and its sockets live: what a network
  /// does that drops packets silently.
  void freeze(bool frozen) noexcept { frozen_ = frozen; }
  /// Ends every socket that is open, as a venue does that restarts.
  void cut_sockets();

  /// Handlers are called from `run_due`, never from here.
  net::socket_id open(net::socket_options what,
                      net::socket_handler then) override;
  void say(net::socket_id to, std::string text) override;
  void close(net::socket_id which) override;

  /// When `run_due` will next have something to do.
  std::optional<time_point> next_due() const;
  /// Does all that is due by `now`, in order of time and then of planning.
  void run_due(time_point now);
  /// Ends every socket; none opens any more.
  void stop();

  const counts& totals() const noexcept { return counts_; }
  std::size_t open_sockets() const noexcept { return sockets_.size(); }

private:
  struct arrival {}; ///< The wish to open is there.
  struct outward {
    std::string text;
  };
  struct look {};
  using step = std::variant<arrival, outward, look, net::socket_event>;
  struct socket {
    net::socket_options what;
    net::socket_handler then;
    std::shared_ptr<exchange> venue; ///< Outlives its stream.
    std::unique_ptr<stream> at_venue;
    link_way out;
    link_way back;
    time_point last_out{};  ///< No message overtakes another.
    time_point last_back{}; ///< The same.
    time_point spoke_at{};  ///< When the venue last sent something.
    bool is_ending = false; ///< Its end is on the agenda.
  };

  void plan(time_point at, net::socket_id id, step what);
  void plan_back(socket& x, net::socket_id id, time_point now,
                 net::socket_event what);
  void end(net::socket_id id, time_point now, net::failure::kind why,
           const char* text, unsigned status = 0);
  void take(net::socket_id id, step& what, time_point at);
  void arrive(net::socket_id id, socket& x, time_point at);
  void look_at(net::socket_id id, socket& x, time_point at);

  options opts_;
  std::map<std::string, std::shared_ptr<exchange>> venues_; ///< By base.
  std::map<net::socket_id, socket> sockets_;
  std::map<std::pair<time_point, std::uint64_t>,
           std::pair<net::socket_id, step>>
    agenda_;
  net::socket_id last_socket_ = 0;
  std::uint64_t last_step_ = 0;
  bool cut_ = false;
  bool frozen_ = false;
  bool stopped_ = false;
  counts counts_;
};

} // namespace ballast::sim
