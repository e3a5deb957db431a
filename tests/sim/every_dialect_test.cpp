// Our own side of each venue's WebSockets against the simulated venue, in
// virtual time: both were written from the manual and neither from the other.
// Alpaca, which needs another timeframe and a login, has a file of its own.
#include "sim/binance/exchange.hpp"
#include "sim/coinbase/exchange.hpp"
#include "sim/kraken/exchange.hpp"
#include "sim/okx/exchange.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/stream_dialect.hpp"
#include "venues/trading.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using venues::channel;
using venues::socket_kind;
using venues::stream_event;

constexpr auto rest_base = "https://venue.example";
constexpr auto socket_base = "wss://venue.example";
constexpr auto timeframe = 300s;

/// A venue and our adapter of it, in one clock.
struct pair_of_them {
  std::shared_ptr<exchange> venue;
  std::unique_ptr<venues::adapter> ours;
};

template <class Options, class Venue, class Adapter>
pair_of_them made(Venue make_venue, Adapter make_adapter) {
  pair_of_them both;
  both.venue = std::move(*make_venue(Options{}));
  const auto key = both.venue->accounts().front();
  venues::adapter_options opts;
  opts.rest_url = rest_base;
  opts.ws_url = socket_base;
  opts.key = key.key;
  opts.secret = key.secret;
  opts.passphrase = key.passphrase;
  both.ours = std::move(*make_adapter(opts));
  return both;
}

pair_of_them made(const std::string& name) {
  if (name == "coinbase")
    return made<coinbase_options>(make_coinbase, venues::make_coinbase);
  if (name == "kraken")
    return made<kraken_options>(make_kraken, venues::make_kraken);
  if (name == "okx")
    return made<okx_options>(make_okx, venues::make_okx);
  return made<binance_options>(make_binance, venues::make_binance);
}

class EveryDialect : public ::testing::TestWithParam<const char*> {
protected:
  /// A socket of ours, open at the venue.
  struct line {
    socket_kind kind = socket_kind::market_data;
    std::unique_ptr<stream> at_venue;
    std::vector<stream_event> heard;
  };

  EveryDialect() : both{made(GetParam())} {
    markets
      = *ours().markets_answer(asked(ours().markets_request(now.wall))).value;
    coin = named_bitcoin();
    price = ours()
              .trader()
              ->ticker_answer(asked(ours().trader()->ticker_request(coin)))
              .value->last;
  }

  venues::adapter& ours() { return *both.ours; }
  venues::stream_dialect& dialect() { return *both.ours->streams(); }

  net::reply asked(const venues::request& x) {
    pass(1100ms);
    return both.venue->arrive(x.call, now).content;
  }
  void pass(duration how_long) {
    now.steady += how_long;
    now.wall += std::chrono::duration_cast<std::chrono::milliseconds>(how_long);
  }
  market named_bitcoin() const {
    // What the simulated accounts hold.
    const auto in_dollars = std::string{GetParam()} == "coinbase"
                            || std::string{GetParam()} == "kraken";
    for (const auto* quote : {in_dollars ? "USD" : "USDT"})
      for (const auto& x : markets)
        if (x.symbol == symbol{"BTC", quote}
            && x.state == market_state::tradable)
          return x;
    ADD_FAILURE() << "no market of bitcoins";
    return {};
  }

