// An order desk and the paper desk that answers it: what the account has is
// what it began with and what its journal says, whenever one of them starts
// again.
#include "actors/paper_desk.hpp"
#include "domain/money.hpp"
#include "domain/order_desk.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto start = unix_time{86'400s};

decimal number(const char* text) { return *decimal::parse(text); }

const market& coin() {
  static const auto made = [] {
    market x;
    x.symbol = {"BTC", "USD"};
    x.price_increment = number("0.01");
    x.size_increment = number("0.001");
    return x;
  }();
  return made;
}

const market* found(const symbol& x) {
  return x == coin().symbol ? &coin() : nullptr;
}

paper_terms terms() { return {{}, {{"USD", decimal::whole(1000)}}}; }

ticker prices(decimal bid, decimal ask) {
  ticker x;
  x.symbol = coin().symbol;
  x.bid = bid;
  x.ask = ask;
  return x;
}

order_ticket limit(side what, decimal size, decimal price,
                   time_in_force lives) {
  order_ticket x;
  x.side = what;
  x.size = size;
  x.price = price;
  x.lives = lives;
  return x;
}

/// A desk, its venue on paper and the journal between them. Each of the two can
/// be killed, with all that it has not written.
class stage {
public:
  stage() { open(); }

  /// Carries out what the desk wants done. @returns the answers.
  std::vector<order_answer> pump() {
    auto answers = std::vector<order_answer>{};
    for (auto& duty : desk->duties(now)) {
      order_request request;
      request.id = ++last;
      request.duty = duty;
      if (duty.kind == desk_duty_kind::place)
        request.ticket = desk->find(duty.client_id)->ticket();
      auto x = paper->answer(request, coin(), now);
      hear();
      hear(duty, x);
      answers.push_back(std::move(x));
    }
    return answers;
  }

  std::optional<std::string> order(const order_ticket& ticket) {
    auto intent = desk->intend(coin().symbol, ticket, order_purpose::entry,
                               "a test", now, now + 1s);
    if (!intent)
      return std::nullopt;
    const auto id = intent->client_id;
    journal.push_back(std::move(*intent));
    desk->committed(id);
    pump();
    return id;
  }

  void cancel(const std::string& id) {
    keep(desk->wish_cancelled(id, "a test", now));
    pump();
  }

  void see(const ticker& x) {
    paper->see(x, now);
    hear();
  }

  void pass(duration how_long) {
    now += std::chrono::duration_cast<std::chrono::milliseconds>(how_long);
    paper->pass(now);
    hear();
    keep(desk->tick(now));
    pump();
  }

  /// The process dies; of the journal is there what was written until `from`
  /// entries before its end.
  void kill(std::size_t lost = 0) {
    journal.resize(journal.size() - std::min(lost, journal.size()));
    fills.clear();
    open();
  }
  /// The portfolio alone, and with it what it was told last.
  void kill_desk(bool loses_news) {
    if (loses_news)
      paper->take_news();
    fills.clear();
    open_desk();
  }

  std::map<std::string, decimal> balances() const {
    auto result = std::map<std::string, decimal>{};
    auto copy = *paper;
    for (const auto& x : copy.settled(now + 1min).all)
      result[x.currency] = x.available + x.held;
    return result;
  }

  /// What the start and the fills that the journal has come to.
  std::map<std::string, decimal> expected() const {
    auto result = terms().balances;
    for (const auto& entry : journal) {
      if (entry.kind != journal_kind::fill)
        continue;
      const auto x = fill_of(entry);
      const auto buys = x.side == side::buy;
      const auto value
        = value_of(x.size, x.price, buys ? rounding::up : rounding::down);
      result["BTC"] += buys ? x.size : -x.size;
      result["USD"] += (buys ? -value : value) - x.fee;
    }
    return result;
  }

  void compare() const {
    auto mine = balances();
    auto books = expected();
    for (const auto* currency : {"USD", "BTC"})
      EXPECT_EQ(mine[currency].to_string(), books[currency].to_string())
        << currency;
  }

  unix_time now = start;
  std::vector<journal_entry> journal;
  std::vector<fill> fills; ///< That the desk has counted since it began.
  std::vector<std::string> alarms;
  std::optional<order_desk> desk;
  std::optional<paper_desk> paper;

private:
  void open() {
    paper.emplace(terms(), "kraken", "master");
    paper->restore(journal, found, now);
    open_desk();
  }

  void open_desk() {
    order_desk::options how;
    how.venue = "kraken";
    how.account = "master";
    how.identity = 7;
    desk.emplace(std::move(how));
    for (const auto& x : journal)
      if (auto counted = desk->restore(x))
        fills.push_back(*counted);
    desk->restored(now);
    for (auto i = 0; i < 5 && !desk->is_open(); ++i)
      pass(2s);
    EXPECT_TRUE(desk->is_open());
  }

  void keep(desk_step x) {
    journal.insert(journal.end(), x.entries.begin(), x.entries.end());
    fills.insert(fills.end(), x.fills.begin(), x.fills.end());
    alarms.insert(alarms.end(), x.alarms.begin(), x.alarms.end());
  }

