// WebSockets, both ends of ours against each other, over loopback.
#include "net/http_server.hpp"
#include "net/tls_identity.hpp"
#include "net/wss_transport.hpp"
#include "tests/net/support/raw_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::net::test {
namespace {

using namespace std::chrono_literals;

/// What a socket told, waited for from another thread. The socket may outlive
/// whoever reads it.
class diary {
public:
  socket_handler handler() {
    return [pages = pages_](socket_event x) {
      const std::scoped_lock guard{pages->mutex};
      pages->events.push_back(std::move(x));
      pages->changed.notify_all();
    };
  }
  /// An event of a kind, waited for; the test's patience ends after 10 s.
  template <class Event>
  std::optional<Event> wait_for(std::size_t nth = 0) {
    std::unique_lock guard{pages_->mutex};
    std::optional<Event> found;
    pages_->changed.wait_for(guard, 10s, [&] {
      auto left = nth;
      for (const auto& x : pages_->events)
        if (const auto* event = std::get_if<Event>(&x); event && left-- == 0) {
          found = *event;
          return true;
        }
      return false;
    });
    return found;
  }
  template <class Event>
  std::size_t count() {
    const std::scoped_lock guard{pages_->mutex};
    std::size_t n = 0;
    for (const auto& x : pages_->events)
      n += std::holds_alternative<Event>(x) ? 1U : 0U;
    return n;
  }

private:
  struct pages {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<socket_event> events;
  };
  std::shared_ptr<pages> pages_ = std::make_shared<pages>();
};

/// Says everything back, and goodbye when told to.
class echo : public socket_user {
public:
  explicit echo(std::string greeting) : due_{std::move(greeting)} {}
  void receive(std::string_view text) override {
    is_over_ = text == "goodbye";
    due_.emplace_back("you said " + std::string{text});
  }
  std::vector<std::string> due() override { return std::exchange(due_, {}); }
  bool is_over() const override { return is_over_; }

private:
  std::vector<std::string> due_;
  bool is_over_ = false;
};

http_server echo_server(server_options opts = {}) {
  return {
    std::move(opts),
    [](const call& x, const respond& then) {
      then({{200, {}, "plain " + x.target}});
    },
    [](const call& x) -> std::variant<std::unique_ptr<socket_user>, answer> {
      if (x.target == "/closed")
        return answer{{403, {}, "no\n"}};
      if (x.target == "/throws")
        throw std::runtime_error{"a bug"};
      return std::make_unique<echo>("hello " + x.target);
    }};
}

std::string ws(const http_server& x, const std::string& target) {
  return "ws://127.0.0.1:" + std::to_string(x.port()) + target;
}

} // namespace

TEST(Sockets, CarryMessagesBothWaysInOrder) {
  const auto server = echo_server();
  wss_transport transport{{}};
  diary said;
  const auto id = transport.open({ws(server, "/a?b=c")}, said.handler());
  ASSERT_TRUE(said.wait_for<socket_opened>());
  EXPECT_EQ(said.wait_for<socket_message>()->text, "hello /a?b=c");
  for (int i = 0; i < 100; ++i)
    transport.say(id, std::to_string(i));
  for (std::size_t i = 0; i < 100; ++i)
    ASSERT_EQ(said.wait_for<socket_message>(i + 1)->text,
              "you said " + std::to_string(i));
}

TEST(Sockets, AreVerifiedUnderTls) {
  const auto identity = make_tls_identity();
  server_options opts;
  opts.certificate_pem = identity.certificate;
  opts.key_pem = identity.key;
  const auto server = echo_server(opts);
  const auto url = "wss://127.0.0.1:" + std::to_string(server.port()) + "/";
  wss_transport_options trusting;
  trusting.loopback_ca_pem = identity.ca;
  wss_transport transport{trusting};
  diary said;
  transport.open({url}, said.handler());
  EXPECT_EQ(said.wait_for<socket_message>()->text, "hello /");

  wss_transport stranger{{}};
  diary refused;
  stranger.open({url}, refused.handler());
  EXPECT_EQ(refused.wait_for<socket_closed>()->why.what,
            failure::kind::refused);
  EXPECT_EQ(refused.count<socket_opened>(), 0U);
}

