// What a limits.toml may say, and how it is told what is wrong with it.
#include "domain/random.hpp"
#include "venues/limit_file.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;

constexpr auto good = R"(venue = "kestrel"
checked_on = 2026-11-23
[[limit]]
id = "kestrel.public"
scope = "ip"
kind = "token_bucket"
units = 10
window = "1s"
burst = 20
hold = "5s"
source = "manual"
[[limit]]
id = "kestrel.orders"
scope = "account"
kind = "fixed_window"
units = 50
window = "10s"
hold = "1m"
exits_spend = true
source = "manual"
checked_on = 2025-01-02
[[weight]]
of = ["time", "candles"]
spends = { "kestrel.public" = 1 }
source = "manual"
[[weight]]
of = ["place"]
spends = { "kestrel.orders" = 2, "kestrel.public" = 3 }
source = "manual"
[[weight]]
of = ["book"]
at_most = 100
spends = { "kestrel.public" = 5 }
source = "manual"
[[weight]]
of = ["book"]
spends = { "kestrel.public" = 20 }
source = "manual"
[[weight]]
of = ["open_orders"]
spends = { "kestrel.public" = 6 }
source = "manual"
[[weight]]
of = ["open_orders"]
variant = "all_markets"
spends = { "kestrel.public" = 8 }
source = "manual"
)";

/// The good file with the first `from` replaced.
std::string with(std::string_view from, std::string_view to) {
  auto text = std::string{good};
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refused(const std::string& text) {
  const auto read = read_limits(text, "k.toml");
  return read ? std::string{} : read.error().text;
}

std::uint32_t cost(const limit_table& x, std::string_view of, asked_how how) {
  const auto* found = x.find(of, how);
  return found == nullptr ? 0 : found->spends.front().cost;
}

} // namespace

TEST(LimitFile, SaysAllOfARow) {
  const auto table = read_limits(good, "k.toml");
  ASSERT_TRUE(table) << table.error().text;
  ASSERT_EQ(table->limits.size(), 2U);
  const auto& bucket = table->limits[0];
  EXPECT_EQ(bucket.row.id, "kestrel.public");
  EXPECT_EQ(bucket.row.venue, "kestrel");
  EXPECT_EQ(bucket.row.scope, limit_scope::ip);
  EXPECT_EQ(bucket.row.kind, limit_kind::token_bucket);
  EXPECT_EQ(bucket.row.units, 10U);
  EXPECT_EQ(bucket.row.window, 1s);
  EXPECT_EQ(bucket.row.burst, 20U);
  EXPECT_EQ(bucket.row.hold, 5s);
  EXPECT_EQ(bucket.row.source, "manual");
  EXPECT_EQ(bucket.row.checked_on, "2026-11-23");
  EXPECT_FALSE(bucket.exits_spend);
  const auto& window = table->limits[1];
  EXPECT_EQ(window.row.scope, limit_scope::account);
  EXPECT_EQ(window.row.kind, limit_kind::fixed_window);
  EXPECT_EQ(window.row.burst, 0U);
  EXPECT_EQ(window.row.checked_on, "2025-01-02");
  EXPECT_TRUE(window.exits_spend);
}

TEST(LimitFile, WeighsByNameSizeAndVariant) {
  const auto table = read_limits(good, "k.toml");
  ASSERT_TRUE(table);
  EXPECT_EQ(cost(*table, "time", {}), 1U);
  EXPECT_EQ(cost(*table, "candles", {}), 1U);
  EXPECT_EQ(cost(*table, "book", {{}, 1}), 5U);
  EXPECT_EQ(cost(*table, "book", {{}, 100}), 5U);
  EXPECT_EQ(cost(*table, "book", {{}, 101}), 20U);
  EXPECT_EQ(cost(*table, "open_orders", {}), 6U);
  EXPECT_EQ(cost(*table, "open_orders", {"all_markets", 0}), 8U);
  EXPECT_EQ(cost(*table, "open_orders", {"of_a_kind", 0}), 6U);
  EXPECT_EQ(table->find("fees", {}), nullptr);
}

TEST(LimitFile, KeepsTheOrderOfLimitsWhateverThatOfTheSpends) {
  const auto table = read_limits(good, "k.toml");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->find("place", {})->spends,
            (std::vector<spend>{{"kestrel.public", 3}, {"kestrel.orders", 2}}));
}

