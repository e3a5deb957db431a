#include "tests/venues/recorded.hpp"
#include "venues/binance/codec.hpp"
#include "venues/binance/replies.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::binance {

namespace {

using namespace std::chrono_literals;

constexpr auto page = "<html><head><title>ERROR: The request could not be "
                      "satisfied</title></head></html>";
constexpr auto date = "Sun, 06 Nov 1994 08:49:37 GMT"; // 784111777

/// As an answer to the smallest question there is.
answer<unix_time> judged(std::string body, unsigned status = 200,
                         std::vector<net::header> headers = {}) {
  return decode_time(reply_of(std::move(body), status, std::move(headers)));
}

std::string error_body(std::int64_t code, const std::string& message) {
  return nlohmann::json{{"code", code}, {"msg", message}}.dump();
}

struct known_code {
  unsigned status;
  std::int64_t code;
  outcome_kind kind;
};

// All codes that are known of the venue, with the status they come with.
const known_code codes[] = {
  {500, -1000, outcome_kind::unavailable},
  {500, -1001, outcome_kind::unavailable},
  {401, -1002, outcome_kind::unauthorised},
  {429, -1003, outcome_kind::throttled},
  {500, -1006, outcome_kind::unavailable},
  {500, -1007, outcome_kind::unavailable},
  {503, -1008, outcome_kind::unavailable},
  {400, -1013, outcome_kind::refused},
  {400, -1014, outcome_kind::refused},
  {429, -1015, outcome_kind::throttled},
  {400, -1016, outcome_kind::unavailable},
  {400, -1020, outcome_kind::unavailable},
  {400, -1021, outcome_kind::clock_or_nonce},
  {400, -1022, outcome_kind::unauthorised},
  {400, -1034, outcome_kind::throttled},
  {400, -1100, outcome_kind::refused},
  {400, -1101, outcome_kind::refused},
  {400, -1102, outcome_kind::refused},
  {400, -1103, outcome_kind::refused},
  {400, -1104, outcome_kind::refused},
  {400, -1105, outcome_kind::refused},
  {400, -1106, outcome_kind::refused},
  {400, -1111, outcome_kind::refused},
  {400, -1112, outcome_kind::refused},
  {400, -1114, outcome_kind::refused},
  {400, -1115, outcome_kind::refused},
  {400, -1116, outcome_kind::refused},
  {400, -1117, outcome_kind::refused},
  {400, -1118, outcome_kind::refused},
  {400, -1119, outcome_kind::refused},
  {400, -1120, outcome_kind::refused},
  {400, -1121, outcome_kind::unknown_symbol},
  {400, -1125, outcome_kind::refused},
  {400, -1127, outcome_kind::refused},
  {400, -1128, outcome_kind::refused},
  {400, -1130, outcome_kind::refused},
  {400, -1145, outcome_kind::refused},
  {400, -1151, outcome_kind::refused},
  {400, -2010, outcome_kind::refused},
  {400, -2011, outcome_kind::refused},
  {400, -2013, outcome_kind::refused},
  {400, -2014, outcome_kind::unauthorised},
  {401, -2015, outcome_kind::unauthorised},
  {409, -2021, outcome_kind::refused},
  {400, -2022, outcome_kind::refused},
  {400, -2026, outcome_kind::refused},
  {400, -2035, outcome_kind::refused},
  {400, -2036, outcome_kind::refused},
  {400, -2042, outcome_kind::refused},
  {400, -2043, outcome_kind::refused},
};

struct told {
  unsigned status;
  std::string body;
  outcome_kind kind;
};

// Every shape that an error of this venue or of what stands before it takes.
const told table[] = {
  {200, error_body(-1121, "Invalid symbol."), outcome_kind::unknown_symbol},
  {200, error_body(-1003, "Too many requests."), outcome_kind::throttled},
  {200, error_body(-9999, "Something new."), outcome_kind::malformed},
  {200, R"({"code":-1121,"serverTime":1})", outcome_kind::unknown_symbol},
  {200, R"({"code":-1121,"msg":null})", outcome_kind::unknown_symbol},
  {200, R"({"code":"-1121"})", outcome_kind::malformed},
  {200, R"({"code":-1e3})", outcome_kind::malformed},
  {200, "{}", outcome_kind::malformed},
  {200, "[]", outcome_kind::malformed},
  {200, "null", outcome_kind::malformed},
  {200, page, outcome_kind::malformed},
  {200, "", outcome_kind::malformed},
  {400, "", outcome_kind::malformed},
  {400, page, outcome_kind::malformed},
  {400, error_body(-9999, "Something new."), outcome_kind::refused},
  {400, R"({"code":100001003,"msg":"?"})", outcome_kind::malformed},
  {400, error_body(-2010, "This action is disabled on this account."),
   outcome_kind::not_permitted},
  {400, error_body(-2010, "Market is closed."), outcome_kind::refused},
  {401, "", outcome_kind::unauthorised},
  {403, page, outcome_kind::banned},
  {403, "", outcome_kind::banned},
  {403, error_body(-2015, "Invalid API-key"), outcome_kind::unauthorised},
  {404, page, outcome_kind::malformed},
  {404, error_body(-5000, "Path /x, Method GET is invalid"),
   outcome_kind::malformed},
  {408, "", outcome_kind::unavailable},
  {409, "", outcome_kind::malformed},
  {418, "", outcome_kind::banned},
  {418, page, outcome_kind::banned},
  {418, error_body(-1003, "Too many requests."), outcome_kind::banned},
  {429, "", outcome_kind::throttled},
  {429, page, outcome_kind::throttled},
  {429, error_body(-9999, "Something new."), outcome_kind::throttled},
  {429, error_body(-1003, "IP banned until 1659146400000."),
   outcome_kind::banned},
  {451, page, outcome_kind::not_permitted},
  {451, R"({"code":0,"msg":"Service unavailable from a restricted location"})",
   outcome_kind::not_permitted},
  // The outcome is unknown whatever the body says.
  {500, error_body(-2010, "Duplicate order sent."), outcome_kind::unavailable},
  {502, page, outcome_kind::unavailable},
  {503, "", outcome_kind::unavailable},
  {503, R"({"code":1,"msg":"System is under Maintenance."})",
   outcome_kind::maintenance},
  {504, page, outcome_kind::unavailable},
  {520, "", outcome_kind::unavailable},
  {0, "", outcome_kind::malformed},
  {204, "", outcome_kind::malformed},
  {302, page, outcome_kind::malformed},
  {600, "", outcome_kind::malformed},
};

std::optional<duration> ban_of(const std::string& message,
                               std::vector<net::header> headers) {
  const auto x = judged(error_body(-1003, message), 418, std::move(headers));
  EXPECT_EQ(x.kind, outcome_kind::banned);
  return x.limits.retry_after;
}

} // namespace

