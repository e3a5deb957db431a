// A client of the simulated Kraken's WebSocket, in memory.
#pragma once

#include "tests/sim/kraken/simulated_kraken.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim {

class kraken_stream : public simulated_kraken {
protected:
  using json = nlohmann::json;

  explicit kraken_stream(kraken_options opts = {})
      : simulated_kraken{std::move(opts)} {}

  std::unique_ptr<stream> connect(const std::string& path = "/v2") {
    auto opened = venue->open_stream({"GET", "", path, {}, {}}, now);
    auto* const made = std::get_if<0>(&opened);
    return made == nullptr ? nullptr : std::move(*made);
  }
  /// What has become due, read.
  std::vector<json> hear(stream& from) {
    auto result = std::vector<json>{};
    for (const auto& text : from.due(now)) {
      result.push_back(json::parse(text, nullptr, false));
      EXPECT_TRUE(result.back().is_object()) << text;
    }
    return result;
  }
  std::vector<json> ask_stream(stream& of, const std::string& text) {
    of.receive(text, now);
    return hear(of);
  }
  /// Passes time as a server does, and gathers what comes.
  std::vector<json> listen(stream& to, duration length) {
    constexpr auto poll = std::chrono::milliseconds{50};
    auto result = std::vector<json>{};
    for (auto gone = duration{}; gone < length; gone += poll) {
      pass(poll);
      for (auto& x : hear(to))
        result.push_back(std::move(x));
    }
    return result;
  }
  static std::vector<json> of_channel(const std::vector<json>& all,
                                      std::string_view name) {
    auto result = std::vector<json>{};
    for (const auto& x : all)
      if (x.value("channel", "") == name)
        result.push_back(x);
    return result;
  }
  std::string token() {
    return result_of(post("GetWebSocketsToken"))["token"].get<std::string>();
  }
};

} // namespace ballast::sim
