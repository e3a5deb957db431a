// Sockets of many accounts from one address: however they flap, the venue never
// sees more attempts than its rule allows. The venue counts by itself here.
#include "domain/random.hpp"
#include "domain/rate_budgets.hpp"
#include "tests/actors/keeper_stage.hpp"

#include <functional>
#include <optional>

namespace ballast {

namespace {

using namespace std::chrono_literals;
using venues::socket_kind;

struct connect_rule {
  const char* venue;
  std::uint32_t units;
  duration window;
};

std::ostream& operator<<(std::ostream& out, const connect_rule& x) {
  return out << x.venue;
}

/// Everything that happens, in order of time.
class agenda {
public:
  void at(time_point when, std::function<void()> what) {
    planned_.emplace(std::pair{when, ++last_}, std::move(what));
  }
  void run_until(time_point end, instant& now,
                 const std::function<void()>& after_each) {
    while (!planned_.empty() && planned_.begin()->first.first <= end) {
      auto next = planned_.extract(planned_.begin());
      const auto step = next.key().first - now.steady;
      now.steady += step;
      now.wall += std::chrono::duration_cast<std::chrono::milliseconds>(step);
      next.mapped()();
      after_each();
    }
  }

private:
  std::map<std::pair<time_point, std::uint64_t>, std::function<void()>>
    planned_;
  std::uint64_t last_ = 0;
};

/// Sockets that come to nothing, or live for a while and are lost.
class flapping_sockets : public net::socket_transport {
public:
  struct world {
    agenda& plan;
    const instant& now;
    random_source& random;
    std::vector<time_point>& arrivals; ///< At the venue.
    duration life_max;
  };
  explicit flapping_sockets(world x) : world_{x} {}

