#include "store/data_directory.hpp"
#include "tests/config/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <optional>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace ballast::store {
namespace {

mode_t mode_of(const std::filesystem::path& path) {
  struct stat facts = {};
  EXPECT_EQ(stat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 07777U;
}

TEST(DataDirectory, IsCreatedForItsOwnerAloneWithItsParents) {
  const auto place = test::temporary_directory{};
  const auto path = place.path() / "data" / "paper";
  const auto got = data_directory::open(path);
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(mode_of(path), 0700U);
  EXPECT_EQ(mode_of(place.path() / "data"), 0700U);
  EXPECT_EQ(mode_of(got->file("lock")), 0600U);
}

TEST(DataDirectory, HoldsTheNumberOfItsProcess) {
  const auto place = test::temporary_directory{};
  place.write("lock", "1234567890123\n");
  const auto got = data_directory::open(place.path());
  ASSERT_TRUE(got);
  auto text = std::string{};
  std::getline(std::ifstream{got->file("lock")}, text);
  EXPECT_EQ(text, std::to_string(getpid()));
}

TEST(DataDirectory, FaultP12_SecondOpenerIsRefusedWithTheFirstOnesNumber) {
  const auto place = test::temporary_directory{};
  const auto first = data_directory::open(place.path());
  ASSERT_TRUE(first);
  const auto second = data_directory::open(place.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ec::unavailable);
  EXPECT_EQ(second.error().text,
            "data directory " + place.path().string()
              + " is in use by another ballast (pid " + std::to_string(getpid())
              + "); stop that one or choose another directory");
}

TEST(DataDirectory, FaultP12_AnotherProcessIsRefused) {
  const auto place = test::temporary_directory{};
  const auto first = data_directory::open(place.path());
  ASSERT_TRUE(first);
  const auto child = fork();
  if (child == 0) {
    // Its copy of our descriptor shares the lock; it asks for one of its own.
    const auto got = data_directory::open(place.path());
    _exit(!got && got.error().code == ec::unavailable ? 0 : 1);
  }
  auto status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_FALSE(data_directory::open(place.path()));
}

TEST(DataDirectory, FaultP12_IsFreeAgainOnceItsProcessWasKilled) {
  const auto place = test::temporary_directory{};
  int ready[2] = {};
  ASSERT_EQ(pipe(ready), 0);
  const auto child = fork();
  if (child == 0) {
    const auto got = data_directory::open(place.path());
    const auto sign = got ? 'y' : 'n';
    if (write(ready[1], &sign, 1) == 1)
      pause();
    _exit(1);
  }
  auto sign = '?';
  ASSERT_EQ(read(ready[0], &sign, 1), 1);
  EXPECT_EQ(sign, 'y');
  EXPECT_FALSE(data_directory::open(place.path()));
  ASSERT_EQ(kill(child, SIGKILL), 0);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(data_directory::open(place.path()));
  close(ready[0]);
  close(ready[1]);
}

TEST(DataDirectory, IsFreeAgainOnceItsOwnerLetsGo) {
  const auto place = test::temporary_directory{};
  auto first = std::optional{*data_directory::open(place.path())};
  auto moved = std::optional{std::move(*first)};
  first.reset();
  EXPECT_FALSE(data_directory::open(place.path()));
  moved.reset();
  EXPECT_TRUE(data_directory::open(place.path()));
}

TEST(DataDirectory, IsRefusedWhereOthersCanWrite) {
  const auto place = test::temporary_directory{};
  for (auto mode : {0770U, 0707U, 0777U, 01777U}) {
    ASSERT_EQ(chmod(place.path().c_str(), mode), 0);
    const auto got = data_directory::open(place.path());
    ASSERT_FALSE(got) << mode;
    EXPECT_EQ(got.error().code, ec::invalid_argument);
    EXPECT_NE(got.error().text.find("chmod 700"), std::string::npos);
  }
  ASSERT_EQ(chmod(place.path().c_str(), 0755), 0);
  EXPECT_TRUE(data_directory::open(place.path()));
}

TEST(DataDirectory, IsRefusedWhereThereIsAFile) {
  const auto place = test::temporary_directory{};
  const auto file = place.write("file", "");
  EXPECT_EQ(data_directory::open(file).error().code, ec::invalid_argument);
  EXPECT_EQ(data_directory::open(file / "below").error().code, ec::unavailable);
}

TEST(DataDirectory, DoesNotWriteThroughALinkedLock) {
  const auto place = test::temporary_directory{};
  const auto other = place.write("other", "precious");
  std::filesystem::create_symlink(other, place.path() / "lock");
  EXPECT_FALSE(data_directory::open(place.path()));
  EXPECT_EQ(std::filesystem::file_size(other), 8U);
}

TEST(DataDirectory, FaultP10_NoDescriptorLeftIsASentence) {
  const auto place = test::temporary_directory{};
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  auto none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto got = data_directory::open(place.path());
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ec::unavailable);
  EXPECT_NE(got.error().text.find("Too many open files"), std::string::npos);
}

} // namespace
} // namespace ballast::store