TEST(LimitFile, TellsTheLineAndWhatWasExpected) {
  const std::pair<std::string, const char*> table[] = {
    {with("venue = \"kestrel\"", "venue = 1"),
     "k.toml:1: venue: expected text in quotes"},
    {with("venue = \"kestrel\"", "venue = \"Kestrel\""),
     "k.toml:1: venue: expected small letters, digits and underscores"},
    {with("2026-11-23", "\"2026-11-23\""),
     "k.toml:2: checked_on: expected a date without quotes, like 2026-11-23"},
    {with("id = \"kestrel.public\"", "id = \"okx.public\""),
     "k.toml:3: id: expected the venue, a point and a name, like "
     "\"kestrel.public\""},
    {with("kestrel.orders", "kestrel.public"),
     "k.toml:12: id: kestrel.public stands twice"},
    {with("\"ip\"", "\"planet\""),
     "k.toml:5: scope: expected one of ip, key, account, symbol"},
    {with("\"token_bucket\"", "\"bucket\""),
     "k.toml:6: kind: expected one of token_bucket, decaying_counter, "
     "sliding_window, fixed_window"},
    {with("units = 10", "units = 0"),
     "k.toml:7: units: expected a whole number from 1 to 4294967295"},
    {with("units = 10", "units = 4294967296"),
     "k.toml:7: units: expected a whole number from 1 to 4294967295"},
    {with("\"1s\"", "\"1.5s\""),
     "k.toml:8: window: expected whole seconds, minutes or hours in quotes, "
     "like \"10s\", \"5m\" or \"24h\""},
    {with("\"1s\"", "\"1234567s\""),
     "k.toml:8: window: expected whole seconds, minutes or hours in quotes, "
     "like \"10s\", \"5m\" or \"24h\""},
    {with("burst = 20\n", ""),
     "k.toml:3: burst: expected a whole number from 1 to 4294967295"},
    {with("window = \"10s\"", "window = \"10s\"\nburst = 1"),
     "k.toml:18: burst: expected none: a window has no burst"},
    {with("exits_spend = true", "exits_spend = 1"),
     "k.toml:19: exits_spend: expected true or false"},
    {with("hold = \"5s\"", "hald = \"5s\""),
     "k.toml:10: hald: unknown key; expected one of id, scope, kind, units, "
     "window, burst, hold, exits_spend, source, checked_on"},
    {with("source = \"manual\"", "source = \"\""),
     "k.toml:11: source: expected text in quotes"},
    {with("\"place\"", "\"plaice\""),
     "k.toml:27: of: expected some of time, markets, tickers, candles, "
     "balances, permissions, status, place, test, cancel, cancel_all, amend, "
     "query, open_orders, closed_orders, fills, fees, book, trades, ticker, "
     "dead_man, stream_token, connect"},
    {with("\"place\"", "\"time\""), "k.toml:26: of: time stands twice"},
    {with("\"kestrel.public\" = 1 ", "\"kestrel.privet\" = 1 "),
     "k.toml:24: spends: names no [[limit]]; expected some of kestrel.public, "
     "kestrel.orders"},
    {with("= 20 }", "= 21 }"), "k.toml:37: kestrel.public: expected no more "
                               "than the limit ever holds, 20"},
    {with("= 6 }", "= 0 }"), "k.toml:41: kestrel.public: expected a whole "
                             "number from 1 to 4294967295"},
    {with("at_most = 100", "at_most = -1"),
     "k.toml:32: at_most: expected a whole number from 1 to 4294967295"},
    {with("[\"open_orders\"]\nspends", "[\"fees\"]\nspends"),
     "k.toml:43: of: open_orders/all_markets stands alone; expected one more "
     "[[weight]] of open_orders without variant and at_most, for all other "
     "cases"},
    {with("venue =", "limits = 1\nvenue ="),
     "k.toml:1: limits: unknown key; expected one of venue, checked_on, limit, "
     "weight"},
    {"venue = \"a\"\nchecked_on = 2026-01-01\n",
     "k.toml:1: limit: expected at least one [[limit]] in double brackets"},
  };
  for (const auto& [text, why] : table)
    EXPECT_EQ(refused(text), why);
  EXPECT_EQ(refused("venue = [").substr(0, 9), "k.toml:1:");
}

TEST(LimitFile, IsReadToAnEndWhateverTheBytes) {
  auto random = random_source{7};
  auto read = 0;
  for (auto i = 0; i < 3'000; ++i) {
    auto text = std::string{good};
    for (auto k = random.below(4) + 1; k > 0; --k) {
      const auto at = random.below(text.size());
      if (random.below(2) == 0)
        text[at] = static_cast<char>(random.below(256));
      else
        text.erase(at, random.below(40));
    }
    const auto table = read_limits(text, "k.toml");
    read += table ? 1 : 0;
    EXPECT_TRUE(table || table.error().text.starts_with("k.toml:"));
  }
  EXPECT_GT(read, 10);
}

// -- what an operator knows better --------------------------------------------

namespace {

limit_table kestrel() { return *read_limits(good, "k.toml"); }

limit_override of_row(std::string id) {
  limit_override x;
  x.id = std::move(id);
  x.place = "ballast.toml:9";
  return x;
}

std::string refused(const limit_overrides& by) {
  const auto made = overridden(kestrel(), by);
  return made ? std::string{} : made.error().text;
}

} // namespace

