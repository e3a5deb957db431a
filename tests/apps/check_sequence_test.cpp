// The questions of `ballast check` in virtual time, against the simulated
// venues with their limits enforced.
#include "apps/venue_check.hpp"
#include "apps/venues.hpp"
#include "sim/coinbase/exchange.hpp"
#include "sim/kraken/exchange.hpp"
#include "sim/memory_transport.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

constexpr auto base = "https://venue.example";
const auto epoch = unix_time{std::chrono::milliseconds{1'790'000'000'250}};
constexpr std::uint64_t epoch_microseconds = 1'790'000'000'250'000;

/// A simulated venue, the way to it, and checks that are carried out there.
class Checks : public testing::Test {
protected:
  Checks() : transport{options_of()} {}

  sim::memory_transport::options options_of() {
    sim::memory_transport::options result;
    result.out.delay = result.back.delay = 20ms;
    result.now = [this] { return now; };
    result.calendar = [this](time_point x) { return wall(x); };
    result.on_event = [this](const sim::memory_transport::event& x) {
      if (x.what == sim::memory_transport::event::kind::arrived)
        arrivals.emplace_back(
          std::string{x.target.substr(0, x.target.find('?'))}, x.at);
    };
    return result;
  }

  void use_kraken(sim::kraken_options options = {}) {
    options.accounts = 2;
    venue = std::move(*sim::make_kraken(std::move(options)));
    transport.connect(base, venue);
  }
  void use_coinbase() {
    venue = std::move(*sim::make_coinbase({}));
    transport.connect(base, venue);
  }
  void set_faults(const std::string& json) {
    venue->set_faults(*sim::parse_faults(json), {now, wall(now)});
  }

  std::unique_ptr<venues::adapter> adapter_of(std::size_t account = 0) {
    const auto key = venue->accounts().at(account);
    venues::adapter_options options;
    options.rest_url = base;
    options.account = account_id(key.account);
    options.key = key.key;
    options.secret = other_secret.empty() ? key.secret : other_secret;
    return std::move(*make_adapter(venue->venue(), options));
  }

  /// Adds what another process would find: the address's budget spent.
  void add_budgets(const venues::adapter& adapter) {
    for (const auto& x : adapter.budgets()) {
      if (!added.insert(x.id).second)
        continue;
      budgets.add(x.id, x.row, x.exits_spend);
      if (x.row.scope == limit_scope::ip)
        budgets.assume_spent(x.id, now);
    }
  }
  void another_process() {
    budgets = rate_budgets{};
    added.clear();
    known.reset();
  }

  check_row check(std::size_t account = 0) {
    const auto adapter = adapter_of(account);
    add_budgets(*adapter);
    venue_check_options options;
    options.place.venue = venue->venue();
    options.place.title = title_of(venue->venue());
    options.place.guide = &find_venue(venue->venue())->about->words;
    options.place.account = venue->accounts().at(account).account;
    options.place.host = base;
    options.known = known;
    options.store_mark = [this](std::uint64_t mark) -> result<done> {
      if (!disk_is_writable)
        return fault{ec::unavailable, "the disk is full"};
      marks.emplace_back(mark, arrivals.size());
      return done{};
    };
    venue_check asked{*adapter, budgets, options};
    carry_out(asked);
    known = asked.facts();
    last_nonce = adapter->nonce();
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

  static unix_time wall(time_point x) {
    return epoch
           + std::chrono::floor<std::chrono::milliseconds>(
             x.time_since_epoch());
  }
  static check_cause cause_of(const check_row& x) {
    const auto* why = reason_of(x);
    return why == nullptr ? check_cause::none : why->cause;
  }
  std::vector<std::string> targets() const {
    std::vector<std::string> result;
    for (const auto& x : arrivals)
      result.push_back(x.first.substr(x.first.rfind('/') + 1));
    return result;
  }

  time_point now{};
  std::vector<std::pair<std::string, time_point>> arrivals;
  std::shared_ptr<sim::exchange> venue;
  sim::memory_transport transport;
  rate_budgets budgets;
  std::set<std::string> added;
  std::optional<venue_facts> known;
  std::string other_secret;
  bool disk_is_writable = true;
  std::vector<std::pair<std::uint64_t, std::size_t>> marks; ///< And arrivals.
  std::uint64_t last_nonce = 0;
};

using texts = std::vector<std::string>;

TEST_F(Checks, AskKrakenEachQuestionOnceAndKeepItsLimits) {
  use_kraken();
  const auto row = check();
  EXPECT_TRUE(can_trade(row));
  EXPECT_EQ(level_of(row), check_level::ok) << reason_of(row)->text;
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "GetApiKeyInfo",
                              "BalanceEx", "AssetPairs"}));
  EXPECT_EQ(row.findings.size(), check_topics.size());
  EXPECT_EQ(venue->stats().rate_limited, 0U);
  EXPECT_EQ(venue->stats().over_limit, 0U);
  EXPECT_LT(now, time_point{} + 5s);
  ASSERT_EQ(row.requests.size(), 3U); // The third is of orders.
  EXPECT_EQ(row.requests[1].budget, "kraken.private@master");
  EXPECT_EQ(row.requests[1].left, 13U);
  EXPECT_EQ(row.requests[1].of, 15U);
}

