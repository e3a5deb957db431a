// A venue that cannot be asked is no loss.
#include "domain/entry_halts.hpp"
#include "domain/known_worth.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace ballast {

namespace {

const auto venues = std::vector<std::string>{"a", "b", "c"};

TEST(KnownWorth, CountsEachVenueWithWhatWasLastKnown) {
  auto x = known_worth{venues};
  EXPECT_EQ(x.sum(), decimal{});
  EXPECT_EQ(x.to_text(), "");
  x.tell("a", decimal::whole(5));
  x.tell("elsewhere", decimal::whole(99));
  EXPECT_EQ(x.sum(), decimal::whole(5));
  x.recall({{"a", decimal::whole(7)},
            {"b", decimal::whole(2)},
            {"elsewhere", decimal::whole(99)}});
  EXPECT_EQ(x.sum(), decimal::whole(7)) << "what is known now stays";
  EXPECT_EQ(x.to_text(), "a=5 b=2");
  EXPECT_FALSE(x.is_complete());
  EXPECT_EQ(worths_of(x.to_text()),
            (std::map<std::string, decimal>{{"a", decimal::whole(5)},
                                            {"b", decimal::whole(2)}}));
}

TEST(KnownWorth, ReadsNoOtherText) {
  EXPECT_TRUE(worths_of("").empty());
  EXPECT_TRUE(worths_of("a b=x =  c").empty());
  EXPECT_EQ(worths_of("junk a=1.5").size(), 1U);
}

// Whatever venues come late or fail, over restarts that keep the last line: as
// long as no venue's own worth falls, nothing is halted.
TEST(KnownWorth, HaltsNothingBecauseAVenueIsLateOrGone) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(200); ++seed) {
    SCOPED_TRACE(seed);
    auto dice = random_source{seed};
    std::map<std::string, decimal> truth;
    for (const auto& x : venues)
      truth[x] = decimal::whole(static_cast<std::int64_t>(dice.below(1000)));
    auto halts = entry_halts{{}};
    auto worth = known_worth{venues};
    auto line = journal_entry{};
    auto now = unix_time{std::chrono::hours{24 * 20'000}};
    for (int i = 0; i < 100; ++i) {
      now += std::chrono::minutes{dice.below(300)};
      if (dice.below(10) == 0) {
        worth = known_worth{venues};
        worth.recall(worths_of(line.text));
        halts = entry_halts{{}};
        halts.take(line);
      }
      const auto& venue = venues[dice.below(venues.size())];
      truth[venue] += decimal::whole(static_cast<std::int64_t>(dice.below(9)));
      worth.tell(venue, truth[venue]);
      EXPECT_TRUE(halts.observe(worth.sum(), now).empty());
      if (dice.below(3) == 0) {
        line = entry_of(*halts.marks());
        line.text = worth.to_text();
      }
    }
    EXPECT_FALSE(halts.halted());
  }
}

} // namespace
} // namespace ballast
