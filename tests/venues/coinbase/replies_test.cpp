#include "tests/venues/recorded.hpp"
#include "venues/coinbase/replies.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::coinbase {

namespace {

using namespace std::chrono_literals;

std::string body_of(const nlohmann::json& row) {
  const auto& body = row.at("body");
  return body.is_string() ? body.get<std::string>() : body.dump();
}

net::reply reply_of_row(const nlohmann::json& row) {
  auto x = reply_of(body_of(row), row.at("status").get<unsigned>());
  for (const auto& [name, value] : row.at("headers").items())
    x.headers.push_back({name, value.get<std::string>()});
  return x;
}

/// Both looks that every reply gets.
verdict judge_all(const net::reply& x, subject about) {
  const auto judged = judge(x, about);
  if (judged.kind != outcome_kind::ok)
    return judged;
  return judge_error(x.body, about).value_or(judged);
}

struct told {
  unsigned status;
  const char* body;
  outcome_kind service; ///< As an answer about the account or the lists.
  outcome_kind product; ///< As an answer about one market.
};

constexpr auto page = "<html><head><title>Attention Required! | Cloudflare"
                      "</title></head></html>";

// Every shape that an error of this venue or of what stands before it takes.
const told table[] = {
  {400, R"({"error":"INVALID_ARGUMENT","message":"bad start"})",
   outcome_kind::refused, outcome_kind::refused},
  {400,
   R"({"error":"INVALID_ARGUMENT","message":"valid product_id is required"})",
   outcome_kind::refused, outcome_kind::unknown_symbol},
  {401, "Unauthorized\n", outcome_kind::unauthorised,
   outcome_kind::unauthorised},
  {401, "", outcome_kind::unauthorised, outcome_kind::unauthorised},
  {401, R"({"message":"request timestamp expired"})",
   outcome_kind::clock_or_nonce, outcome_kind::clock_or_nonce},
  {403, R"({"error":"PERMISSION_DENIED"})", outcome_kind::not_permitted,
   outcome_kind::not_permitted},
  {403, "Forbidden", outcome_kind::not_permitted, outcome_kind::not_permitted},
  {403, page, outcome_kind::banned, outcome_kind::banned},
  {403, "error code: 1020", outcome_kind::banned, outcome_kind::banned},
  {404, R"({"error":"NOT_FOUND"})", outcome_kind::refused,
   outcome_kind::unknown_symbol},
  {404, R"({"errors":[{"id":"not_found","message":"Not found"}]})",
   outcome_kind::refused, outcome_kind::unknown_symbol},
  {404, "404 page", outcome_kind::malformed, outcome_kind::unknown_symbol},
  {404, page, outcome_kind::malformed, outcome_kind::malformed},
  {405, "", outcome_kind::refused, outcome_kind::refused},
  {408, "", outcome_kind::unavailable, outcome_kind::unavailable},
  {418, "", outcome_kind::banned, outcome_kind::banned},
  {429, "Too Many Requests", outcome_kind::throttled, outcome_kind::throttled},
  {429, page, outcome_kind::throttled, outcome_kind::throttled},
  {451, page, outcome_kind::not_permitted, outcome_kind::not_permitted},
  {500, "", outcome_kind::unavailable, outcome_kind::unavailable},
  {502, page, outcome_kind::unavailable, outcome_kind::unavailable},
  {503, "", outcome_kind::unavailable, outcome_kind::unavailable},
  {503, "<html>Scheduled Maintenance</html>", outcome_kind::maintenance,
   outcome_kind::maintenance},
  {503, R"({"message":"We are down for maintenance"})",
   outcome_kind::maintenance, outcome_kind::maintenance},
  {524, "", outcome_kind::unavailable, outcome_kind::unavailable},
  {0, "", outcome_kind::malformed, outcome_kind::malformed},
  {101, "", outcome_kind::malformed, outcome_kind::malformed},
  {204, "", outcome_kind::malformed, outcome_kind::malformed},
  {302, page, outcome_kind::malformed, outcome_kind::malformed},
  {600, "", outcome_kind::malformed, outcome_kind::malformed},
  {200, page, outcome_kind::malformed, outcome_kind::malformed},
  {200, R"({"error":"resource_exhausted"})", outcome_kind::throttled,
   outcome_kind::throttled},
  {200, R"({"errors":[{"id":"rate_limit_exceeded"}]})", outcome_kind::throttled,
   outcome_kind::throttled},
  {200, R"({"error":"unauthorized"})", outcome_kind::unauthorised,
   outcome_kind::unauthorised},
  {200, R"({"error":"PERMISSION_DENIED"})", outcome_kind::not_permitted,
   outcome_kind::not_permitted},
  {200, R"({"error":"internal","message":"oops"})", outcome_kind::unavailable,
   outcome_kind::unavailable},
  {200, R"({"success":false,"error_response":{"error":"INSUFFICIENT_FUND"}})",
   outcome_kind::refused, outcome_kind::refused},
  {200, R"({"success":false})", outcome_kind::malformed,
   outcome_kind::malformed},
  {200, R"({"error":"SOMETHING_NEW"})", outcome_kind::malformed,
   outcome_kind::malformed},
  {200, R"({"candles":[],"products":[],"error":"resource_exhausted"})",
   outcome_kind::throttled, outcome_kind::throttled},
  {200, R"({"error":{"code":5}})", outcome_kind::malformed,
   outcome_kind::malformed},
  {200, R"({"error":"","errors":[],"error_response":null,"success":true})",
   outcome_kind::ok, outcome_kind::ok},
};

} // namespace

