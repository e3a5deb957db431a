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

net::reply reply_of(const net::call& call, const status_report& report,
                    const endpoint_options& options) {
  return std::get<net::reply>(answer(call, report, options));
}

net::call post(const std::string& target, const std::string& body = {}) {
  auto result = get(target);
  result.method = "POST";
  result.body = body;
  result.headers.push_back({"Authorization", std::string{"Bearer "} + token});
  return result;
}

endpoint_options with_token() {
  auto result = loopback();
  result.token = token;
  return result;
}

/// Where MASTER trades.
status_report trading_report() {
  auto result = test::connected_report();
  portfolio_status x;
  x.account = "master";
  x.strategy = "trend_pullback";
  x.reasons = {{"trend_weak", 7}, {"volume_thin", 2}};
  result.portfolios.push_back(std::move(x));
  result.trading.clear();
  return result;
}

nlohmann::json body_of(const net::reply& x) {
  return nlohmann::json::parse(x.body, nullptr, false);
}

TEST(Endpoint, IsAliveAndReadyOnceAnAccountCouldTrade) {
  const auto report = test::connected_report();
  EXPECT_EQ(reply_of(get("/healthz"), report, loopback()).status, 200U);
  const auto ready = reply_of(get("/readyz"), report, loopback());
  EXPECT_EQ(ready.status, 200U);
  EXPECT_EQ(body_of(ready)["venues"].size(), 2U);
}

TEST(Endpoint, IsNotReadyWithoutADollarOrARight) {
  auto poor = test::connected_report();
  poor.venues[0].broker.balances[0].available = *decimal::parse("0.99");
  const auto reply = reply_of(get("/readyz"), poor, loopback());
  EXPECT_EQ(reply.status, 503U);
  EXPECT_EQ(body_of(reply)["venues"][0]["reason"], "less than $1.00 available");
  auto bound = test::connected_report();
  bound.venues[0].broker.can_trade = false;
  EXPECT_EQ(reply_of(get("/readyz"), bound, loopback()).status, 503U);
}

TEST(Endpoint, AnswersWithTheContractsStatusObject) {
  const auto body = body_of(
    reply_of(get("/api/v1/status"), test::connected_report(), loopback()));
  EXPECT_EQ(body["node"], "solo");
  EXPECT_EQ(body["started_at"], "2026-01-12T10:38:27Z");
  const auto& row = body["venues"][0];
  EXPECT_EQ(row["state"], "connected");
  EXPECT_EQ(row["reason"], "");
  EXPECT_EQ(row["health"]["score"], 100);
  EXPECT_EQ(row["breaker"]["state"], "closed");
  EXPECT_EQ(row["breaker"]["rule"], "normal");
  EXPECT_EQ(row["rotation"]["markets"], 647);
  EXPECT_EQ(row["balance"]["USD"], "1000");
  EXPECT_EQ(body["venues"][1]["state"], "skipped");
  EXPECT_FALSE(body["venues"][1].contains("rotation"));
}

TEST(Endpoint, TellsWhatAnAccountIsWorthAndWhetherItIsHalted) {
  auto report = trading_report();
  auto& account = report.portfolios[0];
  account.halted = "person: lunch";
  account.equity = *decimal::parse("1000.5");
  position_row sold;
  position_row held;
  held.size = decimal::whole(1);
  account.positions = {sold, held};
  account.evaluations = 9;
  for (const auto* target : {"/api/v1/status", "/api/v1/accounts"}) {
    auto body = body_of(reply_of(get(target), report, loopback()));
    const auto& row = body.is_array() ? body[0] : body["accounts"][0];
    EXPECT_EQ(row["account"], "master");
    EXPECT_EQ(row["halted"], "person: lunch");
    EXPECT_EQ(row["equity"], "1000.5");
    EXPECT_EQ(row["positions"], 1);
    EXPECT_EQ(row["reasons"]["trend_weak"], 7);
  }
}