TEST(Sockets, TellWhyTheyWereNotOpened) {
  const auto server = echo_server();
  wss_transport transport{{}};
  const auto end_of = [&](const std::string& url) {
    diary said;
    transport.open({url}, said.handler());
    return said.wait_for<socket_closed>().value();
  };
  EXPECT_EQ(end_of(ws(server, "/closed")).status, 403U);
  EXPECT_EQ(end_of(ws(server, "/throws")).status, 500U);
  EXPECT_EQ(end_of("ws://192.0.2.1/").why.what, failure::kind::refused);
  EXPECT_EQ(end_of("http://127.0.0.1/").why.what, failure::kind::refused);
  EXPECT_FALSE(end_of("ws://127.0.0.1:1/").why.byte_left);
}

TEST(Sockets, EndOnceWhoeverBegins) {
  const auto server = echo_server();
  wss_transport transport{{}};
  diary by_server;
  const auto first = transport.open({ws(server, "/")}, by_server.handler());
  ASSERT_TRUE(by_server.wait_for<socket_opened>());
  transport.say(first, "goodbye");
  EXPECT_EQ(by_server.wait_for<socket_message>(1)->text, "you said goodbye");
  const auto end = by_server.wait_for<socket_closed>();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->why.what, failure::kind::lost);
  EXPECT_EQ(end->code, 1000U);

  diary by_us;
  const auto second = transport.open({ws(server, "/")}, by_us.handler());
  ASSERT_TRUE(by_us.wait_for<socket_opened>());
  transport.close(second);
  transport.close(second);
  transport.say(second, "into the void");
  EXPECT_EQ(by_us.wait_for<socket_closed>()->why.what, failure::kind::stopped);

  diary cut_short;
  transport.open({ws(server, "/")}, cut_short.handler());
  ASSERT_TRUE(cut_short.wait_for<socket_opened>());
  transport.stop();
  EXPECT_EQ(cut_short.count<socket_closed>(), 1U);
  EXPECT_EQ(by_us.count<socket_closed>(), 1U);
  EXPECT_EQ(by_server.count<socket_closed>(), 1U);
}

TEST(Sockets, OutlivingTheServerAreLost) {
  wss_transport transport{{}};
  diary said;
  {
    const auto server = echo_server();
    transport.open({ws(server, "/")}, said.handler());
    ASSERT_TRUE(said.wait_for<socket_message>());
  }
  EXPECT_EQ(said.wait_for<socket_closed>()->why.what, failure::kind::lost);
}

TEST(Sockets, TakeNoMessageOverTheCap) {
  const auto server = echo_server();
  wss_transport transport{{}};
  diary said;
  socket_options opts{ws(server, "/")};
  opts.message_max = 100;
  const auto id = transport.open(opts, said.handler());
  ASSERT_TRUE(said.wait_for<socket_opened>());
  transport.say(id, std::string(200, 'x'));
  EXPECT_EQ(said.wait_for<socket_closed>()->why.what, failure::kind::too_large);
}

TEST(Sockets, LeavePlainCallsAlone) {
  const auto server = echo_server();
  EXPECT_TRUE(raw_exchange(server.port(), "GET /x HTTP/1.1\r\nHost: a\r\n"
                                          "Connection: close\r\n\r\n")
                .ends_with("plain /x"));
  // Without the server's leave an opening is a call like any other.
  http_server deaf{{}, [](const call&, const respond& then) {
                     then({{404, {}, "nothing\n"}});
                   }};
  wss_transport transport{{}};
  diary said;
  transport.open({ws(deaf, "/")}, said.handler());
  EXPECT_EQ(said.wait_for<socket_closed>()->status, 404U);
}

} // namespace ballast::net::test
