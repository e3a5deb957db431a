// A BROKER at a venue that counts nonces: one signed request at a time, none
// before its mark is durable, and a way out when one is refused.
#include "domain/nonce_mark.hpp"
#include "tests/actors/broker_stage.hpp"
#include "venues/kraken/adapter.hpp"

namespace ballast {

namespace {

using namespace std::chrono_literals;

class BrokerNonce : public test::broker_stage {
protected:
  BrokerNonce() {
    venues::adapter_options signing;
    signing.key = "test-api-key";
    // Not a key of anybody's: 64 bytes of one letter, in base64.
    const auto secret = std::string(85, 'Q') + "Q==";
    signing.secret = secret;
    adapter = *venues::make_kraken(signing);
    broker_options options;
    options.adapter = adapter;
    options.key_id = "fingerprint";
    options.balances_every = 10s;
    start(std::move(options));
  }

  static std::string wrapped(const std::string& result) {
    return R"({"error":[],"result":)" + result + "}";
  }
  static std::string refusal(const std::string& error) {
    return R"({"error":[")" + error + "\"]}";
  }
  /// Time, status and market list, which need no signature.
  void take_public_steps() {
    grant(lane::account);
    reply("/public/Time", wrapped(R"({"unixtime":1768214307})"));
    grant(lane::account);
    reply("/public/SystemStatus", wrapped(R"({"status":"online"})"));
    grant(lane::account);
    reply("/public/AssetPairs",
          wrapped(R"({"XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD",)"
                  R"("base":"XXBT","quote":"ZUSD","pair_decimals":1,)"
                  R"("lot_decimals":8,"cost_decimals":5,"ordermin":"0.00005",)"
                  R"("costmin":"0.5","tick_size":"0.1","status":"online"}})"));
  }
  void take_private_steps() {
    grant(lane::account);
    reply("/private/GetApiKeyInfo",
          wrapped(R"({"permissions":["query-funds","modify-trades"]})"));
    grant(lane::account);
    reply("/private/BalanceEx",
          wrapped(R"({"ZUSD":{"balance":"10.0","hold_trade":"0"}})"));
  }
  /// The next refresh of the status, whatever else is asked first.
  void reply_to_status(const std::string& status) {
    for (int i = 0;
         i < 4
         && !transport->answer(
           "/public/SystemStatus",
           net::reply{200, {}, wrapped(R"({"status":")" + status + "\"}")});
         ++i)
      grant_to_all();
    run();
  }
  std::uint64_t nonce_sent() const {
    const auto& body = transport->calls.back().call.body;
    return std::stoull(body.substr(body.find('=') + 1));
  }
  /// Signed requests that are out.
  std::size_t signed_out() const {
    return static_cast<std::size_t>(
      std::count_if(transport->calls.begin(), transport->calls.end(),
                    [](const auto& x) { return !x.call.body.empty(); }));
  }
  broker_phase phase() const { return scheduled->states.back().phase; }

  std::shared_ptr<venues::adapter> adapter;
};

TEST_F(BrokerNonce, FaultE18_SignsNothingBeforeAMarkAboveItIsDurable) {
  memory->fails = true;
  take_public_steps();
  advance(5s);
  EXPECT_FALSE(wants("kraken.private@master"));
  EXPECT_TRUE(logged("nonce mark cannot be stored"));
  EXPECT_TRUE(transport->calls.empty());
  memory->fails = false;
  advance(1s);
  ASSERT_EQ(memory->nonces.size(), 1U);
  grant(lane::account);
  EXPECT_LE(nonce_sent(), memory->nonces.back());
}

TEST_F(BrokerNonce, FaultE18_HasOneSignedRequestOutAtATime) {
  take_public_steps();
  take_private_steps();
  ASSERT_EQ(phase(), broker_phase::connected)
    << scheduled->states.back().reason;
  EXPECT_TRUE(logged("KRAKEN PRO CONNECTED (MASTER)"));
  advance(11s);
  caf::anon_send(broker, probe_request{"kraken", "kraken.private@master"});
  run();
  grant(lane::account);
  ASSERT_EQ(signed_out(), 1U);
  // Whatever is granted meanwhile goes back, unused.
  const auto before = governed->returned.size();
  grant_to_all();
  EXPECT_EQ(signed_out(), 1U);
  EXPECT_GT(governed->returned.size(), before);
  const auto first = nonce_sent();
  transport->answer("/private/",
                    net::failure{net::failure::kind::timed_out, true, "late"});
  run();
  grant_to_all();
  ASSERT_EQ(signed_out(), 1U);
  EXPECT_GT(nonce_sent(), first);
}

