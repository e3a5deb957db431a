#include "config/secret.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

namespace ballast::config {
namespace {

template <class T>
concept printable = requires(std::ostream& out, const T& x) {
  out << x;
};

static_assert(!std::is_copy_constructible_v<secret>);
static_assert(!std::is_copy_assignable_v<secret>);
static_assert(std::is_nothrow_move_constructible_v<secret>);
static_assert(!std::is_convertible_v<secret, std::string_view>);
static_assert(printable<std::string> && !printable<secret>);

TEST(Secret, RevealsWhatItWasGiven) {
  const auto long_text = std::string(10'000, 'x');
  EXPECT_EQ(secret{"key"}.reveal(), "key");
  EXPECT_EQ(secret{long_text}.reveal(), long_text);
  EXPECT_TRUE(secret{}.empty());
  EXPECT_TRUE(secret{""}.empty());
}

TEST(Secret, IsEmptyOnceMovedFrom) {
  auto from = secret{"key"};
  auto to = std::move(from);
  EXPECT_TRUE(from.empty()); // NOLINT(bugprone-use-after-move): shows it
  EXPECT_EQ(to.reveal(), "key");
  auto other = secret{"other"};
  other = std::move(to);
  EXPECT_TRUE(to.empty()); // NOLINT(bugprone-use-after-move): shows it
  EXPECT_EQ(other.reveal(), "key");
}

TEST(Secret, WipesTheTextThatItTakesOver) {
  auto text = std::string{"a secret that is longer than the small buffer"};
  const auto* place = text.data();
  const auto kept = secret::take(std::move(text));
  EXPECT_EQ(kept.reveal(), "a secret that is longer than the small buffer");
  EXPECT_TRUE(text.empty()); // NOLINT(bugprone-use-after-move): shows it
  EXPECT_EQ(text.data(), place);
  EXPECT_EQ(std::string(place, 8), std::string(8, '\0'));
}

} // namespace
} // namespace ballast::config
