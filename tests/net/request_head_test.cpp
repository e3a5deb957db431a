#include "net/request_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::net {
namespace {

using state = head_scanner::state;

std::string head(const std::string& fields,
                 const std::string& line = "GET / HTTP/1.1") {
  return line + "\r\n" + fields + "\r\n";
}

TEST(RequestHead, EndsAtTheFirstEmptyLine) {
  head_scanner x;
  const auto text = head("Host: a\r\n");
  EXPECT_EQ(x.scan(text + "body\r\n\r\n"), state::whole);
  EXPECT_EQ(x.size(), text.size());
}

TEST(RequestHead, IsFoundHoweverTheBytesCome) {
  const auto text = head("Host: a\r\nB: c\r\n");
  head_scanner x;
  for (std::size_t size = 0; size < text.size(); ++size)
    ASSERT_EQ(x.scan(std::string_view{text}.substr(0, size)), state::incomplete)
      << size;
  EXPECT_EQ(x.scan(text), state::whole);
  EXPECT_EQ(x.size(), text.size());
}

TEST(RequestHead, FaultX4_IsBrokenByABareLineFeed) {
  for (const auto* text : {"\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\n\n",
                           "GET / HTTP/1.1\r\nHost: a\nB: c\r\n\r\n"})
    EXPECT_EQ(head_scanner{}.scan(text), state::broken) << text;
}

TEST(RequestHead, IsBrokenByAnEmptyFirstLine) {
  EXPECT_EQ(head_scanner{}.scan("\r\nGET / HTTP/1.1\r\n\r\n"), state::broken);
}

TEST(RequestHead, PassesWhenItIsProper) {
  EXPECT_EQ(head_fault(head("Host: a\r\n")), 0U);
  EXPECT_EQ(head_fault(head("Host: a\r\nContent-Length: 3\r\n")), 0U);
  EXPECT_EQ(head_fault(head("host: a\r\nTransfer-Encoding: Chunked \r\n")), 0U);
  EXPECT_EQ(head_fault(head("A: b\r\n", "GET / HTTP/1.0")), 0U);
}

TEST(RequestHead, FaultX4_IsRefusedWhenTwoReadersCouldDiffer) {
  for (const auto* fields :
       {"", "Host: a\r\nHost: a\r\n", "Host: a\r\n folded\r\n",
        "Host: a\r\n\tfolded\r\n", "Host: a\rb\r\n", "Host: a\x01\r\n",
        "Host: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n",
        "Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n",
        "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
        "Host: a\r\nTransfer-Encoding: xchunked\r\n"})
    EXPECT_EQ(head_fault(head(fields)), 400U) << fields;
}

TEST(RequestHead, FaultX4_IsRefusedWithMoreThanAHundredFields) {
  std::string fields = "Host: a\r\n";
  for (int i = 0; i < 99; ++i)
    fields += "A: b\r\n";
  EXPECT_EQ(head_fault(head(fields)), 0U);
  EXPECT_EQ(head_fault(head(fields + "A: b\r\n")), 431U);
}

TEST(RequestHead, IsRefusedWhenItExpectsAWordBeforehand) {
  EXPECT_EQ(head_fault(head("Host: a\r\nExpect: 100-continue\r\n")), 417U);
}

} // namespace
} // namespace ballast::net
