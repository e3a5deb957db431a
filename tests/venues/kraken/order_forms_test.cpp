#include "venues/kraken/order_forms.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::kraken {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{1'700'000'000'123ms};

market bitcoin() {
  market x;
  x.venue_symbol = "XXBTZUSD";
  x.symbol = {"BTC", "USD"};
  return x;
}

order_ticket limit_order() {
  order_ticket x;
  x.client_id = "6d1b345e-2821-40e2-ad83-4ecb18a06876";
  x.size = *decimal::parse("0.25");
  x.price = *decimal::parse("37500.1");
  return x;
}

} // namespace

TEST(KrakenOrderForms, AnOrderNamesItsFeesCurrencyItsDeadlineAndItsId) {
  const auto made = place_form(bitcoin(), limit_order(), now, false);
  EXPECT_EQ(made.target, "/0/private/AddOrder");
  EXPECT_EQ(made.fields,
            "pair=XXBTZUSD&type=buy&ordertype=limit&volume=0.25&price=37500.1"
            "&oflags=fciq&cl_ord_id=6d1b345e-2821-40e2-ad83-4ecb18a06876"
            "&deadline=2023-11-14T22%3A13%3A35.123Z");
}

TEST(KrakenOrderForms, OnlyATestSaysValidate) {
  EXPECT_EQ(
    place_form(bitcoin(), limit_order(), now, false).fields.find("validate"),
    std::string::npos);
  EXPECT_TRUE(place_form(bitcoin(), limit_order(), now, true)
                .fields.ends_with("&validate=true"));
}

TEST(KrakenOrderForms, AMarketOrderHasNoPriceAndMayBeSizedByItsCost) {
  auto x = limit_order();
  x.type = order_type::market;
  x.size = {};
  x.cost = *decimal::parse("25.5");
  const auto fields = place_form(bitcoin(), x, now, false).fields;
  EXPECT_NE(fields.find("&volume=25.5&oflags=viqc%2Cfciq&"), std::string::npos);
  EXPECT_EQ(fields.find("price"), std::string::npos);
}

TEST(KrakenOrderForms, AStopNamesItsTriggerFirstAndThenItsLimit) {
  auto x = limit_order();
  x.side = side::sell;
  x.type = order_type::stop_limit;
  x.trigger = *decimal::parse("37600.5");
  const auto fields = place_form(bitcoin(), x, now, false).fields;
  EXPECT_NE(fields.find("&type=sell&ordertype=stop-loss-limit&volume=0.25"
                        "&price=37600.5&price2=37500.1&oflags=fciq&"),
            std::string::npos)
    << fields;
}

TEST(KrakenOrderForms, TimesInForceAreTheVenuesWords) {
  const auto fields_of = [](time_in_force lives) {
    auto x = limit_order();
    x.lives = lives;
    if (lives == time_in_force::good_till_time)
      x.expires = unix_time{1'700'000'060'900ms};
    return place_form(bitcoin(), x, now, false).fields;
  };
  EXPECT_EQ(fields_of(time_in_force::good_till_cancelled).find("timeinforce"),
            std::string::npos);
  EXPECT_NE(
    fields_of(time_in_force::immediate_or_cancel).find("&timeinforce=IOC&"),
    std::string::npos);
  EXPECT_NE(fields_of(time_in_force::fill_or_kill).find("&timeinforce=FOK&"),
            std::string::npos);
  EXPECT_NE(fields_of(time_in_force::good_till_time)
              .find("&timeinforce=GTD&expiretm=1700000060&"),
            std::string::npos);
  EXPECT_NE(fields_of(time_in_force::day).find("&timeinforce=DAY&"),
            std::string::npos);
}

TEST(KrakenOrderForms, AnOrderIsNamedByOneOfItsIdsAlone) {
  const auto both = order_ref{bitcoin(), "OQCLML-BW3P3-BUCMWZ", "mine"};
  const auto mine = order_ref{bitcoin(), "", "mine"};
  EXPECT_EQ(cancel_form(both).fields, "txid=OQCLML-BW3P3-BUCMWZ");
  EXPECT_EQ(cancel_form(mine).fields, "cl_ord_id=mine");
  EXPECT_EQ(query_form(both).target, "/0/private/QueryOrders");
  EXPECT_EQ(query_form(mine).target, "/0/private/OpenOrders");
  EXPECT_EQ(ended_query_form(mine).target, "/0/private/ClosedOrders");
  EXPECT_EQ(ended_query_form(mine).fields, "cl_ord_id=mine");
}

TEST(KrakenOrderForms, AChangeLeavesOutWhatStays) {
  const auto which = order_ref{bitcoin(), "O1", ""};
  EXPECT_EQ(amend_form(which, *decimal::parse("2.5"), {}).fields,
            "txid=O1&limit_price=2.5");
  EXPECT_EQ(amend_form(which, {}, *decimal::parse("2.5")).fields,
            "txid=O1&order_qty=2.5");
}

TEST(KrakenOrderForms, PagesGoOnFromTheLastId) {
  EXPECT_EQ(closed_orders_form(unix_time{1'688'580'000'999ms}, "O1").fields,
            "closetime=close&start=1688580000&end=O1");
  EXPECT_EQ(fills_form(std::nullopt, "T1").fields, "end=T1");
}

TEST(KrakenOrderForms, FiguresBeyondTheVenuesRangeAreItsNearest) {
  EXPECT_EQ(book_target(bitcoin(), 0), "/0/public/Depth?pair=XXBTZUSD&count=1");
  EXPECT_EQ(book_target(bitcoin(), 501),
            "/0/public/Depth?pair=XXBTZUSD&count=500");
  EXPECT_EQ(dead_man_form(-1s).fields, "timeout=0");
  EXPECT_EQ(dead_man_form(48h).fields, "timeout=86400");
}

} // namespace ballast::venues::kraken
