#include "net/http_server.hpp"

#include "net/server_session.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/ssl.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

namespace ballast::net {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

/// How long to stand back when no connection can be taken: out of descriptors
/// there is nothing to do but wait for one.
constexpr std::chrono::milliseconds accept_pause{50};

std::optional<asio::ssl::context> make_context(const server_options& x) {
  if (x.certificate_pem.empty() && x.key_pem.empty())
    return std::nullopt;
  asio::ssl::context result{asio::ssl::context::tls_server};
  SSL_CTX_set_min_proto_version(result.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(result.native_handle(), SSL_OP_NO_RENEGOTIATION);
  boost::system::error_code ec;
  result.use_certificate_chain(asio::buffer(x.certificate_pem), ec);
  if (!ec)
    result.use_private_key(asio::buffer(x.key_pem), asio::ssl::context::pem,
                           ec);
  if (ec)
    throw std::runtime_error{"the server's certificate or key is no good: "
                             + ec.message()};
  return result;
}

void check(const boost::system::error_code& ec, const server_options& x) {
  if (ec)
    throw std::system_error{std::error_code{ec}, "cannot listen on " + x.address
                                                   + " port "
                                                   + std::to_string(x.port)};
}

void listen(tcp::acceptor& on, const server_options& x) {
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(x.address, ec);
  check(ec, x);
  const tcp::endpoint here{address, x.port};
  on.open(here.protocol(), ec);
  check(ec, x);
  on.set_option(asio::socket_base::reuse_address{true}, ec);
  check(ec, x);
  on.bind(here, ec);
  check(ec, x);
  on.listen(asio::socket_base::max_listen_connections, ec);
  check(ec, x);
}

} // namespace

class http_server::implementation {
public:
  implementation(server_options opts, request_handler handle,
                 socket_opener open_socket)
      : tls_{make_context(opts)}, homes_(std::max(opts.threads, 1U)) {
    shared_.opts = std::move(opts);
    shared_.handle = std::move(handle);
    shared_.open_socket = std::move(open_socket);
    for (std::size_t i = 0; i < homes_.size(); ++i)
      loops_.push_back(std::make_shared<event_loop>());
    acceptor_.emplace(loops_.front()->context());
    pause_.emplace(loops_.front()->context());
    listen(*acceptor_, shared_.opts);
    port_ = acceptor_->local_endpoint().port();
    loops_.front()->post([this] { accept(); });
  }

  std::uint16_t port() const { return port_; }

  void stop() {
    for (std::size_t i = 0; i < loops_.size(); ++i)
      loops_[i]->finish([this, i] { close_all(i); });
    for (const auto& x : loops_)
      x->join();
  }

private:
  void accept() {
    const auto next = next_loop_++ % loops_.size();
    acceptor_->async_accept(
      loops_[next]->context(),
      [this, next](const boost::system::error_code& ec, tcp::socket x) {
        if (ec == asio::error::operation_aborted || !acceptor_->is_open())
          return;
        if (ec)
          return pause(ec);
        welcome(std::move(x), next);
        accept();
      });
  }

  void pause(const boost::system::error_code& why) {
    spdlog::warn("port {} takes no connection for now: {}", port_,
                 why.message());
    pause_->expires_after(accept_pause);
    pause_->async_wait([this](const boost::system::error_code& ec) {
      if (!ec && acceptor_->is_open())
        accept();
    });
  }

  void welcome(tcp::socket x, std::size_t loop) {
    if (shared_.open >= shared_.opts.max_connections)
      return; // Closed by going out of scope.
    ++shared_.open;
    auto session = std::make_shared<server_session>(loops_[loop], std::move(x),
                                                    tls_ ? &*tls_ : nullptr,
                                                    shared_, homes_[loop]);
    loops_[loop]->post([session = std::move(session)] { session->start(); });
  }

  void close_all(std::size_t loop) {
    if (loop == 0) {
      boost::system::error_code ignored;
      acceptor_->close(ignored);
      pause_->cancel();
    }
    for (const auto& x : std::exchange(homes_[loop].sessions, {}))
      x->close();
    for (const auto& x : std::exchange(homes_[loop].sockets, {}))
      x->close();
  }

  server_shared shared_;
  std::optional<asio::ssl::context> tls_;
  std::vector<session_set> homes_; ///< One a loop.
  std::vector<std::shared_ptr<event_loop>> loops_;
  std::optional<tcp::acceptor> acceptor_;
  std::optional<asio::steady_timer> pause_;
  std::size_t next_loop_ = 0;
  std::uint16_t port_ = 0;
};

http_server::http_server(server_options opts, request_handler handle,
                         socket_opener open_socket)
    : implementation_{std::make_unique<implementation>(
      std::move(opts), std::move(handle), std::move(open_socket))} {}

http_server::~http_server() { stop(); }

std::uint16_t http_server::port() const { return implementation_->port(); }

void http_server::stop() { implementation_->stop(); }

} // namespace ballast::net