TEST(BinanceReplies, FaultE13_JudgesEveryPublishedError) {
  for (const auto& row : recorded_rows("binance/errors.jsonl")) {
    const auto status = row.at("status").get<unsigned>();
    const auto x = judged(row.at("body").dump(), status);
    EXPECT_EQ(to_string(x.kind), row.at("outcome").get<std::string>())
      << row.at("body");
    EXPECT_NE(x.text.find("HTTP " + std::to_string(status) + ": "
                          + row.at("body").at("code").dump() + ": "),
              std::string::npos)
      << x.text;
    EXPECT_FALSE(x.value);
  }
}

TEST(BinanceReplies, FaultE13_JudgesEveryKnownCode) {
  for (const auto& row : codes) {
    const auto x = judged(error_body(row.code, "Words."), row.status);
    EXPECT_EQ(to_string(x.kind), to_string(row.kind)) << row.code;
    EXPECT_FALSE(x.value);
  }
}

TEST(BinanceReplies, FaultE13_JudgesEveryStatusAndShapeOfBody) {
  for (const auto& row : table) {
    const auto x = judged(row.body, row.status);
    EXPECT_EQ(to_string(x.kind), to_string(row.kind))
      << row.status << ' ' << row.body;
    EXPECT_FALSE(x.value);
    EXPECT_FALSE(x.text.empty());
  }
}

TEST(BinanceReplies, ABanLastsAsLongAsTheLongerOfHeaderAndWords) {
  const auto until = std::string{"IP banned until 784112077000. Please..."};
  EXPECT_EQ(ban_of(until, {{"Date", date}}), 5min);
  EXPECT_EQ(ban_of(until, {{"Date", date}, {"Retry-After", "120"}}), 5min);
  EXPECT_EQ(ban_of(until, {{"Date", date}, {"Retry-After", "600"}}), 10min);
  EXPECT_EQ(ban_of(until, {{"Retry-After", "120"}}), 2min);
  EXPECT_EQ(ban_of("No words of it.", {{"Retry-After", "120"}}), 2min);
  EXPECT_FALSE(ban_of(until, {}));
  EXPECT_FALSE(ban_of("IP banned until soon.", {{"Date", date}}));
  EXPECT_FALSE(ban_of("IP banned until ", {{"Date", date}}));
  EXPECT_FALSE(
    ban_of("IP banned until 99999999999999999999.", {{"Date", date}}));
}

