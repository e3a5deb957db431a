// A simulated Alpaca with a clock moved by hand, and ways to ask it.
#pragma once

#include "sim/alpaca/exchange.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::sim {

class simulated_alpaca : public testing::Test {
protected:
  explicit simulated_alpaca(alpaca_options opts = {})
      : venue{*make_alpaca(std::move(opts))}, master{venue->accounts().at(0)} {}

  void pass(duration x) {
    now.steady += x;
    now.wall += std::chrono::floor<std::chrono::milliseconds>(x);
  }
  /// Moves the calendar alone. @param x Unix seconds
  void at(std::int64_t x) { now.wall = unix_time{std::chrono::seconds{x}}; }

  std::vector<net::header> headers() const {
    return {{"APCA-API-KEY-ID", master.key},
            {"APCA-API-SECRET-KEY", master.secret}};
  }
  net::reply ask(const std::string& target, std::vector<net::header> headers,
                 const std::string& method = "GET",
                 const std::string& body = {}) {
    return venue->arrive({method, "", target, std::move(headers), body}, now)
      .content;
  }
  net::reply get(const std::string& target) { return ask(target, headers()); }
  /// The body of a call that must succeed.
  nlohmann::json get_json(const std::string& target) {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, 200U) << target << ' ' << reply.body.substr(0, 300);
    return nlohmann::json::parse(reply.body, nullptr, false);
  }
  void set_faults(const std::string& json) {
    const auto reply = ask("/sim/faults", {}, "POST", json);
    ASSERT_EQ(reply.status, 200U) << reply.body;
  }

  std::unique_ptr<exchange> venue;
  account_key master;
  /// Wednesday, 2026-11-25, 10:15:30 in New York: the stock market is open.
  instant now{time_point{std::chrono::hours{5}},
              unix_time{std::chrono::milliseconds{1'795'619'730'250}}};
};

} // namespace ballast::sim
