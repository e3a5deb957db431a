// Each error that a venue documents, given by its simulator at the question
// where it would come: `ballast check` tells the cause and the remedy of the
// venue's sheet, and cannot be taken for a success.
#include "tests/apps/check_errors.hpp"
#include "tests/apps/checks.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace ballast::apps {

namespace {

using json = nlohmann::json;

class DocumentedErrors : public check_fixture,
                         public testing::WithParamInterface<documented_error> {
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_P(DocumentedErrors, HaveTheirCauseAndTheirRemedy) {
  const auto& x = GetParam();
  SCOPED_TRACE(x.target + ": " + x.reply.body);
  use(x.venue, 1);
  answer_at(x.target, x.reply);
  const auto row = check();
  const auto* found = reason_of(row);
  ASSERT_NE(found, nullptr) << "the venue was found to be well";
  EXPECT_STREQ(to_string(found->cause), to_string(x.cause)) << found->text;
  EXPECT_TRUE(contains(found->text, x.text)) << found->text;
  EXPECT_TRUE(contains(found->remedy, x.remedy)) << found->remedy;
  EXPECT_EQ(found->remedy.back(), '.') << found->remedy;
  EXPECT_EQ(exit_status_of({row}), x.exit);
  EXPECT_EQ(
    std::count_if(row.findings.begin(), row.findings.end(),
                  [](const auto& y) { return y.cause != check_cause::none; }),
    1)
    << "one cause alone";
}

INSTANTIATE_TEST_SUITE_P(Coinbase, DocumentedErrors,
                         testing::ValuesIn(coinbase_errors()));
INSTANTIATE_TEST_SUITE_P(Kraken, DocumentedErrors,
                         testing::ValuesIn(kraken_errors()));
INSTANTIATE_TEST_SUITE_P(Okx, DocumentedErrors,
                         testing::ValuesIn(okx_errors()));
INSTANTIATE_TEST_SUITE_P(Binance, DocumentedErrors,
                         testing::ValuesIn(binance_errors()));
INSTANTIATE_TEST_SUITE_P(Alpaca, DocumentedErrors,
                         testing::ValuesIn(alpaca_errors()));

std::vector<documented_error> errors_of(const std::string& venue) {
  return venue == "coinbase"  ? coinbase_errors()
         : venue == "kraken"  ? kraken_errors()
         : venue == "okx"     ? okx_errors()
         : venue == "binance" ? binance_errors()
                              : alpaca_errors();
}

/// What tells one error of a venue from the others: its code, or its words.
std::string mark_of(const json& body) {
  if (!body.is_object())
    return body.is_string() ? body.get<std::string>() : std::string{};
  if (const auto list = body.find("error");
      list != body.end() && list->is_array())
    return list->front().get<std::string>();
  if (const auto code = body.find("code"); code != body.end())
    return code->is_string() ? code->get<std::string>() : code->dump();
  if (const auto list = body.find("errors"); list != body.end())
    return list->front().at("message").get<std::string>();
  if (const auto refusal = body.find("error_response"); refusal != body.end())
    return refusal->at("error").get<std::string>();
  return body.at("message").get<std::string>();
}

class RecordedErrors : public testing::TestWithParam<const char*> {};

// A list of documented errors that has forgotten one would prove nothing.
TEST_P(RecordedErrors, AreEachMetOrOutOfReach) {
  const std::string venue = GetParam();
  auto file = std::ifstream{std::string{BALLAST_TEST_DATA} + '/' + venue
                            + "/errors.jsonl"};
  ASSERT_TRUE(file);
  const auto met = errors_of(venue);
  const auto out_of_reach = errors_out_of_reach();
  auto count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const auto recorded = json::parse(line);
    const auto& body = recorded.at("body");
    const auto text = body.dump();
    const auto mark = mark_of(body);
    const auto status = recorded.at("status").get<unsigned>();
    const auto is_met = std::any_of(met.begin(), met.end(), [&](const auto& x) {
      return x.reply.status == status && contains(x.reply.body, mark);
    });
    const auto is_out = std::any_of(
      out_of_reach.begin(), out_of_reach.end(), [&](const auto& x) {
        return x.venue == venue && contains(text, x.mark);
      });
    EXPECT_TRUE(is_met || is_out) << line;
  }
  EXPECT_GT(count, 10);
}

INSTANTIATE_TEST_SUITE_P(Venues, RecordedErrors,
                         testing::Values("coinbase", "kraken", "okx", "binance",
                                         "alpaca"));

TEST(ErrorsOutOfReach, HaveAReasonEach) {
  for (const auto& x : errors_out_of_reach()) {
    EXPECT_FALSE(x.mark.empty());
    EXPECT_FALSE(x.why.empty()) << x.mark;
  }
}

} // namespace

} // namespace ballast::apps
