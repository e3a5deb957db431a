// Alpaca's answers: the first byte chooses who reads, the second the status. A
// value is there exactly when all is well, and what is said fits a log line.
#include "tests/fuzz/insist.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/trading.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
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
  fuzz::insist(!x.venue_id.empty() && fuzz::fits_log(x.venue_id),
               "an order has an id that can be shown");
  for (const auto y : {x.size, x.cost, x.price, x.filled, x.filled_cost})
    fuzz::insist(!y.is_negative(), "no size below zero");
}

void check_placement(const venues::placement_answer& x) {
  check(x);
  fuzz::insist(x.value.has_value() == (x.fate == placement::accepted),
               "an order exactly when accepted");
  if (x.value)
    check_order(*x.value);
}

void read_market_data(unsigned who, const venues::adapter& by,
                      const venues::trading& desk, const net::reply& x) {
  switch (who) {
  case 0:
    return check(by.candles_answer(x, std::chrono::minutes{1}, unix_time{}));
  case 1:
    return check(by.markets_answer(x));
  case 2:
    return check(by.tickers_answer(x));
  case 3:
    return check(by.time_answer(x));
  case 4:
    return check(by.calendar_answer(x));
  case 5:
    return check(desk.book_answer(x));
  case 6:
    return check(desk.trades_answer(x));
  default:
    return check(desk.ticker_answer(x));
  }
}

void read_orders(const venues::answer<venues::order_page>& x) {
  check(x);
  if (x.value)
    for (const auto& y : x.value->orders)
      check_order(y);
}

void read_account(unsigned who, const venues::adapter& by,
                  const venues::trading& desk, const net::reply& x) {
  switch (who) {
  case 0:
    return check(by.balances_answer(x));
  case 1:
    return check(by.permissions_answer(x));
  case 2:
    return check_placement(desk.place_answer(x));
  case 3:
    return check(desk.cancel_answer_of(x));
  case 4:
    return check(desk.cancel_all_answer(x));
  case 5:
    return check(desk.query_answer(x));
  case 6:
    return read_orders(desk.open_orders_answer(x));
  case 7:
    return check(desk.fills_answer(x));
  default:
    return check(desk.fees_answer(x));
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  constexpr std::size_t head = 2;
  constexpr unsigned market_questions = 8;
  constexpr unsigned account_questions = 9;
  constexpr auto statuses = std::array<unsigned, 10>{200, 204, 207, 400, 401,
                                                     403, 404, 422, 429, 503};
  if (size < head)
    return 0;
  static const auto by = std::move(*venues::make_alpaca({}));
  net::reply x;
  x.status = statuses[bytes[1] % statuses.size()];
  x.body.assign(bytes + head, bytes + size);
  const auto who = bytes[0] % (market_questions + account_questions);
  if (who < market_questions)
    read_market_data(who, *by, *by->trader(), x);
  else
    read_account(who - market_questions, *by, *by->trader(), x);
  return 0;
}
