#include "net/gzip.hpp"
#include "net/response_reader.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace ballast::net {
namespace {

using state = response_reader::state;
constexpr response_caps small{1024, 4096};

std::string with_length(const std::string& body,
                        const std::string& fields = "") {
  return "HTTP/1.1 200 OK\r\n" + fields
         + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Feeds `pieces` one after the other, as a connection does, then the end.
outcome read(const std::vector<std::string>& pieces, bool ends = true) {
  response_reader x{small, false};
  std::string kept;
  for (const auto& piece : pieces) {
    kept += piece;
    kept.erase(0, x.feed(kept));
  }
  if (ends)
    x.end();
  if (x.now() == state::needs_more)
    return failure{failure::kind::timed_out, true, "needs more"};
  return x.take();
}

const failure* fault(const outcome& x) { return std::get_if<failure>(&x); }

TEST(ResponseReader, ReadsStatusHeadersAndBody) {
  const auto result = read({with_length("hello", "A: b\r\n")}, false);
  ASSERT_FALSE(fault(result));
  const auto& x = std::get<reply>(result);
  EXPECT_EQ(x.status, 200U);
  EXPECT_EQ(find_header(x.headers, "a"), "b");
  EXPECT_EQ(x.body, "hello");
}

TEST(ResponseReader, ReadsTheSameHoweverTheBytesCome) {
  const auto text
    = std::string{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n"
                  "5\r\nhello\r\n1;x=y\r\n \r\n5\r\nworld\r\n0\r\n\r\n"};
  std::mt19937_64 random{3};
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < text.size();) {
      pieces.push_back(text.substr(at, 1 + random() % 20));
      at += pieces.back().size();
    }
    const auto result = read(pieces, false);
    ASSERT_FALSE(fault(result)) << round << " " << fault(result)->text;
    ASSERT_EQ(std::get<reply>(result).body, "hello world") << round;
  }
}

TEST(ResponseReader, TakesTheEndOfTheStreamForTheEndOfAnUnframedBody) {
  const auto result = read({"HTTP/1.1 200 OK\r\n\r\nall of it"});
  ASSERT_FALSE(fault(result));
  EXPECT_EQ(std::get<reply>(result).body, "all of it");
}

TEST(ResponseReader, KnowsThatAHeadIsAnsweredWithoutABody) {
  response_reader x{small, true};
  x.feed("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
  EXPECT_EQ(x.now(), state::whole);
}

TEST(ResponseReader, LeavesWhatComesAfterTheReply) {
  response_reader x{small, false};
  const auto text = with_length("a");
  EXPECT_EQ(x.feed(text + "HTTP/1.1"), text.size());
  EXPECT_EQ(x.now(), state::whole);
}

TEST(ResponseReader, FaultE10_CallsItMalformedWhenItEndsEarly) {
  const auto text = with_length("hello");
  for (std::size_t size = 1; size < text.size(); ++size) {
    const auto result = read({text.substr(0, size)});
    ASSERT_TRUE(fault(result)) << size;
    EXPECT_EQ(fault(result)->what, failure::kind::malformed) << size;
    EXPECT_TRUE(fault(result)->byte_left);
  }
}

TEST(ResponseReader, FaultE10_CallsBrokenFramingMalformed) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  for (const auto& text :
       {std::string{"SSH-2.0-OpenSSH_9.2\r\n"}, std::string{"HTTP/2.0 200\r\n"},
        std::string{"HTTP/1.1 OK\r\n\r\n"}, chunked + "zz\r\nhello\r\n",
        chunked + "5\r\nhelloworld\r\n", chunked + "-1\r\n\r\n",
        chunked + "FFFFFFFFFFFFFFFFFF\r\n", ok + "Content-Length: -1\r\n\r\n",
        ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nab",
        ok + "Content-Length: two\r\n\r\nab", ok + "no colon\r\n\r\n",
        std::string{"HTTP/1.1 101 Switching Protocols\r\n\r\n"}}) {
    const auto result = read({text}, false);
    ASSERT_TRUE(fault(result)) << text;
    EXPECT_EQ(fault(result)->what, failure::kind::malformed) << text;
  }
}

