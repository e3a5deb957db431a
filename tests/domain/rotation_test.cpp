#include "domain/random.hpp"
#include "domain/rotation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto t0 = time_point{} + 1h;

symbol numbered(std::size_t i) { return {"C" + std::to_string(i), "USD"}; }

std::vector<symbol> markets_of(std::size_t count) {
  auto xs = std::vector<symbol>{};
  for (std::size_t i = 0; i < count; ++i)
    xs.push_back(numbered(i));
  return xs;
}

rotation rotation_of(std::size_t count, unsigned attempts = 3) {
  auto x = rotation{attempts};
  x.assign(markets_of(count), t0);
  return x;
}

std::string names(const std::vector<symbol>& xs) {
  auto text = std::string{};
  for (const auto& x : xs)
    text += (text.empty() ? "" : " ") + x.base;
  return text;
}

TEST(Rotation, HandsOutInTheOrderGiven) {
  auto x = rotation{};
  x.assign({{"Z", "USD"}, {"A", "USD"}, {"M", "USD"}}, t0);
  EXPECT_EQ(names(x.next(2).markets), "Z A");
  EXPECT_EQ(names(x.next(2).markets), "M");
}

TEST(Rotation, TellsWhereInTheTurnABatchStands) {
  auto x = rotation_of(10);
  x.next(4);
  const auto second = x.next(3);
  EXPECT_EQ(second.first, 4U);
  EXPECT_EQ(second.of, 10U);
  EXPECT_EQ(second.turn, 1U);
  EXPECT_EQ(x.position(), 7U);
  EXPECT_EQ(x.out(), 7U);
}

TEST(Rotation, HasNothingWhileAllThatIsLeftIsOut) {
  auto x = rotation_of(2);
  x.next(2);
  EXPECT_TRUE(x.next(5).markets.empty());
  x.scanned(numbered(0), t0);
  EXPECT_TRUE(x.next(5).markets.empty());
  EXPECT_EQ(x.turns_completed(), 0U);
}

TEST(Rotation, CompletesATurnWithItsLastScanAndBeginsTheNextByItself) {
  auto x = rotation_of(2);
  x.next(2);
  x.scanned(numbered(1), t0);
  x.scanned(numbered(0), t0);
  EXPECT_EQ(x.turns_completed(), 1U);
  EXPECT_EQ(x.position(), 2U);
  const auto again = x.next(1);
  EXPECT_EQ(names(again.markets), "C0");
  EXPECT_EQ(again.turn, 2U);
  EXPECT_EQ(x.position(), 1U);
  EXPECT_EQ(x.turns_completed(), 1U);
}

TEST(Rotation, TriesAMissedMarketAgainAfterTheOthers) {
  auto x = rotation_of(3);
  x.next(1);
  x.missed(numbered(0));
  EXPECT_EQ(names(x.next(3).markets), "C1 C2 C0");
  EXPECT_EQ(x.position(), 3U);
}

TEST(Rotation, GivesAMarketUpAfterItsAttempts) {
  auto x = rotation_of(1, 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(x.next(1).markets.size(), 1U);
    EXPECT_EQ(x.turns_completed(), 0U);
    x.missed(numbered(0));
  }
  EXPECT_EQ(x.turns_completed(), 1U);
  EXPECT_EQ(names(x.take_given_up()), "C0");
  EXPECT_TRUE(x.take_given_up().empty());
  EXPECT_EQ(x.next(1).turn, 2U);
}

TEST(Rotation, GivesEachTurnItsOwnAttempts) {
  auto x = rotation_of(1, 2);
  x.next(1);
  x.missed(numbered(0));
  x.next(1);
  x.scanned(numbered(0), t0);
  x.next(1);
  x.missed(numbered(0));
  EXPECT_TRUE(x.take_given_up().empty());
  EXPECT_EQ(x.next(1).markets.size(), 1U);
}

TEST(Rotation, LetsANewMarketJoinTheTurnAtItsEnd) {
  auto x = rotation_of(2);
  x.next(1);
  x.assign({{"NEW", "USD"}, numbered(0), numbered(1)}, t0);
  EXPECT_EQ(names(x.next(5).markets), "C1 NEW");
}

TEST(Rotation, HandsOutTheStalestFirstWhereverItComesFrom) {
  auto x = rotation_of(2);
  x.next(2);
  x.scanned(numbered(1), t0 + 1s);
  x.scanned(numbered(0), t0 + 3s);
  // One was scanned elsewhere between the two, one long before.
  x.assign({numbered(0), numbered(1), {"MID", "USD"}, {"OLD", "USD"}}, t0 + 4s,
           {{{"MID", "USD"}, t0 + 2s}, {{"OLD", "USD"}, t0 - 9s}});
  EXPECT_EQ(names(x.next(9).markets), "OLD C1 MID C0");
  x.scanned({"OLD", "USD"}, t0 + 5s);
  EXPECT_EQ(x.since({"OLD", "USD"}), t0 + 5s);
  EXPECT_EQ(x.since(numbered(0)), t0 + 3s);
  EXPECT_EQ(x.since({"GONE", "USD"}), std::nullopt);
}

