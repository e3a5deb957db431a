#include "tests/invented/tests/tidewater/bodies.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/tidewater/codec.hpp"
#include "venues/tidewater/symbols.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace ballast::venues::tidewater {

namespace {

using namespace std::chrono_literals;

net::reply said(std::string_view body, unsigned status = 200) {
  return reply_of(std::string{body}, status);
}

decimal amount(const char* text) { return *decimal::parse(text); }

TEST(TidewaterSymbols, AreTwoNamesAroundOneSea) {
  EXPECT_EQ(symbol_of("btc~usd")->to_string(), "BTC/USD");
  EXPECT_EQ(symbol_of("1inch~eur")->to_string(), "1INCH/EUR");
  for (const auto* wrong :
       {"", "~", "btc", "btc~", "~usd", "btc~usd~eur", "BTC~usd", "btc/usd"})
    EXPECT_FALSE(symbol_of(wrong)) << wrong;
}

TEST(TidewaterCodec, ReadsTheClockInMicroseconds) {
  EXPECT_EQ(decode_clock(said(bodies::clock)).value,
            unix_time{1'790'000'000'250ms});
  EXPECT_EQ(decode_clock(said(R"({"ok":true,"now_us":"0"})")).kind,
            outcome_kind::malformed);
}

TEST(TidewaterCodec, ReadsPoolsAndLeavesOutWhatCannotBeRounded) {
  const auto found = decode_pools(said(bodies::pools));
  ASSERT_TRUE(found.value) << found.text;
  ASSERT_EQ(found.value->size(), 3U);
  const auto& x = found.value->front();
  EXPECT_EQ(x.symbol.to_string(), "BTC/USD");
  EXPECT_EQ(x.venue_symbol, "btc~usd");
  EXPECT_EQ(x.state, market_state::tradable);
  EXPECT_EQ(x.price_increment, amount("0.01"));
  EXPECT_EQ(x.size_increment, amount("0.0001"));
  EXPECT_EQ(x.size_min, amount("0.001"));
  EXPECT_EQ(x.size_max, amount("100"));
  EXPECT_EQ(x.notional_min, amount("5"));
  EXPECT_EQ(found.value->at(1).state, market_state::post_only);
  EXPECT_EQ(found.value->at(2).state, market_state::halted);
  EXPECT_NE(found.text.find("doge~usd"), std::string::npos) << found.text;
}

TEST(TidewaterCodec, ReadsLevelsAndTakesNoFigureForAPriceThatIsNone) {
  const auto found = decode_levels(said(bodies::levels));
  ASSERT_TRUE(found.value) << found.text;
  ASSERT_EQ(found.value->size(), 2U);
  const auto& x = found.value->front();
  EXPECT_EQ(x.symbol.to_string(), "BTC/USD");
  EXPECT_EQ(x.last, amount("60000.5"));
  EXPECT_EQ(x.bid, amount("60000"));
  EXPECT_EQ(x.ask, amount("60001"));
  EXPECT_EQ(x.volume_quote, 1200.5);
  EXPECT_NEAR(x.change, 0.20001, 1e-12);
  const auto& empty = found.value->back();
  EXPECT_EQ(empty.last, decimal{});
  EXPECT_EQ(empty.bid, decimal{});
  EXPECT_EQ(empty.change, 0);
}

TEST(TidewaterCodec, ReadsWavesInTheirOrderOfColumns) {
  const auto start = unix_time{29'833'330min};
  const auto found = decode_waves(said(bodies::waves), 5min, start + 7min);
  ASSERT_TRUE(found.value) << found.text;
  ASSERT_EQ(found.value->size(), 2U);
  EXPECT_EQ(found.value->front(), (candle{start, 2, 4, 1, 3, 5, true}));
  EXPECT_EQ(found.value->back(),
            (candle{start + 5min, 3, 3.5, 2.5, 2.75, 0, false}));
}

TEST(TidewaterCodec, TakesNoListWithAWaveThatCannotBeRead) {
  for (const auto* row :
       {R"([29833330,"2","1","4","3"])", R"([0,"2","1","4","3","5"])",
        R"([29833330,"2","0","4","3","5"])", R"({})"})
    EXPECT_EQ(
      decode_waves(said(std::string{R"({"ok":true,"waves":[)"} + row + "]}"),
                   5min, {})
        .kind,
      outcome_kind::malformed)
      << row;
}

TEST(TidewaterCodec, ReadsHoldingsExactly) {
  const auto found = decode_holdings(said(bodies::holdings));
  ASSERT_TRUE(found.value) << found.text;
  ASSERT_EQ(found.value->balances.size(), 2U);
  EXPECT_EQ(found.value->balances[0].currency, "BTC");
  EXPECT_EQ(found.value->balances[0].available, amount("1"));
  EXPECT_EQ(found.value->balances[0].held, amount("0.5"));
  EXPECT_EQ(found.value->balances[1].available, amount("12.5"));
  EXPECT_TRUE(found.value->next.empty());
  // A number is no text: money is never read from a double.
  EXPECT_EQ(
    decode_holdings(
      said(R"({"ok":true,"holdings":[{"coin":"usd","free":1,"tied":"0"}]})"))
      .kind,
    outcome_kind::malformed);
}

TEST(TidewaterCodec, NamesTheRightsThatAreMissing) {
  const auto all = decode_pass(said(bodies::pass));
  ASSERT_TRUE(all.value);
  EXPECT_TRUE(all.value->can_view && all.value->can_trade
              && all.value->can_withdraw);
  const auto look = decode_pass(said(R"({"ok":true,"may":["look"]})"));
  ASSERT_TRUE(look.value);
  EXPECT_FALSE(look.value->can_trade || look.value->can_withdraw);
  EXPECT_EQ(look.text, "lacks trade");
}

struct error_row {
  unsigned status;
  const char* why;
  outcome_kind kind;
};

void PrintTo(const error_row& x, std::ostream* out) {
  *out << x.status << ' ' << x.why;
}

class TidewaterErrors : public testing::TestWithParam<error_row> {};

/// MANUAL.md, "Errors": each of them, and words that are not in it.
TEST_P(TidewaterErrors, HaveOneMeaningEach) {
  const auto& x = GetParam();
  const auto body
    = std::string{R"({"ok":false,"why":")"} + x.why + R"(","say":"So."})";
  const auto found = decode_clock(said(body, x.status));
  EXPECT_EQ(found.kind, x.kind) << x.status << ' ' << x.why;
  EXPECT_NE(found.text.find(x.why), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
  Manual, TidewaterErrors,
  testing::Values(error_row{429, "ebb", outcome_kind::throttled},
                  error_row{403, "storm", outcome_kind::banned},
                  error_row{401, "no_key", outcome_kind::unauthorised},
                  error_row{401, "bad_seal", outcome_kind::unauthorised},
                  error_row{401, "stale", outcome_kind::clock_or_nonce},
                  error_row{403, "not_yours", outcome_kind::not_permitted},
                  error_row{404, "no_pool", outcome_kind::unknown_symbol},
                  error_row{400, "bad_ask", outcome_kind::refused},
                  error_row{503, "shut", outcome_kind::maintenance},
                  error_row{500, "leak", outcome_kind::unavailable},
                  error_row{200, "leak", outcome_kind::unavailable},
                  error_row{429, "new", outcome_kind::throttled},
                  error_row{401, "new", outcome_kind::unauthorised},
                  error_row{502, "new", outcome_kind::unavailable},
                  error_row{200, "new", outcome_kind::malformed}));

TEST(TidewaterReplies, NameTheWaitInTheirBody) {
  EXPECT_EQ(decode_clock(said(bodies::ebb, 429)).limits.retry_after, 12s);
  // No wait is believed beyond an hour.
  EXPECT_EQ(
    decode_clock(said(R"({"ok":false,"why":"storm","wait":99999999})", 403))
      .limits.retry_after,
    1h);
}

TEST(TidewaterTargets, CountMinutes) {
  EXPECT_EQ(waves_target("btc~usd", 5min, unix_time{29'833'330min},
                         unix_time{29'833'335min}),
            "/w1/waves/btc~usd?span=5&from=29833330&to=29833335");
}

} // namespace

} // namespace ballast::venues::tidewater
