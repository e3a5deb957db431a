#include "tests/venues/recorded.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/replies.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::okx {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto page = "<html><head><title>Attention Required! | Cloudflare"
                      "</title></head></html>";

/// The answer to a question about the time, which any error may be given to.
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
  {200, R"({"code":"51999","msg":"Something new"})", outcome_kind::refused},
  {200, R"({"code":"50999","msg":"Something new"})", outcome_kind::malformed},
  {200, R"({"code":"99999","data":[]})", outcome_kind::malformed},
  {200, R"({"code":50011,"msg":"Too Many Requests"})", outcome_kind::throttled},
  {200, R"({"code":"1","data":[],"msg":"Operation failed"})",
   outcome_kind::malformed},
  {200, R"({"code":"1","data":[{"sCode":"51008","sMsg":"no funds"}]})",
   outcome_kind::refused},
  {200, R"({"code":"2","data":[{"sCode":"0"},{"sCode":"51001"}]})",
   outcome_kind::unknown_symbol},
  {200, R"({"code":"0","data":[{"sCode":"51149","ts":"1597026383085"}]})",
   outcome_kind::unavailable},
  {200, R"({"code":"50001","data":[{"ts":"1597026383085"}]})",
   outcome_kind::unavailable},
  {200, R"({"code":"00","data":[{"ts":"1597026383085"}]})",
   outcome_kind::malformed},
  {200, R"({"code":"","data":[{"ts":"1597026383085"}]})",
   outcome_kind::malformed},
  {200, R"({"code":null,"data":[{"ts":"1597026383085"}]})",
   outcome_kind::malformed},
  {200, R"({"code":{},"data":[{"ts":"1597026383085"}]})",
   outcome_kind::malformed},
  {200, R"({"data":[{"ts":"1597026383085"}]})", outcome_kind::malformed},
  {200, R"({"code":"0","msg":""})", outcome_kind::malformed},
  {200, R"({"code":"0","data":null})", outcome_kind::malformed},
  {200, R"({"code":"0","data":{"ts":"1597026383085"}})",
   outcome_kind::malformed},
  {200, R"([{"code":"50011"}])", outcome_kind::malformed},
  {200, page, outcome_kind::malformed},
  {200, "", outcome_kind::malformed},
  {400, "", outcome_kind::malformed},
  {400, R"({"code":"50016","msg":"Something new"})", outcome_kind::refused},
  {401, "", outcome_kind::unauthorised},
  {401, page, outcome_kind::unauthorised},
  {401, R"({"msg":"Something new","code":"50199"})",
   outcome_kind::unauthorised},
  {403, page, outcome_kind::banned},
  {403, "error code: 1020", outcome_kind::banned},
  {403, "Forbidden", outcome_kind::not_permitted},
  {404, page, outcome_kind::malformed},
  {404, R"({"code":"404","msg":"Not Found"})", outcome_kind::refused},
  {405, "", outcome_kind::malformed},
  {408, "", outcome_kind::unavailable},
  {410, R"({"code":"50005","msg":"gone"})", outcome_kind::refused},
  {418, "", outcome_kind::banned},
  {429, "", outcome_kind::throttled},
  {429, page, outcome_kind::throttled},
  {429, R"({"code":"50999","msg":"Something new"})", outcome_kind::throttled},
  {429, R"({"code":"50013","msg":"busy"})", outcome_kind::unavailable},
  {451, page, outcome_kind::not_permitted},
  {500, "", outcome_kind::unavailable},
  {500, R"({"code":"0","data":[{"ts":"1597026383085"}]})",
   outcome_kind::unavailable},
  {500, R"({"code":"50999"})", outcome_kind::unavailable},
  {502, page, outcome_kind::unavailable},
  {503, "<html>Scheduled Maintenance</html>", outcome_kind::maintenance},
  {503, "", outcome_kind::unavailable},
  {520, page, outcome_kind::unavailable},
  {0, "", outcome_kind::malformed},
  {204, "", outcome_kind::malformed},
  {302, page, outcome_kind::malformed},
  {600, "", outcome_kind::malformed},
};

/// The code and the words of the first row that failed, or of the whole.
std::string words_in(const json& body) {
  const auto& data = body.value("data", json::array());
  const auto is_row = !data.empty() && data.front().contains("sCode");
  const auto& from = is_row ? data.front() : body;
  return from.at(is_row ? "sCode" : "code").get<std::string>() + ' '
         + from.at(is_row ? "sMsg" : "msg").get<std::string>();
}

} // namespace

