// What `ballast check` says of the invented venue's keys, and what the
// configuration makes of its variables.
#include "apps/check_findings.hpp"
#include "apps/venue_check.hpp"
#include "config/load.hpp"
#include "sim/memory_transport.hpp"
#include "tests/invented/venue_table.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

constexpr auto name = "tidewater";
constexpr auto base = "https://venue.example";

class CheckTidewater : public testing::Test {
protected:
  CheckTidewater()
      : about{*find_venue(name, with_invented_venues())->about},
        venue{
          std::move(*find_venue(name, with_invented_venues())->simulate({}))},
        transport{options_of()} {
    transport.connect(base, venue);
    key = venue->accounts().front();
  }

  sim::memory_transport::options options_of() {
    sim::memory_transport::options result;
    result.now = [this] { return now; };
    result.calendar = [this](time_point x) { return wall(x); };
    return result;
  }
  static unix_time wall(time_point x) {
    return unix_time{
      1'790'000'000s
      + std::chrono::floor<std::chrono::milliseconds>(x.time_since_epoch())};
  }

  check_row check() {
    venues::adapter_options options;
    options.rest_url = base;
    options.key = key.key;
    options.secret = key.secret;
    const auto made = make_adapter(name, options, with_invented_venues());
    rate_budgets budgets;
    // As the command does: what a node that has just stopped may have spent.
    for (const auto& x : (*made)->budgets()) {
      budgets.add(x.id, x.row, x.exits_spend);
      const auto fits = x.exits_spend && x.row.window > venue_check::patience;
      if (x.row.scope == limit_scope::ip && !fits)
        budgets.assume_spent(x.id, now);
    }
    venue_check_options how;
    how.place.venue = name;
    how.place.title = title_of(name, with_invented_venues());
    how.place.account = "MASTER";
    how.place.host = base;
    how.place.guide = &about.words;
    venue_check asked{**made, budgets, how};
    carry_out(asked);
    return asked.row(now);
  }

  void carry_out(venue_check& x) {
    while (true) {
      auto step = x.next({now, wall(now)});
      if (std::holds_alternative<venue_check::finished>(step))
        return;
      if (const auto* wait = std::get_if<venue_check::wait>(&step)) {
        ASSERT_GT(wait->until, now) << "it would spin";
        now = wait->until;
        continue;
      }
      std::optional<net::outcome> end;
      transport.send(std::get<net::call>(step), venue_check::deadlines,
                     [&end](net::outcome y) { end = std::move(y); });
      while (!end) {
        ASSERT_TRUE(transport.next_due()) << "a call without an end";
        now = *transport.next_due();
        transport.run_due(now);
      }
      x.answered(*end, {now, wall(now)});
    }
  }

  void expect_reason(const check_row& x, check_cause cause,
                     const std::string& remedy) {
    const auto* why = reason_of(x);
    ASSERT_NE(why, nullptr);
    EXPECT_EQ(why->cause, cause) << why->text;
    EXPECT_NE(why->remedy.find(remedy), std::string::npos) << why->remedy;
  }

  const venues::profile& about;
  std::shared_ptr<sim::exchange> venue;
  time_point now{};
  sim::memory_transport transport;
  sim::account_key key;
};

TEST_F(CheckTidewater, FindsAGoodKeyGood) {
  const auto row = check();
  EXPECT_TRUE(can_trade(row)) << reason_of(row)->text;
  EXPECT_EQ(level_of(row), check_level::ok);
}

TEST_F(CheckTidewater, SaysOfAKeyThatTheVenueDoesNotHaveWhereToLook) {
  key.key.back() = key.key.back() == 'x' ? 'y' : 'x';
  expect_reason(check(), check_cause::key_unknown,
                "Copy the API key again into TIDEWATER_MASTER_API_KEY; if it "
                "is no longer listed at Tidewater");
}

TEST_F(CheckTidewater, SaysOfAWrongSecretWhichVariableToCorrect) {
  key.secret.back() = key.secret.back() == '0' ? '1' : '0';
  expect_reason(check(), check_cause::signature_wrong,
                "TIDEWATER_MASTER_API_SECRET");
}

TEST_F(CheckTidewater, NamesTheRightThatIsMissing) {
  sim::fault view_only;
  view_only.kind = sim::fault_kind::view_only;
  venue->set_faults({view_only}, {now, wall(now)});
  expect_reason(check(), check_cause::permission_missing,
                "Give the key \"trade\" at Tidewater");
}

config::settings
loaded(const std::vector<std::pair<std::string, std::string>>& environment) {
  config::sources from;
  from.venues = default_venues(with_invented_venues());
  for (const auto& [variable, value] : environment)
    from.environment.push_back({variable, value});
  auto result = config::load(from);
  EXPECT_TRUE(result) << (result ? "" : result.error().text);
  return std::move(*result);
}

TEST(TidewaterVariables, AreReadLikeThoseOfAnyVenue) {
  const auto x = loaded({{"TIDEWATER_API_KEY", "k"},
                         {"TIDEWATER_API_SECRET", "s"},
                         {"BALLAST_TIDEWATER_REST_URL", "http://127.0.0.1:1"}});
  ASSERT_EQ(x.credentials.size(), 1U);
  EXPECT_EQ(x.credentials.front().venue, name);
  EXPECT_EQ(x.venues.back().rest_url, "http://127.0.0.1:1");
  EXPECT_TRUE(x.warnings.empty());
}

TEST(TidewaterVariables, AreScrubbedLikeThoseOfAnyVenue) {
  EXPECT_EQ(config::scrub({{"TIDEWATER_MASTER_API_SECRET", "s"}},
                          default_venues(with_invented_venues())),
            std::vector<std::string>{"TIDEWATER_MASTER_API_SECRET"});
}

} // namespace

} // namespace ballast::apps
