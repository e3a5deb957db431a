#include "tests/venues/requests.hpp"
#include "venues/tidewater/adapter.hpp"
#include "venues/tidewater/signer.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;

constexpr auto key = "tide_abcdefghij0123456789";
constexpr auto secret
  = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const auto now = unix_time{1'790'000'000'250ms};

std::unique_ptr<adapter> made(bool with_key = true) {
  adapter_options opts;
  if (with_key) {
    opts.key = key;
    opts.secret = secret;
  }
  return std::move(*make_tidewater(opts));
}

/// Computed with another program's HMAC of the message of MANUAL.md.
TEST(TidewaterSigner, SealsTimeMethodAndTarget) {
  const auto x = made()->permissions_request(now);
  EXPECT_EQ(x.call.base + x.call.target,
            "https://api.tidewater.example/w1/pass");
  EXPECT_EQ(
    header_of(x, "Tide-Seal"),
    std::string{key}
      + ".1790000000."
        "ed8bdba7cc0be1603ef0b73a6c201414d92a023bdfeec48554d5e41ec3fd43a5");
}

TEST(TidewaterSigner, SealsTheBodyToo) {
  const auto by
    = tidewater::signer::make(key, std::string{" "} + secret + "\n");
  ASSERT_TRUE(by);
  net::call x;
  x.method = "POST";
  x.target = "/w1/x?y=1";
  x.body = "{}";
  EXPECT_EQ(
    by->seal_of(x, now).value,
    std::string{key}
      + ".1790000000."
        "762d175d391510ee88094c1199438583470adec579d3558f7496deabc62f6650");
}

TEST(TidewaterSigner, TakesNothingThatCannotBeAKeyAndTellsNoPartOfIt) {
  const auto upper
    = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";
  EXPECT_TRUE(tidewater::signer::make(key, upper));
  for (const auto* wrong : {"", "tide_", "abcdefghij0123456789tide_",
                            "tide_abcdefghij012345678.", "tide_abc"}) {
    const auto x = tidewater::signer::make(wrong, secret);
    ASSERT_FALSE(x) << wrong;
    EXPECT_EQ(x.error().code, ec::invalid_argument);
    EXPECT_TRUE(x.error().text.starts_with("tidewater key: expected"));
  }
  const auto digits = std::string{secret};
  for (const auto& wrong : {std::string{}, digits.substr(1), digits + "00",
                            "zz" + digits.substr(2)}) {
    const auto x = tidewater::signer::make(key, wrong);
    ASSERT_FALSE(x) << wrong;
    EXPECT_EQ(x.error().text,
              "tidewater secret: expected 64 hexadecimal digits");
  }
}

TEST(TidewaterAdapter, NeedsBothHalvesOfAKeyOrNone) {
  adapter_options opts;
  opts.key = key;
  EXPECT_FALSE(make_tidewater(opts));
  EXPECT_FALSE(made(false)->has_credentials());
  EXPECT_TRUE(made()->has_credentials());
  opts = {};
  opts.rest_url = "tidewater.example";
  EXPECT_FALSE(make_tidewater(opts));
}

/// A spend without a budget would wait for ever; a budget that no question has
/// first is a scope that no breaker could ask about.
TEST(TidewaterAdapter, HasABudgetForEachSpendAndAQuestionForEachBudget) {
  const auto x = made();
  std::set<std::string> budgets;
  for (const auto& budget : x->budgets())
    budgets.insert(budget.id);
  EXPECT_EQ(budgets, (std::set<std::string>{"tidewater.public",
                                            "tidewater.sealed@master"}));
  std::set<std::string> first;
  for (const auto asked :
       {question::time, question::markets, question::tickers, question::candles,
        question::balances, question::permissions}) {
    const auto spends = x->spends_of(asked);
    ASSERT_FALSE(spends.empty());
    first.insert(spends.front().budget);
    for (const auto& spend : spends)
      EXPECT_TRUE(budgets.contains(spend.budget)) << spend.budget;
  }
  EXPECT_EQ(first, budgets);
  EXPECT_EQ(x->scans_per_s(), 4);
  EXPECT_EQ(made(false)->budgets().size(), 1U);
}

TEST(TidewaterAdapter, AsksWhatIsPublicWithoutASeal) {
  const auto x = made();
  market pool;
  pool.venue_symbol = "btc~usd";
  for (const auto& asked :
       {x->time_request(), x->markets_request(now), x->tickers_request(now),
        x->candles_request(pool, 1h, now - 1h, now)}) {
    EXPECT_EQ(asked.call.method, "GET");
    EXPECT_EQ(header_of(asked, "Tide-Seal"), "(none)");
  }
  EXPECT_NE(header_of(x->balances_request({}, now), "Tide-Seal"), "(none)");
}

} // namespace

} // namespace ballast::venues