TEST(ResponseReader, RefusesAHeaderOverTheCapHoweverItComes) {
  std::vector<std::string> pieces{"HTTP/1.1 200 OK\r\n"};
  for (int i = 0; i < 300; ++i)
    pieces.push_back("Name: value\r\n");
  const auto slowly = read(pieces, false);
  ASSERT_TRUE(fault(slowly));
  EXPECT_EQ(fault(slowly)->what, failure::kind::too_large);
  const auto at_once
    = read({"HTTP/1.1 200 OK\r\nA: " + std::string(2000, 'x')}, false);
  ASSERT_TRUE(fault(at_once));
  EXPECT_EQ(fault(at_once)->what, failure::kind::too_large);
}

TEST(ResponseReader, FaultE11_RefusesABodyOverTheCapBeforeItComes) {
  const auto announced
    = read({"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"}, false);
  ASSERT_TRUE(fault(announced));
  EXPECT_EQ(fault(announced)->what, failure::kind::too_large);
}

TEST(ResponseReader, FaultE11_RefusesChunksOverTheCap) {
  std::vector<std::string> pieces{
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"};
  for (int i = 0; i < 20; ++i)
    pieces.push_back("100\r\n" + std::string(256, 'x') + "\r\n");
  const auto result = read(pieces, false);
  ASSERT_TRUE(fault(result));
  EXPECT_EQ(fault(result)->what, failure::kind::too_large);
}

TEST(ResponseReader, FaultE11_CapsWhatChunksCostBesidesTheirBytes) {
  std::vector<std::string> pieces{
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"};
  for (int i = 0; i < 1000; ++i)
    pieces.push_back("1;" + std::string(100, 'e') + "\r\nx\r\n");
  const auto result = read(pieces, false);
  ASSERT_TRUE(fault(result));
  EXPECT_EQ(fault(result)->what, failure::kind::too_large);
}

TEST(ResponseReader, InflatesGzipAndDropsWhatSpokeOfThePackedBody) {
  const auto result = read(
    {with_length(gzip("hello"), "Content-Encoding: gzip\r\nA: b\r\n")}, false);
  ASSERT_FALSE(fault(result));
  const auto& x = std::get<reply>(result);
  EXPECT_EQ(x.body, "hello");
  EXPECT_FALSE(find_header(x.headers, "content-encoding"));
  EXPECT_FALSE(find_header(x.headers, "content-length"));
  EXPECT_EQ(find_header(x.headers, "a"), "b");
}

TEST(ResponseReader, FaultE11_RefusesAGzipBomb) {
  const auto bomb = gzip(std::string(500'000, 'x'));
  ASSERT_LE(bomb.size(), small.body_max) << "else the wrong cap answers";
  const auto result
    = read({with_length(bomb, "Content-Encoding: gzip\r\n")}, false);
  ASSERT_TRUE(fault(result));
  EXPECT_EQ(fault(result)->what, failure::kind::too_large);
}

TEST(ResponseReader, FaultE10_CallsBrokenGzipMalformed) {
  const auto packed = gzip("hello");
  for (const auto& body : {std::string{"hello"}, packed.substr(1),
                           packed.substr(0, packed.size() - 1)}) {
    const auto result
      = read({with_length(body, "Content-Encoding: gzip\r\n")}, false);
    ASSERT_TRUE(fault(result));
    EXPECT_EQ(fault(result)->what, failure::kind::malformed);
  }
}

TEST(ResponseReader, RefusesAnEncodingNobodyAskedFor) {
  const auto result
    = read({with_length("hello", "Content-Encoding: br\r\n")}, false);
  ASSERT_TRUE(fault(result));
  EXPECT_EQ(fault(result)->what, failure::kind::malformed);
}

TEST(ResponseReader, FaultE10_EndsOneWayOrTheOtherWhateverTheBytes) {
  const auto text
    = with_length(gzip("hello hello"), "Content-Encoding: gzip\r\nA: b\r\n");
  const auto chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                       + std::string{"5\r\nhello\r\n0\r\nA: b\r\n\r\n"};
  std::mt19937_64 random{5};
  for (int round = 0; round < 5000; ++round) {
    auto broken = round % 2 ? text : chunked;
    for (auto left = 1 + random() % 4; left > 0; --left)
      broken[random() % broken.size()] = static_cast<char>(random() % 256);
    const auto cut = random() % broken.size();
    const auto result = read({broken.substr(0, cut), broken.substr(cut)});
    ASSERT_TRUE(!fault(result)
                || fault(result)->what != failure::kind::timed_out)
      << round;
  }
}

} // namespace
} // namespace ballast::net