TEST(OkxReplies, FaultE13_JudgesEveryPublishedError) {
  for (const auto& row : recorded_rows("okx/errors.jsonl")) {
    const auto status = row.at("status").get<unsigned>();
    const auto x = judged(row.at("body").dump(), status);
    EXPECT_EQ(to_string(x.kind), row.at("outcome").get<std::string>())
      << row.at("body");
    EXPECT_FALSE(x.value);
    const auto words = words_in(row.at("body"));
    const auto shown
      = status == 200 ? words : "HTTP " + std::to_string(status) + ": " + words;
    EXPECT_EQ(x.text, shown.substr(0, 200));
  }
}

TEST(OkxReplies, FaultE13_ACodeMeansTheSameWhereverItStands) {
  for (const auto& row : recorded_rows("okx/errors.jsonl")) {
    const auto code = row.at("code").get<std::string>();
    const auto whole = json{{"code", code}, {"msg", ""}, {"data", {}}};
    const auto of_row
      = json{{"code", "1"}, {"data", {{{"sCode", code}, {"sMsg", ""}}}}};
    for (const auto& body : {whole, of_row}) {
      EXPECT_EQ(to_string(judged(body.dump()).kind),
                row.at("outcome").get<std::string>())
        << body;
      EXPECT_EQ(judged(body.dump()).text, code);
    }
  }
}

TEST(OkxReplies, FaultE13_JudgesEveryStatusAndShapeOfBody) {
  for (const auto& row : table) {
    const auto x = judged(row.body, row.status);
    EXPECT_EQ(to_string(x.kind), to_string(row.kind))
      << row.status << ' ' << row.body;
    EXPECT_FALSE(x.value);
    EXPECT_FALSE(x.text.empty());
  }
}

TEST(OkxReplies, KnowsTheCodesThatNoVectorShows) {
  using kind = outcome_kind;
  for (const auto& [code, meant] : std::map<std::string, kind>{
         {"50015", kind::refused},      {"50029", kind::not_permitted},
         {"51102", kind::refused},      {"60004", kind::clock_or_nonce},
         {"60005", kind::unauthorised}, {"60006", kind::clock_or_nonce},
         {"60007", kind::unauthorised}, {"60008", kind::refused},
         {"60009", kind::unauthorised}, {"60011", kind::unauthorised},
         {"60012", kind::refused},      {"60013", kind::refused},
         {"60014", kind::throttled},    {"60018", kind::refused},
         {"60019", kind::refused},      {"60023", kind::throttled},
         {"60024", kind::unauthorised}, {"60031", kind::refused},
         {"60032", kind::unauthorised}, {"64001", kind::refused},
         {"64002", kind::refused},      {"64003", kind::not_permitted},
         {"64008", kind::unavailable}})
    EXPECT_EQ(kind_of_code(code), meant) << code;
  for (const auto* code : {"", "0", "1", "2", "50999", "52000", "x51000",
                           "51000.5", "99999999999999999999"})
    EXPECT_FALSE(kind_of_code(code)) << code;
}

TEST(OkxReplies, AnOrderWhoseFateIsOpenIsNeverCalledRefused) {
  for (const auto* code : {"50004", "50026", "51054", "51149"})
    EXPECT_EQ(kind_of_code(code), outcome_kind::unavailable) << code;
}

TEST(OkxReplies, NamesAWaitOnlyWhereAHeaderDoes) {
  const auto body = R"({"code":"50011","msg":"Too Many Requests"})";
  EXPECT_FALSE(judged(body, 429).limits.retry_after);
  EXPECT_FALSE(judged(body, 200).limits.retry_after);
  const auto headers = std::vector<net::header>{{"Retry-After", "7"}};
  EXPECT_EQ(judged(body, 429, headers).limits.retry_after, 7s);
  EXPECT_EQ(judged(body, 200, headers).limits.retry_after, 7s);
  EXPECT_EQ(judged(page, 403, headers).limits.retry_after, 7s);
}

TEST(OkxReplies, NeverQuotesAPage) {
  for (const auto status : {200U, 403U, 429U, 502U}) {
    const auto text = judged(page, status).text;
    EXPECT_NE(text.find("an HTML page of "), std::string::npos) << text;
    EXPECT_EQ(text.find("Cloudflare"), std::string::npos) << text;
  }
}

TEST(OkxReplies, KeepsItsWordsShortAndOnOneLine) {
  EXPECT_EQ(judged(std::string(100'000, 'x'), 500).text.size(), 200U);
  EXPECT_EQ(judged(R"({"code":"51000","msg":"a\nb\u001b[0m"})").text,
            "51000 a b [0m");
}

} // namespace ballast::venues::okx
