#include "net/gzip.hpp"
#include "net/https_transport.hpp"
#include "tests/net/support/asking.hpp"
#include "tests/net/support/raw_server.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace ballast::net::test {
namespace {

/// Answers calls only when the test says so.
class held_answers {
public:
  request_handler handler() {
    return [this](const call&, respond then) {
      std::unique_lock guard{mutex_};
      held_.push_back(std::move(then));
      arrived_.notify_all();
    };
  }
  /// Waits until `count` calls are here at the same time.
  bool wait_for(std::size_t count) {
    std::unique_lock guard{mutex_};
    return arrived_.wait_for(guard, patience,
                             [&] { return held_.size() >= count; });
  }
  void answer_all(const answer& x) {
    std::unique_lock guard{mutex_};
    for (const auto& then : std::exchange(held_, {}))
      then(x);
  }

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<respond> held_;
};

/// Replies "ok" to every request, on one connection as long as it lasts.
void reply_on(raw_peer& peer) {
  while (!peer.read_head().empty())
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
}

TEST(HttpsTransport, CarriesACallThereAndItsReplyBack) {
  std::promise<call> seen;
  http_server server{{}, [&](const call& x, const respond& then) {
                       seen.set_value(x);
                       auto y = say("made", 201);
                       y.content.headers = {{"X-Limit", "9"}};
                       then(y);
                     }};
  https_transport transport{{}};
  auto x = get(http_base(server), "/orders?a=b");
  x.method = "POST";
  x.headers = {{"X-Key", "k"}};
  x.body = "{}";
  const auto result = reply_of(ask(transport, x));
  EXPECT_EQ(result.status, 201U);
  EXPECT_EQ(result.body, "made");
  EXPECT_EQ(find_header(result.headers, "x-limit"), "9");
  const auto y = seen.get_future().get();
  EXPECT_EQ(y.method, "POST");
  EXPECT_EQ(y.target, "/orders?a=b");
  EXPECT_EQ(y.body, "{}");
  EXPECT_EQ(y.base, "");
  EXPECT_EQ(find_header(y.headers, "x-key"), "k");
  EXPECT_EQ(find_header(y.headers, "user-agent"), "ballast/0.1");
  EXPECT_EQ(find_header(y.headers, "host"),
            "127.0.0.1:" + std::to_string(server.port()));
}

TEST(HttpsTransport, UsesAConnectionAgain) {
  raw_server server{reply_on};
  https_transport transport{{}};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  EXPECT_EQ(server.accepted(), 1U);
}

TEST(HttpsTransport, DoesNotUseAConnectionThatTheReplyEnded) {
  raw_server server{[](raw_peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n"
               "Content-Length: 2\r\n\r\nok");
    peer.wait_for_close();
  }};
  https_transport transport{{}};
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  EXPECT_EQ(server.accepted(), 2U);
}

TEST(HttpsTransport, DropsAnIdleConnectionThatTheServerHasClosed) {
  std::promise<void> closed;
  unsigned connections = 0;
  raw_server server{[&](raw_peer& peer) {
    if (++connections > 1)
      return reply_on(peer);
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    peer.end();
    closed.set_value();
  }};
  https_transport transport{{}};
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  closed.get_future().wait();
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
}

TEST(HttpsTransport, NeverTakesAReplyNobodyAskedForAsTheNextOne) {
  std::promise<void> written;
  unsigned connections = 0;
  raw_server server{[&](raw_peer& peer) {
    if (++connections > 1)
      return reply_on(peer);
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
               "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    written.set_value();
    peer.wait_for_close();
  }};
  https_transport transport{{}};
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  written.get_future().wait();
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
}

TEST(HttpsTransport, HasManyCallsInFlightAtOnce) {
  held_answers server_side;
  http_server server{{}, server_side.handler()};
  https_transport transport{{}};
  std::vector<std::future<outcome>> results;
  for (int i = 0; i < 50; ++i)
    results.push_back(send(transport, get(http_base(server))));
  // All 50 are with the server before the first is answered.
  ASSERT_TRUE(server_side.wait_for(50));
  server_side.answer_all(say("ok"));
  for (auto& x : results)
    EXPECT_EQ(body_of(wait(std::move(x))), "ok");
}

