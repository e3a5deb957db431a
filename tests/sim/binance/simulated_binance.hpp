// A simulated Binance with a clock moved by hand, and ways to ask it.
#pragma once

#include "sim/binance/exchange.hpp"
#include "tests/sim/hmac.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::sim {

class simulated_binance : public testing::Test {
protected:
  using json = nlohmann::json;

  explicit simulated_binance(binance_options opts = {})
      : venue{*make_binance(std::move(opts))}, master{venue->accounts().at(0)} {
  }

  void pass(duration x) {
    now.steady += x;
    now.wall += std::chrono::floor<std::chrono::milliseconds>(x);
  }
  std::string stamp() const {
    return std::to_string(now.wall.time_since_epoch().count());
  }

  net::answer ask(const std::string& target,
                  std::vector<net::header> headers = {},
                  const std::string& method = "GET",
                  const std::string& body = {}) {
    return venue->arrive({method, "", target, std::move(headers), body}, now);
  }
  net::reply get(const std::string& target) { return ask(target).content; }
  /// The body of a call that must succeed.
  template <class Json = nlohmann::json>
  static Json body_of(const net::reply& reply) {
    EXPECT_EQ(reply.status, 200U) << reply.body.substr(0, 200);
    return Json::parse(reply.body, nullptr, false);
  }
  json get_json(const std::string& target) { return body_of(get(target)); }
  /// "400 -1121" of an error.
  static std::string error_of(const net::reply& reply) {
    const auto body = json::parse(reply.body, nullptr, false);
    if (!body.is_object() || !body.contains("code"))
      return std::to_string(reply.status);
    return std::to_string(reply.status) + ' ' + body["code"].dump();
  }
  std::string error_of(const std::string& target) {
    return error_of(get(target));
  }
  static std::string message_of(const net::reply& reply) {
    return json::parse(reply.body, nullptr, false).value("msg", "");
  }

  /// A call with its timestamp and HMAC in the query, or in the body of a POST.
  net::reply call(const std::string& method, const std::string& path,
                  const std::string& query, const account_key& who) {
    auto text = query + (query.empty() ? "" : "&") + "timestamp=" + stamp();
    text += "&signature=" + hex_hmac(who.secret, text);
    const auto headers = std::vector<net::header>{{"X-MBX-APIKEY", who.key}};
    if (method == "POST")
      return ask(path, headers, method, text).content;
    return ask(path + '?' + text, headers, method).content;
  }
  net::reply call(const std::string& method, const std::string& path,
                  const std::string& query = {}) {
    return call(method, path, query, master);
  }
  net::reply signed_get(const std::string& path,
                        const std::string& query = {}) {
    return call("GET", path, query, master);
  }

  void set_faults(const std::string& faults) {
    const auto reply = ask("/sim/faults", {}, "POST", faults).content;
    ASSERT_EQ(reply.status, 200U) << reply.body;
  }
  std::uint64_t fired(const std::string& kind) const {
    const auto counts = venue->stats().faults;
    const auto at = counts.find(kind);
    return at == counts.end() ? 0 : at->second;
  }
  static std::string header_of(const net::reply& x, std::string_view name) {
    return std::string{net::find_header(x.headers, name).value_or("")};
  }

  std::unique_ptr<exchange> venue;
  account_key master;
  /// 2026-09-21T14:13:37.250Z
  instant now{time_point{std::chrono::hours{5}},
              unix_time{std::chrono::milliseconds{1'790'000'017'250}}};
};

} // namespace ballast::sim