TEST_F(Checks, AskCoinbaseWhichTellsNoStatus) {
  use_coinbase();
  const auto row = check();
  EXPECT_EQ(level_of(row), check_level::ok) << reason_of(row)->text;
  EXPECT_EQ(targets(),
            (texts{"time", "key_permissions", "accounts", "products"}));
  EXPECT_FALSE(row.tells_status);
  EXPECT_EQ(row.findings.size(), check_topics.size() - 1);
  EXPECT_EQ(venue->stats().over_limit, 0U);
}

TEST_F(Checks, OfSeveralAccountsAskWhatIsPublicOnce) {
  use_kraken();
  const auto first = check(0);
  const auto second = check(1);
  EXPECT_EQ(level_of(second), check_level::ok);
  EXPECT_EQ(targets(),
            (texts{"Time", "SystemStatus", "GetApiKeyInfo", "BalanceEx",
                   "AssetPairs", "GetApiKeyInfo", "BalanceEx"}));
  EXPECT_EQ(second.universe->known, first.universe->known);
  EXPECT_EQ(second.findings.size(), check_topics.size());
  EXPECT_EQ(second.requests[1].budget, "kraken.private@user_1");
}

TEST_F(Checks, OneRightAfterTheOtherKeepTheLimitsToo) {
  use_kraken();
  for (auto i = 0; i < 5; ++i) {
    EXPECT_EQ(level_of(check()), check_level::ok);
    another_process();
  }
  EXPECT_EQ(venue->stats().requests, 25U);
  EXPECT_EQ(venue->stats().rate_limited, 0U);
}

TEST_F(Checks, EndAtTheFirstBanForAllAccounts) {
  use_kraken();
  set_faults(R"([{"kind":"ban"}])");
  const auto row = check(0);
  EXPECT_EQ(cause_of(row), check_cause::locked_out);
  // The third hears of it from the second, which asked nothing.
  for (auto i = 0; i < 2; ++i)
    EXPECT_EQ(cause_of(check(1)), check_cause::locked_out);
  EXPECT_EQ(targets(), texts{"Time"});
}

TEST_F(Checks, OfABannedKeyGoOnWithTheNextKey) {
  use_kraken();
  set_faults(R"([{"kind":"ban","match":"/private/","for":"3s"}])");
  EXPECT_EQ(cause_of(check(0)), check_cause::locked_out);
  now += 5s;
  EXPECT_EQ(level_of(check(1)), check_level::ok);
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "GetApiKeyInfo",
                              "GetApiKeyInfo", "BalanceEx", "AssetPairs"}));
}

TEST_F(Checks, AskKrakenInTroubleWhetherItIsUnderMaintenance) {
  use_kraken();
  set_faults(R"([{"kind":"maintenance"}])");
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::venue_maintenance);
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus"}));
  set_faults(R"([{"kind":"maintenance","match":"/Time"}])");
  another_process();
  EXPECT_EQ(cause_of(check()), check_cause::venue_trouble);
}

TEST_F(Checks, SignNothingByAClockThatIsWrong) {
  for (const auto* skew : {"60s", "-60s"}) {
    use_kraken();
    another_process();
    arrivals.clear();
    set_faults(std::string{R"([{"kind":"clock_skew","value":")"} + skew
               + R"("}])");
    const auto row = check();
    EXPECT_EQ(cause_of(row), check_cause::clock_skewed) << skew;
    EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "AssetPairs"}));
    EXPECT_FALSE(row.permissions);
    EXPECT_TRUE(row.universe);
  }
}

