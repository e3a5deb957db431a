// A connection to the simulated OKX in memory.
#pragma once

#include "tests/sim/okx/simulated_okx.hpp"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace ballast::sim {

class okx_stream : public simulated_okx {
protected:
  using simulated_okx::simulated_okx;

  void open(const std::string& path) {
    auto opened
      = venue->open_stream({"GET", "", "/ws/v5/" + path, {}, {}}, now);
    ASSERT_EQ(opened.index(), 0U);
    line = std::move(std::get<0>(opened));
  }
  void say(const json& what) { line->receive(what.dump(), now); }
  void subscribe(const json& topic) {
    say({{"id", "7"}, {"op", "subscribe"}, {"args", json::array({topic})}});
  }
  void log_in(const account_key& who, std::string stamp = {}) {
    if (stamp.empty())
      stamp = std::to_string(now.wall.time_since_epoch().count() / 1000);
    say({{"op", "login"},
         {"args",
          json::array(
            {{{"apiKey", who.key},
              {"passphrase", who.passphrase},
              {"timestamp", stamp},
              {"sign",
               base64_hmac(who.secret, stamp + "GET/users/self/verify")}}})}});
  }
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
