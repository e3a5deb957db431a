// One broker that throws, hangs, floods or talks nonsense changes nothing for
// another. On the whole node in virtual time; each is compared with a run in
// which nothing happens.
#include "tests/apps/two_venues.hpp"

#include <stdexcept>

namespace ballast::apps::test {

namespace {

using namespace std::chrono_literals;

/// A codec with a bug: throws while it is told to.
class throwing_adapter : public ballast::test::relayed_adapter {
public:
  throwing_adapter(std::shared_ptr<venues::adapter> to,
                   std::shared_ptr<bool> throws)
      : relayed_adapter{std::move(to)}, throws_{std::move(throws)} {}

  venues::answer<std::vector<candle>>
  candles_answer(const net::reply& x, std::chrono::seconds timeframe,
                 unix_time now) const override {
    if (*throws_)
      throw std::logic_error{"a bug in a codec"};
    return relayed_adapter::candles_answer(x, timeframe, now);
  }

private:
  std::shared_ptr<bool> throws_;
};

/// What a venue's neighbour may notice of it: nothing.
struct kraken_figures {
  std::uint64_t sent = 0;
  std::uint64_t rate_limited = 0;
  duration p50{};
  duration p99{};
  int score = 0;
  std::uint32_t opened = 0;
};

class Isolation : public two_venues {
protected:
  static constexpr auto trouble_lasts = 3min;

  kraken_figures kraken_now() const {
    const auto x = row("kraken");
    return {x.permits.sent,
            x.health.rate_limited,
            x.health.p50,
            x.health.p99,
            x.health.score.get().value_or(-1),
            x.health.breaker.opened};
  }

  /// Kraken's figures after a time in which `trouble` befell Coinbase.
  kraken_figures with(const std::function<void()>& trouble,
                      const wrapper& wrap = {}) {
    lines.clear();
    history.clear();
    node.reset();
    start(3, wrap);
    EXPECT_TRUE(both_connected());
    node->advance(1min);
    trouble();
    node->advance(trouble_lasts);
    return kraken_now();
  }

  void expect_unmoved(const kraken_figures& x) {
    static const auto quiet = with([] {});
    // A scan more or less: Kraken is asked for other markets meanwhile.
    EXPECT_NEAR(static_cast<double>(x.sent), static_cast<double>(quiet.sent),
                1);
    EXPECT_EQ(x.rate_limited, 0U);
    EXPECT_LE(seconds(x.p50), seconds(quiet.p50) * 1.25);
    EXPECT_LE(seconds(x.p99), seconds(quiet.p99) * 1.25);
    EXPECT_EQ(x.score, 100);
    EXPECT_EQ(x.opened, 0U);
  }
};

TEST_F(Isolation, FaultP11_ABrokerThatThrowsIsRestartedWithBackoff) {
  const auto throws = std::make_shared<bool>(false);
  const auto figures = with(
    [&] { *throws = true; },
    [&](
      std::shared_ptr<venues::adapter> x) -> std::shared_ptr<venues::adapter> {
      if (x->venue() != "coinbase")
        return x;
      return std::make_shared<throwing_adapter>(std::move(x), throws);
    });
  const auto restarts = count("broker coinbase/master ended");
  EXPECT_GE(restarts, 5U);
  EXPECT_LE(restarts, 40U) << "the backoff grows to ten seconds";
  EXPECT_EQ(count("broker kraken/master ended"), 0U);
  EXPECT_EQ(node->venue_stats("coinbase").over_limit, 0U);
  *throws = false;
  EXPECT_TRUE(until(
    [this] {
      return state_of(row("coinbase")).state == "connected"
             && row("coinbase").rotation.share >= 1;
    },
    15min))
    << tail();
  expect_unmoved(figures);
}

class IsolationFrom : public Isolation,
                      public ::testing::WithParamInterface<const char*> {};

TEST_P(IsolationFrom, AVenueInTrouble) {
  const auto figures = with([this] {
    inject("coinbase", "[{\"kind\":\"" + std::string{GetParam()} + "\"}]");
  });
  EXPECT_GT(node->venue_stats("coinbase").faults.at(GetParam()), 0U);
  EXPECT_EQ(count("broker kraken/master ended"), 0U);
  EXPECT_EQ(count("broker coinbase/master ended"), 0U);
  expect_unmoved(figures);
}

INSTANTIATE_TEST_SUITE_P(Kinds, IsolationFrom,
                         ::testing::Values("hang", "trickle", "reset", "cut",
                                           "deep_json", "html_200", "truncated",
                                           "error_200", "ban", "throttle_html",
                                           "server_error", "unauthorised",
                                           "maintenance"),
                         [](const auto& x) { return std::string{x.param}; });

/// A broker that asks the governor for something a thousand times a second.
TEST_F(Isolation, ABrokerThatFloodsIsAnsweredAndTheOthersGoOn) {
  const auto figures = with([this] {
    // A batch of one after the other: every market unknown at once, so each
    // batch ends as soon as it begins.
    inject("coinbase", R"([{"kind":"delist"}])");
  });
  EXPECT_GT(node->venue_stats("coinbase").faults.at("delist"), 0U);
  expect_unmoved(figures);
}

} // namespace

} // namespace ballast::apps::test
