#include "tests/venues/binance/keys.hpp"
#include "tests/venues/requests.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/binance/signer.hpp"
#include "venues/rest_url.hpp"
#include "venues/trading.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;
using binance::key_row;
using binance::secret_of_kind;

constexpr auto now = unix_time{1'709'992'985'123ms};

std::unique_ptr<adapter> signing_adapter(const std::string& kind = "hmac") {
  const auto key = key_row(kind).at("api_key").get<std::string>();
  const auto secret = secret_of_kind(kind);
  adapter_options opts;
  opts.key = key;
  opts.secret = secret;
  return std::move(*make_binance(opts));
}

market bitcoin() {
  market x;
  x.symbol = {"BTC", "USDT"};
  x.venue_symbol = "BTCUSDT";
  return x;
}

order_ticket limit_ticket() {
  order_ticket x;
  x.client_id = "a-1";
  x.size = *decimal::parse("0.001");
  x.price = *decimal::parse("30000.10");
  return x;
}

std::string form_of(const order_ticket& ticket) {
  const auto venue = signing_adapter();
  const auto body
    = venue->trader()->place_request(bitcoin(), ticket, now).call.body;
  return body.substr(0, body.find("&recvWindow"));
}

} // namespace

TEST(BinanceTrader, WritesPlainDecimalsAndWhatATypeTakesAlone) {
  auto ticket = limit_ticket();
  EXPECT_EQ(form_of(ticket),
            "symbol=BTCUSDT&side=BUY&newClientOrderId=a-1&"
            "newOrderRespType=FULL&type=LIMIT&quantity=0.001&price=30000.1&"
            "timeInForce=GTC");
  ticket.post_only = true;
  EXPECT_EQ(form_of(ticket),
            "symbol=BTCUSDT&side=BUY&newClientOrderId=a-1&"
            "newOrderRespType=FULL&type=LIMIT_MAKER&quantity=0.001&"
            "price=30000.1");
  ticket.type = order_type::market;
  ticket.side = side::sell;
  EXPECT_EQ(form_of(ticket),
            "symbol=BTCUSDT&side=SELL&newClientOrderId=a-1&"
            "newOrderRespType=FULL&type=MARKET&quantity=0.001");
  ticket.size = {};
  ticket.cost = *decimal::parse("25");
  ticket.client_id.clear();
  EXPECT_EQ(form_of(ticket), "symbol=BTCUSDT&side=SELL&newOrderRespType=FULL&"
                             "type=MARKET&quoteOrderQty=25");
}

TEST(BinanceTrader, AStopIsALimitOrderWithTheTriggerBeside) {
  auto ticket = limit_ticket();
  ticket.side = side::sell;
  ticket.type = order_type::stop_limit;
  ticket.trigger = *decimal::parse("30100.5");
  EXPECT_EQ(form_of(ticket),
            "symbol=BTCUSDT&side=SELL&newClientOrderId=a-1&"
            "newOrderRespType=FULL&type=STOP_LOSS_LIMIT&quantity=0.001&"
            "price=30000.1&stopPrice=30100.5&timeInForce=GTC");
}

TEST(BinanceTrader, AsksForWhatTheVenueHasNotSoThatItIsRefused) {
  auto ticket = limit_ticket();
  ticket.lives = time_in_force::good_till_time;
  EXPECT_TRUE(form_of(ticket).ends_with("timeInForce=GTD"));
  ticket.lives = time_in_force::day;
  EXPECT_TRUE(form_of(ticket).ends_with("timeInForce=DAY"));
}

TEST(BinanceTrader, SignsWhatIsSentInTheQueryOrInTheBody) {
  for (const auto* kind : {"hmac", "ed25519"}) {
    const auto venue = signing_adapter(kind);
    const auto signer
      = std::move(*binance::signer::make("k", secret_of_kind(kind)));
    auto& trader = *venue->trader();
    const auto what = bitcoin();
    const auto which = order_ref{what, "7", "a-1"};
    for (const auto& x :
         {trader.place_request(what, limit_ticket(), now),
          *trader.test_request(what, limit_ticket(), now),
          trader.cancel_request(which, now),
          *trader.cancel_all_request(&what, now),
          *trader.amend_request(which, {}, *decimal::parse("1"), now),
          trader.query_request(which, now),
          trader.open_orders_request(nullptr, {}, now),
          trader.closed_orders_request(&what, now, {}, now),
          trader.fills_request(&what, {}, "12", now),
          trader.fees_request(what, now)}) {
      const auto is_form = x.call.method == "POST" || x.call.method == "PUT";
      EXPECT_EQ(x.call.body.empty(), !is_form);
      const auto mark = x.call.target.find('?');
      EXPECT_EQ(mark == std::string::npos, is_form) << x.call.target;
      const auto sent = is_form ? x.call.body : x.call.target.substr(mark + 1);
      const auto at = sent.find("&signature=");
      ASSERT_NE(at, std::string::npos);
      EXPECT_EQ(sent.substr(at + 11), escaped(signer.sign(sent.substr(0, at))));
      EXPECT_NE(sent.find("recvWindow=5000&timestamp=1709992985123"),
                std::string::npos);
      EXPECT_EQ(header_of(x, "X-MBX-APIKEY"),
                key_row(kind).at("api_key").get<std::string>());
    }
  }
}

