#include "tests/venues/recorded.hpp"
#include "tests/venues/requests.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/alpaca/order_row.hpp"
#include "venues/alpaca/orders.hpp"
#include "venues/alpaca/refusals.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto now = unix_time{1'760'000'000'000ms};

json order() {
  return {{"id", "61e69015-8549-4bfd-b9c3-01e75843f47d"},
          {"client_order_id", "ours-1"},
          {"created_at", "2025-10-09T08:53:20.123456789Z"},
          {"submitted_at", "2025-10-09T08:53:20.1Z"},
          {"symbol", "BTC/USD"},
          {"asset_class", "crypto"},
          {"qty", "0.5"},
          {"notional", nullptr},
          {"filled_qty", "0.2"},
          {"filled_avg_price", "100.5"},
          {"type", "limit"},
          {"side", "sell"},
          {"time_in_force", "gtc"},
          {"limit_price", "100.25"},
          {"status", "partially_filled"}};
}

decimal number(const char* text) { return *decimal::parse(text); }

market named(const char* venue_symbol) {
  market x;
  x.venue_symbol = venue_symbol;
  return x;
}

order_ticket ticket() {
  order_ticket x;
  x.client_id = "ours-1";
  x.size = number("0.5");
  x.price = number("100.25");
  return x;
}

json body_of(const market& what, const order_ticket& x, bool open = true) {
  return json::parse(order_body(what, x, open));
}

TEST(AlpacaOrders, ThatSleepHaveTheirTriggerBeside) {
  auto x = ticket();
  x.type = order_type::stop_limit;
  x.side = side::sell;
  x.trigger = number("101");
  const auto body = body_of(named("BTC/USD"), x);
  EXPECT_EQ(body["type"], "stop_limit");
  EXPECT_EQ(body["stop_price"], "101");
  EXPECT_EQ(body["limit_price"], "100.25");
  EXPECT_EQ(body["time_in_force"], "gtc");
  EXPECT_FALSE(body_of(named("BTC/USD"), ticket()).contains("stop_price"));
}

TEST(AlpacaOrders, ThatSleepAreReadAsOpenStops) {
  auto row = order();
  row["type"] = "stop_limit";
  row["stop_price"] = "101";
  row["status"] = "new";
  const auto read = decode_placement(reply_of(row.dump()), {});
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->type, order_type::stop_limit);
  EXPECT_EQ(read.value->state, order_state::open);
  row["type"] = "trailing_stop";
  EXPECT_EQ(decode_placement(reply_of(row.dump()), {}).value->type,
            order_type::other);
}

TEST(AlpacaOrders, AreReadToTheLastDigit) {
  const auto read = decode_placement(reply_of(order().dump()), {});
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.fate, placement::accepted);
  EXPECT_EQ(read.value->client_id, "ours-1");
  EXPECT_EQ(read.value->symbol, (symbol{"BTC", "USD"}));
  EXPECT_EQ(read.value->side, side::sell);
  EXPECT_EQ(read.value->filled, number("0.2"));
  EXPECT_EQ(read.value->filled_cost, number("20.1"));
  EXPECT_EQ(read.value->price, number("100.25"));
  EXPECT_EQ(read.value->state, order_state::open);
  EXPECT_EQ(read.value->created, now + 123ms);
}

TEST(AlpacaOrders, AnAnswerThatCannotBeReadIsNoProofOfAnything) {
  for (const auto* name : {"id", "side", "status", "qty"}) {
    auto broken = order();
    broken.erase(name);
    const auto read = decode_placement(reply_of(broken.dump()), {});
    EXPECT_EQ(read.fate, placement::unknown) << name;
    EXPECT_EQ(read.kind, outcome_kind::malformed) << name;
  }
}

struct refusal_case {
  unsigned status;
  const char* body;
  placement fate;
};

