// Alpaca's market data streams, driven at given instants.
#include "tests/sim/alpaca/stream_client.hpp"

#include <map>
#include <set>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto crypto = "/v1beta3/crypto/us";
constexpr auto stocks = "/v2/iex";

class AlpacaDataStream : public alpaca_stream {
protected:
  AlpacaDataStream() : alpaca_stream{{.accounts = 2}} {}

  std::unique_ptr<stream> logged_in(const std::string& path) {
    auto client = connect(path);
    EXPECT_EQ(hear(*client), std::vector{success("connected")});
    EXPECT_EQ(ask_stream(*client, login(master)),
              std::vector{success("authenticated")});
    return client;
  }
  /// The one answer to a request.
  json answer(stream& of, const json& message) {
    const auto heard = ask_stream(of, message);
    EXPECT_EQ(heard.size(), 1U) << message;
    return heard.empty() ? json{} : heard[0];
  }
};

TEST_F(AlpacaDataStream, WantsALoginBeforeAnythingElse) {
  const auto client = connect(crypto);
  EXPECT_EQ(hear(*client), std::vector{success("connected")});
  EXPECT_EQ(answer(*client, {{"action", "subscribe"}, {"bars", {"BTC/USD"}}}),
            error(401, "not authenticated"));
  EXPECT_EQ(answer(*client, {{"action", "auth"}, {"key", master.key}}),
            error(402, "auth failed"));
  EXPECT_EQ(venue->stats().bad_signature, 1U);
  EXPECT_FALSE(client->is_over());
  EXPECT_EQ(answer(*client, login(master)), success("authenticated"));
  EXPECT_EQ(answer(*client, login(master)),
            error(403, "already authenticated"));
  EXPECT_EQ(connect("/v2/nonsense"), nullptr);
}

