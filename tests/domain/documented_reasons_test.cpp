// docs/strategies.md lists what the code can say, and in the code's words.
#include "domain/strategy.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace ballast {
namespace {

std::string page() {
  std::ifstream file{BALLAST_DOCS "/strategies.md"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(StrategiesPage, ListsEveryReasonWithItsKindAndMeaning) {
  const auto text = page();
  std::size_t rows = 0;
  for (const auto x : decision_reasons()) {
    const auto row
      = std::string{"| `"} + to_string(x) + "` | " + to_string(kind_of(x))
        + (is_flagged(x) ? ", flagged" : "") + " | " + to_sentence(x) + " |";
    EXPECT_NE(text.find(row), std::string::npos) << row;
    ++rows;
  }
  EXPECT_EQ(rows, decision_reason_count);
}

TEST(StrategiesPage, HasARowForEveryStrategy) {
  const auto text = page();
  for (const auto name : strategy_names())
    EXPECT_NE(text.find("| `" + std::string{name} + "` |"), std::string::npos)
      << name;
}

} // namespace
} // namespace ballast