  void hear() {
    for (const auto& news : paper->take_news()) {
      for (const auto& x : news.orders)
        keep(desk->told(x, now));
      for (const auto& x : news.fills)
        keep(desk->told(x, now));
    }
  }

  void hear(const desk_duty& duty, const order_answer& x) {
    EXPECT_EQ(x.how, duty_end::answered);
    const auto first
      = x.orders.empty() ? std::nullopt : std::optional{x.orders.front()};
    switch (duty.kind) {
    case desk_duty_kind::place:
      return keep(desk->placed(duty.client_id, x.fate, first, x.text, now));
    case desk_duty_kind::ask:
      return keep(desk->found(duty.client_id, first, x.asked_at, now));
    case desk_duty_kind::cancel:
      return desk->cancel_ended(duty.client_id, x.taken, now);
    case desk_duty_kind::list_open:
      return keep(desk->listed(x.orders, x.next, x.asked_at, now));
    case desk_duty_kind::list_fills:
      return keep(desk->fills_listed(duty.market, x.fills, x.next, now));
    }
  }

  std::uint64_t last = 0;
};

constexpr auto now_or_never = time_in_force::immediate_or_cancel;
constexpr auto waits = time_in_force::good_till_cancelled;

TEST(PaperDesk, FillsAnOrderByTheFirstPriceSinceItArrived) {
  stage at;
  const auto id
    = *at.order(limit(side::buy, number("2"), number("101"), now_or_never));
  EXPECT_TRUE(at.paper->awaited(at.now).empty());
  at.see(prices(number("99"), number("100")));
  EXPECT_TRUE(at.fills.empty()) << "of before it was there";
  at.pass(250ms);
  ASSERT_EQ(at.paper->awaited(at.now).size(), 1U);
  at.see(prices(number("99"), number("100")));
  ASSERT_EQ(at.fills.size(), 1U);
  EXPECT_EQ(at.desk->find(id)->stage(), life_stage::over);
  EXPECT_EQ(at.desk->live(), 0U);
  at.compare();
}

/// A purchase of one, for the market's price where `price` is zero.
void place_in(paper_desk& desk, decimal price) {
  order_request x;
  x.duty.kind = desk_duty_kind::place;
  x.duty.client_id = price.is_zero() ? "a2" : "a1";
  x.ticket = limit(side::buy, decimal::whole(1), price, waits);
  x.ticket.client_id = x.duty.client_id;
  if (price.is_zero())
    x.ticket.type = order_type::market;
  desk.answer(x, coin(), start);
}

// What many candles say at once is what they say one after the other, whether
// an order waits or not.
TEST(PaperDesk, SeesManyCandlesAsIfOneByOne) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(300); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    auto all = std::vector<candle>{};
    for (auto i = 0; i < 6; ++i) {
      auto price = 90.0 + static_cast<double>(random.below(20));
      const auto is_broken = random.below(6) == 0;
      all.push_back({start + i * 1min, price, is_broken ? -1 : price + 5,
                     price - 5, price, 5, random.below(6) > 0});
    }
    const auto told = [&](bool at_once, bool has_order) {
      paper_desk desk{terms(), "kraken", "master"};
      if (has_order)
        place_in(desk, number("93"));
      if (at_once)
        desk.see(coin().symbol, all, 60s);
      else
        for (const auto& x : all)
          desk.see(coin().symbol, {x}, 60s);
      // What a purchase for the market's price holds shows what that is.
      place_in(desk, {});
      auto result = std::string{};
      for (const auto& x : desk.take_news())
        for (const auto& y : x.fills)
          result += y.size.to_string() + '@' + y.price.to_string() + ' ';
      for (const auto& x : desk.settled(start + 1h).all)
        result += x.currency + ' ' + x.available.to_string() + ' ';
      return result;
    };
    EXPECT_EQ(told(true, false), told(false, false));
    EXPECT_EQ(told(true, true), told(false, true));
  }
}

TEST(PaperDesk, TellsAFillBeforeTheReportThatCountsIt) {
  stage at;
  at.order(limit(side::buy, number("2"), number("101"), now_or_never));
  at.now += 250ms;
  at.paper->see(prices(number("99"), number("100")), at.now);
  const auto news = at.paper->take_news();
  ASSERT_EQ(news.size(), 2U);
  EXPECT_EQ(news[0].fills.size(), 1U);
  EXPECT_TRUE(news[0].orders.empty());
  EXPECT_EQ(news[1].orders.size(), 1U);
}

// The balances that are told never hold a fill that they may not say.
TEST(PaperDesk, TellsBalancesOnlyASecondAfterAFill) {
  stage at;
  at.order(limit(side::buy, number("2"), number("101"), now_or_never));
  at.now += 250ms;
  const auto before = at.paper->settled(at.now).of;
  EXPECT_EQ(before, at.now);
  at.see(prices(number("99"), number("100")));
  EXPECT_EQ(at.paper->settled(at.now + 1s).of, before);
  const auto& after = at.paper->settled(at.now + 1001ms);
  EXPECT_EQ(after.of, at.now + 1001ms);
  EXPECT_EQ(after.all.at(0).available, number("2"));
}

