// The rules of docs/paper.md, one by one.
#include "domain/paper_exchange.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto start = unix_time{86'400s};
constexpr auto arrived = start + 250ms;

decimal number(const char* text) { return *decimal::parse(text); }

market coin() {
  market x;
  x.symbol = {"BTC", "USD"};
  x.price_increment = number("0.01");
  x.size_increment = number("0.001");
  return x;
}

ticker prices(const char* bid, const char* ask) {
  ticker x;
  x.symbol = coin().symbol;
  x.bid = number(bid);
  x.ask = number(ask);
  return x;
}

candle candle_of(unix_time at, double low, double high, double close,
                 double volume) {
  return {at, close, high, low, close, volume, true};
}

order_ticket limit(const std::string& id, side what, const char* size,
                   const char* price) {
  order_ticket x;
  x.client_id = id;
  x.side = what;
  x.size = number(size);
  x.price = number(price);
  return x;
}

order_ticket market_order(const std::string& id, side what, const char* size) {
  auto x = limit(id, what, size, "0");
  x.type = order_type::market;
  return x;
}

order_ticket spending(const std::string& id, const char* cost) {
  auto x = market_order(id, side::buy, "0");
  x.cost = number(cost);
  return x;
}

class PaperExchange : public ::testing::Test {
protected:
  void place(const order_ticket& x) {
    const auto told = paper.place(coin(), x, start);
    EXPECT_EQ(told.fate, placement::accepted) << told.text;
    EXPECT_EQ(told.venue_id, "paper-" + x.client_id);
  }
  std::string refusal(const order_ticket& x) {
    const auto told = paper.place(coin(), x, start);
    EXPECT_EQ(told.fate, placement::refused);
    return told.text;
  }
  balance of(const std::string& currency) const {
    for (const auto& x : paper.balances())
      if (x.currency == currency)
        return x;
    return {};
  }
  order_state state_of(const std::string& id) const {
    return paper.find(id)->state;
  }

  paper_exchange paper{
    {}, {{"USD", decimal::whole(1000)}, {"BTC", decimal::whole(2)}}};
};

TEST_F(PaperExchange, FillsAMarketOrderAtTheOtherSideAfterItsWay) {
  place(spending("a", "100"));
  EXPECT_EQ(of("USD").held, number("100.4")) << "with the fee of a taker";
  EXPECT_TRUE(paper.see(prices("99", "101"), arrived - 1ms).fills.empty());
  const auto news = paper.see(prices("100", "102"), arrived);
  ASSERT_EQ(news.fills.size(), 1U);
  const auto& x = news.fills[0];
  EXPECT_EQ(x.price, number("102"));
  EXPECT_EQ(x.size, number("0.98")) << "down to the step";
  EXPECT_EQ(x.fee, number("0.39984")) << "0.4 % of 99.96";
  EXPECT_EQ(x.fee_currency, "USD");
  EXPECT_EQ(x.maker, false);
  EXPECT_EQ(x.at, arrived);
  EXPECT_EQ(news.orders.back().state, order_state::filled);
  EXPECT_EQ(news.orders.back().filled_cost, number("99.96"));
  EXPECT_EQ(of("USD").available, number("899.64016"));
  EXPECT_EQ(of("USD").held, decimal{});
  EXPECT_EQ(of("BTC").available, number("2.98"));
}

TEST_F(PaperExchange, SellsAtTheBid) {
  place(market_order("a", side::sell, "1"));
  EXPECT_EQ(of("BTC").held, number("1"));
  const auto news = paper.see(prices("100", "102"), arrived);
  EXPECT_EQ(news.fills.at(0).price, number("100"));
  EXPECT_EQ(of("USD").available, number("1099.6"));
  EXPECT_EQ(of("BTC").available, number("1"));
  EXPECT_EQ(of("BTC").held, decimal{});
}

TEST_F(PaperExchange, PutsItsOwnSpreadAroundALastPrice) {
  auto x = prices("0", "0");
  x.last = number("100");
  place(market_order("a", side::sell, "1"));
  EXPECT_EQ(paper.see(x, arrived).fills.at(0).price, number("99.95"));
}

