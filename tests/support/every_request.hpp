// One request for each thing that can be asked of a venue.
#pragma once

#include "venues/adapter.hpp"
#include "venues/trading.hpp"

#include <array>
#include <optional>
#include <string>

namespace ballast::test {

inline constexpr auto every_question
  = std::array{venues::question::time,     venues::question::markets,
               venues::question::tickers,  venues::question::candles,
               venues::question::balances, venues::question::permissions,
               venues::question::status};

inline constexpr auto every_action = std::array{
  venues::order_action::place,       venues::order_action::test,
  venues::order_action::cancel,      venues::order_action::cancel_all,
  venues::order_action::amend,       venues::order_action::query,
  venues::order_action::open_orders, venues::order_action::closed_orders,
  venues::order_action::fills,       venues::order_action::fees,
  venues::order_action::book,        venues::order_action::trades,
  venues::order_action::ticker,      venues::order_action::dead_man,
  venues::order_action::stream_token};

/// What requests are about.
struct subject {
  market what;
  order_ticket ticket;
  venues::order_ref order;
};

/// Absent where the venue has no such question.
inline std::optional<venues::request> request_for(venues::adapter& by,
                                                  venues::question x,
                                                  const subject& of,
                                                  unix_time now) {
  using venues::question;
  const auto minute = std::chrono::minutes{1};
  const auto start = std::chrono::floor<std::chrono::minutes>(now);
  switch (x) {
  case question::time:
    return by.time_request();
  case question::markets:
    return by.markets_request(now);
  case question::tickers:
    return by.tickers_request(now);
  case question::candles:
    return by.candles_request(of.what, minute, start - 5 * minute, start);
  case question::balances:
    return by.balances_request({}, now);
  case question::permissions:
    return by.permissions_request(now);
  case question::status:
    return by.status_request();
  }
  return std::nullopt;
}

/// Absent where the venue has no such request.
inline std::optional<venues::request> request_for(venues::trading& by,
                                                  venues::order_action x,
                                                  const subject& of,
                                                  unix_time now) {
  using venues::order_action;
  constexpr auto after = std::chrono::seconds{60};
  constexpr auto levels = 5U;
  // So long that a venue which keeps old orders apart is asked for those.
  const auto since = now - std::chrono::hours{24 * 30};
  switch (x) {
  case order_action::place:
    return by.place_request(of.what, of.ticket, now);
  case order_action::test:
    return by.test_request(of.what, of.ticket, now);
  case order_action::cancel:
    return by.cancel_request(of.order, now);
  case order_action::cancel_all:
    if (auto all = by.cancel_all_request(nullptr, now))
      return all;
    return by.cancel_all_request(&of.what, now);
  case order_action::amend:
    if (auto both
        = by.amend_request(of.order, of.ticket.price, of.ticket.size, now))
      return both;
    return by.amend_request(of.order, {}, of.ticket.size, now);
  case order_action::query:
    return by.query_request(of.order, now);
  case order_action::open_orders:
    return by.open_orders_request(&of.what, {}, now);
  case order_action::closed_orders:
    return by.closed_orders_request(&of.what, since, {}, now);
  case order_action::fills:
    return by.fills_request(&of.what, since, {}, now);
  case order_action::fees:
    return by.fees_request(of.what, now);
  case order_action::book:
    return by.book_request(of.what, levels);
  case order_action::trades:
    return by.trades_request(of.what);
  case order_action::ticker:
    return by.ticker_request(of.what);
  case order_action::dead_man:
    return by.dead_man_request(after, now);
  case order_action::stream_token:
    return by.stream_token_request(now);
  }
  return std::nullopt;
}

} // namespace ballast::test
