// A stop of ours at every venue that takes one: our codec against the simulated
// venue, from the order to its fill. Both were written from the manual and
// neither from the other.
#include "domain/order_gate.hpp"
#include "sim/alpaca/exchange.hpp"
#include "sim/binance/exchange.hpp"
#include "sim/coinbase/exchange.hpp"
#include "sim/kraken/exchange.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/trading.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

/// A venue, our adapter of it, and the market that its accounts hold coins of.
struct venue_pair {
  std::shared_ptr<exchange> venue;
  std::unique_ptr<venues::adapter> ours;
  symbol coin;
};

template <class Options, class Venue, class Adapter>
venue_pair made(Venue make_venue, Adapter make_adapter, const char* quote) {
  venue_pair both;
  both.venue = std::move(*make_venue(Options{}));
  const auto key = both.venue->accounts().front();
  venues::adapter_options opts;
  opts.rest_url = "https://venue.example";
  opts.key = key.key;
  opts.secret = key.secret;
  opts.passphrase = key.passphrase;
  both.ours = std::move(*make_adapter(opts));
  both.coin = {"BTC", quote};
  return both;
}

venue_pair made(const std::string& name) {
  if (name == "coinbase")
    return made<coinbase_options>(make_coinbase, venues::make_coinbase, "USD");
  if (name == "alpaca")
    return made<alpaca_options>(make_alpaca, venues::make_alpaca, "USD");
  if (name == "kraken")
    return made<kraken_options>(make_kraken, venues::make_kraken, "USD");
  return made<binance_options>(make_binance, venues::make_binance, "USDT");
}

class StopsAtVenues : public ::testing::TestWithParam<const char*> {
protected:
  StopsAtVenues() : both{made(GetParam())} {
    const auto listed
      = both.ours->markets_answer(asked(both.ours->markets_request(now.wall)));
    for (const auto& x : *listed.value)
      if (x.symbol == both.coin)
        coin = x;
    last = ours().ticker_answer(asked(ours().ticker_request(coin))).value->last;
  }

  venues::trading& ours() { return *both.ours->trader(); }
  void pass(duration how_long) {
    now.steady += how_long;
    now.wall += std::chrono::floor<std::chrono::milliseconds>(how_long);
  }
  net::reply asked(const venues::request& x) {
    pass(1100ms);
    return both.venue->arrive(x.call, now).content;
  }

  /// So many ten-thousandths of the last price, on the tick.
  decimal price(int parts, side way) const {
    const auto exact = multiply(
      last, decimal::from_units(part_.units() * parts), rounding::down);
    return round_price(*exact, coin.price_increment, way);
  }
  order_ticket stop(side way, int trigger_parts, int price_parts) const {
    order_ticket x;
    x.client_id = "a1111111111111111111111111111111";
    x.side = way;
    x.type = order_type::stop_limit;
    x.size = *decimal::parse("0.0005");
    x.trigger = price(trigger_parts, way);
    x.price = price(price_parts, way);
    return x;
  }
  order_report placed(const order_ticket& x) {
    const auto no = refusal_of(x, coin, ours().abilities(coin), {}, now.wall);
    EXPECT_FALSE(no) << no->text;
    const auto answer
      = ours().place_answer(asked(ours().place_request(coin, x, now.wall)));
    EXPECT_EQ(answer.fate, placement::accepted) << answer.text;
    return answer.value.value_or(order_report{});
  }
  order_report asked_for(const std::string& venue_id) {
    const auto which = venues::order_ref{coin, venue_id, {}};
    const auto answer = ours().query_answer_of(
      asked(ours().query_request(which, now.wall)), which);
    if (!answer.value || !answer.value->found) {
      ADD_FAILURE() << answer.text;
      return {};
    }
    return *answer.value->found;
  }
  std::vector<order_report> open() {
    auto answer = ours().open_orders_answer(
      asked(ours().open_orders_request(&coin, {}, now.wall)));
    EXPECT_TRUE(answer.value) << answer.text;
    return answer.value ? answer.value->orders : std::vector<order_report>{};
  }
  balance of(const std::string& currency) {
    auto result = balance{};
    auto page = std::string{};
    do {
      auto answer = both.ours->balances_answer(
        asked(both.ours->balances_request(page, now.wall)));
      if (!answer.value) {
        ADD_FAILURE() << answer.text;
        return result;
      }
      for (const auto& x : answer.value->balances)
        if (x.currency == currency)
          result = x;
      page = answer.value->next;
    } while (!page.empty());
    return result;
  }
  /// What the venue itself says of its only order.
  nlohmann::json told() {
    const auto all
      = both.venue->arrive({"GET", "", "/sim/orders", {}, {}}, now).content;
    return nlohmann::json::parse(all.body).at(0);
  }
  order_report once_over(const std::string& venue_id) {
    auto x = asked_for(venue_id);
    for (auto i = 0; i < 400 && !is_over(x.state); ++i) {
      pass(30s);
      x = asked_for(venue_id);
    }
    return x;
  }