  line opened(socket_kind kind) {
    std::string token;
    if (kind == socket_kind::account)
      if (const auto wish = ours().trader()->stream_token_request(now.wall))
        token = *ours().trader()->stream_token_answer(asked(*wish)).value;
    net::call call;
    call.base = rest_base;
    call.target = dialect().url(kind).substr(std::string{socket_base}.size());
    dialect().restart(kind);
    line result;
    result.kind = kind;
    auto at_venue = both.venue->open_stream(call, now);
    auto* const stream_of = std::get_if<0>(&at_venue);
    EXPECT_NE(stream_of, nullptr);
    result.at_venue = std::move(*stream_of);
    say(result, dialect().login(kind, now.wall, token));
    return result;
  }
  void say(line& to, const std::vector<std::string>& messages) {
    for (const auto& x : messages)
      to.at_venue->receive(x, now);
    hear(to);
  }
  /// Whatever the venue says is understood, and none of it is a complaint.
  void hear(line& from) {
    for (const auto& text : from.at_venue->due(now))
      for (auto& x : dialect().read(from.kind, text, now.wall)) {
        if (const auto* bad = std::get_if<venues::stream_malformed>(&x))
          ADD_FAILURE() << bad->text << ": " << text;
        if (const auto* no = std::get_if<venues::stream_refusal>(&x))
          ADD_FAILURE() << no->text << ": " << text;
        if (const auto* gap = std::get_if<venues::stream_gap>(&x))
          ADD_FAILURE() << gap->text << ": " << text;
        from.heard.push_back(std::move(x));
      }
  }
  void listen(line& to, duration how_long) {
    for (auto gone = duration{}; gone < how_long; gone += 250ms) {
      pass(250ms);
      hear(to);
    }
  }
  template <class T>
  static std::vector<T> all(const line& of) {
    std::vector<T> result;
    for (const auto& x : of.heard)
      if (const auto* found = std::get_if<T>(&x))
        result.push_back(*found);
    return result;
  }
  line follow(channel what) {
    auto to = opened(*dialect().socket_of(what, coin));
    say(to, dialect().subscribe(what, {&coin, 1}, timeframe, now.wall));
    listen(to, 5s);
    const auto acks = all<venues::stream_ack>(to);
    EXPECT_TRUE(std::any_of(
      acks.begin(), acks.end(),
      [&](const auto& x) { return x.what == what && x.subscribed; }))
      << to_string(what);
    return to;
  }

  /// A limit order to buy a hundredth at so many times the price.
  order_ticket ticket(const std::string& id, const char* times) const {
    order_ticket result;
    result.client_id = id;
    result.size = *decimal::parse("0.01");
    result.price
      = round_price(*multiply(price, *decimal::parse(times), rounding::down),
                    coin.price_increment, side::buy);
    return result;
  }
  order_report placed(const order_ticket& x) {
    const auto answer = ours().trader()->place_answer(
      asked(ours().trader()->place_request(coin, x, now.wall)));
    EXPECT_EQ(answer.fate, placement::accepted) << answer.text;
    return answer.value.value_or(order_report{});
  }

  pair_of_them both;
  instant now{time_point{1h}, unix_time{1'768'214'307'000ms}};
  std::vector<market> markets;
  market coin;
  decimal price;
};

std::string name_of(const ::testing::TestParamInfo<const char*>& x) {
  return x.param;
}

INSTANTIATE_TEST_SUITE_P(Of, EveryDialect,
                         ::testing::Values("coinbase", "kraken", "okx",
                                           "binance"),
                         name_of);

} // namespace

TEST_P(EveryDialect, TellsPrices) {
  auto to = follow(channel::tickers);
  listen(to, 30s);
  const auto told = all<ticker>(to);
  ASSERT_GE(told.size(), 2U);
  for (const auto& x : told) {
    EXPECT_EQ(x.symbol, coin.symbol);
    EXPECT_GT(x.last, decimal{});
    EXPECT_LE(x.bid, x.ask);
  }
}

TEST_P(EveryDialect, TellsCandlesThatAreThoseOfRest) {
  auto to = follow(channel::candles);
  listen(to, 11min);
  std::map<unix_time, candle> told;
  for (const auto& x : all<venues::stream_candle>(to)) {
    EXPECT_EQ(x.symbol, coin.symbol);
    EXPECT_EQ(x.timeframe, timeframe);
    told[x.candle.start] = x.candle;
  }
  const auto open = now.wall - now.wall.time_since_epoch() % timeframe;
  const auto answer = ours().candles_answer(
    asked(ours().candles_request(coin, timeframe, open - timeframe, open)),
    timeframe, now.wall);
  ASSERT_TRUE(answer.value);
  ASSERT_FALSE(answer.value->empty());
  // The one that has ended, both ways.
  const auto& ended = answer.value->front();
  ASSERT_EQ(told.count(ended.start), 1U);
  EXPECT_EQ(told[ended.start].close, ended.close);
  EXPECT_EQ(told[ended.start].high, ended.high);
  EXPECT_NEAR(told[ended.start].volume, ended.volume, 1e-6 * ended.volume);
}