// P3: what is absent or absurd is no price.
TEST_F(PaperExchange, FillsNothingByAPriceThatIsNone) {
  place(market_order("a", side::sell, "1"));
  for (const auto& x : {prices("0", "0"), prices("0", "100"),
                        prices("102", "100"), prices("-1", "-1")})
    EXPECT_TRUE(paper.see(x, arrived).fills.empty());
  auto broken = candle_of(arrived, 0, 1, 1, 1);
  EXPECT_TRUE(paper.see(coin().symbol, {broken}, 60s).fills.empty());
  broken = candle_of(arrived, 2, 3, 1, 1);
  EXPECT_TRUE(paper.see(coin().symbol, {broken}, 60s).fills.empty());
}

TEST_F(PaperExchange, TakesWithALimitThatReachesTheOtherSide) {
  place(limit("a", side::buy, "1", "102"));
  const auto news = paper.see(prices("100", "101"), arrived);
  EXPECT_EQ(news.fills.at(0).price, number("101")) << "not its own price";
  EXPECT_EQ(news.fills.at(0).maker, false);
  EXPECT_EQ(of("USD").held, decimal{}) << "what was too much is free again";
}

TEST_F(PaperExchange, FillsARestingLimitOnlyOnceItIsTradedThrough) {
  place(limit("a", side::buy, "1", "99"));
  paper.see(prices("100", "101"), arrived);
  EXPECT_EQ(state_of("a"), order_state::open);
  EXPECT_TRUE(paper.see(prices("98", "99"), arrived + 1s).fills.empty())
    << "others may stand before it";
  const auto news = paper.see(prices("97", "98.99"), arrived + 2s);
  EXPECT_EQ(news.fills.at(0).price, number("99"));
  EXPECT_EQ(news.fills.at(0).maker, true);
  EXPECT_EQ(news.fills.at(0).fee, number("0.2475"));
}

TEST_F(PaperExchange, FillsALimitByPartsOfWhatCandlesTraded) {
  place(limit("a", side::buy, "1", "99"));
  paper.see(prices("100", "101"), arrived);
  const auto minute = [&](int i, double low, double volume) {
    return paper.see(coin().symbol,
                     {candle_of(start + 1min * i, low, 101, 100, volume)}, 60s);
  };
  EXPECT_TRUE(minute(0, 98, 50).fills.empty())
    << "it had begun before the order was there";
  EXPECT_TRUE(minute(1, 99, 50).fills.empty()) << "touched, not through";
  const auto first = minute(2, 98.9, 4.5);
  EXPECT_EQ(first.fills.at(0).size, number("0.45")) << "a tenth";
  EXPECT_EQ(first.fills.at(0).at, start + 3min);
  EXPECT_EQ(first.orders.at(0).state, order_state::open);
  EXPECT_TRUE(minute(2, 98.9, 4.5).fills.empty()) << "told twice";
  EXPECT_EQ(minute(3, 98.9, 100).fills.at(0).size, number("0.55"));
  EXPECT_EQ(state_of("a"), order_state::filled);
  EXPECT_EQ(paper.find("a")->average_price, number("99"));
}

TEST_F(PaperExchange, SharesACandleAmongItsOrdersTheOldestFirst) {
  place(limit("a", side::buy, "0.3", "99"));
  place(limit("b", side::buy, "0.3", "99.5"));
  paper.see(prices("100", "101"), arrived);
  const auto news
    = paper.see(coin().symbol, {candle_of(start + 1min, 98, 101, 100, 5)}, 60s);
  ASSERT_EQ(news.fills.size(), 2U);
  EXPECT_EQ(news.fills[0].client_id, "a");
  EXPECT_EQ(news.fills[0].size, number("0.3"));
  EXPECT_EQ(news.fills[1].size, number("0.2"));
}

TEST_F(PaperExchange, FillsMarketOrdersAtACandlesEndWhereItHasNoTicker) {
  place(market_order("a", side::sell, "1"));
  const auto news
    = paper.see(coin().symbol, {candle_of(start, 90, 110, 100, 5)}, 60s);
  EXPECT_EQ(news.fills.at(0).price, number("99.95"));
  EXPECT_EQ(news.fills.at(0).at, start + 60s);
}

