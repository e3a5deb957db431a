// A BROKER and the sockets that it opens: each on a permit of its own.
#include "tests/actors/broker_stage.hpp"
#include "venues/coinbase/adapter.hpp"

namespace ballast {

namespace {

using namespace std::chrono_literals;

/// Remembers which sockets were opened; the test says what becomes of them.
class noted_sockets : public net::socket_transport {
public:
  net::socket_id open(net::socket_options, net::socket_handler then) override {
    opened.push_back(std::move(then));
    return opened.size();
  }
  void say(net::socket_id, std::string) override {}
  void close(net::socket_id) override {}

  std::vector<net::socket_handler> opened;
};

class BrokerConnects : public test::broker_stage {
protected:
  BrokerConnects() {
    broker_options options;
    options.adapter = *venues::make_coinbase({});
    options.sockets = sockets;
    start(std::move(options));
    grant(lane::account);
    reply("/time", R"({"iso":"2026-01-12T10:38:27Z",)"
                   R"("epochSeconds":"1768214307",)"
                   R"("epochMillis":"1768214307000"})");
    grant(lane::account);
    reply("/products",
          R"({"products":[{"product_id":"A-USD","base_currency_id":"A",)"
          R"("quote_currency_id":"USD","price":"10",)"
          R"("base_increment":"0.01","quote_increment":"0.01",)"
          R"("price_increment":"0.01","base_min_size":"0.01",)"
          R"("base_max_size":"1000","quote_min_size":"1",)"
          R"("quote_max_size":"1000000","status":"online",)"
          R"("is_disabled":false,"trading_disabled":false,)"
          R"("cancel_only":false,"limit_only":false,"post_only":false,)"
          R"("auction_mode":false,"view_only":false,"alias":"",)"
          R"("product_type":"SPOT"}],"num_products":1})");
    stream_wish wish;
    wish.markets = {{"A", "USD"}};
    caf::anon_send(broker, wish);
    advance(1s);
  }

  /// A permit for what was wished for last of the venue's connects.
  permit_id leave(duration age = {}) {
    const auto i = std::find_if(
      governed->demands.rbegin(), governed->demands.rend(),
      [](const auto& x) { return x.wish.spends.front().budget == budget; });
    EXPECT_NE(i, governed->demands.rend());
    permit_grant x;
    x.permits = {{++last_permit, i->wish.id, 250ms, now() - age}};
    caf::anon_send(broker, x);
    run();
    return last_permit;
  }
  void happens(net::socket_event what) {
    sockets->opened.back()(std::move(what));
    run();
  }
  const request_outcome& outcome() { return governed->outcomes.back(); }
  /// The socket is turned away with this status; 0: without a word.
  void turned_away(unsigned status,
                   net::failure::kind why = net::failure::kind::refused) {
    net::socket_closed end;
    end.why = {why, false, "refused"};
    end.status = status;
    happens(end);
  }

  static constexpr auto budget = "coinbase.connects";
  std::shared_ptr<noted_sockets> sockets = std::make_shared<noted_sockets>();
};

} // namespace

TEST_F(BrokerConnects, AreWishedForInTheLaneOfScansAndDialledOnAPermit) {
  EXPECT_TRUE(wants(budget));
  EXPECT_EQ(governed->demands.back().wish.lane, lane::scan);
  EXPECT_EQ(governed->demands.back().wish.count, 1U);
  EXPECT_TRUE(sockets->opened.empty()) << "without a permit";
  const auto permit = leave();
  ASSERT_EQ(sockets->opened.size(), 1U);
  const auto before = governed->outcomes.size();
  happens(net::socket_opened{});
  ASSERT_EQ(governed->outcomes.size(), before + 1);
  EXPECT_EQ(outcome().permit, permit);
  EXPECT_EQ(outcome().scope, budget);
  EXPECT_EQ(outcome().kind, outcome_kind::ok);
  happens(net::socket_message{"{}"});
  EXPECT_EQ(governed->outcomes.size(), before + 1) << "it is answered once";
  advance(1s);
  EXPECT_FALSE(wants(budget));
}

TEST_F(BrokerConnects, GiveBackAPermitThatIsOldOrThatNobodyWants) {
  EXPECT_EQ(governed->returned.size(), 0U);
  const auto old = leave(1s);
  EXPECT_TRUE(sockets->opened.empty());
  const auto used = leave();
  const auto spare = leave();
  EXPECT_EQ(sockets->opened.size(), 1U);
  EXPECT_EQ(governed->returned, (std::vector<permit_id>{old, spare}));
  EXPECT_LT(used, spare);
}

TEST_F(BrokerConnects, CountAsThrottledWhereTheVenueSaysSo) {
  leave();
  turned_away(429);
  EXPECT_EQ(outcome().kind, outcome_kind::throttled);
  EXPECT_TRUE(outcome().byte_left);
  EXPECT_TRUE(outcome().answered);
}

TEST_F(BrokerConnects, CountWhenTheyFailAsWell) {
  for (const auto why :
       {net::failure::kind::refused, net::failure::kind::timed_out}) {
    advance(1min);
    leave();
    turned_away(0, why);
    EXPECT_TRUE(outcome().byte_left) << "the venue has seen it";
    EXPECT_NE(outcome().kind, outcome_kind::ok);
    EXPECT_EQ(outcome().answered, why == net::failure::kind::refused);
  }
  advance(1min);
  leave();
  turned_away(0, net::failure::kind::own_network);
  EXPECT_FALSE(outcome().byte_left) << "it has not";
}

TEST_F(BrokerConnects, AreWishedForAnewOfAGovernorThatCameLater) {
  const auto before = governed->demands.size();
  advance(3s);
  EXPECT_GE(governed->demands.size(), before + 3) << "each second";
  caf::anon_send(broker, drain_atom_v);
  run();
  EXPECT_FALSE(wants(budget)) << "and no more once the node stops";
}

} // namespace ballast
