#include "tests/venues/recorded.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/binance/order_fates.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::binance {

namespace {

using venues::cancel_fate;

std::string error_body(std::int64_t code, const std::string& message) {
  return nlohmann::json{{"code", code}, {"msg", message}}.dump();
}

struct ruled {
  unsigned status;
  std::int64_t code;
  placement fate;
  const char* message = "Words.";
};

// Every code that the venue documents, with the status it comes with.
const ruled table[] = {
  {500, -1000, placement::unknown},
  {500, -1001, placement::unknown},
  {401, -1002, placement::refused},
  {429, -1003, placement::refused},
  {418, -1003, placement::refused, "IP banned until 1659146400000."},
  {400, -1004, placement::unknown},
  {500, -1006, placement::unknown},
  {500, -1007, placement::unknown},
  {400, -1006, placement::unknown},
  {408, -1007, placement::unknown},
  {400, -1000, placement::unknown},
  {503, -1008, placement::refused},
  {400, -1010, placement::refused},
  {400, -1013, placement::refused, "Filter failure: LOT_SIZE"},
  {400, -1014, placement::refused},
  {429, -1015, placement::refused},
  {400, -1016, placement::refused},
  {400, -1020, placement::refused},
  {400, -1021, placement::refused},
  {400, -1022, placement::refused},
  {400, -1100, placement::refused},
  {400, -1101, placement::refused},
  {400, -1102, placement::refused},
  {400, -1103, placement::refused},
  {400, -1104, placement::refused},
  {400, -1105, placement::refused},
  {400, -1106, placement::refused},
  {400, -1111, placement::refused},
  {400, -1112, placement::refused},
  {400, -1114, placement::refused},
  {400, -1115, placement::refused},
  {400, -1116, placement::refused},
  {400, -1117, placement::refused},
  {400, -1118, placement::refused},
  {400, -1119, placement::refused},
  {400, -1120, placement::refused},
  {400, -1121, placement::refused},
  {400, -1125, placement::refused},
  {400, -1127, placement::refused},
  {400, -1128, placement::refused},
  {400, -1130, placement::refused},
  {400, -1145, placement::refused},
  {400, -1151, placement::refused},
  {400, -2010, placement::refused,
   "Account has insufficient balance for requested action."},
  {400, -2010, placement::refused, "Order would immediately match and take."},
  {400, -2010, placement::refused, "Market is closed."},
  {400, -2010, placement::refused, "This action is disabled on this account."},
  {400, -2010, placement::unknown, "Duplicate order sent."},
  {400, -2011, placement::unknown},
  {400, -2013, placement::unknown},
  {400, -2014, placement::refused},
  {401, -2015, placement::refused},
  {409, -2021, placement::unknown},
  {400, -2022, placement::unknown},
  {400, -2026, placement::unknown},
  {400, -2043, placement::unknown},
  // What nobody has heard of proves nothing.
  {400, -1999, placement::unknown},
  {400, -3000, placement::unknown},
  {400, 7, placement::unknown},
};

} // namespace

TEST(BinanceOrderFates, EveryDocumentedCodeIsRuledOn) {
  for (const auto& x : table) {
    const auto read
      = decode_placement(reply_of(error_body(x.code, x.message), x.status), {});
    EXPECT_STREQ(to_string(read.fate), to_string(x.fate))
      << x.status << ' ' << x.code << ' ' << x.message;
    EXPECT_FALSE(read.value);
  }
}

TEST(BinanceOrderFates, EveryRecordedErrorIsRuledOn) {
  auto known = 0;
  for (const auto& row : recorded_rows("binance/errors.jsonl")) {
    const auto status = row.at("status").get<unsigned>();
    const auto code = row.at("body").at("code").get<std::int64_t>();
    const auto words = row.at("body").at("msg").get<std::string>();
    for (const auto& x : table)
      if (x.status == status && x.code == code
          && (std::string_view{x.message} == "Words." || words == x.message)) {
        const auto read
          = decode_placement(reply_of(row.at("body").dump(), status), {});
        EXPECT_STREQ(to_string(read.fate), to_string(x.fate)) << words;
        ++known;
        break;
      }
  }
  EXPECT_GE(known, 20);
}

TEST(BinanceOrderFates, FaultE13_AServersTroubleLeavesAnOrderUnknown) {
  for (const auto* body :
       {"", "<html></html>", R"({"code":-2010,"msg":"Market is closed."})",
        R"({"code":-1013,"msg":"Filter failure: LOT_SIZE"})"})
    for (const auto status : {500U, 502U, 503U, 504U, 520U}) {
      EXPECT_EQ(decode_placement(reply_of(body, status), {}).fate,
                placement::unknown);
      EXPECT_EQ(decode_cancel(reply_of(body, status)).fate,
                cancel_fate::unknown);
    }
  // The one error of a server that says that nothing was done.
  EXPECT_EQ(
    decode_placement(reply_of(error_body(-1008, "Overloaded."), 502), {}).fate,
    placement::unknown);
}

TEST(BinanceOrderFates, AnAnswerThatCannotBeReadLeavesAnOrderUnknown) {
  for (const auto* body :
       {"", "{", "{}", "[]", "null", R"({"orderId":"7"})", R"({"orderId":-1})",
        "<html></html>", R"({"code":200,"msg":"ok"})"}) {
    const auto read = decode_placement(reply_of(body), {});
    EXPECT_EQ(read.fate, placement::unknown) << body;
    EXPECT_EQ(read.kind, outcome_kind::malformed) << body;
  }
  EXPECT_EQ(decode_placement(reply_of("", 0), {}).fate, placement::unknown);
  EXPECT_EQ(decode_placement(reply_of("", 302), {}).fate, placement::unknown);
  EXPECT_EQ(decode_placement(reply_of("", 400), {}).fate, placement::unknown);
  EXPECT_EQ(decode_placement(reply_of("", 404), {}).fate, placement::unknown);
}

