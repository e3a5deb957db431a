#include "apps/endpoint.hpp"
#include "apps/status_json.hpp"
#include "tests/support/status_reports.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace ballast::apps {

namespace {

constexpr auto token = "a-token-of-at-least-22-characters";

endpoint_options loopback() {
  endpoint_options result;
  result.port = 8420;
  return result;
}

endpoint_options public_listener() {
  auto result = loopback();
  result.loopback = false;
  result.token = token;
  result.allowed_hosts = {"ballast.example"};
  return result;
}

net::call get(const std::string& target,
              const std::string& host = "127.0.0.1:8420") {
  return {"GET", "", target, {{"Host", host}}, ""};
}

nlohmann::json body_of(const net::reply& x) {
  return nlohmann::json::parse(x.body, nullptr, false);
}

TEST(Endpoint, IsAliveAndReadyOnceAnAccountCouldTrade) {
  const auto report = test::connected_report();
  EXPECT_EQ(answer(get("/healthz"), report, loopback()).status, 200U);
  const auto ready = answer(get("/readyz"), report, loopback());
  EXPECT_EQ(ready.status, 200U);
  EXPECT_EQ(body_of(ready)["venues"].size(), 2U);
}

TEST(Endpoint, IsNotReadyWithoutADollarOrARight) {
  auto poor = test::connected_report();
  poor.venues[0].broker.balances[0].available = *decimal::parse("0.99");
  const auto reply = answer(get("/readyz"), poor, loopback());
  EXPECT_EQ(reply.status, 503U);
  EXPECT_EQ(body_of(reply)["venues"][0]["reason"], "less than $1.00 available");
  auto bound = test::connected_report();
  bound.venues[0].broker.can_trade = false;
  EXPECT_EQ(answer(get("/readyz"), bound, loopback()).status, 503U);
}

TEST(Endpoint, AnswersWithTheContractsStatusObject) {
  const auto body = body_of(
    answer(get("/api/v1/status"), test::connected_report(), loopback()));
  EXPECT_EQ(body["node"], "solo");
  EXPECT_EQ(body["started_at"], "2026-01-12T10:38:27Z");
  const auto& row = body["venues"][0];
  EXPECT_EQ(row["state"], "connected");
  EXPECT_EQ(row["reason"], "");
  EXPECT_EQ(row["health"]["score"], 100);
  EXPECT_EQ(row["breaker"]["state"], "closed");
  EXPECT_EQ(row["rotation"]["markets"], 647);
  EXPECT_EQ(row["balance"]["USD"], "1000");
  EXPECT_EQ(body["venues"][1]["state"], "skipped");
  EXPECT_FALSE(body["venues"][1].contains("rotation"));
}

TEST(Endpoint, ShowsAnUnknownScoreAsNullAndNeverAsHealthy) {
  auto report = test::connected_report();
  report.venues[0].health.score = {};
  const auto body = body_of(answer(get("/api/v1/status"), report, loopback()));
  EXPECT_TRUE(body["venues"][0]["health"]["score"].is_null());
}

TEST(Endpoint, ListsActorsWithTheirRestarts) {
  const auto body = body_of(
    answer(get("/api/v1/actors"), test::connected_report(), loopback()));
  EXPECT_EQ(body[0]["name"], "scheduler");
  EXPECT_EQ(body[0]["mailbox"], 2);
  EXPECT_EQ(body[0]["restarts"], 1);
  EXPECT_EQ(body[0]["last_error"], "runtime error");
}

TEST(Endpoint, RefusesStrangeHosts) {
  const auto report = test::connected_report();
  for (const auto* host :
       {"127.0.0.1.evil.tld", "localhost.", "LOCALHOST", "evil.tld",
        "127.0.0.1:80", "127.0.0.1:8420:8420", "localhost@evil.tld", "",
        "0.0.0.0:8420", "[::1", "127.1", "2130706433"})
    EXPECT_EQ(answer(get("/healthz", host), report, loopback()).status, 421U)
      << host;
  auto without = get("/healthz");
  without.headers.clear();
  EXPECT_EQ(answer(without, report, loopback()).status, 421U);
  for (const auto* host : {"127.0.0.1", "localhost:8420", "[::1]:8420"})
    EXPECT_EQ(answer(get("/healthz", host), report, loopback()).status, 200U)
      << host;
}

TEST(Endpoint, WantsTheTokenOffLoopbackButForProbes) {
  const auto report = test::connected_report();
  const auto options = public_listener();
  auto call = get("/api/v1/status", "ballast.example");
  const auto refused = answer(call, report, options);
  EXPECT_EQ(refused.status, 401U);
  EXPECT_EQ(net::find_header(refused.headers, "content-type"),
            "application/problem+json");
  call.headers.push_back({"Authorization", std::string{"Bearer "} + token});
  EXPECT_EQ(answer(call, report, options).status, 200U);
  EXPECT_EQ(answer(get("/healthz", "ballast.example"), report, options).status,
            200U);
  const auto probe = answer(get("/readyz", "ballast.example"), report, options);
  EXPECT_EQ(probe.status, 200U);
  EXPECT_FALSE(body_of(probe).contains("venues"));
}

TEST(Endpoint, RefusesATokenThatIsAlmostRight) {
  auto call = get("/metrics", "ballast.example");
  for (const auto& x :
       {std::string{"Bearer "}, std::string{"Bearer "} + token + "x",
        std::string{"bearer "} + token, std::string{token}}) {
    call.headers = {{"Host", "ballast.example"}, {"Authorization", x}};
    EXPECT_EQ(answer(call, test::connected_report(), public_listener()).status,
              401U);
  }
}

TEST(Endpoint, AllowsNoMethodThatChangesAnything) {
  for (const auto* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
    auto call = get("/api/v1/status");
    call.method = method;
    EXPECT_EQ(answer(call, test::connected_report(), loopback()).status, 405U);
  }
}

TEST(Endpoint, NamesThePagesThatExistWhenAskedForAnother) {
  const auto reply
    = answer(get("/api/v1/nothing"), test::connected_report(), loopback());
  EXPECT_EQ(reply.status, 404U);
  EXPECT_EQ(body_of(reply)["status"], 404);
}

TEST(Endpoint, SurvivesVenueTextThatIsNoUtf8) {
  auto report = test::connected_report();
  report.venues[0].broker.phase = broker_phase::failed;
  report.venues[0].broker.reason = "\xff\xfe<script>";
  EXPECT_EQ(answer(get("/api/v1/status"), report, loopback()).status, 200U);
}

TEST(Metrics, CarryBaseUnitsAndLabels) {
  const auto text
    = answer(get("/metrics"), test::connected_report(), loopback()).body;
  EXPECT_NE(text.find("ballast_requests_total{node=\"solo\",venue=\"coinbase\","
                      "account=\"master\"} 410"),
            std::string::npos)
    << text;
  EXPECT_NE(text.find("ballast_limit_utilisation_ratio"), std::string::npos);
}

TEST(Metrics, EscapeLabelValues) {
  auto report = test::connected_report();
  report.venues[0].broker.venue = "co\"in\\ba\nse";
  const auto text = answer(get("/metrics"), report, loopback()).body;
  EXPECT_NE(text.find("venue=\"co\\\"in\\\\ba\\nse\""), std::string::npos);
}

TEST(RunReport, AddsWhatTheRunUsedOfWhatWasPermitted) {
  const auto report = run_report_json(test::connected_report());
  EXPECT_EQ(report["seconds"], 42.0);
  EXPECT_EQ(report["venues"][0]["sent"], 408);
  EXPECT_EQ(report["venues"][0]["permitted"], 415.5);
  EXPECT_TRUE(report["orders"].empty());
}

} // namespace

} // namespace ballast::apps
