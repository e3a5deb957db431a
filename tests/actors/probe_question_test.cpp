// Every scope that a venue's questions can fail in has a question that tells
// when it is well again.
#include "actors/probe_question.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/okx/adapter.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ballast {

namespace {

using venues::question;

constexpr auto every_question
  = std::array{question::time,    question::markets,  question::tickers,
               question::candles, question::balances, question::permissions,
               question::status};

std::vector<std::shared_ptr<venues::adapter>> all_venues() {
  venues::adapter_options with_key;
  with_key.key = "key";
  with_key.secret = "c2VjcmV0c2VjcmV0";
  auto with_phrase = with_key;
  with_phrase.passphrase = "phrase";
  std::vector<std::shared_ptr<venues::adapter>> result;
  result.push_back(std::move(*venues::make_coinbase({})));
  result.push_back(std::move(*venues::make_kraken(with_key)));
  result.push_back(std::move(*venues::make_okx(with_phrase)));
  result.push_back(std::move(*venues::make_binance(with_key)));
  result.push_back(std::move(*venues::make_alpaca(with_key)));
  return result;
}

} // namespace

TEST(ProbeQuestion, TellsOfTheVeryScopeThatIsShut) {
  for (const auto& venue : all_venues())
    for (const auto x : every_question) {
      if ((x == question::status && !venue->status_request())
          || (venues::is_signed(x) && !venue->has_credentials()))
        continue;
      const auto scope = venue->spends_of(x).front().budget;
      const auto found = probe_question(*venue, scope, true, true);
      ASSERT_TRUE(found) << scope;
      EXPECT_EQ(venue->spends_of(*found).front().budget, scope);
    }
}

TEST(ProbeQuestion, HasOneForEveryBudgetThereIs) {
  // A breaker that nobody can ask for would stay open for ever.
  std::size_t of_orders_alone = 0;
  for (const auto& venue : all_venues())
    for (const auto& x : venue->budgets()) {
      const auto found = probe_question(*venue, x.id, true, true);
      ASSERT_TRUE(found) << x.id;
      EXPECT_FALSE(venue->spends_of(*found).empty()) << x.id;
      EXPECT_TRUE(probe_question(*venue, x.id, false, true)) << x.id;
      of_orders_alone += venue->spends_of(*found).front().budget != x.id;
    }
  EXPECT_GE(of_orders_alone, 3U);
}

TEST(ProbeQuestion, IsNeverSignedWithAKeyThatIsGivenUp) {
  for (const auto& venue : all_venues())
    for (const auto x : every_question) {
      if (venue->spends_of(x).empty())
        continue;
      const auto scope = venue->spends_of(x).front().budget;
      const auto found = probe_question(*venue, scope, false, true);
      EXPECT_FALSE(found && venues::is_signed(*found)) << scope;
    }
}

TEST(ProbeQuestion, AsksForTheTimeWhereNoMarketIsKnownYet) {
  const std::shared_ptr<venues::adapter> okx = std::move(*venues::make_okx({}));
  const auto scope = okx->scan_spends().front().budget;
  EXPECT_EQ(probe_question(*okx, scope, true, true), question::candles);
  EXPECT_EQ(probe_question(*okx, scope, true, false), question::time);
  EXPECT_EQ(probe_question(*okx, "no such scope", true, true), std::nullopt);
}

} // namespace ballast