TEST(BinanceTrader, NamesAnOrderByTheVenuesIdElseByOurs) {
  const auto venue = signing_adapter();
  auto& trader = *venue->trader();
  const auto query = [&](const order_ref& x) {
    return taken_apart(trader.query_request(x, now).call.target).second;
  };
  EXPECT_EQ(query({bitcoin(), "7", "a-1"}).at("orderId"), "7");
  EXPECT_FALSE(query({bitcoin(), "7", "a-1"}).contains("origClientOrderId"));
  EXPECT_EQ(query({bitcoin(), "", "a-1"}).at("origClientOrderId"), "a-1");
}

TEST(BinanceTrader, AmendsASizeAloneAndKeepsTheClientId) {
  const auto venue = signing_adapter();
  auto& trader = *venue->trader();
  const auto which = order_ref{bitcoin(), "7", "a-1"};
  const auto one = *decimal::parse("1");
  const auto made = trader.amend_request(which, {}, one, now);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->call.method, "PUT");
  EXPECT_TRUE(made->call.body.starts_with(
    "symbol=BTCUSDT&orderId=7&newClientOrderId=a-1&newQty=1&"));
  EXPECT_FALSE(trader.amend_request(which, one, one, now));
  EXPECT_FALSE(trader.amend_request(which, {}, {}, now));
}

TEST(BinanceTrader, PagesGoOnFromAnIdAndBeginAtATime) {
  const auto venue = signing_adapter();
  auto& trader = *venue->trader();
  const auto what = bitcoin();
  const auto first = taken_apart(
    trader.closed_orders_request(&what, now, {}, now).call.target);
  EXPECT_EQ(first.first, "/api/v3/allOrders");
  EXPECT_EQ(first.second.at("startTime"), "1709992985123");
  EXPECT_EQ(first.second.at("limit"), "1000");
  const auto next = taken_apart(
    trader.closed_orders_request(&what, now, "12", now).call.target);
  EXPECT_EQ(next.second.at("orderId"), "12");
  EXPECT_FALSE(next.second.contains("startTime"));
  const auto fills
    = taken_apart(trader.fills_request(&what, now, "12", now).call.target);
  EXPECT_EQ(fills.first, "/api/v3/myTrades");
  EXPECT_EQ(fills.second.at("fromId"), "12");
}

TEST(BinanceTrader, OrdersAloneSpendFromTheBudgetsOfOrders) {
  const auto venue = signing_adapter();
  auto& trader = *venue->trader();
  std::set<std::string> known;
  for (const auto& x : venue->budgets())
    known.insert(x.id);
  for (int i = 0; i <= static_cast<int>(order_action::ticker); ++i) {
    const auto action = static_cast<order_action>(i);
    const auto spends = trader.spends_of(action, bitcoin());
    EXPECT_EQ(spends.front().budget, "binance.weight");
    EXPECT_EQ(spends.size(), action == order_action::place ? 4U : 2U);
    for (const auto& x : spends)
      EXPECT_TRUE(known.contains(x.budget)) << x.budget;
  }
  const auto place = trader.spends_of(order_action::place, bitcoin());
  EXPECT_EQ(place[2], (spend{"binance.orders_10s@master", 1}));
  EXPECT_EQ(place[3], (spend{"binance.orders_1d@master", 1}));
}

TEST(BinanceTrader, RequestsSpendWhatWasAnnounced) {
  const auto venue = signing_adapter();
  auto& trader = *venue->trader();
  const auto what = bitcoin();
  EXPECT_EQ(trader.place_request(what, limit_ticket(), now).spends,
            trader.spends_of(order_action::place, what));
  EXPECT_EQ(trader.open_orders_request(&what, {}, now).spends.front().cost, 6U);
  EXPECT_EQ(trader.open_orders_request(nullptr, {}, now).spends,
            trader.spends_of(order_action::open_orders, {}));
  EXPECT_EQ(trader.open_orders_request(nullptr, {}, now).spends.front().cost,
            80U);
  EXPECT_EQ(trader.fills_request(&what, {}, {}, now).spends.front().cost, 20U);
  EXPECT_EQ(trader.trades_request(what).spends.front().cost, 4U);
  EXPECT_EQ(trader.ticker_request(what).spends.front().cost, 2U);
}

TEST(BinanceTrader, ABookWeighsByItsDepth) {
  const auto venue = signing_adapter();
  auto& trader = *venue->trader();
  const auto weight = [&](unsigned depth) {
    return trader.book_request(bitcoin(), depth).spends.front().cost;
  };
  EXPECT_EQ(weight(0), 5U);
  EXPECT_EQ(weight(100), 5U);
  EXPECT_EQ(weight(101), 25U);
  EXPECT_EQ(weight(500), 25U);
  EXPECT_EQ(weight(501), 50U);
  EXPECT_EQ(weight(1000), 50U);
  EXPECT_EQ(weight(1001), 250U);
  EXPECT_EQ(trader.book_request(bitcoin(), 9999).call.target,
            "/api/v3/depth?symbol=BTCUSDT&limit=5000");
  EXPECT_EQ(header_of(trader.book_request(bitcoin(), 5), "X-MBX-APIKEY"),
            "(none)");
}

TEST(BinanceTrader, HasNoSwitchNoTokenAndNoCancelOfAllMarkets) {
  const auto venue = signing_adapter();
  auto& trader = *venue->trader();
  EXPECT_FALSE(trader.dead_man_request(1min, now));
  EXPECT_FALSE(trader.stream_token_request(now));
  EXPECT_FALSE(trader.cancel_all_request(nullptr, now));
}

} // namespace ballast::venues