TEST(CoinbaseReplies, FaultE13_JudgesEveryRecordedError) {
  for (const auto& row : recorded_rows("coinbase/errors.jsonl")) {
    const auto judged = judge_all(reply_of_row(row), subject::product);
    EXPECT_EQ(to_string(judged.kind), row.at("outcome").get<std::string>())
      << row.at("id");
    EXPECT_FALSE(judged.text.empty()) << row.at("id");
  }
}

TEST(CoinbaseReplies, FaultE13_JudgesEveryStatusAndShapeOfBody) {
  for (const auto& row : table) {
    const auto x = reply_of(row.body, row.status);
    EXPECT_EQ(to_string(judge_all(x, subject::service).kind),
              to_string(row.service))
      << row.status << ' ' << row.body;
    EXPECT_EQ(to_string(judge_all(x, subject::product).kind),
              to_string(row.product))
      << row.status << ' ' << row.body;
  }
}

TEST(CoinbaseReplies, QuotesTheVenuesOwnWordsOnOneLine) {
  const auto judged = judge(
    reply_of("{\"error\":\"INVALID_ARGUMENT\",\"message\":\"a\\nb\\u001b[0m\"}",
             400),
    subject::service);
  EXPECT_EQ(judged.text, "HTTP 400: INVALID_ARGUMENT: a b [0m");
}

TEST(CoinbaseReplies, NeverQuotesAPage) {
  for (const auto status : {200U, 403U, 429U, 502U}) {
    const auto text = judge(reply_of(page, status), subject::service).text;
    EXPECT_NE(text.find("an HTML page of "), std::string::npos) << text;
    EXPECT_EQ(text.find("Cloudflare"), std::string::npos) << text;
  }
}

TEST(CoinbaseReplies, KeepsItsWordsShort) {
  const auto judged
    = judge(reply_of(std::string(100'000, 'x'), 500), subject::service);
  EXPECT_EQ(judged.text.size(), 200U);
}

TEST(CoinbaseReplies, JudgesAMessageWithoutContentByItsWords) {
  EXPECT_EQ(judge_unfit(R"({"message":"too many requests."})", subject::service,
                        "expected a list")
              .kind,
            outcome_kind::throttled);
  const auto judged
    = judge_unfit(R"({"hello":1})", subject::service, "expected a list");
  EXPECT_EQ(judged.kind, outcome_kind::malformed);
  EXPECT_EQ(judged.text, "expected a list");
}

} // namespace ballast::venues::coinbase