TEST(PaperDesk, RefusesWhatTheAccountCannotPayFor) {
  stage at;
  const auto id
    = *at.order(limit(side::buy, number("11"), number("100"), now_or_never));
  EXPECT_EQ(at.desk->find(id)->stage(), life_stage::absent);
  EXPECT_EQ(at.desk->orders().front().reason, "insufficient funds");
}

TEST(PaperDesk, GoesOnWithAnOrderInTheBookAfterAKill) {
  stage at;
  const auto id = *at.order(limit(side::buy, number("2"), number("99"), waits));
  at.pass(250ms);
  at.see(prices(number("100"), number("101")));
  EXPECT_EQ(at.paper->open_orders(), 1U);
  at.kill();
  EXPECT_EQ(at.paper->open_orders(), 1U);
  EXPECT_EQ(at.desk->live(), 1U);
  at.pass(1s);
  at.see(prices(number("97"), number("98")));
  ASSERT_EQ(at.fills.size(), 1U);
  EXPECT_EQ(at.fills[0].client_id, id);
  EXPECT_EQ(at.fills[0].price, number("99")) << "as maker";
  at.compare();
  at.kill();
  EXPECT_EQ(at.fills.size(), 1U);
  EXPECT_EQ(at.paper->open_orders(), 0U);
  at.compare();
}

// Its request was lost with the process: nothing has it, and nothing will.
TEST(PaperDesk, KnowsNothingOfAnOrderWhoseAnswerWasNeverWritten) {
  stage at;
  const auto id
    = *at.order(limit(side::buy, number("2"), number("101"), now_or_never));
  while (at.journal.back().kind != journal_kind::intent)
    at.journal.pop_back();
  at.kill();
  at.pass(5s);
  at.pass(5s);
  at.see(prices(number("99"), number("100")));
  EXPECT_EQ(at.desk->find(id)->stage(), life_stage::absent);
  EXPECT_TRUE(at.fills.empty());
  at.compare();
}

// The portfolio dies with the news of a fill in its line: the venue on paper
// still has it.
TEST(PaperDesk, TellsAgainWhatAPortfolioHasLost) {
  stage at;
  at.order(limit(side::buy, number("2"), number("101"), now_or_never));
  at.now += 250ms;
  at.paper->see(prices(number("99"), number("100")), at.now);
  at.kill_desk(true);
  at.pass(2s);
  EXPECT_EQ(at.fills.size(), 1U);
  EXPECT_EQ(at.desk->live(), 0U);
  at.compare();
}

TEST(PaperDesk, EndsWhatTheVenueListsNoMore) {
  stage at;
  at.order(limit(side::buy, number("2"), number("99"), waits));
  at.pass(250ms);
  at.see(prices(number("100"), number("101")));
  at.paper->restore(
    at.journal, [](const symbol&) { return nullptr; }, at.now);
  EXPECT_EQ(at.paper->open_orders(), 0U);
  at.kill_desk(false);
  at.pass(2s);
  EXPECT_EQ(at.desk->live(), 0U);
}

// Orders and prices at random, and kills at any entry of the journal. The desk
// knows what the venue on paper knows, to the last digit.
TEST(PaperDeskWalk, LosesAndDoublesNothingWheneverItIsKilled) {
  const auto [first, last] = test::seeds_to_try(200);
  auto trades = std::size_t{0};
  for (auto seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    stage at;
    for (auto step = 0; step < 60; ++step) {
      const auto middle = decimal::whole(95 + random.below(10));
      switch (random.below(6)) {
      case 0:
      case 1:
        at.order(limit(random.below(3) == 0 ? side::sell : side::buy,
                       decimal::from_units(number("0.001").units()
                                           * (1 + random.below(3000))),
                       middle, random.below(2) == 0 ? waits : now_or_never));
        break;
      case 2:
        if (at.desk->live() > 0)
          for (const auto& x : at.desk->orders())
            if (!is_final(x.stage) && random.below(3) == 0)
              at.cancel(x.intent.client_id);
        at.pass(std::chrono::milliseconds{random.below(400)});
        break;
      case 3:
        at.pass(std::chrono::milliseconds{random.below(20'000)});
        break;
      case 4:
        if (random.below(4) == 0)
          at.kill(random.below(4));
        break;
      default:
        at.see(prices(middle, middle + decimal::whole(1)));
      }
      at.compare();
      if (::testing::Test::HasFailure())
        return;
    }
    EXPECT_TRUE(at.alarms.empty()) << at.alarms.front();
    auto ids = std::set<std::string>{};
    for (const auto& entry : at.journal)
      if (entry.kind == journal_kind::fill) {
        EXPECT_TRUE(ids.insert(entry.trade_id).second) << entry.trade_id;
      }
    trades += ids.size();
  }
  EXPECT_GT(trades, last - first + 1);
}

} // namespace
} // namespace ballast
