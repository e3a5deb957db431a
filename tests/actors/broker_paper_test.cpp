// A BROKER on paper: it answers for the venue, and asks it for books alone.
#include "domain/journal_entry.hpp"
#include "tests/actors/broker_stage.hpp"
#include "venues/kraken/adapter.hpp"

namespace ballast {

namespace {

using namespace std::chrono_literals;

decimal number(const char* text) { return *decimal::parse(text); }

struct at_portfolio {
  std::vector<broker_status> states;
  std::vector<order_answer> answers;
  std::vector<fill> fills;
  std::vector<order_report> reports;
};

class BrokerPaper : public test::broker_stage {
protected:
  BrokerPaper() {
    portfolio = sys.spawn(
      [heard
       = told](portfolio_actor::pointer) -> portfolio_actor::behavior_type {
        return {
          [](const wiring&) {},
          [](drain_atom) {},
          [](caf::close_atom) {},
          [](caf::tick_atom) {},
          [](const market_moved&) {},
          [heard](const broker_status& x) { heard->states.push_back(x); },
          [heard](const order_answer& x) { heard->answers.push_back(x); },
          [heard](const order_news& x) {
            heard->fills.insert(heard->fills.end(), x.fills.begin(),
                                x.fills.end());
            heard->reports.insert(heard->reports.end(), x.orders.begin(),
                                  x.orders.end());
          },
          [](const market_facts&) {},
          [](const halt_wish&) { return caf::ok_atom_v; },
          [](const why_question&) { return why_part{}; },
          [](const copied_decision&) {},
          [](const copy_result&) {},
          [](retry_atom) {},
        };
      });
    venues::adapter_options signing;
    signing.key = "test-api-key";
    // Not a key of anybody's: 64 bytes of one letter, in base64.
    const auto secret = std::string(85, 'Q') + "Q==";
    signing.secret = secret;
    broker_options options;
    options.adapter = *venues::make_kraken(signing);
    options.key_id = "fingerprint";
    options.paper = paper_terms{{}, {{"USD", decimal::whole(1000)}}};
    start(std::move(options));
    wiring all;
    all.governor = caf::actor_cast<caf::actor>(governor);
    all.scheduler = caf::actor_cast<caf::actor>(scheduler);
    all.ledger = caf::actor_cast<caf::actor>(ledger);
    all.brokers = {caf::actor_cast<caf::actor>(broker)};
    all.portfolios = {{"master", caf::actor_cast<caf::actor>(portfolio)}};
    caf::anon_send(broker, all);
    run();
    connect();
  }

  static std::string wrapped(const std::string& result) {
    return R"({"error":[],"result":)" + result + "}";
  }

  void connect() {
    grant(lane::account);
    const auto time = std::chrono::floor<std::chrono::seconds>(wall->now());
    reply("/public/Time",
          wrapped(R"({"unixtime":)"
                  + std::to_string(time.time_since_epoch().count()) + "}"));
    grant(lane::account);
    reply("/public/SystemStatus", wrapped(R"({"status":"online"})"));
    grant(lane::account);
    reply("/public/AssetPairs",
          wrapped(R"({"XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD",)"
                  R"("base":"XXBT","quote":"ZUSD","pair_decimals":1,)"
                  R"("lot_decimals":8,"cost_decimals":5,"ordermin":"0.00005",)"
                  R"("costmin":"0.5","tick_size":"0.1","status":"online"}})"));
    grant(lane::account);
    reply("/private/GetApiKeyInfo",
          wrapped(R"({"permissions":["query-funds"]})"));
    grant(lane::account);
    reply("/private/BalanceEx",
          wrapped(R"({"ZUSD":{"balance":"10.0","hold_trade":"0"}})"));
    ASSERT_EQ(scheduled->states.back().phase, broker_phase::connected);
  }

