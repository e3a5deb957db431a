#include "net/dialer.hpp"

#include "net/client_tls.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>

#include <utility>

namespace ballast::net {

namespace asio = boost::asio;

namespace {

/// Addresses known without asking DNS: literal ones, and localhost, which
/// shall be this machine whatever a resolver says (RFC 6761, section 6.3).
std::vector<asio::ip::tcp::endpoint> known_endpoints(const url& where) {
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(where.host, ec);
  if (!ec)
    return {{address, where.port}};
  if (where.host != "localhost")
    return {};
  return {{asio::ip::address_v4::loopback(), where.port},
          {asio::ip::address_v6::loopback(), where.port}};
}

/// Whose fault it is that no connection came about.
failure::kind connect_fault(const boost::system::error_code& ec) {
  if (ec == asio::error::connection_refused
      || ec == asio::error::connection_reset)
    return failure::kind::refused;
  if (ec == asio::error::timed_out)
    return failure::kind::not_ready;
  return failure::kind::own_network;
}

} // namespace

dialer::dialer(asio::io_context& loop, url where, socket_stream& stream)
    : where_{std::move(where)}, resolver_{loop}, stream_{stream} {}

void dialer::start(handler then) {
  then_ = std::move(then);
  if (const auto known = known_endpoints(where_); !known.empty())
    connect(known);
  else
    resolve();
}

void dialer::cancel() {
  then_ = nullptr;
  resolver_.cancel();
}

void dialer::resolve() {
  resolver_.async_resolve(
    where_.host, std::to_string(where_.port),
    tcp::resolver::address_configured | tcp::resolver::numeric_service,
    [self = shared_from_this()](const error& ec,
                                const tcp::resolver::results_type& found) {
      if (!self->then_)
        return;
      if (ec)
        return self->finish(failure{failure::kind::own_network, false,
                                    "looking up " + self->where_.host
                                      + " failed: " + ec.message()});
      self->connect({found.begin(), found.end()});
    });
}

void dialer::connect(const std::vector<tcp::endpoint>& endpoints) {
  // The stream lives as long as its owner, whom the copied handler keeps.
  asio::async_connect(stream_.socket(), endpoints,
                      [self = shared_from_this(),
                       keep = then_](const error& ec, const tcp::endpoint&) {
                        if (self->then_)
                          self->connected(ec);
                      });
}

void dialer::connected(const error& ec) {
  if (ec)
    return finish(failure{connect_fault(ec), false,
                          "connecting to " + where_.authority()
                            + " failed: " + ec.message()});
  error ignored;
  stream_.socket().set_option(tcp::no_delay{true}, ignored);
  stream_.socket().set_option(asio::socket_base::keep_alive{true}, ignored);
  if (stream_.secure())
    shake_hands();
  else
    finish(std::nullopt);
}

void dialer::shake_hands() {
  auto* const session = stream_.tls().native_handle();
  if (!expect_host(session, where_.host))
    return finish(failure{failure::kind::refused, false,
                          "no certificate can be for the host " + where_.host});
  stream_.tls().async_handshake(
    asio::ssl::stream_base::client,
    [self = shared_from_this(), keep = then_, session](const error& ec) {
      if (!self->then_)
        return;
      if (ec)
        return self->finish(failure{failure::kind::refused, false,
                                    self->where_.authority() + ": "
                                      + handshake_fault(session, ec)});
      self->finish(std::nullopt);
    });
}

void dialer::finish(std::optional<failure> why) {
  const auto then = std::exchange(then_, nullptr);
  then(std::move(why));
}

} // namespace ballast::net
