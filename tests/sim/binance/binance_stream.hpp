// A connection to the simulated Binance in memory.
#pragma once

#include "tests/sim/binance/simulated_binance.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::sim {

class binance_stream : public simulated_binance {
protected:
  using simulated_binance::simulated_binance;

  void open(const std::string& target) {
    auto opened = venue->open_stream({"GET", "", target, {}, {}}, now);
    ASSERT_EQ(opened.index(), 0U);
    line = std::move(std::get<0>(opened));
  }
  void say(const json& what) { line->receive(what.dump(), now); }
  /// All that the venue has to say now.
  std::vector<json> heard() {
    auto result = std::vector<json>{};
    for (const auto& x : line->due(now))
      result.push_back(json::parse(x));
    return result;
  }
  /// The one thing that it has to say.
  json answer() {
    const auto all = heard();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? json{} : all[0];
  }
  /// What it says over some seconds, a look every 50 ms.
  std::vector<json> listen(std::chrono::seconds how_long) {
    auto result = std::vector<json>{};
    const auto until = now.steady + how_long;
    while (now.steady < until) {
      pass(std::chrono::milliseconds{50});
      for (auto& x : heard())
        result.push_back(std::move(x));
    }
    return result;
  }

  std::unique_ptr<stream> line;
};

} // namespace ballast::sim
