// What became of an order: accepted, refused and unknown are three answers, and
// money is lost where the third is folded into the second.
#include "tests/venues/recorded.hpp"
#include "venues/kraken/order_codec.hpp"

#include <gtest/gtest.h>

#include <map>

namespace ballast::venues::kraken {

namespace {

net::reply error_reply(const std::string& entry, unsigned status = 200) {
  return reply_of(nlohmann::json{{"error", {entry}}}.dump(), status);
}

// Every error of the venue's pages, and what it makes of an order.
const std::map<std::string, placement>& documented() {
  using enum placement;
  static const auto result = std::map<std::string, placement>{
    {"EAPI:Invalid nonce", refused},
    {"EAPI:Invalid key", refused},
    {"EAPI:Invalid signature", refused},
    {"EAPI:Rate limit exceeded", refused},
    {"EAPI:Feature disabled", refused},
    {"EAPI:Bad request", refused},
    {"EGeneral:Permission denied", refused},
    {"EGeneral:Temporary lockout", refused},
    {"EGeneral:Too many requests", refused},
    {"EGeneral:Invalid arguments", refused},
    {"EGeneral:Invalid arguments:volume", refused},
    {"EGeneral:Unknown method", refused},
    {"EGeneral:Internal error", unknown},
    {"EGeneral:Internal error:17", unknown},
    {"EDatabase:Internal error", unknown},
    {"EAuth:Account temporary disabled", refused},
    {"EAuth:Account unconfirmed", refused},
    {"EAuth:Rate limit exceeded", refused},
    {"EAuth:Too many requests", refused},
    {"EAccount:Invalid permissions", refused},
    {"ESession:Invalid session", refused},
    {"EService: Throttled: 1700000000", refused},
    {"EService:Throttled: 1700000000", refused},
    {"EService:Market in cancel_only mode", refused},
    {"EService:Market in post_only mode", refused},
    {"EService:Unavailable", unknown},
    {"EService:Busy", unknown},
    {"EService:Timeout", unknown},
    {"EService:Deadline elapsed", unknown},
    {"EQuery:Unknown asset pair", refused},
    {"EQuery:Invalid asset pair", refused},
    {"EQuery:Unknown asset", refused},
    {"EOrder:Rate limit exceeded", refused},
    {"EOrder:Domain rate limit exceeded", refused},
    {"EOrder:Insufficient funds", refused},
    {"EOrder:Order minimum not met", refused},
    {"EOrder:Cost minimum not met", refused},
    {"EOrder:Tick size check failed", refused},
    {"EOrder:Invalid price", refused},
    {"EOrder:Orders limit exceeded", refused},
    {"EOrder:Unknown order", refused},
    {"EOrder:Invalid order", refused},
    {"EOrder:Margin allowance exceeded", refused},
    {"EOrder:Insufficient margin", refused},
    {"EOrder:Reduce only:No position exists", refused},
    {"EOrder:Positions limit exceeded", refused},
    {"EOrder:Duplicate order", unknown},
    {"EGeneral:Invalid arguments:cl_ord_id", unknown},
    {"ETrade:User Locked", refused},
    {"ETrade:Invalid request", refused},
    {"EBM:limit exceeded:CAL", refused},
    {"EService:Anything new", unknown},
    {"EGeneral:Anything new", unknown},
    {"EUnheard:Of", unknown},
    {"", unknown},
  };
  return result;
}

} // namespace

TEST(KrakenPlacement, EveryDocumentedErrorIsARefusalOrProvesNothing) {
  for (const auto& [entry, fate] : documented()) {
    const auto read = decode_placement(error_reply(entry));
    EXPECT_EQ(read.fate, fate) << entry;
    EXPECT_FALSE(read.value) << entry;
    EXPECT_EQ(decode_amendment(error_reply(entry)).fate, fate) << entry;
  }
}

TEST(KrakenPlacement, AServersTroubleProvesNothingWhateverItSays) {
  for (const auto status : {500U, 502U, 503U, 504U, 520U, 522U, 524U}) {
    EXPECT_EQ(
      decode_placement(error_reply("EOrder:Insufficient funds", status)).fate,
      placement::unknown);
    EXPECT_EQ(decode_placement(reply_of("<html>", status)).fate,
              placement::unknown);
    EXPECT_EQ(decode_cancel(error_reply("EOrder:Unknown order", status)).fate,
              cancel_fate::unknown);
  }
}

TEST(KrakenPlacement, WhatTheEdgeTurnsAwayHasNotBeenHandedOn) {
  EXPECT_EQ(decode_placement(reply_of("error code: 1015", 429)).fate,
            placement::refused);
  EXPECT_EQ(decode_placement(reply_of("<html>", 403)).fate, placement::unknown);
}

TEST(KrakenPlacement, OneOfSeveralErrorsThatProvesNothingIsEnough) {
  EXPECT_EQ(decode_placement(reply_of(R"({"error":["EOrder:Invalid price",)"
                                      R"("EService:Timeout"]})"))
              .fate,
            placement::unknown);
}

TEST(KrakenPlacement, AnAnswerWithoutAnIdIsUnknown) {
  for (const auto* body :
       {"", "{}", R"({"error":[]})", R"({"error":[],"result":{}})",
        R"({"error":[],"result":{"txid":[]}})",
        R"({"error":[],"result":{"txid":[""]}})",
        R"({"error":[],"result":{"txid":[null]}})",
        R"({"error":[],"result":{"descr":{"order":"buy"}}})"}) {
    const auto read = decode_placement(reply_of(body));
    EXPECT_EQ(read.kind, outcome_kind::malformed) << body;
    EXPECT_EQ(read.fate, placement::unknown) << body;
  }
}

TEST(KrakenPlacement, AWarningBesideAnIdIsAnAcceptance) {
  const auto read = decode_placement(reply_of(
    R"({"error":["WOrder:x"],"result":{"txid":["OU22CG-KLAF2-FWUDD7"]}})"));
  EXPECT_EQ(read.fate, placement::accepted);
  ASSERT_TRUE(read.value);
  EXPECT_EQ(read.value->venue_id, "OU22CG-KLAF2-FWUDD7");
}

TEST(KrakenPlacement, AChangeIsTakenWhenItHasANumber) {
  const auto read = decode_amendment(
    reply_of(R"({"error":[],"result":{"amend_id":"TTW6PD-RC36L-ZZSWNU"}})"));
  EXPECT_EQ(read.fate, placement::accepted);
  EXPECT_TRUE(read.value);
}

TEST(KrakenPlacement, ATestIsGoodWhenTheOrderIsDescribed) {
  EXPECT_EQ(decode_test(reply_of(R"({"error":[],"result":{"descr":{"order":)"
                                 R"("buy 1.0 XBTUSD @ limit 2.0"}}})"))
              .text,
            "buy 1.0 XBTUSD @ limit 2.0");
  EXPECT_EQ(decode_test(error_reply("EOrder:Insufficient funds")).kind,
            outcome_kind::refused);
}

TEST(KrakenPlacement, ACancelIsTakenOnlyWhenItCounts) {
  const auto fate_of = [](const char* result) {
    return decode_cancel(
             reply_of(std::string{R"({"error":[],"result":)"} + result + '}'))
      .fate;
  };
  EXPECT_EQ(fate_of(R"({"count":1})"), cancel_fate::taken);
  EXPECT_EQ(fate_of(R"({"count":"1","pending":true})"), cancel_fate::taken);
  EXPECT_EQ(fate_of(R"({"count":0})"), cancel_fate::unknown);
  EXPECT_EQ(fate_of("{}"), cancel_fate::unknown);
}

TEST(KrakenPlacement, ACancelOfAnOrderThatIsOverNamesItUnknown) {
  const auto fate_of
    = [](const char* entry) { return decode_cancel(error_reply(entry)).fate; };
  EXPECT_EQ(fate_of("EOrder:Unknown order"), cancel_fate::unknown_order);
  EXPECT_EQ(fate_of("EOrder:Invalid order"), cancel_fate::unknown_order);
  EXPECT_EQ(fate_of("EAPI:Invalid nonce"), cancel_fate::refused);
  EXPECT_EQ(fate_of("EService:Timeout"), cancel_fate::unknown);
}

TEST(KrakenPlacement, ATokenIsNoPartOfAText) {
  const auto read = decode_stream_token(reply_of(
    R"({"error":[],"result":{"token":"0123456789secret","expires":900}})"));
  ASSERT_TRUE(read.value);
  EXPECT_EQ(*read.value, "0123456789secret");
  EXPECT_EQ(read.text.find("secret"), std::string::npos);
  EXPECT_FALSE(
    decode_stream_token(reply_of(R"({"error":[],"result":{"token":"a\nb"}})"))
      .value);
}

} // namespace ballast::venues::kraken
