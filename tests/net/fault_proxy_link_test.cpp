// How the fault proxy decides and what it makes of bytes, without a socket.
#include "tests/support/fault_proxy_link.hpp"
#include "tests/support/fault_proxy_watch.hpp"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace ballast::test {
namespace {

using namespace std::chrono_literals;
using kind = exchange_watch::kind;

constexpr auto t0 = time_point{} + 1h;

/// The endings of so many requests, a letter each.
std::string endings(proxy_link& link, int count) {
  std::string result;
  for (int i = 0; i < count; ++i)
    result += link.begin(kind::request, t0).how == exchange_plan::ending::whole
                ? 'o'
                : 'x';
  return result;
}

TEST(FaultProxyLink, DrawsJitterOfTheMeanAskedFor) {
  proxy_link link{1};
  proxy_faults x;
  x.jitter = {1, 100ms};
  link.set(x);
  constexpr int count = 20'000;
  duration sum{0};
  for (int i = 0; i < count; ++i) {
    const auto lag = link.lag();
    EXPECT_GT(lag, 0ms);
    EXPECT_LE(lag, 2s);
    sum += lag;
  }
  EXPECT_NEAR(seconds(sum) / count, 0.1, 0.002);
  EXPECT_EQ(link.counts().jitter, std::uint64_t{count});
}

TEST(FaultProxyLink, ShiftsNoFaultByAnother) {
  proxy_faults x;
  x.reset = 0.3;
  proxy_link alone{5};
  alone.set(x);
  const auto expected = endings(alone, 100);
  x.delay = {0.5, 1ms};
  x.jitter = {0.5, 1ms};
  x.slow = {0.5, 10};
  x.stall = {0.5, 1s};
  x.reorder = {0.5, 1s};
  proxy_link among_others{5};
  among_others.set(x);
  std::string got;
  for (int i = 0; i < 100; ++i) {
    among_others.lag();
    got += endings(among_others, 1);
  }
  EXPECT_EQ(got, expected);
}

TEST(FaultProxyLink, StrikesWhatItIsToldTo) {
  using target = proxy_faults::target;
  for (const auto& [strikes, request, handshake] :
       {std::tuple{target::requests, true, false},
        {target::handshakes, false, true},
        {target::both, true, true}}) {
    proxy_link link{1};
    proxy_faults x;
    x.strikes = strikes;
    x.reset = 1;
    link.set(x);
    const auto struck = [&](kind what) {
      return link.begin(what, t0).how == exchange_plan::ending::reset;
    };
    EXPECT_EQ(struck(kind::request), request);
    EXPECT_EQ(struck(kind::handshake), handshake);
    EXPECT_EQ(link.counts().requests, 1U);
    EXPECT_EQ(link.counts().handshakes, 1U);
  }
}

TEST(FaultProxyLink, FreezesForALongerTimeOnly) {
  proxy_link link{1};
  proxy_faults x;
  x.stall = {1, 3s};
  link.set(x);
  link.begin(kind::request, t0);
  x.stall.time = 1s;
  link.set(x);
  link.begin(kind::request, t0 + 1s);
  EXPECT_EQ(link.frozen_until(), t0 + 3s);
}

TEST(FaultProxyLink, HoldsOneRequestUntilALaterOneIsAnswered) {
  proxy_link link{1};
  int released = 0;
  const auto release = [&] { ++released; };
  EXPECT_TRUE(link.hold(5, release));
  EXPECT_FALSE(link.hold(6, release));
  link.answered(4);
  EXPECT_EQ(released, 0);
  link.answered(6);
  EXPECT_EQ(released, 1);
  link.answered(7);
  EXPECT_EQ(released, 1);
  EXPECT_EQ(link.counts().reorder, 1U);
  EXPECT_TRUE(link.hold(8, release));
  link.let_go(8);
  link.answered(9);
  EXPECT_EQ(released, 1);
}

// -- bytes --------------------------------------------------------------------

constexpr int hello = 22;
constexpr int data = 23;

/// A record of TLS with contents that nobody can read.
std::string record(int type, std::size_t length) {
  std::string result{static_cast<char>(type), 3, 3,
                     static_cast<char>(length / 256),
                     static_cast<char>(length % 256)};
  return result + std::string(length, '?');
}

TEST(ExchangeWatch, TakesTurnsInPlainText) {
  exchange_watch watch;
  EXPECT_EQ(watch.client_sends("GET / HT"), kind::request);
  EXPECT_EQ(watch.client_sends("TP/1.1\r\n\r\n"), std::nullopt);
  EXPECT_EQ(watch.server_sends("HTTP/1.1 200 OK\r\n\r").answer, 0U);
  const auto rest = watch.server_sends("\nbody\r\n\r\nbody");
  EXPECT_EQ(rest.answer, std::nullopt);
  EXPECT_EQ(rest.body, 1U);
  EXPECT_EQ(watch.server_sends("more\r\n\r\n").body, std::nullopt);
  EXPECT_EQ(watch.client_sends("GET"), kind::request);
  EXPECT_FALSE(watch.secure());
}

TEST(ExchangeWatch, CountsOffTheHandshakeOfTls13) {
  exchange_watch watch;
  EXPECT_EQ(watch.client_sends(record(hello, 500)), kind::handshake);
  EXPECT_EQ(watch.server_sends(record(hello, 90) + record(data, 900)).answer,
            0U);
  // The client's end of the handshake and its request, in one read.
  EXPECT_EQ(watch.client_sends(record(data, 53) + record(data, 200)),
            kind::request);
  const auto tickets = record(data, 250) + record(data, 250);
  EXPECT_EQ(watch.server_sends(tickets + record(data, 99)).answer,
            tickets.size());
  EXPECT_EQ(watch.client_sends(record(data, 200)), kind::request);
  EXPECT_EQ(watch.server_sends(record(data, 99)).answer, 0U);
  EXPECT_EQ(watch.client_sends(record(data, 19)), std::nullopt) << "a goodbye";
}

TEST(ExchangeWatch, KnowsTls12ByItsOpenHandshake) {
  exchange_watch watch;
  EXPECT_EQ(watch.client_sends(record(hello, 300)), kind::handshake);
  EXPECT_EQ(watch.server_sends(record(hello, 900)).answer, 0U);
  EXPECT_EQ(watch.client_sends(record(hello, 70) + record(hello, 40)),
            std::nullopt);
  EXPECT_EQ(watch.server_sends(record(hello, 200)).answer, std::nullopt);
  EXPECT_EQ(watch.client_sends(record(data, 200)), kind::request);
  EXPECT_EQ(watch.server_sends(record(data, 200)).answer, 0U);
}

TEST(ExchangeWatch, ReadsRecordsThatComeInPieces) {
  const std::string said[]
    = {record(hello, 500), record(data, 53) + record(data, 200)};
  const std::string heard[]
    = {record(hello, 90) + record(data, 900),
       record(data, 250) + record(data, 250) + record(data, 99)};
  exchange_watch watch;
  std::vector<kind> begun;
  int answers = 0;
  for (std::size_t turn = 0; turn < 2; ++turn) {
    for (const auto byte : said[turn])
      if (const auto x = watch.client_sends({&byte, 1}))
        begun.push_back(*x);
    for (const auto byte : heard[turn])
      answers += watch.server_sends({&byte, 1}).answer ? 1 : 0;
  }
  EXPECT_EQ(begun, (std::vector{kind::handshake, kind::request}));
  EXPECT_EQ(answers, 2);
}

} // namespace
} // namespace ballast::test
