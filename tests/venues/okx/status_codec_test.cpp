#include "tests/venues/recorded.hpp"
#include "venues/okx/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::okx {

namespace {

using nlohmann::json;

json maintenance(const json& state, const json& service,
                 const char* title = "upgrade", const json& environment = "1") {
  return {{"state", state},
          {"serviceType", service},
          {"title", title},
          {"env", environment}};
}

answer<market_state> status_of(const json& rows) {
  return decode_status(
    reply_of(json{{"code", "0"}, {"msg", ""}, {"data", rows}}.dump()));
}

std::optional<market_state> state_of(const json& row) {
  return status_of(json::array({row})).value;
}

} // namespace

TEST(OkxStatus, ReadsTheRecordedAnswer) {
  const auto row = recorded_rows("okx/replies.jsonl", "status").front();
  const auto read = decode_status(reply_of(row.at("body").dump()));
  EXPECT_EQ(read.value, market_state::tradable);
  EXPECT_EQ(read.text, "");
}

TEST(OkxStatus, NothingPlannedMeansOpen) {
  const auto read = status_of(json::array());
  EXPECT_EQ(read.value, market_state::tradable);
  EXPECT_EQ(read.text, "");
}

TEST(OkxStatus, MaintenanceOfTradingHaltsWhileItGoesOn) {
  EXPECT_EQ(state_of(maintenance("scheduled", "5")), market_state::tradable);
  EXPECT_EQ(state_of(maintenance("ongoing", "5")), market_state::halted);
  EXPECT_EQ(state_of(maintenance("pre_open", "5")), market_state::post_only);
  EXPECT_EQ(state_of(maintenance("completed", "5")), market_state::tradable);
  EXPECT_EQ(state_of(maintenance("canceled", "5")), market_state::tradable);
}

TEST(OkxStatus, InBatchesNothingNewMayBeginForAnybody) {
  for (const auto* service : {"8", "9"}) {
    EXPECT_EQ(state_of(maintenance("ongoing", service)),
              market_state::cancel_only);
    EXPECT_EQ(state_of(maintenance("pre_open", service)),
              market_state::post_only);
    EXPECT_EQ(state_of(maintenance("scheduled", service)),
              market_state::tradable);
  }
}

TEST(OkxStatus, OtherServicesAndDemoTradingLeaveTheVenueOpen) {
  for (const auto* service : {"0", "6", "7", "10", "11", "99"})
    EXPECT_EQ(state_of(maintenance("ongoing", service)), market_state::tradable)
      << service;
  EXPECT_EQ(state_of(maintenance("ongoing", "5", "demo", "2")),
            market_state::tradable);
}

TEST(OkxStatus, FaultE26_WhatIsNotKnownCountsAsTradingAndGoingOn) {
  for (const auto& service : {json("12"), json(""), json(nullptr), json(0)})
    EXPECT_EQ(state_of(maintenance("ongoing", service)), market_state::halted)
      << service;
  for (const auto& state : {json("something new"), json("ONGOING"), json(1)})
    EXPECT_EQ(state_of(maintenance(state, "5")), market_state::halted) << state;
  for (const auto& environment : {json(""), json(nullptr), json(2)})
    EXPECT_EQ(state_of(maintenance("ongoing", "5", "x", environment)),
              market_state::halted)
      << environment;
}

TEST(OkxStatus, TheMaintenanceThatBindsMostDecidesAndIsNamed) {
  const auto read = status_of({maintenance("scheduled", "5", "later"),
                               maintenance("pre_open", "5", "nearly over"),
                               maintenance("ongoing", "8", "some accounts"),
                               maintenance("pre_open", "9", "some products"),
                               maintenance("ongoing", "0", "streams")});
  EXPECT_EQ(read.value, market_state::cancel_only);
  EXPECT_EQ(read.text, "ongoing: some accounts");
}

TEST(OkxStatus, NamesWhatIsPlanned) {
  const auto read = status_of({maintenance("completed", "5", "before"),
                               maintenance("scheduled", "0", "streams"),
                               maintenance("scheduled", "8", "upgrade")});
  EXPECT_EQ(read.value, market_state::tradable);
  EXPECT_EQ(read.text, "scheduled: upgrade");
}

TEST(OkxStatus, AMaintenanceWithoutAStateIsNotGuessed) {
  for (const auto& row : {json::object(), json(nullptr), json("ongoing"),
                          maintenance("", "5"), maintenance(nullptr, "5")})
    EXPECT_EQ(status_of(json::array({row})).kind, outcome_kind::malformed)
      << row;
  EXPECT_FALSE(status_of(json::object()).value);
}

} // namespace ballast::venues::okx
