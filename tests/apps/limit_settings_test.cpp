// Overrides of limits meet what each venue publishes.
#include "apps/limit_settings.hpp"

#include <gtest/gtest.h>

namespace ballast::apps {
namespace {

using namespace std::chrono_literals;

class LimitSettings : public testing::Test {
protected:
  LimitSettings() { settings.venues = default_venues(); }

  limit_overrides& of(std::string_view venue) {
    for (auto& x : settings.venues)
      if (x.name == venue)
        return x.limits;
    throw std::runtime_error{"no such venue"};
  }
  static limit_override burst(std::string id, std::uint32_t burst) {
    limit_override x;
    x.id = std::move(id);
    x.place = "ballast.toml:3";
    x.burst = burst;
    return x;
  }
  /// What an adapter then keeps to.
  limit_row row_of(std::string_view venue, std::string_view id) {
    venues::adapter_options options;
    options.key = "key";
    options.secret = "c2VjcmV0c2VjcmV0";
    options.limits = limits_of(settings, venue);
    const auto made = make_adapter(venue, options);
    for (const auto& x : (*made)->budgets())
      if (x.row.id == id)
        return x.row;
    throw std::runtime_error{"no such row"};
  }

  config::settings settings;
};

TEST_F(LimitSettings, ArePublishedOnesWithoutAWord) {
  ASSERT_TRUE(settle_limits(settings));
  EXPECT_TRUE(settings.warnings.empty());
  EXPECT_EQ(row_of("kraken", "kraken.private").burst, 15U);
}

TEST_F(LimitSettings, ReachTheAdapterOfTheirVenue) {
  of("kraken").limits = {burst("kraken.private", 12)};
  ASSERT_TRUE(settle_limits(settings));
  EXPECT_TRUE(settings.warnings.empty());
  EXPECT_EQ(row_of("kraken", "kraken.private").burst, 12U);
  EXPECT_EQ(row_of("kraken", "kraken.orders").burst, 60U);
}

TEST_F(LimitSettings, GiveOneWarningAVenueWhereTheyAreLooser) {
  of("kraken").limits
    = {burst("kraken.private", 20), burst("kraken.orders", 125)};
  of("binance").weights = {{"candles", "binance.weight", 1, "ballast.toml:9"}};
  ASSERT_TRUE(settle_limits(settings));
  ASSERT_EQ(settings.warnings.size(), 2U);
  const auto& kraken = settings.warnings[0];
  EXPECT_NE(kraken.find("limits of Kraken looser than published: "
                        "kraken.private (33 in 100000 ms, burst 20"),
            std::string::npos)
    << kraken;
  EXPECT_NE(kraken.find("kraken.orders ("), std::string::npos);
  EXPECT_NE(
    settings.warnings[1].find("candles (1 of binance.weight instead of 2)"),
    std::string::npos);
}

TEST_F(LimitSettings, AreRefusedWhereTheVenueHasNoSuchLimit) {
  of("kraken").limits = {burst("kraken.privet", 20)};
  const auto settled = settle_limits(settings);
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, ec::invalid_argument);
  EXPECT_EQ(settled.error().text,
            "ballast.toml:3: limits: kraken has no limit of this name; "
            "expected one of kraken.public, kraken.private, kraken.orders, "
            "kraken.connects");
}

} // namespace
} // namespace ballast::apps
