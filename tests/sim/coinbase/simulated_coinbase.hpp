// A simulated Coinbase with a clock moved by hand, and ways to ask it.
#pragma once

#include "sim/coinbase/exchange.hpp"
#include "tests/sim/coinbase/token_maker.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::sim {

class simulated_coinbase : public testing::Test {
protected:
  static constexpr auto host = "127.0.0.1:8443";

  explicit simulated_coinbase(coinbase_options opts = {})
      : venue{*make_coinbase(std::move(opts))}, master{
                                                  venue->accounts().at(0)} {}

  void pass(duration x) {
    now.steady += x;
    now.wall += std::chrono::floor<std::chrono::milliseconds>(x);
  }

  net::answer ask(const std::string& target,
                  std::vector<net::header> headers = {},
                  const std::string& method = "GET",
                  const std::string& body = {}) {
    headers.push_back({"Host", host});
    return venue->arrive({method, "", target, std::move(headers), body}, now);
  }
  /// Asks once and waits until the next call is within every limit.
  net::reply get(const std::string& target) {
    pass(std::chrono::milliseconds{100});
    return ask(target).content;
  }
  nlohmann::json get_json(const std::string& target) {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, 200U) << reply.body.substr(0, 200);
    return nlohmann::json::parse(reply.body, nullptr, false);
  }
  net::answer ask_signed(const std::string& target, const account_key& who) {
    const auto uri
      = std::string{"GET "} + host + target.substr(0, target.find('?'));
    const auto token = good_token(who, uri, now.wall, std::to_string(++nonces));
    return ask(target,
               {{"Authorization", "Bearer " + sign(token, who.secret)}});
  }
  nlohmann::json get_signed(const std::string& target) {
    pass(std::chrono::milliseconds{40});
    const auto reply = ask_signed(target, master).content;
    EXPECT_EQ(reply.status, 200U) << reply.body.substr(0, 200);
    return nlohmann::json::parse(reply.body, nullptr, false);
  }
  net::reply post_signed(const std::string& path, const nlohmann::json& body) {
    pass(std::chrono::milliseconds{40});
    const auto target = "/api/v3/brokerage/" + path;
    const auto token = good_token(master, std::string{"POST "} + host + target,
                                  now.wall, std::to_string(++nonces));
    return ask(target,
               {{"Authorization", "Bearer " + sign(token, master.secret)}},
               "POST", body.dump())
      .content;
  }
  nlohmann::json post_json(const std::string& path,
                           const nlohmann::json& body) {
    const auto reply = post_signed(path, body);
    EXPECT_EQ(reply.status, 200U) << reply.body.substr(0, 200);
    return nlohmann::json::parse(reply.body, nullptr, false);
  }
  void set_faults(const std::string& json) {
    const auto reply = ask("/sim/faults", {}, "POST", json).content;
    ASSERT_EQ(reply.status, 200U) << reply.body;
  }

  std::unique_ptr<exchange> venue;
  account_key master;
  instant now{time_point{std::chrono::hours{5}},
              unix_time{std::chrono::milliseconds{1'790'000'017'250}}};
  int nonces = 0;
};

} // namespace ballast::sim
