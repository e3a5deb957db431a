// What the fault proxy does to a connection, and what the transport makes of
// each fault, plain and with TLS.
#include "tests/net/support/asking.hpp"
#include "tests/support/fault_proxy.hpp"

#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

namespace ballast::net::test {
namespace {

using ballast::test::fault_proxy;
using ballast::test::proxy_counts;
using ballast::test::proxy_faults;
using target = proxy_faults::target;
using clock = std::chrono::steady_clock;

const tls_identity& identity() {
  static const auto result = make_tls_identity();
  return result;
}

/// A server behind a proxy, and a transport in front of it.
class street {
public:
  explicit street(bool tls, std::uint64_t seed = 1)
      : tls_{tls}, server_{tls ? tls_options(identity()) : server_options{},
                           [this](const call& x, const respond& then) {
                             answer_one(x, then);
                           }},
        proxy{server_.port(), seed}, transport{tls
                                                 ? trusting(identity())
                                                 : https_transport_options{}} {}

  call to(const std::string& path = "/") const {
    return get((tls_ ? "https" : "http") + std::string{"://127.0.0.1:"}
                 + std::to_string(proxy.port()),
               path);
  }
  outcome ask(deadlines when = unhurried()) {
    return net::test::ask(transport, to(), when);
  }
  std::future<outcome> begin(const std::string& path) {
    return send(transport, to(path));
  }
  /// Makes a connection that the next call is sent on.
  void warm_up() { ASSERT_EQ(reply_of(ask()).status, 200U); }

  /// What the server was asked for, in the order of arrival.
  std::vector<std::string> arrivals() {
    const std::scoped_lock guard{mutex_};
    return arrivals_;
  }
  /// Bytes of each answer's body.
  void set_body(std::size_t size) {
    const std::scoped_lock guard{mutex_};
    body_ = std::string(size, 'x');
  }

private:
  void answer_one(const call& x, const respond& then) {
    const std::scoped_lock guard{mutex_};
    arrivals_.push_back(x.target);
    then(say(body_));
  }

  bool tls_;
  std::mutex mutex_;
  std::vector<std::string> arrivals_;
  std::string body_ = "ok";
  http_server server_;

public:
  fault_proxy proxy;
  https_transport transport;
};

/// Waits for what another thread is about to do.
template <class Condition>
bool soon(Condition&& holds) {
  for (const auto until = clock::now() + patience; clock::now() < until;
       std::this_thread::yield())
    if (holds())
      return true;
  return false;
}

deadlines within(std::chrono::nanoseconds total) {
  return {patience, patience, total};
}

/// All that counts faults.
std::uint64_t faults_in(const proxy_counts& x) {
  return x.delay + x.jitter + x.stall + x.reset_before + x.reset + x.lose_answer
         + x.truncate + x.cut + x.slow + x.reorder + x.reorder_in_vain
         + x.refuse + x.deaf;
}

class FaultProxy : public testing::TestWithParam<bool> {
protected:
  /// Expects one more failure of this kind, after bytes had left, which the
  /// server saw as so many requests; the next call shall be well again.
  void expect_failure(const proxy_faults& x, failure::kind what,
                      std::size_t seen, deadlines when = unhurried()) {
    where.warm_up();
    where.proxy.set(x);
    const auto got = failure_of(where.ask(when));
    EXPECT_EQ(got.what, what) << got.text;
    EXPECT_TRUE(got.byte_left);
    EXPECT_EQ(where.arrivals().size(), 1 + seen);
    where.proxy.set({});
    EXPECT_EQ(reply_of(where.ask()).status, 200U);
  }
  bool tls() const { return GetParam(); }

