// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/orders.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{std::chrono::seconds{1'760'000'000}};

coin_names some_coins() {
  market x;
  x.venue_symbol = "BTC/USD";
  x.symbol = {"BTC", "USD"};
  coin_names coins;
  coins.learn({x});
  return coins;
}

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x,
            const coin_names& coins) {
  const auto is_meant = [&](std::string_view name) {
    return kind.empty() || kind.starts_with(name);
  };
  if (is_meant("candles"))
    expect_prices(decode_candles(x, 1h, now));
  if (is_meant("markets"))
    expect_increments(decode_markets(x, coins));
  if (is_meant("tickers"))
    expect_sound(decode_tickers(x));
  if (is_meant("account") || is_meant("positions"))
    expect_sound(decode_balances(x, coins));
  if (is_meant("account"))
    expect_sound(decode_permissions(x));
  if (is_meant("calendar"))
    expect_sound(decode_calendar(x));
  if (is_meant("time"))
    expect_sound(decode_time(x));
  if (is_meant("tickers"))
    expect_sound(decode_ticker(x));
}

/// Bodies of orders and books, in the documented form.
constexpr const char* trading_bodies[] = {
  R"({"id":"61e6","client_order_id":"eb9e","created_at":"2021-03-16T18:38:01Z",)"
  R"("symbol":"BTCUSD","asset_class":"crypto","qty":"1.5","filled_qty":"0.5",)"
  R"("filled_avg_price":"2.25","side":"buy","type":"limit","status":"new",)"
  R"("limit_price":"3","time_in_force":"gtc"})",
  R"([{"id":"61e6","symbol":"AAPL","qty":1,"filled_qty":0,"side":"sell",)"
  R"("status":"filled","submitted_at":"2021-03-16T18:38:01Z"}])",
  R"([{"id":"2022::ca2a","price":"67.31","qty":"0.07","cum_qty":"0.07",)"
  R"("side":"sell","symbol":"LTC/USD","order_id":"82ee",)"
  R"("transaction_time":"2022-12-28T12:19:29Z"}])",
  R"([{"id":"497f","status":200},{"id":"7224","status":404}])",
  R"({"orderbooks":{"BTC/USD":{"a":[{"p":3,"s":1}],"b":[{"p":2,"s":1}],)"
  R"("t":"2022-07-19T13:41:55Z"}}})",
  R"({"trades":{"BTC/USD":[{"t":"2022-03-09T06:00:00Z","p":41516.08,)"
  R"("s":0.003,"tks":"B","i":293648598}]}})",
  R"({"status":"ACTIVE","crypto_tier":1})",
  R"({"code":40410000,"message":"order is not found."})",
};

void decode_trading(const net::reply& x, const coin_names& coins) {
  const auto placed = decode_placement(x, coins);
  expect_sound(placed);
  ASSERT_EQ(placed.value.has_value(), placed.fate == placement::accepted);
  const auto cancelled = decode_cancel(x);
  expect_sound(cancelled);
  ASSERT_EQ(cancelled.value.has_value(), cancelled.fate == cancel_fate::taken);
  expect_sound(decode_cancel_all(x));
  expect_sound(decode_lookup(x, coins));
  expect_sound(decode_orders(x, coins));
  expect_sound(decode_fills(x, coins));
  expect_sound(decode_fees(x));
  expect_sound(decode_book(x));
  expect_sound(decode_trades(x, coins));
}

} // namespace

TEST(AlpacaMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'126};
  const auto bodies
    = recorded_bodies({"alpaca/replies.jsonl", "alpaca/errors.jsonl"});
  const auto coins = some_coins();
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 403, 422, 429, 503};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    decode(random.below(20) == 0 ? "" : body.kind, x, coins);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

TEST(AlpacaMutations, FaultE26_NoBytesCrashWhatReadsOrders) {
  auto random = random_source{20'261'127};
  const auto coins = some_coins();
  constexpr unsigned statuses[] = {200, 200, 200, 204, 207, 404, 422, 500};
  for (int i = 0; i < 5'000; ++i) {
    auto x = reply_of(trading_bodies[random.below(std::size(trading_bodies))],
                      statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    decode_trading(x, coins);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::alpaca
