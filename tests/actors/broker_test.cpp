// A BROKER against a transport that the test answers by hand.
#include "tests/actors/broker_stage.hpp"
#include "venues/coinbase/adapter.hpp"

namespace ballast {

namespace {

using namespace std::chrono_literals;

class Broker : public test::broker_stage {
protected:
  Broker() {
    broker_options options;
    // Public data alone: time, markets, and then it is connected.
    options.adapter = *venues::make_coinbase({});
    options.markets_every = 30s;
    start(std::move(options));
  }

  static std::string product(const std::string& base) {
    return R"({"product_id":")" + base + R"(-USD","base_currency_id":")" + base
           + R"(","quote_currency_id":"USD","price":"10",)"
             R"("base_increment":"0.01","quote_increment":"0.01",)"
             R"("price_increment":"0.01","base_min_size":"0.01",)"
             R"("base_max_size":"1000","quote_min_size":"1",)"
             R"("quote_max_size":"1000000","status":"online",)"
             R"("is_disabled":false,"trading_disabled":false,)"
             R"("cancel_only":false,"limit_only":false,"post_only":false,)"
             R"("auction_mode":false,"view_only":false,"alias":"",)"
             R"("product_type":"SPOT"})";
  }
  static std::string products(const std::vector<std::string>& bases) {
    std::string result = R"({"products":[)";
    for (const auto& x : bases)
      result += (&x == bases.data() ? "" : ",") + product(x);
    return result + R"(],"num_products":)" + std::to_string(bases.size()) + "}";
  }

  void connect() {
    grant(lane::account);
    reply("/time", R"({"iso":"2026-01-12T10:38:27Z",)"
                   R"("epochSeconds":"1768214307",)"
                   R"("epochMillis":"1768214307000"})");
    grant(lane::account);
    reply("/products", products({"A", "B", "C"}));
    ASSERT_EQ(scheduled->states.back().phase, broker_phase::connected)
      << scheduled->states.back().reason;
  }

  void scan(std::uint64_t id, const std::vector<std::string>& bases) {
    scan_batch batch{id, 1, "coinbase", {}};
    for (const auto& x : bases)
      batch.markets.push_back({x, "USD"});
    caf::anon_send(broker, batch);
    run();
  }

  static constexpr auto no_candles = R"({"candles":[]})";
};

TEST_F(Broker, SendsNothingWithoutAPermit) {
  advance(1min);
  EXPECT_TRUE(transport->calls.empty());
  EXPECT_EQ(governed->demands.front().wish.count, 1U);
}

TEST_F(Broker, ConnectsStepByStepAndListsTheMarkets) {
  connect();
  ASSERT_EQ(scheduled->lists.size(), 1U);
  EXPECT_EQ(scheduled->lists[0].markets.size(), 3U);
  EXPECT_TRUE(logged("COINBASE CONNECTED (MASTER)"));
  EXPECT_EQ(governed->outcomes.size(), 2U);
}

TEST_F(Broker, SaysWhenABatchIsSentAndWhenItHasEnded) {
  connect();
  scan(7, {"A", "B"});
  grant(lane::scan);
  EXPECT_TRUE(scheduled->sent.empty());
  grant(lane::scan);
  ASSERT_EQ(scheduled->sent.size(), 1U);
  EXPECT_EQ(scheduled->sent[0].id, 7U);
  reply("/A-USD/candles", no_candles);
  EXPECT_TRUE(scheduled->done.empty());
  transport->answer("/B-USD/candles",
                    net::failure{net::failure::kind::timed_out, true, "late"});
  run();
  ASSERT_EQ(scheduled->done.size(), 1U);
  EXPECT_EQ(scheduled->done[0].results[0].kind, outcome_kind::ok);
  EXPECT_EQ(scheduled->done[0].results[1].kind, outcome_kind::timed_out);
}

TEST_F(Broker, GivesUnusedPermitsBack) {
  connect();
  const auto unused = grant(lane::account);
  EXPECT_EQ(governed->returned, std::vector<permit_id>{unused});
}

TEST_F(Broker, FaultP4_NeverUsesAPermitThatHasGrownOld) {
  connect();
  scan(7, {"A"});
  permit_grant old;
  old.permits = {{77, governed->demands.back().wish.id, 250ms, now() - 250ms}};
  caf::anon_send(broker, old);
  run();
  EXPECT_TRUE(transport->calls.empty());
  EXPECT_EQ(governed->returned, std::vector<permit_id>{77});
}

