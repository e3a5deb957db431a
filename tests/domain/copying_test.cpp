#include "domain/copying.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

decimal number(const char* text) { return *decimal::parse(text); }

TEST(Copying, BeginsWithTheNextEachTime) {
  service_order desk;
  const auto names = std::vector<std::string>{"C", "A", "B", "A"};
  EXPECT_EQ(desk.next(names), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(desk.next(names), (std::vector<std::string>{"B", "C", "A"}));
  EXPECT_EQ(desk.next({"A", "B", "D"}),
            (std::vector<std::string>{"D", "A", "B"}))
    << "C has gone";
  EXPECT_TRUE(desk.next({}).empty());
  EXPECT_EQ(desk.next(names).front(), "A");
}

// In as many decisions as there are accounts, each stands in each place once.
TEST(Copying, ServesNobodyAlwaysLast) {
  for (std::size_t count = 1; count <= 50; ++count) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i)
      names.push_back("USER_" + std::to_string(i));
    service_order desk;
    std::map<std::pair<std::string, std::size_t>, int> stood;
    for (std::size_t round = 0; round < count; ++round) {
      const auto order = desk.next(names);
      for (std::size_t place = 0; place < order.size(); ++place)
        ++stood[{order[place], place}];
    }
    EXPECT_EQ(stood.size(), count * count);
  }
}

TEST(Copying, ServesEveryoneOnceWhoeverComesAndGoes) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(200); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    service_order desk;
    auto waited = std::map<std::string, int>{}; // For being first.
    for (int round = 0; round < 60; ++round) {
      std::vector<std::string> names{"A"};
      for (const auto* name : {"B", "C", "D", "E"})
        if (random.below(2) == 0)
          names.emplace_back(name);
      auto served = desk.next(names);
      waited["A"] = served.front() == "A" ? 0 : waited["A"] + 1;
      EXPECT_LE(waited["A"], 4) << "of four others, each first once";
      std::sort(served.begin(), served.end());
      EXPECT_EQ(served, names);
    }
  }
}

TEST(Copying, SaysHowFarApartItsCopiesAre) {
  const auto x = dispersion_of({{"A", number("100"), unix_time{5s}},
                                {"B", number("102"), unix_time{7s}},
                                {"C", decimal{}, unix_time{99s}},
                                {"D", number("101"), unix_time{4s}}});
  EXPECT_EQ(x.accounts, 3U) << "C was not filled";
  EXPECT_EQ(x.price_min, number("100"));
  EXPECT_EQ(x.price_max, number("102"));
  EXPECT_DOUBLE_EQ(x.price_mean, 101);
  EXPECT_DOUBLE_EQ(x.spread, 0.02);
  EXPECT_EQ(x.delay, 3s);
  EXPECT_EQ(x.slowest, "B");
  EXPECT_EQ(dispersion_of({}).accounts, 0U);
  EXPECT_EQ(dispersion_of({}).slowest, "");
}

} // namespace
} // namespace ballast