TEST(BinanceReplies, ABanIsBelievedForThreeDaysAndOtherWaitsForAnHour) {
  EXPECT_EQ(ban_of("", {{"Retry-After", "259200"}}), 72h);
  EXPECT_EQ(ban_of("", {{"Retry-After", "99999999999"}}), 72h);
  EXPECT_EQ(judged("", 429, {{"Retry-After", "259200"}}).limits.retry_after,
            1h);
  EXPECT_EQ(judged("", 429, {{"Retry-After", "3"}}).limits.retry_after, 3s);
  EXPECT_FALSE(judged("", 429).limits.retry_after);
}

TEST(BinanceReplies, TellsWhatIsUsedOfTheMinutesWeight) {
  const auto limits_with = [](const char* used) {
    return judged(R"({"serverTime":1})", 200, {{"x-mbx-used-weight-1m", used}})
      .limits;
  };
  EXPECT_EQ(limits_with("0").used, 0U);
  EXPECT_EQ(limits_with("1").counted, "binance.weight");
  EXPECT_EQ(limits_with("6001").used, 6'001U);
  EXPECT_EQ(limits_with("99999999999999999999999").used, 4'294'967'295U);
  EXPECT_FALSE(limits_with("-1").used);
  EXPECT_TRUE(limits_with("many").counted.empty());
  EXPECT_FALSE(judged(R"({"serverTime":1})").limits.used);
}

TEST(BinanceReplies, NamesTheWeightAsExceededOnlyWhereTheWordsDo) {
  const auto exceeded = [](const char* words) {
    return judged(error_body(-1003, words), 429,
                  {{"X-MBX-USED-WEIGHT-1M", "9"}})
      .limits.exceeded;
  };
  EXPECT_EQ(exceeded("Too much request weight used; current limit is 6000 "
                     "request weight per 1 MINUTE."),
            "binance.weight");
  EXPECT_EQ(exceeded("Too many requests; current limit is 61000 requests per 5 "
                     "MINUTE."),
            "");
}

TEST(BinanceReplies, ErrorsAndBrokenAnswersTellOfTheWeightAsWell) {
  const auto headers = std::vector<net::header>{{"X-MBX-USED-WEIGHT-1M", "9"}};
  EXPECT_EQ(judged("{}", 200, headers).limits.used, 9U);
  EXPECT_EQ(judged("", 418, headers).limits.used, 9U);
  EXPECT_EQ(judged(error_body(-1021, ""), 400, headers).limits.used, 9U);
}

TEST(BinanceReplies, NeverQuotesAPage) {
  for (const auto status : {200U, 403U, 418U, 429U, 502U}) {
    const auto text = judged(page, status).text;
    EXPECT_NE(text.find("an HTML page of "), std::string::npos) << text;
    EXPECT_EQ(text.find("satisfied"), std::string::npos) << text;
  }
}

TEST(BinanceReplies, SaysTheWordsOfWhateverIsNoErrorOfTheTable) {
  EXPECT_EQ(judged(R"({"code":0,"msg":"Restricted location"})", 451).text,
            R"(HTTP 451: {"code":0,"msg":"Restricted location"})");
  EXPECT_EQ(judged("upstream gone", 502).text, "HTTP 502: upstream gone");
  EXPECT_EQ(judged("", 502).text, "HTTP 502");
}

TEST(BinanceReplies, OnlyTheWeightsErrorTellsOfABan) {
  EXPECT_EQ(judged(error_body(-2010, "banned until 1."), 400).kind,
            outcome_kind::refused);
  EXPECT_EQ(judged(error_body(-1003, "IP banned until 1."), 400).kind,
            outcome_kind::banned);
}

TEST(BinanceReplies, KeepsItsWordsShortAndOnOneLine) {
  EXPECT_EQ(judged(std::string(100'000, 'x'), 500).text.size(), 200U);
  EXPECT_EQ(judged(error_body(-2010, "a\nb\x1b[0m")).text, "-2010: a b [0m");
}

} // namespace ballast::venues::binance