  net::socket_id open(net::socket_options, net::socket_handler then) override {
    const auto start = world_.now.steady;
    const auto arrives = start + some(1s);
    const auto answered = arrives + some(1s);
    world_.plan.at(arrives,
                   [this, arrives] { world_.arrivals.push_back(arrives); });
    const auto end = net::socket_closed{
      {net::failure::kind::lost, true, "connection reset"}, 0, 0};
    // A third is turned away, by whatever stands before the venue.
    if (world_.random.below(3) == 0) {
      world_.plan.at(answered, [then, end] { then(end); });
      return ++last_;
    }
    world_.plan.at(answered, [then] { then(net::socket_opened{}); });
    world_.plan.at(answered + some(world_.life_max),
                   [then, end] { then(end); });
    return ++last_;
  }
  void say(net::socket_id, std::string) override {}
  void close(net::socket_id) override {}

private:
  duration some(duration most) {
    return duration{static_cast<std::int64_t>(
      world_.random.below(static_cast<std::uint64_t>(most.count())))};
  }
  world world_;
  net::socket_id last_ = 0;
};

/// One address with many accounts, each of which follows itself and some
/// markets.
class address {
public:
  address(const connect_rule& rule, std::size_t accounts, duration life_max,
          std::uint64_t seed)
      : random_{seed} {
    limit_row row;
    row.id = budget;
    row.units = rule.units;
    row.window = rule.window;
    budgets_.add(budget, row, false);
    for (std::size_t i = 0; i < accounts; ++i) {
      auto one = std::make_unique<account>();
      one->dialect.has_account = true;
      one->sockets = std::make_unique<flapping_sockets>(
        flapping_sockets::world{plan_, now, random_, arrivals, life_max});
      stream_keeper::options how;
      how.seed = random_.next();
      how.handler = [this, i](stream_keeper::line_id line) {
        return [this, i, line](net::socket_event what) {
          heard(i, line, std::move(what));
        };
      };
      one->keeper = std::make_unique<stream_keeper>(one->dialect, *one->sockets,
                                                    std::move(how));
      one->keeper->follow_account(true);
      one->keeper->follow(markets(), now);
      accounts_.push_back(std::move(one));
      tick_at(
        now.steady
          + duration{static_cast<std::int64_t>(random_.below(1'000'000'000))},
        i);
    }
  }

  void run(duration how_long) {
    plan_.run_until(now.steady + how_long, now, [this] { grant(); });
  }

  instant now{time_point{1000s}, unix_time{1'768'214'307'000ms}};
  std::vector<time_point> arrivals;
  std::vector<time_point> dialled;

private:
  static constexpr auto budget = "words.connects";

  struct account {
    test::wordy_dialect dialect;
    std::unique_ptr<flapping_sockets> sockets;
    std::unique_ptr<stream_keeper> keeper;
    std::map<stream_keeper::line_id, permit_id> permits;
    std::array<std::size_t, venues::socket_kinds.size()> wished{};
  };

  static std::vector<market> markets() {
    std::vector<market> result(3);
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i].venue_symbol = "M" + std::to_string(i);
      result[i].symbol = {result[i].venue_symbol, "USD"};
    }
    return result;
  }
  static demand_id wish_of(std::size_t who, socket_kind kind) {
    return ((who + 1) << 32U) | (static_cast<std::size_t>(kind) + 1);
  }

  void tick_at(time_point when, std::size_t who) {
    plan_.at(when, [this, when, who] {
      auto& keeper = *accounts_[who]->keeper;
      keeper.tick(now);
      for (const auto kind : venues::socket_kinds) {
        const auto wanted = keeper.waiting(kind, now.steady);
        auto& wished
          = accounts_[who]->wished.at(static_cast<std::size_t>(kind));
        if (wanted > 0 || wished > 0)
          post(who, kind, wanted);
        wished = wanted;
      }
      tick_at(when + 1s, who);
    });
  }
  void post(std::size_t who, socket_kind kind, std::size_t count) {
    permit_wish x;
    x.id = wish_of(who, kind);
    x.account = std::to_string(who);
    x.lane = kind == socket_kind::account ? lane::account : lane::scan;
    x.spends = {{budget, 1}};
    x.count = static_cast<std::uint32_t>(count);
    EXPECT_TRUE(budgets_.post(std::move(x), now.steady));
    is_news_ = true;
  }
  void grant() {
    if (!std::exchange(is_news_, false))
      return;
    for (const auto& x : budgets_.grant(now.steady)) {
      const auto who = static_cast<std::size_t>(x.demand >> 32U) - 1;
      const auto kind = static_cast<socket_kind>((x.demand & 0xFFFF'FFFFU) - 1);
      const auto line = accounts_[who]->keeper->dial(kind, now);
      if (line == 0) {
        budgets_.end(x.id, permit_end::unsent, now.steady);
        continue;
      }
      dialled.push_back(now.steady);
      accounts_[who]->permits[line] = x.id;
    }
    if (const auto wake = budgets_.next_wake(now.steady);
        wake && (!armed_ || *wake < *armed_ || *armed_ <= now.steady)) {
      armed_ = *wake;
      plan_.at(std::max(*wake, now.steady), [this] { is_news_ = true; });
    }
  }
  void heard(std::size_t who, stream_keeper::line_id line,
             net::socket_event what) {
    auto& x = *accounts_[who];
    if (const auto found = x.permits.find(line); found != x.permits.end()) {
      budgets_.end(found->second, permit_end::answered, now.steady);
      x.permits.erase(found);
      is_news_ = true;
    }
    x.keeper->heard(line, std::move(what), now);
  }

  random_source random_;
  agenda plan_;
  rate_budgets budgets_;
  std::vector<std::unique_ptr<account>> accounts_;
  std::optional<time_point> armed_;
  bool is_news_ = false; ///< Something may be granted.
};

/// The most that any window of this length has seen.
std::size_t most_within(std::vector<time_point> all, duration window) {
  std::sort(all.begin(), all.end());
  std::size_t most = 0;
  for (std::size_t first = 0, last = 0; last < all.size(); ++last) {
    while (all[last] - all[first] >= window)
      ++first;
    most = std::max(most, last - first + 1);
  }
  return most;
}

class StreamConnects : public ::testing::TestWithParam<connect_rule> {};

INSTANTIATE_TEST_SUITE_P(Of, StreamConnects,
                         ::testing::Values(connect_rule{"binance", 300, 5min},
                                           connect_rule{"okx", 3, 1s},
                                           connect_rule{"kraken", 150, 10min},
                                           connect_rule{"coinbase", 8, 1s}),
                         [](const auto& x) { return x.param.venue; });

} // namespace

TEST_P(StreamConnects, OfFiftyAccountsThatFlapStayWithinTheVenuesRule) {
  const auto& rule = GetParam();
  // Longer than a window, in which the first crowd alone would be within.
  const auto how_long = std::max<duration>(2min, rule.window + 2min);
  for (const auto life_max : {10s, 120s}) {
    SCOPED_TRACE("lives of up to " + std::to_string(life_max.count()) + " s");
    address x{rule, 50, life_max, 7};
    x.run(how_long);
    EXPECT_LE(most_within(x.arrivals, rule.window), rule.units);
    // A place is held until the venue has answered, a second on the average;
    // a hundred sockets whose pauses grow to 20 s want five a second at most.
    const auto allowed
      = rule.units * seconds(how_long) / seconds(rule.window + 1s);
    const auto wanted = 100 * seconds(how_long) / (20 + seconds(life_max));
    EXPECT_GT(static_cast<double>(x.arrivals.size()),
              0.7 * std::min(allowed, wanted))
      << "they are kept from what they may";
  }
}

TEST_P(StreamConnects, OfASingleAccountAreDialledAtOnce) {
  address x{GetParam(), 1, 5min, 3};
  x.run(1s);
  ASSERT_EQ(x.dialled.size(), 2U) << "its markets and itself";
  EXPECT_EQ(x.dialled[0], x.dialled[1]);
}

} // namespace ballast
