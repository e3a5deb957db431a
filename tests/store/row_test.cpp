#include "store/budget_rows.hpp"
#include "store/row.hpp"
#include "tests/store/samples.hpp"

#include <gtest/gtest.h>

namespace ballast::store {
namespace {

TEST(Checksum, IsTheOneOfItsSource) {
  // Test vectors: draft-eastlake-fnv, 64-bit FNV-1a of "", "a" and "foobar".
  const auto sum = [](std::string_view text) {
    auto x = checksum{};
    x.add(text);
    return static_cast<std::uint64_t>(x.value());
  };
  EXPECT_EQ(sum(""), 0xcbf29ce484222325ULL);
  EXPECT_EQ(sum("a"), 0xaf63dc4c8601ec8cULL);
  EXPECT_EQ(sum("foobar"), 0x85944171f73967e8ULL);
}

TEST(RowSum, TellsTablesColumnsAndKindsApart) {
  const row rows[] = {{},
                      {std::string{}},
                      {std::monostate{}},
                      {std::int64_t{0}},
                      {0.0},
                      {std::string{"ab"}, std::string{"c"}},
                      {std::string{"a"}, std::string{"bc"}},
                      {std::string{"abc"}},
                      {std::int64_t{1}, std::int64_t{2}},
                      {std::int64_t{2}, std::int64_t{1}}};
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    EXPECT_NE(sum_of("a", rows[i]), sum_of("b", rows[i]));
    for (std::size_t k = 0; k < i; ++k)
      EXPECT_NE(sum_of("a", rows[i]), sum_of("a", rows[k])) << i << ' ' << k;
  }
}

TEST(BudgetRows, ComeBackAsTheyWere) {
  auto random = random_source{9};
  for (int round = 0; round < 300; ++round) {
    const auto state = random_budgets(random);
    auto rows = std::vector<row>{};
    for (const auto& x : state.budgets)
      rows.push_back(*budget_row("node", rows.size(), x));
    const auto got = read_budgets(set_row("node", state), rows);
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_EQ(facts_of(*got), facts_of(state));
  }
}

TEST(BudgetRows, AreRefusedWhenOneIsGoneMovedOrOfAnotherShape) {
  auto random = random_source{10};
  auto state = budgets_state{};
  state.budgets = {random_budget(random), random_budget(random)};
  const auto set = set_row("node", state);
  const auto first = *budget_row("node", 0, state.budgets[0]);
  const auto second = *budget_row("node", 1, state.budgets[1]);
  ASSERT_TRUE(read_budgets(set, {first, second}));
  EXPECT_FALSE(read_budgets(set, {first}));
  EXPECT_FALSE(read_budgets(set, {second, first}));
  EXPECT_FALSE(read_budgets({}, {}));
  for (std::size_t column = 0; column < second.size(); ++column) {
    auto other = second;
    other[column] = std::monostate{};
    const auto may_be_nothing = column == 7 || column == 8;
    EXPECT_EQ(read_budgets(set, {first, other}).ok(), may_be_nothing) << column;
    other.resize(column);
    EXPECT_FALSE(read_budgets(set, {first, other})) << column;
  }
  for (const auto* entries :
       {"1", "1@", "@1", "1@2 ", " 1@2", "1@2,3@4", "-1@2", "4294967296@1",
        "1@99999999999999999999"}) {
    auto other = second;
    other[3] = std::string{entries};
    EXPECT_EQ(read_budgets(set, {first, other}).error().code, ec::corrupt)
      << entries;
  }
}

} // namespace
} // namespace ballast::store
