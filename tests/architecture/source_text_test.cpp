#include "tests/architecture/source_text.hpp"

#include <gtest/gtest.h>

namespace ballast::architecture {
namespace {

TEST(SourceText, SplitsIntoLinesWithOrWithoutALastEnd) {
  EXPECT_EQ(lines_of("a\n\nb"), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(lines_of("a\n"), (std::vector<std::string>{"a"}));
  EXPECT_TRUE(lines_of("").empty());
}

TEST(CodeOnly, BlanksCommentsAndKeepsLines) {
  EXPECT_EQ(code_only("a // b\nc"), "a     \nc");
  EXPECT_EQ(code_only("a /* b\nc */ d"), "a     \n     d");
}

TEST(CodeOnly, BlanksStringsButNotTheirQuotes) {
  EXPECT_EQ(code_only(R"(f("// x") + g)"), R"(f("    ") + g)");
  EXPECT_EQ(code_only(R"("a\"b" + c)"), R"("    " + c)");
}

TEST(CodeOnly, BlanksRawStringsOverSeveralLines) {
  EXPECT_EQ(code_only("R\"x(a\n)\" )x\" + b"), "     \n       + b");
}

TEST(CodeOnly, TellsDigitSeparatorsFromCharacters) {
  EXPECT_EQ(code_only("1'000 + f('a') + 2'0"), "1'000 + f(' ') + 2'0");
}

TEST(CodeOnly, SurvivesTextThatEndsTooEarly) {
  for (const auto* text : {"\"abc", "'", "/*", "R\"(", "R\"", "\"\\"})
    EXPECT_EQ(code_only(text).size(), std::string_view{text}.size());
}

} // namespace
} // namespace ballast::architecture