TEST(LimitOverrides, ChangeWhatTheySayAndNothingElse) {
  auto by = of_row("kestrel.public");
  by.units = 5;
  by.hold = 9s;
  const auto ours = overridden(
    kestrel(), {{by}, {{"book<=100", "kestrel.public", 7, "ballast.toml:12"}}});
  ASSERT_TRUE(ours) << ours.error().text;
  const auto& row = ours->limits[0].row;
  EXPECT_EQ(row.units, 5U);
  EXPECT_EQ(row.hold, 9s);
  EXPECT_EQ(row.window, 1s);
  EXPECT_EQ(row.burst, 20U);
  EXPECT_EQ(row.source, "set at ballast.toml:9; published: manual");
  EXPECT_EQ(ours->limits[1].row.units, 50U);
  EXPECT_EQ(cost(*ours, "book", {{}, 3}), 7U);
  EXPECT_EQ(cost(*ours, "book", {{}, 300}), 20U);
}

TEST(LimitOverrides, ListWhatThereIsWhereANameIsUnknown) {
  auto unknown = of_row("kestrel.privet");
  unknown.units = 1;
  EXPECT_EQ(refused({{unknown}, {}}),
            "ballast.toml:9: limits: kestrel has no limit of this name; "
            "expected one of kestrel.public, kestrel.orders");
  EXPECT_EQ(refused({{}, {{"klines", "kestrel.public", 1, "b:1"}}}),
            "b:1: weights: kestrel has no weight of this name; expected one of "
            "time, candles, place, book<=100, book, open_orders, "
            "open_orders/all_markets");
  EXPECT_EQ(refused({{}, {{"time", "kestrel.orders", 1, "b:1"}}}),
            "b:1: time: spends nothing of this limit; expected one of "
            "kestrel.public");
}

TEST(LimitOverrides, AreRefusedWhereNothingCouldBeSent) {
  auto small = of_row("kestrel.public");
  small.burst = 19;
  EXPECT_EQ(refused({{small}, {}}),
            "ballast.toml:9: book: costs 20 of kestrel.public, which then "
            "holds 19: it could never be sent; expected more room");
  auto window = of_row("kestrel.orders");
  window.burst = 5;
  EXPECT_EQ(refused({{window}, {}}),
            "ballast.toml:9: kestrel.orders: is a window, which has no burst; "
            "set units and window");
}

TEST(LimitOverrides, AreLooserWhereTheyLetMorePass) {
  const auto looser = [](const char* id, auto change) {
    auto by = of_row(id);
    change(by);
    return looser_parts(kestrel(), *overridden(kestrel(), {{by}, {}})).size();
  };
  using over = limit_override;
  EXPECT_EQ(looser("kestrel.public", [](over& x) { x.units = 9; }), 0U);
  EXPECT_EQ(looser("kestrel.public", [](over& x) { x.units = 11; }), 1U);
  EXPECT_EQ(looser("kestrel.public", [](over& x) { x.burst = 21; }), 1U);
  EXPECT_EQ(looser("kestrel.public", [](over& x) { x.window = 900ms; }), 1U);
  EXPECT_EQ(looser("kestrel.public", [](over& x) { x.hold = 4s; }), 1U);
  EXPECT_EQ(looser("kestrel.public", [](over& x) { x.hold = 6s; }), 0U);
  EXPECT_EQ(looser("kestrel.orders", [](over& x) { x.units = 50; }), 0U);
  EXPECT_EQ(looser("kestrel.orders", [](over& x) { x.units = 51; }), 1U);
  EXPECT_EQ(looser("kestrel.orders", [](over& x) { x.window = 11s; }), 0U);
  // Twice 25 in the time of one 50.
  EXPECT_EQ(looser("kestrel.orders",
                   [](over& x) {
                     x.units = 25;
                     x.window = 5s;
                   }),
            0U);
  EXPECT_EQ(looser("kestrel.orders",
                   [](over& x) {
                     x.units = 25;
                     x.window = 4s;
                   }),
            1U);
}

TEST(LimitOverrides, SayHowMuchLooser) {
  auto by = of_row("kestrel.public");
  by.burst = 30;
  const auto ours
    = overridden(kestrel(), {{by}, {{"place", "kestrel.orders", 1, "b:1"}}});
  ASSERT_TRUE(ours);
  EXPECT_EQ(looser_parts(kestrel(), *ours),
            (std::vector<std::string>{
              "kestrel.public (10 in 1000 ms, burst 30, hold 5000 ms instead "
              "of 10 in 1000 ms, burst 20, hold 5000 ms)",
              "place (1 of kestrel.orders instead of 2)"}));
}

} // namespace ballast::venues
