#include "tests/venues/recorded.hpp"
#include "venues/coinbase/trading_codec.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::venues::coinbase {

namespace {

std::string rejection(const std::string& reason) {
  return R"({"success":false,"error_response":{"error":")" + reason
         + R"(","message":"","error_details":""}})";
}

placement fate_of(const std::string& body, unsigned status = 200) {
  return decode_placement(reply_of(body, status)).fate;
}

cancel_fate cancel_of(const std::string& body, unsigned status = 200) {
  return decode_cancel(reply_of(body, status)).fate;
}

std::string cancelled(const std::string& reason) {
  return R"({"results":[{"success":false,"order_id":"a","failure_reason":")"
         + reason + R"("}]})";
}

constexpr auto page = "<html><title>Attention Required!</title></html>";

} // namespace

// Every reason of the sheet, and a sample of the manual's others.
TEST(CoinbasePlacement, RefusesByADocumentedReasonAlone) {
  for (const auto* reason :
       {"INSUFFICIENT_FUND", "PREVIEW_INSUFFICIENT_FUND",
        "INVALID_LIMIT_PRICE_POST_ONLY", "UNSUPPORTED_ORDER_CONFIGURATION",
        "INVALID_SIZE_PRECISION", "INVALID_PRICE_PRECISION",
        "PREVIEW_INVALID_BASE_SIZE_TOO_SMALL", "UNTRADABLE_PRODUCT",
        "INVALID_PRODUCT_ID", "COMMANDER_REJECTED_NEW_ORDER",
        "ORDER_ENTRY_DISABLED", "END_TIME_IS_IN_THE_PAST"}) {
    EXPECT_EQ(fate_of_reason(reason), placement::refused) << reason;
    const auto read = decode_placement(reply_of(rejection(reason)));
    EXPECT_EQ(read.fate, placement::refused) << reason;
    EXPECT_NE(read.kind, outcome_kind::malformed) << reason;
    EXPECT_FALSE(read.value) << reason;
  }
}

TEST(CoinbasePlacement, KnowsNothingByAnyOtherReason) {
  for (const auto* reason :
       {"", "UNKNOWN_FAILURE_REASON", "UNKNOWN_PREVIEW_FAILURE_REASON",
        "DUPLICATE_CLIENT_ORDER_ID", "TIMEOUT", "INTERNAL_ERROR",
        "A_REASON_OF_NEXT_YEAR", "insufficient_fund"}) {
    EXPECT_EQ(fate_of_reason(reason), placement::unknown) << reason;
    EXPECT_EQ(fate_of(rejection(reason)), placement::unknown) << reason;
  }
}

// Bug to come: folding the first order's id into a refusal of the second.
TEST(CoinbasePlacement, ADuplicateIsNoRefusalWhateverStandsBesideIt) {
  EXPECT_EQ(fate_of(R"({"success":false,"error_response":{"error":
    "INVALID_REQUEST","new_order_failure_reason":"DUPLICATE_CLIENT_ORDER_ID"}})"),
            placement::unknown);
  EXPECT_EQ(fate_of(R"({"message":"Duplicate client_order_id"})", 400),
            placement::unknown);
}

TEST(CoinbasePlacement, LooksBehindAnUnknownReason) {
  EXPECT_EQ(fate_of(R"({"success":false,"error_response":{"error":
    "UNKNOWN_FAILURE_REASON","preview_failure_reason":
    "UNKNOWN_PREVIEW_FAILURE_REASON","new_order_failure_reason":
    "INSUFFICIENT_FUND"}})"),
            placement::refused);
  EXPECT_EQ(fate_of(R"({"success":false,"error_response":{"error":
    "UNKNOWN_FAILURE_REASON","message":"account is not available"}})"),
            placement::refused);
}

TEST(CoinbasePlacement, KeepsItsThreeFatesApartByStatus) {
  struct told {
    unsigned status;
    const char* body;
    placement fate;
  };
  constexpr auto words = R"({"error":"INVALID_ARGUMENT","message":"no"})";
  for (const auto& x :
       {told{400, words, placement::refused},
        told{400, "", placement::unknown},
        told{400, page, placement::unknown},
        told{401, "Unauthorized\n", placement::refused},
        told{403, page, placement::refused},
        told{404, words, placement::refused},
        told{404, "", placement::unknown},
        told{408, words, placement::unknown},
        told{409, words, placement::unknown},
        told{418, "", placement::refused},
        told{422, words, placement::refused},
        told{429, "Too Many Requests", placement::refused},
        told{500, words, placement::unknown},
        told{502, page, placement::unknown},
        told{503, words, placement::unknown},
        told{302, "", placement::unknown},
        told{200, "", placement::unknown},
        told{200, page, placement::unknown},
        told{200, "[]", placement::unknown},
        told{200, "{}", placement::unknown},
        told{200, words, placement::unknown},
        told{200, R"({"success":true})", placement::unknown},
        told{200, R"({"success":false})", placement::unknown},
        told{200, R"({"success":"maybe"})", placement::unknown}})
    EXPECT_EQ(fate_of(x.body, x.status), x.fate) << x.status << ' ' << x.body;
}

