// The trading half, as far as recorded vectors do not show it.
#include "tests/venues/recorded.hpp"
#include "tests/venues/requests.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/okx/order_codec.hpp"
#include "venues/trading.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto now = unix_time{1'607'418'537'715ms};

std::unique_ptr<adapter> made(bool is_demo = false) {
  adapter_options opts;
  opts.key = "key";
  opts.secret = "secret";
  opts.passphrase = "words";
  opts.demo = is_demo;
  return std::move(*make_okx(opts));
}

market btc() {
  market what;
  what.venue_symbol = "BTC-USDT";
  return what;
}

order_ticket limit_ticket() {
  order_ticket ticket;
  ticket.client_id = "b15";
  ticket.size = *decimal::parse("2");
  ticket.price = *decimal::parse("2.15");
  return ticket;
}

std::string type_sent(const order_ticket& x) {
  const auto call = made()->trader()->place_request(btc(), x, now).call;
  return json::parse(call.body).at("ordType").get<std::string>();
}

std::string rows_of(const json& row, std::size_t count) {
  auto rows = json::array();
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back(row);
  return json{{"code", "0"}, {"msg", ""}, {"data", rows}}.dump();
}

json order_row() {
  return {{"instType", "SPOT"},  {"instId", "BTC-USDT"},
          {"ordId", "77"},       {"clOrdId", "b15"},
          {"side", "sell"},      {"ordType", "limit"},
          {"state", "canceled"}, {"sz", "2"},
          {"px", "10"},          {"accFillSz", "0.5"},
          {"avgPx", "10.5"},     {"fee", "-0.01"},
          {"feeCcy", "USDT"},    {"rebate", "0"},
          {"tgtCcy", ""},        {"cancelSource", "31"}};
}

order_report read(const json& row) {
  const auto x = okx::decode_order(reply_of(rows_of(row, 1)));
  return x.value && x.value->found ? *x.value->found : order_report{};
}

} // namespace

