#include "tests/sim/matching_venue.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::sim {
namespace {

class Matching : public matching_venue {};

TEST_F(Matching, SweepsLevelAfterLevelAtTheirPrices) {
  const auto asks = told_book().asks;
  const auto size = asks[0].size + asks[1].size + number("0.001");
  auto request = market(side::buy, "1");
  request.ticket.size = size;
  const auto answer = place(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.order->state, order_state::filled);
  EXPECT_EQ(answer.order->fills, 3U);
  const auto cost = product(asks[0].size, asks[0].price)
                    + product(asks[1].size, asks[1].price)
                    + product(number("0.001"), asks[2].price);
  EXPECT_EQ(answer.order->filled_cost, cost);
  EXPECT_EQ(average_price(*answer.order, 8), quotient(cost, size, 8));
  EXPECT_EQ(answer.order->fee, round_to(product(cost, number("0.002")),
                                        number("0.0001"), rounding::up));
  EXPECT_EQ(coins().available, number("50") + size);
  EXPECT_EQ(dollars().available, number("10000") - cost - answer.order->fee);
  EXPECT_TRUE(dollars().held.is_zero());
}

TEST_F(Matching, SpendsWhatIsSaidAndNotMore) {
  const auto answer = place(spend("250"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.order->state, order_state::filled);
  EXPECT_LE(answer.order->filled_cost, number("250"));
  // What is left buys not one more step of 0.001 at about 100.
  EXPECT_GT(answer.order->filled_cost, number("249.8"));
}

class MatchingWithFeesInside : public matching_venue {
protected:
  static matching::options inside() {
    auto x = plain();
    x.cost_includes_fee = true;
    return x;
  }
  MatchingWithFeesInside() : matching_venue{inside()} {}
};

TEST_F(MatchingWithFeesInside, SpendsNoMoreThanTheCostWithItsFee) {
  const auto answer = place(spend("10000"));
  ASSERT_TRUE(answer);
  EXPECT_LE(answer.order->filled_cost + answer.order->fee, number("10000"));
  EXPECT_GT(answer.order->filled_cost + answer.order->fee, number("9999"));
}

class MatchingWithFeesOfWhatIsReceived : public matching_venue {
protected:
  static matching::options received() {
    auto x = plain();
    x.fee_in = fee_rule::received;
    return x;
  }
  MatchingWithFeesOfWhatIsReceived() : matching_venue{received()} {}
};

TEST_F(MatchingWithFeesOfWhatIsReceived, TakesABuyersFeeInBase) {
  const auto bought = place(market(side::buy, "1"));
  ASSERT_TRUE(bought);
  EXPECT_EQ(bought.order->fee_currency, "XYZ");
  EXPECT_EQ(bought.order->fee, number("0.002"));
  EXPECT_EQ(coins().available, number("50.998"));
  const auto sold = place(market(side::sell, "1"));
  ASSERT_TRUE(sold);
  EXPECT_EQ(sold.order->fee_currency, "USD");
}

TEST_F(Matching, HoldsACostAndItsFeeAndGivesBothBackWhenCancelled) {
  const auto answer = place(limit(side::buy, "10", "90"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.order->state, order_state::open);
  EXPECT_EQ(dollars().held, number("901.8"));
  EXPECT_EQ(dollars().available, number("9098.2"));
  ASSERT_TRUE(engine.cancel(0, answer.order->venue_id, now));
  EXPECT_EQ(answer.order->state, order_state::cancelled);
  EXPECT_EQ(answer.order->ending, order_ending::by_user);
  EXPECT_EQ(dollars(), (wallet{number("10000"), {}}));
  const auto again = engine.cancel(0, answer.order->venue_id, now);
  EXPECT_EQ(again.order, nullptr);
  EXPECT_EQ(again.why, order_refusal::order_is_over);
}

TEST_F(Matching, ShowsAnOrderToItsOwnerAlone) {
  const auto answer = place(limit(side::buy, "10", "90", "mine"));
  EXPECT_EQ(engine.find(1, answer.order->venue_id), nullptr);
  EXPECT_EQ(engine.find_client(1, "mine"), nullptr);
  EXPECT_EQ(engine.find_client(0, "mine"), answer.order);
  EXPECT_EQ(engine.cancel(1, answer.order->venue_id, now).why,
            order_refusal::unknown_order);
  EXPECT_TRUE(engine.cancel_all(1, std::nullopt, now).empty());
  EXPECT_EQ(engine.cancel_all(0, "WALK", now).size(), 0U);
  EXPECT_EQ(engine.cancel_all(0, "TOLD", now).size(), 1U);
}

TEST_F(Matching, FillsWhatRestsByWhatTradesAtItsPrice) {
  const auto answer = place(limit(side::buy, "1", "98"));
  // Touched: half of the volume goes to those who wait.
  told.trade(second() + 1, 9'800, 9'900, 500);
  told.trade(second() + 2, 9'900, 9'900, 500);
  told.trade(second() + 3, 9'800, 9'850, 1'499);
  told.trade(second() + 4, 9'900, 9'900, 1);
  pass(2);
  EXPECT_EQ(answer.order->filled, number("0.25"));
  pass(10);
  EXPECT_EQ(answer.order->state, order_state::filled);
  EXPECT_EQ(answer.order->filled, number("1"));
  EXPECT_EQ(answer.order->filled_cost, number("98"));
  EXPECT_EQ(answer.order->fee, number("0.098")); // As a maker.
  EXPECT_EQ(dollars(), (wallet{number("9901.902"), {}}));
  EXPECT_TRUE(*engine.fills().front().what.maker);
}

TEST_F(Matching, DoesNotFillWhatNoTradeHasReached) {
  const auto answer = place(limit(side::sell, "1", "102"));
  told.trade(second() + 1, 10'000, 10'100, 50'000);
  pass(5);
  EXPECT_EQ(answer.order->state, order_state::open);
  EXPECT_TRUE(answer.order->filled.is_zero());
}

TEST_F(Matching, DoesNotFillFromTheSecondAnOrderCameIn) {
  const auto answer = place(limit(side::sell, "1", "101"));
  told.trade(second(), 10'000, 10'500, 50'000);
  told.trade(second() + 1, 10'000, 10'000, 1);
  pass(5);
  EXPECT_EQ(answer.order->state, order_state::open);
}

TEST_F(Matching, ServesTheBetterPriceFirstAndThenTheEarlierOrder) {
  const auto late = place(limit(side::buy, "1", "97"));
  const auto later = engine.place(1, limit(side::buy, "1", "97"), now);
  const auto best = place(limit(side::buy, "1", "98"));
  told.trade(second() + 1, 9'690, 9'800, 1'500);
  told.trade(second() + 2, 10'000, 10'000, 1);
  told.bars[second() + 1].close = 9'800; // Nothing is offered at 97.
  pass(3);
  EXPECT_EQ(best.order->state, order_state::filled);
  EXPECT_EQ(late.order->filled, number("0.5"));
  EXPECT_TRUE(later.order->filled.is_zero());
}

TEST_F(Matching, KeepsTheRestOfAnIocOutOfTheBook) {
  const auto asks = told_book().asks;
  auto request = limit(side::buy, "50", asks[0].price.to_string());
  request.ticket.lives = time_in_force::immediate_or_cancel;
  const auto answer = place(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.order->filled, asks[0].size);
  EXPECT_EQ(answer.order->state, order_state::cancelled);
  EXPECT_EQ(answer.order->ending, order_ending::immediate);
  EXPECT_TRUE(dollars().held.is_zero());
}

TEST_F(Matching, FillsAFokWholeOrNotAtAll) {
  const auto asks = told_book().asks;
  auto request = limit(side::buy, "50", asks[0].price.to_string());
  request.ticket.lives = time_in_force::fill_or_kill;
  const auto none = place(request);
  ASSERT_TRUE(none);
  EXPECT_EQ(none.order->ending, order_ending::all_or_none);
  EXPECT_TRUE(none.order->filled.is_zero());
  EXPECT_EQ(dollars(), (wallet{number("10000"), {}}));
  request.ticket.size = asks[0].size;
  EXPECT_EQ(place(request).order->state, order_state::filled);
}

TEST_F(Matching, RefusesAPostOnlyOrderThatWouldTake) {
  auto request = limit(side::buy, "1", told_book().asks[0].price.to_string());
  request.ticket.post_only = true;
  EXPECT_EQ(why_not(request), text(order_refusal::would_take));
  request.ticket.price = told_book().bids[0].price;
  EXPECT_EQ(why_not(request), "taken");
}

class MatchingThatCancelsPostOnly : public matching_venue {
protected:
  static matching::options cancels() {
    auto x = plain();
    x.crossing = matching::crossing_post_only::cancelled;
    return x;
  }
  MatchingThatCancelsPostOnly() : matching_venue{cancels()} {}
};

TEST_F(MatchingThatCancelsPostOnly, TakesTheOrderAndEndsIt) {
  auto request = limit(side::buy, "1", told_book().asks[0].price.to_string());
  request.ticket.post_only = true;
  const auto answer = place(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.order->state, order_state::cancelled);
  EXPECT_EQ(answer.order->ending, order_ending::post_only);
  EXPECT_TRUE(dollars().held.is_zero());
}

TEST_F(Matching, ExpiresWhatHasATimeAndGivesItsHoldBack) {
  auto request = limit(side::sell, "1", "150");
  request.ticket.lives = time_in_force::good_till_time;
  request.ticket.expires = now.wall + std::chrono::seconds{30};
  const auto answer = place(request);
  pass(29);
  EXPECT_EQ(answer.order->state, order_state::open);
  EXPECT_EQ(coins().held, number("1"));
  pass(1);
  EXPECT_EQ(answer.order->state, order_state::expired);
  EXPECT_TRUE(coins().held.is_zero());
}

TEST_F(Matching, AmendsPriceAndSizeWithTheHold) {
  const auto answer = place(limit(side::buy, "10", "90"));
  const auto id = answer.order->venue_id;
  auto change = matching::amendment{};
  change.price = number("80");
  change.size = number("5");
  ASSERT_TRUE(engine.amend(0, id, change, now));
  EXPECT_EQ(dollars().held, number("400.8"));
  change.price = number("80.001");
  EXPECT_EQ(engine.amend(0, id, change, now).why,
            order_refusal::bad_price_step);
  change.price = number("80");
  change.size = number("900");
  EXPECT_EQ(engine.amend(0, id, change, now).why,
            order_refusal::insufficient_funds);
  change.price = told_book().asks[0].price;
  change.size = number("1");
  change.post_only = true;
  EXPECT_EQ(engine.amend(0, id, change, now).why, order_refusal::would_take);
  EXPECT_EQ(answer.order->ticket.price, number("80"));
  change.post_only = false;
  ASSERT_TRUE(engine.amend(0, id, change, now));
  EXPECT_GT(answer.order->filled, decimal{});
}

TEST_F(Matching, RefusesEachWithItsReason) {
  auto unknown = limit(side::buy, "1", "90");
  unknown.market = "NONE";
  EXPECT_EQ(why_not(unknown), text(order_refusal::unknown_market));
  EXPECT_EQ(why_not(limit(side::buy, "0.009", "900")),
            text(order_refusal::too_small));
  EXPECT_EQ(why_not(limit(side::buy, "1001", "9")),
            text(order_refusal::too_large));
  EXPECT_EQ(why_not(limit(side::buy, "0.01", "90")),
            text(order_refusal::below_notional));
  EXPECT_EQ(why_not(spend("0.99")), text(order_refusal::below_notional));
  EXPECT_EQ(why_not(limit(side::buy, "1", "90.001")),
            text(order_refusal::bad_price_step));
  EXPECT_EQ(why_not(limit(side::buy, "1.0001", "90")),
            text(order_refusal::bad_size_step));
  EXPECT_EQ(why_not(limit(side::buy, "0", "90")),
            text(order_refusal::bad_request));
  EXPECT_EQ(why_not(limit(side::buy, "1", "0")),
            text(order_refusal::bad_request));
  // 111 * 90 is there, its fee is not.
  EXPECT_EQ(why_not(limit(side::buy, "111", "90")),
            text(order_refusal::insufficient_funds));
  EXPECT_EQ(why_not(limit(side::sell, "50.001", "190")),
            text(order_refusal::insufficient_funds));
  EXPECT_TRUE(engine.orders().empty());
  EXPECT_EQ(engine.last_event(0), 0U);
}

TEST_F(Matching, LetsTheMarketsStateSayWhatItTakes) {
  auto request = limit(side::buy, "1", "90");
  request.state = market_state::halted;
  EXPECT_EQ(why_not(request), text(order_refusal::market_halted));
  request.state = market_state::post_only;
  EXPECT_EQ(why_not(request), text(order_refusal::market_post_only));
  request.ticket.post_only = true;
  EXPECT_EQ(why_not(request), "taken");
  auto other = market(side::buy, "1");
  other.state = market_state::limit_only;
  EXPECT_EQ(why_not(other), text(order_refusal::market_limit_only));
}

TEST_F(Matching, RefusesAClientIdTwiceAmongOpenOrdersOnly) {
  const auto first = place(limit(side::buy, "1", "90", "a"));
  EXPECT_EQ(why_not(limit(side::buy, "1", "90", "a")),
            text(order_refusal::duplicate_client_id));
  EXPECT_TRUE(engine.place(1, limit(side::buy, "1", "90", "a"), now));
  engine.cancel(0, first.order->venue_id, now);
  const auto second_one = place(limit(side::buy, "1", "90", "a"));
  ASSERT_TRUE(second_one);
  EXPECT_EQ(engine.find_client(0, "a"), second_one.order);
}

class MatchingThatRemembers : public matching_venue {
protected:
  static matching::options remembers() {
    auto x = plain();
    x.client_id = matching::client_ids::repeat_gives_the_same;
    x.open_orders_max = 1;
    return x;
  }
  MatchingThatRemembers() : matching_venue{remembers()} {}
};

TEST_F(MatchingThatRemembers, GivesTheSameOrderForTheSameClientId) {
  const auto first = place(limit(side::buy, "1", "90", "a"));
  engine.cancel(0, first.order->venue_id, now);
  const auto again = place(limit(side::sell, "2", "190", "a"));
  EXPECT_EQ(again.order, first.order);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(engine.orders().size(), 1U);
}

TEST_F(MatchingThatRemembers, RefusesMoreOpenOrdersThanAMarketMayHave) {
  EXPECT_EQ(why_not(limit(side::buy, "1", "90")), "taken");
  EXPECT_EQ(why_not(limit(side::buy, "1", "90")),
            text(order_refusal::too_many_open));
  EXPECT_EQ(why_not(market(side::buy, "1")), "taken");
}

TEST_F(Matching, KeepsANumberedJournalOfEachAccount) {
  const auto answer = place(market(side::buy, "0.01"));
  ASSERT_EQ(answer.order->state, order_state::filled);
  engine.place(1, limit(side::buy, "1", "90"), now);
  const auto events = engine.events(0, 0);
  using kind = account_event::kind;
  auto kinds = std::vector<kind>{};
  for (const auto& x : events) {
    EXPECT_EQ(x.number, kinds.size() + 1);
    kinds.push_back(x.what);
  }
  EXPECT_EQ(kinds, (std::vector{kind::accepted, kind::balance, kind::traded,
                                kind::balance, kind::balance}));
  EXPECT_EQ(events[2].order.state, order_state::filled);
  EXPECT_EQ(events[2].trade->size, number("0.01"));
  EXPECT_EQ(events[4].balance.available, number("50.01"));
  EXPECT_EQ(engine.events(0, 4).size(), 1U);
  EXPECT_TRUE(engine.events(0, engine.last_event(0)).empty());
}

TEST(MatchingIds, AreOfTheirFormAndNeverTwiceTheSame) {
  auto seen = std::set<std::string>{};
  for (auto i = std::uint64_t{1}; i <= 20'000; ++i) {
    const auto id = grouped_id('O', 1, "order", i);
    ASSERT_EQ(id.size(), 19U);
    ASSERT_TRUE(seen.insert(id).second) << i;
    ASSERT_TRUE(seen.insert(uuid_text(1, "order", i)).second) << i;
  }
  EXPECT_EQ(uuid_text(1, "order", 1), uuid_text(1, "order", 1));
  EXPECT_NE(uuid_text(1, "order", 1), uuid_text(2, "order", 1));
  EXPECT_EQ(uuid_text(1, "order", 1)[14], '4');
}

} // namespace
} // namespace ballast::sim
