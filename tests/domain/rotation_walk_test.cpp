#include "domain/random.hpp"
#include "domain/rotation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto t0 = time_point{} + 1h;

symbol numbered(std::size_t i) { return {"C" + std::to_string(i), "USD"}; }

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
    const auto since = [&](const one& x) {
      const auto by = interest.find(x.name);
      return by == interest.end() ? x.at : x.at - by->second;
    };
    const auto goes_before = [&](const one& x, const one& y) {
      const auto is_first = favoured.count(x.name) > 0;
      return is_first != (favoured.count(y.name) > 0) ? is_first
                                                      : since(x) < since(y);
    };
    one* stalest = nullptr;
    for (auto& x : all_)
      if (x.where == 'w' && (stalest == nullptr || goes_before(x, *stalest)))
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
  std::set<symbol> favoured;
  std::map<symbol, duration> interest;

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
    else if (dice < 96)
      change_markets();
    else if (dice < 98)
      change_order();
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
  void change_order() {
    plain_.favoured.clear();
    plain_.interest.clear();
    for (std::size_t i = 0; i < 5; ++i) {
      plain_.favoured.insert(numbered(random_.below(40)));
      plain_.interest.emplace(numbered(random_.below(40)),
                              std::chrono::milliseconds{random_.below(9000)});
    }
    real_.favour(plain_.favoured);
    real_.take_interest(plain_.interest);
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

} // namespace
} // namespace ballast
