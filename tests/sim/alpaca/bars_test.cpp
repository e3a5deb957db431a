#include "sim/alpaca/data_query.hpp"
#include "sim/alpaca/timeframe.hpp"
#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::sim {
namespace {

using json = nlohmann::json;

constexpr auto stocks = "/v2/stocks/bars?symbols=";
constexpr auto crypto = "/v1beta3/crypto/us/bars?symbols=";

class AlpacaBars : public simulated_alpaca {
protected:
  std::string message_of(const std::string& target, unsigned status) {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, status) << target << reply.body.substr(0, 200);
    return json::parse(reply.body).value("message", "");
  }
};

TEST_F(AlpacaBars, OfAStockLieWithinTheSession) {
  const auto body = get_json(std::string{stocks}
                             + "AAPL&timeframe=1Min&start=2026-11-24"
                               "&end=2026-11-25T12:00:00Z&limit=10000");
  const auto& bars = body["bars"]["AAPL"];
  ASSERT_GT(bars.size(), 200U);
  EXPECT_LE(bars.size(), 390U);
  EXPECT_GE(bars.front()["t"].get<std::string>(), "2026-11-24T14:30:00Z");
  EXPECT_LE(bars.back()["t"].get<std::string>(), "2026-11-24T20:59:00Z");
  for (const auto& x : bars) {
    ASSERT_GE(x["h"], x["o"]);
    ASSERT_LE(x["l"], x["c"]);
    ASSERT_GE(x["vw"], x["l"]);
    ASSERT_LE(x["vw"], x["h"]);
    ASSERT_GT(x["v"], 0);
    ASSERT_GT(x["n"], 0);
  }
  EXPECT_EQ(body["next_page_token"], nullptr);
}

TEST_F(AlpacaBars, OfADaySumUpItsMinutes) {
  const auto range
    = std::string{"&start=2026-11-23&end=2026-11-24T23:00:00Z&limit=10000"};
  const auto minutes
    = get_json(stocks + ("AAPL&timeframe=1Min" + range))["bars"]["AAPL"];
  const auto days
    = get_json(stocks + ("AAPL&timeframe=1Day" + range))["bars"]["AAPL"];
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[0]["t"], "2026-11-23T05:00:00Z");
  EXPECT_EQ(days[1]["t"], "2026-11-24T05:00:00Z");
  auto volume = 0.0;
  for (const auto& x : minutes)
    if (x["t"].get<std::string>() < "2026-11-24")
      volume += x["v"].get<double>();
  EXPECT_DOUBLE_EQ(days[0]["v"].get<double>(), volume);
  EXPECT_EQ(days[0]["o"], minutes[0]["o"]);
  EXPECT_EQ(days[1]["c"], minutes.back()["c"]);
}

TEST_F(AlpacaBars, OfAnHourThatIsCutByTheOpeningAreWholeAllTheSame) {
  const auto hours
    = get_json(std::string{stocks}
               + "AAPL&timeframe=1Hour&start=2026-11-24T14:00:00Z"
                 "&end=2026-11-24T14:00:00Z")["bars"]["AAPL"];
  const auto halves
    = get_json(std::string{stocks}
               + "AAPL&timeframe=30Min&start=2026-11-24T14:00:00Z"
                 "&end=2026-11-24T15:30:00Z")["bars"]["AAPL"];
  ASSERT_EQ(hours.size(), 1U);
  ASSERT_EQ(halves.size(), 3U);
  EXPECT_EQ(hours[0]["v"], halves[0]["v"]);
  const auto next = get_json(std::string{stocks}
                             + "AAPL&timeframe=1Hour&start=2026-11-24T15:00:00Z"
                               "&end=2026-11-24T15:00:00Z")["bars"]["AAPL"];
  EXPECT_DOUBLE_EQ(next[0]["v"].get<double>(),
                   halves[1]["v"].get<double>() + halves[2]["v"].get<double>());
}