TEST(BinanceOrderFates, WhatStandsBeforeTheVenueRefuses) {
  for (const auto status : {401U, 403U, 418U, 429U, 451U}) {
    EXPECT_EQ(decode_placement(reply_of("<html></html>", status), {}).fate,
              placement::refused)
      << status;
    EXPECT_EQ(decode_cancel(reply_of("", status)).fate, cancel_fate::refused);
  }
}

TEST(BinanceOrderFates, AnErrorIn200IsNoOrder) {
  const auto read
    = decode_placement(reply_of(error_body(-1121, "Invalid symbol.")), {});
  EXPECT_EQ(read.fate, placement::refused);
  EXPECT_EQ(read.kind, outcome_kind::unknown_symbol);
}

TEST(BinanceOrderFates, ACancelIsToldApartByItsWords) {
  const auto fate_of = [](std::int64_t code, const char* words) {
    return decode_cancel(reply_of(error_body(code, words), 400)).fate;
  };
  EXPECT_EQ(fate_of(-2011, "Unknown order sent."), cancel_fate::unknown_order);
  EXPECT_EQ(
    fate_of(-2011, "Order was not canceled due to cancel restrictions."),
    cancel_fate::refused);
  EXPECT_EQ(fate_of(-2013, "Order does not exist."),
            cancel_fate::unknown_order);
  EXPECT_EQ(fate_of(-2026, "Order was canceled or expired..."),
            cancel_fate::already_over);
  EXPECT_EQ(fate_of(-1021, "Timestamp..."), cancel_fate::refused);
  EXPECT_EQ(fate_of(-1007, "Timeout..."), cancel_fate::unknown);
  EXPECT_EQ(decode_cancel(reply_of("{}")).fate, cancel_fate::unknown);
  EXPECT_EQ(decode_cancel(reply_of(R"({"orderId":4})")).fate,
            cancel_fate::taken);
}

TEST(BinanceOrderFates, AnAmendmentOfWhatIsNotThereIsRefused) {
  for (const auto code : {-2011, -2013, -2026, -2038})
    EXPECT_EQ(
      decode_amendment(reply_of(error_body(code, "Words."), 400), {}).fate,
      placement::refused);
  EXPECT_EQ(
    decode_amendment(reply_of(error_body(-2013, "Words."), 500), {}).fate,
    placement::unknown);
  EXPECT_EQ(decode_amendment(reply_of("{}"), {}).fate, placement::unknown);
}

TEST(BinanceOrderFates, NothingToCancelIsWellAndNothingToFindIsAnAnswer) {
  EXPECT_TRUE(
    decode_cancel_all(reply_of(error_body(-2011, "Unknown order sent."), 400))
      .value);
  EXPECT_FALSE(
    decode_cancel_all(reply_of(error_body(-2011, "Unknown order sent."), 500))
      .value);
  for (const auto code : {-2013, -2026}) {
    const auto read
      = decode_query(reply_of(error_body(code, "Words."), 400), {});
    ASSERT_TRUE(read.value);
    EXPECT_FALSE(read.value->found);
    EXPECT_EQ(read.kind, outcome_kind::ok);
  }
  EXPECT_FALSE(decode_query(reply_of("{}"), {}).value);
  EXPECT_FALSE(
    decode_query(reply_of(error_body(-1003, "Words."), 429), {}).value);
}

TEST(BinanceOrderFates, TooManyOrdersMeansTheBudgetOfOrdersAndNotTheWeight) {
  const auto limits_of_order = [](const char* words) {
    return decode_placement(
             reply_of(error_body(-1015, words), 429,
                      {{"X-MBX-USED-WEIGHT-1M", "5"}, {"Retry-After", "3"}}),
             {})
      .limits;
  };
  const auto few
    = limits_of_order("Too many new orders; current limit is 100 orders per 10 "
                      "SECOND.");
  EXPECT_EQ(few.exceeded, "binance.orders_10s");
  EXPECT_EQ(few.counted, "binance.orders_10s");
  EXPECT_FALSE(few.used);
  EXPECT_EQ(few.remaining, 0U);
  EXPECT_EQ(few.retry_after, std::chrono::seconds{3});
  const auto many = limits_of_order(
    "Too many new orders; current limit is 200000 orders per 1 DAY.");
  EXPECT_EQ(many.exceeded, "binance.orders_1d");
  EXPECT_EQ(many.counted, "binance.orders_1d");
  EXPECT_EQ(many.remaining, 0U);
}

TEST(BinanceOrderFates, AnOrderTellsOfItsOwnBudgetElseOfTheWeight) {
  const auto limits_with = [](std::vector<net::header> headers) {
    return decode_placement(reply_of(R"({"orderId":1})", 200, headers), {})
      .limits;
  };
  const auto both = limits_with(
    {{"X-MBX-ORDER-COUNT-10S", "7"}, {"X-MBX-USED-WEIGHT-1M", "1"}});
  EXPECT_EQ(both.counted, "binance.orders_10s");
  EXPECT_EQ(both.used, 7U);
  EXPECT_TRUE(both.exceeded.empty());
  EXPECT_EQ(limits_with({{"X-MBX-ORDER-COUNT-10S", "700"}}).used, 700U);
  EXPECT_EQ(limits_with({{"X-MBX-USED-WEIGHT-1M", "1"}}).counted,
            "binance.weight");
  EXPECT_TRUE(limits_with({}).counted.empty());
}

} // namespace ballast::venues::binance