TEST(Rotation, WaitsOnGuestsInProportionUntilTheTurnIsOver) {
  auto x = rotation_of(6);
  auto all = markets_of(6);
  auto seen = std::map<symbol, time_point>{};
  for (const auto* name : {"X", "Y", "Z"}) {
    all.push_back({name, "USD"});
    // Scanned elsewhere just now: by age alone they would come last.
    seen[all.back()] = t0 + 1h;
  }
  x.assign(all, t0 + 1h, seen);
  EXPECT_EQ(names(x.next(9).markets), "C0 C1 X C2 C3 Y C4 Z C5");
  for (const auto& name : all)
    x.scanned(name, name.base == "Z" ? t0 + 2h : t0 + 3h);
  EXPECT_EQ(names(x.next(2).markets), "Z C0");
}

TEST(Rotation, EndsATurnWhenTheLastThatWasMissingIsRemoved) {
  auto x = rotation_of(2);
  x.next(2);
  x.scanned(numbered(0), t0);
  x.assign({numbered(0)}, t0);
  EXPECT_EQ(x.turns_completed(), 1U);
  EXPECT_EQ(x.out(), 0U);
}

TEST(Rotation, TakesNothingFromMarketsThatAreNotOut) {
  auto x = rotation_of(2);
  x.next(1);
  x.scanned(numbered(1), t0 + 1s);
  x.missed(numbered(1));
  x.scanned({"GONE", "USD"}, t0);
  x.scanned(numbered(0), t0 + 1s);
  x.scanned(numbered(0), t0 + 9s);
  EXPECT_EQ(x.turns_completed(), 0U);
  EXPECT_EQ(x.oldest_age(t0 + 9s), 9s);
  EXPECT_EQ(names(x.next(5).markets), "C1");
}

TEST(Rotation, TakesBackWhatALostBrokerHeldWithoutCountingTheAttempt) {
  auto x = rotation_of(4, 1);
  x.next(3);
  x.scanned(numbered(1), t0);
  x.recall();
  EXPECT_EQ(x.out(), 0U);
  EXPECT_EQ(x.position(), 1U);
  EXPECT_EQ(names(x.next(9).markets), "C0 C2 C3");
  EXPECT_TRUE(x.take_given_up().empty());
}

TEST(Rotation, CountsNoAttemptForAMarketThatIsHandedBack) {
  auto x = rotation_of(3, 1);
  x.next(2);
  x.handed_back(numbered(1));
  x.handed_back(numbered(2));
  EXPECT_EQ(x.position(), 1U);
  EXPECT_EQ(names(x.next(9).markets), "C1 C2");
  EXPECT_TRUE(x.take_given_up().empty());
}

TEST(Rotation, HasNothingWithoutMarketsAndCountsNoTurns) {
  auto x = rotation{};
  EXPECT_TRUE(x.next(5).markets.empty());
  x.assign({}, t0);
  EXPECT_TRUE(x.next(5).markets.empty());
  EXPECT_EQ(x.turns_completed(), 0U);
  EXPECT_EQ(x.oldest_age(t0 + 1h), 0s);
}

TEST(Rotation, TakesAMarketThatIsListedTwiceOnce) {
  auto x = rotation{};
  x.assign({numbered(0), numbered(0)}, t0);
  EXPECT_EQ(x.size(), 1U);
  EXPECT_EQ(names(x.next(5).markets), "C0");
}

TEST(Rotation, AgesAMarketFromItsAssignmentUntilItsFirstScan) {
  auto x = rotation_of(1);
  EXPECT_EQ(x.oldest_age(t0 + 7s), 7s);
  x.assign(markets_of(2), t0 + 5s);
  x.next(1);
  x.scanned(numbered(0), t0 + 6s);
  EXPECT_EQ(x.oldest_age(t0 + 8s), 3s);
}

TEST(Rotation, TurnsAllMarketsOfTheLargestVenuesTogether) {
  constexpr std::size_t count = 12'337;
  auto x = rotation_of(count);
  auto seen = std::set<symbol>{};
  while (x.turns_completed() == 0) {
    const auto batch = x.next(15);
    ASSERT_EQ(batch.first, seen.size());
    for (const auto& market : batch.markets) {
      ASSERT_TRUE(seen.insert(market).second);
      x.scanned(market, t0 + 1s);
    }
  }
  EXPECT_EQ(seen.size(), count);
}

