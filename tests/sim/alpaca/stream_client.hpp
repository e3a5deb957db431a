// A client of the simulated Alpaca's WebSockets, in memory.
#pragma once

#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::sim {

class alpaca_stream : public simulated_alpaca {
protected:
  using json = nlohmann::json;

  explicit alpaca_stream(alpaca_options opts = {})
      : simulated_alpaca{std::move(opts)} {}

  std::unique_ptr<stream> connect(const std::string& path,
                                  std::vector<net::header> headers = {}) {
    auto opened
      = venue->open_stream({"GET", "", path, std::move(headers), {}}, now);
    auto* const made = std::get_if<0>(&opened);
    return made == nullptr ? nullptr : std::move(*made);
  }
  std::vector<json> hear(stream& from) {
    auto result = std::vector<json>{};
    for (const auto& text : from.due(now)) {
      result.push_back(json::parse(text, nullptr, false));
      EXPECT_FALSE(result.back().is_discarded()) << text;
    }
    return result;
  }
  std::vector<json> ask_stream(stream& of, const json& message) {
    of.receive(message.dump(), now);
    return hear(of);
  }
  static json login(const account_key& who) {
    return {{"action", "auth"}, {"key", who.key}, {"secret", who.secret}};
  }
  /// The items that come within a time, looked for as a server does.
  std::vector<json> items(stream& from, duration length,
                          duration poll = std::chrono::milliseconds{250}) {
    auto result = std::vector<json>{};
    for (auto gone = duration{}; gone < length; gone += poll) {
      pass(poll);
      for (const auto& frame : hear(from)) {
        EXPECT_TRUE(frame.is_array()) << frame;
        for (const auto& x : frame)
          result.push_back(x);
      }
    }
    return result;
  }
  static json success(const char* what) {
    return json::array({{{"T", "success"}, {"msg", what}}});
  }
  static json error(int code, const char* what) {
    return json::array({{{"T", "error"}, {"code", code}, {"msg", what}}});
  }
};

} // namespace ballast::sim
