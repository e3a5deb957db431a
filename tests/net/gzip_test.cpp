#include "net/gzip.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ballast::net {
namespace {

std::string some_text(std::mt19937_64& random, std::size_t size) {
  std::string text(size, ' ');
  for (auto& x : text)
    x = static_cast<char>('a' + random() % 5);
  return text;
}

TEST(Gzip, GivesBackWhatWasPacked) {
  std::mt19937_64 random{7};
  for (std::size_t size : {0, 1, 1023, 4096, 4097, 100'000}) {
    const auto text = some_text(random, size);
    std::string result = "old";
    EXPECT_EQ(gunzip(gzip(text), size, result), gunzip_end::whole) << size;
    EXPECT_EQ(result, text);
  }
}

TEST(Gzip, ReadsSeveralMembersAsOneText) {
  std::string result;
  EXPECT_EQ(gunzip(gzip("one ") + gzip("two"), 7, result), gunzip_end::whole);
  EXPECT_EQ(result, "one two");
}

TEST(Gzip, RefusesOneByteMoreThanTheCap) {
  std::string result;
  EXPECT_EQ(gunzip(gzip(std::string(1000, 'x')), 999, result),
            gunzip_end::too_large);
  EXPECT_TRUE(result.empty());
}

TEST(Gzip, FaultE11_StopsABombAtTheCap) {
  const auto bomb = gzip(std::string(50'000'000, '\0'));
  std::string result;
  EXPECT_EQ(gunzip(bomb, 1'000'000, result), gunzip_end::too_large);
  EXPECT_LE(result.capacity(), 1'000'001U);
}

TEST(Gzip, RefusesEveryProperPrefix) {
  const auto packed = gzip("a text of some length, of some length");
  std::string result;
  for (std::size_t size = 0; size < packed.size(); ++size)
    EXPECT_EQ(gunzip(packed.substr(0, size), 1000, result), gunzip_end::broken)
      << size;
}

TEST(Gzip, RefusesBytesBehindTheEnd) {
  std::string result;
  EXPECT_EQ(gunzip(gzip("text") + "more", 1000, result), gunzip_end::broken);
}

TEST(Gzip, NeverTakesABrokenTextForAnother) {
  const auto packed = gzip("a text of some length, of some length");
  std::mt19937_64 random{11};
  // The first ten bytes hold a date and the like, which nothing covers.
  for (int i = 0; i < 2000; ++i) {
    auto broken = packed;
    broken[10 + random() % (broken.size() - 10)]
      ^= static_cast<char>(1U << (random() % 8));
    std::string result;
    const auto end = gunzip(broken, 1000, result);
    ASSERT_TRUE(end != gunzip_end::whole
                || result == "a text of some length, of some length")
      << i;
  }
}

} // namespace
} // namespace ballast::net