TEST_F(PaperExchange, EndsWhatMayNotWait) {
  auto x = limit("a", side::buy, "1", "99");
  x.lives = time_in_force::immediate_or_cancel;
  place(x);
  x.client_id = "b";
  x.lives = time_in_force::fill_or_kill;
  place(x);
  x.client_id = "c";
  x.price = number("101");
  x.lives = time_in_force::good_till_cancelled;
  x.post_only = true;
  place(x);
  paper.see(prices("100", "101"), arrived);
  EXPECT_EQ(state_of("a"), order_state::cancelled);
  EXPECT_EQ(state_of("b"), order_state::cancelled);
  EXPECT_EQ(state_of("c"), order_state::rejected);
  EXPECT_EQ(of("USD").available, decimal::whole(1000));
}

TEST_F(PaperExchange, ExpiresAtItsTime) {
  auto x = limit("a", side::buy, "1", "99");
  x.lives = time_in_force::good_till_time;
  x.expires = start + 1min;
  place(x);
  x.client_id = "b";
  x.lives = time_in_force::day;
  x.expires = std::nullopt;
  place(x);
  paper.see(prices("100", "101"), arrived);
  EXPECT_TRUE(paper.pass(start + 1min - 1ms).orders.empty());
  EXPECT_EQ(paper.pass(start + 1min).orders.at(0).state, order_state::expired);
  EXPECT_EQ(paper.pass(start + 24h).orders.at(0).client_id, "b");
  EXPECT_EQ(of("USD").held, decimal{});
}

TEST_F(PaperExchange, MayFillWhileTheWishToCancelIsUnderWay) {
  place(limit("a", side::buy, "1", "99"));
  place(limit("b", side::buy, "1", "98"));
  paper.see(prices("100", "101"), arrived);
  EXPECT_TRUE(paper.cancel("a", arrived));
  EXPECT_TRUE(paper.cancel("b", arrived));
  EXPECT_FALSE(paper.cancel("c", arrived));
  paper.see(prices("97", "98.5"), arrived + 249ms);
  EXPECT_EQ(state_of("a"), order_state::filled);
  paper.see(prices("96", "97"), arrived + 250ms);
  EXPECT_EQ(state_of("b"), order_state::cancelled);
  EXPECT_FALSE(paper.cancel("b", arrived + 1s));
  EXPECT_EQ(of("USD").held, decimal{});
}

TEST_F(PaperExchange, RefusesWhatItCannotPayFor) {
  EXPECT_EQ(refusal(spending("a", "996.1")), "insufficient funds");
  EXPECT_EQ(refusal(limit("a", side::sell, "2.001", "1")),
            "insufficient funds");
  auto sale = spending("a", "5");
  sale.side = side::sell;
  EXPECT_EQ(refusal(sale), "sales are by size here");
  place(spending("a", "996"));
  EXPECT_EQ(refusal(spending("b", "1")), "insufficient funds")
    << "what is held is not free";
}

TEST_F(PaperExchange, LetsNothingSleep) {
  auto x = limit("a", side::sell, "1", "100");
  x.type = order_type::stop_limit;
  x.trigger = number("101");
  EXPECT_EQ(refusal(x), "there is no such order here");
}

TEST_F(PaperExchange, TakesAClientIdOnce) {
  place(market_order("a", side::sell, "1"));
  EXPECT_EQ(refusal(market_order("a", side::sell, "1")),
            "an order with this client id was placed before");
  paper.see(prices("100", "101"), arrived);
  EXPECT_EQ(refusal(market_order("a", side::sell, "1")),
            "an order with this client id was placed before");
}

TEST_F(PaperExchange, BuysWhatCanBePaidWhereThePriceHasRisen) {
  paper.see(prices("99", "100"), start);
  place(market_order("a", side::buy, "9.9"));
  const auto news = paper.see(prices("199", "200"), arrived);
  EXPECT_EQ(news.fills.at(0).size, number("4.98"));
  EXPECT_EQ(news.orders.back().state, order_state::cancelled);
  EXPECT_EQ(news.orders.back().reason, "insufficient funds");
  EXPECT_EQ(of("USD").held, decimal{});
  EXPECT_FALSE(of("USD").available.is_negative());
}

