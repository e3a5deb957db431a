// Over a million random evaluations each ends in one reason, and what follows
// from it is what its kind says: every strategy, in markets whose candles are
// late, missing or nonsense, for accounts that are rich, broke and halted.
//
// BALLAST_EVALUATIONS says how many.
#include "domain/order_sizing.hpp"
#include "domain/reason_counts.hpp"
#include "domain/risk.hpp"
#include "domain/strategy.hpp"
#include "tests/domain/candle_series.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

// A sanitized or unoptimised run takes a twentieth of it.
#ifdef NDEBUG
constexpr std::uint64_t evaluations_usual = 1'000'000;
#else
constexpr std::uint64_t evaluations_usual = 50'000;
#endif

constexpr auto accounts = 3U;
constexpr auto candles_of_a_market = 600U;

/// What one account has of one market, by one strategy.
struct seat {
  std::optional<unix_time> judged_until;
  std::optional<exit_plan> position;
};

class evaluating {
public:
  explicit evaluating(std::uint64_t seed) : random_{seed} {
    for (const auto name : strategy_names()) {
      strategy_setup setup;
      setup.seed = seed;
      if (random_.below(2) == 0)
        setup.chance = 0.3;
      all_.push_back(std::move(*make_strategy(name, setup)));
    }
    for (auto& x : books_)
      if (random_.below(4) == 0)
        x.halts().halt("told to");
  }

  /// One market from its first candle on.
  void live(unsigned number) {
    const auto market = symbol{"M" + std::to_string(number), "USD"};
    auto seen = chart{5min, market};
    auto seats = std::map<std::string, seat>{};
    for (auto bar : test::walk(random_.next(), candles_of_a_market)) {
      spoil(bar);
      const auto news = seen.add(bar);
      for (const auto& by : all_)
        for (auto account = 0U; account < accounts; ++account)
          evaluate(*by, account, seen, bar, news == chart_news::taken,
                   seats[std::string{by->name()} + std::to_string(account)]);
    }
  }

  const reason_counts& counted() const { return counts_; }
  std::uint64_t evaluations() const { return done_; }
  std::uint64_t proposals() const { return proposed_; }
  const std::array<std::uint64_t, decision_reason_count>& noted() const {
    return noted_;
  }
  const std::array<std::uint64_t, risk_reason_count>& judged() const {
    return judged_;
  }

private:
  void spoil(candle& x) {
    switch (random_.below(60)) {
    case 0:
      x.close = std::numeric_limits<double>::quiet_NaN();
      break;
    case 1:
      x.close = 0;
      break;
    case 2:
      x.closed = false;
      break;
    case 3:
      x.high = x.low / 2;
      break;
    default:
      break;
    }
  }

