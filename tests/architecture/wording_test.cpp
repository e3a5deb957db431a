#include "tests/architecture/source_tree.hpp"
#include "tests/architecture/wording.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::architecture {
namespace {

TEST(Wording, ReadsTimeChanceAndEnvironmentOnlyWhereListed) {
  const auto found = check_cpp(check_words);
  EXPECT_TRUE(found.empty()) << to_string(found);
}

TEST(Wording, NamesNoPathOfAMachine) {
  const auto found = check_all(check_machine_paths);
  EXPECT_TRUE(found.empty()) << to_string(found);
}

TEST(Wording, SilencesNoCheckWithoutAReasonAndPutsNothingOff) {
  const auto found = check_cpp(check_notes);
  EXPECT_TRUE(found.empty()) << to_string(found);
}

TEST(Wording, KeepsFilesShortAndHeadersIntroduced) {
  const auto found = check_cpp(check_shape);
  EXPECT_TRUE(found.empty()) << to_string(found);
}

TEST(Wording, GivesAReasonForEachException) {
  for (const auto& x : forbidden_words()) {
    EXPECT_FALSE(x.why.empty()) << x.word;
    for (const auto& y : x.except) {
      EXPECT_FALSE(y.scope.empty()) << x.word;
      EXPECT_FALSE(y.reason.empty()) << x.word << " in " << y.scope;
    }
  }
}

class ForbiddenCode : public testing::TestWithParam<const char*> {};
TEST_P(ForbiddenCode, IsFound) {
  EXPECT_EQ(check_words({"sim/a.cpp", GetParam()}).size(), 1U);
}
INSTANTIATE_TEST_SUITE_P(
  Planted, ForbiddenCode,
  testing::Values("auto t = std::chrono::steady_clock::now();",
                  "auto t = std::chrono::system_clock::now();",
                  "auto t = std::time(nullptr);", "std::random_device{}()",
                  "auto x = rand();", "auto x = std::rand() % 6;",
                  "auto x = std::getenv(name);", "GTEST_SKIP() << 1;",
                  "::sleep(1);", "std::this_thread::sleep_for(1s);"));

class HarmlessCode : public testing::TestWithParam<const char*> {};
TEST_P(HarmlessCode, PassesUnseen) {
  EXPECT_TRUE(check_words({"sim/a.cpp", GetParam()}).empty());
}
INSTANTIATE_TEST_SUITE_P(
  Planted, HarmlessCode,
  testing::Values("auto x = operand(1);", "bool asleep = false;",
                  "// reads no steady_clock::now()",
                  "log(\"getenv is forbidden\");", "self->clock().now();",
                  "std::chrono::steady_clock::time_point t;",
                  "std::time_t x;"));

TEST(ForbiddenWords, AreAllowedWhereAnExceptionSaysSo) {
  EXPECT_TRUE(check_words({"apps/main.cpp", "std::getenv(x);"}).empty());
  EXPECT_FALSE(check_words({"config/a.cpp", "std::getenv(x);"}).empty());
}

TEST(MachinePaths, AreFoundInCodeCommentsAndScripts) {
  const auto home = std::string{"/ho"} + "me/somebody";
  const auto scratch = std::string{"/t"} + "mp/x";
  for (const auto& x :
       {"// see " + home, "open(\"" + scratch + "\")", "FILE=" + home, scratch})
    EXPECT_EQ(check_machine_paths({"a.txt", x}).size(), 1U) << x;
}

TEST(MachinePaths, AreNotSeenInAddressesAndLongerPaths) {
  const auto work = std::string{"/wo"} + "rk/x";
  for (const auto& x : {"https://example.org" + work, "net" + work,
                        "${root}" + work, std::string{"/ho"} + "me"})
    EXPECT_TRUE(check_machine_paths({"a.txt", x}).empty()) << x;
}

TEST(SilencedChecks, NeedTheCheckAndAReason) {
  const auto mark = std::string{"x(); // NO"} + "LINT";
  const auto check = mark + "(bugprone-branch-clone)";
  for (const auto& x : {mark, mark + ": because", check, check + ": "})
    EXPECT_EQ(check_notes({"a.cpp", x}).size(), 1U) << x;
  EXPECT_TRUE(check_notes({"a.cpp", check + ": both are named"}).empty());
  EXPECT_TRUE(check_notes({"a.cpp", "// Both are named.\n" + check}).empty());
}

TEST(Notes, AboutWhatIsStillToBeDoneAreFound) {
  EXPECT_EQ(check_notes({"a.cpp", std::string{"// TO"} + "DO more"}).size(),
            1U);
}

TEST(Shape, AsksForAnIdeaAndAGuardInAHeader) {
  EXPECT_EQ(check_shape({"a.hpp", "struct x;\n"}).size(), 2U);
  EXPECT_TRUE(check_shape({"a.hpp", "// Idea.\n#pragma once\n"}).empty());
  EXPECT_TRUE(check_shape({"a.cpp", "struct x;\n"}).empty());
}

TEST(Shape, StopsAFileAtFiveHundredLines) {
  EXPECT_TRUE(check_shape({"a.cpp", std::string(499, '\n')}).empty());
  EXPECT_FALSE(check_shape({"a.cpp", std::string(500, '\n')}).empty());
}

} // namespace
} // namespace ballast::architecture
