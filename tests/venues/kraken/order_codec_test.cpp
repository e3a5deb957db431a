#include "tests/venues/recorded.hpp"
#include "venues/kraken/order_codec.hpp"
#include "venues/kraken/order_forms.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::kraken {

namespace {

using nlohmann::json;

pair_names some_names() {
  market x;
  x.venue_symbol = "XXBTZUSD";
  x.symbol = {"BTC", "USD"};
  pair_names names;
  names.learn({x});
  return names;
}

json an_order(const std::string& client_id = "mine", double opened = 100) {
  return {{"status", "open"},
          {"opentm", opened},
          {"cl_ord_id", client_id},
          {"descr",
           {{"pair", "XBTUSD"},
            {"type", "sell"},
            {"ordertype", "limit"},
            {"price", "30010.0"}}},
          {"vol", "1.25"},
          {"vol_exec", "0.5"},
          {"cost", "15000.1"},
          {"fee", "24.1"},
          {"price", "30000.2"},
          {"oflags", "post,fciq"}};
}

net::reply result_of(const json& x) {
  return reply_of(json{{"error", json::array()}, {"result", x}}.dump());
}

json a_fill(double at) {
  return {{"ordertxid", "O1"}, {"pair", "XXBTZUSD"}, {"time", at},
          {"type", "buy"},     {"price", "2.5"},     {"vol", "4"},
          {"fee", "0.01"},     {"maker", true}};
}

} // namespace

TEST(KrakenOrders, AreKnownByThePairsOtherName) {
  const auto read
    = decode_lookup(result_of({{"O1", an_order()}}), some_names());
  ASSERT_TRUE(read.value && read.value->found);
  const auto& x = *read.value->found;
  EXPECT_EQ(x.symbol, (symbol{"BTC", "USD"}));
  EXPECT_EQ(x.client_id, "mine");
  EXPECT_EQ(x.side, side::sell);
  EXPECT_TRUE(x.post_only);
  EXPECT_EQ(x.average_price.to_string(), "30000.2");
  EXPECT_EQ(x.price.to_string(), "30010");
  EXPECT_EQ(x.fee_currency, "USD");
}

TEST(KrakenOrders, ThatSleepAreOpenStopsWithTheLimitInSecondPlace) {
  auto row = an_order();
  row["descr"]["ordertype"] = "stop-loss-limit";
  row["descr"]["price"] = "30100.0";
  row["descr"]["price2"] = "30010.0";
  row["vol_exec"] = row["cost"] = row["fee"] = row["price"] = "0";
  const auto read
    = decode_open_orders(result_of({{"open", {{"O1", row}}}}), some_names());
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->orders.size(), 1U);
  EXPECT_EQ(read.value->orders[0].type, order_type::stop_limit);
  EXPECT_EQ(read.value->orders[0].state, order_state::open);
  EXPECT_EQ(read.value->orders[0].price.to_string(), "30010");
  row["descr"]["ordertype"] = "take-profit-limit";
  EXPECT_EQ(
    decode_open_orders(result_of({{"open", {{"O1", row}}}}), some_names())
      .value->orders[0]
      .type,
    order_type::other);
}

TEST(KrakenOrders, OneWithoutAWordOnItsFeesCurrencyHasNone) {
  auto row = an_order();
  row["oflags"] = "";
  const auto read = decode_lookup(result_of({{"O1", row}}), some_names());
  EXPECT_EQ(read.value->found->fee_currency, "");
}

TEST(KrakenOrders, NoneIsFoundWhereTheVenueSaysSo) {
  for (const auto& x :
       {result_of(json::object()), result_of({{"open", json::object()}}),
        reply_of(R"({"error":["EOrder:Unknown order"]})")}) {
    const auto read = decode_lookup(x, some_names());
    ASSERT_TRUE(read.value) << x.body;
    EXPECT_FALSE(read.value->found);
  }
  EXPECT_FALSE(
    decode_lookup(reply_of(R"({"error":["EService:Timeout"]})"), some_names())
      .value);
}

