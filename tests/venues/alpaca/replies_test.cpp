#include "tests/venues/recorded.hpp"
#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/replies.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

using namespace std::chrono_literals;

constexpr auto page = "<html><head><title>403 Forbidden</title></head></html>";

/// As an answer to the smallest question there is.
answer<unix_time> judged(std::string body, unsigned status = 200,
                         std::vector<net::header> headers = {}) {
  return decode_time(reply_of(std::move(body), status, std::move(headers)));
}

struct told {
  unsigned status;
  const char* body;
  outcome_kind kind;
};

// Every shape that an error of this venue or of what stands before it takes.
const told table[] = {
  {200, page, outcome_kind::malformed},
  {200, "", outcome_kind::malformed},
  {200, R"({"code":40310000,"message":"no"})", outcome_kind::malformed},
  {204, "", outcome_kind::malformed},
  {207, "[]", outcome_kind::malformed},
  {302, page, outcome_kind::malformed},
  {400, R"({"message":"invalid timeframe"})", outcome_kind::refused},
  {400, page, outcome_kind::refused},
  {401, R"({"code":40110000,"message":"request is not authorized"})",
   outcome_kind::unauthorised},
  {401, "", outcome_kind::unauthorised},
  {403, R"({"code":40310000,"message":"insufficient balance for USD"})",
   outcome_kind::refused},
  {403, R"({"code":"40310000","message":"insufficient balance"})",
   outcome_kind::refused},
  {403, R"({"code":40310100,"message":"pattern day trading protection"})",
   outcome_kind::refused},
  {403,
   R"({"code":40310000,"message":"new orders are rejected by user request"})",
   outcome_kind::not_permitted},
  {403, R"({"message":"forbidden."})", outcome_kind::not_permitted},
  {403, R"({"message":"40310000"})", outcome_kind::not_permitted},
  {403, "Forbidden", outcome_kind::not_permitted},
  {403, page, outcome_kind::banned},
  {403, "error code: 1020", outcome_kind::banned},
  {404, R"({"code":40410000,"message":"asset not found for XYZ"})",
   outcome_kind::unknown_symbol},
  {404, R"({"code":40410000,"message":"order is not found."})",
   outcome_kind::refused},
  {404, R"({"message":"endpoint not found."})", outcome_kind::malformed},
  {404, page, outcome_kind::malformed},
  {408, "", outcome_kind::unavailable},
  {422, R"({"code":42210000,"message":"qty must be > 0"})",
   outcome_kind::refused},
  {429, R"({"code":42910000,"message":"rate limit exceeded"})",
   outcome_kind::throttled},
  {429, R"({"message":"too many requests."})", outcome_kind::throttled},
  {429, page, outcome_kind::throttled},
  {451, "", outcome_kind::not_permitted},
  {500, R"({"code":50010000,"message":"internal server error occurred"})",
   outcome_kind::unavailable},
  {502, page, outcome_kind::unavailable},
  {503, "", outcome_kind::unavailable},
  {503, "Down for Maintenance", outcome_kind::maintenance},
  {504, page, outcome_kind::unavailable},
  {520, page, outcome_kind::unavailable},
  {600, "", outcome_kind::malformed},
};

} // namespace

TEST(AlpacaReplies, JudgesEveryRecordedError) {
  for (const auto& row : recorded_rows("alpaca/errors.jsonl")) {
    const auto& body = row.at("body");
    const auto read
      = judged(body.is_string() ? body.get<std::string>() : body.dump(),
               row.at("status").get<unsigned>());
    EXPECT_EQ(std::string{to_string(read.kind)},
              row.at("outcome").get<std::string>())
      << row.at("id") << read.text;
    EXPECT_FALSE(read.value);
  }
}

TEST(AlpacaReplies, JudgesEveryShapeOfAnError) {
  for (const auto& x : table) {
    const auto read = judged(x.body, x.status);
    EXPECT_EQ(read.kind, x.kind) << x.status << ' ' << x.body;
    EXPECT_FALSE(read.value);
  }
}

TEST(AlpacaReplies, QuotesTheVenueAndNoPage) {
  EXPECT_EQ(
    judged(R"({"code":40310000,"message":"insufficient\nfunds"})", 403).text,
    "HTTP 403: 40310000 insufficient funds");
  EXPECT_EQ(judged(R"({"message":"forbidden."})", 403).text,
            "HTTP 403: forbidden.");
  EXPECT_EQ(judged("plain words", 500).text, "HTTP 500: plain words");
  EXPECT_EQ(judged("", 503).text, "HTTP 503");
  EXPECT_EQ(judged(page, 403).text.find("Forbidden"), std::string::npos);
  EXPECT_LE(judged(std::string(5'000, 'x'), 400).text.size(), 200U);
}

TEST(AlpacaReplies, WaitsForTheResetThatAThrottledAnswerNames) {
  const auto read = judged(R"({"code":42910000,"message":"slow down"})", 429,
                           {{"X-Ratelimit-Limit", "200"},
                            {"X-Ratelimit-Remaining", "0"},
                            {"X-Ratelimit-Reset", "1679411617"},
                            {"Date", "Tue, 21 Mar 2023 15:13:07 GMT"}});
  EXPECT_EQ(read.limits.retry_after, 30s);
  EXPECT_EQ(read.limits.limit, 200U);
  EXPECT_EQ(read.limits.remaining, 0U);
  EXPECT_FALSE(
    judged("", 429, {{"X-Ratelimit-Reset", "1679411617"}}).limits.retry_after)
    << "without a Date nobody knows how long that is";
}

TEST(AlpacaReplies, TellsTheLimitsBesideAnAnswer) {
  const auto read = judged(R"({"timestamp":"2023-11-22T08:07:57-05:00"})", 200,
                           {{"X-Ratelimit-Limit", "1000"},
                            {"X-Ratelimit-Remaining", "998"},
                            {"X-Ratelimit-Reset", "1700658480"}});
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.limits.limit, 1'000U);
  EXPECT_EQ(read.limits.remaining, 998U);
  EXPECT_FALSE(read.limits.retry_after);
}

} // namespace ballast::venues::alpaca
