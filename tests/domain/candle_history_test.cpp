#include "domain/candle_history.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <ostream>
#include <utility>

namespace ballast {

void PrintTo(const candle& x, std::ostream* out) {
  *out << x.start.time_since_epoch().count() / 60'000 << "min "
       << std::int64_t(x.close) << (x.closed ? " closed" : " open");
}

namespace {

using namespace std::chrono_literals;

constexpr auto minute = std::chrono::seconds{60};

unix_time at(std::chrono::milliseconds x) { return unix_time{x}; }

candle bar(std::chrono::seconds start, double close, bool closed = false) {
  return {at(start), close, close, close, close, 1, closed};
}

/// A venue that trades in about two minutes of three. An open candle's close
/// follows the clock; once it has ended it never changes.
class simulated_venue {
public:
  explicit simulated_venue(std::uint64_t seed) : seed_{seed} {}

  std::vector<candle> answer(unix_time from, unix_time to,
                             unix_time now) const {
    std::vector<candle> result;
    for (auto start = from; start <= to && start <= now; start += minute) {
      const auto slot = static_cast<std::uint64_t>(
        start.time_since_epoch() / std::chrono::milliseconds{minute});
      if (random_source{seed_}.derive(slot).below(3) == 0)
        continue;
      const auto last = std::min(now, start + minute - 1ms);
      const auto close = static_cast<double>(last.time_since_epoch().count());
      const auto closed = start + minute <= now;
      result.push_back({start, 1, close, 1, close, 1, closed});
    }
    return result;
  }

private:
  std::uint64_t seed_;
};

struct answer_on_its_way {
  std::vector<candle> candles;
  candle_history::range asked;
  unix_time asked_at;
};

void shuffle(std::vector<candle>& x, random_source& random) {
  for (auto i = x.size(); i > 1; --i)
    std::swap(x[i - 1], x[random.below(i)]);
}

void expect_in_order(const std::vector<candle>& x) {
  for (std::size_t i = 1; i < x.size(); ++i) {
    ASSERT_LT(x[i - 1].start, x[i].start);
    ASSERT_TRUE(x[i - 1].closed);
  }
}

/// One market's life: questions at random moments, answers late, doubled,
/// shuffled, overtaken or lost, and now and then a long absence.
void live(candle_history& history, const simulated_venue& venue, unix_time& now,
          random_source& random) {
  std::deque<answer_on_its_way> wire;
  for (int step = 0; step < 60; ++step) {
    now += std::chrono::milliseconds{random.below(150'000)};
    if (random.below(20) == 0)
      now += minute * static_cast<std::int64_t>(random.below(60));
    const auto asked = history.missing(now, 2 + random.below(30));
    auto news = venue.answer(asked.from, asked.to, now);
    if (random.below(3) == 0)
      news.insert(news.end(), news.begin(), news.end());
    shuffle(news, random);
    wire.push_back({std::move(news), asked, now});
    while (!wire.empty() && random.below(3) != 0) {
      const auto which
        = wire.begin() + static_cast<std::ptrdiff_t>(random.below(wire.size()));
      if (random.below(4) != 0) {
        history.merge(which->candles, which->asked_at);
        expect_in_order(history.candles());
        history.answered_until(which->asked.to);
      }
      wire.erase(which);
    }
  }
}

void catch_up(candle_history& history, const simulated_venue& venue,
              unix_time now) {
  for (;;) {
    const auto asked = history.missing(now, 7);
    history.merge(venue.answer(asked.from, asked.to, now), now);
    history.answered_until(asked.to);
    if (asked.to + minute > now)
      return;
  }
}

} // namespace

TEST(CandleHistory, EndsWithExactlyTheVenuesLastCandles) {
  constexpr std::size_t capacity = 20;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    const auto venue = simulated_venue{seed};
    auto history = candle_history{minute, capacity};
    auto now = at(100'000min) + std::chrono::milliseconds{random.below(60'000)};
    live(history, venue, now, random);
    catch_up(history, venue, now);

    const auto open = now - now.time_since_epoch() % minute;
    const auto window = open - minute * (std::int64_t{capacity} - 1);
    auto all = venue.answer(at(99'000min), now, now);
    const auto least = static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(),
                    [&](const candle& x) { return x.start >= window; }));
    const auto size = history.candles().size();
    ASSERT_GE(size, least);
    ASSERT_LE(size, capacity);
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(size));
    ASSERT_EQ(history.candles(), all);
  }
}

