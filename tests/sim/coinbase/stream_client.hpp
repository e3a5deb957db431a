// A client of the simulated Coinbase's WebSocket, in memory.
#pragma once

#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim {

class coinbase_stream : public simulated_coinbase {
protected:
  using json = nlohmann::json;

  explicit coinbase_stream(coinbase_options opts = {})
      : simulated_coinbase{std::move(opts)} {}

  std::unique_ptr<stream> connect() {
    auto opened = venue->open_stream({"GET", "", "/", {}, {}}, now);
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
  /// A token as the venue's SDK makes it for a message.
  std::string stream_token(const account_key& who) {
    auto token = good_token(who, "", now.wall, std::to_string(++nonces));
    token.claims.erase("uri");
    return sign(token, who.secret);
  }
  std::vector<json> ask_stream(stream& of, const std::string& type,
                               const std::string& channel,
                               const std::vector<std::string>& products = {},
                               const std::string& token = {}) {
    auto what = json{{"type", type}, {"channel", channel}};
    if (!products.empty())
      what["product_ids"] = products;
    if (!token.empty())
      what["jwt"] = token;
    of.receive(what.dump(), now);
    return hear(of);
  }
  std::vector<json> subscribe(stream& to, const std::string& channel,
                              const std::vector<std::string>& products = {},
                              const std::string& token = {}) {
    return ask_stream(to, "subscribe", channel, products, token);
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
};

} // namespace ballast::sim