TEST_P(EveryDialect, TellsBooksWhoseSidesDoNotCross) {
  auto to = follow(channel::book);
  listen(to, 30s);
  const auto told = all<venues::stream_book>(to);
  ASSERT_GE(told.size(), 2U);
  std::map<decimal, decimal> bids;
  std::map<decimal, decimal> asks;
  const auto lay = [](std::map<decimal, decimal>& side,
                      const std::vector<book_level>& levels) {
    for (const auto& x : levels)
      if (x.size.is_zero())
        side.erase(x.price);
      else
        side[x.price] = x.size;
  };
  EXPECT_TRUE(told.front().is_snapshot);
  for (const auto& x : told) {
    if (x.is_snapshot) {
      bids.clear();
      asks.clear();
    }
    lay(bids, x.levels.bids);
    lay(asks, x.levels.asks);
    ASSERT_FALSE(bids.empty() || asks.empty());
    EXPECT_LT(bids.rbegin()->first, asks.begin()->first);
  }
}

TEST_P(EveryDialect, TellsTrades) {
  auto to = follow(channel::trades);
  listen(to, 60s);
  const auto told = all<trade>(to);
  ASSERT_FALSE(told.empty());
  for (const auto& x : told)
    EXPECT_TRUE(x.symbol == coin.symbol && x.price > decimal{}
                && x.size > decimal{});
}

TEST_P(EveryDialect, TellsOfOrdersAndTheirFillsToTheLastDigit) {
  auto to = follow(channel::orders);
  const auto resting
    = placed(ticket("a1111111111111111111111111111111", "0.98"));
  listen(to, 5s);
  const auto cancel
    = ours().trader()->cancel_answer_of(asked(ours().trader()->cancel_request(
      {coin, resting.venue_id, "a1111111111111111111111111111111"}, now.wall)));
  EXPECT_EQ(cancel.fate, venues::cancel_fate::taken) << cancel.text;
  const auto crossing
    = placed(ticket("b2222222222222222222222222222222", "1.02"));
  listen(to, 20s);
  std::map<std::string, std::vector<order_report>> orders;
  for (auto& x : all<order_report>(to))
    orders[x.venue_id].push_back(x);
  const auto& first = orders[resting.venue_id];
  ASSERT_FALSE(first.empty());
  EXPECT_TRUE(std::any_of(first.begin(), first.end(), [](const auto& x) {
    return x.state == order_state::open;
  }));
  EXPECT_EQ(first.back().state, order_state::cancelled);
  const auto& second = orders[crossing.venue_id];
  ASSERT_FALSE(second.empty());
  EXPECT_EQ(second.back().state, order_state::filled);
  for (std::size_t i = 1; i < second.size(); ++i)
    EXPECT_GE(second[i].filled, second[i - 1].filled);
  // A venue that tells of its fills on the stream tells of all of them.
  std::map<std::string, fill> fills;
  for (const auto& x : all<fill>(to))
    if (x.order_id == crossing.venue_id)
      fills.emplace(x.trade_id, x);
  auto sum = decimal{};
  for (const auto& [id, x] : fills)
    sum += x.size;
  // Coinbase tells of orders alone, whose figures are cumulative.
  const auto tells_fills = std::string{GetParam()} != "coinbase";
  EXPECT_EQ(sum, tells_fills ? second.back().filled : decimal{});
}

/// From its sleep to its last fill. A venue without such orders has said so.
TEST_P(EveryDialect, TellsOfStopsThatWakeAndAreFilled) {
  const auto has = !ours().trader()->abilities(coin).stop_limit.is_empty();
  ASSERT_EQ(has, std::string{GetParam()} != "okx");
  if (!has)
    return;
  auto to = follow(channel::orders);
  auto x = ticket("a1111111111111111111111111111111", "1.02");
  x.type = order_type::stop_limit;
  x.trigger = ticket("", "1.0005").price;
  const auto id = placed(x).venue_id;
  for (auto i = 0; i < 200; ++i) {
    listen(to, 1min);
    const auto told = all<order_report>(to);
    if (!told.empty() && is_over(told.back().state))
      break;
  }
  auto told = all<order_report>(to);
  std::erase_if(told, [&](const auto& y) { return y.venue_id != id; });
  ASSERT_GE(told.size(), 3U); // It came, it woke, it was filled.
  EXPECT_EQ(told.front().type, order_type::stop_limit);
  EXPECT_TRUE(told.front().filled.is_zero());
  EXPECT_EQ(told.back().state, order_state::filled);
  EXPECT_EQ(told.back().filled, x.size);
  EXPECT_EQ(told.back().client_id, x.client_id);
  EXPECT_LE(told.back().average_price, x.price);
}

} // namespace ballast::sim
