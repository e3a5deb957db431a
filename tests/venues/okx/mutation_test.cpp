// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/order_codec.hpp"
#include "venues/stream_dialect.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::okx {

namespace {

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x) {
  const auto is_meant
    = [&](const char* name) { return kind.empty() || kind == name; };
  if (is_meant("candles"))
    expect_prices(decode_candles(x));
  if (is_meant("markets"))
    expect_increments(decode_markets(x));
  if (is_meant("tickers") || is_meant("ticker_push"))
    expect_sound(decode_tickers(x));
  if (is_meant("balances"))
    expect_sound(decode_balances(x));
  if (is_meant("permissions"))
    expect_sound(decode_permissions(x));
  if (is_meant("time"))
    expect_sound(decode_time(x));
  if (is_meant("status"))
    expect_sound(decode_status(x));
}

/// Bodies of the trading half, and messages of the streams that carry the same
/// rows.
const std::vector<std::string>& trading_bodies() {
  static const auto bodies = std::vector<std::string>{
    R"({"code":"0","data":[{"ordId":"1","clOrdId":"a","sCode":"0","sMsg":"",)"
    R"("ts":"1695190491421","triggerTime":"1587971460"}]})",
    R"({"code":"0","data":[{"instType":"SPOT","instId":"BTC-USDT","ordId":"7",)"
    R"("side":"buy","ordType":"limit","state":"live","sz":"2","px":"10",)"
    R"("accFillSz":"1","avgPx":"9.5","fee":"-0.01","feeCcy":"BTC",)"
    R"("rebate":"0.1","rebateCcy":"BTC","tgtCcy":"","cTime":"1618235248028",)"
    R"("tradeId":"5","billId":"6","fillPx":"9.5","fillSz":"1",)"
    R"("fillTime":"1618235248028","fillFee":"-0.01","fillFeeCcy":"BTC",)"
    R"("execType":"T","acctLv":"2","maker":"-0.1","taker":"-0.2"}]})",
    R"({"code":"0","data":[{"asks":[["2","1","0","1"]],"bids":[["1","3"]],)"
    R"("ts":"1597026383085","seqId":7,"prevSeqId":-1}]})",
    R"({"code":"0","data":[{"instId":"BTC-USDT","tradeId":"9","px":"2",)"
    R"("sz":"1","side":"sell","ts":"1654161646974","last":"3"}]})"};
  return bodies;
}

void decode_trading(const net::reply& x) {
  const auto placed = decode_placement(x);
  expect_sound(placed);
  ASSERT_EQ(placed.value.has_value(), placed.fate == placement::accepted);
  expect_sound(decode_cancel(x));
  expect_sound(decode_order(x));
  expect_sound(decode_orders(x));
  expect_sound(decode_fills(x));
  expect_sound(decode_fees(x));
  expect_sound(decode_dead_man(x));
  expect_sound(decode_account_level(x));
  expect_sound(decode_book(x));
  expect_sound(decode_trades(x));
  expect_sound(decode_ticker(x));
}

} // namespace

TEST(OkxMutations, FaultE26_NoBytesCrashTheTradingHalfOrItsStreams) {
  auto random = random_source{20'261'127};
  const auto venue = std::move(*make_okx({}));
  const auto channels = {"orders", "books", "trades", "tickers", "account"};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = trading_bodies()[random.below(trading_bodies().size())];
    auto x = reply_of(body, random.below(8) == 0 ? 400 : 200);
    mutate(x.body, random);
    decode_trading(x);
    // The same rows as a push.
    const auto* name = *(channels.begin() + random.below(channels.size()));
    auto message = std::string{R"({"arg":{"channel":")"} + name
                   + R"(","instId":"BTC-USDT"},)" + body.substr(12);
    mutate(message, random);
    for (const auto& event :
         venue->streams()->read(socket_kind::market_data, message, unix_time{}))
      if (const auto* bad = std::get_if<stream_malformed>(&event)) {
        ASSERT_TRUE(!bad->text.empty() && bad->text.size() <= 200U);
      }
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

TEST(OkxMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'126};
  const auto bodies
    = recorded_bodies({"okx/replies.jsonl", "okx/errors.jsonl"});
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 403, 429, 503, 520};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    decode(random.below(20) == 0 ? "" : body.kind, x);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::okx
