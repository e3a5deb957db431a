// The pages of docs/ list what the code can say, and in the code's words.
#include "domain/final_gate.hpp"
#include "domain/order_sizing.hpp"
#include "domain/risk.hpp"
#include "domain/stop_guard.hpp"
#include "domain/strategy.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace ballast {
namespace {

std::string page(const std::string& name) {
  std::ifstream file{BALLAST_DOCS "/" + name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(StrategiesPage, ListsEveryReasonWithItsKindAndMeaning) {
  const auto text = page("strategies.md");
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
  const auto text = page("strategies.md");
  for (const auto name : strategy_names())
    EXPECT_NE(text.find("| `" + std::string{name} + "` |"), std::string::npos)
      << name;
}

template <class Reason>
void expect_rows(const std::string& text, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto x = static_cast<Reason>(i);
    const auto row
      = std::string{"| `"} + to_string(x) + "` | " + to_sentence(x) + " |";
    EXPECT_NE(text.find(row), std::string::npos) << row;
  }
}

TEST(RiskPage, ListsEveryReasonWithItsMeaning) {
  const auto text = page("risk.md");
  expect_rows<risk_reason>(text, risk_reason_count);
  expect_rows<gate_reason>(text, gate_reason_count);
  expect_rows<sizing_objection>(text, sizing_objection_count);
  expect_rows<guard_state>(text, guard_state_count);
}

TEST(RiskPage, HasARowForEveryHalt) {
  const auto text = page("risk.md");
  for (const auto x :
       {halt_cause::person, halt_cause::drawdown, halt_cause::daily_loss})
    EXPECT_NE(text.find(std::string{"| `"} + to_string(x) + "` |"),
              std::string::npos);
}

} // namespace
} // namespace ballast
