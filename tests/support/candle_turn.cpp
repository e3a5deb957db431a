#include "tests/support/candle_turn.hpp"

#include "apps/virtual_node.hpp"
#include "tests/support/relayed_adapter.hpp"

#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t market_count = 732;
// 647 of the recorded products are no other's mirror.
constexpr std::size_t filler = market_count - 647;

struct candle_record {
  std::set<symbol> markets;
  std::vector<time_point> asked;
  std::vector<time_point> answered; ///< In whatever order they were asked.
};

class candle_watch : public relayed_adapter {
public:
  candle_watch(std::shared_ptr<venues::adapter> to, candle_record& record,
               std::function<time_point()> now)
      : relayed_adapter{std::move(to)}, record_{record}, now_{std::move(now)} {}

  venues::request candles_request(const market& what,
                                  std::chrono::seconds timeframe,
                                  unix_time from, unix_time until) override {
    record_.markets.insert(what.symbol);
    record_.asked.push_back(now_());
    return relayed_adapter::candles_request(what, timeframe, from, until);
  }
  venues::answer<std::vector<candle>>
  candles_answer(const net::reply& x, std::chrono::seconds timeframe,
                 unix_time now) const override {
    record_.answered.push_back(now_());
    return relayed_adapter::candles_answer(x, timeframe, now);
  }

private:
  candle_record& record_;
  std::function<time_point()> now_;
};

} // namespace

candle_turn run_candle_turn(std::uint64_t seed) {
  candle_record record;
  std::unique_ptr<apps::virtual_node> node;
  apps::virtual_node_options how;
  how.seed = seed;
  how.venues = {"coinbase"};
  how.filler = filler;
  how.scan.mode = config::scan_mode::rotation;
  how.link.model = sim::link_model::clipped;
  how.link.delay = 20ms;
  how.link.jitter = 15ms;
  how.link.jitter_max = 300ms;
  how.on_adapter = [&](std::shared_ptr<venues::adapter> x) {
    return std::make_shared<candle_watch>(std::move(x), record,
                                          [&] { return node->now(); });
  };
  node = std::make_unique<apps::virtual_node>(std::move(how));
  for (auto i = 0; i < 200 && record.answered.size() < 2 * market_count; ++i)
    node->advance(1s);
  candle_turn result;
  const auto stats = node->venue_stats();
  result.rate_limited = stats.rate_limited;
  result.over_limit = stats.over_limit;
  result.markets = record.markets.size();
  constexpr auto rate = 10.0;
  constexpr auto burst = 10.0;
  result.again_min = market_count / rate;
  result.seconds_min = (market_count - burst) / rate;
  if (record.answered.size() < 2 * market_count)
    return result;
  const auto first_turn = record.answered[market_count - 1];
  result.seconds = seconds(first_turn - record.asked.front());
  result.again = seconds(record.answered[2 * market_count - 1] - first_turn);
  return result;
}

} // namespace ballast::test
