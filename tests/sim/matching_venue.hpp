// A matching core with two accounts, a lively market and one told what to do.
#pragma once

#include "sim/market_walk.hpp"
#include "sim/matching.hpp"
#include "sim/matching_ids.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

namespace ballast::sim {

/// Bars of a second each, as told; quiet at a price in between.
class told_market : public bar_source {
public:
  void append_bars(std::vector<bar>& out, std::int64_t from, std::int64_t to,
                   std::int64_t /*width*/, std::int64_t now) const override {
    for (const auto& [second, x] : bars)
      if (second >= from && second <= to && second <= now)
        out.push_back(x);
  }
  std::int64_t last_price(std::int64_t now) const override {
    const auto next = bars.upper_bound(now);
    return next == bars.begin() ? first_price : std::prev(next)->second.close;
  }
  void trade(std::int64_t second, std::int64_t low, std::int64_t high,
             std::int64_t volume) {
    bars[second] = {second, high, high, low, low, volume, 1};
  }

  std::map<std::int64_t, bar> bars;
  std::int64_t first_price = 10'000;
};

inline decimal number(std::string_view text) { return *decimal::parse(text); }

class matching_venue : public testing::Test {
protected:
  static constexpr auto begin = std::int64_t{1'790'000'000};

  static matching::options plain() {
    auto x = matching::options{};
    x.seed = 7;
    x.accounts = 2;
    x.fees = {number("0.001"), number("0.002")};
    x.order_id = [](std::uint64_t n) { return "o" + std::to_string(n); };
    x.trade_id = [](std::uint64_t n) { return "t" + std::to_string(n); };
    return x;
  }

  explicit matching_venue(matching::options opts = plain())
      : engine{std::move(opts)} {
    engine.list(market_of("TOLD", told));
    engine.list(market_of("WALK", walk));
    for (const auto account : {0U, 1U}) {
      engine.deposit(account, "USD", number("10000"));
      engine.deposit(account, "XYZ", number("50"));
    }
  }

  static matching_market market_of(const std::string& id,
                                   const bar_source& bars) {
    auto x = matching_market{};
    x.id = id;
    x.symbol = {"XYZ", "USD"};
    x.base = "XYZ";
    x.quote = "USD";
    x.bars = &bars;
    x.price_unit = x.price_increment = number("0.01");
    x.size_unit = x.size_increment = number("0.001");
    x.fee_increment_quote = number("0.0001");
    x.size_min = number("0.01");
    x.size_max = number("1000");
    x.notional_min = number("1");
    x.level_size = 2'000;
    return x;
  }

  static order_request limit(side which, std::string_view size,
                             std::string_view price,
                             const std::string& id = {}) {
    auto x = order_request{};
    x.market = "TOLD";
    x.ticket.client_id = id;
    x.ticket.side = which;
    x.ticket.size = number(size);
    x.ticket.price = number(price);
    return x;
  }
  static order_request market(side which, std::string_view size) {
    auto x = limit(which, size, "0");
    x.ticket.type = order_type::market;
    return x;
  }
  static order_request spend(std::string_view cost) {
    auto x = market(side::buy, "0");
    x.ticket.cost = number(cost);
    return x;
  }

  order_answer place(const order_request& x) { return engine.place(0, x, now); }
  std::string why_not(const order_request& x) {
    const auto answer = place(x);
    return answer ? "taken" : std::to_string(static_cast<int>(answer.why));
  }
  static std::string text(order_refusal x) {
    return std::to_string(static_cast<int>(x));
  }
  wallet dollars(std::size_t account = 0) const {
    return engine.wallets(account).of("USD");
  }
  wallet coins(std::size_t account = 0) const {
    return engine.wallets(account).of("XYZ");
  }
  void pass(std::int64_t seconds) {
    now.steady += std::chrono::seconds{seconds};
    now.wall += std::chrono::seconds{seconds};
    engine.advance(now);
  }
  std::int64_t second() const {
    return std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch())
      .count();
  }
  book_levels told_book() const {
    return engine.book(*engine.market("TOLD"), 10, now.wall);
  }

  told_market told;
  market_walk walk{{.seed = 3,
                    .price = 10'000,
                    .volatility = 0.2,
                    .trades = 60'000,
                    .trade_size = 300}};
  matching engine;
  instant now{time_point{}, unix_time{std::chrono::seconds{begin}}};
};

} // namespace ballast::sim
