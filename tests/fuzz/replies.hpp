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
#include <memory>
#include <string>

namespace ballast::fuzz {

/// Makes an adapter that has read nothing of the input.
using maker = std::unique_ptr<venues::adapter> (*)();

template <class T>
void check(const venues::answer<T>& x) {
  insist(x.value.has_value() == (x.kind == outcome_kind::ok),
         "a value exactly when ok");
  insist(fits_log(x.text), "a text fits a log line");
}

inline void check_order(const order_report& x) {
  insist(!x.venue_id.empty() && fits_log(x.venue_id),
         "an order has an id that can be shown");
  for (const auto y : {x.size, x.cost, x.price, x.filled, x.filled_cost})
    insist(!y.is_negative(), "no size below zero");
  insist(fits_log(x.reason), "a reason fits a log line");
}

inline void check_orders(const venues::answer<venues::order_page>& x) {
  check(x);
  if (x.value)
    for (const auto& y : x.value->orders)
      check_order(y);
}

inline void check_lookup(const venues::answer<venues::order_lookup>& x) {
  check(x);
  if (x.value && x.value->found)
    check_order(*x.value->found);
}

inline void check_placement(const venues::placement_answer& x) {
  check(x);
  insist(x.value.has_value() == (x.fate == placement::accepted),
         "an order exactly when accepted");
}

inline void check_cancel(const venues::cancel_answer& x) {
  check(x);
  insist(x.value.has_value() == (x.fate == venues::cancel_fate::taken),
         "done exactly when taken");
}

inline void check_book(const venues::answer<book_levels>& x) {
  check(x);
  if (!x.value)
    return;
  for (const auto* side : {&x.value->bids, &x.value->asks})
    for (const auto& level : *side)
      insist(decimal{} < level.price && !level.size.is_negative(),
             "a level has a price, and no size below zero");
}

/// What an adapter remembers is read by one of its own, since one input must
/// not change what the next one gives.
inline void read_remembered(unsigned who, maker make, const net::reply& x) {
  const auto by = make();
  switch (who) {
  case 0:
    check(by->markets_answer(x));
    break;
  case 1:
    check(by->time_answer(x));
    break;
  default:
    check(by->calendar_answer(x));
    break;
  }
}

inline void read_market_data(unsigned who, const venues::adapter& by,
                             const venues::trading& desk, const net::reply& x) {
  switch (who) {
  case 0:
    check(by.candles_answer(x, std::chrono::minutes{1}, unix_time{}));
    break;
  case 1:
    check(by.tickers_answer(x));
    break;
  case 2:
    check(by.status_answer(x));
    break;
  case 3:
    check_book(desk.book_answer(x));
    break;
  case 4:
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
    check(desk.fills_answer(x));
    break;
  case 3:
    check(desk.fees_answer(x));
    break;
  default:
    check(desk.stream_token_answer(x));
    break;
  }
}

inline void read_orders(unsigned who, const venues::trading& desk,
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
    check_cancel(desk.cancel_answer_of(x));
    break;
  case 4:
    check(desk.cancel_all_answer(x));
    break;
  case 5:
    check_lookup(desk.query_answer(x));
    break;
  case 6: {
    venues::order_ref which;
    which.client_id = "c";
    check_lookup(desk.query_answer_of(x, which));
    break;
  }
  case 7:
    check_orders(desk.open_orders_answer(x));
    break;
  case 8:
    check_orders(desk.closed_orders_answer(x));
    break;
  default:
    check(desk.dead_man_answer(x));
    break;
  }
}

inline void read_reply(maker make, const std::uint8_t* data, std::size_t size) {
  constexpr auto statuses
    = std::array{200U, 200U, 200U, 204U, 207U, 400U, 401U,
                 403U, 404U, 418U, 422U, 429U, 500U, 503U};
  constexpr unsigned of_memory = 3;
  constexpr unsigned of_market_data = 6;
  constexpr unsigned of_account = 5;
  constexpr unsigned of_orders = 10;
  static const auto by = make();
  if (size < 2)
    return;
  net::reply x;
  x.status = statuses[data[1] % statuses.size()];
  x.body.assign(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto& desk = *by->trader();
  auto who = data[0] % (of_memory + of_market_data + of_account + of_orders);
  if (who < of_memory)
    return read_remembered(who, make, x);
  who -= of_memory;
  if (who < of_market_data)
    return read_market_data(who, *by, desk, x);
  who -= of_market_data;
  if (who < of_account)
    return read_account(who, *by, desk, x);
  read_orders(who - of_account, desk, x);
}

} // namespace ballast::fuzz