TEST(Endpoint, ShowsAnUnknownScoreAsNullAndNeverAsHealthy) {
  auto report = test::connected_report();
  report.venues[0].health.score = {};
  const auto body
    = body_of(reply_of(get("/api/v1/status"), report, loopback()));
  EXPECT_TRUE(body["venues"][0]["health"]["score"].is_null());
}

TEST(Endpoint, ListsActorsWithTheirRestarts) {
  const auto body = body_of(
    reply_of(get("/api/v1/actors"), test::connected_report(), loopback()));
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
    EXPECT_EQ(reply_of(get("/healthz", host), report, loopback()).status, 421U)
      << host;
  auto without = get("/healthz");
  without.headers.clear();
  EXPECT_EQ(reply_of(without, report, loopback()).status, 421U);
  for (const auto* host : {"127.0.0.1", "localhost:8420", "[::1]:8420"})
    EXPECT_EQ(reply_of(get("/healthz", host), report, loopback()).status, 200U)
      << host;
}

TEST(Endpoint, WantsTheTokenOffLoopbackButForProbes) {
  const auto report = test::connected_report();
  const auto options = public_listener();
  auto call = get("/api/v1/status", "ballast.example");
  const auto refused = reply_of(call, report, options);
  EXPECT_EQ(refused.status, 401U);
  EXPECT_EQ(net::find_header(refused.headers, "content-type"),
            "application/problem+json");
  call.headers.push_back({"Authorization", std::string{"Bearer "} + token});
  EXPECT_EQ(reply_of(call, report, options).status, 200U);
  EXPECT_EQ(
    reply_of(get("/healthz", "ballast.example"), report, options).status, 200U);
  const auto probe
    = reply_of(get("/readyz", "ballast.example"), report, options);
  EXPECT_EQ(probe.status, 200U);
  EXPECT_FALSE(body_of(probe).contains("venues"));
}

TEST(Endpoint, RefusesATokenThatIsAlmostRight) {
  auto call = get("/metrics", "ballast.example");
  for (const auto& x :
       {std::string{"Bearer "}, std::string{"Bearer "} + token + "x",
        std::string{"bearer "} + token, std::string{token}}) {
    call.headers = {{"Host", "ballast.example"}, {"Authorization", x}};
    EXPECT_EQ(
      reply_of(call, test::connected_report(), public_listener()).status, 401U);
  }
}

TEST(Endpoint, AllowsNoMethodThatChangesAnything) {
  for (const auto* method : {"PUT", "DELETE", "OPTIONS", "TRACE"}) {
    auto call = get("/api/v1/status");
    call.method = method;
    EXPECT_EQ(reply_of(call, test::connected_report(), loopback()).status,
              405U);
  }
  EXPECT_EQ(
    reply_of(post("/api/v1/status"), trading_report(), with_token()).status,
    404U);
}

// Also on loopback: a page in the operator's browser reaches that too.
TEST(Endpoint, ChangesNothingWithoutItsToken) {
  for (const auto* target :
       {"/api/v1/halt", "/api/v1/resume", "/api/v1/breakers/coinbase/reset",
        "/api/v1/breakers/coinbase/open", "/api/v1/breakers/coinbase/disable",
        "/api/v1/breakers/coinbase/shadow", "/api/v1/nothing", "/healthz"}) {
    SCOPED_TRACE(target);
    auto call = post(target);
    call.headers.pop_back();
    EXPECT_EQ(reply_of(call, trading_report(), with_token()).status, 401U);
    call.headers.push_back({"Authorization", "Bearer "});
    EXPECT_EQ(reply_of(call, trading_report(), loopback()).status, 401U);
    call.headers.back().value = std::string{"Bearer "} + token;
    EXPECT_EQ(reply_of(call, trading_report(), loopback()).status, 401U)
      << "a node without a token takes none";
  }
}