// The same rules, without any index or cursor: lists, and searches from the
// front.
class plain_rotation {
public:
  explicit plain_rotation(unsigned attempts) : attempts_max_{attempts} {}

  void assign(const std::vector<symbol>& markets, time_point now) {
    const auto is_gone = [&](const symbol& x) {
      return std::count(markets.begin(), markets.end(), x) == 0;
    };
    std::erase_if(all_, [&](const auto& x) { return is_gone(x.name); });
    std::erase_if(again_, is_gone);
    for (const auto& name : markets)
      if (find(name) == nullptr)
        all_.push_back({name, now, 'w', 0});
    look_for_the_end();
  }

  std::vector<symbol> next(std::size_t size) {
    if (over_ && !all_.empty()) {
      over_ = false;
      for (auto& x : all_)
        x = {x.name, x.at, 'w', 0};
    }
    auto batch = std::vector<symbol>{};
    while (batch.size() < size && count('w') > 0)
      batch.push_back(take_stalest());
    while (batch.size() < size && !again_.empty()) {
      batch.push_back(again_.front());
      again_.erase(again_.begin());
    }
    for (const auto& name : batch) {
      find(name)->where = 'o';
      ++find(name)->attempts;
    }
    return batch;
  }
  symbol take_stalest() {
    one* stalest = nullptr;
    for (auto& x : all_)
      if (x.where == 'w' && (stalest == nullptr || x.at < stalest->at))
        stalest = &x;
    stalest->where = 'o';
    return stalest->name;
  }

  void scanned(const symbol& name, time_point now) {
    auto* x = find(name);
    if (x == nullptr || x->where != 'o')
      return;
    x->at = now;
    x->where = 'd';
    look_for_the_end();
  }

  void missed(const symbol& name) {
    auto* x = find(name);
    if (x == nullptr || x->where != 'o')
      return;
    x->where = x->attempts < attempts_max_ ? 'a' : 'd';
    (x->where == 'a' ? again_ : given_up).push_back(name);
    look_for_the_end();
  }

  void handed_back(const symbol& name) {
    auto* x = find(name);
    if (x == nullptr || x->where != 'o')
      return;
    x->where = --x->attempts == 0 ? 'w' : 'a';
    if (x->where == 'a')
      again_.insert(again_.begin(), name);
  }

  void recall() {
    for (auto x = all_.rbegin(); x != all_.rend(); ++x)
      handed_back(x->name);
  }

  std::size_t size() const { return all_.size(); }
  std::size_t count(char where) const {
    return static_cast<std::size_t>(
      std::count_if(all_.begin(), all_.end(),
                    [&](const auto& x) { return x.where == where; }));
  }
  duration oldest_age(time_point now) const {
    auto age = duration::zero();
    for (const auto& x : all_)
      age = std::max(age, now - x.at);
    return age;
  }

  std::uint64_t completed = 0;
  std::vector<symbol> given_up;

private:
  struct one {
    symbol name;
    time_point at;
    char where; // waiting, out, again, done
    unsigned attempts;
  };
  one* find(const symbol& name) {
    for (auto& x : all_)
      if (x.name == name)
        return &x;
    return nullptr;
  }
  void look_for_the_end() {
    if (over_ || all_.empty() || count('d') < all_.size())
      return;
    over_ = true;
    ++completed;
  }

  unsigned attempts_max_;
  bool over_ = false;
  std::vector<one> all_;
  std::vector<symbol> again_;
};

/// Drives a rotation and the plain one by the same random events.
class rotation_walk {
public:
  explicit rotation_walk(std::uint64_t seed)
      : random_{seed}, attempts_{static_cast<unsigned>(1 + random_.below(3))},
        real_{attempts_}, plain_{attempts_} {}

  void step() {
    now_ += std::chrono::milliseconds{random_.below(3000)};
    const auto dice = random_.below(100);
    if (dice < 45)
      hand_out();
    else if (dice < 90)
      answer();
    else if (dice < 98)
      change_markets();
    else
      recall();
  }
  void compare() {
    ASSERT_EQ(real_.size(), plain_.size());
    ASSERT_EQ(real_.out(), plain_.count('o'));
    ASSERT_EQ(real_.position(), plain_.size() - plain_.count('w'));
    ASSERT_EQ(real_.turns_completed(), plain_.completed);
    ASSERT_EQ(real_.oldest_age(now_), plain_.oldest_age(now_));
    ASSERT_EQ(real_.take_given_up(), plain_.given_up);
    plain_.given_up.clear();
  }

