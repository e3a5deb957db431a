#include "tests/sim/binance/simulated_binance.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto time_path = "/api/v3/time";
constexpr auto used = "x-mbx-used-weight-1m";

class BinanceLimits : public simulated_binance {
protected:
  void spend_the_minute() {
    for (auto i = 0; i < 24; ++i)
      ASSERT_EQ(get("/api/v3/depth?symbol=BTCUSDT&limit=5000").status, 200U);
  }
};

/// A venue with little room, so that a test needs few calls.
class BinanceWithLittleRoom : public simulated_binance {
protected:
  BinanceWithLittleRoom()
      : simulated_binance{
        {.limits = {.weight_a_minute = 100, .refusals_max = 3}}} {}
  void spend_it() { ASSERT_EQ(get("/api/v3/ticker/24hr").status, 200U); }
};

struct weighed {
  const char* target;
  const char* weight;
};
class BinanceWeight : public simulated_binance,
                      public testing::WithParamInterface<weighed> {};

TEST_P(BinanceWeight, IsAsPublished) {
  EXPECT_EQ(header_of(get(GetParam().target), used), GetParam().weight);
}

const auto many = [](int count) {
  static auto texts = std::vector<std::string>{};
  texts.reserve(8);
  auto list = std::string{"/api/v3/ticker/24hr?symbols=["};
  for (auto i = 0; i < count; ++i)
    list += (i == 0 ? "\"" : ",\"") + std::string{"BTCUSDT\""};
  texts.push_back(list + ']');
  return texts.back().c_str();
};

INSTANTIATE_TEST_SUITE_P(
  Endpoints, BinanceWeight,
  testing::Values(weighed{"/api/v3/ping", "1"}, weighed{time_path, "1"},
                  weighed{"/api/v3/exchangeInfo?symbol=BTCUSDT", "20"},
                  weighed{"/api/v3/depth?symbol=BTCUSDT", "5"},
                  weighed{"/api/v3/depth?symbol=BTCUSDT&limit=101", "25"},
                  weighed{"/api/v3/depth?symbol=BTCUSDT&limit=501", "50"},
                  weighed{"/api/v3/depth?symbol=BTCUSDT&limit=1001", "250"},
                  weighed{"/api/v3/trades?symbol=BTCUSDT", "25"},
                  weighed{"/api/v3/aggTrades?symbol=BTCUSDT", "4"},
                  weighed{"/api/v3/klines?symbol=BTCUSDT&interval=1m", "2"},
                  weighed{"/api/v3/avgPrice?symbol=BTCUSDT", "2"},
                  weighed{"/api/v3/ticker/24hr", "80"},
                  weighed{"/api/v3/ticker/24hr?symbol=BTCUSDT", "2"},
                  weighed{many(20), "2"}, weighed{many(21), "40"},
                  weighed{many(101), "80"},
                  weighed{"/api/v3/ticker/price", "4"},
                  weighed{"/api/v3/ticker/price?symbol=BTCUSDT", "2"},
                  weighed{"/api/v3/ticker/bookTicker", "4"},
                  weighed{"/api/v3/ticker?symbol=BTCUSDT", "4"}));

TEST_F(BinanceLimits, OfSignedCallsCountForTheAddressAsWell) {
  EXPECT_EQ(header_of(signed_get("/api/v3/account"), used), "20");
  EXPECT_EQ(
    header_of(signed_get("/api/v3/account/commission", "symbol=BTCUSDT"), used),
    "40");
  EXPECT_EQ(header_of(get(time_path), "x-mbx-used-weight"), "41");
}

TEST_F(BinanceLimits, OfTheWalletAreCountedApart) {
  const auto reply = signed_get("/sapi/v1/account/apiRestrictions");
  EXPECT_EQ(header_of(reply, "x-sapi-used-ip-weight-1m"), "1");
  EXPECT_EQ(header_of(reply, used), "");
  EXPECT_EQ(header_of(get(time_path), used), "1");
}

TEST_F(BinanceLimits, TakeSixThousandAMinuteAndTellWhenTheNextBegins) {
  spend_the_minute();
  const auto refused = get(time_path);
  EXPECT_EQ(error_of(refused), "429 -1003");
  EXPECT_EQ(message_of(refused).find("Too much request weight used; current "
                                     "limit is 6000 request weight per 1 "
                                     "MINUTE."),
            0U);
  // 14:13:37.250, so that the minute is over after 22.75 s.
  EXPECT_EQ(header_of(refused, "retry-after"), "23");
  EXPECT_EQ(header_of(refused, used), "6000");
  EXPECT_EQ(venue->stats().over_limit, 1U);
}

TEST_F(BinanceWithLittleRoom, BeginsAnewWithTheMinuteOfTheClock) {
  spend_it();
  pass(22'749ms);
  EXPECT_EQ(error_of(get("/api/v3/trades?symbol=BTCUSDT")), "429 -1003");
  pass(1ms);
  EXPECT_EQ(header_of(get("/api/v3/trades?symbol=BTCUSDT"), used), "25");
}

TEST_F(BinanceWithLittleRoom, TakesWhatIsSmallEnough) {
  spend_it();
  EXPECT_EQ(error_of(get("/api/v3/trades?symbol=BTCUSDT")), "429 -1003");
  EXPECT_EQ(get(time_path).status, 200U);
}

TEST_F(BinanceWithLittleRoom, BansWhoGoesOnAndForLongerEachTime) {
  spend_it();
  for (auto i = 0; i < 3; ++i)
    EXPECT_EQ(error_of(get("/api/v3/ticker/24hr")), "429 -1003");
  const auto banned = get("/api/v3/ticker/24hr");
  EXPECT_EQ(error_of(banned), "418 -1003");
  EXPECT_EQ(header_of(banned, "retry-after"), "120");
  EXPECT_NE(message_of(banned).find("IP banned until 1790000137250."),
            std::string::npos);
  pass(119'999ms);
  EXPECT_EQ(error_of(get(time_path)), "418 -1003");
  pass(1ms);
  EXPECT_EQ(get(time_path).status, 200U);
  spend_it();
  for (auto i = 0; i < 3; ++i)
    EXPECT_EQ(error_of(get("/api/v3/ticker/24hr")), "429 -1003");
  EXPECT_EQ(header_of(get("/api/v3/ticker/24hr"), "retry-after"), "240");
  EXPECT_EQ(venue->stats().banned, 3U);
  EXPECT_EQ(venue->stats().over_limit, 6U);
}

TEST_F(BinanceLimits, OfRawRequestsHoldForFiveMinutes) {
  venue = *make_binance({.limits = {.raw_requests = 5}});
  for (auto i = 0; i < 5; ++i)
    ASSERT_EQ(get(time_path).status, 200U);
  const auto refused = get(time_path);
  EXPECT_EQ(error_of(refused), "429 -1003");
  EXPECT_EQ(message_of(refused).find("Too many requests; current limit is 5"),
            0U);
  pass(1min);
  EXPECT_EQ(error_of(get(time_path)), "429 -1003");
  pass(1min);
  EXPECT_EQ(get(time_path).status, 200U);
}

TEST(BinanceOptions, AreRefusedWhereTheyAreZero) {
  EXPECT_FALSE(make_binance({.accounts = 0}));
  EXPECT_FALSE(make_binance({.limits = {.weight_a_minute = 0}}));
  EXPECT_FALSE(make_binance({.limits = {.raw_requests = 0}}));
  EXPECT_FALSE(make_binance({.limits = {.wallet_weight = 0}}));
  EXPECT_FALSE(make_binance({.limits = {.refusals_max = 0}}));
}

} // namespace
} // namespace ballast::sim