TEST_F(AlpacaBars, OfCryptoHaveNoGaps) {
  const auto bars
    = get_json(std::string{crypto}
               + "YFI%2FUSDT&timeframe=1Min"
                 "&start=2026-11-25T00:00:00Z&limit=600")["bars"]["YFI/USDT"];
  ASSERT_EQ(bars.size(), 600U);
  auto quiet = 0;
  for (auto i = std::size_t{0}; i < bars.size(); ++i) {
    const auto minute = static_cast<int>(i);
    auto text = std::array<char, 32>{};
    std::snprintf(text.data(), text.size(), "2026-11-25T%02d:%02d:00Z",
                  minute / 60, minute % 60);
    ASSERT_EQ(bars[i]["t"], text.data());
    quiet += bars[i]["v"] == 0 ? 1 : 0;
  }
  EXPECT_GT(quiet, 0);
}

TEST_F(AlpacaBars, BeginTodayUnlessAskedOtherwise) {
  const auto bars
    = get_json(std::string{stocks} + "AAPL&timeframe=5Min")["bars"]["AAPL"];
  EXPECT_EQ(bars.front()["t"], "2026-11-25T14:30:00Z");
  // The one that is running is there.
  EXPECT_EQ(bars.back()["t"], "2026-11-25T15:15:00Z");
}