TEST(AlpacaOrders, AreRefusedOnlyWhereTheVenuesWordsProveIt) {
  using enum placement;
  constexpr refusal_case cases[] = {
    {400, R"({"message":"Invalid symbol"})", refused},
    {400, "", unknown},
    {401, R"({"code":40110000,"message":"request is not authorized"})",
     refused},
    {403, R"({"message":"forbidden."})", refused},
    {403, "<html>blocked</html>", unknown},
    {403, R"({"code":40310000,"message":"insufficient buying power"})",
     refused},
    {403, R"({"code":40310000,"message":"potential wash trade detected"})",
     refused},
    {403, R"({"code":40310100,"message":"trade denied"})", refused},
    {404, R"({"code":40410000,"message":"asset not found for X"})", refused},
    {404, "no such page", unknown},
    {422, R"({"code":40010001,"message":"client_order_id must be unique"})",
     unknown},
    {422, R"({"code":42210000,"message":"invalid crypto time_in_force"})",
     refused},
    {422,
     R"({"code":42210000,"message":"sub-penny increment does not fulfill"})",
     refused},
    {422, R"({"code":42210000,"message":"asset X is not active"})", refused},
    {422, R"({"code":42210000,"message":"error"})", unknown},
    {422, "", unknown},
    {429, R"({"code":42910000,"message":"rate limit exceeded"})", refused},
    {429, "", unknown},
    {408, R"({"message":"timeout"})", unknown},
    {500, R"({"code":50010000,"message":"internal server error"})", unknown},
    {503, "", unknown},
    {504, R"({"message":"gateway invalid"})", unknown},
    {302, R"({"message":"moved"})", unknown},
  };
  for (const auto& x : cases)
    EXPECT_EQ(decode_placement(reply_of(x.body, x.status), {}).fate, x.fate)
      << x.status << ' ' << x.body;
}

TEST(AlpacaOrders, KeepEveryStateApart) {
  EXPECT_EQ(state_of("pending_new"), order_state::pending);
  EXPECT_EQ(state_of("accepted"), order_state::pending);
  EXPECT_EQ(state_of("done_for_day"), order_state::open);
  EXPECT_EQ(state_of("pending_cancel"), order_state::open);
  EXPECT_EQ(state_of("a word of tomorrow"), order_state::open);
  EXPECT_EQ(state_of("filled"), order_state::filled);
  EXPECT_EQ(state_of("replaced"), order_state::cancelled);
  EXPECT_EQ(state_of("expired"), order_state::expired);
  EXPECT_EQ(state_of("rejected"), order_state::rejected);
}

TEST(AlpacaOrders, AreAskedForInTheVenuesWords) {
  EXPECT_EQ(body_of(named("BTC/USD"), ticket()),
            (json{{"symbol", "BTC/USD"},
                  {"side", "buy"},
                  {"type", "limit"},
                  {"qty", "0.5"},
                  {"limit_price", "100.25"},
                  {"time_in_force", "gtc"},
                  {"client_order_id", "ours-1"}}));
  auto by_cost = ticket();
  by_cost.type = order_type::market;
  by_cost.size = by_cost.price = {};
  by_cost.cost = number("25.5");
  const auto coin = body_of(named("BTC/USD"), by_cost);
  EXPECT_EQ(coin.at("notional"), "25.5");
  EXPECT_EQ(coin.at("time_in_force"), "gtc");
  EXPECT_FALSE(coin.contains("qty") || coin.contains("limit_price"));
  EXPECT_EQ(body_of(named("SPY"), by_cost).at("time_in_force"), "day");
}

TEST(AlpacaOrders, AreNeverPlacedAsSomethingElseThanWasAsked) {
  auto x = ticket();
  x.post_only = true;
  EXPECT_EQ(body_of(named("BTC/USD"), x).at("time_in_force"), "post_only");
  x = ticket();
  x.lives = time_in_force::good_till_time;
  EXPECT_EQ(body_of(named("BTC/USD"), x).at("time_in_force"), "gtd");
  EXPECT_EQ(body_of(named("AAPL"), ticket(), false).at("time_in_force"),
            "no_session");
}

std::unique_ptr<adapter> with_key() {
  adapter_options opts;
  const auto auth = json::parse(recorded_text("alpaca/auth.json"));
  const auto key = auth.at("key").get<std::string>();
  const auto secret = auth.at("secret").get<std::string>();
  opts.key = key;
  opts.secret = secret;
  return std::move(*make_alpaca(opts));
}

TEST(AlpacaTrader, BuildsNoOrderForAShareOutsideOfItsSession) {
  const auto venue = with_key();
  auto& by = *venue->trader();
  const auto life = [&](const char* name) {
    return json::parse(by.place_request(named(name), ticket(), now).call.body)
      .at("time_in_force");
  };
  EXPECT_EQ(life("AAPL"), "no_session");
  EXPECT_EQ(life("BTC/USD"), "gtc");
  // Thursday, 2025-10-09, 08:53 UTC lies before the opening at 13:30.
  EXPECT_TRUE(venue
                ->calendar_answer(reply_of(
                  R"([{"date":"2025-10-09","open":"09:30","close":"16:00"}])"))
                .value);
  EXPECT_EQ(life("AAPL"), "no_session");
  const auto later
    = by.place_request(named("AAPL"), ticket(), now + 6h).call.body;
  EXPECT_EQ(json::parse(later).at("time_in_force"), "gtc");
}

