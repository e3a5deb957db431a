#include "sim/fault.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

TEST(FaultTable, HasEveryKindOnceInTheOrderOfTheEnumerationWithASentence) {
  auto names = std::set<std::string_view>{};
  for (auto i = std::size_t{0}; i < fault_table().size(); ++i) {
    const auto& row = fault_table()[i];
    EXPECT_EQ(static_cast<std::size_t>(row.kind), i);
    EXPECT_EQ(to_string(row.kind), row.name);
    EXPECT_FALSE(row.sentence.empty());
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
  EXPECT_EQ(names.size(),
            static_cast<std::size_t>(fault_kind::low_balance) + 1);
}

TEST(Fault, ReadsEveryKeyOfAnEntry) {
  const auto parsed = parse_faults(
    R"([{"kind":"slow","match":"/candles","rate":0.25,"after":"30s",)"
    R"("for":"2.5m","value":"150ms"}])");
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->size(), 1U);
  const auto& x = parsed->front();
  EXPECT_EQ(x.kind, fault_kind::slow);
  EXPECT_EQ(x.match, "/candles");
  EXPECT_EQ(x.rate, 0.25);
  EXPECT_EQ(x.after, 30s);
  EXPECT_EQ(x.lasts, std::optional<duration>{150s});
  EXPECT_EQ(x.value, "150ms");
}

TEST(Fault, MatchesEverythingForGoodUnlessToldOtherwise) {
  const auto parsed = parse_faults(R"([{"kind":"throttle"}])");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->front().match, "");
  EXPECT_EQ(parsed->front().rate, 1.0);
  EXPECT_EQ(parsed->front().after, 0s);
  EXPECT_EQ(parsed->front().lasts, std::nullopt);
}

TEST(Fault, TakesANumberAsValue) {
  const auto parsed = parse_faults(R"([{"kind":"server_error","value":503}])");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->front().value, "503");
}

class BrokenFaults : public testing::TestWithParam<const char*> {};

TEST_P(BrokenFaults, AreRefusedWithASentence) {
  const auto parsed = parse_faults(GetParam());
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ec::invalid_argument);
  EXPECT_FALSE(parsed.error().text.empty());
}

INSTANTIATE_TEST_SUITE_P(
  Table, BrokenFaults,
  testing::Values(
    "", "{", "{}", "[1]", "[{}]", R"([{"kind":"explode"}])", R"([{"kind":7}])",
    R"([{"kind":"ban","rate":1.5}])", R"([{"kind":"ban","rate":-0.1}])",
    R"([{"kind":"ban","rate":"1"}])", R"([{"kind":"ban","after":"30"}])",
    R"([{"kind":"ban","for":"-1s"}])", R"([{"kind":"ban","match":3}])",
    R"([{"kind":"ban","colour":"red"}])",
    R"([{"kind":"ban","value":"1\r\nx-evil: 1"}])",
    R"([{"kind":"ban","value":true}])", R"([{"kind":"slow","value":"soon"}])",
    R"([{"kind":"slow","value":"-1s"}])",
    R"([{"kind":"server_error","value":"505"}])",
    R"([{"kind":"low_balance","value":"-1"}])",
    R"([{"kind":"low_balance","value":"a dollar"}])"));

TEST(Duration, ReadsUnitsFractionsAndSigns) {
  EXPECT_EQ(*parse_duration("30s"), 30s);
  EXPECT_EQ(*parse_duration("150ms"), 150ms);
  EXPECT_EQ(*parse_duration("2.5m"), 150s);
  EXPECT_EQ(*parse_duration("1h"), 3600s);
  EXPECT_EQ(*parse_duration("10us"), 10us);
  EXPECT_EQ(*parse_duration("-2s"), -2s);
}

TEST(Duration, RefusesWhatIsNone) {
  for (const auto* text :
       {"", "s", "5", "5 s", "5d", "1e99h", "nan s", "nans", "infs", "1s2"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

} // namespace
} // namespace ballast::sim
