#include "tests/venues/recorded.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/replies.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::kraken {

namespace {

using namespace std::chrono_literals;

constexpr auto page = "<html><head><title>Attention Required! | Cloudflare"
                      "</title></head></html>";

/// As an answer to the smallest question there is.
answer<unix_time> judged(std::string body, unsigned status = 200,
                         std::vector<net::header> headers = {}) {
  return decode_time(reply_of(std::move(body), status, std::move(headers)));
}

std::string with_errors(const std::string& errors) {
  return R"({"error":[)" + errors + R"(],"result":{"unixtime":1688669448}})";
}

struct told {
  unsigned status;
  const char* body;
  outcome_kind kind;
};

// Every shape that an error of this venue or of what stands before it takes.
const told table[] = {
  {200, R"({"error":["EGeneral:Invalid arguments:volume"]})",
   outcome_kind::refused},
  {200, R"({"error":["EService:Something new"]})", outcome_kind::unavailable},
  {200, R"({"error":["EOrder:Something new"]})", outcome_kind::refused},
  {200, R"({"error":["EGeneral:Something new"]})", outcome_kind::malformed},
  {200, R"({"error":["ENew:Something"]})", outcome_kind::malformed},
  {200, R"({"error":["something"]})", outcome_kind::malformed},
  {200, R"({"error":[""]})", outcome_kind::malformed},
  {200, R"({"error":[null]})", outcome_kind::malformed},
  {200, R"({"error":[17]})", outcome_kind::malformed},
  {200, R"({"error":"EAPI:Invalid key"})", outcome_kind::malformed},
  {200, R"({"error":null,"result":{"unixtime":1}})", outcome_kind::malformed},
  {200, R"({"result":{"unixtime":1}})", outcome_kind::malformed},
  {200, R"({"error":[]})", outcome_kind::malformed},
  {200, R"({"error":[],"result":null})", outcome_kind::malformed},
  {200, R"({"error":["EService:Busy"],"result":{"unixtime":1}})",
   outcome_kind::unavailable},
  {200, page, outcome_kind::malformed},
  {200, "", outcome_kind::malformed},
  {403, page, outcome_kind::banned},
  {403, "error code: 1020", outcome_kind::banned},
  {403, "Forbidden", outcome_kind::not_permitted},
  {404, page, outcome_kind::malformed},
  {404, "", outcome_kind::malformed},
  {408, "", outcome_kind::unavailable},
  {418, "", outcome_kind::banned},
  {429, "", outcome_kind::throttled},
  {429, page, outcome_kind::throttled},
  {429, R"({"error":["EGeneral:Too many requests"]})", outcome_kind::throttled},
  {429, R"({"error":["ENew:Something"]})", outcome_kind::throttled},
  {451, page, outcome_kind::not_permitted},
  {500, "", outcome_kind::unavailable},
  {502, page, outcome_kind::unavailable},
  {503, "<html>Scheduled Maintenance</html>", outcome_kind::maintenance},
  {503, "", outcome_kind::unavailable},
  {503, R"({"error":["EService:Market in cancel_only mode"]})",
   outcome_kind::maintenance},
  {520, page, outcome_kind::unavailable},
  {524, "", outcome_kind::unavailable},
  {400, R"({"error":["EAPI:Invalid key"]})", outcome_kind::unauthorised},
  {400, "", outcome_kind::malformed},
  {0, "", outcome_kind::malformed},
  {204, "", outcome_kind::malformed},
  {302, page, outcome_kind::malformed},
  {600, "", outcome_kind::malformed},
};

} // namespace

TEST(KrakenReplies, FaultE13_JudgesEveryPublishedError) {
  for (const auto& row : recorded_rows("kraken/errors.jsonl")) {
    const auto x
      = judged(row.at("body").dump(), row.at("status").get<unsigned>());
    EXPECT_EQ(to_string(x.kind), row.at("outcome").get<std::string>())
      << row.at("body");
    EXPECT_EQ(x.text, row.at("body").at("error").front().get<std::string>());
    EXPECT_FALSE(x.value);
  }
}

