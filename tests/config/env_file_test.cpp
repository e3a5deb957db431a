#include "config/env_file.hpp"
#include "config/guarded_file.hpp"
#include "domain/random.hpp"
#include "tests/config/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace ballast::config {
namespace {

using values = std::map<std::string, std::string>;

values read(std::string_view text) {
  auto parsed = parse_env(text, ".env");
  if (!parsed) {
    ADD_FAILURE() << parsed.error().text;
    return {};
  }
  auto result = values{};
  for (const auto& x : *parsed)
    result.emplace(x.name, std::string{x.value.reveal()});
  return result;
}

std::string refusal_of(std::string_view text) {
  const auto parsed = parse_env(text, ".env");
  return parsed ? std::string{} : parsed.error().text;
}

TEST(EnvFile, FaultX2_TakesEveryWayToWriteAValue) {
  const std::pair<std::string_view, values> table[] = {
    {"A=1", {{"A", "1"}}},
    {"A=1\nB=2\n", {{"A", "1"}, {"B", "2"}}},
    {"A=1\r\nB=2\r\n", {{"A", "1"}, {"B", "2"}}},
    {"\xef\xbb\xbf"
     "A=1",
     {{"A", "1"}}},
    {"export A=1\nexport\tB=2", {{"A", "1"}, {"B", "2"}}},
    {"# A=1\n\n  # x\n A = 1 ", {{"A", "1"}}},
    {"A=", {{"A", ""}}},
    {"A=\"\"", {{"A", ""}}},
    {"A=1 # one", {{"A", "1"}}},
    {"A=a#b", {{"A", "a#b"}}},
    {"A=#b", {{"A", "#b"}}},
    {"A='a # \"b\" \\n $C'", {{"A", "a # \"b\" \\n $C"}}},
    {"A=\"a\\nb\" # two lines", {{"A", "a\nb"}}},
    {R"(A="\t\"\\\$\x")", {{"A", "\t\"\\$\\x"}}},
    {"A=\"a\nb\"\nB=2", {{"A", "a\nb"}, {"B", "2"}}},
    {"A=\"a\r\nb\"\r\nB=2", {{"A", "a\nb"}, {"B", "2"}}},
    {"A=x=y==", {{"A", "x=y=="}}},
    {"A=$B`c`", {{"A", "$B`c`"}}},
    {"", {}},
  };
  for (const auto& [text, expected] : table)
    EXPECT_EQ(read(text), expected) << text;
}

TEST(EnvFile, FaultX2_RefusesWhatItCannotRead) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, const char*> table[] = {
    {"A=1\nB=\0x"sv, ".env:2: holds a NUL byte; expected plain text"},
    {"A=1\nMIIEvQIBADAN", ".env:2: expected KEY=VALUE (a value of several "
                          "lines stands in double quotes)"},
    {"A-B=1", ".env:1: expected a name of letters, digits and _ before ="},
    {"1A=1", ".env:1: expected a name of letters, digits and _ before ="},
    {"=1", ".env:1: expected a name of letters, digits and _ before ="},
    {"A=1\nB=\"x\ny\nz", ".env:2: a quote is opened here and never closed"},
    {"A='x", ".env:1: a quote is opened here and never closed"},
    {"A=\"x\ny\" z", ".env:2: expected nothing after the closing quote"},
    {"A=\"x\ny\"\nB=1\nA=2", ".env:4: A: stands twice, first in line 1; "
                             "expected each name once"},
  };
  for (const auto& [text, expected] : table)
    EXPECT_EQ(refusal_of(text), expected) << text;
}

TEST(EnvFile, FaultX2_GivesBackAnyValueThatWasQuoted) {
  auto random = random_source{11};
  for (int round = 0; round < 500; ++round) {
    auto value = std::string{};
    for (auto left = random.next() % 40; left > 0; --left)
      value.push_back(static_cast<char>(1 + random.next() % 255));
    auto text = std::string{"A=\""};
    for (auto x : value) {
      if (x == '\n')
        text += "\\n";
      else if (x == '\r')
        text += "\\r";
      else if (x == '"' || x == '\\' || x == '$')
        (text += '\\') += x;
      else
        text += x;
    }
    EXPECT_EQ(read(text + "\"\nB=2"), (values{{"A", value}, {"B", "2"}}));
  }
}

