#include "venues/candle_rows.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;

candle at(std::chrono::seconds start, double close) {
  candle x;
  x.start = unix_time{start};
  x.close = close;
  return x;
}

} // namespace

TEST(CandleRows, PutsCandlesInOrderAndKeepsTheFirstOfEachStart) {
  auto candles = std::vector{at(120s, 1), at(60s, 2), at(120s, 3), at(0s, 4)};
  put_in_order(candles);
  EXPECT_EQ(candles, (std::vector{at(0s, 4), at(60s, 2), at(120s, 1)}));
  candles.clear();
  put_in_order(candles);
  EXPECT_TRUE(candles.empty());
}

TEST(CandleRows, TurnsAListRoundThatBeginsWithTheNewest) {
  const auto ascending = std::vector{at(0s, 3), at(60s, 2), at(120s, 1)};
  auto candles = std::vector{at(120s, 1), at(60s, 2), at(0s, 3)};
  put_in_order(candles);
  EXPECT_EQ(candles, ascending);
  put_in_order(candles);
  EXPECT_EQ(candles, ascending);
}

TEST(CandleRows, OfTwoNewestCandlesKeepsTheFirst) {
  auto candles = std::vector{at(120s, 1), at(120s, 2), at(60s, 3)};
  put_in_order(candles);
  EXPECT_EQ(candles, (std::vector{at(60s, 3), at(120s, 1)}));
}

/// Open and close of an object; nothing where they cannot be read.
std::optional<std::pair<double, double>> open_and_close(std::string_view body) {
  constexpr std::array fields{
    candle_field{"open", &candle::open, true},
    candle_field{"close", &candle::close, true},
  };
  return with_json(
    body,
    [&](simdjson::dom::element x) {
      simdjson::dom::object row;
      candle to;
      return x.get_object().get(row) == simdjson::SUCCESS
                 && read_figures(row, fields, to)
               ? std::optional{std::pair{to.open, to.close}}
               : std::nullopt;
    },
    [](const std::string&) {
      return std::optional<std::pair<double, double>>{};
    });
}

TEST(CandleRows, FindsFiguresOfAnObjectInAnyOrderAmongOthers) {
  const auto both = std::optional{std::pair{1.5, 2.0}};
  EXPECT_EQ(open_and_close(R"({"open":"1.5","close":"2"})"), both);
  EXPECT_EQ(open_and_close(R"({"close":2,"x":[9],"open":1.5,"openx":7})"),
            both);
  EXPECT_EQ(open_and_close(R"({"open":"1.5","open":"no","close":"2"})"), both)
    << "of two the first";
  EXPECT_EQ(open_and_close(R"({"open":"no","open":"1.5","close":"2"})"),
            std::nullopt);
  EXPECT_EQ(open_and_close(R"({"open":"1.5","open":"1.5"})"), std::nullopt);
  EXPECT_EQ(open_and_close(R"({"open":"1.5"})"), std::nullopt);
  EXPECT_EQ(open_and_close(R"({"open":"1.5","close":"0"})"), std::nullopt);
  EXPECT_EQ(open_and_close("{}"), std::nullopt);
}

} // namespace ballast::venues