TEST(Endpoint, ReadsWhatAPersonWants) {
  const auto wish_of = [](const net::call& call) {
    return std::get<halt_wish>(
      std::get<errand>(answer(call, trading_report(), with_token())));
  };
  const auto bare = wish_of(post("/api/v1/halt"));
  EXPECT_TRUE(bare.halts);
  EXPECT_EQ(bare.account, "");
  EXPECT_FALSE(bare.cancels || bare.flattens);
  const auto whole = wish_of(post(
    "/api/v1/halt",
    R"({"account":"MASTER","reason":"lunch","cancel_orders":true,"flatten":true})"));
  EXPECT_EQ(whole.account, "master");
  EXPECT_EQ(whole.words, "lunch");
  EXPECT_TRUE(whole.cancels && whole.flattens);
  EXPECT_FALSE(wish_of(post("/api/v1/resume")).halts);
  const auto why = std::get<why_question>(
    std::get<errand>(answer(get("/api/v1/why?venue=coinbase&symbol=btc%2Fusd"),
                            trading_report(), loopback())));
  EXPECT_EQ(why.symbol.to_string(), "BTC/USD");
  EXPECT_EQ(why.account, "master");
}

TEST(Endpoint, ReadsWhatTheBreakersOfAVenueAreToDo) {
  using enum breaker_rule;
  for (const auto& [word, rule] :
       {std::pair{"reset", normal}, std::pair{"open", held_open},
        std::pair{"disable", disabled}, std::pair{"shadow", shadow}}) {
    const auto read = std::get<errand>(
      answer(post(std::string{"/api/v1/breakers/coinbase/"} + word),
             trading_report(), with_token()));
    const auto& wish = std::get<breaker_wish>(read);
    EXPECT_EQ(wish.venue, "coinbase");
    EXPECT_EQ(wish.rule, rule) << word;
    const auto told = body_of(reply_to(read));
    EXPECT_EQ(told["venue"], "coinbase");
    if (rule == normal) {
      EXPECT_EQ(told["reset"], true);
    } else {
      EXPECT_EQ(told["rule"], to_string(rule));
      EXPECT_EQ(told["lasts"],
                "until another rule is given or the node restarts");
    }
  }
}

TEST(Endpoint, SaysWhatIsWrongWithAWish) {
  const auto refusal = [](const net::call& call) {
    const auto reply = reply_of(call, trading_report(), with_token());
    EXPECT_EQ(reply.status, 400U);
    return body_of(reply)["detail"].get<std::string>();
  };
  EXPECT_EQ(refusal(post("/api/v1/halt", "[]")), "the body is no JSON object");
  EXPECT_EQ(refusal(post("/api/v1/halt", R"({"acount":"x"})")),
            "the body has an unknown key; known are: account, cancel_orders, "
            "flatten, reason");
  EXPECT_EQ(refusal(post("/api/v1/resume", R"({"flatten":true})")),
            "the body has an unknown key; known are: account, reason");
  EXPECT_EQ(refusal(post("/api/v1/halt", R"({"account":"USER_EVE"})")),
            "no account called user_eve trades here");
  EXPECT_EQ(refusal(post("/api/v1/halt", R"({"flatten":"yes"})")),
            "account and reason are texts, cancel_orders and flatten are true "
            "or false");
  EXPECT_EQ(refusal(post("/api/v1/breakers/moon/reset")),
            "this node uses no such venue");
  EXPECT_EQ(refusal(post("/api/v1/breakers/coinbase/close")),
            "a breaker knows reset, open, disable, shadow");
  EXPECT_EQ(refusal(post("/api/v1/breakers/coinbase/")),
            "a breaker knows reset, open, disable, shadow");
  EXPECT_EQ(refusal(get("/api/v1/why?venue=coinbase&symbol=nonsense")),
            "symbol is BASE/QUOTE, for example BTC/USD");
  EXPECT_EQ(refusal(get("/api/v1/why?venue=moon&symbol=BTC-USD")),
            "no account called master at moon trades here");
}