TEST(CandleHistory, AsksForTheWholeHistoryAtFirst) {
  const auto history = candle_history{minute, 10};
  const auto asked = history.missing(at(100min + 30s), 349);
  EXPECT_EQ(asked.from, at(91min));
  EXPECT_EQ(asked.to, at(100min));
  EXPECT_EQ(asked.count, 10U);
}

TEST(CandleHistory, AsksOnlyForWhatIsNewOnceAnswered) {
  auto history = candle_history{minute, 10};
  const auto now = at(100min + 30s);
  history.merge({}, now);
  history.answered_until(history.missing(now, 349).to);
  auto asked = history.missing(now, 349);
  EXPECT_EQ(asked.from, at(100min));
  EXPECT_EQ(asked.count, 1U);
  // The candle that was open then has ended: it is asked for once more.
  asked = history.missing(at(101min + 1s), 349);
  EXPECT_EQ(asked.from, at(100min));
  EXPECT_EQ(asked.to, at(101min));
  EXPECT_EQ(asked.count, 2U);
}

TEST(CandleHistory, AsksAgainForWhatWasNeverAnswered) {
  auto history = candle_history{minute, 10};
  history.merge({bar(99min, 1)}, at(100min + 30s));
  EXPECT_EQ(history.missing(at(100min + 30s), 349).count, 10U);
}

TEST(CandleHistory, FillsItselfInSmallQuestionsOldestFirst) {
  auto history = candle_history{minute, 10};
  const auto now = at(100min);
  auto questions = 0;
  for (auto asked = history.missing(now, 4);; asked = history.missing(now, 4)) {
    EXPECT_LE(asked.count, 4U);
    EXPECT_EQ(asked.from, at(91min) + minute * (3 * questions));
    history.merge({}, now);
    history.answered_until(asked.to);
    ++questions;
    if (asked.to == now)
      break;
  }
  EXPECT_EQ(questions, 3);
}

TEST(CandleHistory, AsksAgainForACandleThatEndedWhileItsAnswerWasOnItsWay) {
  auto history = candle_history{minute, 10};
  history.merge({bar(100min, 1)}, at(101min + 1s));
  history.answered_until(at(100min));
  EXPECT_EQ(history.missing(at(101min + 2s), 349).from, at(100min));
  history.merge({bar(100min, 2)}, at(101min + 2s));
  EXPECT_EQ(history.candles().back(), bar(100min, 2, true));
}

TEST(CandleHistory, NeverReplacesAClosedCandleByAnOpenOne) {
  auto history = candle_history{minute, 10};
  history.merge({bar(100min, 2)}, at(101min));
  history.merge({bar(100min, 1)}, at(100min + 30s));
  ASSERT_EQ(history.candles().size(), 1U);
  EXPECT_EQ(history.candles().front(), bar(100min, 2, true));
}

TEST(CandleHistory, KeepsTheLaterOfTwoOpenOnesWhateverTheirOrder) {
  auto history = candle_history{minute, 10};
  history.merge({bar(100min, 2)}, at(100min + 40s));
  history.merge({bar(100min, 1)}, at(100min + 30s));
  EXPECT_EQ(history.candles().back().close, 2);
  history.merge({bar(100min, 3)}, at(100min + 50s));
  EXPECT_EQ(history.candles().back().close, 3);
}

TEST(CandleHistory, CountsAsClosedWhatEndedByNow) {
  auto history = candle_history{minute, 10};
  history.merge({bar(98min, 1), bar(99min, 1), bar(100min, 1)}, at(100min));
  EXPECT_EQ(history.closed_count(), 2U);
  EXPECT_FALSE(history.candles().back().closed);
  history.merge({bar(100min, 2)}, at(101min));
  EXPECT_EQ(history.closed_count(), 3U);
}

TEST(CandleHistory, NeverTakesTheLastSightOfAnOpenCandleForItsEnd) {
  auto history = candle_history{minute, 10};
  history.merge({bar(99min, 1), bar(100min, 1)}, at(100min + 30s));
  history.merge({bar(101min, 1)}, at(101min + 30s));
  ASSERT_EQ(history.candles().size(), 2U);
  EXPECT_EQ(history.candles().front().start, at(99min));
  history.merge({bar(100min, 2)}, at(101min));
  ASSERT_EQ(history.candles().size(), 3U);
  EXPECT_EQ(history.candles()[1], bar(100min, 2, true));
}