TEST(CoinbasePlacement, ReadsWhatWasAskedForBesideTheIds) {
  const auto read = decode_placement(reply_of(
    R"({"success":true,"success_response":{"order_id":"v","product_id":
       "BTC-USD","side":"SELL","client_order_id":"c"},"order_configuration":
       {"limit_limit_gtd":{"base_size":"0.5","limit_price":"7.25","post_only":
       true,"end_time":"2026-01-01T00:00:00Z"}}})"));
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.fate, placement::accepted);
  EXPECT_EQ(read.value->venue_id, "v");
  EXPECT_EQ(read.value->client_id, "c");
  EXPECT_EQ(read.value->side, side::sell);
  EXPECT_EQ(read.value->lives, time_in_force::good_till_time);
  EXPECT_EQ(read.value->size.to_string(), "0.5");
  EXPECT_EQ(read.value->price.to_string(), "7.25");
  EXPECT_TRUE(read.value->post_only);
  EXPECT_EQ(read.value->state, order_state::pending);
}

TEST(CoinbaseEdit, TellsWhetherTheOrderWasChanged) {
  const auto fate = [](const std::string& body, unsigned status = 200) {
    return decode_edit(reply_of(body, status)).fate;
  };
  EXPECT_EQ(fate(R"({"success":true,"errors":[]})"), placement::accepted);
  EXPECT_EQ(fate(R"({"success":false,"errors":[{"edit_failure_reason":
    "ORDER_NOT_FOUND"}]})"),
            placement::refused);
  EXPECT_EQ(fate(R"({"success":false,"errors":{"edit_failure_reason":
    "UNKNOWN_EDIT_ORDER_FAILURE_REASON","preview_failure_reason":
    "PREVIEW_INSUFFICIENT_FUND"}})"),
            placement::refused);
  EXPECT_EQ(fate(R"({"success":false,"errors":[]})"), placement::unknown);
  EXPECT_EQ(fate(R"({"errors":[{"edit_failure_reason":"ORDER_NOT_FOUND"}]})"),
            placement::unknown);
  EXPECT_EQ(fate("", 504), placement::unknown);
}

// Source: the sheet, section 6.3, and the manual's two later reasons.
TEST(CoinbaseCancel, ReadsEachReasonByItsOwnMeaning) {
  using enum cancel_fate;
  const auto table = std::map<std::string, cancel_fate>{
    {"UNKNOWN_CANCEL_FAILURE_REASON", unknown},
    {"INVALID_CANCEL_REQUEST", unknown},
    {"UNKNOWN_CANCEL_ORDER", unknown_order},
    {"COMMANDER_REJECTED_CANCEL_ORDER", unknown},
    {"DUPLICATE_CANCEL_REQUEST", taken},
    {"ORDER_IS_FULLY_FILLED", already_over},
    {"NOT_ALLOWED_TO_CANCEL", refused},
    {"A_REASON_OF_NEXT_YEAR", unknown},
    {"", unknown}};
  for (const auto& [reason, fate] : table)
    EXPECT_EQ(cancel_of(cancelled(reason)), fate) << reason;
}

TEST(CoinbaseCancel, KnowsNothingWithoutTheOneResult) {
  for (const auto* body : {"{}", R"({"results":[]})", R"({"results":[{}]})",
                           R"({"results":[{"success":true},{"success":true}]})",
                           R"({"results":[1]})", page})
    EXPECT_EQ(cancel_of(body), cancel_fate::unknown) << body;
  EXPECT_EQ(cancel_of("", 500), cancel_fate::unknown);
  EXPECT_EQ(cancel_of("Too Many Requests", 429), cancel_fate::refused);
  EXPECT_EQ(cancel_of("Unauthorized", 401), cancel_fate::refused);
}

TEST(CoinbasePreview, IsWellWithoutObjectionsAlone) {
  const auto kind = [](const std::string& body) {
    return decode_preview(reply_of(body)).kind;
  };
  EXPECT_EQ(kind(R"({"order_total":"1","errs":[]})"), outcome_kind::ok);
  EXPECT_EQ(kind(R"({"errs":["PREVIEW_INSUFFICIENT_FUND"]})"),
            outcome_kind::refused);
  EXPECT_EQ(kind(R"({"order_total":"1"})"), outcome_kind::malformed);
  EXPECT_EQ(decode_preview(reply_of(R"({"errs":["A","B"]})")).text, "A, B");
}

} // namespace ballast::venues::coinbase
