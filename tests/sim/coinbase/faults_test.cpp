#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using ending = net::answer::ending;

constexpr auto path = "/api/v3/brokerage/market/products/BTC-USD";

class CoinbaseFaults : public simulated_coinbase {
protected:
  /// The answer under one fault.
  net::answer under(const std::string& members) {
    set_faults("[{" + members + "}]");
    pass(100ms);
    return ask(path);
  }
  std::uint64_t fired(const std::string& kind) const {
    const auto counts = venue->stats().faults;
    const auto at = counts.find(kind);
    return at == counts.end() ? 0 : at->second;
  }
};

/// A fault that answers instead of the venue.
struct replacing_fault {
  const char* kind;
  const char* value;
  unsigned status;
  const char* type; ///< Of the content.
};

class ReplacingFault : public CoinbaseFaults,
                       public testing::WithParamInterface<replacing_fault> {};

TEST_P(ReplacingFault, AnswersInsteadOfTheVenueAndIsCounted) {
  const auto& [kind, value, status, type] = GetParam();
  const auto answer
    = under(std::string{R"("kind":")"} + kind + R"(","value":")" + value + '"');
  EXPECT_EQ(answer.how, ending::send);
  EXPECT_EQ(answer.content.status, status);
  const auto content_type
    = net::find_header(answer.content.headers, "content-type");
  ASSERT_TRUE(content_type);
  EXPECT_TRUE(content_type->starts_with(type)) << *content_type;
  EXPECT_EQ(fired(kind), 1U);
  EXPECT_EQ(venue->stats().accepted, 0U);
  EXPECT_EQ(venue->stats().over_limit, 0U);
}

INSTANTIATE_TEST_SUITE_P(
  Kinds, ReplacingFault,
  testing::Values(
    replacing_fault{"throttle", "", 429, "application/json"},
    replacing_fault{"throttle_html", "", 429, "text/html"},
    replacing_fault{"retry_after", "7", 429, "application/json"},
    replacing_fault{"ban", "300", 418, "application/json"},
    replacing_fault{"server_error", "", 500, "application/json"},
    replacing_fault{"server_error", "504", 504, "application/json"},
    replacing_fault{"error_200", "", 200, "application/json"},
    replacing_fault{"html_200", "", 200, "text/html"},
    replacing_fault{"deep_json", "", 200, "application/json"},
    replacing_fault{"unauthorised", "", 401, "text/plain"},
    replacing_fault{"invalid_nonce", "", 401, "text/plain"},
    replacing_fault{"permission_denied", "", 403, "application/json"},
    replacing_fault{"maintenance", "", 503, "application/json"}));

TEST_F(CoinbaseFaults, FaultE1_SayRetryAfterInWhateverWords) {
  for (const auto* value :
       {"7", "-1", "1000000000", "abc", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
    const auto answer
      = under(R"("kind":"retry_after","value":")" + std::string{value} + '"');
    EXPECT_EQ(net::find_header(answer.content.headers, "retry-after"), value);
  }
  EXPECT_EQ(fired("retry_after"), 5U);
  EXPECT_EQ(venue->stats().rate_limited, 5U);
}

TEST_F(CoinbaseFaults, FaultE3_BanWithATimeAndAreCountedAsBans) {
  const auto answer = under(R"("kind":"ban","value":300)");
  EXPECT_EQ(net::find_header(answer.content.headers, "retry-after"), "300");
  EXPECT_EQ(venue->stats().banned, 1U);
}

TEST_F(CoinbaseFaults, SendABodyOfTwoHundredThousandBrackets) {
  EXPECT_EQ(under(R"("kind":"deep_json")").content.body,
            std::string(200'000, '['));
}

TEST_F(CoinbaseFaults, SendHalfOfTheJson) {
  const auto whole = get(path).body;
  EXPECT_EQ(under(R"("kind":"truncated")").content.body,
            whole.substr(0, whole.size() / 2));
  EXPECT_EQ(fired("truncated"), 1U);
}

TEST_F(CoinbaseFaults, EndTheConnectionInEveryWay) {
  const auto endings
    = std::map<std::string, ending>{{"cut", ending::cut},
                                    {"hang", ending::hang},
                                    {"reset", ending::reset},
                                    {"trickle", ending::trickle}};
  for (const auto& [kind, how] : endings) {
    const auto answer = under(R"("kind":")" + kind + '"');
    EXPECT_EQ(answer.how, how);
    EXPECT_EQ(answer.content.status, 200U);
    EXPECT_EQ(fired(kind), 1U);
  }
  EXPECT_EQ(venue->stats().accepted, 4U);
}

TEST_F(CoinbaseFaults, DelayTheRightAnswer) {
  const auto answer = under(R"("kind":"slow","value":"150ms")");
  EXPECT_EQ(answer.delay, 150ms);
  EXPECT_EQ(answer.content.status, 200U);
}

TEST_F(CoinbaseFaults, FaultE17_MoveTheVenuesClock) {
  const auto epoch = [this] {
    return std::stoll(
      get_json("/api/v3/brokerage/time")["epochMillis"].get<std::string>());
  };
  const auto before = epoch();
  set_faults(R"([{"kind":"clock_skew","value":"-2s"}])");
  EXPECT_EQ(epoch(), before + 100 - 2'000);
  EXPECT_EQ(fired("clock_skew"), 1U);
}

TEST_F(CoinbaseFaults, FaultE20_MakeAProductPostOnlyForAWhile) {
  const auto all = "/api/v3/brokerage/market/products";
  EXPECT_EQ(get_json(path)["post_only"], false);
  set_faults(R"([{"kind":"post_only","match":"BTC-USD","for":"1m"}])");
  EXPECT_EQ(get_json(path)["post_only"], true);
  auto count = 0;
  const auto listed = get_json(all);
  for (const auto& x : listed["products"]) {
    const auto id = x["product_id"].get<std::string>();
    EXPECT_EQ(x["post_only"], id.find("BTC-USD") != std::string::npos) << id;
    count += x["post_only"].get<bool>() ? 1 : 0;
  }
  EXPECT_GT(count, 0);
  EXPECT_EQ(fired("post_only"), static_cast<std::uint64_t>(count) + 1);
  pass(1min);
  EXPECT_EQ(get_json(path)["post_only"], false);
}

TEST_F(CoinbaseFaults, StrikeOnlyWhatMatchesWhileTheyLast) {
  set_faults(R"([{"kind":"maintenance","match":"/products/BTC","for":"1m"}])");
  EXPECT_EQ(get(path).status, 503U);
  EXPECT_EQ(get("/api/v3/brokerage/time").status, 200U);
  pass(1min);
  EXPECT_EQ(get(path).status, 200U);
}

TEST_F(CoinbaseFaults, DoNotHideABreachOfTheLimit) {
  set_faults(R"([{"kind":"server_error"}])");
  for (auto i = 0; i < 12; ++i)
    ask(path);
  EXPECT_EQ(venue->stats().over_limit, 2U);
  EXPECT_EQ(fired("server_error"), 10U);
}

TEST_F(CoinbaseFaults, AreRefusedWithASentenceAndChangeNothingWhenBroken) {
  set_faults(R"([{"kind":"maintenance"}])");
  const auto reply
    = ask("/sim/faults", {}, "POST", R"([{"kind":"explode"}])").content;
  EXPECT_EQ(reply.status, 400U);
  EXPECT_NE(reply.body.find("explode"), std::string::npos);
  EXPECT_EQ(get(path).status, 503U);
}

} // namespace
} // namespace ballast::sim
