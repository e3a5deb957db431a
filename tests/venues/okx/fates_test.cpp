// What became of an order, by every code that the venue documents.
#include "tests/venues/recorded.hpp"
#include "venues/okx/fates.hpp"
#include "venues/okx/order_codec.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::okx {

namespace {

const std::set<std::string> doubtful
  = {"50001", "50004", "50013", "50026", "51011", "51016", "51054", "51149"};

placement_answer placed(const std::string& body, unsigned status = 200) {
  return decode_placement(reply_of(body, status));
}

std::string one_row(const std::string& row, const std::string& code = "0") {
  return R"({"code":")" + code + R"(","msg":"","data":[)" + row + "]}";
}

} // namespace

TEST(OkxFates, ARefusalIsSaidOnlyWhereTheCodeProvesIt) {
  for (const auto& row : recorded_rows("okx/errors.jsonl")) {
    const auto code = row.at("code").get<std::string>();
    const auto x
      = placed(row.at("body").dump(), row.at("status").get<unsigned>());
    EXPECT_EQ(x.fate,
              doubtful.contains(code) ? placement::unknown : placement::refused)
      << code;
    EXPECT_FALSE(x.value) << code;
  }
}

TEST(OkxFates, EveryDocumentedCodeIsListed) {
  for (const auto* code :
       {"50000", "50001", "50002", "50004", "50006", "50007", "50009", "50011",
        "50012", "50013", "50014", "50015", "50026", "50027", "50029", "50030",
        "50035", "50036", "50037", "50040", "50061", "50100", "50101", "50102",
        "50103", "50104", "50105", "50106", "50107", "50110", "50111", "50112",
        "50113", "50114", "50115", "50119", "50120", "51000", "51001", "51005",
        "51006", "51008", "51010", "51011", "51016", "51020", "51021", "51022",
        "51024", "51025", "51054", "51102", "51121", "51127", "51131", "51149",
        "51400", "51410", "51503", "51603"})
    EXPECT_EQ(placement_under(code),
              doubtful.contains(code) ? placement::unknown : placement::refused)
      << code;
}

TEST(OkxFates, WhatProvesNothingIsUnknown) {
  const auto row = R"({"ordId":"1","clOrdId":"a","sCode":"0","sMsg":""})";
  for (const auto& x :
       {placed(""), placed("{}"), placed("<html>"), placed(one_row("")),
        placed(one_row("", "1")), placed(one_row(row, "1")),
        placed(one_row(R"({"sCode":"0","ordId":""})")),
        placed(one_row(R"({"ordId":"1"})")),
        placed(one_row(R"({"sCode":"51999","sMsg":"new"})")),
        placed(one_row(R"({"sCode":"5XXXX","sMsg":"new"})")),
        placed(one_row(row), 500), placed(one_row(row), 202),
        placed(R"({"code":"51008","msg":"no funds"})", 500), placed("", 504),
        placed("", 429), placed("", 403), placed("", 0),
        placed(R"({"code":"64008","msg":"a stream's"})")}) {
    EXPECT_EQ(x.fate, placement::unknown) << x.text;
    EXPECT_FALSE(x.value) << x.text;
    EXPECT_NE(x.kind, outcome_kind::ok) << x.text;
  }
}

TEST(OkxFates, EachOrderOfABatchHasItsOwn) {
  const auto body = one_row(
    R"({"ordId":"7","clOrdId":"a","ts":"1695190491421","sCode":"0"},)"
    R"({"ordId":"","clOrdId":"b","sCode":"51008","sMsg":"no funds","subCode":"1000"})",
    "2");
  const auto first = decode_placement(reply_of(body), 0);
  EXPECT_EQ(first.fate, placement::accepted);
  ASSERT_TRUE(first.value);
  EXPECT_EQ(first.value->venue_id, "7");
  EXPECT_EQ(first.value->client_id, "a");
  EXPECT_EQ(first.value->state, order_state::pending);
  const auto second = decode_placement(reply_of(body), 1);
  EXPECT_EQ(second.fate, placement::refused);
  EXPECT_EQ(second.text, "51008 no funds (1000)");
  EXPECT_EQ(decode_placement(reply_of(body), 2).fate, placement::unknown);
}

TEST(OkxFates, OfACancelAreToldApart) {
  const auto told = [](const std::string& code) {
    return decode_cancel(reply_of(one_row(
                           R"({"ordId":"1","sCode":")" + code + R"("})", "1")))
      .fate;
  };
  const auto taken
    = decode_cancel(reply_of(one_row(R"({"ordId":"1","sCode":"0"})")));
  EXPECT_EQ(taken.fate, cancel_fate::taken);
  EXPECT_TRUE(taken.value);
  EXPECT_EQ(told("51410"), cancel_fate::already_over);
  EXPECT_EQ(told("51603"), cancel_fate::unknown_order);
  // Filled, cancelled or not there yet: three things in one code.
  EXPECT_EQ(told("51400"), cancel_fate::unknown);
  EXPECT_EQ(told("50030"), cancel_fate::refused);
  EXPECT_EQ(told("51149"), cancel_fate::unknown);
  EXPECT_EQ(told("51999"), cancel_fate::unknown);
  EXPECT_EQ(decode_cancel(reply_of("", 502)).fate, cancel_fate::unknown);
}

} // namespace ballast::venues::okx
