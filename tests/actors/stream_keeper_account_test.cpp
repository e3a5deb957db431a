#include "tests/actors/keeper_stage.hpp"

namespace ballast {

namespace {

using namespace std::chrono_literals;

class AccountStream : public test::keeper_stage {};

} // namespace

TEST_F(AccountStream, FollowsTheAccountWhereThereIsOne) {
  keeper().follow_account(true);
  pass(5s);
  EXPECT_TRUE(sockets.handlers.empty()) << "the venue has no such channel";
  dialect.has_account = true;
  pass(1s);
  ASSERT_EQ(sockets.handlers.size(), 1U);
  opens(0);
  EXPECT_EQ(sockets.said[0],
            (std::vector<std::string>{"ask orders", "ask balances"}));
  EXPECT_EQ(keeper().account_since(), std::nullopt);
  hears(0, "told orders");
  EXPECT_EQ(keeper().account_since(), now.steady);
  pass(20s);
  EXPECT_FALSE(sockets.closed[0]) << "nothing has happened, which is no fault";
  pass(11s);
  EXPECT_TRUE(sockets.closed[0]) << "not a byte came";
  EXPECT_EQ(keeper().account_since(), std::nullopt);
}

TEST_F(AccountStream, WantsATokenForEachSocketOfTheAccount) {
  dialect.has_account = true;
  wants_token = true;
  keeper().follow_account(true);
  pass(20s);
  EXPECT_EQ(tokens_asked, 1);
  EXPECT_TRUE(sockets.handlers.empty());
  keeper().take_token("t1");
  pass(1s);
  ASSERT_EQ(sockets.handlers.size(), 1U);
  opens(0);
  EXPECT_EQ(sockets.said[0].front(), "token t1");
  hears(0, "told orders");
  ends(0);
  pass(5s);
  EXPECT_EQ(tokens_asked, 2) << "the first one is used up";
  pass(31s);
  EXPECT_EQ(tokens_asked, 3) << "its answer was lost";
}

TEST_F(AccountStream, LeavesASocketOfTheAccountThatAnswersNothing) {
  dialect.has_account = true;
  keeper().follow_account(true);
  pass(1s);
  opens(0);
  for (int i = 0; i < 31; ++i) {
    pass(1s);
    hears(0, "ping");
  }
  EXPECT_TRUE(sockets.closed[0]);
}

TEST_F(AccountStream, RenewsTheAccountsSocketBeforeTheVenueCuts) {
  dialect.has_account = true;
  dialect.limits.age_max = 10min;
  keeper().follow_account(true);
  pass(1s);
  opens(0);
  hears(0, "told orders");
  while (sockets.handlers.size() == 1
         && now.steady < time_point{1000s + 10min}) {
    pass(5s);
    hears(0, "ping");
  }
  ASSERT_EQ(sockets.handlers.size(), 2U);
  EXPECT_FALSE(sockets.closed[0]);
  opens(1);
  hears(1, "told orders");
  pass(1s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_TRUE(keeper().account_since());
}

} // namespace ballast
