#include "tests/sim/okx/simulated_okx.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class OkxLimits : public simulated_okx {
protected:
  OkxLimits() : simulated_okx{{.accounts = 2}} {}
};

struct published {
  const char* path;
  int units;
  std::chrono::seconds window;
};
class OkxPublicLimit : public simulated_okx,
                       public testing::WithParamInterface<published> {};

TEST_P(OkxPublicLimit, HoldsForItsWindowAndNotLonger) {
  const auto& [path, units, window] = GetParam();
  for (auto i = 0; i < units; ++i)
    ASSERT_EQ(error_of(ask(path)), "200 0") << i;
  const auto over = ask(path);
  EXPECT_EQ(error_of(over), "429 50011");
  EXPECT_FALSE(net::find_header(over.headers, "retry-after"));
  pass(window - 1ns);
  EXPECT_EQ(error_of(ask(path)), "429 50011");
  pass(1ns);
  EXPECT_EQ(error_of(ask(path)), "200 0");
  EXPECT_EQ(venue->stats().over_limit, 2U);
}

INSTANTIATE_TEST_SUITE_P(
  Endpoints, OkxPublicLimit,
  testing::Values(
    published{"public/time", 10, 2s}, published{"system/status", 1, 5s},
    published{"public/instruments?instType=SPOT&instId=BTC-USDT", 20, 2s},
    published{"market/ticker?instId=BTC-USDT", 20, 2s},
    published{"market/candles?instId=BTC-USDT&limit=1", 40, 2s},
    published{"market/history-candles?instId=BTC-USDT&limit=1", 20, 2s},
    published{"market/books?instId=BTC-USDT", 40, 2s},
    published{"market/books-full?instId=BTC-USDT", 10, 2s},
    published{"market/trades?instId=BTC-USDT&limit=1", 100, 2s},
    published{"public/price-limit?instId=BTC-USDT", 20, 2s}));

TEST_F(OkxLimits, AreOfEachEndpointForItself) {
  for (auto i = 0; i < 11; ++i)
    ask("public/time");
  EXPECT_EQ(error_of(ask("public/time")), "429 50011");
  EXPECT_EQ(error_of(ask("market/ticker?instId=BTC-USDT")), "200 0");
}

TEST_F(OkxLimits, OfSignedCallsAreOfEachUser) {
  for (auto i = 0; i < 5; ++i)
    ASSERT_EQ(error_of(signed_get("account/config")), "200 0");
  EXPECT_EQ(error_of(signed_get("account/config")), "429 50011");
  EXPECT_EQ(error_of(signed_get("account/config", venue->accounts().at(1))),
            "200 0");
  EXPECT_EQ(error_of(signed_get("account/balance")), "200 0");
}

TEST_F(OkxLimits, AreToldUnder200WhenToldSo) {
  venue = *make_okx({.limits_under_200 = true});
  for (auto i = 0; i < 10; ++i)
    ask("public/time");
  EXPECT_EQ(error_of(ask("public/time")), "200 50011");
}

TEST(OkxOptions, AreRefusedWhereTheyMakeNoSense) {
  EXPECT_FALSE(make_okx({.accounts = 0}));
  EXPECT_FALSE(make_okx({.balances = {{"BTC", "many"}}}));
  EXPECT_FALSE(make_okx({.balances = {{"BTC", "-1"}}}));
}

} // namespace
} // namespace ballast::sim