TEST_F(BrokerNonce, FaultE18_AsksAgainSkipsAheadAndThenStopsTheKey) {
  take_public_steps();
  std::uint64_t last = 0;
  for (int refused = 0; refused < 3; ++refused) {
    ASSERT_NE(phase(), broker_phase::failed);
    grant(lane::account);
    ASSERT_EQ(signed_out(), 1U);
    EXPECT_GT(nonce_sent(), last + (refused == 2 ? 59'000'000U : 0U));
    EXPECT_LE(nonce_sent(), memory->nonces.back());
    last = nonce_sent();
    reply("/private/GetApiKeyInfo", refusal("EAPI:Invalid nonce"));
  }
  EXPECT_EQ(phase(), broker_phase::failed);
  EXPECT_TRUE(logged("ALERT: the key is stopped"));
  EXPECT_NE(scheduled->states.back().reason.find("another program"),
            std::string::npos);
  const auto asked = governed->demands.size();
  advance(1h);
  EXPECT_EQ(signed_out(), 0U);
  EXPECT_EQ(governed->demands.size(), asked);
}

TEST_F(BrokerNonce, FaultE18_ConnectsWhenASecondTryIsTaken) {
  take_public_steps();
  grant(lane::account);
  reply("/private/GetApiKeyInfo", refusal("EAPI:Invalid nonce"));
  take_private_steps();
  EXPECT_EQ(phase(), broker_phase::connected);
}

TEST_F(BrokerNonce, FollowsOurClockAndNotTheVenues) {
  grant(lane::account);
  // A year ahead: nonces made of it could never come back.
  reply("/public/Time", wrapped(R"({"unixtime":1799750307})"));
  grant(lane::account);
  reply("/public/SystemStatus", wrapped(R"({"status":"online"})"));
  grant(lane::account);
  reply("/public/AssetPairs",
        wrapped(R"({"SOLUSD":{"altname":"SOLUSD","wsname":"SOL/USD",)"
                R"("base":"SOL","quote":"ZUSD","pair_decimals":2,)"
                R"("lot_decimals":8,"cost_decimals":5,"ordermin":"0.02",)"
                R"("costmin":"0.5","tick_size":"0.01","status":"online"}})"));
  grant(lane::account);
  EXPECT_EQ(nonce_sent(), microseconds_of(wall->now()));
}

TEST_F(BrokerNonce, FaultE20_WaitsForAVenueThatIsDownForMaintenance) {
  grant(lane::account);
  reply("/public/Time", wrapped(R"({"unixtime":1768214307})"));
  grant(lane::account);
  reply("/public/SystemStatus", wrapped(R"({"status":"maintenance"})"));
  EXPECT_EQ(phase(), broker_phase::connecting);
  EXPECT_TRUE(logged("the venue is down for maintenance"));
  const auto asked = governed->demands.size();
  advance(4900ms);
  EXPECT_EQ(governed->demands.size(), asked);
  advance(20s);
  take_public_steps();
  take_private_steps();
  EXPECT_EQ(phase(), broker_phase::connected);
}

TEST_F(BrokerNonce, FaultE20_TellsThatTheVenueIsPostOnlyAndAsksOften) {
  take_public_steps();
  take_private_steps();
  advance(1min);
  reply_to_status("post_only");
  EXPECT_EQ(scheduled->states.back().mode, market_state::post_only);
  EXPECT_EQ(phase(), broker_phase::connected);
  advance(6s);
  reply_to_status("online");
  EXPECT_EQ(scheduled->states.back().mode, market_state::tradable);
  EXPECT_TRUE(logged("the venue is open"));
}

} // namespace

} // namespace ballast
