// The transport without a wire: simulated venues, virtual time, one thread.
//
//     send ──out──▶ arrive at the venue ──back──▶ handler(reply)
//       └───────────── deadline ────────────────▶ handler(failure)
//
// A deadline ends the wait, not the request: what was sent still arrives, and
// still counts at the venue.
#pragma once

#include "domain/random.hpp"
#include "domain/time.hpp"
#include "net/transport.hpp"
#include "sim/exchange.hpp"
#include "sim/link.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ballast::sim {

class memory_transport : public net::transport {
public:
  /// Something that happened, for a log or a hash over the run.
  struct event {
    enum class kind : std::uint8_t { sent, arrived, replied, failed };
    kind what = kind::sent;
    time_point at;           ///< Virtual time at which it happened.
    std::uint64_t call = 0;  ///< From 1, in the order of sending.
    std::string_view target; ///< Path and query; valid during the hook.
    unsigned status = 0;     ///< Of a reply; or the failure's kind.
  };
  struct options {
    std::uint64_t seed = 1;
    link_options out;
    link_options back;
    /// Chance that a connection is ready at once; else the call ends unsent
    /// after its `ready` deadline.
    double ready = 1.0;
    std::function<time_point()> now; ///< The run's clock.
    /// The calendar at a moment of the run's clock: the venues' own, which may
    /// differ from ours.
    std::function<unix_time(time_point)> calendar;
    std::function<void(const event&)> on_event; ///< May be empty.
  };
  struct counts {
    std::uint64_t sent = 0;
    std::uint64_t arrived = 0;
    std::uint64_t replied = 0;
    std::uint64_t failed = 0;
  };

  /// @pre opts.now and opts.calendar are set
  explicit memory_transport(options opts);

  /// Puts a venue at "https://api.coinbase.com" and the like.
  void connect(const std::string& base, std::shared_ptr<exchange> venue);

  /// Our own side fails (no route, no DNS): what is sent meanwhile ends unsent.
  void cut_network(bool cut) noexcept { cut_ = cut; }

  /// The handler is called from `run_due`, never from here.
  void send(net::call what, net::deadlines when, net::handler then) override;
  /// Connections cost nothing here.
  void warm(const std::string&, unsigned) override {}

  /// When `run_due` will next have something to do.
  std::optional<time_point> next_due() const;
  /// Does all that is due by `now`, in order of time and then of planning.
  /// Handlers may send.
  void run_due(time_point now);
  /// Whoever waits for answers is gone: what is under way arrives all the same,
  /// and nobody is told.
  void forget();
  /// Ends every open call with `stopped`. What is sent afterwards ends so too,
  /// at the next `run_due`.
  void stop();

  const counts& totals() const noexcept { return counts_; }

private:
  using place = std::pair<time_point, std::uint64_t>; ///< On the agenda.
  /// Kept until it has both arrived and ended.
  struct open_call {
    net::call what;
    net::deadlines when;
    net::handler then; ///< Empty once it was called.
    time_point sent_at;
    place ending;            ///< Where the agenda has its end.
    bool has_left = false;   ///< A byte of it was sent.
    bool on_the_way = false; ///< Sent, and has not arrived yet.
  };
  struct connected_venue {
    std::shared_ptr<exchange> venue;
    link_way out;
    link_way back;
  };
  /// One thing to do: without a result the call arrives, else it ends so.
  struct step {
    std::uint64_t call = 0;
    std::optional<net::outcome> result;
  };

  place plan(time_point at, step what);
  void replan_ending(std::uint64_t id, time_point at, net::outcome result);
  void arrive(std::uint64_t id, time_point at);
  void finish(std::uint64_t id, net::outcome result, time_point at);
  void note(event::kind what, time_point at, std::uint64_t id, unsigned status);

  options opts_;
  random_source ready_;
  std::map<std::string, connected_venue> venues_; ///< By base.
  std::map<std::uint64_t, open_call> calls_;
  std::map<place, step> agenda_;
  std::uint64_t last_call_ = 0;
  std::uint64_t last_step_ = 0;
  bool stopped_ = false;
  bool cut_ = false;
  counts counts_;
};

} // namespace ballast::sim
