// What must hold of an adapter's answers: the first byte chooses who reads, the
// second the status. A value is there exactly when all is well, and what is
// said fits a log line.
#pragma once

#include "tests/fuzz/insist.hpp"
#include "venues/adapter.hpp"
#include "venues/trading.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace ballast::fuzz {

template <class T>
void check(const venues::answer<T>& x) {
  insist(x.value.has_value() == (x.kind == outcome_kind::ok),
         "a value exactly when ok");
  insist(fits_log(x.text), "a text fits a log line");
}

inline void check_order(const order_report& x) {
  insist(!x.venue_id.empty(), "an order has an id");
  for (const auto y : {x.size, x.cost, x.price, x.filled, x.filled_cost})
    insist(!y.is_negative(), "no size below zero");
}

inline void check_placement(const venues::placement_answer& x) {
  check(x);
  insist(x.value.has_value() == (x.fate == placement::accepted),
         "an order exactly when accepted");
}

inline void read_market_data(unsigned who, const venues::adapter& by,
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

inline void read_account(unsigned who, const venues::adapter& by,
                         const venues::trading& desk, const net::reply& x) {
  switch (who) {
  case 0:
    check(by.balances_answer(x));
    break;
  case 1:
    check(by.permissions_answer(x));
    break;
  case 2:
    check_placement(desk.place_answer(x));
    break;
  case 3:
    check(desk.cancel_answer_of(x));
    break;
  case 4: {
    const auto found = desk.query_answer(x);
    check(found);
    if (found.value && found.value->found)
      check_order(*found.value->found);
    break;
  }
  case 5: {
    const auto found = desk.open_orders_answer(x);
    check(found);
    if (found.value)
      for (const auto& y : found.value->orders)
        check_order(y);
    break;
  }
  case 6:
    check(desk.fills_answer(x));
    break;
  case 7:
    check(desk.fees_answer(x));
    break;
  case 8:
    check(desk.dead_man_answer(x));
    break;
  case 9:
    check(desk.test_answer(x));
    break;
  case 10:
    check(desk.cancel_all_answer(x));
    break;
  case 11:
    check_placement(desk.amend_answer(x));
    break;
  default:
    check(desk.stream_token_answer(x));
    break;
  }
}

inline void read_reply(venues::adapter& by, const std::uint8_t* data,
                       std::size_t size) {
  constexpr auto statuses
    = std::array{200U, 200U, 200U, 400U, 401U, 403U, 429U, 500U, 503U};
  constexpr unsigned kinds_of_market_data = 8;
  constexpr unsigned kinds = 21;
  if (size < 2)
    return;
  net::reply x;
  x.status = statuses[data[1] % statuses.size()];
  x.body.assign(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto who = data[0] % kinds;
  if (who < kinds_of_market_data)
    read_market_data(who, by, *by.trader(), x);
  else
    read_account(who - kinds_of_market_data, by, *by.trader(), x);
}

} // namespace ballast::fuzz
