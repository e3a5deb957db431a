// A simulated OKX with a clock moved by hand, and ways to ask it.
#pragma once

#include "sim/okx/exchange.hpp"
#include "sim/wire_text.hpp"
#include "tests/sim/hmac.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::sim {

class simulated_okx : public testing::Test {
protected:
  using json = nlohmann::json;

  explicit simulated_okx(okx_options opts = {})
      : venue{*make_okx(std::move(opts))}, master{venue->accounts().at(0)} {}

  void pass(duration x) {
    now.steady += x;
    now.wall += std::chrono::floor<std::chrono::milliseconds>(x);
  }
  net::reply ask(const std::string& path, std::vector<net::header> headers = {},
                 const std::string& method = "GET",
                 const std::string& body = {}) {
    const auto target = path.starts_with('/') ? path : "/api/v5/" + path;
    return venue->arrive({method, "", target, std::move(headers), body}, now)
      .content;
  }
  /// Waits until the next call of any kind is within its limit, and asks.
  net::reply get(const std::string& path) {
    pass(std::chrono::seconds{5});
    return ask(path);
  }
  static std::string code_of(const net::reply& reply) {
    return json::parse(reply.body, nullptr, false).value("code", "");
  }
  static std::string error_of(const net::reply& reply) {
    return std::to_string(reply.status) + ' ' + code_of(reply);
  }
  std::string error_of(const std::string& path) { return error_of(get(path)); }
  /// The data of a call that must succeed.
  static json data_of(const net::reply& reply) {
    EXPECT_EQ(error_of(reply), "200 0") << reply.body.substr(0, 200);
    return json::parse(reply.body, nullptr, false)["data"];
  }
  json get_data(const std::string& path) { return data_of(get(path)); }

  /// Headers of a call signed for this moment plus some.
  std::vector<net::header> signed_for(const account_key& who,
                                      const std::string& method,
                                      const std::string& path,
                                      const std::string& body,
                                      duration later = {}) const {
    const auto stamp = iso_milliseconds(
      now.wall + std::chrono::floor<std::chrono::milliseconds>(later));
    return {
      {"OK-ACCESS-KEY", who.key},
      {"OK-ACCESS-SIGN",
       base64_hmac(who.secret, stamp + method + "/api/v5/" + path + body)},
      {"OK-ACCESS-TIMESTAMP", stamp},
      {"OK-ACCESS-PASSPHRASE", who.passphrase},
      {"Content-Type", "application/json"}};
  }
  net::reply signed_get(const std::string& path, const account_key& who) {
    return ask(path, signed_for(who, "GET", path, ""));
  }
  net::reply signed_get(const std::string& path) {
    return signed_get(path, master);
  }

  void set_faults(const std::string& faults) {
    const auto reply = ask("/sim/faults", {}, "POST", faults);
    ASSERT_EQ(reply.status, 200U) << reply.body;
  }

  std::unique_ptr<exchange> venue;
  account_key master;
  /// 2026-09-21T14:13:37.250Z
  instant now{time_point{std::chrono::hours{5}},
              unix_time{std::chrono::milliseconds{1'790'000'017'250}}};
};

} // namespace ballast::sim