// Nobody knows what to hold for it before there is a price.
TEST_F(PaperExchange, BuysWhatCanBePaidWhereNoPriceWasKnown) {
  place(market_order("a", side::buy, "99"));
  EXPECT_EQ(of("USD").held, decimal{});
  const auto news = paper.see(prices("99", "100"), arrived);
  EXPECT_EQ(news.fills.at(0).size, number("9.96"));
  EXPECT_EQ(news.orders.back().state, order_state::cancelled);
  EXPECT_FALSE(of("USD").available.is_negative());
}

TEST_F(PaperExchange, SaysWhereAPriceIsWanted) {
  const auto awaited = [this](unix_time at) {
    auto text = std::string{};
    for (const auto& x : paper.awaited(at, 5s))
      text += x.market.to_string() + (x.for_sale ? " sale" : " buy");
    return text;
  };
  place(market_order("a", side::buy, "1"));
  EXPECT_EQ(awaited(arrived - 1ms), "") << "it is on its way";
  EXPECT_EQ(awaited(arrived), coin().symbol.to_string() + " buy");
  place(market_order("b", side::sell, "1"));
  EXPECT_EQ(awaited(arrived), coin().symbol.to_string() + " sale");
  paper.see(prices("99", "100"), arrived);
  EXPECT_EQ(awaited(arrived), "");
  place(limit("c", side::buy, "1", "98"));
  paper.see(prices("99", "100"), arrived + 1s);
  EXPECT_EQ(awaited(arrived + 5s), "") << "in the book, with a fresh price";
  EXPECT_EQ(awaited(arrived + 6s), coin().symbol.to_string() + " buy");
}

TEST_F(PaperExchange, ChargesWhatItIsToldTo) {
  paper.charge(market_kind::equity, {decimal{}, decimal{}});
  paper.charge(market_kind::crypto, {decimal{}, number("0.001")});
  place(market_order("a", side::sell, "1"));
  EXPECT_EQ(paper.see(prices("100", "102"), arrived).fills.at(0).fee,
            number("0.1"));
}

TEST(PaperFees, AreTakenFromWhatWasBoughtWhereTheVenueDoesSo) {
  auto rules = paper_rules{};
  rules.fees_from_received = true;
  auto paper = paper_exchange{rules, {{"USD", decimal::whole(1000)}}};
  paper.place(coin(), spending("a", "1000"), start);
  const auto x = paper.see(prices("99", "100"), arrived).fills.at(0);
  EXPECT_EQ(x.size, number("10"));
  EXPECT_EQ(x.fee, number("0.04"));
  EXPECT_EQ(x.fee_currency, "BTC");
  EXPECT_EQ(paper.balances().at(0).available, number("9.96"));
}

// A restart: the balances after its fills, and the order as it was told last.
TEST(PaperRestart, GoesOnWithWhatWasOpen) {
  const auto cash = std::map<std::string, decimal>{{"USD", number("1000")}};
  auto before = paper_exchange{{}, cash};
  before.place(coin(), limit("a", side::buy, "1", "99"), start);
  before.see(prices("100", "101"), arrived);
  const auto part = before.see(coin().symbol,
                               {candle_of(start + 1min, 98, 101, 100, 4)}, 60s);
  ASSERT_EQ(part.fills.size(), 1U);

  std::map<std::string, decimal> left;
  for (const auto& x : before.balances())
    left[x.currency] = x.available + x.held;
  auto after = paper_exchange{{}, left};
  const auto told = *before.find("a");
  EXPECT_EQ(
    after.adopt(coin(), limit("a", side::buy, "1", "99"), told, start + 3min)
      .fate,
    placement::accepted);
  EXPECT_EQ(after.find("a")->filled, number("0.4"));
  const auto rest = after.see(prices("97", "98"), start + 4min);
  EXPECT_EQ(rest.fills.at(0).size, number("0.6"));
  EXPECT_EQ(rest.fills.at(0).maker, true);
  EXPECT_NE(rest.fills.at(0).trade_id, part.fills.at(0).trade_id);
  EXPECT_EQ(rest.orders.back().state, order_state::filled);
  EXPECT_EQ(rest.orders.back().filled, number("1"));
}

} // namespace
} // namespace ballast
