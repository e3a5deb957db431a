#include "tests/venues/recorded.hpp"
#include "venues/coinbase/order_words.hpp"
#include "venues/coinbase/trading_codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

json an_order() {
  return {
    {"order_id", "v"},
    {"client_order_id", "c"},
    {"product_id", "BTC-USD"},
    {"product_type", "SPOT"},
    {"side", "BUY"},
    {"status", "OPEN"},
    {"time_in_force", "GOOD_UNTIL_CANCELLED"},
    {"created_time", "2026-01-01T00:00:00Z"},
    {"filled_size", "0.5"},
    {"filled_value", "50"},
    {"average_filled_price", "100"},
    {"total_fees", "0.1"},
    {"order_configuration",
     {{"limit_limit_gtc", {{"base_size", "1"}, {"limit_price", "100"}}}}}};
}

net::reply list_of(json orders, json more = json::object()) {
  auto body = json{{"orders", std::move(orders)}};
  body.update(more);
  return reply_of(body.dump());
}

json with(json order, const char* name, json value) {
  order[name] = std::move(value);
  return order;
}

std::size_t count_of(const answer<order_page>& x) {
  return x.value ? x.value->orders.size() : 999;
}

json a_fill() {
  return {{"entry_id", "e"},       {"trade_id", "t"},
          {"order_id", "v"},       {"trade_time", "2026-01-01T00:00:00Z"},
          {"trade_type", "FILL"},  {"price", "3"},
          {"size", "1"},           {"commission", "0.01"},
          {"side", "SELL"},        {"product_id", "BTC-USD"},
          {"size_in_quote", false}};
}

answer<fill_page> fills_of(const json& row) {
  return decode_fills(
    reply_of(json{{"fills", json::array({row})}, {"cursor", "n"}}.dump()));
}

} // namespace

TEST(CoinbaseOrders, TellsThoseThatLiveFromThoseThatAreOver) {
  auto rows = json::array();
  for (const auto* status : {"OPEN", "PENDING", "QUEUED", "CANCEL_QUEUED",
                             "EDIT_QUEUED", "A_STATE_OF_NEXT_YEAR"})
    rows.push_back(with(an_order(), "status", status));
  for (const auto* status : {"FILLED", "CANCELLED", "EXPIRED", "FAILED"})
    rows.push_back(with(an_order(), "status", status));
  EXPECT_EQ(count_of(decode_orders(list_of(rows), which_orders::live)), 6U);
  EXPECT_EQ(count_of(decode_orders(list_of(rows), which_orders::over)), 4U);
}

TEST(CoinbaseOrders, ThatSleepAreOpenStops) {
  const auto stop = with(an_order(), "order_configuration",
                         {{"stop_limit_stop_limit_gtc",
                           {{"base_size", "1"},
                            {"limit_price", "99"},
                            {"stop_price", "100"},
                            {"stop_direction", "STOP_DIRECTION_STOP_DOWN"}}}});
  const auto read
    = decode_orders(list_of(json::array({stop})), which_orders::live);
  ASSERT_EQ(count_of(read), 1U);
  const auto& x = read.value->orders[0];
  EXPECT_EQ(x.type, order_type::stop_limit);
  EXPECT_EQ(x.state, order_state::open);
  EXPECT_EQ(x.price, decimal::whole(99));
  EXPECT_EQ(x.lives, time_in_force::good_till_cancelled);
}

// An order overlooked is one that nobody watches.
TEST(CoinbaseOrders, OneUnreadableOrderMakesThePageMalformed) {
  for (const auto& row :
       {with(an_order(), "side", ""), with(an_order(), "order_id", nullptr),
        with(an_order(), "product_id", "BTC"),
        with(an_order(), "filled_size", 0.5),
        with(an_order(), "filled_size", "-1"), json(1)})
    EXPECT_EQ(
      decode_orders(list_of(json::array({an_order(), row})), which_orders::live)
        .kind,
      outcome_kind::malformed)
      << row;
}

TEST(CoinbaseOrders, PassesOverOtherKindsOfMarkets) {
  const auto future = with(with(an_order(), "product_type", "FUTURE"),
                           "product_id", "BIP-20DEC30-CDE");
  EXPECT_EQ(count_of(decode_orders(list_of(json::array({future, an_order()})),
                                   which_orders::live)),
            1U);
}

TEST(CoinbaseOrders, FollowsTheCursorOnlyWhereMoreIsAnnounced) {
  const auto next = [](const json& more) {
    const auto read
      = decode_orders(list_of(json::array(), more), which_orders::live);
    return read.value ? read.value->next : to_string(read.kind);
  };
  EXPECT_EQ(next({{"has_next", true}, {"cursor", "n"}}), "n");
  EXPECT_EQ(next({{"has_next", false}, {"cursor", "n"}}), "");
  EXPECT_EQ(next({{"has_next", true}, {"cursor", ""}}), "malformed");
}

TEST(CoinbaseOrders, KeepsTheWordsOfAnEnd) {
  auto row = with(an_order(), "status", "FAILED");
  row["reject_reason"] = "REJECT_REASON_UNSPECIFIED";
  row["reject_message"] = "too\nlate";
  const auto read
    = decode_orders(list_of(json::array({row})), which_orders::over);
  ASSERT_EQ(count_of(read), 1U);
  EXPECT_EQ(read.value->orders.front().reason, "too late");
  EXPECT_EQ(read.value->orders.front().state, order_state::rejected);
}

