// A simulated Kraken with a clock moved by hand, and ways to ask it.
#pragma once

#include "sim/kraken/exchange.hpp"
#include "tests/sim/kraken/call_signer.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::sim {

class simulated_kraken : public testing::Test {
protected:
  explicit simulated_kraken(kraken_options opts = {})
      : venue{*make_kraken(std::move(opts))}, master{venue->accounts().at(0)} {}

  void pass(duration x) {
    now.steady += x;
    now.wall += std::chrono::floor<std::chrono::milliseconds>(x);
  }

  net::answer ask(const std::string& target,
                  std::vector<net::header> headers = {},
                  const std::string& method = "GET",
                  const std::string& body = {}) {
    return venue->arrive({method, "", target, std::move(headers), body}, now);
  }
  /// Waits until the next public call is within the limit, and asks.
  net::reply get(const std::string& target) {
    pass(std::chrono::seconds{1});
    return ask(target).content;
  }
  /// The result of a call that must succeed. Only ordered_json keeps members in
  /// their order, and it takes its time over long answers.
  template <class Json = nlohmann::json>
  static Json result_of(const net::reply& reply) {
    EXPECT_EQ(reply.status, 200U);
    const auto body = Json::parse(reply.body, nullptr, false);
    EXPECT_EQ(body.value("error", Json{"none"}), Json::array())
      << reply.body.substr(0, 200);
    return body.value("result", Json{});
  }
  template <class Json = nlohmann::json>
  Json get_result(const std::string& target) {
    return result_of<Json>(get(target));
  }
  /// The only error of an answer under 200; empty where there is none.
  static std::string error_of(const net::reply& reply) {
    EXPECT_EQ(reply.status, 200U);
    const auto body = nlohmann::json::parse(reply.body, nullptr, false);
    if (!body.is_object() || body["error"].size() != 1)
      return {};
    return body["error"][0].get<std::string>();
  }
  std::string error_of(const std::string& target) {
    return error_of(get(target));
  }

  /// A private call at once, rightly signed for this nonce.
  /// @param fields of the form beside the nonce: "a=1&b=2"
  net::reply post(const std::string& name, const std::string& digits,
                  const account_key& who, const std::string& fields = {}) {
    const auto path = "/0/private/" + name;
    const auto body = "nonce=" + digits + (fields.empty() ? "" : "&") + fields;
    return ask(path,
               {{"API-Key", who.key},
                {"API-Sign", sign_kraken_call(who.secret, path, digits, body)},
                {"Content-Type", "application/x-www-form-urlencoded"}},
               "POST", body)
      .content;
  }
  /// The same for MASTER, within the counter's limit.
  net::reply post_form(const std::string& name, const std::string& fields) {
    pass(std::chrono::seconds{7});
    return post(name, std::to_string(++nonce), master, fields);
  }
  net::reply post(const std::string& name) {
    return post(name, std::to_string(++nonce), master);
  }
  void set_faults(const std::string& json) {
    const auto reply = ask("/sim/faults", {}, "POST", json).content;
    ASSERT_EQ(reply.status, 200U) << reply.body;
  }
  std::uint64_t fired(const std::string& kind) const {
    const auto counts = venue->stats().faults;
    const auto at = counts.find(kind);
    return at == counts.end() ? 0 : at->second;
  }

  std::unique_ptr<exchange> venue;
  account_key master;
  instant now{time_point{std::chrono::hours{5}},
              unix_time{std::chrono::milliseconds{1'790'000'017'250}}};
  std::uint64_t nonce = 1'790'000'000'000'000;
};

} // namespace ballast::sim
