// Every strategy over whole series, recorded and invented, with a position that
// is opened and closed as it says.
#include "domain/strategy.hpp"
#include "tests/domain/candle_series.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using candles = std::vector<candle>;

/// One run of one strategy over one market.
class trader {
public:
  trader(const strategy& by, std::chrono::seconds timeframe)
      : by_{by}, chart_{timeframe} {}

  /// @returns what the strategy says of a candle, just after its end.
  decision follow(const candle& x) {
    const auto news = chart_.add(x);
    auto seen = std::optional<price_range>{};
    if (news == chart_news::taken && position_)
      seen = range_of(x);
    const auto said
      = by_.evaluate({chart_.view(),
                      x.start + chart_.view().timeframe,
                      judged_until_,
                      position_,
                      seen,
                      {decimal::whole(1000), decimal::whole(1000)}});
    if (chart_.view().closed > 0)
      judged_until_ = chart_.view().last.start;
    position_ = said.plan;
    return said;
  }
  const std::optional<exit_plan>& position() const { return position_; }

private:
  const strategy& by_;
  chart chart_;
  std::optional<unix_time> judged_until_;
  std::optional<exit_plan> position_;
};

std::chrono::seconds timeframe_of(const candles& x) {
  auto least = std::chrono::milliseconds::max();
  for (std::size_t i = 1; i < x.size(); ++i)
    least = std::min(least, x[i].start - x[i - 1].start);
  return std::chrono::duration_cast<std::chrono::seconds>(least);
}

std::vector<decision> all_said(const strategy& by, const candles& x) {
  auto who = trader{by, timeframe_of(x)};
  std::vector<decision> result;
  for (const auto& bar : x)
    result.push_back(who.follow(bar));
  return result;
}

struct named_series {
  std::string name;
  candles all;
};

std::vector<named_series> every_series() {
  std::vector<named_series> result{
    {"Binance", test::recorded_candles("candles/binance_eth_btc_5m.csv")},
    {"Kraken", test::recorded_candles("candles/kraken_btc_usdc_1m.csv")}};
  for (std::uint64_t seed = 1; seed <= test::seed_count(10); ++seed)
    result.push_back({"walk " + std::to_string(seed), test::walk(seed, 1200)});
  return result;
}

template <class Check>
void over_everything(Check check) {
  for (const auto& [name, all] : every_series())
    for (const auto which : strategy_names())
      for (const auto& exits : {std::optional<exit_rules>{},
                                std::optional{exit_rules::profit_targets()}}) {
        SCOPED_TRACE(name + ", " + std::string{which}
                     + (exits ? ", profit targets" : ""));
        const auto by = make_strategy(which, {exits, 7});
        ASSERT_TRUE(by.ok());
        check(**by, all);
        if (testing::Test::HasFatalFailure())
          return;
      }
}

TEST(WholeSeries, IsNeverLookedAheadInto) {
  over_everything([](const strategy& by, const candles& x) {
    const auto whole = all_said(by, x);
    // What comes after a candle may be anything.
    const auto cut = x.size() * 2 / 3;
    auto other = x;
    for (auto i = cut; i < other.size(); ++i)
      for (auto member :
           {&candle::open, &candle::high, &candle::low, &candle::close})
        other[i].*member = x[i].*member * (i % 2 == 0 ? 3 : 0.2);
    const auto elsewhere = all_said(by, other);
    for (std::size_t i = 0; i < cut; ++i)
      ASSERT_EQ(whole[i], elsewhere[i]) << "candle " << i;
  });
}

TEST(WholeSeries, GetsOneReasonForEachCandleThatFitsItsDecision) {
  std::map<decision_reason, std::size_t> counts;
  std::size_t evaluations = 0;
  over_everything([&](const strategy& by, const candles& x) {
    auto who = trader{by, timeframe_of(x)};
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto held = who.position().has_value();
      const auto said = who.follow(x[i]);
      ++counts[said.why];
      ++evaluations;
      const auto kind = said.kind();
      ASSERT_EQ(held,
                kind == decision_kind::hold || kind == decision_kind::exit)
        << to_string(said.why);
      ASSERT_EQ(said.entry.has_value(), kind == decision_kind::enter);
      ASSERT_EQ(said.exits.empty(), kind != decision_kind::exit);
      ASSERT_TRUE(kind != decision_kind::enter || said.plan);
      ASSERT_TRUE(kind != decision_kind::stay_out || !said.plan);
      ASSERT_EQ(i + 1 < candles_min,
                said.why == decision_reason::too_few_candles)
        << "candle " << i;
      for (const auto& f : said.figures)
        ASSERT_TRUE(std::isfinite(f.value)) << f.name;
    }
  });
  std::size_t sum = 0;
  for (const auto& [why, count] : counts)
    sum += count;
  EXPECT_EQ(sum, evaluations);
  // The series are worth something only where they lead everywhere.
  for (const auto why : decision_reasons())
    if (why != decision_reason::candle_unusable
        && why != decision_reason::data_stale
        && why != decision_reason::no_new_candle
        && why != decision_reason::funds_too_small && !is_flagged(why)) {
      EXPECT_GT(counts[why], 0U) << to_string(why);
    }
}

TEST(WholeSeries, SellsWhatWasBoughtOnceAndNothingElse) {
  over_everything([](const strategy& by, const candles& x) {
    double held = 0;
    for (const auto& said : all_said(by, x)) {
      if (said.entry) {
        ASSERT_EQ(held, 0);
        held = 1;
        ASSERT_GT(said.entry->size, 0);
        ASSERT_LE(said.entry->size, 1);
        ASSERT_LT(said.entry->stop, said.entry->price);
        auto above = said.entry->price;
        for (const auto target : said.entry->targets) {
          ASSERT_GT(target, above);
          above = target;
        }
      }
      for (const auto& leg : said.exits)
        held -= leg.part;
      ASSERT_NEAR(held, said.plan ? said.plan->left : 0, 1e-9);
      if (!said.plan)
        held = 0;
    }
  });
}

TEST(WholeSeries, WithHolesInItNeverEndsAPositionForThem) {
  over_everything([](const strategy& by, const candles& x) {
    auto who = trader{by, timeframe_of(x)};
    auto random = random_source{3};
    for (const auto& bar : x) {
      const auto before = who.position();
      auto seen = bar;
      const auto is_broken = random.below(4) == 0;
      if (is_broken)
        seen.close = std::nan("");
      const auto said = who.follow(seen);
      if (!is_broken)
        continue;
      ASSERT_EQ(said.plan, before);
      ASSERT_TRUE(said.exits.empty());
      ASSERT_EQ(is_flagged(said.why), before.has_value());
    }
  });
}

TEST(WholeSeries, IsJudgedAlikeInAnyUnitOfPrice) {
  over_everything([](const strategy& by, const candles& x) {
    const auto here = all_said(by, x);
    const auto there = all_said(by, test::scaled(x, 0x1p-12));
    for (std::size_t i = 0; i < x.size(); ++i)
      ASSERT_EQ(here[i].why, there[i].why) << "candle " << i;
  });
}

} // namespace
} // namespace ballast