TEST(AlpacaTrader, AsksBothHostsWithCredentialsAndSpendsFromTheirBudgets) {
  const auto venue = with_key();
  auto& by = *venue->trader();
  const auto placed = by.place_request(named("BTC/USD"), ticket(), now);
  EXPECT_EQ(placed.call.method, "POST");
  EXPECT_EQ(placed.call.base, "https://api.alpaca.markets");
  EXPECT_EQ(placed.call.target, "/v2/orders");
  EXPECT_EQ(header_of(placed, "Content-Type"), "application/json");
  EXPECT_NE(header_of(placed, "APCA-API-KEY-ID"), "(none)");
  EXPECT_EQ(placed.spends.front().budget, "alpaca.trading@master");
  const auto book = by.book_request(named("BTC/USD"), 10);
  EXPECT_EQ(book.call.base, "https://data.alpaca.markets");
  EXPECT_EQ(book.spends.front().budget, "alpaca.data@master");
  const auto one = order_ref{named("BTC/USD"), "id-1", "ours-1"};
  EXPECT_EQ(by.cancel_request(one, now).call.target, "/v2/orders/id-1");
  EXPECT_EQ(by.query_request({one.what, {}, "ours-1"}, now).call.target,
            "/v2/orders:by_client_order_id?client_order_id=ours-1");
  EXPECT_FALSE(by.cancel_all_request(&one.what, now));
  EXPECT_EQ(by.cancel_all_request(nullptr, now)->call.target, "/v2/orders");
  EXPECT_FALSE(by.amend_request(one, {}, {}, now));
  EXPECT_FALSE(by.test_request(one.what, ticket(), now));
}

TEST(AlpacaOrders, ACancelIsTakenOrOverOrUnknown) {
  using enum cancel_fate;
  const auto fate = [](unsigned status, const char* body) {
    return decode_cancel(reply_of(body, status)).fate;
  };
  EXPECT_EQ(fate(204, ""), taken);
  EXPECT_EQ(
    fate(422, R"({"code":42210000,"message":"order is not cancelable"})"),
    already_over);
  EXPECT_EQ(fate(404, R"({"code":40410000,"message":"order is not found."})"),
            unknown_order);
  EXPECT_EQ(fate(404, "gone"), unknown);
  EXPECT_EQ(fate(429, R"({"code":42910000,"message":"rate limit exceeded"})"),
            refused);
  EXPECT_EQ(fate(500, R"({"message":"internal"})"), unknown);
}

TEST(AlpacaOrders, ACancelOfAllCountsWhatGoesOn) {
  const auto rows = [](int last) {
    return json{{{"id", "a"}, {"status", 200}}, {{"id", "b"}, {"status", last}}}
      .dump();
  };
  EXPECT_TRUE(decode_cancel_all(reply_of(rows(404), 207)).value);
  const auto left = decode_cancel_all(reply_of(rows(500), 207));
  EXPECT_EQ(left.kind, outcome_kind::refused);
  EXPECT_EQ(left.text, "1 of 2 orders could not be cancelled");
}

TEST(AlpacaOrders, AnOrderIsMissingOnlyWhereTheVenueSaysSo) {
  const auto missing = decode_lookup(
    reply_of(R"({"code":40410000,"message":"order is not found."})", 404), {});
  ASSERT_TRUE(missing.value);
  EXPECT_FALSE(missing.value->found);
  EXPECT_FALSE(decode_lookup(reply_of("<html>", 404), {}).value);
  EXPECT_FALSE(decode_lookup(reply_of("", 500), {}).value);
  EXPECT_TRUE(decode_lookup(reply_of(order().dump()), {}).value->found);
}

TEST(AlpacaOrders, AFullPageGoesOnBehindItsLastOrder) {
  auto rows = json::array();
  for (std::size_t i = 0; i < orders_per_page; ++i)
    rows.push_back(order());
  EXPECT_EQ(decode_orders(reply_of(rows.dump()), {}).value->next,
            "2025-10-09T08:53:20.1Z");
  rows.erase(0);
  EXPECT_EQ(decode_orders(reply_of(rows.dump()), {}).value->next, "");
}