  const rotation& real() const { return real_; }

private:
  void hand_out() {
    const auto size = random_.below(7);
    const auto before = real_.position();
    const auto turns = real_.turns_completed();
    const auto batch = real_.next(size);
    ASSERT_EQ(batch.markets, plain_.next(size));
    ASSERT_EQ(batch.of, real_.size());
    for (const auto& market : batch.markets)
      ASSERT_TRUE(out_.insert(market).second) << market.to_string();
    if (!batch.markets.empty() && batch.turn == turn_seen_) {
      ASSERT_GE(real_.position(), before);
    }
    if (!batch.markets.empty()) {
      ASSERT_EQ(batch.turn, turns + 1);
      ASSERT_LT(batch.first, batch.of);
    }
    turn_seen_ = batch.turn;
  }
  void answer() {
    // One market in four was never handed out, or is long gone.
    const auto which
      = out_.empty() || random_.below(4) == 0
          ? numbered(random_.below(40))
          : *std::next(out_.begin(),
                       static_cast<std::ptrdiff_t>(random_.below(out_.size())));
    out_.erase(which);
    const auto dice = random_.below(10);
    if (dice < 6) {
      real_.scanned(which, now_);
      plain_.scanned(which, now_);
    } else if (dice < 7) {
      real_.handed_back(which);
      plain_.handed_back(which);
    } else {
      real_.missed(which);
      plain_.missed(which);
    }
  }
  void change_markets() {
    auto markets = std::vector<symbol>{};
    const auto keep = random_.below(11);
    for (std::size_t i = 0; i < 30; ++i)
      if (random_.below(10) < keep)
        markets.push_back(numbered(random_.below(2) == 0 ? i : 29 - i));
    real_.assign(markets, now_);
    plain_.assign(markets, now_);
    std::erase_if(out_, [&](const auto& x) {
      return std::count(markets.begin(), markets.end(), x) == 0;
    });
  }
  void recall() {
    real_.recall();
    plain_.recall();
    out_.clear();
  }

  random_source random_;
  unsigned attempts_;
  rotation real_;
  plain_rotation plain_;
  time_point now_ = t0;
  std::set<symbol> out_;
  std::uint64_t turn_seen_ = 0;
};

TEST(Rotation, DoesWhatThePlainRulesSayWhateverHappens) {
  auto turns = std::uint64_t{0};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto walk = rotation_walk{seed};
    for (int i = 0; i < 500; ++i) {
      walk.step();
      walk.compare();
      if (::testing::Test::HasFatalFailure())
        return;
    }
    turns += walk.real().turns_completed();
  }
  EXPECT_GT(turns, 100U) << "the walks hardly turned and prove little";
}

/// Runs one turn of `count` markets to its end: batches, answers and lost
/// brokers at random. Asserts that each was scanned once or given up.
void run_turn(rotation& x, std::size_t count, unsigned attempts,
              random_source& random) {
  const auto turns = x.turns_completed();
  auto out = std::vector<symbol>{};
  auto scans = std::map<symbol, unsigned>{};
  auto misses = std::map<symbol, unsigned>{};
  while (x.turns_completed() == turns) {
    for (const auto& market : x.next(random.below(6)).markets)
      out.push_back(market);
    if (random.below(30) == 0) {
      x.recall();
      out.clear();
    }
    if (out.empty())
      continue;
    std::swap(out[random.below(out.size())], out.back());
    const auto market = out.back();
    out.pop_back();
    if (random.below(10) == 0) {
      x.handed_back(market);
    } else if (random.below(3) > 0) {
      x.scanned(market, t0);
      ++scans[market];
    } else {
      x.missed(market);
      ++misses[market];
    }
  }
  ASSERT_EQ(x.turns_completed(), turns + 1);
  ASSERT_TRUE(out.empty());
  const auto given_up = x.take_given_up();
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = numbered(i);
    const auto times = std::count(given_up.begin(), given_up.end(), name);
    ASSERT_EQ(scans[name] + static_cast<unsigned>(times), 1U) << name.base;
    ASSERT_LE(misses[name], attempts);
    ASSERT_EQ(times == 1, misses[name] == attempts) << name.base;
  }
}

TEST(Rotation, ScansEveryMarketExactlyOnceATurnOrGivesItUp) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    const auto count = 1 + random.below(40);
    const auto attempts = static_cast<unsigned>(1 + random.below(4));
    auto x = rotation_of(count, attempts);
    for (int turn = 0; turn < 3; ++turn)
      ASSERT_NO_FATAL_FAILURE(run_turn(x, count, attempts, random));
  }
}

} // namespace
} // namespace ballast
