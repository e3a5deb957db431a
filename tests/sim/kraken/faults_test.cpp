#include "tests/sim/kraken/simulated_kraken.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using ending = net::answer::ending;

constexpr auto path = "/0/public/AssetPairs?pair=XBTUSD";

class KrakenFaults : public simulated_kraken {
protected:
  /// The answer under one fault.
  net::answer under(const std::string& members) {
    set_faults("[{" + members + "}]");
    pass(1s);
    return ask(path);
  }
};

/// A fault that Kraken tells in its own words, under 200.
struct worded_fault {
  const char* kind;
  const char* value;
  const char* error;
};

class WordedKrakenFault : public KrakenFaults,
                          public testing::WithParamInterface<worded_fault> {};

TEST_P(WordedKrakenFault, FaultE13_AnswersUnder200AndIsCounted) {
  const auto& [kind, value, error] = GetParam();
  const auto answer
    = under(std::string{R"("kind":")"} + kind + R"(","value":")" + value + '"');
  EXPECT_EQ(answer.how, ending::send);
  EXPECT_EQ(error_of(answer.content), error);
  EXPECT_EQ(answer.content.headers.size(), 1U); // No hint beside the body.
  EXPECT_EQ(fired(kind), 1U);
  EXPECT_EQ(venue->stats().accepted, 0U);
  EXPECT_EQ(venue->stats().over_limit, 0U);
}

INSTANTIATE_TEST_SUITE_P(
  Kinds, WordedKrakenFault,
  testing::Values(worded_fault{"throttle", "", "EAPI:Rate limit exceeded"},
                  worded_fault{"ban", "300", "EGeneral:Temporary lockout"},
                  worded_fault{"unauthorised", "", "EAPI:Invalid signature"},
                  worded_fault{"permission_denied", "",
                               "EGeneral:Permission denied"},
                  worded_fault{"maintenance", "", "EService:Unavailable"},
                  worded_fault{"invalid_nonce", "", "EAPI:Invalid nonce"},
                  worded_fault{"error_200", "", "EGeneral:Internal error"},
                  worded_fault{"error_200", "EOrder:Insufficient funds",
                               "EOrder:Insufficient funds"}));

/// A fault of the proxy in front of the venue.
struct edge_fault {
  const char* kind;
  const char* value;
  unsigned status;
  const char* type; ///< Of the content.
};

class KrakenEdgeFault : public KrakenFaults,
                        public testing::WithParamInterface<edge_fault> {};

TEST_P(KrakenEdgeFault, AnswersInsteadOfTheVenueAndIsCounted) {
  const auto& [kind, value, status, type] = GetParam();
  const auto answer
    = under(std::string{R"("kind":")"} + kind + R"(","value":")" + value + '"');
  EXPECT_EQ(answer.content.status, status);
  const auto content_type
    = net::find_header(answer.content.headers, "content-type");
  ASSERT_TRUE(content_type);
  EXPECT_TRUE(content_type->starts_with(type)) << *content_type;
  EXPECT_EQ(fired(kind), 1U);
}

INSTANTIATE_TEST_SUITE_P(
  Kinds, KrakenEdgeFault,
  testing::Values(edge_fault{"throttle_html", "", 429, "text/html"},
                  edge_fault{"retry_after", "7", 429, "application/json"},
                  edge_fault{"server_error", "", 500, "application/json"},
                  edge_fault{"server_error", "504", 504, "application/json"},
                  edge_fault{"html_200", "", 200, "text/html"},
                  edge_fault{"deep_json", "", 200, "application/json"}));

TEST_F(KrakenFaults, CountThrottlingAndBansUnder200AsSuch) {
  under(R"("kind":"throttle")");
  under(R"("kind":"retry_after")");
  under(R"("kind":"ban")");
  EXPECT_EQ(venue->stats().rate_limited, 2U);
  EXPECT_EQ(venue->stats().banned, 1U);
}

TEST_F(KrakenFaults, EndTheConnectionInEveryWay) {
  const auto endings
    = std::map<std::string, ending>{{"cut", ending::cut},
                                    {"hang", ending::hang},
                                    {"reset", ending::reset},
                                    {"trickle", ending::trickle}};
  for (const auto& [kind, how] : endings) {
    EXPECT_EQ(under(R"("kind":")" + kind + '"').how, how);
    EXPECT_EQ(fired(kind), 1U);
  }
  EXPECT_EQ(venue->stats().accepted, 4U);
}

TEST_F(KrakenFaults, SpoilOrDelayTheRightAnswer) {
  const auto whole = get(path).body;
  EXPECT_EQ(under(R"("kind":"truncated")").content.body,
            whole.substr(0, whole.size() / 2));
  const auto late = under(R"("kind":"slow","value":"150ms")");
  EXPECT_EQ(late.delay, 150ms);
  EXPECT_EQ(late.content.body, whole);
}

TEST_F(KrakenFaults, FaultE20_MaintenanceIsTheStatusThatOneCanStillAsk) {
  set_faults(R"([{"kind":"maintenance","for":"1m"}])");
  EXPECT_EQ(get_result("/0/public/SystemStatus")["status"], "maintenance");
  EXPECT_EQ(error_of(path), "EService:Unavailable");
  EXPECT_EQ(error_of(post("Balance")), "EService:Unavailable");
  pass(1min);
  EXPECT_EQ(get_result("/0/public/SystemStatus")["status"], "online");
  EXPECT_EQ(error_of(path), "");
  EXPECT_EQ(fired("maintenance"), 3U);
}

TEST_F(KrakenFaults, FaultE20_PostOnlyIsTheStatusOfTheVenueAndOfEveryPair) {
  set_faults(R"([{"kind":"post_only","for":"1m"}])");
  EXPECT_EQ(get_result("/0/public/SystemStatus")["status"], "post_only");
  EXPECT_EQ(get_result(path)["XXBTZUSD"]["status"], "post_only");
  EXPECT_GE(fired("post_only"), 2U);
  EXPECT_EQ(error_of("/0/public/Ticker"), "");
  pass(1min);
  EXPECT_EQ(get_result("/0/public/SystemStatus")["status"], "online");
  EXPECT_EQ(get_result(path)["XXBTZUSD"]["status"], "online");
}

TEST_F(KrakenFaults, FaultE20_PostOnlyOfOnePairLeavesTheVenueOnline) {
  set_faults(R"([{"kind":"post_only","match":"XXBTZUSD"}])");
  EXPECT_EQ(get_result("/0/public/SystemStatus")["status"], "online");
  const auto pairs = get_result("/0/public/AssetPairs?pair=XBTUSD,ETHUSD");
  EXPECT_EQ(pairs["XXBTZUSD"]["status"], "post_only");
  EXPECT_EQ(pairs["XETHZUSD"]["status"], "online");
}

TEST_F(KrakenFaults, FaultE17_MoveTheVenuesClockWhichNoNonceMinds) {
  const auto seconds = [this] {
    return get_result("/0/public/Time")["unixtime"].get<std::int64_t>();
  };
  const auto before = seconds();
  set_faults(R"([{"kind":"clock_skew","value":"-1h"}])");
  EXPECT_EQ(seconds(), before + 1 - 3'600);
  EXPECT_EQ(error_of(post("Balance")), "");
  EXPECT_EQ(fired("clock_skew"), 2U);
}

TEST_F(KrakenFaults, FaultE18_RefuseTheNonceOfMatchingCallsAlone) {
  set_faults(R"([{"kind":"invalid_nonce","match":"/private/","for":"10s"}])");
  EXPECT_EQ(error_of(post("Balance")), "EAPI:Invalid nonce");
  EXPECT_EQ(error_of("/0/public/Time"), "");
  pass(10s);
  EXPECT_EQ(error_of(post("Balance")), "");
  EXPECT_EQ(fired("invalid_nonce"), 1U);
  EXPECT_EQ(venue->stats().bad_nonce, 0U);
}

TEST_F(KrakenFaults, DoNotHideABreachOfTheLimit) {
  set_faults(R"([{"kind":"server_error"}])");
  for (auto i = 0; i < 3; ++i)
    ask(path);
  EXPECT_EQ(venue->stats().over_limit, 2U);
  EXPECT_EQ(fired("server_error"), 1U);
}

TEST_F(KrakenFaults, RepeatThemselvesForTheSameSeed) {
  const auto answers = [this](std::uint64_t seed) {
    venue = *make_kraken({.seed = seed});
    set_faults(R"([{"kind":"throttle","rate":0.5}])");
    auto text = std::string{};
    for (auto i = 0; i < 64; ++i)
      text += error_of("/0/public/Time").empty() ? '1' : '0';
    return text;
  };
  const auto first = answers(5);
  EXPECT_EQ(first, answers(5));
  EXPECT_NE(first, answers(6));
}

TEST_F(KrakenFaults, LeaveTheTimeAsTheManualWritesIt) {
  now.wall = unix_time{std::chrono::seconds{1'688'669'447}};
  EXPECT_EQ(get("/0/public/Time").body,
            R"({"error":[],"result":{"unixtime":1688669448,)"
            R"("rfc1123":"Thu, 06 Jul 23 18:50:48 +0000"}})");
}

} // namespace
} // namespace ballast::sim
