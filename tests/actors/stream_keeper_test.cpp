#include "tests/actors/keeper_stage.hpp"

namespace ballast {

namespace {

using namespace std::chrono_literals;

class StreamKeeper : public test::keeper_stage {};

} // namespace

TEST_F(StreamKeeper, AsksInChunksOverAsManySocketsAsTheRulesWant) {
  dialect.limits.channels_max = 25;
  keeper().follow(markets(60), now);
  pass(1s);
  ASSERT_EQ(sockets.handlers.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i)
    opens(i);
  EXPECT_EQ(sockets.said[0].size(), 3U);
  EXPECT_EQ(sockets.said[2].size(), 1U);
  EXPECT_EQ(told(), 0U);
  for (std::size_t i = 0; i < 3; ++i)
    agrees(i);
  EXPECT_EQ(told(), 60U);
  EXPECT_EQ(keeper().since("M100"), now.steady);
  EXPECT_EQ(dialect.restarts, 1) << "it would forget the other sockets' state";
}

TEST_F(StreamKeeper, FollowsNothingWhereTheVenueHasNoSuchCandles) {
  stream_keeper::options how;
  how.timeframe = 60s;
  how.handler = [](auto) { return [](const net::socket_event&) {}; };
  stream_keeper other{dialect, sockets, std::move(how)};
  other.follow(markets(3), now);
  other.tick(now);
  EXPECT_TRUE(sockets.handlers.empty());
}

TEST_F(StreamKeeper, SaysNeverMoreThanTheVenueHearsInItsWindow) {
  dialect.limits.messages = 4;
  dialect.limits.messages_window = 1s;
  keeper().follow(markets(200), now);
  pass(1s);
  opens(0);
  auto before = sockets.said[0].size();
  EXPECT_EQ(before, 4U);
  for (int i = 0; i < 20; ++i) {
    pass(1s);
    EXPECT_LE(sockets.said[0].size() - before, 4U);
    before = sockets.said[0].size();
  }
  EXPECT_EQ(std::count_if(sockets.said[0].begin(), sockets.said[0].end(),
                          [](auto& x) { return x.starts_with("ask"); }),
            20);
}

TEST_F(StreamKeeper, WaitsForTheLoginWhereTheVenueAnswersIt) {
  dialect.logs_in = true;
  dialect.limits.login_answered = true;
  keeper().follow(markets(1), now);
  pass(1s);
  opens(0);
  EXPECT_EQ(sockets.said[0], std::vector<std::string>{"login"});
  hears(0, "login");
  EXPECT_EQ(sockets.said[0].back(), "ask M100");
}

TEST_F(StreamKeeper, OpensNoMoreSocketsThanTheVenueTakes) {
  dialect.limits.channels_max = 30;
  dialect.limits.sockets_max = 1;
  keeper().follow(markets(100), now);
  pass(10s);
  EXPECT_EQ(sockets.handlers.size(), 1U);
  opens(0);
  agrees(0);
  EXPECT_EQ(told(), 30U);
}

// E24 of faults.md: a venue that closes sockets each second. How many attempts
// it sees of all accounts: stream_connects_test.cpp.
TEST_F(StreamKeeper, ComesBackEverMoreSeldom) {
  keeper().follow(markets(3), now);
  std::vector<time_point> opened;
  for (int i = 0; i < 600; ++i) {
    const auto before = sockets.handlers.size();
    pass(1s);
    if (sockets.handlers.size() > before) {
      ASSERT_EQ(sockets.handlers.size(), before + 1);
      opened.push_back(now.steady);
      ends(before);
    }
  }
  // Full jitter of at most 20 s: ten seconds on the average, and never none.
  EXPECT_GT(opened.size(), 40U);
  EXPECT_LT(opened.size(), 90U);
  EXPECT_FALSE(warnings.empty());
}

TEST_F(StreamKeeper, DialsNothingWithoutLeaveAndNothingThatNobodyWantsAnyMore) {
  has_leave = false;
  keeper().follow(markets(3), now);
  pass(10s);
  EXPECT_TRUE(sockets.handlers.empty());
  EXPECT_EQ(keeper().waiting(test::socket_kind::candles, now.steady), 1U);
  EXPECT_EQ(keeper().sockets(), 0U);
  keeper().follow({}, now);
  pass(1s);
  EXPECT_EQ(keeper().waiting(test::socket_kind::candles, now.steady), 0U);
  EXPECT_EQ(keeper().dial(test::socket_kind::candles, now), 0U);
  EXPECT_TRUE(sockets.handlers.empty());
}

// The leave may be older than the loss that makes it wait.
TEST_F(StreamKeeper, DialsNothingBeforeItsPauseIsOver) {
  dialect.limits.channels_max = 1;
  keeper().follow(markets(1), now);
  pass(1s);
  for (int i = 0; i < 6; ++i) {
    ends(sockets.handlers.size() - 1);
    EXPECT_EQ(keeper().waiting(test::socket_kind::candles, now.steady), 0U);
    pass(20s);
  }
  has_leave = false;
  keeper().follow(markets(2), now);
  pass(1s);
  ASSERT_EQ(keeper().waiting(test::socket_kind::candles, now.steady), 1U);
  const auto before = sockets.handlers.size();
  ends(before - 1);
  EXPECT_EQ(keeper().waiting(test::socket_kind::candles, now.steady), 0U);
  EXPECT_EQ(keeper().dial(test::socket_kind::candles, now), 0U);
  pass(20s);
  EXPECT_EQ(keeper().waiting(test::socket_kind::candles, now.steady), 2U);
}

TEST_F(StreamKeeper, HoldsASilentSocketForDeadAndPingsInTime) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  pass(11s);
  EXPECT_EQ(sockets.said[0].back(), "ping");
  EXPECT_EQ(told(), 3U);
  pass(18s);
  EXPECT_FALSE(sockets.closed[0]);
  pass(2s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_EQ(told(), 0U);
  EXPECT_NE(warnings.at(0).find("not a byte for 31s"), std::string::npos)
    << warnings[0];
  // What the dead one still says is nobody's any more.
  hears(0, "told M100");
  EXPECT_EQ(told(), 0U);
}

// I13 of faults.md: socket and pings are fine, the channel is dead.
TEST_F(StreamKeeper, HoldsASilentChannelForDeadThoughTheSocketLives) {
  dialect.limits.stale_after = 90s;
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  for (int i = 0; i < 60; ++i) {
    pass(1s);
    hears(0, i % 2 == 0 ? "ping" : "candle M101");
  }
  EXPECT_EQ(candles, 30);
  for (int i = 0; i < 92 && !sockets.closed[0]; ++i) {
    EXPECT_EQ(told(), 3U);
    pass(1s);
    hears(0, "ping");
  }
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_NE(warnings.at(0).find("though the socket lives"), std::string::npos);
}

TEST_F(StreamKeeper, TellsAnewAfterAGap) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  const auto before = now.steady;
  pass(5s);
  hears(0, "gap M101");
  EXPECT_EQ(keeper().since("M100"), before);
  EXPECT_EQ(keeper().since("M101"), now.steady);
  pass(1s);
  hears(0, "gibberish");
  EXPECT_EQ(keeper().since("M100"), now.steady)
    << "of whom it spoke is unknown";
}

