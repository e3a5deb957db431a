#include "tests/venues/recorded.hpp"
#include "venues/binance/average.hpp"
#include "venues/binance/order_codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::binance {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

decimal number(const char* text) { return *decimal::parse(text); }

market_names some_names() {
  market x;
  x.venue_symbol = "LTCBTC";
  x.symbol = {"LTC", "BTC"};
  market_names names;
  names.learn({x});
  return names;
}

json some_order() {
  return {{"symbol", "LTCBTC"},
          {"orderId", 9'007'199'254'740'993},
          {"clientOrderId", "ours"},
          {"price", "0.10000000"},
          {"origQty", "3.00000000"},
          {"executedQty", "3.00000000"},
          {"cummulativeQuoteQty", "0.20000000"},
          {"status", "FILLED"},
          {"timeInForce", "IOC"},
          {"type", "LIMIT"},
          {"side", "SELL"},
          {"time", 1'499'827'319'559},
          {"updateTime", 1'499'827'319'560}};
}

std::optional<order_report> placed(const json& x) {
  return decode_placement(reply_of(x.dump()), some_names()).value;
}

} // namespace

TEST(BinanceOrders, AreReadToTheLastDigit) {
  const auto order = placed(some_order());
  ASSERT_TRUE(order);
  EXPECT_EQ(order->venue_id, "9007199254740993");
  EXPECT_EQ(order->symbol.to_string(), "LTC/BTC");
  EXPECT_EQ(order->lives, time_in_force::immediate_or_cancel);
  EXPECT_EQ(order->side, side::sell);
  EXPECT_EQ(order->price, number("0.1"));
  EXPECT_EQ(order->average_price, number("0.066666666666666666"));
  EXPECT_EQ(order->created, unix_time{1'499'827'319'559ms});
  EXPECT_EQ(order->updated, unix_time{1'499'827'319'560ms});
}

TEST(BinanceOrders, ThatAreSizedByTheirCostHaveNoSize) {
  auto row = some_order();
  row["type"] = "MARKET";
  row["origQuoteOrderQty"] = "25.00000000";
  const auto order = placed(row);
  ASSERT_TRUE(order);
  EXPECT_TRUE(order->size.is_zero());
  EXPECT_EQ(order->cost, number("25"));
  EXPECT_EQ(order->type, order_type::market);
}

TEST(BinanceOrders, ThatSleepAreOpenStops) {
  auto row = some_order();
  row["type"] = "STOP_LOSS_LIMIT";
  row["timeInForce"] = "GTC";
  row["status"] = "NEW";
  row["stopPrice"] = "0.20000000";
  row["isWorking"] = false;
  row["executedQty"] = row["cummulativeQuoteQty"] = "0.00000000";
  const auto read
    = decode_open_orders(reply_of(json::array({row}).dump()), some_names());
  ASSERT_TRUE(read.value);
  ASSERT_EQ(read.value->orders.size(), 1U);
  EXPECT_EQ(read.value->orders[0].type, order_type::stop_limit);
  EXPECT_EQ(read.value->orders[0].state, order_state::open);
  EXPECT_EQ(read.value->orders[0].price, number("0.1"));
  row["type"] = "TAKE_PROFIT_LIMIT";
  EXPECT_EQ(placed(row)->type, order_type::other);
}

TEST(BinanceOrders, AnUnknownCostIsNoCost) {
  auto row = some_order();
  row["cummulativeQuoteQty"] = "-1.00000000";
  const auto order = placed(row);
  ASSERT_TRUE(order);
  EXPECT_TRUE(order->filled_cost.is_zero());
  EXPECT_TRUE(order->average_price.is_zero());
}

