// What is free is never more than the venue would let us spend, however old its
// balances are: over random lives of an account.
#include "domain/free_money.hpp"
#include "domain/money.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace ballast {

namespace {

const auto bitcoin = symbol{"BTC", "USD"};

/// The venue's own books of one account, kept apart from the code under test:
/// an order holds what it may take, a fill takes it.
class bank {
public:
  explicit bank(random_source& dice) : dice_{dice} {}

  struct order {
    ballast::side side = side::buy;
    decimal left;
    decimal price;
  };

  void place() {
    order x;
    x.side = dice_.below(2) == 0 ? side::buy : side::sell;
    x.left = decimal::whole(static_cast<std::int64_t>(1 + dice_.below(5)));
    x.price = decimal::whole(static_cast<std::int64_t>(90 + dice_.below(20)));
    if (hold_of(x) <= money_[currency_of(x)].available) {
      money_[currency_of(x)].available -= hold_of(x);
      money_[currency_of(x)].held += hold_of(x);
      open_.push_back(x);
    }
  }

  /// Fills a part of an order, with a fee of one per cent; of a buy in what was
  /// bought. @returns nothing where none is open.
  std::optional<fill> match() {
    if (open_.empty())
      return std::nullopt;
    auto& x = open_[dice_.below(open_.size())];
    fill result;
    result.symbol = bitcoin;
    result.side = x.side;
    result.size = std::min(x.left, decimal::whole(1));
    result.price = x.price;
    const auto worth = value_of(result.size, result.price, rounding::up);
    const auto percent = decimal::from_units(decimal::whole(1).units() / 100);
    auto& dollars = money_["USD"];
    auto& coins = money_["BTC"];
    if (x.side == side::buy) {
      result.fee = value_of(result.size, percent, rounding::up);
      result.fee_currency = "BTC";
      dollars.held -= worth;
      coins.available += result.size - result.fee;
    } else {
      result.fee = value_of(worth, percent, rounding::up);
      result.fee_currency = "USD";
      coins.held -= result.size;
      dollars.available += worth - result.fee;
    }
    x.left -= result.size;
    std::erase_if(open_, [](const order& y) { return y.left <= decimal{}; });
    return result;
  }

  std::vector<balance> told() const {
    std::vector<balance> result;
    for (const auto& [currency, x] : money_)
      result.push_back({currency, x.available, x.held});
    return result;
  }
  decimal available(const std::string& currency) const {
    return money_.at(currency).available;
  }
  decimal reserved(const std::string& currency) const {
    auto sum = decimal{};
    for (const auto& x : open_)
      if (currency_of(x) == currency)
        sum += hold_of(x);
    return sum;
  }

private:
  struct amounts {
    decimal available;
    decimal held;
  };
  static std::string currency_of(const order& x) {
    return x.side == side::buy ? "USD" : "BTC";
  }
  static decimal hold_of(const order& x) {
    return x.side == side::buy ? value_of(x.left, x.price, rounding::up)
                               : x.left;
  }

  random_source& dice_;
  std::map<std::string, amounts> money_
    = {{"BTC", {decimal::whole(20), {}}}, {"USD", {decimal::whole(2000), {}}}};
  std::vector<order> open_;
};

TEST(FreeMoney, IsNeverMoreThanTheVenueHasFreeAndAllOfItOnceItHasSaidSo) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(300); ++seed) {
    SCOPED_TRACE(seed);
    auto dice = random_source{seed};
    auto venue = bank{dice};
    auto told = venue.told();
    std::vector<fill> unseen;
    for (int i = 0; i < 80; ++i) {
      const auto what = dice.below(5);
      if (what < 2)
        venue.place();
      else if (what < 4) {
        if (auto x = venue.match())
          unseen.push_back(std::move(*x));
      } else {
        told = venue.told();
        unseen.clear();
      }
      // A fill that is in the balances already may be held against us again.
      for (const auto* currency : {"USD", "BTC"}) {
        const auto free
          = free_of(currency, told, unseen, venue.reserved(currency));
        ASSERT_LE(free, venue.available(currency)) << currency << " at " << i;
        ASSERT_EQ(free_of(currency, venue.told(), {}, venue.reserved(currency)),
                  venue.available(currency));
      }
    }
  }
}

TEST(FreeMoney, TakesAFeeInTheQuoteCurrencyOffAsWell) {
  fill x;
  x.symbol = bitcoin;
  x.side = side::buy;
  x.size = decimal::whole(2);
  x.price = decimal::whole(100);
  x.fee = decimal::whole(3);
  x.fee_currency = "USD";
  const auto told
    = std::vector<balance>{{"USD", decimal::whole(1000), decimal{}}};
  EXPECT_EQ(free_of("USD", told, {x}, decimal{}), decimal::whole(797));
  EXPECT_EQ(free_of("USD", told, {x, x, x, x, x}, decimal{}), decimal{});
  EXPECT_EQ(free_of("EUR", told, {x}, decimal{}), decimal{});
}

TEST(FreeMoney, CountsDollarsOfAllKindsAndWhatFillsBroughtOrTook) {
  fill x;
  x.symbol = bitcoin;
  x.size = decimal::whole(1);
  x.price = decimal::whole(100);
  const auto told = std::vector<balance>{
    {"USD", decimal::whole(10), decimal::whole(5)},
    {"USDT", decimal::whole(20), decimal{}},
    {"BTC", decimal::whole(9), decimal{}},
  };
  EXPECT_EQ(dollars_of(told, {}), decimal::whole(35));
  x.side = side::sell;
  EXPECT_EQ(dollars_of(told, {x}), decimal::whole(135));
  x.side = side::buy;
  EXPECT_EQ(dollars_of(told, {x}), decimal::whole(-65));
  x.symbol.quote = "EUR";
  EXPECT_EQ(dollars_of(told, {x}), decimal::whole(35));
}

} // namespace
} // namespace ballast