  void order(desk_duty_kind kind, side what = side::buy) {
    order_request x;
    x.id = ++last;
    x.duty.kind = kind;
    x.duty.client_id = id;
    x.duty.market = {"BTC", "USD"};
    x.duty.purpose
      = what == side::buy ? order_purpose::entry : order_purpose::exit;
    x.ticket.client_id = id;
    x.ticket.side = what;
    x.ticket.size = number("0.01");
    x.ticket.price = number(what == side::buy ? "101" : "99");
    x.ticket.lives = time_in_force::immediate_or_cancel;
    x.leave_before = wall->now() + 1s;
    caf::anon_send(broker, x);
    run();
  }
  std::string book() const {
    return wrapped(R"({"XXBTZUSD":{"asks":[["100.1","2",1768214307]],)"
                   R"("bids":[["100.0","2",1768214307]]}})");
  }
  void pass(std::chrono::milliseconds how_long) {
    wall->value += how_long;
    advance(how_long);
  }
  void tick() {
    caf::anon_send(broker, caf::tick_atom_v);
    run();
  }

  std::string id = std::string(32, 'a');
  std::uint64_t last = 0;
  std::shared_ptr<at_portfolio> told = std::make_shared<at_portfolio>();
  portfolio_actor portfolio;
};

TEST_F(BrokerPaper, TellsWhatThereIsOnPaperAndNotAtTheVenue) {
  tick();
  const auto& status = told->states.back();
  ASSERT_EQ(status.balances.size(), 1U);
  EXPECT_EQ(status.balances[0].available, decimal::whole(1000));
  EXPECT_TRUE(status.can_trade) << "though this key may not";
  EXPECT_FALSE(status.takes_stops) << "though this venue does";
}

TEST_F(BrokerPaper, FillsAnOrderByTheBookOfTheMomentInWhichItArrives) {
  order(desk_duty_kind::place);
  ASSERT_EQ(told->answers.size(), 1U);
  EXPECT_EQ(told->answers[0].fate, placement::accepted)
    << told->answers[0].text;
  EXPECT_TRUE(transport->calls.empty());
  pass(250ms);
  grant(lane::entry);
  ASSERT_EQ(transport->calls.size(), 1U);
  EXPECT_EQ(transport->calls[0].call.method, "GET");
  reply("/public/Depth", book());
  ASSERT_EQ(told->fills.size(), 1U);
  EXPECT_EQ(told->fills[0].price, number("100.1"));
  EXPECT_EQ(told->reports.back().state, order_state::filled);
  EXPECT_TRUE(transport->calls.empty());
}

TEST_F(BrokerPaper, AsksAgainWhereNoBookHasCome) {
  order(desk_duty_kind::place);
  pass(250ms);
  grant(lane::entry);
  reply("/public/Depth", "", 502);
  EXPECT_TRUE(told->fills.empty());
  pass(1s);
  tick();
  grant(lane::entry);
  reply("/public/Depth", book());
  EXPECT_EQ(told->fills.size(), 1U);
}

TEST_F(BrokerPaper, AsksForASaleInTheLaneOfExits) {
  order(desk_duty_kind::place);
  pass(250ms);
  grant(lane::entry);
  reply("/public/Depth", book());
  id = std::string(32, 'b');
  order(desk_duty_kind::place, side::sell);
  pass(250ms);
  grant(lane::exit);
  reply("/public/Depth", book());
  ASSERT_EQ(told->fills.size(), 2U);
  EXPECT_EQ(told->fills[1].side, side::sell);
}

TEST_F(BrokerPaper, AnswersTheOtherDutiesItself) {
  order(desk_duty_kind::place);
  for (const auto kind : {desk_duty_kind::ask, desk_duty_kind::list_open,
                          desk_duty_kind::list_fills, desk_duty_kind::cancel})
    order(kind);
  ASSERT_EQ(told->answers.size(), 5U);
  for (const auto& x : told->answers)
    EXPECT_EQ(x.how, duty_end::answered);
  EXPECT_EQ(told->answers[1].orders.at(0).client_id, id);
  EXPECT_EQ(told->answers[2].orders.size(), 1U);
  EXPECT_TRUE(told->answers[4].taken);
  EXPECT_TRUE(transport->calls.empty());
  pass(250ms);
  EXPECT_EQ(told->reports.back().state, order_state::cancelled);
}

TEST_F(BrokerPaper, RefusesWhatTheVenueWouldRefuse) {
  id = "not a client id";
  order(desk_duty_kind::place);
  ASSERT_EQ(told->answers.size(), 1U);
  EXPECT_EQ(told->answers[0].how, duty_end::unsent);
}

} // namespace

} // namespace ballast
