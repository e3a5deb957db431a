// Binance's answers: the first byte chooses who reads, the second the status. A
// value is there exactly when all is well, and what is said fits a log line.
#include "tests/fuzz/insist.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/trading.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace ballast;

constexpr auto list = std::string_view{
  R"({"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC",)"
  R"("quoteAsset":"USDT","baseAssetPrecision":8,"quoteAssetPrecision":8,)"
  R"("filters":[]}]})"};

template <class T>
void check(const venues::answer<T>& x) {
  fuzz::insist(x.value.has_value() == (x.kind == outcome_kind::ok),
               "a value exactly when ok");
  fuzz::insist(fuzz::fits_log(x.text), "a text fits a log line");
}

void check_order(const order_report& x) {
  fuzz::insist(!x.venue_id.empty(), "an order has an id");
  for (const auto y : {x.size, x.cost, x.price, x.filled, x.filled_cost})
    fuzz::insist(!y.is_negative(), "no size below zero");
}

void check_placement(const venues::placement_answer& x) {
  check(x);
  fuzz::insist(x.value.has_value() == (x.fate == placement::accepted),
               "an order exactly when accepted");
}

void check_orders(const venues::answer<venues::order_page>& x) {
  check(x);
  if (x.value)
    for (const auto& y : x.value->orders)
      check_order(y);
}

void check_query(const venues::answer<venues::order_lookup>& x) {
  check(x);
  if (x.value && x.value->found)
    check_order(*x.value->found);
}

/// A list is remembered, so what reads one is made anew: one input must not
/// change what the next one gives.
void read_list(const net::reply& x) {
  check(std::move(*venues::make_binance({}))->markets_answer(x));
}

void read_market_data(unsigned who, const venues::adapter& by,
                      const venues::trading& desk, const net::reply& x) {
  switch (who) {
  case 0:
    check(by.candles_answer(x, std::chrono::minutes{1}, unix_time{}));
    break;
  case 1:
    read_list(x);
    break;
  case 2:
    check(by.tickers_answer(x));
    break;
  case 3:
    check(by.time_answer(x));
    break;
  case 4:
    check(by.status_answer(x));
    break;
  case 5:
    check(desk.book_answer(x));
    break;
  case 6:
    check(desk.trades_answer(x));
    break;
  default:
    check(desk.ticker_answer(x));
    break;
  }
}

void read_orders(unsigned who, const venues::trading& desk,
                 const net::reply& x) {
  switch (who) {
  case 0:
    check_placement(desk.place_answer(x));
    break;
  case 1:
    check_placement(desk.amend_answer(x));
    break;
  case 2:
    check(desk.test_answer(x));
    break;
  case 3:
    check(desk.cancel_answer_of(x));
    break;
  case 4:
    check(desk.cancel_all_answer(x));
    break;
  case 5:
    check_query(desk.query_answer(x));
    break;
  case 6:
    check_orders(desk.open_orders_answer(x));
    break;
  default:
    check_orders(desk.closed_orders_answer(x));
    break;
  }
}

void read_account(unsigned who, const venues::adapter& by,
                  const venues::trading& desk, const net::reply& x) {
  switch (who) {
  case 0:
    check(by.balances_answer(x));
    break;
  case 1:
    check(by.permissions_answer(x));
    break;
  case 2:
    check(desk.fills_answer(x));
    break;
  default:
    check(desk.fees_answer(x));
    break;
  }
}

std::unique_ptr<venues::adapter> knowing_bitcoin() {
  auto by = std::move(*venues::make_binance({}));
  net::reply listed;
  listed.status = 200;
  listed.body = list;
  fuzz::insist(by->markets_answer(listed).value.has_value(), "a list is read");
  return by;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const auto by = knowing_bitcoin();
  constexpr auto statuses
    = std::array{200U, 200U, 200U, 400U, 401U, 403U, 418U, 429U, 500U, 503U};
  constexpr unsigned kinds_of_market_data = 8;
  constexpr unsigned kinds_of_orders = 8;
  constexpr unsigned kinds = 20;
  if (size < 2)
    return 0;
  net::reply x;
  x.status = statuses[data[1] % statuses.size()];
  x.body.assign(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto who = data[0] % kinds;
  if (who < kinds_of_market_data)
    read_market_data(who, *by, *by->trader(), x);
  else if (who < kinds_of_market_data + kinds_of_orders)
    read_orders(who - kinds_of_market_data, *by->trader(), x);
  else
    read_account(who - kinds_of_market_data - kinds_of_orders, *by,
                 *by->trader(), x);
  return 0;
}