TEST(CandleHistory, LeavesOutWhatHasNotBegun) {
  auto history = candle_history{minute, 10};
  history.merge({bar(100min, 1), bar(101min, 1)}, at(100min + 59s));
  ASSERT_EQ(history.candles().size(), 1U);
  EXPECT_EQ(history.candles().front().start, at(100min));
}

TEST(CandleHistory, ForgetsWhatLiesBeforeAHoleInsteadOfCallingItQuiet) {
  auto history = candle_history{minute, 10};
  history.merge({bar(99min, 1)}, at(100min));
  history.answered_until(at(100min));
  const auto much_later = at(200min);
  EXPECT_EQ(history.missing(much_later, 349).count, 10U);
  history.merge({bar(199min, 1)}, much_later);
  ASSERT_EQ(history.candles().size(), 1U);
  EXPECT_EQ(history.candles().front().start, at(199min));
}

TEST(CandleHistory, ClosesWhatAStreamHasToldToItsEnd) {
  auto history = candle_history{minute, 10};
  history.merge({bar(0s, 1, true), bar(60s, 2)}, at(70s));
  history.answered_until(at(60s));
  // Nothing traded after 70 s, so that no message comes with the end.
  history.follow({}, at(119s));
  EXPECT_FALSE(history.candles().back().closed);
  history.follow({}, at(120s));
  EXPECT_TRUE(history.candles().back().closed);
  EXPECT_EQ(history.missing(at(125s), 10).from, at(120s));
}

TEST(CandleHistory, TakesALateWordOfAStreamForTheCandleThatItHasClosed) {
  auto history = candle_history{minute, 10};
  history.follow({bar(0s, 1)}, at(30s));
  history.follow({}, at(61s));
  history.follow({bar(0s, 3)}, at(61s));
  ASSERT_EQ(history.candles().size(), 1U);
  EXPECT_EQ(history.candles().back().close, 3);
  EXPECT_TRUE(history.candles().back().closed);
}

// Whatever is told when, what a stream without gaps leaves behind is what the
// venue itself has.
TEST(CandleHistory, HoldsWhatTheVenueHasWhoeverTold) {
  constexpr std::size_t capacity = 8;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    const auto venue = simulated_venue{seed};
    auto random = random_source{seed}.derive(9);
    auto history = candle_history{minute, capacity};
    auto now = at(1h);
    const auto asked = history.missing(now, capacity + 1);
    history.merge(venue.answer(asked.from, asked.to, now), now);
    history.answered_until(asked.to);
    for (int i = 0; i < 60; ++i) {
      now += std::chrono::milliseconds{1 + random.below(60'000)};
      // The end of the last candle is told before anything of the next.
      const auto open = now - now.time_since_epoch() % minute;
      for (auto start = open - minute; start <= open; start += minute)
        if (start == open ? random.below(2) == 0 : true)
          history.follow(venue.answer(start, start, now), now);
      history.follow({}, now);
      auto closed
        = venue.answer(open - minute * (capacity - 2), open - minute, now);
      auto held = history.candles();
      std::erase_if(held, [](const candle& x) { return !x.closed; });
      ASSERT_GE(held.size(), std::min<std::size_t>(closed.size(), 1));
      held.erase(held.begin(), held.end()
                                 - static_cast<std::ptrdiff_t>(
                                   std::min(held.size(), closed.size())));
      closed.erase(closed.begin(),
                   closed.end() - static_cast<std::ptrdiff_t>(held.size()));
      EXPECT_EQ(held, closed);
    }
  }
}

TEST(CandleHistory, SurvivesACalendarThatStepsBack) {
  auto history = candle_history{minute, 10};
  history.merge({bar(99min, 1)}, at(100min));
  history.answered_until(at(100min));
  const auto asked = history.missing(at(90min), 349);
  EXPECT_EQ(asked.from, at(90min));
  EXPECT_EQ(asked.to, at(90min));
  EXPECT_EQ(asked.count, 1U);
}

} // namespace ballast
