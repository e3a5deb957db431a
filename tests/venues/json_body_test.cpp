#include "venues/json_body.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::venues {

namespace {

/// What came of it: "read", or why not.
std::string end_of(const std::string& body, std::size_t most = body_max) {
  return with_json(
    body, [](simdjson::dom::element) { return std::string{"read"}; },
    [](const std::string& why) { return why; }, most);
}

std::string nested(std::size_t depth, const std::string& filler) {
  return std::string(depth, '[') + filler + std::string(depth, ']');
}

} // namespace

TEST(JsonBody, FaultE26_KeepsToTheDepthThatOtherParsersAreKeptTo) {
  // A long body goes through another parser than a short one.
  for (const auto& filler :
       {std::string{"1"}, '"' + std::string(300'000, 'x') + '"'}) {
    EXPECT_EQ(end_of(nested(depth_max, filler)), "read");
    EXPECT_EQ(end_of(nested(depth_max + 1, filler)), too_deep());
    EXPECT_EQ(end_of(nested(100'000, filler)), too_deep());
  }
  EXPECT_NE(end_of(std::string(1'000'000, '[')), "read");
  EXPECT_EQ(end_of(nested(depth_max + 2, "")), too_deep());
}

TEST(JsonBody, FaultE26_ForgetsNoDepthAsItsParserGrows) {
  for (const std::size_t size : {10U, 1000U, 100'000U, 250'000U, 20U}) {
    const auto filler = '"' + std::string(size, 'x') + '"';
    EXPECT_EQ(end_of(nested(depth_max, filler)), "read") << size;
    EXPECT_EQ(end_of(nested(depth_max + 1, filler)), too_deep()) << size;
  }
}

TEST(JsonBody, FaultE11_ReadsAsManyBytesAsItIsAllowed) {
  const auto body = "[]" + std::string(body_max - 1, ' ');
  EXPECT_NE(end_of(body), "read");
  EXPECT_EQ(end_of(body, body.size()), "read");
}

} // namespace ballast::venues
