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
  /// @param ahead the venue's clock of ours.
  void take_public_steps(std::chrono::seconds ahead = 0s) {
    grant(lane::account);
    const auto venue_time
      = std::chrono::floor<std::chrono::seconds>(wall->now()) + ahead;
    reply("/public/Time",
          wrapped(R"({"unixtime":)"
                  + std::to_string(venue_time.time_since_epoch().count())
                  + "}"));
    grant(lane::account);
    reply("/public/SystemStatus", wrapped(R"({"status":"online"})"));
    // A list that is known is not asked for again.
    if (!scheduled->lists.empty())
      return;
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
    if (transport->calls.empty() || transport->calls.back().call.body.empty()) {
      ADD_FAILURE() << "nothing signed is out";
      return 0;
    }
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

TEST_F(BrokerNonce, TellsThatStopsCanSleepOnceItKnowsTheMarkets) {
  EXPECT_FALSE(scheduled->states.back().takes_stops);
  take_public_steps();
  take_private_steps();
  EXPECT_TRUE(scheduled->states.back().takes_stops);
}

TEST_F(BrokerNonce, FollowsOurClockAndNotTheVenues) {
  take_public_steps(20s);
  grant(lane::account);
  EXPECT_EQ(nonce_sent(), microseconds_of(wall->now()));
}

TEST_F(BrokerNonce, FaultE17_SignsNothingWhileTheClockIsWrong) {
  for (const auto ahead : {-3600s, 31s}) {
    take_public_steps(ahead);
    EXPECT_EQ(phase(), broker_phase::connecting);
    EXPECT_NE(scheduled->states.back().reason.find("our clock is"),
              std::string::npos);
    EXPECT_FALSE(wants("kraken.private@master"));
    advance(10s);
  }
  EXPECT_TRUE(memory->nonces.empty());
  // Somebody sets it. Five samples, and the median is the new one.
  for (int i = 0; i < 5 && phase() != broker_phase::connected; ++i) {
    take_public_steps();
    if (wants("kraken.private@master"))
      take_private_steps();
    advance(10s);
  }
  EXPECT_EQ(phase(), broker_phase::connected);
}

TEST_F(BrokerNonce, FaultE18_AFailedVenueBetweenRefusalsDoesNotForgiveThem) {
  for (int refused = 0; refused < 3; ++refused) {
    take_public_steps();
    grant(lane::account);
    reply("/private/GetApiKeyInfo", refusal("EAPI:Invalid nonce"));
    if (refused == 2)
      break;
    grant(lane::account);
    reply("/private/GetApiKeyInfo", refusal("EService:Unavailable"));
    EXPECT_EQ(phase(), broker_phase::connecting);
    advance(21s);
  }
  EXPECT_EQ(phase(), broker_phase::failed);
  EXPECT_TRUE(logged("ALERT: the key is stopped"));
}

TEST_F(BrokerNonce, FaultE18_AStoppedKeyStaysSoWhateverElseFails) {
  take_public_steps();
  take_private_steps();
  advance(61s);
  // The balances are refused for the third time while the status is out.
  grant_to_all();
  for (int refused = 0; refused < 3; ++refused) {
    reply("/private/BalanceEx", refusal("EAPI:Invalid nonce"));
    if (refused < 2)
      grant_to_all();
  }
  ASSERT_EQ(phase(), broker_phase::failed);
  EXPECT_TRUE(transport->answer(
    "/public/SystemStatus",
    net::failure{net::failure::kind::timed_out, true, "late"}));
  run();
  advance(10min);
  EXPECT_EQ(phase(), broker_phase::failed);
  EXPECT_NE(scheduled->states.back().reason.find("another program"),
            std::string::npos);
  EXPECT_EQ(signed_out(), 0U);
}

TEST_F(BrokerNonce, FaultE18_RefusedProbesCountAndAreNotAskedAgain) {
  take_public_steps();
  take_private_steps();
  for (int refused = 0; refused < 3; ++refused) {
    ASSERT_EQ(phase(), broker_phase::connected);
    caf::anon_send(broker, probe_request{"kraken", "kraken.private@master"});
    run();
    grant_to_all();
    reply("/private/GetApiKeyInfo", refusal("EAPI:Invalid nonce"));
    EXPECT_EQ(signed_out(), 0U);
  }
  EXPECT_EQ(phase(), broker_phase::failed);
  caf::anon_send(broker, probe_request{"kraken", "kraken.private@master"});
  run();
  grant_to_all();
  EXPECT_EQ(signed_out(), 0U);
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