TEST(EnvFile, FaultX2_SurvivesAnyBytes) {
  auto random = random_source{13};
  constexpr auto letters = std::string_view{"AB=\"'\\\n\r #\0\xef\xbb\xbf", 14};
  for (int round = 0; round < 5000; ++round) {
    auto text = std::string{};
    for (auto left = random.next() % 30; left > 0; --left)
      text.push_back(letters[random.next() % letters.size()]);
    if (const auto got = parse_env(text, ".env"); !got) {
      EXPECT_TRUE(got.error().text.starts_with(".env:")) << got.error().text;
    }
  }
}

struct stat facts_of(uid_t owner, mode_t mode) {
  struct stat facts = {};
  facts.st_uid = owner;
  facts.st_mode = mode;
  return facts;
}

TEST(GuardedFile, FaultX2_IsOursAndClosedToOthers) {
  const auto us = uid_t{1000};
  EXPECT_FALSE(objection(facts_of(us, S_IFREG | 0600), us, guard::owner_only));
  EXPECT_FALSE(objection(facts_of(us, S_IFREG | 0400), us, guard::owner_only));
  for (auto mode : {0644U, 0640U, 0604U, 0660U, 0610U, 0601U, 0620U})
    EXPECT_NE(objection(facts_of(us, S_IFREG | mode), us, guard::owner_only)
                .value_or("")
                .find("chmod 600"),
              std::string::npos)
      << mode;
  EXPECT_TRUE(objection(facts_of(0, S_IFREG | 0600), us, guard::owner_only));
  EXPECT_TRUE(objection(facts_of(us, S_IFDIR | 0600), us, guard::owner_only));
  EXPECT_TRUE(objection(facts_of(us, S_IFIFO | 0600), us, guard::owner_only));
}

TEST(GuardedFile, FaultX2_FollowsNoLinkAndOpensNoLooseFile) {
  const auto directory = test::temporary_directory{};
  const auto file = directory.write("mine", "A=1");
  const auto loose = directory.write("loose", "A=1", 0644);
  const auto link = directory.path() / "link";
  std::filesystem::create_symlink(file, link);
  EXPECT_TRUE(read_file(file, guard::owner_only));
  const auto said = [](const std::filesystem::path& x, guard how) {
    const auto got = read_file(x, how);
    return got ? std::string{} : got.error().text;
  };
  for (const auto& [path, word] :
       {std::pair{link, "is a symbolic link"},
        {loose, "chmod 600"},
        {directory.path(), "is not a regular file"},
        {directory.path() / "gone", "cannot be opened"}}) {
    const auto text = said(path, guard::owner_only);
    EXPECT_TRUE(text.starts_with(path.string())) << text;
    EXPECT_NE(text.find(word), std::string::npos) << text;
  }
  EXPECT_NE(said(link, guard::credential).find("symbolic link"),
            std::string::npos);
}

TEST(GuardedFile, FaultX2_DoesNotHangOnAPipe) {
  const auto directory = test::temporary_directory{};
  const auto pipe = directory.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_FALSE(read_file(pipe, guard::owner_only));
}

TEST(GuardedFile, FaultX2_RefusesAFileTooLargeToBeOne) {
  const auto directory = test::temporary_directory{};
  const auto most = std::size_t{1} << 16U;
  const auto fits = directory.write("fits", std::string(most, '#'));
  const auto large = directory.write("large", std::string(most + 1, '#'));
  EXPECT_TRUE(read_file(fits, guard::owner_only));
  EXPECT_FALSE(read_file(large, guard::owner_only));
}

} // namespace
} // namespace ballast::config
