#include "venues/payload.hpp"

#include <gtest/gtest.h>

namespace ballast::venues {

TEST(Payload, FaultE11_RefusesBodiesBeyondTheCap) {
  EXPECT_EQ(objection(std::string(body_max, ' ')), "");
  EXPECT_NE(objection(std::string(body_max + 1, ' ')), "");
}

TEST(Payload, FaultE11_CallsAPageAPageAndQuotesNoneOfIt) {
  EXPECT_EQ(objection("<html>secret</html>"), "an HTML page of 19 bytes");
  EXPECT_EQ(objection("\xef\xbb\xbf \r\n<!DOCTYPE html>"),
            "an HTML page of 21 bytes");
}

TEST(Payload, FaultE26_RefusesNestingBeyondTheCap) {
  const auto nested = [](std::size_t depth, char open, char close) {
    return std::string(depth, open) + std::string(depth, close);
  };
  EXPECT_EQ(objection(nested(depth_max, '[', ']')), "");
  EXPECT_NE(objection(nested(depth_max + 1, '[', ']')), "");
  EXPECT_NE(objection(nested(1'000'000, '{', '}')), "");
  EXPECT_NE(objection(std::string(1'000'000, '[')), "");
}

TEST(Payload, CountsNoBracketsInsideText) {
  EXPECT_EQ(objection('"' + std::string(1000, '[') + '"'), "");
  EXPECT_EQ(objection("\"\\\"" + std::string(1000, '[') + '"'), "");
  EXPECT_NE(objection("\"\\\\\"" + std::string(1000, '[')), "");
}

TEST(Payload, TakesSiblingsForNoDepth) {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += "[]{}";
  EXPECT_EQ(objection(text), "");
}

TEST(Payload, PrintsNothingThatALogLineCannotHold) {
  EXPECT_EQ(printable("a\nb\r\n\tc\x1b[31md\x7f"), "a b c [31md");
  EXPECT_EQ(printable("  caf\xc3\xa9  "), "caf");
  EXPECT_EQ(printable(std::string(500, 'x')), std::string(200, 'x'));
  EXPECT_EQ(printable(std::string{"a\0b", 3}), "a b");
  EXPECT_EQ(printable(""), "");
}

TEST(Payload, FindsMaintenanceInPagesAndTexts) {
  EXPECT_TRUE(speaks_of_maintenance("<html>Scheduled MAINTENANCE</html>"));
  EXPECT_TRUE(speaks_of_maintenance("maintenance"));
  EXPECT_TRUE(speaks_of_maintenance("Down For MAINTENANCE."));
  EXPECT_FALSE(speaks_of_maintenance("maintained"));
  EXPECT_FALSE(speaks_of_maintenance("maintain"));
  EXPECT_FALSE(speaks_of_maintenance(""));
}

TEST(Payload, PutsNumbersInQuotesAndNothingElse) {
  EXPECT_EQ(numbers_as_text(R"({"a1":1.50,"b":[-2e-8,"3"],"c":true})"),
            R"({"a1":"1.50","b":["-2e-8","3"],"c":true})");
  EXPECT_EQ(numbers_as_text(R"(["\\",1,"\"2",3])"), R"(["\\","1","\"2","3"])");
  EXPECT_EQ(numbers_as_text(""), "");
  EXPECT_EQ(numbers_as_text("7"), "\"7\"");
  EXPECT_EQ(numbers_as_text("\"cut 1"), "\"cut 1");
  EXPECT_EQ(numbers_as_text("\"cut\\"), "\"cut\\");
}

TEST(Payload, StripsAByteOrderMarkOnce) {
  EXPECT_EQ(without_mark("\xef\xbb\xbf{}"), "{}");
  EXPECT_EQ(without_mark("{}"), "{}");
  EXPECT_EQ(without_mark("\xef\xbb"), "\xef\xbb");
}

TEST(Payload, KnowsAFirewallByItsPageAndByItsLine) {
  EXPECT_TRUE(is_firewall(" <html>"));
  EXPECT_TRUE(is_firewall("error code: 1020"));
  EXPECT_FALSE(is_firewall("error code: 40310000"));
  EXPECT_FALSE(is_firewall(R"({"message":"error"})"));
}

} // namespace ballast::venues
