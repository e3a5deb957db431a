// Coinbase's answers: the first byte chooses who reads, the second the status.
// A value is there exactly when all is well, and what is said fits a log line.
#include "tests/fuzz/insist.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/trading.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace {

using namespace ballast;

template <class T>
void check(const venues::answer<T>& x) {
  fuzz::insist(x.value.has_value() == (x.kind == outcome_kind::ok),
               "a value exactly when ok");
  fuzz::insist(fuzz::fits_log(x.text), "a text fits a log line");
}

void check_order(const order_report& x) {
  fuzz::insist(!x.venue_id.empty(), "an order has an id");
  for (const auto y : {x.size, x.price, x.filled})
    fuzz::insist(!y.is_negative(), "no size below zero");
  fuzz::insist(fuzz::fits_log(x.reason), "a reason fits a log line");
}

void check_orders(const venues::answer<venues::order_page>& x) {
  check(x);
  if (x.value)
    for (const auto& y : x.value->orders)
      check_order(y);
}

void check_lookup(const venues::answer<venues::order_lookup>& x) {
  check(x);
  if (x.value && x.value->found)
    check_order(*x.value->found);
}

void check_placement(const venues::placement_answer& x) {
  check(x);
  fuzz::insist(x.value.has_value() == (x.fate == placement::accepted),
               "an order exactly when accepted");
}

void check_book(const venues::answer<book_levels>& x) {
  check(x);
  if (!x.value)
    return;
  for (const auto* side : {&x.value->bids, &x.value->asks})
    for (const auto& level : *side)
      fuzz::insist(decimal{} < level.price && !level.size.is_negative(),
                   "a level has a price, and no size below zero");
}

void read_market_data(unsigned who, const venues::adapter& by,
                      const venues::trading& desk, const net::reply& x) {
  switch (who) {
  case 0:
    check(by.candles_answer(x, std::chrono::minutes{1}, unix_time{}));
    break;
  case 1:
    check(by.markets_answer(x));
    break;
  case 2:
    check(by.tickers_answer(x));
    break;
  case 3:
    check(by.time_answer(x));
    break;
  case 4:
    check_book(desk.book_answer(x));
    break;
  case 5:
    check(desk.trades_answer(x));
    break;
  default:
    check(desk.ticker_answer(x));
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
  case 3: {
    const auto read = desk.cancel_answer_of(x);
    check(read);
    fuzz::insist(read.value.has_value()
                   == (read.fate == venues::cancel_fate::taken),
                 "done exactly when taken");
    break;
  }
  case 4:
    check_lookup(desk.query_answer(x));
    break;
  case 5: {
    venues::order_ref which;
    which.client_id = "c";
    check_lookup(desk.query_answer_of(x, which));
    break;
  }
  case 6:
    check_orders(desk.open_orders_answer(x));
    break;
  default:
    check_orders(desk.closed_orders_answer(x));
    break;
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const auto by = std::move(*venues::make_coinbase({}));
  constexpr auto statuses
    = std::array{200U, 200U, 200U, 400U, 401U, 403U, 404U, 429U, 500U, 503U};
  constexpr unsigned of_market_data = 7;
  constexpr unsigned of_account = 4;
  constexpr unsigned of_orders = 8;
  if (size < 2)
    return 0;
  net::reply x;
  x.status = statuses[data[1] % statuses.size()];
  x.body.assign(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto& desk = *by->trader();
  const auto who = data[0] % (of_market_data + of_account + of_orders);
  if (who < of_market_data)
    read_market_data(who, *by, desk, x);
  else if (who < of_market_data + of_account)
    read_account(who - of_market_data, *by, desk, x);
  else
    read_orders(who - of_market_data - of_account, desk, x);
  return 0;
}