TEST_F(AlpacaBars, OfADayWithoutASessionAreNone) {
  at(1'795'705'200); // Thanksgiving.
  EXPECT_EQ(get(std::string{stocks} + "AAPL&timeframe=5Min").body,
            R"({"bars":{},"next_page_token":null})");
  EXPECT_EQ(get("/v2/stocks/AAPL/bars?timeframe=5Min").body,
            R"({"bars":null,"symbol":"AAPL","next_page_token":null})");
}

/// Every page of a question, put together.
class AlpacaPages : public AlpacaBars {
protected:
  json all_pages(const std::string& target, int& pages) {
    auto all = json::object();
    auto token = std::string{};
    for (pages = 0; pages < 100; ++pages) {
      const auto body
        = get_json(target + (token.empty() ? "" : "&page_token=" + token));
      for (const auto& [name, list] : body["bars"].items())
        for (const auto& x : list)
          all[name].push_back(x);
      if (body["next_page_token"].is_null())
        return all;
      token = body["next_page_token"];
      for (auto at = token.find('='); at != std::string::npos;
           at = token.find('='))
        token.replace(at, 1, "%3D");
    }
    return all;
  }
};

TEST_F(AlpacaPages, CountItemsOverAllSymbolsAndLoseNone) {
  const auto question = std::string{stocks}
                        + "MSFT,AAPL,TSLA&timeframe=15Min"
                          "&start=2026-11-23&end=2026-11-25T00:00:00Z";
  for (const auto* sort : {"&sort=asc", "&sort=desc"}) {
    auto pages = 0;
    const auto whole = get_json(question + sort + "&limit=10000")["bars"];
    ASSERT_EQ(whole.size(), 3U);
    EXPECT_EQ(all_pages(question + sort + "&limit=7", pages), whole) << sort;
    EXPECT_GT(pages, 10);
    EXPECT_EQ(all_pages(question + sort + "&limit=52", pages), whole) << sort;
  }
}

TEST_F(AlpacaPages, HoldTheFirstSymbolAloneWhereThereIsNoRoom) {
  const auto body = get_json(std::string{stocks}
                             + "MSFT,AAPL&timeframe=1Min&start=2026-11-24"
                               "&limit=5");
  EXPECT_EQ(body["bars"].size(), 1U);
  EXPECT_EQ(body["bars"]["AAPL"].size(), 5U);
  EXPECT_FALSE(body["next_page_token"].is_null());
}

TEST_F(AlpacaPages, HaveTokensAsRecorded) {
  EXPECT_EQ(alpaca::page_token("AAPL", "D", 1'643'778'000),
            "QUFQTHxEfDIwMjItMDItMDJUMDU6MDA6MDAuMDAwMDAwMDAwWg==");
}

TEST_F(AlpacaBars, ThatNobodyCanAnswerAreRefused) {
  EXPECT_EQ(message_of("/v1beta3/crypto/us/bars?symbols=BTC/USDdsda", 400),
            "Invalid symbol(s): BTC/USDdsda does not match ^[A-Z]+/[A-Z]+$");
  EXPECT_EQ(message_of(std::string{crypto} + "BTC/USD&start=0", 400),
            "Invalid format for parameter start: error parsing '0' as RFC3339 "
            "or 2006-01-02 time: parsing time \"0\" as \"2006-01-02\": cannot "
            "parse \"0\" as \"2006\"");
  EXPECT_EQ(message_of("/v2/stocks/bars?timeframe=1Min", 400),
            "symbols is required");
  for (const auto* wrong :
       {"&timeframe=60Min", "&timeframe=24H", "&timeframe=3D", "&timeframe=5M",
        "&timeframe=soon", "&limit=0", "&limit=10001", "&sort=up", "&feed=x",
        "&page_token=nonsense", "&start=2026-11-25&end=2026-11-24"})
    message_of(std::string{stocks} + "AAPL" + wrong, 400);
}

TEST_F(AlpacaBars, OfTheTapeAreAQuarterOfAnHourLate) {
  const auto question = std::string{stocks} + "AAPL&feed=sip&end=";
  EXPECT_EQ(message_of(question + "2026-11-25T15:15:00Z", 403),
            "subscription does not permit querying recent SIP data");
  EXPECT_EQ(get(question + "2026-11-25T15:00:00Z").status, 200U);
  EXPECT_EQ(
    get(std::string{stocks} + "AAPL&feed=iex&end=2026-11-25T15:15:00Z").status,
    200U);
  EXPECT_EQ(get("/v2/stocks/snapshots?symbols=AAPL&feed=sip").status, 403U);
}

TEST_F(AlpacaBars, OfWeeksAndMonthsBeginOnMondaysAndFirsts) {
  const auto weeks
    = get_json(std::string{stocks}
               + "AAPL&timeframe=1Week&start=2026-10-26")["bars"]["AAPL"];
  ASSERT_EQ(weeks.size(), 5U);
  EXPECT_EQ(weeks[0]["t"], "2026-10-26T04:00:00Z");
  EXPECT_EQ(weeks[1]["t"], "2026-11-02T05:00:00Z");
  const auto months = get_json(
    std::string{crypto}
    + "BTC%2FUSD&timeframe=3Month&start=2026-01-01")["bars"]["BTC/USD"];
  ASSERT_EQ(months.size(), 4U);
  EXPECT_EQ(months[0]["t"], "2026-01-01T06:00:00Z");
  EXPECT_EQ(months[1]["t"], "2026-04-01T05:00:00Z");
}

TEST(AlpacaTimes, AreReadInEveryFormThatTheManualNames) {
  using alpaca::parse_time;
  EXPECT_EQ(parse_time("2024-03-09T07:40:00.000Z"), 1'709'970'000);
  EXPECT_EQ(parse_time("2024-03-09T07:40:00+00:00"), 1'709'970'000);
  EXPECT_EQ(parse_time("2024-03-09T02:40:00-05:00"), 1'709'970'000);
  EXPECT_EQ(parse_time("2024-03-09T07:40:00.123456789Z"), 1'709'970'000);
  EXPECT_EQ(parse_time("2024-03-09"), 1'709'942'400);
  for (const auto* wrong :
       {"", "0", "1709970000", "2024-03-09T07:40:00", "2024-13-09",
        "2024-03-09T25:00:00Z", "2024-03-09T07:40:00.Zx", "2024-03-09 "})
    EXPECT_FALSE(parse_time(wrong)) << wrong;
}

TEST(AlpacaTimeframes, AreThoseOfTheManual) {
  using alpaca::parse_timeframe;
  for (const auto* good : {"1Min", "59T", "1min", "23Hour", "4H", "1D", "1Day",
                           "1W", "1Week", "12Month", "1M"})
    EXPECT_TRUE(parse_timeframe(good)) << good;
  for (const auto* wrong : {"", "Min", "0Min", "60Min", "24Hour", "2Day",
                            "5Month", "1Year", "-1Min"})
    EXPECT_FALSE(parse_timeframe(wrong)) << wrong;
}

} // namespace
} // namespace ballast::sim