  const decimal part_ = *decimal::parse("0.0001");
  venue_pair both;
  instant now{time_point{1h}, unix_time{1'768'214'307'000ms}};
  market coin;
  decimal last;
};

INSTANTIATE_TEST_SUITE_P(Of, StopsAtVenues,
                         ::testing::Values("binance", "kraken", "coinbase",
                                           "alpaca"),
                         [](const auto& x) { return std::string{x.param}; });

} // namespace

TEST_P(StopsAtVenues, SleepWakeAndAreFilled) {
  const auto coins = of("BTC");
  const auto x = stop(side::sell, 9'970, 9'800);
  const auto id = placed(x).venue_id;
  const auto asleep = asked_for(id);
  EXPECT_EQ(asleep.type, order_type::stop_limit);
  EXPECT_EQ(asleep.state, order_state::open);
  EXPECT_EQ(asleep.client_id, x.client_id);
  EXPECT_EQ(asleep.price, x.price);
  EXPECT_EQ(asleep.size, x.size);
  ASSERT_EQ(open().size(), 1U);
  EXPECT_EQ(open()[0].venue_id, id);
  EXPECT_EQ(of("BTC").held, x.size);
  EXPECT_EQ(told()["type"], "stop_limit");
  EXPECT_EQ(told()["asleep"], true);
  EXPECT_EQ(told()["trigger"], x.trigger.to_string());
  const auto over = once_over(id);
  EXPECT_EQ(over.state, order_state::filled);
  EXPECT_EQ(over.client_id, x.client_id);
  EXPECT_EQ(over.filled, x.size);
  EXPECT_GE(over.average_price, x.price);
  EXPECT_EQ(told()["asleep"], false);
  EXPECT_TRUE(open().empty());
  auto sum = decimal{};
  const auto fills
    = ours().fills_answer(asked(ours().fills_request(&coin, {}, {}, now.wall)));
  for (const auto& each : fills.value.value_or(venues::fill_page{}).fills)
    if (each.order_id == id)
      sum += each.size;
  EXPECT_EQ(sum, x.size);
  EXPECT_TRUE(of("BTC").held.is_zero());
  EXPECT_EQ(of("BTC").available, coins.available - x.size);
}

TEST_P(StopsAtVenues, AreCancelledWhileTheySleep) {
  const auto quote = both.coin.quote;
  const auto before = of(quote);
  const auto id = placed(stop(side::buy, 10'900, 11'000)).venue_id;
  EXPECT_GT(of(quote).held, before.held);
  const auto cancelled = ours().cancel_answer_of(
    asked(ours().cancel_request({coin, id, {}}, now.wall)));
  EXPECT_EQ(cancelled.fate, venues::cancel_fate::taken) << cancelled.text;
  EXPECT_EQ(asked_for(id).state, order_state::cancelled);
  EXPECT_EQ(of(quote).held, before.held);
  EXPECT_EQ(of(quote).available, before.available);
}

/// What only tests an order leaves none.
TEST_P(StopsAtVenues, AreTestedWithoutATrace) {
  const auto request
    = ours().test_request(coin, stop(side::sell, 9'900, 9'800), now.wall);
  if (!request) {
    EXPECT_STREQ(GetParam(), "alpaca");
    return;
  }
  const auto answer = ours().test_answer(asked(*request));
  EXPECT_EQ(answer.kind, outcome_kind::ok) << answer.text;
  EXPECT_EQ(both.venue->stats().orders, 0U);
}

} // namespace ballast::sim