TEST(OkxDesk, APlacedOrderIsVoidTenSecondsLater) {
  const auto x = made()->trader()->place_request(btc(), limit_ticket(), now);
  EXPECT_EQ(header_of(x, "expTime"), "1607418547715");
  EXPECT_EQ(header_of(x, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(x, "x-simulated-trading"), "(none)");
  EXPECT_EQ(x.call.body,
            R"({"instId":"BTC-USDT","side":"buy","ordType":"limit","sz":"2",)"
            R"("tdMode":"cash","tgtCcy":"base_ccy","px":"2.15",)"
            R"("clOrdId":"b15"})");
}

TEST(OkxDesk, DemoTradingIsToldByAHeaderAndHasStreamsOfItsOwn) {
  const auto venue = made(true);
  EXPECT_EQ(header_of(venue->time_request(), "x-simulated-trading"), "1");
  EXPECT_EQ(
    header_of(venue->trader()->fees_request(btc(), now), "x-simulated-trading"),
    "1");
}

TEST(OkxDesk, WhatTheVenueHasNotGoesOutAsUnsupported) {
  auto ticket = limit_ticket();
  ticket.lives = time_in_force::immediate_or_cancel;
  EXPECT_EQ(type_sent(ticket), "ioc");
  ticket.post_only = true;
  EXPECT_EQ(type_sent(ticket), "unsupported");
  for (const auto x : {time_in_force::good_till_time, time_in_force::day}) {
    auto other = limit_ticket();
    other.lives = x;
    EXPECT_EQ(type_sent(other), "unsupported");
    other.type = order_type::market;
    EXPECT_EQ(type_sent(other), "unsupported");
  }
}

TEST(OkxDesk, OrdersOfAnAccountWithMarginArePaidAcross) {
  const auto venue = made();
  const auto mode = [&] {
    return json::parse(venue->trader()
                         ->place_request(btc(), limit_ticket(), now)
                         .call.body)
      .at("tdMode")
      .get<std::string>();
  };
  EXPECT_EQ(mode(), "cash");
  for (const auto& [level, wanted] : {std::pair{"3", "cross"},
                                      {"2", "cash"},
                                      {"4", "cross"},
                                      {"1", "cash"}}) {
    const auto row = json{{"acctLv", level}, {"perm", "read_only,trade"}};
    EXPECT_TRUE(
      venue->permissions_answer(reply_of(rows_of(row, 1))).value.has_value());
    EXPECT_EQ(mode(), wanted) << level;
  }
}

TEST(OkxDesk, SeveralOrdersGoInOneRequest) {
  const auto one = limit_ticket();
  const auto two
    = std::vector<okx::ticket_of>{{"BTC-USDT", &one}, {"ETH-USDT", &one}};
  const auto post = okx::placing(two, "cash");
  EXPECT_EQ(post.target, "/api/v5/trade/batch-orders");
  EXPECT_EQ(json::parse(post.body).size(), 2U);
}

TEST(OkxDesk, TheSwitchTakesWhatTheVenueTakes) {
  const auto sent = [](std::chrono::seconds after) {
    return json::parse(okx::dead_man(after).body).at("timeOut").get<int>();
  };
  EXPECT_EQ(sent(0s), 0);
  EXPECT_EQ(sent(1s), 10);
  EXPECT_EQ(sent(60s), 60);
  EXPECT_EQ(sent(1h), 120);
}

TEST(OkxDesk, CompletedOrdersOfMoreThanAWeekAgoAreInTheArchive) {
  const auto venue = made();
  auto& by = *venue->trader();
  const auto target = [&](std::optional<unix_time> since) {
    return by.closed_orders_request(nullptr, since, "9", now).call.target;
  };
  EXPECT_EQ(target(std::nullopt),
            "/api/v5/trade/orders-history?instType=SPOT&limit=100&after=9");
  EXPECT_EQ(target(now - 168h), target(std::nullopt));
  EXPECT_EQ(target(now - 168h - 1ms),
            "/api/v5/trade/orders-history-archive?instType=SPOT&limit=100"
            "&after=9");
}

TEST(OkxDesk, AFullPageIsFollowedByAnother) {
  const auto full = okx::decode_orders(reply_of(rows_of(order_row(), 100)));
  ASSERT_TRUE(full.value);
  EXPECT_EQ(full.value->next, "77");
  auto swap = order_row();
  swap["instType"] = "SWAP";
  const auto others = okx::decode_orders(reply_of(rows_of(swap, 100)));
  ASSERT_TRUE(others.value);
  EXPECT_TRUE(others.value->orders.empty());
  EXPECT_EQ(others.value->next, "77");
  EXPECT_EQ(okx::decode_orders(reply_of(rows_of(order_row(), 99))).value->next,
            "");
}

TEST(OkxDesk, ReadsWhatAnOrderCostAndWhyItEnded) {
  const auto x = read(order_row());
  EXPECT_EQ(x.state, order_state::cancelled);
  EXPECT_EQ(x.reason, "31");
  EXPECT_EQ(x.filled_cost, *decimal::parse("5.25"));
  EXPECT_EQ(x.fee, *decimal::parse("0.01"));
  EXPECT_EQ(x.size, *decimal::parse("2"));
  auto row = order_row();
  row["fee"] = "0";
  row["rebate"] = "0.02";
  row["rebateCcy"] = "USDT";
  EXPECT_EQ(read(row).fee, *decimal::parse("-0.02"));
  row["ordType"] = "market";
  row["side"] = "buy";
  EXPECT_EQ(read(row).cost, *decimal::parse("2"));
}

TEST(OkxDesk, AnOrderThatCannotBeReadMakesTheAnswerMalformed) {
  for (const auto* name : {"ordId", "instId", "side", "ordType", "state"}) {
    auto row = order_row();
    row[name] = "";
    EXPECT_EQ(okx::decode_orders(reply_of(rows_of(row, 1))).kind,
              outcome_kind::malformed)
      << name;
  }
  for (const auto* name : {"sz", "px", "accFillSz", "avgPx", "fee"}) {
    auto row = order_row();
    row[name] = 0.5;
    EXPECT_EQ(okx::decode_orders(reply_of(rows_of(row, 1))).kind,
              outcome_kind::malformed)
      << name;
  }
}

TEST(OkxDesk, AnOrderThatDoesNotExistIsAnAnswer) {
  const auto x
    = okx::decode_order(reply_of(R"({"code":"51603","data":[],"msg":"none"})"));
  EXPECT_EQ(x.kind, outcome_kind::ok);
  ASSERT_TRUE(x.value);
  EXPECT_FALSE(x.value->found);
  EXPECT_EQ(okx::decode_order(reply_of(rows_of(order_row(), 0))).kind,
            outcome_kind::malformed);
}

TEST(OkxDesk, TheDearestOfSeveralGroupsCounts) {
  const auto group = [](const char* maker, const char* taker) {
    return json{{"maker", maker}, {"taker", taker}};
  };
  const auto row = json{
    {"feeGroup", {group("-0.001", "-0.002"), group("0.0001", "-0.003")}}};
  const auto x = okx::decode_fees(reply_of(rows_of(row, 1)));
  ASSERT_TRUE(x.value);
  EXPECT_EQ(x.value->maker, *decimal::parse("0.001"));
  EXPECT_EQ(x.value->taker, *decimal::parse("0.003"));
  EXPECT_FALSE(x.text.empty());
}

TEST(OkxDesk, HasNoTestAndNoCancelOfAll) {
  const auto venue = made();
  EXPECT_FALSE(venue->trader()->test_request(btc(), limit_ticket(), now));
  EXPECT_FALSE(venue->trader()->cancel_all_request(nullptr, now));
  EXPECT_FALSE(venue->trader()->stream_token_request(now));
}

} // namespace ballast::venues