  void evaluate(const strategy& by, unsigned account, chart& seen,
                const candle& bar, bool is_new, seat& of) {
    const auto& view = seen.view();
    const auto now = bar.start + 5min
                     + std::chrono::seconds{random_.below(20) == 0 ? 3'600 : 1};
    auto prices = std::optional<price_range>{};
    if (is_new && of.position && is_usable(range_of(bar)))
      prices = range_of(bar);
    const auto equity = decimal::whole(account == 0 ? 0 : 1'000);
    const auto said = by.evaluate(
      {view, now, of.judged_until, of.position, prices, {equity, equity}});
    ++done_;
    const auto what = evaluated{std::string{by.name()}, view.market,
                                "venue/" + std::to_string(account)};
    counts_.add(what, said, now);
    ++noted_[static_cast<std::size_t>(said.why)];
    check(said, of.position.has_value());
    of.position = said.plan;
    if (view.closed > 0)
      of.judged_until = view.last.start;
    if (said.entry)
      propose(account, what.market, *said.entry, now);
  }

  // What a decision says fits its one reason.
  static void check(const decision& x, bool was_held) {
    const auto kind = x.kind();
    ASSERT_EQ(kind == decision_kind::enter, x.entry.has_value())
      << to_string(x.why);
    ASSERT_EQ(kind == decision_kind::exit, !x.exits.empty())
      << to_string(x.why);
    ASSERT_EQ(was_held,
              kind == decision_kind::hold || kind == decision_kind::exit)
      << to_string(x.why);
    if (kind == decision_kind::hold || kind == decision_kind::enter) {
      ASSERT_TRUE(x.plan) << to_string(x.why);
    }
  }

  void propose(unsigned account, const symbol& market, const entry& x,
               unix_time now) {
    risk_view view;
    view.equity = decimal::whole(1'000);
    view.available
      = decimal::whole(static_cast<std::int64_t>(random_.below(1'000)));
    view.data_age = std::chrono::seconds{random_.below(12)};
    for (auto i = random_.below(10); i > 0; --i)
      view.positions.push_back(
        {{"H" + std::to_string(i), "USD"}, decimal::whole(50), std::nullopt});
    const auto wish = risk_proposal{market, order_purpose::entry,
                                    spend_wished(x, view.equity)};
    auto& book = books_[account];
    const auto said = book.judge(wish, view, now);
    ++proposed_;
    ++judged_[static_cast<std::size_t>(said.why)];
    ASSERT_EQ(said.approved(), said.value > decimal{}) << said.text;
    ASSERT_FALSE(said.text.empty());
    if (random_.below(8) == 0)
      book.settled(market, decimal::whole(-1), now);
  }

  random_source random_;
  std::vector<std::unique_ptr<strategy>> all_;
  std::vector<risk_book> books_
    = std::vector<risk_book>(accounts, risk_book{risk_rules{}});
  reason_counts counts_;
  std::uint64_t done_ = 0;
  std::uint64_t proposed_ = 0;
  std::array<std::uint64_t, decision_reason_count> noted_{};
  std::array<std::uint64_t, risk_reason_count> judged_{};
};

TEST(ReasonsWalk, AMillionEvaluationsHaveEachOneReason) {
  const auto wanted
    = test::count_from("BALLAST_EVALUATIONS", evaluations_usual);
  auto done = std::uint64_t{0};
  auto proposals = std::uint64_t{0};
  auto reasons = std::set<std::size_t>{};
  auto rulings = std::set<std::size_t>{};
  for (auto seed = std::uint64_t{1}; done < wanted; ++seed) {
    auto walk = evaluating{seed};
    for (auto market = 0U; market < 2 && !testing::Test::HasFailure(); ++market)
      walk.live(market);
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    const auto& counted = walk.counted();
    // The sum of all reasons is the evaluations, however they are divided.
    auto sum = std::uint64_t{0};
    for (const auto& [why, count] : counted.ranking())
      sum += count;
    ASSERT_EQ(sum, walk.evaluations());
    ASSERT_EQ(counted.all(), walk.noted());
    for (auto account = 0U; account < accounts; ++account) {
      auto of_one = std::uint64_t{0};
      const auto whose
        = evaluations_of{.account = "venue/" + std::to_string(account)};
      for (const auto& [why, count] : counted.ranking(whose))
        of_one += count;
      ASSERT_EQ(of_one, counted.evaluations(whose));
      ASSERT_EQ(of_one * accounts, walk.evaluations());
    }
    ASSERT_EQ(std::accumulate(walk.judged().begin(), walk.judged().end(),
                              std::uint64_t{0}),
              walk.proposals());
    for (std::size_t i = 0; i < decision_reason_count; ++i)
      if (walk.noted()[i] > 0)
        reasons.insert(i);
    for (std::size_t i = 0; i < risk_reason_count; ++i)
      if (walk.judged()[i] > 0)
        rulings.insert(i);
    done += walk.evaluations();
    proposals += walk.proposals();
  }
  std::printf("note: %llu evaluations with %zu of %zu reasons, %llu proposals "
              "with %zu of %zu rulings\n",
              static_cast<unsigned long long>(done), reasons.size(),
              decision_reason_count, static_cast<unsigned long long>(proposals),
              rulings.size(), risk_reason_count);
  // What was never decided proves nothing.
  EXPECT_GE(done, wanted);
  EXPECT_GE(reasons.size(), decision_reason_count - 5);
  EXPECT_GE(rulings.size(), 5U);
}

} // namespace
} // namespace ballast