TEST(BinanceOrders, AddUpFeesOfOneCurrencyAlone) {
  auto row = some_order();
  row["fills"] = {{{"commission", "0.1"}, {"commissionAsset", "BNB"}},
                  {{"commission", "0.02"}, {"commissionAsset", "BNB"}}};
  EXPECT_EQ(placed(row)->fee, number("0.12"));
  EXPECT_EQ(placed(row)->fee_currency, "BNB");
  row["fills"].push_back({{"commission", "5"}, {"commissionAsset", "BTC"}});
  EXPECT_TRUE(placed(row)->fee.is_zero());
  EXPECT_EQ(placed(row)->fee_currency, "");
}

TEST(BinanceOrders, ThatWereTakenAreTakenHoweverLittleCanBeRead) {
  for (const auto* broken : {"price", "status", "side", "executedQty"}) {
    auto row = some_order();
    row[broken] = 1.5; // No text, and so no figure that could be believed.
    const auto read = decode_placement(reply_of(row.dump()), some_names());
    EXPECT_EQ(read.fate, placement::accepted) << broken;
    ASSERT_TRUE(read.value);
    EXPECT_EQ(read.value->venue_id, "9007199254740993");
    EXPECT_EQ(read.value->client_id, "ours");
    EXPECT_TRUE(read.value->price.is_zero());
    EXPECT_EQ(read.value->state, order_state::pending);
    EXPECT_FALSE(
      decode_query(reply_of(row.dump()), some_names()).value.has_value());
    EXPECT_FALSE(
      decode_open_orders(reply_of(json::array({row}).dump()), some_names())
        .value.has_value());
  }
}

TEST(BinanceOrders, KeepTheirOwnIdWhenTheyAreCancelled) {
  auto row = some_order();
  row["status"] = "CANCELED";
  row["origClientOrderId"] = "the order's";
  row["clientOrderId"] = "the cancel's";
  EXPECT_EQ(placed(row)->client_id, "the order's");
  // An amendment gives a new one.
  row["status"] = "NEW";
  EXPECT_EQ(placed(row)->client_id, "the cancel's");
}

TEST(BinanceOrders, OfMarketsThatNobodyNamedKeepAnEmptySymbol) {
  auto row = some_order();
  row["symbol"] = "NEWBTC";
  EXPECT_EQ(placed(row)->symbol, symbol{});
}

TEST(BinanceOrders, HaveAStateOfTheTable) {
  EXPECT_EQ(order_state_of("NEW"), order_state::open);
  EXPECT_EQ(order_state_of("PENDING_NEW"), order_state::pending);
  EXPECT_EQ(order_state_of("PARTIALLY_FILLED"), order_state::open);
  EXPECT_EQ(order_state_of("FILLED"), order_state::filled);
  EXPECT_EQ(order_state_of("CANCELED"), order_state::cancelled);
  EXPECT_EQ(order_state_of("PENDING_CANCEL"), order_state::open);
  EXPECT_EQ(order_state_of("REJECTED"), order_state::rejected);
  EXPECT_EQ(order_state_of("EXPIRED"), order_state::expired);
  EXPECT_EQ(order_state_of("EXPIRED_IN_MATCH"), order_state::expired);
  EXPECT_FALSE(order_state_of("CANCELLED"));
  EXPECT_FALSE(order_state_of(""));
}

TEST(BinanceOrders, ClosedOnesLeaveOutWhatIsOpenAndGoOnBehindAFullPage) {
  auto open = some_order();
  open["status"] = "NEW";
  auto rows = json::array({open});
  const auto read = decode_closed_orders(reply_of(rows.dump()), some_names());
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->orders.empty());
  EXPECT_EQ(read.value->next, "");
  rows = json::array();
  for (std::size_t i = 1; i <= rows_per_call; ++i) {
    auto row = i % 2 == 0 ? open : some_order();
    row["orderId"] = i;
    rows.push_back(row);
  }
  const auto page = decode_closed_orders(reply_of(rows.dump()), some_names());
  ASSERT_TRUE(page.value);
  EXPECT_EQ(page.value->orders.size(), rows_per_call / 2);
  EXPECT_EQ(page.value->next, "1001");
}

