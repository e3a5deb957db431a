#include "domain/decision.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ballast {
namespace {

TEST(DecisionReason, HasANameAndASentenceOfItsOwn) {
  std::set<std::string> names;
  std::set<std::string> sentences;
  for (const auto x : decision_reasons()) {
    names.emplace(to_string(x));
    sentences.emplace(to_sentence(x));
  }
  EXPECT_EQ(names.size(), decision_reason_count);
  EXPECT_EQ(sentences.size(), decision_reason_count);
}

TEST(DecisionReason, IsCalledWhatItIsCalledInTheCode) {
  EXPECT_STREQ(to_string(decision_reason::too_few_candles), "too_few_candles");
  EXPECT_STREQ(to_string(decision_reason::chance_against), "chance_against");
  EXPECT_STREQ(to_string(decision_reason::pullback_in_trend),
               "pullback_in_trend");
  EXPECT_STREQ(to_string(decision_reason::channel_broken_down),
               "channel_broken_down");
}

TEST(DecisionReason, TellsTheKindOfItsDecision) {
  using enum decision_reason;
  EXPECT_EQ(kind_of(too_few_candles), decision_kind::stay_out);
  EXPECT_EQ(kind_of(chance_against), decision_kind::stay_out);
  EXPECT_EQ(kind_of(pullback_in_trend), decision_kind::enter);
  EXPECT_EQ(kind_of(chosen_by_chance), decision_kind::enter);
  EXPECT_EQ(kind_of(position_held), decision_kind::hold);
  EXPECT_EQ(kind_of(stop_hit), decision_kind::exit);
  EXPECT_EQ(kind_of(channel_broken_down), decision_kind::exit);
}

TEST(DecisionReason, FlagsPositionsWithoutDataAndHoldsThem) {
  std::size_t flagged = 0;
  for (const auto x : decision_reasons())
    if (is_flagged(x)) {
      ++flagged;
      EXPECT_EQ(kind_of(x), decision_kind::hold) << to_string(x);
    }
  EXPECT_EQ(flagged, 2U);
}

TEST(Figures, AreFoundByNameAndNoMoreThanTheirCapacity) {
  figures x{{"adx", 21.5}, {"volume", 3}};
  EXPECT_EQ(x.at("adx"), 21.5);
  EXPECT_EQ(x.at("rsi"), std::nullopt);
  for (std::size_t i = 0; i < 2 * figures::capacity; ++i)
    x.add({"more", double(i)});
  EXPECT_EQ(x.size(), figures::capacity);
  EXPECT_EQ(x.at("volume"), 3);
}

} // namespace
} // namespace ballast