  street where{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Streets, FaultProxy, testing::Bool(),
                         [](const auto& x) {
                           return x.param ? "Tls" : "Plain";
                         });

TEST_P(FaultProxy, PassesEverythingWhenFaultless) {
  where.set_body(3'000'000);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(body_of(where.ask()).size(), 3'000'000U);
  const auto counts = where.proxy.counts();
  EXPECT_EQ(counts.requests, 3U);
  EXPECT_EQ(counts.plain, tls() ? 0U : 1U);
  EXPECT_EQ(counts.tls, tls() ? 1U : 0U);
  EXPECT_EQ(counts.handshakes, counts.tls);
  EXPECT_EQ(faults_in(counts), 0U);
}

TEST_P(FaultProxy, DelaysBothWays) {
  where.warm_up();
  proxy_faults x;
  x.delay = {1, 60ms};
  where.proxy.set(x);
  const auto begin = clock::now();
  EXPECT_EQ(body_of(where.ask()), "ok");
  EXPECT_GE(clock::now() - begin, 120ms);
  EXPECT_EQ(where.proxy.counts().delay, 2U);
}

TEST_P(FaultProxy, DelaysAHandshakeToo) {
  proxy_faults x;
  x.delay = {1, 30ms};
  where.proxy.set(x);
  const auto begin = clock::now();
  EXPECT_EQ(body_of(where.ask()), "ok");
  // Of TLS 1.3: hello, flight, request, answer.
  EXPECT_GE(clock::now() - begin, tls() ? 120ms : 60ms);
  EXPECT_GE(where.proxy.counts().delay, tls() ? 4U : 2U);
}

TEST_P(FaultProxy, JittersAroundTheMean) {
  where.warm_up();
  proxy_faults x;
  x.jitter = {1, 10ms};
  where.proxy.set(x);
  const auto begin = clock::now();
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(body_of(where.ask()), "ok");
  // Forty draws; how much slower it is depends on the machine.
  EXPECT_GE(clock::now() - begin, 40 * 7ms);
  EXPECT_EQ(where.proxy.counts().jitter, 40U);
}

TEST_P(FaultProxy, StallsAllConnectionsAndThenDeliversEverything) {
  const auto begin = clock::now();
  proxy_faults x;
  x.stall = {1, 400ms};
  where.proxy.set(x);
  auto first = where.begin("/1");
  ASSERT_TRUE(soon([&] { return where.proxy.counts().stall == 1; }));
  where.proxy.set({});
  auto second = where.begin("/2");
  EXPECT_EQ(body_of(wait(std::move(second))), "ok");
  EXPECT_GE(clock::now() - begin, 400ms);
  EXPECT_EQ(body_of(wait(std::move(first))), "ok");
  EXPECT_EQ(where.proxy.counts().stall, 1U);
}

TEST_P(FaultProxy, ResetsAfterTheRequestHasArrived) {
  proxy_faults x;
  x.reset = 1;
  expect_failure(x, failure::kind::lost, 1);
  EXPECT_EQ(where.proxy.counts().reset, 1U);
}

TEST_P(FaultProxy, ResetsTheFirstAnswerOfAConnectionAndNotItsHandshake) {
  proxy_faults x;
  x.reset = 1;
  where.proxy.set(x);
  const auto got = failure_of(where.ask());
  EXPECT_EQ(got.what, failure::kind::lost) << got.text;
  EXPECT_TRUE(got.byte_left);
  EXPECT_EQ(where.arrivals().size(), 1U);
  EXPECT_EQ(where.proxy.counts().reset, 1U);
}

TEST_P(FaultProxy, ResetsBeforeTheRequestArrives) {
  proxy_faults x;
  x.reset_before = 1;
  expect_failure(x, failure::kind::lost, 0);
  EXPECT_EQ(where.proxy.counts().reset_before, 1U);
}

TEST_P(FaultProxy, FaultE7_LosesAnAnswer) {
  proxy_faults x;
  x.lose_answer = 1;
  expect_failure(x, failure::kind::timed_out, 1, within(200ms));
  EXPECT_EQ(where.proxy.counts().lose_answer, 1U);
}

TEST_P(FaultProxy, CutsBeforeAByteOfTheAnswer) {
  proxy_faults x;
  x.cut = {1, 0};
  expect_failure(x, failure::kind::lost, 1);
  EXPECT_EQ(where.proxy.counts().cut, 1U);
}

TEST_P(FaultProxy, FaultE10_CutsWithinTheBody) {
  where.set_body(100'000);
  proxy_faults x;
  x.cut = {1, 50'000};
  expect_failure(x, failure::kind::malformed, 1);
  EXPECT_EQ(where.proxy.counts().cut, 1U);
}

TEST_P(FaultProxy, CutsNoAnswerThatIsShorter) {
  proxy_faults x;
  x.cut = {1, 50'000};
  where.proxy.set(x);
  EXPECT_EQ(body_of(where.ask()), "ok");
  EXPECT_EQ(where.proxy.counts().cut, 0U);
}

TEST_P(FaultProxy, FaultE10_TruncatesAnAnswer) {
  where.set_body(500);
  proxy_faults x;
  x.truncate = 1;
  // Half of a TLS record is no byte of a reply.
  expect_failure(x, tls() ? failure::kind::lost : failure::kind::malformed, 1);
  EXPECT_EQ(where.proxy.counts().truncate, 1U);
}

TEST_P(FaultProxy, FaultE9_SlowsABodyUntilTheTotalDeadlineFires) {
  where.set_body(1'000);
  proxy_faults x;
  x.slow = {1, 100};
  expect_failure(x, failure::kind::timed_out, 1, within(300ms));
  EXPECT_EQ(where.proxy.counts().slow, 1U);
}

TEST_P(FaultProxy, DeliversASlowBodyWhole) {
  where.set_body(2'000);
  proxy_faults x;
  x.slow = {1, 10'000};
  where.proxy.set(x);
  const auto begin = clock::now();
  EXPECT_EQ(body_of(where.ask()), std::string(2'000, 'x'));
  // The last drop comes one drop's time early.
  EXPECT_GE(clock::now() - begin, 150ms);
  EXPECT_EQ(where.proxy.counts().slow, 1U);
}

TEST_P(FaultProxy, HoldsNoMoreOfASlowBodyThanItMust) {
  where.set_body(6'000'000);
  proxy_faults x;
  x.slow = {1, 100};
  where.proxy.set(x);
  EXPECT_EQ(failure_of(where.ask(within(300ms))).what,
            failure::kind::timed_out);
  const auto counts = where.proxy.counts();
  EXPECT_EQ(counts.slow, 1U);
  EXPECT_GE(counts.waiting_max, 256U * 1024) << "the bound was not reached";
  EXPECT_LE(counts.waiting_max, (256U + 16U) * 1024);
}

TEST_P(FaultProxy, LetsALaterRequestOvertake) {
  proxy_faults x;
  x.reorder = {1, patience};
  where.proxy.set(x);
  auto first = where.begin("/first");
  ASSERT_TRUE(soon([&] { return where.proxy.counts().requests == 1; }));
  auto second = where.begin("/second");
  EXPECT_EQ(body_of(wait(std::move(first))), "ok");
  EXPECT_EQ(body_of(wait(std::move(second))), "ok");
  EXPECT_EQ(where.arrivals(), (std::vector<std::string>{"/second", "/first"}));
  EXPECT_EQ(where.proxy.counts().reorder, 1U);
}

TEST_P(FaultProxy, HoldsNobodyForLongerThanItIsTold) {
  proxy_faults x;
  x.reorder = {1, 100ms};
  where.proxy.set(x);
  const auto begin = clock::now();
  EXPECT_EQ(body_of(where.ask()), "ok");
  EXPECT_GE(clock::now() - begin, 100ms);
  EXPECT_EQ(where.proxy.counts().reorder, 0U);
  EXPECT_EQ(where.proxy.counts().reorder_in_vain, 1U);
}

TEST_P(FaultProxy, ClosesAtOnce) {
  proxy_faults x;
  x.refuse = 1;
  where.proxy.set(x);
  const auto got = failure_of(where.ask());
  // A plain call may leave before the end of the stream has come.
  EXPECT_TRUE(got.what == failure::kind::refused
              || (!tls() && got.what == failure::kind::lost))
    << got.text;
  EXPECT_EQ(got.byte_left, got.what == failure::kind::lost);
  EXPECT_EQ(where.arrivals().size(), 0U);
  EXPECT_GE(where.proxy.counts().refuse, 1U);
  where.proxy.set({});
  where.warm_up();
}

TEST_P(FaultProxy, IsDeafUntilToldOtherwise) {
  proxy_faults x;
  x.deaf = true;
  for (unsigned i = 0; i < 2; ++i) {
    where.proxy.set(x);
    const auto got = failure_of(net::test::ask(where.transport, where.to("/")));
    EXPECT_EQ(got.what, failure::kind::refused) << got.text;
    EXPECT_FALSE(got.byte_left);
    EXPECT_EQ(where.proxy.counts().deaf, i + 1U);
    where.proxy.set({});
    // On a connection of its own, so that the transport has none left.
    https_transport other{tls() ? trusting(identity())
                                : https_transport_options{}};
    EXPECT_EQ(body_of(net::test::ask(other, where.to("/"))), "ok");
  }
}

TEST_P(FaultProxy, MakesTheSameFaultsOfTheSameSeed) {
  const auto story = [this](std::uint64_t seed) {
    street other{tls(), seed};
    proxy_faults x;
    x.reset = 0.5;
    x.delay = {0.3, 1ms};
    other.proxy.set(x);
    std::string result;
    for (int i = 0; i < 24; ++i)
      result += reply_of(other.ask()).status == 200 ? 'o' : 'x';
    const auto lost = std::ranges::count(result, 'x');
    EXPECT_EQ(other.proxy.counts().reset, static_cast<std::uint64_t>(lost));
    return result;
  };
  const auto once = story(7);
  EXPECT_NE(once.find('x'), std::string::npos);
  EXPECT_NE(once.find('o'), std::string::npos);
  EXPECT_EQ(story(7), once);
  EXPECT_NE(story(8), once);
}

TEST_P(FaultProxy, BreaksWhatIsUnderWayWhenItGoes) {
  http_server server{{}, [](const call&, const respond& then) {
                       answer x;
                       x.how = answer::ending::hang;
                       then(x);
                     }};
  auto proxy = std::make_unique<fault_proxy>(server.port());
  https_transport transport{{}};
  auto hanging
    = send(transport, get("http://127.0.0.1:" + std::to_string(proxy->port())));
  ASSERT_TRUE(soon([&] { return proxy->counts().requests == 1; }));
  proxy.reset();
  EXPECT_EQ(failure_of(wait(std::move(hanging))).what, failure::kind::lost);
}

/// A handshake that breaks, by the fault that breaks it.
class BrokenHandshake : public testing::TestWithParam<int> {};

TEST_P(BrokenHandshake, FaultE12_IsAnErrorBeforeAByteOfTheCallHasLeft) {
  street where{true};
  proxy_faults x;
  x.strikes = target::handshakes;
  x.reset_before = GetParam() == 0 ? 1 : 0;
  x.reset = GetParam() == 1 ? 1 : 0;
  x.truncate = GetParam() == 2 ? 1 : 0;
  x.cut = {GetParam() == 3 ? 1.0 : 0.0, 100};
  where.proxy.set(x);
  const auto got = failure_of(where.ask());
  EXPECT_EQ(got.what, failure::kind::refused) << got.text;
  EXPECT_FALSE(got.byte_left);
  const auto counts = where.proxy.counts();
  EXPECT_GE(counts.handshakes, 1U);
  EXPECT_GE(faults_in(counts), 1U);
  EXPECT_EQ(counts.requests, 0U);
  EXPECT_EQ(counts.plain, 0U) << "fell back to plain text";
  EXPECT_EQ(where.arrivals().size(), 0U);
  where.proxy.set({});
  where.warm_up();
}

INSTANTIATE_TEST_SUITE_P(Faults, BrokenHandshake, testing::Range(0, 4));

TEST(FaultProxyHandshake, ThatIsLostEndsByTheTimeToConnect) {
  http_server server{tls_options(identity()), always(say("ok"))};
  fault_proxy proxy{server.port()};
  proxy_faults x;
  x.strikes = target::both;
  x.lose_answer = 1;
  proxy.set(x);
  auto opts = trusting(identity());
  opts.connect = 200ms;
  https_transport transport{opts};
  const auto got = failure_of(
    ask(transport, get("https://127.0.0.1:" + std::to_string(proxy.port()))));
  EXPECT_EQ(got.what, failure::kind::not_ready) << got.text;
  EXPECT_FALSE(got.byte_left);
  EXPECT_EQ(proxy.counts().lose_answer, 1U);
}

} // namespace
} // namespace ballast::net::test