TEST_F(Broker, EndsAMarketThatANewerListLeftOutWhileItWaited) {
  connect();
  advance(29s);
  scan(7, {"B", "C"});
  advance(2s);
  grant(lane::account);
  reply("/products", products({"A", "C"}));
  ASSERT_EQ(scheduled->lists.back().markets.size(), 2U);
  grant(lane::scan);
  // The permit meant for B went to C.
  reply("/C-USD/candles", no_candles);
  ASSERT_EQ(scheduled->done.size(), 1U);
  EXPECT_EQ(scheduled->done[0].results[0].kind, outcome_kind::unknown_symbol);
  EXPECT_EQ(scheduled->done[0].results[1].kind, outcome_kind::ok);
  EXPECT_TRUE(governed->returned.empty());
}

TEST_F(Broker, HandsMarketsBackWhileTheBreakerIsOpenAndStillProbes) {
  connect();
  scan(7, {"A", "B"});
  venue_health open;
  open.venue = "coinbase";
  open.account = "master";
  open.open_scopes = {"coinbase.public"};
  caf::anon_send(broker, open);
  run();
  ASSERT_EQ(scheduled->done.size(), 1U);
  EXPECT_EQ(scheduled->done[0].results[0].kind, outcome_kind::not_sent);
  caf::anon_send(broker, probe_request{"coinbase", "coinbase.public"});
  caf::anon_send(broker, probe_request{"coinbase", "coinbase.public"});
  run();
  EXPECT_EQ(governed->demands.back().wish.count, 1U);
  grant(lane::account);
  reply("/time", "busy", 503);
  EXPECT_TRUE(governed->outcomes.back().probe);
  EXPECT_NE(governed->outcomes.back().kind, outcome_kind::ok);
}

TEST_F(Broker, HandsBackWhatWaitedForAMinute) {
  connect();
  scan(7, {"A"});
  advance(59s);
  EXPECT_TRUE(scheduled->done.empty());
  advance(3s);
  ASSERT_EQ(scheduled->done.size(), 1U);
  EXPECT_EQ(scheduled->done[0].results[0].kind, outcome_kind::not_sent);
}

TEST_F(Broker, ReportsARefusedConnectionAsUnsentAndTheVenueAsUnavailable) {
  connect();
  scan(7, {"A"});
  grant(lane::scan);
  transport->answer("/candles", net::failure{net::failure::kind::refused, false,
                                             "connection refused"});
  run();
  EXPECT_FALSE(governed->outcomes.back().byte_left);
  EXPECT_EQ(governed->outcomes.back().kind, outcome_kind::unavailable);
}

TEST_F(Broker, FaultB2_TriesAgainNoOftenerThanItsBudgetOfRetries) {
  std::vector<time_point> tries;
  std::size_t seen = 0;
  for (const auto end = now() + 10min; now() < end; advance(50ms)) {
    const auto& demands = governed->demands;
    const auto wants = std::any_of(
      demands.begin() + static_cast<std::ptrdiff_t>(seen), demands.end(),
      [](const permit_demand& x) { return x.wish.count > 0; });
    seen = demands.size();
    if (!wants || !transport->calls.empty())
      continue;
    grant(lane::account);
    tries.push_back(now());
    transport->calls.back().then(
      net::failure{net::failure::kind::refused, false, "refused"});
    transport->calls.clear();
    run();
  }
  ASSERT_GE(tries.size(), 40U);
  // The first of all is no retry.
  for (std::size_t i = 1; i + 10 < tries.size(); ++i)
    EXPECT_GE(tries[i + 10] - tries[i], 1min - 1s);
}

TEST_F(Broker, IsDrainedOnceNothingIsOut) {
  connect();
  scan(7, {"A", "B"});
  grant(lane::scan);
  std::vector<std::string> names;
  auto boss = sys.spawn(
    [&names](supervisor_actor::pointer) -> supervisor_actor::behavior_type {
      return {
        [](caf::tick_atom) {},
        [&names](const drained& x) { names.push_back(x.name); },
        [](const halt_wish&) { return caf::ok_atom_v; },
        [](const why_question&) { return why_answer{}; },
        [](const breaker_wish&) { return caf::ok_atom_v; },
        [](start_atom, std::uint64_t) {},
        [](caf::reset_atom, std::uint64_t, std::uint64_t) {},
        [](caf::close_atom) {},
        [](caf::timeout_atom, std::uint64_t) {},
      };
    });
  caf::send_as(boss, broker, drain_atom_v);
  run();
  EXPECT_TRUE(names.empty());
  reply("/A-USD/candles", no_candles);
  EXPECT_EQ(names, std::vector<std::string>{"broker coinbase/master"});
  EXPECT_TRUE(transport->calls.empty());
}

} // namespace

} // namespace ballast
