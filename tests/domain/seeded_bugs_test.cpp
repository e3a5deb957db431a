// The tests of the governor, tested: each bug planted in a copy of it is found
// by the very checks that the governor itself must pass.
#include "tests/domain/governor_checks.hpp"
#include "tests/domain/seeded_bugs.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast {

using namespace test;

namespace {

/// Seeds within which a bug is to be found.
constexpr std::uint64_t seeds_max = 1000;
constexpr std::uint64_t liveness_every = 20;

std::string findings(std::uint64_t seed) {
  auto result = safety_findings(seed);
  if (seed % liveness_every == 0)
    result += liveness_findings(seed / liveness_every);
  return result;
}

/// Switches one bug on as long as it lives.
class with_bug {
public:
  explicit with_bug(seeded_bug x) { switched_on = x; }
  ~with_bug() { switched_on = seeded_bug::none; }
  with_bug(const with_bug&) = delete;
  with_bug& operator=(const with_bug&) = delete;
};

class SeededBugs : public testing::TestWithParam<named_bug> {};

} // namespace

TEST_P(SeededBugs, IsFound) {
  const auto on = with_bug{GetParam().bug};
  for (std::uint64_t seed = 1; seed <= seeds_max; ++seed)
    if (const auto found = findings(seed);
        found.find(GetParam().found_by) != std::string::npos) {
      RecordProperty("seed", std::to_string(seed));
      RecordProperty("found", found);
      return;
    }
  FAIL() << GetParam().name << ": no \"" << GetParam().found_by << "\" in "
         << seeds_max << " seeds";
}

INSTANTIATE_TEST_SUITE_P(Each, SeededBugs, testing::ValuesIn(all_bugs()),
                         [](const auto& x) { return x.param.name; });

TEST(SeededBugsList, HasManyAndNoneIsOnUnlessSwitchedOn) {
  EXPECT_GE(all_bugs().size(), 12U);
  // The copies are the governor itself as long as nothing is switched on: what
  // is found in the seeds of the bugs is theirs.
  const auto seeds = seeds_to_try(seeds_max);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed)
    ASSERT_EQ(findings(seed), "") << "seed " << seed;
}

} // namespace ballast