TEST(AlpacaFills, HaveNoFeeAndTheNameOfWhatWasFilledByThen) {
  const auto read = decode_fills(
    reply_of(
      R"([{"id":"20221228071929579::ca2aafd0","price":"67.31",)"
      R"("qty":"0.07","cum_qty":"0.17","side":"sell","symbol":"LTC/USD",)"
      R"("order_id":"82ee","transaction_time":)"
      R"("2022-12-28T12:19:29.579352Z"}])"),
    {});
  ASSERT_TRUE(read.value) << read.text;
  const auto& x = read.value->fills.at(0);
  EXPECT_EQ(x.trade_id, "82ee:0.17");
  EXPECT_EQ(x.size, number("0.07"));
  EXPECT_TRUE(x.fee.is_zero() && x.fee_currency.empty());
  EXPECT_EQ(read.value->next, "");
}

TEST(AlpacaFees, GoByTheTierOfTheAccountAndSharesHaveNone) {
  const auto tier = [](const char* body) {
    return decode_fees(reply_of(body)).value.value();
  };
  EXPECT_EQ(tier(R"({"status":"ACTIVE","crypto_tier":1})").taker,
            number("0.0025"));
  EXPECT_EQ(tier(R"({"status":"ACTIVE","crypto_tier":4})").maker,
            number("0.0008"));
  EXPECT_EQ(tier(R"({"status":"ACTIVE"})").maker, number("0.0015"));
  EXPECT_EQ(tier(R"({"status":"ACTIVE","crypto_tier":99})").taker,
            number("0.001"));
  EXPECT_TRUE(tier(R"({"class":"us_equity","symbol":"A"})").taker.is_zero());
}

TEST(AlpacaBooks, AreReadOfCoinsAndAsOneQuoteOfShares) {
  const auto coin = decode_book(reply_of(
    R"({"orderbooks":{"BTC/USD":{"a":[{"p":3,"s":1},{"p":2.5,"s":0.1}],)"
    R"("b":[{"p":1,"s":1},{"p":2,"s":0}],"t":"2022-07-19T13:41:55Z"}}})"));
  ASSERT_TRUE(coin.value) << coin.text;
  EXPECT_EQ(coin.value->asks.front().price, number("2.5"));
  EXPECT_EQ(coin.value->bids.size(), 1U);
  const auto share = decode_book(
    reply_of(R"({"quotes":{"AAPL":{"t":"2022-03-18T14:02:43Z","ap":161.11,)"
             R"("as":13,"bp":0,"bs":0}}})"));
  ASSERT_TRUE(share.value) << share.text;
  EXPECT_TRUE(share.value->bids.empty());
  EXPECT_EQ(share.value->asks.front().size, number("13"));
}

TEST(AlpacaBooks, AreUnknownWhereTheVenueHasNone) {
  for (const auto* body :
       {R"({"orderbooks":{}})", R"({"quotes":{}})", R"({"quotes":null})"}) {
    const auto read = decode_book(reply_of(body));
    EXPECT_EQ(read.kind, outcome_kind::unknown_symbol) << body;
    EXPECT_FALSE(read.value) << body;
  }
  // What is there and cannot be read is no word of absence.
  for (const auto* body :
       {"{}", R"({"quotes":[]})", R"({"orderbooks":{"BTC/USD":null}})"})
    EXPECT_EQ(decode_book(reply_of(body)).kind, outcome_kind::malformed)
      << body;
}

TEST(AlpacaTrades, AscendAndLeaveOutWhatWasTakenBack) {
  const auto read = decode_trades(
    reply_of(
      R"({"trades":{"A":[{"t":"2022-10-21T20:19:05Z","p":2,"s":1,"i":9},)"
      R"({"t":"2022-10-21T20:19:04Z","p":1,"s":1,"i":8,"u":"canceled"},)"
      R"({"t":"2022-10-21T20:19:03Z","p":3,"s":1,"i":7}]}})"),
    {});
  ASSERT_TRUE(read.value) << read.text;
  ASSERT_EQ(read.value->size(), 2U);
  EXPECT_EQ(read.value->front().trade_id, "7");
}

TEST(AlpacaTicker, IsUnknownWhereTheVenueHasNoSnapshot) {
  EXPECT_EQ(decode_ticker(reply_of(R"({"AAPL":null})")).kind,
            outcome_kind::unknown_symbol);
  EXPECT_EQ(decode_ticker(reply_of(R"({"snapshots":{}})")).kind,
            outcome_kind::unknown_symbol);
  const auto read
    = decode_ticker(reply_of(R"({"AAPL":{"latestTrade":{"p":161.1998}}})"));
  ASSERT_TRUE(read.value) << read.text;
  EXPECT_EQ(read.value->last, number("161.1998"));
}

} // namespace
} // namespace ballast::venues::alpaca
