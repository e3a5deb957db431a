#include "tests/support/fault_proxy.hpp"

#include "net/event_loop.hpp"
#include "tests/support/fault_proxy_connection.hpp"
#include "tests/support/fault_proxy_link.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <future>
#include <memory>
#include <set>
#include <utility>

namespace ballast::test {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

/// Connections at a time; further ones wait in the system's queue.
constexpr std::size_t connections_max = 256;

tcp::endpoint loopback(std::uint16_t port) {
  return {asio::ip::address_v4::loopback(), port};
}

} // namespace

/// Everything but the constructor and the destructor runs on the loop.
class fault_proxy::implementation {
public:
  implementation(std::uint16_t server_port, std::uint64_t seed)
      : server_{loopback(server_port)}, link_{seed}, acceptor_{
                                                       loop_.context()} {
    reserve(0);
    port_ = acceptor_.local_endpoint().port();
    acceptor_.listen();
    loop_.post([this] { accept(); });
  }
  implementation(const implementation&) = delete;
  implementation& operator=(const implementation&) = delete;
  ~implementation() {
    loop_.finish([this] {
      boost::system::error_code ignored;
      acceptor_.close(ignored);
      deaf_ = true;
      for (const auto& x : std::exchange(connections_, {}))
        x->close();
    });
    loop_.join();
  }

  std::uint16_t port() const { return port_; }

  void set(const proxy_faults& x) {
    link_.set(x);
    if (x.deaf == deaf_)
      return;
    deaf_ = x.deaf;
    if (deaf_) {
      ++link_.counts().deaf;
      acceptor_.close();
      reserve(port_);
    } else {
      acceptor_.listen();
      accept();
    }
  }

  proxy_counts counts() { return link_.counts(); }

  /// Runs `what` on the loop and waits for it.
  template <class Function>
  void run(Function what) {
    std::promise<void> done;
    loop_.post([&] {
      what();
      done.set_value();
    });
    done.get_future().wait();
  }

private:
  /// Takes the port without listening: connects are refused, and nobody else
  /// gets the port meanwhile.
  void reserve(std::uint16_t port) {
    acceptor_.open(tcp::v4());
    keep_from_children(acceptor_.native_handle());
    acceptor_.set_option(tcp::acceptor::reuse_address{true});
    acceptor_.bind(loopback(port));
  }

  void accept() {
    if (deaf_ || accepting_ || connections_.size() >= connections_max)
      return;
    accepting_ = true;
    acceptor_.async_accept(
      [this](const boost::system::error_code& ec, tcp::socket x) {
        accepting_ = false;
        // Without descriptors nothing more can be proved: later connects wait
        // for the test's own deadline.
        if (ec && ec != asio::error::connection_aborted
            && ec != asio::error::operation_aborted)
          return;
        if (!ec && !deaf_ && !link_.refuses())
          serve(std::move(x));
        accept();
      });
  }

  void serve(tcp::socket x) {
    auto made = std::make_shared<proxy_connection>(
      std::move(x), loop_.context(), link_, [this](proxy_connection& gone) {
        connections_.erase(gone.shared_from_this());
        accept();
      });
    connections_.insert(made);
    made->start(server_);
  }

  net::event_loop loop_;
  tcp::endpoint server_;
  proxy_link link_;
  tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  bool accepting_ = false;
  bool deaf_ = false;
  std::set<std::shared_ptr<proxy_connection>> connections_;
};

fault_proxy::fault_proxy(std::uint16_t server_port, std::uint64_t seed)
    : implementation_{std::make_unique<implementation>(server_port, seed)} {}

fault_proxy::~fault_proxy() = default;

std::uint16_t fault_proxy::port() const { return implementation_->port(); }

void fault_proxy::set(const proxy_faults& x) {
  implementation_->run([&] { implementation_->set(x); });
}

proxy_counts fault_proxy::counts() const {
  proxy_counts result;
  implementation_->run([&] { result = implementation_->counts(); });
  return result;
}

} // namespace ballast::test
