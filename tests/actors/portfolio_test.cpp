// The PORTFOLIO and its journal: what people want while it is still being read,
// and what is durable by the time they are answered.
#include "actors/portfolio.hpp"
#include "domain/strategy.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/event_based_actor.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

namespace {

using namespace std::chrono_literals;

/// Answers who reads with a tick, and who writes with the word to drain.
struct slow_ledger {
  std::vector<journal_entry> entries; ///< What there is to be read.
  std::deque<caf::typed_response_promise<stored_entries>> readers;
  std::deque<caf::typed_response_promise<caf::ok_atom>> writers;
  std::vector<journal_entry> written;
};

ledger_actor spawn_slow_ledger(caf::actor_system& sys,
                               std::shared_ptr<slow_ledger> memory) {
  return sys.spawn(
    [memory](ledger_actor::pointer self) -> ledger_actor::behavior_type {
      return {
        [](const wiring&) {},
        [memory](drain_atom) {
          for (auto& x : std::exchange(memory->writers, {}))
            x.deliver(caf::ok_atom_v);
        },
        [memory](caf::close_atom) { *memory = {}; },
        [memory](caf::tick_atom) {
          for (auto& x : std::exchange(memory->readers, {}))
            x.deliver(stored_entries{7, memory->entries});
        },
        [](const save_budgets&) { return caf::ok_atom_v; },
        [](const load_budgets&) { return stored_budgets{}; },
        [](const raise_nonce&) { return caf::ok_atom_v; },
        [=](const append_entries& x) -> caf::result<caf::ok_atom> {
          memory->written.insert(memory->written.end(), x.entries.begin(),
                                 x.entries.end());
          memory->writers.push_back(
            self->make_response_promise<caf::ok_atom>());
          return memory->writers.back();
        },
        [=](const load_entries&) -> caf::result<stored_entries> {
          memory->readers.push_back(
            self->make_response_promise<stored_entries>());
          return memory->readers.back();
        },
        [](commit_atom) {},
      };
    });
}

class Portfolio : public test::actor_test {
protected:
  Portfolio() {
    portfolio_options options;
    options.account = "master";
    options.venues = {"okx"};
    options.strategy = std::move(*make_strategy("random_entry", {}));
    options.wall = wall;
    options.log = log();
    desk = spawn_portfolio(sys, std::move(options));
    wiring all;
    all.ledger = caf::actor_cast<caf::actor>(ledger);
    anon_send(desk, all);
    run();
  }
  ~Portfolio() override {
    anon_send(desk, caf::close_atom_v);
    anon_send(ledger, caf::close_atom_v);
    anon_send_exit(broker, caf::exit_reason::user_shutdown);
  }

  /// @returns whether it has been answered, now or later.
  std::shared_ptr<bool> wish(const halt_wish& x) {
    const auto told = std::make_shared<bool>(false);
    sys.spawn([=, this](caf::event_based_actor* self) {
      self->request(desk, caf::infinite, x).then([told](caf::ok_atom) {
        *told = true;
      });
    });
    run();
    return told;
  }

  void let_it_read(std::vector<journal_entry> entries) {
    ASSERT_FALSE(memory->readers.empty());
    memory->entries = std::move(entries);
    anon_send(ledger, caf::tick_atom_v);
    run();
  }
  void let_it_write() {
    anon_send(ledger, drain_atom_v);
    run();
  }

  /// The account has a broker, which takes orders.
  void connect() {
    broker_status status;
    status.venue = "okx";
    status.account = "master";
    status.phase = broker_phase::connected;
    status.placement_life = 5s;
    caf::send_as(broker, desk, status);
    run();
  }

  std::string why() {
    const auto told = std::make_shared<std::string>();
    sys.spawn([=, this](caf::event_based_actor* self) {
      self
        ->request(desk, caf::infinite,
                  why_question{"okx", {"BTC", "USDT"}, "master"})
        .then([told](const why_part& x) { *told = x.rule; });
    });
    run();
    return *told;
  }

  /// Of a purchase that was filled.
  std::vector<journal_entry> a_position() const {
    journal_entry intent;
    intent.at = wall->now() - 1h;
    intent.venue = "okx";
    intent.account = "master";
    intent.client_id = 'a' + std::string(31, '1');
    intent.symbol = {"BTC", "USDT"};
    intent.size = decimal::whole(1);
    intent.price = decimal::whole(100);
    intent.until = intent.at;
    auto told = intent;
    told.kind = journal_kind::report;
    told.venue_id = "v1";
    told.state = order_state::filled;
    told.filled = intent.size;
    told.filled_cost = decimal::whole(100);
    auto trade = told;
    trade.kind = journal_kind::fill;
    trade.trade_id = "t1";
    return {intent, told, trade};
  }

  std::size_t plans_ended() const {
    return static_cast<std::size_t>(std::count_if(
      memory->written.begin(), memory->written.end(), [](const auto& x) {
        const auto plan = plan_of(x.text);
        return x.kind == journal_kind::plan && plan && plan->left == 0;
      }));
  }

  std::shared_ptr<test::fixed_calendar> wall
    = std::make_shared<test::fixed_calendar>();
  std::shared_ptr<slow_ledger> memory = std::make_shared<slow_ledger>();
  std::shared_ptr<test::heard_by_broker> heard
    = std::make_shared<test::heard_by_broker>();
  ledger_actor ledger = spawn_slow_ledger(sys, memory);
  broker_actor broker = test::fake_broker(sys, heard);
  portfolio_actor desk;
};

// An older "resume", read after the halt had come, ended it until the next
// start.
TEST_F(Portfolio, HaltsAlsoWhileItReadsTheJournal) {
  connect();
  const auto is_halted = wish({true, "STOP_ALL_ENTRIES is there"});
  EXPECT_TRUE(memory->written.empty()) << "it comes after what is read";
  journal_entry resume;
  resume.kind = journal_kind::resume;
  resume.account = "master";
  let_it_read({resume});
  EXPECT_FALSE(*is_halted);
  let_it_write();
  EXPECT_TRUE(*is_halted);
  ASSERT_EQ(memory->written.size(), 1U);
  EXPECT_EQ(memory->written[0].kind, journal_kind::halt);
  EXPECT_EQ(why(), "halted");
}

TEST_F(Portfolio, KeepsTheOrderOfWhatIsWantedBeforeTheJournalIsRead) {
  connect();
  wish({true, "lunch"});
  wish({false, "back"});
  let_it_read({});
  ASSERT_EQ(memory->written.size(), 2U);
  EXPECT_EQ(memory->written[1].kind, journal_kind::resume);
  EXPECT_EQ(why(), "not_reconciled");
}

TEST_F(Portfolio, AnswersOnceAlsoWhatIsSoldIsDurable) {
  connect();
  let_it_read(a_position());
  const auto is_sold = wish({true, "out", {}, true, true});
  // In one transaction: a crash keeps both or neither.
  ASSERT_EQ(memory->writers.size(), 1U);
  EXPECT_EQ(plans_ended(), 1U);
  EXPECT_FALSE(*is_sold);
  let_it_write();
  EXPECT_TRUE(*is_sold);
}

// What is held at a venue is known once it has a broker.
TEST_F(Portfolio, SellsAlsoWhatItLearnsOfLater) {
  let_it_read(a_position());
  wish({true, "out", {}, true, true});
  EXPECT_EQ(plans_ended(), 0U);
  connect();
  EXPECT_EQ(plans_ended(), 1U);
}

} // namespace
} // namespace ballast
