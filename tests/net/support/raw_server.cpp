#include "tests/net/support/raw_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

#include <array>
#include <atomic>
#include <thread>
#include <utility>

namespace ballast::net::test {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

tcp::endpoint loopback(std::uint16_t port) {
  return {asio::ip::address_v4::loopback(), port};
}

/// Accepts one connection after the other until it is destroyed.
class accept_thread {
public:
  explicit accept_thread(std::function<void(tcp::socket)> each)
      : each_{std::move(each)}, acceptor_{context_, loopback(0)},
        port_{acceptor_.local_endpoint().port()}, thread_{[this] { run(); }} {}
  accept_thread(const accept_thread&) = delete;
  accept_thread& operator=(const accept_thread&) = delete;
  ~accept_thread() {
    stopping_ = true;
    // The blocking accept wakes up for one last connection.
    asio::io_context context;
    tcp::socket knock{context};
    boost::system::error_code ignored;
    knock.connect(loopback(port_), ignored);
    thread_.join();
  }

  std::uint16_t port() const { return port_; }
  unsigned accepted() const { return accepted_; }

private:
  void run() {
    while (true) {
      boost::system::error_code ec;
      tcp::socket x{context_};
      acceptor_.accept(x, ec);
      if (ec || stopping_)
        return;
      ++accepted_;
      each_(std::move(x));
    }
  }

  std::function<void(tcp::socket)> each_;
  asio::io_context context_;
  tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::atomic<bool> stopping_{false};
  std::atomic<unsigned> accepted_{0};
  std::thread thread_;
};

class socket_peer final : public raw_peer {
public:
  explicit socket_peer(tcp::socket x) : socket_{std::move(x)} {}

  std::string read_head() override {
    std::string head;
    std::array<char, 1> next{};
    while (!head.ends_with("\r\n\r\n")) {
      boost::system::error_code ec;
      asio::read(socket_, asio::buffer(next), ec);
      if (ec)
        return {};
      head += next[0];
    }
    return head;
  }
  void write(const std::string& text) override {
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(text), ignored);
  }
  void end() override {
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }
  void reset() override {
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket_.close(ignored);
  }
  void wait_for_close() override {
    std::array<char, 4096> bytes{};
    boost::system::error_code ec;
    while (!ec)
      socket_.read_some(asio::buffer(bytes), ec);
  }

private:
  tcp::socket socket_;
};

} // namespace

class raw_server::implementation {
public:
  explicit implementation(script each)
      : thread{[each = std::move(each)](tcp::socket x) {
          socket_peer peer{std::move(x)};
          each(peer);
        }} {}
  accept_thread thread;
};

raw_server::raw_server(script each)
    : implementation_{std::make_unique<implementation>(std::move(each))} {}

raw_server::~raw_server() = default;

std::uint16_t raw_server::port() const {
  return implementation_->thread.port();
}

std::string raw_server::base() const {
  return "http://127.0.0.1:" + std::to_string(port());
}

unsigned raw_server::accepted() const {
  return implementation_->thread.accepted();
}

class raw_tls_server::implementation {
public:
  explicit implementation(options x)
      : opts{std::move(x)}, tls{make(opts)}, thread{[this](tcp::socket socket) {
          serve(std::move(socket));
        }} {}

  static asio::ssl::context make(const options& x) {
    asio::ssl::context result{asio::ssl::context::tls_server};
    if (x.ancient) {
      // Without the lowest security level OpenSSL itself would refuse, and
      // the test would not speak of the client.
      SSL_CTX_set_cipher_list(result.native_handle(), "ALL:@SECLEVEL=0");
      SSL_CTX_set_min_proto_version(result.native_handle(), TLS1_VERSION);
      SSL_CTX_set_max_proto_version(result.native_handle(), TLS1_1_VERSION);
    }
    result.use_certificate_chain(asio::buffer(x.certificate));
    result.use_private_key(asio::buffer(x.key), asio::ssl::context::pem);
    return result;
  }

  void serve(tcp::socket socket) {
    if (opts.gate.valid())
      opts.gate.wait();
    asio::ssl::stream<tcp::socket> stream{std::move(socket), tls};
    boost::system::error_code ec;
    stream.handshake(asio::ssl::stream_base::server, ec);
    const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    std::string head;
    while (!ec) {
      const auto size = asio::read_until(
        stream, asio::dynamic_buffer(head, 16 * 1024), "\r\n\r\n", ec);
      if (ec)
        return;
      head.erase(0, size);
      if (!opts.last_words.empty()) {
        asio::write(stream, asio::buffer(opts.last_words), ec);
        return;
      }
      asio::write(stream, asio::buffer(reply), ec);
    }
  }

  options opts;
  asio::ssl::context tls;
  accept_thread thread;
};

raw_tls_server::raw_tls_server(options opts)
    : implementation_{std::make_unique<implementation>(std::move(opts))} {}

raw_tls_server::~raw_tls_server() = default;

std::string raw_tls_server::base() const {
  return "https://127.0.0.1:" + std::to_string(implementation_->thread.port());
}

unsigned raw_tls_server::accepted() const {
  return implementation_->thread.accepted();
}

std::string raw_exchange(std::uint16_t port, const std::string& text,
                         bool end_after) {
  asio::io_context context;
  tcp::socket socket{context};
  boost::system::error_code ec;
  socket.connect(loopback(port), ec);
  if (ec)
    return {};
  asio::write(socket, asio::buffer(text), ec);
  if (end_after)
    socket.shutdown(tcp::socket::shutdown_send, ec);
  std::string all;
  std::array<char, 4096> bytes{};
  ec = {};
  while (!ec)
    all.append(bytes.data(), socket.read_some(asio::buffer(bytes), ec));
  return all;
}

} // namespace ballast::net::test
