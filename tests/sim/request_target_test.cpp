#include "sim/request_target.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

TEST(RequestTarget, DecodesTheQueryAndKeepsRepeatedKeysInOrder) {
  const auto x = request_target::parse("/a/b?x=1&y=%2Fz+%41&x=2&flag&&=v");
  EXPECT_EQ(x.path, "/a/b");
  EXPECT_EQ(x.all("x"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(x.first("y"), "/z A");
  EXPECT_EQ(x.first("flag"), "");
  EXPECT_EQ(x.first("absent"), std::nullopt);
}

TEST(RequestTarget, LeavesBrokenEscapesAsTheyAre) {
  EXPECT_EQ(request_target::parse("/?a=%zz%4&b=%").first("a"), "%zz%4");
  EXPECT_EQ(request_target::parse("/?a=%zz%4&b=%").first("b"), "%");
}

TEST(WholeNumber, TakesDigitsAlone) {
  EXPECT_EQ(whole_number("0"), 0);
  EXPECT_EQ(whole_number("1700000000"), 1'700'000'000);
  for (const auto* text : {"", "-1", "+1", "1.0", "1e3", " 1", "1 ",
                           "10000000001", "99999999999999999999"})
    EXPECT_EQ(whole_number(text), std::nullopt) << text;
}

} // namespace
} // namespace ballast::sim
