// What a server can do wrong, and what the transport makes of it.
#include "net/gzip.hpp"
#include "tests/net/support/asking.hpp"
#include "tests/net/support/raw_server.hpp"

#include <atomic>
#include <random>

namespace ballast::net::test {
namespace {

/// A server that answers each connection's first request with `text` and then
/// ends the stream.
raw_server::script saying(const std::string& text) {
  return [text](raw_peer& peer) {
    peer.read_head();
    peer.write(text);
    peer.end();
    peer.wait_for_close();
  };
}

failure failure_when_told(const std::string& text) {
  raw_server server{saying(text)};
  https_transport transport{{}};
  return failure_of(ask(transport, get(server.base())));
}

TEST(HttpsTransportFault, CallsItLostWhenClosedBeforeAByteOfTheReply) {
  const auto x = failure_when_told("");
  EXPECT_EQ(x.what, failure::kind::lost);
  EXPECT_TRUE(x.byte_left);
}

TEST(HttpsTransportFault, CallsItLostWhenReset) {
  answer reset;
  reset.how = answer::ending::reset;
  http_server server{{}, always(reset)};
  https_transport transport{{}};
  const auto x = failure_of(ask(transport, get(http_base(server))));
  EXPECT_EQ(x.what, failure::kind::lost);
  EXPECT_TRUE(x.byte_left);
}

TEST(HttpsTransportFault, IncidentI2_SendsACallOnceAndNeverAgain) {
  std::atomic<int> requests{0};
  raw_server server{[&](raw_peer& peer) {
    if (!peer.read_head().empty())
      ++requests;
    peer.reset();
  }};
  https_transport transport{{}};
  EXPECT_EQ(failure_of(ask(transport, get(server.base()))).what,
            failure::kind::lost);
  EXPECT_EQ(requests, 1);
  EXPECT_EQ(server.accepted(), 1U);
}

TEST(HttpsTransportFault, FaultE10_CallsACutBodyMalformed) {
  auto cut = say(std::string(1000, 'x'));
  cut.how = answer::ending::cut;
  http_server server{{}, always(cut)};
  https_transport transport{{}};
  const auto x = failure_of(ask(transport, get(http_base(server))));
  EXPECT_EQ(x.what, failure::kind::malformed);
  EXPECT_TRUE(x.byte_left);
}

TEST(HttpsTransportFault, FaultE10_CallsBrokenFramingMalformed) {
  for (const auto* text :
       {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Le", "not HTTP at all\r\n\r\n"}) {
    const auto x = failure_when_told(text);
    EXPECT_EQ(x.what, failure::kind::malformed) << text;
    EXPECT_TRUE(x.byte_left) << text;
  }
}

TEST(HttpsTransportFault, FaultE10_DropsTheConnectionOfAMalformedReply) {
  unsigned connections = 0;
  raw_server server{[&](raw_peer& peer) {
    peer.read_head();
    peer.write(++connections == 1
                 ? "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"
                 : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    peer.wait_for_close();
  }};
  https_transport transport{{}};
  EXPECT_EQ(failure_of(ask(transport, get(server.base()))).what,
            failure::kind::malformed);
  EXPECT_EQ(body_of(ask(transport, get(server.base()))), "ok");
}

TEST(HttpsTransportFault, FaultE11_PassesHtmlThroughForTheCodecToJudge) {
  auto page = say("<html>maintenance</html>");
  page.content.headers = {{"Content-Type", "text/html"}};
  http_server server{{}, always(page)};
  https_transport transport{{}};
  const auto x = reply_of(ask(transport, get(http_base(server))));
  EXPECT_EQ(x.status, 200U);
  EXPECT_EQ(find_header(x.headers, "content-type"), "text/html");
  EXPECT_EQ(x.body, "<html>maintenance</html>");
}

TEST(HttpsTransportFault, FaultE11_RefusesAGzipBomb) {
  auto bomb = say(gzip(std::string(33 * 1024 * 1024, 'x')));
  bomb.content.headers = {{"Content-Encoding", "gzip"}};
  http_server server{{}, always(bomb)};
  https_transport transport{{}};
  const auto x = failure_of(ask(transport, get(http_base(server))));
  EXPECT_EQ(x.what, failure::kind::too_large);
  EXPECT_TRUE(x.byte_left);
}

TEST(HttpsTransportFault, FaultE11_LetsALongListOfMarketsThrough) {
  auto list = say(gzip(std::string(18 * 1024 * 1024, 'x')));
  list.content.headers = {{"Content-Encoding", "gzip"}};
  http_server server{{}, always(list)};
  https_transport transport{{}};
  EXPECT_EQ(body_of(ask(transport, get(http_base(server)))).size(),
            std::size_t{18} * 1024 * 1024);
}

TEST(HttpsTransportFault, FaultE11_RefusesABodyOverTheCap) {
  const auto x = failure_when_told(
    "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\nx");
  EXPECT_EQ(x.what, failure::kind::too_large);
  EXPECT_TRUE(x.byte_left);
}

TEST(HttpsTransportFault, FaultE11_RefusesAHeaderOverTheCap) {
  const auto x
    = failure_when_told("HTTP/1.1 200 OK\r\nA: " + std::string(17 * 1024, 'x')
                        + "\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(x.what, failure::kind::too_large);
}

TEST(HttpsTransportFault, FaultE11_RefusesAChunkHeadOrTrailerThatNeverEnds) {
  const std::string chunked
    = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string fields;
  while (fields.size() < 200 * 1024)
    fields += "Name: value\r\n";
  for (const auto& text : {chunked + "1;" + std::string(200 * 1024, 'x'),
                           chunked + "0\r\n" + fields}) {
    const auto x = failure_when_told(text);
    EXPECT_TRUE(x.what == failure::kind::malformed
                || x.what == failure::kind::too_large)
      << x.text;
  }
}

TEST(HttpsTransportFault, TakesAReplyOfTheLargestSizeAllowed) {
  const std::string body(8 * 1024 * 1024, 'x');
  http_server server{{}, always(say(body))};
  https_transport transport{{}};
  EXPECT_EQ(body_of(ask(transport, get(http_base(server)))).size(),
            body.size());
}

TEST(HttpsTransportFault, FaultE10_OutlivesWhateverBytesAServerSends) {
  const std::string good = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
  std::mt19937_64 random{13};
  raw_server server{[&](raw_peer& peer) {
    peer.read_head();
    auto text = good;
    for (auto left = random() % 6; left > 0; --left)
      text[random() % text.size()] = static_cast<char>(random() % 256);
    peer.write(text.substr(0, random() % text.size()));
    peer.end();
    peer.wait_for_close();
  }};
  https_transport transport{{}};
  for (int round = 0; round < 100; ++round) {
    const auto x = failure_of(ask(transport, get(server.base())));
    EXPECT_TRUE(x.what != failure::kind::stopped || x.text == "a reply came")
      << round << ": " << x.text;
  }
}

} // namespace
} // namespace ballast::net::test
