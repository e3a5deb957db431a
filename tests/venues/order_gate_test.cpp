// Which orders go through the gate at which venue.
#include "domain/order_gate.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/trading.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

namespace ballast::venues {
namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{1'768'214'307'000ms};

using maker = result<std::unique_ptr<adapter>> (*)(const adapter_options&);

std::unique_ptr<adapter> made(maker x) { return std::move(*x({})); }

market coin() {
  auto x = market{};
  x.symbol = {"BTC", "USD"};
  x.venue_symbol = "BTC/USD";
  return x;
}
market share() {
  auto x = coin();
  x.symbol = {"AAPL", "USD"};
  x.venue_symbol = "AAPL";
  x.kind = market_kind::equity;
  return x;
}

order_ticket ticket(order_type type, time_in_force lives, const char* size) {
  auto x = order_ticket{};
  x.client_id = "a0123456789abcdef0123456789abcde";
  x.type = type;
  x.lives = lives;
  x.size = *decimal::parse(size);
  if (type != order_type::market)
    x.price = decimal::whole(100);
  if (type == order_type::stop_limit)
    x.trigger = decimal::whole(99); // Of a purchase.
  if (lives == time_in_force::good_till_time)
    x.expires = now + 1h;
  return x;
}

/// The times in force with which an order goes through, by their letters:
/// good till (C)ancelled, good till a (T)ime, (I)mmediate, (F)ill or kill,
/// for the (D)ay.
std::string lives(adapter& at, const market& what, order_type type, bool posts,
                  const char* size) {
  constexpr auto all
    = std::array{std::pair{'C', time_in_force::good_till_cancelled},
                 std::pair{'T', time_in_force::good_till_time},
                 std::pair{'I', time_in_force::immediate_or_cancel},
                 std::pair{'F', time_in_force::fill_or_kill},
                 std::pair{'D', time_in_force::day}};
  auto result = std::string{};
  for (const auto& [letter, life] : all) {
    auto x = ticket(type, life, size);
    x.post_only = posts;
    const auto can = at.trader()->abilities(what);
    if (!refusal_of(x, what, can, {}, now))
      result += letter;
  }
  return result;
}

struct venue_row {
  const char* name;
  maker make;
  const char* limit;
  const char* post_only;
  const char* market;
  const char* stops;
  bool sells_by_cost;
};
std::ostream& operator<<(std::ostream& out, const venue_row& x) {
  return out << x.name;
}

class VenueOrders : public testing::TestWithParam<venue_row> {};

TEST_P(VenueOrders, AreThoseOfItsManual) {
  const auto& row = GetParam();
  const auto at = made(row.make);
  for (const auto* size : {"3", "0.5"}) {
    EXPECT_EQ(lives(*at, coin(), order_type::limit, false, size), row.limit);
    EXPECT_EQ(lives(*at, coin(), order_type::limit, true, size), row.post_only);
    EXPECT_EQ(lives(*at, coin(), order_type::market, false, size), row.market);
    EXPECT_EQ(lives(*at, coin(), order_type::market, true, size), "");
    EXPECT_EQ(lives(*at, coin(), order_type::stop_limit, false, size),
              row.stops);
    EXPECT_EQ(lives(*at, coin(), order_type::stop_limit, true, size), "");
  }
  auto sale
    = ticket(order_type::market, time_in_force::good_till_cancelled, "0");
  sale.side = side::sell;
  sale.cost = decimal::whole(50);
  EXPECT_EQ(!refusal_of(sale, coin(), at->trader()->abilities(coin()), {}, now),
            row.sells_by_cost);
}

INSTANTIATE_TEST_SUITE_P(
  All, VenueOrders,
  testing::Values(
    venue_row{"coinbase", make_coinbase, "CTIF", "CT", "CIF", "CT", true},
    venue_row{"kraken", make_kraken, "CTIF", "CT", "C", "CT", false},
    venue_row{"okx", make_okx, "CIF", "C", "CI", "", true},
    venue_row{"binance", make_binance, "CIF", "C", "CI", "CIF", true},
    venue_row{"alpaca", make_alpaca, "CI", "", "CI", "CI", true}),
  [](const auto& x) { return std::string{x.param.name}; });

TEST(VenueOrdersOfShares, LiveForTheDayWhereTheyAreFractions) {
  const auto at = made(make_alpaca);
  EXPECT_EQ(lives(*at, share(), order_type::limit, false, "3"), "CIFD");
  EXPECT_EQ(lives(*at, share(), order_type::limit, false, "0.5"), "D");
  EXPECT_EQ(lives(*at, share(), order_type::market, false, "3"), "CIFD");
  EXPECT_EQ(lives(*at, share(), order_type::market, false, "0.5"), "CD");
  EXPECT_EQ(lives(*at, share(), order_type::limit, true, "3"), "");
  EXPECT_EQ(lives(*at, share(), order_type::stop_limit, false, "3"), "CD");
  EXPECT_EQ(lives(*at, share(), order_type::stop_limit, false, "0.5"), "D");
}

TEST(VenueOrdersOfShares, WaitForTheSession) {
  const auto at = made(make_alpaca);
  const auto judged = [&](const market& what, unix_time when) {
    const auto x
      = ticket(order_type::limit, time_in_force::good_till_cancelled, "3");
    const auto no = refusal_of(x, what, at->trader()->abilities(what),
                               {at->is_in_session(what, when), {}}, when);
    return no ? std::optional{no->why} : std::nullopt;
  };
  // Nothing is known of the hours yet.
  EXPECT_EQ(judged(share(), now + 5h), order_objection::out_of_session);
  const auto days = at->calendar_answer(
    {200, {}, R"([{"date":"2026-01-12","open":"09:30","close":"16:00"}])"});
  ASSERT_TRUE(days.value) << days.text;
  EXPECT_EQ(judged(share(), now), order_objection::out_of_session);
  EXPECT_EQ(judged(share(), now + 5h), std::nullopt); // 10:38 in New York.
  EXPECT_EQ(judged(coin(), now), std::nullopt);
}

} // namespace
} // namespace ballast::venues
