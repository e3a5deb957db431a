// Holds our adapters to the recorded vectors, and prints how many of what.
#include "tests/conformance/directory.hpp"
#include "tests/conformance/venue_vectors.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace ballast::conformance {
namespace {

std::string sentences(const tally& x) {
  std::string text;
  for (const auto& failure : x.failures())
    text += failure + '\n';
  return text;
}

class Vectors : public testing::Test {
protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(directory_))
      GTEST_SKIP()
        << "no recorded vectors: " << directory_
        << " is no directory; BALLAST_VECTORS names another. Nothing "
           "was compared.";
  }
  std::filesystem::path directory_ = vectors_directory();
};

TEST_F(Vectors, HoldForEveryAdapterAndAreAllUnderstood) {
  const auto found = examine_all(directory_);
  std::cout << found.table();
  EXPECT_EQ(found.count(fate::failed), 0U) << sentences(found);
  EXPECT_GT(found.count(fate::checked), 0U);
}

TEST_F(Vectors, AreThereForEveryVenueWithAnAdapter) {
  for (const auto& [name, make] : venues()) {
    tally found;
    examine(found, vector_folder{directory_ / name});
    EXPECT_GT(found.count(fate::checked), 0U) << name;
  }
}

} // namespace
} // namespace ballast::conformance