TEST_F(AlpacaDataStream, WaitsTenSecondsForALogin) {
  const auto client = connect(crypto);
  hear(*client);
  pass(9'999ms);
  EXPECT_TRUE(hear(*client).empty());
  pass(1ms);
  EXPECT_EQ(hear(*client), std::vector{error(404, "auth timeout")});
  EXPECT_TRUE(client->is_over());
}

TEST_F(AlpacaDataStream, TakesTheKeysOfTheOpeningRequestForALogin) {
  const auto client = connect(stocks, headers());
  EXPECT_EQ(hear(*client),
            (std::vector{success("connected"), success("authenticated")}));
}

TEST_F(AlpacaDataStream, GivesAnAccountOneConnectionToAnEndpoint) {
  auto first = logged_in(crypto);
  const auto elsewhere = logged_in(stocks);
  const auto second = connect(crypto);
  hear(*second);
  EXPECT_EQ(answer(*second, login(master)),
            error(406, "connection limit exceeded"));
  EXPECT_TRUE(second->is_over());
  const auto other = connect(crypto);
  hear(*other);
  EXPECT_EQ(answer(*other, login(venue->accounts()[1])),
            success("authenticated"));
  first.reset();
  logged_in(crypto);
}

TEST_F(AlpacaDataStream, SellsWhatIsNotFreeToNobody) {
  const auto client = connect("/v2/sip");
  hear(*client);
  EXPECT_EQ(answer(*client, login(master)),
            error(409, "insufficient subscription"));
  EXPECT_TRUE(client->is_over());
}

TEST_F(AlpacaDataStream, TellsAllThatIsFollowedAfterEachChange) {
  const auto client = logged_in(stocks);
  // What the manual shows, and the lists that it leaves out.
  EXPECT_EQ(answer(*client, {{"action", "subscribe"},
                             {"trades", {"AAPL"}},
                             {"quotes", {"AMD", "CLDR"}},
                             {"bars", {"*"}}}),
            json::parse(R"([{"T":"subscription","trades":["AAPL"],)"
                        R"("quotes":["AMD","CLDR"],"bars":["*"],)"
                        R"("updatedBars":[],"dailyBars":[],"statuses":[],)"
                        R"("lulds":[],"corrections":["AAPL"],)"
                        R"("cancelErrors":["AAPL"]}])"));
  EXPECT_EQ(answer(*client, {{"action", "unsubscribe"},
                             {"trades", {"VOO", "AAPL"}},
                             {"bars", {"*"}}})[0]["trades"],
            json::array());
  for (const auto* broken : {"no JSON", R"({"action":"dance"})",
                             R"({"action":"subscribe","bars":"AAPL"})",
                             R"({"action":"subscribe","bars":["no symbol"]})",
                             R"({"action":"subscribe","bars":[7]})"}) {
    client->receive(broken, now);
    EXPECT_EQ(hear(*client), std::vector{error(400, "invalid syntax")})
      << broken;
  }
  EXPECT_EQ(
    answer(*client, {{"action", "subscribe"}, {"orderbooks", {"BTC/USD"}}}),
    error(410, "invalid subscribe action for this feed"));
}

TEST_F(AlpacaDataStream, HasThirtySymbolsOfTradesAndQuotesAndBarsWithoutEnd) {
  const auto client = logged_in(crypto);
  auto many = json::array();
  for (auto i = 0; i < 31; ++i)
    many.push_back("C" + std::to_string(i) + "/USD");
  const auto refused = error(405, "symbol limit exceeded");
  EXPECT_EQ(answer(*client, {{"action", "subscribe"}, {"trades", many}}),
            refused);
  EXPECT_EQ(answer(*client, {{"action", "subscribe"}, {"quotes", {"*"}}}),
            refused);
  EXPECT_EQ(
    answer(*client, {{"action", "subscribe"}, {"bars", many}})[0]["bars"]
      .size(),
    31U);
  many.erase(many.begin());
  EXPECT_EQ(
    answer(*client, {{"action", "subscribe"}, {"trades", many}})[0]["trades"]
      .size(),
    30U);
  EXPECT_EQ(answer(*client, {{"action", "subscribe"}, {"quotes", {"BTC/USD"}}}),
            refused);
}

TEST_F(AlpacaDataStream, SendsAMinuteWhenItIsOverAndItIsThatOfRest) {
  const auto client = logged_in(crypto);
  ask_stream(*client, {{"action", "subscribe"}, {"bars", {"BTC/USD"}}});
  // It is half past: the first bar comes when the running minute ends.
  EXPECT_TRUE(items(*client, 29s).empty());
  const auto bars = items(*client, 120s);
  ASSERT_EQ(bars.size(), 2U);
  EXPECT_EQ(bars[0]["T"], "b");
  EXPECT_EQ(bars[0]["S"], "BTC/USD");
  EXPECT_EQ(bars[0]["t"], "2026-11-25T15:15:00Z");
  EXPECT_EQ(bars[1]["t"], "2026-11-25T15:16:00Z");
  const auto rest
    = get_json("/v1beta3/crypto/us/bars?symbols=BTC%2FUSD&timeframe=1Min&"
               "start=2026-11-25T15:15:00Z&end=2026-11-25T15:16:00Z");
  auto told = json::array();
  for (auto x : bars) {
    x.erase("T");
    x.erase("S");
    told.push_back(x);
  }
  EXPECT_EQ(rest["bars"]["BTC/USD"], told);
}

TEST_F(AlpacaDataStream, SendsTheSameHoweverOftenItIsLookedAt) {
  const auto often = logged_in(crypto);
  const auto wanted = json{{"action", "subscribe"},
                           {"trades", {"ETH/USD"}},
                           {"bars", {"BTC/USD", "ETH/USD"}},
                           {"dailyBars", {"BTC/USD"}}};
  ask_stream(*often, wanted);
  const auto seldom = connect(crypto);
  hear(*seldom);
  ask_stream(*seldom, login(venue->accounts()[1]));
  ask_stream(*seldom, wanted);
  const auto by_market = [](const std::vector<json>& all) {
    auto result = std::map<std::string, std::vector<json>>{};
    for (const auto& x : all)
      result[x["T"].get<std::string>() + x["S"].get<std::string>()].push_back(
        x);
    return result;
  };
  const auto first = by_market(items(*often, 300s));
  auto later = std::vector<json>{};
  for (const auto& frame : hear(*seldom))
    later.insert(later.end(), frame.begin(), frame.end());
  EXPECT_EQ(first.at("bBTC/USD").size(), 5U);
  EXPECT_EQ(first.at("dBTC/USD").size(), 5U);
  EXPECT_EQ(first.at("tETH/USD"), by_market(later).at("tETH/USD"));
  EXPECT_EQ(first, by_market(later));
}

TEST_F(AlpacaDataStream, KeepsSharesSilentWhileTheirMarketIsClosed) {
  const auto client = logged_in(stocks);
  at(1'795'629'600 + 4 * 3'600); // 17:00 in New York, after the close.
  ask_stream(*client, {{"action", "subscribe"},
                       {"trades", {"AAPL"}},
                       {"quotes", {"AAPL"}},
                       {"bars", {"*"}},
                       {"dailyBars", {"AAPL"}}});
  EXPECT_TRUE(items(*client, 180s).empty());
}

TEST_F(AlpacaDataStream, SendsAllBarsToWhoAskedForAllAndEachOnce) {
  const auto client = logged_in(stocks);
  ask_stream(*client, {{"action", "subscribe"}, {"bars", {"*", "AAPL"}}});
  auto heard = std::set<std::string>{};
  for (const auto& x : items(*client, 30s)) {
    EXPECT_EQ(x["t"], "2026-11-25T15:15:00Z");
    EXPECT_TRUE(heard.insert(x["S"].get<std::string>()).second) << x;
  }
  EXPECT_GT(heard.size(), 1'000U);
  EXPECT_TRUE(heard.contains("AAPL"));
}

TEST_F(AlpacaDataStream, KeepsABookThatIsWholeAtFirst) {
  using side = std::map<double, double>;
  const auto client = logged_in(crypto);
  auto bids = side{};
  auto asks = side{};
  const auto apply = [&](const json& x) {
    ASSERT_EQ(x["T"], "o");
    for (auto [name, to] : {std::pair{"b", &bids}, std::pair{"a", &asks}})
      for (const auto& level : x[name])
        if (level["s"] == 0)
          EXPECT_EQ(to->erase(level["p"]), 1U) << level;
        else
          (*to)[level["p"]] = level["s"];
    ASSERT_LT(bids.rbegin()->first, asks.begin()->first);
    EXPECT_EQ(bids.size(), 20U);
    EXPECT_EQ(asks.size(), 20U);
  };
  const auto heard = ask_stream(
    *client, {{"action", "subscribe"}, {"orderbooks", {"BTC/USD"}}});
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[1][0]["r"], true);
  apply(heard[1][0]);
  const auto changes = items(*client, 60s);
  EXPECT_GT(changes.size(), 30U);
  for (const auto& x : changes) {
    EXPECT_FALSE(x.contains("r"));
    apply(x);
  }
}

} // namespace
} // namespace ballast::sim
