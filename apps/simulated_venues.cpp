#include "apps/simulated_venues.hpp"

#include "apps/machine.hpp"
#include "net/tls_identity.hpp"

#include <exception>
#include <string_view>
#include <utility>
#include <variant>

namespace ballast::apps {

result<std::unique_ptr<sim::exchange>>
make_simulated_exchange(const simulated_venue_options& options,
                        const venue_table& table) {
  const auto* venue = find_venue(options.venue, table);
  if (venue == nullptr)
    return fault{ec::not_found, "there is no simulated venue of that name"};
  sim::simulator_options x;
  x.seed = options.seed;
  x.accounts = options.accounts;
  x.strict = options.strict;
  x.candles = options.candles;
  x.filler = options.filler;
  x.stories_begin = options.stories_begin;
  x.dollars = options.dollars;
  // Recordings are years old; a scanner asks for today.
  if (!options.candles.empty())
    x.candles_end = machine_now().wall;
  return venue->simulate(x);
}

namespace {

/// A stream of a simulated venue behind a real WebSocket.
class stream_user : public net::socket_user {
public:
  stream_user(std::shared_ptr<sim::exchange> venue,
              std::unique_ptr<sim::stream> stream)
      : venue_{std::move(venue)}, stream_{std::move(stream)} {}

  void receive(std::string_view text) override {
    stream_->receive(text, machine_now());
  }
  std::vector<std::string> due() override {
    return stream_->due(machine_now());
  }
  bool is_over() const override { return stream_->is_over(); }

private:
  std::shared_ptr<sim::exchange> venue_; ///< Outlives its stream.
  std::unique_ptr<sim::stream> stream_;
};

net::socket_opener opener_of(std::shared_ptr<sim::exchange> venue) {
  return [venue = std::move(venue)](const net::call& call)
           -> std::variant<std::unique_ptr<net::socket_user>, net::answer> {
    auto opened = venue->open_stream(call, machine_now());
    if (auto* const refused = std::get_if<net::answer>(&opened))
      return std::move(*refused);
    return std::make_unique<stream_user>(venue,
                                         std::move(*std::get_if<0>(&opened)));
  };
}

} // namespace

result<std::unique_ptr<simulated_venue>>
simulated_venue::start(const simulated_venue_options& options,
                       const venue_table& table) {
  auto exchange = make_simulated_exchange(options, table);
  if (!exchange)
    return exchange.error();
  auto self = std::unique_ptr<simulated_venue>(new simulated_venue);
  self->name_ = options.venue;
  self->exchange_ = std::move(*exchange);
  if (!options.faults.empty())
    self->exchange_->set_faults(options.faults, machine_now());
  net::server_options server;
  server.port = options.port;
  server.gzip = true;
  server.idle = std::chrono::seconds{75};
  if (options.tls) {
    auto identity = net::make_tls_identity();
    server.certificate_pem = identity.certificate;
    server.key_pem = identity.key;
    self->authority_ = identity.ca;
  }
  try {
    self->server_ = std::make_unique<net::http_server>(
      server,
      [exchange = self->exchange_](const net::call& call,
                                   const net::respond& respond) {
        respond(exchange->arrive(call, machine_now()));
      },
      opener_of(self->exchange_));
  } catch (const std::exception& e) {
    return fault{ec::unavailable, e.what()};
  }
  self->ws_url_ = (options.tls ? "wss://127.0.0.1:" : "ws://127.0.0.1:")
                  + std::to_string(self->server_->port());
  self->rest_url_ = (options.tls ? "https://127.0.0.1:" : "http://127.0.0.1:")
                    + std::to_string(self->server_->port());
  return self;
}

} // namespace ballast::apps
