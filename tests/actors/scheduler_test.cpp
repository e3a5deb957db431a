#include "tests/actors/scheduler_stage.hpp"

#include <set>

namespace ballast {

namespace {

using namespace std::chrono_literals;

class Scheduler : public test::scheduler_stage {};

TEST_F(Scheduler, HandsTheNextBatchOutWhenTheLastIsSentNotWhenItIsAnswered) {
  start();
  ASSERT_EQ(batches().size(), 1U);
  EXPECT_EQ(batches()[0].markets.size(), 5U);
  EXPECT_TRUE(logged("Market rotation: scanning batch 0-5 of 7 (0% through "
                     "cycle)"));
  EXPECT_TRUE(logged("kestrel - Cycle #1"));
  sent(batches()[0]);
  ASSERT_EQ(batches().size(), 2U);
  EXPECT_EQ(batches()[1].markets.size(), 2U);
}

TEST_F(Scheduler, WishesForStreamsOfAllThatItScansAndPollsWhatDoesNot) {
  start();
  ASSERT_EQ(heard->wishes.size(), 1U);
  EXPECT_EQ(heard->wishes[0].markets.size(), 7U);
  sent(batches()[0]);
  done(batches()[0]);
  done(batches()[1]);
  stream_cover cover{"kestrel", "master", heard->wishes[0].markets};
  const auto left = cover.markets.back();
  cover.markets.pop_back();
  caf::send_as(broker, scheduler, cover);
  advance(1s);
  for (auto i = batches().size(); i < 12; i = batches().size()) {
    const auto last = batches().back();
    sent(last);
    done(last);
  }
  for (std::size_t i = 6; i < batches().size(); ++i)
    EXPECT_EQ(batches()[i].markets, std::vector<symbol>{left});
  // All of them again once the stream has gone.
  caf::send_as(broker, scheduler, stream_cover{"kestrel", "master", {}});
  run();
  std::set<symbol> seen;
  for (int i = 0; i < 3; ++i) {
    const auto last = batches().back();
    sent(last);
    done(last);
    seen.insert(last.markets.begin(), last.markets.end());
  }
  EXPECT_EQ(seen.size(), 7U);
}

TEST_F(Scheduler, PollsEverythingAgainWhenTheBrokerOfTheStreamsIsLost) {
  start();
  caf::send_as(broker, scheduler,
               stream_cover{"kestrel", "master", heard->wishes[0].markets});
  run();
  const auto other_heard = std::make_shared<test::heard_by_broker>();
  const auto other = test::fake_broker(sys, other_heard);
  connect(other);
  advance(1s);
  ASSERT_FALSE(other_heard->batches.empty());
  EXPECT_EQ(other_heard->batches[0].markets.size(), 5U);
  ASSERT_EQ(other_heard->wishes.size(), 1U);
  EXPECT_EQ(other_heard->wishes[0].markets.size(), 7U);
  caf::anon_send_exit(other, caf::exit_reason::user_shutdown);
}

TEST_F(Scheduler, LeavesOutMirrorsAndWhatCannotBeTraded) {
  start();
  sent(batches()[0]);
  std::set<std::string> seen;
  for (const auto& batch : batches())
    for (const auto& x : batch.markets)
      seen.insert(x.to_string());
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_EQ(seen.count("H/USD"), 0U);
  EXPECT_EQ(seen.count("A/USDC"), 0U);
  EXPECT_TRUE(logged("9 markets listed: 7 to scan, 1 mirror another, 1 not "
                     "tradable"));
}

TEST_F(Scheduler, BeginsTheNextTurnOnceAllAreScanned) {
  start();
  sent(batches()[0]);
  sent(batches()[1]);
  EXPECT_EQ(batches().size(), 2U);
  done(batches()[0]);
  done(batches()[1]);
  EXPECT_TRUE(logged("kestrel cycle completed successfully"));
  EXPECT_TRUE(logged("rotation 1 complete: 7 markets"));
  ASSERT_EQ(batches().size(), 3U);
  EXPECT_EQ(batches()[2].cycle, 3U);
  EXPECT_EQ(at_health->cycles.size(), 2U);
}

TEST_F(Scheduler, SizesBatchesByHealthAndStopsWhileTheScopeIsOpen) {
  start();
  tell_health(2);
  sent(batches()[0]);
  EXPECT_EQ(batches().at(1).markets.size(), 2U);
  tell_health(2, {"kestrel.public"});
  done(batches()[0]);
  sent(batches()[1]);
  done(batches()[1]);
  EXPECT_EQ(batches().size(), 2U);
  tell_health(5, {"kestrel.private@master"});
  EXPECT_EQ(batches().size(), 3U);
}

TEST_F(Scheduler, ScansAgainWhatFailedButNotForEver) {
  start();
  tell_health(7);
  for (std::size_t i = 0; batches().size() > i && i < 9; ++i) {
    sent(batches()[i]);
    done(batches()[i], i < 8 ? outcome_kind::timed_out : outcome_kind::ok);
  }
  ASSERT_GT(batches().size(), 2U);
  // Three attempts each, then the turn goes on without them.
  EXPECT_TRUE(logged("could not be scanned this turn"));
  EXPECT_TRUE(logged("rotation 1 complete"));
}

TEST_F(Scheduler, DropsAMarketThatTheVenueTwiceDoesNotKnow) {
  start();
  tell_health(7);
  // One slip is tried again in the same turn, the second is believed.
  std::size_t asked_for_b = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    ASSERT_GT(batches().size(), i);
    const auto batch = batches()[i];
    sent(batch);
    batch_done end{batch.id, "kestrel", {}};
    for (const auto& x : batch.markets) {
      asked_for_b += x.base == "B" ? 1 : 0;
      end.results.push_back(
        {x, x.base == "B" ? outcome_kind::unknown_symbol : outcome_kind::ok});
    }
    caf::anon_send(scheduler, end);
    run();
  }
  EXPECT_EQ(asked_for_b, 2U);
  EXPECT_TRUE(logged("B/USD is not known to the venue any more"));
}

TEST_F(Scheduler, DoesNotBelieveAVenueThatKnowsNothingAtOnce) {
  start();
  tell_health(7);
  for (std::size_t i = 0; i < 6 && i < batches().size(); ++i) {
    const auto batch = batches()[i];
    sent(batch);
    done(batch, outcome_kind::unknown_symbol);
  }
  EXPECT_GT(batches().size(), 2U);
  EXPECT_FALSE(logged("is not known to the venue any more"));
}

TEST_F(Scheduler, RestsUntilTheNextSecondWhenNothingCanLeave) {
  start();
  tell_health(7);
  for (std::size_t i = 0; i < batches().size() && i < 100; ++i) {
    const auto batch = batches()[i];
    done(batch, outcome_kind::own_network);
  }
  EXPECT_LE(batches().size(), 3U);
  const auto before = batches().size();
  advance(1s);
  EXPECT_EQ(batches().size(), before + 1);
}

TEST_F(Scheduler, WaitsTheAskedDelayBetweenCycles) {
  start(8s);
  sent(batches()[0]);
  advance(7s);
  EXPECT_EQ(batches().size(), 1U);
  advance(1s);
  EXPECT_EQ(batches().size(), 2U);
}

TEST_F(Scheduler, HandsOutAgainWhatARestartedBrokerHasLost) {
  start();
  auto second = std::make_shared<test::heard_by_broker>();
  connect(test::fake_broker(sys, second));
  ASSERT_FALSE(second->batches.empty());
  EXPECT_EQ(second->batches[0].markets, batches()[0].markets);
}

TEST_F(Scheduler, GivesUpABatchThatNobodyReports) {
  start();
  tell_health(7);
  advance(95s);
  EXPECT_TRUE(logged("was never reported"));
  EXPECT_EQ(batches().size(), 2U);
}

} // namespace

} // namespace ballast
