#include "domain/chart.hpp"
#include "domain/random.hpp"
#include "domain/strategy.hpp"
#include "sim/market_story.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto minute = std::int64_t{60};
constexpr auto day = std::int64_t{86'400};
constexpr auto noon = std::int64_t{1'768'219'200};

market_story story(story_end end, std::int64_t begins = noon,
                   std::int64_t price = 20'000, std::uint64_t seed = 1) {
  return market_story{{seed, price, 1'000, begins, end}};
}

std::vector<bar> bars(const bar_source& of, std::int64_t from, std::int64_t to,
                      std::int64_t width, std::int64_t now) {
  auto result = std::vector<bar>{};
  of.append_bars(result, from, to, width, now);
  return result;
}

TEST(MarketStory, HasOneTruthForCandlesOfAnyWidth) {
  const auto x = story(story_end::rally);
  const auto from = noon - 3 * day / 2; // A midnight, and the next.
  const auto to = from + day - 1;
  for (const auto width :
       {std::int64_t{10}, minute, 5 * minute, 60 * minute, day}) {
    SCOPED_TRACE(width);
    const auto whole = bars(x, from, to, width, noon);
    ASSERT_EQ(whole.size(), static_cast<std::size_t>(day / width));
    auto sum = std::vector<bar>{};
    for (const auto& second : bars(x, from, to, 1, noon))
      if ((second.start - from) % width == 0)
        sum.push_back(second);
      else
        merge_later(sum.back(), second);
    EXPECT_EQ(whole, sum);
  }
}

TEST(MarketStory, ChangesNoCandleThatHasClosedAndShowsWhatTradedSoFar) {
  const auto x = story(story_end::fall);
  for (auto now = noon; now < noon + 5 * minute; now += 7) {
    const auto last = bars(x, noon, now, minute, now).back();
    EXPECT_EQ(last.close, x.last_price(now));
    const auto closed = bars(x, noon - minute, noon - minute, minute, now);
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed, bars(x, noon - minute, noon, minute, noon - 1));
  }
}

TEST(MarketStory, GoesOnForEverAndIsTheSameEachTime) {
  const auto x = story(story_end::fall_back);
  EXPECT_EQ(x.last_price(noon), x.last_price(noon + market_story::length));
  EXPECT_EQ(x.last_price(noon + 17),
            x.last_price(noon + 17 - 50 * market_story::length));
  const auto all
    = bars(x, noon, noon + market_story::length, 1, noon + 2 * day);
  for (std::size_t i = 1; i < all.size(); ++i)
    EXPECT_EQ(all[i].open, all[i - 1].close);
}

/// What trend_pullback says as the candles of a story close, by the minute of
/// the story, for somebody who knows a hundred of them when it is told.
std::map<std::int64_t, decision_reason> told(const bar_source& x,
                                             std::int64_t begins) {
  const auto by = *make_strategy("trend_pullback", {});
  auto of = chart{60s};
  auto held = std::optional<exit_plan>{};
  auto result = std::map<std::int64_t, decision_reason>{};
  const auto end = begins + 10 * minute;
  for (const auto& one : bars(x, begins - 99 * minute, end, minute, end)) {
    auto next = candle{};
    next.start = unix_time{std::chrono::seconds{one.start}};
    next.open = static_cast<double>(one.open);
    next.high = static_cast<double>(one.high);
    next.low = static_cast<double>(one.low);
    next.close = static_cast<double>(one.close);
    next.volume = static_cast<double>(one.volume);
    next.closed = true;
    of.add(next);
    const auto said
      = by->evaluate({of.view(),
                      next.start + 60s,
                      std::nullopt,
                      held,
                      price_range{next.low, next.high, next.close},
                      {decimal::whole(1000), decimal::whole(1000)}});
    const auto kind = said.kind();
    if (kind == decision_kind::enter || kind == decision_kind::exit)
      result.emplace((one.start - begins) / minute, said.why);
    if (held || kind == decision_kind::enter)
      held = said.plan;
  }
  return result;
}

TEST(MarketStory, IsBoughtAtItsDipAndAtNoOtherMinuteAndEndsAsItShould) {
  using enum decision_reason;
  struct expected {
    story_end end;
    decision_reason last;
    std::int64_t by; ///< Minutes.
  };
  for (const auto& [end, last, by] :
       {expected{story_end::rally, target_reached, 3},
        expected{story_end::fall, stop_hit, 2},
        expected{story_end::fall_back, break_even_stop_hit, 3}})
    // At each hour, and just before and after a day's end, when the VWAP begins
    // anew; with few ticks and with many.
    for (auto begins = noon; begins < noon + day; begins += 17 * minute)
      for (const auto price : {8'000, 25'000, 6'800'000}) {
        const auto came = told(story(end, begins, price, 7), begins);
        ASSERT_FALSE(came.empty()) << begins << ' ' << price;
        EXPECT_EQ(came.begin()->first, 0) << begins << ' ' << price;
        EXPECT_EQ(came.begin()->second, pullback_in_trend);
        ASSERT_TRUE(came.contains(by)) << begins << ' ' << price;
        EXPECT_EQ(came.at(by), last) << begins << ' ' << price;
      }
}

TEST(ToldMarkets, AreBoughtInTheMinuteThatTheirRowSays) {
  const auto start = unix_time{std::chrono::seconds{noon + 41}};
  for (const auto& x : told_markets()) {
    SCOPED_TRACE(std::string{x.book});
    auto life = market_walk::options{};
    life.price = 9'000;
    const auto bars = bars_of(x.book, life, start);
    // Twenty seconds to look around end in the next minute.
    const auto begins = noon + (1 + x.minute) * minute;
    EXPECT_EQ(told(*bars, begins).begin()->first, 0);
  }
}

TEST(ToldMarkets, GoTheirOwnWayUntilStoriesBegin) {
  auto life = market_walk::options{};
  life.seed = 3;
  const auto walk = market_walk{life};
  const auto now = unix_time{std::chrono::seconds{noon}};
  const auto same = [&](const bar_source& x) {
    return bars(x, noon - day, noon, minute, noon)
           == bars(walk, noon - day, noon, minute, noon);
  };
  EXPECT_TRUE(same(*bars_of("AAVE-USD", life, std::nullopt)));
  EXPECT_TRUE(same(*bars_of("NO-SUCH", life, now)));
  EXPECT_FALSE(same(*bars_of("AAVE-USD", life, now)));
  life.price = 2'000; // Too few ticks for its steps.
  EXPECT_EQ(bars(*bars_of("AAVE-USD", life, now), noon, noon, minute, noon),
            bars(market_walk{life}, noon, noon, minute, noon));
}

} // namespace
} // namespace ballast::sim
