// A whole node that trades at all five simulated exchanges, in a process that
// is killed twenty times while its orders are under way: P2 and P3 of the fault
// sheet. Then each venue's own record of orders is compared with its journal.
#include "domain/order_desk.hpp"
#include "domain/random.hpp"
#include "store/journal.hpp"
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const std::vector<std::string> venues{"coinbase", "kraken", "okx", "binance",
                                      "alpaca"};
constexpr auto kills = 20U;

class NodeKills : public ::testing::Test {
protected:
  NodeKills() : stage{{"--seed", "5"}, venues} {}

  std::unique_ptr<process> start(const std::string& mode) {
    auto words = std::vector<std::string>{BALLAST_TRADING_NODE, mode, data(),
                                          std::to_string(++lives)};
    for (const auto& x : venues)
      words.insert(words.end(), {x, stage.rest(x), stage.key(x),
                                 stage.secret(x), stage.passphrase(x)});
    auto node = std::make_unique<process>(
      words, std::map<std::string, std::string>{}, stage.directory().string());
    EXPECT_TRUE(node->wait_for_line("started")) << node->output();
    return node;
  }
  std::string data() const { return (stage.directory() / "data").string(); }

  json orders_at(const std::string& venue) const {
    return json::parse(fetch(stage.rest(venue), "/sim/orders").body);
  }
  std::size_t orders() const {
    auto sum = std::size_t{0};
    for (const auto& x : venues)
      sum += orders_at(x).size();
    return sum;
  }

  /// One life, which ends in a moment that chance has chosen: every other time
  /// just after an order has come to a venue that answers slowly.
  void live_and_die(random_source& random, unsigned number) {
    const auto node = start("trade");
    node->read_for(2s + std::chrono::milliseconds{random.below(2'500)});
    if (number % 2 == 1) {
      const auto before = orders();
      for (auto i = 0; i < 30 && orders() == before; ++i)
        node->read_for(50ms);
      node->read_for(std::chrono::milliseconds{random.below(300)});
    }
    node->send_signal(SIGKILL);
    ASSERT_EQ(node->wait_for_end(), 128 + SIGKILL) << node->output();
  }

  /// Lives without entries and without faults, until all that was under way has
  /// come to its end: of some venues after two minutes, for so long a request
  /// may be on its way there.
  void settle();

  scene stage;
  unsigned lives = 0; ///< Each has its own chance.
};

/// What the journal says of all orders, by client id.
class written {
public:
  explicit written(const std::string& file) {
    auto opened = store::journal::open(file, {.mode = "live"});
    EXPECT_TRUE(opened) << opened.error().text;
    if (!opened)
      return;
    const auto read = opened->read([&](const journal_entry& x) -> result<done> {
      take(x, opened->identity());
      return done{};
    });
    EXPECT_TRUE(read) << read.error().text;
    for (const auto& [whose, desk] : desks_)
      for (const auto& x : desk.orders())
        EXPECT_TRUE(orders_.emplace(x.intent.client_id, x).second)
          << x.intent.client_id;
  }

  const std::map<std::string, desk_order>& orders() const { return orders_; }
  /// A stop that stays at the venue, whoever lives.
  static bool sleeps(const desk_order& x) {
    return x.intent.purpose == order_purpose::guard
           && x.stage == life_stage::working && x.filled.is_zero();
  }
  /// Whether nothing more can come of any of them, but of stops that sleep.
  bool is_settled() const {
    return std::all_of(orders_.begin(), orders_.end(), [](const auto& x) {
      return sleeps(x.second)
             || (is_final(x.second.stage)
                 && (x.second.filled.is_zero()
                     || !x.second.fills_cost.is_zero()));
    });
  }
  /// Intents to which no word of the venue ever came: the process died first.
  std::size_t unanswered() const {
    return static_cast<std::size_t>(
      std::count_if(orders_.begin(), orders_.end(), [&](const auto& x) {
        return answered_.count(x.first) == 0;
      }));
  }

private:
  void take(const journal_entry& x, std::uint64_t identity) {
    order_desk::options how;
    how.venue = x.venue;
    how.account = x.account;
    how.identity = identity;
    desks_.try_emplace({x.venue, x.account}, how).first->second.restore(x);
    if (x.kind == journal_kind::answer)
      answered_.insert(x.client_id);
    EXPECT_NE(x.kind, journal_kind::contradiction) << x.text;
  }

  std::map<std::pair<std::string, std::string>, order_desk> desks_;
  std::map<std::string, desk_order> orders_;
  std::set<std::string> answered_;
};

void NodeKills::settle() {
  for (const auto& x : venues)
    stage.set_faults("[]", x);
  for (auto i = 0; i < 11; ++i) {
    const auto node = start("settle");
    node->read_for(15s);
    node->send_signal(SIGTERM);
    ASSERT_EQ(node->wait_for_end(), 0) << node->output();
    if (written{data() + "/journal.db"}.is_settled())
      return;
  }
  auto text = std::string{};
  const auto last = written{data() + "/journal.db"};
  for (const auto& [id, x] : last.orders())
    if (!is_final(x.stage))
      text += x.intent.venue + ' ' + id + ' ' + to_string(x.stage) + '\n';
  FAIL() << "it does not settle:\n" << text;
}

TEST_F(NodeKills, FaultP2_FaultP3_LoseNoOrderAndDoubleNone) {
  // Some answers are late, so that there is something under way to be killed.
  for (const auto& x : venues)
    stage.set_faults(
      R"([{"kind":"slow","match":"rder","rate":0.4,"value":"700ms"}])", x);
  auto random = random_source{11};
  for (auto i = 0U; i < kills; ++i)
    ASSERT_NO_FATAL_FAILURE(live_and_die(random, i));
  ASSERT_NO_FATAL_FAILURE(settle());

  const auto ours = written{data() + "/journal.db"};
  auto seen = std::set<std::string>{};
  auto filled = std::size_t{0};
  for (const auto& venue : venues)
    for (const auto& x : orders_at(venue)) {
      const auto id = x["client_id"].get<std::string>();
      EXPECT_TRUE(seen.insert(id).second) << venue << ": doubled: " << x;
      const auto found = ours.orders().find(id);
      ASSERT_NE(found, ours.orders().end()) << venue << ": lost: " << x;
      const auto& mine = found->second;
      EXPECT_EQ(mine.intent.venue, venue);
      if (written::sleeps(mine))
        continue; // It may have woken since the last life was over.
      EXPECT_EQ(mine.filled.to_string(), x["filled"]) << x;
      EXPECT_EQ(mine.fills_cost.to_string(), x["filled_cost"]) << x;
      EXPECT_EQ(mine.fee.to_string(), x["fee"]) << x;
      filled += mine.filled > decimal{};
    }
  for (const auto& [id, x] : ours.orders())
    if (seen.count(id) == 0) {
      EXPECT_EQ(x.stage, life_stage::absent) << x.intent.venue << ' ' << id;
    }
  std::printf("note: %u kills, %zu orders in the journal, %zu at the venues, "
              "%zu filled, %zu without an answer\n",
              kills, ours.orders().size(), seen.size(), filled,
              ours.unanswered());
  // What never happened was not survived.
  EXPECT_GT(seen.size(), 20U);
  EXPECT_GT(filled, 10U);
  EXPECT_GT(ours.unanswered(), 0U);
}

} // namespace

} // namespace ballast::test