TEST(HttpsTransport, SpreadsBasesOverItsThreads) {
  http_server one{{}, always(say("one"))};
  http_server two{{}, always(say("two"))};
  https_transport_options opts;
  opts.threads = 2;
  https_transport transport{opts};
  for (int i = 0; i < 20; ++i) {
    auto first = send(transport, get(http_base(one)));
    auto second = send(transport, get(http_base(two)));
    EXPECT_EQ(body_of(wait(std::move(first))), "one");
    EXPECT_EQ(body_of(wait(std::move(second))), "two");
  }
}

TEST(HttpsTransport, NeverOpensMoreConnectionsThanTheCap) {
  raw_server server{reply_on};
  https_transport_options opts;
  opts.max_connections = 1;
  https_transport transport{opts};
  std::vector<std::future<outcome>> results;
  for (int i = 0; i < 20; ++i)
    results.push_back(send(transport, get(server.base())));
  for (auto& x : results)
    EXPECT_EQ(body_of(wait(std::move(x))), "ok");
  EXPECT_EQ(server.accepted(), 1U);
}

TEST(HttpsTransport, GivesACallBackUnsentWhenNoConnectionIsReadyInTime) {
  held_answers server_side;
  http_server server{{}, server_side.handler()};
  https_transport_options opts;
  opts.max_connections = 1;
  https_transport transport{opts};
  auto first = send(transport, get(http_base(server)));
  ASSERT_TRUE(server_side.wait_for(1));
  const auto late = failure_of(ask(transport, get(http_base(server), "/late"),
                                   {20ms, patience, patience}));
  EXPECT_EQ(late.what, failure::kind::not_ready);
  EXPECT_FALSE(late.byte_left);
  server_side.answer_all(say("ok"));
  EXPECT_EQ(body_of(wait(std::move(first))), "ok");
}

TEST(HttpsTransport, KeepsAConnectThatCameTooLateForItsCall) {
  const auto identity = make_tls_identity();
  std::promise<void> gate;
  raw_tls_server server{
    {identity.certificate, identity.key, false, gate.get_future().share()}};
  https_transport transport{trusting(identity)};
  const auto late = failure_of(
    ask(transport, get(server.base()), {20ms, patience, patience}));
  EXPECT_EQ(late.what, failure::kind::not_ready);
  EXPECT_FALSE(late.byte_left);
  gate.set_value();
  // The server takes one connection at a time: a second would wait for ever
  // behind the first.
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  EXPECT_EQ(server.accepted(), 1U);
}

TEST(HttpsTransport, EndsAConnectThatTakesTooLong) {
  raw_server silent{[](raw_peer& peer) { peer.wait_for_close(); }};
  https_transport_options opts;
  opts.connect = 20ms;
  opts.loopback_ca_pem = make_tls_identity().ca;
  https_transport transport{opts};
  const auto x = failure_of(
    ask(transport, get("https://127.0.0.1:" + std::to_string(silent.port()))));
  EXPECT_EQ(x.what, failure::kind::not_ready);
  EXPECT_FALSE(x.byte_left);
}

TEST(HttpsTransport, TimesOutWithoutAFirstByte) {
  answer silence;
  silence.how = answer::ending::hang;
  http_server server{{}, always(silence)};
  https_transport transport{{}};
  const auto x = failure_of(
    ask(transport, get(http_base(server)), {patience, 50ms, patience}));
  EXPECT_EQ(x.what, failure::kind::timed_out);
  EXPECT_TRUE(x.byte_left);
}

TEST(HttpsTransport, TimesOutBeforeTheFirstByteWhenTheTotalIsShorter) {
  answer silence;
  silence.how = answer::ending::hang;
  http_server server{{}, always(silence)};
  https_transport transport{{}};
  const auto x = failure_of(
    ask(transport, get(http_base(server)), {patience, patience, 50ms}));
  EXPECT_EQ(x.what, failure::kind::timed_out);
}

