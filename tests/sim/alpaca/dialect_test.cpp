// Our own side of Alpaca's WebSockets against the simulated one, in virtual
// time: both were written from the manual and neither from the other.
#include "tests/sim/alpaca/stream_client.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/stream_dialect.hpp"
#include "venues/trading.hpp"

#include <string_view>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using venues::channel;
using venues::socket_kind;
using venues::stream_event;

class AlpacaDialect : public alpaca_stream {
protected:
  struct socket {
    socket_kind kind;
    std::unique_ptr<stream> carrier;
    std::vector<stream_event> heard;
  };

  AlpacaDialect() {
    venues::adapter_options opts;
    opts.rest_url = base;
    opts.ws_url = "wss://simulated";
    opts.key = master.key;
    opts.secret = master.secret;
    ours = std::move(*venues::make_alpaca(opts));
    markets
      = *ours->markets_answer(sent(ours->markets_request(now.wall))).value;
    while (const auto more = ours->more_markets_request(markets, now.wall)) {
      auto page = ours->markets_answer(sent(*more));
      markets.insert(markets.end(), page.value->begin(), page.value->end());
    }
  }

  net::reply sent(const venues::request& x) {
    return venue->arrive(x.call, now).content;
  }
  market named(std::string_view venue_symbol) const {
    for (const auto& x : markets)
      if (x.venue_symbol == venue_symbol)
        return x;
    ADD_FAILURE() << "no market " << venue_symbol;
    return {};
  }
  /// Opens what carries a channel, and logs in.
  socket open(socket_kind kind) {
    const auto url = ours->streams()->url(kind);
    constexpr auto authority = std::string_view{"wss://simulated"};
    EXPECT_TRUE(url.starts_with(authority)) << url;
    auto result = socket{kind, connect(url.substr(authority.size())), {}};
    say(result, ours->streams()->login(kind, now.wall, {}));
    EXPECT_EQ(count<venues::stream_login>(result), 1);
    return result;
  }
  void say(socket& to, const std::vector<std::string>& messages) {
    for (const auto& x : messages)
      to.carrier->receive(x, now);
    hear_more(to);
  }
  void hear_more(socket& from) {
    for (const auto& text : from.carrier->due(now))
      for (auto& x : ours->streams()->read(from.kind, text, now.wall)) {
        const auto* const broken = std::get_if<venues::stream_malformed>(&x);
        EXPECT_EQ(broken, nullptr) << broken->text << ": " << text;
        from.heard.push_back(std::move(x));
      }
  }
  void listen(socket& to, duration length) {
    for (auto gone = duration{}; gone < length; gone += 250ms) {
      pass(250ms);
      hear_more(to);
    }
  }
  template <class T>
  static std::vector<T> all(const socket& of) {
    auto result = std::vector<T>{};
    for (const auto& x : of.heard)
      if (const auto* const found = std::get_if<T>(&x))
        result.push_back(*found);
    return result;
  }
  template <class T>
  static std::ptrdiff_t count(const socket& of) {
    return static_cast<std::ptrdiff_t>(all<T>(of).size());
  }
  socket follow(channel what, const market& of) {
    auto to = open(*ours->streams()->socket_of(what, of));
    say(to, ours->streams()->subscribe(what, {&of, 1}, 60s, now.wall));
    const auto acks = all<venues::stream_ack>(to);
    EXPECT_FALSE(acks.empty());
    for (const auto& x : acks)
      EXPECT_TRUE(x.subscribed && x.what == what
                  && x.venue_symbol == of.venue_symbol);
    return to;
  }

  static constexpr auto base = "https://simulated";
  std::unique_ptr<venues::adapter> ours;
  std::vector<market> markets;
};

TEST_F(AlpacaDialect, HearsOfEachMinuteOfCoinsAndSharesOnceItIsOver) {
  for (const auto* name : {"BTC/USD", "AAPL"}) {
    const auto of = named(name);
    auto to = follow(channel::candles, of);
    const auto first = std::chrono::floor<std::chrono::minutes>(now.wall);
    listen(to, 5min);
    const auto candles = all<venues::stream_candle>(to);
    ASSERT_EQ(candles.size(), 5U) << name;
    for (auto i = std::size_t{0}; i < candles.size(); ++i) {
      EXPECT_EQ(candles[i].symbol, of.symbol);
      EXPECT_TRUE(candles[i].candle.closed);
      EXPECT_EQ(candles[i].candle.start,
                first + std::chrono::minutes{static_cast<int>(i)});
    }
    const auto rest = ours->candles_answer(
      sent(ours->candles_request(of, 60s, first, first + 4min)), 60s, now.wall);
    ASSERT_TRUE(rest.value);
    for (auto i = std::size_t{0}; i < candles.size(); ++i)
      EXPECT_EQ(rest.value->at(i), candles[i].candle);
  }
}