TEST(KrakenReplies, FaultE13_JudgesEveryStatusAndShapeOfBody) {
  for (const auto& row : table) {
    const auto x = judged(row.body, row.status);
    EXPECT_EQ(to_string(x.kind), to_string(row.kind))
      << row.status << ' ' << row.body;
    EXPECT_FALSE(x.value);
    EXPECT_FALSE(x.text.empty());
  }
}

TEST(KrakenReplies, AWarningStandsBesideAValidResult) {
  const auto x = judged(with_errors("\"WGeneral:Danger\""));
  EXPECT_EQ(x.kind, outcome_kind::ok);
  EXPECT_TRUE(x.value);
  EXPECT_EQ(x.text, "WGeneral:Danger");
}

TEST(KrakenReplies, FaultE13_AnErrorBehindAWarningIsAnError) {
  const auto x
    = judged(with_errors("\"WGeneral:Danger\",\"EAPI:Invalid nonce\""));
  EXPECT_EQ(x.kind, outcome_kind::clock_or_nonce);
  EXPECT_EQ(x.text, "EAPI:Invalid nonce");
  EXPECT_FALSE(x.value);
}

TEST(KrakenReplies, ALockoutBansForAQuarterOfAnHour) {
  const auto x = judged(with_errors("\"EGeneral:Temporary lockout\""));
  EXPECT_EQ(x.kind, outcome_kind::banned);
  EXPECT_EQ(x.limits.retry_after, 15min);
}

TEST(KrakenReplies, WaitsUntilTheMomentThatAThrottleNames) {
  const auto wait_of = [](const std::string& entry, std::string date) {
    std::vector<net::header> headers;
    if (!date.empty())
      headers.push_back({"Date", std::move(date)});
    const auto x = judged(with_errors('"' + entry + '"'), 200, headers);
    EXPECT_EQ(x.kind, outcome_kind::throttled);
    return x.limits.retry_after;
  };
  const auto date = std::string{"Sun, 06 Nov 1994 08:49:37 GMT"}; // 784111777
  EXPECT_EQ(wait_of("EService: Throttled: 784111787", date), 10s);
  EXPECT_EQ(wait_of("EService:Throttled:784111787", date), 10s);
  EXPECT_EQ(wait_of("EService: Throttled: 784111000", date), 0s);
  EXPECT_EQ(wait_of("EService: Throttled: 884111000", date), 1h);
  EXPECT_FALSE(wait_of("EService: Throttled: 784111787", ""));
  EXPECT_FALSE(wait_of("EService: Throttled: soon", date));
  EXPECT_FALSE(wait_of("EService: Throttled", date));
  EXPECT_FALSE(wait_of("EAPI:Rate limit exceeded", date));
}

TEST(KrakenReplies, NamesTheCounterThatWasExceeded) {
  const auto exceeded = [](const std::string& entry) {
    return judged(with_errors('"' + entry + '"')).limits.exceeded;
  };
  EXPECT_EQ(exceeded("EAPI:Rate limit exceeded"), "kraken.private");
  EXPECT_EQ(exceeded("EOrder:Rate limit exceeded"), "kraken.orders");
  EXPECT_EQ(exceeded("EGeneral:Too many requests"), "");
}

TEST(KrakenReplies, AHeaderThatNamesAWaitComesFirst) {
  const auto headers = std::vector<net::header>{{"Retry-After", "7"}};
  EXPECT_EQ(judged(page, 429, headers).limits.retry_after, 7s);
  EXPECT_EQ(judged(with_errors("\"EGeneral:Temporary lockout\""), 200, headers)
              .limits.retry_after,
            7s);
}

TEST(KrakenReplies, NeverQuotesAPage) {
  for (const auto status : {200U, 403U, 429U, 502U}) {
    const auto text = judged(page, status).text;
    EXPECT_NE(text.find("an HTML page of "), std::string::npos) << text;
    EXPECT_EQ(text.find("Cloudflare"), std::string::npos) << text;
  }
}

TEST(KrakenReplies, KeepsItsWordsShortAndOnOneLine) {
  EXPECT_EQ(judged(std::string(100'000, 'x'), 500).text.size(), 200U);
  EXPECT_EQ(judged(R"({"error":["EOrder:a\nb\u001b[0m"]})").text,
            "EOrder:a b [0m");
}

} // namespace ballast::venues::kraken
