#include "net/http_server.hpp"
#include "tests/net/support/asking.hpp"
#include "tests/net/support/raw_server.hpp"

#include <atomic>
#include <future>
#include <random>
#include <system_error>
#include <thread>
#include <vector>

namespace ballast::net::test {
namespace {

const std::string good
  = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

unsigned status_of(const std::string& response) {
  return response.starts_with("HTTP/1.1 ")
           ? static_cast<unsigned>(std::stoul(response.substr(9, 3)))
           : 0;
}

TEST(HttpServer, AnswersACall) {
  http_server server{{}, always(say("hello"))};
  EXPECT_EQ(raw_exchange(server.port(), good),
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
            "Connection: close\r\n\r\nhello");
}

TEST(HttpServer, AnswersSeveralRequestsOnOneConnectionInTheirOrder) {
  http_server server{
    {}, [](const call& x, const respond& then) { then(say(x.target + " ")); }};
  const auto all
    = raw_exchange(server.port(), "GET /one HTTP/1.1\r\nHost: a\r\n\r\n"
                                  "GET /two HTTP/1.1\r\nHost: a\r\n\r\n"
                                    + good);
  EXPECT_LT(all.find("/one "), all.find("/two "));
  EXPECT_LT(all.find("/two "), all.find("/ "));
  EXPECT_NE(all.find("/ "), all.npos);
}

TEST(HttpServer, IsAnsweredFromAnyThreadAndOnlyOnce) {
  std::vector<std::thread> threads;
  http_server server{{}, [&](const call&, const respond& then) {
                       threads.emplace_back([then] {
                         then(say("first"));
                         then(say("second"));
                       });
                     }};
  const auto all = raw_exchange(server.port(), good);
  EXPECT_TRUE(all.ends_with("first")) << all;
  server.stop();
  for (auto& x : threads)
    x.join();
}

TEST(HttpServer, Answers500WhenNobodyElseWill) {
  http_server dropped{{}, [](const call&, const respond&) {}};
  EXPECT_EQ(status_of(raw_exchange(dropped.port(), good)), 500U);
  http_server thrown{
    {}, [](const call&, const respond&) { throw std::runtime_error{"a bug"}; }};
  EXPECT_EQ(status_of(raw_exchange(thrown.port(), good)), 500U);
}

TEST(HttpServer, ForgivesAnAnswerAfterItsEnd) {
  std::promise<respond> kept;
  {
    http_server server{
      {}, [&](const call&, const respond& then) { kept.set_value(then); }};
    https_transport transport{{}};
    auto unanswered = send(transport, get(http_base(server)));
    auto late = kept.get_future().get();
    server.stop();
    EXPECT_EQ(failure_of(wait(std::move(unanswered))).what,
              failure::kind::lost);
    late(say("too late"));
  }
}

TEST(HttpServer, SendsNoBodyToAHeadRequest) {
  http_server server{{}, always(say("hello"))};
  const auto all = raw_exchange(
    server.port(), "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(all.find("Content-Length: 5\r\n"), all.npos);
  EXPECT_TRUE(all.ends_with("\r\n\r\n"));
}

TEST(HttpServer, LetsNoHeaderBreakTheFraming) {
  auto x = say("hello");
  x.content.headers = {{"A", "b\r\nEvil: yes"}, {"Content-Length", "1"}};
  http_server server{{}, always(x)};
  const auto all = raw_exchange(server.port(), good);
  EXPECT_EQ(all.find("Evil"), all.npos);
  EXPECT_EQ(all.find("Content-Length: 1\r"), all.npos);
}

TEST(HttpServer, AnswersAfterADelay) {
  auto later = say("later");
  later.delay = 20ms;
  http_server server{{}, always(later)};
  EXPECT_TRUE(raw_exchange(server.port(), good).ends_with("later"));
}

TEST(HttpServer, TricklesABodyToItsEnd) {
  auto slow = say("slowly");
  slow.how = answer::ending::trickle;
  server_options opts;
  opts.trickle = 1ms;
  http_server server{opts, always(slow)};
  EXPECT_TRUE(raw_exchange(server.port(), good).ends_with("\r\n\r\nslowly"));
}

TEST(HttpServer, CutsABodyInHalf) {
  auto half = say("12345678");
  half.how = answer::ending::cut;
  http_server server{{}, always(half)};
  const auto all = raw_exchange(server.port(), good);
  EXPECT_NE(all.find("Content-Length: 8\r\n"), all.npos);
  EXPECT_TRUE(all.ends_with("\r\n\r\n1234"));
}

TEST(HttpServer, PacksBodiesOnlyWhenAskedToAndWorthIt) {
  server_options opts;
  opts.gzip = true;
  http_server server{
    opts, [](const call& x, const respond& then) {
      then(say(std::string(x.target == "/big" ? 2000 : 1000, 'x')));
    }};
  https_transport transport{{}};
  EXPECT_EQ(body_of(ask(transport, get(http_base(server), "/big"))),
            std::string(2000, 'x'));
  auto length = [&](const std::string& target, const std::string& fields) {
    return raw_exchange(server.port(), "GET " + target
                                         + " HTTP/1.1\r\nHost: a\r\n" + fields
                                         + "Connection: close\r\n\r\n")
      .size();
  };
  const std::string accepts = "Accept-Encoding: gzip\r\n";
  EXPECT_LT(length("/big", accepts), 1000U);
  EXPECT_GT(length("/big", ""), 2000U);
  EXPECT_GT(length("/small", accepts), 1000U);
}

TEST(HttpServer, SaysWhichPortIsTaken) {
  http_server first{{}, always(say("ok"))};
  server_options same;
  same.port = first.port();
  try {
    http_server second{same, always(say("ok"))};
    FAIL() << "two servers on one port";
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), std::errc::address_in_use);
    EXPECT_NE(std::string{e.what()}.find(std::to_string(same.port)),
              std::string::npos);
  }
}

TEST(HttpServer, RefusesACertificateThatIsNone) {
  server_options opts;
  opts.certificate_pem = "no";
  opts.key_pem = "no";
  EXPECT_THROW(http_server(opts, always(say("ok"))), std::runtime_error);
}

TEST(HttpServer, FaultX4_RefusesBadRequestsAndCloses) {
  std::atomic<int> calls{0};
  http_server server{{}, [&](const call&, const respond& then) {
                       ++calls;
                       then(say("ok"));
                     }};
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  for (const auto& text : {
         std::string{"nonsense\r\n\r\n"},
         std::string{"GET / HTTP/3.0\r\nHost: a\r\n\r\n"},
         std::string{"GET / HTTP/1.1\nHost: a\n\n"},
         std::string{"GET / HTTP/1.1\r\n\r\n"},
         std::string{"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
         std::string{"GET / HTTP/1.1\r\nHost: a\r\nbad name: b\r\n\r\n"},
         std::string{"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"},
         post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
         post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
         post + "Content-Length: -1\r\n\r\n",
         post + "Content-Length: 1 1\r\n\r\n",
         post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
         post + "Transfer-Encoding: gzip\r\n\r\n",
       })
    EXPECT_EQ(status_of(raw_exchange(server.port(), text)), 400U) << text;
  EXPECT_EQ(calls, 0);
}

TEST(HttpServer, FaultX4_CapsTheHead) {
  http_server server{{}, always(say("ok"))};
  const auto head = [](std::size_t size) {
    std::string text = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nA: ";
    return text + std::string(size - text.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(status_of(raw_exchange(server.port(), head(16 * 1024))), 200U);
  EXPECT_EQ(status_of(raw_exchange(server.port(), head(16 * 1024 + 1))), 431U);
  EXPECT_EQ(status_of(raw_exchange(server.port(), std::string(20'000, 'x'))),
            431U);
}

TEST(HttpServer, FaultX4_CapsTheBody) {
  http_server server{{}, [](const call& x, const respond& then) {
                       then(say(std::to_string(x.body.size())));
                     }};
  const std::string post
    = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
  const std::string full(64 * 1024, 'x');
  EXPECT_TRUE(
    raw_exchange(server.port(), post + "Content-Length: 65536\r\n\r\n" + full)
      .ends_with("65536"));
  EXPECT_EQ(status_of(raw_exchange(server.port(),
                                   post + "Content-Length: 65537\r\n\r\n")),
            413U);
  EXPECT_EQ(status_of(raw_exchange(server.port(),
                                   post
                                     + "Transfer-Encoding: chunked\r\n\r\n10001"
                                       "\r\n"
                                     + full + "x\r\n0\r\n\r\n")),
            413U);
}

TEST(HttpServer, FaultX4_CapsWhatChunksCostBesidesTheirBytes) {
  server_options opts;
  opts.body_max = 1024;
  http_server server{opts, always(say("ok"))};
  std::string text
    = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 1000; ++i)
    text += "1;" + std::string(100, 'e') + "\r\nx\r\n";
  EXPECT_EQ(status_of(raw_exchange(server.port(), text)), 413U);
  const auto endless
    = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;"
      + std::string(100'000, 'e');
  const auto status = status_of(raw_exchange(server.port(), endless));
  EXPECT_TRUE(status == 400 || status == 413) << status;
}

TEST(HttpServer, FaultX4_ClosesOnAHeadThatIsTooSlow) {
  server_options opts;
  opts.header = 20ms;
  http_server server{opts, always(say("ok"))};
  EXPECT_EQ(raw_exchange(server.port(), "GET / HTTP/1.1\r\nHo"), "");
}

TEST(HttpServer, FaultX4_ClosesAnIdleConnection) {
  server_options opts;
  opts.idle = 20ms;
  http_server server{opts, always(say("ok"))};
  EXPECT_EQ(raw_exchange(server.port(), ""), "");
}

TEST(HttpServer, FaultX4_ClosesOnABodyThatNeverComes) {
  server_options opts;
  opts.idle = 20ms;
  http_server server{opts, always(say("ok"))};
  EXPECT_EQ(raw_exchange(server.port(), "POST / HTTP/1.1\r\nHost: a\r\n"
                                        "Content-Length: 5\r\n\r\nab"),
            "");
}

TEST(HttpServer, FaultX4_TakesNoMoreConnectionsThanTheCap) {
  std::promise<respond> held;
  server_options opts;
  opts.max_connections = 1;
  http_server server{
    opts, [&](const call&, const respond& then) { held.set_value(then); }};
  https_transport transport{{}};
  auto first = send(transport, get(http_base(server)));
  auto then = held.get_future().get();
  EXPECT_EQ(raw_exchange(server.port(), good), "");
  then(say("ok"));
  EXPECT_EQ(body_of(wait(std::move(first))), "ok");
}

TEST(HttpServer, FaultX4_ServesOnAfterWhateverBytes) {
  http_server server{{}, always(say("ok"))};
  const std::string text
    = "POST /a?b=c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
      "Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  std::mt19937_64 random{17};
  for (int round = 0; round < 200; ++round) {
    auto broken = text;
    for (auto left = 1 + random() % 4; left > 0; --left)
      broken[random() % broken.size()] = static_cast<char>(random() % 256);
    raw_exchange(server.port(), broken, true);
  }
  EXPECT_EQ(status_of(raw_exchange(server.port(), text)), 200U);
}

TEST(HttpServer, ServesFromSeveralThreads) {
  server_options opts;
  opts.threads = 3;
  http_server server{opts, always(say("ok"))};
  https_transport transport{{}};
  std::vector<std::future<outcome>> results;
  for (int i = 0; i < 100; ++i)
    results.push_back(send(transport, get(http_base(server))));
  for (auto& x : results)
    EXPECT_EQ(body_of(wait(std::move(x))), "ok");
}

TEST(HttpServer, EndsWhileClientsAreConnectedAndWaiting) {
  answer silence;
  silence.how = answer::ending::hang;
  auto server
    = std::make_unique<http_server>(server_options{}, always(silence));
  https_transport transport{{}};
  auto hanging = send(transport, get(http_base(*server)));
  transport.warm(http_base(*server), 5);
  server.reset();
  const auto why = failure_of(wait(std::move(hanging)));
  EXPECT_TRUE(why.what == failure::kind::lost
              || why.what == failure::kind::refused)
    << why.text;
}

} // namespace
} // namespace ballast::net::test