TEST_F(Checks, WithTheWrongSecretSignOnceAndStillListMarkets) {
  use_kraken();
  other_secret = "AAAA";
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::signature_wrong);
  EXPECT_EQ(targets(),
            (texts{"Time", "SystemStatus", "GetApiKeyInfo", "AssetPairs"}));
  EXPECT_EQ(venue->stats().bad_signature, 1U);
}

TEST_F(Checks, WithoutARightNameItAndGoOn) {
  use_kraken();
  set_faults(R"([{"kind":"view_only"}])");
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::permission_missing);
  EXPECT_EQ(row.permissions_lacking, (texts{"modify-trades", "close-trades"}));
  EXPECT_TRUE(row.balances);
}

TEST_F(Checks, WithoutTheRightToLookAskForNoBalance) {
  sim::kraken_options options;
  options.permissions = {"modify-trades", "close-trades"};
  use_kraken(std::move(options));
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::permission_missing);
  EXPECT_EQ(targets(),
            (texts{"Time", "SystemStatus", "GetApiKeyInfo", "AssetPairs"}));
}

// -- nonces -------------------------------------------------------------------

TEST_F(Checks, StoreAMarkAboveEachNonceBeforeItIsSigned) {
  use_kraken();
  EXPECT_EQ(level_of(check()), check_level::ok);
  ASSERT_FALSE(marks.empty());
  // Two public requests had arrived by then, and nothing signed.
  EXPECT_EQ(marks.front().second, 2U);
  EXPECT_GT(marks.back().first, last_nonce);
  EXPECT_GT(last_nonce, epoch_microseconds);
}

TEST_F(Checks, SignNothingWhereTheMarkCannotBeStored) {
  use_kraken();
  disk_is_writable = false;
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::nonce_not_stored);
  EXPECT_EQ(targets(), (texts{"Time", "SystemStatus", "AssetPairs"}));
}

TEST_F(Checks, PassANonceThatIsALittleAheadAsANodeWould) {
  sim::kraken_options options;
  options.nonce_seen = epoch_microseconds + 30'000'000;
  use_kraken(std::move(options));
  const auto row = check();
  EXPECT_EQ(level_of(row), check_level::warning);
  EXPECT_EQ(cause_of(row), check_cause::nonce_shared);
  EXPECT_EQ(venue->stats().bad_nonce, 2U);
  EXPECT_GT(marks.back().first, last_nonce);
}

TEST_F(Checks, StopAtANonceFarAheadBeforeTheVenueLocksTheKeyOut) {
  sim::kraken_options options;
  options.nonce_seen = epoch_microseconds * 1000; // Nanoseconds.
  use_kraken(std::move(options));
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::nonce_too_low);
  EXPECT_EQ(venue->stats().bad_nonce, 3U);
  EXPECT_EQ(targets().back(), "AssetPairs");
}

// -- every wait is bounded ----------------------------------------------------

class BoundedChecks : public Checks,
                      public testing::WithParamInterface<const char*> {};

TEST_P(BoundedChecks, EndInTimeWhateverTheVenueDoes) {
  for (const auto kraken : {true, false}) {
    kraken ? use_kraken() : use_coinbase();
    another_process();
    const auto begin = now;
    set_faults(std::string{R"([{"kind":")"} + GetParam() + R"("}])");
    const auto row = check();
    EXPECT_FALSE(can_trade(row)) << GetParam();
    EXPECT_FALSE(reason_of(row)->remedy.empty());
    EXPECT_LT(now - begin, 2 * venue_check::deadlines.total + 5s);
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, BoundedChecks,
                         testing::Values("hang", "reset", "cut", "trickle",
                                         "truncated", "html_200", "deep_json",
                                         "server_error", "throttle",
                                         "throttle_html", "error_200",
                                         "permission_denied", "unauthorised",
                                         "maintenance"));

TEST_F(Checks, GiveUpOnALimitThatIsHeldForLong) {
  use_kraken();
  const auto adapter = adapter_of();
  add_budgets(*adapter);
  budgets.banned("kraken.public", 1h, now);
  const auto row = check();
  EXPECT_EQ(cause_of(row), check_cause::throttled);
  EXPECT_NE(reason_of(row)->text.find("kraken.public"), std::string::npos)
    << reason_of(row)->text;
  EXPECT_TRUE(arrivals.empty());
  EXPECT_EQ(now, time_point{});
}

} // namespace

} // namespace ballast::apps
