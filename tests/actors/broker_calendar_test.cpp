// How a BROKER learns when shares are traded.
#include "tests/actors/broker_stage.hpp"
#include "venues/alpaca/adapter.hpp"

namespace ballast {
namespace {

using namespace std::chrono_literals;

class BrokerCalendar : public test::broker_stage {
protected:
  BrokerCalendar() {
    venues::adapter_options account;
    account.key = "PKAAAAAAAAAAAAAAAAAA";
    account.secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    broker_options options;
    options.adapter = *venues::make_alpaca(account);
    // None of these stands between the calendar and its permit.
    options.clock_every = options.balances_every = options.markets_every
      = 1'000h;
    options.calendar_every = 2h;
    options.calendar_retry = 10min;
    start(std::move(options));
    connect();
  }

  void connect() {
    const auto step = [&](const char* part, const char* body) {
      grant(lane::account);
      reply(part, body);
    };
    step("/v2/clock", R"({"timestamp":"2026-01-12T05:38:27-05:00",)"
                      R"("is_open":false,)"
                      R"("next_open":"2026-01-12T09:30:00-05:00",)"
                      R"("next_close":"2026-01-12T16:00:00-05:00"})");
    step("/v2/assets",
         R"([{"id":"276e2673-764b-4ab6-a611-caf665ca6340","class":"crypto",)"
         R"("exchange":"CRYPTO","symbol":"BTC/USD","name":"Bitcoin",)"
         R"("status":"active","tradable":true,"fractionable":true,)"
         R"("min_order_size":"0.0001","min_trade_increment":"0.0001",)"
         R"("price_increment":"1"}])");
    step("/v2/assets", R"([{"id":"b0b6dd9d-8b9b-48a9-ba46-b9d54906e415",)"
                       R"("class":"us_equity","exchange":"NASDAQ",)"
                       R"("symbol":"AAPL","name":"Apple","status":"active",)"
                       R"("tradable":true,"fractionable":true}])");
    constexpr auto owned
      = R"({"id":"x","account_number":"y","status":"ACTIVE",)"
        R"("currency":"USD","cash":"100",)"
        R"("buying_power":"100",)"
        R"("non_marginable_buying_power":"100",)"
        R"("trading_blocked":false,"account_blocked":false,)"
        R"("trade_suspended_by_user":false})";
    step("/v2/account", owned);
    step("/v2/account", owned);
    step("/v2/positions", "[]");
    ASSERT_EQ(scheduled->states.back().phase, broker_phase::connected)
      << scheduled->states.back().reason;
  }
  /// Passes time on both clocks.
  void pass(std::chrono::milliseconds x) {
    wall->value += x;
    advance(x);
  }
  /// Whether it wants to send anything while time passes.
  bool wants_within(std::chrono::milliseconds x) {
    governed->demands.clear();
    pass(x);
    return std::any_of(governed->demands.begin(), governed->demands.end(),
                       [](const auto& y) { return y.wish.count > 0; });
  }
  std::size_t asked() const {
    return static_cast<std::size_t>(std::count_if(
      transport->calls.begin(), transport->calls.end(), [](const auto& x) {
        return x.call.target.find("/v2/calendar") != std::string::npos;
      }));
  }

  static constexpr auto monday
    = R"([{"date":"2026-01-12","open":"09:30","close":"16:00"}])";
};

TEST_F(BrokerCalendar, AsksOnceConnectedAndAgainLater) {
  pass(1s);
  grant(lane::account);
  ASSERT_EQ(asked(), 1U);
  reply("/v2/calendar", monday);
  EXPECT_TRUE(logged("the session of shares is closed"));
  EXPECT_FALSE(wants_within(118min));
  EXPECT_TRUE(wants_within(2min));
  grant(lane::account);
  EXPECT_EQ(asked(), 1U);
}

TEST_F(BrokerCalendar, AsksMoreOftenAsLongAsThereIsNoAnswer) {
  pass(1s);
  grant(lane::account);
  reply("/v2/calendar", R"({"message":"internal"})", 500);
  EXPECT_TRUE(logged("cannot refresh trading hours"));
  EXPECT_FALSE(wants_within(9min));
  EXPECT_TRUE(wants_within(1min));
  grant(lane::account);
  ASSERT_EQ(asked(), 1U);
  reply("/v2/calendar", "nonsense");
  pass(10min);
  grant(lane::account);
  EXPECT_EQ(asked(), 1U);
}

TEST_F(BrokerCalendar, SaysWhenTheSessionOpensAndCloses) {
  pass(1s);
  grant(lane::account);
  reply("/v2/calendar", monday);
  EXPECT_FALSE(logged("the session of shares is open"));
  // It is 10:38 in UTC; New York opens at 14:30.
  pass(3h + 50min);
  EXPECT_FALSE(logged("the session of shares is open"));
  pass(2min);
  EXPECT_TRUE(logged("the session of shares is open"));
}

} // namespace
} // namespace ballast
