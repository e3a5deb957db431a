#include "tests/venues/recorded.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/alpaca/stream_codec.hpp"

#include <gtest/gtest.h>

#include <variant>

namespace ballast::venues::alpaca {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto now = unix_time{1'760'000'000'000ms};
constexpr auto data = socket_kind::market_data;

std::unique_ptr<adapter> with_key() {
  adapter_options opts;
  const auto auth = json::parse(recorded_text("alpaca/auth.json"));
  const auto key = auth.at("key").get<std::string>();
  const auto secret = auth.at("secret").get<std::string>();
  opts.key = key;
  opts.secret = secret;
  return std::move(*make_alpaca(opts));
}

market named(const std::string& venue_symbol) {
  market x;
  x.venue_symbol = venue_symbol;
  return x;
}

class AlpacaStream : public testing::Test {
protected:
  std::vector<stream_event> read(std::string_view text, socket_kind x = data) {
    return stream_.read(x, text, now);
  }
  std::unique_ptr<adapter> venue_ = with_key();
  stream_dialect& stream_ = *venue_->streams();
};

template <class T>
const T& only(const std::vector<stream_event>& x) {
  EXPECT_EQ(x.size(), 1U);
  return std::get<T>(x.at(0));
}

TEST_F(AlpacaStream, HasASocketForCoinsOneForSharesAndOneForTheAccount) {
  EXPECT_EQ(stream_.url(data),
            "wss://stream.data.alpaca.markets/v1beta3/crypto/us");
  EXPECT_EQ(stream_.url(*stream_.socket_of(channel::trades, named("AAPL"))),
            "wss://stream.data.alpaca.markets/v2/iex");
  EXPECT_EQ(stream_.url(*stream_.socket_of(channel::orders)),
            "wss://api.alpaca.markets/stream");
  EXPECT_FALSE(stream_.socket_of(channel::book, named("AAPL")));
  EXPECT_FALSE(stream_.socket_of(channel::balances));
  EXPECT_FALSE((*make_alpaca({}))->streams()->socket_of(channel::trades));
}

TEST_F(AlpacaStream, SubscribesInPiecesAndNeverToCoinsAndSharesAtOnce) {
  std::vector<market> many;
  for (int i = 0; i < 31; ++i)
    many.push_back(named("C" + std::to_string(i) + "/USD"));
  many.push_back(named("AAPL"));
  const auto sent = stream_.subscribe(channel::book, many, 0s, now);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(json::parse(sent[0]).at("orderbooks").size(), 30U);
  EXPECT_EQ(json::parse(sent[1]).at("orderbooks"), (json{"C30/USD"}));
  EXPECT_TRUE(stream_.subscribe(channel::candles, many, 5min, now).empty());
}

TEST_F(AlpacaStream, TellsWhatBeganAndWhatEnded) {
  const auto began = only<stream_ack>(
    read(R"([{"T":"subscription","trades":["BTC/USD"],"quotes":[]}])"));
  EXPECT_TRUE(began.subscribed && began.what == channel::trades);
  EXPECT_TRUE(read(R"([{"T":"subscription","trades":["BTC/USD"]}])").empty());
  const auto ended
    = only<stream_ack>(read(R"([{"T":"subscription","trades":[]}])"));
  EXPECT_FALSE(ended.subscribed);
  EXPECT_EQ(ended.venue_symbol, "BTC/USD");
}

TEST_F(AlpacaStream, TrustsNoBookBeforeItCameWhole) {
  const auto change = R"([{"T":"o","S":"BTC/USD","t":"2025-10-09T08:53:20Z",)"
                      R"("b":[{"p":1.5,"s":0}],"a":[]}])";
  EXPECT_EQ(only<stream_gap>(read(change)).venue_symbol, "BTC/USD");
  const auto whole = R"([{"T":"o","S":"BTC/USD","t":"2025-10-09T08:53:20Z",)"
                     R"("b":[{"p":1.5,"s":2}],"a":[],"r":true}])";
  EXPECT_TRUE(only<stream_book>(read(whole)).is_snapshot);
  const auto later = read(change);
  EXPECT_FALSE(only<stream_book>(later).is_snapshot);
  EXPECT_TRUE(only<stream_book>(later).levels.bids.at(0).size.is_zero());
  stream_.restart(data);
  EXPECT_EQ(only<stream_gap>(read(change)).what, channel::book);
}

TEST_F(AlpacaStream, ABrokenChangeEndsTheTrustInABook) {
  read(R"([{"T":"o","S":"BTC/USD","t":"2025-10-09T08:53:20Z","r":true}])");
  const auto broken
    = read(R"([{"T":"o","S":"BTC/USD","t":"2025-10-09T08:53:20Z",)"
           R"("b":[{"p":-1,"s":1}]}])");
  ASSERT_EQ(broken.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<stream_malformed>(broken[0]));
  EXPECT_TRUE(std::holds_alternative<stream_gap>(broken[1]));
}

TEST_F(AlpacaStream, TellsErrorsApart) {
  using enum outcome_kind;
  const auto kinds = std::vector<std::pair<int, outcome_kind>>{
    {400, refused},       {401, unauthorised}, {402, unauthorised},
    {403, refused},       {404, unavailable},  {405, refused},
    {406, throttled},     {407, unavailable},  {408, not_permitted},
    {409, not_permitted}, {410, refused},      {500, unavailable}};
  for (const auto& [code, kind] : kinds)
    EXPECT_EQ(
      only<stream_refusal>(
        read(
          json::array({{{"T", "error"}, {"code", code}, {"msg", "x"}}}).dump()))
        .kind,
      kind)
      << code;
}

constexpr auto filled
  = R"({"stream":"trade_updates","data":{"event":"partial_fill",)"
    R"("execution_id":"2f63","price":"105.5","qty":"0.1","timestamp":)"
    R"("2022-04-19T17:45:05Z","order":{"id":"a5be","client_order_id":"c1",)"
    R"("symbol":"BTC/USD","asset_class":"crypto","qty":"1","filled_qty":"0.3",)"
    R"("filled_avg_price":"105","side":"buy","type":"limit",)"
    R"("status":"partially_filled"}}})";

TEST_F(AlpacaStream, NamesAFillAsTheListOfFillsDoes) {
  const auto events = read(filled, socket_kind::account);
  ASSERT_EQ(events.size(), 2U);
  const auto& one = std::get<fill>(events[0]);
  EXPECT_EQ(one.trade_id, "a5be:0.3");
  EXPECT_EQ(one.size.to_string(), "0.1");
  EXPECT_EQ(std::get<order_report>(events[1]).state, order_state::open);
}

TEST_F(AlpacaStream, AFillThatCannotBeReadIsAGapInTheOrders) {
  auto broken = std::string{filled};
  broken.replace(broken.find("105.5"), 5, "none!");
  const auto events = read(broken, socket_kind::account);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(std::get<stream_gap>(events[0]).what, channel::orders);
}

TEST_F(AlpacaStream, ReadsLoginsOfBothHosts) {
  only<stream_login>(read(R"([{"T":"success","msg":"authenticated"}])"));
  EXPECT_TRUE(read(R"([{"T":"success","msg":"connected"}])").empty());
  only<stream_login>(
    read(R"({"stream":"authorization","data":{"status":"authorized"}})",
         socket_kind::account));
  EXPECT_EQ(
    only<stream_refusal>(
      read(R"({"stream":"authorization","data":{"status":"unauthorized"}})",
           socket_kind::account))
      .kind,
    outcome_kind::unauthorised);
}

} // namespace
} // namespace ballast::venues::alpaca
