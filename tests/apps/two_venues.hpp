// A virtual node between a simulated Coinbase and a simulated Kraken, and a
// record of which market was asked for where and when.
#pragma once

#include "apps/virtual_node.hpp"
#include "tests/support/relayed_adapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ballast::apps::test {

struct scan_record {
  std::string venue;
  time_point at;
};

using scan_history = std::map<symbol, std::vector<scan_record>>;

/// Notes each market that is asked for.
class noting_adapter : public ballast::test::relayed_adapter {
public:
  noting_adapter(std::shared_ptr<venues::adapter> to, scan_history& history,
                 std::function<time_point()> now)
      : relayed_adapter{std::move(to)}, history_{history}, now_{
                                                             std::move(now)} {}

  venues::request candles_request(const market& what,
                                  std::chrono::seconds timeframe,
                                  unix_time from, unix_time until) override {
    history_[what.symbol].push_back({std::string{venue()}, now_()});
    return relayed_adapter::candles_request(what, timeframe, from, until);
  }

private:
  scan_history& history_;
  std::function<time_point()> now_;
};

class two_venues : public ::testing::Test {
protected:
  using wrapper = std::function<std::shared_ptr<venues::adapter>(
    std::shared_ptr<venues::adapter>)>;

  /// @param wrap what else is laid around each adapter.
  void start(std::uint64_t seed = 1, const wrapper& wrap = {},
             std::vector<std::string> venues = {"coinbase", "kraken"}) {
    using namespace std::chrono_literals;
    virtual_node_options options;
    options.seed = seed;
    options.venues = std::move(venues);
    options.scan.mode = config::scan_mode::rotation;
    options.link.model = sim::link_model::clipped;
    options.link.delay = 5ms;
    options.link.jitter = 5ms;
    options.link.jitter_max = 50ms;
    options.on_log = [this](time_point, log_level, const std::string& who,
                            const std::string& text) {
      lines.push_back('[' + who + "] " + text);
    };
    options.on_adapter = [this, wrap](std::shared_ptr<venues::adapter> x) {
      if (wrap)
        x = wrap(std::move(x));
      return std::make_shared<noting_adapter>(std::move(x), history, [this] {
        return node ? node->now() : time_point{};
      });
    };
    node = std::make_unique<virtual_node>(std::move(options));
  }

  venue_row row(const std::string& venue) const {
    const auto report = node->report();
    for (const auto& x : report->venues)
      if (x.broker.venue == venue)
        return x;
    return {};
  }
  bool until(const std::function<bool()>& holds, duration how_long) {
    return node->advance_until([&](const status_report&) { return holds(); },
                               how_long);
  }
  void inject(const std::string& venue, const std::string& json) {
    node->set_faults(*sim::parse_faults(json), venue);
  }
  bool both_connected() {
    using namespace std::chrono_literals;
    return until(
      [this] {
        return row("coinbase").broker.phase == broker_phase::connected
               && row("kraken").broker.phase == broker_phase::connected
               && row("kraken").rotation.markets > 0;
      },
      1min);
  }
  std::size_t count(const std::string& part) const {
    return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [&](const auto& x) {
        return x.find(part) != std::string::npos;
      }));
  }
  std::string tail() const {
    std::string result;
    for (auto i = lines.size() - std::min<std::size_t>(lines.size(), 40);
         i < lines.size(); ++i)
      result += lines[i] + '\n';
    return result;
  }

  std::vector<std::string> lines;
  scan_history history;
  std::unique_ptr<virtual_node> node;
};

} // namespace ballast::apps::test
