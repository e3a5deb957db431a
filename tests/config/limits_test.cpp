// What ballast.toml may say about a venue's limits.
#include "tests/config/workshop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ballast::config {
namespace {

using namespace std::chrono_literals;

class Limits : public Workshop {
protected:
  limit_overrides read(const std::string& venue) {
    const auto got = loaded();
    EXPECT_TRUE(got) << got.error().text;
    for (const auto& x : got->venues)
      if (x.name == venue)
        return x.limits;
    return {};
  }
};

TEST_F(Limits, AreAsPublishedUnlessTheFileSaysMore) {
  toml = "[venue.kraken]\nenabled = true\n";
  const auto limits = read("kraken");
  EXPECT_TRUE(limits.limits.empty());
  EXPECT_TRUE(limits.weights.empty());
}

TEST_F(Limits, SayWhatIsKnownBetterOfEachRow) {
  toml = "[venue.kraken.limits.\"kraken.private\"]\n"
         "units = 1\nwindow = \"2.5s\"\nburst = 20\nhold = \"7s\"\n"
         "[venue.kraken.limits.\"kraken.orders\"]\nburst = 125\n";
  auto limits = read("kraken").limits;
  ASSERT_EQ(limits.size(), 2U);
  std::sort(limits.begin(), limits.end(),
            [](const auto& x, const auto& y) { return x.id < y.id; });
  EXPECT_EQ(limits[0].id, "kraken.orders");
  EXPECT_EQ(limits[0].burst, 125U);
  EXPECT_FALSE(limits[0].units);
  EXPECT_FALSE(limits[0].window);
  EXPECT_FALSE(limits[0].hold);
  EXPECT_EQ(limits[1].id, "kraken.private");
  EXPECT_EQ(limits[1].units, 1U);
  EXPECT_EQ(limits[1].window, 2500ms);
  EXPECT_EQ(limits[1].burst, 20U);
  EXPECT_EQ(limits[1].hold, 7s);
  EXPECT_TRUE(limits[1].place.ends_with("ballast.toml:1"));
}

TEST_F(Limits, SayWhatIsKnownBetterOfEachWeight) {
  toml = "[venue.binance.weights.\"book<=100\"]\n\"binance.weight\" = 7\n";
  const auto weights = read("binance").weights;
  ASSERT_EQ(weights.size(), 1U);
  EXPECT_EQ(weights[0].weight, "book<=100");
  EXPECT_EQ(weights[0].limit, "binance.weight");
  EXPECT_EQ(weights[0].cost, 7U);
  EXPECT_TRUE(weights[0].place.ends_with("ballast.toml:2"));
}

TEST_F(Limits, AreRefusedWithLineKeyAndRange) {
  const auto row = std::string{"[venue.okx.limits.\"okx.time\"]\n"};
  const std::pair<std::string, const char*> table[] = {
    {row, "ballast.toml:1: venue.okx.limits.okx.time: expected at least one of "
          "units, window, burst, hold"},
    {row + "units = 0",
     "ballast.toml:2: venue.okx.limits.okx.time.units: expected a whole number "
     "from 1 to 4294967295"},
    {row + "burst = \"5\"",
     "ballast.toml:2: venue.okx.limits.okx.time.burst: expected a whole number "
     "from 1 to 4294967295"},
    {row + "window = 5",
     "ballast.toml:2: venue.okx.limits.okx.time.window: expected a duration in "
     "quotes from 100ms to 8784h, like \"10s\""},
    {row + "hold = \"999ms\"",
     "ballast.toml:2: venue.okx.limits.okx.time.hold: expected a duration in "
     "quotes from 1s to 24h, like \"15s\""},
    {row + "unit = 5", "ballast.toml:2: venue.okx.limits.okx.time.unit: "
                       "unknown key; did you mean "
                       "venue.okx.limits.okx.time.units?"},
    {"venue.okx.limits = 5",
     "ballast.toml:1: venue.okx.limits: expected a table, "
     "[venue.okx.limits.NAME] and its keys below"},
    {"venue.okx.weights.time = 5",
     "ballast.toml:1: venue.okx.weights.time: expected a table of limits and "
     "costs, like { \"okx.time\" = 1 }"},
    {"[venue.okx.weights.time]\n\"okx.time\" = 0",
     "ballast.toml:2: venue.okx.weights.time.okx.time: expected a whole number "
     "from 1 to 4294967295"},
  };
  for (const auto& [text, why] : table) {
    toml = text;
    EXPECT_EQ(refused(), why) << text;
  }
}

TEST_F(Limits, NeverRepeatASecretThatStandsForAName) {
  toml = "[venue.okx.limits.\"Aq7xT0pZ91LmEr5sWc8vBn2kYd4\"]\nunits = 0\n";
  EXPECT_EQ(refused().find("Aq7x"), std::string::npos);
}

} // namespace
} // namespace ballast::config