TEST(HttpsTransport, FaultE9_TimesOutWhenTheBodyComesOneByteASecond) {
  auto slow = say(std::string(100, 'x'));
  slow.how = answer::ending::trickle;
  http_server server{{}, always(slow)};
  https_transport transport{{}};
  const auto x = failure_of(
    ask(transport, get(http_base(server)), {patience, patience, 50ms}));
  EXPECT_EQ(x.what, failure::kind::timed_out);
  EXPECT_TRUE(x.byte_left);
}

TEST(HttpsTransport, FaultE9_DropsTheConnectionOfACallThatTimedOut) {
  std::promise<void> gone;
  raw_server server{[&](raw_peer& peer) {
    peer.read_head();
    peer.wait_for_close();
    gone.set_value();
  }};
  https_transport transport{{}};
  ask(transport, get(server.base()), {patience, 20ms, patience});
  EXPECT_EQ(gone.get_future().wait_for(patience), std::future_status::ready);
}

TEST(HttpsTransport, NeverFollowsARedirect) {
  std::atomic<int> calls{0};
  http_server server{{}, [&](const call&, const respond& then) {
                       ++calls;
                       auto x = say("", 302);
                       x.content.headers = {{"Location", "/elsewhere"}};
                       then(x);
                     }};
  https_transport transport{{}};
  EXPECT_EQ(reply_of(ask(transport, get(http_base(server)))).status, 302U);
  EXPECT_EQ(calls, 1);
}

TEST(HttpsTransport, RefusesPlainHttpOffLoopback) {
  https_transport transport{{}};
  const auto x = failure_of(ask(transport, get("http://example.com")));
  EXPECT_EQ(x.what, failure::kind::refused);
  EXPECT_FALSE(x.byte_left);
  EXPECT_TRUE(mentions(x, "loopback")) << x.text;
}

TEST(HttpsTransport, RefusesABaseThatIsNone) {
  https_transport transport{{}};
  const auto x = failure_of(ask(transport, get("api.coinbase.com")));
  EXPECT_EQ(x.what, failure::kind::refused);
  EXPECT_FALSE(x.byte_left);
}

TEST(HttpsTransport, RefusesACallThatWouldSmuggleAnother) {
  std::atomic<int> calls{0};
  http_server server{{}, [&](const call&, const respond& then) {
                       ++calls;
                       then(say("ok"));
                     }};
  https_transport transport{{}};
  auto x = get(http_base(server));
  x.headers = {{"X-Key", "k\r\n\r\nDELETE / HTTP/1.1"}};
  EXPECT_EQ(failure_of(ask(transport, x)).what, failure::kind::refused);
  EXPECT_EQ(calls, 0);
}

TEST(HttpsTransport, SaysSoWhenTheConnectIsRefused) {
  std::string base;
  {
    http_server gone{{}, always(say("ok"))};
    base = http_base(gone);
  }
  https_transport transport{{}};
  const auto x = failure_of(ask(transport, get(base)));
  EXPECT_EQ(x.what, failure::kind::refused);
  EXPECT_FALSE(x.byte_left);
  EXPECT_TRUE(mentions(x, "refused")) << x.text;
}

TEST(HttpsTransport, TakesAFailedLookUpForATroubleOfItsOwnNetwork) {
  https_transport transport{{}};
  // No resolver asks the network for a label of more than 63 letters.
  const auto x = failure_of(
    ask(transport, get("https://" + std::string(70, 'a') + ".invalid")));
  EXPECT_EQ(x.what, failure::kind::own_network) << x.text;
  EXPECT_FALSE(x.byte_left);
}

TEST(HttpsTransport, OpensWarmConnectionsBeforeAnyCall) {
  std::promise<void> three;
  unsigned connections = 0;
  raw_server server{[&](raw_peer&) {
    if (++connections == 3)
      three.set_value();
  }};
  https_transport_options opts;
  opts.reopen_min = 24h;
  opts.reopen_max = 24h;
  https_transport transport{opts};
  transport.warm(server.base(), 3);
  EXPECT_EQ(three.get_future().wait_for(patience), std::future_status::ready);
}