TEST(KrakenOrders, OfSeveralWithOneIdTheLatestIsMeant) {
  const auto read = decode_lookup(
    result_of(
      {{"closed", {{"O1", an_order("a", 200)}, {"O2", an_order("a", 100)}}}}),
    some_names());
  ASSERT_TRUE(read.value && read.value->found);
  EXPECT_EQ(read.value->found->venue_id, "O1");
}

TEST(KrakenOrders, OfSeveralIdsNoneIsTakenForTheOneAskedFor) {
  for (const auto* other : {"b", ""})
    EXPECT_EQ(decode_lookup(
                result_of({{"closed",
                            {{"O1", an_order(other)}, {"O2", an_order("a")}}}}),
                some_names())
                .kind,
              outcome_kind::malformed);
}

TEST(KrakenOrders, OneOfAnUnknownMarketIsNamedAndOneThatIsBrokenEndsTheList) {
  auto strange = an_order();
  strange["descr"]["pair"] = "AAPLxUSD";
  auto read = decode_open_orders(
    result_of({{"open", {{"O1", an_order()}, {"O2", strange}}}}), some_names());
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->orders.size(), 1U);
  EXPECT_EQ(read.text, "1 orders, 1 of no known market: O2");
  auto broken = an_order();
  broken["vol"] = "much";
  read = decode_open_orders(
    result_of({{"open", {{"O1", an_order()}, {"O2", broken}}}}), some_names());
  EXPECT_EQ(read.kind, outcome_kind::malformed);
}

TEST(KrakenOrders, AFullPageIsFollowedFromItsEarliest) {
  auto rows = json::object();
  for (std::size_t i = 0; i < rows_per_page; ++i) {
    auto row = an_order("", 50);
    row["status"] = "closed";
    row["closetm"] = 1000.5 - static_cast<double>(i);
    rows["O" + std::to_string(i)] = row;
  }
  auto read = decode_closed_orders(result_of({{"closed", rows}}), some_names());
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->next, "O49");
  EXPECT_EQ(read.value->orders.front().venue_id, "O0");
  rows.erase("O7");
  read = decode_closed_orders(result_of({{"closed", rows}}), some_names());
  EXPECT_EQ(read.value->next, "");
}

TEST(KrakenFills, ComeLatestFirstWithTheirFeeInTheQuoteCurrency) {
  const auto read = decode_fills(
    result_of({{"trades", {{"T1", a_fill(100)}, {"T2", a_fill(200.25)}}}}),
    some_names());
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->fills.size(), 2U);
  const auto& x = read.value->fills.front();
  EXPECT_EQ(x.trade_id, "T2");
  EXPECT_EQ(x.at, unix_time{std::chrono::milliseconds{200'250}});
  EXPECT_EQ(x.fee_currency, "USD");
  EXPECT_EQ(x.maker, true);
}

TEST(KrakenFees, WithoutAMakersFeeOfItsOwnItIsTheTakers) {
  const auto read
    = decode_fees(result_of({{"fees", {{"XXBTZUSD", {{"fee", "0.2600"}}}}}}));
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->maker.to_string(), "0.0026");
  EXPECT_EQ(read.value->taker.to_string(), "0.0026");
  EXPECT_FALSE(decode_fees(result_of({{"fees", nullptr}})).value);
}

TEST(KrakenBooks, NumbersKeepTheirDigits) {
  const auto read = decode_book(
    reply_of(R"({"error":[],"result":{"XXBTZUSD":{"asks":[[0.1234567890123456)"
             R"(7,"1",5]],"bids":[]}}})"),
    some_names());
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->asks.front().price.to_string(), "0.12345678901234567");
}

TEST(KrakenMoments, AreCutAfterMillisecondsAndNeverBeyondReason) {
  EXPECT_EQ(moment_of("1688666559.8979"),
            unix_time{std::chrono::milliseconds{1'688'666'559'897}});
  for (const auto* x : {"", "0", "-1", "1e30", "soon", "253402300800"})
    EXPECT_FALSE(moment_of(x)) << x;
}

} // namespace ballast::venues::kraken