TEST_F(AlpacaDialect, HearsTickersAndTradesOfCoinsAndShares) {
  for (const auto* name : {"BTC/USD", "AAPL"}) {
    const auto of = named(name);
    auto quotes = follow(channel::tickers, of);
    listen(quotes, 1min);
    EXPECT_GT(count<ticker>(quotes), 5);
    for (const auto& x : all<ticker>(quotes)) {
      EXPECT_EQ(x.symbol, of.symbol);
      EXPECT_LT(x.bid, x.ask);
    }
    quotes.carrier.reset(); // An account has one connection to an endpoint.
    ours->streams()->restart(quotes.kind);
    auto trades = follow(channel::trades, of);
    listen(trades, 1min);
    const auto heard = all<trade>(trades);
    EXPECT_GT(heard.size(), 5U);
    for (auto i = std::size_t{1}; i < heard.size(); ++i) {
      EXPECT_NE(heard[i].trade_id, heard[i - 1].trade_id);
      EXPECT_GE(heard[i].at, heard[i - 1].at);
    }
  }
}

TEST_F(AlpacaDialect, KeepsABookWithoutAGap) {
  auto to = follow(channel::book, named("BTC/USD"));
  listen(to, 1min);
  const auto books = all<venues::stream_book>(to);
  ASSERT_GT(books.size(), 30U);
  for (auto i = std::size_t{0}; i < books.size(); ++i)
    EXPECT_EQ(books[i].is_snapshot, i == 0);
  EXPECT_EQ(count<venues::stream_gap>(to), 0);
}

TEST_F(AlpacaDialect, IsToldThatAnotherConnectionHasThePlace) {
  const auto first = open(socket_kind::market_data);
  auto second
    = socket{socket_kind::market_data, connect("/v1beta3/crypto/us"), {}};
  say(second, ours->streams()->login(second.kind, now.wall, {}));
  const auto refusals = all<venues::stream_refusal>(second);
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].kind, outcome_kind::throttled);
}

TEST_F(AlpacaDialect, HearsWhatBecomesOfOrdersThatWerePlacedByRest) {
  auto to = open(socket_kind::account);
  say(to, ours->streams()->subscribe(channel::orders, {}, 0s, now.wall));
  ASSERT_EQ(count<venues::stream_ack>(to), 1);
  auto ticket = order_ticket{};
  ticket.client_id = "resting";
  ticket.size = *decimal::parse("0.01");
  ticket.price = decimal::whole(20'000);
  const auto where = named("BTC/USD");
  auto& trader = *ours->trader();
  const auto place = [&] {
    const auto taken = trader.place_answer(
      sent(trader.place_request(where, ticket, now.wall)));
    EXPECT_EQ(taken.fate, placement::accepted) << taken.text;
    return taken.value ? taken.value->venue_id : std::string{};
  };
  const auto resting = place();
  hear_more(to);
  trader.cancel_answer_of(
    sent(trader.cancel_request({where, resting, ticket.client_id}, now.wall)));
  ticket.client_id = "taking";
  ticket.price = decimal::whole(900'000);
  const auto taking = place();
  hear_more(to);
  auto lives = std::vector<std::string>{};
  for (const auto& x : all<order_report>(to))
    lives.push_back(x.client_id + ' ' + to_string(x.state));
  EXPECT_EQ(lives[0], "resting pending");
  EXPECT_EQ(lives[1], "resting open");
  EXPECT_EQ(lives[2], "resting cancelled");
  EXPECT_EQ(lives.back(), "taking filled");
  auto sum = decimal{};
  for (const auto& x : all<fill>(to)) {
    EXPECT_EQ(x.order_id, taking);
    EXPECT_EQ(x.symbol, where.symbol);
    sum += x.size;
  }
  EXPECT_EQ(sum, ticket.size);
  EXPECT_EQ(count<venues::stream_gap>(to), 0);
}

} // namespace
} // namespace ballast::sim