TEST(HttpsTransport, OpensAWarmConnectionAgainWhenTheServerClosesIt) {
  std::promise<void> again;
  unsigned connections = 0;
  raw_server server{[&](raw_peer&) {
    if (++connections == 4)
      again.set_value();
  }};
  https_transport_options opts;
  opts.reopen_min = 1ms;
  https_transport transport{opts};
  transport.warm(server.base(), 1);
  EXPECT_EQ(again.get_future().wait_for(patience), std::future_status::ready);
}

TEST(HttpsTransport, PausesBeforeOpeningAWarmConnectionThatNeverHolds) {
  std::promise<void> first_closed;
  unsigned connections = 0;
  raw_server server{[&](raw_peer& peer) {
    if (++connections > 1)
      return reply_on(peer);
    peer.end();
    peer.wait_for_close();
    first_closed.set_value();
  }};
  https_transport_options opts;
  opts.reopen_min = 24h;
  opts.reopen_max = 24h;
  https_transport transport{opts};
  transport.warm(server.base(), 1);
  first_closed.get_future().wait();
  // The call opens its own; a pool without pauses would have opened more.
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  EXPECT_EQ(server.accepted(), 2U);
}

TEST(HttpsTransport, ClosesAConnectionThatIdlesTooLong) {
  std::promise<void> gone;
  raw_server server{[&](raw_peer& peer) {
    reply_on(peer);
    gone.set_value();
  }};
  https_transport_options opts;
  opts.idle = 20ms;
  https_transport transport{opts};
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
  EXPECT_EQ(gone.get_future().wait_for(patience), std::future_status::ready);
}

TEST(HttpsTransport, EndsEveryCallOnceWhenItIsStoppedInFlight) {
  held_answers server_side;
  http_server server{{}, server_side.handler()};
  https_transport_options opts;
  opts.max_connections = 10;
  https_transport transport{opts};
  std::vector<std::atomic<int>> calls(30);
  std::atomic<int> sent{0};
  for (auto& x : calls)
    transport.send(get(http_base(server)), unhurried(), [&](outcome y) {
      ++x;
      const auto why = failure_of(y);
      EXPECT_EQ(why.what, failure::kind::stopped);
      sent += why.byte_left;
    });
  ASSERT_TRUE(server_side.wait_for(10));
  transport.stop();
  for (const auto& x : calls)
    EXPECT_EQ(x, 1);
  EXPECT_EQ(sent, 10);
  server_side.answer_all(say("too late"));
}

TEST(HttpsTransport, EndsACallAtOnceWhenItIsStopped) {
  https_transport transport{{}};
  transport.stop();
  const auto x = failure_of(ask(transport, get("http://127.0.0.1:9")));
  EXPECT_EQ(x.what, failure::kind::stopped);
  EXPECT_FALSE(x.byte_left);
}

TEST(HttpsTransport, EndsEveryCallOnceWhileOthersStopIt) {
  http_server server{{}, always(say("ok"))};
  for (int round = 0; round < 20; ++round) {
    https_transport transport{{}};
    std::atomic<int> handled{0};
    std::thread sender{[&] {
      for (int i = 0; i < 50; ++i)
        transport.send(get(http_base(server)), unhurried(),
                       [&](const outcome&) { ++handled; });
    }};
    transport.stop();
    sender.join();
    EXPECT_EQ(handled, 50);
  }
}

TEST(HttpsTransport, RefusesToStartWithAnAuthorityItCannotRead) {
  https_transport_options file;
  file.loopback_ca_file = "/nonexistent/ca.pem";
  EXPECT_THROW(https_transport{file}, std::runtime_error);
  https_transport_options text;
  text.loopback_ca_pem = "not a certificate";
  EXPECT_THROW(https_transport{text}, std::runtime_error);
}

} // namespace
} // namespace ballast::net::test
