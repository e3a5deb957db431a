#include "net/request_text.hpp"

#include <gtest/gtest.h>

namespace ballast::net {
namespace {

TEST(RequestText, WritesAWholeRequest) {
  call x;
  x.target = "/time?a=1";
  x.headers = {{"Authorization", "Bearer t"}};
  EXPECT_EQ(request_text(x, "host:81", "ballast/0.1"),
            "GET /time?a=1 HTTP/1.1\r\n"
            "Host: host:81\r\n"
            "User-Agent: ballast/0.1\r\n"
            "Accept-Encoding: gzip\r\n"
            "Connection: keep-alive\r\n"
            "Authorization: Bearer t\r\n"
            "\r\n");
}

TEST(RequestText, AnnouncesTheLengthOfABody) {
  call x;
  x.method = "POST";
  x.target = "/";
  x.body = "12345";
  const auto text = request_text(x, "host", "ballast/0.1");
  EXPECT_NE(text.find("Content-Length: 5\r\n"), text.npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\n12345"));
}

TEST(RequestText, AnnouncesThatAPostIsEmpty) {
  call x;
  x.method = "POST";
  x.target = "/";
  const auto text = request_text(x, "host", "ballast/0.1");
  EXPECT_NE(text.find("Content-Length: 0\r\n"), text.npos);
}

TEST(RequestText, LeavesOutFramingOfTheCallsOwn) {
  call x;
  x.target = "/";
  x.headers = {{"HOST", "evil"},
               {"content-length", "9"},
               {"Transfer-Encoding", "chunked"},
               {"Connection", "close"}};
  const auto text = request_text(x, "host", "ballast/0.1");
  EXPECT_EQ(text.find("evil"), text.npos);
  EXPECT_EQ(text.find("ength"), text.npos);
  EXPECT_EQ(text.find("chunked"), text.npos);
  EXPECT_EQ(text.find("close"), text.npos);
}

TEST(RequestText, FindsNothingWrongWithAProperCall) {
  call x;
  x.target = "/a?b=c%20d";
  x.headers = {{"X-Key", "with space\tand tab"}};
  EXPECT_FALSE(call_fault(x));
}

TEST(RequestText, RefusesWhatWouldChangeTheFraming) {
  auto fault = [](auto change) {
    call x;
    x.target = "/";
    change(x);
    return call_fault(x).has_value();
  };
  EXPECT_TRUE(fault([](call& x) { x.method = "GET / HTTP/1.1\r\n"; }));
  EXPECT_TRUE(fault([](call& x) { x.method = ""; }));
  EXPECT_TRUE(fault([](call& x) { x.target = ""; }));
  EXPECT_TRUE(fault([](call& x) { x.target = "http://other/"; }));
  EXPECT_TRUE(fault([](call& x) { x.target = "/ HTTP/1.1\r\nA: b"; }));
  EXPECT_TRUE(fault([](call& x) { x.headers = {{"A: b\r\nC", "d"}}; }));
  EXPECT_TRUE(fault([](call& x) { x.headers = {{"A", "b\r\nC: d"}}; }));
  EXPECT_TRUE(fault([](call& x) { x.headers = {{"", "b"}}; }));
}

TEST(RequestText, NeverRepeatsAValueInItsComplaint) {
  call x;
  x.target = "/";
  x.headers = {{"X-Signature", "secret\r\n"}};
  EXPECT_EQ(call_fault(x)->find("secret"), std::string::npos);
}

} // namespace
} // namespace ballast::net