TEST(Endpoint, SaysWhyOfAVenueAndOfAll) {
  const auto all
    = body_of(reply_of(get("/api/v1/why"), trading_report(), loopback()));
  EXPECT_EQ(all["rule"], "trading");
  EXPECT_EQ(all["venues"].size(), 2U);
  const auto one = body_of(
    reply_of(get("/api/v1/why?venue=coinbase"), trading_report(), loopback()));
  EXPECT_EQ(one["rule"], "connected");
  EXPECT_EQ(one["traded"], true);
  EXPECT_EQ(one["reasons"]["trend_weak"], 7);
  const auto skipped
    = body_of(reply_of(get("/api/v1/why?venue=kraken&account=MASTER"),
                       trading_report(), loopback()));
  EXPECT_EQ(skipped["rule"], "skipped");
  EXPECT_NE(skipped["text"].get<std::string>().find("not configured"),
            std::string::npos);
  EXPECT_EQ(
    reply_of(get("/api/v1/why?venue=moon"), trading_report(), loopback())
      .status,
    404U);
  EXPECT_EQ(reply_of(get("/api/v1/why", "ballast.example"), trading_report(),
                     public_listener())
              .status,
            401U);
}

// What keeps it from being scanned decides before what keeps it from trading.
TEST(Endpoint, NamesTheOneRuleThatDecides) {
  const auto asked = why_question{"coinbase", {"BTC", "USD"}, "master"};
  why_answer told;
  told.scanned = {true, "scanned", "it is", {{"age_s", 3}}};
  told.traded = {false, "trend_weak", "no trend", {{"adx", 14.5}}};
  auto body = body_of(reply_to(trading_report(), asked, told));
  EXPECT_EQ(body["rule"], "trend_weak");
  EXPECT_EQ(body["figures"]["adx"], 14.5);
  EXPECT_EQ(body["scanned"], true);
  EXPECT_EQ(body["traded"], false);
  told.scanned = {false, "ranked_out", "too quiet", {}};
  body = body_of(reply_to(trading_report(), asked, told));
  EXPECT_EQ(body["rule"], "ranked_out");
  auto refused = trading_report();
  refused.venues[0].broker.phase = broker_phase::failed;
  refused.venues[0].broker.reason = "key refused";
  body = body_of(reply_to(refused, asked, told));
  EXPECT_EQ(body["rule"], "failed");
  EXPECT_EQ(body["text"], "key refused");
}

TEST(Endpoint, NamesThePagesThatExistWhenAskedForAnother) {
  const auto reply
    = reply_of(get("/api/v1/nothing"), test::connected_report(), loopback());
  EXPECT_EQ(reply.status, 404U);
  EXPECT_EQ(body_of(reply)["status"], 404);
}

TEST(Endpoint, SurvivesVenueTextThatIsNoUtf8) {
  auto report = test::connected_report();
  report.venues[0].broker.phase = broker_phase::failed;
  report.venues[0].broker.reason = "\xff\xfe<script>";
  EXPECT_EQ(reply_of(get("/api/v1/status"), report, loopback()).status, 200U);
}

TEST(Metrics, CarryBaseUnitsAndLabels) {
  const auto text
    = reply_of(get("/metrics"), test::connected_report(), loopback()).body;
  EXPECT_NE(text.find("ballast_requests_total{node=\"solo\",venue=\"coinbase\","
                      "account=\"master\"} 410"),
            std::string::npos)
    << text;
  EXPECT_NE(text.find("ballast_limit_utilisation_ratio"), std::string::npos);
}

TEST(Metrics, EscapeLabelValues) {
  auto report = test::connected_report();
  report.venues[0].broker.venue = "co\"in\\ba\nse";
  const auto text = reply_of(get("/metrics"), report, loopback()).body;
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