TEST_F(StreamKeeper, AsksAgainForWhatTheVenueIgnoresEverMoreSeldom) {
  keeper().follow(markets(2), now);
  pass(1s);
  opens(0);
  hears(0, "told M100");
  std::vector<time_point> asked;
  auto count = sockets.said[0].size();
  for (int i = 0; i < 1200; ++i) {
    pass(1s);
    hears(0, "ping");
    for (; count < sockets.said[0].size(); ++count)
      if (sockets.said[0][count] == "ask M101")
        asked.push_back(now.steady);
  }
  ASSERT_GE(asked.size(), 3U);
  EXPECT_LE(asked.size(), 6U);
  for (std::size_t i = 2; i < asked.size(); ++i)
    EXPECT_GT(asked[i] - asked[i - 1], asked[i - 1] - asked[i - 2]);
  EXPECT_EQ(sockets.handlers.size(), 1U) << "no reason to leave the socket";
}

TEST_F(StreamKeeper, RenewsBeforeTheVenueCutsAndMissesNothing) {
  dialect.limits.age_max = 24h;
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  const auto began = keeper().since("M100");
  while (sockets.handlers.size() == 1 && now.steady < time_point{1000s + 24h}) {
    pass(20s);
    hears(0, "ping");
  }
  ASSERT_EQ(sockets.handlers.size(), 2U);
  EXPECT_LT(now.steady, time_point{1000s + 23h});
  EXPECT_FALSE(sockets.closed[0]) << "the new one tells of nothing yet";
  opens(1);
  agrees(1);
  pass(1s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_EQ(told(), 3U);
  EXPECT_EQ(keeper().since("M100"), began) << "both told for a moment";
  hears(1, "candle M100");
  EXPECT_EQ(candles, 1);
}

TEST_F(StreamKeeper, KeepsTheOldSocketWhenItsSuccessorFails) {
  dialect.limits.age_max = 10min;
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  const auto began = keeper().since("M100");
  while (sockets.handlers.size() == 1) {
    pass(5s);
    hears(0, "ping");
  }
  ends(1);
  EXPECT_EQ(keeper().since("M100"), began);
  while (sockets.handlers.size() == 2) {
    pass(5s);
    hears(0, "ping");
  }
  opens(2);
  agrees(2);
  pass(1s);
  EXPECT_EQ(keeper().since("M100"), began);
  EXPECT_TRUE(sockets.closed[0]);
}

TEST_F(StreamKeeper, MovesWhenTheVenueAnnouncesItsEnd) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  hears(0, "closing");
  dial();
  ASSERT_EQ(sockets.handlers.size(), 2U);
  opens(1);
  agrees(1);
  pass(1s);
  EXPECT_EQ(told(), 3U);
  EXPECT_TRUE(sockets.closed[0]);
}

TEST_F(StreamKeeper, EndsWhatIsNotWantedAnyMore) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  auto fewer = markets(3);
  fewer.erase(fewer.begin());
  keeper().follow(fewer, now);
  pass(1s);
  EXPECT_EQ(sockets.said[0].back(), "end M100");
  EXPECT_EQ(keeper().since("M100"), std::nullopt);
  EXPECT_EQ(told(), 2U);
  keeper().follow({}, now);
  pass(2s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_EQ(keeper().sockets(), 0U);
}

} // namespace ballast
