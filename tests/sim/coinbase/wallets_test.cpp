#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::sim {
namespace {

constexpr auto accounts_path = "/api/v3/brokerage/accounts";

class CoinbaseWallets : public simulated_coinbase {};

class ManyWallets : public simulated_coinbase {
protected:
  static coinbase_options many() {
    auto opts = coinbase_options{};
    opts.balances.clear();
    for (auto i = 0; i < 600; ++i)
      opts.balances.emplace_back("C" + std::to_string(i), std::to_string(i));
    return opts;
  }
  ManyWallets() : simulated_coinbase{many()} {}
};

TEST_F(CoinbaseWallets, HoldAThousandDollarsAndALittleBitcoinAtFirst) {
  const auto body = get_signed(std::string{accounts_path} + "?limit=250");
  EXPECT_EQ(body["has_next"], false);
  EXPECT_EQ(body["cursor"], "");
  EXPECT_EQ(body["size"], 2);
  const auto& bitcoin = body["accounts"][0];
  EXPECT_EQ(bitcoin["currency"], "BTC");
  EXPECT_EQ(bitcoin["type"], "ACCOUNT_TYPE_CRYPTO");
  const auto& dollars = body["accounts"][1];
  EXPECT_EQ(dollars["available_balance"]["value"], "1000.00");
  EXPECT_EQ(dollars["hold"]["value"], "0");
  EXPECT_EQ(dollars["type"], "ACCOUNT_TYPE_FIAT");
}

TEST_F(CoinbaseWallets, AreToldByTheOlderApiAsTheyAreInAll) {
  const auto body = get_signed("/v2/accounts?limit=250");
  ASSERT_EQ(body["data"].size(), 2U);
  EXPECT_EQ(body["data"][0]["type"], "wallet");
  EXPECT_EQ(body["data"][0]["balance"]["amount"], "0.00100000");
  EXPECT_EQ(body["data"][1]["type"], "fiat");
  EXPECT_EQ(body["data"][1]["balance"]["amount"], "1000.00");
  EXPECT_EQ(body["pagination"]["next_uri"], nullptr);
  EXPECT_EQ(ask("/v2/accounts").content.status, 401U);
}

TEST_F(ManyWallets, ArePagedByTheOlderApiEachOnce) {
  auto seen = std::set<std::string>{};
  auto target = std::string{"/v2/accounts?limit=250"};
  for (auto pages = 0; pages < 3; ++pages) {
    const auto body = get_signed(target);
    for (const auto& x : body["data"])
      EXPECT_TRUE(seen.insert(x["currency"]["code"].get<std::string>()).second);
    if (pages < 2)
      target = body["pagination"]["next_uri"].get<std::string>();
    else
      EXPECT_EQ(body["pagination"]["next_uri"], nullptr);
  }
  EXPECT_EQ(seen.size(), 600U);
}

TEST_F(ManyWallets, ArePagedByCursorEachOnce) {
  auto seen = std::set<std::string>{};
  auto cursor = std::string{};
  auto pages = 0;
  do {
    const auto body
      = get_signed(std::string{accounts_path} + "?limit=250&cursor=" + cursor);
    for (const auto& x : body["accounts"])
      EXPECT_TRUE(seen.insert(x["currency"].get<std::string>()).second);
    cursor = body["cursor"].get<std::string>();
    EXPECT_EQ(body["has_next"].get<bool>(), !cursor.empty());
  } while (++pages < 10 && !cursor.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), 600U);
}

TEST_F(ManyWallets, AreRefusedForABrokenPage) {
  for (const auto* query : {"?limit=251", "?limit=0", "?cursor=no-such"})
    EXPECT_EQ(
      ask_signed(accounts_path + std::string{query}, master).content.status,
      400U)
      << query;
}

TEST_F(CoinbaseWallets, AreShownToTheirOwnerAlone) {
  EXPECT_EQ(ask(accounts_path).content.status, 401U);
}

TEST_F(CoinbaseWallets, ComeWithAKeyThatMayTradeButNotTransfer) {
  const auto x = get_signed("/api/v3/brokerage/key_permissions");
  EXPECT_EQ(x["can_view"], true);
  EXPECT_EQ(x["can_trade"], true);
  EXPECT_EQ(x["can_transfer"], false);
  EXPECT_EQ(x["portfolio_uuid"].get<std::string>().size(), 36U);
}

TEST_F(CoinbaseWallets, ComeWithAKeyThatMayLookOnlyWhenToldSo) {
  set_faults(R"([{"kind":"view_only"},{"kind":"can_withdraw"}])");
  const auto x = get_signed("/api/v3/brokerage/key_permissions");
  EXPECT_EQ(x["can_view"], true);
  EXPECT_EQ(x["can_trade"], false);
  EXPECT_EQ(x["can_transfer"], true);
  EXPECT_EQ(venue->stats().faults.at("view_only"), 1U);
  EXPECT_EQ(venue->stats().faults.at("can_withdraw"), 1U);
}

TEST_F(CoinbaseWallets, HoldSoManyDollarsAndNothingElseWhenToldSo) {
  set_faults(R"([{"kind":"low_balance","value":"0.75"}])");
  const auto body = get_signed(std::string{accounts_path} + "?limit=250");
  ASSERT_EQ(body["size"], 2);
  EXPECT_EQ(body["accounts"][0]["currency"], "BTC");
  EXPECT_EQ(body["accounts"][0]["available_balance"]["value"], "0");
  EXPECT_EQ(body["accounts"][1]["available_balance"]["value"], "0.75");
}

TEST_F(CoinbaseWallets, ComeWithFeesWhoseTotalsAreNumbersAndRatesText) {
  const auto x
    = get_signed("/api/v3/brokerage/transaction_summary?product_type=SPOT");
  EXPECT_TRUE(x["total_fees"].is_number());
  EXPECT_EQ(x["fee_tier"]["taker_fee_rate"], "0.012");
}

} // namespace
} // namespace ballast::sim