TEST(BinanceOrders, AnAverageIsCutAndNeverOverflows) {
  EXPECT_EQ(average_of(number("10"), number("4")), number("2.5"));
  EXPECT_EQ(average_of(number("1"), number("3")),
            number("0.333333333333333333"));
  EXPECT_TRUE(average_of({}, number("3")).is_zero());
  EXPECT_TRUE(average_of(number("3"), {}).is_zero());
  EXPECT_TRUE(average_of(number("-3"), number("1")).is_zero());
  EXPECT_TRUE(average_of(decimal::highest(), decimal::from_units(1)).is_zero());
  EXPECT_EQ(average_of(number("12345678901234567890"), number("1")),
            number("12345678901234567890"));
}

TEST(BinanceFills, GoOnBehindAFullPage) {
  auto rows = json::array();
  for (std::size_t i = 1; i <= rows_per_call; ++i)
    rows.push_back({{"symbol", "LTCBTC"},
                    {"id", i},
                    {"orderId", 7},
                    {"price", "1"},
                    {"qty", "2"},
                    {"commission", "0.001"},
                    {"commissionAsset", "LTC"},
                    {"time", 1'499'865'549'590},
                    {"isBuyer", true},
                    {"isMaker", true}});
  const auto page = decode_fills(reply_of(rows.dump()), some_names());
  ASSERT_TRUE(page.value);
  EXPECT_EQ(page.value->next, "1001");
  EXPECT_EQ(page.value->fills.front().fee, number("0.001"));
  EXPECT_EQ(page.value->fills.front().maker, true);
  rows.front()["price"] = "0";
  EXPECT_EQ(decode_fills(reply_of(rows.dump()), some_names()).kind,
            outcome_kind::malformed);
  EXPECT_EQ(decode_fills(reply_of("[]"), some_names()).value->next, "");
}

TEST(BinanceBooks, StandBestFirstAndAreReadToTheLastDigit) {
  const auto read = decode_book(reply_of(
    R"({"lastUpdateId":9,"bids":[["1","2"],["1.5","0.000000000000000001"]],)"
    R"("asks":[["3","1"],["2","1"]]})"));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->bids.front().price, number("1.5"));
  EXPECT_EQ(read.value->bids.front().size, number("0.000000000000000001"));
  EXPECT_EQ(read.value->asks.front().price, number("2"));
  EXPECT_EQ(read.value->sequence, 9U);
}

TEST(BinanceBooks, AreReadWholeOrNotAtAll) {
  for (const auto* body :
       {"{}", "[]", R"({"lastUpdateId":9,"bids":[]})",
        R"({"lastUpdateId":0,"bids":[],"asks":[]})",
        R"({"lastUpdateId":9,"bids":[["0","1"]],"asks":[]})",
        R"({"lastUpdateId":9,"bids":[[1.5,"1"]],"asks":[]})",
        R"({"lastUpdateId":9,"bids":[["1","-1"]],"asks":[]})",
        R"({"lastUpdateId":9,"bids":[["1"]],"asks":[]})"})
    EXPECT_EQ(decode_book(reply_of(body)).kind, outcome_kind::malformed)
      << body;
}

TEST(BinanceFees, AreSummedAndOfBuyerAndSellerTheLarger) {
  const auto read = decode_fees(reply_of(
    R"({"standardCommission":{"maker":"0.001","taker":"0.002","buyer":"0.0001",)"
    R"("seller":"0.0003"},"taxCommission":{"maker":"0.01","taker":"0.02"}})"));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->maker, number("0.0113"));
  EXPECT_EQ(read.value->taker, number("0.0223"));
  EXPECT_FALSE(
    decode_fees(reply_of(R"({"standardCommission":{"maker":0.001}})")).value);
  EXPECT_FALSE(decode_fees(reply_of(R"({"taxCommission":{}})")).value);
}

} // namespace ballast::venues::binance