TEST(CoinbaseLookup, ProvesAbsenceByTheVenuesOwnWordAlone) {
  const auto gone = decode_lookup(
    reply_of(R"({"message":"order with this orderID was not found"})", 404));
  ASSERT_TRUE(gone.value);
  EXPECT_FALSE(gone.value->found);
  for (const auto& x :
       {reply_of("", 404), reply_of("<html>", 404), reply_of("{}", 500),
        reply_of("Unauthorized", 401), reply_of("{}"), reply_of("")})
    EXPECT_FALSE(decode_lookup(x).value) << x.status << x.body;
}

TEST(CoinbaseLookup, FindsAClientIdAmongTheNewest) {
  const auto rows
    = json::array({with(an_order(), "client_order_id", "a"), an_order()});
  const auto whole = list_of(rows);
  const auto part = list_of(rows, {{"has_next", true}, {"cursor", "n"}});
  ASSERT_TRUE(decode_lookup_among(whole, "c").value);
  EXPECT_EQ(decode_lookup_among(whole, "c").value->found->client_id, "c");
  ASSERT_TRUE(decode_lookup_among(whole, "z").value);
  EXPECT_TRUE(decode_lookup_among(whole, "z").value->is_absent());
  ASSERT_TRUE(decode_lookup_among(part, "c").value);
  // There is more: not here does not mean nowhere.
  ASSERT_TRUE(decode_lookup_among(part, "z").value);
  EXPECT_FALSE(decode_lookup_among(part, "z").value->found);
  EXPECT_FALSE(decode_lookup_among(part, "z").value->is_absent());
  EXPECT_EQ(decode_lookup_among(part, "z").value->next, "n");
}

TEST(CoinbaseFills, TurnsASizeInQuoteUnitsIntoBaseUnitsRoundedDown) {
  auto row = a_fill();
  row["size_in_quote"] = true;
  const auto read = fills_of(row);
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->fills.front().size.to_string(), "0.333333333333333333");
  row["price"] = "100000000000000000000";
  EXPECT_EQ(fills_of(row).kind, outcome_kind::malformed);
}

TEST(CoinbaseFills, LeavesOutWhatTakesATradeBackAndSaysSo) {
  auto row = a_fill();
  row["trade_type"] = "REVERSAL";
  const auto read = fills_of(row);
  ASSERT_TRUE(read.value);
  EXPECT_TRUE(read.value->fills.empty());
  EXPECT_EQ(read.text, "0 fills, 1 taken back or corrected: t");
  EXPECT_EQ(read.value->next, "n");
}

TEST(CoinbaseFills, NamesTheRowAndTheCurrencyOfTheFee) {
  const auto read = fills_of(a_fill());
  ASSERT_TRUE(read.value);
  const auto& one = read.value->fills.front();
  EXPECT_EQ(one.trade_id, "e");
  EXPECT_EQ(one.fee.to_string(), "0.01");
  EXPECT_EQ(one.fee_currency, "USD");
  EXPECT_FALSE(one.maker);
}

TEST(CoinbaseFills, OneUnreadableFillMakesThePageMalformed) {
  for (const auto& [name, value] : {std::pair<const char*, json>{"side", "?"},
                                    {"price", 3},
                                    {"size", "0"},
                                    {"trade_time", nullptr},
                                    {"order_id", ""},
                                    {"commission", "x"}}) {
    auto row = a_fill();
    row[name] = value;
    EXPECT_EQ(fills_of(row).kind, outcome_kind::malformed) << name;
  }
}

TEST(CoinbaseAmounts, CutsOnlyWhatTheVenueDerives) {
  constexpr auto fine = "0.12345678901234567899";
  EXPECT_FALSE(amount_of(fine));
  EXPECT_EQ(derived_amount_of(fine)->to_string(), "0.123456789012345678");
  EXPECT_EQ(derived_amount_of("")->to_string(), "0");
  EXPECT_EQ(derived_amount_of("-0.5")->to_string(), "-0.5");
  for (const auto* text : {"1.1234567890123456789.1", "x", "(not text)", "1.",
                           "--1", "0.123456789012345678x"})
    EXPECT_FALSE(derived_amount_of(text)) << text;
}

TEST(CoinbaseBook, SortsItsSidesAndRefusesAnEmptyLevel) {
  const auto book = [](const char* size) {
    return decode_book(reply_of(
      R"({"pricebook":{"product_id":"BTC-USD","bids":[{"price":"1","size":")"
      + std::string{size}
      + R"("},{"price":"2","size":"1"}],"asks":[{"price":"4","size":"1"},
          {"price":"3","size":"1"}]}})"));
  };
  ASSERT_TRUE(book("1").value);
  EXPECT_EQ(book("1").value->bids.front().price.to_string(), "2");
  EXPECT_EQ(book("1").value->asks.front().price.to_string(), "3");
  EXPECT_EQ(book("0").kind, outcome_kind::malformed);
}

} // namespace ballast::venues::coinbase
